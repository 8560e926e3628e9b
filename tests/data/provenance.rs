//! Years, sources and grades.

use std::collections::BTreeSet;

use crate::support::{Findings, Row, judge, table, tables};

const GRADES: [&str; 4] = ["published", "derived", "measured", "assumed"];

/// Sources that are the editors' own estimates, so that there is nothing to link to.
const OWN_ESTIMATES: [&str; 3] = ["assume-port", "estimate-courses", "estimate-kz"];

fn year(row: &Row, column: &str) -> Option<u32> {
    let text = row.get(column);
    (!text.is_empty()).then(|| text.parse().unwrap_or_else(|_| panic!("`{column}`: `{text}` is not a year")))
}

#[test]
fn years_are_sane() {
    let mut findings = Findings::new();
    for link in table("link") {
        let (opened, closed) = (year(&link, "opened_year"), year(&link, "closed_year"));
        let (id, status) = (link.get("link_id"), link.get("status"));
        let mut fault = |what: &str| findings.insert(id.to_owned(), format!("{what} ({status})"));
        if [opened, closed].into_iter().flatten().any(|year| !(1800..=2100).contains(&year)) {
            fault("a year before 1800 or after 2100");
        }
        if opened.zip(closed).is_some_and(|(opened, closed)| closed <= opened) {
            fault("closed before it opened");
        }
        let now = 2026;
        match status {
            "open" if opened.is_some_and(|year| year > now) || closed.is_some() => {
                fault("open, but not yet or no longer");
            }
            "planned" | "construction" if link.get("project_id").is_empty() => {
                fault("not open yet, and of no project");
            }
            "planned" | "construction" if opened.is_some_and(|year| year <= now) => {
                fault("not open yet, with a year that would open it");
            }
            "closed" | "suspended" if closed.is_none_or(|year| year > now) => {
                fault("no longer open, but since when?");
            }
            _ => {}
        }
    }
    judge("link", "years", findings);
    for project in table("project") {
        let (id, text) = (project.get("project_id"), project.get("year"));
        assert!(text.is_empty() || (2026..=2100).contains(&text.parse().unwrap_or(0)), "{id}: `{text}`");
    }
}

#[test]
fn every_row_has_a_grade_and_a_source_that_exists() {
    let sources = table("source");
    let ids: BTreeSet<&str> = sources.iter().map(|row| row.get("source_id")).collect();
    for name in tables().iter().filter(|name| *name != "source") {
        for (at, row) in table(name).iter().enumerate() {
            let line = at + 2;
            if row.has("source_id") {
                let source = row.get("source_id");
                assert!(ids.contains(source), "{name}.csv, row {line}: there is no source `{source}`");
            }
            for cited in row.get("note").split('[').skip(1).filter_map(|part| part.split_once(']')) {
                assert!(ids.contains(cited.0), "{name}.csv, row {line}: the note cites no source with `{}`", cited.0);
            }
            if row.has("grade") {
                let grade = row.get("grade");
                assert!(GRADES.contains(&grade), "{name}.csv, row {line}: `{grade}` is no grade");
            }
        }
    }
    for name in ["node", "link", "transfer", "border", "passage", "project", "corridor", "assumption"] {
        let complete = table(name).iter().all(|row| row.has("source_id") && row.has("grade"));
        assert!(complete, "{name}.csv needs the columns grade and source_id");
    }
}

#[test]
fn every_source_is_cited_and_can_be_looked_up() {
    let mut cited: BTreeSet<String> = BTreeSet::new();
    for name in tables().iter().filter(|name| *name != "source") {
        for row in table(name) {
            cited.insert(row.get("source_id").to_owned());
            for part in row.get("note").split('[').skip(1).filter_map(|part| part.split_once(']')) {
                cited.insert(part.0.to_owned());
            }
        }
    }
    let (mut idle, mut unlinked) = (Vec::new(), Findings::new());
    for source in table("source") {
        let (id, url) = (source.get("source_id"), source.get("url"));
        if !cited.contains(id) {
            idle.push(id.to_owned());
        }
        let linked = url.starts_with("https://") || url.starts_with("http://");
        if linked == OWN_ESTIMATES.contains(&id) {
            unlinked.insert(id.to_owned(), format!("`{url}`"));
        }
        for column in ["publisher", "title", "accessed"] {
            assert_ne!(source.get(column), "", "{id}: `{column}` is empty");
        }
    }
    assert!(idle.is_empty(), "cited nowhere: {idle:?}");
    judge("source", "url", unlinked);
}

#[test]
fn assumed_values_have_a_range() {
    let mut findings = Findings::new();
    for link in table("link").iter().filter(|link| link.get("grade") == "assumed") {
        if link.number("length_low_km").is_none() || link.number("length_high_km").is_none() {
            findings.insert(link.get("link_id").to_owned(), "assumed, without low and high".to_owned());
        }
    }
    judge("link", "assumed-range", findings);
    let mut findings = Findings::new();
    for row in table("assumption") {
        let [low, likely, high] = ["low", "likely", "high"].map(|column| row.number(column));
        let ordered = low.zip(likely).zip(high).is_some_and(|((low, likely), high)| low <= likely && likely <= high);
        if !ordered {
            findings.insert(row.get("assumption_id").to_owned(), format!("{low:?}, {likely:?}, {high:?}"));
        }
    }
    judge("assumption", "assumed-range", findings);
}

#[test]
fn rows_are_sorted_by_id() {
    for name in ["node", "link", "transfer", "border", "passage", "project", "assumption", "source"] {
        let rows = table(name);
        let ids: Vec<&str> = rows.iter().map(|row| row.get(&format!("{name}_id"))).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "{name}.csv is not sorted by id");
    }
    let key = |row: &Row| ["table", "id", "check"].map(|column| row.get(column).to_owned());
    let exceptions = table("exception");
    assert!(exceptions.windows(2).all(|pair| key(&pair[0]) < key(&pair[1])), "exception.csv is not sorted");
    let known: BTreeSet<String> = CHECKS.iter().map(|(table, check)| format!("{table} {check}")).collect();
    for row in &exceptions {
        let check = format!("{} {}", row.get("table"), row.get("check"));
        assert!(known.contains(&check), "exception.csv: there is no check `{check}`");
        assert!(row.get("reason").len() >= 10, "{}: a reason, please", row.get("id"));
    }
}

/// The checks that may have exceptions.
const CHECKS: [(&str, &str); 18] = [
    ("assumption", "assumed-range"),
    ("corridor", "corridor-open"),
    ("corridor", "corridor-whole"),
    ("link", "assumed-range"),
    ("link", "border-length"),
    ("link", "border-neighbours"),
    ("link", "course-length"),
    ("link", "gauge-usual"),
    ("link", "land-course"),
    ("link", "length-range"),
    ("link", "length-ratio"),
    ("link", "years"),
    ("node", "gauge-break"),
    ("node", "land-part"),
    ("node", "part"),
    ("node", "place-country"),
    ("node", "port-transfer"),
    ("source", "url"),
];
