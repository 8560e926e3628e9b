//! Places in their countries, links through their countries, borders between neighbours, lengths.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use geo::Point;

use crate::support::{Findings, Row, along, around, countries_at, judge, places, shapes, straight_km, table};

#[test]
fn places_lie_in_their_countries() {
    let mut findings = Findings::new();
    for (id, place) in places() {
        let country = place.get("country");
        if place.get("node_type") == "sea" {
            continue;
        }
        // ports stand at the edge of the land, border stations at the edge of the country
        let km = if matches!(place.get("node_type"), "border" | "port") { 8.0 } else { 3.0 };
        if !around(place.point(), km).any(|point| countries_at(point).contains(&country)) {
            let found = countries_at(place.point());
            findings.insert(id, format!("`{country}`, but the boundaries say {found:?}"));
        }
    }
    judge("node", "place-country", findings);
}

/// The boundaries hold territorial waters, 12 nautical miles wide, and are drawn coarsely there.
const OPEN_WATER_KM: f64 = 30.0;

/// Turning points in straits and near coasts, checked by hand against a coastline.
#[derive(serde::Deserialize)]
struct NarrowWaters {
    points: HashMap<String, [f64; 2]>,
}

#[test]
fn turning_points_at_sea_are_off_the_land() {
    let fixture = include_str!("../fixtures/narrow_waters.json");
    let NarrowWaters { mut points } = serde_json::from_str(fixture).expect("the fixture");
    for (id, place) in places() {
        let at_sea = place.get("node_type") == "sea";
        assert_eq!(at_sea, place.get("country").is_empty(), "{id}: only a turning point at sea has no country");
        if !at_sea || around(place.point(), OPEN_WATER_KM).any(|point| countries_at(point).is_empty()) {
            continue;
        }
        let checked = points.remove(&id).map(|[x, y]| Point::new(x, y));
        assert_eq!(checked, Some(place.point()), "{id}: near land, and not where it was last seen to be on water");
    }
    assert!(points.is_empty(), "no longer near land: {points:?}");
}

/// The least share of a domestic link that may lie in its country or on no land.
const LEAST_SHARE: f64 = 0.7;

#[test]
fn domestic_links_run_through_their_countries() {
    let (places, shapes) = (places(), shapes());
    let mut findings = Findings::new();
    for link in table("link") {
        if link.get("mode") == "sea" || !link.get("country_to").is_empty() {
            continue;
        }
        let (id, country) = (link.get("link_id"), link.get("country"));
        let ends = || ["from_node_id", "to_node_id"].map(|end| places[link.get(end)].point()).to_vec();
        let line = shapes.get(id).cloned().unwrap_or_else(ends);
        let points = along(&line, 60);
        let home = |found: &[&str]| found.is_empty() || found.contains(&country);
        let inside = points.iter().filter(|point| home(&countries_at(**point))).count();
        let share = f64::from(u32::try_from(inside).unwrap()) / f64::from(u32::try_from(points.len()).unwrap());
        if share < LEAST_SHARE {
            let away = points.iter().flat_map(|point| countries_at(*point)).find(|found| *found != country);
            findings.insert(id.to_owned(), format!("{:.0} % in {country}, the rest in {away:?}", share * 100.0));
        }
    }
    judge("link", "land-course", findings);
}

/// How far a shape may start or end from the place of its link, in kilometres.
const END_KM: f64 = 5.0;

#[test]
fn shapes_lead_from_place_to_place() {
    let (places, links, shapes) = (places(), table("link"), shapes());
    let links: HashMap<&str, &Row> = links.iter().map(|link| (link.get("link_id"), link)).collect();
    assert!(shapes.len() >= 500, "only {} links have a shape", shapes.len());
    for (id, shape) in shapes {
        let link = links.get(id.as_str()).unwrap_or_else(|| panic!("geometry.csv: there is no link `{id}`"));
        assert!(shape.len() >= 2, "{id}: {} points", shape.len());
        for (end, point) in [("from_node_id", shape[0]), ("to_node_id", shape[shape.len() - 1])] {
            let away = straight_km(places[link.get(end)].point(), point);
            assert!(away <= END_KM, "{id}: its shape is {away:.1} km off at {}", link.get(end));
        }
    }
}

/// The share of its length with which a rail link is drawn, or it needs a reason: way-points are towns, not track.
const COURSE_SHARE: RangeInclusive<f64> = 0.88..=1.02;

#[test]
fn rail_courses_are_nearly_as_long_as_their_links() {
    let (places, shapes) = (places(), shapes());
    let mut findings = Findings::new();
    for link in table("link").iter().filter(|link| link.get("mode") == "rail") {
        let [from, to] = ["from_node_id", "to_node_id"].map(|end| places[link.get(end)].point());
        let (id, km) = (link.get("link_id"), link.number("length_km").unwrap());
        let line = shapes.get(id).cloned().unwrap_or_else(|| vec![from, to]);
        let drawn: f64 = line.windows(2).map(|pair| straight_km(pair[0], pair[1])).sum();
        if !COURSE_SHARE.contains(&(drawn / km)) {
            findings.insert(id.to_owned(), format!("drawn with {drawn:.1} km of {km}"));
        }
    }
    judge("link", "course-length", findings);
}

/// Border links from this length on need a reason.
const LONG_BORDER_KM: f64 = 120.0;

#[derive(serde::Deserialize)]
struct Neighbours {
    neighbours: HashMap<String, Vec<String>>,
}

#[test]
fn border_links_join_neighbours() {
    let fixture = include_str!("../fixtures/neighbours.json");
    let Neighbours { neighbours } = serde_json::from_str(fixture).expect("the fixture");
    let (mut strangers, mut long) = (Findings::new(), Findings::new());
    for link in table("link") {
        let (id, from, to) = (link.get("link_id"), link.get("country"), link.get("country_to"));
        if to.is_empty() {
            continue;
        }
        assert_ne!(link.get("border_id"), "", "{id}: a border link needs a border");
        if !neighbours[from].iter().any(|country| country == to) {
            strangers.insert(id.to_owned(), format!("{from} and {to} do not touch"));
        }
        let km = link.number("length_km").unwrap();
        if km >= LONG_BORDER_KM {
            long.insert(id.to_owned(), format!("{km} km from {from} to {to}"));
        }
    }
    judge("link", "border-neighbours", strangers);
    judge("link", "border-length", long);
}

#[test]
fn borders_belong_to_their_links() {
    let links = table("link");
    for border in table("border") {
        let id = border.get("border_id");
        let mut of_border = links.iter().filter(|link| link.get("border_id") == id).peekable();
        assert!(of_border.peek().is_some(), "{id}: no link crosses it");
        for link in of_border {
            let pair = |row: &Row, a, b| {
                let mut pair = [row.get(a).to_owned(), row.get(b).to_owned()];
                pair.sort();
                pair
            };
            let (of_border, of_link) = (pair(&border, "country_a", "country_b"), pair(link, "country", "country_to"));
            assert_eq!(of_border, of_link, "{id}, {}: other countries", link.get("link_id"));
            assert_eq!(border.get("mode"), link.get("mode"), "{id}, {}: other mode", link.get("link_id"));
        }
    }
}

#[test]
fn lengths_agree_with_the_globe() {
    let places = places();
    let (mut ratios, mut splits) = (Findings::new(), Findings::new());
    for link in table("link") {
        let [from, to] = ["from_node_id", "to_node_id"].map(|end| places[link.get(end)].point());
        let (id, km, straight) = (link.get("link_id"), link.number("length_km").unwrap(), straight_km(from, to));
        if km < straight * 0.999 - 0.05 || km > straight * 3.0 {
            ratios.insert(id.to_owned(), format!("{km} km, straight {straight:.1} km"));
        }
        let (low, high) = (link.number("length_low_km"), link.number("length_high_km"));
        let ordered = low.is_none_or(|low| low <= km) && high.is_none_or(|high| high >= km);
        let split = link.number("split_km").is_none_or(|split| (0.0..=km).contains(&split));
        if !ordered || !split {
            splits.insert(id.to_owned(), format!("{km} km, low {low:?}, high {high:?}, {}", link.get("split_km")));
        }
    }
    judge("link", "length-ratio", ratios);
    judge("link", "length-range", splits);
}
