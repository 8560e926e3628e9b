//! How much of each corridor depends on a hub?
//!
//! ```text
//! cargo run --release --example hub_dependence
//! cargo run --release --example hub_dependence -- --hub passage:suez --objective money
//! cargo run --release --example hub_dependence -- --hub RU --hub BY --year 2030 --format json
//! cargo run --release --example hub_dependence -- --measures all --corridor mc-khorgos-poti --explain
//! cargo run --release --example hub_dependence -- --interval
//! cargo run --release --example hub_dependence -- --boundary
//! cargo run --release --example hub_dependence -- --matrix --measures all --format csv
//! ```
//!
//! Prints a table of all corridors (the share of each inside the hub; whether it can be avoided;
//! dependence along the line, within the family and in the whole network; the way round; the weakest
//! grade behind it), one of families, and sentences; with `--measures all` disjoint routes, country
//! cuts, nearly best routes, capacity, reliability, parts of the hub; with `--interval` how sure each is.
//! Exit code 0: answered; 1: no corridor has a way; 2: bad input.

mod common;
#[path = "common/progress.rs"]
mod progress;

use std::process::ExitCode;

use clap::Parser;
use common::{MapOutput, MeasuresArg, Outcome, Question, Result, grouped, table};
use landbridge::{DependenceReport, Intervals, Measures};
use progress::Progress;

/// How much of each corridor depends on a hub: a country, place, border, port or passage.
#[derive(Parser)]
#[allow(clippy::struct_excessive_bools, reason = "flags of a command line")]
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
    /// The 5–95 % interval of each dependence over a thousand draws of every assumption.
    #[arg(long)]
    interval: bool,
    /// Tell each corridor in sentences.
    #[arg(long)]
    explain: bool,
    /// Instead: each figure again without the sea, the Trans-Siberian and Mongolia, or roads, and with planned lines.
    #[arg(long, conflicts_with_all = ["measures", "explain", "matrix", "interval"])]
    boundary: bool,
    /// Instead: every corridor against every country, by all four objectives; the hub is not used.
    #[arg(long, conflicts_with_all = ["explain", "interval", "hub", "corridor", "objective"])]
    matrix: bool,
    #[command(flatten)]
    question: Question,
    #[command(flatten)]
    output: MapOutput,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = arguments.question.load()?;
    let mut query = arguments.question.dependence(&network, &arguments.hub, &arguments.corridor)?;
    let (output, progress, measures) = (&arguments.output, Progress::waiting(), arguments.measures.into());
    if arguments.matrix {
        let (scenario, demand) = (arguments.question.scenario(&network)?, arguments.question.demand(&network));
        let matrix = network.dependence_matrix().scenario(scenario).demand(demand).measures(measures).run()?;
        drop(progress);
        let (cells, countries) = (matrix.grid(), matrix.country_grid());
        let words = [grouped(&cells), grouped(&countries)].join("\n");
        return output.put(&words, &matrix.to_json(), &[&cells, &countries], None).map(|()| Outcome::Answered);
    }
    if arguments.boundary {
        let test = query.boundary()?;
        let words = grouped(&test.grid()) + "\n" + &test.findings().join("\n") + "\n";
        drop(progress);
        return output.put(&words, &test.to_json(), &[&test.grid()], None).map(|()| Outcome::Answered);
    }
    if measures == Measures::All {
        query = query.measures(Measures::All).demand(arguments.question.demand(&network));
    }
    let report = query.run()?;
    let intervals = if arguments.interval { Some(query.intervals(1_000, 1)?) } else { None };
    drop(progress);
    let (mut grids, mut json) = (vec![report.grid(), report.family_grid()], report.to_json());
    if let Some(intervals) = &intervals {
        intervals.beside(&mut grids[0]);
        intervals.put_into(&network, &mut json);
    }
    if report.overall.is_some() {
        grids.extend([report.measure_grid(), report.anatomy_grid()]);
    }
    let (hub, year, by, data) = (report.hub_name(), report.year, report.objective, network.version());
    let mut words = format!("Dependence on {hub} in {year}, by {by} (data {data})\n\n{}\n", grouped(&grids[0]));
    words += &grids[1..].iter().map(table).collect::<Vec<_>>().join("\n");
    words += &sentences(&report, intervals.as_ref(), arguments.explain);
    output.put(&words, &json, &grids.iter().collect::<Vec<_>>(), Some(&|| report.to_geojson()))?;
    Ok(if report.rows.iter().any(|row| row.verdict.is_some()) { Outcome::Answered } else { Outcome::NoWay })
}

fn sentences(report: &DependenceReport<'_>, intervals: Option<&Intervals>, explain: bool) -> String {
    let mut text = String::from("\n");
    let all = report.findings().into_iter().chain(report.full_findings());
    for sentence in all.chain(intervals.into_iter().flat_map(Intervals::findings)) {
        text += &(sentence + "\n");
    }
    for row in report.rows.iter().filter(|_| explain) {
        text = text + "\n" + &report.explain(row).join("\n  ") + "\n";
    }
    for (heading, cut) in report.cuts() {
        text = text + "\n" + &heading + "\n" + &table(&cut);
    }
    text
}
