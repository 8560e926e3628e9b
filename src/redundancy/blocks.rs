//! Where the open network hangs together by one link or one place only.

use super::trees::NONE;
use crate::cost::Metric;
use crate::network::{LinkId, PlaceId, Step};

/// Bridges, articulation places and parts that no single link holds together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Connectivity {
    /// Links whose closing parts places that hang together now, in order of the table.
    pub bridges: Vec<LinkId>,
    /// Places whose closing parts others that hang together now, in order of the table.
    pub articulation_places: Vec<PlaceId>,
    /// The places that hang together whichever one link closes; every open place is in one part.
    pub two_edge_connected: Vec<Vec<PlaceId>>,
}

impl Metric<'_> {
    /// Bridges, articulation places and 2-edge-connected parts of the open network, taken as places
    /// joined by links for both directions.
    ///
    /// ```text
    ///   ●──●           a bridge ═ is the only link between its two sides;
    ///   │  │═══ ◉ ═●   two parallel links are never bridges;
    ///   ●──◉           ◉ are articulation places
    /// ```
    ///
    /// All systems at a place count as joined here, whether or not there is a transfer; what a
    /// route between two places cannot do without is found by [`Metric::unavoidable`].
    ///
    /// # Units
    /// None.
    ///
    /// # Complexity
    /// O(places + links) time and space; one pass, without recursion. Measured, about as long as one
    /// search from one to all, and a quarter of the time of igraph.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let open = metric.connectivity();
    /// let places: usize = open.two_edge_connected.iter().map(Vec::len).sum();
    /// assert_eq!(places, network.places().len());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Tarjan 1972, [doi:10.1137/0201010](https://doi.org/10.1137/0201010);
    /// Hopcroft & Tarjan 1973, [doi:10.1145/362248.362272](https://doi.org/10.1145/362248.362272)
    #[must_use]
    pub fn connectivity(&self) -> Connectivity {
        let star = Star::new(self);
        let places = star.first.len() - 1;
        let mut seen = vec![NONE; places];
        let mut low = vec![NONE; places];
        let mut articulation = vec![false; places];
        let mut bridges = Vec::new();
        let mut parts: Vec<Vec<PlaceId>> = Vec::new();
        let mut open_part: Vec<u32> = Vec::new();
        let mut clock = 0_u32;
        // place, link it was entered by, next neighbour
        let mut stack: Vec<(u32, u32, u32)> = Vec::new();
        for (root, _) in self.network().places() {
            if seen[root.index()] != NONE || self.is_closed(root) {
                continue;
            }
            let mut children = 0;
            stack.push((root.0, NONE, star.first[root.index()]));
            (seen[root.index()], low[root.index()]) = (clock, clock);
            clock += 1;
            open_part.push(root.0);
            while let Some(top) = stack.last_mut() {
                let (place, by) = (top.0 as usize, top.1);
                if top.2 < star.first[place + 1] {
                    let (next, link) = star.items[top.2 as usize];
                    top.2 += 1;
                    if link == by {
                        continue;
                    }
                    let at = next as usize;
                    if seen[at] == NONE {
                        (seen[at], low[at]) = (clock, clock);
                        clock += 1;
                        open_part.push(next);
                        stack.push((next, link, star.first[at]));
                    } else {
                        low[place] = low[place].min(seen[at]);
                    }
                    continue;
                }
                stack.pop();
                if low[place] == seen[place] {
                    // nothing from here on leads back above: a part of its own
                    let start = open_part.iter().rposition(|&one| one as usize == place).unwrap_or(0);
                    let mut part: Vec<PlaceId> = open_part.drain(start..).map(PlaceId).collect();
                    part.sort_unstable();
                    parts.push(part);
                    if by != NONE {
                        bridges.push(LinkId(by));
                    }
                }
                if let Some(&(parent, entered, _)) = stack.last() {
                    let above = parent as usize;
                    low[above] = low[above].min(low[place]);
                    if entered == NONE {
                        children += 1;
                    } else if low[place] >= seen[above] {
                        articulation[above] = true;
                    }
                }
            }
            articulation[root.index()] = children > 1;
        }
        bridges.sort_unstable();
        parts.sort_unstable();
        let places = self.network().places().map(|(place, _)| place);
        Connectivity {
            bridges,
            articulation_places: places.filter(|place| articulation[place.index()]).collect(),
            two_edge_connected: parts,
        }
    }
}

/// The neighbours of each place, with the link that leads there.
struct Star {
    first: Vec<u32>,
    items: Vec<(u32, u32)>,
}

impl Star {
    fn new(metric: &Metric<'_>) -> Self {
        let network = metric.network();
        let mut open = vec![false; network.links().len()];
        for (arc, &step) in network.arcs().steps.iter().enumerate() {
            if let Step::Link { link, .. } = step {
                open[link.index()] |= metric.open_cost(arc).is_some();
            }
        }
        let links = || network.links().filter(|(id, link)| open[id.index()] && link.from != link.to);
        let mut first = vec![0_u32; network.places().len() + 2];
        for (_, link) in links() {
            first[link.from.index() + 2] += 1;
            first[link.to.index() + 2] += 1;
        }
        for at in 2..first.len() {
            first[at] += first[at - 1];
        }
        let mut items = vec![(0, 0); first[first.len() - 1] as usize];
        for (id, link) in links() {
            for (here, there) in [(link.from, link.to), (link.to, link.from)] {
                items[first[here.index() + 1] as usize] = (there.0, id.0);
                first[here.index() + 1] += 1;
            }
        }
        first.pop();
        Self { first, items }
    }
}
