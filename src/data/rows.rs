//! What the tables hold: their columns, and how each row becomes a row of the builder.

use std::cell::RefCell;
use std::collections::HashMap;

use super::LoadIssue;
use super::table::{Columns, Row, Table};
use crate::network::{
    Assumption, BenchmarkSpec, BorderSpec, CorridorSpec, Grade, LinkSpec, Measurand, Mode, NetworkBuilder, Passage,
    PlaceKind, PlaceSpec, Project, Provenance, Quantity, ShapeSpec, Source, Status, TransferSpec, nearest,
};

/// The tables a network is read from, in order of reading: name and columns.
pub(super) const TABLES: [(&str, Columns); 13] = [
    (
        "node",
        Columns {
            required: &["node_id", "name", "country", "x_coord", "y_coord"],
            optional: &["node_type", "aliases", "grade", "source_id", "note"],
        },
    ),
    (
        "link",
        Columns {
            required: &["link_id", "from_node_id", "to_node_id", "directed", "mode", "length_km"],
            optional: &[
                "class",
                "gauge_mm",
                "country",
                "country_to",
                "split_km",
                "length_low_km",
                "length_high_km",
                "status",
                "opened_year",
                "closed_year",
                "project_id",
                "border_id",
                "passages",
                "tracks",
                "electrified",
                "speed_kmh",
                "time_h",
                "capacity_mt_per_year",
                "grade",
                "source_id",
                "note",
            ],
        },
    ),
    (
        "transfer",
        Columns {
            required: &["transfer_id", "node_id", "from_mode", "to_mode"],
            optional: &[
                "from_gauge_mm",
                "to_gauge_mm",
                "class",
                "time_h",
                "price_usd_per_feu",
                "grade",
                "source_id",
                "note",
            ],
        },
    ),
    (
        "border",
        Columns {
            required: &["border_id"],
            optional: &[
                "name",
                "country_a",
                "country_b",
                "mode",
                "class",
                "dwell_h",
                "dwell_p90_h",
                "fee_usd_per_feu",
                "grade",
                "source_id",
                "note",
            ],
        },
    ),
    ("passage", Columns { required: &["passage_id"], optional: &["name", "grade", "source_id", "note"] }),
    (
        "project",
        Columns {
            required: &["project_id"],
            optional: &["name", "status", "year", "sponsor", "grade", "source_id", "note"],
        },
    ),
    (
        "corridor",
        Columns {
            required: &["corridor_id", "family", "name", "origin_node_id", "destination_node_id"],
            optional: &["grade", "source_id", "note"],
        },
    ),
    ("corridor_link", Columns { required: &["corridor_id", "seq", "link_id"], optional: &[] }),
    (
        "assumption",
        Columns {
            required: &["assumption_id", "quantity", "unit", "likely"],
            optional: &["mode", "country", "class", "low", "high", "grade", "source_id", "note"],
        },
    ),
    (
        "benchmark",
        Columns {
            required: &["benchmark_id", "quantity", "unit", "origin_node_id", "destination_node_id", "likely"],
            optional: &["via", "mode", "country", "low", "high", "year", "usable", "fit", "source_id", "note"],
        },
    ),
    ("geometry", Columns { required: &["link_id", "wkt"], optional: &["grade", "source_id"] }),
    (
        "source",
        Columns { required: &["source_id"], optional: &["publisher", "title", "year", "url", "accessed", "note"] },
    ),
    ("exception", Columns { required: &["table", "id", "check", "reason"], optional: &[] }),
];

/// Adds the rows of one table to the builder. A row with a fault is left out: its faults are in
/// `issues`, and a network with issues is never built.
pub(super) fn add(
    table: &Table<'_>,
    name: &str,
    mut builder: NetworkBuilder,
    corridors: &mut Courses,
    issues: &RefCell<Vec<LoadIssue>>,
) -> NetworkBuilder {
    let mut unjoined = name == "corridor_link" && corridors.list.is_empty();
    let room = |of: &str| if name == of { table.rows().len() } else { 0 };
    builder = builder.with_room_for(room("node"), room("link"));
    for row in table.rows() {
        builder = match name {
            "node" => builder.place(place(&row)),
            "link" => add_some(builder, link(&row), NetworkBuilder::link),
            "transfer" => add_some(builder, transfer(&row), NetworkBuilder::transfer),
            "border" => builder.border(border(&row)),
            "passage" => builder.passage(Passage::new(&row.required("passage_id"), row.text("name"), row.provenance())),
            "project" => builder.project(project(&row)),
            "assumption" => add_some(builder, assumption(&row), NetworkBuilder::assumption),
            "benchmark" => add_some(builder, benchmark(&row), NetworkBuilder::benchmark),
            "geometry" => add_some(builder, geometry(&row), NetworkBuilder::shape),
            "source" => builder.source(source(&row)),
            "corridor" => {
                let spec = corridor(&row);
                let next = corridors.list.len();
                // with the same id, its links would be counted on those of the other
                if *corridors.at.entry(spec.id.clone()).or_insert(next) != next {
                    let issue = row.issue("corridor_id", "an earlier row has the same id");
                    issues.borrow_mut().push(issue);
                }
                corridors.list.push(LinedCorridor { spec, rows: Vec::new(), seq: 1 });
                builder
            }
            "corridor_link" => {
                if !corridors.list.is_empty() {
                    corridor_link(&row, corridors, issues);
                } else if std::mem::take(&mut unjoined) {
                    let issue = row.issue("corridor_id", "corridor.csv has no corridor at all");
                    issues.borrow_mut().push(issue);
                }
                builder
            }
            _ => builder,
        };
    }
    builder
}

fn add_some<T>(
    builder: NetworkBuilder,
    row: Option<T>,
    add: fn(NetworkBuilder, T) -> NetworkBuilder,
) -> NetworkBuilder {
    match row {
        Some(row) => add(builder, row),
        None => builder,
    }
}

fn place(row: &Row<'_>) -> PlaceSpec {
    PlaceSpec {
        id: row.required("node_id"),
        name: row.owned("name"),
        aliases: row.list("aliases"),
        country: row.country("country"),
        x_coord: row.need("x_coord", row.number("x_coord")).unwrap_or_default(),
        y_coord: row.need("y_coord", row.number("y_coord")).unwrap_or_default(),
        kind: row.word("node_type", PlaceKind::ALL.into_iter()).unwrap_or_default(),
        provenance: row.provenance(),
    }
}

fn link(row: &Row<'_>) -> Option<LinkSpec> {
    let mode = row.need("mode", row.word("mode", Mode::ALL.into_iter()));
    let length = row.need("length_km", row.distance("length_km"));
    // all cells are read before the row is given up: each may have a fault of its own
    let spec = LinkSpec {
        id: row.required("link_id"),
        from: row.required("from_node_id"),
        to: row.required("to_node_id"),
        directed: row.flag("directed"),
        mode: mode.unwrap_or(Mode::Rail),
        class: row.owned("class"),
        gauge_mm: row.gauge_mm("gauge_mm"),
        country: row.country("country"),
        country_to: row.country("country_to"),
        split: row.distance("split_km"),
        length: length.unwrap_or_default(),
        length_low: row.distance("length_low_km"),
        length_high: row.distance("length_high_km"),
        status: row.word("status", Status::ALL.into_iter()).unwrap_or_default(),
        opened: row.year("opened_year"),
        closed: row.year("closed_year"),
        project: row.optional("project_id"),
        border: row.optional("border_id"),
        passages: row.list("passages"),
        speed: row.speed("speed_kmh"),
        time: row.duration("time_h"),
        capacity: row.capacity("capacity_mt_per_year"),
        provenance: row.provenance(),
    };
    (mode.is_some() && length.is_some()).then_some(spec)
}

fn transfer(row: &Row<'_>) -> Option<TransferSpec> {
    let mode = |column| row.need(column, row.word(column, Mode::ALL.into_iter()));
    let (from, to) = (mode("from_mode"), mode("to_mode"));
    let spec = |from, to| TransferSpec {
        id: row.required("transfer_id"),
        place: row.required("node_id"),
        systems: [(from, row.gauge_mm("from_gauge_mm")), (to, row.gauge_mm("to_gauge_mm"))],
        class: row.owned("class"),
        time: row.duration("time_h"),
        price: row.money("price_usd_per_feu"),
        provenance: row.provenance(),
    };
    Some(spec(from?, to?))
}

fn border(row: &Row<'_>) -> BorderSpec {
    // not used, but not to be wrong either
    let _ = row.duration("dwell_p90_h");
    BorderSpec {
        id: row.required("border_id"),
        name: row.owned("name"),
        countries: ["country_a", "country_b"].map(|column| row.country(column)),
        mode: row.word("mode", Mode::ALL.into_iter()),
        class: row.owned("class"),
        dwell: row.duration("dwell_h"),
        fee: row.money("fee_usd_per_feu"),
        provenance: row.provenance(),
    }
}

fn project(row: &Row<'_>) -> Project {
    Project {
        id: row.required("project_id"),
        name: row.owned("name"),
        status: row.owned("status"),
        year: row.year("year"),
        sponsor: row.owned("sponsor"),
        provenance: row.provenance(),
    }
}

fn corridor(row: &Row<'_>) -> CorridorSpec {
    CorridorSpec {
        id: row.required("corridor_id"),
        family: row.required("family"),
        name: row.required("name"),
        origin: row.required("origin_node_id"),
        destination: row.required("destination_node_id"),
        links: Vec::new(),
        provenance: row.provenance(),
    }
}

/// A corridor, and the row of each of its links in `corridor_link.csv`.
pub(super) struct LinedCorridor {
    pub(super) spec: CorridorSpec,
    pub(super) rows: Vec<usize>,
    /// The number that the next row ought to have.
    seq: usize,
}

/// The corridors as they are read, and where each id stands among them.
#[derive(Default)]
pub(super) struct Courses {
    pub(super) list: Vec<LinedCorridor>,
    at: HashMap<String, usize>,
    /// Rows of `corridor_link` in the sheets before this one.
    pub(super) rows_before: usize,
}

/// The rows of one corridor are in the order of travel.
fn corridor_link(row: &Row<'_>, corridors: &mut Courses, issues: &RefCell<Vec<LoadIssue>>) {
    const UNKNOWN: &str = "there is no corridor with this id";
    let id = row.required("corridor_id");
    let Some(&at) = corridors.at.get(&id) else {
        // the rows of one unknown corridor have one cause
        let known = |issue: &LoadIssue| issue.problem == UNKNOWN && issue.value.as_ref() == Some(&id);
        if !issues.borrow().last().is_some_and(known) {
            let names = corridors.at.keys().map(String::as_str);
            let near = if issues.borrow().len() < 50 { nearest(&id, names) } else { Vec::new() };
            let help = near.first().map(|near| format!("did you mean `{near}`?"));
            let issue = LoadIssue { help, ..row.issue("corridor_id", UNKNOWN) };
            issues.borrow_mut().push(issue);
        }
        return;
    };
    let corridor = &mut corridors.list[at];
    let (seq, expected) = (row.text("seq").parse().ok(), corridor.seq);
    if seq != Some(expected) {
        let problem = format!(
            "expected {expected}: the links of a corridor are numbered from 1 and stand in the order of travel"
        );
        let issue = row.issue("seq", &problem);
        issues.borrow_mut().push(issue);
    }
    // one that is missing, or late, is one fault
    corridor.seq = expected.max(seq.unwrap_or(expected).saturating_add(1));
    corridor.spec.links.push(row.required("link_id"));
    corridor.rows.push(corridors.rows_before + row.at);
}

fn assumption(row: &Row<'_>) -> Option<Assumption> {
    let words = Quantity::ALL.iter().map(|&(quantity, word, _)| (quantity, word));
    let quantity = row.need("quantity", row.word("quantity", words));
    let likely = row.need("likely", row.number("likely"));
    let (low, high) = (row.number("low"), row.number("high"));
    let (quantity, likely) = (quantity?, likely?);
    row.need("unit", row.word("unit", std::iter::once(((), quantity.unit()))));
    let value = Assumption {
        mode: row.word("mode", Mode::ALL.into_iter()),
        country: row.country("country"),
        class: row.owned("class"),
        low: low.unwrap_or(likely),
        high: high.unwrap_or(likely),
        provenance: row.provenance(),
        ..Assumption::new(&row.required("assumption_id"), quantity, likely)
    };
    row.check_range(&value);
    Some(value)
}

fn benchmark(row: &Row<'_>) -> Option<BenchmarkSpec> {
    let words = Measurand::ALL.into_iter().map(|(measurand, word, _)| (measurand, word));
    let measurand = row.need("quantity", row.word("quantity", words));
    let likely = row.need("likely", row.number("likely"));
    let (low, high) = (row.number("low"), row.number("high"));
    let spec = |measurand: Measurand, likely| {
        row.word("unit", std::iter::once(((), measurand.unit())));
        BenchmarkSpec {
            id: row.required("benchmark_id"),
            measurand,
            origin: row.required("origin_node_id"),
            destination: row.required("destination_node_id"),
            via: row.list("via"),
            modes: row.words("mode", &Mode::ALL.into_iter()),
            country: row.country("country"),
            low: low.unwrap_or(likely),
            likely,
            high: high.unwrap_or(likely),
            year: row.year("year"),
            usable: row.text("usable").is_empty() || row.flag("usable"),
            fit: row.flag("fit"),
            provenance: Provenance::new(Grade::Published, row.text("source_id"), row.text("note")),
        }
    };
    Some(spec(measurand?, likely?))
}

fn geometry(row: &Row<'_>) -> Option<ShapeSpec> {
    row.provenance();
    let points = row.need("wkt", row.line_string("wkt"));
    Some(ShapeSpec { link: row.required("link_id"), points: points? })
}

fn source(row: &Row<'_>) -> Source {
    Source {
        id: row.required("source_id"),
        publisher: row.owned("publisher"),
        title: row.owned("title"),
        year: row.owned("year"),
        url: row.owned("url"),
        accessed: row.owned("accessed"),
    }
}
