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
fn all_measures_of_the_small_network() {
    let answer = json(&answered(small("projects", &["--measures", "all", "--rank", "lambda", "--format", "json"])));
    for project in answer.as_array().unwrap() {
        // a new line takes no way away
        assert!(project["alone"]["kappa"].as_f64() >= Some(0.0) && project["alone"]["lambda"].as_f64() >= Some(0.0));
        let change: f64 =
            project["alone"]["power"].as_array().unwrap().iter().map(|one| one[1].as_f64().unwrap()).sum();
        assert!(change.abs() < 1e-5, "shares add up to one before and after: {project}");
    }
    let headline = json(&answered(small("projects", &["--format", "json"])));
    assert!(headline[0]["alone"]["kappa"].is_null() && headline[0]["alone"]["rests_on"].is_string());
    let words = answered(small("projects", &["--measures", "all"]));
    assert!(words.contains("share of power") && words.contains("indispensable"), "{words}");
}

#[test]
fn snapshots_hold_what_each_question_says() {
    let all = ["--from", "2020", "--to", "2031", "--step", "11", "--all", "--format", "json"];
    let years = json(&answered(small("through_the_years", &all)));
    for (year, open) in years.as_array().unwrap().iter().zip([1, 0]) {
        let (number, snapshot) = (year["year"].to_string(), &year["snapshot"]);
        let alone = small("projects", &["--year", &number, "--format", "json"]);
        assert_eq!(snapshot["projects"], json(&alone.out), "{number}");
        assert_eq!(snapshot["projects"].as_array().unwrap().len(), open);
        let access = json(&answered(small("sea_access", &["--country", "KZ", "--year", &number, "--format", "json"])));
        let own = &snapshot["access"][0];
        assert_eq!((&own["kappa"], &own["lambda"]), (&access[0]["kappa"], &access[0]["lambda"]));
        let powers = json(&answered(small("powers", &["--year", &number, "--format", "json"])));
        assert_eq!((&year["hhi"], &year["asymmetric"]), (&powers["all"]["hhi"], &powers["all"]["asymmetric"]));
        let boundary = json(&answered(small("hub_dependence", &["--boundary", "--year", &number, "--format", "json"])));
        for turned in snapshot["turns"].as_array().unwrap() {
            let rows =
                boundary.as_array().unwrap().iter().filter(|row| row["view"] == turned[0] && row["turns"] == true);
            assert_eq!(rows.count() as u64, turned[1].as_u64().unwrap(), "{turned}");
        }
    }
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
