//! What is wrong with a directory of tables, all of it at once.

use std::fmt;
use std::fmt::Write as _;
use std::ops::Range;

use crate::network::{harmless, shown};

/// One fault in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadIssue {
    /// The file, as it was opened.
    pub file: String,
    /// Line, from 1; `None` when the whole file is at fault.
    pub line: Option<u64>,
    /// Where in the line, counted in signs from 1, if one place of it is at fault.
    pub position: Option<u64>,
    /// The column at fault, if one is.
    pub column: Option<String>,
    /// The value at fault, if one is.
    pub value: Option<String>,
    /// What is wrong.
    pub problem: String,
    /// The nearest valid name, or what would be right.
    pub help: Option<String>,
    pub(super) excerpt: Option<Excerpt>,
}

/// A line of a file, cropped to what is marked in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    text: String,
    /// Columns on a terminal before the mark, and under it.
    mark: (usize, usize),
}

impl Excerpt {
    const BEFORE: usize = 50;
    const MARKED: usize = 60;
    const AFTER: usize = 30;

    /// Of a line, with the bytes to be marked; none when the range is empty.
    pub(super) fn new(line: &str, marked: Range<usize>) -> Self {
        let plain = |sign: char| match sign {
            '\t' => ' ',
            // a sign that turns text round, or has no shape, would hide what stands there
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            sign if sign.is_control() => '\u{fffd}',
            sign => sign,
        };
        let part = |text: &str, most: usize| -> (String, bool) {
            (text.chars().take(most).map(plain).collect(), text.chars().nth(most).is_some())
        };
        let head = &line[..marked.start];
        let kept = head.char_indices().rev().nth(Self::BEFORE - 1).map_or(0, |(at, _)| at);
        let (before, _) = part(&head[kept..], Self::BEFORE);
        let (inner, cut) = part(&line[marked.clone()], Self::MARKED);
        let (after, more) = if cut { (String::new(), true) } else { part(&line[marked.end..], Self::AFTER) };
        let lead = if kept > 0 { "…" } else { "" };
        let mark = (width(lead) + width(&before), width(&inner));
        Self { text: format!("{lead}{before}{inner}{after}{}", if more { "…" } else { "" }), mark }
    }
}

/// Columns on a terminal: signs of East Asian scripts take two.
fn width(text: &str) -> usize {
    let wide = |sign: char| {
        matches!(u32::from(sign), 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff
            | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1_f300..=0x1_faff | 0x2_0000..=0x3_fffd)
    };
    text.chars().map(|sign| 1 + usize::from(wide(sign))).sum()
}

impl LoadIssue {
    /// As a compiler would tell it: the place, the line with what is wrong in it marked, and what
    /// would be right.
    ///
    /// ```
    /// use landbridge::Network;
    /// let nodes = "node_id,name,country,x_coord,y_coord\na,Almaty,KZ,76.95,43.25\nb,Dostyk,Kazakstan,82.5,45.2\n";
    /// let links = "link_id,from_node_id,to_node_id,directed,mode,length_km\nab,a,b,0,rail,800\n";
    /// let error = Network::from_tables([("node.csv", nodes.as_bytes()), ("link.csv", links.as_bytes())]).unwrap_err();
    /// assert_eq!(error.issues[0].render(), "\
    /// error: not an ISO 3166-1 alpha-2 country code
    ///  --> node.csv:3:10
    ///   |
    /// 3 | b,Dostyk,Kazakstan,82.5,45.2
    ///   |          ^^^^^^^^^ column `country`
    ///   = help: did you mean `KZ`?
    /// ");
    /// ```
    #[must_use]
    pub fn render(&self) -> String {
        let mut text = format!("error: {}\n", harmless(&self.problem));
        let gutter = self.line.map_or(1, |line| line.to_string().len());
        let _ = write!(text, "{:gutter$}--> {}", "", harmless(&self.file));
        for number in [self.line, self.position].into_iter().flatten() {
            let _ = write!(text, ":{number}");
        }
        let value = self.value.as_ref().filter(|value| !value.is_empty());
        let what = match (&self.column, value) {
            (Some(column), _) => format!("column `{}`", shown(column)),
            (None, Some(value)) => format!("`{}`", shown(value)),
            (None, None) => String::new(),
        };
        if let Some(Excerpt { text: line, mark: (before, marked) }) = &self.excerpt {
            let number = self.line.map_or(String::new(), |line| line.to_string());
            let _ = write!(text, "\n{:gutter$} |\n{number:gutter$} | {line}\n", "");
            if *marked > 0 {
                let _ = writeln!(text, "{:gutter$} | {:before$}{} {what}", "", "", "^".repeat(*marked));
            } else if !what.is_empty() {
                let _ = writeln!(text, "{:gutter$} = {what}", "");
            }
        } else {
            text.push('\n');
            if !what.is_empty() {
                let value = value.filter(|_| self.column.is_some());
                let value = value.map_or(String::new(), |value| format!(": `{}`", shown(value)));
                let _ = writeln!(text, "{:gutter$} = {what}{value}", "");
            }
        }
        if let Some(help) = &self.help {
            let _ = writeln!(text, "{:gutter$} = help: {}", "", harmless(help));
        }
        text.lines().fold(String::new(), |text, line| text + line.trim_end() + "\n")
    }

    pub(super) fn of_line(file: &str, line: u64, problem: impl Into<String>) -> Self {
        Self { line: Some(line), ..Self::of_file(file, problem) }
    }

    pub(super) fn of_file(file: &str, problem: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            position: None,
            column: None,
            value: None,
            problem: problem.into(),
            help: None,
            excerpt: None,
        }
    }
}

impl fmt::Display for LoadIssue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&harmless(&self.file))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ": column `{}`", shown(column))?;
        }
        if let Some(value) = self.value.as_ref().filter(|value| !value.is_empty()) {
            write!(f, ": `{}`", shown(value))?;
        }
        write!(f, ": {}", harmless(&self.problem))?;
        self.help.iter().try_for_each(|help| write!(f, "\n  help: {}", harmless(help)))
    }
}

/// The tables do not make a network. Holds every fault found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// The faults; never empty.
    pub issues: Vec<LoadIssue>,
}

impl std::error::Error for LoadError {}

impl LoadError {
    /// Faults that are told one by one; of the others, how many there are.
    pub(super) const SHOWN: usize = 20;

    /// Every fault as [`LoadIssue::render`] tells it, an empty line between two; after twenty, how
    /// many more there are.
    #[must_use]
    pub fn render(&self) -> String {
        let mut text: Vec<String> = self.issues.iter().take(Self::SHOWN).map(LoadIssue::render).collect();
        match self.issues.len().saturating_sub(Self::SHOWN) {
            0 => {}
            more => text.push(format!("… and {more} more\n")),
        }
        text.join("\n")
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.issues.iter().take(Self::SHOWN);
        for (at, issue) in shown.enumerate() {
            write!(f, "{}{issue}", if at > 0 { "\n" } else { "" })?;
        }
        match self.issues.len().saturating_sub(Self::SHOWN) {
            0 => Ok(()),
            more => write!(f, "\n… and {more} more"),
        }
    }
}
