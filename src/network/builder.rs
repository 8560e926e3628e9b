//! Building a network from rows that name each other, with every fault reported at once.

use std::collections::HashMap;

use geo::Point;

use super::checker::{Checker, on_globe};
use super::crossing::{Habits, Sides};
use super::grounds::grounds;
use super::{
    Assumption, BenchmarkSpec, Border, BorderId, BorderSpec, BuildError, Corridor, CorridorSpec, Extent, Grade, Link,
    LinkId, LinkSpec, Mode, Network, Passage, PassageId, Place, PlaceId, PlaceSpec, Project, ProjectId, Provenance,
    Quantity, ShapeSpec, Source, System, Topology, Transfer, TransferSpec, benchmark::checked_benchmarks,
    shape::add_shapes, topology::system_of,
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
    places: Vec<PlaceSpec>,
    links: Vec<LinkSpec>,
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
    place, places, PlaceSpec;
    link, links, LinkSpec;
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

impl Border {
    fn undeclared(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: id.to_owned(),
            class: String::new(),
            dwell: None,
            fee: None,
            provenance: Provenance::default(),
        }
    }
}

impl Passage {
    /// A passage; without a name, its id stands for it.
    #[must_use]
    pub fn new(id: &str, name: &str, provenance: Provenance) -> Self {
        let name = if name.is_empty() { id } else { name };
        Self { id: id.to_owned(), name: name.to_owned(), provenance }
    }
}

impl Project {
    fn undeclared(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: id.to_owned(),
            status: String::new(),
            year: None,
            sponsor: String::new(),
            provenance: Provenance::default(),
        }
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

    /// Makes room for so many more places and links.
    pub(crate) fn with_room_for(mut self, places: usize, links: usize) -> Self {
        self.places.reserve_exact(places);
        self.links.reserve_exact(links);
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
        let places = self.checked_places(&mut check);
        let declared = Declared {
            borders: owned(check.ids("border", "border_id", self.borders.iter().map(|row| row.id.as_str()))),
            passages: owned(check.ids("passage", "passage_id", self.passages.iter().map(|row| row.id.as_str()))),
            projects: owned(check.ids("project", "project_id", self.projects.iter().map(|row| row.id.as_str()))),
            open: [self.borders.is_empty(), self.passages.is_empty(), self.projects.is_empty()],
        };
        let mut parts = Parts {
            habits: Habits::of(&self.links, &self.transfers),
            declared,
            borders: self.borders.iter().map(Border::from).collect(),
            sides: self.borders.iter().map(|row| (row.countries, row.mode)).collect(),
            passages: std::mem::take(&mut self.passages),
            projects: std::mem::take(&mut self.projects),
        };
        let link_ids = check.ids("link", "link_id", self.links.iter().map(|row| row.id.as_str()));
        // only courses and corridors name links
        let is_named = !self.shapes.is_empty() || self.has_corridors();
        let link_ids = if is_named { owned(link_ids) } else { HashMap::new() };
        let mut links = Vec::with_capacity(self.links.len());
        for (row, spec) in std::mem::take(&mut self.links).into_iter().enumerate() {
            links.extend(parts.checked_link(&mut check, row, spec, &places));
        }
        check.doubts();
        let Parts { borders, passages, projects, .. } = parts;
        self.build_on(check, Ground { places, links, link_ids, borders, passages, projects })
    }

    /// Builds the network from places and links that are sound, and the other rows given.
    pub(super) fn build_on(self, mut check: Checker, ground: Ground) -> Result<Network, BuildError> {
        let Ground { places, mut links, link_ids, borders, passages, projects } = ground;
        check.ids("transfer", "transfer_id", self.transfers.iter().map(|row| row.id.as_str()));
        check.ids("corridor", "corridor_id", self.corridors.iter().map(|row| row.id.as_str()));
        check.ids("assumption", "assumption_id", self.assumptions.iter().map(|row| row.id.as_str()));
        check.ids("source", "source_id", self.sources.iter().map(|row| row.id.as_str()));
        let benchmarks = checked_benchmarks(&mut check, self.benchmarks);
        // what refers to links is checked only once the links are sound
        let (transfers, corridors) = if check.issues.is_empty() {
            add_shapes(&mut check, self.shapes, &link_ids, &mut links, &places);
            (
                checked_transfers(&mut check, self.transfers, &links),
                checked_corridors(&mut check, self.corridors, &links, &link_ids),
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
            place_ids: check.places,
            as_of_year: self.as_of_year.unwrap_or(DEFAULT_YEAR),
            version: self.version.unwrap_or_else(|| "unversioned".to_owned()),
        })
    }

    fn checked_places(&mut self, check: &mut Checker) -> Vec<Place> {
        let ids = check.ids("node", "node_id", self.places.iter().map(|row| row.id.as_str()));
        check.places = ids.into_iter().map(|(id, at)| (id.to_owned(), PlaceId(at))).collect();
        for (row, spec) in self.places.iter().enumerate() {
            let exchanged = on_globe(Point::new(spec.y_coord, spec.x_coord))
                .then(|| "are the two exchanged? x_coord is the longitude, y_coord the latitude".to_owned());
            for (column, value, limit) in [("x_coord", spec.x_coord, 180.0), ("y_coord", spec.y_coord, 90.0)] {
                if !(-limit..=limit).contains(&value) {
                    let value = if value.abs() < 1e6 { value.to_string() } else { format!("{value:e}") };
                    let problem = format!("not a number of degrees from -{limit} to {limit}");
                    check.fault(("node", row), column, &value, problem, exchanged.clone());
                }
            }
        }
        std::mem::take(&mut self.places)
            .into_iter()
            .map(|spec| Place {
                name: if spec.name.trim().is_empty() { spec.id.clone() } else { spec.name },
                id: spec.id,
                aliases: spec.aliases,
                country: spec.country,
                point: Point::new(spec.x_coord, spec.y_coord),
                kind: spec.kind,
                provenance: spec.provenance,
            })
            .collect()
    }
}

fn owned(ids: HashMap<&str, u32>) -> HashMap<String, u32> {
    ids.into_iter().map(|(id, at)| (id.to_owned(), at)).collect()
}

/// What the other rows of a network stand on.
pub(super) struct Ground {
    pub(super) places: Vec<Place>,
    pub(super) links: Vec<Link>,
    pub(super) link_ids: HashMap<String, u32>,
    pub(super) borders: Vec<Border>,
    pub(super) passages: Vec<Passage>,
    pub(super) projects: Vec<Project>,
}

/// The year that data without a date describes.
pub(crate) const DEFAULT_YEAR: u16 = 2026;

impl From<&BorderSpec> for Border {
    fn from(spec: &BorderSpec) -> Self {
        let name = if spec.name.is_empty() { &spec.id } else { &spec.name };
        Self {
            id: spec.id.clone(),
            name: name.clone(),
            class: spec.class.clone(),
            dwell: spec.dwell,
            fee: spec.fee,
            provenance: spec.provenance.clone(),
        }
    }
}

/// The ids of the tables that links refer to, and whether links may add to them.
struct Declared {
    borders: HashMap<String, u32>,
    passages: HashMap<String, u32>,
    projects: HashMap<String, u32>,
    open: [bool; 3],
}

struct Parts {
    habits: Habits,
    declared: Declared,
    borders: Vec<Border>,
    /// The countries and mode that each declared border states.
    sides: Vec<Sides>,
    passages: Vec<Passage>,
    projects: Vec<Project>,
}

/// The position of `id` in a table, which takes it up when the table may grow.
fn position<T>(
    ids: &mut HashMap<String, u32>,
    items: &mut Vec<T>,
    grow: bool,
    id: &str,
    make: impl FnOnce(&str) -> T,
) -> Option<u32> {
    if grow && !ids.contains_key(id) {
        ids.insert(id.to_owned(), u32::try_from(items.len()).ok()?);
        items.push(make(id));
    }
    ids.get(id).copied()
}

impl Parts {
    fn checked_link(&mut self, check: &mut Checker, row: usize, mut spec: LinkSpec, places: &[Place]) -> Option<Link> {
        let at = ("link", row);
        let (from, to) = (check.place(at, "from_node_id", &spec.from), check.place(at, "to_node_id", &spec.to));
        let (from, to) = (from?, to?);
        let ends = [&places[from.index()], &places[to.index()]];
        let mut habits = self.habits;
        if !check.length(row, &spec, [from, to], ends) {
            // what is measured against the length would be at fault for the same cause
            (spec.split, spec.length_low, spec.length_high) = (None, None, None);
            habits.splits = false;
        }
        check.gauge(at, &spec, habits);
        if let Some(low) = spec.length_low.filter(|low| *low > spec.length) {
            check.fault(at, "length_low_km", &low.as_km().to_string(), "above length_km", None);
        }
        if let Some(high) = spec.length_high.filter(|high| *high < spec.length) {
            check.fault(at, "length_high_km", &high.as_km().to_string(), "below length_km", None);
        }
        if let (Some(opened), Some(closed)) = (spec.opened, spec.closed)
            && closed <= opened
        {
            check.fault(at, "closed_year", &closed.to_string(), format!("not after opened_year {opened}"), None);
        }
        if spec.mode != Mode::Sea && !check.on_land(row, &spec, [from, to], ends) {
            return None;
        }
        let extent = check.extent(at, &spec, ends, habits)?;
        let grow = self.declared.open[0];
        let border_id = match (&spec.border, extent) {
            (Some(id), _) => Some(id.clone()),
            (None, Extent::Across { .. }) if grow => Some(format!("{}-{}", spec.from, spec.to)),
            (None, _) => None,
        };
        let border = border_id.and_then(|id| {
            let found = position(&mut self.declared.borders, &mut self.borders, grow, &id, Border::undeclared);
            found.or_else(|| check.look_up(at, "border_id", "border", &id, &self.declared.borders))
        });
        let sides = border.and_then(|border| self.sides.get(border as usize));
        check.crossing(at, &spec, extent, sides, grow);
        let project = spec.project.as_ref().and_then(|id| {
            let found = position(
                &mut self.declared.projects,
                &mut self.projects,
                self.declared.open[2],
                id,
                Project::undeclared,
            );
            found.or_else(|| check.look_up(at, "project_id", "project", id, &self.declared.projects))
        });
        let mut passages = Vec::with_capacity(spec.passages.len());
        for id in &spec.passages {
            let make = |id: &str| Passage::new(id, "", Provenance::default());
            let found = position(&mut self.declared.passages, &mut self.passages, self.declared.open[1], id, make);
            passages.extend(
                found.or_else(|| check.look_up(at, "passages", "passage", id, &self.declared.passages)).map(PassageId),
            );
        }
        let range = (spec.length_low.is_some() || spec.length_high.is_some())
            .then(|| (spec.length_low.unwrap_or(spec.length), spec.length_high.unwrap_or(spec.length)));
        Some(Link {
            id: spec.id,
            from,
            to,
            directed: spec.directed,
            mode: spec.mode,
            gauge_mm: spec.gauge_mm,
            class: spec.class,
            extent,
            length: spec.length,
            length_range: range,
            status: spec.status,
            opened: spec.opened,
            closed: spec.closed,
            project: project.map(ProjectId),
            border: border.map(BorderId),
            passages,
            speed: spec.speed,
            time: spec.time,
            shape: Vec::new(),
            capacity: spec.capacity,
            provenance: spec.provenance,
        })
    }
}

fn checked_transfers(check: &mut Checker, specs: Vec<TransferSpec>, links: &[Link]) -> Vec<Transfer> {
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
        let Some(place) = check.place(at, "node_id", &spec.place) else { continue };
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
    link_ids: &HashMap<String, u32>,
) -> Vec<Corridor> {
    let mut corridors = Vec::with_capacity(specs.len());
    for (row, spec) in specs.into_iter().enumerate() {
        let at = ("corridor", row);
        let origin = check.place(at, "origin_node_id", &spec.origin);
        let destination = check.place(at, "destination_node_id", &spec.destination);
        let found: Vec<LinkId> =
            spec.links.iter().filter_map(|id| check.look_up(at, "link_id", "link", id, link_ids).map(LinkId)).collect();
        let (Some(origin), Some(destination)) = (origin, destination) else { continue };
        if found.len() != spec.links.len() {
            continue;
        }
        // walk the line from end to end: each link must go on where the last one stopped
        let mut here = origin;
        for (link, id) in found.iter().zip(&spec.links) {
            let Some(next) = links[link.index()].other_end(here) else {
                let problem =
                    format!("the link does not touch `{}`, where the corridor has come to", check.name_of(here));
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
