//! Routes and corridors as `GeoJSON` (RFC 7946).

use geojson::{Feature, FeatureCollection, Geometry, GeometryValue, JsonObject, JsonValue, Position};

use super::json::{ValuesJson, cut_json};
use crate::dependence::DependenceReport;
use crate::network::{LinkId, Network, PlaceId};
use crate::redundancy::Cut;
use crate::route::Route;

/// The line through these places; in parts where it crosses the antimeridian.
fn line(network: &Network, places: &[PlaceId]) -> Geometry {
    let mut parts: Vec<Vec<[f64; 2]>> = vec![Vec::new()];
    for &place in places {
        let here = [network[place].point.x(), network[place].point.y()];
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

fn feature(network: &Network, places: &[PlaceId], properties: JsonObject) -> Feature {
    Feature { geometry: Some(line(network, places)), properties: Some(properties), ..Feature::default() }
}

fn text(features: Vec<Feature>) -> String {
    FeatureCollection { features, bbox: None, foreign_members: None }.to_string()
}

/// The places along links that join end to end, from the origin on.
fn along(network: &Network, origin: PlaceId, links: impl Iterator<Item = LinkId>) -> Vec<PlaceId> {
    let mut places = vec![origin];
    for link in links {
        let here = places[places.len() - 1];
        places.extend(network[link].other_end(here));
    }
    places
}

impl Route<'_> {
    /// One feature a link, with its values; straight between places.
    #[must_use]
    pub fn to_geojson(&self) -> String {
        let network = self.network();
        let travelled = self.legs().iter().filter_map(|leg| Some((leg, leg.link()?)));
        let features = travelled.map(|(leg, link)| {
            let mut object = properties(ValuesJson::from(leg.values()));
            object.insert("link_id".into(), network[link].id.clone().into());
            object.insert("mode".into(), network[link].mode.word().into());
            feature(network, &[leg.from, leg.to], object)
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
            let ends = if member.from == member.to { vec![member.from] } else { vec![member.from, member.to] };
            feature(network, &ends, object)
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
            let places = along(self.network, corridor.origin, corridor.links.iter().copied());
            features.push(feature(self.network, &places, object));
            if let Some(replacement) = &row.replacement {
                let mut object = properties(ValuesJson::from(replacement.values()));
                object.insert("id".into(), corridor.id.clone().into());
                object.insert("role".into(), "replacement".into());
                features.push(feature(self.network, &replacement.places(), object));
            }
        }
        text(features)
    }
}
