//! Which planned line changes what: costs, and dependence on a hub?
//!
//! ```text
//! cargo run --release --example projects
//! cargo run --release --example projects -- --close mode:road
//! cargo run --release --example projects -- --hub RU --objective money --rank network
//! cargo run --release --example projects -- --measures all --rank power
//! cargo run --release --example projects -- --year 2030 --format json
//! ```
//!
//! Prints a row for each project with links that is not open yet: what it changes when it opens alone, and
//! when it opens after all others, ranked; the first three by each effect; sentences. `freed` are corridors
//! that needed the hub within their family and no longer do; `drawn in` those whose best way begins to use
//! it; `bound` those that get their first way, and only through it. With `--measures all` also κ, λ and
//! the countries' shares of power (a minute). By time a lorry often beats a planned
//! railway: close the roads to compare railways with railways. Exit code 0: answered; 1: there is
//! no project to open; 2: bad input.

mod common;
#[path = "common/progress.rs"]
mod progress;

use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use common::{MeasuresArg, Outcome, Output, Question, Result, table};
use landbridge::report::ProjectJson;
use landbridge::{Grid, Measures};
use progress::Progress;

/// What each planned or building project changes.
#[derive(Parser)]
struct Arguments {
    /// The hub; repeat it for a set that closes together.
    #[arg(long, value_name = "TARGET", default_value = "country:KZ")]
    hub: Vec<String>,
    /// The first is that which changes this most, when opened alone.
    #[arg(long, value_enum, default_value_t = Rank::Saving)]
    rank: Rank,
    /// Which measures: the headline, or all.
    #[arg(long, value_enum, default_value_t = MeasuresArg::Headline)]
    measures: MeasuresArg,
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
    /// How many corridors it frees of the hub.
    Freed,
    /// How many it draws in.
    DrawnIn,
    /// How many get their first way through the hub.
    Bound,
    /// The mean κ, with --measures all.
    Kappa,
    /// The mean λ, with --measures all.
    Lambda,
    /// The share of power that changes most, with --measures all.
    Power,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = arguments.question.load()?;
    let mut query = arguments.question.dependence(&network, &arguments.hub, &[])?;
    if let MeasuresArg::All = arguments.measures {
        query = query.measures(Measures::All);
    }
    let effects = query.project_effects()?;
    let progress = Progress::new(effects.len() as u64);
    let mut projects = Vec::new();
    for effect in effects {
        projects.push(ProjectJson::new(&network, &effect?));
        progress.step();
    }
    drop(progress);
    let by = ["saving", "D family", "D network", "freed", "drawn in", "bound", "κ", "λ", "share of power"];
    let weight = |project: &ProjectJson| project.alone.size(by[arguments.rank as usize]);
    projects.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    let grid = Grid::of_projects(&projects);
    let mut words = format!(
        "Projects not open yet, by {} (data {}); changes of dependence on {}\n\n{}",
        arguments.question.model().objective(),
        network.version(),
        arguments.hub.join(" + "),
        table(&grid)
    );
    let ranking = Grid::of_rankings(&projects);
    words += &["\n", &table(&ranking), "\n", &ProjectJson::findings(&projects).join("\n"), "\n"].concat();
    arguments.output.put(&words, &projects, &[&grid, &ranking])?;
    Ok(if projects.is_empty() { Outcome::NoWay } else { Outcome::Answered })
}
