//! A hierarchy against plain search, in one run: a table of Markdown, with ratios.
//!
//! ```text
//! cargo bench --bench hierarchy                            generated networks of 10^4 to 10^6 links
//! LANDBRIDGE_WORLD=DIR/railways:DIR/highways cargo bench --bench hierarchy -- world
//! ```
//!
//! The directories are made by `benches/rivals/fetch_world.py`. Medians; answers are checked equal, also after each of a hundred closings.

#![allow(clippy::cast_precision_loss, reason = "figures of a table")]

mod common;

use std::time::Instant;

use common::Case;
use landbridge::{Cost, Customized, Metric, Place, PlaceId, Target};

fn main() {
    let only_world = std::env::args().any(|argument| argument == "world");
    println!(
        "| network | hierarchy arcs, height | order + shape s | customize ms | plain one-to-one µs | query µs | ratio | route µs | plain one-to-all ms | sweep ms | ratio | 200 × 200 table ms | ratio | close Kazakhstan ms | ratio |"
    );
    println!("|{}", "---|".repeat(15));
    for case in Case::all() {
        if !only_world || case.name.contains("ways") {
            measure(&case);
        }
    }
}

fn measure(case: &Case) {
    let (network, (metric, ..)) = (&case.network, case.ask());
    let begun = Instant::now();
    let hierarchy = network.hierarchy();
    let built = begun.elapsed().as_secs_f64();
    let customize = median(7, |_| drop(hierarchy.customize(&metric)));
    let mut quick = hierarchy.customize(&metric);

    let places: Vec<PlaceId> = network.places().map(|(id, _)| id).collect();
    let mut state = 1_u64;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        places[usize::try_from(state >> 33).unwrap() % places.len()]
    };
    let pairs: Vec<(PlaceId, PlaceId)> = (0..100_000).map(|_| (draw(), draw())).collect();
    let mut plain = Vec::new();
    let one = median(15, |at| {
        plain.push(metric.shortest(pairs[at].0, pairs[at].1).map_or(Cost::INFINITE, |route| route.cost()));
    });
    for (&(from, to), plain) in pairs.iter().zip(plain) {
        assert_eq!(quick.cost(from, to), plain);
    }
    let query = median(pairs.len(), |at| _ = std::hint::black_box(quick.cost(pairs[at].0, pairs[at].1)));
    let route = median(1_000, |at| drop(quick.shortest(pairs[at].0, pairs[at].1)));
    let all = median(5, |at| drop(metric.from(pairs[at].0)));
    let sweep = median(21, |at| drop(quick.from(pairs[at].0)));
    let (origins, destinations): (Vec<_>, Vec<_>) = pairs[..200].iter().copied().unzip();
    let table = median(5, |_| drop(quick.table(&origins, &destinations)));
    let plain_table = 40.0 * median(1, |_| drop(metric.table(&origins[..5], &destinations)));
    assert_eq!(metric.table(&origins[..5], &destinations), quick.table(&origins[..5], &destinations));
    // the networks of the world state one country for all places: `benches/rivals` looks them up
    let kazakhstan = network.target("country:KZ").and_then(|target| network.select(&[target]));
    let closing = kazakhstan.ok().filter(|_| !case.name.contains("ways")).map(|kazakhstan| {
        let closed = metric.closing(&kazakhstan);
        let mut copies = vec![quick.clone(); 7];
        let some = median(7, |at| copies[at].recustomize(&closed));
        let whole = hierarchy.customize(&closed);
        assert_eq!(copies[0].table(&origins, &destinations), whole.table(&origins, &destinations));
        format!("{:.2} | {:.1}", some / 1e3, customize / some)
    });
    follow(&mut quick, &metric, &mut draw);
    println!(
        "| {} | {hierarchy:?} | {built:.2} | {:.2} | {:.1} | {:.2} | {:.0} | {:.1} | {:.2} | {:.3} | {:.1} | {:.2} | {:.0} | {} |",
        case.name,
        customize / 1e3,
        one,
        query,
        one / query,
        route,
        all / 1e3,
        sweep / 1e3,
        all / sweep,
        table / 1e3,
        plain_table / table,
        closing.unwrap_or_else(|| "– | –".to_owned())
    );
}

/// Goes from one drawn scenario to the next, a region closed in each, and holds the costs of 100,000
/// drawn pairs in all, and those of 1,000 sweeps, against plain search.
fn follow<'n>(quick: &mut Customized<'_, 'n>, open: &Metric<'n>, draw: &mut impl FnMut() -> PlaceId) {
    let network = open.network();
    for _ in 0..100 {
        let centre = network[draw()].point;
        let near = |place: &Place| (place.point.x() - centre.x()).hypot(place.point.y() - centre.y()) < 1.0;
        let region = network.places().filter(|(_, place)| near(place));
        let region: Vec<Target> = region.map(|(_, place)| Target::Place(place.id.to_string())).collect();
        let closed = open.closing(&network.select(&region).unwrap());
        quick.recustomize(&closed);
        for _ in 0..10 {
            let origin = draw();
            let plain = closed.from(origin);
            let swept = quick.from(origin).costs();
            assert!(network.places().zip(swept).all(|((to, _), cost)| plain.cost(to) == cost));
            for to in std::iter::repeat_with(&mut *draw).take(100) {
                assert_eq!(quick.cost(origin, to), plain.cost(to));
            }
        }
    }
}

/// The median time of a task in µs.
fn median(rounds: usize, mut task: impl FnMut(usize)) -> f64 {
    let mut times: Vec<f64> = (0..rounds)
        .map(|round| {
            let begun = Instant::now();
            task(round);
            begun.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[rounds / 2]
}
