//! A sweep over a hierarchy and by plain search, in one run: a table of Markdown, with ratios.
//!
//! ```text
//! cargo bench --bench sweep                            the bundled network, generated ones to 10^5 links
//! LANDBRIDGE_WORLD=DIR/railways/countries cargo bench --bench sweep
//! ```
//!
//! The directories are made by `benches/rivals`. Each country and border is closed in turn for drawn
//! pairs, one an origin; on the wall, the best of two. The rows are checked to be the same.

mod common;

use std::time::Instant;

use common::Case;
use landbridge::{CostModel, PlaceId, SweepRow};

fn main() {
    println!("| network | pairs | closures | order ms | hierarchy ms | plain ms | plain ÷ (order + hierarchy) |");
    println!("|{}", "---|".repeat(7));
    for case in Case::all().filter(|case| case.network.links().len() < 900_000) {
        for pairs in [20, 50, 200] {
            measure(&case, pairs);
        }
    }
}

fn measure(case: &Case, pairs: usize) {
    let network = &case.network;
    let places: Vec<PlaceId> = network.places().map(|(id, _)| id).collect();
    let mut state = 42_u64;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        places[usize::try_from(state >> 33).unwrap() % places.len()]
    };
    let ends: Vec<(PlaceId, PlaceId)> = (0..pairs).map(|_| (draw(), draw())).collect();
    let query = network.sweep().models(&[CostModel::distance()]).pairs(ends).countries().borders();
    let (order, _) = best(|| network.hierarchy());
    let rows = |over_hierarchy| {
        let sweep = query.clone().over_hierarchy(over_hierarchy).ready().unwrap();
        let (time, rows) = best(|| sweep.rows().collect::<Vec<SweepRow>>());
        (time, rows, sweep.closures().len())
    };
    let ((quick, quickly, closures), (plain, plainly, _)) = (rows(true), rows(false));
    assert!(quickly == plainly);
    let ratio = plain / (order + quick);
    println!("| {} | {pairs} | {closures} | {order:.1} | {quick:.1} | {plain:.1} | {ratio:.2} |", case.name);
}

/// The least milliseconds of two rounds, and what came of it.
fn best<T>(mut task: impl FnMut() -> T) -> (f64, T) {
    let mut round = || {
        let begun = Instant::now();
        let result = task();
        (begun.elapsed().as_secs_f64() * 1e3, result)
    };
    let (first, _) = round();
    let (second, result) = round();
    (first.min(second), result)
}
