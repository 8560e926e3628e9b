//! All routes that tie for the optimum, without listing them.

use std::collections::{HashMap, HashSet};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use super::dijkstra::{search, search_back};
use super::{End, Ends};
use crate::cost::{Cost, Metric};
use crate::network::{ArcId, LinkId, PlaceId, Step};
use crate::scenario::Selection;
use crate::units::to_float;

/// The number of arcs tried on the ways through rings of free arcs before the answer is partial.
const RING_BUDGET: usize = 1_000_000;

/// All optimal routes from one place to another, as an acyclic graph. See [`Metric::ties`].
#[derive(Clone)]
pub struct Ties<'m, 'n> {
    metric: &'m Metric<'n>,
    cost: Cost,
    /// In topological order of `from`.
    edges: Vec<Edge>,
    nodes: usize,
    sources: Vec<usize>,
    goals: Vec<usize>,
    arcs: Vec<ArcId>,
    end: End,
}

/// An arc, or one way through a ring of free arcs.
#[derive(Clone, Debug)]
struct Edge {
    from: usize,
    to: usize,
    arcs: Vec<u32>,
}

impl<'n> Metric<'n> {
    /// All routes of least cost from one place to another; `None` when there is no way.
    ///
    /// ```text
    ///   a ──2──▶ b ──3──▶ d      three routes of cost 5 in one acyclic graph:
    ///   └──1──▶ c ══4══▶ ┘       counted, and ranged over, without listing them
    /// ```
    ///
    /// Free arcs may run in rings, in which "all arcs on optimal ways" would hold cycles and dead
    /// ends. Here each ring is replaced by the ways through it that pass no stop twice, so that
    /// exactly the optimal routes remain.
    ///
    /// # Units
    /// The cost is in the units of the metric's objective.
    ///
    /// # Complexity
    /// O((V + E) log V) time and O(V + E) space, besides the number of ways through rings of free
    /// arcs. That one is bounded; when the bound is reached, [`Ties::end`] is [`End::Budget`], the
    /// count a lower bound and the ranges not wide enough.
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, End, Network, Scenario};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::distance())?;
    /// let (xian, duisburg) = (network.place("Xi'an")?, network.place("Duisburg")?);
    /// let ties = metric.ties(xian, duisburg).unwrap();
    /// assert_eq!(ties.cost(), metric.shortest(xian, duisburg).unwrap().cost());
    /// assert!(ties.count() >= 1 && ties.end() == End::Exhausted);
    /// let hub = network.select(&["country:KZ".parse()?])?;
    /// let (least, most) = ties.share(&hub);
    /// assert!(0.0 < least && least <= most && most < 1.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Strongly connected components: Sharir 1981, [doi:10.1016/0898-1221(81)90008-0](https://doi.org/10.1016/0898-1221(81)90008-0)
    #[must_use]
    pub fn ties(&self, from: PlaceId, to: PlaceId) -> Option<Ties<'_, 'n>> {
        self.ties_within(from, to, RING_BUDGET)
    }

    fn ties_within(&self, from: PlaceId, to: PlaceId, budget: usize) -> Option<Ties<'_, 'n>> {
        let ends = self.ends(from, to)?;
        let mut ties = Ties {
            metric: self,
            cost: Cost::ZERO,
            edges: Vec::new(),
            nodes: 1,
            sources: vec![0],
            goals: vec![0],
            arcs: Vec::new(),
            end: End::Exhausted,
        };
        if from == to {
            return Some(ties);
        }
        let topology = self.network().arcs();
        let cost = |arc: usize| ends.cost(self, arc);
        let ahead = search(topology, ends.from.clone(), cost, |_| false);
        let behind = search_back(topology, ends.to.clone(), cost, |_| false);
        ties.cost = ends.to.clone().filter_map(|stop| ahead.weight(stop)).min()?;
        let tight: Vec<usize> = (0..topology.heads.len())
            .filter(|&arc| {
                let whole = || {
                    let (tail, head) = (topology.tails[arc] as usize, topology.heads[arc] as usize);
                    Some(ahead.weight(tail)? + cost(arc)? + behind.weight(head)?)
                };
                whole() == Some(ties.cost)
            })
            .collect();
        let rings = Rings::new(self, &ends, &tight);
        ties.nodes = 2 * topology.stops.len();
        ties.sources = ends.from.map(|stop| 2 * stop).collect();
        ties.goals = ends.to.map(|stop| 2 * stop).collect();
        for &arc in &tight {
            let (tail, head) = (topology.tails[arc] as usize, topology.heads[arc] as usize);
            if !rings.joins(tail, head) {
                // a stop of a ring is entered at its first node and left at its second
                let from = 2 * tail + usize::from(rings.is_in_ring(tail));
                ties.edges.push(Edge { from, to: 2 * head, arcs: u32::try_from(arc).into_iter().collect() });
            }
        }
        if rings.add_ways(self, &tight, &mut ties.edges, budget) {
            ties.end = End::Budget;
        }
        let order = |node: usize| (ahead.weight(node / 2), rings.rank(node / 2), node % 2, node);
        ties.edges.sort_by_key(|edge| (order(edge.from), edge.to));
        ties.arcs = ties.edges.iter().flat_map(|edge| &edge.arcs).map(|&arc| ArcId(arc)).collect();
        ties.arcs.sort_unstable();
        ties.arcs.dedup();
        Some(ties)
    }
}

/// The strongly connected parts of the free arcs on optimal ways: without costs above zero on
/// them, no other arcs can make a cycle.
struct Rings {
    /// The part of a stop, in topological order.
    parts: HashMap<usize, usize>,
    sizes: Vec<usize>,
    /// The free arcs inside rings, by tail.
    inside: HashMap<usize, Vec<u32>>,
}

impl Rings {
    fn new(metric: &Metric<'_>, ends: &Ends, tight: &[usize]) -> Self {
        let topology = metric.network().arcs();
        let (mut free, mut nodes) = (DiGraph::<usize, ()>::new(), HashMap::new());
        for &arc in tight.iter().filter(|&&arc| ends.cost(metric, arc) == Some(Cost::ZERO)) {
            let [tail, head] = [topology.tails[arc], topology.heads[arc]]
                .map(|stop| *nodes.entry(stop).or_insert_with(|| free.add_node(stop as usize)));
            free.add_edge(tail, head, ());
        }
        let mut rings = Self { parts: HashMap::new(), sizes: Vec::new(), inside: HashMap::new() };
        // the last component is first in topological order
        for part in kosaraju_scc(&free).into_iter().rev() {
            for &node in &part {
                rings.parts.insert(free[node], rings.sizes.len());
            }
            rings.sizes.push(part.len());
        }
        for &arc in tight {
            let (tail, head) = (topology.tails[arc] as usize, topology.heads[arc] as usize);
            if rings.joins(tail, head) {
                rings.inside.entry(tail).or_default().extend(u32::try_from(arc));
            }
        }
        rings
    }

    fn rank(&self, stop: usize) -> usize {
        self.parts.get(&stop).copied().unwrap_or_default()
    }

    fn is_in_ring(&self, stop: usize) -> bool {
        self.parts.get(&stop).is_some_and(|&part| self.sizes[part] > 1)
    }

    /// Whether both stops are in one part; only free arcs on optimal ways join such.
    fn joins(&self, tail: usize, head: usize) -> bool {
        self.parts.get(&tail).is_some_and(|part| self.parts.get(&head) == Some(part))
    }

    /// Adds the ways through each ring, from each stop where it is entered to each where it is
    /// left; whether there were too many.
    fn add_ways(&self, metric: &Metric<'_>, tight: &[usize], edges: &mut Vec<Edge>, budget: usize) -> bool {
        let topology = metric.network().arcs();
        let (mut entries, mut exits) = (Vec::new(), HashSet::new());
        for &arc in tight {
            let (tail, head) = (topology.tails[arc] as usize, topology.heads[arc] as usize);
            if !self.joins(tail, head) {
                entries.extend(Some(head).filter(|&stop| self.is_in_ring(stop)));
                exits.extend(Some(tail).filter(|&stop| self.is_in_ring(stop)));
            }
        }
        entries.sort_unstable();
        entries.dedup();
        let (mut steps, none) = (0, Vec::new());
        for entry in entries {
            // depth first, with the choices that are left at each stop of the way
            let (mut way, mut passed) = (Vec::new(), HashSet::from([entry]));
            let mut choices = vec![self.inside.get(&entry).unwrap_or(&none).iter()];
            let mut reach = |stop: usize, way: &[u32]| {
                if exits.contains(&stop) {
                    edges.push(Edge { from: 2 * entry, to: 2 * stop + 1, arcs: way.to_vec() });
                }
            };
            reach(entry, &way);
            while let Some(left) = choices.last_mut() {
                let Some(&arc) = left.next() else {
                    choices.pop();
                    way.pop().map(|arc: u32| passed.remove(&(topology.heads[arc as usize] as usize)));
                    continue;
                };
                steps += 1;
                if steps > budget {
                    return true;
                }
                let head = topology.heads[arc as usize] as usize;
                if passed.insert(head) {
                    way.push(arc);
                    reach(head, &way);
                    choices.push(self.inside.get(&head).unwrap_or(&none).iter());
                }
            }
        }
        false
    }
}

impl Ties<'_, '_> {
    /// The cost of each of the routes.
    #[must_use]
    pub fn cost(&self) -> Cost {
        self.cost
    }

    /// The number of routes; `u64::MAX` stands for that many or more.
    ///
    /// # Complexity
    /// O(V + E).
    #[must_use]
    pub fn count(&self) -> u64 {
        let mut counts = vec![0_u64; self.nodes];
        self.sources.iter().for_each(|&source| counts[source] = 1);
        for edge in &self.edges {
            counts[edge.to] = counts[edge.to].saturating_add(counts[edge.from]);
        }
        self.goals.iter().fold(0, |sum: u64, &goal| sum.saturating_add(counts[goal]))
    }

    /// The arcs on at least one of the routes, in order.
    #[must_use]
    pub fn arcs(&self) -> &[ArcId] {
        &self.arcs
    }

    /// The links on at least one of the routes, in order of the table.
    #[must_use]
    pub fn links(&self) -> Vec<LinkId> {
        let steps = &self.metric.network().arcs().steps;
        let link = |arc: &ArcId| match steps[arc.index()] {
            Step::Link { link, .. } => Some(link),
            Step::Transfer { .. } => None,
        };
        let mut links: Vec<LinkId> = self.arcs.iter().filter_map(link).collect();
        links.sort_unstable();
        links.dedup();
        links
    }

    /// The least and the greatest sum of a value of the arcs, over all of the routes.
    ///
    /// # Complexity
    /// O(V + E) and one call for each arc on a route or more.
    #[must_use]
    pub fn range(&self, value: impl Fn(ArcId) -> u64) -> (u64, u64) {
        let mut ranges: Vec<Option<(u64, u64)>> = vec![None; self.nodes];
        self.sources.iter().for_each(|&source| ranges[source] = Some((0, 0)));
        for edge in &self.edges {
            let Some((least, most)) = ranges[edge.from] else { continue };
            let sum = edge.arcs.iter().fold(0, |sum: u64, &arc| sum.saturating_add(value(ArcId(arc))));
            let (least, most) = (least.saturating_add(sum), most.saturating_add(sum));
            let known = ranges[edge.to].get_or_insert((least, most));
            *known = (known.0.min(least), known.1.max(most));
        }
        let ends = || self.goals.iter().filter_map(|&goal| ranges[goal]);
        let least = ends().map(|range| range.0).min().unwrap_or_default();
        (least, ends().map(|range| range.1).max().unwrap_or_default())
    }

    /// The least and the greatest share of the cost that one of the routes spends inside a
    /// selection, in \[0, 1\]; 0 when the routes are free.
    ///
    /// # Panics
    /// On a selection of another network.
    #[must_use]
    pub fn share(&self, inside: &Selection) -> (f64, f64) {
        let (network, whole) = (self.metric.network(), self.cost.finite().unwrap_or_default());
        let spent = |arc: ArcId| {
            let step = network.arcs().steps[arc.index()];
            let parts = self.metric.parts(arc).into_iter();
            let values = parts.filter(|part| inside.holds(network, step, part.territory)).map(|part| part.values).sum();
            // the cost of a part is rounded by itself
            self.metric.cost_of(values).min(self.metric.cost(arc)).finite().unwrap_or_default()
        };
        let (least, most) = self.range(spent);
        let share = |part: u64| if whole == 0 { 0.0 } else { to_float(part) / to_float(whole) };
        (share(least), share(most))
    }

    /// Whether the answer is complete: [`End::Exhausted`], or [`End::Budget`] when there were too
    /// many ways through rings of free arcs.
    #[must_use]
    pub fn end(&self) -> End {
        self.end
    }
}

impl std::fmt::Debug for Ties<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Ties({:?}, {} routes over {} arcs)", self.cost, self.count(), self.arcs.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CostModel, Distance, LinkSpec, Mode, NetworkBuilder, PlaceSpec, Scenario};

    #[test]
    fn as_many_arcs_are_tried_as_a_full_ring_of_free_links_has_on_its_ways() {
        let mut builder = NetworkBuilder::new().bundled_assumptions();
        let id = |at: u8| format!("p{at}");
        for at in 0..7 {
            builder = builder.place(PlaceSpec { id: id(at), country: "KZ".parse().ok(), ..PlaceSpec::default() });
            for other in 0..at {
                let name = format!("{other}-{at}");
                builder = builder.link(LinkSpec::new(&name, &id(other), &id(at), Mode::Rail, Distance::ZERO));
            }
        }
        let network = builder.build().unwrap();
        let metric = network.metric(&Scenario::default(), &CostModel::distance()).unwrap();
        let (from, to) = (network.place("p0").unwrap(), network.place("p6").unwrap());
        // of the five between the ends: from each as many ways as there are orders of 0 to 4 others,
        // and four arcs to try where each of them ends
        let ways = 5 * (1 + 4 + 4 * 3 + 4 * 3 * 2 + 4 * 3 * 2);
        let whole = metric.ties_within(from, to, 4 * ways).unwrap();
        assert_eq!((whole.end(), whole.count(), whole.arcs().len()), (End::Exhausted, 1 + ways as u64, 1 + 5 + 20 + 5));
        let short = metric.ties_within(from, to, 4 * ways - 1).unwrap();
        assert_eq!((short.end(), short.cost()), (End::Budget, Cost::ZERO));
        let none = metric.ties_within(from, to, 0).unwrap();
        assert_eq!((none.end(), none.count()), (End::Budget, 2));
    }
}
