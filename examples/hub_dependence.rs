//! How much of each corridor depends on a hub?
//!
//! ```text
//! cargo run --release --example hub_dependence
//! cargo run --release --example hub_dependence -- --hub passage:suez --objective money
//! cargo run --release --example hub_dependence -- --hub RU --hub BY --year 2030 --format json
//! cargo run --release --example hub_dependence -- --measures all --corridor mc-khorgos-poti --explain
//! cargo run --release --example hub_dependence -- --boundary
//! cargo run --release --example hub_dependence -- --matrix --format csv
//! ```
//!
//! Prints a table of all corridors (the share of each inside the hub; whether the hub can be
//! avoided; dependence along the line, within the family and in the whole network; the dearer way
//! round; the weakest grade behind it), one of families, and sentences; with `--measures all`
//! disjoint routes, country cuts, nearly best routes, capacity, reliability, and the parts of the
//! hub. Exit code 0: answered; 1: no corridor has a way; 2: bad input.

mod common;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use common::{Outcome, Question, Result, grouped, json, put, table};
use landbridge::{Dependence, DependenceReport, Grid, Measures};

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
    /// Which measures: the headline, or all (a few seconds for all corridors).
    #[arg(long, value_enum, default_value_t = MeasuresArg::Headline)]
    measures: MeasuresArg,
    /// Tell each corridor in sentences.
    #[arg(long)]
    explain: bool,
    /// Instead: each figure again without the sea, without the Trans-Siberian and Mongolia, without
    /// roads, and with planned lines.
    #[arg(long, conflicts_with_all = ["measures", "explain", "matrix"])]
    boundary: bool,
    /// Instead: every corridor against every country, by all four objectives; the hub is not used.
    #[arg(long, conflicts_with_all = ["measures", "explain", "hub", "corridor", "objective"])]
    matrix: bool,
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
enum MeasuresArg {
    Headline,
    All,
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
    if arguments.matrix || arguments.boundary {
        let (words, value, grids) = if arguments.matrix {
            let demand = arguments.question.demand(&network);
            let matrix =
                network.dependence_matrix().scenario(arguments.question.scenario(&network)?).demand(demand).run()?;
            let grids = vec![matrix.grid(), matrix.country_grid()];
            (grouped(&grids[0]) + "\n" + &grouped(&grids[1]), json(&matrix.to_json())?, grids)
        } else {
            let test = query.boundary()?;
            let words = grouped(&test.grid()) + "\n" + &test.findings().join("\n") + "\n";
            (words, json(&test.to_json())?, vec![test.grid()])
        };
        return put(&arguments.text(&words, value, &grids)?, arguments.out.as_deref()).map(|()| Outcome::Answered);
    }
    if matches!(arguments.measures, MeasuresArg::All) {
        query = query.measures(Measures::All).demand(arguments.question.demand(&network));
    }
    let report = query.run()?;
    let mut grids = vec![report.grid(), report.family_grid()];
    if report.overall.is_some() {
        grids.extend([report.measure_grid(), report.anatomy_grid()]);
    }
    let text = if let Format::Geojson = arguments.format {
        report.to_geojson() + "\n"
    } else {
        arguments.text(&in_words(&report, arguments.explain), json(&report.to_json())?, &grids)?
    };
    put(&text, arguments.out.as_deref())?;
    let answered = report.rows.iter().any(|row| row.verdict.is_some());
    Ok(if answered { Outcome::Answered } else { Outcome::NoWay })
}

impl Arguments {
    fn text(&self, words: &str, json: String, grids: &[Grid]) -> Result<String> {
        Ok(match self.format {
            Format::Table => words.to_owned(),
            Format::Json => json,
            Format::Csv => grids[0].to_csv(),
            Format::Markdown => grids.iter().map(Grid::to_markdown).collect::<Vec<_>>().join("\n"),
            Format::Geojson => {
                return Err("the map shows the dependence on one hub: leave out --boundary and --matrix".into());
            }
        })
    }
}

fn in_words(report: &DependenceReport<'_>, explain: bool) -> String {
    let mut text = format!(
        "Dependence on {} in {}, by {} (data {})\n\n{}\n{}\n",
        report.hub_name(),
        report.year,
        report.objective,
        report.network.version(),
        grouped(&report.grid()),
        table(&report.family_grid()),
    );
    if report.overall.is_some() {
        text += &(table(&report.measure_grid()) + "\n" + &table(&report.anatomy_grid()) + "\n");
    }
    for sentence in report.findings().into_iter().chain(report.full_findings()) {
        text += &(sentence + "\n");
    }
    for row in report.rows.iter().filter(|_| explain) {
        text = text + "\n" + &report.explain(row).join("\n  ") + "\n";
    }
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
