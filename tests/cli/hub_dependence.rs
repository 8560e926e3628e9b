//! `hub_dependence` beyond the headline, and `official_shares`.

use crate::programs::{answered, json, run, small};

#[test]
fn all_measures_as_json() {
    let answer = json(&answered(small("hub_dependence", &["--measures", "all", "--format", "json"])));
    let corridors = answer["corridors"].as_array().unwrap();
    assert!(!corridors.is_empty());
    for corridor in corridors {
        let full = &corridor["full"];
        let terminal = corridor["status"] == "terminal";
        assert_eq!(full["near_optimal"].is_null(), terminal, "{corridor}");
        assert_eq!(full["link_disjoint"][1].is_null(), terminal, "{corridor}");
        assert!(full["no_capacity"].is_null() != full["capacity_loss"].is_null(), "a figure or the reason: {full}");
        assert!(
            ["published", "derived", "measured", "assumed", "unstated"]
                .contains(&corridor["rests_on"].as_str().unwrap())
        );
        if !full["reliability"].is_null() {
            assert_eq!(full["reliability"]["rests_on"], "assumed");
        }
    }
    assert!(answer["overall"]["pairs"].as_u64().unwrap() > 0);
    let headline = json(&answered(small("hub_dependence", &["--format", "json"])));
    assert!(headline["corridors"][0]["full"].is_null() && headline["overall"].is_null());
    let told = headline["findings"].as_array().unwrap().len();
    assert!(answer["findings"].as_array().unwrap().len() > told);
}

#[test]
fn intervals_are_those_of_confidence() {
    let one = ["--format", "json"];
    let sure = json(&answered(small("confidence", &one)));
    let report = json(&answered(small("hub_dependence", &[&one[..], &["--interval"]].concat())));
    let intervals = &report["corridors"][0]["intervals"];
    assert_eq!(*intervals, sure["corridors"][0]);
    let spread = &intervals["network"]["dependence"];
    let value = |of: &serde_json::Value| of.as_f64().unwrap();
    assert!(value(&spread["low"]) <= value(&spread["high"]), "{spread}");
    let words = answered(small("hub_dependence", &["--interval"]));
    assert!(words.contains("D 5–95 %") && words.contains("draws"), "{words}");
    let plain = json(&answered(small("hub_dependence", &one)));
    assert!(plain["corridors"][0]["intervals"].is_null());
}

#[test]
fn explained_in_sentences() {
    let all = answered(small("hub_dependence", &["--measures", "all", "--explain"]));
    let answer = json(&answered(small("hub_dependence", &["--format", "json"])));
    for corridor in answer["corridors"].as_array().unwrap() {
        let name = corridor["name"].as_str().unwrap();
        assert!(all.lines().any(|line| line.starts_with(name) && line.ends_with('.')), "{name}: {all}");
    }
    assert!(all.contains("The weakest value behind this is "));
}

#[test]
fn the_boundary_marks_what_turns() {
    let rows = json(&answered(small("hub_dependence", &["--boundary", "--format", "json"])));
    let rows = rows.as_array().unwrap();
    assert!(rows.iter().any(|row| row["view"] == "without the sea"));
    for row in rows {
        let moved = match (row["dependence"].as_f64(), row["dependence_seen"].as_f64()) {
            (Some(a), Some(b)) => (a - b).abs() > 0.1,
            _ => false,
        };
        assert_eq!(row["turns"], moved || row["status"] != row["status_seen"], "{row}");
    }
}

#[test]
fn the_matrix_holds_the_hub_of_each_report() {
    let cells = json(&answered(small("hub_dependence", &["--matrix", "--format", "json"])));
    let cells = cells.as_array().unwrap();
    for country in ["KZ", "RU", "AZ"] {
        let report = json(&answered(small("hub_dependence", &["--hub", country, "--format", "json"])));
        for corridor in report["corridors"].as_array().unwrap() {
            let here = |cell: &&serde_json::Value| {
                cell["corridor"] == corridor["id"] && cell["country"] == country && cell["objective"] == "time"
            };
            let dependence = &corridor["dependence"];
            let told = [&dependence["line"], &dependence["family"], &dependence["network"]];
            match cells.iter().find(here) {
                Some(cell) => assert_eq!(cell["dependence"].as_array().unwrap().iter().collect::<Vec<_>>(), told),
                None => assert!(told.iter().all(|value| value.as_f64().unwrap_or(0.0) == 0.0), "{corridor}"),
            }
        }
    }
    for arguments in
        [&["--matrix", "--hub", "KZ"][..], &["--boundary", "--explain"], &["--matrix", "--format", "geojson"]]
    {
        assert_eq!(small("hub_dependence", arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn official_shares_beside_the_model() {
    let answer = json(&answered(run("official_shares", &["--format", "json"])));
    let published = answer["published"].as_array().unwrap();
    assert!(published.iter().any(|row| row["of what"] == "share of overland through kz"));
    let model = answer["model"].as_array().unwrap();
    assert_eq!(model.len(), 3 * 2 * 4);
    let part = |row: &serde_json::Value, name: &str| -> f64 {
        let text = row[name].as_str().unwrap();
        text.trim_end_matches(" %").split('–').next_back().unwrap().parse().unwrap()
    };
    for row in model.iter().filter(|row| row["by"] == "rail") {
        // a train that leaves for Kazakhstan crosses it
        assert!(part(row, "leaves for KZ") <= part(row, "crosses KZ") + 0.5, "{row}");
        assert_eq!(row["rests on"], "assumed");
    }
    assert_eq!(small("official_shares", &["--close", "CN"]).code, 1);
}
