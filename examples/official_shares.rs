//! How much of the carriage between China and Europe crosses Kazakhstan: officials say 80–85 %,
//! China Railway counts 50 %. Which of the two does the model support?
//!
//! ```text
//! cargo run --release --example official_shares
//! cargo run --release --example official_shares -- --year 2021 --format json
//! ```
//!
//! Prints each published share with its definition and source, then the model's: of all pairs of
//! Chinese and European ends of corridors, the share whose best overland route crosses Kazakhstan,
//! or leaves China for each neighbour, by all four objectives, by rail and by rail and road; to the
//! EU, to Russia, and both by their published TEU. Exit code 0: answered; 1: no way; 2: bad input.

mod common;
#[path = "common/progress.rs"]
mod progress;

use std::process::ExitCode;

use clap::Parser;
use common::{Outcome, Output, Question, Result, grouped, table};
use progress::Progress;

/// The published shares of carriage through Kazakhstan, and the model's.
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    question: Question,
    #[command(flatten)]
    output: Output,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = arguments.question.load()?;
    let progress = Progress::waiting();
    let shares = network.official_shares(&arguments.question.scenario(&network)?)?;
    drop(progress);
    let (published, model) = (shares.published_grid(), shares.grid());
    let words = format!("{}\n{}\n{}\n", table(&published), grouped(&model), shares.findings().join("\n"));
    arguments.output.put(&words, &shares.to_json(), &[&model, &published])?;
    let answered = shares.model.iter().any(|one| one.through[0].is_some());
    Ok(if answered { Outcome::Answered } else { Outcome::NoWay })
}
