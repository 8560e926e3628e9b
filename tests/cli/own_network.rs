//! The program that reads a user's own network.

use landbridge::Network;

use crate::programs::{answered, json, run};
use crate::snapshot::here;

const TUTORIAL: &str = "docs/tutorial";

#[test]
fn the_tutorial_ends_in_its_table() {
    let told = answered(run("own_network", &["--tables", TUTORIAL, "--hub", "KZ"]));
    let told: String = told.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
    let path = here("docs/tutorial.md");
    let tutorial = std::fs::read_to_string(&path).unwrap();
    let command = "own_network -- --tables docs/tutorial --hub KZ\n\n";
    let start = tutorial.find(command).expect("the tutorial has the command") + command.len();
    let end = start + tutorial[start..].find("```").unwrap();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let fresh = [&tutorial[..start], &told, &tutorial[end..]].concat();
        std::fs::write(&path, fresh).unwrap();
        return;
    }
    assert_eq!(tutorial[start..end], told, "docs/tutorial.md shows another answer: UPDATE_GOLDEN=1 takes the new one");
}

#[test]
fn formats_lead_to_the_same_answer() {
    let there = tempfile::tempdir().unwrap();
    let path = |name: &str| there.path().join(name).to_str().unwrap().to_owned();
    let asked =
        |source: &[&str]| json(&answered(run("own_network", &[source, &["--hub", "KZ", "--format", "json"]].concat())));
    let expected = asked(&["--tables", TUTORIAL]);
    assert_eq!(expected["corridors"].as_array().unwrap().len(), 2);
    let tables = ["corridor.csv", "corridor_link.csv"].map(|name| format!("--table={TUTORIAL}/{name}"));
    for format in ["geojson", "graphml"] {
        let file = path(format);
        answered(run("export", &["--network", TUTORIAL, "--format", format, "--out", &file]));
        assert_eq!(asked(&[&format!("--{format}={file}"), &tables[0], &tables[1]]), expected, "{format}");
    }
    let saved = path("saved");
    answered(run("own_network", &["--tables", TUTORIAL, "--save", &saved]));
    assert_eq!(asked(&["--tables", &saved]), expected);
    assert_eq!(Network::from_dir(&saved).unwrap().corridors().len(), 2);
}

#[test]
fn what_is_missing_is_said_with_its_remedy() {
    let there = tempfile::tempdir().unwrap();
    let file = there.path().join("lines.geojson");
    let line = r#"{"type": "Feature", "properties": {"km": "800"}, "geometry": {"type": "LineString", "coordinates": [[76.95, 43.25], [82.5, 45.2]]}}"#;
    std::fs::write(&file, line).unwrap();
    let file = file.to_str().unwrap();
    let ran = run("own_network", &["--geojson", file]);
    assert!(ran.code == 2 && ran.err.contains("column `mode`") && ran.err.contains("measure_lengths"), "{}", ran.err);
    let fills = ["--fill=link.mode=rail", "--fill=node.country=KZ"];
    for length in ["--measure", "--rename=link.km=length_km"] {
        let told = answered(run("own_network", &["--geojson", file, fills[0], fills[1], length]));
        assert!(told.contains("rail links   1"), "{told}");
    }
    assert_eq!(run("own_network", &["--geojson", file, "--fill=mode"]).code, 2);
    assert_eq!(run("own_network", &["--geojson", "absent"]).code, 2);
    assert_eq!(run("own_network", &[]).code, 2);
}
