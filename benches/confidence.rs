//! A hundred draws of the headline for all corridors, and of the ranking of all countries.

use criterion::{Criterion, criterion_group, criterion_main};
use landbridge::{Dependence, Network};

fn confidence(c: &mut Criterion) {
    let network = Network::bundled();
    let query = Dependence::on(&network).hub("country:KZ".parse().unwrap());
    let mut group = c.benchmark_group("100 draws");
    group.sample_size(10);
    group.bench_function("dependence of all corridors on Kazakhstan", |b| b.iter(|| query.intervals(100, 1).unwrap()));
    group.bench_function("ranking of the countries", |b| b.iter(|| query.ranking(100, 1).unwrap()));
    group.finish();
}

criterion_group!(benches, confidence);
criterion_main!(benches);
