//! Which few closures together do the most damage, and what is best kept open against them.

use super::detour::cheapest_without;
use super::groups::{By, Groups};
use super::trees::Spread;
use crate::cost::{Cost, Metric};
use crate::network::{ArcId, PlaceId};
use crate::scenario::Target;
use crate::search::{Budget, End};

/// The worst closures of a given number.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Interdiction {
    /// What closes, in order; fewer than asked for when more would not make it worse.
    pub closed: Vec<Target>,
    /// What the best way left costs; infinite when there is none.
    pub cost: Cost,
    /// [`End::Exhausted`] when nothing does more damage; [`End::Budget`] when the searches ran out:
    /// the damage is real, and something else may do more.
    pub end: End,
}

/// The best things to keep open, and the worst that can still be done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fortification {
    /// What is kept, in order; fewer than asked for when more would not help.
    pub kept: Vec<Target>,
    /// The worst closures of the others.
    pub worst: Interdiction,
    /// [`End::Exhausted`] when nothing else helps more; [`End::Budget`] when the searches ran out.
    pub end: End,
}

/// Searches before the answer is partial.
const BUDGET: usize = 100_000;

impl Metric<'_> {
    /// The at most `k` links, places, borders or transit countries whose closing together makes the
    /// way the dearest. Exact, unless [`Interdiction::end`] says otherwise; meant for small `k`. `None`
    /// when there is no way to begin with.
    ///
    /// ```text
    ///   every set that does damage holds something on the best way: branch on that,
    ///   and never close again what an earlier branch has closed
    /// ```
    ///
    /// # Units
    /// Costs are in the units of the metric's objective.
    ///
    /// # Complexity
    /// O(l^(k - 1)) times [`Metric::replacements`] for l things on a way, less what a way over things
    /// that are never closed again bounds, and no more than 100,000 searches in all; O(V + E + k l)
    /// space. The problem is NP-hard in `k`.
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
    /// let worst = metric.interdict(xian, duisburg, By::Border, 1).unwrap();
    /// let vital = metric.replacements(xian, duisburg).unwrap();
    /// assert_eq!(worst.cost, vital.most_vital(By::Border).unwrap().cost);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Ball, Golden, Vohra 1989, Finding the most vital arcs in a network, Operations Research Letters 8(2), 73–76;
    /// Israeli & Wood 2002, [doi:10.1002/net.10039](https://doi.org/10.1002/net.10039)
    #[must_use]
    pub fn interdict(&self, from: PlaceId, to: PlaceId, by: By, k: usize) -> Option<Interdiction> {
        self.interdict_within(from, to, by, k, Budget::steps(BUDGET))
    }

    /// As [`Metric::interdict`], with no more searches than a budget allows; [`End::Budget`] when they
    /// are used up.
    ///
    /// # Panics
    /// On a place of another network.
    #[must_use]
    pub fn interdict_within(
        &self,
        from: PlaceId,
        to: PlaceId,
        by: By,
        k: usize,
        mut budget: Budget<'_>,
    ) -> Option<Interdiction> {
        let attack = Attack::new(self, [from, to], by)?;
        if from != to
            && k > 0
            && let Some(cut) = self.min_cut_within(from, to, by, budget).filter(|cut| cut.size <= k)
        {
            let closed = cut.near_origin().to_vec();
            return Some(Interdiction { closed, cost: Cost::INFINITE, end: End::Exhausted });
        }
        Some(attack.told(&attack.worst(&[], k, &mut budget)))
    }

    /// The at most `keep` links, places, borders or transit countries that are best kept open for
    /// certain, when the worst `closures` of the others are to be expected. Exact, unless
    /// [`Fortification::end`] says otherwise; meant for small numbers. `None` when there is no way to
    /// begin with.
    ///
    /// ```text
    ///   origin ══ ◉ ──▶ ● ──▶ destination     ◉ cannot be replaced: keep it, and the worst that one
    ///             └───▶ ● ──────▲             closure can still do is to leave the longer way
    /// ```
    ///
    /// # Units
    /// Costs are in the units of the metric's objective.
    ///
    /// # Complexity
    /// O(r^q) times [`Metric::interdict`] for r closures and q kept: whatever helps against the worst
    /// closures holds one of them. No more than 100,000 searches in all; O(V + E + r l) space. The
    /// problem is NP-hard.
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
    /// let worst = metric.interdict(xian, duisburg, By::Border, 1).unwrap();
    /// let safer = metric.fortify(xian, duisburg, By::Border, 1, 1).unwrap();
    /// assert!(safer.kept == worst.closed && safer.worst.cost < worst.cost);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Cappanera & Scaparra 2011, [doi:10.1287/trsc.1100.0340](https://doi.org/10.1287/trsc.1100.0340)
    #[must_use]
    pub fn fortify(&self, from: PlaceId, to: PlaceId, by: By, keep: usize, closures: usize) -> Option<Fortification> {
        self.fortify_within(from, to, by, keep, closures, Budget::steps(BUDGET))
    }

    /// As [`Metric::fortify`], with no more searches than a budget allows; [`End::Budget`] when they
    /// are used up.
    ///
    /// # Panics
    /// On a place of another network.
    #[must_use]
    pub fn fortify_within(
        &self,
        from: PlaceId,
        to: PlaceId,
        by: By,
        keep: usize,
        closures: usize,
        mut budget: Budget<'_>,
    ) -> Option<Fortification> {
        let attack = Attack::new(self, [from, to], by)?;
        let mut end = End::Exhausted;
        let mut best: Option<(Vec<u32>, Worst)> = None;
        let mut stack: Vec<(Vec<u32>, Vec<u32>)> = vec![(Vec::new(), Vec::new())];
        while let Some((kept, open)) = stack.pop() {
            let worst = attack.worst(&kept, closures, &mut budget);
            if worst.end == End::Budget {
                end = End::Budget;
                best = best.or(Some((kept, worst)));
                break;
            }
            if kept.len() < keep {
                let mut ruled_out = open;
                for &group in &worst.closed {
                    if !ruled_out.contains(&group) {
                        stack.push(([kept.as_slice(), &[group]].concat(), ruled_out.clone()));
                        ruled_out.push(group);
                    }
                }
            }
            let rank = |kept: &[u32], worst: &Worst| (worst.cost, kept.len());
            if best.as_ref().is_none_or(|(known, cost)| rank(&kept, &worst) < rank(known, cost)) {
                best = Some((kept, worst));
            }
        }
        let (mut kept, worst) = best?;
        kept.sort_unstable();
        Some(Fortification { kept: attack.targets(&kept), worst: attack.told(&worst), end })
    }
}

/// The question what a few closures can do between two places.
struct Attack<'m, 'n> {
    metric: &'m Metric<'n>,
    ends: [PlaceId; 2],
    groups: Groups,
    back: Spread,
    open: Cost,
}

/// What closes and what is left, with the groups as numbers.
struct Worst {
    closed: Vec<u32>,
    cost: Cost,
    end: End,
}

impl<'m, 'n> Attack<'m, 'n> {
    /// `None` when there is no way to begin with.
    fn new(metric: &'m Metric<'n>, ends: [PlaceId; 2], by: By) -> Option<Self> {
        let open = metric.shortest(ends[0], ends[1])?.cost();
        let groups = Groups::new(metric.network(), by, ends);
        Some(Self { metric, ends, groups, back: metric.spread(ends[1], false), open })
    }

    fn targets(&self, groups: &[u32]) -> Vec<Target> {
        groups.iter().map(|&group| self.groups.target(self.metric.network(), group)).collect()
    }

    fn told(&self, worst: &Worst) -> Interdiction {
        Interdiction { closed: self.targets(&worst.closed), cost: worst.cost, end: worst.end }
    }

    /// The worst `k` closures of what is not kept.
    ///
    /// Whatever does damage closes something on the best way: branch on that, the last on the way
    /// first, and leave open what comes before it. The last closure is found for all on the way at
    /// once.
    fn worst(&self, kept: &[u32], k: usize, budget: &mut Budget<'_>) -> Worst {
        let mut worst = Worst { closed: Vec::new(), cost: self.open, end: End::Exhausted };
        if self.ends[0] == self.ends[1] || k == 0 {
            return worst;
        }
        let mut is_kept = vec![false; self.groups.count];
        for &group in kept {
            is_kept[group as usize] = true;
        }
        let (mut closed, mut branches): (Vec<u32>, Vec<Vec<u32>>) = (Vec::new(), Vec::new());
        loop {
            // one search for the way, one for the bound
            if !(budget.spend() && budget.spend()) {
                worst.end = End::Budget;
                break;
            }
            let next = self.next(&closed, &is_kept, k, &mut worst);
            if worst.cost == Cost::INFINITE {
                break;
            }
            for &group in &next {
                is_kept[group as usize] = true;
            }
            branches.push(next);
            while branches.last().is_some_and(Vec::is_empty) {
                branches.pop();
            }
            let Some(group) = branches.last_mut().and_then(Vec::pop) else { break };
            is_kept[group as usize] = false;
            closed.truncate(branches.len() - 1);
            closed.push(group);
        }
        worst.closed.sort_unstable();
        worst
    }

    /// Notes what the closures and one more do, when that is the last; else what to close next.
    fn next(&self, closed: &[u32], is_kept: &[bool], k: usize, worst: &mut Worst) -> Vec<u32> {
        let left_open = self.cheapest(|&group| !is_kept[group as usize]);
        if left_open.is_some_and(|(most, _)| Cost::new(most) <= worst.cost) {
            return Vec::new();
        }
        if closed.len() + 1 == k {
            self.close_one_more(closed, is_kept, worst);
            return Vec::new();
        }
        let Some((cost, arcs)) = self.cheapest(|group| closed.contains(group)) else {
            worst.note(closed, None, Cost::INFINITE);
            return Vec::new();
        };
        worst.note(closed, None, Cost::new(cost));
        let arcs: Vec<ArcId> = arcs.into_iter().map(ArcId).collect();
        let mut next = self.groups.along(&arcs);
        next.retain(|&group| !is_kept[group as usize]);
        next
    }

    fn close_one_more(&self, closed: &[u32], is_kept: &[bool], worst: &mut Worst) {
        let left = self.metric.without_arcs(|arc| self.groups.of(arc).iter().any(|group| closed.contains(group)));
        let Some(passed) = left.pass_along(self.ends[0], self.ends[1], &[self.groups.by]) else {
            return worst.note(closed, None, Cost::INFINITE);
        };
        worst.note(closed, None, passed.cost);
        for (gap, way) in passed.found {
            let group = self.groups.number(gap.member).filter(|&group| !is_kept[group as usize]);
            if group.is_some() {
                worst.note(closed, group, way.map_or(Cost::INFINITE, |(cost, _)| Cost::new(cost)));
            }
        }
    }

    /// The cheapest way over arcs that no group with this property closes.
    fn cheapest(&self, is_closed: impl Fn(&u32) -> bool) -> Option<(u64, Vec<u32>)> {
        cheapest_without(self.metric, self.ends, &self.back, |arc| self.groups.of(arc).iter().any(&is_closed))
    }
}

impl Worst {
    /// Takes these closures, and one more, if they are worse than what is known.
    fn note(&mut self, closed: &[u32], one_more: Option<u32>, cost: Cost) {
        if cost > self.cost {
            self.closed = closed.iter().copied().chain(one_more).collect();
            self.cost = cost;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CostModel, Network, Scenario};

    #[test]
    fn without_budget_the_damage_is_real_and_the_answer_partial() {
        let network = Network::bundled();
        let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
        let (from, to) = (network.place("Xi'an").unwrap(), network.place("Duisburg").unwrap());
        let whole = metric.interdict(from, to, By::Link, 2).unwrap();
        let part = metric.interdict_within(from, to, By::Link, 2, Budget::steps(20)).unwrap();
        assert_eq!((whole.end, part.end), (End::Exhausted, End::Budget));
        let left = metric.closing(&network.select(&part.closed).unwrap()).shortest(from, to).unwrap();
        assert_eq!(left.cost(), part.cost);
        assert!(metric.shortest(from, to).unwrap().cost() < part.cost && part.cost <= whole.cost);
    }
}
