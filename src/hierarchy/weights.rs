//! From the costs of a metric to the weights of the arcs of a hierarchy: customization.

use super::shape::Shape;
use super::units::{Units, least};
use crate::cost::{Cost, Metric};
use crate::network::ArcId;

/// The least cost over each arc of a hierarchy in both directions, through nodes of lower rank only.
#[derive(Clone, Debug)]
pub(super) struct Weights<W> {
    pub(super) up: Vec<W>,
    pub(super) down: Vec<W>,
}

/// What a row is worked out in.
pub(super) struct Desk<W> {
    /// The row that is worked out, by level: up and down.
    row: Vec<[W; 2]>,
    up: Vec<W>,
    down: Vec<W>,
}

impl<W: Units> Desk<W> {
    pub(super) fn new(shape: &Shape) -> Self {
        Self { row: vec![[W::FAR; 2]; shape.height], up: Vec::new(), down: Vec::new() }
    }
}

/// The costs of a metric are too large for these units.
pub(super) struct TooLarge;

impl<W: Units> Weights<W> {
    /// The weights under a metric.
    pub(super) fn new(shape: &Shape, metric: &Metric<'_>) -> Result<Self, TooLarge> {
        let arcs = shape.arcs();
        let mut weights = Self { up: vec![W::FAR; arcs], down: vec![W::FAR; arcs] };
        let mut desk = Desk::new(shape);
        for node in 0..shape.nodes() {
            let row = shape.row(node);
            let (below_up, up) = weights.up[..row.end].split_at_mut(row.start);
            let (below_down, down) = weights.down[..row.end].split_at_mut(row.start);
            desk.work_out(shape, metric, node, (below_up, below_down), (up, down))?;
        }
        weights.are_near().then_some(weights).ok_or(TooLarge)
    }

    /// Whether no sum of two weights was mistaken for no way.
    fn are_near(&self) -> bool {
        let near = |weights: &[W]| weights.iter().all(|&weight| weight < W::NEAR || weight == W::FAR);
        near(&self.up) && near(&self.down)
    }
}

impl<W: Units> Desk<W> {
    /// Works out the row of a node from the costs of the metric and the rows below it.
    pub(super) fn work_out(
        &mut self,
        shape: &Shape,
        metric: &Metric<'_>,
        node: usize,
        (below_up, below_down): (&[W], &[W]),
        (up, down): (&mut [W], &mut [W]),
    ) -> Result<(), TooLarge> {
        up.fill(W::FAR);
        down.fill(W::FAR);
        for input in shape.inputs(node) {
            let cost = W::of(metric.cost(ArcId(input.arc))).ok_or(TooLarge)?;
            let row = if input.slot % 2 == 0 { &mut *up } else { &mut *down };
            let weight = &mut row[input.slot as usize / 2];
            *weight = least(*weight, cost);
        }
        // the nodes of the same bundle share its heads: row by row, without a look at them
        let bundle = shape.bundle(shape.bundle_of[node] as usize);
        for lower in bundle.start..node {
            let row = shape.row(lower);
            let row = row.start + (node - lower - 1)..row.end;
            relax((up, down), &below_up[row.clone()], &below_down[row]);
        }
        let heads = shape.heads(node);
        if shape.below(node).is_empty() {
            return Ok(());
        }
        for (&head, (&up, &down)) in heads.iter().zip(up.iter().zip(&*down)) {
            self.row[head as usize] = [up, down];
        }
        for below in shape.below(node) {
            self.take(shape, *below, below_up, below_down);
        }
        for (&head, (up, down)) in heads.iter().zip(up.iter_mut().zip(down)) {
            [*up, *down] = self.row[head as usize];
        }
        Ok(())
    }

    /// Takes the ways through a bundle below into the row.
    fn take(&mut self, shape: &Shape, below: super::shape::Below, below_up: &[W], below_down: &[W]) {
        let bundle = shape.bundle(below.bundle as usize);
        let at = below.at as usize;
        let heads = &shape.heads(bundle.start)[at + 1..];
        let rows = bundle.clone().map(|lower| {
            let row = shape.row(lower);
            let row = row.start + (at - (lower - bundle.start))..row.end;
            (&below_up[row.clone()], &below_down[row])
        });
        if bundle.len() == 1 {
            for (up, down) in rows {
                let ([to, up @ ..], [from, down @ ..]) = (up, down) else { continue };
                for (&head, (&up, &down)) in heads.iter().zip(up.iter().zip(down)) {
                    let [best_up, best_down] = &mut self.row[head as usize];
                    *best_up = least(*best_up, *from + up);
                    *best_down = least(*best_down, *to + down);
                }
            }
            return;
        }
        self.up.clear();
        self.up.resize(heads.len(), W::FAR);
        self.down.clear();
        self.down.resize(heads.len(), W::FAR);
        for (up, down) in rows {
            relax((&mut self.up, &mut self.down), up, down);
        }
        for (&head, (&up, &down)) in heads.iter().zip(self.up.iter().zip(&self.down)) {
            let [best_up, best_down] = &mut self.row[head as usize];
            *best_up = least(*best_up, up);
            *best_down = least(*best_down, down);
        }
    }
}

/// Ways through a lower node: `up` and `down` are its arcs to the node and, from there on, to the
/// heads of the rows.
fn relax<W: Units>((best_up, best_down): (&mut [W], &mut [W]), up: &[W], down: &[W]) {
    let ([to, up @ ..], [from, down @ ..]) = (up, down) else { return };
    for (best, &up) in best_up.iter_mut().zip(up) {
        *best = least(*best, *from + up);
    }
    for (best, &down) in best_down.iter_mut().zip(down) {
        *best = least(*best, *to + down);
    }
}

/// The least cost of the arcs of the network on an arc of a hierarchy, in one direction.
pub(super) fn cost_of(shape: &Shape, metric: &Metric<'_>, node: usize, slot: u32) -> Option<(Cost, ArcId)> {
    let inputs = shape.inputs(node);
    let from = inputs.partition_point(|input| input.slot < slot);
    let here = inputs[from..].iter().take_while(|input| input.slot == slot);
    here.map(|input| (metric.cost(ArcId(input.arc)), ArcId(input.arc))).min()
}
