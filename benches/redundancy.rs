//! Replacements beside one search from one to all, bridges and articulation places, and the frontier
//! of every corridor: on the bundled network, on generated ones, and on the world's when they are
//! there.
//!
//!     cargo bench --bench redundancy
//!
//! For the rivals see `benches/rivals/igraph_networkx.py`; what came out is in `benches/README.md`.
#![allow(missing_docs, reason = "a bench has no reader of docs")]

mod common;

use std::time::Duration;

use common::Case;
use criterion::{Criterion, criterion_group, criterion_main};
use landbridge::By;

fn pair(c: &mut Criterion, case: &Case) {
    common::write_for_rivals(case);
    let (metric, from, to) = case.ask();
    let mut group = c.benchmark_group(&case.name);
    group.sample_size(20).measurement_time(Duration::from_secs(3)).warm_up_time(Duration::from_millis(300));
    group.bench_function("one to all", |b| b.iter(|| metric.from(from)));
    group.bench_function("replacements of links", |b| b.iter(|| metric.replacements_of(from, to, &[By::Link])));
    group.bench_function("replacements of links and places", |b| {
        b.iter(|| metric.replacements_of(from, to, &[By::Link, By::Place]));
    });
    group.bench_function("replacements of all kinds", |b| b.iter(|| metric.replacements(from, to)));
    group.bench_function("bridges and articulation places", |b| b.iter(|| metric.connectivity()));
    group.bench_function("unavoidable", |b| b.iter(|| metric.unavoidable(from, to)));
    group.finish();
}

/// κ, λ and the frontier of every corridor.
fn corridors(c: &mut Criterion, case: &Case) {
    let (metric, ..) = case.ask();
    c.benchmark_group("bundled").sample_size(10).bench_function("frontier, kappa, lambda of all corridors", |b| {
        b.iter(|| {
            let mut sum = 0;
            for (_, corridor) in case.network.corridors() {
                let frontier = metric.frontier(corridor.origin, corridor.destination).run().unwrap();
                sum += frontier.disjoint().number.unwrap_or(0);
                sum += frontier.minimum_cuts().map_or(0, |cuts| cuts.len());
            }
            sum
        });
    });
}

fn all(c: &mut Criterion) {
    corridors(c, &Case::bundled());
    Case::all().for_each(|case| pair(c, &case));
}

criterion_group!(benches, all);
criterion_main!(benches);
