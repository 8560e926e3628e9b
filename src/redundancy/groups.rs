//! What closes as one: a link, a place, a border, a country.

use crate::Country;
use crate::cost::Metric;
use crate::network::{ArcId, BorderId, LinkId, Network, PlaceId, Step};
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

/// The countries that an arc touches: closing one of them closes the arc. A link touches no others
/// than those of its ends.
pub(crate) fn countries_of(network: &Network, step: Step) -> impl Iterator<Item = Country> {
    let ends = match step {
        Step::Link { link, .. } => [Some(network[link].from), Some(network[link].to)],
        Step::Transfer { transfer, .. } => [Some(network[transfer].place), None],
    };
    ends.into_iter().flatten().filter_map(|place| network[place].country)
}

/// One thing that closes as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Member {
    Link(LinkId),
    Place(PlaceId),
    Border(BorderId),
    Country(Country),
}

impl Member {
    /// Adds what closes an arc, besides origin and destination and their countries; of places the
    /// one it leaves comes first.
    pub(crate) fn of_arc(network: &Network, by: By, ends: [PlaceId; 2], arc: usize, members: &mut Vec<Self>) {
        let topology = network.arcs();
        let link = match topology.steps[arc] {
            Step::Link { link, .. } => Some(link),
            Step::Transfer { .. } => None,
        };
        let start = members.len();
        match by {
            By::Link => members.extend(link.map(Self::Link)),
            By::Border => members.extend(link.and_then(|link| network[link].border()).map(Self::Border)),
            By::Place => {
                let places = [topology.tails[arc], topology.heads[arc]].map(|stop| topology.place_of(stop as usize));
                members.extend(places.into_iter().filter(|place| !ends.contains(place)).map(Self::Place));
            }
            By::Country => {
                let own = ends.map(|end| network[end].country);
                let transit = countries_of(network, topology.steps[arc]).filter(|one| !own.contains(&Some(*one)));
                members.extend(transit.map(Self::Country));
                members[start..].sort_unstable();
            }
        }
        // an arc touches few things
        let mut kept = start;
        for at in start..members.len() {
            if !members[start..kept].contains(&members[at]) {
                members[kept] = members[at];
                kept += 1;
            }
        }
        members.truncate(kept);
    }

    /// Whether its closing closes an arc.
    pub(crate) fn closes(self, network: &Network, arc: usize) -> bool {
        let topology = network.arcs();
        match (self, topology.steps[arc]) {
            (Self::Place(place), _) => {
                [topology.tails[arc], topology.heads[arc]].iter().any(|&stop| topology.place_of(stop as usize) == place)
            }
            (Self::Country(country), step) => countries_of(network, step).any(|one| one == country),
            (Self::Link(one), Step::Link { link, .. }) => link == one,
            (Self::Border(one), Step::Link { link, .. }) => network[link].border() == Some(one),
            (Self::Link(_) | Self::Border(_), Step::Transfer { .. }) => false,
        }
    }

    pub(crate) fn target(self, network: &Network) -> Target {
        match self {
            Self::Link(link) => Target::Link(network[link].id.to_string()),
            Self::Place(place) => Target::Place(network[place].id.to_string()),
            Self::Border(border) => Target::Border(network[border].id.clone()),
            Self::Country(country) => Target::Country(country),
        }
    }
}

/// For each arc, the numbers of the groups that close it.
#[derive(Debug)]
pub(crate) struct Groups {
    pub(crate) by: By,
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
        let (first, items) = (Vec::new(), Vec::new());
        let mut groups = Self { by, first, items, countries, count };
        groups.fill(network, ends);
        groups
    }

    fn fill(&mut self, network: &Network, ends: [PlaceId; 2]) {
        let mut members = Vec::new();
        self.first.push(0);
        for arc in 0..network.arcs().steps.len() {
            Member::of_arc(network, self.by, ends, arc, &mut members);
            for member in members.drain(..) {
                let number = self.number(member);
                self.items.extend(number);
            }
            self.first.push(u32::try_from(self.items.len()).expect("the builder bounds the number of arcs"));
        }
    }

    /// The number of a group.
    pub(crate) fn number(&self, member: Member) -> Option<u32> {
        match member {
            Member::Link(link) => Some(link.0),
            Member::Place(place) => Some(place.0),
            Member::Border(border) => Some(border.0),
            Member::Country(country) => {
                self.countries.binary_search(&country).ok().and_then(|at| u32::try_from(at).ok())
            }
        }
    }

    /// The groups that close an arc.
    pub(crate) fn of(&self, arc: usize) -> &[u32] {
        &self.items[self.first[arc] as usize..self.first[arc + 1] as usize]
    }

    /// What a group stands for.
    pub(crate) fn target(&self, network: &Network, group: u32) -> Target {
        match self.by {
            By::Link => Target::Link(network[LinkId(group)].id.to_string()),
            By::Place => Target::Place(network[PlaceId(group)].id.to_string()),
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
