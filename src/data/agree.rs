//! What rows must agree on with other tables, apart from the ids by which they name each other.

use std::collections::{HashMap, HashSet};

use super::LoadIssue;
use super::sheet::Sheet;
use super::table::{Row, Table};
use crate::network::{Status, nearest};

/// What rows are held against, as far as it is there: the ids of `source.csv`, and the year that
/// `datapackage.json` says the data describes.
pub(super) struct Stated {
    sources: HashSet<String>,
    year: Option<u16>,
}

impl Stated {
    pub(super) fn new(sheets: &HashMap<&'static str, Vec<Sheet>>, year: Option<u16>) -> Self {
        let sources = sheets.get("source").into_iter().flatten();
        let ids = |sheet: &Sheet| -> Vec<String> {
            (0..sheet.rows.len()).map(|row| sheet.cell(row, "source_id").to_owned()).collect()
        };
        Self { sources: sources.flat_map(ids).collect(), year }
    }

    /// Notes what the rows of a table disagree with.
    pub(super) fn check(&self, name: &str, table: &Table<'_>, issues: &mut Vec<LoadIssue>) {
        if !self.sources.is_empty() && name != "source" {
            for row in table.rows() {
                issues.extend(self.unsourced(&row, issues.len() < 50));
            }
        }
        if let Some(year) = self.year.filter(|_| name == "link") {
            issues.extend(table.rows().filter_map(|row| out_of_date(&row, year)));
        }
    }

    /// With a table of sources, a source that is named stands in it, and a value that is graded has one.
    fn unsourced(&self, row: &Row<'_>, helps: bool) -> Option<LoadIssue> {
        let (source, grade) = (row.text("source_id"), row.text("grade"));
        if source.is_empty() && !grade.is_empty() {
            let problem = format!("the cell is empty, but the row is graded `{grade}`");
            let help = Some("the id of a row of source.csv; a row without a source has no grade either".to_owned());
            return Some(LoadIssue { help, ..row.issue("source_id", &problem) });
        }
        if source.is_empty() || self.sources.contains(source) {
            return None;
        }
        let near = if helps { nearest(source, self.sources.iter().map(String::as_str)) } else { Vec::new() };
        let help = match near.first() {
            Some(near) => format!("did you mean `{near}`?"),
            None => "a source has a row in source.csv".to_owned(),
        };
        Some(LoadIssue { help: Some(help), ..row.issue("source_id", "there is no source with this id") })
    }
}

/// A status that the years of a link belie in the year the data describes.
fn out_of_date(row: &Row<'_>, now: u16) -> Option<LoadIssue> {
    let year = |column| row.text(column).parse::<u16>().ok();
    let word = row.text("status");
    let status = Status::ALL.iter().find(|(_, known)| *known == word).map_or(Status::Open, |(status, _)| *status);
    let (column, when, help) = match status {
        Status::Open if year("opened_year").is_some_and(|opened| opened > now) => {
            ("opened_year", "after", "until then it is `planned` or in `construction`")
        }
        Status::Open if year("closed_year").is_some_and(|closed| closed <= now) => {
            ("closed_year", "not after", "since then it is `closed` or `suspended`")
        }
        Status::Planned | Status::Construction if year("opened_year").is_some_and(|opened| opened <= now) => {
            ("opened_year", "not after", "since then it is `open`, or else the year has changed")
        }
        _ => return None,
    };
    let word = if word.is_empty() { Status::Open.word() } else { word };
    let problem = format!("{when} {now}, the year that the data describes, but the status is `{word}`");
    Some(LoadIssue { help: Some(help.to_owned()), ..row.issue(column, &problem) })
}
