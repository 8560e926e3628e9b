//! What closes as one: a link, a place, a border, a country.

use crate::Country;
use crate::cost::Metric;
use crate::network::{ArcId, BorderId, LinkId, Network, PlaceId, Step, Territory};
use crate::scenario::Target;

/// By what routes are told apart, and what a cut is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// Links; both directions of a link are one.
    Link,
    /// Places between origin and destination, with all systems that meet there.
    Place,
    /// Borders, with all links that cross there.
    Border,
    /// Countries other than those of origin and destination.
    Country,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Link, Self::Place, Self::Border, Self::Country];
}

/// The countries that an arc touches: closing one of them closes the arc.
pub(crate) fn countries_of(network: &Network, step: Step) -> impl Iterator<Item = Country> {
    let (territories, ends) = match step {
        Step::Link { link, .. } => {
            let row = &network[link];
            (Some(row.extent.territories()), [Some(row.from), Some(row.to)])
        }
        Step::Transfer { transfer, .. } => (None, [Some(network[transfer].place), None]),
    };
    let own = territories.into_iter().flatten().filter_map(|territory| match territory {
        Territory::Country(country) => Some(country),
        Territory::Sea => None,
    });
    own.chain(ends.into_iter().flatten().filter_map(|place| network[place].country))
}

/// For each arc, the numbers of the groups that close it.
#[derive(Debug)]
pub(crate) struct Groups {
    by: By,
    first: Vec<u32>,
    items: Vec<u32>,
    countries: Vec<Country>,
    /// How many numbers there are.
    pub(crate) count: usize,
}

impl Groups {
    /// Origin and destination, and their countries, are in no group.
    pub(crate) fn new(network: &Network, by: By, ends: [PlaceId; 2]) -> Self {
        let mut countries: Vec<Country> = Vec::new();
        let count = match by {
            By::Link => network.links().len(),
            By::Place => network.places().len(),
            By::Border => network.borders().len(),
            By::Country => {
                countries = network.places().filter_map(|(_, place)| place.country).collect();
                countries.sort_unstable();
                countries.dedup();
                countries.len()
            }
        };
        let own = ends.map(|end| network[end].country);
        let steps = &network.arcs().steps;
        let (mut first, mut items) = (Vec::with_capacity(steps.len() + 1), Vec::with_capacity(steps.len()));
        first.push(0);
        for &step in steps {
            let start = items.len();
            match (by, step) {
                (By::Link, Step::Link { link, .. }) => items.push(link.0),
                (By::Place, Step::Link { link, .. }) => {
                    let places = [network[link].from, network[link].to];
                    items.extend(places.iter().filter(|place| !ends.contains(place)).map(|place| place.0));
                }
                (By::Place, Step::Transfer { transfer, .. }) => {
                    items.extend(Some(network[transfer].place).filter(|place| !ends.contains(place)).map(|id| id.0));
                }
                (By::Border, Step::Link { link, .. }) => items.extend(network[link].border.map(|border| border.0)),
                (By::Country, step) => {
                    let transit = countries_of(network, step).filter(|country| !own.contains(&Some(*country)));
                    items.extend(transit.filter_map(|country| {
                        countries.binary_search(&country).ok().and_then(|at| u32::try_from(at).ok())
                    }));
                }
                (By::Link | By::Border, Step::Transfer { .. }) => {}
            }
            items[start..].sort_unstable();
            let mut kept = start;
            for at in start..items.len() {
                if at == start || items[at] != items[kept - 1] {
                    items[kept] = items[at];
                    kept += 1;
                }
            }
            items.truncate(kept);
            first.push(u32::try_from(items.len()).expect("the builder bounds the number of arcs"));
        }
        Self { by, first, items, countries, count }
    }

    /// The groups that close an arc.
    pub(crate) fn of(&self, arc: usize) -> &[u32] {
        &self.items[self.first[arc] as usize..self.first[arc + 1] as usize]
    }

    /// What a group stands for.
    pub(crate) fn target(&self, network: &Network, group: u32) -> Target {
        match self.by {
            By::Link => Target::Link(network[LinkId(group)].id.clone()),
            By::Place => Target::Place(network[PlaceId(group)].id.clone()),
            By::Border => Target::Border(network[BorderId(group)].id.clone()),
            By::Country => Target::Country(self.countries[group as usize]),
        }
    }

    /// The groups along some arcs, in the order in which each is first met.
    pub(crate) fn along(&self, arcs: &[ArcId]) -> Vec<u32> {
        let (mut met, mut seen) = (Vec::new(), vec![false; self.count]);
        for arc in arcs {
            for &group in self.of(arc.index()) {
                if !seen[group as usize] {
                    seen[group as usize] = true;
                    met.push(group);
                }
            }
        }
        met
    }
}

impl Metric<'_> {
    /// Whether a search between two places has anywhere to start and to end.
    pub(crate) fn ends_are_open(&self, from: PlaceId, to: PlaceId) -> bool {
        !self.is_closed(from) && !self.is_closed(to)
    }
}
