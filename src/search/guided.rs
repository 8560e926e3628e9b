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
