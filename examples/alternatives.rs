//! What other ways are there from here to there?
//!
//! ```text
//! cargo run --release --example alternatives -- --from "Xi'an" --to Duisburg --k 5 --max-overlap 0.7
//! cargo run --release --example alternatives -- --from Shanghai --to Rotterdam --pareto time,money,borders
//! ```
//!
//! Prints one row a route. Exit code 0: a route or more; 1: no way, with the cut that proves it; 2:
//! bad input. A list that is not complete says so.

mod common;

use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use common::{Outcome, Output, Question, Result, table};
use landbridge::report::AlternativesJson;
use landbridge::{Criterion, End, Grid, Metric, PlaceId, Route, Unlike};

/// The best ways from one place to another: by cost, unlike each other, or by several criteria.
#[derive(Parser)]
struct Arguments {
    /// Where they start: a place's id or name, in any case.
    #[arg(long, value_name = "PLACE")]
    from: String,
    /// Where they end.
    #[arg(long, value_name = "PLACE")]
    to: String,
    /// At most this many; not with --pareto.
    #[arg(long, default_value_t = 5)]
    k: usize,
    /// At most this multiple of the least cost.
    #[arg(long, value_name = "RATIO", conflicts_with = "pareto")]
    max_stretch: Option<f64>,
    /// Share with each one before at most this part of its cost.
    #[arg(long, value_name = "RATIO", conflicts_with_all = ["pareto", "unlike"])]
    max_overlap: Option<f64>,
    /// None through all the countries, or passages, of one before.
    #[arg(long, value_enum, conflicts_with = "pareto")]
    unlike: Option<UnlikeArg>,
    /// All that no other beats, by two or more of time, money, distance, emission, borders,
    /// gauge-breaks, countries.
    #[arg(long, value_name = "CRITERIA", value_delimiter = ',')]
    pareto: Vec<Criterion>,
    #[command(flatten)]
    question: Question,
    #[command(flatten)]
    output: Output,
}

#[derive(Clone, Copy, ValueEnum)]
enum UnlikeArg {
    Countries,
    Passages,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    for ratio in [arguments.max_stretch, arguments.max_overlap].into_iter().flatten() {
        if !(ratio.is_finite() && ratio >= 0.0) {
            return Err(format!("`{ratio}` is not a ratio: it must be a finite number, not below 0").into());
        }
    }
    let network = arguments.question.load()?;
    let (from, to) = (network.place(&arguments.from)?, network.place(&arguments.to)?);
    let metric = network.metric(&arguments.question.scenario(&network)?, &arguments.question.model())?;
    let (routes, end) = routes(arguments, &metric, from, to)?;
    let cut = if routes.is_empty() { metric.why_no_way(from, to) } else { None };
    let grid = match &cut {
        Some(cut) => cut.grid(&network),
        None => Grid::of_routes(&routes),
    };
    let why = if cut.is_some() { "no way: everything across this cut is closed\n\n" } else { "" };
    let value = AlternativesJson::new(&network, &routes, end, &arguments.pareto, cut.as_ref());
    arguments.output.put(&format!("{why}{}", table(&grid)), &value, &[&grid])?;
    if end == End::Budget {
        eprintln!("the search came to the end of its budget: the list is not complete");
    }
    Ok(if cut.is_none() { Outcome::Answered } else { Outcome::NoWay })
}

fn routes<'n>(ask: &Arguments, metric: &Metric<'n>, from: PlaceId, to: PlaceId) -> Result<(Vec<Route<'n>>, End)> {
    if !ask.pareto.is_empty() {
        let set = metric.pareto(from, to, &ask.pareto).run()?;
        return Ok((set.routes.into_iter().map(|found| found.route).collect(), set.end));
    }
    let unlike = match ask.unlike {
        Some(UnlikeArg::Countries) => Unlike::Countries,
        Some(UnlikeArg::Passages) => Unlike::Passages,
        None => Unlike::Overlap(ask.max_overlap.unwrap_or(1.0)),
    };
    let mut alternatives = metric.alternatives(from, to, unlike);
    alternatives = ask.max_stretch.into_iter().fold(alternatives, landbridge::Alternatives::max_stretch);
    let set = alternatives.take(ask.k);
    Ok((set.routes, set.end))
}
