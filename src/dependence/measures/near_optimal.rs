//! How many of the nearly best routes pass through the hub.

use crate::cost::{Cost, Metric};
use crate::network::{Network, PlaceId};
use crate::route::Route;
use crate::scenario::Selection;
use crate::search::{End, Unlike};
use crate::units::to_float;

/// The stretches at which the curve is given: a route within `1 + ε` of the best.
pub(crate) const STRETCHES: [f64; 6] = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5];

/// At most this part of the cost of a route may be shared with a cheaper one in the list, so that a
/// dozen variants of one line do not count as a dozen routes.
const OVERLAP: f64 = 0.5;

/// Routes listed at most, and searches for one route at most.
const MOST: usize = 12;
const BUDGET: usize = 300;

/// The share of nearly best routes that pass through the hub, as a curve over how near.
///
/// ```text
///   1 │●
///     │   ●──●          at 0 % the best route alone, which uses the hub;
///   0 │         ●──●    the further one may go round, the more routes avoid it
///     └──────────────▶ ε
/// ```
///
/// The routes share with each cheaper one at most half of its cost.
///
/// # References
/// Chondrogiannis et al. 2020, [doi:10.1007/s00778-020-00604-x](https://doi.org/10.1007/s00778-020-00604-x)
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NearOptimal {
    /// One for each stretch, the narrowest first.
    pub curve: Vec<NearShare>,
    /// Whether all routes within the greatest stretch are counted.
    pub end: End,
}

/// One point of the curve.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct NearShare {
    /// ε: how much more than the best a route may cost, as a part of the best.
    pub stretch: f64,
    /// Routes within it.
    pub routes: usize,
    /// How many of them pass through the hub.
    pub through: usize,
    /// Whether all routes within it are counted.
    pub complete: bool,
}

impl NearShare {
    /// The share through the hub, of the routes that are counted.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.routes == 0 { 0.0 } else { to_float(self.through as u64) / to_float(self.routes as u64) }
    }
}

/// The nearly best routes, cheapest first.
pub(crate) fn near_routes<'n>(metric: &Metric<'n>, [from, to]: [PlaceId; 2]) -> (Vec<Route<'n>>, End) {
    let stretch = 1.0 + STRETCHES[STRETCHES.len() - 1];
    let query = metric.alternatives(from, to, Unlike::Overlap(OVERLAP)).max_stretch(stretch).budget(BUDGET);
    let set = query.take(MOST);
    (set.routes, set.end)
}

/// The curve of what `through` holds of.
pub(crate) fn shares(routes: &[Route<'_>], end: End, mut through: impl FnMut(&Route<'_>) -> bool) -> Vec<NearShare> {
    let cost = |route: &Route<'_>| route.cost().finite().map_or(f64::INFINITY, to_float);
    let best = routes.first().map_or(0.0, cost);
    let last = routes.last().map_or(Cost::ZERO, Route::cost);
    let passes: Vec<(f64, bool)> = routes.iter().map(|route| (cost(route), through(route))).collect();
    STRETCHES
        .iter()
        .map(|&stretch| {
            let most = best * (1.0 + stretch);
            let within = || passes.iter().filter(|(cost, _)| *cost <= most);
            NearShare {
                stretch,
                routes: within().count(),
                through: within().filter(|(_, through)| *through).count(),
                // a list that was cut short is whole below its last route
                complete: end == End::Exhausted || most < last.finite().map_or(f64::INFINITY, to_float),
            }
        })
        .collect()
}

impl NearOptimal {
    pub(super) fn new(metric: &Metric<'_>, ends: [PlaceId; 2], hub: &Selection) -> Self {
        let (routes, end) = near_routes(metric, ends);
        let network: &Network = metric.network();
        let through = |route: &Route<'_>| route.legs().iter().any(|leg| hub.closes(network, leg.step));
        Self { curve: shares(&routes, end, through), end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CostModel, Scenario};

    #[test]
    fn the_curve_counts_routes_within_each_stretch() {
        let network = Network::bundled();
        let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
        let hub = network.select(&["country:KZ".parse().unwrap()]).unwrap();
        let (mut between, mut partial) = (0, 0);
        for (_, corridor) in network.corridors().step_by(18) {
            let ends = [corridor.origin, corridor.destination];
            let (routes, end) = near_routes(&metric, ends);
            let found = NearOptimal::new(&metric, ends, &hub);
            assert_eq!((found.end, found.curve.len()), (end, STRETCHES.len()));
            let costs: Vec<u64> = routes.iter().map(|route| route.cost().finite().unwrap()).collect();
            for (tenths, point) in (0..).zip(&found.curve) {
                let near: Vec<&Route<'_>> = routes
                    .iter()
                    .zip(&costs)
                    .filter(|(_, cost)| 10 * **cost <= (10 + tenths) * costs[0])
                    .map(|one| one.0)
                    .collect();
                let inside = |route: &&&Route<'_>| route.countries().iter().any(|country| country.code() == "KZ");
                let through = near.iter().filter(inside).count();
                assert_eq!((point.routes, point.through), (near.len(), through), "{} {tenths}", corridor.name);
                let share = if near.is_empty() { 0.0 } else { to_float(through as u64) / to_float(near.len() as u64) };
                assert!((point.share() - share).abs() < 1e-12 && (0.0..=1.0).contains(&point.share()));
                let whole =
                    end == End::Exhausted || costs.last().is_some_and(|last| (10 + tenths) * costs[0] < 10 * last);
                assert_eq!(point.complete, whole, "{} {tenths}", corridor.name);
                between += usize::from(0.0 < share && share < 1.0);
                partial += usize::from(!whole);
            }
        }
        assert!(between > 2 && partial > 0, "{between} {partial}");
    }
}
