//! Least costs between many places.

use super::dijkstra::{search, search_back};
use crate::cost::{Cost, Metric, Table};
use crate::network::{PlaceId, Topology};

/// So many searches cost more than a hierarchy: its order takes the time of 23 on the railways of the world,
/// of 120 on its highways.
const MANY: usize = 512;

impl Metric<'_> {
    /// The least costs from each of some places to each of others.
    ///
    /// ```text
    ///              to   Duisburg  Poti
    ///   from Xi'an         ·       ·         each · a least cost, infinite when there is no way
    ///        Almaty        ·       ·
    /// ```
    ///
    /// # Units
    /// The costs are in the units of the metric's objective.
    ///
    /// # Complexity
    /// O(min(F, T) · (V + E) log V) time and O(F · T + V) space for F origins and T destinations:
    /// one search from each place of the shorter side, which ends when the other side is reached. From 512
    /// places on that side a [hierarchy](crate::Hierarchy) is made for it, whose order costs as much as some
    /// dozens to some hundreds of searches, and each search after it next to nothing.
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let from = [network.place("Xi'an")?, network.place("Almaty")?];
    /// let to = [network.place("Duisburg")?, network.place("Poti")?];
    /// let table = metric.table(&from, &to);
    /// assert!(table.cost(1, 0) < table.cost(0, 0));
    /// assert_eq!(table.cost(0, 1), metric.shortest(from[0], to[1]).unwrap().cost());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Dijkstra 1959, [doi:10.1007/BF01386390](https://doi.org/10.1007/BF01386390)
    #[must_use]
    pub fn table(&self, from: &[PlaceId], to: &[PlaceId]) -> Table {
        if from.len().min(to.len()) >= MANY {
            return self.network().hierarchy().customize(self).table(from, to);
        }
        let mut costs = vec![Cost::INFINITE; from.len() * to.len()];
        let ahead = from.len() <= to.len();
        let (near, far) = if ahead { (from, to) } else { (to, from) };
        for (at, &place) in near.iter().enumerate() {
            for (other, cost) in self.to_all_of(place, far, ahead).into_iter().enumerate() {
                costs[if ahead { at * to.len() + other } else { other * to.len() + at }] = cost;
            }
        }
        Table::new(from, to, costs)
    }

    /// The least costs from a place to some others, or from those to it.
    fn to_all_of(&self, place: PlaceId, others: &[PlaceId], ahead: bool) -> Vec<Cost> {
        let topology = self.network().arcs();
        if self.is_closed(place) {
            return vec![Cost::INFINITE; others.len()];
        }
        let mut wanted = Wanted::new(topology, others);
        let weight = |arc: usize| self.open_cost(arc);
        let tree = if ahead {
            search(topology, topology.stops_of(place), weight, |stop| wanted.is_last(topology, stop))
        } else {
            search_back(topology, topology.stops_of(place), weight, |stop| wanted.is_last(topology, stop))
        };
        let cost = |&other: &PlaceId| match () {
            () if self.is_closed(other) => Cost::INFINITE,
            () if other == place => Cost::ZERO,
            () => topology.stops_of(other).filter_map(|stop| tree.weight(stop)).min().unwrap_or(Cost::INFINITE),
        };
        others.iter().map(cost).collect()
    }
}

/// The places that a search has still to reach.
struct Wanted {
    open: Vec<bool>,
    left: usize,
}

impl Wanted {
    fn new(topology: &Topology, places: &[PlaceId]) -> Self {
        let mut open = vec![false; topology.places()];
        for place in places {
            open[place.index()] = true;
        }
        Self { left: open.iter().filter(|open| **open).count(), open }
    }

    /// Takes note of a settled stop; true once every place is reached.
    fn is_last(&mut self, topology: &Topology, stop: usize) -> bool {
        let place = topology.place_of(stop).index();
        if std::mem::take(&mut self.open[place]) {
            self.left -= 1;
        }
        self.left == 0
    }
}
