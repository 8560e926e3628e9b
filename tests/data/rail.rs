//! Track gauges, and where they break.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{Findings, judge, table};

/// The gauge of a country's main lines.
fn usual_gauge(country: &str) -> Option<&'static str> {
    Some(match country {
        "RU" | "BY" | "UA" | "LT" | "LV" | "EE" | "FI" | "KZ" | "UZ" | "KG" | "TJ" | "TM" | "AZ" | "GE" | "AM"
        | "MN" | "AF" => "1520",
        "CN" | "LA" | "TR" | "IR" | "IQ" | "AE" | "PL" | "DE" | "NL" | "FR" | "IT" | "AT" | "CZ" | "SK" | "HU"
        | "RO" | "BG" | "GR" | "RS" | "SI" | "MK" => "1435",
        "IN" | "PK" => "1676",
        "ES" => "1668",
        "VN" => "1000",
        _ => return None,
    })
}

#[test]
fn gauge_is_the_usual_one_of_the_country() {
    let mut findings = Findings::new();
    for link in table("link") {
        let (id, country, gauge) = (link.get("link_id"), link.get("country"), link.get("gauge_mm"));
        // a ferry with tracks on deck is a system apart from ships that carry containers
        let tracks_on_deck = link.get("class") == "ferry" && !gauge.is_empty();
        let expected = link.get("mode") == "rail" || tracks_on_deck;
        assert_eq!(expected, !gauge.is_empty(), "{id}: rail and train ferries have a gauge, the rest has none");
        if link.get("mode") != "rail" {
            continue;
        }
        let usual = [country, link.get("country_to")].map(usual_gauge);
        // over a border the track is that of one side or the other
        if !usual.contains(&Some(gauge)) {
            findings.insert(id.to_owned(), format!("{gauge} mm in {country}, where {usual:?} is usual"));
        }
    }
    judge("link", "gauge-usual", findings);
}

#[test]
fn where_gauges_meet_there_is_a_change_of_gauge() {
    let mut gauges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for link in table("link").iter().filter(|link| link.get("mode") == "rail" && link.is_open()) {
        for end in ["from_node_id", "to_node_id"] {
            gauges.entry(link.get(end).to_owned()).or_default().insert(link.get("gauge_mm").to_owned());
        }
    }
    let transfers = table("transfer");
    let mut findings = Findings::new();
    for (place, gauges) in gauges.iter().filter(|(_, gauges)| gauges.len() > 1) {
        let columns = ["from_gauge_mm", "to_gauge_mm"];
        let here = transfers.iter().filter(|row| row.get("node_id") == place);
        let between_gauges = here.filter(|row| row.get("from_mode") == "rail" && row.get("to_mode") == "rail");
        let changed: BTreeSet<&str> = between_gauges.flat_map(|row| columns.map(|column| row.get(column))).collect();
        if !gauges.iter().all(|gauge| changed.contains(gauge.as_str())) {
            findings.insert(place.clone(), format!("{gauges:?} meet without a transfer"));
        }
    }
    judge("node", "gauge-break", findings);
}
