//! Building a network from rows that name each other, with every fault reported at once.

use std::collections::HashMap;

use geo::{Distance as _, Geodesic, Haversine, Point};

use super::{
    Assumption, Border, BorderId, BorderSpec, BuildError, Corridor, CorridorSpec, Extent, Grade, Issue, Link, LinkId,
    LinkSpec, Mode, Network, Passage, PassageId, Place, PlaceId, PlaceSpec, Project, ProjectId, Provenance, Quantity,
    Source, System, Territory, Topology, Transfer, TransferSpec, nearest, topology::system_of,
};
use crate::Distance;

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

/// Where a name leads, while the issues pile up.
struct Checker {
    issues: Vec<Issue>,
    places: HashMap<String, PlaceId>,
}

impl Checker {
    fn fault(
        &mut self,
        at: (&'static str, usize),
        column: &'static str,
        value: &str,
        problem: impl Into<String>,
        help: Option<String>,
    ) {
        self.issues.push(Issue {
            table: at.0,
            row: at.1,
            column,
            value: value.to_owned(),
            problem: problem.into(),
            help,
        });
    }

    /// The position of each id of a table; an id that is empty or not unique is a fault.
    fn ids<'a>(
        &mut self,
        table: &'static str,
        column: &'static str,
        ids: impl Iterator<Item = &'a str>,
    ) -> HashMap<String, u32> {
        let mut seen = HashMap::new();
        for (row, id) in ids.enumerate() {
            let Ok(at) = u32::try_from(row) else {
                self.fault((table, row), column, id, "too many rows", None);
                break;
            };
            if id.trim().is_empty() {
                self.fault((table, row), column, id, "the id is empty", None);
            } else if let Some(first) = seen.insert(id.to_owned(), at) {
                seen.insert(id.to_owned(), first);
                self.fault((table, row), column, id, format!("the id stands in row {} already", first + 1), None);
            }
        }
        seen
    }

    fn look_up(
        &mut self,
        at: (&'static str, usize),
        column: &'static str,
        kind: &str,
        name: &str,
        among: &HashMap<String, u32>,
    ) -> Option<u32> {
        let found = among.get(name).copied();
        if found.is_none() {
            let near = nearest(name, among.keys().map(String::as_str));
            self.fault(at, column, name, format!("there is no {kind} with this id"), did_you_mean(near.first()));
        }
        found
    }

    fn place(&mut self, at: (&'static str, usize), column: &'static str, name: &str) -> Option<PlaceId> {
        let found = self.places.get(name).copied();
        if found.is_none() {
            let near = nearest(name, self.places.keys().map(String::as_str));
            self.fault(at, column, name, "there is no place with this id", did_you_mean(near.first()));
        }
        found
    }
}

fn did_you_mean(name: Option<&String>) -> Option<String> {
    name.map(|name| format!("did you mean `{name}`?"))
}

/// The least length a link between two points can have: the great circle less 0.1 %, and less
/// 50 m for coordinates of three decimals.
pub(crate) fn least_length(from: Point<f64>, to: Point<f64>) -> Distance {
    let sphere = Haversine.distance(from, to);
    // a sphere and the ellipsoid differ by up to 0.6 %: the smaller of the two is no-one's error
    let metres = if sphere > 1e6 { sphere * 0.994 } else { sphere.min(Geodesic.distance(from, to)) };
    Distance::from_km((metres * 0.999 - 50.0).max(0.0) / 1e3).unwrap_or_default()
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

    pub(crate) fn has_assumption_of(&self, quantity: Quantity) -> bool {
        self.assumptions_of(quantity).next().is_some()
    }

    pub(crate) fn assumptions_of(&self, quantity: Quantity) -> impl Iterator<Item = Assumption> {
        self.assumptions.iter().filter(move |row| row.quantity == quantity).cloned()
    }

    /// Checks all rows and builds the network.
    ///
    /// A border, passage or project that is named by a link need not be declared as long as its
    /// table is empty.
    ///
    /// # Errors
    /// Every fault at once: ids that are empty, repeated or lead nowhere; coordinates off the
    /// globe; links shorter than the great circle; countries that disagree with the places; years
    /// in the wrong order; transfers where nothing meets; corridors that are not a line.
    pub fn build(self) -> Result<Network, BuildError> {
        let mut check = Checker { issues: Vec::new(), places: HashMap::new() };
        let places = self.checked_places(&mut check);
        let declared = Declared {
            borders: check.ids("border", "border_id", self.borders.iter().map(|row| row.id.as_str())),
            passages: check.ids("passage", "passage_id", self.passages.iter().map(|row| row.id.as_str())),
            projects: check.ids("project", "project_id", self.projects.iter().map(|row| row.id.as_str())),
            open: [self.borders.is_empty(), self.passages.is_empty(), self.projects.is_empty()],
        };
        let mut parts = Parts {
            declared,
            borders: self.borders.iter().map(Border::from).collect(),
            passages: self.passages,
            projects: self.projects,
        };
        let link_ids = check.ids("link", "link_id", self.links.iter().map(|row| row.id.as_str()));
        let mut links = Vec::with_capacity(self.links.len());
        for (row, spec) in self.links.into_iter().enumerate() {
            links.extend(parts.checked_link(&mut check, row, spec, &places));
        }
        check.ids("transfer", "transfer_id", self.transfers.iter().map(|row| row.id.as_str()));
        check.ids("corridor", "corridor_id", self.corridors.iter().map(|row| row.id.as_str()));
        check.ids("assumption", "assumption_id", self.assumptions.iter().map(|row| row.id.as_str()));
        check.ids("source", "source_id", self.sources.iter().map(|row| row.id.as_str()));
        // what refers to links is checked only once the links are sound
        let (transfers, corridors) = if check.issues.is_empty() {
            (
                checked_transfers(&mut check, self.transfers, &links),
                checked_corridors(&mut check, self.corridors, &links, &link_ids),
            )
        } else {
            (Vec::new(), Vec::new())
        };
        if !check.issues.is_empty() {
            return Err(BuildError { issues: check.issues });
        }
        Ok(Network {
            topology: Topology::new(places.len(), &links, &transfers),
            places,
            links,
            transfers,
            borders: parts.borders,
            passages: parts.passages,
            projects: parts.projects,
            corridors,
            assumptions: self.assumptions,
            sources: self.sources,
            place_ids: check.places,
            as_of_year: self.as_of_year.unwrap_or(DEFAULT_YEAR),
            version: self.version.unwrap_or_else(|| "unversioned".to_owned()),
        })
    }

    fn checked_places(&self, check: &mut Checker) -> Vec<Place> {
        let ids = check.ids("node", "node_id", self.places.iter().map(|row| row.id.as_str()));
        check.places = ids.into_iter().map(|(id, at)| (id, PlaceId(at))).collect();
        for (row, spec) in self.places.iter().enumerate() {
            for (column, value, limit) in [("x_coord", spec.x_coord, 180.0), ("y_coord", spec.y_coord, 90.0)] {
                if !(-limit..=limit).contains(&value) {
                    check.fault(
                        ("node", row),
                        column,
                        &value.to_string(),
                        format!("not a number of degrees from -{limit} to {limit}"),
                        None,
                    );
                }
            }
        }
        self.places
            .iter()
            .map(|spec| Place {
                id: spec.id.clone(),
                name: if spec.name.trim().is_empty() { spec.id.clone() } else { spec.name.clone() },
                aliases: spec.aliases.clone(),
                country: spec.country,
                point: Point::new(spec.x_coord, spec.y_coord),
                kind: spec.kind,
                provenance: spec.provenance.clone(),
            })
            .collect()
    }
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
    declared: Declared,
    borders: Vec<Border>,
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
    fn checked_link(&mut self, check: &mut Checker, row: usize, spec: LinkSpec, places: &[Place]) -> Option<Link> {
        let at = ("link", row);
        let from = check.place(at, "from_node_id", &spec.from);
        let to = check.place(at, "to_node_id", &spec.to);
        let (from, to) = (from?, to?);
        let ends = [&places[from.index()], &places[to.index()]];
        let least = least_length(ends[0].point, ends[1].point);
        if spec.length < least {
            let help = format!("the great circle between its places is {:.1} km", least.as_km() / 0.999);
            check.fault(at, "length_km", &spec.length.as_km().to_string(), "shorter than the great circle", Some(help));
        }
        if spec.length_low.is_some_and(|low| low > spec.length) {
            check.fault(
                at,
                "length_low_km",
                &spec.length.as_km().to_string(),
                "the low length is above length_km",
                None,
            );
        }
        if spec.length_high.is_some_and(|high| high < spec.length) {
            check.fault(
                at,
                "length_high_km",
                &spec.length.as_km().to_string(),
                "the high length is below length_km",
                None,
            );
        }
        if let (Some(opened), Some(closed)) = (spec.opened, spec.closed)
            && closed <= opened
        {
            check.fault(at, "closed_year", &closed.to_string(), format!("not after opened_year {opened}"), None);
        }
        let extent = checked_extent(check, at, &spec, ends)?;
        let border_id = match (&spec.border, extent) {
            (Some(id), _) => Some(id.clone()),
            (None, Extent::Across { .. }) => Some(format!("{}-{}", spec.from, spec.to)),
            (None, Extent::Within(_)) => None,
        };
        let border = border_id.and_then(|id| {
            // a border link without a border id gets one of its own, declared or not
            let grow = self.declared.open[0] || spec.border.is_none();
            let found = position(&mut self.declared.borders, &mut self.borders, grow, &id, Border::undeclared);
            found.or_else(|| check.look_up(at, "border_id", "border", &id, &self.declared.borders))
        });
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
            capacity: spec.capacity,
            provenance: spec.provenance,
        })
    }
}

/// The territories of a link, from its own columns and its places, which must agree.
fn checked_extent(
    check: &mut Checker,
    at: (&'static str, usize),
    spec: &LinkSpec,
    ends: [&Place; 2],
) -> Option<Extent> {
    if spec.mode == Mode::Sea {
        return Some(Extent::Within(Territory::Sea));
    }
    let (Some(from), Some(to)) = (ends[0].country, ends[1].country) else {
        let problem = "a link on land needs a country at both of its places";
        check.fault(at, "mode", spec.mode.word(), problem, None);
        return None;
    };
    let stated = [("country", spec.country, from), ("country_to", spec.country_to, to)];
    for (column, stated, place) in stated {
        if let Some(stated) = stated
            && stated != place
        {
            let problem = format!("the place at this end is in {place}");
            check.fault(at, column, stated.code(), problem, None);
            return None;
        }
    }
    if from == to {
        return Some(Extent::Within(Territory::Country(from)));
    }
    let half = Distance::metres(spec.length.get() / 2);
    let from_length = spec.split.unwrap_or(half);
    if from_length > spec.length {
        let value = from_length.as_km().to_string();
        check.fault(at, "split_km", &value, "longer than the whole link", None);
    }
    Some(Extent::Across { from, to, from_length })
}

fn checked_transfers(check: &mut Checker, specs: Vec<TransferSpec>, links: &[Link]) -> Vec<Transfer> {
    let mut present: Vec<(PlaceId, System)> = links
        .iter()
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
        for (system, column) in systems.iter().zip(["from_mode", "to_mode"]) {
            if present.binary_search(&(place, *system)).is_err() {
                let word = system.mode.map_or("", Mode::word);
                let gauge = system.gauge_mm.map_or(String::new(), |gauge| format!(" of gauge {gauge} mm"));
                check.fault(at, column, word, format!("no {word} link{gauge} meets at `{}`", spec.place), None);
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
                check.fault(at, "link_id", id, "does not start where the link before it ends", None);
                break;
            };
            here = next;
        }
        if here != destination && !check.issues.iter().any(|issue| issue.row == row && issue.table == "corridor") {
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
