//! From the costs of a metric to the weights of the arcs of a hierarchy: customization.

use std::ops::Range;

use super::below::{Below, Stage, Triangle};
use super::shape::{STRIDE, Shape};
use super::units::{Units, least};
use crate::cost::Metric;

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

    /// Works out the row of a node anew, which has a stage to itself, from the costs of the metric and the
    /// rows below it.
    pub(super) fn work_out(
        &mut self,
        shape: &Shape,
        metric: &Metric<'_>,
        stage: &Stage<'_>,
        desk: &mut Desk<W>,
    ) -> Result<(), TooLarge> {
        let row = shape.row(stage.nodes.start);
        self.up[row.clone()].fill(W::FAR);
        self.down[row].fill(W::FAR);
        let mut rows = self.rows();
        rows.take(stage, metric)?;
        rows.relax(shape, stage, desk);
        Ok(())
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
        // by itself, so that the costs, wherever they are, are fetched side by side
        for stage in shape.lower.stages(&shape.first, nodes.clone()) {
            self.take(&stage, metric)?;
        }
        let mut desk = Desk::default();
        for stage in shape.lower.stages(&shape.first, nodes) {
            self.relax(shape, &stage, &mut desk);
        }
        Ok(())
    }

    /// Takes the ways through lower nodes.
    fn relax(&mut self, shape: &Shape, stage: &Stage<'_>, desk: &mut Desk<W>) {
        self.relax_triangles(stage.base, stage.triangles);
        self.relax_bundles(shape, stage.nodes.end - 1, stage.bundles, desk);
    }

    /// Takes the costs of arcs of the network.
    fn take(&mut self, stage: &Stage<'_>, metric: &Metric<'_>) -> Result<(), TooLarge> {
        for (arc, on, is_down) in stage.inputs() {
            let cost = W::of(metric.cost(arc)).ok_or(TooLarge)?;
            let side = if is_down { &mut *self.down } else { &mut *self.up };
            let weight = &mut side[on as usize - self.base];
            *weight = least(*weight, cost);
        }
        Ok(())
    }

    fn relax_triangles(&mut self, first: u32, triangles: &[Triangle]) {
        let Self { base, up, down } = self;
        for triangle in triangles {
            let [arc, near, far] = [triangle.arc(first), triangle.near, triangle.far()].map(|arc| arc as usize - *base);
            up[arc] = least(up[arc], down[near] + up[far]);
            down[arc] = least(down[arc], up[near] + down[far]);
        }
    }

    /// Takes the ways through bundles into the row of a node: its own, and those of several nodes below.
    fn relax_bundles(&mut self, shape: &Shape, node: usize, bundles: &[Below], desk: &mut Desk<W>) {
        // where the arcs of a node start, from one of them on, among those at hand
        let row = |node: usize, from: usize| {
            let row = shape.row(node);
            row.start + from - self.base..row.end - self.base
        };
        let here = row(node, 0);
        let (below_up, up) = self.up[..here.end].split_at_mut(here.start);
        let (below_down, down) = self.down[..here.end].split_at_mut(here.start);
        // the nodes of the same bundle share its heads: row by row, without a look at them
        for lower in shape.bundled_before(node) {
            let row = row(lower, node - lower - 1);
            relax((up, down), &below_up[row.clone()], &below_down[row]);
        }
        for &below in bundles {
            let slots = shape.lower.slots(below, &shape.first);
            let rows = below.nodes().map(|(lower, at)| {
                let row = row(lower, at);
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
pub(super) struct Desk<W> {
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
