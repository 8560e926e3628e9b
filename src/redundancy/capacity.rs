//! How much can be carried at all, and where the bottleneck is.

use super::flow::{FREE, FlowGraph};
use super::trees::NONE;
use crate::Capacity;
use crate::cost::Metric;
use crate::network::{LinkId, PlaceId, Step};

/// The greatest flow between two places, and its bottlenecks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MaxFlow {
    /// How much can be carried in a year.
    pub value: Capacity,
    /// The bottleneck nearest the origin: links whose capacities add up to the value.
    pub cut_near_origin: Vec<LinkId>,
    /// The bottleneck nearest the destination; the same when there is only one.
    pub cut_near_destination: Vec<LinkId>,
}

impl Metric<'_> {
    /// How much the open links can carry from one place to another in a year; `None` when the
    /// stated capacities do not tell, because some way has no stated capacity on any of its links.
    ///
    /// ```text
    ///        ┌── 15 ──▶ ● ── 5 ──┐
    ///   origin                    ▶ destination      value 12: 5 + 7
    ///        └── 7 ───▶ ● ── ? ──┘
    /// ```
    ///
    /// Both directions of a link share its capacity; transfers have none. An unstated capacity
    /// counts as unbounded, so that the value is one that the stated capacities prove as an upper
    /// bound.
    ///
    /// # Units
    /// Tonnes a year.
    ///
    /// # Complexity
    /// O(V² E) time at worst, near linear on transport networks; O(V + E) space.
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let flow = metric.max_flow(network.place("Xi'an")?, network.place("Duisburg")?);
    /// assert!(flow.is_none(), "few capacities are published");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Ford & Fulkerson 1956, [doi:10.4153/CJM-1956-045-5](https://doi.org/10.4153/CJM-1956-045-5);
    /// Picard & Queyranne 1980, [doi:10.1007/BFb0120902](https://doi.org/10.1007/BFb0120902)
    #[must_use]
    pub fn max_flow(&self, from: PlaceId, to: PlaceId) -> Option<MaxFlow> {
        if !self.ends_are_open(from, to) {
            return Some(MaxFlow::default());
        }
        if from == to {
            return None;
        }
        let network = self.network();
        let topology = network.arcs();
        let (source, sink) = (topology.stops.len(), topology.stops.len() + 1);
        let mut graph = FlowGraph::new(sink + 1);
        topology.stops_of(from).for_each(|stop| graph.edge(source, stop, [FREE, 0], 0, NONE));
        topology.stops_of(to).for_each(|stop| graph.edge(stop, sink, [FREE, 0], 0, NONE));
        for (arc, &step) in topology.steps.iter().enumerate() {
            let (tail, head) = (topology.tails[arc] as usize, topology.heads[arc] as usize);
            if self.open_cost(arc).is_none() {
                continue;
            }
            match step {
                Step::Link { link, forward: true } => {
                    let room = network[link].capacity().map_or(FREE, |capacity| capacity.get().min(FREE - 1));
                    let back = if network[link].directed { 0 } else { room };
                    graph.edge(tail, head, [room, back], 0, if room == FREE { NONE } else { link.0 });
                }
                Step::Transfer { forward: true, .. } => graph.edge(tail, head, [FREE, FREE], 0, NONE),
                _ => {}
            }
        }
        let value = graph.greatest(source, sink)?;
        let [cut_near_origin, cut_near_destination] =
            graph.extreme_cuts(source, sink).map(|cut| cut.into_iter().map(LinkId).collect());
        Some(MaxFlow { value: Capacity::tonnes_per_year(value), cut_near_origin, cut_near_destination })
    }
}

impl Default for MaxFlow {
    /// Nothing.
    fn default() -> Self {
        Self { value: Capacity::ZERO, cut_near_origin: Vec::new(), cut_near_destination: Vec::new() }
    }
}
