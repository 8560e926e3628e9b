//! From a batch of places to many: one sweep, over what lies above the other side.

use super::climb::climb;
use super::shape::Shape;
use super::units::{Units, least};

/// Places whose costs are worked out together, side by side in the registers of a processor.
pub(super) const BATCH: usize = 32;

/// Nodes and all above them, from above to below: what a sweep has to visit to reach the nodes.
pub(super) struct Selected {
    nodes: Vec<u32>,
    /// Where each node of the hierarchy stands among these.
    position: Vec<u32>,
}

/// Not among the selected.
const LEFT_OUT: u32 = u32::MAX;

impl Selected {
    pub(super) fn new(shape: &Shape, ends: impl Iterator<Item = usize>) -> Self {
        let mut position = vec![LEFT_OUT; shape.nodes()];
        let mut nodes = Vec::new();
        for end in ends {
            for node in shape.chain(end).take_while(|&node| position[node] == LEFT_OUT).collect::<Vec<_>>() {
                position[node] = 0;
                nodes.push(u32::try_from(node).expect("a hierarchy has fewer than 2³² nodes"));
            }
        }
        nodes.sort_unstable_by(|a, b| b.cmp(a));
        for (at, &node) in (0..).zip(&nodes) {
            position[node as usize] = at;
        }
        Self { nodes, position }
    }

    /// The least costs from each of a batch of sets of nodes to each selected node, and whether some
    /// are [too large](super::climb::are_large) for these units.
    pub(super) fn sweep<W: Units, D: Units>(
        &self,
        shape: &Shape,
        (up, down): (&[W], &[W]),
        lift: impl Fn(W) -> D + Copy,
        batch: impl Iterator<Item = impl Iterator<Item = usize>>,
    ) -> (Vec<[D; BATCH]>, bool) {
        let mut costs = vec![[D::FAR; BATCH]; self.nodes.len()];
        let mut is_large = false;
        for (lane, starts) in batch.enumerate() {
            for start in starts {
                let reached = climb(shape, up, lift, start);
                is_large |= super::climb::are_large(&reached);
                for node in shape.chain(start).filter(|&node| self.position[node] != LEFT_OUT) {
                    let best = &mut costs[self.position[node] as usize][lane];
                    *best = least(*best, reached[usize::from(shape.levels[node])]);
                }
            }
        }
        let mut above = vec![[D::FAR; BATCH]; shape.height];
        for (best, &node) in costs.iter_mut().zip(&self.nodes) {
            let node = node as usize;
            let mut row = *best;
            for (&head, &weight) in shape.heads(node).iter().zip(&down[shape.row(node)]) {
                let (weight, from) = (lift(weight), &above[usize::from(head)]);
                for (best, &from) in row.iter_mut().zip(from) {
                    *best = least(*best, from + weight);
                }
            }
            *best = row;
            above[usize::from(shape.levels[node])] = row;
        }
        is_large |= costs.iter().any(|row| super::climb::are_large(row));
        (costs, is_large)
    }

    /// Where a selected node stands.
    pub(super) fn position(&self, node: usize) -> usize {
        self.position[node] as usize
    }
}
