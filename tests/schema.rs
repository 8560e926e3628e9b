//! The JSON of every example is what its schema in `schema/` says, on good days and bad.

#[allow(dead_code, reason = "each test uses its part")]
mod programs;
#[allow(dead_code, reason = "no golden text here")]
mod snapshot;

use programs::{Ran, run, small};
use serde_json::Value;
use snapshot::here;

fn schema(name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(here("schema").join(format!("{name}.json"))).unwrap()).unwrap()
}

fn check(name: &str, answers: &[Ran]) {
    let schema = schema(name);
    jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
    let validator = jsonschema::validator_for(&schema).unwrap();
    for answer in answers {
        assert!(answer.code < 2, "{}", answer.err);
        let value: Value = serde_json::from_str(&answer.out).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(&value).take(5).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        every_member_is_named(name, &schema, &schema, &value);
    }
}

/// No object of an answer goes unlooked at because a schema says too little of it.
fn every_member_is_named(name: &str, root: &Value, schema: &Value, value: &Value) {
    let mut schema = schema;
    while let Some(target) = schema["$ref"].as_str() {
        schema = &root["$defs"][target.trim_start_matches("#/$defs/")];
    }
    if let Some(several) = schema["anyOf"].as_array() {
        if !value.is_null() && several.len() == 2 {
            every_member_is_named(name, root, &several[0], value);
        }
        return;
    }
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let named = schema["properties"].get(key).or_else(|| schema.get("additionalProperties"));
                let named = named.filter(|named| named.is_object());
                every_member_is_named(
                    name,
                    root,
                    named.unwrap_or_else(|| panic!("{name}: nothing on `{key}`")),
                    member,
                );
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let named = schema["prefixItems"].get(at).unwrap_or(&schema["items"]);
                every_member_is_named(name, root, named, item);
            }
        }
        _ => assert!(schema.get("type").or(schema.get("enum")).or(schema.get("const")).is_some(), "{name}: {value}"),
    }
}

const CLOSED: [&str; 3] = ["--close=mode:rail", "--close=mode:road", "--close=mode:sea"];

fn both(name: &str, arguments: &[&str]) -> [Ran; 2] {
    [run(name, arguments), run(name, &[arguments, &CLOSED].concat())]
}

#[test]
fn hub_dependence() {
    let json = ["--format", "json"];
    let mut answers = both("hub_dependence", &json).to_vec();
    answers.push(run(
        "hub_dependence",
        &["--hub", "RU", "--hub", "passage:suez", "--objective", "money", "--format", "json"],
    ));
    answers.push(small("hub_dependence", &json));
    answers.push(small("hub_dependence", &["--measures", "all", "--interval", "--format", "json"]));
    answers.push(run("hub_dependence", &["--measures", "all", "--corridor", "mc-khorgos-poti", "--format", "json"]));
    check("hub_dependence", &answers);
}

#[test]
fn hub_dependence_on_other_maps_and_on_every_country() {
    let other = ["--boundary", "--format", "json"];
    check("boundary", &[small("hub_dependence", &other), small("hub_dependence", &[&other[..], &CLOSED].concat())]);
    let matrix = ["--matrix", "--format", "json"];
    let full = [&matrix[..], &["--measures", "all"]].concat();
    let answers = [&matrix[..], &full, &[&full[..], &CLOSED].concat()].map(|asked| small("hub_dependence", asked));
    check("hub_matrix", &answers);
}

#[test]
fn route() {
    check("route", &both("route", &["--from", "Xi'an", "--to", "Poti", "--format", "json"]));
    check(
        "route",
        &[run("route", &["--from", "Urumqi", "--to", "Warsaw", "--close", "mode:road", "--format", "json"])],
    );
}

#[test]
fn alternatives() {
    check("alternatives", &both("alternatives", &["--from", "Xi'an", "--to", "Poti", "--format", "json"]));
    let pareto = ["--from", "Xi'an", "--to", "Poti", "--pareto", "time,borders", "--format", "json"];
    check("alternatives", &[run("alternatives", &pareto)]);
}

#[test]
fn redundancy() {
    check("redundancy", &both("redundancy", &["--from", "Urumqi", "--to", "Almaty", "--format", "json"]));
    check("redundancy", &[small("redundancy", &["--from", "urumqi", "--to", "poti", "--format", "json"])]);
}

#[test]
fn calibration() {
    check("calibration", &[run("calibration", &["--all", "--format", "json"])]);
}

#[test]
fn powers() {
    let one = ["--corridor", "mc-khorgos-poti", "--format", "json"];
    check("powers", &both("powers", &one));
    check("powers", &[small("powers", &["--bloc", "EAEU=RU,KZ", "--format", "json"])]);
}

#[test]
fn through_the_years() {
    let years = ["--from", "1990", "--to", "2030", "--step", "20", "--format", "json"];
    check("through_the_years", &both("through_the_years", &years));
    check("through_the_years", &[small("through_the_years", &["--step", "15", "--powers", "--format", "json"])]);
    check("through_the_years", &[small("through_the_years", &["--step", "15", "--all", "--format", "json"])]);
}

#[test]
fn projects() {
    check("projects", &[small("projects", &["--format", "json"])]);
    check("projects", &[small("projects", &["--measures", "all", "--format", "json"])]);
    check("projects", &[run("projects", &["--hub", "RU", "--close", "mode:road", "--format", "json"])]);
}

#[test]
fn confidence() {
    check("confidence", &[small("confidence", &["--draws", "20", "--format", "json"])]);
    let one = ["--draws", "5", "--corridor", "mc-khorgos-poti", "--format", "json"];
    check("confidence", &both("confidence", &one));
}

#[test]
fn events() {
    check("events", &[run("events", &["--format", "json"]), small("events", &["--format", "json"])]);
}

#[test]
fn sea_access() {
    check("sea_access", &both("sea_access", &["--country", "UZ", "--format", "json"]));
    check("sea_access", &[small("sea_access", &["--format", "json"])]);
}

#[test]
fn official_shares() {
    check("official_shares", &both("official_shares", &["--format", "json"]));
}

#[test]
fn atlas() {
    let json = ["--format", "json", "--out", "-", "--closures", "1"];
    check("atlas", &[small("atlas", &[&json[..], &["--years", "2024..2026"]].concat())]);
    let one = ["--corridor", "mc-khorgos-poti", "--years", "2025..2025", "--stretch", "1"];
    check("atlas", &[run("atlas", &[&json[..], &one].concat())]);
}

#[test]
fn own_network() {
    let tables = ["--tables", "docs/tutorial", "--format", "json"];
    check("own_network", &[run("own_network", &tables)]);
    check("hub_dependence", &[run("own_network", &[&tables[..], &["--hub", "KZ"]].concat())]);
}

#[test]
fn matrix() {
    let schema = schema("matrix");
    let fields = schema["fields"].as_array().unwrap();
    let table = run("matrix", &["--from", "Xian,Almaty,baku", "--to", "Poti,Almaty"]);
    let mut reader = csv::Reader::from_reader(table.out.as_bytes());
    let header: Vec<&str> = reader.headers().unwrap().iter().collect();
    assert_eq!(header, fields.iter().map(|field| field["name"].as_str().unwrap()).collect::<Vec<_>>());
    for row in csv::Reader::from_reader(table.out.as_bytes()).records().map(Result::unwrap) {
        for (cell, field) in row.iter().zip(fields) {
            if field["type"] == "number" && !cell.is_empty() {
                assert!(cell.parse::<f64>().unwrap() >= field["constraints"]["minimum"].as_f64().unwrap());
            }
            assert!(!cell.is_empty() || field["constraints"]["required"] != true);
        }
    }
}

#[test]
fn a_schema_refuses_what_is_not_there() {
    let answer = run("route", &["--from", "Xi'an", "--to", "Poti", "--format", "json"]);
    let good: Value = serde_json::from_str(&answer.out).unwrap();
    let validator = jsonschema::validator_for(&schema("route")).unwrap();
    assert!(validator.is_valid(&good));
    for change in [
        |value: &mut Value| value["status"] = "fine".into(),
        |value: &mut Value| value["routes"][0]["length_km"] = "far".into(),
        |value: &mut Value| value["routes"][0]["legs"][0]["mode"] = "canal".into(),
        |value: &mut Value| value["extra"] = 1.into(),
        |value: &mut Value| _ = value.as_object_mut().unwrap().remove("cut"),
    ] {
        let mut bad = good.clone();
        change(&mut bad);
        assert!(!validator.is_valid(&bad));
    }
}
