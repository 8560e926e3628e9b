//! All optimal routes together, tables and routes by way of places, against enumeration.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "the numbers are small")]

#[path = "common/random.rs"]
mod random;

use std::collections::BTreeSet;

use landbridge::{
    Cost, CostModel, Distance, End, LinkSpec, Metric, Mode, NetworkBuilder, PlaceId, PlaceSpec, Scenario, Step,
};
use petgraph::graph::DiGraph;
use random::{Once, arc_of, arcs, cost, ends, metric, network, routes};

const NETWORKS: u64 = 2_500;

#[test]
fn ties_hold_exactly_the_optimal_routes() {
    let (mut several, mut free) = (0, 0);
    for seed in 0..NETWORKS {
        let network = network(seed);
        let metric = metric(&network, seed);
        let (from, to) = ends(&network, seed);
        let all = routes(&metric, from, to, Once::Stop);
        let least = all.iter().map(|route| cost(&metric, route)).min();
        let ties = metric.ties(from, to);
        assert_eq!(ties.as_ref().and_then(|ties| ties.cost().finite()), least, "seed {seed}");
        let Some(ties) = ties else { continue };
        let best: Vec<&Vec<usize>> = all.iter().filter(|route| Some(cost(&metric, route)) == least).collect();
        assert_eq!(ties.end(), End::Exhausted);
        assert_eq!(ties.count(), best.len() as u64, "seed {seed}");
        let used: BTreeSet<usize> = best.iter().flat_map(|route| route.iter().copied()).collect();
        assert_eq!(ties.arcs().iter().map(|arc| arc.index()).collect::<BTreeSet<_>>(), used, "seed {seed}");
        // a value that has nothing to do with the cost
        let value = |arc: usize| (arc as u64 * 7 + seed) % 5;
        let sums = || best.iter().map(|route| route.iter().map(|&arc| value(arc)).sum::<u64>());
        let expected = (sums().min().unwrap(), sums().max().unwrap());
        assert_eq!(ties.range(|arc| value(arc.index())), expected, "seed {seed}");
        several += usize::from(best.len() > 1);
        free += usize::from(best.iter().any(|route| cost(&metric, route) == 0 && route.len() > 1));
    }
    assert!(several > 300 && free > 60, "{several} {free}");
}

#[test]
fn the_share_ranges_over_the_ties() {
    let mut wide = 0;
    for seed in 0..NETWORKS {
        let network = network(seed);
        let metric = metric(&network, seed);
        let (from, to) = ends(&network, seed);
        let (Some(ties), Ok(inside)) = (metric.ties(from, to), network.select(&["country:KZ".parse().unwrap()])) else {
            continue;
        };
        let whole = ties.cost().finite().unwrap();
        if whole == 0 {
            assert_eq!(ties.share(&inside), (0.0, 0.0));
            continue;
        }
        let share = |route: &Vec<usize>| {
            let parts = route.iter().flat_map(|&arc| metric.parts(arc_of(arc)));
            let kz = parts.filter(|part| part.territory.code() == "KZ");
            kz.map(|part| metric.cost_of(part.values).finite().unwrap()).sum::<u64>() as f64 / whole as f64
        };
        let all = routes(&metric, from, to, Once::Stop);
        let shares = || all.iter().filter(|route| cost(&metric, route) == whole).map(share);
        let expected = (shares().fold(f64::INFINITY, f64::min), shares().fold(0.0, f64::max));
        assert_eq!(ties.share(&inside), expected, "seed {seed}");
        wide += usize::from(expected.0 < expected.1);
    }
    assert!(wide > 30, "{wide}");
}

#[test]
fn a_grid_has_as_many_shortest_routes_as_binomials_say() {
    let side = 40;
    let id = |x: u32, y: u32| format!("{x}-{y}");
    let mut builder = NetworkBuilder::new().bundled_assumptions();
    for (x, y) in (0..side).flat_map(|x| (0..side).map(move |y| (x, y))) {
        let place = PlaceSpec { id: id(x, y), country: "KZ".parse().ok(), ..PlaceSpec::default() };
        builder = builder.place(place);
        for (x2, y2) in [(x + 1, y), (x, y + 1)].into_iter().filter(|(x, y)| *x < side && *y < side) {
            let name = format!("{}:{}", id(x, y), id(x2, y2));
            builder = builder.link(LinkSpec::new(&name, &id(x, y), &id(x2, y2), Mode::Rail, Distance::metres(1)));
        }
    }
    let network = builder.build().unwrap();
    let metric = network.metric(&Scenario::default(), &CostModel::distance()).unwrap();
    let place = |x, y| network.place(&id(x, y)).unwrap();
    assert_eq!(metric.ties(place(0, 0), place(4, 4)).unwrap().count(), 70);
    assert_eq!(metric.ties(place(0, 0), place(16, 16)).unwrap().count(), 601_080_390);
    // 78 over 39 is above 2^64
    assert_eq!(metric.ties(place(0, 0), place(39, 39)).unwrap().count(), u64::MAX);
}

#[test]
fn a_table_is_all_pairs() {
    for seed in 0..NETWORKS {
        let network = network(seed);
        let metric = metric(&network, seed);
        let places: Vec<PlaceId> = network.places().map(|(id, _)| id).collect();
        let split = 1 + seed as usize % places.len();
        for (from, to) in [(&places[..split], &places[..]), (&places[..], &places[..split])] {
            let table = metric.table(from, to);
            assert_eq!((table.from(), table.to()), (from, to), "seed {seed}");
            for (row, &a) in from.iter().enumerate() {
                let expected: Vec<Cost> = to.iter().map(|&b| metric.from(a).cost(b)).collect();
                assert_eq!(table.row(row), expected, "seed {seed}");
            }
        }
    }
}

/// The least cost by way of places, in a graph with one layer for each place still to be passed.
fn layered(metric: &Metric<'_>, stations: &[PlaceId]) -> Option<u64> {
    let plain = metric.network().topology();
    let (stops, layers) = (plain.node_count(), stations.len());
    let mut graph = DiGraph::<(), u64>::new();
    let nodes: Vec<_> = (0..stops * layers + 2).map(|_| graph.add_node(())).collect();
    let [start, end] = [nodes[stops * layers], nodes[stops * layers + 1]];
    for layer in 0..layers {
        for edge in plain.edge_indices() {
            let (tail, head) = plain.edge_endpoints(edge).unwrap();
            if let Some(cost) = metric.cost(edge.into()).finite() {
                let at = |node: petgraph::graph::NodeIndex| nodes[layer * stops + node.index()];
                graph.add_edge(at(tail), at(head), cost);
            }
        }
        for stop in plain.node_indices().filter(|&stop| plain[stop].place == stations[layer]) {
            let here = nodes[layer * stops + stop.index()];
            if layer == 0 {
                graph.add_edge(start, here, 0);
            }
            graph.add_edge(here, if layer + 1 < layers { nodes[(layer + 1) * stops + stop.index()] } else { end }, 0);
        }
    }
    petgraph::algo::dijkstra(&graph, start, Some(end), |edge| *edge.weight()).get(&end).copied()
}

#[test]
fn routes_by_way_of_places_pay_for_changes_there() {
    let (mut found, mut dearer) = (0, 0);
    for seed in 0..NETWORKS {
        let network = network(seed);
        let metric = metric(&network, seed);
        let places: Vec<PlaceId> = network.places().map(|(id, _)| id).collect();
        let (from, to) = (places[0], places[places.len() - 1]);
        let by_way_of = [places[seed as usize % places.len()], places[places.len() / 2]];
        let route = metric.shortest_via(from, &by_way_of, to);
        let stations = [from, by_way_of[0], by_way_of[1], to];
        if stations.iter().any(|&place| metric.is_closed(place)) {
            assert!(route.is_none());
            continue;
        }
        let mut distinct = stations.to_vec();
        distinct.dedup();
        let expected = if distinct.len() == 1 { Some(0) } else { layered(&metric, &stations) };
        assert_eq!(route.as_ref().and_then(|route| route.cost().finite()), expected, "seed {seed}");
        let Some(route) = route else { continue };
        found += 1;
        let alone: u64 =
            stations.windows(2).map(|two| metric.shortest(two[0], two[1]).unwrap().cost().finite().unwrap()).sum();
        dearer += usize::from(route.cost().finite().unwrap() > alone);
        // its legs join, and it passes the places in order
        let joined = route.legs().windows(2).all(|two| two[0].to == two[1].from);
        let graph = network.topology();
        let on_one_system = arcs(&route).windows(2).all(|two| {
            let ends = |arc: usize| graph.edge_endpoints(petgraph::graph::EdgeIndex::new(arc)).unwrap();
            ends(two[0]).1 == ends(two[1]).0
        });
        assert!(joined && on_one_system, "seed {seed}");
        let mut passed = route.places().into_iter();
        assert!(distinct.iter().all(|station| passed.by_ref().any(|place| place == *station)) || distinct.len() == 1);
        assert!(!matches!(route.legs().last().map(|leg| leg.step), Some(Step::Transfer { .. })));
    }
    assert!(found > 500 && dearer > 20, "{found} {dearer}");
}
