//! What is killed while it writes leaves the old answer, the whole new one, or none.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::programs::program;

/// A ring of places with a corridor over each link: long answers from short searches.
fn ring(directory: &Path, places: u32) {
    let mut tables = [
        "node_id,name,country,x_coord,y_coord\n".to_owned(),
        "link_id,from_node_id,to_node_id,directed,mode,length_km\n".to_owned(),
        "corridor_id,family,name,origin_node_id,destination_node_id\n".to_owned(),
        "corridor_id,seq,link_id\n".to_owned(),
    ];
    for (at, next) in (0..places).map(|at| (at, (at + 1) % places)) {
        let angle = f64::from(at) * std::f64::consts::TAU / f64::from(places);
        let country = ["KZ", "UZ", "KG"][(at * 3 / places) as usize];
        let (x, y) = (70.0 + 5.0 * angle.cos(), 45.0 + 5.0 * angle.sin());
        writeln!(tables[0], "n{at},Place {at},{country},{x:.4},{y:.4}").unwrap();
        writeln!(tables[1], "l{at},n{at},n{next},0,road,500").unwrap();
        if at < 20 {
            writeln!(tables[2], "c{at},Ring,From {at},n{at},n{next}").unwrap();
            writeln!(tables[3], "c{at},1,l{at}").unwrap();
        }
    }
    for (name, text) in ["node", "link", "corridor", "corridor_link"].iter().zip(tables) {
        fs::write(directory.join(format!("{name}.csv")), text).unwrap();
    }
}

/// All files under a path, by name, and what they hold; `None` when there is nothing.
fn held(path: &Path) -> Option<BTreeMap<String, Vec<u8>>> {
    if path.is_dir() {
        let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap());
        return Some(
            entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect(),
        );
    }
    fs::read(path).ok().map(|bytes| BTreeMap::from([(String::new(), bytes)]))
}

fn names(directory: &Path) -> BTreeSet<String> {
    fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Kills the program at several moments, before, while and after it writes to `out`.
fn killed(name: &str, places: u32, arguments: &[&str], may_be_old: bool) {
    let there = tempfile::tempdir().unwrap();
    let tables = there.path().join("tables");
    let to = there.path().join("answers");
    fs::create_dir(&tables).unwrap();
    fs::create_dir(&to).unwrap();
    ring(&tables, places);
    let out = to.join("answer");
    let start = || {
        let mut command = Command::new(program(name));
        command.args(arguments).arg(&out).current_dir(there.path()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    let begun = Instant::now();
    assert_eq!(start().wait().unwrap().code(), Some(0), "{name}");
    let took = begun.elapsed();
    let whole = held(&out).expect("there is an answer");
    let clear = || {
        fs::remove_dir_all(&to).unwrap();
        fs::create_dir(&to).unwrap();
    };
    let (mut caught, mut stopped) = (0, 0);
    for round in 0..12 {
        clear();
        if may_be_old && round % 2 == 1 {
            fs::write(&out, "the old answer").unwrap();
        }
        let (old, before) = (held(&out), names(&to));
        let mut child = start();
        let begun = Instant::now();
        if round < 8 {
            // as soon as something is there, and in the later rounds a little after
            let changed = || names(&to) != before || held(&out) != old;
            while !changed() && child.try_wait().unwrap().is_none() {
                std::thread::sleep(Duration::from_micros(50));
                assert!(begun.elapsed() < Duration::from_secs(60), "{name} writes nothing");
            }
            std::thread::sleep(Duration::from_micros(200 * (round / 2)));
        } else {
            std::thread::sleep(took * u32::try_from(round - 7).unwrap() / 5);
        }
        child.kill().unwrap();
        stopped += u32::from(!child.wait().unwrap().success());
        let left = held(&out);
        assert!(left == old || left.as_ref() == Some(&whole), "{name} leaves half an answer in round {round}");
        // the draft that a kill leaves has a name that no one takes for an answer
        let drafts = names(&to).into_iter().filter(|name| name != "answer");
        caught += drafts.inspect(|name| assert!(name.starts_with(".tmp"), "{name}")).count();
    }
    assert!(stopped > 0, "{name} was never stopped in time");
    println!("{name}: {stopped} of 12 stopped, {caught} while writing, whole in {took:?}");
}

#[test]
fn what_is_killed_leaves_no_half_answer() {
    let from: Vec<String> = (0..60).map(|at| format!("n{at}")).collect();
    // one after the other: each needs a processor to be caught in the act
    killed("export", 5000, &["--network", "tables", "--format", "geojson", "--out"], true);
    killed("matrix", 600, &["--network", "tables", "--from", &from.join(","), "--out"], true);
    killed("atlas", 600, &["--network", "tables", "--years", "2026..2026", "--closures", "1", "--out"], true);
    killed("own_network", 3000, &["--tables", "tables", "--save"], false);
}
