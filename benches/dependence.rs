//! Every measure for one hub, the whole matrix, and how it grows with corridors and countries.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use landbridge::{CostModel, Demand, Dependence, Measures, Network, Outside, Powers};

fn matrix(c: &mut Criterion) {
    let network = Network::bundled();
    let mut group = c.benchmark_group("dependence");
    group.sample_size(10);
    group.bench_function("matrix of all corridors, countries and objectives", |b| {
        b.iter(|| network.dependence_matrix().demand(Demand::bundled(&network)).run().unwrap());
    });
    for model in [CostModel::time(), CostModel::money()] {
        group.bench_function(format!("matrix by {}", model.objective()), |b| {
            b.iter(|| network.dependence_matrix().models(&[model]).run().unwrap());
        });
    }
    for corridors in [1, 8] {
        let mut query = Dependence::on(&network).hub("country:KZ".parse().unwrap()).measures(Measures::All);
        for (id, _) in network.corridors().take(corridors) {
            query = query.corridor(id);
        }
        group.bench_with_input(
            BenchmarkId::new("all measures on Kazakhstan, corridors", corridors),
            &query,
            |b, query| {
                b.iter(|| query.run().unwrap());
            },
        );
    }
    group.bench_function("powers over all corridors, today", |b| b.iter(|| Powers::on(&network).run().unwrap()));
    for corridors in [8, 16, 32] {
        let ids = network.corridors().take(corridors).map(|(id, _)| id);
        let query = ids.fold(Powers::on(&network).outside(Outside::default()), Powers::corridor);
        group.bench_with_input(BenchmarkId::new("powers, corridors", corridors), &query, |b, query| {
            b.iter(|| query.run().unwrap());
        });
    }
    group.bench_function("45 yearly snapshots of the headline", |b| {
        b.iter(|| Dependence::on(&network).hub("country:KZ".parse().unwrap()).years(1990..2035).unwrap());
    });
    group.bench_function("boundary test of all corridors", |b| {
        b.iter(|| Dependence::on(&network).hub("country:KZ".parse().unwrap()).boundary().unwrap());
    });
    group.finish();
}

criterion_group!(benches, matrix);
criterion_main!(benches);
