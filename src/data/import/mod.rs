//! A network from files of any format that can say what it holds.

mod geojson;
mod gmns;
mod graphml;

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use geo::{Distance as _, Geodesic, Point};

use super::rows::TABLES;
use super::sheet::Sheet;
use super::{LoadError, LoadIssue, assemble};
use crate::network::{Network, nearest};

/// Collects tables from CSV, GeoJSON, GraphML and GMNS, and makes one network of them.
///
/// Whatever the format, a value goes by the name of its column in the tables of
/// [`Network::from_dir`]: a GeoJSON line has its `mode` and `length_km` as properties, a GraphML edge
/// as data. Columns that are called otherwise are named with [`rename`](Self::rename); what a file
/// does not say at all is said for all rows with [`fill`](Self::fill). Nothing is guessed.
///
/// Neither GeoJSON nor GraphML tells where gauge and mode can change: add a `transfer` table, or
/// leave it out and changing mode is free while gauges stay apart.
///
/// # Errors
/// None before [`build`](Self::build), which tells every fault of every file at once.
///
/// ```
/// use landbridge::{Import, Network};
/// let lines = r#"{"type": "FeatureCollection", "features": [{"type": "Feature",
///     "properties": {"km": 800, "ref": "almaty-dostyk"},
///     "geometry": {"type": "LineString", "coordinates": [[76.95, 43.25], [78.9, 45.0], [82.5, 45.2]]}}]}"#;
/// let network = Import::new()
///     .geojson("lines.geojson", lines.as_bytes())
///     .rename("link", "km", "length_km")
///     .rename("link", "ref", "link_id")
///     .fill("link", "mode", "rail")
///     .fill("node", "country", "KZ")
///     .build()?;
/// assert_eq!(network[network.link("almaty-dostyk")?].length.as_km(), 800.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Default)]
#[must_use]
pub struct Import {
    sources: Vec<Source>,
    pub(super) sheets: Vec<(&'static str, Sheet)>,
    pub(super) package: Option<(String, String)>,
    pub(super) issues: Vec<LoadIssue>,
    renames: Vec<[String; 3]>,
    fills: Vec<[String; 3]>,
    measured: bool,
}

/// What was given, to be read once all options are known.
enum Source {
    Csv { table: &'static str, file: String, text: String },
    GeoJson { file: String, text: String },
    GraphMl { file: String, text: String },
    Gmns(PathBuf),
}

/// The most bytes that one file may have.
const LARGEST: u64 = 1 << 30;

impl Import {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one table of CSV by its name, with or without `.csv`; also `datapackage.json`.
    pub fn table(self, name: &str, reader: impl Read) -> Self {
        self.read(name, reader, |import, text| import.add_text(name, text))
    }

    /// Adds GeoJSON (RFC 7946, or one feature a line): points are places, lines are links. `file` is
    /// the name used in messages.
    ///
    /// A line joins the places that its `from_node_id` and `to_node_id` name. Without them it joins
    /// the places at its ends, to five decimals of a degree; where there is none, one is made, in the
    /// line's `country` and, at its end, `country_to`. The course between is kept.
    pub fn geojson(self, file: &str, reader: impl Read) -> Self {
        let file = file.to_owned();
        self.read(&file.clone(), reader, |import, text| import.sources.push(Source::GeoJson { file, text }))
    }

    /// Adds GraphML, as NetworkX, igraph, Gephi and this library write it: nodes are places, edges
    /// are links. Entities, nested graphs, hyperedges and ports are faults. `file` is the name used
    /// in messages.
    pub fn graphml(self, file: &str, reader: impl Read) -> Self {
        let file = file.to_owned();
        self.read(&file.clone(), reader, |import, text| import.sources.push(Source::GraphMl { file, text }))
    }

    /// Adds all tables of a directory, as [`Network::from_dir`] does.
    pub fn dir(mut self, directory: impl AsRef<Path>) -> Self {
        let directory = directory.as_ref();
        if let Some(issue) = no_directory(directory) {
            self.issues.push(issue);
            return self;
        }
        for &(table, ref columns) in &TABLES {
            let before = self.issues.len();
            let (file, required) = (format!("{table}.csv"), ["node", "link"].contains(&table));
            match self.open(directory, &file) {
                Some((file, text)) => self.sources.push(Source::Csv { table, file, text }),
                None if required && self.issues.len() == before => {
                    let path = directory.join(&file).display().to_string();
                    let help = Some(format!("it needs the columns {}", columns.required.join(", ")));
                    self.issues.push(LoadIssue { help, ..LoadIssue::of_file(&path, "the file is missing") });
                }
                None => {}
            }
        }
        if let Some(package) = self.open(directory, "datapackage.json") {
            self.package = Some(package);
        }
        self
    }

    /// Adds a directory of GMNS: `node.csv` and `link.csv`, `geometry.csv` and `config.csv` where
    /// they are there.
    ///
    /// `length` and `free_speed` are in the units that `config.csv` states (`long_length`, `speed`);
    /// `facility_type` is the class of a link. GMNS has no country and no mode: give them columns of
    /// these names, or [`fill`](Self::fill) them.
    pub fn gmns(mut self, directory: impl AsRef<Path>) -> Self {
        match no_directory(directory.as_ref()) {
            Some(issue) => self.issues.push(issue),
            None => self.sources.push(Source::Gmns(directory.as_ref().to_owned())),
        }
        self
    }

    /// Takes a column by another name: the table, the name in the file, the name it stands for.
    pub fn rename(mut self, table: &str, from: &str, to: &str) -> Self {
        self.renames.push([table, from, to].map(str::to_owned));
        self
    }

    /// Gives a column of a table a value wherever it has none.
    pub fn fill(mut self, table: &str, column: &str, value: &str) -> Self {
        self.fills.push([table, column, value].map(str::to_owned));
        self
    }

    /// Takes the length of a link without one from its course, along the ellipsoid. A course with
    /// few points is shorter than the line itself.
    pub fn measure_lengths(mut self) -> Self {
        self.measured = true;
        self
    }

    /// Makes the network.
    ///
    /// # Errors
    /// Every fault of every file, with its place in the file and, where one can be told, what would
    /// be right.
    pub fn build(mut self) -> Result<Network, LoadError> {
        let (renames, fills) = (self.renames.clone(), self.fills.clone());
        let named = renames.iter().map(|[table, _, to]| (table, to, "rename"));
        let filled = fills.iter().map(|[table, column, _]| (table, column, "fill"));
        self.issues.extend(named.chain(filled).filter_map(|(table, column, option)| unknown(table, column, option)));
        for source in std::mem::take(&mut self.sources) {
            match source {
                Source::Csv { table, file, text } => self.csv(table, &file, &text),
                Source::GeoJson { file, text } => geojson::read(&mut self, &file, &text),
                Source::GraphMl { file, text } => graphml::read(&mut self, &file, &text),
                Source::Gmns(directory) => gmns::read(&mut self, &directory),
            }
        }
        for [table, column, value] in &fills {
            for (_, sheet) in self.sheets.iter_mut().filter(|(name, _)| name == table) {
                for row in 0..sheet.rows.len() {
                    if sheet.cell(row, column).is_empty() {
                        sheet.set(row, column, value);
                    }
                }
            }
        }
        if self.measured {
            self.measure();
        }
        assemble::network(self)
    }

    fn measure(&mut self) {
        let mut courses = std::collections::HashMap::new();
        for (_, sheet) in self.sheets.iter().filter(|(name, _)| *name == "geometry") {
            for row in 0..sheet.rows.len() {
                if let Some(points) = points(sheet.cell(row, "wkt")) {
                    let metres: f64 = points.windows(2).map(|pair| Geodesic.distance(pair[0], pair[1])).sum();
                    courses.insert(sheet.cell(row, "link_id").to_owned(), metres);
                }
            }
        }
        for (_, sheet) in self.sheets.iter_mut().filter(|(name, _)| *name == "link") {
            for row in 0..sheet.rows.len() {
                if let Some(metres) = courses.get(sheet.cell(row, "link_id"))
                    && sheet.cell(row, "length_km").is_empty()
                {
                    sheet.set(row, "length_km", &format!("{:.3}", metres / 1e3));
                }
            }
        }
    }

    /// The whole of a reader as text.
    fn read(mut self, file: &str, reader: impl Read, then: impl FnOnce(&mut Self, String)) -> Self {
        let mut bytes = Vec::new();
        let fault = match reader.take(LARGEST + 1).read_to_end(&mut bytes) {
            Err(error) => (None, format!("cannot be read: {error}")),
            Ok(length) if length as u64 > LARGEST => (None, format!("more than {} MB", LARGEST / 1_000_000)),
            Ok(_) => match String::from_utf8(bytes) {
                Ok(text) => {
                    then(&mut self, text);
                    return self;
                }
                Err(error) => {
                    let valid = error.utf8_error().valid_up_to();
                    let line = error.as_bytes()[..valid].split(|byte| *byte == b'\n').count() as u64;
                    (Some(line), "the file is not UTF-8 text; save it as UTF-8".to_owned())
                }
            },
        };
        self.issues.push(LoadIssue { line: fault.0, ..LoadIssue::of_file(file, fault.1) });
        self
    }

    /// A file of a directory, with the name it has in messages; `None` when it is not there, or with
    /// an issue more.
    fn open(&mut self, directory: &Path, name: &str) -> Option<(String, String)> {
        let path = directory.join(name);
        let shown = path.display().to_string();
        let file = match std::fs::File::open(&path) {
            _ if path.is_dir() => {
                self.issues.push(LoadIssue::of_file(&shown, "this is a directory, not a file"));
                return None;
            }
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return None,
            Err(error) => {
                self.issues.push(LoadIssue::of_file(&shown, format!("cannot be read: {error}")));
                return None;
            }
        };
        let mut text = None;
        let import = std::mem::take(self);
        *self = import.read(&shown, file, |_, read| text = Some(read));
        text.map(|text| (shown, text))
    }

    /// Adds what a file of another format holds.
    fn add<const N: usize>(&mut self, sheets: [(&'static str, Sheet); N]) {
        self.sheets.extend(sheets.into_iter().filter(|(_, sheet)| !sheet.rows.is_empty()));
    }

    /// Adds one table of CSV that is in memory.
    pub(super) fn text(mut self, name: &str, text: &str) -> Self {
        self.add_text(name, text.to_owned());
        self
    }

    fn add_text(&mut self, name: &str, text: String) {
        if name == "datapackage.json" {
            self.package = Some((name.to_owned(), text));
            return;
        }
        let stem = name.strip_suffix(".csv").unwrap_or(name);
        if let Some(&(table, _)) = TABLES.iter().find(|(table, _)| *table == stem) {
            self.sources.push(Source::Csv { table, file: format!("{stem}.csv"), text });
        } else {
            self.issues.extend(unknown(stem, "", "table").map(|issue| LoadIssue { file: name.to_owned(), ..issue }));
        }
    }

    fn csv(&mut self, table: &'static str, file: &str, text: &str) {
        let columns = TABLES.iter().find(|(name, _)| *name == table).map(|(_, columns)| columns);
        match Sheet::csv(file, text, columns.map_or(&[], |columns| columns.required)) {
            Ok(mut sheet) => {
                for name in &mut sheet.header {
                    *name = self.renamed(table, name).to_owned();
                }
                self.sheets.push((table, sheet));
            }
            Err(issue) => self.issues.push(*issue),
        }
    }

    /// What a column of a file stands for.
    fn renamed<'c>(&'c self, table: &str, column: &'c str) -> &'c str {
        let renames = self.renames.iter();
        let found = renames.rev().find(|[of, from, _]| of == table && from == column);
        found.map_or(column, |[.., to]| to)
    }
}

fn no_directory(directory: &Path) -> Option<LoadIssue> {
    let problem = match (directory.is_dir(), directory.exists()) {
        (true, _) => return None,
        (_, true) => "this is not a directory",
        _ => "there is no such directory",
    };
    Some(LoadIssue::of_file(&directory.display().to_string(), problem))
}

/// The fault of an option that names no table, or no column of it.
fn unknown(table: &str, column: &str, option: &str) -> Option<LoadIssue> {
    let near = |name, among: &mut dyn Iterator<Item = &'static str>| {
        nearest(name, among).first().map(|near| format!("did you mean `{near}`?"))
    };
    let issue = |problem, value: &str, help| {
        let file = format!("Import::{option}");
        Some(LoadIssue { value: Some(value.to_owned()), help, ..LoadIssue::of_file(&file, problem) })
    };
    let Some((_, columns)) = TABLES.iter().find(|(name, _)| *name == table) else {
        return issue("there is no table of this name", table, near(table, &mut TABLES.iter().map(|(name, _)| *name)));
    };
    let mut all = columns.required.iter().chain(columns.optional).copied();
    if column.is_empty() || all.clone().any(|name| name == column) {
        return None;
    }
    issue("the table has no column of this name", column, near(column, &mut all))
}

/// The points of a WKT line.
pub(super) fn points(wkt: &str) -> Option<Vec<Point<f64>>> {
    let inner = wkt.strip_prefix("LINESTRING")?.trim_start().strip_prefix('(')?.strip_suffix(')')?;
    let point = |pair: &str| {
        let (x, y) = pair.trim().split_once(' ')?;
        // a third number is a height
        let y = y.trim_start().split(' ').next()?;
        Some(Point::new(x.parse().ok()?, y.parse().ok()?))
    };
    inner.split(',').map(point).collect()
}

/// A WKT line through points.
fn wkt(points: &[[f64; 2]]) -> String {
    let pairs: Vec<String> = points.iter().map(|[x, y]| format!("{x} {y}")).collect();
    format!("LINESTRING({})", pairs.join(", "))
}
