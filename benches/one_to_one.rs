//! Three ways to search from one place to one other, on the same arrays: from one end, led by the
//! great circle, and from both ends. A table of the stops each looks at and of its time, over 50 far
//! and near pairs.
//!
//! ```text
//! cargo bench --bench one_to_one
//! valgrind --tool=callgrind --toggle-collect='*from_both_ends*' target/release/deps/one_to_one-… bundled
//! ```
//!
//! With the name of a network alone it searches once in each way, for counting instructions. What
//! came out is in `benches/README.md`.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the numbers are small")]

mod common;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use common::Case;
use landbridge::PlaceId;

/// The arcs that leave each stop, with the stop at the other end and the cost.
struct Star {
    first: Vec<usize>,
    arcs: Vec<(u32, u64)>,
}

impl Star {
    fn new(stops: usize, arcs: &mut [(u32, u32, u64)]) -> Self {
        arcs.sort_unstable();
        let mut first = vec![0; stops + 1];
        for arc in arcs.iter() {
            first[arc.0 as usize + 1] += 1;
        }
        for at in 0..stops {
            first[at + 1] += first[at];
        }
        Self { first, arcs: arcs.iter().map(|arc| (arc.1, arc.2)).collect() }
    }

    fn of(&self, stop: usize) -> &[(u32, u64)] {
        &self.arcs[self.first[stop]..self.first[stop + 1]]
    }
}

struct Graph {
    out: Star,
    back: Star,
    stops_of: Vec<Range<usize>>,
    /// Longitude and latitude of each stop in radians, with the cosine of the latitude.
    points: Vec<[f64; 3]>,
    /// The least cost of a metre of great circle on any arc.
    per_metre: f64,
}

/// Mean radius of the earth in metres.
const RADIUS: f64 = 6_371_008.8;

fn apart(one: [f64; 3], other: [f64; 3]) -> f64 {
    let [across, along] = [0, 1].map(|axis| ((other[axis] - one[axis]) / 2.0).sin());
    2.0 * RADIUS * (along * along + one[2] * other[2] * across * across).sqrt().asin()
}

impl Graph {
    fn new(case: &Case) -> Self {
        let (metric, ..) = case.ask();
        let network = &case.network;
        let topology = network.topology();
        let point = |stop: petgraph::graph::NodeIndex| {
            let at = network[topology[stop].place].point;
            let [x, y] = [at.x(), at.y()].map(f64::to_radians);
            [x, y, y.cos()]
        };
        let points: Vec<[f64; 3]> = topology.node_indices().map(point).collect();
        let (mut out, mut back, mut per_metre) = (Vec::new(), Vec::new(), f64::INFINITY);
        for edge in topology.edge_indices() {
            let (tail, head) = topology.edge_endpoints(edge).unwrap();
            let Some(cost) = metric.cost(edge.into()).finite() else { continue };
            let (tail, head) = (tail.index(), head.index());
            out.push((tail as u32, head as u32, cost));
            back.push((head as u32, tail as u32, cost));
            let metres = apart(points[tail], points[head]);
            if metres > 0.0 {
                #[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
                let cost = cost as f64;
                per_metre = per_metre.min(cost / metres);
            }
        }
        let mut stops_of = vec![0..0; network.places().len()];
        for stop in topology.node_indices() {
            let range = &mut stops_of[topology[stop].place.index()];
            let at = stop.index();
            *range = if range.end == 0 { at..at + 1 } else { range.start.min(at)..range.end.max(at + 1) };
        }
        let stops = points.len();
        Self { out: Star::new(stops, &mut out), back: Star::new(stops, &mut back), stops_of, points, per_metre }
    }
}

/// The least cost, and how many stops were looked at.
type Found = (Option<u64>, usize);

#[inline(never)]
fn from_one_end(graph: &Graph, from: &Range<usize>, to: &Range<usize>) -> Found {
    led(graph, from, to, |_| 0)
}

#[inline(never)]
fn by_great_circle(graph: &Graph, from: &Range<usize>, to: &Range<usize>) -> Found {
    let goal = graph.points[to.start];
    led(graph, from, to, |stop| (apart(graph.points[stop], goal) * graph.per_metre * 0.999_999) as u64)
}

fn led(graph: &Graph, from: &Range<usize>, to: &Range<usize>, rest: impl Fn(usize) -> u64) -> Found {
    let mut costs = vec![u64::MAX; graph.points.len()];
    let mut queue = BinaryHeap::new();
    for stop in from.clone() {
        costs[stop] = 0;
        queue.push(Reverse((rest(stop), 0, stop)));
    }
    let mut seen = 0;
    while let Some(Reverse((_, reached, stop))) = queue.pop() {
        if costs[stop] < reached {
            continue;
        }
        seen += 1;
        if to.contains(&stop) {
            return (Some(reached), seen);
        }
        for &(head, cost) in graph.out.of(stop) {
            let (head, next) = (head as usize, reached + cost);
            if next < costs[head] {
                costs[head] = next;
                queue.push(Reverse((next + rest(head), next, head)));
            }
        }
    }
    (None, seen)
}

#[inline(never)]
fn from_both_ends(graph: &Graph, from: &Range<usize>, to: &Range<usize>) -> Found {
    let stops = graph.points.len();
    let mut sides = [(&graph.out, from), (&graph.back, to)].map(|(star, start)| {
        let mut costs = vec![u64::MAX; stops];
        costs[start.clone()].fill(0);
        (star, costs, start.clone().map(|stop| Reverse((0_u64, stop))).collect::<BinaryHeap<_>>())
    });
    let (mut best, mut seen) = (u64::MAX, 0);
    loop {
        let [near, far] = [0, 1].map(|side| sides[side].2.peek().map(|Reverse((cost, _))| *cost));
        let (Some(near), Some(far)) = (near, far) else { break };
        if near + far >= best {
            break;
        }
        let (ahead, behind) = sides.split_at_mut(1);
        let (side, other) = if near <= far { (&mut ahead[0], &behind[0]) } else { (&mut behind[0], &ahead[0]) };
        let Some(Reverse((reached, stop))) = side.2.pop() else { break };
        if side.1[stop] < reached {
            continue;
        }
        seen += 1;
        for &(head, cost) in side.0.of(stop) {
            let (head, next) = (head as usize, reached + cost);
            if next < side.1[head] {
                side.1[head] = next;
                side.2.push(Reverse((next, head)));
                best = best.min(next.saturating_add(other.1[head]));
            }
        }
    }
    ((best != u64::MAX).then_some(best), seen)
}

type Way = (&'static str, fn(&Graph, &Range<usize>, &Range<usize>) -> Found);

const WAYS: [Way; 3] =
    [("from one end", from_one_end), ("by great circle", by_great_circle), ("from both ends", from_both_ends)];

fn main() {
    let only = std::env::args().nth(1).filter(|argument| argument != "--bench");
    println!("| network | way | stops seen | ms on the processor |\n|---|---|---|---|");
    for case in Case::all().filter(|case| only.as_ref().is_none_or(|name| case.name.starts_with(name.as_str()))) {
        let graph = Graph::new(&case);
        let places: Vec<PlaceId> = case.network.places().map(|(place, _)| place).collect();
        let mut state = 7_u64;
        let mut draw = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            graph.stops_of[places[(state >> 33) as usize % places.len()].index()].clone()
        };
        let pairs: Vec<[Range<usize>; 2]> = (0..50).map(|_| [draw(), draw()]).filter(|two| two[0] != two[1]).collect();
        let expected: Vec<Option<u64>> = pairs.iter().map(|[from, to]| from_one_end(&graph, from, to).0).collect();
        for (name, way) in WAYS {
            let found: Vec<Found> = pairs.iter().map(|[from, to]| way(&graph, from, to)).collect();
            assert!(found.iter().map(|one| one.0).eq(expected.iter().copied()), "{name} is wrong");
            let seen = found.iter().map(|one| one.1).sum::<usize>() / pairs.len();
            if only.is_some() {
                println!("| {} | {name} | {seen} | – |", case.name);
                continue;
            }
            let mut next = pairs.iter().cycle();
            let mut ask = || next.next().map(|[from, to]| way(&graph, from, to));
            #[allow(clippy::cast_precision_loss, reason = "small")]
            let took = common::on_cpu(|| pairs.iter().filter_map(|_| ask()).count()) / pairs.len() as f64;
            println!("| {} | {name} | {seen} | {took:.4} |", case.name);
        }
    }
}
