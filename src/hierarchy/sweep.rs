//! From one place to all, or from many to many: no queue, but sweeps over the order.

use super::climb::climb;
use super::shape::Shape;
use super::units::{Units, least};
use super::weights::Weights;

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
            costs[node] = least(costs[node], reached[shape.levels[node] as usize]);
        }
    }
    let mut above = vec![D::FAR; shape.height];
    for (node, (cost, &level)) in costs.iter_mut().zip(&shape.levels).enumerate().rev() {
        for (&head, &weight) in shape.heads(node).iter().zip(&weights.down[shape.row(node)]) {
            *cost = least(*cost, above[head as usize] + lift(weight));
        }
        above[level as usize] = *cost;
    }
    costs
}
