//! `powers`, run as a user runs it.

use crate::programs::{answered, json, run, small};

#[test]
fn shares_by_family_and_bloc() {
    let answer =
        json(&answered(run("powers", &["--corridor", "Lianyungang – Khorgos – Aktau – Poti", "--format", "json"])));
    let shapley = answer["corridors"][0]["shapley"].as_object().unwrap();
    let sum: f64 = shapley.values().map(|value| value.as_f64().unwrap()).sum();
    assert!((sum - answer["corridors"][0]["value"].as_f64().unwrap()).abs() < 1e-3);
    assert!(shapley.contains_key("KZ") && !shapley.contains_key("CN") && !shapley.contains_key("GE"));
    let bloc =
        ["--corridor", "Lianyungang – Khorgos – Aktau – Poti", "--bloc", "EAEU=RU,BY,KZ,KG,AM", "--format", "json"];
    let bloc = json(&answered(run("powers", &bloc)));
    let joined = bloc["corridors"][0]["shapley"].as_object().unwrap();
    assert!(joined.contains_key("EAEU") && !joined.contains_key("KZ"));
    assert!(bloc["corridors"][0]["value"].as_f64() >= answer["corridors"][0]["value"].as_f64());
}

#[test]
fn bad_blocs_end_with_2() {
    for bad in ["EAEU", "EAEU=RU,XX1", "A=RU;B=RU"] {
        assert_eq!(small("powers", &["--bloc", bad]).code, 2, "{bad}");
    }
    assert_eq!(small("powers", &["--outside", "1"]).code, 2);
    assert!(answered(small("powers", &["--corridors"])).contains("Power over corridors"));
}
