//! The rows of the binary form: links by the positions of what they refer to, texts that repeat once.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use geo::Point;
use serde::{Deserialize, Serialize};

use crate::network::{
    Assumption, Benchmark, BenchmarkSpec, Border, BorderId, Corridor, CorridorSpec, Extent, Grade, Link, Measurand,
    Mode, More, Network, Passage, PassageId, Place, PlaceId, PlaceKind, Project, ProjectId, Provenance, Quantity,
    Source, Status, Stored, Territory, Transfer, TransferSpec,
};
use crate::units::{Capacity, Distance, Duration, Money, Speed};
use crate::{Country, network::NetworkBuilder};

/// A text that may repeat: 0 for none, else its position among the texts, from 1.
type Known = u32;
type Code = [u8; 2];

/// Grade, source, note.
type Origin = (u8, Known, Known);

#[derive(Serialize, Deserialize)]
pub(super) enum Row<'a> {
    Head {
        #[serde(borrow)]
        version: Cow<'a, str>,
        as_of_year: u16,
    },
    Text(#[serde(borrow)] Cow<'a, str>),
    Place {
        #[serde(borrow)]
        id: Cow<'a, str>,
        /// `None` for one that is the id.
        #[serde(borrow)]
        name: Option<Cow<'a, str>>,
        aliases: Vec<String>,
        country: Option<Code>,
        point: (f64, f64),
        kind: u8,
        origin: Origin,
    },
    Border {
        named: (String, String),
        class: Known,
        dwell: Option<u64>,
        fee: Option<u64>,
        origin: Origin,
    },
    Passage {
        named: (String, String),
        origin: Origin,
    },
    Project {
        named: (String, String),
        status: Known,
        year: Option<u16>,
        sponsor: Known,
        origin: Origin,
    },
    Link {
        #[serde(borrow)]
        id: Cow<'a, str>,
        ends: (u32, u32),
        directed: bool,
        mode: u8,
        gauge_mm: Option<u16>,
        class: Known,
        extent: Lies,
        length: u64,
        range: Option<(u64, u64)>,
        status: u8,
        years: (Option<u16>, Option<u16>),
        project: Option<u32>,
        border: Option<u32>,
        passages: Vec<u32>,
        speed: Option<f64>,
        time: Option<u64>,
        shape: Vec<(f64, f64)>,
        capacity: Option<u64>,
        origin: Origin,
    },
    Transfer {
        id: String,
        place: String,
        systems: [(u8, Option<u16>); 2],
        class: Known,
        time: Option<u64>,
        price: Option<u64>,
        origin: Origin,
    },
    Corridor {
        named: (String, String),
        family: Known,
        ends: (String, String),
        links: Vec<String>,
        origin: Origin,
    },
    Assumption {
        id: String,
        quantity: u8,
        mode: Option<u8>,
        country: Option<Code>,
        class: Known,
        range: [f64; 3],
        origin: Origin,
    },
    Benchmark {
        id: String,
        measurand: u8,
        ends: (String, String),
        via: Vec<String>,
        modes: Vec<u8>,
        country: Option<Code>,
        range: [f64; 3],
        year: Option<u16>,
        flags: (bool, bool),
        origin: Origin,
    },
    Source([String; 6]),
}

/// Where a link lies.
#[derive(Serialize, Deserialize)]
pub(super) enum Lies {
    Sea,
    In(Code),
    Across(Code, Code, u64),
}

/// A network as rows.
pub(super) struct Writing<'n> {
    network: &'n Network,
    texts: HashMap<&'n str, Known>,
    fresh: Vec<&'n str>,
}

fn code(country: Country) -> Code {
    let letters = country.code().as_bytes();
    [letters[0], letters[1]]
}

impl<'n> Writing<'n> {
    pub(super) fn new(network: &'n Network) -> Self {
        Self { network, texts: HashMap::new(), fresh: Vec::new() }
    }

    /// Gives each row to `put`, each text before the first row that has it.
    pub(super) fn rows(mut self, mut put: impl FnMut(&Row<'n>) -> io::Result<()>) -> io::Result<()> {
        let network = self.network;
        put(&Row::Head { version: network.version().into(), as_of_year: network.as_of_year() })?;
        let mut give = |writing: &mut Self, row: Row<'n>| {
            writing.fresh.drain(..).try_for_each(|text| put(&Row::Text(text.into())))?;
            put(&row)
        };
        for (_, row) in network.places() {
            let row = self.place(row);
            give(&mut self, row)?;
        }
        for (_, row) in network.borders() {
            let Border { id, name, class, dwell, fee, provenance } = row;
            let (named, origin) = ((id.clone(), name.clone()), self.origin(provenance));
            let (dwell, fee) = (dwell.map(Duration::get), fee.map(Money::get));
            let row = Row::Border { named, class: self.text(class), dwell, fee, origin };
            give(&mut self, row)?;
        }
        for (_, Passage { id, name, provenance }) in network.passages() {
            let row = Row::Passage { named: (id.clone(), name.clone()), origin: self.origin(provenance) };
            give(&mut self, row)?;
        }
        for (_, Project { id, name, status, year, sponsor, provenance }) in network.projects() {
            let (status, sponsor, origin) = (self.text(status), self.text(sponsor), self.origin(provenance));
            let row = Row::Project { named: (id.clone(), name.clone()), status, year: *year, sponsor, origin };
            give(&mut self, row)?;
        }
        for (_, row) in network.links() {
            let row = self.link(row);
            give(&mut self, row)?;
        }
        for (_, row) in network.transfers() {
            let row = self.transfer(row);
            give(&mut self, row)?;
        }
        for (_, row) in network.corridors() {
            let row = self.corridor(row);
            give(&mut self, row)?;
        }
        for row in network.assumptions() {
            let row = self.assumption(row);
            give(&mut self, row)?;
        }
        for row in network.benchmarks() {
            let row = self.benchmark(row);
            give(&mut self, row)?;
        }
        for Source { id, publisher, title, year, url, accessed } in network.sources() {
            give(&mut self, Row::Source([id, publisher, title, year, url, accessed].map(String::clone)))?;
        }
        Ok(())
    }

    fn text(&mut self, text: &'n str) -> Known {
        if text.is_empty() {
            return 0;
        }
        let next = u32::try_from(self.texts.len() + 1).unwrap_or(u32::MAX);
        *self.texts.entry(text).or_insert_with(|| {
            self.fresh.push(text);
            next
        })
    }

    fn origin(&mut self, provenance: &'n Provenance) -> Origin {
        (provenance.grade as u8, self.text(&provenance.source_id), self.text(&provenance.note))
    }

    fn place(&mut self, row: &'n Place) -> Row<'n> {
        Row::Place {
            id: row.id.as_str().into(),
            name: (row.name != row.id).then(|| row.name.as_str().into()),
            aliases: row.aliases.to_vec(),
            country: row.country.map(code),
            point: row.point.x_y(),
            kind: row.kind as u8,
            origin: self.origin(&row.provenance),
        }
    }

    fn link(&mut self, row: &'n Link) -> Row<'n> {
        Row::Link {
            id: row.id.as_str().into(),
            ends: (row.from.0, row.to.0),
            directed: row.directed,
            mode: row.mode as u8,
            gauge_mm: row.gauge_mm,
            class: self.text(&row.class),
            extent: match row.extent {
                Extent::Within(Territory::Sea) => Lies::Sea,
                Extent::Within(Territory::Country(country)) => Lies::In(code(country)),
                Extent::Across { from, to, from_length } => Lies::Across(code(from), code(to), from_length.get()),
            },
            length: row.length.get(),
            range: row.length_range().map(|(low, high)| (low.get(), high.get())),
            status: row.status as u8,
            years: (row.opened(), row.closed()),
            project: row.project().map(|project| project.0),
            border: row.border().map(|border| border.0),
            passages: row.passages().iter().map(|passage| passage.0).collect(),
            speed: row.speed().map(Speed::as_km_per_hour),
            time: row.time().map(Duration::get),
            shape: row.shape().iter().map(|point| point.x_y()).collect(),
            capacity: row.capacity().map(Capacity::get),
            origin: self.origin(&row.provenance),
        }
    }

    fn transfer(&mut self, row: &'n Transfer) -> Row<'n> {
        // a network with transfers tells modes apart
        let system = |system: crate::network::System| (system.mode.map_or(u8::MAX, |mode| mode as u8), system.gauge_mm);
        Row::Transfer {
            id: row.id.clone(),
            place: self.network[row.place].id.to_string(),
            systems: row.systems.map(system),
            class: self.text(&row.class),
            time: row.time.map(Duration::get),
            price: row.price.map(Money::get),
            origin: self.origin(&row.provenance),
        }
    }

    fn corridor(&mut self, row: &'n Corridor) -> Row<'n> {
        let id = |place: PlaceId| self.network[place].id.to_string();
        Row::Corridor {
            named: (row.id.clone(), row.name.clone()),
            ends: (id(row.origin), id(row.destination)),
            links: row.links.iter().map(|&link| self.network[link].id.to_string()).collect(),
            family: self.text(&row.family),
            origin: self.origin(&row.provenance),
        }
    }

    fn assumption(&mut self, row: &'n Assumption) -> Row<'n> {
        Row::Assumption {
            id: row.id.clone(),
            quantity: row.quantity as u8,
            mode: row.mode.map(|mode| mode as u8),
            country: row.country.map(code),
            class: self.text(&row.class),
            range: [row.low, row.likely, row.high],
            origin: self.origin(&row.provenance),
        }
    }

    fn benchmark(&mut self, row: &'n Benchmark) -> Row<'n> {
        let id = |place: PlaceId| self.network[place].id.to_string();
        Row::Benchmark {
            id: row.id.clone(),
            measurand: row.measurand as u8,
            ends: (id(row.origin), id(row.destination)),
            via: row.via.iter().map(|&place| id(place)).collect(),
            modes: row.modes.iter().map(|&mode| mode as u8).collect(),
            country: row.country.map(code),
            range: [row.low, row.likely, row.high],
            year: row.year,
            flags: (row.usable, row.fit),
            origin: self.origin(&row.provenance),
        }
    }
}

/// Rows on their way to a network.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) stored: Stored,
    texts: Vec<String>,
    origins: HashMap<Origin, Arc<Provenance>>,
}

fn nth<T: Copy, const N: usize>(all: [(T, &str); N], at: u8) -> Option<T> {
    all.get(usize::from(at)).map(|one| one.0)
}

fn mode(at: u8) -> Option<Mode> {
    nth(Mode::ALL, at)
}

fn country(code: Code) -> Option<Country> {
    std::str::from_utf8(&code).ok()?.parse().ok()
}

/// Something that may not be there, and is sound if it is.
fn maybe<T, U>(value: Option<T>, sound: impl Fn(T) -> Option<U>) -> Result<Option<U>, ()> {
    value.map(|value| sound(value).ok_or(())).transpose()
}

impl Reading {
    /// Adds a row; `None` when it holds a value that there is not.
    pub(super) fn add(&mut self, row: Row<'_>) -> Option<()> {
        match row {
            Row::Head { version, as_of_year } => {
                self.builder(|builder| builder.version(&version).as_of_year(as_of_year));
            }
            Row::Text(text) => self.texts.push(text.into_owned()),
            row @ Row::Place { .. } => self.place(row)?,
            row @ Row::Link { .. } => self.link(row)?,
            Row::Border { named: (id, name), class, dwell, fee, origin } => {
                let (class, provenance) = (self.owned(class)?, self.origin(origin)?);
                let (dwell, fee) = (dwell.map(Duration::seconds), fee.map(Money::cents));
                self.stored.borders.push(Border { id, name, class, dwell, fee, provenance });
            }
            Row::Passage { named: (id, name), origin } => {
                let provenance = self.origin(origin)?;
                self.stored.passages.push(Passage { id, name, provenance });
            }
            Row::Project { named: (id, name), status, year, sponsor, origin } => {
                let (status, sponsor) = (self.owned(status)?, self.owned(sponsor)?);
                let provenance = self.origin(origin)?;
                self.stored.projects.push(Project { id, name, status, year, sponsor, provenance });
            }
            Row::Source([id, publisher, title, year, url, accessed]) => {
                let source = Source { id, publisher, title, year, url, accessed };
                self.builder(|builder| builder.source(source));
            }
            row => self.named(row)?,
        }
        Some(())
    }

    fn builder(&mut self, with: impl FnOnce(NetworkBuilder) -> NetworkBuilder) {
        self.stored.builder = with(std::mem::take(&mut self.stored.builder));
    }

    fn text(&self, text: Known) -> Option<&str> {
        if text == 0 { Some("") } else { self.texts.get(text as usize - 1).map(String::as_str) }
    }

    fn owned(&self, text: Known) -> Option<String> {
        self.text(text).map(str::to_owned)
    }

    /// One provenance for all rows that state it.
    fn shared(&mut self, origin: Origin) -> Option<Arc<Provenance>> {
        if let Some(known) = self.origins.get(&origin) {
            return Some(Arc::clone(known));
        }
        let new = Arc::new(self.origin(origin)?);
        self.origins.insert(origin, Arc::clone(&new));
        Some(new)
    }

    fn origin(&self, (grade, source, note): Origin) -> Option<Provenance> {
        let unstated = (grade == Grade::Unstated as u8).then_some(Grade::Unstated);
        let grade = nth(Grade::ALL, grade).or(unstated)?;
        Some(Provenance::new(grade, self.text(source)?, self.text(note)?))
    }

    fn place(&mut self, row: Row<'_>) -> Option<()> {
        let Row::Place { id, name, aliases, country: code, point, kind, origin } = row else { return None };
        let place = Place {
            name: name.as_deref().unwrap_or(&id).into(),
            id: id.as_ref().into(),
            aliases: aliases.into(),
            country: maybe(code, country).ok()?,
            point: Point::new(point.0, point.1),
            kind: nth(PlaceKind::ALL, kind)?,
            provenance: self.shared(origin)?,
        };
        self.stored.places.push(place);
        Some(())
    }

    fn link(&mut self, row: Row<'_>) -> Option<()> {
        let Row::Link {
            id,
            ends,
            directed,
            mode: of,
            gauge_mm,
            class,
            extent,
            length,
            range,
            status,
            years,
            project,
            border,
            passages,
            speed,
            time,
            shape,
            capacity,
            origin,
        } = row
        else {
            return None;
        };
        if !shape.iter().all(|(x, y)| x.is_finite() && y.is_finite()) {
            return None;
        }
        let more = More {
            length_range: range.map(|(low, high)| (Distance::metres(low), Distance::metres(high))),
            opened: years.0,
            closed: years.1,
            project: project.map(ProjectId),
            border: border.map(BorderId),
            passages: passages.into_iter().map(PassageId).collect(),
            speed: maybe(speed, Speed::from_km_per_hour).ok()?,
            time: time.map(Duration::seconds),
            shape: shape.into_iter().map(|(x, y)| Point::new(x, y)).collect(),
            capacity: capacity.map(Capacity::tonnes_per_year),
        };
        let link = Link {
            id: id.as_ref().into(),
            from: PlaceId(ends.0),
            to: PlaceId(ends.1),
            directed,
            mode: mode(of)?,
            status: nth(Status::ALL, status)?,
            gauge_mm,
            class: self.text(class)?.into(),
            extent: match extent {
                Lies::Sea => Extent::Within(Territory::Sea),
                Lies::In(code) => Extent::Within(Territory::Country(country(code)?)),
                Lies::Across(from, to, length) => {
                    Extent::Across { from: country(from)?, to: country(to)?, from_length: Distance::metres(length) }
                }
            },
            length: Distance::metres(length),
            provenance: self.shared(origin)?,
            more: more.kept(),
        };
        self.stored.links.push(link);
        Some(())
    }

    /// Adds a row that names what it refers to.
    fn named(&mut self, row: Row<'_>) -> Option<()> {
        match row {
            Row::Transfer { id, place, systems: [a, b], class, time, price, origin } => {
                let systems = [(mode(a.0)?, a.1), (mode(b.0)?, b.1)];
                let (time, price) = (time.map(Duration::seconds), price.map(Money::cents));
                let (class, provenance) = (self.owned(class)?, self.origin(origin)?);
                let spec = TransferSpec { id, place, systems, class, time, price, provenance };
                self.builder(|builder| builder.transfer(spec));
            }
            Row::Corridor { named: (id, name), family, ends: (origin, destination), links, origin: of } => {
                let (family, provenance) = (self.owned(family)?, self.origin(of)?);
                let spec = CorridorSpec { id, family, name, origin, destination, links, provenance };
                self.builder(|builder| builder.corridor(spec));
            }
            Row::Assumption { id, quantity, mode: of, country: code, class, range: [low, likely, high], origin } => {
                let &(quantity, ..) = Quantity::ALL.get(usize::from(quantity))?;
                let (mode, country) = (maybe(of, mode).ok()?, maybe(code, country).ok()?);
                let (class, provenance) = (self.owned(class)?, self.origin(origin)?);
                let row = Assumption { id, quantity, mode, country, class, low, likely, high, provenance };
                self.builder(|builder| builder.assumption(row));
            }
            Row::Benchmark { id, measurand, ends, via, modes, country: code, range, year, flags, origin } => {
                let spec = BenchmarkSpec {
                    id,
                    measurand: Measurand::ALL.get(usize::from(measurand))?.0,
                    origin: ends.0,
                    destination: ends.1,
                    via,
                    modes: modes.into_iter().map(mode).collect::<Option<_>>()?,
                    country: maybe(code, country).ok()?,
                    low: range[0],
                    likely: range[1],
                    high: range[2],
                    year,
                    usable: flags.0,
                    fit: flags.1,
                    provenance: self.origin(origin)?,
                };
                self.builder(|builder| builder.benchmark(spec));
            }
            _ => {}
        }
        Some(())
    }
}
