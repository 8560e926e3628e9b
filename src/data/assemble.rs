//! Sheets of all tables into one network, with every fault in its place.

use std::cell::RefCell;
use std::collections::HashMap;

use super::agree::Stated;
use super::import::Import;
use super::rows::{self, Courses, LinedCorridor};
use super::sheet::Sheet;
use super::table::Table;
use super::{LoadError, LoadIssue};
use crate::network::{DEFAULT_YEAR, Issue, Network, NetworkBuilder};

/// The tables without which there is no network.
const REQUIRED: [&str; 2] = ["node", "link"];

/// Version and date of the data, from `datapackage.json`.
#[derive(Default, serde::Deserialize)]
struct Package {
    version: Option<String>,
    as_of_year: Option<u16>,
}

pub(super) fn network(import: Import) -> Result<Network, LoadError> {
    let Import { sheets, package, issues, .. } = import;
    let unread = !issues.is_empty();
    let issues = RefCell::new(issues);
    let package = package.map(|(file, text)| read_package(&file, &text, &issues)).unwrap_or_default();
    let mut builder = NetworkBuilder::new().as_of_year(package.as_of_year.unwrap_or(DEFAULT_YEAR));
    builder = package.version.iter().fold(builder, |builder, version| builder.version(version));
    let mut corridors = Courses::default();
    let mut origin = Origin { sheets: HashMap::new(), courses: Vec::new() };
    let mut sheets: HashMap<&'static str, Vec<Sheet>> =
        sheets.into_iter().fold(HashMap::new(), |mut all, (name, sheet)| {
            all.entry(name).or_insert_with(Vec::new).push(sheet);
            all
        });
    let stated = Stated::new(&sheets, package.as_of_year);
    // these faults leave out no row, so that the builder's can be told with them
    let mut disagreements = Vec::new();
    for (name, columns) in &rows::TABLES {
        let required = REQUIRED.contains(name);
        let mut given = 0;
        for sheet in sheets.remove(name).unwrap_or_default() {
            given += 1;
            let before = issues.borrow().len();
            let table = Table::new(sheet, columns, &issues);
            // without a sound header, each row would only repeat its faults
            if issues.borrow().len() == before {
                corridors.rows_before = origin.rows_of("corridor_link");
                builder = rows::add(&table, name, builder, &mut corridors, &issues);
                stated.check(name, &table, &mut disagreements);
            }
            let sheet = table.into_sheet();
            if required && sheet.rows.is_empty() && issues.borrow().len() == before {
                issues.borrow_mut().push(LoadIssue::of_file(&sheet.file, "the table has a header and no rows"));
            }
            origin.sheets.entry(name).or_default().push(sheet);
        }
        if required && given == 0 && !unread {
            let issue = LoadIssue::of_file(&format!("{name}.csv"), "the table is missing");
            let help = Some(format!("it needs the columns {}", columns.required.join(", ")));
            issues.borrow_mut().push(LoadIssue { help, ..issue });
        }
    }
    let mut issues = issues.into_inner();
    if !issues.is_empty() {
        issues.append(&mut disagreements);
        return Err(LoadError { issues });
    }
    for LinedCorridor { spec, rows, .. } in corridors.list {
        origin.courses.push(spec.links.iter().cloned().zip(rows).collect());
        builder = builder.corridor(spec);
    }
    let built = builder.bundled_assumptions().build();
    let found = built.as_ref().err().map_or(&[][..], |error| &error.issues);
    let located = |(at, issue): (usize, &Issue)| origin.located(issue.clone(), at < LoadError::SHOWN);
    issues.extend(found.iter().enumerate().map(located));
    issues.append(&mut disagreements);
    built.ok().filter(|_| issues.is_empty()).ok_or(LoadError { issues })
}

/// What `datapackage.json` says; its faults go to `issues`.
fn read_package(file: &str, text: &str, issues: &RefCell<Vec<LoadIssue>>) -> Package {
    match serde_json::from_str::<Package>(text.trim_start_matches('\u{feff}')) {
        Ok(package) => {
            if let Some(year) = package.as_of_year.filter(|year| !(1800..=2200).contains(year)) {
                let issue = LoadIssue::of_file(file, "not a year from 1800 to 2200");
                let (column, value) = (Some("as_of_year".to_owned()), Some(year.to_string()));
                issues.borrow_mut().push(LoadIssue { column, value, ..issue });
            }
            package
        }
        Err(error) => {
            let (problem, line) = (error.to_string(), error.line() as u64);
            let problem = problem.split(" at line ").next().unwrap_or_default();
            let help = Some("an object, with `version` a text and `as_of_year` a year, if they are there".to_owned());
            issues.borrow_mut().push(LoadIssue { help, ..LoadIssue::of_line(file, line, problem) });
            Package::default()
        }
    }
}

/// Where the rows given to a builder came from.
struct Origin {
    sheets: HashMap<&'static str, Vec<Sheet>>,
    /// Of each corridor, its links with their rows in `corridor_link`.
    courses: Vec<Vec<(String, usize)>>,
}

impl Origin {
    fn rows_of(&self, table: &str) -> usize {
        self.sheets.get(table).map_or(0, |sheets| sheets.iter().map(|sheet| sheet.rows.len()).sum())
    }

    /// The sheet that holds a row of a table, and the row's number in it.
    fn sheet(&self, table: &str, mut row: usize) -> Option<(&Sheet, usize)> {
        for sheet in self.sheets.get(table)? {
            if row < sheet.rows.len() {
                return Some((sheet, row));
            }
            row -= sheet.rows.len();
        }
        None
    }

    /// A builder's issue, with the file and line that its row came from.
    fn located(&self, issue: Issue, with_excerpt: bool) -> LoadIssue {
        let course = (issue.table == "corridor" && issue.column == "link_id").then(|| &self.courses[issue.row]);
        let on_course = course.and_then(|course| course.iter().find(|(link, _)| *link == issue.value));
        let (table, row) = match on_course {
            Some(&(_, row)) => ("corridor_link", row),
            None => (issue.table, issue.row),
        };
        let first = issue.first.and_then(|first| self.sheet(issue.table, first));
        let problem = match first {
            Some((sheet, first)) => format!("{} (line {})", issue.problem, sheet.rows[first].line()),
            None => issue.problem,
        };
        let placed = if let Some((sheet, row)) = self.sheet(table, row) {
            sheet.issue(row, Some(issue.column), &problem, with_excerpt)
        } else {
            let column = Some(issue.column.to_owned());
            LoadIssue { column, ..LoadIssue::of_file(&format!("{table}.csv"), problem) }
        };
        LoadIssue { value: Some(issue.value), help: issue.help, ..placed }
    }
}
