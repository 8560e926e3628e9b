//! Who stands beside whom: an undirected graph in two arrays.

use super::id;

/// An undirected graph without loops and parallel edges, the neighbours of each node sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjacency {
    first: Vec<u32>,
    heads: Vec<u32>,
}

impl Adjacency {
    /// Of `nodes` nodes and their links, in either direction: links between the same two count once,
    /// those from a node to itself not at all.
    ///
    /// # Complexity
    /// O(nodes + links · log(greatest degree)) time, O(nodes + links) space.
    ///
    /// # Panics
    /// If a link ends at a node that is not there, or there are 2³¹ links or more.
    ///
    /// ```
    /// use landbridge::Adjacency;
    /// let adjacency = Adjacency::new(3, &[(0, 1), (1, 0), (2, 2), (2, 1)]);
    /// assert_eq!(adjacency.of(1), [0, 2]);
    /// assert_eq!(adjacency.edges(), 2);
    /// ```
    #[must_use]
    pub fn new(nodes: usize, links: &[(u32, u32)]) -> Self {
        assert!(links.len() < 1 << 31, "too many links");
        let mut first = vec![0_u32; nodes + 1];
        for &(a, b) in links.iter().filter(|(a, b)| a != b) {
            first[a as usize] += 1;
            first[b as usize] += 1;
        }
        let mut total = 0;
        for at in &mut first {
            total += *at;
            *at = total;
        }
        let mut heads = vec![0; total as usize];
        for &(a, b) in links.iter().filter(|(a, b)| a != b) {
            for (tail, head) in [(a, b), (b, a)] {
                first[tail as usize] -= 1;
                heads[first[tail as usize] as usize] = head;
            }
        }
        let mut kept = 0;
        for node in 0..nodes {
            let (from, to) = (first[node] as usize, first[node + 1] as usize);
            heads[from..to].sort_unstable();
            first[node] = id(kept);
            for at in from..to {
                if at == from || heads[at] != heads[kept - 1] {
                    heads[kept] = heads[at];
                    kept += 1;
                }
            }
        }
        first[nodes] = id(kept);
        heads.truncate(kept);
        Self { first, heads }
    }

    /// The number of nodes.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.first.len() - 1
    }

    /// The number of edges, each counted once.
    #[must_use]
    pub fn edges(&self) -> usize {
        self.heads.len() / 2
    }

    /// The neighbours of a node.
    #[must_use]
    pub fn of(&self, node: u32) -> &[u32] {
        &self.heads[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }

    /// The parts into which some nodes fall when only they are kept, those for which `part` gives a
    /// number below `parts`: of each its nodes in their order, and the graph among them.
    pub(super) fn parts(&self, part: &[u32], parts: usize) -> Vec<(Vec<u32>, Self)> {
        let mut found: Vec<(Vec<u32>, Self)> =
            (0..parts).map(|_| (Vec::new(), Self { first: vec![0], heads: Vec::new() })).collect();
        let mut place = vec![u32::MAX; part.len()];
        for (node, &part) in (0..).zip(part) {
            if let Some((nodes, _)) = found.get_mut(part as usize) {
                place[node as usize] = id(nodes.len());
                nodes.push(node);
            }
        }
        for (nodes, graph) in &mut found {
            graph.first.reserve_exact(nodes.len());
            for &node in &*nodes {
                let own = part[node as usize];
                let inside = self.of(node).iter().filter(|&&head| part[head as usize] == own);
                graph.heads.extend(inside.map(|&head| place[head as usize]));
                graph.first.push(id(graph.heads.len()));
            }
        }
        found
    }

    /// The connected component of each node that `open` lets through, `u32::MAX` for the others; and
    /// how many there are.
    pub(super) fn components(&self, open: impl Fn(u32) -> bool) -> (Vec<u32>, usize) {
        let mut component = vec![u32::MAX; self.nodes()];
        let mut found = 0;
        let mut stack = Vec::new();
        for start in 0..id(self.nodes()) {
            if component[start as usize] != u32::MAX || !open(start) {
                continue;
            }
            component[start as usize] = found;
            stack.push(start);
            while let Some(node) = stack.pop() {
                for &head in self.of(node) {
                    if component[head as usize] == u32::MAX && open(head) {
                        component[head as usize] = found;
                        stack.push(head);
                    }
                }
            }
            found += 1;
        }
        (component, found as usize)
    }
}
