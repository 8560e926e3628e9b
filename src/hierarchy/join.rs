//! From many places to many, pair by pair: a climb from each end, and the least sum on the chain they share.
//!
//! ```text
//!   level      0 1 2 3 4 5 6 7        two chains meet at some level: from there on they are one
//!   origin     0 4 · 7 9 8 6 9
//!   other end  · 0 3 5 2 4 4 3
//!                      └──────── 9 + 2, 8 + 4, 6 + 4, 9 + 3: the least is 10
//! ```

use super::climb::{are_large, climb};
use super::shape::Shape;
use super::units::{Units, least};

/// Ends whose costs are added up side by side in the registers of a processor.
const LANES: usize = 16;

/// Nodes that are asked for from many others, with the least costs between them and all above them.
pub(super) struct Ends<D> {
    /// Ascending, each with the number that its owner knows it by.
    nodes: Vec<(usize, usize)>,
    /// The lowest level that the chain of each node shares with that of the next.
    shared: Vec<u16>,
    /// Of a group of nodes, level by level; then of the next group.
    costs: Vec<[D; LANES]>,
}

impl<D: Units> Ends<D> {
    pub(super) fn new<W: Units>(
        shape: &Shape,
        weights: &[W],
        lift: impl Fn(W) -> D + Copy,
        mut nodes: Vec<(usize, usize)>,
    ) -> Self {
        nodes.sort_unstable();
        let mut costs = vec![[D::FAR; LANES]; nodes.len().div_ceil(LANES) * shape.height];
        for (group, costs) in nodes.chunks(LANES).zip(costs.chunks_mut(shape.height.max(1))) {
            for (lane, &(node, _)) in group.iter().enumerate() {
                for (costs, cost) in costs.iter_mut().zip(climb(shape, weights, lift, node)) {
                    costs[lane] = cost;
                }
            }
        }
        let shared = nodes.windows(2).map(|pair| lowest_shared(shape, pair[0].0, pair[1].0)).collect();
        Self { nodes, shared, costs }
    }

    /// Whether some costs are [too large](are_large) for these units.
    pub(super) fn are_large(&self) -> bool {
        are_large(self.costs.as_flattened())
    }

    /// Lowers costs, by number, to those from a node with these costs by level.
    pub(super) fn reach(&self, shape: &Shape, node: usize, reached: &[D], costs: &mut [D]) {
        let meets = self.meets(shape, node);
        let groups = self.nodes.chunks(LANES).zip(meets.chunks(LANES)).zip(self.costs.chunks(shape.height.max(1)));
        for ((ends, meets), theirs) in groups {
            for (&(_, number), cost) in ends.iter().zip(least_sums(reached, theirs, meets)) {
                costs[number] = least(costs[number], cost);
            }
        }
    }

    /// The lowest level that the chain of a node shares with that of each end.
    fn meets(&self, shape: &Shape, node: usize) -> Vec<u16> {
        let split = self.nodes.partition_point(|&(end, _)| end < node);
        let first = |end: usize| lowest_shared(shape, node, self.nodes[end].0);
        // the farther an end stands from the node in the walk of the tree, the higher their chains meet
        let rise = |highest: &mut u16, next: u16| {
            *highest = next.max(*highest);
            Some(*highest)
        };
        let before = (0..split).rev().map(|end| if end + 1 == split { first(end) } else { self.shared[end] });
        let after = (split..self.nodes.len()).map(|end| if end == split { first(end) } else { self.shared[end - 1] });
        let mut meets: Vec<u16> = before.scan(0, rise).collect();
        meets.reverse();
        meets.extend(after.scan(0, rise));
        meets
    }
}

/// The lowest level where two chains are one; the height where nothing joins them.
fn lowest_shared(shape: &Shape, a: usize, b: usize) -> u16 {
    let height = u16::try_from(shape.height).expect("a hierarchy is less than 2¹⁶ stops high");
    shape.meeting(a, b).map_or(height, |node| shape.levels[node])
}

/// The least sum with each of a group of ends from where their chains meet.
#[inline(never)]
fn least_sums<D: Units>(own: &[D], theirs: &[[D; LANES]], meets: &[u16]) -> [D; LANES] {
    let mut from = [u16::MAX; LANES];
    from[..meets.len()].copy_from_slice(meets);
    let lowest = meets.iter().copied().fold(u16::MAX, u16::min);
    let highest = meets.iter().copied().fold(0, u16::max);
    let mut best = [D::FAR; LANES];
    for (level, (&own, theirs)) in (0..).zip(own.iter().zip(theirs)).take(highest.into()).skip(lowest.into()) {
        for lane in 0..LANES {
            let sum = if from[lane] <= level { own + theirs[lane] } else { D::FAR };
            best[lane] = least(best[lane], sum);
        }
    }
    for (&own, theirs) in own[highest.into()..].iter().zip(&theirs[highest.into()..]) {
        for (best, &their) in best.iter_mut().zip(theirs) {
            *best = least(*best, own + their);
        }
    }
    best
}
