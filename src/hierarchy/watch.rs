//! What a least way is made of in a hierarchy: as long as it weighs the same, closing changes nothing.
//!
//! A weight is that of a way that is open, and closing makes none cheaper: where all weights on the way
//! of a pair stay, the pair keeps its cost. Nothing has to be unpacked to see that.

use super::shape::{Shape, id};
use super::units::Units;
use super::weights::Weights;
use super::{Customized, Width};
use crate::cost::Cost;
use crate::network::PlaceId;

/// An arc of a hierarchy in one direction: twice its position, and one more where it leads down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Shortcut(u32);

impl Customized<'_, '_> {
    /// The least cost of a pair, and what a way that has it is made of.
    pub(crate) fn shortcuts(&self, from: PlaceId, to: PlaceId) -> (Cost, Vec<Shortcut>) {
        if from == to || self.metric.is_closed(from) || self.metric.is_closed(to) {
            return (self.cost(from, to), Vec::new());
        }
        match &self.weights {
            Width::Narrow(weights) => self.shortcuts_by(weights, from, to),
            Width::Wide(weights) => self.shortcuts_by(weights, from, to),
        }
    }

    fn shortcuts_by<W: Units>(&self, weights: &Weights<W>, from: PlaceId, to: PlaceId) -> (Cost, Vec<Shortcut>) {
        let shape = &self.hierarchy.shape;
        let climbs = |weights: &[W], place: PlaceId| -> Vec<(usize, Climb)> {
            self.hierarchy.nodes_of(place).map(|node| (node, Climb::new(shape, weights, node))).collect()
        };
        let (ups, downs) = (climbs(&weights.up, from), climbs(&weights.down, to));
        let mut best = (i64::FAR, None);
        for (start, up) in &ups {
            for (end, down) in &downs {
                let above = shape.meeting(*start, *end).into_iter().flat_map(|top| shape.chain(top));
                for level in above.map(|node| shape.levels[node] as usize) {
                    let cost = up.costs[level] + down.costs[level];
                    if cost < best.0 {
                        best = (cost, Some((level, up, down)));
                    }
                }
            }
        }
        let (cost, Some((level, up, down))) = best else { return (Cost::INFINITE, Vec::new()) };
        let there = up.arcs_to(level).map(|arc| Shortcut(2 * arc));
        (cost.cost(), there.chain(down.arcs_to(level).map(|arc| Shortcut(2 * arc + 1))).collect())
    }

    /// Whether an arc weighs the same under the metric of another.
    pub(crate) fn weighs_as(&self, other: &Self, Shortcut(arc): Shortcut) -> bool {
        fn weight<W: Units>(weights: &Weights<W>, arc: u32) -> W {
            if arc.is_multiple_of(2) { weights.up[arc as usize / 2] } else { weights.down[arc as usize / 2] }
        }
        match (&self.weights, &other.weights) {
            (Width::Narrow(own), Width::Narrow(other)) => weight(own, arc) == weight(other, arc),
            (Width::Wide(own), Width::Wide(other)) => weight(own, arc) == weight(other, arc),
            // not to be compared: it may differ
            _ => false,
        }
    }
}

/// The least costs from a node to all above it, by level, and by which arc from which level.
struct Climb {
    costs: Vec<i64>,
    by: Vec<(u32, u16)>,
}

/// Not reached from anywhere.
const START: (u32, u16) = (u32::MAX, 0);

impl Climb {
    fn new<W: Units>(shape: &Shape, weights: &[W], start: usize) -> Self {
        let mut climb = Self { costs: vec![i64::FAR; shape.height], by: vec![START; shape.height] };
        climb.costs[shape.levels[start] as usize] = 0;
        for node in shape.chain(start) {
            let level = shape.levels[node];
            let (cost, row) = (climb.costs[level as usize], shape.row(node));
            for ((&head, &weight), arc) in shape.heads(node).iter().zip(&weights[row.clone()]).zip(row) {
                let best = &mut climb.costs[head as usize];
                if cost + weight.wide() < *best {
                    *best = cost + weight.wide();
                    climb.by[head as usize] = (id(arc), level);
                }
            }
        }
        climb
    }

    fn arcs_to(&self, level: usize) -> impl Iterator<Item = u32> {
        let by = |level: usize| Some(self.by[level]).filter(|&by| by != START);
        std::iter::successors(by(level), move |&(_, level)| by(level.into())).map(|(arc, _)| arc)
    }
}
