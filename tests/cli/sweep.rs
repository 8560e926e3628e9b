//! `sweep`: its rows, and that nothing is lost or doubled whatever stops it.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::programs::{Ran, answered, program, run, run_in, small};
use crate::snapshot::here;

/// Enough units to be stopped among them.
const LONG: [&str; 6] = ["--all-objectives", "--each", "country", "--each", "border", "--pairs"];

fn long(out: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(program("sweep"));
    command.args(LONG).args(["--changed", "--between", "demand", "--out"]).arg(out).args(more).current_dir(here(""));
    command.args(["--network", "tests/fixtures/small"]);
    command
}

fn ended(mut child: Child) -> i32 {
    child.wait().unwrap().code().unwrap_or(-1)
}

fn finished(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stdout.is_empty() && output.stderr.is_empty());
    output
}

/// Rows by header; each row has as many cells.
fn table(text: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<&str> =
        "objective unit closed from to verdict cost_open cost_closed dependence premium".split(' ').collect();
    assert_eq!(reader.headers().unwrap(), header);
    reader.into_records().map(Result::unwrap).collect()
}

#[test]
fn one_table_of_each_country_border_and_passage() {
    let text = answered(small("sweep", &["--each", "country", "--each", "border", "--each", "passage"]));
    let rows = table(&text);
    let ends: BTreeSet<(&str, &str)> = rows.iter().map(|row| (&row[3], &row[4])).collect();
    let closed: BTreeSet<&str> = rows.iter().map(|row| &row[2]).collect();
    assert_eq!(rows.len(), ends.len() * closed.len());
    for kind in ["country:", "border:", "passage:"] {
        assert!(closed.iter().any(|one| one.starts_with(kind)), "{closed:?}");
    }
    // by hand: all ways from Almaty lead over the one line inside Kazakhstan
    let jsonl = answered(small("sweep", &["--format", "jsonl"]));
    let countries = table(&answered(small("sweep", &[])));
    assert_eq!(jsonl.lines().count(), countries.len());
    for (line, row) in jsonl.lines().zip(&countries) {
        let value: Value = serde_json::from_str(line).unwrap();
        for (name, cell) in ["objective", "unit", "closed", "from", "to", "verdict"].into_iter().zip(row) {
            assert_eq!(value[name], cell, "{line}");
        }
        for (at, name) in ["cost_open", "cost_closed", "dependence", "premium"].into_iter().enumerate() {
            assert_eq!(value[name].as_f64(), row[6 + at].parse().ok(), "{line}");
        }
    }
}

#[test]
fn each_cost_is_that_of_the_route() {
    let rows = table(&answered(small("sweep", &["--each", "border", "--objective", "distance"])));
    let mut searched = 0;
    for row in rows.iter().filter(|row| &row[5] != "unused") {
        let place =
            ["--from", &row[3], "--to", &row[4], "--objective", "distance", "--close", &row[2], "--format", "json"];
        let Ran { code, out, .. } = small("route", &place);
        let length = (code == 0).then(|| crate::programs::json(&out)["routes"][0]["length_km"].as_f64().unwrap());
        assert_eq!(length, row[7].parse().ok(), "{row:?}");
        searched += 1;
    }
    assert!(searched > 0);
}

#[test]
fn shards_add_up_to_the_whole() {
    let whole = answered(run("sweep", &["--each", "passage"]));
    for of in [1, 3, 7] {
        let mut all = String::new();
        for part in 1..=of {
            let text = run("sweep", &["--each", "passage", "--shard", &format!("{part}/{of}")]).out;
            all += if part == 1 { &text } else { text.split_once('\n').unwrap().1 };
        }
        assert_eq!(all, whole, "{of} shards");
    }
    for bad in ["0/2", "3/2", "1", "a/b", "1/0"] {
        assert_eq!(small("sweep", &["--shard", bad]).code, 2, "{bad}");
    }
}

#[test]
fn a_killed_sweep_goes_on_where_it_stopped() {
    let there = tempfile::tempdir().unwrap();
    let path = |name: &str| there.path().join(name);
    finished(&mut long(&path("whole.csv"), &[]));
    let whole = std::fs::read_to_string(path("whole.csv")).unwrap();
    assert!(table(&whole).len() > 100);
    let (out, part, journal) = (path("out.csv"), path("out.csv.part"), path("out.csv.journal"));
    let lines = || std::fs::read_to_string(&journal).map_or(0, |text| text.lines().count());
    let mut stopped = BTreeSet::new();
    for round in 0..6 {
        let before = lines();
        let mut child = long(&out, &[]).stdout(Stdio::null()).spawn().unwrap();
        let begun = Instant::now();
        while lines() < before + 2 && child.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < Duration::from_secs(60));
        }
        let _ = child.kill();
        if ended(child) == 0 {
            // a busy machine looked too late
            std::fs::remove_file(&out).unwrap();
            continue;
        }
        stopped.insert(lines());
        assert!(!out.exists(), "an answer that is not whole has not its name");
        let kept = std::fs::read_to_string(&part).unwrap();
        let whole_rows = kept.rfind('\n').map_or(0, |end| end + 1);
        assert!(whole.starts_with(&kept[..whole_rows]));
        // as if the kill had come while a row, and then while a note of it, was written
        let torn = |file: &Path, text: &str| {
            std::fs::write(file, std::fs::read_to_string(file).unwrap() + text).unwrap();
        };
        if round % 2 == 0 {
            torn(&part, "time,h,country:KZ,ur");
            torn(&journal, "99");
        }
    }
    assert!(!stopped.is_empty(), "it was never stopped in time");
    if !out.exists() {
        finished(&mut long(&out, &[]));
    }
    assert!(std::fs::read_to_string(&out).unwrap() == whole, "the answer differs");
    assert!(!part.exists() && !journal.exists());
}

/// A sweep that a limit on the size of files stopped.
#[cfg(unix)]
fn stopped_by_a_full_disk(out: &Path) {
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 40; exec \"$@\"", "sh"]);
    let plain = long(out, &[]);
    let output = limited.arg(plain.get_program()).args(plain.get_args()).current_dir(here("")).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.starts_with("error: ") && told.contains("the same command goes on from there"), "{told}");
}

#[test]
#[cfg(unix)]
fn a_full_disk_leaves_whole_rows_to_go_on_from() {
    let there = tempfile::tempdir().unwrap();
    let path = |name: &str| there.path().join(name);
    finished(&mut long(&path("whole.csv"), &[]));
    let whole = std::fs::read_to_string(path("whole.csv")).unwrap();
    let out = path("out.csv");
    stopped_by_a_full_disk(&out);
    let kept = std::fs::read_to_string(path("out.csv.part")).unwrap();
    assert!(!out.exists() && kept.ends_with('\n') && whole.starts_with(&kept) && kept.len() < whole.len());
    table(&kept);
    // another question does not go on with it, and leaves it as it is
    let other = long(&out, &["--year", "2030"]).output().unwrap();
    let told = String::from_utf8(other.stderr).unwrap();
    assert!(other.status.code() == Some(2) && told.contains("answers another question"), "{told}");
    let mut tables = long(&out, &[]);
    tables.args(["--close", "mode:road"]);
    assert_eq!(tables.output().unwrap().status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(path("out.csv.part")).unwrap(), kept);
    finished(&mut long(&out, &[]));
    assert!(std::fs::read_to_string(&out).unwrap() == whole);
}

#[test]
#[cfg(unix)]
fn other_data_does_not_go_on() {
    let there = tempfile::tempdir().unwrap();
    let out = there.path().join("out.csv");
    stopped_by_a_full_disk(&out);
    let tables = there.path().join("tables");
    std::fs::create_dir(&tables).unwrap();
    for entry in std::fs::read_dir(here("tests/fixtures/small")).unwrap().map(Result::unwrap) {
        std::fs::copy(entry.path(), tables.join(entry.file_name())).unwrap();
    }
    let same = Command::new(program("sweep"))
        .args(LONG)
        .args(["--changed", "--between", "demand", "--network"])
        .arg(&tables)
        .arg("--out")
        .arg(&out)
        .output();
    assert!(same.unwrap().status.success(), "the same tables elsewhere are the same network");
    stopped_by_a_full_disk(&out);
    let link = std::fs::read_to_string(tables.join("assumption.csv")).unwrap();
    let changed = link.replacen(",50,", ",51,", 1).replacen(",40,", ",41,", 1);
    assert_ne!(link, changed);
    std::fs::write(tables.join("assumption.csv"), changed).unwrap();
    let other = Command::new(program("sweep"))
        .args(LONG)
        .args(["--changed", "--between", "demand", "--network"])
        .arg(&tables)
        .arg("--out")
        .arg(&out)
        .output();
    assert_eq!(other.unwrap().status.code(), Some(2));
}

#[test]
#[cfg(unix)]
fn a_closed_pipe_and_a_full_device_are_told() {
    let mut child = Command::new(program("sweep"))
        .current_dir(here(""))
        .args(["--all-objectives", "--each", "border"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && told.contains("the reader has gone"), "{told}");
    if cfg!(target_os = "linux") {
        let Ran { code, err, .. } = small("sweep", &["--out", "/dev/full"]);
        assert!(code == 2 && err.contains("/dev/full"), "{err}");
    }
}

#[test]
fn a_list_of_pairs_and_a_binary_network() {
    let there = tempfile::tempdir().unwrap();
    std::fs::write(there.path().join("pairs.csv"), "from,to\nUrumchi,ISTANBUL\nAlmaty,Poti\nurumqi,istanbul\n")
        .unwrap();
    std::fs::write(there.path().join("wrong.csv"), "from,to\nUrumchi,Atlantis\n").unwrap();
    let tables = here("tests/fixtures/small");
    let tables = tables.to_str().unwrap();
    let rows = |network| answered(run_in(there.path(), "sweep", &["--between", "pairs.csv", "--network", network]));
    let exported = ["--format", "binary", "--network", tables, "--out", "small.landbridge"];
    answered(run_in(there.path(), "export", &exported));
    assert_eq!(rows(tables), rows("small.landbridge"));
    let ends: BTreeSet<String> = table(&rows(tables)).iter().map(|row| row[3].to_owned() + "-" + &row[4]).collect();
    assert_eq!(ends.into_iter().collect::<Vec<_>>(), ["almaty-poti", "urumqi-istanbul"]);
    let wrong = run_in(there.path(), "sweep", &["--between", "wrong.csv", "--network", tables]);
    assert!(wrong.code == 2 && wrong.err.contains("Atlantis"), "{}", wrong.err);
    assert_eq!(run_in(there.path(), "sweep", &["--between", "missing.csv", "--network", tables]).code, 2);
    let bytes = std::fs::read(there.path().join("small.landbridge")).unwrap();
    std::fs::write(there.path().join("cut.landbridge"), &bytes[..bytes.len() / 2]).unwrap();
    let cut = run_in(there.path(), "route", &["--from", "a", "--to", "b", "--network", "cut.landbridge"]);
    assert!(cut.code == 2 && cut.err.contains("cut short"), "{}", cut.err);
}

#[test]
fn without_a_way_it_ends_with_1() {
    let shut = ["--close", "mode:rail", "--close", "mode:road", "--close", "mode:sea"];
    let Ran { code, out, .. } = small("sweep", &shut);
    assert!(code == 1 && table(&out).iter().all(|row| &row[5] == "no way"), "{out}");
}
