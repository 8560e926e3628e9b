//! What is the best way from here to there, and what does it pass through?
//!
//! ```text
//! cargo run --release --example route -- --from "Xi'an" --to Poti
//! cargo run --release --example route -- --from Lianyungang --to Duisburg --close country:RU --objective money
//! ```
//!
//! Prints the legs, the sums by country, borders and gauge breaks. Exit code 0: a route; 1: no way,
//! with the cut that proves it; 2: bad input.

mod common;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use common::{Outcome, Question, Result, json, put, table};
use landbridge::report::json::RoutesJson;
use landbridge::{Cut, Network, Route};

/// The best way from one place to another, told by leg, country, border and gauge.
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
    /// The form of the answer.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write to this file instead of the terminal.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
    Geojson,
    Markdown,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = arguments.question.load()?;
    let (from, to) = (network.place(&arguments.from)?, network.place(&arguments.to)?);
    let metric = network.metric(&arguments.question.scenario(&network)?, &arguments.question.model())?;
    let route = metric.shortest(from, to);
    let cut = if route.is_none() { metric.why_no_way(from, to) } else { None };
    let text = match arguments.format {
        Format::Json => json(&RoutesJson::new(&network, route.as_slice(), cut.as_ref()))?,
        form => match (&route, &cut) {
            (Some(route), _) => found(form, route),
            (None, cut) => not_found(form, &network, arguments, cut.as_ref()),
        },
    };
    put(&text, arguments.out.as_deref())?;
    Ok(if route.is_some() { Outcome::Answered } else { Outcome::NoWay })
}

fn found(form: Format, route: &Route<'_>) -> String {
    let network = route.network();
    match form {
        Format::Csv => route.grid().to_csv(),
        Format::Geojson => route.to_geojson() + "\n",
        Format::Markdown => format!("{}\n{}", route.grid().to_markdown(), route.territory_grid().to_markdown()),
        Format::Table | Format::Json => {
            let name = |place: landbridge::PlaceId| network[place].name.as_str();
            let borders: Vec<&str> = route.borders().iter().map(|&border| network[border].name.as_str()).collect();
            let breaks: Vec<String> = route
                .gauge_breaks()
                .iter()
                .map(|(place, from, to)| {
                    format!("{} {} → {} mm", name(*place), from.gauge_mm.unwrap_or(0), to.gauge_mm.unwrap_or(0))
                })
                .collect();
            format!(
                "{} – {}: {}, {} ({:.1} days), {} per FEU\n\n{}\n{}\nborders: {}\ngauge breaks: {}\n",
                name(route.origin()),
                name(route.destination()),
                route.length(),
                route.time(),
                route.time().as_hours() / 24.0,
                route.money(),
                table(&route.grid()),
                table(&route.territory_grid()),
                if borders.is_empty() { "none".to_owned() } else { borders.join("; ") },
                if breaks.is_empty() { "none".to_owned() } else { breaks.join("; ") },
            )
        }
    }
}

fn not_found(form: Format, network: &Network, arguments: &Arguments, cut: Option<&Cut>) -> String {
    let Some(cut) = cut else { return String::new() };
    let name = |given: &str| network.place(given).map_or_else(|_| given.to_owned(), |id| network[id].name.to_string());
    let grid = cut.grid(network);
    match form {
        Format::Csv => grid.to_csv(),
        Format::Markdown => grid.to_markdown(),
        Format::Geojson => cut.to_geojson(network) + "\n",
        Format::Table | Format::Json => {
            let why = if grid.rows.is_empty() { "nothing at all leads there\n".to_owned() } else { table(&grid) };
            let (from, to) = (name(&arguments.from), name(&arguments.to));
            format!("no way from {from} to {to}: everything across this cut is closed\n\n{why}")
        }
    }
}
