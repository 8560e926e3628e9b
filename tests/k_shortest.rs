//! Routes in order of cost, against the enumeration of all routes and against another library.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "the numbers are small")]

#[path = "common/random.rs"]
mod random;

use landbridge::{CostModel, End, Network, Scenario, Unlike};
use random::{Once, arcs, cost, ends, metric, network, routes, stations};

const NETWORKS: u64 = 2_500;

/// All simple routes by cost, then arcs; and the metric's answer.
fn sorted(metric: &landbridge::Metric<'_>, once: Once, seed: u64) -> Vec<Vec<usize>> {
    let (from, to) = ends(metric.network(), seed);
    let mut all = routes(metric, from, to, once);
    all.sort_by_key(|route| (cost(metric, route), route.clone()));
    all
}

#[test]
fn every_simple_route_comes_once_and_in_order() {
    let (mut several, mut tied, mut none) = (0, 0, 0);
    for seed in 0..NETWORKS {
        let network = network(seed);
        let metric = metric(&network, seed);
        let (from, to) = ends(&network, seed);
        let expected = sorted(&metric, Once::Place, seed);
        let mut listing = metric.k_shortest(from, to);
        let found: Vec<Vec<usize>> = listing.by_ref().map(|route| arcs(&route)).collect();
        assert_eq!(found, expected, "seed {seed}");
        assert_eq!(listing.end(), End::Exhausted);
        several += usize::from(expected.len() > 3);
        none += usize::from(expected.is_empty());
        tied += usize::from(expected.windows(2).any(|two| cost(&metric, &two[0]) == cost(&metric, &two[1])));
    }
    assert!(several > 400 && tied > 400 && none > 200, "{several} {tied} {none}");
}

#[test]
fn no_route_comes_back_to_a_place_on_another_system() {
    let (mut back, mut several) = (0, 0);
    for seed in 0..800 {
        let network = stations(seed);
        let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
        let expected = sorted(&metric, Once::Place, seed);
        let (from, to) = ends(&network, seed);
        let found: Vec<Vec<usize>> = metric.k_shortest(from, to).map(|route| arcs(&route)).collect();
        assert_eq!(found, expected, "seed {seed}");
        back += usize::from(sorted(&metric, Once::Stop, seed).len() > expected.len());
        several += usize::from(expected.len() > 3);
    }
    assert!(back > 80 && several > 80, "{back} {several}");
}

#[test]
fn bounds_on_stretch_and_overlap_hold() {
    let mut dropped = 0;
    for seed in 0..NETWORKS {
        let network = network(seed);
        let metric = metric(&network, seed);
        let (from, to) = ends(&network, seed);
        let all = sorted(&metric, Once::Place, seed);
        let (stretch, overlap) = ([1.0, 1.4, 2.0][(seed % 3) as usize], [0.0, 0.5, 0.8][(seed / 3 % 3) as usize]);
        let mut expected: Vec<&Vec<usize>> = Vec::new();
        for route in &all {
            let within = cost(&metric, route) as f64 <= cost(&metric, &all[0]) as f64 * stretch;
            let unlike = expected.iter().all(|kept| {
                let shared: Vec<usize> = route.iter().copied().filter(|arc| kept.contains(arc)).collect();
                cost(&metric, &shared) as f64 <= cost(&metric, kept) as f64 * overlap
            });
            if within && unlike {
                expected.push(route);
            }
        }
        let set = metric.alternatives(from, to, Unlike::Overlap(overlap)).max_stretch(stretch).all();
        let found: Vec<Vec<usize>> = set.routes.iter().map(arcs).collect();
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "seed {seed}");
        assert_eq!(set.end, End::Exhausted);
        dropped += usize::from(expected.len() > 1 && expected.len() < all.len());
    }
    assert!(dropped > 200, "{dropped}");
}

#[test]
fn shortest_is_the_least_of_all_ways() {
    for seed in 0..NETWORKS {
        let network = network(seed);
        let metric = metric(&network, seed);
        let (from, to) = ends(&network, seed);
        let least = sorted(&metric, Once::Stop, seed).first().map(|route| cost(&metric, route));
        let route = metric.shortest(from, to);
        assert_eq!(route.as_ref().and_then(|route| route.cost().finite()), least, "seed {seed}");
        assert_eq!(metric.from(from).cost(to).finite(), least, "seed {seed}");
        assert_eq!(route.map(|route| cost(&metric, &arcs(&route))), least, "seed {seed}");
    }
}

#[test]
fn the_budget_ends_the_list_and_says_so() {
    let network = Network::bundled();
    let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
    let (from, to) = (network.place("Xi'an").unwrap(), network.place("Duisburg").unwrap());
    let mut listing = metric.k_shortest(from, to).max_overlap(0.3).budget(5);
    assert_eq!(listing.by_ref().count(), 1);
    assert_eq!(listing.end(), End::Budget);
    let mut listing = metric.k_shortest(from, to);
    assert_eq!((listing.by_ref().take(4).count(), listing.end()), (4, End::Taken));
}

#[derive(serde::Deserialize)]
struct Golden {
    from: String,
    to: String,
    costs: Vec<u64>,
}

/// See `golden/make_k_shortest.py`.
#[test]
fn the_bundled_network_agrees_with_igraph() {
    let golden: Vec<Golden> = serde_json::from_str(include_str!("golden/k_shortest.json")).unwrap();
    assert!(golden.len() >= 20);
    let network = Network::from_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/k_shortest")).unwrap();
    let metric = network.metric(&Scenario::default(), &CostModel::distance()).unwrap();
    for Golden { from, to, costs } in golden {
        let ends = [&from, &to].map(|id| network.place(id).unwrap());
        let found: Vec<u64> =
            metric.k_shortest(ends[0], ends[1]).take(costs.len()).map(|route| route.cost().finite().unwrap()).collect();
        assert_eq!(found, costs, "{from} – {to}");
    }
}
