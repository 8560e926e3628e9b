//! What the examples share: arguments, loading, printing, exit codes (0 answered, 1 no way, 2 bad input).
#![allow(dead_code, reason = "each example uses its part")]

use std::error::Error;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use landbridge::{CostModel, Grid, Network, Objective, Scenario};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How an example that got through ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Answered,
    NoWay,
}

/// Runs an example and turns its end into an exit code.
pub(crate) fn exit(run: impl FnOnce() -> Result<Outcome>) -> ExitCode {
    match run() {
        Ok(Outcome::Answered) => ExitCode::SUCCESS,
        Ok(Outcome::NoWay) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ObjectiveArg {
    Distance,
    Time,
    Money,
    /// Money, with each hour at the value of time.
    Generalised,
}

impl From<ObjectiveArg> for Objective {
    fn from(arg: ObjectiveArg) -> Self {
        Self::ALL[arg as usize]
    }
}

/// The network, the what-if and what to minimise.
#[derive(Args)]
pub(crate) struct Question {
    /// What to minimise.
    #[arg(long, value_enum, default_value_t = ObjectiveArg::Time)]
    pub(crate) objective: ObjectiveArg,
    /// Close something; may be repeated. KIND:NAME with KIND one of country, border, place, link,
    /// mode, passage, project, corridor: `country:RU`, `passage:suez`, `mode:sea`.
    #[arg(long, value_name = "TARGET")]
    pub(crate) close: Vec<String>,
    /// Open something whatever its status and years, a planned line say; may be repeated.
    #[arg(long, value_name = "TARGET")]
    pub(crate) open: Vec<String>,
    /// The year; the year of the data when not given.
    #[arg(long)]
    pub(crate) year: Option<u16>,
    /// A scenario as JSON, for delays and factors too, such as
    /// `{"open": ["project:cku"], "delay": [{"target": "passage:suez", "hours": 48}]}`.
    #[arg(long, value_name = "FILE")]
    pub(crate) scenario: Option<PathBuf>,
    /// Your own tables in place of the bundled network: a directory with node.csv and link.csv.
    #[arg(long, value_name = "DIR")]
    pub(crate) network: Option<PathBuf>,
}

impl Question {
    pub(crate) fn load(&self) -> Result<Network> {
        Ok(match &self.network {
            Some(directory) => Network::from_dir(directory)?,
            None => Network::bundled(),
        })
    }

    pub(crate) fn scenario(&self, network: &Network) -> Result<Scenario> {
        let mut scenario = match &self.scenario {
            Some(file) => read_scenario(file)?,
            None => Scenario::default(),
        };
        scenario.year = self.year.or(scenario.year);
        for target in &self.close {
            scenario.close.push(network.target(target)?);
        }
        for target in &self.open {
            scenario.open.push(network.target(target)?);
        }
        Ok(scenario)
    }

    pub(crate) fn model(&self) -> CostModel {
        CostModel::new(self.objective.into())
    }
}

fn read_scenario(file: &Path) -> Result<Scenario> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()).into())
}

/// A grid for people, with a line under the header; a first cell that repeats is left empty.
pub(crate) fn table(grid: &Grid) -> String {
    let mut table = comfy_table::Table::new();
    table.load_preset("     ──            ");
    table.set_header(&grid.header);
    let mut group = "";
    for row in &grid.rows {
        let first = if row[0] == group { "" } else { &row[0] };
        table.add_row(std::iter::once(first).chain(row[1..].iter().map(String::as_str)));
        group = &row[0];
    }
    table.lines().fold(String::new(), |text, line| text + line.trim_end() + "\n")
}

/// Prints the text, or puts it in a file whole or not at all.
pub(crate) fn put(text: &str, out: Option<&Path>) -> Result<()> {
    let Some(file) = out else {
        let mut stdout = std::io::stdout().lock();
        return match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            // the reader has seen enough: `… | head`
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            other => Ok(other?),
        };
    };
    let fail = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let directory = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut draft = tempfile::NamedTempFile::new_in(directory).map_err(|error| fail(&error))?;
    draft.write_all(text.as_bytes()).map_err(|error| fail(&error))?;
    draft.persist(file).map_err(|error| fail(&error.error))?;
    if std::io::stderr().is_terminal() {
        eprintln!("wrote {}", file.display());
    }
    Ok(())
}

pub(crate) fn json(value: &impl serde::Serialize) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}
