//! Reading a network: the bundled tables, or a directory of one's own.

mod error;
mod rows;
mod table;

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;

pub use error::{LoadError, LoadIssue};

use crate::network::{Issue, Network, NetworkBuilder, Quantity};
use table::Table;

macro_rules! bundled {
    ($($file:literal),* $(,)?) => {
        &[$(($file, include_str!(concat!("../../network/", $file)))),*]
    };
}

/// The tables compiled into the library.
const BUNDLED: &[(&str, &str)] = bundled![
    "node.csv",
    "link.csv",
    "transfer.csv",
    "border.csv",
    "passage.csv",
    "project.csv",
    "corridor.csv",
    "corridor_link.csv",
    "assumption.csv",
    "benchmark.csv",
    "geometry.csv",
    "source.csv",
    "exception.csv",
    "datapackage.json",
];

/// The tables without which there is no network.
const REQUIRED: [&str; 2] = ["node.csv", "link.csv"];

impl Network {
    /// The network of Eurasian corridors that comes with the library.
    ///
    /// # Panics
    /// Never with the tables as published: the test suite loads them.
    ///
    /// ```
    /// let network = landbridge::Network::bundled();
    /// assert!(network.places().len() >= 170 && network.links().len() >= 260);
    /// ```
    #[must_use]
    pub fn bundled() -> Self {
        let files = |name: &str| Ok(bundled_text(name).map(str::to_owned));
        match load("network", files) {
            Ok(network) => network,
            Err(error) => panic!("the bundled tables are faulty:\n{error}"),
        }
    }

    /// A network from a directory of tables.
    ///
    /// Only `node.csv` (`node_id`, `name`, `country`, `x_coord`, `y_coord`) and `link.csv`
    /// (`link_id`, `from_node_id`, `to_node_id`, `directed`, `mode`, `length_km`) are required;
    /// the other tables of the bundled network, and their other columns, are optional. Quantities
    /// that the directory's own `assumption.csv` has no row for keep the bundled assumptions.
    ///
    /// # Errors
    /// Every fault in every table, with file, line, column, value and the nearest valid name.
    ///
    /// ```
    /// use landbridge::Network;
    /// let error = Network::from_dir("no/such/place").unwrap_err();
    /// assert!(error.to_string().contains("no/such/place"));
    /// ```
    pub fn from_dir(directory: impl AsRef<Path>) -> Result<Self, LoadError> {
        let directory = directory.as_ref();
        let shown = directory.display().to_string();
        if !directory.is_dir() {
            let problem = if directory.exists() { "this is not a directory" } else { "there is no such directory" };
            return Err(LoadError { issues: vec![LoadIssue::of_file(&shown, problem)] });
        }
        load(&shown, |name| {
            let path = directory.join(name);
            match std::fs::read(&path) {
                Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|error| {
                    let valid = error.utf8_error().valid_up_to();
                    let lines = error.as_bytes()[..valid].split(|byte| *byte == b'\n').count();
                    format!("the file is not UTF-8 text (line {lines})")
                }),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(format!("cannot be read: {error}")),
            }
        })
    }
}

impl NetworkBuilder {
    /// Adds the bundled assumptions for every quantity that has no assumption yet.
    pub fn bundled_assumptions(mut self) -> Self {
        let issues = RefCell::default();
        let text = bundled_text("assumption.csv").unwrap_or_default();
        let mut bundled = Self::new();
        for (name, columns) in rows::TABLES.iter().filter(|(name, _)| *name == "assumption") {
            let table = Table::read("assumption.csv", text, columns, &issues);
            bundled = rows::add(&table, name, bundled, &mut Vec::new(), &issues);
        }
        for &(quantity, ..) in Quantity::ALL {
            if !self.has_assumption_of(quantity) {
                self = bundled.assumptions_of(quantity).fold(self, Self::assumption);
            }
        }
        self
    }
}

fn bundled_text(name: &str) -> Option<&'static str> {
    BUNDLED.iter().find(|(file, _)| *file == name).map(|&(_, text)| text)
}

/// Version and date of the data, from `datapackage.json`.
#[derive(serde::Deserialize)]
struct Package {
    version: String,
    as_of_year: Option<u16>,
}

fn load(directory: &str, read: impl Fn(&str) -> Result<Option<String>, String>) -> Result<Network, LoadError> {
    let issues: RefCell<Vec<LoadIssue>> = RefCell::default();
    let mut builder = NetworkBuilder::new();
    let mut corridors = Vec::new();
    let mut lines: HashMap<&str, Vec<u64>> = HashMap::new();
    let path = |file: &str| format!("{directory}/{file}");
    let text_of = |file: &str| match read(file) {
        Ok(text) => text,
        Err(problem) => {
            issues.borrow_mut().push(LoadIssue::of_file(&path(file), problem));
            None
        }
    };
    for (name, columns) in &rows::TABLES {
        let file = format!("{name}.csv");
        let before = issues.borrow().len();
        match text_of(&file) {
            Some(text) => {
                let table = Table::read(&path(&file), &text, columns, &issues);
                lines.insert(name, table.lines());
                // without a sound header, each row would only repeat its faults
                if issues.borrow().len() == before {
                    builder = rows::add(&table, name, builder, &mut corridors, &issues);
                }
            }
            None if REQUIRED.contains(&file.as_str()) && issues.borrow().len() == before => {
                let help = format!("it needs the columns {}", columns.required.join(", "));
                let issue = LoadIssue::of_file(&path(&file), "the file is missing");
                issues.borrow_mut().push(LoadIssue { help: Some(help), ..issue });
            }
            None => {}
        }
    }
    if let Some(text) = text_of("datapackage.json") {
        match serde_json::from_str::<Package>(&text) {
            Ok(package) => {
                builder = builder.version(&package.version);
                builder = package.as_of_year.into_iter().fold(builder, NetworkBuilder::as_of_year);
            }
            Err(error) => {
                let issue = LoadIssue::of_file(&path("datapackage.json"), error.to_string());
                issues.borrow_mut().push(LoadIssue { line: u64::try_from(error.line()).ok(), ..issue });
            }
        }
    }
    let issues = issues.into_inner();
    if !issues.is_empty() {
        return Err(LoadError { issues });
    }
    let builder = corridors.into_iter().fold(builder, NetworkBuilder::corridor).bundled_assumptions();
    builder.build().map_err(|error| LoadError {
        issues: error.issues.into_iter().map(|issue| located(directory, issue, &lines)).collect(),
    })
}

/// A builder's issue, with the file and line that its row came from.
fn located(directory: &str, issue: Issue, lines: &HashMap<&str, Vec<u64>>) -> LoadIssue {
    LoadIssue {
        file: format!("{directory}/{}.csv", issue.table),
        line: lines.get(issue.table).and_then(|lines| lines.get(issue.row)).copied(),
        column: Some(issue.column.to_owned()),
        value: Some(issue.value),
        problem: issue.problem,
        help: issue.help,
    }
}
