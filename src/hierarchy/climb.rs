//! From two nodes up to where they meet: the least cost between them, and the arcs of a way that has it.

use super::shape::{Shape, id, span};
use super::units::{Units, least};
use super::weights::Weights;
use crate::cost::Metric;
use crate::network::ArcId;

/// Where the best way between two nodes turns from up to down, and the least costs on either side by level.
pub(super) struct Meeting<D> {
    pub(super) cost: D,
    node: usize,
    up: Vec<D>,
    down: Vec<D>,
}

/// The arcs of each node to those above it, with weights in one direction: all of them, or those that are needed.
pub(super) struct Star<'a, W> {
    /// Where those of each node start; and one more.
    pub(super) first: &'a [u32],
    /// The levels of the heads, and [`STRIDE`](super::shape::STRIDE) more.
    pub(super) heads: &'a [u16],
    /// And as many more.
    pub(super) weights: &'a [W],
}

impl<W: Copy> Star<'_, W> {
    /// The levels of the heads of a node, and the weights.
    #[inline]
    pub(super) fn row(&self, node: usize) -> impl Iterator<Item = (u16, W)> {
        let row = span(self.first, node);
        self.heads[row.clone()].iter().copied().zip(self.weights[row].iter().copied())
    }

    /// Hands the cost of a node on to its heads.
    #[inline]
    fn relax<D: Units>(&self, lift: impl Fn(W) -> D, node: usize, cost: D, costs: &mut [D]) {
        for (head, weight) in self.row(node) {
            let best = &mut costs[usize::from(head)];
            *best = least(*best, cost + lift(weight));
        }
    }

    /// Hands the cost of a node on, if there is a way to it.
    #[inline]
    fn hand_on<D: Units>(&self, lift: impl Fn(W) -> D, (node, level): (usize, usize), costs: &mut [D]) {
        let cost = costs[level];
        if cost < D::FAR {
            self.relax(lift, node, cost, costs);
        }
    }

    /// The least cost from (or to) a node to all above it, by level.
    pub(super) fn climb<D: Units>(&self, shape: &Shape, lift: impl Fn(W) -> D + Copy, from: usize) -> Vec<D> {
        let mut costs = only(shape, from);
        shape.chain_by_level(from).for_each(|at| self.hand_on(lift, at, &mut costs));
        costs
    }
}

/// Costs by level before a search: a node can be reached from itself alone.
fn only<D: Units>(shape: &Shape, node: usize) -> Vec<D> {
    let mut costs = vec![D::FAR; shape.height];
    costs[usize::from(shape.levels[node])] = D::default();
    costs
}

/// The best way between two nodes; `None` when nothing joins them.
///
/// Both climb to where their chains meet. From there on they share one chain, and what costs as much
/// as the best way so far need not be handed on.
pub(super) fn meet<W: Units, D: Units>(
    shape: &Shape,
    [ahead, back]: &[Star<'_, W>; 2],
    lift: impl Fn(W) -> D + Copy,
    from: usize,
    to: usize,
) -> Option<Meeting<D>> {
    let [mut up, mut down] = [from, to].map(|start| only(shape, start));
    // the lower of the two goes on: a rank is higher than all below it
    let (mut there, mut here) = (shape.chain_by_level(from), shape.chain_by_level(to));
    let (mut above_from, mut above_to) = (there.next()?, here.next()?);
    while above_from != above_to {
        if above_from < above_to {
            ahead.hand_on(lift, above_from, &mut up);
            above_from = there.next()?;
        } else {
            back.hand_on(lift, above_to, &mut down);
            above_to = here.next()?;
        }
    }
    let top = above_from.0;
    let mut best = (D::FAR, top);
    for (node, level) in shape.chain_by_level(top) {
        let costs = (up[level], down[level]);
        if costs.0 + costs.1 < best.0 {
            best = (costs.0 + costs.1, node);
        }
        if costs.0 < best.0 {
            ahead.relax(lift, node, costs.0, &mut up);
        }
        if costs.1 < best.0 {
            back.relax(lift, node, costs.1, &mut down);
        }
    }
    Some(Meeting { cost: best.0, node: best.1, up, down })
}

impl<D: Units> Meeting<D> {
    /// Whether a way could have been mistaken for none, for a sum that is too large.
    pub(super) fn may_be_too_large(&self) -> bool {
        self.cost >= D::FAR && are_large(&self.up) | are_large(&self.down)
    }

    /// The arcs of the network on the way, in order of travel.
    pub(super) fn arcs<W: Units>(
        &self,
        way: &Unpacking<'_, '_, W>,
        lift: impl Fn(W) -> D + Copy,
        from: usize,
        to: usize,
    ) -> Vec<ArcId> {
        let mut steps = self.trace(way.shape, &way.weights.up, lift, &self.up, from);
        steps.reverse();
        let mut steps: Vec<Step> = steps.into_iter().map(|(node, arc)| Step { node, arc, is_down: false }).collect();
        let down = self.trace(way.shape, &way.weights.down, lift, &self.down, to);
        steps.extend(down.into_iter().map(|(node, arc)| Step { node, arc, is_down: true }));
        way.unpack(steps)
    }

    /// The arcs by which the meeting is reached from a node, last first: of those that tie, the one
    /// from the lowest node.
    fn trace<W: Units>(
        &self,
        shape: &Shape,
        weights: &[W],
        lift: impl Fn(W) -> D,
        costs: &[D],
        start: usize,
    ) -> Vec<(usize, u32)> {
        let (mut at, mut steps) = (self.node, Vec::new());
        while at != start {
            let level = shape.levels[at];
            let leads = |&node: &usize| {
                let head = shape.heads(node).binary_search(&level).ok()?;
                let arc = shape.row(node).start + head;
                let cost = costs[shape.levels[node] as usize] + lift(weights[arc]);
                (cost == costs[level as usize]).then(|| (node, id(arc)))
            };
            let step = shape.chain(start).take_while(|&node| node < at).find_map(|node| leads(&node));
            let step = step.expect("what is reached is reached from below");
            at = step.0;
            steps.push(step);
        }
        steps
    }
}

/// Whether some cost is so large that a weight more could have been mistaken for no way.
pub(super) fn are_large<D: Units>(costs: &[D]) -> bool {
    costs.iter().any(|&cost| (D::NEAR..D::FAR).contains(&cost))
}

/// An arc of a hierarchy on a way, with the node that it leads up from.
#[derive(Clone, Copy)]
pub(super) struct Step {
    node: usize,
    arc: u32,
    is_down: bool,
}

impl Step {
    /// The weights in the direction of travel, and against it.
    fn side<W>(self, weights: &Weights<W>) -> (&[W], &[W]) {
        if self.is_down { (&weights.down, &weights.up) } else { (&weights.up, &weights.down) }
    }
}

/// What arcs of a hierarchy are unpacked with.
pub(super) struct Unpacking<'a, 'n, W> {
    pub(super) shape: &'a Shape,
    pub(super) weights: &'a Weights<W>,
    pub(super) metric: &'a Metric<'n>,
}

impl<W: Units> Unpacking<'_, '_, W> {
    /// The arcs of the network under a sequence of arcs of the hierarchy, each with the node that it
    /// leads up from. Of what ties, an arc of the network goes first, in order of their ids; then the way
    /// through the triangle or bundle that comes first.
    fn unpack(&self, mut steps: Vec<Step>) -> Vec<ArcId> {
        steps.reverse();
        let mut arcs = Vec::new();
        while let Some(step) = steps.pop() {
            let stage = self.shape.lower.stage_of(&self.shape.first, step.node);
            // over the near arc the way leads down when it leads up over the far one
            let (along, against) = step.side(self.weights);
            let weight = along[step.arc as usize];
            let mut inputs = stage.inputs_on(step.arc).filter(|&(_, is_down)| is_down == step.is_down);
            if let Some((arc, _)) = inputs.find(|&(arc, _)| self.metric.cost(arc) == weight.cost()) {
                arcs.push(arc);
                continue;
            }
            let mut ways = stage.ways_over(self.shape, step.arc);
            let way = ways.find(|&(near, far)| against[near as usize] + along[far as usize] == weight);
            let (near, far) = way.expect("a weight is that of a way");
            let lower = self.shape.tail(near);
            let near = Step { node: lower, arc: near, is_down: !step.is_down };
            let far = Step { node: lower, arc: far, is_down: step.is_down };
            // what is put on last is travelled first
            steps.extend(if step.is_down { [near, far] } else { [far, near] });
        }
        arcs
    }
}
