//! The tables as text, the exceptions, and the geometry that several checks share.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use country_boundaries::{BOUNDARIES_ODBL_360X180, CountryBoundaries, LatLon};
use geo::{Destination as _, Distance as _, Geodesic, Haversine, InterpolatePoint as _, Point};

/// One row, by column.
pub(crate) struct Row(HashMap<String, String>);

impl Row {
    /// The text of a column; empty when the table has no such column.
    pub(crate) fn get(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    pub(crate) fn has(&self, column: &str) -> bool {
        self.0.contains_key(column)
    }

    /// The number in a column; `None` when it is empty.
    pub(crate) fn number(&self, column: &str) -> Option<f64> {
        let text = self.get(column);
        (!text.is_empty()).then(|| text.parse().unwrap_or_else(|_| panic!("`{column}`: `{text}` is not a number")))
    }

    pub(crate) fn point(&self) -> Point<f64> {
        let coordinate = |column| self.number(column).unwrap_or_else(|| panic!("`{column}` is empty"));
        Point::new(coordinate("x_coord"), coordinate("y_coord"))
    }

    pub(crate) fn is_open(&self) -> bool {
        self.get("status") == "open"
    }
}

fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("network")
}

/// The names of all tables.
pub(crate) fn tables() -> BTreeSet<String> {
    let files = fs::read_dir(directory()).expect("the directory of the tables");
    let names = files.filter_map(|file| Some(file.ok()?.file_name().to_str()?.strip_suffix(".csv")?.to_owned()));
    names.collect()
}

/// The rows of a table.
pub(crate) fn table(name: &str) -> Vec<Row> {
    let path = directory().join(format!("{name}.csv"));
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let rows = reader.deserialize().map(|row| row.unwrap_or_else(|error| panic!("{name}.csv: {error}")));
    rows.map(Row).collect()
}

/// The places by id.
pub(crate) fn places() -> HashMap<String, Row> {
    table("node").into_iter().map(|row| (row.get("node_id").to_owned(), row)).collect()
}

/// Where each link with a shape of its own runs.
pub(crate) fn shapes() -> HashMap<String, Vec<Point<f64>>> {
    if !tables().contains("geometry") {
        return HashMap::new();
    }
    let number = |text: &str| text.parse::<f64>().unwrap_or_else(|_| panic!("geometry.csv: `{text}`"));
    let shape = |row: Row| {
        let text = row.get("wkt");
        let inner = text.strip_prefix("LINESTRING").map(|rest| rest.trim().trim_matches(['(', ')']));
        let inner = inner.unwrap_or_else(|| panic!("geometry.csv: `{text}` is not a LINESTRING"));
        let points = inner.split(',').map(|pair| {
            let (x, y) = pair.trim().split_once(' ').unwrap_or_else(|| panic!("geometry.csv: `{pair}`"));
            Point::new(number(x), number(y.trim()))
        });
        (row.get("link_id").to_owned(), points.collect())
    };
    table("geometry").into_iter().map(shape).collect()
}

/// What a check found wrong, by id of the row.
pub(crate) type Findings = BTreeMap<String, String>;

/// Fails on each finding without an exception, and on each exception without a finding.
pub(crate) fn judge(table_name: &str, check: &str, mut findings: Findings) {
    let exceptions = table("exception");
    let mine = exceptions.iter().filter(|row| row.get("table") == table_name && row.get("check") == check);
    let mut idle = Vec::new();
    for row in mine {
        if findings.remove(row.get("id")).is_none() {
            idle.push(row.get("id"));
        }
    }
    let listed: Vec<String> =
        findings.iter().map(|(id, what)| format!("  {table_name},{id},{check}: {what}")).collect();
    assert!(findings.is_empty(), "{} without an exception:\n{}", findings.len(), listed.join("\n"));
    assert!(idle.is_empty(), "`{check}`: exceptions of `{table_name}` that are not needed: {idle:?}");
}

static BOUNDARIES: LazyLock<CountryBoundaries> =
    LazyLock::new(|| CountryBoundaries::from_reader(BOUNDARIES_ODBL_360X180).expect("the bundled boundaries"));

/// The countries that a point lies in, by the boundaries of OpenStreetMap; none on the high seas.
///
/// Crimea stands under Russia there; here it is in Ukraine, as the United Nations have it.
pub(crate) fn countries_at(point: Point<f64>) -> Vec<&'static str> {
    let position = LatLon::new(point.y(), point.x()).expect("coordinates on the globe");
    let crimea = (32.4..36.58).contains(&point.x()) && (44.3..46.2).contains(&point.y());
    let ids = BOUNDARIES.ids(position).into_iter().filter(|id| id.len() == 2);
    ids.map(|id| if crimea && id == "RU" { "UA" } else { id }).collect()
}

/// A point and those around it, out to a distance.
pub(crate) fn around(point: Point<f64>, km: f64) -> impl Iterator<Item = Point<f64>> {
    let rings = [0.33, 0.67, 1.0].into_iter().flat_map(move |share| {
        let bearings = (0..16_u32).map(|step| f64::from(step) * 22.5);
        bearings.map(move |bearing| Haversine.destination(point, bearing, share * km * 1000.0))
    });
    std::iter::once(point).chain(rings)
}

/// Points along a line, evenly spaced, both ends left out.
pub(crate) fn along(line: &[Point<f64>], count: u32) -> Vec<Point<f64>> {
    let lengths: Vec<f64> = line.windows(2).map(|pair| Haversine.distance(pair[0], pair[1])).collect();
    let total: f64 = lengths.iter().sum();
    let mut points = Vec::new();
    for step in 1..=count {
        let mut rest = total * f64::from(step) / f64::from(count + 1);
        for (pair, length) in line.windows(2).zip(&lengths) {
            if rest <= *length {
                points.push(Haversine.point_at_ratio_between(pair[0], pair[1], rest / length));
                break;
            }
            rest -= length;
        }
    }
    points
}

/// The length of the straight way on the ellipsoid, in kilometres.
pub(crate) fn straight_km(from: Point<f64>, to: Point<f64>) -> f64 {
    Geodesic.distance(from, to) / 1000.0
}

/// Sets of things that hang together.
#[derive(Default)]
pub(crate) struct Groups {
    parents: Vec<usize>,
}

impl Groups {
    pub(crate) fn new(count: usize) -> Self {
        Self { parents: (0..count).collect() }
    }

    pub(crate) fn root(&self, mut at: usize) -> usize {
        while self.parents[at] != at {
            at = self.parents[at];
        }
        at
    }

    pub(crate) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b)] = a.min(b);
    }
}

#[test]
fn helpers_know_the_map() {
    assert_eq!(countries_at(Point::new(71.45, 51.18)), ["KZ"]);
    assert_eq!(countries_at(Point::new(34.10, 44.95)), ["UA"]);
    assert_eq!(countries_at(Point::new(41.02, 43.00)), ["GE"]);
    assert!(countries_at(Point::new(60.0, 5.0)).is_empty());
    let line = [Point::new(0.0, 0.0), Point::new(3.0, 0.0), Point::new(4.0, 0.0)];
    let middle = along(&line, 3)[1];
    assert!((middle.x() - 2.0).abs() < 1e-6 && middle.y().abs() < 1e-6);
}
