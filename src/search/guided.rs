//! One search after another to the same goal, each with more closed: guided by what is at least to be paid.

use super::dijkstra::search;
use crate::cost::{Cost, Metric};
use crate::network::{ArcId, PlaceId};

impl Metric<'_> {
    /// The arcs of a cheapest way that uses no arc for which `shut` holds; `ahead` is
    /// [`Metric::costs_to`] of the destination under this metric or one with less closed. An A* search.
    pub(crate) fn shortest_past(
        &self,
        from: PlaceId,
        to: PlaceId,
        ahead: &[Option<u64>],
        shut: impl Fn(usize) -> bool,
    ) -> Option<Vec<ArcId>> {
        let topology = self.network().arcs();
        let goal = topology.stops_of(to);
        // what an arc takes away from the hope of its tail is no cost
        let detour = |arc: usize| {
            let (tail, head) = (ahead[topology.tails[arc] as usize]?, ahead[topology.heads[arc] as usize]?);
            let step = self.open_cost(arc).filter(|_| !shut(arc))?.finite()?;
            Some(Cost::new(step + head - tail))
        };
        let mut best: Option<Vec<ArcId>> = None;
        let mut least = u64::MAX;
        // the stops of the origin differ in their hope, so that each is searched from
        for stop in topology.stops_of(from) {
            let Some(hope) = ahead[stop] else { continue };
            let mut end = None;
            let tree = search(topology, stop..stop + 1, detour, |at| {
                end = goal.contains(&at).then_some(at);
                end.is_some()
            });
            let Some(end) = end else { continue };
            let cost = hope + tree.weight(end).and_then(Cost::finite).unwrap_or_default();
            if cost < least {
                least = cost;
                best = Some(tree.arcs_to(topology, end));
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use proptest::strategy::{Strategy, ValueTree};
    use proptest::test_runner::TestRunner;

    use super::*;
    use crate::strategies::networks;
    use crate::{CostModel, Scenario};

    #[test]
    fn it_is_the_shortest_with_the_rest_closed() {
        let (mut runner, mut dearer, mut none) = (TestRunner::deterministic(), 0, 0);
        let drawn = networks().places(3..=7).links(8..=20).statuses(false);
        for round in 0..400 {
            let network = drawn.new_tree(&mut runner).unwrap().current();
            let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
            let places: Vec<PlaceId> = network.places().map(|(id, _)| id).collect();
            let (from, to) = (places[round % places.len()], places[places.len() / 2]);
            if from == to {
                continue;
            }
            let (ahead, shut) = (metric.costs_to(to), |arc: usize| arc % 7 == round % 5);
            let cost = |arcs: &[ArcId]| arcs.iter().fold(Cost::ZERO, |sum, &arc| sum + metric.cost(arc));
            let found = metric.shortest_past(from, to, &ahead, shut);
            let expected = metric.without_arcs(shut).shortest(from, to).map(|route| route.cost());
            assert_eq!(found.as_ref().map(|arcs| cost(arcs)), expected, "{round}");
            let legs: Vec<ArcId> = found.unwrap_or_default();
            assert!(legs.iter().all(|arc| !shut(arc.index())));
            let topology = network.arcs();
            assert!(legs.windows(2).all(|two| topology.heads[two[0].index()] == topology.tails[two[1].index()]));
            dearer += usize::from(expected > metric.shortest(from, to).map(|route| route.cost()));
            none += usize::from(expected.is_none());
        }
        assert!(dearer > 20 && none > 20, "{dearer} {none}");
    }
}
