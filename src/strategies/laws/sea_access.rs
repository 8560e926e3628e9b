//! Laws of access to the sea.

use proptest::prelude::*;

use super::{Law, unexpected};
use crate::Country;
use crate::cost::{Cost, CostModel, Metric};
use crate::dependence::SeaAccess;
use crate::network::{Mode, Network, PlaceId, Step};
use crate::scenario::{Scenario, Target};
use crate::strategies::naive;

/// The least cost from a country to whichever gateway it reaches first is that of a naive search, with
/// all open and with each country closed; the smallest cuts cut and nothing smaller does; κ ≤ λ, and
/// the ways that share no country share none; every gateway is joined to every other over sea lanes.
///
/// # Errors
/// When the law is broken.
pub fn access_is_that_of_fresh_metrics(
    network: &Network,
    scenario: &Scenario,
    model: &CostModel,
    country: Country,
) -> Law {
    let report = SeaAccess::of(network, country).scenario(scenario.clone()).model(*model).run().map_err(unexpected)?;
    let metric = network.metric(scenario, model).map_err(unexpected)?;
    let ports = metric.gateways();
    prop_assert_eq!(ports.len(), report.gateways.len() + report.cut_off.len());
    one_ocean(&metric, &ports)?;
    let least = |metric: &Metric<'_>| {
        let costs = naive::costs_from(metric, report.origin);
        ports.iter().map(|port| costs[port.index()]).min().unwrap_or(Cost::INFINITE)
    };
    let closing = |countries: &[Country]| {
        let targets: Vec<Target> = countries.iter().copied().map(Target::Country).collect();
        Ok::<_, TestCaseError>(metric.closing(&network.select(&targets).map_err(unexpected)?))
    };
    let open = least(&metric);
    prop_assert_eq!(report.gateways.first().map_or(Cost::INFINITE, |one| one.route.cost()), open);
    for one in &report.closures {
        prop_assert_eq!((one.scope.open, one.scope.closed), (open, least(&closing(&[one.country])?)));
    }
    let mut others: Vec<Country> = network.places().filter_map(|(_, place)| place.country).collect();
    others.retain(|&other| other != country && report.closures.iter().all(|one| one.country != other));
    others.sort_unstable();
    others.dedup();
    for other in others {
        prop_assert_eq!(least(&closing(&[other])?), open, "{} matters", other);
    }
    for cut in &report.cuts {
        prop_assert_eq!(Some(cut.len()), report.lambda);
        prop_assert_eq!(least(&closing(cut)?), Cost::INFINITE);
        for at in 0..cut.len() {
            let fewer: Vec<Country> = cut.iter().copied().filter(|&one| one != cut[at]).collect();
            prop_assert!(least(&closing(&fewer)?) < Cost::INFINITE, "{} is no part of the cut", cut[at]);
        }
    }
    prop_assert!(report.kappa <= report.lambda, "κ = {:?}, λ = {:?}", report.kappa, report.lambda);
    for (at, one) in report.disjoint.iter().enumerate() {
        let own = one.countries();
        let shared = report.disjoint[..at].iter().flat_map(crate::Route::countries);
        prop_assert!(shared.into_iter().all(|other| other == country || !own.contains(&other)));
    }
    Ok(())
}

/// Open sea lanes join the ports, and no set of places that they join is greater.
fn one_ocean(metric: &Metric<'_>, ports: &[PlaceId]) -> Law {
    let network = metric.network();
    let graph = network.topology();
    let lanes: Vec<(PlaceId, PlaceId)> = graph
        .edge_indices()
        .filter(|&edge| match graph[edge] {
            Step::Link { link, .. } => network[link].mode == Mode::Sea && metric.cost(edge.into()) < Cost::INFINITE,
            Step::Transfer { .. } => false,
        })
        .filter_map(|edge| graph.edge_endpoints(edge))
        .map(|(tail, head)| (graph[tail].place, graph[head].place))
        .collect();
    let sea_of = |start: PlaceId| {
        let mut sea = vec![start];
        let mut changed = true;
        while changed {
            let size = sea.len();
            for (a, b) in &lanes {
                if sea.contains(a) != sea.contains(b) {
                    sea.push(if sea.contains(a) { *b } else { *a });
                }
            }
            changed = sea.len() > size;
        }
        sea
    };
    let Some(&first) = ports.first() else { return Ok(()) };
    let ocean = sea_of(first);
    prop_assert!(ports.iter().all(|port| ocean.contains(port)));
    for &(a, _) in &lanes {
        prop_assert!(sea_of(a).len() <= ocean.len());
    }
    let missed = ocean.iter().filter(|&&place| network[place].country.is_some() && !ports.contains(&place)).count();
    prop_assert_eq!(missed, 0);
    Ok(())
}
