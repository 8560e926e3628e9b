//! A customizable contraction hierarchy: made once of a topology, quick to take on any metric.

mod below;
mod change;
mod climb;
mod join;
mod order;
mod selected;
mod shape;
mod stored;
mod sweep;
mod table;
mod units;
mod watch;
mod weights;

use std::fmt;
use std::sync::Arc;

use crate::cost::{Cost, Metric};
use crate::network::{ArcId, Network, PlaceId};
use crate::route::Route;
pub use order::{Adjacency, Fill, nested_dissection};
use shape::Shape;
pub use stored::StoredOrderError;
use units::Units;
pub(crate) use watch::Shortcut;
use weights::Weights;

/// What makes searches of one network quick, whatever the metric: an order of its stops, and the
/// shortcuts that it leads to. Made by [`Network::hierarchy`], once for a network; a clone is the same.
///
/// ```
/// use landbridge::{CostModel, Network, Scenario};
/// let network = Network::bundled();
/// let hierarchy = network.hierarchy();
/// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
/// let quick = hierarchy.customize(&metric);
/// let (from, to) = (network.place("Xi'an")?, network.place("Duisburg")?);
/// assert_eq!(quick.cost(from, to), metric.shortest(from, to).unwrap().cost());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Hierarchy<'n> {
    network: &'n Network,
    shape: Arc<Shape>,
}

/// A metric on a hierarchy, made by [`Hierarchy::customize`]: the answers of the metric, sooner.
#[derive(Clone)]
pub struct Customized<'h, 'n> {
    hierarchy: &'h Hierarchy<'n>,
    metric: Metric<'n>,
    weights: Width,
}

#[derive(Clone)]
enum Width {
    Narrow(Weights<i32>),
    Wide(Weights<i64>),
}

/// The least costs from one place to all others, made by [`Customized::from`].
#[derive(Debug)]
pub struct CostsFrom<'c, 'h, 'n> {
    customized: &'c Customized<'h, 'n>,
    origin: PlaceId,
    reached: Reached,
}

#[derive(Debug)]
enum Reached {
    Narrow(Vec<i32>),
    Wide(Vec<i64>),
}

impl Network {
    /// A hierarchy over the network, for many questions under many metrics.
    ///
    /// ```text
    ///   a ─ b ─ c ─ d ─ e      stops in the order of their ranks: where a stop is taken out, a
    ///    ╲_____╱ ╲_____╱       shortcut joins its neighbours of higher rank
    /// ```
    ///
    /// # Complexity
    /// The order takes longest, seconds for 10⁵ places (it may be kept: [`Hierarchy::write_order`]); then O(arcs of the hierarchy) time and space,
    /// which on road and rail networks are about three times those of the network.
    ///
    /// # Panics
    /// On a network so dense that there would be 2²⁸ arcs, or 2¹⁶ stops above one.
    ///
    /// # References
    /// Dibbelt, Strasser, Wagner 2016, [doi:10.1145/2886843](https://doi.org/10.1145/2886843);
    /// the order: [`nested_dissection`]
    #[must_use]
    pub fn hierarchy(&self) -> Hierarchy<'_> {
        let topology = self.arcs();
        let points: Vec<_> = topology.stops.iter().map(|stop| self[stop.place].point).collect();
        let links: Vec<(u32, u32)> = topology.tails.iter().copied().zip(topology.heads.iter().copied()).collect();
        let ranks = nested_dissection(&points, &Adjacency::new(points.len(), &links));
        let Ok(shape) = Shape::new(topology, &ranks) else { panic!("a hierarchy is less than 2¹⁶ stops high") };
        Hierarchy { network: self, shape: Arc::new(shape) }
    }
}

impl<'n> Hierarchy<'n> {
    /// The network.
    #[must_use]
    pub fn network(&self) -> &'n Network {
        self.network
    }

    /// The number of arcs, each of which stands for both directions.
    #[must_use]
    pub fn arcs(&self) -> usize {
        self.shape.arcs()
    }

    /// Takes on a metric of the network.
    ///
    /// # Complexity
    /// O(triangles of the hierarchy) time, O(arcs of the hierarchy) space.
    ///
    /// # Panics
    /// On a metric of another network.
    ///
    /// # References
    /// Dibbelt, Strasser, Wagner 2016, [doi:10.1145/2886843](https://doi.org/10.1145/2886843)
    #[must_use]
    pub fn customize(&self, metric: &Metric<'n>) -> Customized<'_, 'n> {
        assert!(std::ptr::eq(self.network, metric.network()), "a metric of another network");
        let weights = Weights::new(&self.shape, metric)
            .map(Width::Narrow)
            .or_else(|weights::TooLarge| Weights::new(&self.shape, metric).map(Width::Wide));
        let Ok(weights) = weights else { unreachable!("the metric bounds its sums") };
        Customized { hierarchy: self, metric: metric.clone(), weights }
    }

    fn nodes_of(&self, place: PlaceId) -> impl Iterator<Item = usize> {
        self.network.arcs().stops_of(place).map(|stop| self.shape.ranks[stop] as usize)
    }
}

impl<'h, 'n> Customized<'h, 'n> {
    /// The hierarchy.
    #[must_use]
    pub fn hierarchy(&self) -> &'h Hierarchy<'n> {
        self.hierarchy
    }

    /// The metric that it has taken on.
    #[must_use]
    pub fn metric(&self) -> &Metric<'n> {
        &self.metric
    }

    /// Goes over to another metric of the network, as after a closing: what [`Hierarchy::customize`] makes
    /// of it, sooner the less of it changes.
    ///
    /// # Complexity
    /// That of customizing the stops whose arcs of the hierarchy change or may change; before that a look
    /// at a bit for each arc of the network where both metrics were derived from one by closing, or at
    /// each arc where they were not.
    ///
    /// # Panics
    /// On a metric of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let hierarchy = network.hierarchy();
    /// let open = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let mut quick = hierarchy.customize(&open);
    /// let closed = open.closing(&network.select(&["country:KZ".parse()?])?);
    /// quick.recustomize(&closed);
    /// let (from, to) = (network.place("Xi'an")?, network.place("Duisburg")?);
    /// assert_eq!(quick.cost(from, to), closed.shortest(from, to).unwrap().cost());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Dibbelt, Strasser, Wagner 2016, [doi:10.1145/2886843](https://doi.org/10.1145/2886843), partial updates
    pub fn recustomize(&mut self, metric: &Metric<'n>) {
        let Hierarchy { network, shape } = self.hierarchy;
        assert!(std::ptr::eq(*network, metric.network()), "a metric of another network");
        let changed = match &mut self.weights {
            Width::Narrow(weights) => weights.change(shape, network.arcs(), &self.metric, metric),
            Width::Wide(weights) => weights.change(shape, network.arcs(), &self.metric, metric),
        };
        match changed {
            Ok(()) => self.metric = metric.clone(),
            Err(weights::TooLarge) => *self = self.hierarchy.customize(metric),
        }
    }

    /// The least cost from one place to another: that of [`Metric::shortest`], infinite when there is
    /// no way.
    ///
    /// # Complexity
    /// O(arcs above both) time, O(height of the hierarchy) space.
    ///
    /// # Panics
    /// On a place of another network.
    #[must_use]
    pub fn cost(&self, from: PlaceId, to: PlaceId) -> Cost {
        if self.metric.is_closed(from) || self.metric.is_closed(to) {
            return Cost::INFINITE;
        }
        if from == to {
            return Cost::ZERO;
        }
        let Hierarchy { shape, .. } = self.hierarchy;
        self.pairs(from, to)
            .map(|(from, to)| match &self.weights {
                Width::Narrow(weights) => match climb::meet(shape, weights, |weight| weight, from, to) {
                    Some(meeting) if meeting.may_be_too_large() => climb::meet(shape, weights, i32::wide, from, to)
                        .map_or(Cost::INFINITE, |meeting| meeting.cost.cost()),
                    Some(meeting) => meeting.cost.cost(),
                    None => Cost::INFINITE,
                },
                Width::Wide(weights) => climb::meet(shape, weights, |weight| weight, from, to)
                    .map_or(Cost::INFINITE, |meeting| meeting.cost.cost()),
            })
            .min()
            .unwrap_or(Cost::INFINITE)
    }

    /// Each stop of one place with each of another.
    fn pairs(&self, from: PlaceId, to: PlaceId) -> impl Iterator<Item = (usize, usize)> {
        let hierarchy = self.hierarchy;
        hierarchy.nodes_of(from).flat_map(move |from| hierarchy.nodes_of(to).map(move |to| (from, to)))
    }

    /// A route of least cost from one place to another; `None` when there is no way.
    ///
    /// Its cost is that of [`Metric::shortest`]. Where several routes tie it may be another one, but
    /// always the same.
    ///
    /// # Complexity
    /// As [`Customized::cost`], and for each shortcut on the way a look at the stops below it.
    ///
    /// # Panics
    /// On a place of another network.
    #[must_use]
    pub fn shortest(&self, from: PlaceId, to: PlaceId) -> Option<Route<'n>> {
        if self.metric.is_closed(from) || self.metric.is_closed(to) {
            return None;
        }
        if from == to {
            return Some(Route::new(&self.metric, from, to, &[]));
        }
        let arcs = match &self.weights {
            // what a route is made of is worth the wider sums
            Width::Narrow(weights) => self.way(weights, i32::wide, from, to),
            Width::Wide(weights) => self.way(weights, |weight| weight, from, to),
        };
        Some(Route::new(&self.metric, from, to, &self.without_rings(from, to, &arcs?)))
    }

    fn way<W: Units>(
        &self,
        weights: &Weights<W>,
        lift: impl Fn(W) -> i64 + Copy,
        from: PlaceId,
        to: PlaceId,
    ) -> Option<Vec<ArcId>> {
        let shape = &self.hierarchy.shape;
        let ways = self
            .pairs(from, to)
            .filter_map(|(from, to)| Some((climb::meet(shape, weights, lift, from, to)?, from, to)));
        let (meeting, from, to) = ways.min_by_key(|(meeting, ..)| meeting.cost)?;
        let way = climb::Unpacking { shape, weights, metric: &self.metric };
        (meeting.cost < i64::FAR).then(|| meeting.arcs(&way, lift, from, to))
    }

    /// A way of least cost without what it spends nothing on: rings of free arcs, and what comes before
    /// it leaves the origin or after it arrives.
    fn without_rings(&self, from: PlaceId, to: PlaceId, arcs: &[ArcId]) -> Vec<ArcId> {
        let topology = self.hierarchy.network.arcs();
        let stops = |arc: &ArcId| [topology.tails[arc.index()], topology.heads[arc.index()]].map(|stop| stop as usize);
        let place = |stop: usize| topology.place_of(stop);
        let starts = arcs.iter().rposition(|arc| place(stops(arc)[0]) == from).unwrap_or(0);
        let rest = &arcs[starts..];
        let ends = rest.iter().position(|arc| place(stops(arc)[1]) == to).map_or(rest.len(), |at| at + 1);
        let mut kept: Vec<ArcId> = Vec::with_capacity(ends);
        let mut seen = std::collections::HashMap::with_capacity(ends);
        for arc in &rest[..ends] {
            let [tail, head] = stops(arc);
            seen.insert(tail, kept.len());
            kept.push(*arc);
            if let Some(&at) = seen.get(&head) {
                kept.drain(at..).for_each(|arc| _ = seen.remove(&stops(&arc)[0]));
            }
        }
        kept
    }

    /// The least costs from one place to all others: those of [`Metric::from`].
    ///
    /// # Complexity
    /// O(stops + arcs of the hierarchy) time, O(stops) space.
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # References
    /// Delling, Goldberg, Nowatzyk, Werneck 2013,
    /// [doi:10.1016/j.jpdc.2012.02.007](https://doi.org/10.1016/j.jpdc.2012.02.007)
    #[must_use]
    pub fn from(&self, origin: PlaceId) -> CostsFrom<'_, 'h, 'n> {
        let mut costs = CostsFrom { customized: self, origin, reached: Reached::Narrow(Vec::new()) };
        costs.restart(origin);
        costs
    }
}

impl CostsFrom<'_, '_, '_> {
    /// Goes over to another origin, in the same memory.
    ///
    /// # Complexity
    /// As [`Customized::from`], without what a large piece of memory takes to be had: on large networks a tenth.
    ///
    /// # Panics
    /// On a place of another network.
    pub fn restart(&mut self, origin: PlaceId) {
        let Customized { hierarchy, weights, .. } = self.customized;
        let (shape, starts) = (&hierarchy.shape, || hierarchy.nodes_of(origin));
        self.origin = origin;
        if let (Width::Narrow(weights), Reached::Narrow(costs)) = (weights, &mut self.reached) {
            sweep::sweep(shape, weights, |weight| weight, starts(), costs);
            if !climb::are_large(costs) {
                return;
            }
        }
        if let Reached::Narrow(_) = self.reached {
            self.reached = Reached::Wide(Vec::new());
        }
        let Reached::Wide(costs) = &mut self.reached else { unreachable!("they are wide now") };
        match weights {
            Width::Narrow(weights) => sweep::sweep(shape, weights, i32::wide, starts(), costs),
            Width::Wide(weights) => sweep::sweep(shape, weights, |weight| weight, starts(), costs),
        }
    }

    /// The least cost to a place; infinite when there is no way.
    ///
    /// # Panics
    /// On a place of another network.
    #[must_use]
    pub fn cost(&self, to: PlaceId) -> Cost {
        let metric = &self.customized.metric;
        if metric.is_closed(self.origin) || metric.is_closed(to) {
            return Cost::INFINITE;
        }
        if to == self.origin {
            return Cost::ZERO;
        }
        let cost = |node: usize| match &self.reached {
            Reached::Narrow(costs) => costs[node].cost(),
            Reached::Wide(costs) => costs[node].cost(),
        };
        self.customized.hierarchy.nodes_of(to).map(cost).min().unwrap_or(Cost::INFINITE)
    }

    /// The least costs to all places, in order of the network's table: those of [`CostsFrom::cost`],
    /// sooner.
    ///
    /// # Complexity
    /// O(stops).
    ///
    /// ```
    /// use landbridge::{Cost, CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let hierarchy = network.hierarchy();
    /// let costs = hierarchy.customize(&metric).from(network.place("Khorgos")?).costs();
    /// let reached = costs.iter().filter(|&&cost| cost < Cost::INFINITE).count();
    /// assert!(reached > costs.len() / 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn costs(&self) -> Vec<Cost> {
        let mut costs = Vec::new();
        self.costs_into(&mut costs);
        costs
    }

    /// Those of [`CostsFrom::costs`] in place of what a vector holds.
    ///
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let hierarchy = network.hierarchy();
    /// let quick = hierarchy.customize(&network.metric(&Scenario::default(), &CostModel::time())?);
    /// let (khorgos, poti) = (network.place("Khorgos")?, network.place("Poti")?);
    /// let (mut reached, mut costs) = (quick.from(khorgos), Vec::new());
    /// for origin in [khorgos, poti] {
    ///     reached.restart(origin);
    ///     reached.costs_into(&mut costs);
    ///     assert_eq!(costs, quick.from(origin).costs());
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn costs_into(&self, costs: &mut Vec<Cost>) {
        match &self.reached {
            Reached::Narrow(reached) => self.by_place(reached, costs),
            Reached::Wide(reached) => self.by_place(reached, costs),
        }
    }

    fn by_place<W: Units>(&self, reached: &[W], costs: &mut Vec<Cost>) {
        /// Places at a time.
        const BLOCK: usize = 512;
        let Customized { hierarchy, metric, .. } = self.customized;
        let topology = hierarchy.network.arcs();
        let ranks = &hierarchy.shape.ranks;
        costs.clear();
        if metric.is_closed(self.origin) {
            costs.resize(topology.places(), Cost::INFINITE);
            return;
        }
        costs.reserve(topology.places());
        let mut here = Vec::new();
        for start in (0..topology.places()).step_by(BLOCK) {
            let (stops, of_each) = topology.stops_of_all(start..topology.places().min(start + BLOCK));
            // by itself, so that what lies far apart is fetched side by side
            here.clear();
            here.extend(ranks[stops].iter().map(|&node| reached[node as usize]));
            costs.extend(of_each.map(|own| here[own].iter().copied().fold(W::FAR, units::least).cost()));
        }
        costs[self.origin.index()] = Cost::ZERO;
        for (cost, _) in
            costs.iter_mut().zip(hierarchy.network.places()).filter(|(_, (place, _))| metric.is_closed(*place))
        {
            *cost = Cost::INFINITE;
        }
    }
}

impl fmt::Debug for Hierarchy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hierarchy({} stops, {} arcs, height {})", self.shape.nodes(), self.arcs(), self.shape.height)
    }
}

impl fmt::Debug for Customized<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Customized({:?}, {:?})", self.hierarchy, self.metric)
    }
}
