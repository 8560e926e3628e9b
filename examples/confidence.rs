//! How sure is it how much each corridor depends on a hub?
//!
//! ```text
//! cargo run --release --features rayon --example confidence
//! cargo run --release --example confidence -- --hub RU --draws 200 --seed 7 --objective money
//! cargo run --release --example confidence -- --year 2030 --format json --out sure.json
//! ```
//!
//! Draws every assumption and every uncertain length between its low and high and asks again each time.
//! Prints for each corridor the chance of its verdict, the 5–95 % intervals of dependence and premium and
//! what drives them; the countries with how often their order changes; sentences. The same seed gives the
//! same answer on any number of cores. Exit code 0: answered; 1: no corridor has a way; 2: bad input.

mod common;
#[path = "common/progress.rs"]
mod progress;

use std::process::ExitCode;

use clap::Parser;
use common::{Outcome, Output, Question, Result, grouped, table};
use landbridge::report::ConfidenceJson;
use progress::Progress;

/// The 5–95 % intervals of dependence on a hub over draws of every assumption.
#[derive(Parser)]
struct Arguments {
    /// The hub; repeat it for a set that closes together.
    #[arg(long, value_name = "TARGET", default_value = "country:KZ")]
    hub: Vec<String>,
    /// Only this corridor, by id or name; may be repeated.
    #[arg(long, value_name = "ID")]
    corridor: Vec<String>,
    /// How many draws.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    draws: u32,
    /// Where the draws start from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
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
    let query = arguments.question.dependence(&network, &arguments.hub, &arguments.corridor)?;
    let progress = Progress::new(2 * u64::from(arguments.draws));
    let watch = || progress.step();
    let draws = query.draws(arguments.draws, arguments.seed).watch(&watch);
    let (intervals, ranking) = (draws.intervals()?, draws.ranking()?);
    drop(progress);
    let grids = [intervals.grid(&network), ranking.grid()];
    let words = format!(
        "Dependence over {} draws from seed {}, {} in {} (data {})\n\n{}\n{}\n{}\n",
        intervals.draws,
        intervals.seed,
        intervals.objective,
        intervals.year,
        network.version(),
        grouped(&grids[0]),
        table(&grids[1]),
        intervals.findings().join("\n"),
    );
    arguments.output.put(&words, &ConfidenceJson::new(&network, &intervals, &ranking), &grids.each_ref())?;
    let answered = intervals.rows.iter().any(|row| row.verdict.is_some());
    Ok(if answered { Outcome::Answered } else { Outcome::NoWay })
}
