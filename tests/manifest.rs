//! What the manifest says is so: each dependency is used and has its reason, and what goes out with a
//! version is there.

#[allow(dead_code, reason = "no golden text here")]
mod snapshot;

use std::path::Path;

use snapshot::here;

fn read(file: &str) -> String {
    std::fs::read_to_string(here(file)).unwrap()
}

/// The names of a table of the manifest.
fn names(manifest: &str, table: &str) -> Vec<String> {
    let head = format!("[{table}]\n");
    let lines =
        manifest.split(&head).nth(1).expect("the table is there").lines().take_while(|line| !line.starts_with('['));
    let rows = lines.filter(|line| !line.trim_start().starts_with('#'));
    rows.filter_map(|line| line.split_once(" = ")).map(|(name, _)| name.to_owned()).collect()
}

fn sources(folder: &Path, found: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

/// Dependencies that no file of these folders names.
fn unused(names: &[String], folders: &[&str]) -> Vec<String> {
    let mut text = String::new();
    for folder in folders {
        sources(&here(folder), &mut text);
    }
    let used = |name: &String| {
        let path = name.replace('-', "_");
        let holds = |before: &str, after: &str| text.contains(&format!("{before}{path}{after}"));
        [" ", "(", "<", "&", "[", "!", "::"].iter().any(|before| holds(before, "::")) || holds("use ", ";")
    };
    names.iter().filter(|name| !used(name)).cloned().collect()
}

#[test]
fn each_dependency_is_used_and_has_a_reason() {
    let manifest = read("Cargo.toml");
    let (library, tests) = (names(&manifest, "dependencies"), names(&manifest, "dev-dependencies"));
    assert!(library.len() > 8 && tests.len() > 8, "{library:?} {tests:?}");
    assert_eq!(unused(&library, &["src"]), Vec::<String>::new());
    assert_eq!(unused(&tests, &["tests", "benches", "examples"]), Vec::<String>::new());
    assert_eq!(unused(&["left-pad".to_owned()], &["src", "tests"]), ["left-pad"], "the test finds what is unused");
    let reasons = read("DESIGN.md");
    for name in library.iter().chain(&tests).filter(|name| *name != "landbridge") {
        assert!(reasons.contains(&format!("`{name}`")), "{name} has no reason in DESIGN.md");
    }
}

#[test]
fn versions_agree() {
    let manifest = read("Cargo.toml");
    let version = env!("CARGO_PKG_VERSION");
    let changes = read("CHANGELOG.md");
    let told = changes.lines().find_map(|line| line.strip_prefix("## ")).unwrap();
    assert!(told == "Unreleased" || told.starts_with(version), "{told}");
    let least = env!("CARGO_PKG_RUST_VERSION");
    assert!(read("README.md").contains(least), "README.md does not say {least}");
    assert!(read("CITATION.cff").contains(&format!("version: {version}")));
    // docs.rs shows what every feature has
    assert!(manifest.contains("[package.metadata.docs.rs]\nall-features = true"));
}
