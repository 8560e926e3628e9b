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
