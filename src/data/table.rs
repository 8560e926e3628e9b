//! One table as rows of named cells; every fault is noted with its file, line, column and value.

use std::cell::RefCell;

use geo::Point;

use super::sheet::Sheet;
use super::{LoadError, LoadIssue};
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
    sheet: Sheet,
    columns: Vec<(&'static str, usize)>,
    issues: &'i RefCell<Vec<LoadIssue>>,
}

impl<'i> Table<'i> {
    /// A table of known columns; faults of the header go to `issues`, and rows that are not of its
    /// length are left out.
    pub(super) fn new(sheet: Sheet, columns: &Columns, issues: &'i RefCell<Vec<LoadIssue>>) -> Self {
        let mut table = Self { sheet, columns: Vec::new(), issues };
        let folded: Vec<String> = table.sheet.header.iter().map(|text| text.to_lowercase()).collect();
        if table.sheet.is_csv && !columns.required.iter().any(|name| folded.iter().any(|text| text == name)) {
            let header = &table.sheet.header;
            let other = [(';', "`;`"), ('\t', "tabs")]
                .into_iter()
                .find(|(sign, _)| header.len() == 1 && header[0].contains(*sign));
            let problem = match other {
                Some((_, sign)) => format!("the cells are separated by {sign}, not by commas"),
                None => "the first line is not the header".to_owned(),
            };
            let help = Some(format!("it needs the columns {}", columns.required.join(", ")));
            let issue = table.sheet.header_issue("", &problem);
            table.fault(LoadIssue { help, column: None, ..issue });
            return table;
        }
        table.match_header(columns);
        let broken = std::mem::take(&mut table.sheet.broken);
        issues.borrow_mut().extend(broken);
        table
    }

    fn match_header(&mut self, columns: &Columns) {
        let known = || columns.required.iter().chain(columns.optional);
        let header = self.sheet.header.clone();
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
        let strangers = || header.iter().map(String::as_str).filter(|text| !known().any(|name| name == text));
        for &name in columns.required {
            if !has(name) {
                let usual: &[&str] = match name {
                    "x_coord" => &["lon", "lng", "long", "longitude", "x"],
                    "y_coord" => &["lat", "latitude", "y"],
                    _ => &[],
                };
                let other = strangers().find(|text| usual.iter().any(|word| text.eq_ignore_ascii_case(word)));
                let near = other.map(str::to_owned).or_else(|| nearest(name, strangers()).first().cloned());
                let help = near.map(|near| format!("there is a column `{near}`; rename it to `{name}`"));
                self.header_fault(name, "the column is missing", help);
            }
        }
        // a misspelt optional column would be left out without a word
        for stranger in strangers().filter(|_| self.sheet.names_are_ours) {
            let misspelt = known().find(|name| {
                // the product of both lengths is a table: a long stranger is no slip of the finger
                stranger.len() < 50
                    && !has(name)
                    && !columns.required.contains(name)
                    && strsim::damerau_levenshtein(name, stranger) <= 2
            });
            if let Some(name) = misspelt {
                self.header_fault(stranger, "no column is called so", Some(format!("did you mean `{name}`?")));
            }
        }
    }

    fn header_fault(&self, column: &str, problem: &str, help: Option<String>) {
        let help = help.or_else(|| (!self.sheet.is_csv).then(|| Self::fill_help(column)).flatten());
        self.fault(LoadIssue { help, ..self.sheet.header_issue(column, problem) });
    }

    /// What to do about a column that files of other formats seldom have.
    fn fill_help(column: &str) -> Option<String> {
        Some(match column {
            "mode" => "one value for all: `Import::fill(\"link\", \"mode\", \"rail\")`".to_owned(),
            "country" => "one value for all: `Import::fill(\"node\", \"country\", \"KZ\")`".to_owned(),
            "length_km" => "`Import::measure_lengths()` takes it from the course of each line".to_owned(),
            _ => return None,
        })
    }

    fn fault(&self, issue: LoadIssue) {
        self.issues.borrow_mut().push(issue);
    }

    /// An excerpt is for those faults alone that are told one by one.
    fn issue(&self, row: usize, column: &str, problem: &str) -> LoadIssue {
        let shown = self.issues.borrow().len() < LoadError::SHOWN;
        self.sheet.issue(row, Some(column), problem, shown)
    }

    /// The rows, each as named cells.
    pub(super) fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        (0..self.sheet.rows.len()).map(|at| Row { table: self, at })
    }

    /// Where the rows stand in their file; their cells are let go.
    pub(super) fn into_sheet(mut self) -> Sheet {
        self.sheet.forget_cells();
        self.sheet
    }
}

pub(super) struct Row<'t> {
    table: &'t Table<'t>,
    /// Its number among the rows of the sheet, from 0.
    pub(super) at: usize,
}

impl Row<'_> {
    /// The text of a cell; empty when the table has no such column.
    pub(super) fn text(&self, column: &'static str) -> &str {
        let at = self.table.columns.iter().find(|(name, _)| *name == column);
        at.map_or("", |&(_, at)| self.table.sheet.cell_at(self.at, at))
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
        let issue = self.table.issue(self.at, column, problem);
        self.table.fault(LoadIssue { value: Some(value.to_owned()), help, ..issue });
    }

    /// A cell that must not be empty.
    pub(super) fn required(&self, column: &'static str) -> String {
        let text = self.owned(column);
        if text.is_empty() {
            self.fault(column, &text, "the cell is empty", None);
        }
        text
    }

    /// A number through the constructor of its quantity.
    fn quantity<T>(&self, column: &'static str, what: &str, make: impl FnOnce(f64) -> Option<T>) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let number: Option<f64> = text.parse().ok();
        let value = number.filter(|number| number.is_finite()).and_then(make);
        if value.is_none() {
            let problem = match number {
                None => format!("not {what}"),
                Some(number) if !number.is_finite() => format!("not {what}: it must be finite"),
                Some(number) if number < 0.0 => format!("not {what}: it must not be below 0"),
                Some(0.0) => format!("not {what}: it must be above 0"),
                Some(_) => format!("not {what}: it is too large to count"),
            };
            let help = if number.is_none() { meant(text) } else { None };
            self.fault(column, text, &problem, help);
        }
        value
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
        self.quantity(column, "a number", Some)
    }

    pub(super) fn distance(&self, column: &'static str) -> Option<Distance> {
        self.quantity(column, "a length in km", Distance::from_km)
    }

    pub(super) fn duration(&self, column: &'static str) -> Option<Duration> {
        self.quantity(column, "a time in hours", Duration::from_hours)
    }

    pub(super) fn capacity(&self, column: &'static str) -> Option<Capacity> {
        self.parsed(column, "not a capacity in Mt a year: a finite number from 0 on", |text| {
            Capacity::from_mt_per_year(text.parse().ok()?)
        })
    }

    pub(super) fn money(&self, column: &'static str) -> Option<Money> {
        self.quantity(column, "an amount in USD", Money::from_usd)
    }

    pub(super) fn speed(&self, column: &'static str) -> Option<Speed> {
        self.quantity(column, "a speed in km/h", Speed::from_km_per_hour)
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

    /// The points of a `LINESTRING(x y, x y, …)`.
    pub(super) fn line_string(&self, column: &'static str) -> Option<Vec<Point<f64>>> {
        self.parsed(column, "not a WKT line: `LINESTRING(x y, x y, …)`", super::import::points)
    }

    /// One of a table of words.
    pub(super) fn word<T: Copy>(
        &self,
        column: &'static str,
        words: impl Iterator<Item = (T, &'static str)> + Clone,
    ) -> Option<T> {
        self.word_of(column, self.text(column), words)
    }

    /// The words between semicolons.
    pub(super) fn words<T: Copy>(
        &self,
        column: &'static str,
        words: &(impl Iterator<Item = (T, &'static str)> + Clone),
    ) -> Vec<T> {
        self.list(column).iter().filter_map(|text| self.word_of(column, text, words.clone())).collect()
    }

    fn word_of<T: Copy>(
        &self,
        column: &str,
        text: &str,
        words: impl Iterator<Item = (T, &'static str)> + Clone,
    ) -> Option<T> {
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
        LoadIssue { value: Some(self.owned(column)), ..self.table.issue(self.at, column, problem) }
    }

    /// 0 ≤ low ≤ likely ≤ high, and a speed above 0.
    pub(super) fn check_range(&self, value: &Assumption) {
        let Assumption { low, likely, high, .. } = *value;
        let (column, problem) = if likely < 0.0 {
            ("likely", "below 0")
        } else if low < 0.0 {
            ("low", "below 0")
        } else if low > high {
            ("low", "above high")
        } else if likely < low {
            ("likely", "below low")
        } else if likely > high {
            ("likely", "above high")
        } else if value.quantity == Quantity::Speed && low <= 0.0 {
            ("low", "a speed must be above 0")
        } else {
            return;
        };
        let issue = self.issue(column, problem);
        self.table.fault(issue);
    }
}

/// The numbers that one with commas may be: of thousands, or of a decimal comma.
fn meant(text: &str) -> Option<String> {
    let of_three = |group: &str| group.split('.').next().is_some_and(|digits| digits.len() == 3);
    let whole = text.split(',').skip(1).all(of_three).then(|| text.replace(',', ""));
    let numbers = whole.into_iter().chain([text.replace(',', ".")]).filter(|number| number.parse::<f64>().is_ok());
    let numbers: Vec<String> = numbers.map(|number| format!("`{number}`")).collect();
    (!numbers.is_empty()).then(|| format!("did you mean {}?", numbers.join(" or ")))
}
