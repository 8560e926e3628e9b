//! What the best route costs when one thing on it closes, for everything on it at once.

use super::groups::By;
use super::pass::{Found, Gap, Pass};
use super::trees::{FAR, NONE, Spread};
use crate::cost::{Cost, Metric};
use crate::network::{ArcId, PlaceId};
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
pub struct Replacements<'m, 'n> {
    metric: &'m Metric<'n>,
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
    /// directions cost the same. Elsewhere a search goes on from there through what the closing has
    /// cut off, led by the exact distance to the destination in the open network: at worst one
    /// search for each place, border and country. Measured, for links 2.4 to 3.7 times one search from
    /// one to all, for all kinds 2.5 to 11 times; ten times the links take 12 to 20 times the time.
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
    /// Malik, Mittal, Gupta 1989, The k most vital arcs in the shortest path problem, Operations Research Letters 8(4);
    /// Hershberger & Suri 2001, Vickrey prices and shortest paths: what is an edge worth?, FOCS 42, 252–259
    #[must_use]
    pub fn replacements(&self, from: PlaceId, to: PlaceId) -> Option<Replacements<'_, 'n>> {
        self.replacements_of(from, to, &By::ALL)
    }

    /// As [`Metric::replacements`], for some kinds of things only.
    ///
    /// # Complexity
    /// Links and places with one system need no more than the two searches and the pass.
    ///
    /// # Panics
    /// On a place of another network.
    #[must_use]
    pub fn replacements_of(&self, from: PlaceId, to: PlaceId, kinds: &[By]) -> Option<Replacements<'_, 'n>> {
        let Passed { arcs, out, back, found, .. } = self.pass_along(from, to, kinds)?;
        let best = Route::new(self, from, to, &arcs);
        let all = found.into_iter().map(|(gap, way)| {
            let (cost, detour) = way.map_or((Cost::INFINITE, Vec::new()), |(cost, arcs)| (Cost::new(cost), arcs));
            Replacement { closed: gap.member.target(self.network()), by: gap.by, cost, detour }
        });
        Some(Replacements { metric: self, ends: [from, to], best, out, back, all: all.collect() })
    }

    /// The pass along a best route; `None` when there is no way.
    pub(super) fn pass_along(&self, from: PlaceId, to: PlaceId, kinds: &[By]) -> Option<Passed> {
        let (arcs, [out, back]) = self.trees_along(from, to)?;
        let found = Pass::new(self, [from, to], &arcs, &out, &back).all(kinds);
        let cost = arcs.iter().fold(Cost::ZERO, |sum, &arc| sum + self.cost(arc));
        Some(Passed { arcs, cost, out, back, found })
    }

    /// A best route, and the trees from its origin and to its destination, both of which hold it.
    pub(super) fn trees_along(&self, from: PlaceId, to: PlaceId) -> Option<(Vec<ArcId>, [Spread; 2])> {
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
            // where a change of system at the destination is free, the way may seem to go on there
            let goal = topology.stops_of(to);
            let arrives = arcs.iter().position(|arc| goal.contains(&(topology.heads[arc.index()] as usize)));
            arcs.truncate(arrives.map_or(0, |at| at + 1));
        }
        for arc in &arcs {
            back.arc[topology.tails[arc.index()] as usize] = arc.0;
        }
        if let Some(last) = arcs.last() {
            back.arc[topology.heads[last.index()] as usize] = NONE;
        }
        Some((arcs, [out, back]))
    }
}

/// A best route, the trees around it, and what replaces each thing on it.
pub(super) struct Passed {
    arcs: Vec<ArcId>,
    pub(super) cost: Cost,
    out: Spread,
    back: Spread,
    pub(super) found: Vec<(Gap, Option<Found>)>,
}

impl<'n> Replacements<'_, 'n> {
    /// The best route while nothing more is closed.
    #[must_use]
    pub fn best(&self) -> &Route<'n> {
        &self.best
    }

    /// The replacements: for each kind that was asked for, in the order of travel.
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
        Some(Route::new(self.metric, self.ends[0], self.ends[1], &arcs))
    }

    /// What costs the most to lose among the links, places, borders or countries on the best route;
    /// the first in the order of travel among equals. Nothing off the route costs anything to lose.
    #[must_use]
    pub fn most_vital(&self, by: By) -> Option<&Replacement> {
        self.all.iter().rev().filter(|one| one.by == by).max_by_key(|one| one.cost)
    }
}
