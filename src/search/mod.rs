//! Shortest routes over a metric.

mod alternatives;
mod budget;
mod deviation;
mod dijkstra;
mod guided;
mod k_shortest;
mod labels;
mod pareto;
mod table;
mod ties;
mod via;

pub use alternatives::{Alternatives, RouteSet, Unlike};
pub use budget::Budget;
use dijkstra::{Lex, Tree, search};
pub use k_shortest::KShortest;
pub use pareto::{Criterion, Pareto, ParetoRoute, ParetoSet};
pub use ties::Ties;

use crate::cost::{Cost, Metric, Values};
use crate::network::{ArcId, PlaceId};
use crate::route::Route;
use std::ops::Range;

/// How a search that lists several routes ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// There is nothing more: the list is complete.
    Exhausted,
    /// As many as were asked for; there may be more.
    Taken,
    /// The budget ran out. What is listed is right; the list is partial.
    Budget,
}

impl End {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        ["exhausted", "taken", "budget"][self as usize]
    }
}

/// The stops at both ends of a question for routes.
///
/// A route starts when it leaves its origin and ends when it first arrives: no arc leads back into
/// the origin or on from the destination, and changing system at either end is no part of it.
#[derive(Clone, Debug)]
struct Ends {
    from: Range<usize>,
    to: Range<usize>,
}

impl Ends {
    fn cost(&self, metric: &Metric<'_>, arc: usize) -> Option<Cost> {
        let topology = metric.network().arcs();
        let (tail, head) = (topology.tails[arc] as usize, topology.heads[arc] as usize);
        if self.from.contains(&head) || self.to.contains(&tail) {
            return None;
        }
        metric.open_cost(arc)
    }
}

impl<'n> Metric<'n> {
    /// The stops of both ends; `None` when one of them is closed.
    fn ends(&self, from: PlaceId, to: PlaceId) -> Option<Ends> {
        let topology = self.network().arcs();
        let ends = Ends { from: topology.stops_of(from), to: topology.stops_of(to) };
        (!self.is_closed(from) && !self.is_closed(to)).then_some(ends)
    }

    /// The route of least cost from one place to another; `None` when there is no way, for which
    /// [`Metric::why_no_way`] has the certificate. From a place to itself the route has no legs.
    ///
    /// ```text
    ///   origin ──▶ ● ──▶ ● ──▶ destination        a place holds one stop for each system;
    ///              └──▶ ●──────▲                   all of them are start and goal at no cost
    /// ```
    ///
    /// # Units
    /// The cost is in the units of the metric's objective.
    ///
    /// # Complexity
    /// O((V + E) log V) time and O(V) space, for V stops and E arcs; ends when it arrives. It searches
    /// from one end, which needs nothing prepared: from both ends it took 0.75 to 1.3 times as long,
    /// led by the great circle 0.5 to 1.5 times (`benches/one_to_one.rs`).
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let russia_by_rail = Scenario::default()
    ///     .closing("country:CN".parse()?)
    ///     .closing("country:KZ".parse()?)
    ///     .closing("mode:road".parse()?);
    /// let metric = network.metric(&russia_by_rail, &CostModel::distance())?;
    /// let (moscow, vladivostok) = (network.place("Moscow")?, network.place("Vladivostok")?);
    /// let route = metric.shortest(moscow, vladivostok).unwrap();
    /// assert!((8_700.0..9_300.0).contains(&route.length().as_km()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Dijkstra 1959, [doi:10.1007/BF01386390](https://doi.org/10.1007/BF01386390)
    #[must_use]
    pub fn shortest(&self, from: PlaceId, to: PlaceId) -> Option<Route<'n>> {
        if self.is_closed(from) || self.is_closed(to) {
            return None;
        }
        if from == to {
            return Some(Route::new(self, from, to, &[]));
        }
        let goal = self.network().arcs().stops_of(to);
        let tree = self.tree(from, |stop| goal.contains(&stop));
        OneToAll { metric: self, origin: from, tree, closed: false }.route(to)
    }

    /// The least costs from one place to all others.
    ///
    /// # Units
    /// The costs are in the units of the metric's objective.
    ///
    /// # Complexity
    /// O((V + E) log V) time and O(V) space, for V stops and E arcs.
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{Cost, CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let from_aktau = metric.from(network.place("Aktau")?);
    /// assert!(from_aktau.cost(network.place("Baku")?) < from_aktau.cost(network.place("Poti")?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Dijkstra 1959, [doi:10.1007/BF01386390](https://doi.org/10.1007/BF01386390)
    #[must_use]
    pub fn from(&self, origin: PlaceId) -> OneToAll<'_, 'n> {
        let closed = self.is_closed(origin);
        let tree = if closed { Tree::empty(self.network().arcs()) } else { self.tree(origin, |_| false) };
        OneToAll { metric: self, origin, tree, closed }
    }

    fn tree(&self, origin: PlaceId, done: impl FnMut(usize) -> bool) -> Tree<Cost> {
        let topology = self.network().arcs();
        let weight = |arc: usize| self.open_cost(arc);
        search(topology, topology.stops_of(origin), weight, done)
    }

    /// The least cost from the origin to each stop.
    pub(crate) fn costs_from(&self, origin: PlaceId) -> Vec<Option<u64>> {
        let tree = self.tree(origin, |_| false);
        (0..self.network().arcs().stops.len()).map(|stop| tree.weight(stop).and_then(Cost::finite)).collect()
    }

    /// The cost of an arc, unless it is closed.
    pub(crate) fn open_cost(&self, arc: usize) -> Option<Cost> {
        let cost = self.cost(ArcId(u32::try_from(arc).ok()?));
        (cost != Cost::INFINITE).then_some(cost)
    }

    /// The least and the greatest share of the cost that an optimal route spends inside something,
    /// over all routes that tie for the optimum; `None` when there is no way or the optimum is free.
    ///
    /// Inside and outside add up to the same cost on every optimal route, so that the most inside
    /// is the least outside: two searches with a second criterion, exact.
    pub(crate) fn share_range(&self, from: PlaceId, to: PlaceId, inside: impl Fn(ArcId) -> u64) -> Option<(f64, f64)> {
        let topology = self.network().arcs();
        let least = |of_inside: bool| {
            let weight = |at: usize| {
                let arc = ArcId(u32::try_from(at).ok()?);
                let cost = self.open_cost(at)?.finite()?;
                let inner = inside(arc).min(cost);
                Some(Lex(cost, if of_inside { inner } else { cost - inner }))
            };
            let goal = topology.stops_of(to);
            let tree = search(topology, topology.stops_of(from), weight, |stop| goal.contains(&stop));
            goal.filter_map(|stop| tree.weight(stop)).min()
        };
        let (Lex(cost, inside), Lex(_, outside)) = (least(true)?, least(false)?);
        let share = |part: u64| crate::units::to_float(part) / crate::units::to_float(cost);
        (cost > 0).then(|| (share(inside), share(cost - outside)))
    }
}

/// The least costs and routes from one place to all others.
#[derive(Debug)]
pub struct OneToAll<'m, 'n> {
    metric: &'m Metric<'n>,
    origin: PlaceId,
    tree: Tree<Cost>,
    closed: bool,
}

impl<'n> OneToAll<'_, 'n> {
    /// The least cost to a place; infinite when there is no way.
    ///
    /// # Panics
    /// On a place of another network.
    #[must_use]
    pub fn cost(&self, to: PlaceId) -> Cost {
        self.best(to).map_or(Cost::INFINITE, |(cost, _)| cost)
    }

    /// The route of least cost to a place.
    ///
    /// # Panics
    /// On a place of another network.
    #[must_use]
    pub fn route(&self, to: PlaceId) -> Option<Route<'n>> {
        let arcs = match self.best(to)?.1 {
            Some(stop) => self.tree.arcs_to(self.metric.network().arcs(), stop),
            None => Vec::new(),
        };
        Some(Route::new(self.metric, self.origin, to, &arcs))
    }

    /// Distance, time and money of the route of least cost to each place, in order of
    /// [`Network::places`](crate::Network::places); `None` where there is no way.
    ///
    /// # Complexity
    /// O(V) once the search is done.
    #[must_use]
    pub fn values(&self) -> Vec<Option<Values>> {
        let topology = self.metric.network().arcs();
        let mut known: Vec<Option<Values>> = vec![None; topology.stops.len()];
        let mut chain = Vec::new();
        let mut of_stop = |stop: usize| {
            let mut at = stop;
            // up the tree to a stop whose values are known, then down again
            let mut sum = loop {
                match (known[at], self.tree.parent(at)) {
                    (Some(values), _) => break values,
                    (None, Some(arc)) => {
                        chain.push((at, arc));
                        at = topology.tails[arc.index()] as usize;
                    }
                    (None, None) => break Values::default(),
                }
            };
            while let Some((reached, arc)) = chain.pop() {
                sum += self.metric.parts(arc).into_iter().map(|part| part.values).sum();
                known[reached] = Some(sum);
            }
            sum
        };
        let places = self.metric.network().places();
        places.map(|(place, _)| Some(self.best(place)?.1.map_or_else(Values::default, &mut of_stop))).collect()
    }

    /// The least cost, and the stop that has it unless the place is the origin.
    fn best(&self, to: PlaceId) -> Option<(Cost, Option<usize>)> {
        if self.closed || self.metric.is_closed(to) {
            return None;
        }
        if to == self.origin {
            return Some((Cost::ZERO, None));
        }
        let stops = self.metric.network().arcs().stops_of(to);
        stops.filter_map(|stop| Some((self.tree.weight(stop)?, Some(stop)))).min()
    }
}
