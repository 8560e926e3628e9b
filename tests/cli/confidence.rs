//! The example `confidence`.

use crate::programs::{answered, json, small};

#[test]
fn the_same_seed_prints_the_same_and_another_does_not() {
    let with = |seed| answered(small("confidence", &["--draws", "20", "--format", "json", "--seed", seed]));
    assert_eq!(with("3"), with("3"));
    assert_ne!(with("3"), with("4"));
    let answer = json(&with("3"));
    assert_eq!((answer["draws"].as_u64(), answer["hub"][0].as_str()), (Some(20), Some("country:KZ")));
    for corridor in answer["corridors"].as_array().unwrap() {
        let sum: f64 = corridor["chances"].as_array().unwrap().iter().map(|chance| chance.as_f64().unwrap()).sum();
        assert!(sum == 0.0 || (sum - 1.0).abs() < 1e-5, "{corridor}");
    }
}

#[test]
fn exit_codes() {
    assert_eq!(
        small("confidence", &["--draws", "2", "--close", "mode:rail", "--close", "mode:road", "--close", "mode:sea"])
            .code,
        1
    );
    assert_eq!(small("confidence", &["--draws", "0"]).code, 2);
    assert_eq!(small("confidence", &["--hub", "atlantis"]).code, 2);
}
