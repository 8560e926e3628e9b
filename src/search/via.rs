//! Routes by way of given places.

use super::dijkstra::{Tree, search_on};
use crate::cost::{Cost, Metric};
use crate::network::PlaceId;
use crate::route::Route;

impl<'n> Metric<'n> {
    /// The route of least cost that passes through given places in the given order; `None` when
    /// there is no way. A change of system at such a place is part of the route.
    ///
    /// ```text
    ///   origin ──▶ via 1 ──▶ via 2 ──▶ destination      arrives at a via by rail, leaves by road:
    ///              (rail → road: a transfer)            the transfer is paid
    /// ```
    ///
    /// It may pass through a place more than once when the order asks for it.
    ///
    /// # Units
    /// The cost is in the units of the metric's objective.
    ///
    /// # Complexity
    /// O(M · (V + E) log V) time and O(M · V) space for M legs between given places.
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let (xian, aktau, poti) = (network.place("Xi'an")?, network.place("Aktau")?, network.place("Poti")?);
    /// let route = metric.shortest_via(xian, &[aktau], poti).unwrap();
    /// assert!(route.places().contains(&aktau));
    /// assert!(route.cost() >= metric.shortest(xian, poti).unwrap().cost());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Dijkstra 1959, [doi:10.1007/BF01386390](https://doi.org/10.1007/BF01386390), once for each leg
    #[must_use]
    pub fn shortest_via(&self, from: PlaceId, by_way_of: &[PlaceId], to: PlaceId) -> Option<Route<'n>> {
        let all = || std::iter::once(from).chain(by_way_of.iter().copied()).chain([to]);
        if all().any(|place| self.is_closed(place)) {
            return None;
        }
        let topology = self.network().arcs();
        // one search for each stretch that leads somewhere else; each starts from what the one
        // before it paid to be in each system of the place between them
        let mut goals: Vec<PlaceId> = all().collect();
        goals.dedup();
        let mut start: Vec<(usize, Cost)> = topology.stops_of(from).map(|stop| (stop, Cost::ZERO)).collect();
        let mut trees: Vec<Tree<Cost>> = Vec::with_capacity(goals.len() - 1);
        for (nth, &goal) in goals.iter().enumerate().skip(1) {
            let stops = topology.stops_of(goal);
            // the route ends as soon as it arrives
            let end = if nth + 1 == goals.len() { stops.clone() } else { 0..0 };
            let open =
                |arc: usize| (!end.contains(&(topology.tails[arc] as usize))).then(|| self.open_cost(arc)).flatten();
            let mut left = stops.len();
            let done = |stop: usize| {
                left -= usize::from(stops.contains(&stop));
                left == 0
            };
            let tree = search_on(topology, start.into_iter(), open, done);
            start = stops.filter_map(|stop| Some((stop, tree.weight(stop)?))).collect();
            if start.is_empty() {
                return None;
            }
            trees.push(tree);
        }
        let mut arcs = Vec::new();
        if let Some(&(mut at, _)) = start.iter().min_by_key(|&&(stop, cost)| (cost, stop))
            && !trees.is_empty()
        {
            for tree in trees.iter().rev() {
                let stretch = tree.arcs_to(topology, at);
                at = stretch.first().map_or(at, |arc| topology.tails[arc.index()] as usize);
                arcs.push(stretch);
            }
        }
        arcs.reverse();
        Some(Route::new(self, from, to, &arcs.concat()))
    }
}
