//! Draws of the headline for all corridors, which take as much longer as there are more of them, and a
//! hundred draws of the ranking of all countries.

use criterion::{Criterion, criterion_group, criterion_main};
use landbridge::{Dependence, Network};

fn confidence(c: &mut Criterion) {
    let network = Network::bundled();
    let query = Dependence::on(&network).hub("country:KZ".parse().unwrap());
    let mut group = c.benchmark_group("draws");
    group.sample_size(10);
    for draws in [10, 100, 1_000] {
        group.bench_function(format!("dependence of all corridors on Kazakhstan, {draws} draws"), |b| {
            b.iter(|| query.intervals(draws, 1).unwrap());
        });
    }
    group.bench_function("ranking of the countries, 100 draws", |b| b.iter(|| query.ranking(100, 1).unwrap()));
    group.finish();
}

criterion_group!(benches, confidence);
criterion_main!(benches);
