//! What does the model say of closures and delays that happened, and what was seen of them?
//!
//! ```text
//! cargo run --release --example events
//! cargo run --release --example events -- --event red-sea-2023 --event poland-belarus-2025
//! cargo run --release --example events -- --format markdown --out events.md
//! ```
//!
//! Prints a row an event: how many corridors it makes dearer or cuts off, by how much. Then a row for
//! each thing that was published of it – which way traffic went, days, kilometres, prices – beside what
//! the model says, with the residual; then sentences. `--format csv` has the second table. With
//! `--network DIR` the events are those of its `event.csv` and `observed.csv`. A `*` marks a scenario
//! that is assumed. Exit code 0: answered; 1: no event to replay; 2: bad input.

mod common;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use common::{Outcome, Output, Result, grouped, load, plain, table};
use landbridge::report::EventsJson;
use landbridge::{Events, Grid, Network};

/// Real closures and delays in the model, beside what was seen.
#[derive(Parser)]
struct Arguments {
    /// Only this event, by id; may be repeated.
    #[arg(long, value_name = "ID")]
    event: Vec<String>,
    /// Your own tables in place of the bundled network and events.
    #[arg(long, value_name = "DIR")]
    network: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let (network, mut events) = match &arguments.network {
        Some(path) => (load(path)?, read(path)?),
        None => (Network::bundled(), Events::bundled()),
    };
    for id in &arguments.event {
        if !events.events.iter().any(|event| event.id == *id) {
            let known: Vec<&str> = events.events.iter().map(|event| event.id.as_str()).collect();
            return Err(format!("--event {id}: there is no such event; there are {}", known.join(", ")).into());
        }
    }
    events.events.retain(|event| arguments.event.is_empty() || arguments.event.contains(&event.id));
    let reports = network.replay(&events)?;
    let json = EventsJson::new(&network, &reports);
    let (struck, observed) = (Grid::of_events(&json), Grid::of_observed(&json));
    let words = format!(
        "Events in the model and as they were seen (data {})\n\n{}\n{}\n{}\n",
        json.data,
        table(&struck),
        grouped(&observed),
        json.findings.join("\n")
    );
    arguments.output.put(&words, &json, &[&observed, &struck])?;
    Ok(if reports.is_empty() { Outcome::NoWay } else { Outcome::Answered })
}

/// The events of a directory; what was seen of them, where it says.
fn read(directory: &Path) -> Result<Events> {
    let file = |name: &str| {
        let path = directory.join(name);
        std::fs::read(&path).map_err(|error| format!("{}: {}", path.display(), plain(&error)))
    };
    let observed = if directory.join("observed.csv").exists() { file("observed.csv")? } else { Vec::new() };
    Ok(Events::read(file("event.csv")?.as_slice(), observed.as_slice())?)
}
