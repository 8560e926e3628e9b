//! Every question on every network that the builder accepts: the greatest costs too, and ratios
//! that are no numbers. Nothing panics, and what the answers have in common agrees.

use landbridge::report::RedundancyJson;
use landbridge::strategies::{Draft, cost_models, networks};
use landbridge::{Budget, By, Cheapest, Cost, Criterion, Duration, End, Metric, Network, PlaceId, Target, Unlike};
use proptest::prelude::*;
use proptest::sample::Index;

/// The same network with every link slowed down this many times.
fn slower(network: &Network, times: u64) -> Option<Network> {
    let mut rows = network.rows();
    for link in &mut rows.links {
        let seconds = link.time.map_or(3_600, Duration::get);
        link.time = Some(Duration::seconds(seconds.saturating_mul(times)));
    }
    rows.build().ok()
}

fn ask(metric: &Metric<'_>, from: PlaceId, to: PlaceId, ratio: f64) -> Result<(), TestCaseError> {
    let least = metric.shortest(from, to).map_or(Cost::INFINITE, |route| route.cost());
    prop_assert_eq!(metric.from(from).cost(to), least);
    prop_assert_eq!(metric.table(&[from, to], &[to]).cost(0, 0), least);
    prop_assert_eq!(metric.shortest_via(from, &[to], to).map_or(Cost::INFINITE, |route| route.cost()), least);
    prop_assert_eq!(metric.ties(from, to).map_or(Cost::INFINITE, |ties| ties.cost()), least);
    prop_assert_eq!(metric.why_no_way(from, to).is_some(), least == Cost::INFINITE);
    let _ = metric.openings(from, to, |_| false);

    let steps = Budget::steps(2_000);
    let routes = metric.k_shortest(from, to).max_stretch(ratio).max_overlap(ratio).budget(steps).take(5).count();
    prop_assert!(routes <= 5);
    for unlike in [Unlike::Overlap(ratio), Unlike::Countries, Unlike::Passages] {
        let set = metric.alternatives(from, to, unlike).max_stretch(ratio).budget(steps).take(4);
        prop_assert!(set.routes.len() <= 4 && set.routes.first().is_none_or(|route| route.cost() >= least));
    }
    if let Ok(set) = metric.pareto(from, to, &Criterion::ALL.map(|(criterion, ..)| criterion)).budget(steps).run() {
        prop_assert!(set.end != End::Exhausted || set.routes.is_empty() == (least == Cost::INFINITE));
    }
    for by in By::ALL {
        let cut = metric.min_cut_within(from, to, by, steps);
        prop_assert_eq!(cut.is_some_and(|cut| cut.size == 0), least == Cost::INFINITE);
        let _ = metric.disjoint_within(from, to, by, steps);
        let worst = metric.interdict_within(from, to, by, 2, steps);
        prop_assert!(worst.map_or(Cost::INFINITE, |worst| worst.cost) >= least);
        let safer = metric.fortify_within(from, to, by, 1, 1, steps);
        prop_assert!(safer.map_or(Cost::INFINITE, |safer| safer.worst.cost) >= least);
        let found = metric.cheapest_disjoint_within(from, to, by, 2, steps);
        prop_assert!(least != Cost::INFINITE || matches!(found, Cheapest::TooFew));
    }
    if let Some(found) = metric.replacements(from, to) {
        prop_assert_eq!(found.best().cost(), least);
        prop_assert!(found.all().iter().all(|one| one.cost >= least));
    }
    let answer = RedundancyJson::new(metric, from, to);
    prop_assert_eq!(answer.status == "no_route", least == Cost::INFINITE);
    prop_assert!(serde_json::to_string(&answer).is_ok());
    let grids = [answer.ways_grid(), answer.unavoidable_grid(), answer.frontier_grid(), answer.losses_grid()];
    prop_assert!(grids.iter().all(|grid| !grid.to_markdown().is_empty()));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_question_has_an_answer(
        network in networks().places(1..=8), draft: Draft, model in cost_models(), ends: [Index; 2],
        times in prop_oneof![4 => Just(1), 1 => Just(1 << 20), 1 => (40_u32..64).prop_map(|power| 1_u64 << power)],
        ratio in prop_oneof![
            4 => 0.0..2.0,
            1 => prop::sample::select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, f64::MAX]),
        ],
    ) {
        let network = if times == 1 { network } else { slower(&network, times).unwrap_or(network) };
        let [from, to] = ends.map(|end| network.draw_place(end));
        // costs whose sum is too great for a metric are an error, which others test
        if let Ok(metric) = network.metric(&network.draw_scenario(&draft), &model) {
            ask(&metric, from, to, ratio)?;
        }
    }
}

/// The greatest costs are asked about, not only refused.
#[test]
fn the_greatest_costs_have_answers() {
    use landbridge::{CostModel, Scenario};
    let network = Network::bundled();
    let greatest = (20..60).rev().find_map(|power| {
        let slow = slower(&network, 1 << power)?;
        let fits = slow.metric(&Scenario::default(), &CostModel::time()).is_ok();
        fits.then_some(slow)
    });
    let network = greatest.unwrap();
    let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
    let (from, to) = (network.place("Xi'an").unwrap(), network.place("Tashkent").unwrap());
    assert!(metric.shortest(from, to).unwrap().cost() > Cost::new(1 << 50));
    let land = metric.closing(&network.select(&["mode:sea".parse::<Target>().unwrap()]).unwrap());
    ask(&land, from, to, 1.5).unwrap();
}
