//! How many independent ways are there, what do they share, and what does losing a part cost?
//!
//! ```text
//! cargo run --release --example redundancy -- --from "Xi'an" --to Poti
//! cargo run --release --example redundancy -- --from Urumqi --to Almaty --close mode:sea --format json
//! ```
//!
//! Prints the routes that share no link, place or country with what it takes to close them all; what
//! no route avoids; the trade-off between cost and countries; and what the losses that cost the most
//! cost. CSV has a row for each thing on the best route. Exit code 0: there is a way; 1: none, with
//! the cut that proves it; 2: bad input.

mod common;

use std::process::ExitCode;

use clap::Parser;
use common::{Outcome, Output, Question, Result, table};
use landbridge::report::RedundancyJson;

/// Disjoint routes, cuts, what cannot be avoided, and what its loss costs.
#[derive(Parser)]
struct Arguments {
    /// Where it starts: a place's id or name, in any case.
    #[arg(long, value_name = "PLACE")]
    from: String,
    /// Where it ends.
    #[arg(long, value_name = "PLACE")]
    to: String,
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
    let (from, to) = (network.place(&arguments.from)?, network.place(&arguments.to)?);
    let metric = network.metric(&arguments.question.scenario(&network)?, &arguments.question.model())?;
    let answer = RedundancyJson::new(&metric, from, to);
    if let Some(cut) = metric.why_no_way(from, to) {
        let grid = cut.grid(&network);
        let words = format!("no way: everything across this cut is closed\n\n{}", table(&grid));
        arguments.output.put(&words, &answer, &[&grid])?;
        return Ok(Outcome::NoWay);
    }
    let [ways, unavoidable, frontier, losses] =
        [answer.ways_grid(), answer.unavoidable_grid(), answer.frontier_grid(), answer.losses_grid()];
    let words = format!(
        "{} – {} by {}\n\n{}\n{}\n{}\n{}\n{}\n",
        network[from].name,
        network[to].name,
        answer.objective,
        table(&ways),
        table(&unavoidable),
        table(&frontier),
        table(&losses),
        answer.notes().join("\n"),
    );
    let all = answer.replacements_grid();
    arguments.output.put(&words, &answer, &[&all, &ways, &unavoidable, &frontier])?;
    Ok(Outcome::Answered)
}
