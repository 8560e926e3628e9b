//! The best way on from the middle of a route: goal-directed, within a bound, first in order among
//! those that tie.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Ends;
use super::dijkstra::{Tree, search_back};
use crate::cost::{Cost, Metric};
use crate::network::{Step, Topology};

/// What is known of a stop in the present search; void unless of the present round.
#[derive(Clone, Copy, Debug, Default)]
struct Label {
    round: u32,
    settled: bool,
    /// On some best way to the goal.
    leads: bool,
    /// Passed by the way that is being written down.
    passed: bool,
    /// The last probe that came by.
    probe: u32,
    cost: u64,
}

/// A search for deviations between two fixed ends, with its memory kept from one to the next.
pub(super) struct Deviations<'m, 'n> {
    metric: &'m Metric<'n>,
    ends: Ends,
    /// Exact costs to the goal in the whole network: they never overestimate what is left.
    ahead: Tree<Cost>,
    labels: Vec<Label>,
    round: u32,
    queue: BinaryHeap<Reverse<(u64, u32)>>,
    visited_places: Vec<u32>,
    visited_stops: Vec<u32>,
    visit: u32,
    probe: u32,
}

impl<'m, 'n> Deviations<'m, 'n> {
    pub(super) fn new(metric: &'m Metric<'n>, ends: Ends) -> Self {
        let topology = metric.network().arcs();
        let ahead = search_back(topology, ends.to.clone(), |arc| ends.cost(metric, arc), |_| false);
        let stops = topology.stops.len();
        Self {
            metric,
            ends,
            ahead,
            labels: vec![Label::default(); stops],
            round: 0,
            queue: BinaryHeap::new(),
            visited_places: vec![0; topology.places()],
            visited_stops: vec![0; stops],
            visit: 0,
            probe: 0,
        }
    }

    fn topology(&self) -> &'n Topology {
        self.metric.network().arcs()
    }

    /// Forgets which places have been visited, but for the origin.
    pub(super) fn start_visit(&mut self) {
        if self.visit == u32::MAX {
            self.visited_places.fill(0);
            self.visited_stops.fill(0);
            self.visit = 0;
        }
        self.visit += 1;
        for stop in self.ends.from.clone() {
            self.visit_stop(stop);
        }
    }

    /// Notes that the route has passed over an arc.
    pub(super) fn pass(&mut self, arc: u32) {
        self.visit_stop(self.topology().heads[arc as usize] as usize);
    }

    fn visit_stop(&mut self, stop: usize) {
        let place = self.topology().place_of(stop);
        self.visited_stops[stop] = self.visit;
        self.visited_places[place.index()] = self.visit;
    }

    /// The cost of an arc, unless it is closed or leads back to what the route has passed.
    fn cost(&self, arc: usize) -> Option<u64> {
        let topology = self.topology();
        let head = topology.heads[arc] as usize;
        let again = match topology.steps[arc] {
            Step::Link { .. } => self.visited_places[topology.place_of(head).index()] == self.visit,
            // a change of system belongs to the visit that is going on
            Step::Transfer { .. } => self.visited_stops[head] == self.visit,
        };
        if again {
            return None;
        }
        self.ends.cost(self.metric, arc)?.finite()
    }

    /// The arcs by which a route can go on after `passed`: those out of its last stop, or out of
    /// every stop of the origin.
    fn ways_on(&self, passed: &[u32]) -> std::ops::Range<usize> {
        let topology = self.topology();
        match passed.last() {
            Some(&last) => topology.out_of(topology.heads[last as usize] as usize),
            None if self.ends.from.is_empty() => 0..0,
            // the stops of a place, and so their arcs, follow one another
            None => topology.out_of(self.ends.from.start).start..topology.out_of(self.ends.from.end - 1).end,
        }
    }

    /// The least that a way on can cost, by the costs of the whole network; `None` when there is
    /// no way on. What has been passed must have been noted.
    pub(super) fn least(&self, passed: &[u32], spent: u64, barred: &[u32]) -> Option<u64> {
        let costs = self.ways_on(passed).filter(|&arc| !barred.iter().any(|&bar| bar as usize == arc));
        let costs = costs.filter_map(|arc| {
            let rest = self.ahead.weight(self.topology().heads[arc] as usize)?.finite()?;
            Some(spent + self.cost(arc)? + rest)
        });
        costs.min()
    }

    /// The best way on to the goal that takes none of the barred arcs first, of at most `bound` in
    /// all; among ties the one whose arcs are first in order. Returns the whole cost and the arcs
    /// after `passed`. What has been passed must have been noted.
    pub(super) fn best(&mut self, passed: &[u32], spent: u64, barred: &[u32], bound: u64) -> Option<(u64, Vec<u32>)> {
        self.round = self.round.checked_add(1).unwrap_or_else(|| {
            self.labels.fill(Label::default());
            1
        });
        self.queue.clear();
        let first = self.ways_on(passed);
        for arc in first.clone().filter(|&arc| !barred.iter().any(|&bar| bar as usize == arc)) {
            self.relax(arc, spent, bound);
        }
        let (topology, mut goals, mut best) = (self.topology(), Vec::new(), bound);
        let mut free = false;
        while let Some(Reverse((estimate, stop))) = self.queue.pop() {
            if estimate > best {
                break;
            }
            let at = stop as usize;
            if std::mem::replace(&mut self.labels[at].settled, true) {
                continue;
            }
            if self.ends.to.contains(&at) {
                best = estimate;
                goals.push(stop);
                continue;
            }
            let reached = self.labels[at].cost;
            for arc in topology.out_of(at) {
                free |= self.relax(arc, reached, best);
            }
        }
        if goals.is_empty() {
            return None;
        }
        self.mark_leading(&goals);
        Some((best, self.first_way(first, spent, barred, free)))
    }

    /// Reaches on over an arc; whether the arc is free.
    fn relax(&mut self, arc: usize, reached: u64, bound: u64) -> bool {
        let Some(cost) = self.cost(arc) else { return false };
        let head = self.topology().heads[arc];
        let Some(rest) = self.ahead.weight(head as usize).and_then(Cost::finite) else { return false };
        let label = &mut self.labels[head as usize];
        let next = reached + cost;
        if next + rest <= bound && (label.round != self.round || next < label.cost) {
            *label = Label { round: self.round, cost: next, ..Label::default() };
            self.queue.push(Reverse((next + rest, head)));
        }
        cost == 0
    }

    /// Whether an arc is the last of a best way to its head.
    fn is_tight(&self, arc: usize, reached: u64) -> bool {
        let label = &self.labels[self.topology().heads[arc] as usize];
        label.round == self.round && self.cost(arc).is_some_and(|cost| reached + cost == label.cost)
    }

    fn mark_leading(&mut self, goals: &[u32]) {
        let topology = self.topology();
        let mut stack = goals.to_vec();
        for &goal in goals {
            self.labels[goal as usize].leads = true;
        }
        while let Some(stop) = stack.pop() {
            for &arc in topology.into(stop as usize) {
                let tail = topology.tails[arc as usize];
                let label = self.labels[tail as usize];
                let fresh = label.round == self.round && label.settled && !label.leads;
                if fresh && self.is_tight(arc as usize, label.cost) {
                    self.labels[tail as usize].leads = true;
                    stack.push(tail);
                }
            }
        }
    }

    /// The best way whose arcs are first in order, from the leading stops.
    fn first_way(&mut self, first: std::ops::Range<usize>, spent: u64, barred: &[u32], free: bool) -> Vec<u32> {
        let topology = self.topology();
        let (mut way, mut on_way, mut reached, mut choices) = (Vec::new(), false, spent, first);
        loop {
            let next = choices.clone().find(|&arc| {
                let head = topology.heads[arc] as usize;
                let label = self.labels[head];
                self.is_tight(arc, reached)
                    && label.leads
                    && !label.passed
                    && (on_way || !barred.iter().any(|&bar| bar as usize == arc))
                    && (!free || self.leads_out(head))
            });
            // a leading stop has a way on by what leading means
            let Some(arc) = next else { return way };
            way.extend(u32::try_from(arc));
            let head = topology.heads[arc] as usize;
            if self.ends.to.contains(&head) {
                return way;
            }
            self.labels[head].passed = true;
            (on_way, reached, choices) = (true, self.labels[head].cost, topology.out_of(head));
        }
    }

    /// Whether a stop still leads on when the way may not pass a stop twice. Only free arcs can
    /// lead back to a passed stop, so that looking as far as the first arc with a cost is enough.
    fn leads_out(&mut self, start: usize) -> bool {
        let topology = self.topology();
        let cost = self.labels[start].cost;
        self.probe = self.probe.wrapping_add(1).max(1);
        let mut stack = vec![start];
        self.labels[start].probe = self.probe;
        while let Some(stop) = stack.pop() {
            if self.ends.to.contains(&stop) {
                return true;
            }
            for arc in topology.out_of(stop) {
                let head = topology.heads[arc] as usize;
                let label = self.labels[head];
                if !self.is_tight(arc, cost) || !label.leads || label.passed || label.probe == self.probe {
                    continue;
                }
                if label.cost > cost {
                    return true;
                }
                self.labels[head].probe = self.probe;
                stack.push(head);
            }
        }
        false
    }

    /// Where a way first comes back to a place that it has left.
    pub(super) fn first_return(&mut self, way: &[u32]) -> Option<usize> {
        let topology = self.topology();
        self.start_visit();
        way.iter().position(|&arc| {
            let place = topology.place_of(topology.heads[arc as usize] as usize);
            let link = matches!(topology.steps[arc as usize], Step::Link { .. });
            let again = link && self.visited_places[place.index()] == self.visit;
            self.pass(arc);
            again
        })
    }
}
