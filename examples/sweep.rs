//! What does it cost each corridor, one after the other, when each country, border or passage closes?
//!
//! ```text
//! cargo run --release --features rayon --example sweep -- --out sweep.csv
//! cargo run --release --example sweep -- --each border --each passage --pairs --changed --shard 2/8 --out 2.csv
//! ```
//!
//! Prints a row for each closure, pair and objective: CSV, or JSON lines. A file grows as FILE.part; after
//! a kill the same command goes on from there. Shards without their headers add up to the whole. Exit
//! code 0: answered; 1: no pair has a way; 2: bad input, or output that cannot be written.

mod common;
#[path = "common/journal.rs"]
mod journal;
#[path = "common/progress.rs"]
mod progress;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use common::{Outcome, Question, Result, pairs, shard};
use landbridge::report::SweepRowJson;
use landbridge::{CostModel, Objective, Sweep, SweepRow, Verdict};
use twox_hash::xxhash3_64::Hasher;

/// Every country, border or passage closed in turn, for many pairs of places.
#[derive(Parser)]
struct Arguments {
    /// Close each of these in turn; may be repeated.
    #[arg(long, value_enum, default_value = "country")]
    each: Vec<Each>,
    /// And each two of them together.
    #[arg(long)]
    pairs: bool,
    /// From where to where: `corridors`, `demand`, or a CSV file with columns `from` and `to`.
    #[arg(long, value_name = "WHAT", default_value = "corridors")]
    between: String,
    /// By each of the four objectives, and not --objective alone.
    #[arg(long)]
    all_objectives: bool,
    /// Leave out the pairs for which a closure changes nothing.
    #[arg(long)]
    changed: bool,
    /// Only the I-th of N parts of the work.
    #[arg(long, value_name = "I/N", default_value = "1/1", value_parser = shard)]
    shard: (usize, usize),
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    #[command(flatten)]
    question: Question,
    /// Write to this file instead of the terminal.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Each {
    Country,
    Border,
    Passage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Jsonl,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = arguments.question.load()?;
    let scenario = arguments.question.scenario(&network)?;
    let all = Objective::ALL.map(CostModel::new);
    let models = if arguments.all_objectives { &all[..] } else { &[arguments.question.model()] };
    let pairs = pairs(&network, &arguments.between)?;
    let mut query = network.sweep().scenario(scenario.clone()).models(models).pairs(pairs.iter().copied());
    for each in &arguments.each {
        query = match each {
            Each::Country => query.countries(),
            Each::Border => query.borders(),
            Each::Passage => query.passages(),
        };
    }
    query = if arguments.pairs { query.and_pairs_of_them() } else { query };
    let sweep = query.ready()?;
    let (shard, of) = arguments.shard;
    let units = sweep.units() * (shard - 1) / of..sweep.units() * shard / of;
    let (closures, changed, format) = (sweep.closures(), arguments.changed, arguments.format);
    let asked = format!("{scenario:?} {models:?} {pairs:?} {closures:?} {changed} {units:?} {format:?}");
    let asked = Hasher::oneshot(asked.as_bytes());
    let question = format!("landbridge {} {:016x} {asked:016x}", env!("CARGO_PKG_VERSION"), network.fingerprint());
    let header = if format == Format::Csv { sweep.grid(&[]).to_csv() } else { String::new() };
    let mut journal = journal::Journal::open(arguments.out.as_deref(), &question, &header)?;
    let (done, mut answered) = journal.done();
    let progress = progress::Progress::after(done as u64, units.len() as u64);
    for first in (units.start + done..units.end).step_by(sweep.batch()) {
        for mut rows in sweep.several(first..units.end.min(first + sweep.batch())) {
            let has_way = rows.iter().any(|row| row.verdict().is_some());
            rows.retain(|row| !changed || row.verdict() != Some(Verdict::Unused));
            journal.add(&text(&sweep, &rows, format)?, has_way)?;
            answered |= has_way;
            progress.step();
        }
    }
    journal.finish()?;
    Ok(if answered { Outcome::Answered } else { Outcome::NoWay })
}

fn text(sweep: &Sweep<'_>, rows: &[SweepRow], format: Format) -> Result<String> {
    if format == Format::Csv {
        return Ok(sweep.grid(rows).to_csv().split_inclusive('\n').skip(1).collect());
    }
    rows.iter().map(|row| Ok(serde_json::to_string(&SweepRowJson::new(sweep, row))? + "\n")).collect()
}
