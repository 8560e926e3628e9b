//! How near does the model come to published figures?
//!
//! ```text
//! cargo run --release --example calibration
//! cargo run --release --example calibration -- --quantity length --format markdown --out lengths.md
//! ```
//!
//! Prints each usable figure beside the model's, worst first, then medians. One marked `fit` went into
//! links or assumptions; `check` did not. Exit code 0: answered; 1: nothing to compare; 2: bad input.

mod common;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use common::{Outcome, Output, Result, table};
use landbridge::{Grid, Measurand, Network, Residual};
use serde::Serialize;

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

#[derive(Serialize)]
struct Row<'n> {
    benchmark_id: &'n str,
    quantity: &'n str,
    unit: &'n str,
    published: f64,
    low: f64,
    high: f64,
    model: Option<f64>,
    residual_percent: Option<f64>,
    in_published_range: bool,
    role: &'n str,
    note: &'n str,
}

impl<'n> From<&Residual<'n>> for Row<'n> {
    fn from(residual: &Residual<'n>) -> Self {
        let benchmark = residual.benchmark;
        Self {
            benchmark_id: &benchmark.id,
            quantity: benchmark.measurand.word(),
            unit: benchmark.measurand.unit(),
            published: benchmark.likely,
            low: benchmark.low,
            high: benchmark.high,
            model: residual.model,
            residual_percent: residual.ratio().map(|ratio| ratio * 100.0),
            in_published_range: residual.is_in_range(),
            role: match (benchmark.usable, benchmark.fit) {
                (false, _) => "unusable",
                (true, true) => "fit",
                (true, false) => "check",
            },
            note: &benchmark.provenance.note,
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = arguments.network.as_ref().map_or_else(|| Ok(Network::bundled()), Network::from_dir)?;
    let residuals = network.residuals()?;
    let mut rows: Vec<Row<'_>> = residuals.iter().map(Row::from).collect();
    rows.retain(|row| {
        (arguments.all || row.role != "unusable") && arguments.quantity.as_ref().is_none_or(|only| only == row.quantity)
    });
    let size = |row: &Row<'_>| row.residual_percent.map_or(f64::INFINITY, f64::abs);
    rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let grids = [grid(&rows), medians(&rows)];
    arguments.output.put(&grids.each_ref().map(table).join("\n"), &rows, &grids.each_ref())?;
    Ok(if rows.iter().any(|row| row.model.is_some()) { Outcome::Answered } else { Outcome::NoWay })
}

fn grid(rows: &[Row<'_>]) -> Grid {
    let mut grid = Grid::new(["figure", "quantity", "unit", "model", "published", "low", "high", "residual", "role"]);
    let number = |value: f64| if value < 100.0 { format!("{value:.1}") } else { format!("{value:.0}") };
    for row in rows {
        let residual = row.residual_percent.map_or("no way".to_owned(), |percent| format!("{percent:+.1} %"));
        let mut cells: Vec<String> = [row.benchmark_id, row.quantity, row.unit].map(str::to_owned).into();
        cells.push(row.model.map_or("–".to_owned(), number));
        cells.extend([row.published, row.low, row.high].map(number));
        cells.extend([residual, row.role.to_owned()]);
        grid.push(cells);
    }
    grid
}

fn medians(rows: &[Row<'_>]) -> Grid {
    let mut grid = Grid::new(["quantity", "role", "figures", "median |residual|", "median residual", "in range"]);
    for (_, quantity, _) in Measurand::ALL {
        for role in ["fit", "check"] {
            let chosen: Vec<&Row<'_>> =
                rows.iter().filter(|row| row.quantity == quantity && row.role == role).collect();
            if chosen.is_empty() {
                continue;
            }
            let signed: Vec<f64> = chosen.iter().filter_map(|row| row.residual_percent).collect();
            let sizes: Vec<f64> = signed.iter().map(|percent| percent.abs()).collect();
            let within = chosen.iter().filter(|row| row.in_published_range).count();
            let percent = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.1} %"));
            let cells = [chosen.len().to_string(), percent(median(sizes)), percent(median(signed)), within.to_string()];
            grid.push([quantity, role].map(str::to_owned).into_iter().chain(cells).collect::<Vec<_>>());
        }
    }
    grid
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len().checked_sub(1)? / 2;
    Some(f64::midpoint(values[middle], values[values.len() / 2]))
}
