//! How many independent routes there are, with the hub and without.

use crate::Country;
use crate::cost::Metric;
use crate::network::PlaceId;
use crate::redundancy::{By, Frontier, Number, Player};
use crate::route::Route;
use crate::scenario::{Selection, Target};

/// Routes that share no link.
///
/// ```text
///          ┌──▶ ● ──▶ [hub] ──┐
///   origin ──▶ ● ───────────▶ destination     3 with the hub, 2 without
///          └──────▶ ● ────────┘
/// ```
///
/// # References
/// Menger 1927; Suurballe & Tarjan 1984, [doi:10.1002/net.3230140209](https://doi.org/10.1002/net.3230140209)
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LinkRedundance<'n> {
    /// The greatest number with the hub open.
    pub open: Number,
    /// With the hub closed; `None` when it holds an end.
    pub closed: Option<Number>,
    /// That many with the least sum of costs, with the hub open.
    pub routes: Vec<Route<'n>>,
}

impl<'n> LinkRedundance<'n> {
    pub(super) fn new([open, closed]: [&Metric<'n>; 2], [from, to]: [PlaceId; 2], terminal: bool) -> Self {
        let all = open.disjoint(from, to, By::Link);
        let closed = (!terminal).then(|| number_of(closed, [from, to]));
        Self { open: all.number, closed, routes: all.routes }
    }
}

/// The greatest number of link-disjoint routes, without the routes: the size of a minimum cut.
pub(crate) fn number_of(metric: &Metric<'_>, [from, to]: [PlaceId; 2]) -> Number {
    metric.min_cut(from, to, By::Link).map_or(Number::Unlimited, |cut| Number::Exactly(cut.size))
}

/// κ and λ between two places; `None` where no country can stop a way, or there are too many ways to
/// tell.
pub(crate) fn kappa_lambda(metric: &Metric<'_>, [from, to]: [PlaceId; 2]) -> [Option<usize>; 2] {
    let frontier = metric.frontier(from, to).run().ok();
    let kappa = frontier.as_ref().and_then(|frontier| frontier.disjoint().number);
    let lambda = frontier.as_ref().and_then(|frontier| Some(frontier.minimum_cuts()?.first()?.len()));
    [kappa, lambda]
}

/// Routes that share no transit country (κ), and the fewest transit countries whose closing
/// together leaves no way (λ). κ ≤ λ; unlike for single links, the two need not be equal.
///
/// # References
/// Coudert, Pérennes, Rivano, Voge 2016, Discrete Mathematics & Theoretical Computer Science 18(3)
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CountryRedundance {
    /// κ with the hub open and closed; `None` where no country can stop a way, or there are too
    /// many ways to tell, or (closed) the hub holds an end.
    pub kappa: [Option<usize>; 2],
    /// λ with the hub open and closed; `None` as for κ.
    pub lambda: [Option<usize>; 2],
    /// Every smallest set of countries that cuts all ways, with the hub open.
    pub cuts: Vec<Vec<Country>>,
    /// In how many of these sets one of the hub's own countries is.
    pub cuts_with_hub: usize,
    /// Whether the search for all ways came to its end, with the hub open and closed.
    pub complete: [bool; 2],
}

fn country(player: &Player) -> Option<Country> {
    match player {
        Player::Country(country) => Some(*country),
        _ => None,
    }
}

impl CountryRedundance {
    pub(super) fn new(frontiers: [Option<&Frontier<'_>>; 2], hub: &Selection, terminal: bool) -> Self {
        let asked = [frontiers[0], frontiers[1].filter(|_| !terminal)];
        let cuts = asked.map(|frontier| frontier.and_then(Frontier::minimum_cuts));
        let lambda = cuts.each_ref().map(|cuts| cuts.as_ref()?.first().map(Vec::len));
        let named = |cut: &Vec<&Player>| cut.iter().copied().filter_map(country).collect();
        let sets: Vec<Vec<Country>> = cuts[0].iter().flatten().map(named).collect();
        let own: Vec<Country> = hub_countries(hub).collect();
        Self {
            kappa: asked.map(|frontier| frontier.and_then(|frontier| frontier.disjoint().number)),
            lambda,
            cuts_with_hub: sets.iter().filter(|cut| cut.iter().any(|country| own.contains(country))).count(),
            cuts: sets,
            complete: frontiers.map(|frontier| frontier.is_some()),
        }
    }
}

/// The countries that are targets of a hub.
pub(super) fn hub_countries(hub: &Selection) -> impl Iterator<Item = Country> {
    hub.targets().iter().filter_map(|target| match target {
        Target::Country(country) => Some(*country),
        _ => None,
    })
}
