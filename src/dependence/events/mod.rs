//! Closures and delays that happened, and what was seen of them.

mod replay;

use std::io::Read;

use serde::Deserialize;

pub use replay::{EventReport, EventResidual};

use crate::cost::{MetricError, Objective};
use crate::network::{Grade, Mode, Provenance};
use crate::scenario::{Scenario, Target};

/// What an event did to its targets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// Nothing passed.
    Closed,
    /// Less passed. The scenario closes the targets, which is more than what happened.
    Reduced,
    /// It was open, and shippers stayed away.
    Avoided,
    /// Each passage took so many hours more.
    Delayed(f64),
    /// Each passage cost so many times as much.
    Dearer(f64),
}

impl Change {
    /// The word for it in `event.csv`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Reduced => "reduced",
            Self::Avoided => "avoided",
            Self::Delayed(_) => "delayed",
            Self::Dearer(_) => "dearer",
        }
    }
}

/// One row of `event.csv`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Event {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The day it began, ISO 8601.
    pub start: String,
    /// The day it ended; `None` when it has not.
    pub end: Option<String>,
    /// What it struck.
    pub targets: Vec<Target>,
    /// What it did to them.
    pub change: Change,
    /// How the change was obtained.
    pub provenance: Provenance,
}

impl Event {
    /// The year it began in.
    #[must_use]
    pub fn year(&self) -> u16 {
        self.start.split('-').next().and_then(|year| year.parse().ok()).unwrap_or_default()
    }

    /// The network of the year before, and that of its first year with the event in it: what
    /// suspended lines of its own year already hold of the event is not counted as its outset.
    pub fn scenarios(&self) -> [Scenario; 2] {
        let [before, during] = [self.year() - 1, self.year()].map(|year| Scenario::default().in_year(year));
        let with = |scenario: Scenario, target: &Target| match self.change {
            Change::Closed | Change::Reduced | Change::Avoided => scenario.closing(target.clone()),
            Change::Delayed(hours) => scenario.delaying(target.clone(), hours),
            Change::Dearer(times) => scenario.scaling(target.clone(), 1.0, times),
        };
        [before, self.targets.iter().fold(during, with)]
    }
}

/// What was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Seen {
    /// Traffic went by one of the named targets.
    Reroute,
    /// Whether there was no way left: 1 or 0.
    CutOff,
    /// So many kilometres more than before.
    ExtraLength,
    /// So many days more than before.
    ExtraDays,
    /// Days while it lasted.
    TransitDays,
    /// Price while it lasted.
    Price,
    /// So much dearer than before.
    ExtraPrice,
}

impl Seen {
    /// All of them: the word in `observed.csv` and the unit.
    pub const ALL: [(Self, &'static str, &'static str); 7] = [
        (Self::Reroute, "reroute", ""),
        (Self::CutOff, "cut_off", "1 if cut off"),
        (Self::ExtraLength, "extra_km", "km"),
        (Self::ExtraDays, "extra_days", "d"),
        (Self::TransitDays, "transit_days", "d"),
        (Self::Price, "price", "USD/FEU"),
        (Self::ExtraPrice, "extra_price", "USD/FEU"),
    ];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The unit of its figure; empty for a way.
    #[must_use]
    pub fn unit(self) -> &'static str {
        Self::ALL[self as usize].2
    }

    /// Whether it is a yes or no, and no figure.
    #[must_use]
    pub fn is_yes_or_no(self) -> bool {
        matches!(self, Self::Reroute | Self::CutOff)
    }
}

/// One row of `observed.csv`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Observation {
    /// Its id.
    pub id: String,
    /// The event it belongs to, by id.
    pub event: String,
    /// What was seen.
    pub seen: Seen,
    /// Id of the place where the way starts.
    pub origin: String,
    /// Id of the place where it ends.
    pub destination: String,
    /// The modes it uses; all when empty.
    pub modes: Vec<Mode>,
    /// What shippers are taken to minimise.
    pub objective: Objective,
    /// The least figure; 1 for a way.
    pub low: f64,
    /// The figure that is compared.
    pub likely: f64,
    /// The greatest figure.
    pub high: f64,
    /// Of a reroute: traffic went by one of these.
    pub through: Vec<Target>,
    /// Whether it can be compared at all; the note of one that cannot says why.
    pub usable: bool,
    /// Whether the model or the scenario was made from it, so that it cannot test them.
    pub fit: bool,
    /// Where it was published.
    pub provenance: Provenance,
}

/// Events, and what was seen of them.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// In the order of their table.
    pub events: Vec<Event>,
    /// In the order of theirs.
    pub observations: Vec<Observation>,
}

/// A table of events that cannot be read, or does not fit the network.
#[derive(Debug, thiserror::Error)]
pub enum EventsError {
    /// Not a table, or a row that is not one of it.
    #[error("{file}: {error}")]
    Row {
        /// `event.csv` or `observed.csv`.
        file: &'static str,
        /// What is wrong, and where.
        error: csv::Error,
    },
    /// A cell with a value that it cannot have.
    #[error("{file}, row `{id}`: `{value}` is not {wanted}")]
    Value {
        /// `event.csv` or `observed.csv`.
        file: &'static str,
        /// Id of the row.
        id: String,
        /// The value.
        value: String,
        /// What it should be.
        wanted: &'static str,
    },
    /// A target or place that the network has not, or costs that cannot be made.
    #[error("`{id}`: {error}")]
    Metric {
        /// Id of the row.
        id: String,
        /// What is wrong.
        error: MetricError,
    },
}

const EVENTS: &str = include_str!("../../../network/event.csv");
const OBSERVED: &str = include_str!("../../../network/observed.csv");

#[derive(Deserialize)]
struct EventRow {
    event_id: String,
    name: String,
    start: String,
    #[serde(default)]
    end: Option<String>,
    targets: String,
    #[serde(default)]
    effect: String,
    #[serde(default)]
    delay_h: Option<f64>,
    #[serde(default)]
    money_factor: Option<f64>,
    #[serde(default)]
    grade: String,
    #[serde(default)]
    source_id: String,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
struct ObservedRow {
    observed_id: String,
    event_id: String,
    quantity: String,
    origin_node_id: String,
    destination_node_id: String,
    #[serde(default)]
    mode: String,
    #[serde(default)]
    objective: String,
    #[serde(default)]
    low: Option<f64>,
    #[serde(default)]
    likely: Option<f64>,
    #[serde(default)]
    high: Option<f64>,
    #[serde(default)]
    through: String,
    #[serde(default)]
    usable: String,
    #[serde(default)]
    fit: String,
    #[serde(default)]
    grade: String,
    #[serde(default)]
    source_id: String,
    #[serde(default)]
    note: String,
}

fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|part| !part.is_empty())
}

/// The values of one row, each fault told with the row's id.
struct Cells<'c> {
    file: &'static str,
    id: &'c str,
}

impl Cells<'_> {
    fn wrong(&self, value: &str, wanted: &'static str) -> EventsError {
        EventsError::Value { file: self.file, id: self.id.to_owned(), value: value.to_owned(), wanted }
    }

    fn word<T: Copy>(&self, words: &[(T, &str)], word: &str, wanted: &'static str) -> Result<T, EventsError> {
        let found = words.iter().find(|(_, known)| *known == word);
        found.map(|&(value, _)| value).ok_or_else(|| self.wrong(word, wanted))
    }

    fn targets(&self, cell: &str) -> Result<Vec<Target>, EventsError> {
        parts(cell).map(|part| part.parse().map_err(|_| self.wrong(part, "a target such as `passage:suez`"))).collect()
    }

    fn provenance(&self, grade: &str, source: String, note: String) -> Result<Provenance, EventsError> {
        let unstated = Grade::default();
        let grade = if grade.is_empty() { unstated } else { self.word(&Grade::ALL, grade, "a grade")? };
        Ok(Provenance::new(grade, source, note))
    }
}

impl Event {
    fn new(row: EventRow) -> Result<Self, EventsError> {
        let cells = Cells { file: "event.csv", id: &row.event_id };
        let above = |value: Option<f64>, least: f64, wanted: &'static str| {
            let value = value.ok_or_else(|| cells.wrong("", wanted))?;
            if value.is_finite() && value >= least { Ok(value) } else { Err(cells.wrong(&value.to_string(), wanted)) }
        };
        let change = match row.effect.as_str() {
            "" | "closed" => Change::Closed,
            "reduced" => Change::Reduced,
            "avoided" => Change::Avoided,
            "delayed" => Change::Delayed(above(row.delay_h, 0.0, "hours of delay")?),
            "dearer" => Change::Dearer(above(row.money_factor, 1.0, "a factor of at least 1")?),
            other => return Err(cells.wrong(other, "closed, reduced, avoided, delayed or dearer")),
        };
        let targets = cells.targets(&row.targets)?;
        if targets.is_empty() {
            return Err(cells.wrong("", "a target such as `passage:suez`"));
        }
        let provenance = cells.provenance(&row.grade, row.source_id, row.note)?;
        let end = row.end.filter(|end| !end.is_empty());
        let event = Self { id: row.event_id, name: row.name, start: row.start, end, targets, change, provenance };
        if !(1801..=2200).contains(&event.year()) {
            let cells = Cells { file: "event.csv", id: &event.id };
            return Err(cells.wrong(&event.start, "a day such as 2021-03-23"));
        }
        Ok(event)
    }
}

impl Observation {
    fn new(row: ObservedRow, events: &[Event]) -> Result<Self, EventsError> {
        let cells = Cells { file: "observed.csv", id: &row.observed_id };
        if !events.iter().any(|event| event.id == row.event_id) {
            return Err(cells.wrong(&row.event_id, "an event of event.csv"));
        }
        let seen = cells.word(&Seen::ALL.map(|(seen, word, _)| (seen, word)), &row.quantity, "a quantity")?;
        let objectives = Objective::ALL.map(|objective| (objective, objective.word()));
        let objective = if row.objective.is_empty() { "time" } else { &row.objective };
        let modes = parts(&row.mode).map(|word| cells.word(&Mode::ALL, word, "a mode"));
        let through = cells.targets(&row.through)?;
        let usable = row.usable != "0";
        let likely = if seen == Seen::Reroute { Some(1.0) } else { row.likely };
        let likely = likely.filter(|value| value.is_finite()).ok_or_else(|| cells.wrong("", "a figure"))?;
        if seen == Seen::Reroute && through.is_empty() && usable {
            return Err(cells.wrong("", "what the way went through"));
        }
        let (low, high) = (row.low.unwrap_or(likely), row.high.unwrap_or(likely));
        if !(low <= likely && likely <= high) {
            return Err(cells.wrong(&likely.to_string(), "within low and high"));
        }
        Ok(Self {
            seen,
            objective: cells.word(&objectives, objective, "an objective")?,
            modes: modes.collect::<Result<_, _>>()?,
            low,
            likely,
            high,
            through,
            usable,
            fit: row.fit == "1",
            provenance: cells.provenance(&row.grade, row.source_id, row.note)?,
            id: row.observed_id,
            event: row.event_id,
            origin: row.origin_node_id,
            destination: row.destination_node_id,
        })
    }
}

impl Events {
    /// The events of the bundled `event.csv` and `observed.csv`.
    ///
    /// # Panics
    /// Never with the tables as published: the test suite reads them.
    ///
    /// ```
    /// use landbridge::Events;
    /// let events = Events::bundled();
    /// assert!(events.events.iter().any(|event| event.id == "ever-given-2021"));
    /// assert!(events.observations.iter().all(|one| !one.provenance.source_id.is_empty()));
    /// ```
    #[must_use]
    pub fn bundled() -> Self {
        match Self::read(EVENTS.as_bytes(), OBSERVED.as_bytes()) {
            Ok(events) => events,
            Err(error) => panic!("the bundled events are faulty: {error}"),
        }
    }

    /// Events from tables of one's own: the columns are those of `network/datapackage.json`, and
    /// `event_id`, `name`, `start` and `targets` alone are required of the first.
    ///
    /// # Errors
    /// The first row that cannot be read.
    ///
    /// ```
    /// use landbridge::Events;
    /// let own = "event_id,name,start,targets\nflood,Flood at Iletsk,2024-04-10,place:iletsk\n";
    /// let events = Events::read(own.as_bytes(), "".as_bytes())?;
    /// assert_eq!(events.events[0].year(), 2024);
    /// # Ok::<(), landbridge::EventsError>(())
    /// ```
    pub fn read(events: impl Read, observed: impl Read) -> Result<Self, EventsError> {
        let rows = csv::Reader::from_reader(events).into_deserialize::<EventRow>();
        let event = |row| Event::new(of_row("event.csv", row)?);
        let events: Vec<Event> = rows.map(event).collect::<Result<_, _>>()?;
        let rows = csv::Reader::from_reader(observed).into_deserialize::<ObservedRow>();
        let observation = |row| Observation::new(of_row("observed.csv", row)?, &events);
        let observations = rows.map(observation).collect::<Result<_, _>>()?;
        Ok(Self { events, observations })
    }

    /// What was seen of one event.
    pub fn of<'e>(&'e self, event: &'e Event) -> impl Iterator<Item = &'e Observation> {
        self.observations.iter().filter(|one| one.event == event.id)
    }
}

fn of_row<T>(file: &'static str, row: Result<T, csv::Error>) -> Result<T, EventsError> {
    row.map_err(|error| EventsError::Row { file, error })
}
