//! A table of text cells, and its plain forms.

use std::borrow::Cow;

/// A table: a header, and rows of as many cells.
///
/// ```
/// use landbridge::Grid;
/// let mut grid = Grid::new(["place", "km"]);
/// grid.push(vec!["Aktau, port".into(), "0".into()]);
/// assert_eq!(grid.to_csv(), "place,km\n\"Aktau, port\",0\n");
/// assert_eq!(grid.to_markdown(), "| place | km |\n|---|---|\n| Aktau, port | 0 |\n");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The header.
    pub header: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    /// No rows yet.
    #[must_use]
    pub fn new<const N: usize>(header: [&'static str; N]) -> Self {
        Self { header: header.to_vec(), rows: Vec::new() }
    }

    /// Adds a row.
    ///
    /// # Panics
    /// When it has not as many cells as the header.
    pub fn push(&mut self, row: Vec<String>) {
        assert_eq!(row.len(), self.header.len(), "a row has as many cells as the header");
        self.rows.push(row);
    }

    /// As CSV, RFC 4180 with `\n`.
    ///
    /// A cell of text that a spreadsheet would take for a formula, for it begins with `=`, `+`, `-`
    /// or `@`, gets an apostrophe before it; numbers and percentages do not. [`Network::from_tables`](crate::Network::from_tables)
    /// and its like take the apostrophe off again.
    ///
    /// # Panics
    /// Never: writing to memory does not fail.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.header).expect("memory takes all");
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| without_formula(cell).into_owned())).expect("memory takes all");
        }
        let bytes = writer.into_inner().expect("memory takes all");
        String::from_utf8(bytes).expect("cells are text")
    }

    /// As a Markdown table.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let line = |cells: &mut dyn Iterator<Item = String>| format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "));
        let mut text = line(&mut self.header.iter().map(|&cell| escaped(cell)));
        text += "|";
        text += &"---|".repeat(self.header.len());
        text += "\n";
        for row in &self.rows {
            text += &line(&mut row.iter().map(|cell| escaped(cell)));
        }
        text
    }
}

fn without_formula(cell: &str) -> Cow<'_, str> {
    let begins = cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']);
    let number = cell.strip_suffix(" %").unwrap_or(cell).parse::<f64>().is_ok();
    if begins && !number { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

fn escaped(cell: &str) -> String {
    cell.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;").replace('\n', " ")
}
