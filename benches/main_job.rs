//! The main job whole and in its stages, and one-to-all search beside petgraph's, in one run.

use criterion::{Criterion, criterion_group, criterion_main};
use landbridge::{Cost, CostModel, Dependence, Network, Scenario};
use petgraph::algo::dijkstra;
use petgraph::visit::EdgeRef;
use std::hint::black_box;

fn main_job(c: &mut Criterion) {
    let mut group = c.benchmark_group("main job");
    group.bench_function("load and check the bundled network", |b| b.iter(Network::bundled));
    let network = Network::bundled();
    group.bench_function("metric", |b| {
        b.iter(|| network.metric(&Scenario::default(), &CostModel::time()).unwrap());
    });
    group.bench_function("dependence of all corridors on Kazakhstan", |b| {
        b.iter(|| Dependence::on(&network).hub("country:KZ".parse().unwrap()).run().unwrap());
    });
    group.finish();
}

fn one_to_all(c: &mut Criterion) {
    let network = Network::bundled();
    let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
    let origin = network.place("Almaty").unwrap();
    let topology = network.topology();
    let start = topology.node_indices().find(|&node| topology[node].place == origin).unwrap();
    let costs: Vec<Cost> = network.arc_ids().map(|arc| metric.cost(arc)).collect();

    let mut group = c.benchmark_group("one to all");
    group.bench_function("landbridge", |b| b.iter(|| metric.from(black_box(origin))));
    group.bench_function("petgraph", |b| {
        b.iter(|| dijkstra(&topology, black_box(start), None, |edge| costs[edge.id().index()]));
    });
    group.finish();
}

criterion_group!(benches, main_job, one_to_all);
criterion_main!(benches);
