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

use std::ops::Range;

use super::below::Lower;
use crate::network::Topology;

pub(super) const NONE: u32 = u32::MAX;

/// As many arcs of a row are looked at together: lists of heads and weights go on for so long after the last.
pub(super) const STRIDE: usize = 4;

/// The arcs of the network that lie on one arc of the hierarchy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input {
    /// The arc of the network.
    pub(super) arc: u32,
    /// Twice the arc of the hierarchy; one more where it leads down.
    pub(super) slot: u32,
}

#[derive(Debug)]
pub(super) struct Shape {
    /// The rank of each stop.
    pub(super) ranks: Vec<u32>,
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
    pub(super) lower: Lower,
    /// The nodes whose rows also hear of whole rows below: those of bundles, and those above bundles.
    rich: Vec<u32>,
    /// The arcs of the network on those of each node, in order of their slots.
    first_input: Vec<u32>,
    inputs: Vec<Input>,
    /// Nodes with all below them, of about as many arcs each: they hear nothing of each other.
    #[cfg(feature = "rayon")]
    pub(super) pieces: Vec<Range<usize>>,
}

/// # Panics
/// On a hierarchy that is too large: twice an arc must fit.
pub(super) fn id(value: usize) -> u32 {
    u32::try_from(value).expect("a hierarchy has fewer than 2³² arcs")
}

pub(super) fn span(first: &[u32], at: usize) -> Range<usize> {
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
        let lower = Lower::new(&bundles, &first, &heads);
        drop(heads);
        packed.extend([0; STRIDE]);
        packed.shrink_to_fit();
        let hears = |node: usize| bundles[bundle_of[node] as usize] < id(node) || !lower.bundles_of(node).is_empty();
        let rich = (0..nodes).filter(|&node| hears(node)).map(id).collect();
        let mut shape = Self {
            ranks,
            parents,
            levels,
            height: height as usize,
            first,
            first_head,
            heads: packed,
            bundles,
            bundle_of,
            lower,
            rich,
            first_input: Vec::new(),
            inputs: Vec::new(),
            #[cfg(feature = "rayon")]
            pieces: Vec::new(),
        };
        shape.take_arcs(topology);
        #[cfg(feature = "rayon")]
        shape.cut();
        shape
    }

    pub(super) fn nodes(&self) -> usize {
        self.parents.len()
    }

    /// The number of arcs, each in both directions.
    pub(super) fn arcs(&self) -> usize {
        self.first[self.nodes()] as usize
    }

    /// The positions of the arcs of a node among all.
    pub(super) fn row(&self, node: usize) -> Range<usize> {
        span(&self.first, node)
    }

    /// The levels of the heads of a node, and what comes after, at least [`STRIDE`] of them.
    pub(super) fn heads_and_on(&self, node: usize) -> &[u32] {
        &self.heads[self.first_head[node] as usize..]
    }

    /// The node that an arc leads up from.
    pub(super) fn tail(&self, arc: u32) -> usize {
        self.first.partition_point(|&first| first <= arc) - 1
    }

    /// The levels of the heads of a node, from below.
    pub(super) fn heads(&self, node: usize) -> &[u32] {
        let start = self.first_head[node] as usize;
        &self.heads[start..start + self.row(node).len()]
    }

    /// The nodes of a bundle.
    pub(super) fn bundle(&self, bundle: usize) -> Range<usize> {
        span(&self.bundles, bundle)
    }

    /// The arcs of the network on those of consecutive nodes.
    pub(super) fn inputs(&self, nodes: Range<usize>) -> &[Input] {
        &self.inputs[self.first_input[nodes.start] as usize..self.first_input[nodes.end] as usize]
    }

    /// Of consecutive nodes those whose rows also hear of whole rows below.
    pub(super) fn rich(&self, nodes: Range<usize>) -> &[u32] {
        let before = |end: usize| self.rich.partition_point(|&node| (node as usize) < end);
        &self.rich[before(nodes.start)..before(nodes.end)]
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

    /// Cuts the tree below its top into pieces.
    #[cfg(feature = "rayon")]
    fn cut(&mut self) {
        /// Not worth the handing over of less.
        const LEAST: usize = 1 << 14;
        let most = LEAST.max(self.arcs() / 64);
        // ranks rise along the walk: below a node are those just before it
        let mut starts: Vec<usize> = (0..self.nodes()).collect();
        for (node, &parent) in self.parents.iter().enumerate().filter(|(_, parent)| **parent != NONE) {
            starts[parent as usize] = starts[parent as usize].min(starts[node]);
        }
        let mut end = self.nodes();
        while let Some(node) = end.checked_sub(1) {
            let start = starts[node];
            let is_small = |nodes: &Range<usize>| (self.first[nodes.end] - self.first[nodes.start]) as usize <= most;
            if !is_small(&(start..end)) {
                end = node;
                continue;
            }
            match self.pieces.last_mut() {
                Some(next) if next.start == end && is_small(&(start..next.end)) => next.start = start,
                _ => self.pieces.push(start..end),
            }
            end = start;
        }
        self.pieces.reverse();
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
                inputs[*free as usize] =
                    Input { arc: id(arc), slot: 2 * (self.first[low] + at) + u32::from(head < tail) };
                *free += 1;
            }
        }
        for node in 0..nodes {
            inputs[span(&first, node)].sort_unstable_by_key(|input| (input.slot, input.arc));
        }
        (self.first_input, self.inputs) = (first, inputs);
    }
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
            // twice an arc has to fit
            first.push(id(2 * heads.len()) / 2);
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
