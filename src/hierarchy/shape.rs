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
//! of the next and the next node itself.

use std::ops::Range;

use super::below::Lower;
use crate::network::Topology;

pub(super) const NONE: u32 = u32::MAX;

/// As many arcs of a row are looked at together: lists of heads and weights go on for so long after the last.
pub(super) const STRIDE: usize = 8;

#[derive(Debug)]
pub(super) struct Shape {
    /// The rank of each stop.
    pub(super) ranks: Vec<u32>,
    /// The node next above each, in its row the first; `NONE` at the top.
    pub(super) parents: Vec<u32>,
    /// How high on its chain each node stands; the top is at `height − 1`.
    pub(super) levels: Vec<u16>,
    pub(super) height: usize,
    /// Where the row of each node starts; and one more.
    pub(super) first: Vec<u32>,
    /// The levels of the heads of all arcs, and [`STRIDE`] more.
    heads: Vec<u16>,
    pub(super) lower: Lower,
    /// Nodes with all below them, of about as many arcs each: they hear nothing of each other.
    #[cfg(feature = "rayon")]
    pub(super) pieces: Vec<Range<usize>>,
}

/// A node has so many above it that their levels cannot be told apart.
#[derive(Debug)]
pub(super) struct TooHigh;

/// # Panics
/// On a hierarchy that is too large.
pub(super) fn id(value: usize) -> u32 {
    u32::try_from(value).expect("a hierarchy has fewer than 2³² arcs")
}

pub(super) fn span(first: &[u32], at: usize) -> Range<usize> {
    first[at] as usize..first[at + 1] as usize
}

impl Shape {
    /// Of a topology whose stops are contracted in the order of these ranks.
    pub(super) fn new(topology: &Topology, ranks: &[u32]) -> Result<Self, TooHigh> {
        let Raw { order, parents, first, heads } = Raw::new(topology, ranks).numbered_along_the_tree();
        let nodes = order.len();
        let mut ranks = vec![0; nodes];
        for (rank, &stop) in (0..).zip(&order) {
            ranks[stop as usize] = rank;
        }
        drop(order);
        let (mut levels, mut height) = (vec![0_u16; nodes], 0);
        for node in (0..nodes).rev() {
            // counted from the top, for now
            levels[node] = if parents[node] == NONE { 0 } else { levels[parents[node] as usize] + 1 };
            height = height.max(levels[node].checked_add(1).ok_or(TooHigh)?);
        }
        for level in &mut levels {
            *level = height - 1 - *level;
        }
        let lower = Lower::new(topology, &ranks, &parents, &first, &heads);
        let after = [0; STRIDE];
        let heads = heads.iter().map(|&head| levels[head as usize]).chain(after).collect();
        #[cfg_attr(not(feature = "rayon"), expect(unused_mut, reason = "only many threads need pieces"))]
        let mut shape = Self {
            ranks,
            parents,
            levels,
            height: height.into(),
            first,
            heads,
            lower,
            #[cfg(feature = "rayon")]
            pieces: Vec::new(),
        };
        #[cfg(feature = "rayon")]
        shape.cut();
        Ok(shape)
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

    /// The node that an arc leads up from.
    pub(super) fn tail(&self, arc: u32) -> usize {
        self.first.partition_point(|&first| first <= arc) - 1
    }

    /// The levels of the heads of a node, from below.
    pub(super) fn heads(&self, node: usize) -> &[u16] {
        &self.heads[self.row(node)]
    }

    /// The levels of the heads of all arcs from one on, and [`STRIDE`] more.
    pub(super) fn heads_from(&self, arc: usize) -> &[u16] {
        &self.heads[arc..]
    }

    /// The nodes before one in its bundle.
    pub(super) fn bundled_before(&self, node: usize) -> Range<usize> {
        let start = (0..node).rev().take_while(|&lower| follows(&self.first, &self.parents, lower + 1)).last();
        start.unwrap_or(node)..node
    }

    /// A node and all above it.
    pub(super) fn chain(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(node), |&node| {
            let parent = self.parents[node];
            (parent != NONE).then_some(parent as usize)
        })
    }

    /// A node and all above it but below another on the same chain, bundle by bundle.
    pub(super) fn bundles(&self, from: usize, below: usize) -> impl Iterator<Item = Bundle<'_>> {
        let mut next = Some(from).filter(|&node| node < below);
        std::iter::from_fn(move || {
            let start = next?;
            let end = (start + 1..below).find(|&node| !follows(&self.first, &self.parents, node)).unwrap_or(below);
            let parent = self.parents[end - 1];
            next = (parent != NONE).then_some(parent as usize).filter(|&node| node < below);
            Some(Bundle { nodes: start..end, level: self.levels[start].into(), heads: self.heads(end - 1) })
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
}

/// Consecutive nodes of a bundle.
pub(super) struct Bundle<'a> {
    pub(super) nodes: Range<usize>,
    /// That of the first; of the next it is one higher.
    pub(super) level: usize,
    /// The heads of the last.
    pub(super) heads: &'a [u16],
}

impl Bundle<'_> {
    /// Whether it pays to put the costs of all nodes and heads side by side, and back.
    pub(super) fn is_worth_a_frame(&self) -> bool {
        self.nodes.len() > 2
    }
}

/// Whether a node is in the bundle of the one before: the row of that one is its own and the node itself.
#[inline]
pub(super) fn follows(first: &[u32], parents: &[u32], node: usize) -> bool {
    parents[node - 1] == id(node) && span(first, node - 1).len() == span(first, node).len() + 1
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
            // so no row has 2¹⁵: its heads would be joined by nearly 2²⁹
            assert!(heads.len() < 1 << 28, "a hierarchy has fewer than 2²⁸ arcs");
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Distance, LinkSpec, Mode, NetworkBuilder, PlaceSpec};

    #[test]
    fn an_order_that_stacks_a_path_on_its_end_is_too_high() {
        let place = |at: u32| PlaceSpec { id: at.to_string(), x_coord: f64::from(at) / 1e3, ..PlaceSpec::default() };
        let link = |at: u32| {
            let [id, from, to] = [at, at, at + 1].map(|number| number.to_string());
            LinkSpec::new(&id, &from, &to, Mode::Sea, Distance::metres(100))
        };
        let path = |last: u32| {
            let builder = (0..=last).map(place).fold(NetworkBuilder::new(), NetworkBuilder::place);
            (0..last).map(link).fold(builder, NetworkBuilder::link).build().unwrap()
        };
        let stacked = |last: u32| Shape::new(path(last).arcs(), &(0..=last).collect::<Vec<_>>());
        assert_eq!(stacked(65_534).unwrap().height, 65_535);
        assert!(stacked(65_535).is_err());
    }
}
