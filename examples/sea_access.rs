//! How does a country without a coast come to the ocean, and on whom does it depend for it?
//!
//! ```text
//! cargo run --release --example sea_access
//! cargo run --release --example sea_access -- --country KZ --country UZ
//! cargo run --release --example sea_access -- --from Aktobe --objective money --close mode:road
//! cargo run --release --example sea_access -- --country Uzbekistan --year 2032 --format json
//! ```
//!
//! Prints a row for each landlocked country: the nearest ocean port, how many ways to the ocean share
//! no country (κ), how many countries cut it off together (λ), how balanced the power over its access
//! is, and whose closing costs most. With `--country` the closing of each neighbour, all gateways, and
//! sentences too. Ports of the Caspian are none: no sea lane leads on from it. Exit code 0: answered;
//! 1: no way to the ocean; 2: bad input.

mod common;
#[path = "common/progress.rs"]
mod progress;

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Parser;
use common::{Outcome, Output, Question, Result, grouped, table};
use landbridge::report::SeaAccessJson;
use landbridge::{Grid, Network, SeaAccess, SeaAccessReport};
use progress::Progress;

/// The way to the ocean of countries without a coast, and on whom it depends.
#[derive(Parser)]
struct Arguments {
    /// Only this country, told in full; may be repeated. All landlocked countries when not given.
    #[arg(long, value_name = "COUNTRY")]
    country: Vec<String>,
    /// From this place, whose country is the one that is asked about.
    #[arg(long, value_name = "PLACE", conflicts_with = "country")]
    from: Option<String>,
    /// The outside option of the power: so many times the least cost.
    #[arg(long, default_value_t = 2.0, value_name = "TIMES")]
    outside: f64,
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
    let (scenario, model) = (arguments.question.scenario(&network)?, arguments.question.model());
    let mut reports: Vec<SeaAccessReport<'_>> = Vec::new();
    let asked = asked(arguments, &network)?;
    let progress = Progress::new(asked.len() as u64);
    for query in asked {
        reports.push(query.scenario(scenario.clone()).model(model).outside(arguments.outside).run()?);
        progress.step();
    }
    drop(progress);
    let (summary, closures, gateways) =
        (Grid::of_sea_access(&reports), Grid::of_closures(&reports), Grid::of_gateways(&reports));
    let mut words = format!("Access to the ocean, by {} (data {})\n\n", model.objective(), network.version());
    words += &table(&summary);
    let one_by_one = arguments.from.is_some() || !arguments.country.is_empty();
    if one_by_one {
        words += &["\n", &grouped(&closures), "\n", &grouped(&gateways)].concat();
        let _ = writeln!(words, "\n* against {} times the least cost, an assumption", arguments.outside);
        for report in &reports {
            words += &("\n".to_owned() + &report.findings().join("\n") + "\n");
        }
    }
    let grids = if one_by_one { [&closures, &gateways, &summary] } else { [&summary, &closures, &gateways] };
    let answers: Vec<SeaAccessJson> = reports.iter().map(SeaAccessReport::to_json).collect();
    arguments.output.put(&words, &answers, &grids)?;
    Ok(if reports.iter().all(|report| report.gateways.is_empty()) { Outcome::NoWay } else { Outcome::Answered })
}

fn asked<'n>(arguments: &Arguments, network: &'n Network) -> Result<Vec<SeaAccess<'n>>> {
    if let Some(name) = &arguments.from {
        let place = network.place(name)?;
        let country = network[place].country.ok_or_else(|| format!("--from {name}: it lies at sea"))?;
        return Ok(vec![SeaAccess::of(network, country).from(place)]);
    }
    let mut countries = common::countries(network, &arguments.country)?;
    if countries.is_empty() {
        countries = network.landlocked();
    }
    Ok(countries.into_iter().map(|country| SeaAccess::of(network, country)).collect())
}
