//! `docs/laws.md` has every law of `strategies::laws` in its sentence, with the tests that try it.

#[allow(dead_code, reason = "no golden text here")]
mod snapshot;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use landbridge::strategies::BOOK;
use snapshot::here;

fn read(folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(here("")).unwrap().to_string_lossy().replace('\\', "/");
            found.insert(name, std::fs::read_to_string(path).unwrap());
        }
    }
}

fn files(folder: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    read(&here(folder), &mut found);
    found
}

/// The laws of a file with the first sentence of each.
fn laws(text: &str) -> Vec<(String, String)> {
    let (mut found, mut doc) = (Vec::new(), String::new());
    for line in text.lines() {
        if let Some(more) = line.strip_prefix("///") {
            doc = doc + more.trim() + " ";
        } else if let Some(name) = line.strip_prefix("pub fn ") {
            let end = name.find(['(', '<']).unwrap_or(name.len());
            let sentence = doc.split(". ").next().unwrap_or_default().trim().trim_end_matches('.');
            // what is a link in rustdoc is a name here
            let marks = [("\\[", "["), ("\\]", "]"), ("[`", "`"), ("`]", "`")];
            let sentence = marks.iter().fold(sentence.to_owned(), |text, (from, to)| text.replace(from, to));
            found.push((name[..end].to_owned(), sentence + "."));
            doc.clear();
        } else if !line.starts_with('#') {
            doc.clear();
        }
    }
    found
}

/// The tests that call a law: `file::test`.
fn tests_of(law: &str, tests: &BTreeMap<String, String>) -> Vec<String> {
    let mut found = Vec::new();
    for (file, text) in tests {
        let mut last = "";
        for line in text.lines() {
            if let Some(name) = line.trim().strip_prefix("fn ") {
                last = name.split('(').next().unwrap_or_default();
            }
            let called = line.contains(&format!("{law}(")) && !line.contains(&format!("fn {law}("));
            if called && !line.contains(&format!("_{law}(")) {
                let stem = file.trim_start_matches("tests/").trim_end_matches(".rs");
                found.push(format!("`{stem}::{last}`"));
            }
        }
    }
    if BOOK.iter().any(|entry| entry.name == law) {
        found.push(format!("`book::…::{law}`"));
    }
    found.dedup();
    found
}

#[test]
fn the_page_has_every_law() {
    let tests = files("tests").into_iter().filter(|(name, _)| !name.starts_with("tests/downstream/")).collect();
    let mut page = "# The laws\n\nWhat holds in every network: functions of `landbridge::strategies::laws`, for any \
                    network and any draw.\n\n`just laws` tries each on ten thousand generated networks. On the bundled \
                    network (tests with `bundled` in their\nname) it takes a hundred draws: one there takes as long as some \
                    hundreds elsewhere. What has nothing to draw\n(`bundled_reverses_and_shares_add_up`, a test on a network \
                    by hand) runs once. Those with a test in `book` are in\n`strategies::BOOK` too, which `book_of_laws!` \
                    tries on a network of your own.\n"
        .to_owned();
    let mut number = 0;
    for (file, text) in files("src/strategies/laws") {
        let laws = laws(&text);
        if laws.is_empty() {
            continue;
        }
        let head = text.lines().next().unwrap_or_default().trim_start_matches("//! ").trim_end_matches('.');
        writeln!(page, "\n## {head}\n\n| law | it says | tests |\n|---|---|---|").unwrap();
        for (name, says) in laws {
            let tests = tests_of(&name, &tests);
            assert!(!tests.is_empty(), "{file}: {name} is tried by no test");
            assert!(says.len() > 20 && !says.contains('|'), "{file}: {name}: `{says}`");
            writeln!(page, "| `{name}` | {says} | {} |", tests.join(", ")).unwrap();
            number += 1;
        }
    }
    assert!(number >= BOOK.len() && number > 30, "{number} laws");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(here("docs/laws.md"), &page).unwrap();
    }
    let kept = std::fs::read_to_string(here("docs/laws.md")).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(kept, page, "UPDATE_GOLDEN=1 takes the new page");
}
