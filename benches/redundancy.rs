//! Replacements beside one search from one to all, bridges and articulation places, and the frontier
//! of every corridor: on the bundled network, on generated ones, and on the world's when they are
//! there.
//!
//!     cargo bench --bench redundancy
//!     cargo bench --bench redundancy -- none      the table at the end alone
//!
//! The table has times on the processor, and replacements as multiples of one search from one to all.
//! For the rivals see `benches/rivals/igraph_networkx.py`; what came out is in `benches/README.md`.
#![allow(missing_docs, reason = "a bench has no reader of docs")]

mod common;

use std::fmt::Write as _;
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

/// The same on the processor, as a row of a table.
fn row(case: &Case) -> String {
    let (metric, from, to) = case.ask();
    let one = common::on_cpu(|| metric.from(from));
    let times = |kinds: &[By]| common::on_cpu(|| metric.replacements_of(from, to, kinds)) / one;
    let [links, places, all] = [&By::ALL[..1], &By::ALL[..2], &By::ALL].map(times);
    let bridges = common::on_cpu(|| metric.connectivity());
    format!("| {} | {one:.3} | {links:.1} × | {places:.1} × | {all:.1} × | {bridges:.3} |", case.name)
}

/// κ, λ and the frontier of every corridor.
fn ask_corridors(case: &Case) -> usize {
    let (metric, ..) = case.ask();
    let mut sum = 0;
    for (_, corridor) in case.network.corridors() {
        let frontier = metric.frontier(corridor.origin, corridor.destination).run().unwrap();
        sum += frontier.disjoint().number.unwrap_or(0);
        sum += frontier.minimum_cuts().map_or(0, |cuts| cuts.len());
    }
    sum
}

fn all(c: &mut Criterion) {
    let bundled = Case::bundled();
    let name = "frontier, kappa, lambda of all corridors";
    c.benchmark_group("bundled").sample_size(10).bench_function(name, |b| b.iter(|| ask_corridors(&bundled)));
    let mut table = String::new();
    for case in Case::all() {
        pair(c, &case);
        writeln!(table, "{}", row(&case)).unwrap();
    }
    println!("| network | one to all, ms | links | links and places | all kinds | bridges and articulation, ms |");
    println!("|---|---|---|---|---|---|\n{table}");
    let (corridors, took) = (bundled.network.corridors().len(), common::on_cpu(|| ask_corridors(&bundled)));
    println!("{name}: {took:.0} ms on the processor for {corridors} corridors");
}

criterion_group!(benches, all);
criterion_main!(benches);
