//! Ten routes in order of cost, on the bundled network and on one of about 100,000 links, beside
//! `pathfinding`'s Yen on the same stops and costs, and the shortest route beside the plain search.
//!
//!     cargo bench --bench k_shortest
//!
//! `pathfinding` keeps one of parallel links and has no places with several systems: it gets one
//! start and one goal, and the cheapest of parallel arcs.
#![allow(missing_docs, reason = "a bench has no reader of docs")]

mod common;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use landbridge::{CostModel, Metric, Network, PlaceId, Scenario};
use pathfinding::directed::yen::yen;

/// Successors of each stop, and one node more at each end.
fn rival(metric: &Metric<'_>, from: PlaceId, to: PlaceId) -> (Vec<Vec<(usize, u64)>>, usize, usize) {
    let network = metric.network();
    let graph = network.topology();
    let stops = graph.node_count();
    let mut arcs: Vec<BTreeMap<usize, u64>> = vec![BTreeMap::new(); stops + 2];
    for edge in graph.edge_indices() {
        let (tail, head) = graph.edge_endpoints(edge).unwrap();
        if let Some(cost) = network.arc(edge.index()).and_then(|arc| metric.cost(arc).finite()) {
            let known = arcs[tail.index()].entry(head.index()).or_insert(cost);
            *known = cost.min(*known);
        }
    }
    for stop in graph.node_indices() {
        if graph[stop].place == from {
            arcs[stops].insert(stop.index(), 0);
        }
        if graph[stop].place == to {
            arcs[stop.index()].insert(stops + 1, 0);
        }
    }
    (arcs.into_iter().map(|of| of.into_iter().collect()).collect(), stops, stops + 1)
}

fn compare(bench: &mut Criterion, name: &str, network: &Network, model: &CostModel, [from, to]: [&str; 2]) {
    let metric = network.metric(&Scenario::default(), model).unwrap();
    let [from, to] = [from, to].map(|place| network.place(place).unwrap());
    let (arcs, start, goal) = rival(&metric, from, to);
    let theirs = || yen(&start, |&stop| arcs[stop].iter().copied(), |&stop| stop == goal, 10);
    let mut group = bench.benchmark_group(name);
    group.sample_size(10).measurement_time(Duration::from_secs(3)).warm_up_time(Duration::from_millis(300));
    group.bench_function("shortest", |bench| bench.iter(|| black_box(metric.shortest(from, to))));
    group.bench_function("shortest, plain search", |bench| bench.iter(|| black_box(metric.from(from).route(to))));
    group.bench_function("k_shortest 10", |bench| bench.iter(|| metric.k_shortest(from, to).take(10).count()));
    group.bench_function("pathfinding yen 10", |bench| bench.iter(|| theirs().len()));
    group.finish();
    let ours: Vec<u64> = metric.k_shortest(from, to).take(10).map(|route| route.cost().finite().unwrap()).collect();
    let theirs: Vec<u64> = theirs().into_iter().map(|(_, cost)| cost).collect();
    println!("{name}: same costs: {}\n  {ours:?}\n  {theirs:?}", ours == theirs);
}

fn bundled(bench: &mut Criterion) {
    compare(bench, "bundled", &Network::bundled(), &CostModel::time(), ["Xi'an", "Duisburg"]);
}

fn geographic(bench: &mut Criterion) {
    let network = common::geographic(237);
    compare(bench, "geographic", &network, &CostModel::distance(), ["20-20", "200-210"]);
}

criterion_group!(benches, bundled, geographic);
criterion_main!(benches);
