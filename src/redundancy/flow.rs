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
            let mut found = None;
            while let Some(Reverse((reached, at))) = queue.pop() {
                if reached > least[at] {
                    continue;
                }
                if at == sink {
                    found = Some(reached);
                    break;
                }
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

#[cfg(test)]
mod tests {
    use super::*;

    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, bound: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % bound
        }

        fn node(&mut self, nodes: usize) -> usize {
            usize::try_from(self.below(nodes as u64)).unwrap()
        }
    }

    /// Tail, head, room one way and the other, cost: of edge `at` with the tag `at`.
    type Edges = Vec<(usize, usize, [u64; 2], u64)>;

    fn graph(nodes: usize, edges: &Edges) -> FlowGraph {
        let mut graph = FlowGraph::new(nodes);
        for (tag, &(from, to, room, cost)) in (0..).zip(edges) {
            graph.edge(from, to, room, cost, tag);
        }
        graph
    }

    /// The room out of a set of nodes; `None` when it has no bound.
    fn room_out(edges: &Edges, side: usize) -> Option<u64> {
        let within = |node: usize| side >> node & 1 == 1;
        let mut out = edges.iter().map(|&(from, to, room, _)| match (within(from), within(to)) {
            (true, false) => room[0],
            (false, true) => room[1],
            _ => 0,
        });
        out.try_fold(0, |all, room| (room != FREE).then(|| all + room))
    }

    #[test]
    fn the_greatest_flow_and_its_cuts_by_all_sets_of_nodes() {
        let (mut numbers, mut apart, mut free) = (Numbers(3), 0, 0);
        for _ in 0..2_000 {
            let nodes = 2 + numbers.node(5);
            let mut room = |chance| match numbers.below(chance) {
                0 => FREE,
                1..=3 => 0,
                room => room / 2,
            };
            let rooms: Vec<[u64; 2]> = (0..12).map(|_| [room(14), room(28)]).collect();
            let mut edges: Edges = Vec::new();
            for room in rooms.into_iter().take(1 + numbers.node(12)) {
                edges.push((numbers.node(nodes), numbers.node(nodes), room, 0));
            }
            let (source, sink) = (0, nodes - 1);
            let sides = || (0..1_usize << nodes).filter(|side| side >> source & 1 == 1 && side >> sink & 1 == 0);
            let least = sides().filter_map(|side| room_out(&edges, side)).min();
            let mut graph = graph(nodes, &edges);
            assert_eq!(graph.greatest(source, sink), least, "{edges:?}");
            free += usize::from(least.is_none());
            let Some(value) = least else { continue };
            let minimum = || sides().filter(|&side| room_out(&edges, side) == Some(value));
            // minimum cuts form a lattice: all of them meet in the nearest and join in the farthest
            let nearest = minimum().fold(usize::MAX, |all, side| all & side);
            let farthest = minimum().fold(0, |all, side| all | side);
            let across = |side: usize| -> Vec<u32> {
                let within = |node: usize| side >> node & 1 == 1;
                let full = edges.iter().zip(0..).filter(|(edge, _)| {
                    within(edge.0) && !within(edge.1) && edge.2[0] > 0
                        || within(edge.1) && !within(edge.0) && edge.2[1] > 0
                });
                full.map(|(_, tag)| tag).collect()
            };
            assert_eq!(graph.extreme_cuts(source, sink), [across(nearest), across(farthest)], "{edges:?}");
            apart += usize::from(nearest != farthest);
        }
        assert!(apart > 200 && free > 100, "{apart} {free}");
    }

    /// The least cost of as many units as can flow, up to `units`: cancels rings of negative cost,
    /// found by Bellman and Ford, in any flow of that value.
    fn by_cancelling(nodes: usize, edges: &Edges, units: usize) -> (usize, u64) {
        let mut used = vec![0_u64; edges.len()];
        let mut sent = 0;
        loop {
            let mut residual: Vec<(usize, usize, i64, usize, bool)> = Vec::new();
            for (at, &(from, to, room, cost)) in edges.iter().enumerate() {
                let cost = i64::try_from(cost).unwrap();
                if used[at] < room[0] {
                    residual.push((from, to, cost, at, true));
                }
                if used[at] > 0 {
                    residual.push((to, from, -cost, at, false));
                }
            }
            if sent < units {
                // one unit more is worth more than any way costs
                residual.push((nodes - 1, 0, -1_000_000, usize::MAX, true));
            }
            let (mut least, mut by) = (vec![0_i64; nodes], vec![usize::MAX; nodes]);
            let mut bettered = None;
            for _ in 0..=nodes {
                bettered = None;
                for (at, &(from, to, cost, ..)) in residual.iter().enumerate() {
                    if least[from] + cost < least[to] {
                        (least[to], by[to], bettered) = (least[from] + cost, at, Some(to));
                    }
                }
            }
            let Some(mut at) = bettered else {
                return (sent, edges.iter().zip(&used).map(|(edge, used)| edge.3 * used).sum());
            };
            for _ in 0..nodes {
                at = residual[by[at]].0;
            }
            let start = at;
            loop {
                let (from, _, _, edge, ahead) = residual[by[at]];
                match (edge, ahead) {
                    (usize::MAX, _) => sent += 1,
                    (edge, true) => used[edge] += 1,
                    (edge, false) => used[edge] -= 1,
                }
                at = from;
                if at == start {
                    break;
                }
            }
        }
    }

    #[test]
    fn the_cheapest_flow_by_cancelling_rings_and_its_ways() {
        let (mut numbers, mut several, mut short) = (Numbers(5), 0, 0);
        for _ in 0..2_000 {
            let nodes = 2 + numbers.node(7);
            let mut edges: Edges = Vec::new();
            for _ in 0..3 * nodes {
                let (from, to) = (numbers.node(nodes), numbers.node(nodes));
                edges.push((from, to, [numbers.below(3), 0], numbers.below(20)));
            }
            let (source, sink, units) = (0, nodes - 1, 1 + numbers.node(4));
            let expected = by_cancelling(nodes, &edges, units);
            let mut graph = graph(nodes, &edges);
            assert_eq!(graph.cheapest(source, sink, units), Some(expected.0), "{edges:?}");
            let ways = graph.ways(source, sink);
            assert_eq!(ways.len(), expected.0, "{edges:?}");
            let mut used = vec![0; edges.len()];
            for way in &ways {
                let mut passed = vec![source];
                for &tag in way {
                    let (from, to, ..) = edges[tag as usize];
                    assert_eq!(passed.last(), Some(&from), "{way:?} {edges:?}");
                    assert!(!passed.contains(&to), "{way:?} {edges:?}");
                    passed.push(to);
                    used[tag as usize] += 1;
                }
                assert_eq!(passed.last(), Some(&sink));
            }
            assert!(edges.iter().zip(&used).all(|(edge, used)| *used <= edge.2[0]));
            let cost: u64 = edges.iter().zip(&used).map(|(edge, used)| edge.3 * used).sum();
            assert_eq!(cost, expected.1, "{edges:?}");
            several += usize::from(ways.len() > 1);
            short += usize::from(ways.len() < units);
        }
        assert!(several > 500 && short > 200, "{several} {short}");
    }

    #[test]
    fn a_cheapest_way_without_bound_is_no_flow() {
        let edges = |last| vec![(0, 1, [FREE, 0], 1), (1, 2, [last, 0], 1), (0, 2, [1, 0], 1)];
        assert_eq!(graph(3, &edges(FREE)).cheapest(0, 2, 1), Some(1));
        assert_eq!(graph(3, &edges(FREE)).cheapest(0, 2, 2), None);
        assert_eq!(graph(3, &edges(2)).cheapest(0, 2, 9), Some(3));
    }
}
