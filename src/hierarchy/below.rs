//! The ways through lower nodes that an arc of a hierarchy stands for, listed once for all metrics.
//!
//! ```text
//!        far                  a way over an arc from `node` to `head` leads through each node `lower`
//!   lower ──► head            that has arcs to both. Where `lower` stands alone, that is a triangle of
//!     │ near   ▲              three arcs. Where it is one of a bundle, whose nodes share their heads,
//!     ▼        │ arc          the rows of the bundle are added up as wholes.
//!    node ─────┘
//! ```

use std::ops::Range;

use super::shape::{id, span};

/// Three arcs: from a lower node to two others, and the one between these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Triangle {
    pub(super) arc: u32,
    pub(super) near: u32,
    pub(super) far: u32,
}

/// A bundle of several nodes below a node, and where the node stands in its heads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Below {
    pub(super) bundle: u32,
    pub(super) at: u32,
    /// Where the places in the row of the node of the heads that follow are kept.
    slots: u32,
}

/// What lies below each node.
#[derive(Debug)]
pub(super) struct Lower {
    first_triangle: Vec<u32>,
    triangles: Vec<Triangle>,
    first_bundle: Vec<u32>,
    bundles: Vec<Below>,
    /// A row is no longer than 2¹⁶: its heads are joined to each other by fewer than 2³¹ arcs.
    slots: Vec<u16>,
}

impl Lower {
    /// From the first node of each bundle, the first arc of each node, and all heads as ranks.
    pub(super) fn new(bundles: &[u32], first: &[u32], heads: &[u32]) -> Self {
        let nodes = first.len() - 1;
        let (first_child, children) = outside(bundles, first, heads);
        let mut lower = Self {
            first_triangle: vec![0],
            triangles: Vec::new(),
            first_bundle: vec![0],
            bundles: Vec::new(),
            slots: Vec::new(),
        };
        let mut slot_of = vec![0_u16; nodes];
        for node in 0..nodes {
            let (row, from) = (span(first, node), lower.triangles.len());
            for (slot, &head) in (0..).zip(&heads[row.clone()]) {
                slot_of[head as usize] = slot;
            }
            for &(bundle, at) in &children[span(&first_child, node)] {
                let start = first[bundles[bundle as usize] as usize];
                let rest = (start + at + 1) as usize..first[bundles[bundle as usize] as usize + 1] as usize;
                if span(bundles, bundle as usize).len() == 1 {
                    lower.triangles.extend((start + at + 1..).zip(&heads[rest]).map(|(far, &head)| Triangle {
                        arc: first[node] + u32::from(slot_of[head as usize]),
                        near: start + at,
                        far,
                    }));
                } else {
                    lower.bundles.push(Below { bundle, at, slots: id(lower.slots.len()) });
                    lower.slots.extend(heads[rest].iter().map(|&head| slot_of[head as usize]));
                }
            }
            lower.triangles[from..].sort_unstable();
            lower.first_triangle.push(id(lower.triangles.len()));
            lower.first_bundle.push(id(lower.bundles.len()));
        }
        lower.triangles.shrink_to_fit();
        lower.bundles.shrink_to_fit();
        lower.slots.shrink_to_fit();
        lower
    }

    /// The triangles over the arcs of consecutive nodes, in order of these arcs.
    pub(super) fn triangles(&self, nodes: Range<usize>) -> &[Triangle] {
        &self.triangles[self.first_triangle[nodes.start] as usize..self.first_triangle[nodes.end] as usize]
    }

    /// The bundles of several nodes below a node.
    pub(super) fn bundles_of(&self, node: usize) -> &[Below] {
        &self.bundles[span(&self.first_bundle, node)]
    }

    /// Where in the row of the node the heads stand that follow it in the bundle below.
    pub(super) fn slots(&self, below: Below, count: usize) -> &[u16] {
        &self.slots[below.slots as usize..][..count]
    }
}

/// The bundles below each node and where it stands in their heads, but those of which it is the last
/// head: they change no arc of it.
fn outside(bundles: &[u32], first: &[u32], heads: &[u32]) -> (Vec<u32>, Vec<(u32, u32)>) {
    let nodes = first.len() - 1;
    let of = |bundle: usize| {
        let inside = span(bundles, bundle).len() - 1;
        let list = &heads[span(first, bundles[bundle] as usize)];
        (inside..list.len().saturating_sub(1)).map(move |at| (at, list[at] as usize))
    };
    let mut starts = vec![0_u32; nodes + 1];
    for bundle in 0..bundles.len() - 1 {
        of(bundle).for_each(|(_, head)| starts[head + 1] += 1);
    }
    for node in 0..nodes {
        starts[node + 1] += starts[node];
    }
    let mut free = starts.clone();
    let mut children = vec![(0, 0); starts[nodes] as usize];
    for bundle in 0..bundles.len() - 1 {
        for (at, head) in of(bundle) {
            children[free[head] as usize] = (id(bundle), id(at));
            free[head] += 1;
        }
    }
    (starts, children)
}
