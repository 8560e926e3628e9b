//! Several routes as a user reads them.

use std::collections::BTreeSet;

use crate::float;
use crate::programs::{Ran, answered, json, run, small};

fn ask(more: &[&str]) -> serde_json::Value {
    json(&answered(run("alternatives", &[&["--from", "Xi'an", "--to", "Duisburg", "--format", "json"], more].concat())))
}

fn countries(route: &serde_json::Value) -> BTreeSet<String> {
    let territories = route["countries"].as_object().unwrap();
    territories.keys().filter(|code| *code != "sea").cloned().collect()
}

#[test]
fn routes_come_in_order_of_what_is_minimised() {
    let answer = ask(&["--k", "6"]);
    let hours: Vec<f64> = answer["routes"].as_array().unwrap().iter().map(|one| float(&one["time_h"])).collect();
    assert_eq!((hours.len(), answer["end"].as_str()), (6, Some("taken")));
    assert!(hours.windows(2).all(|two| two[0] <= two[1]), "{hours:?}");
}

#[test]
fn routes_unlike_by_country_differ_in_countries() {
    let answer = ask(&["--k", "4", "--unlike", "countries", "--close", "mode:sea"]);
    let sets: Vec<BTreeSet<String>> = answer["routes"].as_array().unwrap().iter().map(countries).collect();
    assert_eq!(sets.len(), 4);
    for (at, set) in sets.iter().enumerate() {
        assert!(sets[..at].iter().all(|before| !before.is_subset(set)), "{sets:?}");
    }
}

#[test]
fn no_pareto_route_beats_another() {
    let answer = ask(&["--pareto", "time,money"]);
    let values: Vec<[f64; 2]> = answer["routes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| [float(&one["time_h"]), float(&one["money_usd"])])
        .collect();
    assert!(
        values.len() > 2 && values.windows(2).all(|two| two[0][0] <= two[1][0] && two[0][1] > two[1][1]),
        "{values:?}"
    );
    assert_eq!(answer["end"], "exhausted");
}

#[test]
fn other_forms_and_no_way() {
    let ends = ["--from", "Urumchi", "--to", "ISTANBUL"];
    let lines = answered(small("alternatives", &[&ends[..], &["--format", "csv"]].concat()));
    assert!(lines.starts_with("route,km,h,USD,") && lines.lines().count() > 2, "{lines}");
    let Ran { code, out, .. } = small("alternatives", &[&ends[..], &["--close", "KZ", "--format", "json"]].concat());
    let answer = json(&out);
    assert_eq!((code, answer["status"].as_str(), answer["routes"].as_array().unwrap().len()), (1, Some("no_route"), 0));
    assert!(!answer["cut"].as_array().unwrap().is_empty());
    let Ran { code, err, .. } = small("alternatives", &[&ends[..], &["--max-overlap", "nan"]].concat());
    assert!(code == 2 && err.contains("finite"), "{err}");
}
