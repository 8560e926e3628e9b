//! A part of a network in compact arrays, for many searches with costs that change.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::cost::Metric;
use crate::network::{ArcId, PlaceId};

const NONE: u32 = u32::MAX;
const FAR: u64 = u64::MAX;

/// The open arcs of a metric, between stops that are numbered anew.
pub(super) struct Field {
    /// The new number of each stop.
    numbers: Vec<u32>,
    ahead: Star,
    back: Star,
}

/// Arcs by the stop they are reached from: the other end, and the arc's number in the metric.
#[derive(Default)]
struct Star {
    first: Vec<u32>,
    arcs: Vec<(u32, u32)>,
}

impl Star {
    fn new(stops: usize, mut arcs: Vec<(u32, u32, u32)>) -> Self {
        arcs.sort_unstable();
        let mut first = vec![0; stops + 1];
        for &(from, ..) in &arcs {
            first[from as usize + 1] += 1;
        }
        for at in 0..stops {
            first[at + 1] += first[at];
        }
        Self { first, arcs: arcs.into_iter().map(|(_, to, arc)| (to, arc)).collect() }
    }

    fn at(&self, stop: u32) -> &[(u32, u32)] {
        let at = stop as usize;
        &self.arcs[self.first[at] as usize..self.first[at + 1] as usize]
    }
}

impl Field {
    pub(super) fn new(metric: &Metric<'_>) -> Self {
        let topology = metric.network().arcs();
        let mut numbers = vec![NONE; topology.stops.len()];
        let mut count = 0;
        let mut number = |stop: u32| {
            let number = &mut numbers[stop as usize];
            if *number == NONE {
                *number = count;
                count += 1;
            }
            *number
        };
        let mut arcs: Vec<(u32, u32, u32)> = Vec::new();
        for (at, (&tail, &head)) in (0..).zip(topology.tails.iter().zip(&topology.heads)) {
            if metric.cost(ArcId(at)).finite().is_some() {
                arcs.push((number(tail), number(head), at));
            }
        }
        let reversed = arcs.iter().map(|&(tail, head, arc)| (head, tail, arc)).collect();
        let stops = count as usize;
        Self { numbers, ahead: Star::new(stops, arcs), back: Star::new(stops, reversed) }
    }

    fn stops(&self) -> usize {
        self.ahead.first.len() - 1
    }

    fn stops_of(&self, metric: &Metric<'_>, place: PlaceId) -> Vec<u32> {
        let known = metric.network().arcs().stops_of(place).map(|stop| self.numbers[stop]);
        known.filter(|&number| number != NONE).collect()
    }

    /// The stops of both ends of a question; none of a place that is closed.
    pub(super) fn ends(&self, metric: &Metric<'_>, [from, to]: [PlaceId; 2]) -> Ends {
        let shut = metric.is_closed(from) || metric.is_closed(to);
        let stops = |place| if shut { Vec::new() } else { self.stops_of(metric, place) };
        Ends { from: stops(from), to: stops(to), same: from == to && !shut }
    }
}

/// Where a question starts and ends in a field.
pub(super) struct Ends {
    from: Vec<u32>,
    to: Vec<u32>,
    same: bool,
}

impl Ends {
    /// Whether an end is closed, or has nothing open.
    pub(super) fn is_shut(&self) -> bool {
        self.from.is_empty() || self.to.is_empty()
    }
}

/// What searches write on, used again and again.
#[derive(Default)]
pub(super) struct Slate {
    costs: Vec<u64>,
    queue: BinaryHeap<Reverse<(u64, u32)>>,
}

/// The least cost from each stop of a field to one destination, and the arc that leads there.
#[derive(Default)]
pub(super) struct Towards {
    costs: Vec<u64>,
    next: Vec<(u32, u32)>,
    queue: BinaryHeap<Reverse<(u64, u32)>>,
}

impl Towards {
    pub(super) fn search(&mut self, field: &Field, metric: &Metric<'_>, ends: &Ends) {
        self.costs.clear();
        self.costs.resize(field.stops(), FAR);
        self.next.clear();
        self.next.resize(field.stops(), (NONE, NONE));
        for &stop in &ends.to {
            self.costs[stop as usize] = 0;
            self.queue.push(Reverse((0, stop)));
        }
        while let Some(Reverse((reached, stop))) = self.queue.pop() {
            if self.costs[stop as usize] < reached {
                continue;
            }
            for &(before, arc) in field.back.at(stop) {
                let cost = reached + metric.units(arc);
                if cost < self.costs[before as usize] {
                    self.costs[before as usize] = cost;
                    self.next[before as usize] = (stop, arc);
                    self.queue.push(Reverse((cost, before)));
                }
            }
        }
    }

    /// The least cost from the origin; `None` when there is no way.
    pub(super) fn cost(&self, ends: &Ends) -> Option<u64> {
        if ends.same {
            return Some(0);
        }
        self.start(ends).map(|(cost, _)| cost)
    }

    fn start(&self, ends: &Ends) -> Option<(u64, u32)> {
        ends.from.iter().map(|&stop| (self.costs[stop as usize], stop)).min().filter(|&(cost, _)| cost != FAR)
    }

    /// The arcs of one best route.
    pub(super) fn route(&self, ends: &Ends) -> impl Iterator<Item = u32> {
        let mut at = self.start(ends).filter(|_| !ends.same).map(|(_, stop)| stop);
        std::iter::from_fn(move || {
            let (stop, arc) = self.next[at? as usize];
            at = (stop != NONE).then_some(stop);
            at.map(|_| arc)
        })
    }

    /// The least cost from origin to destination over the arcs that are not `shut`; `None` when
    /// there is no way. What the open field costs from a stop on is never more than what is left
    /// there, so that stops are taken in order of the two together (A*; Hart, Nilsson, Raphael 1968).
    pub(super) fn around(
        &self,
        slate: &mut Slate,
        field: &Field,
        metric: &Metric<'_>,
        ends: &Ends,
        shut: impl Fn(u32) -> bool,
    ) -> Option<u64> {
        slate.costs.clear();
        slate.costs.resize(field.stops(), FAR);
        slate.queue.clear();
        let left = |stop: u32| self.costs[stop as usize];
        for &stop in ends.from.iter().filter(|&&stop| left(stop) != FAR) {
            slate.costs[stop as usize] = 0;
            slate.queue.push(Reverse((left(stop), stop)));
        }
        while let Some(Reverse((bound, stop))) = slate.queue.pop() {
            let reached = slate.costs[stop as usize];
            if reached + left(stop) < bound {
                continue;
            }
            if ends.to.contains(&stop) {
                return Some(reached);
            }
            for &(after, arc) in field.ahead.at(stop).iter().filter(|&&(_, arc)| !shut(arc)) {
                let cost = reached + metric.units(arc);
                if cost < slate.costs[after as usize] && left(after) != FAR {
                    slate.costs[after as usize] = cost;
                    slate.queue.push(Reverse((cost + left(after), after)));
                }
            }
        }
        None
    }
}
