//! Access to the sea: against closing by hand, on generated networks and on the bundled one.

use std::collections::BTreeSet;

#[allow(dead_code, reason = "no law of the bundled network here")]
#[path = "common/cases.rs"]
mod config;

use config::cases;
use landbridge::strategies::{Draft, Networks, cost_models, laws, networks};
use landbridge::{CostModel, Country, Network, Scenario, SeaAccess};
use proptest::prelude::*;
use proptest::sample::Index;

fn coasts() -> Networks {
    networks().places(3..=8).links(6..=18).countries(5).sea(true).statuses(false)
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn access_is_that_of_fresh_metrics(network in coasts(), draft: Draft, model in cost_models(), at: Index) {
        if let Some(country) = network[network.draw_place(at)].country {
            laws::access_is_that_of_fresh_metrics(&network, &network.draw_scenario(&draft), &model, country)?;
        }
    }
}

/// The law above would prove little on countries that never get to the sea, or always on their own.
#[test]
fn generated_networks_have_gateways_beyond_a_border() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut beyond, mut cut) = (0, 0);
    for _ in 0..400 {
        let network = coasts().new_tree(&mut runner).unwrap().current();
        let Some(country) = network.places().find_map(|(_, place)| place.country) else { continue };
        let report = SeaAccess::of(&network, country).model(CostModel::distance()).run().unwrap();
        beyond += usize::from(!report.gateways.is_empty() && !report.has_coast());
        cut += usize::from(report.lambda.is_some_and(|lambda| lambda > 0));
    }
    assert!(beyond >= 40 && cut >= 40, "{beyond} {cut}");
}

#[test]
fn no_landlocked_country_has_a_gateway_of_its_own() {
    let network = Network::bundled();
    let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
    let landlocked = network.landlocked();
    for code in ["KZ", "UZ", "TM", "AZ", "MN", "AF"] {
        assert!(landlocked.contains(&code.parse().unwrap()), "{code}");
    }
    for port in metric.gateways() {
        assert!(!landlocked.contains(&network[port].country.unwrap()), "{}", network[port].name);
    }
}

#[test]
fn kazakhstan_and_uzbekistan() {
    let network = Network::bundled();
    for code in ["KZ", "UZ"] {
        let country: Country = code.parse().unwrap();
        laws::access_is_that_of_fresh_metrics(&network, &Scenario::default(), &CostModel::money(), country).unwrap();
        let report = SeaAccess::of(&network, country).run().unwrap();
        assert_eq!(network[report.origin].country, Some(country));
        assert!(report.gateways.is_sorted_by_key(|gateway| gateway.route.cost()));
        let shares: f64 = report.closures.iter().filter_map(|one| one.share).sum();
        assert!((shares - 1.0).abs() < 1e-9, "{shares}");
        let neighbours = report.closures.iter().filter(|one| one.neighbour).count();
        assert!(report.effective_neighbours().unwrap() <= f64::from(u32::try_from(neighbours).unwrap()) + 1e-9);
    }
}

#[test]
fn every_neighbour_closed_cuts_off_and_a_small_budget_says_so() {
    let network = Network::bundled();
    let kazakhstan: Country = "KZ".parse().unwrap();
    let report = SeaAccess::of(&network, kazakhstan).run().unwrap();
    let neighbours: BTreeSet<Country> =
        report.closures.iter().filter(|one| one.neighbour).map(|one| one.country).collect();
    let closed = neighbours.into_iter().map(landbridge::Target::Country).fold(Scenario::default(), Scenario::closing);
    let alone = SeaAccess::of(&network, kazakhstan).scenario(closed).run().unwrap();
    assert!(alone.gateways.is_empty() && alone.lambda == Some(0));
    assert!(alone.findings()[0].contains("no way to the ocean"));
    let hurried = SeaAccess::of(&network, kazakhstan).budget(10).run().unwrap();
    assert!(hurried.kappa.is_none() && hurried.power.is_none());
    let costs = |report: &landbridge::SeaAccessReport<'_>| {
        let best = report.closures.iter().find(|one| one.scope.dependence() > Some(0.0)).unwrap();
        (best.country, best.scope)
    };
    assert_eq!(costs(&hurried), costs(&report), "what one closing costs needs no frontier");
}
