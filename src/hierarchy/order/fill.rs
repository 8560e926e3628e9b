//! What a hierarchy of a given order holds: elimination by symbols alone, without costs.

use super::Adjacency;

/// The size of the hierarchy that an order leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// Arcs of the hierarchy: the edges of the graph and the shortcuts between them.
    pub arcs: usize,
    /// Greatest number of nodes above one node in the elimination tree, itself included: the longest
    /// way that a query walks up.
    pub height: usize,
    /// Greatest number of arcs that leave the nodes on such a way.
    pub search_arcs: usize,
    /// Triangles: the effort of one customization.
    pub triangles: u64,
}

impl Fill {
    /// Of an order, given as the rank of each node: nodes are taken away from the lowest rank up, and
    /// the neighbours of each that are left become neighbours of each other.
    ///
    /// # Complexity
    /// O(nodes + arcs) space, O(arcs · log(arcs of a node)) time: each node hands its neighbours to the
    /// lowest of them (Gilbert, Ng & Peyton 1994, [doi:10.1137/S0895479892236921](https://doi.org/10.1137/S0895479892236921)).
    ///
    /// # Panics
    /// If `rank` is not a permutation of the nodes.
    ///
    /// ```
    /// use landbridge::{Adjacency, Fill};
    /// // a ring of four: whatever goes first, its neighbours are joined
    /// let ring = Adjacency::new(4, &[(0, 1), (1, 2), (2, 3), (3, 0)]);
    /// assert_eq!(Fill::of(&ring, &[0, 1, 2, 3]).arcs, 5);
    /// ```
    #[must_use]
    pub fn of(graph: &Adjacency, rank: &[u32]) -> Self {
        let nodes = graph.nodes();
        let mut node_at = vec![u32::MAX; nodes];
        for (node, &rank) in (0..).zip(rank) {
            assert!(node_at[rank as usize] == u32::MAX, "two nodes of one rank");
            node_at[rank as usize] = node;
        }
        // of each rank the ranks above it, handed down by nodes below
        let mut above: Vec<Vec<u32>> = vec![Vec::new(); nodes];
        let mut parents = vec![u32::MAX; nodes];
        let mut fill = Self { arcs: 0, height: 0, search_arcs: 0, triangles: 0 };
        let mut degrees = vec![0_usize; nodes];
        for at in 0..nodes {
            let mut own = std::mem::take(&mut above[at]);
            let higher = graph.of(node_at[at]).iter().map(|&head| rank[head as usize]);
            own.extend(higher.filter(|&other| other as usize > at));
            own.sort_unstable();
            own.dedup();
            degrees[at] = own.len();
            fill.arcs += own.len();
            fill.triangles += (own.len() * own.len().saturating_sub(1) / 2) as u64;
            if let Some((&parent, rest)) = own.split_first() {
                parents[at] = parent;
                let theirs = &mut above[parent as usize];
                if theirs.is_empty() {
                    own.remove(0);
                    *theirs = own;
                } else {
                    theirs.extend_from_slice(rest);
                    // keeps what is held within a small factor of the arcs
                    if theirs.len() > 2 * theirs.capacity() / 3 && theirs.len() > 64 {
                        theirs.sort_unstable();
                        theirs.dedup();
                    }
                }
            }
        }
        let mut way = vec![(0, 0); nodes];
        for at in (0..nodes).rev() {
            let (height, arcs) = way.get(parents[at] as usize).copied().unwrap_or((0, 0));
            way[at] = (height + 1, arcs + degrees[at]);
            fill.height = fill.height.max(height + 1);
            fill.search_arcs = fill.search_arcs.max(arcs + degrees[at]);
        }
        fill
    }
}
