//! Flows over a small graph of its own: greatest, and cheapest of a given value.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::trees::NONE;

/// No bound on an edge.
pub(crate) const FREE: u64 = u64::MAX;

/// Edges in pairs: edge `e` and its reverse `e ^ 1`.
#[derive(Clone, Debug)]
pub(crate) struct FlowGraph {
    out: Vec<Vec<u32>>,
    to: Vec<u32>,
    room: Vec<u64>,
    /// The room before anything flowed.
    whole: Vec<u64>,
    cost: Vec<i64>,
    tag: Vec<u32>,
}

impl FlowGraph {
    pub(crate) fn new(nodes: usize) -> Self {
        let (to, room, whole, cost, tag) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { out: vec![Vec::new(); nodes], to, room, whole, cost, tag }
    }

    /// An edge with room one way and the other. `tag` says what it stands for.
    pub(crate) fn edge(&mut self, from: usize, to: usize, room: [u64; 2], cost: u64, tag: u32) {
        let id = |at: usize| u32::try_from(at).expect("as many as stops and arcs, which the builder bounds");
        // the metric bounds the sum of all costs by 2^62
        let cost = i64::try_from(cost).unwrap_or(i64::MAX);
        self.out[from].push(id(self.to.len()));
        self.out[to].push(id(self.to.len() + 1));
        self.to.extend([id(to), id(from)]);
        self.room.extend(room);
        self.whole.extend(room);
        self.cost.extend([cost, -cost]);
        self.tag.extend([tag, tag]);
    }

    fn push(&mut self, edge: usize, amount: u64) {
        if self.room[edge] != FREE {
            self.room[edge] -= amount;
        }
        if self.room[edge ^ 1] != FREE {
            self.room[edge ^ 1] = self.room[edge ^ 1].saturating_add(amount).min(FREE - 1);
        }
    }

    /// The greatest flow; `None` when there is no bound. Leaves the residual graph of it.
    pub(crate) fn greatest(&mut self, source: usize, sink: usize) -> Option<u64> {
        if self.spread(source, |graph, edge| graph.room[edge] == FREE)[sink] {
            return None;
        }
        let mut value = 0_u64;
        loop {
            let level = self.levels(source, sink);
            if level[sink] == NONE {
                return Some(value);
            }
            let mut next = vec![0_usize; self.out.len()];
            let mut path: Vec<usize> = Vec::new();
            loop {
                let at = path.last().map_or(source, |&edge| self.to[edge] as usize);
                if at == sink {
                    let amount = path.iter().map(|&edge| self.room[edge]).min().unwrap_or(0);
                    for &edge in &path {
                        self.push(edge, amount);
                    }
                    value = value.saturating_add(amount);
                    let full = path.iter().position(|&edge| self.room[edge] == 0).unwrap_or(0);
                    path.truncate(full);
                    continue;
                }
                let onward = self.out[at][next[at]..].iter().position(|&edge| {
                    let (edge, head) = (edge as usize, self.to[edge as usize] as usize);
                    self.room[edge] > 0 && level[head] == level[at] + 1
                });
                if let Some(skip) = onward {
                    next[at] += skip;
                    path.push(self.out[at][next[at]] as usize);
                } else {
                    next[at] = self.out[at].len();
                    let Some(back) = path.pop() else { break };
                    next[self.to[back ^ 1] as usize] += 1;
                }
            }
        }
    }

    fn levels(&self, source: usize, sink: usize) -> Vec<u32> {
        let mut level = vec![NONE; self.out.len()];
        level[source] = 0;
        let mut queue = VecDeque::from([source]);
        while let Some(at) = queue.pop_front() {
            if at == sink {
                break;
            }
            for &edge in &self.out[at] {
                let head = self.to[edge as usize] as usize;
                if self.room[edge as usize] > 0 && level[head] == NONE {
                    level[head] = level[at] + 1;
                    queue.push_back(head);
                }
            }
        }
        level
    }

    fn spread(&self, start: usize, usable: impl Fn(&Self, usize) -> bool) -> Vec<bool> {
        let mut reached = vec![false; self.out.len()];
        reached[start] = true;
        let mut stack = vec![start];
        while let Some(at) = stack.pop() {
            for &edge in &self.out[at] {
                let head = self.to[edge as usize] as usize;
                if !reached[head] && usable(self, edge as usize) {
                    reached[head] = true;
                    stack.push(head);
                }
            }
        }
        reached
    }

    /// After [`Self::greatest`]: the tags of the full edges of the minimum cut nearest the source,
    /// and of that nearest the sink.
    pub(crate) fn extreme_cuts(&self, source: usize, sink: usize) -> [Vec<u32>; 2] {
        let near = self.spread(source, |graph, edge| graph.room[edge] > 0);
        let beyond = self.spread(sink, |graph, edge| graph.room[edge ^ 1] > 0);
        let far: Vec<bool> = beyond.into_iter().map(|reached| !reached).collect();
        [near, far].map(|side| {
            let crosses = |edge: &usize| {
                side[self.to[edge ^ 1] as usize] && !side[self.to[*edge] as usize] && self.tag[*edge] != NONE
            };
            // the reverse of a one-way edge never had room
            let carries = |edge: &usize| self.whole[*edge] > 0;
            let mut tags: Vec<u32> =
                (0..self.to.len()).filter(|edge| crosses(edge) && carries(edge)).map(|edge| self.tag[edge]).collect();
            tags.sort_unstable();
            tags.dedup();
            tags
        })
    }

    /// Sends one unit after the other along cheapest ways, until there are `units` of them; says
    /// how many there were. `None` when one of them meets no bound.
    ///
    /// Edmonds & Karp 1972, [doi:10.1145/321694.321699](https://doi.org/10.1145/321694.321699)
    pub(crate) fn cheapest(&mut self, source: usize, sink: usize, units: usize) -> Option<usize> {
        let mut height = vec![0_i64; self.out.len()];
        for sent in 0..units {
            let mut least = vec![i64::MAX; self.out.len()];
            let mut by = vec![NONE; self.out.len()];
            least[source] = 0;
            let mut queue = BinaryHeap::from([Reverse((0_i64, source))]);
            let mut settled: Vec<usize> = Vec::new();
            let mut found = None;
            while let Some(Reverse((reached, at))) = queue.pop() {
                if reached > least[at] {
                    continue;
                }
                if at == sink {
                    found = Some(reached);
                    break;
                }
                settled.push(at);
                for &edge in &self.out[at] {
                    let (id, head) = (edge as usize, self.to[edge as usize] as usize);
                    if self.room[id] == 0 {
                        continue;
                    }
                    let next = reached + self.cost[id] + height[at] - height[head];
                    if next < least[head] {
                        least[head] = next;
                        by[head] = edge;
                        queue.push(Reverse((next, head)));
                    }
                }
            }
            let Some(end) = found else { return Some(sent) };
            // heights stay valid when what is farther than the sink moves with it
            for at in 0..height.len() {
                height[at] += least[at].min(end);
            }
            let mut at = sink;
            let mut path = Vec::new();
            while at != source {
                path.push(by[at] as usize);
                at = self.to[by[at] as usize ^ 1] as usize;
            }
            if path.iter().all(|&edge| self.room[edge] == FREE) {
                return None;
            }
            for edge in path {
                self.push(edge, 1);
            }
        }
        Some(units)
    }

    /// How much flows over an edge that had no room back at first.
    fn flow(&self, edge: usize) -> u64 {
        self.room[edge ^ 1]
    }

    /// The flow as ways from source to sink without loops, each as the tags on it.
    pub(crate) fn ways(&self, source: usize, sink: usize) -> Vec<Vec<u32>> {
        let mut left: Vec<u64> =
            (0..self.to.len()).map(|edge| if edge % 2 == 0 { self.flow(edge) } else { 0 }).collect();
        let mut next = vec![0_usize; self.out.len()];
        // how many edges lead to a node of the way that is being followed
        let mut steps_to = vec![NONE; self.out.len()];
        let mut ways = Vec::new();
        loop {
            let mut path: Vec<usize> = Vec::new();
            let mut at = source;
            steps_to[source] = 0;
            while at != sink {
                let edges = &self.out[at];
                while next[at] < edges.len() && left[edges[next[at]] as usize] == 0 {
                    next[at] += 1;
                }
                let Some(&edge) = edges.get(next[at]) else { return ways };
                left[edge as usize] -= 1;
                at = self.to[edge as usize] as usize;
                path.push(edge as usize);
                if steps_to[at] == NONE {
                    steps_to[at] = u32::try_from(path.len()).unwrap_or(NONE);
                    continue;
                }
                // a loop closes: leave it out
                for edge in path.drain(steps_to[at] as usize..) {
                    let passed = self.to[edge] as usize;
                    if passed != at {
                        steps_to[passed] = NONE;
                    }
                }
            }
            steps_to[source] = NONE;
            for &edge in &path {
                steps_to[self.to[edge] as usize] = NONE;
            }
            ways.push(path.into_iter().map(|edge| self.tag[edge]).filter(|&tag| tag != NONE).collect());
        }
    }
}
