//! What is wrong with a directory of tables, all of it at once.

use std::fmt;

use crate::network::shown;

/// One fault in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadIssue {
    /// The file, as it was opened.
    pub file: String,
    /// Line, from 1; `None` when the whole file is at fault.
    pub line: Option<u64>,
    /// The column at fault, if one is.
    pub column: Option<String>,
    /// The value at fault, if one is.
    pub value: Option<String>,
    /// What is wrong.
    pub problem: String,
    /// The nearest valid name, or what would be right.
    pub help: Option<String>,
}

impl LoadIssue {
    pub(super) fn of_line(file: &str, line: u64, problem: impl Into<String>) -> Self {
        Self { line: Some(line), ..Self::of_file(file, problem) }
    }

    pub(super) fn of_file(file: &str, problem: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: None, column: None, value: None, problem: problem.into(), help: None }
    }
}

impl fmt::Display for LoadIssue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ": column `{column}`")?;
        }
        if let Some(value) = self.value.as_ref().filter(|value| !value.is_empty()) {
            write!(f, ": `{}`", shown(value))?;
        }
        write!(f, ": {}", self.problem)?;
        self.help.iter().try_for_each(|help| write!(f, "\n  help: {help}"))
    }
}

/// The tables do not make a network. Holds every fault found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// The faults; never empty.
    pub issues: Vec<LoadIssue>,
}

impl std::error::Error for LoadError {}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.issues.iter().take(20);
        for (at, issue) in shown.enumerate() {
            write!(f, "{}{issue}", if at > 0 { "\n" } else { "" })?;
        }
        match self.issues.len().saturating_sub(20) {
            0 => Ok(()),
            more => write!(f, "\n… and {more} more"),
        }
    }
}
