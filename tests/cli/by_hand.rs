//! The matrix of the small network beside one made by hand from its tables.

use std::collections::HashMap;

use crate::is;
use crate::programs::{SMALL, answered, json, run_in, small};
use crate::snapshot::here;

fn table(name: &str) -> Vec<HashMap<String, String>> {
    csv::Reader::from_path(here(SMALL).join(name)).unwrap().deserialize().map(Result::unwrap).collect()
}

/// Kilometres or hours of each link and transfer of the small network, from its tables and the
/// likely values of its `assumption.csv`; then all pairs by Floyd and Warshall.
fn by_hand(hours: bool) -> HashMap<(String, String), f64> {
    let country: HashMap<String, String> =
        table("node.csv").into_iter().map(|row| (row["node_id"].clone(), row["country"].clone())).collect();
    let dwell: HashMap<String, f64> = table("border.csv")
        .into_iter()
        .map(|row| {
            (
                row["border_id"].clone(),
                row["dwell_h"].parse().unwrap_or(if row["class"] == "union" { 1.0 } else { 8.0 }),
            )
        })
        .collect();
    let mut stops: Vec<(String, String)> = Vec::new();
    let mut arcs = Vec::new();
    let mut stop = |place: &str, mode: &str, gauge: &str| {
        let key = (place.to_owned(), format!("{mode}{gauge}"));
        stops.iter().position(|known| *known == key).unwrap_or_else(|| {
            stops.push(key);
            stops.len() - 1
        })
    };
    for row in table("link.csv").iter().filter(|row| row["status"] == "open") {
        let (mode, length) = (row["mode"].as_str(), row["length_km"].parse::<f64>().unwrap());
        let ends = [&row["from_node_id"], &row["to_node_id"]];
        let [a, b] = ends.map(|place| stop(place, mode, &row["gauge_mm"]));
        let first = row["split_km"].parse().unwrap_or(length);
        let speed = |place: &String| match (mode, country[place].as_str()) {
            ("rail", "CN") => 60.0,
            ("rail", _) => 40.0,
            ("road", _) => 50.0,
            _ => 25.0,
        };
        let travel = first / speed(ends[0]) + (length - first) / speed(ends[1]);
        let wait =
            dwell.get(&row["border_id"]).unwrap_or(&0.0) + if row["passages"] == "bosporus" { 10.0 } else { 0.0 };
        let cost = if hours { travel + wait } else { length };
        arcs.extend([(a, b, cost), (b, a, cost)]);
    }
    for row in table("transfer.csv") {
        let a = stop(&row["node_id"], &row["from_mode"], &row["from_gauge_mm"]);
        let b = stop(&row["node_id"], &row["to_mode"], &row["to_gauge_mm"]);
        let cost = if hours { row["time_h"].parse().unwrap_or(24.0) } else { 0.0 };
        arcs.extend([(a, b, cost), (b, a, cost)]);
    }
    let count = stops.len();
    let mut least = vec![vec![f64::INFINITY; count]; count];
    for (a, b, cost) in arcs {
        least[a][b] = least[a][b].min(cost);
    }
    (0..count).for_each(|at| least[at][at] = 0.0);
    for through in 0..count {
        for from in 0..count {
            for to in 0..count {
                let round = least[from][through] + least[through][to];
                least[from][to] = least[from][to].min(round);
            }
        }
    }
    let mut places = HashMap::new();
    for (from, (origin, _)) in stops.iter().enumerate() {
        for (to, (destination, _)) in stops.iter().enumerate() {
            let best = places.entry((origin.clone(), destination.clone())).or_insert(f64::INFINITY);
            *best = best.min(least[from][to]);
        }
    }
    places
}

#[test]
fn the_matrix_is_that_of_floyd_and_warshall() {
    for (objective, column) in [("distance", 2), ("time", 3)] {
        let expected = by_hand(objective == "time");
        let text = answered(small("matrix", &["--objective", objective]));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap(), &["from", "to", "length_km", "time_h", "money_usd"][..]);
        let mut ways = 0;
        for row in reader.records().map(Result::unwrap) {
            let pair = (row[0].to_owned(), row[1].to_owned());
            let least = expected.get(&pair).copied().filter(|cost| cost.is_finite());
            if row[0] == row[1] {
                assert_eq!(&row[column], "0");
            } else if let Some(least) = least {
                assert!(
                    (row[column].parse::<f64>().unwrap() - least).abs() < 0.01,
                    "{pair:?}: {} {least}",
                    &row[column]
                );
                ways += 1;
            } else {
                assert_eq!([&row[2], &row[3], &row[4]], ["", "", ""], "{pair:?}");
            }
        }
        assert_eq!(ways, 13 * 12, "all but the place that no link leads to");
    }
}

#[test]
fn a_network_of_the_required_columns_joins_its_modes() {
    let there = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(there.path().join(name), text).unwrap();
    write(
        "node.csv",
        "node_id,name,country,x_coord,y_coord\na,Alpha,XA,0,0\nb,Beta,XA,1,0\nc,Gamma,XA,2,0\nd,Delta,XB,3,0\n",
    );
    write(
        "link.csv",
        "link_id,from_node_id,to_node_id,directed,mode,length_km\n1,a,b,0,rail,120\n2,b,c,0,road,130\n3,c,d,1,sea,140\n",
    );
    let ask =
        |from, to| run_in(there.path(), "route", &["--network", ".", "--from", from, "--to", to, "--format", "json"]);
    let forth = ask("ALPHA", "d");
    let route = &json(&answered(forth))["routes"][0];
    assert!(is(&route["length_km"], 390.0));
    let modes: Vec<&str> = route["legs"].as_array().unwrap().iter().map(|leg| leg["mode"].as_str().unwrap()).collect();
    assert_eq!(modes, ["rail", "road", "sea"]);
    assert!(is(&route["countries"]["sea"]["length_km"], 140.0));
    let back = ask("d", "a");
    assert_eq!((back.code, json(&back.out)["status"].as_str().unwrap()), (1, "no_route"));
    let hub = run_in(there.path(), "hub_dependence", &["--network", ".", "--hub", "XA"]);
    assert_eq!(
        (hub.code, hub.err.as_str()),
        (2, "error: this network has no corridors: add corridor.csv and corridor_link.csv\n")
    );
}
