//! The rows that a builder takes, and the faults it finds in them.

use std::fmt;

use super::{Mode, PlaceKind, Provenance, Status, harmless, shown};
use crate::{Capacity, Country, Distance, Duration, Money, Speed};

/// A place, as a row of `node.csv`.
#[derive(Clone, Debug, Default)]
pub struct PlaceSpec {
    /// Unique id.
    pub id: String,
    /// Name; may equal the id.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Country; `None` at sea.
    pub country: Option<Country>,
    /// Longitude, degrees.
    pub x_coord: f64,
    /// Latitude, degrees.
    pub y_coord: f64,
    /// What it is.
    pub kind: PlaceKind,
    /// Where the coordinates come from.
    pub provenance: Provenance,
}

/// A link, as a row of `link.csv`. Fields as in [`Link`](super::Link), with names instead of ids.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the fields are those of `Link`")]
pub struct LinkSpec {
    pub id: String,
    pub from: String,
    pub to: String,
    pub directed: bool,
    pub mode: Mode,
    pub class: String,
    pub gauge_mm: Option<u16>,
    /// Country of a link on land; taken from its places when absent.
    pub country: Option<Country>,
    /// Second country of a border link; taken from its to-place when neither country is stated.
    pub country_to: Option<Country>,
    /// Length in the first country. Half when no link of the network states one; a fault when others do.
    pub split: Option<Distance>,
    pub length: Distance,
    pub length_low: Option<Distance>,
    pub length_high: Option<Distance>,
    pub status: Status,
    pub opened: Option<u16>,
    pub closed: Option<u16>,
    pub project: Option<String>,
    pub border: Option<String>,
    pub passages: Vec<String>,
    pub speed: Option<Speed>,
    pub time: Option<Duration>,
    pub capacity: Option<Capacity>,
    pub provenance: Provenance,
}

impl LinkSpec {
    /// An open link for both directions; set the other fields as needed.
    #[must_use]
    pub fn new(id: &str, from: &str, to: &str, mode: Mode, length: Distance) -> Self {
        Self {
            id: id.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
            directed: false,
            mode,
            class: String::new(),
            gauge_mm: None,
            country: None,
            country_to: None,
            split: None,
            length,
            length_low: None,
            length_high: None,
            status: Status::Open,
            opened: None,
            closed: None,
            project: None,
            border: None,
            passages: Vec::new(),
            speed: None,
            time: None,
            capacity: None,
            provenance: Provenance::default(),
        }
    }
}

/// What a link states of other tables, until they are known.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    pub(super) countries: [Option<Country>; 2],
    pub(super) more: Option<Box<StatedMore>>,
}

/// What most links of a large network do not state.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct StatedMore {
    pub(super) split: Option<Distance>,
    pub(super) length_low: Option<Distance>,
    pub(super) length_high: Option<Distance>,
    pub(super) project: Option<String>,
    pub(super) border: Option<String>,
    pub(super) passages: Vec<String>,
}

impl StatedMore {
    pub(super) fn kept(self) -> Option<Box<Self>> {
        (self != Self::default()).then(|| Box::new(self))
    }
}

/// A transfer, as a row of `transfer.csv`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the fields are those of `Transfer`")]
pub struct TransferSpec {
    pub id: String,
    pub place: String,
    pub systems: [(Mode, Option<u16>); 2],
    pub class: String,
    pub time: Option<Duration>,
    pub price: Option<Money>,
    pub provenance: Provenance,
}

/// A border, as a row of `border.csv`.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "the fields are those of `Border`")]
pub struct BorderSpec {
    pub id: String,
    pub name: String,
    /// The countries it lies between, to be held against its links; `None` when not stated.
    pub countries: [Option<Country>; 2],
    /// The means of carriage that cross there, to be held against its links; any when not stated.
    pub mode: Option<Mode>,
    pub class: String,
    pub dwell: Option<Duration>,
    pub fee: Option<Money>,
    pub provenance: Provenance,
}

/// A corridor, as a row of `corridor.csv` with its rows of `corridor_link.csv`.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "the fields are those of `Corridor`")]
pub struct CorridorSpec {
    pub id: String,
    pub family: String,
    pub name: String,
    pub origin: String,
    pub destination: String,
    pub links: Vec<String>,
    pub provenance: Provenance,
}

/// One fault in the rows given to a builder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The table: `node`, `link`, …
    pub table: &'static str,
    /// Position of the row among those given, from 0.
    pub row: usize,
    /// The column at fault.
    pub column: &'static str,
    /// The value at fault.
    pub value: String,
    /// What is wrong.
    pub problem: String,
    /// Position of the earlier row that has the same id, where that is the fault.
    pub first: Option<usize>,
    /// The nearest valid name, or what would be right.
    pub help: Option<String>,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, row, column, value, problem, .. } = self;
        write!(f, "{table}, row {}, column `{column}`, value `{}`: {}", row + 1, shown(value), harmless(problem))?;
        self.first.iter().try_for_each(|first| write!(f, " (row {})", first + 1))?;
        self.help.iter().try_for_each(|help| write!(f, "; {}", harmless(help)))
    }
}

/// The rows do not make a network. Holds every fault, in order of table and row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError {
    /// The faults; never empty.
    pub issues: Vec<Issue>,
}

impl std::error::Error for BuildError {}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.issues.iter().enumerate().try_for_each(|(at, issue)| {
            if at > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{issue}")
        })
    }
}
