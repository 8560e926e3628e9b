//! The shape of a hierarchy: the chordal graph that an order makes of a topology, without weights.
//!
//! ```text
//!   rank      0   1   2   3   4   5   6         a row: the arcs of a node to nodes of higher rank
//!   parent    2   2   6   5   5   6   –         all of them lie on the chain of its parents
//!   level     0   0   1   0   0   1   2         so that a level names each of them
//! ```
//!
//! Ranks are numbered along a depth-first walk of the elimination tree, so that the nodes below any
//! node are the range of ranks just before it. A *bundle* is a run of nodes each of whose rows is that
//! of the next and the next node itself: they share one list of heads.

use crate::network::Topology;

pub(super) const NONE: u32 = u32::MAX;

/// The arcs of the network that lie on one arc of the hierarchy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input {
    /// The arc of the network.
    pub(super) arc: u32,
    /// Twice the position in the row; one more where it leads down.
    pub(super) slot: u32,
}

/// A bundle below a node, and where the node stands in its heads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Below {
    pub(super) bundle: u32,
    pub(super) at: u32,
}

#[derive(Debug)]
pub(super) struct Shape {
    /// The rank of each stop, and back.
    pub(super) ranks: Vec<u32>,
    pub(super) stops: Vec<u32>,
    /// The node next above each, in its row the first; `NONE` at the top.
    pub(super) parents: Vec<u32>,
    /// How high on its chain each node stands; the top is at `height − 1`.
    pub(super) levels: Vec<u32>,
    pub(super) height: usize,
    /// Where the row of each node starts; and one more.
    pub(super) first: Vec<u32>,
    /// Where the heads of each node start.
    first_head: Vec<u32>,
    /// The levels of heads, a list for each bundle.
    heads: Vec<u32>,
    /// The first node of each bundle; and one more.
    pub(super) bundles: Vec<u32>,
    pub(super) bundle_of: Vec<u32>,
    /// The bundles below each node that change its row.
    first_below: Vec<u32>,
    below: Vec<Below>,
    /// The arcs of the network in each row, in order of their slots.
    first_input: Vec<u32>,
    inputs: Vec<Input>,
}

fn id(value: usize) -> u32 {
    u32::try_from(value).expect("a hierarchy has fewer than 2³² arcs")
}

fn span(first: &[u32], at: usize) -> std::ops::Range<usize> {
    first[at] as usize..first[at + 1] as usize
}

impl Shape {
    /// Of a topology whose stops are contracted in the order of these ranks.
    pub(super) fn new(topology: &Topology, ranks: &[u32]) -> Self {
        let Raw { order, parents, first, heads } = Raw::new(topology, ranks).numbered_along_the_tree();
        let nodes = order.len();
        let mut ranks = vec![0; nodes];
        for (rank, &stop) in (0..).zip(&order) {
            ranks[stop as usize] = rank;
        }
        let (mut levels, mut height) = (vec![0; nodes], 0);
        for node in (0..nodes).rev() {
            levels[node] = if parents[node] == NONE { 0 } else { levels[parents[node] as usize] + 1 };
            height = height.max(levels[node] + 1);
        }
        for level in &mut levels {
            *level = height - 1 - *level;
        }

        let (mut bundles, mut bundle_of) = (Vec::new(), vec![0; nodes]);
        let (mut first_head, mut packed) = (vec![0; nodes], Vec::new());
        for node in 0..nodes {
            let row = span(&first, node);
            // the row of the node before is this row and this node
            if node > 0 && parents[node - 1] == id(node) && span(&first, node - 1).len() == row.len() + 1 {
                first_head[node] = first_head[node - 1] + 1;
            } else {
                bundles.push(id(node));
                first_head[node] = id(packed.len());
                packed.extend(heads[row].iter().map(|&head| levels[head as usize]));
            }
            bundle_of[node] = id(bundles.len() - 1);
        }
        bundles.push(id(nodes));
        let (first_below, below) = below(&bundles, &first, &heads, nodes);
        drop(heads);
        packed.shrink_to_fit();
        let mut shape = Self {
            ranks,
            stops: order,
            parents,
            levels,
            height: height as usize,
            first,
            first_head,
            heads: packed,
            bundles,
            bundle_of,
            first_below,
            below,
            first_input: Vec::new(),
            inputs: Vec::new(),
        };
        shape.take_arcs(topology);
        shape
    }

    pub(super) fn nodes(&self) -> usize {
        self.stops.len()
    }

    /// The number of arcs, each in both directions.
    pub(super) fn arcs(&self) -> usize {
        self.first[self.nodes()] as usize
    }

    /// The positions of the arcs of a node among all.
    pub(super) fn row(&self, node: usize) -> std::ops::Range<usize> {
        span(&self.first, node)
    }

    /// The levels of the heads of a node, from below.
    pub(super) fn heads(&self, node: usize) -> &[u32] {
        let start = self.first_head[node] as usize;
        &self.heads[start..start + self.row(node).len()]
    }

    /// The nodes of a bundle.
    pub(super) fn bundle(&self, bundle: usize) -> std::ops::Range<usize> {
        span(&self.bundles, bundle)
    }

    pub(super) fn below(&self, node: usize) -> &[Below] {
        &self.below[span(&self.first_below, node)]
    }

    pub(super) fn inputs(&self, node: usize) -> &[Input] {
        &self.inputs[span(&self.first_input, node)]
    }

    /// A node and all above it.
    pub(super) fn chain(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(node), |&node| {
            let parent = self.parents[node];
            (parent != NONE).then_some(parent as usize)
        })
    }

    /// The lowest node above both or one of them; `None` when nothing joins them.
    pub(super) fn meeting(&self, a: usize, b: usize) -> Option<usize> {
        let (mut a, mut b) = (id(a), id(b));
        while a != b {
            // a rank is higher than all below it, and NONE than all ranks
            let lower = if a < b { &mut a } else { &mut b };
            *lower = self.parents[*lower as usize];
        }
        (a != NONE).then_some(a as usize)
    }

    fn take_arcs(&mut self, topology: &Topology) {
        let nodes = self.nodes();
        let ends = |arc: usize| (self.ranks[topology.tails[arc] as usize], self.ranks[topology.heads[arc] as usize]);
        let mut first = vec![0_u32; nodes + 1];
        for arc in 0..topology.heads.len() {
            let (tail, head) = ends(arc);
            if tail != head {
                first[tail.min(head) as usize + 1] += 1;
            }
        }
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        let mut free = first.clone();
        let mut inputs = vec![Input { arc: 0, slot: 0 }; first[nodes] as usize];
        for arc in 0..topology.heads.len() {
            let (tail, head) = ends(arc);
            if tail != head {
                let (low, high) = (tail.min(head) as usize, tail.max(head) as usize);
                let found = self.heads(low).binary_search(&self.levels[high]);
                let at = id(found.expect("an arc of the network is one of the hierarchy"));
                let free = &mut free[low];
                inputs[*free as usize] = Input { arc: id(arc), slot: 2 * at + u32::from(head < tail) };
                *free += 1;
            }
        }
        for node in 0..nodes {
            inputs[span(&first, node)].sort_unstable_by_key(|input| (input.slot, input.arc));
        }
        (self.first_input, self.inputs) = (first, inputs);
    }
}

/// Which bundles lie below each node, but those of which it is the last head: they change no arc of it.
fn below(bundles: &[u32], first: &[u32], heads: &[u32], nodes: usize) -> (Vec<u32>, Vec<Below>) {
    let outside = |bundle: usize| {
        let inside = (bundles[bundle + 1] - bundles[bundle]) as usize - 1;
        let list = &heads[span(first, bundles[bundle] as usize)];
        (inside..list.len().saturating_sub(1)).map(move |at| (at, list[at] as usize))
    };
    let mut first_below = vec![0_u32; nodes + 1];
    for bundle in 0..bundles.len() - 1 {
        outside(bundle).for_each(|(_, head)| first_below[head + 1] += 1);
    }
    for node in 0..nodes {
        first_below[node + 1] += first_below[node];
    }
    let mut free = first_below.clone();
    let mut below = vec![Below { bundle: 0, at: 0 }; first_below[nodes] as usize];
    for bundle in 0..bundles.len() - 1 {
        for (at, head) in outside(bundle) {
            below[free[head] as usize] = Below { bundle: id(bundle), at: id(at) };
            free[head] += 1;
        }
    }
    (first_below, below)
}

/// The rows as lists of ranks, each from below.
struct Raw {
    order: Vec<u32>,
    parents: Vec<u32>,
    first: Vec<u32>,
    heads: Vec<u32>,
}

impl Raw {
    /// A row is the neighbours above, and the rows of the children without the node itself: each arc
    /// is handed to one parent, once.
    fn new(topology: &Topology, ranks: &[u32]) -> Self {
        let nodes = ranks.len();
        let mut order = vec![0; nodes];
        for (stop, &rank) in (0..).zip(ranks) {
            order[rank as usize] = stop;
        }
        let (mut parents, mut first, mut heads) = (vec![NONE; nodes], Vec::with_capacity(nodes + 1), Vec::new());
        let (mut child, mut sibling) = (vec![NONE; nodes], vec![NONE; nodes]);
        let mut seen = vec![NONE; nodes];
        first.push(0);
        for node in 0..nodes {
            let (start, this) = (heads.len(), id(node));
            seen[node] = this;
            let mut take = |heads: &mut Vec<u32>, head: u32| {
                if head > this && seen[head as usize] != this {
                    seen[head as usize] = this;
                    heads.push(head);
                }
            };
            let stop = order[node] as usize;
            topology.out_of(stop).for_each(|arc| take(&mut heads, ranks[topology.heads[arc] as usize]));
            for &arc in topology.into(stop) {
                take(&mut heads, ranks[topology.tails[arc as usize] as usize]);
            }
            let mut next = child[node];
            while next != NONE {
                for at in span(&first, next as usize) {
                    let head = heads[at];
                    take(&mut heads, head);
                }
                next = sibling[next as usize];
            }
            heads[start..].sort_unstable();
            if let Some(&parent) = heads.get(start) {
                parents[node] = parent;
                sibling[node] = std::mem::replace(&mut child[parent as usize], this);
            }
            first.push(id(heads.len()));
        }
        Self { order, parents, first, heads }
    }

    /// The same with ranks along a depth-first walk of the tree, the child with the longest row last.
    fn numbered_along_the_tree(self) -> Self {
        let nodes = self.order.len();
        let row = |node: usize| span(&self.first, node);
        // of each node its last child, and of each child the one to walk before it
        let (mut last, mut before) = (vec![NONE; nodes], vec![NONE; nodes]);
        for node in 0..nodes {
            let Some(parent) = Some(self.parents[node]).filter(|&parent| parent != NONE) else { continue };
            let best = last[parent as usize];
            if best == NONE || row(best as usize).len() <= row(node).len() {
                before[node] = best;
                last[parent as usize] = id(node);
            } else {
                before[node] = before[best as usize];
                before[best as usize] = id(node);
            }
        }
        // backwards from the top: a node, then its last child and all below it, then the one before
        let (mut new_rank, mut next) = (vec![0; nodes], nodes);
        let mut open: Vec<u32> = (0..nodes).filter(|&node| self.parents[node] == NONE).map(id).collect();
        let mut walk = Vec::with_capacity(nodes);
        while let Some(node) = open.pop() {
            next -= 1;
            new_rank[node as usize] = id(next);
            walk.push(node);
            let from = open.len();
            let mut child = last[node as usize];
            while child != NONE {
                open.push(child);
                child = before[child as usize];
            }
            open[from..].reverse();
        }
        walk.reverse();
        let (mut first, mut heads) = (Vec::with_capacity(nodes + 1), Vec::with_capacity(self.heads.len()));
        let (mut order, mut parents) = (Vec::with_capacity(nodes), Vec::with_capacity(nodes));
        first.push(0);
        for &old in &walk {
            let old = old as usize;
            // all heads stand on one chain: the new ranks rise as the old ones did
            heads.extend(self.heads[row(old)].iter().map(|&head| new_rank[head as usize]));
            first.push(id(heads.len()));
            order.push(self.order[old]);
            parents.push(if self.parents[old] == NONE { NONE } else { new_rank[self.parents[old] as usize] });
        }
        Self { order, parents, first, heads }
    }
}
