//! The redundancy between two places as a user reads it.

use std::collections::BTreeSet;

use serde_json::{Value, json as literal};

use crate::programs::{Ran, answered, json, run, small};
use crate::{float, is, keys};

const ENDS: [&str; 4] = ["--from", "Urumchi", "--to", "ISTANBUL"];

fn with(more: &[&'static str]) -> Vec<&'static str> {
    [&ENDS, more].concat()
}

fn keyset(value: &Value) -> String {
    keys(value).into_iter().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_shape_of_the_answer() {
    let answer = json(&answered(small("redundancy", &with(&["--format", "json"]))));
    assert_eq!(
        keyset(&answer),
        "bridges country cut from link_disjoint max_flow most_vital objective place_disjoint replacements status to \
         unavoidable unit"
    );
    assert_eq!(keyset(&answer["link_disjoint"]), "cut number reason routes");
    assert_eq!(keyset(&answer["link_disjoint"]["routes"][0]), "cost countries links");
    assert_eq!(
        keyset(&answer["country"]),
        "complete frontier kappa kappa_routes lambda minimum_cuts reason unavoidable"
    );
    assert_eq!(keyset(&answer["unavoidable"]), "borders links places");
    assert_eq!(keyset(&answer["replacements"][0]), "closed cost premium");
    assert_eq!(keyset(&answer["most_vital"]), "border country link place");
    // the small network by hand: one line leads out of Almaty, and all of it lies in Kazakhstan
    assert_eq!(answer["link_disjoint"]["number"], 1);
    assert_eq!(answer["link_disjoint"]["cut"], literal!(["link:rail-almaty-aktobe"]));
    assert_eq!((&answer["country"]["kappa"], &answer["country"]["lambda"]), (&literal!(1), &literal!(1)));
    assert_eq!(answer["country"]["minimum_cuts"], literal!([["KZ"]]));
    assert_eq!((&answer["country"]["reason"], &answer["country"]["complete"]), (&Value::Null, &literal!(true)));
    assert_eq!(answer["unavoidable"]["links"], literal!(["rail-almaty-aktobe"]));
    assert_eq!(answer["unavoidable"]["places"], literal!(["almaty", "aktobe"]));
    assert_eq!((&answer["unit"], &answer["status"]), (&literal!("h"), &literal!("ok")));
}

#[test]
fn each_replacement_is_the_route_with_that_closed() {
    let answer = json(&answered(small("redundancy", &with(&["--format", "json"]))));
    let best = float(&answer["country"]["frontier"][0]["cost"]);
    let rows = answer["replacements"].as_array().unwrap();
    let kinds: BTreeSet<&str> =
        rows.iter().map(|row| row["closed"].as_str().unwrap().split(':').next().unwrap()).collect();
    assert_eq!(kinds.len(), 4);
    for row in rows {
        let closed = row["closed"].as_str().unwrap();
        let arguments =
            [&ENDS[..], &["--close", closed, "--format", "json", "--network", crate::programs::SMALL]].concat();
        let Ran { code, out, .. } = run("route", &arguments);
        if row["cost"].is_null() {
            assert_eq!((code, row["premium"].is_null()), (1, true), "{closed}");
        } else {
            let hours = float(&json(&out)["routes"][0]["time_h"]);
            assert!((float(&row["cost"]) - hours).abs() < 0.002, "{closed}: {row} {hours}");
            assert!((float(&row["premium"]) - (hours / best - 1.0)).abs() < 1e-3, "{closed}");
        }
    }
}

#[test]
fn what_has_no_number_says_why() {
    let ends = ["--from", "Urumqi", "--to", "Almaty", "--format", "json"];
    let answer = json(&answered(run("redundancy", &ends)));
    let country = &answer["country"];
    assert!(country["kappa"].is_null() && country["lambda"].is_null());
    assert!(country["reason"].as_str().unwrap().contains("passes through no other country"), "{country}");
    is(&country["frontier"][0]["cost"], float(&answer["country"]["kappa_routes"][0]["cost"]));
}

#[test]
fn without_a_way_there_is_the_cut() {
    let Ran { code, out, .. } = small("redundancy", &with(&["--close", "KZ"]));
    assert!(code == 1 && out.starts_with("no way: everything across this cut is closed"), "{out}");
    let Ran { code, out, .. } = small("redundancy", &with(&["--close", "KZ", "--format", "json"]));
    let answer = json(&out);
    assert_eq!((code, &answer["status"]), (1, &literal!("no_route")));
    assert_eq!((&answer["link_disjoint"]["number"], &answer["country"]["kappa"]), (&literal!(0), &literal!(0)));
    assert!(!answer["cut"].as_array().unwrap().is_empty() && answer["replacements"] == literal!([]));
}

#[test]
fn tables_are_narrow_and_in_units() {
    for ends in [["Xi'an", "Duisburg"], ["Tashkent", "Mumbai"]] {
        for objective in ["time", "money", "distance"] {
            let arguments = ["--from", ends[0], "--to", ends[1], "--objective", objective];
            let text = answered(run("redundancy", &arguments));
            let cells = text.lines().filter(|line| line.starts_with(' ')).flat_map(|line| line.split("   "));
            assert!(cells.clone().count() > 40);
            for cell in cells {
                assert!(cell.trim().chars().count() <= 64, "{cell}");
            }
            let unit = [("time", " h"), ("money", " USD"), ("distance", " km")].iter().find(|one| one.0 == objective);
            assert!(text.contains(unit.unwrap().1), "{text}");
        }
    }
    let lines = answered(small("redundancy", &with(&["--format", "csv"])));
    let mut rows = csv::Reader::from_reader(lines.as_bytes());
    assert_eq!(rows.headers().unwrap(), vec!["closed", "cost", "dearer by"]);
    assert!(rows.records().map(Result::unwrap).any(|row| row == vec!["link:rail-almaty-aktobe", "no way", "–"]));
    let markdown = answered(small("redundancy", &with(&["--format", "markdown"])));
    assert_eq!(markdown.lines().filter(|line| line.starts_with("|---")).count(), 4);
}
