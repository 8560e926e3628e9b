//! What the README shows is what the main job prints. `UPDATE_README=1 cargo test --test readme` rewrites it.

use std::fs;

use landbridge::{Dependence, Network};

#[test]
fn the_readme_shows_todays_answer() {
    let network = Network::bundled();
    let report = Dependence::on(&network).hub("country:KZ".parse().unwrap()).run().unwrap();
    let findings = format!("> {}\n", report.findings().join("\n>\n> "));
    let parts = [
        ("families", report.family_grid().to_markdown()),
        ("findings", findings),
        ("corridors", report.grid().to_markdown()),
    ];
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = fs::read_to_string(path).unwrap();
    let mut fresh = readme.clone();
    for (name, text) in parts {
        let opening = format!("<!-- {name} -->\n");
        let start = fresh.find(&opening).expect("the README has the marker") + opening.len();
        let end = start + fresh[start..].find("<!-- end -->").expect("the README has the end marker");
        fresh.replace_range(start..end, &text);
    }
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(path, &fresh).unwrap();
        return;
    }
    assert!(readme == fresh, "the README is out of date: UPDATE_README=1 cargo test --test readme");
}
