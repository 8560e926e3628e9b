//! What rust_road_router does of the work, in a crate of its own: it is in no registry, and needs features that the
//! compiler has not made stable.
//!
//! ```text
//! benches/rivals/road_router/build          clones it, and says what is changed for the compiler of today
//! ROAD_ROUTER=benches/rivals/road_router/target/release/road_router cargo run --release … NETWORK…
//! ```
//!
//! `road_router basic|perfect DIR` reads the vectors that rivals wrote into DIR and prints its lines.

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

#[path = "../../src/told.rs"]
mod told;

use std::path::Path;

use rust_road_router::algo::customizable_contraction_hierarchy::query::Server;
use rust_road_router::algo::customizable_contraction_hierarchy::{CCH, CCHT, Customized, customize, customize_perfect};
use rust_road_router::algo::rphast::{RPHAST, RPHASTQuery, SSERPHASTQuery};
use rust_road_router::algo::{Query, QueryServer};
use rust_road_router::datastr::graph::{INFINITY, OwnedGraph};
use rust_road_router::datastr::node_order::NodeOrder;
use rust_road_router::io::Load;

use told::{FEW, ROWS, allocated, answer, figure, median, peak, query, seconds};

/// Origins that go over the selected destinations at once: the best is told.
const AT_ONCE: [usize; 5] = [1, 16, 64, 128, 256];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [customization, directory] = &arguments[..] else { panic!("usage: road_router basic|perfect DIR") };
    let there = Path::new(directory);
    // what works on all cores elsewhere has one here
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    pool.install(|| {
        let graph = graph(there, "weight");
        let order = NodeOrder::from_node_order(numbers(there, "order"));
        let before = allocated();
        let (time, hierarchy) = seconds(|| CCH::fix_order_and_build(&graph, order));
        figure("build ms", time * 1e3);
        match customization.as_str() {
            "basic" => ask(there, &graph, before, |graph| customize(&hierarchy, graph)),
            "perfect" => ask(there, &graph, before, |graph| customize_perfect(customize(&hierarchy, graph))),
            other => panic!("a customization is basic or perfect, not {other}"),
        }
    });
    peak();
}

fn numbers(there: &Path, name: &str) -> Vec<u32> {
    Vec::load_from(there.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn graph(there: &Path, weight: &str) -> OwnedGraph {
    OwnedGraph::new(numbers(there, "first_out"), numbers(there, "head"), numbers(there, weight))
}

fn ask<C: Customized<CCH = CCH>>(
    there: &Path,
    graph: &OwnedGraph,
    before: usize,
    customize: impl Fn(&OwnedGraph) -> C,
) {
    let pairs: Vec<(u32, u32)> = numbers(there, "pairs").chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    let (time, customized) = median(5, || customize(graph));
    figure("customize ms", time * 1e3);
    figure("engine MB", (allocated() - before) as f64 / 1e6);
    table(&customized, &numbers(there, "origins"), &numbers(there, "destinations"));
    let mut server = Server::new(customized);
    query(&pairs, "open", |from, to| server.query(Query { from, to }).distance());
    let closed = self::graph(there, "closed");
    // there are no updates in part
    let (time, customized) = median(5, || customize(&closed));
    figure("close KZ ms", time * 1e3);
    server.update(customized);
    query(&pairs[..FEW], "closed", |from, to| server.query(Query { from, to }).distance());
}

fn table(customized: &impl Customized<CCH = CCH>, origins: &[u32], destinations: &[u32]) {
    let (forward, backward) = (customized.forward_graph(), customized.backward_graph());
    // an origin may not come twice among those at once
    let mut distinct = origins.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let tables = AT_ONCE.map(|at_once| {
        seconds(|| {
            let mut selected = RPHAST::new(forward.clone(), backward.clone(), customized.cch().node_order().clone());
            selected.select(destinations);
            let mut costs = Vec::with_capacity(distinct.len() * destinations.len());
            if at_once == 1 {
                let mut search = RPHASTQuery::new(&selected);
                for &origin in &distinct {
                    let found = search.query(origin, &selected);
                    costs.extend(destinations.iter().map(|&to| found.distance(to)));
                }
            } else {
                let mut search = SSERPHASTQuery::new(&selected);
                for some in distinct.chunks(at_once) {
                    let found = search.query(some, &selected);
                    for row in 0..some.len() {
                        costs.extend(destinations.iter().map(|&to| found.distances(to)[row]));
                    }
                }
            }
            costs
        })
    });
    for ((time, costs), at_once) in tables.iter().zip(AT_ONCE) {
        eprintln!("1,000 × 1,000, {at_once} at once: {time:.3} s");
        let row = |origin| distinct.binary_search(origin).expect("one of them") * destinations.len();
        let rows = origins.iter().flat_map(|origin| &costs[row(origin)..][..destinations.len()]);
        let table: Vec<_> = rows.map(|&cost| (cost < INFINITY).then_some(cost)).collect();
        answer("table", &table[..ROWS * destinations.len()]);
        answer("table, whole", &table);
    }
    figure("1,000 × 1,000 s", tables.iter().map(|(time, _)| *time).fold(f64::INFINITY, f64::min));
}
