//! `sea_access`, run as a user runs it.

use crate::programs::{answered, json, run, small};

#[test]
fn on_the_small_network() {
    let words = answered(small("sea_access", &[]));
    assert!(words.contains("Kazakhstan") && words.contains("Azerbaijan") && !words.contains("China "), "{words}");
    let answer = json(&answered(small("sea_access", &["--country", "kazakhstan", "--format", "json"])));
    let one = &answer[0];
    assert_eq!((&one["country"], &one["coast"]), (&"KZ".into(), &false.into()));
    let gateways = one["gateways"].as_array().unwrap();
    assert!(gateways.iter().all(|gateway| gateway["place"] != "aktau" && gateway["place"] != "baku"));
    assert!(gateways.is_sorted_by(|a, b| a["cost"].as_f64() <= b["cost"].as_f64()));
    assert_eq!(one["disjoint"].as_array().unwrap().len().to_string(), one["kappa"].to_string());
    for closure in one["closures"].as_array().unwrap() {
        let whole = closure["dependence"].as_f64() == Some(1.0);
        assert_eq!(whole, closure["replacement"].is_null(), "{closure}");
    }
    assert_eq!(one["outside_assumed"], true);
    let closed = small("sea_access", &["--country", "KZ", "--close", "mode:sea"]);
    assert_eq!(closed.code, 1, "without sea lanes there is no gateway");
    assert!(closed.out.contains("no way to the ocean"));
}

#[test]
fn rows_for_tools() {
    let gateways = answered(run("sea_access", &["--country", "UZ", "--format", "markdown"]));
    assert_eq!(gateways.lines().filter(|line| line.starts_with("|---")).count(), 3);
    let csv = answered(run("sea_access", &["--from", "Aktobe", "--objective", "money", "--format", "csv"]));
    assert!(csv.lines().skip(1).all(|line| line.starts_with("Kazakhstan,")), "{csv}");
    for bad in [
        &["--country", "Atlantis"][..],
        &["--country", "suez"],
        &["--from", "nowhere"],
        &["--outside", "1"],
        &["--from", "Almaty", "--country", "KZ"],
    ] {
        assert_eq!(run("sea_access", bad).code, 2, "{bad:?}");
    }
}
