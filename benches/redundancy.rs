//! The frontier of every corridor, all replacements beside one search, bridges: on the bundled
//! network, and on a generated geographic one of about 100,000 links.

#[path = "../tests/common/random_redundancy.rs"]
mod random;

use criterion::{Criterion, criterion_group, criterion_main};
use landbridge::{CostModel, Metric, Network, PlaceId, Scenario};

fn pair(c: &mut Criterion, name: &str, metric: &Metric<'_>, from: PlaceId, to: PlaceId) {
    let mut group = c.benchmark_group(name);
    group.sample_size(10);
    group.bench_function("one to all", |b| b.iter(|| metric.from(from)));
    group.bench_function("all replacements", |b| b.iter(|| metric.replacements(from, to)));
    group.bench_function("bridges and articulation places", |b| b.iter(|| metric.connectivity()));
    group.finish();
}

fn bundled(c: &mut Criterion) {
    let network = Network::bundled();
    let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
    c.benchmark_group("bundled").sample_size(10).bench_function("frontier, kappa, lambda of all corridors", |b| {
        b.iter(|| {
            let mut sum = 0;
            for (_, corridor) in network.corridors() {
                let frontier = metric.frontier(corridor.origin, corridor.destination).run().unwrap();
                sum += frontier.disjoint().number.unwrap_or(0);
                sum += frontier.minimum_cuts().map_or(0, |cuts| cuts.len());
            }
            sum
        });
    });
    pair(c, "bundled pair", &metric, network.place("Xi'an").unwrap(), network.place("Duisburg").unwrap());
}

fn generated(c: &mut Criterion) {
    let network = random::grid(225);
    let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
    let (from, to) = random::ends(&network, 1);
    pair(c, "grid of 100,000 links", &metric, from, to);
}

criterion_group!(benches, bundled, generated);
criterion_main!(benches);
