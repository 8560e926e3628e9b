//! Who has power over the corridors, and does any single one have an asymmetric advantage?
//!
//! ```text
//! cargo run --release --example powers
//! cargo run --release --example powers -- --objective money --year 2030 --corridors
//! cargo run --release --example powers -- --bloc EAEU=RU,BY,KZ,KG,AM --format json
//! ```
//!
//! Prints for each family of corridors, for all, and for the whole published demand, the exact Shapley
//! values of the countries between the ends as shares, with their concentration (HHI), effective number
//! and whether one has an asymmetric advantage; then sentences (`through_the_years --powers` by year). Power is
//! what a country adds to what the others can save against the outside option: a way through nobody,
//! by sea say. Exit code 0: answered; 1: no corridor has a way; 2: bad input.

mod common;
#[path = "common/progress.rs"]
mod progress;

use std::process::ExitCode;

use clap::Parser;
use common::{Outcome, Output, Question, Result, table};
use landbridge::{Blocs, Country, Outside, Players, Powers};
use progress::Progress;

/// The power of each country over the corridors: exact Shapley values and their concentration.
#[derive(Parser)]
struct Arguments {
    /// Only this corridor, by id or name; may be repeated.
    #[arg(long, value_name = "ID")]
    corridor: Vec<String>,
    /// Countries that act as one, such as EAEU=RU,BY,KZ,KG,AM; may be repeated.
    #[arg(long, value_name = "NAME=CODES", conflicts_with = "passages")]
    bloc: Vec<String>,
    /// The passages at sea as players instead of countries.
    #[arg(long)]
    passages: bool,
    /// The outside option where no way is free of players: so many times the least cost.
    #[arg(long, default_value_t = 2.0, value_name = "TIMES")]
    outside: f64,
    /// A table of the single corridors too.
    #[arg(long)]
    corridors: bool,
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
    if !(arguments.outside.is_finite() && arguments.outside > 1.0) {
        return Err(format!("--outside {}: it must be a number above 1", arguments.outside).into());
    }
    let network = arguments.question.load()?;
    if network.corridors().len() == 0 {
        return Err("this network has no corridors: add corridor.csv and corridor_link.csv".into());
    }
    let mut query = Powers::on(&network)
        .scenario(arguments.question.scenario(&network)?)
        .model(arguments.question.model())
        .players(players(arguments)?)
        .outside(Outside::Free { or_stretch: arguments.outside });
    for corridor in &arguments.corridor {
        query = query.corridor(network.corridor(corridor)?);
    }
    if arguments.corridor.is_empty() {
        query = query.demand(arguments.question.demand(&network));
    }
    let progress = Progress::waiting();
    let report = query.run()?;
    drop(progress);
    let (families, corridors) = (report.family_grid(), report.grid());
    let mut words = format!(
        "Power over corridors in {}, by {} (data {})\n\n{}\n",
        report.year,
        report.objective,
        network.version(),
        table(&families)
    );
    if arguments.corridors || !arguments.corridor.is_empty() {
        words += &(table(&corridors) + "\n");
    }
    words += &(report.findings().join("\n") + "\n");
    for corridor in &report.unfinished {
        words += &(network[*corridor].name.clone() + ": too many cases to tell apart; it is in no sum\n");
    }
    arguments.output.put(&words, &report.to_json(), &[&corridors, &families])?;
    Ok(if report.rows.is_empty() { Outcome::NoWay } else { Outcome::Answered })
}

fn players(arguments: &Arguments) -> Result<Players> {
    if arguments.passages {
        return Ok(Players::Passages);
    }
    let mut blocs = Blocs::default();
    for bloc in &arguments.bloc {
        let (name, codes) = bloc.split_once('=').ok_or_else(|| format!("--bloc {bloc}: NAME=CODES is needed"))?;
        let members: Vec<Country> =
            codes.split(',').map(|code| code.trim().parse()).collect::<std::result::Result<_, _>>()?;
        blocs = blocs.bloc(name, members)?;
    }
    Ok(if arguments.bloc.is_empty() { Players::Countries } else { Players::Blocs(blocs) })
}
