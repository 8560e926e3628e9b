//! How near does the model come to published figures?
//!
//! ```text
//! cargo run --release --example calibration
//! cargo run --release --example calibration -- --quantity length --format markdown --out lengths.md
//! ```
//!
//! Prints each usable figure beside the model's, worst first, why the worst ten are off, and medians by
//! family of corridors, by country on the way, and by quantity. One marked `fit` went into links or
//! assumptions, and the last table tells into which; `check` did not. Exit code 0: answered; 1: nothing to
//! compare; 2: bad input.

mod common;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use common::{Outcome, Output, Result, table};
use landbridge::report::ResidualJson;
use landbridge::{Grid, Measurand, Network, Provenance};

/// The model against published lengths, times and prices, worst first.
#[derive(Parser)]
struct Arguments {
    /// Only this quantity.
    #[arg(long, value_parser = Measurand::ALL.map(|(_, word, _)| word))]
    quantity: Option<String>,
    /// Also figures that cannot be compared; the note says why.
    #[arg(long)]
    all: bool,
    /// Your own tables in place of the bundled network.
    #[arg(long, value_name = "DIR")]
    network: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

/// How many of the worst are explained.
const WORST: usize = 10;

/// The times and prices that went into assumptions, and into which: those that cite its source.
fn fits(network: &Network, rows: &[ResidualJson]) -> Grid {
    let mut grid = Grid::new(["figure", "fitted"]);
    let timed = |row: &&ResidualJson| row.role == "fit" && !row.quantity.starts_with("length");
    for row in rows.iter().filter(timed) {
        let figure = network.benchmarks().iter().find(|figure| figure.id == row.benchmark_id);
        let source = figure.map_or("", |figure| figure.provenance.source_id.as_str());
        let cites = |of: &Provenance| of.source_id == source || of.note.contains(&format!("[{source}]"));
        let assumptions = network.assumptions().iter().filter(|row| cites(&row.provenance)).map(|row| row.id.as_str());
        let links = network.links().filter(|(_, link)| cites(&link.provenance)).map(|(_, link)| link.id.as_str());
        let borders = network.borders().filter(|(_, row)| cites(&row.provenance)).map(|(_, row)| row.id.as_str());
        let transfers = network.transfers().filter(|(_, row)| cites(&row.provenance)).map(|(_, row)| row.id.as_str());
        let fitted: Vec<&str> = assumptions.chain(links).chain(borders).chain(transfers).collect();
        grid.push(vec![row.benchmark_id.clone(), fitted.join(", ")]);
    }
    grid
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = arguments.network.as_ref().map_or_else(|| Ok(Network::bundled()), Network::from_dir)?;
    let residuals = network.residuals()?;
    let mut rows: Vec<ResidualJson> = residuals.iter().map(ResidualJson::from).collect();
    rows.retain(|row| {
        (arguments.all || row.role != "unusable") && arguments.quantity.as_ref().is_none_or(|only| only == row.quantity)
    });
    let size = |row: &ResidualJson| row.residual_percent.map_or(f64::INFINITY, f64::abs);
    rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let grids = [
        Grid::of_residuals(&rows),
        Grid::of_notes(&rows[..rows.len().min(WORST)]),
        Grid::of_groups(&rows, "corridors", |row| row.family.iter().cloned().collect()),
        Grid::of_groups(&rows, "country", |row| row.countries.clone()),
        fits(&network, &rows),
        Grid::of_medians(&rows),
    ];
    arguments.output.put(&grids.each_ref().map(table).join("\n"), &rows, &grids.each_ref())?;
    Ok(if rows.iter().any(|row| row.model.is_some()) { Outcome::Answered } else { Outcome::NoWay })
}
