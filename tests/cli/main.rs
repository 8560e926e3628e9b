//! The examples as a user meets them: the built programs, their exit codes and what they print.

mod alternatives;
mod by_hand;
mod confidence;
mod events;
mod hub_dependence;
mod killed;
mod own_network;
mod powers;
#[path = "../programs/mod.rs"]
mod programs;
mod projects;
mod redundancy;
mod sea_access;
#[path = "../snapshot/mod.rs"]
mod snapshot;
mod sweep;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::process::{Command, Stdio};

use landbridge::{Country, Network, Scenario, Target, Territory};
use programs::{Ran, SMALL, answered, json, program, run, run_in, small};
use serde_json::Value;
use snapshot::{assert_golden, here};

/// The command lines with their exit code and all that they print.
fn session(name: &str, lines: &[&[&str]]) -> String {
    let mut text = String::new();
    for arguments in lines {
        let Ran { code, out, err } = small(name, arguments);
        writeln!(text, "$ {name} {}\n{out}{err}exit code {code}\n", arguments.join(" ")).unwrap();
    }
    text
}

#[test]
fn hub_dependence_on_the_small_network() {
    let text = session(
        "hub_dependence",
        &[
            &[],
            &["--hub", "AZ", "--objective", "distance"],
            &["--hub", "russia", "--hub", "passage:bosporus", "--objective", "money"],
            &["--hub", "sarpi", "--close", "iletsk", "--objective", "generalised", "--format", "markdown"],
            &["--hub", "bosporus", "--corridor", "middle", "--year", "2030", "--format", "csv"],
            &["--hub", "place:Almaty", "--format", "json"],
            &["--hub", "Aktau", "--close", "RU", "--format", "geojson"],
            &["--hub", "link:rail-almaty-aktau", "--year", "2030", "--format", "csv"],
            &["--close", "CN"],
        ],
    );
    assert_golden("hub_dependence.txt", &text);
}

#[test]
fn route_on_the_small_network() {
    let ends = ["--from", "Urumchi", "--to", "ISTANBUL"];
    let and = |more: &[&'static str]| [&ends, more].concat();
    let lines = [
        and(&[]),
        and(&["--objective", "distance", "--format", "csv"]),
        and(&["--objective", "money", "--format", "markdown"]),
        and(&["--close", "country:RU", "--close", "mode:road", "--format", "json"]),
        and(&["--close", "passage:bosporus", "--format", "geojson"]),
        and(&["--close", "KZ"]),
        and(&["--close", "KZ", "--format", "json"]),
        and(&["--close", "KZ", "--format", "csv"]),
        and(&["--close", "KZ", "--format", "markdown"]),
        and(&["--close", "KZ", "--format", "geojson"]),
        vec!["--from", "almaty", "--to", "aktau", "--year", "2030", "--format", "csv"],
        vec!["--from", "almaty", "--to", "oil-rocks"],
        vec!["--from", "baku", "--to", "Baku"],
    ];
    let lines: Vec<&[&str]> = lines.iter().map(Vec::as_slice).collect();
    assert_golden("route.txt", &session("route", &lines));
}

#[test]
fn matrix_on_the_small_network() {
    let text = session(
        "matrix",
        &[
            &[],
            &["--from", "urumqi,Almaty", "--to", "Poti", "--to", "Bosporus, northern mouth", "--objective", "distance"],
            &["--from", "urumqi", "--to", "istanbul", "--close", "KZ"],
            &["--from", "oil-rocks", "--to", "oil-rocks"],
        ],
    );
    assert_golden("matrix.txt", &text);
}

#[test]
fn what_cannot_be_asked_is_told_once() {
    let there = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| std::fs::write(there.path().join(name), bytes).unwrap();
    file("broken.json", b"{\"close\": [\"country:RU\"");
    file("word.json", b"{\"closed\": [\"country:RU\"]}");
    file("target.json", b"{\"close\": [\"country:Rusia\"]}");
    file("absent.json", b"{\"close\": [\"country:BR\"]}");
    file("delay.json", b"{\"delay\": [{\"target\": \"passage:caspian\", \"hours\": -1}]}");
    file("factor.json", b"{\"factor\": [{\"target\": \"passage:caspian\", \"time\": 1e308}]}");
    file("latin.json", b"{\"close\": [\"place:\xdcr\xfcmqi\"]}");
    file("empty.json", b"");
    std::fs::create_dir(there.path().join("empty")).unwrap();
    std::fs::create_dir(there.path().join("small")).unwrap();
    for entry in std::fs::read_dir(here(SMALL)).unwrap().map(Result::unwrap) {
        std::fs::copy(entry.path(), there.path().join("small").join(entry.file_name())).unwrap();
    }
    let to_poti = |more: &[&'static str]| [&["route", "--from", "urumqi", "--to", "poti"], more].concat();
    let lines: Vec<Vec<&str>> = vec![
        vec!["route", "--from", "Urumchi", "--to", "Potti"],
        vec!["route", "--from", "", "--to", "Poti"],
        vec!["route", "--from", "Atlantis", "--to", "Poti"],
        vec!["route", "--from", "<script>\u{1b}[31m\n", "--to", "Poti"],
        vec!["route", "--from", "Urumchi"],
        vec!["route", "--from", "Urumchi", "--from", "Almaty", "--to", "Poti"],
        vec!["route", "--to", "Poti", "--from"],
        to_poti(&["Aktau"]),
        to_poti(&["--via", "Aktau"]),
        to_poti(&["--objective", "speed"]),
        to_poti(&["--objective", "Time"]),
        to_poti(&["--format", "xml"]),
        to_poti(&["--year", "soon"]),
        to_poti(&["--year", "99999"]),
        to_poti(&["--year", "0"]),
        to_poti(&["--close", "country:Rusia"]),
        to_poti(&["--close", "country:BR"]),
        to_poti(&["--close", "country:"]),
        to_poti(&["--close", ""]),
        to_poti(&["--close", "county:RU"]),
        to_poti(&["--close", "Kazakstan"]),
        to_poti(&["--close", "bosporos"]),
        to_poti(&["--close", "passage:caspain"]),
        to_poti(&["--close", "mode:air"]),
        to_poti(&["--close", "mode:submarine"]),
        to_poti(&["--close", "place:Aktua"]),
        to_poti(&["--close", "border:kesik-beyuk"]),
        to_poti(&["--close", "link:rail-dostyk-almati"]),
        to_poti(&["--close", "project:shortcat"]),
        to_poti(&["--close", "corridor:midle"]),
        to_poti(&["--close", "https://example.org"]),
        to_poti(&["--network", "missing"]),
        to_poti(&["--network", "empty"]),
        to_poti(&["--network", "empty.json"]),
        to_poti(&["--network", ""]),
        to_poti(&["--scenario", "missing.json"]),
        to_poti(&["--scenario", "empty"]),
        to_poti(&["--scenario", "empty.json"]),
        to_poti(&["--scenario", "broken.json"]),
        to_poti(&["--scenario", "word.json"]),
        to_poti(&["--scenario", "target.json"]),
        to_poti(&["--scenario", "absent.json"]),
        to_poti(&["--scenario", "delay.json"]),
        to_poti(&["--scenario", "factor.json"]),
        to_poti(&["--scenario", "latin.json"]),
        to_poti(&["--out", "missing/answer"]),
        to_poti(&["--out", "empty.json/answer"]),
        to_poti(&["--out", "empty"]),
        to_poti(&["--out", ""]),
        vec!["hub_dependence", "--hub", "Atlantis"],
        vec!["hub_dependence", "--hub", "country:Kazakstan"],
        vec!["hub_dependence", "--hub", "BR"],
        vec!["hub_dependence", "--corridor", "northen"],
        vec!["hub_dependence", "--corridor", "???"],
        vec!["matrix", "--from", "Urumchi,Foo", "--to", "Poti"],
        vec!["matrix", "--from", "Urumchi,", "--to", "Poti"],
        vec!["matrix", "--from", ",", "--to", "Poti"],
    ];
    let mut text = String::new();
    for line in &lines {
        let network: &[&str] = if line.contains(&"--network") { &[] } else { &["--network=small"] };
        let ran = run_in(there.path(), line[0], &[network, &line[1..]].concat());
        assert_eq!(ran.code, 2, "{line:?}: {ran:?}");
        writeln!(text, "$ {}\n{}", line.join(" ").escape_debug(), ran.err).unwrap();
    }
    let left: BTreeSet<String> = std::fs::read_dir(there.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(left.len(), 10, "nothing is left behind: {left:?}");
    assert_golden("arguments.txt", &text);
}

#[test]
fn faulty_tables_end_with_2() {
    let there = tempfile::tempdir().unwrap();
    let nodes = "node_id,name,country,x_coord,y_coord\na,A,kz,1,2\nb,B,XB,east,2\n";
    std::fs::write(there.path().join("node.csv"), nodes).unwrap();
    for name in ["hub_dependence", "matrix"] {
        let ran = run_in(there.path(), name, &["--network", "."]);
        assert_eq!(ran.code, 2);
        assert_eq!(ran.err.matches("error: ").count(), 3, "{}", ran.err);
        for part in
            ["node.csv:2:5\n", "2 | a,A,kz,1,2\n  |     ^^ column `country`", "did you mean `KZ`", "node.csv:3:8"]
        {
            assert!(ran.err.contains(part), "{part} in {}", ran.err);
        }
    }
}

#[test]
fn help_says_what_can_be_asked() {
    for name in ["hub_dependence", "route", "matrix"] {
        let help = answered(run(name, &["--help"]));
        for option in ["--objective", "--close", "--year", "--network", "--scenario", "--out", "country:RU"] {
            assert!(help.contains(option), "{name}: {option}");
        }
    }
}

fn float(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is a number"))
}

fn is(value: &Value, number: f64) -> bool {
    (float(value) - number).abs() < 1e-9
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn hub_dependence_as_json() {
    let asked: [&[&str]; 3] =
        [&[], &["--hub", "RU", "--hub", "BY", "--year", "2030"], &["--objective", "money", "--hub", "suez"]];
    for arguments in asked {
        let answer = json(&answered(run("hub_dependence", &[arguments, &["--format", "json"]].concat())));
        for key in ["hub", "year", "objective", "data_version", "corridors", "families"] {
            assert!(answer.get(key).is_some(), "{key}");
        }
        assert_eq!(answer["hub"].is_array(), arguments.len() > 4);
        let corridors = answer["corridors"].as_array().unwrap();
        assert!(corridors.len() > 20);
        for corridor in corridors {
            for key in ["id", "family", "name", "origin", "destination"] {
                assert!(!corridor[key].as_str().unwrap().is_empty(), "{key}");
            }
            let status = corridor["status"].as_str().unwrap();
            assert!(["terminal", "unused", "avoidable", "indispensable"].contains(&status));
            for share in ["share_km", "share_h", "share_money"] {
                let share = &corridor[share];
                assert!(share.is_null() || (0.0..=1.0).contains(&float(share)), "{corridor}");
            }
            for figure in ["dependence", "premium"] {
                assert_eq!(keys(&corridor[figure]), BTreeSet::from(["family", "line", "network"]));
            }
            let (dependence, premium) = (&corridor["dependence"]["network"], &corridor["premium"]["network"]);
            let (replacement, certificate) = (&corridor["replacement"], &corridor["certificate"]);
            match status {
                "indispensable" => {
                    assert!(is(dependence, 1.0) && premium.is_null() && replacement.is_null());
                    assert!(certificate["cut"].is_array());
                }
                "terminal" => assert!(dependence.is_null() && premium.is_null() && certificate.is_null()),
                _ => {
                    // D = 1 − d/d' and ρ = d'/d − 1 are two faces of one ratio
                    let (d, rho) = (float(dependence), float(premium));
                    assert!((d - rho / (1.0 + rho)).abs() < 1e-5, "{corridor}");
                    assert_eq!(d == 0.0, status == "unused", "{corridor}");
                    assert!(float(&replacement["length_km"]) > 0.0 && replacement["countries"].is_array());
                }
            }
        }
    }
}

#[test]
fn indispensable_is_told_with_its_certificate() {
    let answer = json(&answered(small("hub_dependence", &["--format", "json"])));
    for corridor in answer["corridors"].as_array().unwrap() {
        assert_eq!(corridor["status"], "indispensable");
        let cut: Vec<&str> =
            corridor["certificate"]["cut"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        assert_eq!(cut, ["rail-urumqi-dostyk", "road-almaty-urumqi"]);
    }
}

#[test]
fn route_as_json() {
    for arguments in
        [["Lianyungang", "Duisburg", "time"], ["Shanghai", "rotterdam", "money"], ["Almaty", "Poti", "distance"]]
    {
        let [from, to, objective] = arguments;
        let line = ["--from", from, "--to", to, "--objective", objective, "--format", "json"];
        let answer = json(&answered(run("route", &line)));
        assert_eq!((&answer["status"], &answer["cut"]), (&"ok".into(), &Value::Null));
        let route = &answer["routes"][0];
        assert!(route["borders"].is_array() && route["gauge_breaks"].is_array());
        let countries = route["countries"].as_object().unwrap();
        for figure in ["length_km", "time_h", "money_usd"] {
            let parts: f64 = countries.values().map(|part| float(&part[figure])).sum();
            assert!((parts - float(&route[figure])).abs() < 0.02, "{figure}: {parts} of {}", route[figure]);
        }
        let legs = route["legs"].as_array().unwrap();
        let mut within: BTreeMap<&str, f64> = BTreeMap::new();
        for leg in legs {
            let named = ["from", "to", "mode", "gauge_mm", "country", "link_id", "length_km", "time_h"];
            assert!(named.iter().all(|key| leg.get(key).is_some()), "{leg}");
            let country = leg["country"].as_str().unwrap();
            if country.contains('-') {
                assert!(country.split('-').all(|code| countries.contains_key(code)), "{leg}");
            } else {
                *within.entry(country).or_default() += float(&leg["length_km"]);
            }
        }
        for (country, length) in within {
            assert!(float(&countries[country]["length_km"]) >= length - 0.01, "{country}");
        }
        assert!(legs.windows(2).all(|pair| pair[0]["to"] == pair[1]["from"]));
        let all: f64 = legs.iter().map(|leg| float(&leg["length_km"])).sum();
        assert!((all - float(&route["length_km"])).abs() < 0.01);
    }
}

#[test]
fn other_forms_parse() {
    let route = |format| answered(run("route", &["--from", "Xi'an", "--to", "Poti", "--format", format]));
    let hub = |format| answered(run("hub_dependence", &["--format", format]));
    for text in [route("geojson"), hub("geojson")] {
        let geojson::GeoJson::FeatureCollection(all) = text.parse().unwrap() else { panic!("no collection") };
        assert!(all.features.len() > 10);
        assert!(all.features.iter().all(|feature| feature.geometry.is_some() && feature.properties.is_some()));
    }
    for text in [route("csv"), hub("csv"), answered(run("matrix", &["--from", "Xian"]))] {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert!(reader.headers().unwrap().len() >= 5);
        assert!(reader.records().map(Result::unwrap).count() > 10);
    }
    for text in [route("markdown"), hub("markdown")] {
        for table in text.split("\n\n") {
            let rows: Vec<usize> = table.lines().map(|line| line.replace("\\|", "").matches('|').count()).collect();
            assert!(rows.len() > 2 && rows.iter().all(|bars| *bars == rows[0]), "{table}");
            assert!(table.lines().nth(1).unwrap().chars().all(|sign| sign == '|' || sign == '-'));
        }
    }
}

#[test]
fn with_everything_closed_there_is_no_way_and_a_cut() {
    let modes: &[&str] = &["--close", "mode:rail", "--close", "mode:road", "--close", "mode:sea"];
    let network = Network::bundled();
    let countries: BTreeSet<Country> = network.places().filter_map(|(_, place)| place.country).collect();
    let targets: Vec<String> = countries.iter().map(|country| format!("--close=country:{country}")).collect();
    let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
    for (closed, by) in [(modes, "closed by mode:"), (&targets[..], "closed by country:")] {
        let line = [&["--from", "Xi'an", "--to", "Poti"], closed].concat();
        let told = run("route", &line);
        assert!(told.code == 1 && told.out.contains("no way from Xi'an to Poti") && told.out.contains(by));
        let answer = run("route", &[&line[..], &["--format", "json"]].concat());
        assert_eq!(answer.code, 1);
        let answer = json(&answer.out);
        assert_eq!((&answer["status"], &answer["routes"]), (&"no_route".into(), &Value::Array(Vec::new())));
        let cut = answer["cut"].as_array().unwrap();
        assert!(!cut.is_empty() && cut.iter().all(|one| one["reason"].as_str().unwrap().starts_with(by)), "{cut:?}");
        assert_eq!(run("hub_dependence", closed).code, 1);
        assert_eq!(run("matrix", &[&["--from", "Xian", "--to", "Poti,Almaty"], closed].concat()).code, 1);
    }
}

/// The territories of a route, and the countries of all places on it.
fn touched(network: &Network, route: &landbridge::Route<'_>) -> BTreeSet<Country> {
    let places = route.places().into_iter().filter_map(|place| network[place].country);
    let parts = route.legs().iter().flat_map(|leg| &leg.parts).filter_map(|part| match part.territory {
        Territory::Country(country) => Some(country),
        Territory::Sea => None,
    });
    places.chain(parts).collect()
}

#[test]
fn no_route_enters_a_closed_country() {
    let network = Network::bundled();
    let countries: BTreeSet<Country> = network.places().filter_map(|(_, place)| place.country).collect();
    let pairs: BTreeSet<_> = network.corridors().map(|(_, row)| (row.origin, row.destination)).collect();
    let open = network.metric(&Scenario::default(), &landbridge::CostModel::time()).unwrap();
    let mut avoided = 0;
    for &country in &countries {
        let closed = Scenario::default().closing(Target::Country(country));
        let metric = network.metric(&closed, &landbridge::CostModel::time()).unwrap();
        for &(from, to) in &pairs {
            match metric.shortest(from, to) {
                Some(route) => {
                    assert!(!touched(&network, &route).contains(&country), "{country}");
                    let usual = open.shortest(from, to).unwrap();
                    avoided += usize::from(touched(&network, &usual).contains(&country));
                    assert!(route.cost() >= usual.cost());
                }
                None => assert!(metric.why_no_way(from, to).is_some()),
            }
        }
    }
    assert!(countries.len() > 30 && avoided > 100, "{} countries, {avoided} ways round", countries.len());
}

#[test]
fn no_answer_enters_a_closed_country() {
    for (code, from, to) in [
        ("RU", "Lianyungang", "Duisburg"),
        ("KZ", "Xian", "Poti"),
        ("IR", "Moscow", "Mumbai"),
        ("TR", "Baku", "Vienna"),
    ] {
        let closed = format!("country:{code}");
        let line = ["--from", from, "--to", to, "--close", &closed, "--format", "json"];
        let ran = run("route", &line);
        let answer = json(&ran.out);
        let route = &answer["routes"][0];
        assert_eq!(ran.code, 0, "{line:?}");
        assert!(route["countries"].get(code).is_none());
        let legs = route["legs"].as_array().unwrap();
        assert!(legs.iter().all(|leg| leg["country"].as_str().unwrap().split('-').all(|part| part != code)));
    }
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let there = tempfile::tempdir().unwrap();
    let (file, answer) = (there.path().join("answer.csv"), small("matrix", &[]).out);
    let name = file.to_str().unwrap();
    std::fs::write(&file, "old").unwrap();
    assert_eq!(small("matrix", &["--from", "Atlantis", "--out", name]).code, 2);
    assert_eq!(small("matrix", &["--close", "country:Atlantis", "--out", name]).code, 2);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "old");
    assert_eq!(answered(small("matrix", &["--out", name])), "");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), answer);
    let no_way = small("route", &["--from", "urumqi", "--to", "poti", "--close", "KZ", "--out", name]);
    assert_eq!((no_way.code, no_way.out.as_str()), (1, ""));
    assert!(std::fs::read_to_string(&file).unwrap().contains("closed by country:KZ"));
    assert_eq!(std::fs::read_dir(there.path()).unwrap().count(), 1, "no draft is left behind");
}

#[cfg(unix)]
#[test]
fn a_file_keeps_what_it_is() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
    let there = tempfile::tempdir().unwrap();
    let (file, link, new) = (there.path().join("file"), there.path().join("link"), there.path().join("new"));
    std::fs::write(&file, "old").unwrap();
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o640)).unwrap();
    symlink(&file, &link).unwrap();
    answered(small("matrix", &["--out", link.to_str().unwrap()]));
    assert!(link.is_symlink() && std::fs::read_to_string(&file).unwrap().starts_with("from,to"));
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    answered(small("matrix", &["--out", new.to_str().unwrap()]));
    std::fs::write(there.path().join("plain"), "").unwrap();
    let mode = |name: &str| there.path().join(name).metadata().unwrap().permissions().mode();
    assert_eq!(mode("new"), mode("plain"), "as readable as any new file");
    answered(small("matrix", &["--out", "/dev/null"]));
    assert!(std::fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    assert!(answered(small("matrix", &["--out", "/dev/stdout"])).starts_with("from,to"));
}

/// Not even the superuser makes a file in `/proc`.
#[cfg(target_os = "linux")]
#[test]
fn a_directory_that_takes_no_file() {
    let ran = small("matrix", &["--out", "/proc/answer.csv"]);
    assert!(ran.code == 2 && ran.err.starts_with("error: /proc/answer.csv: "), "{ran:?}");
    assert!(!ran.err.contains(".tmp"), "{}", ran.err);
}

#[test]
fn a_reader_that_goes_away() {
    for (name, arguments) in
        [("matrix", &["--from", "xian,almaty,poti,moscow"][..]), ("hub_dependence", &["--format", "geojson"])]
    {
        let mut child =
            Command::new(program(name)).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        assert_eq!((ended.status.code(), ended.stderr.as_slice()), (Some(0), &b""[..]), "{name}");
    }
    let mut child = Command::new(program("route"))
        .args(["--from", "Atlantis", "--to", "Poti"])
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(2));
}
