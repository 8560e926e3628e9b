//! Ten routes in order of cost, beside `pathfinding`'s Yen and petgraph's `k_shortest_path` on the
//! same stops and costs, and the shortest route beside one to all: on the bundled
//! network, on generated ones, and on the world's when they are there.
//!
//!     cargo bench --bench k_shortest
//!
//! `pathfinding` keeps one of parallel links and has no places with several systems: it gets one
//! start and one goal, and the cheapest of parallel arcs. On networks of 100,000 links it runs once,
//! and on more not at all: it would take hours. petgraph tells the costs of walks, not routes: where
//! its answer differs from that of the others, it is not an answer to this question. For igraph and
//! NetworkX see `benches/rivals/igraph_networkx.py`; what came out is in `benches/README.md`.
#![allow(missing_docs, reason = "a bench has no reader of docs")]

mod common;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use common::Case;
use criterion::{Criterion, criterion_group, criterion_main};
use landbridge::{Metric, PlaceId};
use pathfinding::directed::yen::yen;
use petgraph::Graph;
use petgraph::algo::k_shortest_path;

/// Successors of each stop, and one node more at each end.
fn rival(metric: &Metric<'_>, from: PlaceId, to: PlaceId) -> (Vec<Vec<(usize, u64)>>, usize, usize) {
    let graph = metric.network().topology();
    let stops = graph.node_count();
    let mut arcs: Vec<BTreeMap<usize, u64>> = vec![BTreeMap::new(); stops + 2];
    for edge in graph.edge_indices() {
        let (tail, head) = graph.edge_endpoints(edge).unwrap();
        if let Some(cost) = metric.cost(edge.into()).finite() {
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

fn compare(bench: &mut Criterion, case: &Case) {
    common::write_for_rivals(case);
    let (metric, from, to) = case.ask();
    let mut group = bench.benchmark_group(&case.name);
    group.sample_size(10).measurement_time(Duration::from_secs(3)).warm_up_time(Duration::from_millis(300));
    group.bench_function("one to all", |bench| bench.iter(|| black_box(metric.from(from))));
    group.bench_function("shortest", |bench| bench.iter(|| black_box(metric.shortest(from, to))));
    group.bench_function("k_shortest 10", |bench| bench.iter(|| metric.k_shortest(from, to).take(10).count()));
    let (arcs, start, goal) = rival(&metric, from, to);
    let mut graph = Graph::<(), u64>::new();
    let nodes: Vec<_> = arcs.iter().map(|_| graph.add_node(())).collect();
    for (tail, arcs) in arcs.iter().enumerate() {
        for &(head, cost) in arcs {
            graph.add_edge(nodes[tail], nodes[head], cost);
        }
    }
    let walks = || k_shortest_path(&graph, nodes[start], Some(nodes[goal]), 10, |edge| *edge.weight());
    group.bench_function("petgraph k_shortest_path 10", |bench| bench.iter(|| walks()[&nodes[goal]]));
    let ours: Vec<u64> = metric.k_shortest(from, to).take(10).map(|route| route.cost().finite().unwrap()).collect();
    println!("{}: petgraph's tenth walk costs {}, the tenth route {:?}", case.name, walks()[&nodes[goal]], ours.last());
    let (ten, shortest) =
        (common::on_cpu(|| metric.k_shortest(from, to).take(10).count()), common::on_cpu(|| metric.shortest(from, to)));
    let (all, theirs) = (common::on_cpu(|| metric.from(from)), common::on_cpu(walks));
    println!(
        "{}, on the processor: k_shortest 10 {ten:.3} ms, petgraph {theirs:.3}, one to all {all:.3}, shortest {shortest:.3}",
        case.name
    );
    let links = case.network.links().len();
    if links > 200_000 {
        return;
    }
    let theirs = || yen(&start, |&stop| arcs[stop].iter().copied(), |&stop| stop == goal, 10);
    let begun = Instant::now();
    let costs: Vec<u64> = theirs().into_iter().map(|(_, cost)| cost).collect();
    println!("{}: pathfinding yen 10, once: {:.1?}", case.name, begun.elapsed());
    if links < 5_000 {
        println!("{}: pathfinding yen 10 {:.1} ms on the processor", case.name, common::on_cpu(theirs));
        group.bench_function("pathfinding yen 10", |bench| bench.iter(|| theirs().len()));
    }
    println!("{}: the same costs: {}\n  {ours:?}\n  {costs:?}", case.name, ours == costs);
}

fn all(bench: &mut Criterion) {
    Case::all().for_each(|case| compare(bench, &case));
}

criterion_group!(benches, all);
criterion_main!(benches);
