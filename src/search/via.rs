//! Routes through given places.

use super::dijkstra::{Tree, search, search_from};
use crate::cost::{Cost, Metric};
use crate::network::PlaceId;
use crate::route::Route;

impl<'n> Metric<'n> {
    /// The route of least cost that visits places in the given order; `None` when there is no way.
    ///
    /// ```text
    ///   origin ──▶ … ──▶ via ──▶ … ──▶ destination     what arrives on one system and leaves on
    ///                    ▲  │                           another pays for the change, at the place
    ///                    └──┘ transfer                  itself or at one beside it
    /// ```
    ///
    /// The least of all ways through the places, not the least ways from each to the next put
    /// together: those may meet on different systems.
    ///
    /// # Units
    /// The cost is in the units of the metric's objective.
    ///
    /// # Complexity
    /// O(k (V + E) log V) time and O(k V) space, for k places, V stops and E arcs.
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let place = |name| network.place(name);
    /// let (from, via, to) = (place("Almaty")?, [place("Aktau")?, place("Baku")?], place("Poti")?);
    /// let by_the_caspian = metric.shortest_via(from, &via, to).unwrap();
    /// assert!(by_the_caspian.places().contains(&via[0]) && by_the_caspian.places().contains(&via[1]));
    /// assert!(by_the_caspian.cost() >= metric.shortest(from, to).unwrap().cost());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Dijkstra 1959, [doi:10.1007/BF01386390](https://doi.org/10.1007/BF01386390)
    #[must_use]
    pub fn shortest_via(&self, from: PlaceId, via: &[PlaceId], to: PlaceId) -> Option<Route<'n>> {
        let topology = self.network().arcs();
        if [from, to].iter().chain(via).any(|&place| self.is_closed(place)) {
            return None;
        }
        let mut trees: Vec<Tree<Cost>> = Vec::with_capacity(via.len() + 1);
        let mut last = from;
        for &next in via.iter().chain([&to]) {
            let goal = topology.stops_of(next);
            let mut left = goal.len();
            // every stop of the place counts, since a dearer one may be where the way goes on
            let done = |stop: usize| {
                left -= usize::from(goal.contains(&stop));
                left == 0
            };
            let weight = |arc: usize| self.open_cost(arc);
            trees.push(match trees.last() {
                None => search(topology, topology.stops_of(last), weight, done),
                Some(tree) => {
                    let reached = topology.stops_of(last).filter_map(|stop| Some((stop, tree.weight(stop)?)));
                    search_from(topology, reached, weight, done)
                }
            });
            last = next;
        }
        let mut stop = topology.stops_of(to).filter_map(|stop| Some((trees.last()?.weight(stop)?, stop))).min()?.1;
        let mut arcs = Vec::new();
        for tree in trees.iter().rev() {
            let stage = tree.arcs_to(topology, stop);
            stop = stage.first().map_or(stop, |arc| topology.tails[arc.index()] as usize);
            arcs.push(stage);
        }
        arcs.reverse();
        Some(Route::new(self, from, to, &arcs.concat()))
    }
}
