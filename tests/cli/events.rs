//! `events`, run as a user runs it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::programs::{answered, json, run, small};
use crate::snapshot::assert_golden;

fn observed(answer: &Value) -> BTreeMap<String, Value> {
    let rows = answer["events"].as_array().unwrap().iter().flat_map(|event| event["observed"].as_array().unwrap());
    rows.map(|row| (row["id"].as_str().unwrap().to_owned(), row.clone())).collect()
}

#[test]
fn on_the_small_network() {
    let rows = observed(&json(&answered(small("events", &["--format", "json"]))));
    assert_eq!((&rows["north"]["agrees"], &rows["south"]["agrees"]), (&true.into(), &false.into()));
    assert_eq!((&rows["cut"]["agrees"], &rows["way"]["agrees"]), (&true.into(), &false.into()));
    // the delay itself is 48 h
    assert_eq!((&rows["two-days"]["model"], &rows["two-days"]["role"]), (&2.0.into(), &"fit".into()));
    assert!(rows["two-days"]["agrees"] == true && rows["two-days"]["assumed"] == true, "the scenario is assumed");
    assert!(rows["unlike"]["model"].is_null() && rows["unlike"]["role"] == "unusable");
    let words = answered(small("events", &[]));
    assert!(
        words.contains("delayed *") && words.contains("another way") && words.contains("not comparable"),
        "{words}"
    );
    assert_golden("events.txt", &words);
}

#[test]
fn as_they_happened() {
    let answer = json(&answered(run("events", &["--format", "json"])));
    let events = answer["events"].as_array().unwrap();
    assert_eq!(events.len(), landbridge::Events::bundled().events.len());
    assert!(events.iter().all(|event| !event["source_id"].as_str().unwrap().is_empty()));
    let rows = observed(&answer);
    for id in ["ever-given-cape", "red-sea-cape", "hormuz-no-sea"] {
        assert_eq!(rows[id]["agrees"], true, "{id}: {}", rows[id]);
    }
    for row in rows.values() {
        let seen = row["model"].as_f64().map(|model| model - row["observed"].as_f64().unwrap());
        assert!(seen.is_none_or(|off| (off - row["residual"].as_f64().unwrap()).abs() < 1e-5), "{row}");
        assert!(row["role"] != "unusable" || (row["model"].is_null() && row["note"] != ""), "{row}");
    }
    let one = answered(run("events", &["--event", "red-sea-2023", "--format", "csv"]));
    assert!(one.lines().skip(1).all(|line| line.starts_with("red-sea-2023,")), "{one}");
}

#[test]
fn bad_input_ends_with_2() {
    assert_eq!(run("events", &["--event", "flood"]).code, 2);
    assert!(run("events", &["--network", "docs/tutorial"]).err.contains("event.csv"));
    let directory = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir("tests/fixtures/small").unwrap().map(|entry| entry.unwrap().path()) {
        std::fs::copy(&file, directory.path().join(file.file_name().unwrap())).unwrap();
    }
    let here = directory.path().to_str().unwrap();
    for (row, wrong) in [
        ("x,X,2021-01-01,,planet:mars,closed,,", "planet:mars"),
        ("x,X,2021-01-01,,passage:suez,closed,,", "suez"),
        ("x,X,long ago,,passage:caspian,closed,,", "long ago"),
        ("x,X,2021-01-01,,passage:caspian,delayed,,", "hours of delay"),
        ("x,X,2021-01-01,,passage:caspian,delayed,soon,", "event.csv"),
        ("x,X,2021-01-01,,passage:caspian,moved,,", "moved"),
    ] {
        let table = format!("event_id,name,start,end,targets,effect,delay_h,grade\n{row}\n");
        std::fs::write(directory.path().join("event.csv"), table).unwrap();
        std::fs::remove_file(directory.path().join("observed.csv")).ok();
        let ran = run("events", &["--network", here]);
        assert!(ran.code == 2 && ran.err.contains(wrong), "{row}: {ran:?}");
    }
}
