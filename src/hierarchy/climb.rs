//! From two nodes up to where they meet: the least cost between them, and the arcs of a way that has it.

use super::shape::{Bundle, STRIDE, Shape, id};
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

/// A climb from one node, in one direction.
struct Climb<'a, W, D> {
    weights: &'a [W],
    /// The least costs so far, by level.
    costs: Vec<D>,
    /// Those of a bundle at hand and of its heads, side by side, and [`STRIDE`] more that mean nothing.
    frame: Vec<D>,
}

impl<'a, W: Units, D: Units> Climb<'a, W, D> {
    /// At first a node can be reached from itself alone.
    fn new(shape: &Shape, weights: &'a [W], from: usize) -> Self {
        let mut costs = vec![D::FAR; shape.height];
        costs[usize::from(shape.levels[from])] = D::default();
        Self { weights, costs, frame: Vec::with_capacity(shape.height + STRIDE) }
    }

    /// Hands the costs of nodes of a bundle on, in turn.
    fn hand_on(&mut self, shape: &Shape, lift: impl Fn(W) -> D + Copy, bundle: &Bundle<'_>) {
        self.begin(bundle);
        for at in 0..bundle.nodes.len() {
            let cost = self.cost(bundle, at);
            if cost < D::FAR {
                self.relax(shape, lift, bundle, at, cost);
            }
        }
        self.end(bundle);
    }

    fn begin(&mut self, bundle: &Bundle<'_>) {
        if bundle.is_worth_a_frame() {
            self.frame.clear();
            self.frame.extend(&self.costs[bundle.level..bundle.level + bundle.nodes.len()]);
            self.frame.extend(bundle.heads.iter().map(|&head| self.costs[usize::from(head)]));
            self.frame.extend([D::FAR; STRIDE]);
        }
    }

    /// The cost of a node of the bundle at hand, once those before it have handed on theirs.
    fn cost(&self, bundle: &Bundle<'_>, at: usize) -> D {
        if bundle.is_worth_a_frame() { self.frame[at] } else { self.costs[bundle.level + at] }
    }

    /// Hands the cost of a node of the bundle at hand on to its heads.
    #[inline]
    fn relax(&mut self, shape: &Shape, lift: impl Fn(W) -> D + Copy, bundle: &Bundle<'_>, at: usize, cost: D) {
        let row = shape.row(bundle.nodes.start + at);
        if bundle.is_worth_a_frame() {
            // by whole strides: the last may go on beyond the row, to what means nothing
            let strides = row.len().div_ceil(STRIDE);
            let weights = &self.weights[row.start..].as_chunks().0[..strides];
            add(&mut self.frame[at + 1..].as_chunks_mut().0[..strides], weights, cost, lift);
        } else {
            for (&head, &weight) in shape.heads(bundle.nodes.start + at).iter().zip(&self.weights[row]) {
                let best = &mut self.costs[usize::from(head)];
                *best = least(*best, cost + lift(weight));
            }
        }
    }

    fn end(&mut self, bundle: &Bundle<'_>) {
        if bundle.is_worth_a_frame() {
            let (nodes, heads) = self.frame.split_at(bundle.nodes.len());
            self.costs[bundle.level..bundle.level + nodes.len()].copy_from_slice(nodes);
            for (&head, &cost) in bundle.heads.iter().zip(heads) {
                self.costs[usize::from(head)] = cost;
            }
        }
    }
}

/// Takes the ways with these weights on from a cost. By itself, so that it is known that nothing overlaps.
#[inline(never)]
fn add<W: Units, D: Units>(costs: &mut [[D; STRIDE]], weights: &[[W; STRIDE]], cost: D, lift: impl Fn(W) -> D + Copy) {
    for (best, weights) in costs.iter_mut().zip(weights) {
        for (best, &weight) in best.iter_mut().zip(weights) {
            *best = least(*best, cost + lift(weight));
        }
    }
}

/// The least cost from (or to) a node to all above it, by level.
pub(super) fn climb<W: Units, D: Units>(
    shape: &Shape,
    weights: &[W],
    lift: impl Fn(W) -> D + Copy,
    from: usize,
) -> Vec<D> {
    let mut climb = Climb::new(shape, weights, from);
    shape.bundles(from, shape.nodes()).for_each(|bundle| climb.hand_on(shape, lift, &bundle));
    climb.costs
}

/// The best way between two nodes; `None` when nothing joins them.
///
/// Both climb to where their chains meet. From there on they share one chain, and what costs as much
/// as the best way so far need not be handed on.
pub(super) fn meet<W: Units, D: Units>(
    shape: &Shape,
    weights: &Weights<W>,
    lift: impl Fn(W) -> D + Copy,
    from: usize,
    to: usize,
) -> Option<Meeting<D>> {
    let lowest = shape.meeting(from, to)?;
    let (mut up, mut down) = (Climb::new(shape, &weights.up, from), Climb::new(shape, &weights.down, to));
    shape.bundles(from, lowest).for_each(|bundle| up.hand_on(shape, lift, &bundle));
    shape.bundles(to, lowest).for_each(|bundle| down.hand_on(shape, lift, &bundle));
    let mut best = (D::FAR, lowest);
    for bundle in shape.bundles(lowest, shape.nodes()) {
        up.begin(&bundle);
        down.begin(&bundle);
        for (at, node) in bundle.nodes.clone().enumerate() {
            let costs = (up.cost(&bundle, at), down.cost(&bundle, at));
            if costs.0 + costs.1 < best.0 {
                best = (costs.0 + costs.1, node);
            }
            if costs.0 < best.0 {
                up.relax(shape, lift, &bundle, at, costs.0);
            }
            if costs.1 < best.0 {
                down.relax(shape, lift, &bundle, at, costs.1);
            }
        }
        up.end(&bundle);
        down.end(&bundle);
    }
    Some(Meeting { cost: best.0, node: best.1, up: up.costs, down: down.costs })
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
