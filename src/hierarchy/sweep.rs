//! From one place to all, or from many to many: no queue, but sweeps over the order.

use super::climb::climb;
use super::shape::Shape;
use super::units::{Units, least};
use super::weights::Weights;

/// Most rows have no more arcs.
const SHORT: usize = 4;

/// The least cost from the nearest of some nodes to each node.
///
/// From above to below: a node hears of what stands above it, all of which lies on its chain. The costs
/// along the chain of the node at hand, by level, are all that has to be near.
pub(super) fn sweep<W: Units, D: Units>(
    shape: &Shape,
    weights: &Weights<W>,
    lift: impl Fn(W) -> D + Copy,
    starts: impl Iterator<Item = usize>,
) -> Vec<D> {
    let mut costs = vec![D::FAR; shape.nodes()];
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
        // most rows are short: one step for all of them, without a look at where each ends
        let mut best = *cost;
        for (lane, (&head, &weight)) in first.iter().zip(near).enumerate() {
            let there = above[usize::from(head)] + lift(weight);
            best = least(best, if lane < row.len() { there } else { D::FAR });
        }
        if row.len() > SHORT {
            for (&head, &weight) in heads[SHORT..row.len()].iter().zip(&weights[SHORT..]) {
                best = least(best, above[usize::from(head)] + lift(weight));
            }
        }
        *cost = best;
        above[usize::from(level)] = best;
    }
    costs
}
