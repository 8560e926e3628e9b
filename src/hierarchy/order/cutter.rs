//! Small balanced separators of one piece: flow from one end of the map to the other.
//!
//! Two sides grow towards each other. Between them runs a greatest flow of one unit a node, and the
//! nodes where it is stuck are a smallest separator. The smaller side then takes in all it reaches and
//! one node of its separator, which is passed by more flow or by none: separators come in the order of
//! their size, ever better balanced.
//!
//! A node is entered on its near face and left on its far face. Without flow through it the two are
//! one; with flow the way from near to far is full, and both can be left against the flow only.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::{Adjacency, id};

const NONE: u32 = u32::MAX;
const NEAR: usize = 0;
const FAR: usize = 1;

#[derive(Clone, Copy)]
struct Node {
    /// When each side reached each face, in steps of that side; 0 is not yet.
    reached: [[u32; 2]; 2],
    /// The next node of the flow away from each side, and so back towards the other: `flow[0]` leads
    /// from the first side on, `flow[1]` from the second. `NONE` without flow.
    flow: [u32; 2],
    /// From where the search came to each face, as a state.
    from: [u32; 2],
    /// Where along the direction.
    along: f32,
}

/// A separator and how good it is.
#[derive(Clone, Copy)]
struct Found {
    side: usize,
    step: u32,
    score: f64,
}

/// The order of preference for taking in a node, nearest to the own end first, as a number.
type Nearness = u64;

pub(super) struct Cutter<'g> {
    graph: &'g Adjacency,
    nodes: Vec<Node>,
    step: [u32; 2],
    /// Nodes taken in, and those reached beyond them.
    taken: [usize; 2],
    reached: [usize; 2],
    /// Nodes taken in from which the search sets out.
    starts: [Vec<u32>; 2],
    touched: [Vec<u32>; 2],
    candidates: [BinaryHeap<(Reverse<Nearness>, u32)>; 2],
    /// Candidates that let more flow through, for when there are no others.
    leaky: [VecDeque<u32>; 2],
    stack: Vec<u32>,
    flow: usize,
    work: u64,
}

impl<'g> Cutter<'g> {
    pub(super) fn new(graph: &'g Adjacency) -> Self {
        Self {
            graph,
            nodes: Vec::new(),
            step: [2; 2],
            taken: [0; 2],
            reached: [0; 2],
            starts: [Vec::new(), Vec::new()],
            touched: [Vec::new(), Vec::new()],
            candidates: [BinaryHeap::new(), BinaryHeap::new()],
            leaky: [VecDeque::new(), VecDeque::new()],
            stack: Vec::new(),
            flow: 0,
            work: 0,
        }
    }

    /// The best separator between the ends of a direction, if it scores below `limit`: its score, and
    /// whether each node is in it.
    pub(super) fn cut(&mut self, along: &[f32], limit: f64, budget: u64) -> Option<(f64, Vec<bool>)> {
        self.prepare(along);
        self.work = 0;
        self.push_flow(0);
        self.grow(1);
        let nodes = self.nodes.len();
        let mut best: Option<Found> = None;
        loop {
            let side = usize::from(self.size(0) > self.size(1));
            let Some(pierced) = self.advance(side, &mut best).or_else(|| self.advance(1 - side, &mut best)) else {
                break;
            };
            let bound = best.map_or(limit, |best| best.score.min(limit));
            if score(self.flow, nodes.saturating_sub(self.flow) / 2, nodes) >= bound || self.work > budget {
                break;
            }
            let (side, node) = pierced;
            self.take(side, node);
            if self.push_flow(side) {
                self.forget(1 - side);
                self.grow(1 - side);
                for side in [0, 1] {
                    for node in std::mem::take(&mut self.leaky[side]) {
                        self.candidates[side].push((Reverse(self.nearness(side, node)), node));
                    }
                }
            }
        }
        let Found { side, step, score } = best.filter(|best| best.score < limit)?;
        let by = |reached: u32| reached != 0 && reached <= step;
        let cut = |node: &Node| by(node.reached[side][NEAR]) && !by(node.reached[side][FAR]);
        Some((score, self.nodes.iter().map(cut).collect()))
    }

    /// Both ends of a direction, without nodes that touch both.
    fn prepare(&mut self, along: &[f32]) {
        let free = |&along: &f32| Node { reached: [[0; 2]; 2], flow: [NONE; 2], from: [NONE; 2], along };
        self.nodes.clear();
        self.nodes.extend(along.iter().map(free));
        let nodes = along.len();
        let few = (nodes / 20).max(1);
        let mut order: Vec<u32> = (0..id(nodes)).collect();
        let by_place = |a: &u32, b: &u32| along[*a as usize].total_cmp(&along[*b as usize]).then(a.cmp(b));
        order.select_nth_unstable_by(few - 1, by_place);
        if nodes > few {
            order[few..].select_nth_unstable_by(nodes - 2 * few, by_place);
        }
        for side in [0, 1] {
            self.step[side] = 2;
            (self.taken[side], self.reached[side]) = (0, 0);
            self.starts[side].clear();
            self.touched[side].clear();
            self.candidates[side].clear();
            self.leaky[side].clear();
        }
        self.flow = 0;
        for (side, end) in [(1, &order[nodes - few..]), (0, &order[..few])] {
            for &node in end {
                let far_off = |&head: &u32| self.nodes[head as usize].reached[1 - side][FAR] == 0;
                // nor does a hub that half the map touches
                let modest = self.graph.of(node).len() <= few.max(8);
                if modest && far_off(&node) && self.graph.of(node).iter().all(far_off) {
                    self.nodes[node as usize].reached[side] = [1; 2];
                    self.starts[side].push(node);
                }
            }
            self.taken[side] = self.starts[side].len();
        }
    }

    fn size(&self, side: usize) -> usize {
        self.taken[side] + self.reached[side]
    }

    fn nearness(&self, side: usize, node: u32) -> Nearness {
        // the bits of a float that is made positive order as the float does
        let along = self.nodes[node as usize].along;
        let bits = u64::from((if side == 0 { along } else { -along } + 4.0).to_bits());
        bits << 32 | u64::from(node)
    }

    /// The side takes in what it reaches, which gives a separator; and the node to go on with.
    fn advance(&mut self, side: usize, best: &mut Option<Found>) -> Option<(usize, u32)> {
        if self.taken[0] == 0 || self.taken[1] == 0 {
            return None;
        }
        for at in 0..self.touched[side].len() {
            let node = self.touched[side][at] >> 1;
            if self.nodes[node as usize].reached[side][FAR] == 0 {
                self.candidates[side].push((Reverse(self.nearness(side, node)), node));
            }
        }
        self.taken[side] = self.size(side);
        self.reached[side] = 0;
        self.touched[side].clear();
        self.starts[side].clear();
        let nodes = self.nodes.len();
        let smaller = self.taken[side].min(nodes - self.flow - self.taken[side]);
        let score = score(self.flow, smaller, nodes);
        if smaller > 0 && best.is_none_or(|best| score < best.score) {
            *best = Some(Found { side, step: self.step[side], score });
        }
        self.step[side] += 1;
        self.candidate(side).map(|node| (side, node))
    }

    /// The nearest node of the separator, if possible one that lets no more flow through.
    fn candidate(&mut self, side: usize) -> Option<u32> {
        while let Some((_, node)) = self.candidates[side].pop() {
            if self.nodes[node as usize].reached[side][FAR] != 0 || self.beside(1 - side, node) {
                continue;
            }
            if self.nodes[node as usize].reached[1 - side][NEAR] == 0 {
                return Some(node);
            }
            self.leaky[side].push_back(node);
        }
        // found nearest first
        while let Some(node) = self.leaky[side].pop_front() {
            if !self.beside(1 - side, node) {
                return Some(node);
            }
        }
        None
    }

    /// Whether a node touches what a side has taken in: then it stays in every separator.
    fn beside(&self, side: usize, node: u32) -> bool {
        self.graph.of(node).iter().any(|&head| self.is_taken(side, head))
    }

    fn is_taken(&self, side: usize, node: u32) -> bool {
        (1..self.step[side]).contains(&self.nodes[node as usize].reached[side][FAR])
    }

    fn take(&mut self, side: usize, node: u32) {
        self.nodes[node as usize].reached[side][FAR] = self.step[side];
        self.step[side] += 1;
        self.taken[side] += 1;
        self.starts[side].push(node);
    }

    /// Pushes as much flow from a side as goes; whether there was any.
    fn push_flow(&mut self, side: usize) -> bool {
        let before = self.flow;
        loop {
            let pushed = self.grow(side);
            self.flow += pushed;
            if pushed == 0 {
                return self.flow > before;
            }
            self.forget(side);
        }
    }

    fn forget(&mut self, side: usize) {
        for state in self.touched[side].drain(..) {
            self.nodes[state as usize >> 1].reached[side][state as usize & 1] = 0;
        }
        self.reached[side] = 0;
    }

    /// Searches from the starts of a side, pushing a unit of flow wherever the other side is met; how
    /// many. After none, what is reached is all that can be.
    fn grow(&mut self, side: usize) -> usize {
        let mut pushed = 0;
        for at in 0..self.starts[side].len() {
            let start = self.starts[side][at];
            for at in 0..self.graph.of(start).len() {
                let head = self.graph.of(start)[at];
                if self.nodes[head as usize].reached[side][NEAR] == 0 && self.search(side, start, head) {
                    pushed += 1;
                }
            }
        }
        pushed
    }

    fn search(&mut self, side: usize, start: u32, root: u32) -> bool {
        let graph = self.graph;
        self.stack.clear();
        self.reach(side, root << 1, NONE);
        while let Some(state) = self.stack.pop() {
            let node = state >> 1;
            let flow = self.nodes[node as usize].flow;
            self.work += 1;
            if state & 1 == 0 {
                if flow[0] == NONE {
                    self.reach(side, node << 1 | 1, state);
                } else {
                    // against the flow that comes in
                    self.reach(side, flow[1 - side] << 1 | 1, state);
                }
                continue;
            }
            if flow[0] != NONE {
                self.reach(side, node << 1, state);
            }
            let top = self.stack.len();
            self.work += graph.of(node).len() as u64;
            for &head in graph.of(node) {
                if self.is_taken(1 - side, head) {
                    self.push_along(side, start, state, head);
                    return true;
                }
                self.reach(side, head << 1, state);
            }
            self.head_on(side, top);
        }
        false
    }

    /// Of what has just been stacked, the one farthest on comes next.
    fn head_on(&mut self, side: usize, from: usize) {
        let Some(last) = self.stack.len().checked_sub(1) else { return };
        let along = |at: usize| {
            let along = self.nodes[self.stack[at] as usize >> 1].along;
            if side == 0 { along } else { -along }
        };
        let mut farthest = last;
        for at in from..last {
            if along(at) > along(farthest) {
                farthest = at;
            }
        }
        self.stack.swap(farthest, last);
    }

    fn reach(&mut self, side: usize, state: u32, from: u32) {
        let (face, step) = (state as usize & 1, self.step[side]);
        let node = &mut self.nodes[state as usize >> 1];
        if node.reached[side][face] == 0 {
            node.reached[side][face] = step;
            node.from[face] = from;
            self.reached[side] += face;
            self.touched[side].push(state);
            self.stack.push(state);
        }
    }

    /// One unit of flow from a start along the way that the search came, and on into `end`.
    fn push_along(&mut self, side: usize, start: u32, last: u32, end: u32) {
        let mut way = Vec::new();
        let mut state = last;
        while state != NONE {
            way.push(state);
            state = self.nodes[state as usize >> 1].from[state as usize & 1];
        }
        let mut before = start << 1 | 1;
        for &state in way.iter().rev() {
            self.step_flow(side, before, state);
            before = state;
        }
        self.step_flow(side, before, end << 1);
    }

    fn step_flow(&mut self, side: usize, from: u32, to: u32) {
        let (tail, head) = (from >> 1, to >> 1);
        match (from as usize & 1, to as usize & 1) {
            (FAR, NEAR) if tail != head => {
                self.nodes[tail as usize].flow[side] = head;
                self.nodes[head as usize].flow[1 - side] = tail;
            }
            // what came through is led another way
            (FAR, NEAR) => self.nodes[head as usize].flow = [NONE; 2],
            _ => {}
        }
    }
}

/// The size of a separator over that of its smaller part: lower is better.
#[allow(clippy::cast_precision_loss, reason = "counts of nodes fit")]
fn score(cut: usize, smaller: usize, nodes: usize) -> f64 {
    if smaller == 0 {
        return f64::INFINITY;
    }
    let lean = if smaller * 5 < nodes { 2.0 } else { 1.0 };
    lean * cut as f64 / smaller as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Most ways from one set to another that share no node: augmenting on the graph of split nodes.
    fn ways(graph: &Adjacency, ends: [&[u32]; 2]) -> usize {
        let nodes = graph.nodes();
        let mut capacity = std::collections::BTreeMap::new();
        for node in 0..nodes {
            capacity.insert((2 * node, 2 * node + 1), 1_u32);
            for &head in graph.of(id(node)) {
                capacity.insert((2 * node + 1, 2 * head as usize), u32::MAX / 2);
            }
        }
        let mut found = 0;
        loop {
            let mut from = vec![None; 2 * nodes];
            let mut queue: Vec<usize> = ends[0].iter().map(|&node| 2 * node as usize + 1).collect();
            for &face in &queue {
                from[face] = Some(face);
            }
            let mut at = 0;
            while at < queue.len() {
                let face = queue[at];
                for (next, before) in from.iter_mut().enumerate() {
                    if before.is_none() && capacity.get(&(face, next)).is_some_and(|&left| left > 0) {
                        *before = Some(face);
                        queue.push(next);
                    }
                }
                at += 1;
            }
            let Some(mut face) = ends[1].iter().map(|&node| 2 * node as usize).find(|&face| from[face].is_some())
            else {
                return found;
            };
            while let Some(before) = from[face].filter(|&before| before != face) {
                *capacity.get_mut(&(before, face)).unwrap() -= 1;
                *capacity.entry((face, before)).or_default() += 1;
                face = before;
            }
            found += 1;
        }
    }

    fn graphs() -> impl Strategy<Value = (Vec<f32>, Adjacency)> {
        (6..40_usize).prop_flat_map(|nodes| {
            let links = prop::collection::vec((0..id(nodes), 0..id(nodes)), nodes..2 * nodes);
            let along = prop::collection::vec(-1.0..=1.0_f32, nodes);
            (along, links.prop_map(move |links| Adjacency::new(nodes, &links)))
        })
    }

    proptest! {
        /// Menger 1927: as many ways as nodes in the smallest separator.
        #[test]
        fn the_first_separator_is_a_smallest_one((along, graph) in graphs()) {
            let mut cutter = Cutter::new(&graph);
            cutter.prepare(&along);
            let ends = cutter.starts.clone();
            cutter.push_flow(0);
            prop_assert_eq!(cutter.flow, ways(&graph, [&ends[0], &ends[1]]));
            let stuck = |node: &&Node| node.reached[0][NEAR] != 0 && node.reached[0][FAR] == 0;
            prop_assert_eq!(cutter.nodes.iter().filter(stuck).count(), cutter.flow);
        }

        #[test]
        fn the_best_separator_lies_between_the_ends((along, graph) in graphs()) {
            let mut cutter = Cutter::new(&graph);
            cutter.prepare(&along);
            let ends = cutter.starts.clone();
            let Some((score, cut)) = cutter.cut(&along, f64::INFINITY, u64::MAX) else {
                prop_assert!(ends.iter().any(Vec::is_empty));
                return Ok(());
            };
            let (part, _) = graph.components(|node| !cut[node as usize]);
            for a in &ends[0] {
                prop_assert!(!cut[*a as usize]);
                prop_assert!(ends[1].iter().all(|b| part[*a as usize] != part[*b as usize]));
            }
            let size = cut.iter().filter(|&&cut| cut).count();
            prop_assert!(score >= super::score(size, (graph.nodes() - size).div_ceil(2), graph.nodes()));
        }

        /// The cuts of both sides stay as large as the flow while it grows.
        #[test]
        fn no_limit_changes_what_is_found_below_it((along, graph) in graphs()) {
            let mut cutter = Cutter::new(&graph);
            if let Some((score, cut)) = cutter.cut(&along, f64::INFINITY, u64::MAX) {
                prop_assert_eq!(cutter.cut(&along, score, u64::MAX), None);
                prop_assert_eq!(cutter.cut(&along, score + 0.01, u64::MAX), Some((score, cut)));
            }
        }
    }
}
