//! What the best route costs when one thing on it closes, for everything on it at once.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::groups::{By, Groups};
use super::trees::{FAR, NONE, Spread};
use crate::cost::{Cost, Metric};
use crate::network::{ArcId, PlaceId, Step};
use crate::route::Route;
use crate::scenario::Target;

/// The least cost when one thing on the best route closes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replacement {
    /// What closes.
    pub closed: Target,
    /// Its kind.
    pub by: By,
    /// What the best way left costs; infinite when there is none.
    pub cost: Cost,
    /// The arcs off the trees, when there is a way: from the last stop of the way out that is as
    /// before, to the first stop of the way in that is.
    detour: Vec<u32>,
}

/// The replacements for everything on one best route; see [`Metric::replacements`].
#[derive(Clone, Debug)]
pub struct Replacements<'n> {
    metric: Metric<'n>,
    ends: [PlaceId; 2],
    best: Route<'n>,
    out: Spread,
    back: Spread,
    all: Vec<Replacement>,
}

impl<'n> Metric<'n> {
    /// For every link, place, border and transit country on the best route: the best route when it
    /// closes, all at once. `None` when there is no way.
    ///
    /// ```text
    ///   origin ──▶ ● ══✕══▶ ● ──▶ ● ──▶ destination     one tree from the origin, one to the
    ///              └──▶ ● ────────▲                     destination, and the cheapest arc that
    ///                                                   leads over from the one to the other
    /// ```
    ///
    /// # Units
    /// Costs are in the units of the metric's objective.
    ///
    /// # Complexity
    /// Two searches from one to all, O((V + E) log V), and one pass over the arcs in order of the
    /// route; O(V + E) space. The arc that leads over is exact at once where the tree to the
    /// destination does not lead back through what closed, as always for a link when both
    /// directions cost the same; elsewhere, and for places with several systems, borders with
    /// several links and countries, a search bounded by the exact distance to the destination goes
    /// on from there: at worst one search each.
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{By, CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let (xian, duisburg) = (network.place("Xi'an")?, network.place("Duisburg")?);
    /// let replacements = metric.replacements(xian, duisburg).unwrap();
    /// let border = replacements.most_vital(By::Border).unwrap();
    /// assert!(border.cost > replacements.best().cost());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Malik, Mittal, Gupta 1989, [doi:10.1016/0167-6377(89)90065-5](https://doi.org/10.1016/0167-6377(89)90065-5);
    /// Hershberger & Suri 2001, [doi:10.1109/SFCS.2001.959899](https://doi.org/10.1109/SFCS.2001.959899)
    #[must_use]
    pub fn replacements(&self, from: PlaceId, to: PlaceId) -> Option<Replacements<'n>> {
        if !self.ends_are_open(from, to) {
            return None;
        }
        let topology = self.network().arcs();
        let out = self.spread(from, true);
        let mut back = self.spread(to, false);
        let mut arcs = Vec::new();
        if from != to {
            let ends = topology.stops_of(to).filter(|&stop| out.cost[stop] != FAR);
            let mut at = ends.min_by_key(|&stop| (out.cost[stop], stop))?;
            while out.arc[at] != NONE {
                arcs.push(ArcId(out.arc[at]));
                at = topology.tails[out.arc[at] as usize] as usize;
            }
            arcs.reverse();
        }
        // both trees hold the route itself
        for arc in &arcs {
            back.arc[topology.tails[arc.index()] as usize] = arc.0;
        }
        if let Some(last) = arcs.last() {
            back.arc[topology.heads[last.index()] as usize] = NONE;
        }
        let best = Route::new(self, from, to, &arcs);
        let all = Sweep::new(self, [from, to], &arcs, &out, &back).all();
        Some(Replacements { metric: self.clone(), ends: [from, to], best, out, back, all })
    }
}

impl<'n> Replacements<'n> {
    /// The best route while nothing more is closed.
    #[must_use]
    pub fn best(&self) -> &Route<'n> {
        &self.best
    }

    /// The replacements: for links, places, borders, countries, each in the order of travel.
    #[must_use]
    pub fn all(&self) -> &[Replacement] {
        &self.all
    }

    /// By how much of the best cost the replacement is dearer; `None` when there is no way left, or
    /// the best is free and the replacement is not.
    #[must_use]
    pub fn premium(&self, replacement: &Replacement) -> Option<f64> {
        let (best, cost) = (self.best.cost().finite()?, replacement.cost.finite()?);
        match (best, cost) {
            (0, 0) => Some(0.0),
            (0, _) => None,
            _ => Some(crate::units::to_float(cost - best) / crate::units::to_float(best)),
        }
    }

    /// The replacement route; `None` when there is no way left.
    ///
    /// # Complexity
    /// O(legs).
    #[must_use]
    pub fn route(&self, replacement: &Replacement) -> Option<Route<'n>> {
        let topology = self.metric.network().arcs();
        let (first, last) = (*replacement.detour.first()?, *replacement.detour.last()?);
        let mut arcs = Vec::new();
        let mut at = topology.tails[first as usize] as usize;
        while self.out.arc[at] != NONE {
            arcs.push(ArcId(self.out.arc[at]));
            at = topology.tails[self.out.arc[at] as usize] as usize;
        }
        arcs.reverse();
        arcs.extend(replacement.detour.iter().copied().map(ArcId));
        at = topology.heads[last as usize] as usize;
        while self.back.arc[at] != NONE {
            arcs.push(ArcId(self.back.arc[at]));
            at = topology.heads[self.back.arc[at] as usize] as usize;
        }
        Some(Route::new(&self.metric, self.ends[0], self.ends[1], &arcs))
    }

    /// What costs the most to lose among the links, places, borders or countries on the best route;
    /// the first in the order of travel among equals. Nothing off the route costs anything to lose.
    #[must_use]
    pub fn most_vital(&self, by: By) -> Option<&Replacement> {
        self.all.iter().rev().filter(|one| one.by == by).max_by_key(|one| one.cost)
    }

    /// The `k` things of a kind that are best kept open for certain, when any one of the others may
    /// close: those that cost the most to lose, the costliest first.
    #[must_use]
    pub fn best_kept(&self, by: By, k: usize) -> Vec<&Replacement> {
        let mut kept: Vec<&Replacement> = self.all.iter().filter(|one| one.by == by).collect();
        kept.sort_by_key(|one| Reverse(one.cost));
        kept.truncate(k);
        kept
    }
}

/// The cheapest way that uses no arc that `closed` holds, by exact bounds on what is left to go.
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
    while let Some((_, stop)) = scratch.pop(back) {
        let reached = scratch.cost[stop];
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
struct Scratch {
    cost: Vec<u64>,
    by: Vec<u32>,
    touched: Vec<usize>,
    queue: BinaryHeap<Reverse<(u64, usize)>>,
}

impl Scratch {
    fn new(stops: usize) -> Self {
        Self { cost: vec![FAR; stops], by: vec![NONE; stops], touched: Vec::new(), queue: BinaryHeap::new() }
    }

    fn clear(&mut self) {
        for stop in self.touched.drain(..) {
            (self.cost[stop], self.by[stop]) = (FAR, NONE);
        }
        self.queue.clear();
    }

    fn offer(&mut self, stop: usize, cost: u64, rest: u64, by: u32) {
        if cost < self.cost[stop] {
            if self.cost[stop] == FAR {
                self.touched.push(stop);
            }
            (self.cost[stop], self.by[stop]) = (cost, by);
            self.queue.push(Reverse((cost + rest, stop)));
        }
    }

    /// The least key, without what was bettered since.
    fn peek(&mut self, back: &Spread) -> Option<u64> {
        while let Some(&Reverse((key, stop))) = self.queue.peek() {
            if self.cost[stop] + back.cost[stop] == key {
                return Some(key);
            }
            self.queue.pop();
        }
        None
    }

    fn pop(&mut self, back: &Spread) -> Option<(u64, usize)> {
        self.peek(back)?;
        self.queue.pop().map(|Reverse(top)| top)
    }

    /// The arcs to a stop, from where they began.
    fn chain(&self, stop: usize, tail: impl Fn(u32) -> usize) -> Vec<u32> {
        let (mut arcs, mut at) = (Vec::new(), stop);
        while self.by[at] != NONE && self.cost[at] != FAR {
            arcs.push(self.by[at]);
            at = tail(self.by[at]);
        }
        arcs.reverse();
        arcs
    }
}

/// One pass along the route. Its stops are numbered from 1; each stop of the network has the number
/// of the last stop of the route on the tree's way to it (`left_at`, 0 for none), and of the first
/// on the tree's way from it to the destination (`joins_at`, beyond the last for none).
struct Sweep<'q, 'n> {
    metric: &'q Metric<'n>,
    ends: [PlaceId; 2],
    arcs: &'q [ArcId],
    out: &'q Spread,
    back: &'q Spread,
    left_at: Vec<u32>,
    joins_at: Vec<u32>,
}

/// Something on the route that closes: the stops up to number `keeps` are reached as before, those
/// that join the route at `joins` or later still lead on.
struct Gap {
    keeps: u32,
    joins: u32,
    barred: usize,
    result: usize,
}

impl<'q, 'n> Sweep<'q, 'n> {
    fn new(metric: &'q Metric<'n>, ends: [PlaceId; 2], arcs: &'q [ArcId], out: &'q Spread, back: &'q Spread) -> Self {
        let topology = metric.network().arcs();
        let stops = topology.stops.len();
        let beyond = u32::try_from(arcs.len() + 2).unwrap_or(NONE);
        let (mut left_at, mut joins_at) = (vec![NONE; stops], vec![NONE; stops]);
        if let Some(first) = arcs.first() {
            let start = topology.tails[first.index()] as usize;
            (left_at[start], joins_at[start]) = (1, 1);
        }
        for (number, arc) in (2_u32..).zip(arcs) {
            let stop = topology.heads[arc.index()] as usize;
            (left_at[stop], joins_at[stop]) = (number, number);
        }
        follow(&mut left_at, &out.arc, &topology.tails, 0);
        follow(&mut joins_at, &back.arc, &topology.heads, beyond);
        Self { metric, ends, arcs, out, back, left_at, joins_at }
    }

    fn all(&self) -> Vec<Replacement> {
        let network = self.metric.network();
        let topology = network.arcs();
        let mut all = Vec::new();
        let mut gaps = Vec::new();
        let mut links_of_border = vec![0_u32; network.borders().len()];
        for (_, link) in network.links() {
            link.border.into_iter().for_each(|border| links_of_border[border.index()] += 1);
        }
        for by in By::ALL {
            let groups = Groups::new(network, by, self.ends);
            // the position of each group's first arc on the route
            let mut first: Vec<(u32, u32)> = Vec::new();
            let mut seen = vec![false; groups.count];
            for (at, arc) in (0_u32..).zip(self.arcs) {
                // over a link, the place left comes before the place entered
                let mut here: Vec<u32> = groups.of(arc.index()).to_vec();
                if by == By::Place {
                    let tail = topology.place_of(topology.tails[arc.index()] as usize).0;
                    here.sort_by_key(|&place| place != tail);
                }
                for group in here {
                    if !seen[group as usize] {
                        seen[group as usize] = true;
                        first.push((group, at));
                    }
                }
            }
            for (group, at) in first {
                let alone = match by {
                    By::Link => true,
                    By::Place => topology.stops_of(PlaceId(group)).len() == 1,
                    By::Border => links_of_border[group as usize] == 1,
                    By::Country => false,
                };
                let mut one =
                    Replacement { closed: groups.target(network, group), by, cost: Cost::INFINITE, detour: Vec::new() };
                if alone {
                    // a place is first met as the head of an arc: the stop with number at + 2
                    let is_place = by == By::Place;
                    gaps.push(Gap {
                        keeps: at + 1,
                        joins: at + if is_place { 3 } else { 2 },
                        barred: if is_place {
                            topology.heads[self.arcs[at as usize].index()] as usize
                        } else {
                            usize::MAX
                        },
                        result: all.len(),
                    });
                } else {
                    let closed = |arc: usize| groups.of(arc).contains(&group);
                    if let Some((cost, arcs)) = cheapest_without(self.metric, self.ends, self.back, closed) {
                        (one.cost, one.detour) = (Cost::new(cost), arcs);
                    }
                }
                all.push(one);
            }
        }
        gaps.sort_by_key(|gap| gap.keeps);
        self.close(&gaps, &mut all);
        all
    }

    /// Fills in the gaps, in order of the route.
    fn close(&self, gaps: &[Gap], all: &mut [Replacement]) {
        let topology = self.metric.network().arcs();
        let mut on_route = vec![false; topology.steps.len()];
        self.arcs.iter().for_each(|arc| on_route[arc.index()] = true);
        // arcs that lead from an earlier part of the route's tree to a later one
        let mut over: Vec<(u32, u64, u32)> = Vec::new();
        for (arc, &on_route) in on_route.iter().enumerate() {
            let (tail, head) = (topology.tails[arc] as usize, topology.heads[arc] as usize);
            if on_route || self.out.cost[tail] == FAR || self.back.cost[head] == FAR {
                continue;
            }
            let Some(step) = self.metric.open_cost(arc).and_then(Cost::finite) else { continue };
            if self.left_at[tail] < self.left_at[head] {
                let key = self.out.cost[tail] + step + self.back.cost[head];
                over.push((self.left_at[tail], key, u32::try_from(arc).unwrap_or(NONE)));
            }
        }
        // a stop of the destination off the route ends a way by itself
        for stop in topology.stops_of(self.ends[1]).filter(|&stop| self.out.arc[stop] != NONE) {
            if !on_route[self.out.arc[stop] as usize] {
                over.push((self.left_at[stop], self.out.cost[stop], self.out.arc[stop]));
            }
        }
        over.sort_unstable();
        let mut waiting: BinaryHeap<Reverse<(u64, u32)>> = BinaryHeap::new();
        let mut next = 0;
        let mut scratch = Scratch::new(topology.stops.len());
        let mut set_aside = Vec::new();
        for gap in gaps {
            while over.get(next).is_some_and(|one| one.0 <= gap.keeps) {
                waiting.push(Reverse((over[next].1, over[next].2)));
                next += 1;
            }
            let found = self.bridge(gap, &mut waiting, &mut set_aside, &mut scratch);
            if let Some((cost, detour)) = found {
                (all[gap.result].cost, all[gap.result].detour) = (Cost::new(cost), detour);
            }
            waiting.extend(set_aside.drain(..));
            scratch.clear();
        }
    }

    /// The cheapest way over a gap: by one arc from tree to tree, or by a search in what the
    /// closing has cut off from its tree.
    fn bridge(
        &self,
        gap: &Gap,
        waiting: &mut BinaryHeap<Reverse<(u64, u32)>>,
        set_aside: &mut Vec<Reverse<(u64, u32)>>,
        scratch: &mut Scratch,
    ) -> Option<(u64, Vec<u32>)> {
        let topology = self.metric.network().arcs();
        loop {
            let local = scratch.peek(self.back);
            let Some(&Reverse((key, arc))) = waiting.peek() else {
                local?;
                match self.expand(gap, scratch) {
                    Some(found) => return Some(found),
                    None => continue,
                }
            };
            if local.is_some_and(|local| local <= key) {
                match self.expand(gap, scratch) {
                    Some(found) => return Some(found),
                    None => continue,
                }
            }
            let top = waiting.pop()?;
            let head = topology.heads[arc as usize] as usize;
            let ends = topology.place_of(head) == self.ends[1];
            if self.left_at[head] <= gap.keeps && !ends {
                continue;
            }
            set_aside.push(top);
            if head == gap.barred {
                continue;
            }
            if ends || self.joins_at[head] >= gap.joins {
                return Some((key, vec![arc]));
            }
            scratch.offer(head, key - self.back.cost[head], self.back.cost[head], arc);
        }
    }

    /// Settles one stop of the local search; the way when it leads on from there.
    fn expand(&self, gap: &Gap, scratch: &mut Scratch) -> Option<(u64, Vec<u32>)> {
        let topology = self.metric.network().arcs();
        let (key, stop) = scratch.pop(self.back)?;
        if self.joins_at[stop] >= gap.joins {
            // the arc that led in from the tree ends the chain: its tail was not touched
            return Some((key, scratch.chain(stop, |arc| topology.tails[arc as usize] as usize)));
        }
        let reached = scratch.cost[stop];
        for arc in topology.out_of(stop) {
            let head = topology.heads[arc] as usize;
            let Some(price) = self.metric.open_cost(arc).and_then(Cost::finite) else { continue };
            let closed = head == gap.barred || (gap.barred == usize::MAX && self.is_of_gap(gap, arc));
            if closed || self.back.cost[head] == FAR || self.left_at[head] <= gap.keeps {
                continue;
            }
            scratch.offer(head, reached + price, self.back.cost[head], u32::try_from(arc).unwrap_or(NONE));
        }
        None
    }

    /// Whether an arc is a direction of the link that closes.
    fn is_of_gap(&self, gap: &Gap, arc: usize) -> bool {
        let steps = &self.metric.network().arcs().steps;
        let closed = steps[self.arcs[gap.keeps as usize - 1].index()];
        matches!((closed, steps[arc]), (Step::Link { link: a, .. }, Step::Link { link: b, .. }) if a == b)
    }
}

/// Gives each stop the number of the next stop that has one along the tree; `none` at its root.
fn follow(numbers: &mut [u32], tree: &[u32], next: &[u32], none: u32) {
    let mut chain = Vec::new();
    for start in 0..numbers.len() {
        let mut at = start;
        while numbers[at] == NONE && tree[at] != NONE {
            chain.push(at);
            at = next[tree[at] as usize] as usize;
        }
        if numbers[at] == NONE {
            numbers[at] = none;
        }
        let number = numbers[at];
        chain.drain(..).for_each(|stop| numbers[stop] = number);
    }
}
