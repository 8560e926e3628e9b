//! From one metric to another: only the rows that change are worked out again.

use super::shape::Shape;
use super::units::Units;
use super::weights::{Desk, TooLarge, Weights};
use crate::cost::Metric;
use crate::network::Topology;

/// The nodes whose rows are still to be worked out, a bit for each.
struct Due(Vec<u64>);

impl Due {
    fn add(&mut self, node: usize) {
        self.0[node / 64] |= 1 << (node % 64);
    }

    fn holds(&self, node: usize) -> bool {
        self.0[node / 64] >> (node % 64) & 1 == 1
    }

    /// The first from a node on.
    fn from(&self, node: usize) -> Option<usize> {
        let (at, rest) = (node / 64, |word: &u64| word & (u64::MAX << (node % 64)));
        let first = self.0.get(at).map(rest).filter(|&word| word != 0).map(|word| (at, word));
        let found = first.or_else(|| (at + 1..self.0.len()).map(|at| (at, self.0[at])).find(|&(_, word)| word != 0));
        found.map(|(at, word)| 64 * at + word.trailing_zeros() as usize)
    }
}

impl<W: Units> Weights<W> {
    /// Goes over from one metric to another. After an error the weights are those of neither.
    pub(super) fn change(
        &mut self,
        shape: &Shape,
        topology: &Topology,
        from: &Metric<'_>,
        to: &Metric<'_>,
    ) -> Result<(), TooLarge> {
        let mut due = Due(vec![0; shape.nodes().div_ceil(64)]);
        for arc in from.unlike(to) {
            let [tail, head] = [&topology.tails, &topology.heads].map(|ends| ends[arc as usize] as usize);
            due.add(shape.ranks[tail].min(shape.ranks[head]) as usize);
        }
        let (mut old_up, mut old_down, mut next) = (Vec::new(), Vec::new(), 0);
        let mut desk = Desk::default();
        while let Some(node) = due.from(next) {
            next = node + 1;
            let row = shape.row(node);
            old_up.clear();
            old_up.extend_from_slice(&self.up[row.clone()]);
            old_down.clear();
            old_down.extend_from_slice(&self.down[row.clone()]);
            self.work_out(shape, to, &shape.lower.stage_of(&shape.first, node), &mut desk)?;
            let (up, down) = (&self.up[row.clone()], &self.down[row]);
            if up.iter().chain(down).any(|weight| (W::NEAR..W::FAR).contains(weight)) {
                return Err(TooLarge);
            }
            if old_up != up || old_down != down {
                self.hand_on(shape, node, (&old_up, &old_down), &mut due);
            }
        }
        Ok(())
    }

    /// Marks the rows above a changed one that a way through it made what they are, or now makes better.
    /// All other weights above are those of ways that did not change.
    fn hand_on(&self, shape: &Shape, node: usize, (old_up, old_down): (&[W], &[W]), due: &mut Due) {
        let (row, heads) = (shape.row(node), shape.heads(node));
        let (up, down) = (&self.up[row.clone()], &self.down[row]);
        let differs: Vec<bool> = (0..heads.len()).map(|at| up[at] != old_up[at] || down[at] != old_down[at]).collect();
        let last = differs.iter().rposition(|&differs| differs).map_or(0, |last| last + 1);
        let mut above = shape.chain(node);
        for at in 0..last {
            let head = above.find(|&above| shape.levels[above] == heads[at]).expect("heads stand on the chain");
            if due.holds(head) {
                continue;
            }
            let mut higher = shape.heads(head).iter().zip(shape.row(head));
            let is_due = (at + 1..heads.len()).any(|far| {
                let (_, arc) = higher.find(|(level, _)| **level == heads[far]).expect("heads are joined");
                let matters = |weight: W, old: W, new: W| old == weight || new < weight;
                (differs[at] || differs[far])
                    && (matters(self.up[arc], old_down[at] + old_up[far], down[at] + up[far])
                        || matters(self.down[arc], old_down[far] + old_up[at], down[far] + up[at]))
            });
            if is_due {
                due.add(head);
            }
        }
    }
}
