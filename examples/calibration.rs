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
use landbridge::report::ResidualJson;
use landbridge::{Grid, Measurand, Network};

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

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = arguments.network.as_ref().map_or_else(|| Ok(Network::bundled()), Network::from_dir)?;
    let residuals = network.residuals()?;
    let mut rows: Vec<ResidualJson> = residuals.iter().map(ResidualJson::from).collect();
    rows.retain(|row| {
        (arguments.all || row.role != "unusable") && arguments.quantity.as_ref().is_none_or(|only| only == row.quantity)
    });
    let size = |row: &ResidualJson| row.residual_percent.map_or(f64::INFINITY, f64::abs);
    rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let grids = [Grid::of_residuals(&rows), Grid::of_medians(&rows)];
    arguments.output.put(&grids.each_ref().map(table).join("\n"), &rows, &grids.each_ref())?;
    Ok(if rows.iter().any(|row| row.model.is_some()) { Outcome::Answered } else { Outcome::NoWay })
}
