//! How has dependence on a hub changed since 1990, and what will planned lines make of it?
//!
//! ```text
//! cargo run --release --example through_the_years
//! cargo run --release --example through_the_years -- --hub RU --from 1990 --to 2035 --step 1 --format csv
//! cargo run --release --example through_the_years -- --powers
//! ```
//!
//! Prints a row for each year: how many corridors have their line open, what the hub is to them, the mean
//! dependence on it in three scopes, and with `--powers` who has the greatest share of power; then a
//! sentence. Exit code 0: answered; 1: no corridor has a way in any year; 2: bad input.

mod common;

use std::process::ExitCode;

use clap::Parser;
use common::{Outcome, Output, Question, Result, table};
use landbridge::report::YearJson;
use landbridge::{Dependence, Grid, Powers};

/// Dependence on a hub through the years.
#[derive(Parser)]
struct Arguments {
    /// The hub; repeat it for a set that closes together.
    #[arg(long, value_name = "TARGET", default_value = "country:KZ")]
    hub: Vec<String>,
    /// The first year.
    #[arg(long, default_value_t = 1990, value_parser = clap::value_parser!(u16).range(1800..=2200))]
    from: u16,
    /// The last year.
    #[arg(long, default_value_t = 2035, value_parser = clap::value_parser!(u16).range(1800..=2200))]
    to: u16,
    /// So many years from one row to the next.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    step: u16,
    /// The powers of countries over all corridors too: about a second a year.
    #[arg(long)]
    powers: bool,
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
    if arguments.question.year.is_some() {
        return Err("--year: this example asks in many years; give --from and --to".into());
    }
    if arguments.from > arguments.to {
        return Err(format!("--from {} is after --to {}", arguments.from, arguments.to).into());
    }
    let network = arguments.question.load()?;
    if network.corridors().len() == 0 {
        return Err("this network has no corridors: add corridor.csv and corridor_link.csv".into());
    }
    let (scenario, model) = (arguments.question.scenario(&network)?, arguments.question.model());
    let mut query = Dependence::on(&network).scenario(scenario.clone()).model(model);
    for hub in &arguments.hub {
        query = query.hub(network.target(hub)?);
    }
    let mut years = Vec::new();
    let reports = query.years((arguments.from..=arguments.to).step_by(arguments.step.into()))?;
    for report in &reports {
        let powers = Powers::on(&network).scenario(scenario.clone().in_year(report.year)).model(model);
        let power = if arguments.powers { Some(powers.run()?.all()) } else { None };
        years.push(YearJson::new(report, power.as_ref()));
    }
    let grid = Grid::of_years(&years);
    let words = format!(
        "Dependence on {} through the years, by {} (data {})\n\n{}\n{}\n",
        reports.first().map(landbridge::DependenceReport::hub_name).unwrap_or_default(),
        model.objective(),
        network.version(),
        table(&grid),
        finding(&years),
    );
    arguments.output.put(&words, &years, &[&grid])?;
    Ok(if years.iter().any(|year| year.corridors > 0) { Outcome::Answered } else { Outcome::NoWay })
}

fn finding(years: &[YearJson]) -> String {
    let mut known = years.iter().filter_map(|year| Some((year.year, year.dependence[2]?)));
    let most = known.clone().max_by(|a, b| a.1.total_cmp(&b.1));
    match (most, known.clone().next(), known.next_back()) {
        (Some((peak, most)), Some((first, then)), Some((last, now))) => format!(
            "In the whole network the mean dependence is {then:.2} in {first} and {now:.2} in {last}; it is greatest in {peak}, {most:.2}."
        ),
        _ => "No corridor with a way has both of its ends outside the hub.".to_owned(),
    }
}
