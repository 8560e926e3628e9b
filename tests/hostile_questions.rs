//! Bad questions: scenarios as JSON, targets, names, and files of the formats that are no tables. Every message
//! is kept in `tests/golden/hostile_questions.txt`; `tests/hostile.rs` has the tables.

mod snapshot;

use std::fmt::Write as _;

use landbridge::{CostModel, Import, Network, Scenario};
use snapshot::{assert_golden, here};

fn small() -> Network {
    Network::from_dir(here("tests/fixtures/small")).unwrap()
}

/// What a scenario is refused with: where it is read, or where a metric is made of it.
fn refused(network: &Network, text: &str) -> Option<String> {
    let scenario: Scenario = match serde_json::from_str(text) {
        Ok(scenario) => scenario,
        Err(error) => return Some(error.to_string()),
    };
    network.metric(&scenario, &CostModel::generalised()).err().map(|error| error.to_string())
}

const SCENARIOS: [&str; 40] = [
    "",
    "null",
    "[]",
    "[2030, [\"country:KZ\"]]",
    "{",
    "{}}",
    "{\"year\": 2030,}",
    "{\"years\": 2030}",
    "{\"year\": \"2030\"}",
    "{\"year\": -1}",
    "{\"year\": 70000}",
    "{\"year\": 2030.5}",
    "{\"year\": 2030, \"year\": 2031}",
    "{\"close\": \"country:KZ\"}",
    "{\"close\": [1]}",
    "{\"close\": [null]}",
    "{\"close\": [\"\"]}",
    "{\"close\": [\":\"]}",
    "{\"close\": [\"country:\"]}",
    "{\"close\": [\"contry:KZ\"]}",
    "{\"close\": [\"country:Kazakstan\"]}",
    "{\"close\": [\"country:SU\"]}",
    "{\"close\": [\"country:BR\"]}",
    "{\"close\": [\"place:aktua\"]}",
    "{\"close\": [\"passage:suez\"]}",
    "{\"close\": [\"mode:train\"]}",
    "{\"close\": [\"link:rail-urumqi-dostyk-of-2024\"]}",
    "{\"close\": [\"corridor:midle\"]}",
    "{\"close\": [\"../../etc/passwd\"]}",
    "{\"close\": [\"place:<script>alert(1)</script>\"]}",
    "{\"open\": [\"project:short-cut\"]}",
    "{\"open\": [\"border:khorgas\"]}",
    "{\"delay\": [{\"target\": \"border:dostyk\"}]}",
    "{\"delay\": [{\"target\": \"border:dostyk\", \"hours\": -1}]}",
    "{\"delay\": [{\"target\": \"border:dostyk\", \"hours\": 1e300}]}",
    "{\"delay\": [{\"target\": \"border:dostyk\", \"hours\": 1, \"days\": 2}]}",
    "{\"delay\": [{\"target\": \"border:dostyk\", \"hours\": NaN}]}",
    "{\"factor\": [{\"target\": \"mode:rail\", \"time\": -2}]}",
    "{\"factor\": [{\"target\": \"mode:rail\", \"time\": 1e308}]}",
    "{\"factor\": [{\"target\": \"mode:rail\", \"time\": \"twice\"}]}",
];

const TARGETS: [&str; 14] = [
    "",
    " ",
    ":",
    "Kazakstan",
    "country:Kazakstan",
    "country:kaz",
    "kind:KZ",
    "aktau-",
    "rale",
    "place:",
    "link:rail",
    "border:\u{1b}[2J",
    "place:\u{202e}uatka",
    "=cmd()",
];

/// GeoJSON and GraphML that are cut, nested or of another kind.
fn files() -> Vec<(&'static str, Import)> {
    let geojson = |text: &str| Import::new().geojson("map.geojson", text.as_bytes());
    let graphml = |text: &str| Import::new().graphml("graph.graphml", text.as_bytes());
    let deep = "[".repeat(200_000);
    let faulty = "{\"type\": \"Feature\", \"properties\": {}, \"geometry\": null}";
    let many = vec![faulty; 15_000].join(",");
    let nested = "<graph>".repeat(100_000);
    let billion =
        "<!DOCTYPE g [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><graphml>&b;</graphml>";
    let outside = "<!DOCTYPE g [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><graphml><graph id=\"&x;\"/></graphml>";
    vec![
        ("GeoJSON, empty", geojson("")),
        ("GeoJSON, a number", geojson("7")),
        ("GeoJSON, no type", geojson("{}")),
        ("GeoJSON, brackets 200,000 deep", geojson(&deep)),
        ("GeoJSON, features no list", geojson("{\"type\": \"FeatureCollection\", \"features\": 1}")),
        (
            "GeoJSON, a point of words",
            geojson(
                "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {}, \"geometry\": {\"type\": \"Point\", \"coordinates\": [\"a\", \"b\"]}}]}",
            ),
        ),
        (
            "GeoJSON, 15,000 faults in one line",
            geojson(&format!("{{\"type\": \"FeatureCollection\", \"features\": [{many}]}}")),
        ),
        ("GraphML, empty", graphml("")),
        ("GraphML, another root", graphml("<html></html>")),
        ("GraphML, never closed", graphml("<graphml><graph>")),
        ("GraphML, graphs 100,000 deep", graphml(&format!("<graphml>{nested}"))),
        ("GraphML, entities that multiply", graphml(billion)),
        ("GraphML, an entity from a file", graphml(outside)),
        ("a table that names a file", Import::new().table("../../etc/passwd", &b"root"[..])),
        ("a table of no name", Import::new().table("", &b"x"[..])),
    ]
}

#[test]
fn every_bad_question_has_its_message() {
    let network = small();
    let mut messages = String::new();
    let mut tell = |name: &str, told: &str| {
        assert!(!told.is_empty() && told.len() < 4_000, "{name}: {} bytes", told.len());
        writeln!(messages, "# {}\n{}\n", name.escape_debug(), told.escape_debug().to_string().replace("\\n", "\n"))
            .unwrap();
    };
    for text in SCENARIOS {
        let told = refused(&network, text).unwrap_or_else(|| panic!("taken for good: {text}"));
        tell(text, &told);
    }
    for text in TARGETS {
        let told = network.target(text).and_then(|target| network.select(&[target])).map(|_| ());
        tell(text, &told.expect_err(text).to_string());
    }
    for (name, import) in files() {
        let told = import.build().map(|_| ()).expect_err(name).to_string();
        assert!(!told.contains("root:"), "{name} opened a file: {told}");
        tell(name, &told);
    }
    assert_golden("hostile_questions.txt", &messages);
}

/// A scenario that was written for other data is refused with the nearest name, or means what it meant.
#[test]
fn a_scenario_of_older_data_is_read_or_refused_with_a_reason() {
    let network = small();
    let kept = r#"{"close": ["link:rail-urumqi-dostyk", "country:KZ"], "open": ["project:shortcut"], "year": 2024}"#;
    assert_eq!(refused(&network, kept), None);
    let gone = kept.replace("rail-urumqi-dostyk", "rail-urumqi-dostik");
    let told = refused(&network, &gone).unwrap();
    assert_eq!(told, "there is no link `rail-urumqi-dostik`; did you mean `rail-urumqi-dostyk`?");
}

#[test]
fn a_factor_left_out_is_one() {
    let scenario: Scenario = serde_json::from_str(
        "{\"factor\": [{\"target\": \"country:KZ\", \"time\": 2}, {\"target\": \"country:KZ\", \"money\": 3}]}",
    )
    .unwrap();
    let factors: Vec<_> = scenario.factor.iter().map(|factor| [factor.time, factor.money]).collect();
    assert_eq!(factors, [[2.0, 1.0], [1.0, 3.0]]);
}
