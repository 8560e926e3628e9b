//! What the README shows is what the programs print, and what it and the other documents tell people
//! to type is understood. `UPDATE_README=1 cargo test --test readme` rewrites the README.

#[allow(dead_code, reason = "each test uses its part")]
mod programs;
#[allow(dead_code, reason = "no golden text here")]
mod snapshot;

use std::fs;
use std::path::PathBuf;

use landbridge::report::ResidualJson;
use landbridge::{Dependence, Grid, Network};
use programs::{answered, run};
use snapshot::here;

#[test]
fn the_readme_shows_todays_answer() {
    let network = Network::bundled();
    let report = Dependence::on(&network).hub("country:KZ".parse().unwrap()).run().unwrap();
    let findings = format!("> {}\n", report.findings().join("\n>\n> "));
    let source = fs::read_to_string(here("examples/quick_start.rs")).unwrap();
    let program = source.lines().skip_while(|line| line.starts_with("//!") || line.is_empty());
    let program = program.fold(String::new(), |text, line| text + line + "\n");
    let residuals: Vec<ResidualJson> = network.residuals().unwrap().iter().map(ResidualJson::from).collect();
    let parts = [
        ("families", report.family_grid().to_markdown()),
        ("findings", findings),
        ("corridors", report.grid().to_markdown()),
        ("program", format!("```rust\n{program}```\n\n```text\n{}```\n", answered(run("quick_start", &[])))),
        ("calibration", Grid::of_medians(&residuals).to_markdown()),
    ];
    let path = here("README.md");
    let readme = fs::read_to_string(&path).unwrap();
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

/// Every text that people read: the documents, and the heads of the examples.
fn documents() -> Vec<PathBuf> {
    let mut all = Vec::new();
    for folder in ["", "docs", "docs/measures", "examples", "network"] {
        let files = fs::read_dir(here(folder)).unwrap().map(|entry| entry.unwrap().path());
        all.extend(files.filter(|path| {
            path.extension().is_some_and(|ending| ending == "md" || ending == "rs") && !path.ends_with("CHANGELOG.md")
        }));
    }
    all.sort();
    all
}

/// The words of a command line, quotes taken off.
fn words(line: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let (mut quote, mut rest) = (None, line.chars());
    while let Some(sign) = rest.next() {
        match sign {
            _ if quote == Some(sign) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(sign),
            '\\' => all.last_mut().unwrap().extend(rest.next()),
            ' ' if quote.is_none() => all.push(String::new()),
            _ => all.last_mut().unwrap().push(sign),
        }
    }
    all.retain(|word| !word.is_empty());
    all
}

/// Whether the arguments are understood: what is then complained of is the network, which is not there.
#[test]
fn every_command_of_the_documents_is_understood() {
    let mut count = 0;
    for path in documents() {
        let text = fs::read_to_string(&path).unwrap();
        for line in text.lines().map(|line| line.trim_start_matches("//!").trim()) {
            let Some(command) =
                line.strip_prefix("cargo run --release ").and_then(|rest| rest.split_once("--example "))
            else {
                continue;
            };
            let words = words(command.1);
            let (name, arguments) = words.split_first().unwrap();
            let mut arguments: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
            if let Some(at) = arguments.iter().position(|word| *word == "--network") {
                arguments.drain(at..at + 2);
            }
            match name.as_str() {
                "own_network" => arguments.extend(["--gmns", "absent"]),
                "quick_start" => {}
                _ => arguments.extend(["--network", "absent"]),
            }
            let ran = run(name, &arguments);
            let of_files = ["absent", "there is no such file"].iter().any(|told| ran.err.contains(told));
            let understood = ran.code == 0 || of_files && !ran.err.contains("Usage");
            assert!(understood, "{}: {line}\n{}", path.display(), ran.err);
            count += 1;
        }
    }
    assert!(count > 40, "{count} commands: they are written in another way now");
}

/// Files and pictures that the documents point to are there, and so are the examples they name.
#[test]
fn every_link_of_the_documents_leads_somewhere() {
    let mut count = 0;
    for path in documents().into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "md")) {
        let text = fs::read_to_string(&path).unwrap();
        for rest in text.split("](").skip(1) {
            let target = rest.split([')', '#']).next().unwrap();
            if target.is_empty() || target.contains("://") || target.contains(' ') {
                continue;
            }
            assert!(path.parent().unwrap().join(target).exists(), "{}: {target}", path.display());
            count += 1;
        }
    }
    assert!(count > 40, "{count} links: they are written in another way now");
}

#[test]
fn the_gallery_has_every_example() {
    let gallery = fs::read_to_string(here("examples/README.md")).unwrap();
    for path in fs::read_dir(here("examples")).unwrap().map(|entry| entry.unwrap().path()) {
        if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            assert!(gallery.contains(&format!("`{name}")), "{name} is missing in examples/README.md");
        }
    }
}
