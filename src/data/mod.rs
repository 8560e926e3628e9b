//! Reading a network: the bundled tables, or a directory of one's own.

mod error;
mod lines;
mod quotes;
mod rows;
mod table;

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;

pub use error::{LoadError, LoadIssue};

use crate::network::{DEFAULT_YEAR, Issue, Network, NetworkBuilder, Quantity};
use rows::{Courses, LinedCorridor};
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
                    let line = error.as_bytes()[..valid].split(|byte| *byte == b'\n').count() as u64;
                    (Some(line), "the file is not UTF-8 text; save it as UTF-8".to_owned())
                }),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(_) if path.is_dir() => Err((None, "this is a directory, not a file".to_owned())),
                Err(error) => Err((None, format!("cannot be read: {error}"))),
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
            bundled = rows::add(&table, name, bundled, &mut Courses::default(), &issues);
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
    version: Option<String>,
    as_of_year: Option<u16>,
}

/// What a file cannot be read for, with the line where that shows.
type Unreadable = (Option<u64>, String);

fn load(directory: &str, read: impl Fn(&str) -> Result<Option<String>, Unreadable>) -> Result<Network, LoadError> {
    let issues: RefCell<Vec<LoadIssue>> = RefCell::default();
    let mut builder = NetworkBuilder::new();
    let mut corridors = Courses::default();
    let mut lines: HashMap<&'static str, Vec<u64>> = HashMap::new();
    let path = |file: &str| format!("{directory}/{file}");
    let text_of = |file: &str| match read(file) {
        Ok(text) => text,
        Err((line, problem)) => {
            issues.borrow_mut().push(LoadIssue { line, ..LoadIssue::of_file(&path(file), problem) });
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
                    if lines[name].is_empty() && REQUIRED.contains(&file.as_str()) {
                        issues
                            .borrow_mut()
                            .push(LoadIssue::of_file(&path(&file), "the table has a header and no rows"));
                    }
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
        match serde_json::from_str::<Package>(text.trim_start_matches('\u{feff}')) {
            Ok(package) => {
                builder = package.version.iter().fold(builder, |builder, version| builder.version(version));
                let year = package.as_of_year.unwrap_or(DEFAULT_YEAR);
                if !(1800..=2200).contains(&year) {
                    let issue = LoadIssue::of_file(&path("datapackage.json"), "not a year from 1800 to 2200");
                    let (column, value) = (Some("as_of_year".to_owned()), Some(year.to_string()));
                    issues.borrow_mut().push(LoadIssue { column, value, ..issue });
                }
                builder = builder.as_of_year(year);
            }
            Err(error) => {
                let (problem, line) = (error.to_string(), error.line() as u64);
                let problem = problem.split(" at line ").next().unwrap_or_default();
                let help =
                    Some("an object, with `version` a text and `as_of_year` a year, if they are there".to_owned());
                issues
                    .borrow_mut()
                    .push(LoadIssue { help, ..LoadIssue::of_line(&path("datapackage.json"), line, problem) });
            }
        }
    }
    let issues = issues.into_inner();
    if !issues.is_empty() {
        return Err(LoadError { issues });
    }
    let mut courses = Vec::with_capacity(corridors.list.len());
    for LinedCorridor { spec, lines } in corridors.list {
        courses.push(spec.links.iter().cloned().zip(lines).collect());
        builder = builder.corridor(spec);
    }
    let origin = Origin { directory, lines, courses };
    builder
        .bundled_assumptions()
        .build()
        .map_err(|error| LoadError { issues: error.issues.into_iter().map(|issue| origin.located(issue)).collect() })
}

/// Where the rows given to a builder came from.
struct Origin<'d> {
    directory: &'d str,
    lines: HashMap<&'static str, Vec<u64>>,
    /// Of each corridor, its links with their lines in `corridor_link.csv`.
    courses: Vec<Vec<(String, u64)>>,
}

impl Origin<'_> {
    /// A builder's issue, with the file and line that its row came from.
    fn located(&self, issue: Issue) -> LoadIssue {
        let line_of = |row: usize| self.lines.get(issue.table).and_then(|lines| lines.get(row)).copied();
        let course = (issue.table == "corridor" && issue.column == "link_id").then(|| &self.courses[issue.row]);
        let on_course = course.and_then(|course| course.iter().find(|(link, _)| *link == issue.value));
        let (table, line) = match on_course {
            Some(&(_, line)) => ("corridor_link", Some(line)),
            None => (issue.table, line_of(issue.row)),
        };
        let problem = match issue.first.and_then(line_of) {
            Some(first) => format!("{} (line {first})", issue.problem),
            None => issue.problem,
        };
        LoadIssue {
            file: format!("{}/{table}.csv", self.directory),
            line,
            column: Some(issue.column.to_owned()),
            value: Some(issue.value),
            problem,
            help: issue.help,
        }
    }
}
