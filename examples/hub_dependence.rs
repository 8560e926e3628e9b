//! How much of each corridor depends on a hub?
//!
//! ```text
//! cargo run --release --example hub_dependence
//! cargo run --release --example hub_dependence -- --hub passage:suez --objective money
//! cargo run --release --example hub_dependence -- --hub RU --hub BY --year 2030 --format json
//! ```
//!
//! Prints a table of all corridors (the share of each inside the hub; whether the hub can be
//! avoided; dependence along the line, within the family and in the whole network; the dearer way
//! round), one of families, and three sentences. Exit code 0: answered; 1: no corridor has a way;
//! 2: bad input.

mod common;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use common::{Outcome, Question, Result, grouped, json, put, table};
use landbridge::{Dependence, DependenceReport};

/// How much of each corridor depends on a hub: a country, place, border, port or passage.
#[derive(Parser)]
struct Arguments {
    /// The hub; repeat it for a set that closes together. A country's code or name, a place's
    /// name, or KIND:NAME as in --close.
    #[arg(long, value_name = "TARGET", default_value = "country:KZ")]
    hub: Vec<String>,
    /// Only this corridor, by id or name; may be repeated.
    #[arg(long, value_name = "ID")]
    corridor: Vec<String>,
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
    let mut query =
        Dependence::on(&network).scenario(arguments.question.scenario(&network)?).model(arguments.question.model());
    for hub in &arguments.hub {
        query = query.hub(network.target(hub)?);
    }
    for corridor in &arguments.corridor {
        query = query.corridor(network.corridor(corridor)?);
    }
    if network.corridors().len() == 0 {
        return Err("this network has no corridors: add corridor.csv and corridor_link.csv".into());
    }
    let report = query.run()?;
    let text = match arguments.format {
        Format::Table => in_words(&report),
        Format::Json => json(&report.to_json())?,
        Format::Csv => report.grid().to_csv(),
        Format::Geojson => report.to_geojson() + "\n",
        Format::Markdown => format!("{}\n{}", report.grid().to_markdown(), report.family_grid().to_markdown()),
    };
    put(&text, arguments.out.as_deref())?;
    let answered = report.rows.iter().any(|row| row.verdict.is_some());
    Ok(if answered { Outcome::Answered } else { Outcome::NoWay })
}

fn in_words(report: &DependenceReport<'_>) -> String {
    let mut text = format!(
        "Dependence on {} in {}, by {} (data {})\n\n{}\n{}\n",
        report.hub_name(),
        report.year,
        report.objective,
        report.network.version(),
        grouped(&report.grid()),
        table(&report.family_grid()),
    );
    text += &report.findings().join("\n");
    text += "\n";
    for row in &report.rows {
        let name = &report.network[row.corridor].name;
        if let Some(certificate) = &row.certificate {
            let openings: Vec<String> = certificate.openings.iter().map(|opening| opening.target.to_string()).collect();
            let undo = if openings.is_empty() {
                "no single opening would undo it".to_owned()
            } else {
                format!("undone by any one of {}", openings.join(", "))
            };
            let cut = table(&certificate.cut.grid(report.network));
            text = format!("{text}\n{name}: cut off ({undo})\n{cut}");
        }
        if let Some(cut) = &row.no_way {
            let cut = table(&cut.grid(report.network));
            text = format!("{text}\n{name}: no way even with the hub open\n{cut}");
        }
    }
    text
}
