//! The layers are used one way only, files stay small, and tests do not disappear.
//!
//! What is checked is every path that a file writes out: `use crate::…`, `crate::…`, and `super::…`
//! where it leaves the layer. Methods that a later layer adds to a type of an earlier one have no
//! path and are not seen.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each may use only what stands to its left.
const LAYERS: [&str; 14] = [
    "units",
    "country",
    "network",
    "data",
    "scenario",
    "cost",
    "route",
    "hierarchy",
    "search",
    "redundancy",
    "dependence",
    "calibration",
    "report",
    "strategies",
];

const MOST_LINES: usize = 600;

/// Raise it when tests are added; it must not fall.
const FEWEST_TESTS: usize = 440;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All Rust files under a folder, with their paths from it.
fn rust_files(folder: &Path) -> Vec<(String, String)> {
    let mut folders = vec![folder.to_path_buf()];
    let mut files = Vec::new();
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// The text with comments and the contents of strings blanked out, lines kept.
fn code_only(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut last = ' ';
    while let Some(next) = rest.next() {
        match (next, rest.peek()) {
            ('/', Some('/')) => while rest.next_if(|&char| char != '\n').is_some() {},
            ('/', Some('*')) => {
                let mut before = ' ';
                for char in rest.by_ref() {
                    if char == '\n' {
                        code.push('\n');
                    }
                    if before == '*' && char == '/' {
                        break;
                    }
                    before = char;
                }
            }
            ('r', Some('"' | '#')) if !last.is_alphanumeric() && last != '_' => {
                let mut hashes = String::new();
                while rest.next_if_eq(&'#').is_some() {
                    hashes.push('#');
                }
                if rest.next_if_eq(&'"').is_some() {
                    let mut inside = String::new();
                    let end = format!("\"{hashes}");
                    while !inside.ends_with(&end) {
                        let Some(char) = rest.next() else { break };
                        if char == '\n' {
                            code.push('\n');
                        }
                        inside.push(char);
                    }
                    code.push_str("\"\"");
                }
            }
            ('"', _) => {
                code.push('"');
                while let Some(char) = rest.next() {
                    match char {
                        '\\' => code.extend(rest.next().filter(|&char| char == '\n')),
                        '"' => break,
                        '\n' => code.push('\n'),
                        _ => {}
                    }
                }
                code.push('"');
            }
            // a character, not a lifetime
            ('\'', Some(_)) => {
                let ahead: Vec<char> = rest.clone().take(12).collect();
                let width = match ahead[..] {
                    ['\\', _, ..] => ahead.iter().skip(2).position(|&char| char == '\'').map(|at| at + 3),
                    [_, '\'', ..] => Some(2),
                    _ => None,
                };
                match width {
                    Some(width) => (0..width).for_each(|_| _ = rest.next()),
                    None => code.push('\''),
                }
            }
            _ => code.push(next),
        }
        last = next;
    }
    code
}

fn identifier(text: &str) -> &str {
    let end = text.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(text.len());
    &text[..end]
}

/// The first names of a path or a group: of `{a::B, c::{D, E}, F}` a, c and F.
fn first_names(text: &str) -> Vec<(&str, usize)> {
    let start = text.len() - text.trim_start().len();
    if !text[start..].starts_with('{') {
        return vec![(identifier(&text[start..]), start)];
    }
    let (mut depth, mut fresh, mut names) = (0, false, Vec::new());
    for (at, char) in text.char_indices().skip_while(|&(at, _)| at < start) {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ if depth == 1 && fresh && (char.is_alphabetic() || char == '_') => {
                names.push((identifier(&text[at..]), at));
                fresh = false;
            }
            _ => {}
        }
        fresh |= depth == 1 && (char == '{' || char == ',');
        if depth == 0 {
            break;
        }
    }
    names
}

/// The layer of each name at the crate root: modules by themselves, re-exports by where they come
/// from; under `*` the layer that is re-exported whole.
fn root_names(lib: &str) -> Result<HashMap<String, String>, String> {
    let code = code_only(lib);
    let mut names: HashMap<String, String> =
        LAYERS.iter().map(|layer| (layer.to_string(), layer.to_string())).collect();
    for (at, _) in code.match_indices("use ") {
        let Some(path) = code[at + 4..].split(';').next() else { continue };
        let path = path.trim().trim_start_matches("crate::").trim_start_matches("self::");
        let layer = identifier(path);
        if !LAYERS.contains(&layer) {
            continue;
        }
        let inner = path[layer.len()..].trim_start_matches("::").trim();
        if inner == "*" {
            if let Some(other) = names.insert("*".to_owned(), layer.to_owned()) {
                return Err(format!("lib.rs re-exports both {other} and {layer} whole: names cannot be told apart"));
            }
            continue;
        }
        let items = inner.trim_start_matches('{').trim_end_matches('}').split(',');
        for item in items.map(str::trim).filter(|item| !item.is_empty()) {
            let name = item.rsplit(" as ").next().unwrap_or(item).rsplit("::").next().unwrap_or(item).trim();
            names.insert(name.to_owned(), layer.to_owned());
        }
    }
    Ok(names)
}

/// What a file uses of a layer to its right, as `file:line: …`.
fn violations(file: &str, text: &str, names: &HashMap<String, String>) -> Vec<String> {
    let own = file.split(['/', '.']).next().unwrap_or_default();
    let Some(rank) = LAYERS.iter().position(|layer| *layer == own) else {
        return if file == "lib.rs" { Vec::new() } else { vec![format!("{file}:1: `{own}` is not one of the layers")] };
    };
    // a test may look further than what it tests
    let all = code_only(text);
    let code = all.split("#[cfg(test)]").next().unwrap_or(&all);
    let outermost = !file.contains('/') || file == format!("{own}/mod.rs");
    let depth = file.matches('/').count() + usize::from(!file.ends_with("mod.rs"));
    let up = "super::".repeat(depth.max(1));
    let mut found = Vec::new();
    for prefix in ["crate::", if outermost { "super::" } else { &up }] {
        for (at, _) in code.match_indices(prefix) {
            let before = &code[..at];
            let inside = before.ends_with("::") || before.ends_with(|char: char| char.is_alphanumeric() || char == '_');
            if inside || before.ends_with('$') {
                continue;
            }
            for (name, offset) in first_names(&code[at + prefix.len()..]) {
                let layer = names.get(name).or_else(|| names.get("*"));
                let other = layer.and_then(|layer| LAYERS.iter().position(|one| one == layer));
                if other.is_some_and(|other| other > rank) {
                    let line = code[..at + prefix.len() + offset].matches('\n').count() + 1;
                    let layer = layer.map_or("", String::as_str);
                    found.push(format!("{file}:{line}: the layer `{own}` uses `{name}` of the later layer `{layer}`"));
                }
            }
        }
    }
    found
}

#[test]
fn each_layer_uses_only_what_stands_to_its_left() {
    let files = rust_files(&root().join("src"));
    let lib = &files.iter().find(|(name, _)| name == "lib.rs").unwrap().1;
    let names = root_names(lib).unwrap();
    assert_eq!(names.get("Metric").map(String::as_str), Some("cost"));
    assert_eq!(names.get("*").map(String::as_str), Some("network"));
    let found: Vec<String> = files.iter().flat_map(|(name, text)| violations(name, text, &names)).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn the_checker_finds_what_is_planted() {
    let lib = "mod cost;\npub use cost::{Cost, Metric as Priced};\npub use network::*;\npub use route::Route;";
    let names = root_names(lib).unwrap();
    let check = |file: &str, text: &str| violations(file, text, &names);
    let planted = [
        ("network/link.rs", "//! Links.\nuse super::Place;\nuse crate::cost::Cost;\n", 3),
        ("network/link.rs", "fn f() {\n    let x: crate::Route = y;\n}\n", 2),
        ("network/link.rs", "use crate::{\n    Country,\n    units::{Distance, Money},\n    Priced,\n};\n", 4),
        ("network/link.rs", "use super::super::search::OneToAll;\n", 1),
        ("network/mod.rs", "use super::scenario::Scenario;\n", 1),
        ("units.rs", "pub(in crate) fn f(link: &crate::Link) {}\n", 1),
        ("scenario.rs", "use std::fmt;\n\nuse super::route::Route;\n", 3),
        ("cost/model.rs", "// a ' and a \"\nconst Q: char = '\"';\nuse crate::report::Grid;\n", 3),
        ("elsewhere.rs", "", 1),
    ];
    for (file, text, line) in planted {
        let found = check(file, text);
        assert_eq!(found.len(), 1, "{file}: {text}: {found:?}");
        assert!(found[0].starts_with(&format!("{file}:{line}: ")), "{found:?}");
    }
    let sound = [
        ("route.rs", "use crate::cost::{Cost, Metric};\nuse crate::{Distance, Link};\n"),
        ("cost/mod.rs", "/// See [`Route`](crate::Route) and [`crate::search`].\nuse crate::network::Network;\n"),
        ("cost/mod.rs", "const TEXT: &str = \"crate::report::Grid\";\nconst RAW: &str = r#\"crate::\"report\"#;\n"),
        ("cost/model.rs", "use super::Cost;\nuse super::report;\n"),
        ("network/mod.rs", "fn f() {}\n#[cfg(test)]\nmod tests { use crate::report::Grid; }\n"),
        ("lib.rs", "pub use crate::strategies::laws;\n"),
    ];
    for (file, text) in sound {
        assert_eq!(check(file, text), Vec::<String>::new(), "{text}");
    }
    assert!(root_names("pub use network::*;\npub use cost::*;").is_err());
}

#[test]
fn files_are_small_and_finished() {
    let mut faults = Vec::new();
    for folder in ["src", "tests", "examples"] {
        for (name, text) in rust_files(&root().join(folder)) {
            let lines = text.lines().count();
            if lines > MOST_LINES {
                faults.push(format!("{folder}/{name} has {lines} lines, more than {MOST_LINES}"));
            }
            for (at, line) in code_only(&text).lines().enumerate() {
                for unfinished in ["#[ignore", "todo!", "unimplemented!", "dbg!"] {
                    if line.contains(unfinished) {
                        faults.push(format!("{folder}/{name}:{}: {unfinished}", at + 1));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn tests_do_not_disappear() {
    let count = |folder: &str| -> usize {
        let files = rust_files(&root().join(folder));
        files.iter().map(|(_, text)| code_only(text).lines().filter(|line| line.trim() == "#[test]").count()).sum()
    };
    let found = count("src") + count("tests");
    assert!(found >= FEWEST_TESTS, "{found} tests, fewer than {FEWEST_TESTS}");
}
