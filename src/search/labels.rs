//! Label setting with several criteria, one of which may be a set.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::dijkstra::{Tree, search_back};
use super::k_shortest::stretched;
use super::{Budget, End, Ends};
use crate::cost::{Cost, Metric};
use crate::network::ArcId;

/// The greatest number of values of a label.
pub(super) const WIDTH: usize = 7;

type Values = [u64; WIDTH];

/// What an arc adds: values, and members of the set.
#[derive(Clone, Debug, Default)]
pub(super) struct Gain {
    pub(super) values: Values,
    pub(super) members: Vec<usize>,
}

/// What decides between two labels at the destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// The values alone.
    Values,
    /// The values, of which the one at this place is the size of the set.
    Size(usize),
    /// The first value, and the set: a subset is better.
    Subset,
}

impl Goal {
    /// Where the values hold the size of the set. Where subsets are better, the size makes a subset
    /// come first among equal costs.
    fn size_at(self) -> Option<usize> {
        match self {
            Self::Values => None,
            Self::Size(value) => Some(value),
            Self::Subset => Some(1),
        }
    }
}

/// A question for all routes that are not dominated.
pub(super) struct Question<'m, 'n> {
    pub(super) metric: &'m Metric<'n>,
    pub(super) ends: Ends,
    /// One an arc; void where closed.
    pub(super) gains: Vec<Gain>,
    /// The number of members that a set can have.
    pub(super) universe: usize,
    pub(super) goal: Goal,
    pub(super) budget: Budget<'m>,
    pub(super) max_stretch: Option<f64>,
    pub(super) number: usize,
}

/// A route that is not dominated.
pub(super) struct Found {
    pub(super) values: Values,
    pub(super) arcs: Vec<ArcId>,
}

struct Label {
    values: Values,
    stop: u32,
    parent: u32,
    arc: u32,
}

const NONE: u32 = u32::MAX;

/// The labels made so far. The set of label `i` is at `i * words` of `sets`.
struct Labels<'q, 'm, 'n> {
    question: &'q Question<'m, 'n>,
    words: usize,
    made: Vec<Label>,
    sets: Vec<u64>,
    /// The labels that were found not to be dominated, by stop.
    lasting: Vec<Vec<u32>>,
    found: Vec<u32>,
    /// For each value that adds up, its least sum to the destination.
    bounds: Vec<Tree<Cost>>,
    queue: BinaryHeap<Reverse<(Values, u32)>>,
}

fn below(a: &Values, b: &Values) -> bool {
    a.iter().zip(b).all(|(a, b)| a <= b)
}

fn subset(a: &[u64], b: &[u64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a & !b == 0)
}

impl Question<'_, '_> {
    /// All routes that are not dominated, in lexicographic order of their values, and how the
    /// search ended.
    ///
    /// Labels come off the queue in lexicographic order of their values plus what is still to come
    /// at least. What comes later never dominates what came before, so that each route is final
    /// when it is found.
    pub(super) fn run(&self) -> (Vec<Found>, End, usize) {
        let mut labels = Labels::new(self);
        let end = labels.run();
        (labels.found.iter().map(|&at| labels.route(at)).collect(), end, labels.made.len())
    }
}

impl<'q, 'm, 'n> Labels<'q, 'm, 'n> {
    fn new(question: &'q Question<'m, 'n>) -> Self {
        let topology = question.metric.network().arcs();
        let open = |arc: usize| question.ends.cost(question.metric, arc);
        let bounds = (0..WIDTH).map(|value| {
            // a value that no arc adds to is everywhere 0, and so is its bound; the first is always
            // searched, for it tells where there is no way
            let used = value == 0 || question.gains.iter().any(|gain| gain.values[value] > 0);
            if !used {
                return Tree::empty(topology);
            }
            let weight = |arc: usize| open(arc).map(|_| Cost::new(question.gains[arc].values[value]));
            search_back(topology, question.ends.to.clone(), weight, |_| false)
        });
        Self {
            question,
            words: question.universe.div_ceil(64),
            made: Vec::new(),
            sets: Vec::new(),
            lasting: vec![Vec::new(); topology.stops.len()],
            found: Vec::new(),
            bounds: bounds.collect(),
            queue: BinaryHeap::new(),
        }
    }

    fn set(&self, label: usize) -> &[u64] {
        &self.sets[label * self.words..(label + 1) * self.words]
    }

    fn run(&mut self) -> End {
        let topology = self.question.metric.network().arcs();
        let ends = &self.question.ends;
        for stop in ends.from.clone() {
            self.reach(None, stop, NONE);
        }
        let mut limit = u64::MAX;
        while let Some(Reverse((estimate, at))) = self.queue.pop() {
            if estimate[0] > limit {
                break;
            }
            let stop = self.made[at as usize].stop as usize;
            if self.is_dominated(stop, &self.made[at as usize].values, self.set(at as usize), &estimate) {
                continue;
            }
            if ends.to.contains(&stop) {
                if self.found.len() == self.question.number {
                    return End::Taken;
                }
                if let (Some(ratio), true) = (self.question.max_stretch, self.found.is_empty()) {
                    limit = stretched(estimate[0], ratio);
                }
                self.found.push(at);
                continue;
            }
            if !self.question.budget.allows(self.made.len()) {
                return End::Budget;
            }
            self.lasting[stop].push(at);
            for arc in topology.out_of(stop) {
                if ends.cost(self.question.metric, arc).is_none() {
                    continue;
                }
                self.reach(Some(at), topology.heads[arc] as usize, u32::try_from(arc).unwrap_or(NONE));
            }
        }
        End::Exhausted
    }

    /// Makes the label that goes on over an arc, unless it is dominated or leads nowhere.
    fn reach(&mut self, parent: Option<u32>, stop: usize, arc: u32) {
        let (mut values, at) = ([0; WIDTH], self.sets.len());
        self.sets.resize(at + self.words, 0);
        if let Some(parent) = parent {
            let gain = &self.question.gains[arc as usize];
            for (value, (before, more)) in
                values.iter_mut().zip(self.made[parent as usize].values.iter().zip(gain.values))
            {
                *value = before.saturating_add(more);
            }
            self.sets.copy_within(parent as usize * self.words..(parent as usize + 1) * self.words, at);
            for member in &gain.members {
                self.sets[at + member / 64] |= 1 << (member % 64);
            }
            if let Some(value) = self.question.goal.size_at() {
                values[value] = self.sets[at..].iter().map(|word| u64::from(word.count_ones())).sum();
            }
        }
        let Some(estimate) = self.estimate(stop, &values) else { return self.sets.truncate(at) };
        if self.is_dominated(stop, &values, &self.sets[at..], &estimate) {
            return self.sets.truncate(at);
        }
        let Ok(number) = u32::try_from(self.made.len()) else { return self.sets.truncate(at) };
        let stop = u32::try_from(stop).unwrap_or(NONE);
        self.made.push(Label { values, stop, parent: parent.unwrap_or(NONE), arc });
        self.queue.push(Reverse((estimate, number)));
    }

    /// The least that the values can become; `None` where there is no way on.
    fn estimate(&self, stop: usize, values: &Values) -> Option<Values> {
        let mut estimate = *values;
        self.bounds[0].weight(stop)?;
        for (value, bound) in estimate.iter_mut().zip(&self.bounds) {
            let rest = bound.weight(stop).and_then(Cost::finite).unwrap_or_default();
            *value = value.saturating_add(rest);
        }
        Some(estimate)
    }

    fn is_dominated(&self, stop: usize, values: &Values, set: &[u64], estimate: &Values) -> bool {
        let by_found = |&found: &u32| {
            below(&self.made[found as usize].values, estimate)
                && (self.question.goal != Goal::Subset || subset(self.set(found as usize), set))
        };
        let by_lasting =
            |&other: &u32| below(&self.made[other as usize].values, values) && subset(self.set(other as usize), set);
        self.found.iter().any(by_found) || self.lasting[stop].iter().any(by_lasting)
    }

    fn route(&self, found: u32) -> Found {
        let (values, mut at, mut arcs) = (self.made[found as usize].values, found, Vec::new());
        while self.made[at as usize].parent != NONE {
            arcs.push(ArcId(self.made[at as usize].arc));
            at = self.made[at as usize].parent;
        }
        arcs.reverse();
        Found { values, arcs }
    }
}
