//! The cheapest way without something that is closed besides, led by exact costs without it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::trees::{FAR, NONE, Spread};
use crate::cost::{Cost, Metric};
use crate::network::PlaceId;

/// The cheapest way that uses no arc that `closed` holds, with its cost.
pub(super) fn cheapest_without(
    metric: &Metric<'_>,
    ends: [PlaceId; 2],
    back: &Spread,
    closed: impl Fn(usize) -> bool,
) -> Option<(u64, Vec<u32>)> {
    let topology = metric.network().arcs();
    let mut scratch = Scratch::new(topology.stops.len());
    for stop in topology.stops_of(ends[0]).filter(|&stop| back.cost[stop] != FAR) {
        scratch.offer(stop, 0, back.cost[stop], NONE);
    }
    let goal = topology.stops_of(ends[1]);
    while let Some((_, stop)) = scratch.pop(&back.cost) {
        let reached = scratch.cost(stop);
        if goal.contains(&stop) {
            return Some((reached, scratch.chain(stop, |arc| topology.tails[arc as usize] as usize)));
        }
        for arc in topology.out_of(stop).filter(|&arc| !closed(arc)) {
            let head = topology.heads[arc] as usize;
            if let (Some(step), true) = (metric.open_cost(arc).and_then(Cost::finite), back.cost[head] != FAR) {
                scratch.offer(head, reached + step, back.cost[head], u32::try_from(arc).unwrap_or(NONE));
            }
        }
    }
    None
}

/// The labels of one search among many: forgotten in time that depends on what was touched.
pub(super) struct Scratch {
    cost: Vec<u64>,
    by: Vec<u32>,
    touched: Vec<usize>,
    queue: BinaryHeap<Reverse<(u64, usize)>>,
}

impl Scratch {
    pub(super) fn new(stops: usize) -> Self {
        Self { cost: vec![FAR; stops], by: vec![NONE; stops], touched: Vec::new(), queue: BinaryHeap::new() }
    }

    pub(super) fn clear(&mut self) {
        for stop in self.touched.drain(..) {
            (self.cost[stop], self.by[stop]) = (FAR, NONE);
        }
        self.queue.clear();
    }

    pub(super) fn cost(&self, stop: usize) -> u64 {
        self.cost[stop]
    }

    /// Reaches a stop, at least `rest` from the end, by an arc.
    pub(super) fn offer(&mut self, stop: usize, cost: u64, rest: u64, by: u32) {
        if cost < self.cost[stop] {
            if self.cost[stop] == FAR {
                self.touched.push(stop);
            }
            (self.cost[stop], self.by[stop]) = (cost, by);
            self.queue.push(Reverse((cost + rest, stop)));
        }
    }

    /// The least cost to end with, without what was bettered since.
    pub(super) fn peek(&mut self, rest: &[u64]) -> Option<u64> {
        while let Some(&Reverse((least, stop))) = self.queue.peek() {
            if self.cost[stop] + rest[stop] == least {
                return Some(least);
            }
            self.queue.pop();
        }
        None
    }

    pub(super) fn pop(&mut self, rest: &[u64]) -> Option<(u64, usize)> {
        self.peek(rest)?;
        self.queue.pop().map(|Reverse(top)| top)
    }

    /// The arcs to a stop, from where they began.
    pub(super) fn chain(&self, stop: usize, tail: impl Fn(u32) -> usize) -> Vec<u32> {
        let (mut arcs, mut at) = (Vec::new(), stop);
        while self.by[at] != NONE && self.cost[at] != FAR {
            arcs.push(self.by[at]);
            at = tail(self.by[at]);
        }
        arcs.reverse();
        arcs
    }
}
