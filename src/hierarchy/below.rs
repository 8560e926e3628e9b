//! What the weights of a hierarchy are worked out from, listed once for all metrics: the arcs of the network,
//! and the ways through lower nodes.
//!
//! ```text
//!        far                  a way over an arc from `node` to `head` leads through each node `lower`
//!   lower ──► head            that has arcs to both. Where `lower` stands alone, that is a triangle of
//!     │ near   ▲              three arcs. Where it is one of a bundle, whose nodes share their heads,
//!     ▼        │ arc          the rows of the bundle are added up as wholes.
//!    node ─────┘
//! ```
//!
//! Nodes are worked out in *stages*: so many in a row that only the last may hear of bundles, and so few that
//! an arc is told from the first of the stage in 16 bits.

use std::ops::Range;

use super::shape::{Shape, follows, id, span};
use crate::network::{ArcId, Topology, grouped};

/// Three arcs: from a lower node to two others, and the one between these.
#[derive(Clone, Copy, Debug)]
pub(super) struct Triangle {
    pub(super) near: u32,
    /// From the near arc to the far one.
    skipped: u16,
    /// From the first arc of the stage to the one between.
    arc: u16,
}

impl Triangle {
    pub(super) fn far(self) -> u32 {
        self.near + u32::from(self.skipped)
    }

    /// The arc between, in a stage that starts with this one.
    pub(super) fn arc(self, base: u32) -> u32 {
        base + u32::from(self.arc)
    }
}

/// A bundle of several nodes below a node, and where the node stands in the heads of the first of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Below {
    first: u32,
    /// Where the places in the row of the node of the heads that follow are kept.
    slots: u32,
    size: u16,
    at: u16,
}

impl Below {
    /// The nodes of the bundle, and where each has its arc to the node in its row.
    pub(super) fn nodes(self) -> impl Iterator<Item = (usize, usize)> {
        (0..usize::from(self.size)).map(move |number| (self.first as usize + number, usize::from(self.at) - number))
    }
}

/// Where a stage starts among nodes, inputs, triangles and bundles.
#[derive(Clone, Copy, Debug)]
struct Start {
    node: u32,
    input: u32,
    triangle: u32,
    bundle: u32,
}

/// Consecutive nodes of one stage, and what their rows are worked out from.
pub(super) struct Stage<'s> {
    pub(super) nodes: Range<usize>,
    /// The first arc of the stage.
    pub(super) base: u32,
    inputs: (&'s [u32], &'s [u16]),
    /// In order of their arcs.
    pub(super) triangles: &'s [Triangle],
    /// The bundles below the last node, where it is the last of its stage.
    pub(super) bundles: &'s [Below],
}

impl Stage<'_> {
    /// The arcs of the network on those of the hierarchy, in order; and whether they lead down.
    pub(super) fn inputs(&self) -> impl Iterator<Item = (ArcId, u32, bool)> {
        let (arcs, slots) = self.inputs;
        arcs.iter().zip(slots).map(|(&arc, &slot)| (ArcId(arc), self.base + u32::from(slot / 2), slot % 2 == 1))
    }

    /// The arcs of the network on one of the hierarchy, first those that lead up; and whether they lead down.
    pub(super) fn inputs_on(&self, arc: u32) -> impl Iterator<Item = (ArcId, bool)> {
        let (arcs, slots) = self.inputs;
        let at = |end: u32| slots.partition_point(|&slot| self.base + u32::from(slot / 2) < end);
        let here = at(arc)..at(arc + 1);
        arcs[here.clone()].iter().zip(&slots[here]).map(|(&arc, &slot)| (ArcId(arc), slot % 2 == 1))
    }

    /// The ways through lower nodes over an arc of the last node: the arcs to both its ends.
    pub(super) fn ways_over(&self, shape: &Shape, arc: u32) -> impl Iterator<Item = (u32, u32)> {
        let node = self.nodes.end - 1;
        let from = self.triangles.partition_point(|triangle| triangle.arc(self.base) < arc);
        let over = self.triangles[from..].iter().take_while(move |triangle| triangle.arc(self.base) == arc);
        let slot = arc - id(shape.row(node).start);
        let way = |(lower, at): (usize, usize), skipped: usize| {
            let near = id(shape.row(lower).start + at);
            (near, near + 1 + id(skipped))
        };
        let bundles = self.bundles.iter().filter_map(move |&below| {
            let skipped = shape.lower.slots(below, &shape.first).binary_search(&short(slot)).ok()?;
            Some(below.nodes().map(move |lower| way(lower, skipped)))
        });
        let own = shape.bundled_before(node).map(move |lower| way((lower, node - lower - 1), slot as usize));
        over.map(|triangle| (triangle.near, triangle.far())).chain(bundles.flatten()).chain(own)
    }
}

/// What lies below each node.
#[derive(Debug)]
pub(super) struct Lower {
    /// And one more.
    starts: Vec<Start>,
    /// The number of the stage of every node whose number [`COARSE`] divides.
    coarse: Vec<u32>,
    input_arcs: Vec<u32>,
    /// Twice the arc of the hierarchy from the first of its stage; one more where it leads down.
    input_slots: Vec<u16>,
    triangles: Vec<Triangle>,
    bundles: Vec<Below>,
    slots: Vec<u16>,
}

const COARSE: usize = 64;

/// A stage has fewer arcs, and so has a row: its heads are joined to each other.
const MOST_ARCS: u32 = 1 << 15;

fn short(value: u32) -> u16 {
    u16::try_from(value).expect("a stage has fewer than 2¹⁵ arcs")
}

impl Lower {
    /// From the rank of each stop, the first arc of each node, and all heads as ranks.
    pub(super) fn new(topology: &Topology, ranks: &[u32], parents: &[u32], first: &[u32], heads: &[u32]) -> Self {
        let nodes = first.len() - 1;
        let bundle_starts: Vec<u32> =
            (0..nodes).filter(|&node| node == 0 || !follows(first, parents, node)).chain([nodes]).map(id).collect();
        let (first_child, children) = outside(&bundle_starts, first, heads);
        let (first_arc, arcs) = by_lower_end(topology, ranks, nodes);
        let mut lower = Self {
            coarse: Vec::new(),
            starts: vec![Start { node: 0, input: 0, triangle: 0, bundle: 0 }],
            input_arcs: Vec::with_capacity(arcs.len()),
            input_slots: Vec::with_capacity(arcs.len()),
            triangles: Vec::new(),
            bundles: Vec::new(),
            slots: Vec::new(),
        };
        let (mut slot_of, mut base) = (vec![0_u32; nodes], 0);
        let (mut inputs, mut triangles) = (Vec::new(), Vec::new());
        for node in 0..nodes {
            if first[node + 1] - base >= MOST_ARCS {
                base = lower.begin_stage(node, first);
            }
            for (slot, &head) in (first[node] - base..).zip(&heads[span(first, node)]) {
                slot_of[head as usize] = slot;
            }
            inputs.clear();
            inputs.extend(arcs[span(&first_arc, node)].iter().map(|&arc| {
                let [tail, head] = [&topology.tails, &topology.heads].map(|ends| ranks[ends[arc as usize] as usize]);
                (2 * slot_of[tail.max(head) as usize] + u32::from(head < tail), arc)
            }));
            inputs.sort_unstable();
            lower.input_slots.extend(inputs.iter().map(|&(slot, _)| short(slot)));
            lower.input_arcs.extend(inputs.iter().map(|&(_, arc)| arc));

            let of_bundles = lower.bundles.len();
            triangles.clear();
            for &(bundle, at) in &children[span(&first_child, node)] {
                let [start, end] = [bundle, bundle + 1].map(|bundle| bundle_starts[bundle as usize]);
                let (row, near) = (span(first, start as usize), first[start as usize] + at);
                let slots = heads[near as usize + 1..row.end].iter().map(|&head| slot_of[head as usize]);
                if end - start == 1 {
                    triangles.extend(slots.zip(1..).map(|(slot, skipped)| (slot, near, skipped)));
                } else {
                    let kept = id(lower.slots.len());
                    lower.bundles.push(Below { first: start, slots: kept, size: short(end - start), at: short(at) });
                    lower.slots.extend(slots.map(|slot| short(slot - (first[node] - base))));
                }
            }
            triangles.sort_unstable();
            let packed = |&(slot, near, skipped)| Triangle { near, skipped, arc: short(slot) };
            lower.triangles.extend(triangles.iter().map(packed));
            if lower.bundles.len() > of_bundles || node > 0 && follows(first, parents, node) {
                base = lower.begin_stage(node + 1, first);
            }
        }
        lower.begin_stage(nodes, first);
        lower.starts.shrink_to_fit();
        let number = |node| id(lower.starts.partition_point(|start| start.node as usize <= node) - 1);
        lower.coarse = (0..nodes).step_by(COARSE).map(number).collect();
        lower.triangles.shrink_to_fit();
        lower.bundles.shrink_to_fit();
        lower.slots.shrink_to_fit();
        lower
    }

    /// Begins a stage with a node, whose first arc is returned.
    fn begin_stage(&mut self, node: usize, first: &[u32]) -> u32 {
        let [input, triangle, bundle] = [self.input_arcs.len(), self.triangles.len(), self.bundles.len()].map(id);
        self.starts.push(Start { node: id(node), input, triangle, bundle });
        first[node]
    }

    /// The stage of a node, cut to the node alone.
    pub(super) fn stage_of(&self, first: &[u32], node: usize) -> Stage<'_> {
        self.stage(first, self.number(node), node..node + 1)
    }

    /// The number of the stage of a node.
    fn number(&self, node: usize) -> usize {
        let from = self.coarse[node / COARSE] as usize;
        let to = self.coarse.get(node / COARSE + 1).map_or(self.starts.len() - 1, |&next| next as usize + 1);
        from + self.starts[from..to].partition_point(|start| start.node as usize <= node) - 1
    }

    /// The stages of consecutive nodes, the first and last cut where these begin and end.
    pub(super) fn stages<'s>(
        &'s self,
        first: &'s [u32],
        nodes: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = Stage<'s>> {
        let numbers = if nodes.is_empty() { 0..0 } else { self.number(nodes.start)..self.number(nodes.end - 1) + 1 };
        numbers.map(move |number| self.stage(first, number, nodes.clone()))
    }

    /// A stage, of which only some nodes are wanted.
    fn stage(&self, first: &[u32], number: usize, wanted: Range<usize>) -> Stage<'_> {
        let [start, end] = [self.starts[number], self.starts[number + 1]];
        let whole = start.node as usize..end.node as usize;
        let nodes = wanted.start.max(whole.start)..wanted.end.min(whole.end);
        let (base, inputs) = (first[whole.start], start.input as usize..end.input as usize);
        let mut stage = Stage {
            base,
            inputs: (&self.input_arcs[inputs.clone()], &self.input_slots[inputs]),
            triangles: &self.triangles[start.triangle as usize..end.triangle as usize],
            bundles: if nodes.end < whole.end {
                &[]
            } else {
                &self.bundles[start.bundle as usize..end.bundle as usize]
            },
            nodes: nodes.clone(),
        };
        if nodes != whole {
            let [from, to] = [nodes.start, nodes.end].map(|node| first[node] - base);
            let at = |arc| stage.triangles.partition_point(|triangle| u32::from(triangle.arc) < arc);
            stage.triangles = &stage.triangles[at(from)..at(to)];
            let at = |arc| stage.inputs.1.partition_point(|&slot| u32::from(slot) < 2 * arc);
            let cut = at(from)..at(to);
            stage.inputs = (&stage.inputs.0[cut.clone()], &stage.inputs.1[cut]);
        }
        stage
    }

    /// Where in the row of the node the heads stand that follow it in the bundle below.
    pub(super) fn slots(&self, below: Below, first: &[u32]) -> &[u16] {
        let row = span(first, below.first as usize);
        &self.slots[below.slots as usize..][..row.len() - usize::from(below.at) - 1]
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

/// The arcs of the network at that end of lower rank, and after them those from a stop to itself; and where
/// those of each node start.
fn by_lower_end(topology: &Topology, ranks: &[u32], nodes: usize) -> (Vec<u32>, Vec<u32>) {
    let lower = |arc: usize| {
        let [tail, head] = [&topology.tails, &topology.heads].map(|ends| ranks[ends[arc] as usize]);
        if tail == head { nodes } else { tail.min(head) as usize }
    };
    grouped(nodes + 1, (0..topology.heads.len()).map(lower))
}
