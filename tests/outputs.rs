//! What is written for other tools: GeoJSON after RFC 7946, GraphML as NetworkX and igraph read it,
//! CSV that reads back.
#![allow(clippy::float_cmp, reason = "coordinates are compared as they were written")]

#[allow(dead_code, reason = "no golden text here")]
mod snapshot;

use std::collections::BTreeMap;

use geojson::{GeoJson, GeometryValue};
use landbridge::{CostModel, Dependence, Grid, Network, Scenario};
use serde_json::Value;
use snapshot::here;

/// Metres between all places over links alone, whatever their mode and gauge: what a graph library
/// that knows nothing of transfers finds. By Floyd and Warshall.
fn over_links(network: &Network) -> BTreeMap<String, BTreeMap<String, u64>> {
    let count = network.places().len();
    let mut least = vec![vec![u64::MAX; count]; count];
    (0..count).for_each(|at| least[at][at] = 0);
    for (_, link) in network.links() {
        let (from, to) = (link.from.index(), link.to.index());
        least[from][to] = least[from][to].min(link.length.get());
        if !link.directed {
            least[to][from] = least[to][from].min(link.length.get());
        }
    }
    for through in 0..count {
        for from in 0..count {
            for to in 0..count {
                let round = least[from][through].saturating_add(least[through][to]);
                least[from][to] = least[from][to].min(round);
            }
        }
    }
    let names: Vec<String> = network.places().map(|(_, place)| place.id.to_string()).collect();
    let by_name = |row: &Vec<u64>| {
        names
            .iter()
            .zip(row)
            .filter(|(_, metres)| **metres < u64::MAX)
            .map(|(name, metres)| (name.clone(), *metres))
            .collect()
    };
    names.iter().zip(&least).map(|(name, row)| (name.clone(), by_name(row))).collect()
}

/// `tests/golden/graphml/make.py` opened our GraphML with both and kept what they said.
#[test]
fn networkx_and_igraph_find_the_same_graph() {
    let network = Network::from_dir(here("tests/fixtures/small")).unwrap();
    let told = std::fs::read_to_string(here("tests/golden/graphml/small.json")).unwrap();
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["nodes"], network.places().len());
    assert_eq!(told["links"], network.links().len());
    let metres: BTreeMap<String, BTreeMap<String, u64>> = serde_json::from_value(told["metres"].clone()).unwrap();
    assert_eq!(metres, over_links(&network));
}

/// The rules of RFC 7946 that lines and points can break: positions in range (3.1.1), lines of two
/// positions or more (3.1.4), no step over the antimeridian (3.1.9), no `crs` (4), members of a
/// feature (3.2).
fn assert_rfc_7946(text: &str) -> usize {
    let plain: Value = serde_json::from_str(text).unwrap();
    assert!(plain.get("crs").is_none() && plain["type"] == "FeatureCollection");
    let GeoJson::FeatureCollection(all) = text.parse().unwrap() else { panic!("no collection") };
    let mut halves = 0;
    for (feature, plain) in all.features.iter().zip(plain["features"].as_array().unwrap()) {
        assert!(plain.get("properties").is_some() && plain.get("geometry").is_some() && plain["type"] == "Feature");
        let lines: Vec<Vec<Vec<f64>>> = match &feature.geometry.as_ref().expect("a geometry").value {
            GeometryValue::Point { coordinates } => vec![vec![coordinates.as_slice().to_vec(); 2]],
            GeometryValue::MultiPoint { coordinates } => {
                coordinates.iter().map(|point| vec![point.as_slice().to_vec(); 2]).collect()
            }
            GeometryValue::LineString { coordinates } => {
                vec![coordinates.iter().map(|point| point.as_slice().to_vec()).collect()]
            }
            GeometryValue::MultiLineString { coordinates } => {
                halves += 1;
                coordinates.iter().map(|line| line.iter().map(|point| point.as_slice().to_vec()).collect()).collect()
            }
            other => panic!("no ring is drawn, so no right-hand rule: {other:?}"),
        };
        for line in &lines {
            assert!(line.len() >= 2, "{plain}");
            assert!(line.iter().all(|at| at.len() == 2 && at[0].abs() <= 180.0 && at[1].abs() <= 90.0), "{plain}");
            assert!(line.windows(2).all(|pair| (pair[0][0] - pair[1][0]).abs() <= 180.0), "{plain}");
        }
        for pair in lines.windows(2) {
            let ([.., end], [start, ..]) = (&pair[0][..], &pair[1][..]) else { panic!("{plain}") };
            let meets =
                end == start || (end[0] == -start[0] && end[0].abs() == 180.0 && (end[1] - start[1]).abs() < 1e-9);
            assert!(meets, "{plain}");
        }
    }
    halves
}

#[test]
fn geojson_keeps_rfc_7946() {
    let network = Network::bundled();
    let halves = assert_rfc_7946(&network.to_geojson(None));
    assert!(halves > 0, "nothing crosses the antimeridian: nothing was tested");
    let report = Dependence::on(&network).hub("country:KZ".parse().unwrap()).run().unwrap();
    assert_rfc_7946(&report.to_geojson());
    let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
    let route = metric.shortest(network.place("Xi'an").unwrap(), network.place("Poti").unwrap()).unwrap();
    assert_rfc_7946(&route.to_geojson());
}

/// The properties that geojson.io and GitHub (simplestyle) and kepler.gl draw a line by.
#[test]
fn every_line_says_how_it_is_drawn() {
    let network = Network::bundled();
    let report = Dependence::on(&network).hub("country:KZ".parse().unwrap()).run().unwrap();
    let route = report.rows[0].best.as_ref().unwrap().to_geojson();
    let mut colours = BTreeMap::new();
    for text in [network.to_geojson(None), report.to_geojson(), route] {
        let all: Value = serde_json::from_str(&text).unwrap();
        for feature in all["features"].as_array().unwrap() {
            let properties = &feature["properties"];
            if feature["geometry"]["type"] == "Point" {
                assert_eq!(properties["marker-size"], "small");
                continue;
            }
            let stroke = properties["stroke"].as_str().unwrap();
            let parts: Vec<u8> = serde_json::from_value(properties["lineColor"].clone()).unwrap();
            assert_eq!(stroke, parts.iter().fold("#".to_owned(), |text, part| format!("{text}{part:02x}")));
            assert_eq!(properties["stroke-width"], properties["lineWidth"]);
            assert!((0.5..=8.0).contains(&properties["stroke-width"].as_f64().unwrap()), "{properties}");
            *colours.entry(stroke.to_owned()).or_insert(0) += 1;
        }
    }
    assert!(colours.len() > 8, "{colours:?}");
}

#[test]
fn csv_reads_back_cell_by_cell() {
    let mut grid = Grid::new(["plain", "odd"]);
    for odd in ["a,b", "a \"b\"", "a\nb", "", "Ürümqi", "-3.5", "+9 %", "1e3"] {
        grid.push(vec!["x".to_owned(), odd.to_owned()]);
    }
    let text = grid.to_csv();
    let rows: Vec<Vec<String>> = csv::Reader::from_reader(text.as_bytes())
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(rows, grid.rows);
}
