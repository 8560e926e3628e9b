//! From one place to all: no queue, but a sweep over the order.

use super::climb::climb;
use super::shape::Shape;
use super::units::{Units, least};
use super::weights::Weights;

/// Most rows have no more arcs.
const SHORT: usize = 4;

/// The least cost from the nearest of some nodes to each node, in place of what there was.
///
/// From above to below: a node hears of what stands above it, all of which lies on its chain. The costs
/// along the chain of the node at hand, by level, are all that has to be near.
pub(super) fn sweep<W: Units, D: Units>(
    shape: &Shape,
    weights: &Weights<W>,
    lift: impl Fn(W) -> D + Copy,
    starts: impl Iterator<Item = usize>,
    costs: &mut Vec<D>,
) {
    costs.clear();
    costs.resize(shape.nodes(), D::FAR);
    for start in starts {
        let reached = climb(shape, &weights.up, lift, start);
        for node in shape.chain(start) {
            costs[node] = least(costs[node], reached[usize::from(shape.levels[node])]);
        }
    }
    let mut above = vec![D::FAR; shape.height];
    for (node, (cost, &level)) in costs.iter_mut().zip(&shape.levels).enumerate().rev() {
        let row = shape.row(node);
        let (heads, weights) = (&shape.heads_from(row.start), &weights.down[row.start..]);
        let (Some(first), Some(near)) = (heads.first_chunk::<SHORT>(), weights.first_chunk::<SHORT>()) else {
            unreachable!("heads and weights go on after the last row")
        };
        let mut best = *cost;
        if row.len() > SHORT {
            for (&head, &weight) in heads[SHORT..row.len()].iter().zip(&weights[SHORT..]) {
                best = least(best, above[usize::from(head)] + lift(weight));
            }
        }
        // most rows are short: one step for all of them, without a look at where each ends; the nearest
        // head, which was settled just before, comes last, so that nothing waits for it
        for (lane, (&head, &weight)) in first.iter().zip(near).enumerate().rev() {
            let there = above[usize::from(head)] + lift(weight);
            best = least(best, if lane < row.len() { there } else { D::FAR });
        }
        *cost = best;
        above[usize::from(level)] = best;
    }
}
