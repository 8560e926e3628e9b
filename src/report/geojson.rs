//! Networks, routes and corridors as GeoJSON (RFC 7946), with the colours of the maps: as `stroke` and
//! `stroke-width` (simplestyle: geojson.io, GitHub) and as `lineColor` and `lineWidth` (kepler.gl).

use geo::Point;
use geojson::{Feature, FeatureCollection, Geometry, GeometryValue, JsonObject, JsonValue, Position};

use super::Grid;
use super::json::{ValuesJson, cut_json};
use super::svg::{FAINT, KINDS, Stroke, look_of, shade};
use crate::dependence::DependenceReport;
use crate::network::{Link, LinkId, Network, PlaceId};
use crate::redundancy::Cut;
use crate::route::Route;

/// The line through these points; in parts where it crosses the antimeridian.
fn line(points: &[Point<f64>]) -> Geometry {
    let mut parts: Vec<Vec<[f64; 2]>> = vec![Vec::new()];
    for point in points {
        let here = [point.x(), point.y()];
        if let Some(&[x, y]) = parts.last().and_then(|part| part.last())
            && (here[0] - x).abs() > 180.0
        {
            // both halves end on the meridian, at the latitude where the line meets it
            let edge = 180.0_f64.copysign(x);
            let unrolled = here[0] + 2.0 * edge;
            let crossing = y + (here[1] - y) * (edge - x) / (unrolled - x);
            if let Some(part) = parts.last_mut() {
                part.push([edge, crossing]);
            }
            parts.push(vec![[-edge, crossing]]);
        }
        if let Some(part) = parts.last_mut() {
            part.push(here);
        }
    }
    let positions = |part: &Vec<[f64; 2]>| part.iter().map(|point| Position::from(point.to_vec())).collect::<Vec<_>>();
    let value = match &parts[..] {
        [only] if only.len() > 1 => GeometryValue::LineString { coordinates: positions(only) },
        [only] => GeometryValue::MultiPoint { coordinates: positions(only) },
        several => GeometryValue::MultiLineString { coordinates: several.iter().map(positions).collect() },
    };
    Geometry::new(value)
}

fn properties(value: impl serde::Serialize) -> JsonObject {
    match serde_json::to_value(value) {
        Ok(JsonValue::Object(object)) => object,
        _ => JsonObject::new(),
    }
}

/// How the feature is drawn where nobody says otherwise.
fn styled(mut object: JsonObject, stroke: Stroke) -> JsonObject {
    let part =
        |at: usize| u8::from_str_radix(stroke.colour.get(at..at + 2).unwrap_or_default(), 16).unwrap_or_default();
    object.insert("stroke".into(), stroke.colour.into());
    object.insert("stroke-width".into(), stroke.width.into());
    object.insert("lineColor".into(), vec![part(1), part(3), part(5)].into());
    object.insert("lineWidth".into(), stroke.width.into());
    object
}

fn feature(points: &[Point<f64>], properties: JsonObject) -> Feature {
    Feature { geometry: Some(line(points)), properties: Some(properties), ..Feature::default() }
}

fn text(features: Vec<Feature>) -> String {
    FeatureCollection { features, bbox: None, foreign_members: None }.to_string()
}

/// The points along links that join end to end, from the origin on; each meeting point once.
fn along(network: &Network, origin: PlaceId, links: impl Iterator<Item = LinkId>) -> Vec<Point<f64>> {
    let mut here = origin;
    let mut points = vec![network[origin].point];
    for link in links {
        points.extend(network.course(link, network[link].from == here).into_iter().skip(1));
        here = network[link].other_end(here).unwrap_or(here);
    }
    points
}

impl Route<'_> {
    /// One feature a link, with its values, along its course in the direction of travel.
    #[must_use]
    pub fn to_geojson(&self) -> String {
        let network = self.network();
        let travelled = self.legs().iter().filter_map(|leg| Some((leg, leg.link()?)));
        let features = travelled.map(|(leg, link)| {
            let mut object = properties(ValuesJson::from(leg.values()));
            object.insert("link_id".into(), network[link].id.to_string().into());
            object.insert("mode".into(), network[link].mode.word().into());
            let (_, stroke, _) = look_of(&network[link], network.as_of_year());
            feature(&network.course(link, network[link].from == leg.from), styled(object, stroke))
        });
        text(features.collect())
    }
}

impl Cut {
    /// One feature a closed link or transfer, with why it is closed and the role `cut`.
    #[must_use]
    pub fn to_geojson(&self, network: &Network) -> String {
        let members = self.members.iter().zip(cut_json(network, self));
        let features = members.map(|(member, figures)| {
            let mut object = properties(figures);
            object.insert("role".into(), "cut".into());
            let mut ends = vec![network[member.from].point, network[member.to].point];
            ends.dedup();
            feature(&ends, styled(object, Stroke::new(KINDS[1], 4.0)))
        });
        text(features.collect())
    }
}

impl DependenceReport<'_> {
    /// One feature a corridor and one for its replacement, with the row's figures as properties.
    #[must_use]
    pub fn to_geojson(&self) -> String {
        let json = self.to_json();
        let mut features = Vec::new();
        for row in &self.rows {
            let corridor = &self.network[row.corridor];
            let Some(figures) = json.corridors.iter().find(|one| one.id == corridor.id) else { continue };
            let mut object = properties(figures);
            object.insert("role".into(), "corridor".into());
            let points = along(self.network, corridor.origin, corridor.links.iter().copied());
            let colour = row.network.dependence().map_or(KINDS[4], shade);
            features.push(feature(&points, styled(object, Stroke::new(colour, 4.0))));
            if let Some(replacement) = &row.replacement {
                let mut object = properties(ValuesJson::from(replacement.values()));
                object.insert("id".into(), corridor.id.clone().into());
                object.insert("role".into(), "replacement".into());
                let points = along(self.network, replacement.origin(), replacement.links());
                features.push(feature(&points, styled(object, Stroke::new(FAINT, 2.0))));
            }
        }
        text(features)
    }
}

impl Network {
    /// Every place and link with its attributes, along its course; with a year, only the links in
    /// use in it and the places they join.
    #[must_use]
    pub fn to_geojson(&self, year: Option<u16>) -> String {
        let (links, places) = (self.link_grid(year), self.place_grid(year));
        let records = |grid: &Grid, row: usize| -> JsonObject {
            let cells = grid.header.iter().zip(&grid.rows[row]);
            cells.map(|(&name, cell)| (name.to_owned(), value(name, cell))).collect()
        };
        let ids = self.links().filter(|(_, link)| year.is_none_or(|year| link.is_open_in(year)));
        let drawn = |(row, (id, link)): (usize, (LinkId, &Link))| {
            let (_, stroke, _) = look_of(link, year.unwrap_or(self.as_of_year()));
            feature(&self.course(id, true), styled(records(&links, row), stroke))
        };
        let mut features: Vec<Feature> = ids.enumerate().map(drawn).collect();
        features.extend(places.rows.iter().enumerate().filter_map(|(row, cells)| {
            let point = self[self.place(&cells[0]).ok()?].point;
            let geometry =
                Geometry::new(GeometryValue::Point { coordinates: Position::from(vec![point.x(), point.y()]) });
            let mut object = records(&places, row);
            object.insert("marker-size".into(), "small".into());
            Some(Feature { geometry: Some(geometry), properties: Some(object), ..Feature::default() })
        }));
        text(features)
    }
}

/// A cell as JSON: numbers in columns of numbers, `null` where it is empty.
fn value(column: &str, cell: &str) -> JsonValue {
    let numeric = ["_km", "_mm", "_year", "_coord"].iter().any(|unit| column.ends_with(unit));
    match (cell.parse::<i64>(), cell.parse::<f64>()) {
        _ if cell.is_empty() => JsonValue::Null,
        (Ok(whole), _) if numeric => whole.into(),
        (_, Ok(number)) if numeric => number.into(),
        _ => cell.into(),
    }
}
