//! The routing graph: one node for each system at each place, one arc for each way to use a link
//! or a transfer, in arrays that a search walks through in order.

use std::ops::Range;

use super::{Link, LinkId, Mode, PlaceId, System, Transfer, TransferId};

/// A node of the routing graph: a system of carriage at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stop {
    /// Where.
    pub place: PlaceId,
    /// On what.
    pub system: System,
}

/// What an arc of the routing graph does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Travels over a link.
    Link {
        /// The link.
        link: LinkId,
        /// Whether in the link's own direction.
        forward: bool,
    },
    /// Changes system.
    Transfer {
        /// The transfer.
        transfer: TransferId,
        /// Whether from the first system to the second.
        forward: bool,
    },
}

/// Index of an arc of the routing graph; also the edge index in [`Network::topology`](super::Network::topology).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArcId(pub(crate) u32);

impl ArcId {
    /// As a position in dense tables.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl From<petgraph::graph::EdgeIndex> for ArcId {
    /// The arc behind an edge of [`Network::topology`](super::Network::topology).
    ///
    /// ```
    /// use landbridge::{ArcId, Cost, CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let open = |&edge: &petgraph::graph::EdgeIndex| metric.cost(ArcId::from(edge)) < Cost::INFINITE;
    /// assert!(network.topology().edge_indices().filter(open).count() > 400);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn from(edge: petgraph::graph::EdgeIndex) -> Self {
        Self(index(edge.index()))
    }
}

/// Forward and backward stars over dense stops and arcs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Topology {
    pub(crate) stops: Vec<Stop>,
    first_stop: Vec<u32>,
    pub(crate) tails: Vec<u32>,
    pub(crate) heads: Vec<u32>,
    pub(crate) steps: Vec<Step>,
    first_out: Vec<u32>,
    first_in: Vec<u32>,
    in_arcs: Vec<u32>,
}

/// The system that a link runs on.
pub(crate) fn system_of(mode: Mode, gauge_mm: Option<u16>, by_mode: bool) -> System {
    System { mode: by_mode.then_some(mode), gauge_mm }
}

fn index(value: usize) -> u32 {
    u32::try_from(value).expect("the builder bounds the number of links and transfers")
}

impl Topology {
    pub(crate) fn new(places: usize, links: &[Link], transfers: &[Transfer]) -> Self {
        let by_mode = !transfers.is_empty();
        let mut stops = Vec::with_capacity(2 * links.len() + 2 * transfers.len());
        for link in links {
            let system = system_of(link.mode, link.gauge_mm, by_mode);
            stops.extend([link.from, link.to].map(|place| Stop { place, system }));
        }
        for transfer in transfers {
            stops.extend(transfer.systems.map(|system| Stop { place: transfer.place, system }));
        }
        stops.sort_unstable();
        stops.dedup();
        let stop_at = |place, system| index(stops.binary_search(&Stop { place, system }).expect("collected above"));

        let mut arcs: Vec<(u32, u32, Step)> = Vec::with_capacity(2 * (links.len() + transfers.len()));
        for (at, link) in links.iter().enumerate() {
            let system = system_of(link.mode, link.gauge_mm, by_mode);
            let (from, to) = (stop_at(link.from, system), stop_at(link.to, system));
            let link_id = LinkId(index(at));
            arcs.push((from, to, Step::Link { link: link_id, forward: true }));
            if !link.directed {
                arcs.push((to, from, Step::Link { link: link_id, forward: false }));
            }
        }
        for (at, transfer) in transfers.iter().enumerate() {
            let [a, b] = transfer.systems.map(|system| stop_at(transfer.place, system));
            let transfer = TransferId(index(at));
            arcs.push((a, b, Step::Transfer { transfer, forward: true }));
            arcs.push((b, a, Step::Transfer { transfer, forward: false }));
        }
        arcs.sort_by_key(|&(tail, ..)| tail);

        let first_stop = first_of(places, stops.iter().map(|stop| stop.place.index()));
        let first_out = first_of(stops.len(), arcs.iter().map(|&(tail, ..)| tail as usize));
        let mut in_arcs: Vec<u32> = (0..index(arcs.len())).collect();
        in_arcs.sort_by_key(|&arc| arcs[arc as usize].1);
        let first_in = first_of(stops.len(), in_arcs.iter().map(|&arc| arcs[arc as usize].1 as usize));
        Self {
            stops,
            first_stop,
            tails: arcs.iter().map(|arc| arc.0).collect(),
            heads: arcs.iter().map(|arc| arc.1).collect(),
            steps: arcs.iter().map(|arc| arc.2).collect(),
            first_out,
            first_in,
            in_arcs,
        }
    }

    /// The stops of a place.
    pub(crate) fn stops_of(&self, place: PlaceId) -> Range<usize> {
        span(&self.first_stop, place.index())
    }

    /// The number of places, with or without stops.
    pub(crate) fn places(&self) -> usize {
        self.first_stop.len().saturating_sub(1)
    }

    /// The arcs that leave a stop.
    pub(crate) fn out_of(&self, stop: usize) -> Range<usize> {
        span(&self.first_out, stop)
    }

    /// The arcs that enter a stop.
    pub(crate) fn into(&self, stop: usize) -> &[u32] {
        &self.in_arcs[span(&self.first_in, stop)]
    }

    pub(crate) fn place_of(&self, stop: usize) -> PlaceId {
        self.stops[stop].place
    }
}

fn span(first: &[u32], at: usize) -> Range<usize> {
    first[at] as usize..first[at + 1] as usize
}

/// Where each group starts in a sequence sorted by group, with the end at the back.
fn first_of(groups: usize, sorted: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut first = vec![0_u32; groups + 1];
    for group in sorted {
        first[group + 1] += 1;
    }
    for at in 0..groups {
        first[at + 1] += first[at];
    }
    first
}
