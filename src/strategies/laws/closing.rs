//! Laws of scenarios: closing, opening, delaying, scaling.

use proptest::prelude::*;

use super::{Law, unexpected};
use crate::cost::{Cost, CostModel, Metric};
use crate::network::{ArcId, Network, PlaceId, Step};
use crate::scenario::{Scenario, Selection, Target};

/// All arcs of a network with what they do.
pub(super) fn arcs(network: &Network) -> Vec<(ArcId, Step)> {
    let graph = network.topology();
    graph.edge_indices().map(|edge| (edge.into(), graph[edge])).collect()
}

fn same_costs(a: &Metric<'_>, b: &Metric<'_>) -> Law {
    for (arc, step) in arcs(a.network()) {
        prop_assert_eq!(a.cost(arc), b.cost(arc), "{:?}", step);
    }
    for (place, row) in a.network().places() {
        prop_assert_eq!(a.is_closed(place), b.is_closed(place), "{}", &row.id);
    }
    Ok(())
}

/// `dearer` has no arc and no way cheaper than `base`.
pub(super) fn never_cheaper(base: &Metric<'_>, dearer: &Metric<'_>) -> Law {
    for (arc, step) in arcs(base.network()) {
        prop_assert!(base.cost(arc) <= dearer.cost(arc), "{:?}", step);
    }
    for (from, _) in base.network().places() {
        let (before, after) = (base.from(from), dearer.from(from));
        for (to, place) in base.network().places() {
            prop_assert!(before.cost(to) <= after.cost(to), "{} to {}", &base.network()[from].id, &place.id);
        }
    }
    Ok(())
}

/// Closing more never lowers a cost.
///
/// # Errors
/// When the law is broken.
pub fn closing_never_helps(metric: &Metric<'_>, more: &Selection) -> Law {
    never_cheaper(metric, &metric.closing(more))
}

/// Targets close the same in any order, one by one or together, once or twice.
///
/// # Errors
/// When the law is broken.
pub fn closing_order_is_free(metric: &Metric<'_>, targets: &[Target]) -> Law {
    let select = |targets: &[Target]| metric.network().select(targets).map_err(unexpected);
    let together = metric.closing(&select(targets)?);
    let (mut forth, mut back) = (metric.clone(), metric.clone());
    for target in targets {
        forth = forth.closing(&select(std::slice::from_ref(target))?);
    }
    for target in targets.iter().rev().chain(targets) {
        back = back.closing(&select(std::slice::from_ref(target))?);
    }
    same_costs(&together, &forth)?;
    same_costs(&together, &back)
}

/// Closing a selection in a metric is the metric of the scenario with its targets closed.
///
/// # Errors
/// When the law is broken.
pub fn closing_is_the_scenario_closed(
    network: &Network,
    scenario: &Scenario,
    model: &CostModel,
    targets: &[Target],
) -> Law {
    let selection = network.select(targets).map_err(unexpected)?;
    let derived = network.metric(scenario, model).map_err(unexpected)?.closing(&selection);
    let closed = targets.iter().cloned().fold(scenario.clone(), Scenario::closing);
    let fresh = network.metric(&closed, model).map_err(unexpected)?;
    same_costs(&derived, &fresh)?;
    for (arc, step) in arcs(network) {
        prop_assert_eq!(derived.why_closed(arc), fresh.why_closed(arc), "{:?}", step);
        prop_assert_eq!(fresh.why_closed(arc).is_some(), fresh.cost(arc) == Cost::INFINITE, "{:?}", step);
    }
    Ok(())
}

/// Keeping all links is the metric itself; keeping none leaves no link open.
///
/// # Errors
/// When the law is broken.
pub fn within_all_is_the_metric(metric: &Metric<'_>) -> Law {
    same_costs(metric, &metric.within(|_| true))?;
    let nothing = metric.within(|_| false);
    for (arc, step) in arcs(metric.network()) {
        let kept = if matches!(step, Step::Link { .. }) { Cost::INFINITE } else { metric.cost(arc) };
        prop_assert_eq!(nothing.cost(arc), kept, "{:?}", step);
    }
    Ok(())
}

/// Once a target is closed, no best route from a place has anything of it: not its places, countries, links,
/// borders, modes, passages, projects or lines.
///
/// # Errors
/// When the law is broken.
pub fn what_is_closed_is_not_used(metric: &Metric<'_>, target: &Target, from: PlaceId) -> Law {
    let network = metric.network();
    let closed = metric.closing(&network.select(std::slice::from_ref(target)).map_err(unexpected)?);
    let all = closed.from(from);
    for route in network.places().filter_map(|(to, _)| all.route(to)) {
        let check = |id: &str, wanted: &str| -> Law {
            prop_assert_ne!(id, wanted, "still used");
            Ok(())
        };
        match target {
            Target::Country(country) => {
                prop_assert!(!route.countries().contains(country));
                prop_assert!(route.places().iter().all(|&place| network[place].country != Some(*country)));
            }
            Target::Place(id) => route.places().iter().try_for_each(|&place| check(&network[place].id, id))?,
            Target::Border(id) => route.borders().iter().try_for_each(|&border| check(&network[border].id, id))?,
            Target::Link(id) => route.links().try_for_each(|link| check(&network[link].id, id))?,
            Target::Mode(mode) => prop_assert!(route.links().all(|link| network[link].mode != *mode)),
            Target::Passage(id) => {
                let mut through = route.links().flat_map(|link| network[link].passages());
                through.try_for_each(|&passage| check(&network[passage].id, id))?;
            }
            Target::Project(id) => {
                let mut of = route.links().filter_map(|link| network[link].project());
                of.try_for_each(|project| check(&network[project].id, id))?;
            }
            Target::Corridor(id) => {
                let line = network.corridors().find(|(_, corridor)| corridor.id == *id);
                prop_assert!(line.is_some_and(|(_, line)| route.links().all(|link| !line.links.contains(&link))));
            }
        }
    }
    Ok(())
}

/// A link whose target is opened is open whatever its status and years, unless the scenario closes
/// it; what is not of the target stays as it was.
///
/// # Errors
/// When the law is broken.
pub fn opening_undoes_status(network: &Network, scenario: &Scenario, model: &CostModel, target: &Target) -> Law {
    let before = network.metric(scenario, model).map_err(unexpected)?;
    let after = network.metric(&scenario.clone().opening(target.clone()), model).map_err(unexpected)?;
    let opened = network.select(std::slice::from_ref(target)).map_err(unexpected)?;
    let closed = network.select(&scenario.close).map_err(unexpected)?;
    for (arc, step) in arcs(network) {
        match step {
            Step::Link { link, .. } if opened.closes_link(network, link) => {
                let open = after.cost(arc) < Cost::INFINITE;
                prop_assert_eq!(open, !closed.closes_link(network, link), "{}", &network[link].id);
            }
            _ => prop_assert_eq!(before.cost(arc), after.cost(arc), "{:?}", step),
        }
    }
    Ok(())
}

/// A delay never lowers a cost, and a longer one never more than a shorter one.
///
/// # Errors
/// When the law is broken.
pub fn delaying_never_helps(
    network: &Network,
    scenario: &Scenario,
    model: &CostModel,
    target: &Target,
    hours: [u8; 2],
) -> Law {
    let [short, long] = [hours[0].min(hours[1]), hours[0].max(hours[1])].map(f64::from);
    let metric = |scenario: &Scenario| network.metric(scenario, model).map_err(unexpected);
    let base = metric(scenario)?;
    let short = metric(&scenario.clone().delaying(target.clone(), short))?;
    let long = metric(&scenario.clone().delaying(target.clone(), long))?;
    never_cheaper(&base, &short)?;
    never_cheaper(&short, &long)
}

/// A greater factor never gives a lower cost, and a factor of one changes nothing.
///
/// # Errors
/// When the law is broken.
pub fn factors_are_monotone(
    network: &Network,
    scenario: &Scenario,
    model: &CostModel,
    target: &Target,
    factors: [f64; 2],
) -> Law {
    let with = |factor: f64| {
        let scaled = scenario.clone().scaling(target.clone(), factor, factor);
        network.metric(&scaled, model).map_err(unexpected)
    };
    let base = network.metric(scenario, model).map_err(unexpected)?;
    same_costs(&base, &with(1.0)?)?;
    never_cheaper(&with(factors[0].min(factors[1]))?, &with(factors[0].max(factors[1]))?)
}

/// A scenario is the same after a journey through JSON.
///
/// # Errors
/// When the law is broken.
pub fn scenario_survives_json(scenario: &Scenario) -> Law {
    let json = serde_json::to_string(scenario).map_err(unexpected)?;
    let back: Scenario = serde_json::from_str(&json).map_err(unexpected)?;
    prop_assert_eq!(&back, scenario, "{}", json);
    Ok(())
}
