//! Every table of `network/` against `network/datapackage.json`: types, ranges, words, keys, order.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::PathBuf;

use landbridge::{Grade, Mode, Network, Target};
use serde_json::Value;

fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("network")
}

fn package() -> Value {
    serde_json::from_str(&fs::read_to_string(directory().join("datapackage.json")).unwrap()).unwrap()
}

/// A table as columns by name and rows of text, with the line of each row.
struct Table {
    schema: Value,
    order: Option<String>,
    header: Vec<String>,
    rows: Vec<(u64, Vec<String>)>,
}

impl Table {
    fn at(&self, column: &str) -> usize {
        self.header.iter().position(|name| name == column).unwrap_or_else(|| panic!("no column {column}"))
    }

    fn column<'t>(&'t self, column: &str) -> impl Iterator<Item = &'t str> {
        let at = self.at(column);
        self.rows.iter().map(move |(_, row)| row[at].as_str())
    }
}

fn tables() -> BTreeMap<String, Table> {
    let mut tables = BTreeMap::new();
    for resource in package()["resources"].as_array().unwrap() {
        let path = directory().join(resource["path"].as_str().unwrap());
        let mut reader = csv::Reader::from_path(&path).unwrap();
        let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader.records().map(|record| {
            let record = record.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (record.position().unwrap().line(), record.iter().map(str::to_owned).collect())
        });
        let table = Table {
            schema: resource["schema"].clone(),
            order: resource["order"].as_str().map(str::to_owned),
            header,
            rows: rows.collect(),
        };
        tables.insert(resource["name"].as_str().unwrap().to_owned(), table);
    }
    tables
}

/// Fails with all faults at once.
fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults[..faults.len().min(40)].join("\n"));
}

/// One name or several, as the standard has it.
fn names(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(several) => several.iter().map(|name| name.as_str().unwrap()).collect(),
        one => vec![one.as_str().unwrap()],
    }
}

fn is_date(text: &str) -> bool {
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|digits| digits.parse::<u32>().ok());
    let dashes = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    dashes
        && part(0..4).is_some()
        && part(5..7).is_some_and(|month| (1..=12).contains(&month))
        && part(8..10).is_some_and(|day| (1..=31).contains(&day))
}

/// What is wrong with one cell under its field.
fn fault_of(field: &Value, text: &str) -> Option<String> {
    let limits = &field["constraints"];
    if text.is_empty() {
        return (limits["required"] == true).then(|| "is empty".to_owned());
    }
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    let right = match field["type"].as_str().unwrap() {
        "string" => true,
        "number" => number.is_some(),
        "integer" => text.parse::<i64>().is_ok(),
        "boolean" => text == "0" || text == "1",
        "date" => is_date(text),
        other => panic!("the test does not know the type {other}"),
    };
    if !right {
        return Some(format!("is not a {}", field["type"]));
    }
    if let (Some(least), Some(number)) = (limits["minimum"].as_f64(), number)
        && number < least
    {
        return Some(format!("is below {least}"));
    }
    if let (Some(most), Some(number)) = (limits["maximum"].as_f64(), number)
        && number > most
    {
        return Some(format!("is above {most}"));
    }
    let words = limits["enum"].as_array()?;
    let known = words
        .iter()
        .any(|word| word.as_str() == Some(text) || word.as_i64().is_some_and(|word| text.parse() == Ok(word)));
    (!known).then(|| format!("is none of {}", limits["enum"]))
}

#[test]
fn every_file_is_listed_and_every_listed_file_is_there() {
    let package = package();
    let listed: BTreeSet<String> = names_of(&package, "path").into_iter().collect();
    let files = fs::read_dir(directory()).unwrap().map(|entry| entry.unwrap().path());
    let tables = files.filter(|path| path.extension().is_some_and(|extension| extension == "csv"));
    let there: BTreeSet<String> = tables.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(listed, there);
    let names = names_of(&package, "name");
    assert!(names.is_sorted(), "{names:?}");
}

fn names_of(package: &Value, key: &str) -> Vec<String> {
    let resources = package["resources"].as_array().unwrap();
    resources.iter().map(|resource| resource[key].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_package_says_what_the_library_loads() {
    let (package, network) = (package(), Network::bundled());
    assert_eq!(package["version"], network.version());
    assert_eq!(package["as_of_year"], network.as_of_year());
    assert_eq!(package["licenses"][0]["name"], "CC-BY-4.0");
    for key in ["name", "title"] {
        assert!(package[key].as_str().is_some_and(|text| !text.is_empty()), "{key}");
    }
}

#[test]
fn every_cell_is_of_its_type_and_within_its_limits() {
    let mut faults = Vec::new();
    for (name, table) in tables() {
        let fields = table.schema["fields"].as_array().unwrap();
        let stated: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(stated, table.header, "the columns of {name}.csv");
        for (line, row) in &table.rows {
            for (field, text) in fields.iter().zip(row) {
                if let Some(fault) = fault_of(field, text) {
                    faults.push(format!("{name}.csv:{line}: {} `{text}` {fault}", field["name"]));
                }
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn keys_are_unique_and_rows_are_sorted_by_them() {
    let mut faults = Vec::new();
    for (name, table) in tables() {
        let key: Vec<usize> = names(&table.schema["primaryKey"]).iter().map(|column| table.at(column)).collect();
        let compare = |a: &[String], b: &[String]| {
            let by_column = key.iter().map(|&at| match (a[at].parse::<u64>(), b[at].parse::<u64>()) {
                (Ok(a), Ok(b)) => a.cmp(&b),
                _ => a[at].cmp(&b[at]),
            });
            by_column.fold(Ordering::Equal, Ordering::then)
        };
        if table.order.is_none() {
            for pair in table.rows.windows(2) {
                if compare(&pair[0].1, &pair[1].1) == Ordering::Greater {
                    faults.push(format!("{name}.csv:{}: `{}` out of order", pair[1].0, pair[1].1[key[0]]));
                }
            }
        }
        let fields = table.schema["fields"].as_array().unwrap();
        let alone = fields.iter().filter(|field| field["constraints"]["unique"] == true);
        let alone = alone.map(|field| vec![table.at(field["name"].as_str().unwrap())]);
        for columns in alone.chain([key.clone()]) {
            let mut seen = HashSet::new();
            for (line, row) in &table.rows {
                let value: Vec<&str> = columns.iter().map(|&at| row[at].as_str()).collect();
                if !seen.insert(value.clone()) {
                    faults.push(format!("{name}.csv:{line}: {value:?} stands there twice"));
                }
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn families_of_corridors_stand_together() {
    let tables = tables();
    let mut families: Vec<&str> = tables["corridor"].column("family").collect();
    families.dedup();
    let different: HashSet<&str> = families.iter().copied().collect();
    assert_eq!(families.len(), different.len(), "{families:?}");
}

#[test]
fn every_reference_leads_somewhere() {
    let tables = tables();
    let mut faults = Vec::new();
    for (name, table) in &tables {
        for key in table.schema["foreignKeys"].as_array().into_iter().flatten() {
            let (column, other) = (key["fields"].as_str().unwrap(), key["reference"]["resource"].as_str().unwrap());
            let known: HashSet<&str> = tables[other].column(key["reference"]["fields"].as_str().unwrap()).collect();
            for ((line, _), value) in table.rows.iter().zip(table.column(column)) {
                if !value.is_empty() && !known.contains(value) {
                    faults.push(format!("{name}.csv:{line}: {column} `{value}` is not in {other}.csv"));
                }
            }
        }
    }
    assert_none(&faults);
}

/// The ids in square brackets of a note, which are sources of single values.
fn bracketed(note: &str) -> impl Iterator<Item = &str> {
    note.split('[').skip(1).filter_map(|rest| rest.split_once(']')).map(|(id, _)| id)
}

#[test]
fn every_source_is_cited_and_every_citation_has_a_source() {
    let tables = tables();
    let known: BTreeSet<&str> = tables["source"].column("source_id").collect();
    let mut cited = BTreeSet::new();
    for (name, table) in &tables {
        let has = |column: &str| name != "source" && table.header.iter().any(|one| one == column);
        if has("source_id") {
            cited.extend(table.column("source_id"));
        }
        if has("note") {
            cited.extend(table.column("note").flat_map(bracketed));
        }
    }
    let lost: Vec<_> = cited.difference(&known).collect();
    let idle: Vec<_> = known.difference(&cited).collect();
    assert!(lost.is_empty() && idle.is_empty(), "cited but not listed: {lost:?}; listed but not cited: {idle:?}");
}

#[test]
fn events_hit_something_and_end_after_they_start() {
    let (tables, network) = (tables(), Network::bundled());
    let events = &tables["event"];
    let mut faults = Vec::new();
    for ((start, end), targets) in events.column("start").zip(events.column("end")).zip(events.column("targets")) {
        if !end.is_empty() && end < start {
            faults.push(format!("ends {end} before it starts {start}"));
        }
        for target in targets.split(';') {
            let exact = target.parse::<Target>().is_ok()
                && network.target(target).is_ok_and(|found| found.to_string() == target);
            if !exact {
                faults.push(format!("`{target}` is nothing in the network"));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn demand_runs_between_countries_or_groups() {
    let tables = tables();
    let countries = &tables["country"];
    let groups = countries.column("groups").flat_map(|groups| groups.split(';'));
    let known: HashSet<&str> = countries.column("country").chain(groups).filter(|name| !name.is_empty()).collect();
    let demand = &tables["demand"];
    let strangers = demand.column("origin").chain(demand.column("destination")).filter(|end| !known.contains(end));
    assert_none(&strangers.map(|end| format!("`{end}` is no country and no group")).collect::<Vec<_>>());
}

#[test]
fn low_likely_and_high_are_in_order_and_an_unusable_figure_says_why() {
    let tables = tables();
    let mut faults = Vec::new();
    for name in ["assumption", "benchmark"] {
        let table = &tables[name];
        let (low, likely, high) = (table.at("low"), table.at("likely"), table.at("high"));
        for (line, row) in &table.rows {
            let number = |at: usize| row[at].parse::<f64>().unwrap_or_else(|_| row[likely].parse().unwrap());
            if !(number(low) <= number(likely) && number(likely) <= number(high)) {
                faults.push(format!("{name}.csv:{line}: not low ≤ likely ≤ high"));
            }
        }
    }
    for name in ["benchmark", "observed"] {
        let figures = &tables[name];
        let (usable, note) = (figures.at("usable"), figures.at("note"));
        let silent = figures.rows.iter().filter(|(_, row)| row[usable] == "0" && row[note].is_empty());
        faults.extend(silent.map(|(line, _)| format!("{name}.csv:{line}: unusable without a reason")));
    }
    assert_none(&faults);
}

#[test]
fn the_readme_counts_kilometres_as_they_are() {
    let (network, readme) = (Network::bundled(), fs::read_to_string(directory().join("README.md")).unwrap());
    for (mode, word) in Mode::ALL {
        let links: Vec<_> = network.links().map(|(_, link)| link).filter(|link| link.mode == mode).collect();
        let sum = |grade: Option<Grade>| {
            let chosen = links.iter().filter(|link| grade.is_none_or(|grade| link.provenance.grade == grade));
            format!("{:.0}", chosen.fold(0.0, |sum, link| sum + link.length.as_km()))
        };
        let mut cells = vec![word.to_owned(), links.len().to_string(), sum(None)];
        cells.extend(Grade::ALL.iter().map(|&(grade, _)| sum(Some(grade))));
        let line = format!("| {} |", cells.join(" | "));
        assert!(readme.lines().any(|one| one == line), "network/README.md should have the line\n{line}");
    }
}

#[test]
fn the_readme_says_of_how_much_rail_the_tracks_and_the_current_are_known() {
    let tables = tables();
    let (links, readme) = (&tables["link"], fs::read_to_string(directory().join("README.md")).unwrap());
    let [mode, status, km] = ["mode", "status", "length_km"].map(|column| links.at(column));
    let open: Vec<_> = links.rows.iter().filter(|(_, row)| row[mode] == "rail" && row[status] == "open").collect();
    let length =
        |rows: &[&(u64, Vec<String>)]| -> f64 { rows.iter().map(|(_, row)| row[km].parse::<f64>().unwrap()).sum() };
    let known = |column: &str| {
        let at = links.at(column);
        let stated: Vec<_> = open.iter().copied().filter(|(_, row)| !row[at].is_empty()).collect();
        (stated.len(), 100.0 * length(&stated) / length(&open))
    };
    let ((tracks, tracks_share), (wires, wires_share)) = (known("tracks"), known("electrified"));
    let sentence = format!(
        "Tracks are known of {tracks} of {} open rail links ({tracks_share:.0} % of the kilometres), electrification of \
         {wires} ({wires_share:.0} %)",
        open.len()
    );
    assert!(readme.contains(&sentence), "network/README.md should say\n{sentence}");
}
