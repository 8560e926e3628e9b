//! Dijkstra's algorithm over the arc arrays, for any weight that adds up and compares.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::{Add, Range};

use crate::cost::Cost;
use crate::network::{ArcId, Topology};

/// What a search adds up.
pub(crate) trait Weight: Copy + Ord + Add<Output = Self> + Default {}

impl Weight for Cost {}

/// A cost, and a second criterion that decides among equal costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Lex(pub(crate) u64, pub(crate) u64);

impl Add for Lex {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0), self.1.saturating_add(other.1))
    }
}

impl Weight for Lex {}

/// The least weights from the sources, and the arc by which each stop is reached.
#[derive(Debug)]
pub(crate) struct Tree<W> {
    weights: Vec<Option<W>>,
    parents: Vec<u32>,
}

const NO_ARC: u32 = u32::MAX;

impl<W: Weight> Tree<W> {
    /// Nothing is reached.
    pub(crate) fn empty(topology: &Topology) -> Self {
        let stops = topology.stops.len();
        Self { weights: vec![None; stops], parents: vec![NO_ARC; stops] }
    }

    /// The least weight of a stop, if it was reached.
    pub(crate) fn weight(&self, stop: usize) -> Option<W> {
        self.weights[stop]
    }

    /// The arc by which a stop is reached; `None` for a source and what was not reached.
    pub(crate) fn parent(&self, stop: usize) -> Option<ArcId> {
        let arc = self.parents[stop];
        (arc != NO_ARC).then_some(ArcId(arc))
    }

    /// The arcs from a source to a stop, in the order of travel.
    pub(crate) fn arcs_to(&self, topology: &Topology, stop: usize) -> Vec<ArcId> {
        let mut arcs = Vec::new();
        let mut at = stop;
        while let Some(arc) = self.parent(at) {
            arcs.push(arc);
            at = topology.tails[arc.index()] as usize;
        }
        arcs.reverse();
        arcs
    }
}

/// Searches from the sources until `done` holds for a settled stop, or everything is reached.
/// Arcs without a weight are closed. Ties go to the arc that is found first, in order of stops.
pub(crate) fn search<W: Weight>(
    topology: &Topology,
    sources: Range<usize>,
    weight: impl Fn(usize) -> Option<W>,
    done: impl FnMut(usize) -> bool,
) -> Tree<W> {
    run::<W, true>(topology, sources.map(|stop| (stop, W::default())), weight, done)
}

/// As [`search`], from sources that are reached at a weight of their own.
pub(crate) fn search_on<W: Weight>(
    topology: &Topology,
    sources: impl Iterator<Item = (usize, W)>,
    weight: impl Fn(usize) -> Option<W>,
    done: impl FnMut(usize) -> bool,
) -> Tree<W> {
    run::<W, true>(topology, sources, weight, done)
}

/// The least weights to a set of goals, against the direction of the arcs; parents are the arcs
/// that lead on towards the goal.
pub(crate) fn search_back<W: Weight>(
    topology: &Topology,
    goals: Range<usize>,
    weight: impl Fn(usize) -> Option<W>,
    done: impl FnMut(usize) -> bool,
) -> Tree<W> {
    run::<W, false>(topology, goals.map(|stop| (stop, W::default())), weight, done)
}

fn run<W: Weight, const AHEAD: bool>(
    topology: &Topology,
    sources: impl Iterator<Item = (usize, W)>,
    weight: impl Fn(usize) -> Option<W>,
    mut done: impl FnMut(usize) -> bool,
) -> Tree<W> {
    let mut tree = Tree::empty(topology);
    let mut queue = BinaryHeap::new();
    for (stop, start) in sources {
        tree.weights[stop] = Some(start);
        queue.push(Reverse((start, stop)));
    }
    while let Some(Reverse((reached, stop))) = queue.pop() {
        if tree.weights[stop].is_some_and(|best| best < reached) {
            continue;
        }
        if done(stop) {
            break;
        }
        let mut relax = |arc: usize, next_stop: usize| {
            let Some(step) = weight(arc) else { return };
            let next = reached + step;
            if tree.weights[next_stop].is_none_or(|best| next < best) {
                tree.weights[next_stop] = Some(next);
                tree.parents[next_stop] = u32::try_from(arc).unwrap_or(NO_ARC);
                queue.push(Reverse((next, next_stop)));
            }
        };
        if AHEAD {
            topology.out_of(stop).for_each(|arc| relax(arc, topology.heads[arc] as usize));
        } else {
            topology.into(stop).iter().for_each(|&arc| relax(arc as usize, topology.tails[arc as usize] as usize));
        }
    }
    tree
}
