//! Places and links from GeoJSON.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Import, wkt};
use crate::data::sheet::{Sheet, line_at};
use crate::data::{LoadError, LoadIssue};

#[derive(Deserialize)]
struct Object<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow)]
    features: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    crs: Option<&'a RawValue>,
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    geometry: Option<&'a RawValue>,
    #[serde(borrow)]
    properties: Option<BTreeMap<String, &'a RawValue>>,
}

#[derive(Deserialize)]
struct Shape<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow)]
    coordinates: Option<&'a RawValue>,
}

type Cells = Vec<(String, String, Option<Range<usize>>)>;

struct Reading<'a> {
    text: &'a str,
    nodes: Sheet,
    links: Sheet,
    courses: Sheet,
    issues: Vec<LoadIssue>,
    file: &'a str,
    /// Where the text that was last asked for a line stands, and that line.
    last: (usize, u64),
    /// The id of the place at a point, to five decimals.
    at: HashMap<(i64, i64), String>,
    import: &'a Import,
}

pub(super) fn read(import: &mut Import, file: &str, text: &str) {
    // RFC 8142 puts a record separator before each feature
    let text = text.trim_start_matches('\u{feff}').replace('\u{1e}', " ");
    let sheet = || Sheet::new(file, text.as_str());
    let mut reading = Reading {
        text: &text,
        nodes: sheet(),
        links: sheet(),
        courses: sheet(),
        issues: Vec::new(),
        file,
        last: (0, 1),
        at: HashMap::new(),
        import,
    };
    reading.nodes.header = ["node_id", "name", "country", "x_coord", "y_coord"].map(str::to_owned).into();
    reading.links.header = ["link_id", "from_node_id", "to_node_id", "directed"].map(str::to_owned).into();
    let features = reading.features();
    // a line may come before the place where it ends
    for points in [true, false] {
        for feature in &features {
            reading.feature(feature, points);
        }
    }
    let Reading { nodes, links, courses, issues, .. } = reading;
    import.issues.extend(issues);
    import.add([("node", nodes), ("link", links), ("geometry", courses)]);
}

/// A feature with where it begins.
struct Found<'a> {
    at: usize,
    object: Object<'a>,
    shape: Option<(Shape<'a>, usize)>,
}

impl<'a> Reading<'a> {
    /// Where a part of the text begins in it.
    fn offset(&self, part: &str) -> usize {
        part.as_ptr() as usize - self.text.as_ptr() as usize
    }

    fn span(&self, raw: &RawValue) -> Range<usize> {
        let at = self.offset(raw.get());
        at..at + raw.get().len()
    }

    /// The line of a byte; quick when asked in rising order.
    fn line(&mut self, at: usize) -> u64 {
        if at < self.last.0 {
            self.last = (0, 1);
        }
        self.last = (at, self.last.1 + line_at(&self.text[self.last.0..], at - self.last.0) - 1);
        self.last.1
    }

    fn fault(&mut self, span: Range<usize>, problem: impl Into<String>, help: Option<&str>) {
        let issue = LoadIssue::of_line(self.file, self.line(span.start), problem);
        let issue = LoadIssue { help: help.map(str::to_owned), ..issue };
        // all may stand in one line, and only so many are shown
        let shown = self.issues.len() < LoadError::SHOWN;
        self.issues.push(if shown { issue.in_text(self.text, span) } else { issue });
    }

    /// A fault of a parser, at its place in a part of the text.
    fn broken(&mut self, part: &str, error: &serde_json::Error) {
        let start = self.offset(part);
        let line: usize = part.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let mut at = (start + line + error.column().saturating_sub(1)).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let end = self.text[at..].chars().next().map_or(at, |sign| at + sign.len_utf8());
        let problem = error.to_string();
        let problem = problem.split(" at line ").next().unwrap_or_default().to_owned();
        self.fault(at..end, problem, None);
    }

    fn features(&mut self) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        let text: &'a str = self.text;
        for value in serde_json::Deserializer::from_str(text).into_iter::<&'a RawValue>() {
            let raw = match value {
                Ok(raw) => raw,
                Err(error) => {
                    self.broken(text, &error);
                    break;
                }
            };
            let object = match serde_json::from_str::<Object<'a>>(raw.get()) {
                Ok(object) => object,
                Err(error) => {
                    self.broken(raw.get(), &error);
                    continue;
                }
            };
            if let Some(crs) =
                object.crs.filter(|crs| !["CRS84", "4326", "null"].iter().any(|name| crs.get().contains(name)))
            {
                let span = self.span(crs);
                self.fault(
                    span,
                    "not in WGS 84",
                    Some("RFC 7946 knows longitude and latitude alone; write it anew in EPSG:4326"),
                );
            }
            match (object.kind.as_str(), object.features.clone()) {
                ("FeatureCollection", Some(features)) => {
                    for feature in features {
                        match serde_json::from_str(feature.get()) {
                            Ok(object) => found.extend(self.shaped(feature, object)),
                            Err(error) => self.broken(feature.get(), &error),
                        }
                    }
                }
                ("Feature", _) => found.extend(self.shaped(raw, object)),
                _ => {
                    let start = self.span(raw).start;
                    self.fault(start..start + 1, "neither a FeatureCollection nor a Feature", None);
                }
            }
        }
        found
    }

    fn shaped(&mut self, raw: &'a RawValue, object: Object<'a>) -> Option<Found<'a>> {
        let at = self.offset(raw.get());
        let shape = match object.geometry {
            None => None,
            Some(geometry) => match serde_json::from_str::<Shape<'a>>(geometry.get()) {
                Ok(shape) => Some((shape, self.offset(geometry.get()))),
                Err(error) => {
                    self.broken(geometry.get(), &error);
                    return None;
                }
            },
        };
        Some(Found { at, object, shape })
    }

    /// Takes up a feature: in the first pass the points, in the second all others.
    fn feature(&mut self, found: &Found<'a>, points: bool) {
        let kind = found.shape.as_ref().map_or("null", |(shape, _)| shape.kind.as_str());
        if (kind == "Point") != points {
            return;
        }
        match kind {
            "Point" => {
                if let Some(point) = self.coordinates::<Vec<f64>>(found).and_then(|point| self.position(found, &point))
                {
                    self.place(found, point);
                }
            }
            "LineString" => {
                if let Some(line) = self.coordinates::<Vec<Vec<f64>>>(found) {
                    self.line_feature(found, &[line]);
                }
            }
            "MultiLineString" => {
                if let Some(parts) = self.coordinates::<Vec<Vec<Vec<f64>>>>(found) {
                    self.line_feature(found, &parts);
                }
            }
            _ => {
                let at = found.shape.as_ref().map_or(found.at, |&(_, at)| at);
                let help = Some("a place is a Point, a link a LineString or a MultiLineString");
                self.fault(at..at + 1, format!("a geometry `{kind}` is neither a place nor a link"), help);
            }
        }
    }

    fn coordinates<T: Deserialize<'a>>(&mut self, found: &Found<'a>) -> Option<T> {
        let (shape, at) = found.shape.as_ref()?;
        let Some(raw) = shape.coordinates else {
            self.fault(*at..at + 1, "the geometry has no coordinates", None);
            return None;
        };
        serde_json::from_str(raw.get()).map_err(|error| self.broken(raw.get(), &error)).ok()
    }

    fn position(&mut self, found: &Found<'a>, position: &[f64]) -> Option<[f64; 2]> {
        let point = match position {
            [x, y, ..] => Some([*x, *y]),
            _ => None,
        };
        if point.is_none() {
            let raw = found.shape.as_ref().and_then(|(shape, _)| shape.coordinates);
            let span = raw.map_or(found.at..found.at + 1, |raw| self.span(raw));
            self.fault(span, "a position needs a longitude and a latitude", None);
        }
        point
    }

    /// The properties as cells: numbers as they are written.
    fn cells(&self, table: &str, found: &Found<'a>) -> Cells {
        let mut cells = Vec::new();
        for (name, raw) in found.object.properties.iter().flatten() {
            let text = raw.get();
            let value = match text.as_bytes().first() {
                Some(b'"') => serde_json::from_str::<String>(text).unwrap_or_default(),
                Some(b'n') => String::new(),
                Some(b't') => "1".to_owned(),
                Some(b'f') => "0".to_owned(),
                Some(b'[') => serde_json::from_str::<Vec<String>>(text).unwrap_or_default().join(";"),
                Some(b'{') => continue,
                _ => text.to_owned(),
            };
            cells.push((self.import.renamed(table, name).to_owned(), value, Some(self.span(raw))));
        }
        cells
    }

    fn given(cells: &Cells, name: &str) -> Option<String> {
        cells
            .iter()
            .find(|(column, ..)| column == name)
            .map(|(_, value, _)| value.clone())
            .filter(|value| !value.is_empty())
    }

    /// An id from the properties, from the feature, or by the number of the row.
    fn id(&mut self, found: &Found<'a>, column: &str, cells: &mut Cells, row: usize) -> String {
        if let Some(id) = Self::given(cells, column) {
            return id;
        }
        let of_feature = found.object.id.map(|raw| (raw.get().trim_matches('"').to_owned(), self.span(raw)));
        let (id, span) = match of_feature {
            Some((id, span)) => (id, Some(span)),
            None => (format!("{}-{}", column.trim_end_matches("_id"), row + 1), None),
        };
        cells.retain(|(name, ..)| name != column);
        cells.push((column.to_owned(), id.clone(), span));
        id
    }

    fn place(&mut self, found: &Found<'a>, [x, y]: [f64; 2]) {
        let mut cells = self.cells("node", found);
        let row = self.nodes.rows.len();
        let id = self.id(found, "node_id", &mut cells, row);
        let raw = found.shape.as_ref().and_then(|(shape, _)| shape.coordinates);
        let span = raw.map(|raw| self.span(raw));
        cells.retain(|(name, ..)| name != "x_coord" && name != "y_coord");
        cells.extend(
            [("x_coord", x), ("y_coord", y)].map(|(name, value)| (name.to_owned(), value.to_string(), span.clone())),
        );
        let line = self.line(found.at);
        self.nodes.push(found.at, line, cells);
        self.at.entry(rounded([x, y])).or_insert(id);
    }

    #[allow(clippy::float_cmp, reason = "coordinates are compared as they were written")]
    fn line_feature(&mut self, found: &Found<'a>, parts: &[Vec<Vec<f64>>]) {
        let mut points: Vec<[f64; 2]> = Vec::new();
        for part in parts {
            let part: Option<Vec<[f64; 2]>> = part.iter().map(|position| self.position(found, position)).collect();
            let Some(part) = part else { return };
            match (points.last().copied(), part.first().copied()) {
                // cut in two at the antimeridian, as RFC 7946 has it
                (Some([x, y]), Some([to_x, to_y]))
                    if (x.abs() - 180.0).abs() < 1e-9 && (to_x + x).abs() < 1e-9 && (y - to_y).abs() < 1e-9 =>
                {
                    points.pop();
                    points.extend(&part[1..]);
                }
                (Some([x, y]), Some([to_x, to_y])) if (x - to_x).abs() + (y - to_y).abs() < 1e-9 => {
                    points.extend(&part[1..]);
                }
                (None, _) => points = part,
                _ => {
                    let at = found.shape.as_ref().map_or(found.at, |&(_, at)| at);
                    self.fault(
                        at..at + 1,
                        "the parts of the line do not join end to end",
                        Some("make a feature of each"),
                    );
                    return;
                }
            }
        }
        let [first, .., last] = points[..] else {
            let at = found.shape.as_ref().map_or(found.at, |&(_, at)| at);
            self.fault(at..at + 1, "a line needs two points or more", None);
            return;
        };
        let mut cells = self.cells("link", found);
        let row = self.links.rows.len();
        let id = self.id(found, "link_id", &mut cells, row);
        let country = Self::given(&cells, "country").unwrap_or_default();
        let country_to = Self::given(&cells, "country_to").unwrap_or_else(|| country.clone());
        for (column, point, country) in [("from_node_id", first, country), ("to_node_id", last, country_to)] {
            if Self::given(&cells, column).is_none() {
                let place = self.place_at(found, point, country);
                cells.retain(|(name, ..)| name != column);
                cells.push((column.to_owned(), place, None));
            }
        }
        let line = self.line(found.at);
        let course = [("link_id", id), ("wkt", wkt(&points))];
        self.courses.push(found.at, line, course.map(|(name, value)| (name.to_owned(), value, None)).into());
        self.links.push(found.at, line, cells);
    }

    /// The id of the place at the end of a line, made when there is none.
    fn place_at(&mut self, found: &Found<'a>, [x, y]: [f64; 2], country: String) -> String {
        let key = rounded([x, y]);
        if let Some(id) = self.at.get(&key) {
            return id.clone();
        }
        let id = format!("{} {}", degrees(key.0), degrees(key.1));
        let cells = [
            ("node_id", id.clone()),
            ("name", String::new()),
            ("country", country),
            ("x_coord", x.to_string()),
            ("y_coord", y.to_string()),
        ];
        let line = self.line(found.at);
        self.nodes.push(found.at, line, cells.map(|(name, value)| (name.to_owned(), value, None)).into());
        self.at.insert(key, id.clone());
        id
    }
}

/// A point to five decimals of a degree, about a metre.
#[allow(clippy::cast_possible_truncation, reason = "what is no place on the globe is a fault of its own")]
fn rounded(point: [f64; 2]) -> (i64, i64) {
    let [x, y] = point.map(|degrees| (degrees * 1e5).round() as i64);
    (x, y)
}

#[allow(clippy::cast_precision_loss, reason = "hundred-thousandths of a degree are few")]
fn degrees(rounded: i64) -> f64 {
    rounded as f64 / 1e5
}
