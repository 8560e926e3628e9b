//! Shortest-path trees from an origin and to a destination, over stops.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::cost::{Cost, Metric};
use crate::network::PlaceId;

pub(crate) const NONE: u32 = u32::MAX;

/// Least costs from or to some stops, with the arc next to each stop on the way.
#[derive(Clone, Debug)]
pub(crate) struct Spread {
    pub(crate) cost: Vec<u64>,
    pub(crate) arc: Vec<u32>,
    /// The stops, each after the next one on its way.
    pub(crate) order: Vec<u32>,
}

pub(crate) const FAR: u64 = u64::MAX;

impl Metric<'_> {
    /// The tree of least costs from a place on, or towards it.
    pub(crate) fn spread(&self, place: PlaceId, ahead: bool) -> Spread {
        let topology = self.network().arcs();
        let stops = topology.stops.len();
        let mut spread = Spread { cost: vec![FAR; stops], arc: vec![NONE; stops], order: Vec::with_capacity(stops) };
        if self.is_closed(place) {
            return spread;
        }
        let mut queue = BinaryHeap::new();
        for stop in topology.stops_of(place) {
            spread.cost[stop] = 0;
            queue.push(Reverse((0_u64, stop)));
        }
        while let Some(Reverse((reached, stop))) = queue.pop() {
            if spread.cost[stop] < reached {
                continue;
            }
            spread.order.extend(u32::try_from(stop));
            let mut relax = |arc: usize, next: usize| {
                let Some(step) = self.open_cost(arc).and_then(Cost::finite) else { return };
                if reached + step < spread.cost[next] {
                    spread.cost[next] = reached + step;
                    spread.arc[next] = u32::try_from(arc).unwrap_or(NONE);
                    queue.push(Reverse((reached + step, next)));
                }
            };
            if ahead {
                topology.out_of(stop).for_each(|arc| relax(arc, topology.heads[arc] as usize));
            } else {
                let arcs = topology.into(stop).iter().map(|&arc| arc as usize);
                arcs.for_each(|arc| relax(arc, topology.tails[arc] as usize));
            }
        }
        spread
    }

    /// The least cost from each stop to a place.
    pub(crate) fn costs_to(&self, place: PlaceId) -> Vec<Option<u64>> {
        self.spread(place, false).cost.into_iter().map(|cost| (cost != FAR).then_some(cost)).collect()
    }
}
