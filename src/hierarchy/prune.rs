//! The arcs of a hierarchy that some least way needs: those that weigh what their ends are apart.
//!
//! A weight is the least cost through lower nodes; a way over higher ones may be cheaper. From the top down
//! each row hears of the rows above it, until it holds the least cost of all ways. A least way up and down
//! has no arc that weighs more than that.

use super::below::Stage;
use super::climb::Star;
use super::shape::{STRIDE, Shape, id};
use super::units::{Units, least};
use super::weights::{Desk, Weights};

/// In one direction, the arcs of each node that are kept.
#[derive(Clone, Debug)]
pub(super) struct Kept<W> {
    first: Vec<u32>,
    heads: Vec<u16>,
    weights: Vec<W>,
}

impl<W: Units> Kept<W> {
    /// The arcs that weigh what the cheapest way does.
    fn new(shape: &Shape, weights: &[W], cheapest: &[W]) -> Self {
        let mut kept = Self { first: vec![0], heads: Vec::new(), weights: Vec::new() };
        for node in 0..shape.nodes() {
            for (&head, arc) in shape.heads(node).iter().zip(shape.row(node)) {
                if weights[arc] < W::FAR && weights[arc] == cheapest[arc] {
                    kept.heads.push(head);
                    kept.weights.push(weights[arc]);
                }
            }
            kept.first.push(id(kept.heads.len()));
        }
        kept.heads.extend([0; STRIDE]);
        kept.weights.extend([W::FAR; STRIDE]);
        kept.heads.shrink_to_fit();
        kept.weights.shrink_to_fit();
        kept
    }

    pub(super) fn star(&self) -> Star<'_, W> {
        Star { first: &self.first, heads: &self.heads, weights: &self.weights }
    }
}

impl<W: Units> Weights<W> {
    /// Keeps the arcs apart that some least way needs.
    pub(super) fn prune(&mut self, shape: &Shape) {
        let cheapest = Cheapest::new(shape, self);
        let kept = [(&self.up, &cheapest.up), (&self.down, &cheapest.down)];
        self.kept = Some(kept.map(|(weights, cheapest)| Kept::new(shape, weights, cheapest)));
    }
}

/// The least costs over each arc: of nodes that were come to, over all nodes.
struct Cheapest<W> {
    up: Vec<W>,
    down: Vec<W>,
}

impl<W: Units> Cheapest<W> {
    fn new(shape: &Shape, weights: &Weights<W>) -> Self {
        let mut cheapest = Self { up: weights.up.clone(), down: weights.down.clone() };
        let mut desk = Desk::default();
        for stage in shape.lower.stages(&shape.first, 0..shape.nodes()).rev() {
            cheapest.hand_down(shape, &stage, &mut desk);
        }
        cheapest
    }

    /// Hands the rows of a stage on to those below, from above.
    fn hand_down(&mut self, shape: &Shape, stage: &Stage<'_>, desk: &mut Desk<W>) {
        let node = stage.nodes.end - 1;
        let here = shape.row(node);
        let (below_up, up) = self.up.split_at_mut(here.start);
        let (below_down, down) = self.down.split_at_mut(here.start);
        let (up, down) = (&up[..here.len()], &down[..here.len()]);
        let row = |lower: usize, at: usize| {
            let row = shape.row(lower);
            row.start + at..row.end
        };
        for lower in shape.bundled_before(node) {
            let row = row(lower, node - lower - 1);
            take((&mut below_up[row.clone()], &mut below_down[row]), (up, down));
        }
        for &below in stage.bundles {
            desk.gather(shape.lower.slots(below, &shape.first), (up, down));
            for (lower, at) in below.nodes() {
                let row = row(lower, at);
                take((&mut below_up[row.clone()], &mut below_down[row]), (&desk.up, &desk.down));
            }
        }
        let Self { up, down } = self;
        for triangle in stage.triangles.iter().rev() {
            let [arc, near, far] = [triangle.arc(stage.base), triangle.near, triangle.far()].map(|arc| arc as usize);
            up[far] = least(up[far], up[near] + up[arc]);
            down[far] = least(down[far], down[near] + down[arc]);
            up[near] = least(up[near], up[far] + down[arc]);
            down[near] = least(down[near], down[far] + up[arc]);
        }
    }
}

/// The row of a lower node, from its arcs to a higher one on, takes the ways over that one to further heads, and
/// back from these to it.
fn take<W: Units>((up, down): (&mut [W], &mut [W]), (on_up, on_down): (&[W], &[W])) {
    let ([to, up @ ..], [from, down @ ..]) = (up, down) else { return };
    let (mut best_to, mut best_from) = (*to, *from);
    for ((up, down), (&on_up, &on_down)) in up.iter_mut().zip(down).zip(on_up.iter().zip(on_down)) {
        *up = least(*up, *to + on_up);
        *down = least(*down, *from + on_down);
        best_to = least(best_to, *up + on_down);
        best_from = least(best_from, *down + on_up);
    }
    (*to, *from) = (best_to, best_from);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hierarchy::sweep::sweep;
    use crate::{CostModel, Network, Scenario};

    #[test]
    fn the_cheapest_way_over_an_arc_is_what_its_ends_are_apart() {
        let network = Network::bundled();
        let hierarchy = network.hierarchy();
        let shape = &hierarchy.shape;
        for model in [CostModel::time(), CostModel::money()] {
            let metric = network.metric(&Scenario::default(), &model).unwrap();
            let Ok(weights) = Weights::<i64>::new(shape, &metric) else { unreachable!("sums in 64 bits") };
            let (cheapest, stars, mut against) =
                (Cheapest::new(shape, &weights), weights.stars(shape), weights.stars(shape));
            against.reverse();
            for node in 0..shape.nodes() {
                let from = |stars| sweep(shape, stars, |weight| weight, [node].into_iter());
                let (ahead, back) = (from(&stars), from(&against));
                for (&level, arc) in shape.heads(node).iter().zip(shape.row(node)) {
                    let head = shape.chain(node).find(|&above| shape.levels[above] == level).unwrap();
                    assert_eq!((cheapest.up[arc], cheapest.down[arc]), (ahead[head], back[head]), "{node} and {head}");
                }
            }
        }
    }
}
