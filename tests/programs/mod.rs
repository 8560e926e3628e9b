//! The built examples, run as a user runs them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use serde_json::Value;

use crate::snapshot::here;

/// The program that `cargo test` built from an example.
pub(crate) fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let program = profile.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(program.is_file(), "{} is built by `cargo test`", program.display());
    // `cargo test --test cli` alone builds no examples: an old one would answer for the new
    let built = modified(&program);
    let sources = std::fs::read_to_string(program.with_extension("d")).unwrap_or_default().replace("\\ ", "\0");
    for source in sources.split_whitespace().skip(1).map(|path| PathBuf::from(path.replace('\0', " "))) {
        assert!(
            modified(&source) <= built,
            "{} is newer than the example {name}: run `cargo build --examples`",
            source.display()
        );
    }
    program
}

fn modified(file: &Path) -> SystemTime {
    file.metadata().and_then(|data| data.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
}

#[derive(Clone, Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn run_in(directory: &Path, name: &str, arguments: &[&str]) -> Ran {
    let output = Command::new(program(name)).args(arguments).current_dir(directory).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
    let ran = Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) };
    assert!(!ran.err.contains("panicked"), "{name} {arguments:?}: {}", ran.err);
    match ran.code {
        0 | 1 => assert!(ran.err.is_empty(), "{name} {arguments:?}: {}", ran.err),
        2 => assert!(ran.out.is_empty() && ran.err.starts_with("error: "), "{name} {arguments:?}: {ran:?}"),
        other => panic!("{name} {arguments:?}: exit code {other}"),
    }
    ran
}

pub(crate) fn run(name: &str, arguments: &[&str]) -> Ran {
    run_in(&here(""), name, arguments)
}

pub(crate) const SMALL: &str = "tests/fixtures/small";

/// On the small network.
pub(crate) fn small(name: &str, arguments: &[&str]) -> Ran {
    run(name, &[arguments, &["--network", SMALL]].concat())
}

pub(crate) fn answered(ran: Ran) -> String {
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out
}

pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}
