//! Which planned line changes what: costs, and dependence on a hub?
//!
//! ```text
//! cargo run --release --example projects
//! cargo run --release --example projects -- --close mode:road
//! cargo run --release --example projects -- --hub RU --objective money --rank network
//! cargo run --release --example projects -- --year 2030 --format json
//! ```
//!
//! Prints a row for each project with links that is not open yet: what it changes when it opens alone, and
//! when it opens after all others, ranked. `freed` are corridors that needed the hub within their family
//! and no longer do; `drawn in` those whose best way begins to use it. By time a lorry often beats a planned
//! railway: close the roads to compare railways with railways. Exit code 0: answered; 1: there is
//! no project to open; 2: bad input.

mod common;

use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use common::{Outcome, Output, Question, Result, table};
use landbridge::report::ProjectJson;
use landbridge::{Dependence, Grid};

/// What each planned or building project changes.
#[derive(Parser)]
struct Arguments {
    /// The hub; repeat it for a set that closes together.
    #[arg(long, value_name = "TARGET", default_value = "country:KZ")]
    hub: Vec<String>,
    /// The first is that which changes this most, when opened alone.
    #[arg(long, value_enum, default_value_t = Rank::Saving)]
    rank: Rank,
    #[command(flatten)]
    question: Question,
    #[command(flatten)]
    output: Output,
}

#[derive(Clone, Copy, ValueEnum)]
enum Rank {
    /// The mean saving.
    Saving,
    /// The mean dependence within the family, either way.
    Family,
    /// The mean dependence in the whole network, either way.
    Network,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = arguments.question.load()?;
    let scenario = arguments.question.scenario(&network)?;
    let mut query = Dependence::on(&network).scenario(scenario).model(arguments.question.model());
    for hub in &arguments.hub {
        query = query.hub(network.target(hub)?);
    }
    if network.corridors().len() == 0 {
        return Err("this network has no corridors: add corridor.csv and corridor_link.csv".into());
    }
    let effects = query.projects()?;
    let mut projects: Vec<ProjectJson> = effects.iter().map(|effect| ProjectJson::new(&network, effect)).collect();
    let weight = |project: &ProjectJson| match arguments.rank {
        Rank::Saving => project.alone.saving,
        Rank::Family => project.alone.family.abs(),
        Rank::Network => project.alone.network.abs(),
    };
    projects.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    let grid = Grid::of_projects(&projects);
    let mut words = format!(
        "Projects not open yet, by {} (data {}); changes of dependence on {}\n\n{}",
        arguments.question.model().objective(),
        network.version(),
        arguments.hub.join(" + "),
        table(&grid)
    );
    for project in projects.iter().filter(|project| !project.alone.freed.is_empty()) {
        words += &["\n", &project.name, " would free ", &project.alone.freed.join(", ")].concat();
    }
    words += "\n";
    arguments.output.put(&words, &projects, &[&grid])?;
    Ok(if projects.is_empty() { Outcome::NoWay } else { Outcome::Answered })
}
