//! How has dependence on a hub changed since 1990, and what will planned lines make of it?
//!
//! ```text
//! cargo run --release --example through_the_years
//! cargo run --release --example through_the_years -- --hub RU --from 1990 --to 2035 --step 1 --format csv
//! cargo run --release --example through_the_years -- --powers
//! cargo run --release --example through_the_years -- --all --format json --out years.json
//! ```
//!
//! Prints a row for each year: open lines, what the hub is to them, the mean dependence on it in three
//! scopes, and with `--powers` who has the greatest shares and an asymmetric advantage; then sentences. With `--all` a second table: κ and λ, figures that turn
//! with the end of the map, access to the ocean of `--country`, and the project that would save most. Exit code 0: answered; 1: no corridor has a way in any year; 2: bad input.

mod common;
#[path = "common/progress.rs"]
mod progress;

use std::process::ExitCode;

use clap::Parser;
use common::{Outcome, Output, Question, Result, table};
use landbridge::report::YearJson;
use landbridge::{Grid, Powers};
use progress::Progress;

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
    /// All there is to say of each year, powers too: some seconds a year.
    #[arg(long)]
    all: bool,
    /// Whose access to the ocean, with --all; may be repeated. Kazakhstan's and Uzbekistan's when not
    /// given, where the network has them without a coast.
    #[arg(long, value_name = "COUNTRY")]
    country: Vec<String>,
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
    let (scenario, model) = (arguments.question.scenario(&network)?, arguments.question.model());
    let query = arguments.question.dependence(&network, &arguments.hub, &[])?;
    let asked = (arguments.from..=arguments.to).step_by(arguments.step.into());
    let progress = Progress::new(asked.len() as u64);
    let (mut years, mut hub) = (Vec::new(), String::new());
    if arguments.all {
        let query = query.demand(arguments.question.demand(&network));
        let mut countries = common::countries(&network, &arguments.country)?;
        if countries.is_empty() {
            countries = network.landlocked().into_iter().filter(|one| ["KZ", "UZ"].contains(&one.code())).collect();
        }
        for snapshot in query.snapshots(asked, &countries) {
            let snapshot = snapshot?;
            hub = snapshot.report().hub_name();
            years.push(YearJson::of_snapshot(&snapshot));
            progress.step();
        }
    } else {
        for year in asked {
            let report = query.clone().scenario(scenario.clone().in_year(year)).run()?;
            let powers = Powers::on(&network).scenario(scenario.clone().in_year(year)).model(model);
            let power = if arguments.powers { Some(powers.run()?.all()) } else { None };
            hub = report.hub_name();
            years.push(YearJson::new(&report, power.as_ref()));
            progress.step();
        }
    }
    drop(progress);
    let snapshots = Grid::of_snapshots(&years, model.objective());
    let grid = Grid::of_years(&years);
    let words = format!(
        "Dependence on {hub} through the years, by {} (data {})\n\n{}\n{}{}\n",
        model.objective(),
        network.version(),
        table(&grid),
        if arguments.all { table(&snapshots) + "\n" } else { String::new() },
        YearJson::findings(&years).join("\n"),
    );
    let grids = if arguments.all { &[&grid, &snapshots][..] } else { &[&grid] };
    arguments.output.put(&words, &years, grids)?;
    Ok(if years.iter().any(|year| year.corridors > 0) { Outcome::Answered } else { Outcome::NoWay })
}
