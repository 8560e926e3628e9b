//! Rows of text cells that know where they stand in their file, whatever its format.

use std::ops::Range;
use std::rc::Rc;

use csv::{ErrorKind, ReaderBuilder, StringRecord};

use super::LoadIssue;
use super::cells::{Cells, Line};
use super::error::Excerpt;
use super::lines::Lines;
use super::quotes::unpaired_quote;

/// One table as it stands in one file.
pub(super) struct Sheet {
    pub(super) file: String,
    text: Rc<str>,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Record>,
    cells: Cells,
    /// Where each cell of each row stands, in formats that are not CSV.
    spans: Vec<Vec<Option<Range<usize>>>>,
    /// Rows that are not of the header's length.
    pub(super) broken: Vec<LoadIssue>,
    /// Whether the file is a CSV table, with its header in the first line.
    pub(super) is_csv: bool,
    /// Whether a column that is nearly called as one of ours is a slip.
    pub(super) names_are_ours: bool,
}

/// One row.
pub(super) struct Record {
    cells: Line,
    line: u32,
    at: u32,
}

impl Record {
    /// One whose first byte is at a place in a file, which has fewer than 2³² of them.
    fn new(cells: Line, line: u64, at: usize) -> Self {
        let [line, at] = [u32::try_from(line), u32::try_from(at)].map(|number| number.expect("no file is so large"));
        Self { cells, line, at }
    }

    pub(super) fn line(&self) -> u64 {
        self.line.into()
    }

    /// Where the row begins.
    fn at(&self) -> usize {
        self.at as usize
    }
}

impl Sheet {
    /// A table of CSV.
    pub(super) fn csv(file: &str, text: &str, needed: &[&str]) -> Result<Self, Box<LoadIssue>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim().is_empty() {
            let help = Some(format!("it needs the columns {}", needed.join(", ")));
            return Err(Box::new(LoadIssue { help, ..LoadIssue::of_file(file, "the file is empty") }));
        }
        if let Some((line, problem)) = unpaired_quote(text) {
            let help = Some("a quote inside a quoted cell is written twice".to_owned());
            return Err(Box::new(LoadIssue { help, ..LoadIssue::of_line(file, line, problem) }));
        }
        let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
        let header = match reader.headers() {
            Ok(header) => header.iter().map(|name| name.trim().to_owned()).collect(),
            Err(error) => return Err(Box::new(LoadIssue::of_line(file, 1, error.to_string()))),
        };
        let cells = Cells::with_room_for(text.len());
        let mut sheet = Self { header, cells, is_csv: true, ..Self::new(file, text) };
        let mut lines = Lines::new(text);
        let mut record = StringRecord::new();
        loop {
            match reader.read_record(&mut record) {
                Ok(false) => break,
                // spreadsheets leave rows of bare commas behind
                Ok(true) if record.iter().all(|cell| cell.trim().is_empty()) => {}
                Ok(true) => {
                    let line = lines.of_record(record.position().map_or(0, csv::Position::byte));
                    let cells = sheet.cells.push(record.iter().map(bare));
                    sheet.rows.push(Record::new(cells, line, lines.offset()));
                }
                Err(error) => {
                    let line = lines.of_record(error.position().map_or(0, csv::Position::byte));
                    let problem = match error.kind() {
                        ErrorKind::UnequalLengths { expected_len, len, .. } => {
                            format!(
                                "the row has {len} fields where the header has {expected_len}; is the file cut short or a comma unquoted?"
                            )
                        }
                        _ => error.to_string(),
                    };
                    let whole = lines.offset()..line_end(text, lines.offset());
                    sheet.broken.push(LoadIssue::of_line(file, line, problem).in_text(text, whole));
                }
            }
        }
        Ok(sheet)
    }

    /// No columns and no rows yet.
    pub(super) fn new(file: &str, text: impl Into<Rc<str>>) -> Self {
        let (header, rows, broken, cells) = (Vec::new(), Vec::new(), Vec::new(), Cells::default());
        Self {
            file: file.to_owned(),
            text: text.into(),
            header,
            rows,
            broken,
            cells,
            spans: Vec::new(),
            is_csv: false,
            names_are_ours: true,
        }
    }

    /// Adds a row of named cells, each with where it stands; columns appear as they are named.
    pub(super) fn push(&mut self, at: usize, line: u64, cells: Vec<(String, String, Option<Range<usize>>)>) {
        let mut values = vec![String::new(); self.header.len()];
        let mut spans = vec![None; self.header.len()];
        for (name, value, span) in cells {
            let column = self.column(&name).unwrap_or_else(|| {
                self.header.push(name);
                self.header.len() - 1
            });
            if column >= values.len() {
                values.resize(column + 1, String::new());
                spans.resize(column + 1, None);
            }
            (values[column], spans[column]) = (value.trim().to_owned(), span);
        }
        let cells = self.cells.push(values.iter().map(String::as_str));
        self.rows.push(Record::new(cells, line, at));
        self.spans.push(spans);
    }

    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|text| text == name)
    }

    pub(super) fn cell(&self, row: usize, column: &str) -> &str {
        self.column(column).map_or("", |column| self.cell_at(row, column))
    }

    /// The cell at a place in the header.
    pub(super) fn cell_at(&self, row: usize, column: usize) -> &str {
        self.cells.get(&self.rows[row].cells, column).unwrap_or("")
    }

    /// Lets go of the cells once they are read: where each row stands remains.
    pub(super) fn forget_cells(&mut self) {
        self.cells = Cells::default();
        self.rows.iter_mut().for_each(|row| row.cells = Line::default());
    }

    /// Gives a cell another value; a column that is not there is added.
    pub(super) fn set(&mut self, row: usize, column: &str, value: &str) {
        let column = self.column(column).unwrap_or_else(|| {
            self.header.push(column.to_owned());
            self.header.len() - 1
        });
        self.cells.set(&mut self.rows[row].cells, column, value);
    }

    /// An issue about a row, or about one cell of it, with the place where it stands.
    pub(super) fn issue(&self, row: usize, column: Option<&str>, problem: &str, with_excerpt: bool) -> LoadIssue {
        let record = &self.rows[row];
        let issue = LoadIssue { column: column.map(str::to_owned), ..LoadIssue::of_file(&self.file, problem) };
        let at = column.and_then(|name| self.column(name));
        let spanned = at.and_then(|at| self.spans.get(row)?.get(at)?.clone());
        // the line of a cell of CSV is that of its row
        let line = match &spanned {
            Some(span) if span.start < record.at() => {
                // of XML whose nodes stand in one another
                record.line().saturating_sub(newlines(&self.text[span.start..record.at()]))
            }
            Some(span) => record.line() + newlines(&self.text[record.at()..span.start]),
            None => record.line(),
        };
        let issue = LoadIssue { line: Some(line), ..issue };
        if !with_excerpt {
            return issue;
        }
        let span = spanned.or_else(|| match (self.is_csv, at) {
            (true, Some(at)) => csv_cell(&self.text, record.at(), at).map(|span| marked(&self.text, span)),
            _ => None,
        });
        issue.in_text(&self.text, span.unwrap_or(record.at()..record.at()))
    }

    /// An issue about a column of the header.
    pub(super) fn header_issue(&self, column: &str, problem: &str) -> LoadIssue {
        let issue = LoadIssue { column: Some(column.to_owned()), ..LoadIssue::of_file(&self.file, problem) };
        if !self.is_csv {
            return issue;
        }
        let start = self.text.len() - self.text.trim_start().len();
        // of a column that stands there twice, the second is at fault
        let at = self.header.iter().rposition(|text| text == column);
        let span = at.and_then(|at| csv_cell(&self.text, start, at)).unwrap_or(start..start);
        LoadIssue { line: Some(1), ..issue }.in_text(&self.text, span)
    }
}

/// Without space around it, and without the apostrophe that keeps a spreadsheet from taking a cell for a formula.
fn bare(cell: &str) -> &str {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

/// Where a cell stands in a row of CSV that begins at `at`; without the quotes around it.
fn csv_cell(text: &str, at: usize, index: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let (mut start, mut here, mut column) = (at, at, 0);
    let mut quoted = false;
    loop {
        let sign = bytes.get(here).copied();
        match sign {
            Some(b'"') => quoted = !quoted,
            Some(b',' | b'\n' | b'\r') | None if !quoted || sign.is_none() => {
                if column == index {
                    break;
                }
                if sign != Some(b',') {
                    return None;
                }
                (column, start) = (column + 1, here + 1);
            }
            _ => {}
        }
        here += 1;
    }
    let cell = &text[start..here];
    let start = start + (cell.len() - cell.trim_start().len());
    Some(start..(start + cell.trim().len()))
}

/// An empty cell is shown by the comma that ends it, at the end of a row by the one before it.
fn marked(text: &str, cell: Range<usize>) -> Range<usize> {
    let comma = |at: usize| text.as_bytes().get(at) == Some(&b',');
    match cell.start {
        _ if !cell.is_empty() => cell,
        at if comma(at) => at..at + 1,
        at if at > 0 && comma(at - 1) => at - 1..at,
        _ => cell,
    }
}

fn newlines(text: &str) -> u64 {
    text.bytes().filter(|&sign| sign == b'\n').count() as u64
}

/// The line of a byte of a text, from 1.
pub(super) fn line_at(text: &str, at: usize) -> u64 {
    newlines(&text[..at]) + 1
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |length| at + length)
}

impl LoadIssue {
    /// With the line of a text that holds a span, which is marked.
    pub(super) fn in_text(mut self, text: &str, span: Range<usize>) -> Self {
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = line_end(text, span.start).max(span.start);
        let line = &text[start..end];
        let within = span.start - start..span.end.min(end) - start;
        if !within.is_empty() {
            self.position = Some(line[..within.start].chars().count() as u64 + 1);
        }
        self.excerpt = Some(Excerpt::new(line, within));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    #[test]
    fn cells_are_found_behind_quotes() {
        let text = "a,\"b, \"\"c\"\"\", d ,\nx";
        let cell = |index| csv_cell(text, 0, index).map(|span| &text[span]);
        assert_eq!([cell(0), cell(1), cell(2), cell(3)], [Some("a"), Some("\"b, \"\"c\"\"\""), Some("d"), Some("")]);
        assert_eq!(cell(4), None);
    }
}
