//! Building a network from rows that name each other, with every fault reported at once.

use geo::Point;

use super::checker::{Checker, Places, on_globe};
use super::crossing::Habits;
use super::grounds::grounds;
use super::index::Index;
use super::link::More;
use super::provenance::Provenances;
use super::settle::Around;
use super::spec::{Stated, StatedMore};
use super::{
    Assumption, BenchmarkSpec, Border, BorderSpec, BuildError, Corridor, CorridorSpec, Extent, Grade, Link, LinkId,
    LinkSpec, Network, Passage, Place, PlaceId, PlaceSpec, Project, Provenance, Quantity, ShapeSpec, Source, System,
    Territory, Text, Topology, Transfer, TransferSpec, benchmark::checked_benchmarks, shape::add_shapes,
    topology::system_of,
};

/// Collects rows and builds a [`Network`] from them.
///
/// ```
/// use landbridge::{Country, Distance, LinkSpec, Mode, NetworkBuilder, PlaceSpec};
/// let kz = "KZ".parse::<Country>()?;
/// let place = |id: &str, x_coord, y_coord| PlaceSpec {
///     id: id.into(), name: id.into(), country: Some(kz), x_coord, y_coord, ..PlaceSpec::default()
/// };
/// let network = NetworkBuilder::new()
///     .place(place("almaty", 76.95, 43.25))
///     .place(place("shu", 73.76, 43.60))
///     .link(LinkSpec::new("almaty-shu", "almaty", "shu", Mode::Rail, Distance::from_km(306.0).unwrap()))
///     .build()?;
/// assert_eq!(network.links().len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct NetworkBuilder {
    places: Vec<Place>,
    /// Links as they will be, but that their places are the positions of names.
    links: Vec<Link>,
    /// Of each link, what leads to other tables.
    stated: Vec<Stated>,
    names: Names,
    provenances: Provenances,
    transfers: Vec<TransferSpec>,
    borders: Vec<BorderSpec>,
    passages: Vec<Passage>,
    projects: Vec<Project>,
    corridors: Vec<CorridorSpec>,
    assumptions: Vec<Assumption>,
    benchmarks: Vec<BenchmarkSpec>,
    shapes: Vec<ShapeSpec>,
    sources: Vec<Source>,
    as_of_year: Option<u16>,
    version: Option<String>,
}

macro_rules! adders {
    ($($one:ident, $table:ident, $spec:ty;)*) => {
        impl NetworkBuilder {
            $(
                #[doc = concat!("Adds a ", stringify!($one), ".")]
                pub fn $one(mut self, row: $spec) -> Self {
                    self.$table.push(row);
                    self
                }
            )*
        }
    };
}

adders! {
    transfer, transfers, TransferSpec;
    border, borders, BorderSpec;
    passage, passages, Passage;
    project, projects, Project;
    corridor, corridors, CorridorSpec;
    assumption, assumptions, Assumption;
    benchmark, benchmarks, BenchmarkSpec;
    shape, shapes, ShapeSpec;
    source, sources, Source;
}

/// The ids of places by which rows name them, as they come; and which name each place has.
#[derive(Clone, Debug, Default)]
struct Names {
    texts: Vec<Text>,
    index: Index,
    of_places: Vec<u32>,
}

impl Names {
    /// The position of a name, which is taken up if it is new.
    fn position(&mut self, name: Text) -> u32 {
        let next = u32::try_from(self.texts.len()).expect("a network has fewer names than 2^32");
        self.texts.push(name);
        let known = self.index.insert(next, &self.texts);
        if known.is_some() {
            self.texts.pop();
        }
        known.unwrap_or(next)
    }
}

impl NetworkBuilder {
    /// No rows yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the year that the data describes.
    pub fn as_of_year(mut self, year: u16) -> Self {
        self.as_of_year = Some(year);
        self
    }

    /// Sets the version of the data.
    pub fn version(mut self, version: &str) -> Self {
        self.version = Some(version.to_owned());
        self
    }

    /// Adds a place.
    pub fn place(mut self, row: PlaceSpec) -> Self {
        let id = Text::from(row.id);
        let name = self.names.position(id.clone());
        self.names.of_places.push(name);
        self.places.push(Place {
            name: if row.name.trim().is_empty() { id.clone() } else { row.name.into() },
            id,
            aliases: row.aliases.into(),
            country: row.country,
            point: Point::new(row.x_coord, row.y_coord),
            kind: row.kind,
            provenance: self.provenances.shared(row.provenance),
        });
        self
    }

    /// Adds a link.
    pub fn link(mut self, row: LinkSpec) -> Self {
        let (from, to) = (self.names.position(row.from.into()), self.names.position(row.to.into()));
        let more = More {
            opened: row.opened,
            closed: row.closed,
            speed: row.speed,
            time: row.time,
            capacity: row.capacity,
            ..More::default()
        };
        self.links.push(Link {
            id: row.id.into(),
            from: PlaceId(from),
            to: PlaceId(to),
            directed: row.directed,
            mode: row.mode,
            status: row.status,
            gauge_mm: row.gauge_mm,
            class: row.class.into(),
            extent: Extent::Within(Territory::Sea),
            length: row.length,
            provenance: self.provenances.shared(row.provenance),
            more: more.kept(),
        });
        let more = StatedMore {
            split: row.split,
            length_low: row.length_low,
            length_high: row.length_high,
            project: row.project,
            border: row.border,
            passages: row.passages,
        };
        self.stated.push(Stated { countries: [row.country, row.country_to], more: more.kept() });
        self
    }

    /// Makes room for so many more places and links.
    pub(crate) fn with_room_for(mut self, places: usize, links: usize) -> Self {
        self.places.reserve_exact(places);
        self.names.index.reserve(places, &self.names.texts);
        self.links.reserve_exact(links);
        self.stated.reserve_exact(links);
        self
    }

    pub(super) fn has_corridors(&self) -> bool {
        !self.corridors.is_empty()
    }

    pub(crate) fn has_assumption_of(&self, quantity: Quantity) -> bool {
        self.assumptions_of(quantity).next().is_some()
    }

    pub(crate) fn assumptions_of(&self, quantity: Quantity) -> impl Iterator<Item = Assumption> {
        self.assumptions.iter().filter(move |row| row.quantity == quantity).cloned()
    }

    /// Checks all rows and builds the network.
    ///
    /// A border, passage or project that is named by a link need not be declared as long as its
    /// table is empty; once there are borders, a link over a border names one. Once a link states
    /// its split, all links over borders do.
    ///
    /// # Errors
    /// Every fault at once: ids that are empty, repeated or lead nowhere; coordinates off the
    /// globe; links shorter than the great circle; countries that disagree with the places; years
    /// in the wrong order; transfers where nothing meets; corridors that are not a line.
    pub fn build(mut self) -> Result<Network, BuildError> {
        let mut check = Checker::default();
        let (places, place_ids, place_at) = self.checked_places(&mut check);
        let (mut links, stated) = (std::mem::take(&mut self.links), std::mem::take(&mut self.stated));
        let habits = Habits::of(&stated, &self.transfers);
        let (passages, projects) = (std::mem::take(&mut self.passages), std::mem::take(&mut self.projects));
        let mut around = Around::new(&mut check, habits, &self.borders, passages, projects);
        let link_ids = check.ids("link", "link_id", &links);
        // only courses and corridors name links
        let is_named = !self.shapes.is_empty() || self.has_corridors();
        let link_ids = if is_named { link_ids } else { Index::default() };
        let names = std::mem::take(&mut self.names.texts);
        for (row, (link, stated)) in links.iter_mut().zip(stated).enumerate() {
            let mut end = |column, name: PlaceId| {
                let place = place_at[name.index()];
                if place.is_none() {
                    check.unknown(("link", row), column, "place", &names[name.index()], &places);
                }
                place
            };
            if let (Some(from), Some(to)) = (end("from_node_id", link.from), end("to_node_id", link.to)) {
                (link.from, link.to) = (from, to);
                around.settle(&mut check, row, link, stated, &places);
            }
        }
        drop((names, place_at));
        check.doubts();
        let Around { borders, passages, projects, .. } = around;
        self.build_on(check, Ground { places, place_ids, links, link_ids, borders, passages, projects })
    }

    /// Builds the network from places and links that are sound, and the other rows given.
    pub(super) fn build_on(self, mut check: Checker, ground: Ground) -> Result<Network, BuildError> {
        let Ground { mut places, place_ids, mut links, link_ids, borders, passages, projects } = ground;
        places.shrink_to_fit();
        links.shrink_to_fit();
        let to_place = Places { rows: &places, ids: &place_ids };
        check.ids("transfer", "transfer_id", &self.transfers);
        check.ids("corridor", "corridor_id", &self.corridors);
        check.ids("assumption", "assumption_id", &self.assumptions);
        check.ids("source", "source_id", &self.sources);
        let benchmarks = checked_benchmarks(&mut check, self.benchmarks, to_place);
        // what refers to links is checked only once the links are sound
        let (transfers, corridors) = if check.issues.is_empty() {
            add_shapes(&mut check, self.shapes, &link_ids, &mut links, &places);
            (
                checked_transfers(&mut check, self.transfers, &links, to_place),
                checked_corridors(&mut check, self.corridors, &links, &link_ids, to_place),
            )
        } else {
            (Vec::new(), Vec::new())
        };
        drop(link_ids);
        if !check.issues.is_empty() {
            check.issues.sort_by_key(|issue| issue.table != "node");
            return Err(BuildError { issues: check.issues });
        }
        Ok(Network {
            topology: Topology::new(places.len(), &links, &transfers),
            grounds: grounds(&places),
            places,
            links,
            transfers,
            borders,
            passages,
            projects,
            corridors,
            assumptions: self.assumptions,
            benchmarks,
            sources: self.sources,
            place_ids,
            as_of_year: self.as_of_year.unwrap_or(DEFAULT_YEAR),
            version: self.version.unwrap_or_else(|| "unversioned".to_owned()),
        })
    }

    /// The places; where their ids lead; and the place that each name leads to, if it is one's.
    fn checked_places(&mut self, check: &mut Checker) -> (Vec<Place>, Index, Vec<Option<PlaceId>>) {
        let Names { index: mut ids, of_places, texts } = std::mem::take(&mut self.names);
        let places = std::mem::take(&mut self.places);
        let mut place_at = vec![None; texts.len()];
        for (place, &name) in (0..).zip(&of_places) {
            check.id("node", "node_id", place, &places, place_at[name as usize].map(|PlaceId(first)| first));
            place_at[name as usize].get_or_insert(PlaceId(place));
        }
        ids.renumber(|name| place_at[name as usize].map(|PlaceId(place)| place));
        for (row, place) in places.iter().enumerate() {
            let (x_coord, y_coord) = place.point.x_y();
            let exchanged = on_globe(Point::new(y_coord, x_coord))
                .then(|| "are the two exchanged? x_coord is the longitude, y_coord the latitude".to_owned());
            for (column, value, limit) in [("x_coord", x_coord, 180.0), ("y_coord", y_coord, 90.0)] {
                if !(-limit..=limit).contains(&value) {
                    let value = if value.abs() < 1e6 { value.to_string() } else { format!("{value:e}") };
                    let problem = format!("not a number of degrees from -{limit} to {limit}");
                    check.fault(("node", row), column, &value, problem, exchanged.clone());
                }
            }
        }
        self.names.texts = texts;
        (places, ids, place_at)
    }
}

/// What the other rows of a network stand on.
pub(super) struct Ground {
    pub(super) places: Vec<Place>,
    pub(super) place_ids: Index,
    pub(super) links: Vec<Link>,
    pub(super) link_ids: Index,
    pub(super) borders: Vec<Border>,
    pub(super) passages: Vec<Passage>,
    pub(super) projects: Vec<Project>,
}

/// The year that data without a date describes.
pub(crate) const DEFAULT_YEAR: u16 = 2026;

fn checked_transfers(
    check: &mut Checker,
    specs: Vec<TransferSpec>,
    links: &[Link],
    places: Places<'_>,
) -> Vec<Transfer> {
    let mut present: Vec<(PlaceId, System)> = links
        .iter()
        .take(if specs.is_empty() { 0 } else { links.len() })
        .flat_map(|link| {
            let system = system_of(link.mode, link.gauge_mm, true);
            [(link.from, system), (link.to, system)]
        })
        .collect();
    present.sort_unstable();
    let mut transfers = Vec::with_capacity(specs.len());
    for (row, spec) in specs.into_iter().enumerate() {
        let at = ("transfer", row);
        let Some(place) = check.place(at, "node_id", &spec.place, places) else { continue };
        let systems = spec.systems.map(|(mode, gauge)| system_of(mode, gauge, true));
        if systems[0] == systems[1] {
            check.fault(at, "to_mode", spec.systems[1].0.word(), "changes from a system to itself", None);
        }
        let here =
            present.partition_point(|&(other, _)| other < place)..present.partition_point(|&(other, _)| other <= place);
        let mut meeting: Vec<String> = present[here].iter().map(|(_, system)| system.to_string()).collect();
        meeting.dedup();
        let help = match &meeting[..] {
            [] => "no link leads to this place".to_owned(),
            some => format!("what meets here: {}", some.join(", ")),
        };
        let absent = systems.map(|system| present.binary_search(&(place, system)).is_err());
        match absent {
            [false, false] => {}
            [true, true] => {
                let problem = if systems[0] == systems[1] {
                    format!("no {} link meets here", systems[0])
                } else {
                    format!("neither a {} nor a {} link meets here", systems[0], systems[1])
                };
                check.fault(at, "node_id", &spec.place, problem, Some(help));
            }
            [first, _] => {
                let (system, column) = if first { (systems[0], "from_mode") } else { (systems[1], "to_mode") };
                let problem = format!("no {system} link meets at `{}`", spec.place);
                check.fault(at, column, &system.to_string(), problem, Some(help));
            }
        }
        transfers.push(Transfer {
            id: spec.id,
            place,
            systems,
            class: spec.class,
            time: spec.time,
            price: spec.price,
            provenance: spec.provenance,
        });
    }
    transfers
}

fn checked_corridors(
    check: &mut Checker,
    specs: Vec<CorridorSpec>,
    links: &[Link],
    link_ids: &Index,
    places: Places<'_>,
) -> Vec<Corridor> {
    let mut corridors = Vec::with_capacity(specs.len());
    for (row, spec) in specs.into_iter().enumerate() {
        let at = ("corridor", row);
        let origin = check.place(at, "origin_node_id", &spec.origin, places);
        let destination = check.place(at, "destination_node_id", &spec.destination, places);
        let known = spec.links.iter().filter_map(|id| check.look_up(at, "link_id", "link", id, link_ids, links));
        let found: Vec<LinkId> = known.map(LinkId).collect();
        let (Some(origin), Some(destination)) = (origin, destination) else { continue };
        if found.len() != spec.links.len() {
            continue;
        }
        // walk the line from end to end: each link must go on where the last one stopped
        let mut here = origin;
        for (link, id) in found.iter().zip(&spec.links) {
            let Some(next) = links[link.index()].other_end(here) else {
                let here = &places.rows[here.index()].id;
                let problem = format!("the link does not touch `{here}`, where the corridor has come to");
                check.fault(at, "link_id", id, problem, None);
                break;
            };
            here = next;
        }
        if spec.links.is_empty() {
            check.fault(at, "corridor_id", &spec.id, "the corridor has no links", None);
        } else if here != destination && !check.issues.iter().any(|issue| issue.row == row && issue.table == "corridor")
        {
            check.fault(at, "destination_node_id", &spec.destination, "the corridor's links do not lead there", None);
        }
        corridors.push(Corridor {
            id: spec.id,
            family: spec.family,
            name: spec.name,
            origin,
            destination,
            links: found,
            provenance: spec.provenance,
        });
    }
    corridors
}

impl Assumption {
    /// A value for every mode, country and class, with no range; set the fields to narrow it.
    #[must_use]
    pub fn new(id: &str, quantity: Quantity, likely: f64) -> Self {
        Self {
            id: id.to_owned(),
            quantity,
            mode: None,
            country: None,
            class: String::new(),
            low: likely,
            likely,
            high: likely,
            provenance: Provenance::new(Grade::Unstated, "", ""),
        }
    }
}
