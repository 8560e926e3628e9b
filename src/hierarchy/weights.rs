//! From the costs of a metric to the weights of the arcs of a hierarchy: customization.

use std::ops::Range;

use super::below::Triangle;
use super::shape::{Input, STRIDE, Shape};
use super::units::{Units, least};
use crate::cost::{Cost, Metric};
use crate::network::ArcId;

/// The least cost over each arc of a hierarchy in both directions, through nodes of lower rank only.
#[derive(Clone, Debug)]
pub(super) struct Weights<W> {
    pub(super) up: Vec<W>,
    pub(super) down: Vec<W>,
}

/// The costs of a metric are too large for these units.
pub(super) struct TooLarge;

impl<W: Units> Weights<W> {
    /// The weights under a metric; with the feature `rayon` on all cores, with the same result.
    pub(super) fn new(shape: &Shape, metric: &Metric<'_>) -> Result<Self, TooLarge> {
        let arcs = shape.arcs() + STRIDE;
        let mut weights = Self { up: vec![W::FAR; arcs], down: vec![W::FAR; arcs] };
        weights.work_out_all(shape, metric)?;
        // counted to the end, which is compiled to work on many at a time
        let lost = |weights: &[W]| weights.iter().filter(|weight| (W::NEAR..W::FAR).contains(weight)).count();
        if lost(&weights.up) + lost(&weights.down) == 0 { Ok(weights) } else { Err(TooLarge) }
    }

    #[cfg(not(feature = "rayon"))]
    fn work_out_all(&mut self, shape: &Shape, metric: &Metric<'_>) -> Result<(), TooLarge> {
        self.rows().work_out_span(shape, metric, 0..shape.nodes())
    }

    /// The pieces that hear nothing of each other side by side, then the nodes above them.
    #[cfg(feature = "rayon")]
    fn work_out_all(&mut self, shape: &Shape, metric: &Metric<'_>) -> Result<(), TooLarge> {
        use rayon::prelude::*;
        let mut pieces = Vec::with_capacity(shape.pieces.len());
        let mut rest = self.rows();
        for nodes in &shape.pieces {
            let from = shape.row(nodes.start).start;
            rest = rest.split_at(from).1;
            let (rows, after) = rest.split_at(shape.row(nodes.end - 1).end);
            pieces.push((rows, nodes.clone()));
            rest = after;
        }
        pieces.into_par_iter().try_for_each(|(mut rows, nodes)| rows.work_out_span(shape, metric, nodes))?;
        let (mut rows, mut next) = (self.rows(), 0);
        for piece in &shape.pieces {
            rows.work_out_span(shape, metric, next..piece.start)?;
            next = piece.end;
        }
        rows.work_out_span(shape, metric, next..shape.nodes())
    }

    fn rows(&mut self) -> Rows<'_, W> {
        Rows { base: 0, up: &mut self.up, down: &mut self.down }
    }

    /// Works out the row of a node anew, from the costs of the metric and the rows below it.
    pub(super) fn work_out(&mut self, shape: &Shape, metric: &Metric<'_>, node: usize) -> Result<(), TooLarge> {
        self.up[shape.row(node)].fill(W::FAR);
        self.down[shape.row(node)].fill(W::FAR);
        self.rows().work_out_span(shape, metric, node..node + 1)
    }
}

/// The weights of consecutive arcs.
struct Rows<'a, W> {
    /// The first of the arcs.
    base: usize,
    up: &'a mut [W],
    down: &'a mut [W],
}

impl<W: Units> Rows<'_, W> {
    /// Works out the rows of consecutive nodes, all [`Units::FAR`] so far, from the costs of the metric
    /// and the rows below them.
    fn work_out_span(&mut self, shape: &Shape, metric: &Metric<'_>, nodes: Range<usize>) -> Result<(), TooLarge> {
        self.take(shape.inputs(nodes.clone()), metric)?;
        let mut done = nodes.start;
        let mut desk = Desk::default();
        for &node in shape.rich(nodes.clone()) {
            let node = node as usize;
            self.relax_triangles(shape.lower.triangles(done..node + 1));
            self.relax_bundles(shape, node, &mut desk);
            done = node + 1;
        }
        self.relax_triangles(shape.lower.triangles(done..nodes.end));
        Ok(())
    }

    /// Takes the costs of arcs of the network.
    fn take(&mut self, inputs: &[Input], metric: &Metric<'_>) -> Result<(), TooLarge> {
        for input in inputs {
            let cost = W::of(metric.cost(ArcId(input.arc))).ok_or(TooLarge)?;
            let side = if input.slot.is_multiple_of(2) { &mut *self.up } else { &mut *self.down };
            let weight = &mut side[input.slot as usize / 2 - self.base];
            *weight = least(*weight, cost);
        }
        Ok(())
    }

    fn relax_triangles(&mut self, triangles: &[Triangle]) {
        let Self { base, up, down } = self;
        for &Triangle { arc, near, far } in triangles {
            let [arc, near, far] = [arc, near, far].map(|arc| arc as usize - *base);
            up[arc] = least(up[arc], down[near] + up[far]);
            down[arc] = least(down[arc], up[near] + down[far]);
        }
    }

    /// Takes the ways through bundles into the row of a node: its own, and those of several nodes below.
    fn relax_bundles(&mut self, shape: &Shape, node: usize, desk: &mut Desk<W>) {
        // where the arcs of a node start, from one of them on, among those at hand
        let row = |node: usize, from: usize| {
            let row = shape.row(node);
            row.start + from - self.base..row.end - self.base
        };
        let here = row(node, 0);
        let (below_up, up) = self.up[..here.end].split_at_mut(here.start);
        let (below_down, down) = self.down[..here.end].split_at_mut(here.start);
        // the nodes of the same bundle share its heads: row by row, without a look at them
        for lower in shape.bundle(shape.bundle_of[node] as usize).start..node {
            let row = row(lower, node - lower - 1);
            relax((up, down), &below_up[row.clone()], &below_down[row]);
        }
        for &below in shape.lower.bundles_of(node) {
            let (bundle, at) = (shape.bundle(below.bundle as usize), below.at as usize);
            let slots = shape.lower.slots(below, shape.row(bundle.start).len() - at - 1);
            let rows = bundle.clone().map(|lower| {
                let row = row(lower, at - (lower - bundle.start));
                (&below_up[row.clone()], &below_down[row])
            });
            let [from, to] = [slots[0], slots[slots.len() - 1]].map(usize::from);
            if to - from + 1 == slots.len() {
                for (near, far) in rows {
                    relax((&mut up[from..=to], &mut down[from..=to]), near, far);
                }
                continue;
            }
            desk.clear(slots.len());
            for (near, far) in rows {
                relax((&mut desk.up, &mut desk.down), near, far);
            }
            for (&slot, (&best_up, &best_down)) in slots.iter().zip(desk.up.iter().zip(&desk.down)) {
                let (up, down) = (&mut up[usize::from(slot)], &mut down[usize::from(slot)]);
                *up = least(*up, best_up);
                *down = least(*down, best_down);
            }
        }
    }
}

#[cfg(feature = "rayon")]
impl<W> Rows<'_, W> {
    /// The arcs before one of the hierarchy, and the others.
    fn split_at(self, arc: usize) -> (Self, Self) {
        let (up, up_after) = self.up.split_at_mut(arc - self.base);
        let (down, down_after) = self.down.split_at_mut(arc - self.base);
        (Self { up, down, ..self }, Self { base: arc, up: up_after, down: down_after })
    }
}

/// What the rows of a bundle are added up in, where their heads stand apart in the row above.
#[derive(Default)]
struct Desk<W> {
    up: Vec<W>,
    down: Vec<W>,
}

impl<W: Units> Desk<W> {
    fn clear(&mut self, length: usize) {
        for row in [&mut self.up, &mut self.down] {
            row.clear();
            row.resize(length, W::FAR);
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

/// The least cost of the arcs of the network on an arc of a node of a hierarchy, in one direction.
pub(super) fn cost_of(shape: &Shape, metric: &Metric<'_>, node: usize, slot: u32) -> Option<(Cost, ArcId)> {
    let inputs = shape.inputs(node..node + 1);
    let from = inputs.partition_point(|input| input.slot < slot);
    let here = inputs[from..].iter().take_while(|input| input.slot == slot);
    here.map(|input| (metric.cost(ArcId(input.arc)), ArcId(input.arc))).min()
}
