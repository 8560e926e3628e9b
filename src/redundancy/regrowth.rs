//! A tree of least costs when something closes: only what hung on it is searched again.
//!
//! Whatever the tree reaches without what closes keeps its cost, for closing makes nothing cheaper.
//! The rest is reached anew from the edge of what was kept.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::trees::{FAR, NONE, Spread};
use crate::cost::{Cost, Metric};
use crate::network::PlaceId;

/// The tree from one place, and room to search what a closure cuts off.
pub(crate) struct Regrowth<'m, 'n> {
    metric: &'m Metric<'n>,
    origin: PlaceId,
    tree: Spread,
    /// The stops next after each stop in the tree: those of stop `s` at `first[s]..first[s + 1]`.
    first: Vec<u32>,
    next: Vec<u32>,
    anew: Vec<u64>,
    lost_in: Vec<u32>,
    round: u32,
    lost: Vec<u32>,
    queue: BinaryHeap<Reverse<(u64, u32)>>,
}

impl<'m, 'n> Regrowth<'m, 'n> {
    pub(crate) fn new(metric: &'m Metric<'n>, origin: PlaceId) -> Self {
        let tails = &metric.network().arcs().tails;
        let tree = metric.spread(origin, true);
        let stops = tree.cost.len();
        let parent = |stop: u32| match tree.arc[stop as usize] {
            NONE => None,
            arc => Some(tails[arc as usize] as usize),
        };
        let mut first = vec![0_u32; stops + 1];
        for at in tree.order.iter().filter_map(|&stop| parent(stop)) {
            first[at + 1] += 1;
        }
        for at in 0..stops {
            first[at + 1] += first[at];
        }
        let mut free = first.clone();
        let mut next = vec![NONE; first[stops] as usize];
        for &stop in &tree.order {
            if let Some(at) = parent(stop) {
                next[free[at] as usize] = stop;
                free[at] += 1;
            }
        }
        let (anew, lost_in) = (vec![FAR; stops], vec![0; stops]);
        let (lost, queue) = (Vec::new(), BinaryHeap::new());
        Self { metric, origin, tree, first, next, anew, lost_in, round: 0, lost, queue }
    }

    /// The stops that the tree reaches, each after the one before it, with the arc into each.
    pub(crate) fn arcs(&self) -> impl Iterator<Item = (u32, u32)> {
        let arc = |&stop: &u32| (stop, self.tree.arc[stop as usize]);
        self.tree.order.iter().map(arc).filter(|&(_, arc)| arc != NONE)
    }

    /// The arcs of a least way to a place, last first; none when there is no way or it has none.
    pub(crate) fn arcs_to(&self, place: PlaceId) -> Vec<u32> {
        let tails = &self.metric.network().arcs().tails;
        let best = self.best(place, &self.tree.cost).filter(|_| place != self.origin);
        let mut arcs = Vec::new();
        let mut at = best.map(|(_, stop)| stop);
        while let Some(stop) = at {
            let arc = self.tree.arc[stop];
            at = (arc != NONE).then(|| tails[arc as usize] as usize);
            arcs.extend((arc != NONE).then_some(arc));
        }
        arcs
    }

    /// The least cost to a place with nothing closed.
    pub(crate) fn open(&self, place: PlaceId) -> Cost {
        if self.metric.is_closed(self.origin) || self.metric.is_closed(place) {
            return Cost::INFINITE;
        }
        if place == self.origin {
            return Cost::ZERO;
        }
        self.best(place, &self.tree.cost).map_or(Cost::INFINITE, |(cost, _)| Cost::new(cost))
    }

    /// The least costs to some places, which the origin is not among, with some arcs closed: `cut`
    /// are the stops that the tree enters by them.
    pub(crate) fn without(
        &mut self,
        cut: impl Iterator<Item = u32>,
        is_closed: impl Fn(usize) -> bool,
        places: &[PlaceId],
    ) -> Vec<Cost> {
        self.lose(cut);
        self.seed(&is_closed);
        let mut wanted: Vec<PlaceId> = places.iter().copied().filter(|&place| self.loses(place)).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let topology = self.metric.network().arcs();
        while !wanted.is_empty() {
            let Some(Reverse((reached, stop))) = self.queue.pop() else { break };
            if self.anew[stop as usize] < reached {
                continue;
            }
            // the first stop of a place to be settled is its cheapest among those searched
            if let Ok(at) = wanted.binary_search(&topology.place_of(stop as usize)) {
                wanted.remove(at);
            }
            for arc in topology.out_of(stop as usize) {
                let head = topology.heads[arc];
                if self.lost_in[head as usize] == self.round && !is_closed(arc) {
                    self.offer(reached, arc, head);
                }
            }
        }
        let cost = |&place: &PlaceId| {
            let stops = topology.stops_of(place).filter(|_| !self.metric.is_closed(place));
            let least = stops.map(|stop| self.now(stop)).min().unwrap_or(FAR);
            if least == FAR { Cost::INFINITE } else { Cost::new(least) }
        };
        places.iter().map(cost).collect()
    }

    /// Marks all that hangs on the stops that are cut off.
    fn lose(&mut self, cut: impl Iterator<Item = u32>) {
        self.round += 1;
        self.lost.clear();
        for stop in cut {
            if self.lost_in[stop as usize] == self.round {
                continue;
            }
            let mut done = self.lost.len();
            self.take(stop);
            while let Some(&stop) = self.lost.get(done) {
                done += 1;
                let children = self.first[stop as usize] as usize..self.first[stop as usize + 1] as usize;
                for at in children {
                    self.take(self.next[at]);
                }
            }
        }
    }

    fn take(&mut self, stop: u32) {
        if self.lost_in[stop as usize] != self.round {
            (self.lost_in[stop as usize], self.anew[stop as usize]) = (self.round, FAR);
            self.lost.push(stop);
        }
    }

    /// Reaches what is lost from what is kept.
    fn seed(&mut self, is_closed: &impl Fn(usize) -> bool) {
        let topology = self.metric.network().arcs();
        self.queue.clear();
        for at in 0..self.lost.len() {
            let stop = self.lost[at];
            for &arc in topology.into(stop as usize) {
                let tail = topology.tails[arc as usize] as usize;
                let reached = self.tree.cost[tail];
                if self.lost_in[tail] != self.round && reached != FAR && !is_closed(arc as usize) {
                    self.offer(reached, arc as usize, stop);
                }
            }
        }
    }

    fn offer(&mut self, reached: u64, arc: usize, head: u32) {
        let Some(step) = self.metric.open_cost(arc).and_then(Cost::finite) else { return };
        if reached + step < self.anew[head as usize] {
            self.anew[head as usize] = reached + step;
            self.queue.push(Reverse((reached + step, head)));
        }
    }

    /// Whether a stop of a place was cut off.
    fn loses(&self, place: PlaceId) -> bool {
        self.metric.network().arcs().stops_of(place).any(|stop| self.lost_in[stop] == self.round)
    }

    fn now(&self, stop: usize) -> u64 {
        if self.lost_in[stop] == self.round { self.anew[stop] } else { self.tree.cost[stop] }
    }

    fn best(&self, place: PlaceId, costs: &[u64]) -> Option<(u64, usize)> {
        let stops = self.metric.network().arcs().stops_of(place);
        stops.map(|stop| (costs[stop], stop)).min().filter(|&(cost, _)| cost != FAR)
    }
}
