//! `projects` and `through_the_years`, run as a user runs them.

use crate::programs::{answered, json, run, small};

#[test]
fn a_project_that_opens_makes_nothing_dearer() {
    let answer = json(&answered(run("projects", &["--close", "mode:road", "--format", "json"])));
    let projects = answer.as_array().unwrap();
    assert!(projects.len() >= 15);
    let saving = |project: &serde_json::Value, when: &str| project[when]["saving"].as_f64().unwrap();
    assert!(projects.iter().all(|project| saving(project, "alone") >= 0.0 && saving(project, "last") >= 0.0));
    assert!(projects.is_sorted_by(|a, b| saving(a, "alone") >= saving(b, "alone")));
    let cku = projects.iter().find(|project| project["project"] == "cku").unwrap();
    assert!(!cku["alone"]["freed"].as_array().unwrap().is_empty(), "a second railway from China to Uzbekistan");
}

#[test]
fn projects_of_the_small_network() {
    let text = answered(small("projects", &[]));
    assert!(text.contains("Almaty – Aktau straight"), "{text}");
    assert_eq!(small("projects", &["--year", "2035"]).code, 1, "it is open by then");
    assert_eq!(small("projects", &["--hub", "nowhere"]).code, 2);
}

#[test]
fn lines_open_with_the_years() {
    let answer = json(&answered(run("through_the_years", &["--step", "15", "--format", "json"])));
    let years = answer.as_array().unwrap();
    let open: Vec<u64> = years.iter().map(|year| year["open_lines"].as_u64().unwrap()).collect();
    assert_eq!(open.len(), 4);
    assert!(open.is_sorted() && open[0] < open[3], "{open:?}");
    assert!(years.iter().all(|year| year["leader"].is_null()));
    let text = answered(small("through_the_years", &["--from", "2020", "--to", "2031", "--step", "11", "--powers"]));
    assert!(text.contains("2020") && text.contains("2031"), "{text}");
    assert_eq!(small("through_the_years", &["--from", "2030", "--to", "2020"]).code, 2);
    assert_eq!(small("through_the_years", &["--year", "2030"]).code, 2);
}
