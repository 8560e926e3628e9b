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
        let of_links = links.iter().flat_map(|link| {
            let system = system_of(link.mode, link.gauge_mm, by_mode);
            [link.from, link.to].map(|place| (place.index(), system))
        });
        let of_transfers = transfers.iter().flat_map(|row| row.systems.map(|system| (row.place.index(), system)));
        let (first_stop, stops) = stops_by_place(places, of_links.chain(of_transfers));
        let stop_at = |place: PlaceId, system| {
            let here = span(&first_stop, place.index());
            let found = stops[here.clone()].iter().position(|stop| stop.system == system);
            index(here.start + found.expect("collected above"))
        };

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
        let (first_out, order) = grouped(stops.len(), arcs.iter().map(|arc| arc.0 as usize));
        let sorted = || order.iter().map(|&at| &arcs[at as usize]);
        let heads: Vec<u32> = sorted().map(|arc| arc.1).collect();
        let (first_in, in_arcs) = grouped(stops.len(), heads.iter().map(|&head| head as usize));
        Self {
            tails: sorted().map(|arc| arc.0).collect(),
            steps: sorted().map(|arc| arc.2).collect(),
            stops,
            first_stop,
            heads,
            first_out,
            first_in,
            in_arcs,
        }
    }

    /// The stops of a place.
    pub(crate) fn stops_of(&self, place: PlaceId) -> Range<usize> {
        span(&self.first_stop, place.index())
    }

    /// The stops of consecutive places, and where those of each place stand among them.
    pub(crate) fn stops_of_all(&self, places: Range<usize>) -> (Range<usize>, impl Iterator<Item = Range<usize>>) {
        let (start, end) = (self.first_stop[places.start] as usize, self.first_stop[places.end] as usize);
        let first = &self.first_stop[places.start..=places.end];
        (start..end, first.windows(2).map(move |pair| pair[0] as usize - start..pair[1] as usize - start))
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

    /// The arcs that touch a place: of its links in both directions, and of its transfers.
    pub(crate) fn touching(&self, place: PlaceId) -> impl Iterator<Item = usize> {
        let into = |stop| self.into(stop).iter().map(|&arc| arc as usize);
        self.stops_of(place).flat_map(move |stop| self.out_of(stop).chain(into(stop)))
    }

    /// The arcs of a link. Those that leave a stop are in order of the links.
    pub(crate) fn arcs_of(&self, id: LinkId, link: &Link) -> impl Iterator<Item = usize> {
        let ends = std::iter::once(link.from).chain((link.to != link.from).then_some(link.to));
        let before = move |step: &Step| matches!(step, Step::Link { link, .. } if *link < id);
        let of_it = move |step: &Step| matches!(step, Step::Link { link, .. } if *link == id);
        ends.flat_map(|place| self.stops_of(place)).flat_map(move |stop| {
            let out = self.out_of(stop);
            let from = out.start + self.steps[out.clone()].partition_point(before);
            (from..out.end).take_while(move |&arc| of_it(&self.steps[arc]))
        })
    }

    pub(crate) fn place_of(&self, stop: usize) -> PlaceId {
        self.stops[stop].place
    }
}

fn span(first: &[u32], at: usize) -> Range<usize> {
    first[at] as usize..first[at + 1] as usize
}

/// Each system at each place once, in order; and where those of each place start.
fn stops_by_place(places: usize, all: impl Iterator<Item = (usize, System)> + Clone) -> (Vec<u32>, Vec<Stop>) {
    let (first, order) = grouped(places, all.clone().map(|(place, _)| place));
    let systems: Vec<System> = all.map(|(_, system)| system).collect();
    let (mut first_stop, mut stops) = (Vec::with_capacity(places + 1), Vec::with_capacity(places));
    let mut here: Vec<System> = Vec::new();
    first_stop.push(0);
    for (place, id) in (0..places).zip(0..) {
        here.clear();
        here.extend(order[span(&first, place)].iter().map(|&at| systems[at as usize]));
        here.sort_unstable();
        here.dedup();
        stops.extend(here.iter().map(|&system| Stop { place: PlaceId(id), system }));
        first_stop.push(index(stops.len()));
    }
    (first_stop, stops)
}

/// The positions of a sequence by group, in each as they come; and where each group starts.
pub(crate) fn grouped(groups: usize, of: impl Iterator<Item = usize> + Clone) -> (Vec<u32>, Vec<u32>) {
    let mut first = vec![0_u32; groups + 1];
    for group in of.clone() {
        first[group + 1] += 1;
    }
    for at in 0..groups {
        first[at + 1] += first[at];
    }
    let mut free = first.clone();
    let mut order = vec![0; first[groups] as usize];
    for (at, group) in (0..).zip(of) {
        order[free[group] as usize] = at;
        free[group] += 1;
    }
    (first, order)
}
