//! Which few closures together do the most damage.

use super::detour::cheapest_without;
use super::groups::{By, Groups};
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
    /// O(l^k) searches for l things on a way, less those that a way over what is never closed again
    /// bounds, and no more than 100,000 in all; O(k l) space besides. The problem is NP-hard in `k`.
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
    /// Ball, Golden, Vohra 1989, [doi:10.1016/0167-6377(89)90003-5](https://doi.org/10.1016/0167-6377(89)90003-5);
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
        let ends = [from, to];
        let open = self.shortest(from, to)?;
        let network = self.network();
        let groups = Groups::new(network, by, ends);
        let targets = |closed: &[u32]| closed.iter().map(|&group| groups.target(network, group)).collect();
        if from == to || k == 0 {
            return Some(Interdiction { closed: Vec::new(), cost: open.cost(), end: End::Exhausted });
        }
        if let Some(cut) = self.min_cut_within(from, to, by, budget).filter(|cut| cut.size <= k) {
            let closed = cut.near_origin().to_vec();
            return Some(Interdiction { closed, cost: Cost::INFINITE, end: End::Exhausted });
        }
        let back = self.spread(to, false);
        let (mut worst, mut worst_cost, mut end) = (Vec::new(), open.cost().finite()?, End::Exhausted);
        let mut stack: Vec<(Vec<u32>, Vec<u32>)> = vec![(Vec::new(), Vec::new())];
        while let Some((closed, kept)) = stack.pop() {
            // one search for the way, one for the bound
            if !(budget.spend() && budget.spend()) {
                end = End::Budget;
                break;
            }
            let hit = |arc: usize| groups.of(arc).iter().any(|group| closed.contains(group));
            let Some((cost, arcs)) = cheapest_without(self, ends, &back, hit) else {
                // a cut of k or fewer is known before, unless it was not proven smallest
                closed.clone_into(&mut worst);
                return Some(Interdiction { closed: targets(&worst), cost: Cost::INFINITE, end: End::Exhausted });
            };
            if cost > worst_cost {
                (worst, worst_cost) = (closed.clone(), cost);
            }
            if closed.len() == k {
                continue;
            }
            let may_close = |arc: usize| groups.of(arc).iter().any(|group| !kept.contains(group));
            if !kept.is_empty()
                && cheapest_without(self, ends, &back, may_close).is_some_and(|(most, _)| most <= worst_cost)
            {
                continue;
            }
            let arcs: Vec<ArcId> = arcs.into_iter().map(ArcId).collect();
            let mut ruled_out = kept.clone();
            for group in groups.along(&arcs) {
                if kept.contains(&group) {
                    continue;
                }
                let mut next = closed.clone();
                next.push(group);
                stack.push((next, ruled_out.clone()));
                ruled_out.push(group);
            }
        }
        worst.sort_unstable();
        Some(Interdiction { closed: targets(&worst), cost: Cost::new(worst_cost), end })
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
