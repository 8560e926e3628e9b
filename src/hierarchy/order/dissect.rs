//! Cut, and cut again: nested dissection.

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "positions only guide where to cut, and counts of nodes fit"
)]

use geo::Point;

use super::cutter::Cutter;
use super::{Adjacency, id, pieces, reduce};

/// How often the search for one cut may walk over all links of a piece: several times what the world's
/// roads need.
const BUDGET: u64 = 4000;

/// The order in which to eliminate the nodes of a network, for a hierarchy with few arcs on which
/// no way up is long: of each node its rank, 0 first.
///
/// ```text
///        a ─ b ─┐   ┌─ f ─ g         d and e part the map in two that are alike: they come last.
///        │   │  d ─ e  │   │         a, b, c and f, g, h are cut in the same way, each by itself,
///        └── c ─┘   └─ h ──┘         and never meet below d and e.
/// ```
///
/// The points only guide where to look for cuts; a map without them (all the same) is laid out by hops.
/// The graph may have any number of parts. The same input gives the same order, also with the feature
/// `rayon`, under which the parts that a cut leaves are worked on side by side.
///
/// Dead ends and nodes between two others go first. Of what is left, separators are cut along four
/// directions of the map by flows that grow until both sides are alike, and of all that were met on the
/// way the one is taken that has the fewest nodes for those of its smaller side. Pieces of a few dozen
/// nodes are ordered by the fewest arcs that each node adds.
///
/// # Units
/// Points in degrees, longitude first.
///
/// # Complexity
/// O(cut · (nodes + links) · log nodes) at most, where `cut` is the size of the largest separator; on
/// maps, where cuts are small and most flow is found in the first few searches, nearly linear. A piece
/// that does not yield a good cut after a few thousand walks over its links is halved. O(nodes + links)
/// space.
///
/// # Panics
/// If there is not one point a node.
///
/// ```
/// use geo::Point;
/// use landbridge::{Adjacency, Fill, nested_dissection};
/// // a line from Khorgos to Aktau: the middle comes last, and no way up is long
/// let points: Vec<Point> = (0..1000).map(|at| Point::new(80.0 - 0.029 * f64::from(at), 44.0)).collect();
/// let links: Vec<(u32, u32)> = (1..1000).map(|at| (at - 1, at)).collect();
/// let line = Adjacency::new(1000, &links);
/// let rank = nested_dissection(&points, &line);
/// assert!(Fill::of(&line, &rank).height < 100);
/// ```
///
/// # References
/// George 1973, [doi:10.1137/0710032](https://doi.org/10.1137/0710032); Schild & Sommer 2015,
/// [doi:10.1007/978-3-319-20086-6_22](https://doi.org/10.1007/978-3-319-20086-6_22); Hamann & Strasser
/// 2018, [doi:10.1145/3173045](https://doi.org/10.1145/3173045); Gottesbüren, Hamann, Uhl & Wagner 2019,
/// [doi:10.3390/a12090196](https://doi.org/10.3390/a12090196)
#[must_use]
pub fn nested_dissection(points: &[Point], graph: &Adjacency) -> Vec<u32> {
    assert_eq!(points.len(), graph.nodes(), "one point a node");
    let mut order = vec![0; points.len()];
    let (nodes, core) = reduce::reduce(graph, &mut order);
    let gone = order.len() - nodes.len();
    let places: Vec<[f32; 3]> = nodes.iter().map(|&node| on_sphere(points[node as usize])).collect();
    let whole = Whole { graph: &core, places: &places };
    let everything = (0..id(nodes.len())).collect();
    run(&whole, Piece { nodes: everything, graph: core.clone(), slots: &mut order[gone..] });
    for slot in &mut order[gone..] {
        *slot = nodes[*slot as usize];
    }
    let mut rank = vec![0; order.len()];
    for (at, &node) in (0..).zip(&order) {
        rank[node as usize] = at;
    }
    rank
}

struct Whole<'a> {
    graph: &'a Adjacency,
    places: &'a [[f32; 3]],
}

/// A part of the whole that nothing but separators touch, and where its nodes come in the order.
struct Piece<'o> {
    nodes: Vec<u32>,
    graph: Adjacency,
    slots: &'o mut [u32],
}

#[cfg(not(feature = "rayon"))]
fn run(whole: &Whole<'_>, piece: Piece<'_>) {
    let mut pieces = vec![piece];
    while let Some(piece) = pieces.pop() {
        piece.split(whole, &mut pieces);
    }
}

#[cfg(feature = "rayon")]
fn run(whole: &Whole<'_>, piece: Piece<'_>) {
    rayon::scope(|scope| spread(scope, whole, piece));
}

/// Works on a piece, and leaves large parts of it to whoever is free.
#[cfg(feature = "rayon")]
fn spread<'s>(scope: &rayon::Scope<'s>, whole: &'s Whole<'_>, piece: Piece<'s>) {
    const LARGE: usize = 2000;
    let mut pieces = vec![piece];
    while let Some(piece) = pieces.pop() {
        let known = pieces.len();
        piece.split(whole, &mut pieces);
        for at in (known..pieces.len()).rev() {
            if pieces[at].nodes.len() >= LARGE {
                let part = pieces.swap_remove(at);
                scope.spawn(move |scope| spread(scope, whole, part));
            }
        }
    }
}

impl<'o> Piece<'o> {
    /// Orders the nodes of the separator, or of all if they are few, and adds the parts that are left.
    fn split(self, whole: &Whole<'_>, pieces: &mut Vec<Piece<'o>>) {
        if self.nodes.len() <= pieces::SMALL {
            pieces::order(&self.nodes, whole.graph, self.slots);
            return;
        }
        let (mut part, mut parts) = self.graph.components(|_| true);
        if parts == 1 {
            let cut = separator(&self.graph, &self.nodes, whole);
            (part, parts) = self.graph.components(|node| !cut[node as usize]);
        }
        let mut rest = self.slots;
        for (inside, graph) in self.graph.parts(&part, parts) {
            let (slots, others) = std::mem::take(&mut rest).split_at_mut(inside.len());
            rest = others;
            let nodes = inside.iter().map(|&node| self.nodes[node as usize]).collect();
            pieces.push(Piece { nodes, graph, slots });
        }
        let cut = self.nodes.iter().zip(&part).filter(|&(_, &part)| part == u32::MAX);
        for (slot, (&node, _)) in rest.iter_mut().zip(cut) {
            *slot = node;
        }
    }
}

/// Whether each node of a connected piece is in its separator.
fn separator(graph: &Adjacency, nodes: &[u32], whole: &Whole<'_>) -> Vec<bool> {
    let count = graph.nodes() as f64;
    let budget = BUDGET * (graph.nodes() + graph.edges()) as u64;
    let mut cutter = Cutter::new(graph);
    let mut best_below = |directions: &[Vec<f32>], limit: f64| {
        let mut best: Option<(f64, Vec<bool>)> = None;
        for along in directions {
            let limit = best.as_ref().map_or(limit, |best| best.0);
            best = cutter.cut(along, limit, budget).or(best);
        }
        best.map(|best| best.1)
    };
    let map = directions(nodes, whole);
    // on a map a cut has some √n nodes; where none of this kind is found, the points may mislead
    let found = best_below(&map, 8.0 / count.sqrt());
    found.unwrap_or_else(|| {
        let mut all = map;
        all.insert(0, between_ends(graph));
        best_below(&all, f64::INFINITY).unwrap_or_else(|| halves(graph, &all[0]))
    })
}

/// The nodes of the near half that touch the other half.
fn halves(graph: &Adjacency, along: &[f32]) -> Vec<bool> {
    let mut order: Vec<u32> = (0..id(graph.nodes())).collect();
    order.sort_by(|&a, &b| along[a as usize].total_cmp(&along[b as usize]).then(a.cmp(&b)));
    let mut near = vec![false; order.len()];
    for &node in &order[..order.len() / 2] {
        near[node as usize] = true;
    }
    let touches = |node: u32| graph.of(node).iter().any(|&head| !near[head as usize]);
    (0..id(graph.nodes())).map(|node| near[node as usize] && touches(node)).collect()
}

/// Where each node lies along four directions of the map around the piece, between −1 and 1; along
/// none if all lie at one point.
fn directions(nodes: &[u32], whole: &Whole<'_>) -> Vec<Vec<f32>> {
    let places = || nodes.iter().map(|&node| whole.places[node as usize]);
    let first = whole.places[nodes[0] as usize].map(f32::to_bits);
    if places().all(|place| place.map(f32::to_bits) == first) {
        return Vec::new();
    }
    let middle = places().fold([0.0_f64; 3], |sum, place| [0, 1, 2].map(|at| sum[at] + f64::from(place[at])));
    // all around the globe one direction is as good as another
    let up = if length(middle) < 1e-3 * nodes.len() as f64 { [1.0, 0.0, 0.0] } else { unit(middle) };
    let pole = if up[2].abs() < 0.9 { [0.0, 0.0, 1.0] } else { [1.0, 0.0, 0.0] };
    let east = unit(cross(pole, up));
    let north = cross(up, east);
    let diagonal = |sign: f64| unit([0, 1, 2].map(|at| east[at] + sign * north[at]));
    [east, north, diagonal(1.0), diagonal(-1.0)]
        .into_iter()
        .map(|direction| {
            let direction = direction.map(|part| part as f32);
            places().map(|place| place[0] * direction[0] + place[1] * direction[1] + place[2] * direction[2]).collect()
        })
        .collect()
}

/// Hops to one end of a connected piece less those to the other, the ends as far apart as two walks find.
fn between_ends(graph: &Adjacency) -> Vec<f32> {
    let farthest = |hops: &[u32]| (0..).zip(hops).max_by_key(|&(_, hops)| hops).map_or(0, |(node, _)| node);
    let from_end = hops(graph, farthest(&hops(graph, 0)));
    let from_other = hops(graph, farthest(&from_end));
    let most = from_end.iter().max().copied().unwrap_or(0).max(1) as f32;
    from_end.iter().zip(&from_other).map(|(&a, &b)| (a as f32 - b as f32) / most).collect()
}

fn hops(graph: &Adjacency, start: u32) -> Vec<u32> {
    let mut hops = vec![u32::MAX; graph.nodes()];
    hops[start as usize] = 0;
    let mut queue = vec![start];
    let mut at = 0;
    while let Some(&node) = queue.get(at) {
        at += 1;
        for &head in graph.of(node) {
            if hops[head as usize] == u32::MAX {
                hops[head as usize] = hops[node as usize] + 1;
                queue.push(head);
            }
        }
    }
    hops
}

fn on_sphere(point: Point) -> [f32; 3] {
    let (east, north) = (point.x().to_radians(), point.y().to_radians());
    [north.cos() * east.cos(), north.cos() * east.sin(), north.sin()].map(|part| part as f32)
}

fn length(vector: [f64; 3]) -> f64 {
    vector.iter().map(|part| part * part).sum::<f64>().sqrt()
}

fn unit(vector: [f64; 3]) -> [f64; 3] {
    vector.map(|part| part / length(vector))
}

fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}
