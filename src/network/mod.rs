//! The network: places, links and what hangs on them. Built once, checked once, never changed.

mod benchmark;
mod bits;
mod builder;
mod checker;
mod crossing;
mod curve;
mod grounds;
mod index;
mod link;
mod names;
mod parts;
mod place;
mod provenance;
mod settle;
mod shape;
mod spec;
mod stored;
mod topology;

use std::ops::Index;

use petgraph::graph::DiGraph;

pub use benchmark::{Benchmark, BenchmarkSpec, Measurand};
pub(crate) use bits::Bits;
pub(crate) use builder::DEFAULT_YEAR;
pub use builder::NetworkBuilder;
pub(crate) use link::More;
pub use link::{Extent, Link, Mode, Status, Territory};
pub use names::UnknownName;
pub(crate) use names::{fold, harmless, nearest, shown};
pub use parts::{Assumption, Border, Corridor, Passage, Project, Quantity, System, Transfer};
pub use place::{Place, PlaceKind};
pub use provenance::{Grade, Provenance, Source};
pub use shape::ShapeSpec;
pub use spec::{BorderSpec, BuildError, CorridorSpec, Issue, LinkSpec, PlaceSpec, TransferSpec};
pub(crate) use stored::Stored;
pub use topology::{ArcId, Step, Stop};
pub(crate) use topology::{Topology, grouped};

/// The ids and names of a network's rows, used like a `&str`: short ones take no memory of their own, long ones
/// are shared by their clones.
pub type Text = ecow::EcoString;

/// A transport network, immutable. What-ifs are values beside it ([`Scenario`](crate::Scenario));
/// searches run over a [`Metric`](crate::Metric) made from both.
///
/// A place is indexed by the id that a look-up returns:
///
/// ```
/// use landbridge::Network;
/// let network = Network::bundled();
/// let dostyk = network.place("Dostyk")?;
/// assert_eq!(network[dostyk].country.unwrap().name(), "Kazakhstan");
/// # Ok::<(), landbridge::UnknownName>(())
/// ```
#[derive(Debug)]
pub struct Network {
    places: Vec<Place>,
    links: Vec<Link>,
    transfers: Vec<Transfer>,
    borders: Vec<Border>,
    passages: Vec<Passage>,
    projects: Vec<Project>,
    corridors: Vec<Corridor>,
    assumptions: Vec<Assumption>,
    benchmarks: Vec<Benchmark>,
    sources: Vec<Source>,
    topology: Topology,
    grounds: grounds::Grounds,
    place_ids: index::Index,
    as_of_year: u16,
    version: String,
}

macro_rules! tables {
    ($($id:ident, $item:ident, $table:ident, $one:ident, $kind:literal;)*) => {
        $(
            #[doc = concat!("A ", $kind, " of one network: a position in [`Network::", stringify!($table), "`].")]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $id(pub(crate) u32);

            impl $id {
                /// As a position in dense tables.
                #[must_use]
                pub fn index(self) -> usize {
                    self.0 as usize
                }
            }

            impl Index<$id> for Network {
                type Output = $item;

                #[doc = concat!("The ", $kind, ".\n\n# Panics\nWhen the id is from another network and out of range here.")]
                fn index(&self, id: $id) -> &$item {
                    &self.$table[id.index()]
                }
            }

            impl Network {
                #[doc = concat!("Every ", $kind, " with its id, in order of the table.")]
                #[allow(clippy::cast_possible_truncation, reason = "the builder bounds every table by u32")]
                pub fn $table(&self) -> impl ExactSizeIterator<Item = ($id, &$item)> + DoubleEndedIterator + Clone {
                    self.$table.iter().enumerate().map(|(at, item)| ($id(at as u32), item))
                }
            }
        )*
    };
}

tables! {
    PlaceId, Place, places, place, "place";
    LinkId, Link, links, link, "link";
    TransferId, Transfer, transfers, transfer, "transfer";
    BorderId, Border, borders, border, "border";
    PassageId, Passage, passages, passage, "passage";
    ProjectId, Project, projects, project, "project";
    CorridorId, Corridor, corridors, corridor, "corridor";
}

macro_rules! by_id_or_name {
    ($($one:ident, $table:ident, $id:ident, $name:ident;)*) => {
        impl Network {
            $(
                #[doc = concat!("The ", stringify!($one), " with this id or name, in any case.")]
                ///
                /// # Errors
                /// When there is none, or several; with the nearest valid names.
                pub fn $one(&self, name: &str) -> Result<$id, UnknownName> {
                    let items = self.$table().map(|(id, item)| (id, item.id.as_str(), item.$name.as_str()));
                    find(stringify!($one), name, items)
                }
            )*
        }
    };
}

by_id_or_name! {
    link, links, LinkId, id;
    border, borders, BorderId, name;
    passage, passages, PassageId, name;
    project, projects, ProjectId, name;
    corridor, corridors, CorridorId, name;
}

/// The one item whose id, or else whose name, is the given one.
fn find<'a, I: Copy>(
    kind: &'static str,
    given: &str,
    items: impl Iterator<Item = (I, &'a str, &'a str)> + Clone,
) -> Result<I, UnknownName> {
    // ids that differ by case only are two ids
    if let Some((item, ..)) = items.clone().find(|(_, id, _)| *id == given) {
        return Ok(item);
    }
    let wanted = fold(given);
    if let Some((item, ..)) = items.clone().find(|(_, id, _)| fold(id) == wanted) {
        return Ok(item);
    }
    let named: Vec<(I, &str)> =
        items.clone().filter(|(.., name)| fold(name) == wanted).map(|(item, id, _)| (item, id)).collect();
    let (ambiguous, nearest) = match named[..] {
        [(item, _)] => return Ok(item),
        [] => (false, nearest(given, items.flat_map(|(_, id, name)| [id, name]))),
        _ => (true, named.iter().map(|(_, id)| (*id).to_owned()).collect()),
    };
    Err(UnknownName { kind, given: given.to_owned(), nearest, ambiguous })
}

impl Network {
    /// The place with this id, name or alias, in any case. Ids go before names, names before
    /// aliases.
    ///
    /// # Errors
    /// When there is none, or several; with the nearest valid names.
    ///
    /// ```
    /// use landbridge::Network;
    /// let network = Network::bundled();
    /// assert_eq!(network.place("AKTAU")?, network.place("aktau")?);
    /// assert_eq!(network.place("Aktua").unwrap_err().nearest[0], "aktau");
    /// # Ok::<(), landbridge::UnknownName>(())
    /// ```
    pub fn place(&self, name: &str) -> Result<PlaceId, UnknownName> {
        let by_id = |id| self.place_ids.get(id, &self.places).map(PlaceId);
        if let Some(id) = by_id(name).or_else(|| by_id(name.trim())) {
            return Ok(id);
        }
        let plain = self.places().map(|(id, place)| (id, place.id.as_str(), place.name.as_str()));
        let unknown = match find("place", name, plain) {
            Err(unknown) if !unknown.ambiguous => unknown,
            other => return other,
        };
        let wanted = fold(name);
        let aliased: Vec<(PlaceId, &Place)> =
            self.places().filter(|(_, place)| place.aliases.iter().any(|alias| fold(alias) == wanted)).collect();
        match aliased[..] {
            [(id, _)] => Ok(id),
            [] => Err(unknown),
            _ => Err(UnknownName {
                nearest: aliased.iter().map(|(_, place)| place.id.to_string()).collect(),
                ambiguous: true,
                ..unknown
            }),
        }
    }

    /// The assumptions on speeds, prices, dwells and tolls, in order of the table.
    #[must_use]
    pub fn assumptions(&self) -> &[Assumption] {
        &self.assumptions
    }

    /// The published figures that the network can be held against, in order of the table.
    #[must_use]
    pub fn benchmarks(&self) -> &[Benchmark] {
        &self.benchmarks
    }

    /// The sources that rows refer to, in order of the table.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The source with this id.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// The year that the data describes, and that a scenario without a year means.
    #[must_use]
    pub fn as_of_year(&self) -> u16 {
        self.as_of_year
    }

    /// The version of the data; `unversioned` for a user's own tables without one.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The families of corridors, in order of the table.
    #[must_use]
    pub fn families(&self) -> Vec<&str> {
        let mut families: Vec<&str> = Vec::new();
        for corridor in &self.corridors {
            if !families.contains(&corridor.family.as_str()) {
                families.push(&corridor.family);
            }
        }
        families
    }

    /// The routing graph as a petgraph graph, for algorithms that this crate does not offer.
    ///
    /// A node is a system of carriage at a place, an edge one way to use a link or a transfer; the
    /// index of an edge is that of the [`ArcId`] in a metric. Parallel links are parallel edges.
    ///
    /// # Complexity
    /// O(places + links), time and space, on each call.
    #[must_use]
    pub fn topology(&self) -> DiGraph<Stop, Step> {
        let arcs = &self.topology;
        let mut graph = DiGraph::with_capacity(arcs.stops.len(), arcs.steps.len());
        for &stop in &arcs.stops {
            graph.add_node(stop);
        }
        for ((&tail, &head), &step) in arcs.tails.iter().zip(&arcs.heads).zip(&arcs.steps) {
            graph.add_edge(tail.into(), head.into(), step);
        }
        graph
    }

    /// The arcs of the routing graph, in the order of the edges of [`Network::topology`].
    pub fn arc_ids(&self) -> impl ExactSizeIterator<Item = ArcId> + Clone {
        let count = u32::try_from(self.topology.steps.len()).unwrap_or(u32::MAX);
        (0..count).map(ArcId)
    }

    pub(crate) fn arcs(&self) -> &Topology {
        &self.topology
    }

    /// The territory-free description of a link for messages: `Dostyk – Aktogay (rail)`.
    #[must_use]
    pub fn describe_link(&self, id: LinkId) -> String {
        let link = &self[id];
        format!("{} – {} ({})", self[link.from].name, self[link.to].name, link.mode)
    }
}
