//! How far, how long and how dear is it from every place to every other?
//!
//! ```text
//! cargo run --release --example matrix -- --from Shanghai,Xi\'an --to Rotterdam,Duisburg,Istanbul
//! cargo run --release --example matrix -- --objective distance --out matrix.csv
//! ```
//!
//! Prints `from,to,length_km,time_h,money_usd` of the best route of each pair, by node id; the
//! three are empty where there is no way. Exit code 0: answered; 1: no pair has a way; 2: bad input.

mod common;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use common::{Outcome, Question, Result, put};
use landbridge::report::json::ValuesJson;
use landbridge::{Grid, Network, PlaceId};

/// Length, time and price of the best route between all pairs of places, as CSV.
#[derive(Parser)]
struct Arguments {
    /// From these places, by id or name, separated by commas or each with its own --from; all
    /// places when not given.
    #[arg(long, value_name = "PLACES")]
    from: Vec<String>,
    /// To these places; all places when not given.
    #[arg(long, value_name = "PLACES")]
    to: Vec<String>,
    #[command(flatten)]
    question: Question,
    /// Write to this file instead of the terminal.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = arguments.question.load()?;
    let from = places(&network, &arguments.from)?;
    let to = places(&network, &arguments.to)?;
    let metric = network.metric(&arguments.question.scenario(&network)?, &arguments.question.model())?;
    let mut grid = Grid::new(["from", "to", "length_km", "time_h", "money_usd"]);
    let mut answered = false;
    for &origin in &from {
        let reached = metric.from(origin).values();
        for &destination in &to {
            let values = reached[destination.index()].map(ValuesJson::from);
            answered |= values.is_some() && (origin != destination || from.len() + to.len() == 2);
            let figure =
                |of: fn(&ValuesJson) -> f64| values.as_ref().map_or(String::new(), |values| of(values).to_string());
            grid.push(vec![
                network[origin].id.to_string(),
                network[destination].id.to_string(),
                figure(|values| values.length_km),
                figure(|values| values.time_h),
                figure(|values| values.money_usd),
            ]);
        }
    }
    put(&grid.to_csv(), arguments.out.as_deref())?;
    Ok(if answered { Outcome::Answered } else { Outcome::NoWay })
}

fn places(network: &Network, names: &[String]) -> Result<Vec<PlaceId>> {
    if names.is_empty() {
        return Ok(network.places().map(|(id, _)| id).collect());
    }
    let mut found = Vec::new();
    for list in names {
        // a comma may also be part of a name
        match network.place(list) {
            Ok(place) => found.push(place),
            Err(_) => {
                for name in list.split(',') {
                    found.push(network.place(name)?);
                }
            }
        }
    }
    Ok(found)
}
