//! One CSV file as rows of named cells; every fault is noted with its file, line, column and value.

use std::cell::RefCell;

use csv::{ErrorKind, ReaderBuilder, StringRecord, Trim};

use super::LoadIssue;
use crate::Country;
use crate::network::nearest;
use crate::network::{Assumption, Grade, Provenance, Quantity};
use crate::units::{Capacity, Distance, Duration, Money, Speed};

/// The columns a table must have and may have.
pub(super) struct Columns {
    pub(super) required: &'static [&'static str],
    pub(super) optional: &'static [&'static str],
}

pub(super) struct Table<'i> {
    file: String,
    columns: Vec<(&'static str, usize)>,
    rows: Vec<StringRecord>,
    issues: &'i RefCell<Vec<LoadIssue>>,
}

impl<'i> Table<'i> {
    /// Reads a table; faults go to `issues`, and rows that are not of the header's length are left out.
    pub(super) fn read(file: &str, text: &str, columns: &Columns, issues: &'i RefCell<Vec<LoadIssue>>) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut table = Self { file: file.to_owned(), columns: Vec::new(), rows: Vec::new(), issues };
        if text.trim().is_empty() {
            table.fault(LoadIssue {
                help: Some(format!("it needs the columns {}", columns.required.join(", "))),
                ..LoadIssue::of_file(file, "the file is empty")
            });
            return table;
        }
        let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(text.as_bytes());
        let header = match reader.headers() {
            Ok(header) => header.clone(),
            Err(error) => {
                table.fault(LoadIssue { line: Some(1), ..LoadIssue::of_file(file, error.to_string()) });
                return table;
            }
        };
        table.match_header(&header, columns);
        for record in reader.into_records() {
            match record {
                Ok(record) => table.rows.push(record),
                Err(error) => {
                    let line = error.position().map(csv::Position::line);
                    let problem = match error.kind() {
                        ErrorKind::UnequalLengths { expected_len, len, .. } => {
                            format!(
                                "the row has {len} fields where the header has {expected_len}; is the file cut short or a comma unquoted?"
                            )
                        }
                        _ => error.to_string(),
                    };
                    table.fault(LoadIssue { line, ..LoadIssue::of_file(file, problem) });
                }
            }
        }
        table
    }

    fn match_header(&mut self, header: &StringRecord, columns: &Columns) {
        let known = || columns.required.iter().chain(columns.optional);
        for &name in known() {
            let mut places = header.iter().enumerate().filter(|(_, text)| *text == name);
            if let Some((at, _)) = places.next() {
                self.columns.push((name, at));
            }
            if places.next().is_some() {
                self.header_fault(name, "the column stands in the header twice", None);
            }
        }
        let has = |name: &str| header.iter().any(|text| text == name);
        let strangers = || header.iter().filter(|text| !known().any(|name| name == text));
        for &name in columns.required {
            if !has(name) {
                let help = nearest(name, strangers())
                    .first()
                    .map(|near| format!("there is a column `{near}`; rename it to `{name}`"));
                self.header_fault(name, "the column is missing", help);
            }
        }
        // a misspelt optional column would be left out without a word
        for stranger in strangers() {
            let misspelt = known().find(|name| {
                !has(name) && !columns.required.contains(name) && strsim::damerau_levenshtein(name, stranger) <= 2
            });
            if let Some(name) = misspelt {
                self.header_fault(stranger, "no column is called so", Some(format!("did you mean `{name}`?")));
            }
        }
    }

    fn header_fault(&self, column: &str, problem: &str, help: Option<String>) {
        let at = LoadIssue::of_file(&self.file, problem);
        self.fault(LoadIssue { line: Some(1), column: Some(column.to_owned()), help, ..at });
    }

    fn fault(&self, issue: LoadIssue) {
        self.issues.borrow_mut().push(issue);
    }

    /// The rows, each as named cells.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|record| Row { table: self, record })
    }

    /// The line of each row.
    pub(super) fn lines(&self) -> Vec<u64> {
        self.rows().map(|row| row.line()).collect()
    }
}

pub(super) struct Row<'t> {
    table: &'t Table<'t>,
    record: &'t StringRecord,
}

impl Row<'_> {
    fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }

    /// The text of a cell; empty when the table has no such column.
    pub(super) fn text(&self, column: &'static str) -> &str {
        let at = self.table.columns.iter().find(|(name, _)| *name == column);
        at.and_then(|&(_, at)| self.record.get(at)).unwrap_or("")
    }

    pub(super) fn owned(&self, column: &'static str) -> String {
        self.text(column).to_owned()
    }

    /// The cell's text, unless it is empty.
    pub(super) fn optional(&self, column: &'static str) -> Option<String> {
        Some(self.owned(column)).filter(|text| !text.is_empty())
    }

    /// The parts between semicolons.
    pub(super) fn list(&self, column: &'static str) -> Vec<String> {
        self.text(column).split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    fn fault(&self, column: &str, value: &str, problem: &str, help: Option<String>) {
        self.table.fault(LoadIssue {
            file: self.table.file.clone(),
            line: Some(self.line()),
            column: Some(column.to_owned()),
            value: Some(value.to_owned()),
            problem: problem.to_owned(),
            help,
        });
    }

    /// A cell that must not be empty.
    pub(super) fn required(&self, column: &'static str) -> String {
        let text = self.owned(column);
        if text.is_empty() {
            self.fault(column, &text, "the cell is empty", None);
        }
        text
    }

    /// A non-empty cell through a parser; what does not parse is a fault.
    fn parsed<T>(&self, column: &'static str, problem: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let value = parse(text);
        if value.is_none() {
            self.fault(column, text, problem, None);
        }
        value
    }

    pub(super) fn number(&self, column: &'static str) -> Option<f64> {
        self.parsed(column, "not a finite number", |text| text.parse().ok().filter(|number: &f64| number.is_finite()))
    }

    pub(super) fn distance(&self, column: &'static str) -> Option<Distance> {
        self.parsed(column, "not a length in km: a finite number from 0 on", |text| {
            Distance::from_km(text.parse().ok()?)
        })
    }

    pub(super) fn duration(&self, column: &'static str) -> Option<Duration> {
        self.parsed(column, "not a time in hours: a finite number from 0 on", |text| {
            Duration::from_hours(text.parse().ok()?)
        })
    }

    pub(super) fn capacity(&self, column: &'static str) -> Option<Capacity> {
        self.parsed(column, "not a capacity in Mt a year: a finite number from 0 on", |text| {
            Capacity::from_mt_per_year(text.parse().ok()?)
        })
    }

    pub(super) fn money(&self, column: &'static str) -> Option<Money> {
        self.parsed(column, "not an amount in USD: a finite number from 0 on", |text| {
            Money::from_usd(text.parse().ok()?)
        })
    }

    pub(super) fn speed(&self, column: &'static str) -> Option<Speed> {
        self.parsed(column, "not a speed in km/h: a finite number above 0", |text| {
            Speed::from_km_per_hour(text.parse().ok()?)
        })
    }

    pub(super) fn year(&self, column: &'static str) -> Option<u16> {
        self.parsed(column, "not a year from 1800 to 2200", |text| {
            text.parse().ok().filter(|year| (1800..=2200).contains(year))
        })
    }

    pub(super) fn gauge_mm(&self, column: &'static str) -> Option<u16> {
        self.parsed(column, "not a track gauge in mm: a whole number from 300 to 3000", |text| {
            text.parse().ok().filter(|gauge| (300..=3000).contains(gauge))
        })
    }

    /// `0` or `1` (also `false`, `true`); no when empty.
    pub(super) fn flag(&self, column: &'static str) -> bool {
        self.parsed(column, "neither 0 nor 1", |text| match text.to_lowercase().as_str() {
            "0" | "false" | "no" => Some(false),
            "1" | "true" | "yes" => Some(true),
            _ => None,
        })
        .unwrap_or(false)
    }

    pub(super) fn country(&self, column: &'static str) -> Option<Country> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let found = text.parse().ok();
        if found.is_none() {
            let near = Country::find(text).map(|country| country.code().to_owned()).or_else(|| {
                nearest(text, Country::all().map(|(_, name)| name))
                    .first()
                    .and_then(|name| Country::find(name))
                    .map(|country| country.code().to_owned())
            });
            let help = near.map(|code| format!("did you mean `{code}`?"));
            self.fault(column, text, "not an ISO 3166-1 alpha-2 country code", help);
        }
        found
    }

    /// One of a table of words.
    pub(super) fn word<T: Copy>(
        &self,
        column: &'static str,
        words: impl Iterator<Item = (T, &'static str)> + Clone,
    ) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let found = words.clone().find(|(_, word)| *word == text).map(|(value, _)| value);
        if found.is_none() {
            let all: Vec<&str> = words.map(|(_, word)| word).collect();
            let help = match nearest(text, all.iter().copied()).first() {
                Some(near) => format!("did you mean `{near}`? One of {}", all.join(", ")),
                None => format!("one of {}", all.join(", ")),
            };
            self.fault(column, text, "not a word of this column", Some(help));
        }
        found
    }

    /// A value that must be there, after its parser has had its say.
    pub(super) fn need<T>(&self, column: &'static str, value: Option<T>) -> Option<T> {
        if value.is_none() && self.text(column).is_empty() {
            self.fault(column, "", "the cell is empty", None);
        }
        value
    }

    pub(super) fn provenance(&self) -> Provenance {
        let grade = self.word("grade", Grade::ALL.iter().copied()).unwrap_or_default();
        Provenance::new(grade, self.text("source_id"), self.text("note"))
    }
}

impl Row<'_> {
    /// An issue about one cell of this row.
    pub(super) fn issue(&self, column: &'static str, problem: &str) -> LoadIssue {
        LoadIssue {
            line: Some(self.line()),
            column: Some(column.to_owned()),
            value: Some(self.owned(column)),
            ..LoadIssue::of_file(&self.table.file, problem)
        }
    }

    /// 0 ≤ low ≤ likely ≤ high, and a speed above 0.
    pub(super) fn check_range(&self, value: &Assumption) {
        if !(0.0 <= value.low && value.low <= value.likely && value.likely <= value.high) {
            self.table.fault(self.issue("likely", "not within 0 ≤ low ≤ likely ≤ high"));
        }
        if value.quantity == Quantity::Speed && value.low <= 0.0 {
            self.table.fault(self.issue("low", "a speed must be above 0"));
        }
    }
}
