//! The fewest links, places, borders or countries whose closing leaves no way.

use std::collections::VecDeque;

use super::flow::{FREE, FlowGraph};
use super::groups::{By, Groups};
use super::sets::{List, Set, smallest_hitting};
use super::trees::NONE;
use crate::cost::Metric;
use crate::network::{ArcId, PlaceId, Step, Topology};
use crate::scenario::Target;
use crate::search::Budget;

/// Which of the minimum cuts are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// The one nearest the origin, with which whatever can still be reached can be reached with any
    /// other minimum cut as well, and the one nearest the destination, likewise of what still leads
    /// there; once when they are the same.
    Extremes,
    /// Every minimum cut.
    All,
    /// One of them: where several links close together, cuts have no order.
    One,
    /// One that leaves no way, but a smaller one may do: the search came to the end of its budget.
    Unproven,
}

/// Branches of the search for smallest sets that close together before it gives up.
const BUDGET: usize = 1_000_000;

/// The least number of things to close so that no way is left, with what they are.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MinCut {
    /// What is closed.
    pub by: By,
    /// How many; nothing where there is no way as it is. An upper bound when [`Given::Unproven`].
    pub size: usize,
    /// The cuts, in the order of how much can still be reached from the origin.
    pub cuts: Vec<Vec<Target>>,
    /// Which cuts they are.
    pub given: Given,
}

impl MinCut {
    /// The first cut: the extreme one that leaves the least to be reached from the origin, or of all
    /// the one with which the fewest stops can be.
    #[must_use]
    pub fn near_origin(&self) -> &[Target] {
        self.cuts.first().map_or(&[], Vec::as_slice)
    }

    /// The last cut: the extreme one that leaves the least to lead to the destination, or of all the
    /// one with which the most stops can be reached from the origin.
    #[must_use]
    pub fn near_destination(&self) -> &[Target] {
        self.cuts.last().map_or(&[], Vec::as_slice)
    }
}

impl Metric<'_> {
    /// The fewest links, places, borders or transit countries whose closing leaves no way; `None`
    /// when there is no such cut, as for places between neighbours.
    ///
    /// ```text
    ///   origin ●══●──┃──●══●──┃──● destination
    ///              nearest the origin   nearest the destination
    /// ```
    ///
    /// # Units
    /// None: links, places, borders or countries are counted.
    ///
    /// # Complexity
    /// O(E · min(V^⅔, √E)) time and O(V + E) space by link, and by place and border where no place
    /// has systems without a transfer between them and no border has two links. Otherwise, and by
    /// country, ways and smallest sets that meet them are found in turn: exact, exponential in the
    /// size of the cut at worst (the problem is NP-hard). After a million branches the answer is
    /// [`Given::Unproven`].
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{By, CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let land = Scenario::default().closing("mode:sea".parse()?);
    /// let metric = network.metric(&land, &CostModel::time())?;
    /// let (almaty, moscow) = (network.place("Almaty")?, network.place("Moscow")?);
    /// assert!(metric.min_cut(almaty, moscow, By::Country).is_none(), "the two countries are neighbours");
    /// assert!(metric.min_cut(almaty, moscow, By::Border).unwrap().size > 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Dinitz's method, Even & Tarjan 1975, [doi:10.1137/0204043](https://doi.org/10.1137/0204043);
    /// extremes: Picard & Queyranne 1980, [doi:10.1007/BFb0120902](https://doi.org/10.1007/BFb0120902);
    /// sets that close together: Coudert et al. 2016, Discrete Mathematics & Theoretical Computer Science 18(3)
    #[must_use]
    pub fn min_cut(&self, from: PlaceId, to: PlaceId, by: By) -> Option<MinCut> {
        self.min_cut_within(from, to, by, Budget::steps(BUDGET))
    }

    /// As [`Metric::min_cut`], with no more branches than a budget allows; [`Given::Unproven`] when
    /// they are used up. What a flow finds takes none.
    ///
    /// # Panics
    /// On a place of another network.
    #[must_use]
    pub fn min_cut_within(&self, from: PlaceId, to: PlaceId, by: By, budget: Budget<'_>) -> Option<MinCut> {
        if !self.ends_are_open(from, to) {
            return Some(MinCut { by, size: 0, cuts: vec![Vec::new()], given: Given::All });
        }
        if from == to {
            return None;
        }
        let groups = Groups::new(self.network(), by, [from, to]);
        let contest = Closing { metric: self, ends: [from, to], groups: &groups };
        let [near, far] = if by == By::Country { Default::default() } else { contest.by_flow(by)? };
        let (given, mut cuts) = if by == By::Country {
            contest.all_smallest(false, budget)?
        } else if contest.flow_is_exact(by) {
            (Given::Extremes, vec![near, far])
        } else {
            contest.all_smallest(true, budget)?
        };
        cuts.dedup();
        if given == Given::All {
            cuts.sort_by_cached_key(|cut| (contest.reached_without(cut), cut.clone()));
        }
        let targets = |cut: Vec<u32>| cut.into_iter().map(|group| groups.target(self.network(), group)).collect();
        let size = cuts.first().map_or(0, Vec::len);
        Some(MinCut { by, size, cuts: cuts.into_iter().map(targets).collect(), given })
    }
}

/// What is left of the ways between two places when groups close.
pub(super) struct Closing<'q, 'n> {
    pub(super) metric: &'q Metric<'n>,
    pub(super) ends: [PlaceId; 2],
    pub(super) groups: &'q Groups,
}

impl Closing<'_, '_> {
    fn topology(&self) -> &Topology {
        self.metric.network().arcs()
    }

    /// The extreme cuts when each connected part of a place, and each link over a border, closes
    /// alone; `None` without a cut.
    fn by_flow(&self, by: By) -> Option<[Vec<u32>; 2]> {
        let topology = self.topology();
        let stops = topology.stops.len();
        let part = if by == By::Place { self.parts() } else { (0..stops).collect() };
        let (source, sink) = (2 * stops, 2 * stops + 1);
        let mut graph = FlowGraph::new(2 * stops + 2);
        topology.stops_of(self.ends[0]).for_each(|stop| graph.edge(source, part[stop], [FREE, 0], 0, NONE));
        topology.stops_of(self.ends[1]).for_each(|stop| graph.edge(part[stop], sink, [FREE, 0], 0, NONE));
        if by == By::Place {
            for stop in (0..stops).filter(|&stop| part[stop] == stop) {
                let place = topology.place_of(stop);
                let room = if self.ends.contains(&place) { FREE } else { 1 };
                graph.edge(stops + stop, stop, [room, 0], 0, place.0);
            }
        }
        for arc in 0..topology.steps.len() {
            let (tail, head) = (topology.tails[arc] as usize, topology.heads[arc] as usize);
            if self.metric.open_cost(arc).is_none()
                || topology.place_of(head) == self.ends[0]
                || topology.place_of(tail) == self.ends[1]
            {
                continue;
            }
            match (by, self.groups.of(arc).first()) {
                (By::Place, _) => {
                    if part[tail] != part[head] {
                        graph.edge(part[tail], stops + part[head], [FREE, 0], 0, NONE);
                    }
                }
                (_, Some(&group)) => graph.edge(tail, head, [1, 0], 0, group),
                (_, None) => graph.edge(tail, head, [FREE, 0], 0, NONE),
            }
        }
        graph.greatest(source, sink)?;
        Some(graph.extreme_cuts(source, sink))
    }

    /// For each stop, the first stop of its place that open transfers join it to.
    fn parts(&self) -> Vec<usize> {
        let topology = self.topology();
        let mut part: Vec<usize> = (0..topology.stops.len()).collect();
        for start in 0..part.len() {
            if part[start] != start {
                continue;
            }
            let mut stack = vec![start];
            while let Some(stop) = stack.pop() {
                for arc in topology.out_of(stop) {
                    let head = topology.heads[arc] as usize;
                    let joins =
                        matches!(topology.steps[arc], Step::Transfer { .. }) && self.metric.open_cost(arc).is_some();
                    if joins && head > start && part[head] == head {
                        part[head] = start;
                        stack.push(head);
                    }
                }
            }
        }
        part
    }

    /// Whether nothing that the flow counts apart closes together.
    fn flow_is_exact(&self, by: By) -> bool {
        let topology = self.topology();
        let on_the_way = {
            let (ahead, back) = (self.reached(&[], true), self.reached(&[], false));
            move |stop: usize| ahead[stop] && back[stop]
        };
        match by {
            By::Link => true,
            By::Place => {
                let part = self.parts();
                let mut places: Vec<u32> = (0..part.len())
                    .filter(|&stop| part[stop] == stop && on_the_way(stop))
                    .map(|stop| topology.place_of(stop).0)
                    .collect();
                let all = places.len();
                places.dedup();
                places.len() == all
            }
            By::Border | By::Country => {
                let mut links: Vec<(u32, u32)> = (0..topology.steps.len())
                    .filter(|&arc| {
                        self.metric.open_cost(arc).is_some()
                            && on_the_way(topology.tails[arc] as usize)
                            && on_the_way(topology.heads[arc] as usize)
                    })
                    .filter_map(|arc| match topology.steps[arc] {
                        Step::Link { link, .. } => Some((*self.groups.of(arc).first()?, link.0)),
                        Step::Transfer { .. } => None,
                    })
                    .collect();
                links.sort_unstable();
                links.dedup();
                links.windows(2).all(|pair| pair[0].0 != pair[1].0)
            }
        }
    }

    fn usable(&self, arc: usize, closed: &[u32]) -> bool {
        self.metric.open_cost(arc).is_some()
            && self.groups.of(arc).iter().all(|group| closed.binary_search(group).is_err())
    }

    /// The stops that can be reached from the origin, or from which the destination can be, with
    /// some groups (in order) closed.
    pub(super) fn reached(&self, closed: &[u32], ahead: bool) -> Vec<bool> {
        let topology = self.topology();
        let mut reached = vec![false; topology.stops.len()];
        let mut stack: Vec<usize> = topology.stops_of(self.ends[usize::from(!ahead)]).collect();
        for &stop in &stack {
            reached[stop] = true;
        }
        while let Some(stop) = stack.pop() {
            let mut visit = |arc: usize, next: usize| {
                if !reached[next] && self.usable(arc, closed) {
                    reached[next] = true;
                    stack.push(next);
                }
            };
            if ahead {
                topology.out_of(stop).for_each(|arc| visit(arc, topology.heads[arc] as usize));
            } else {
                let arcs = topology.into(stop).iter().map(|&arc| arc as usize);
                arcs.for_each(|arc| visit(arc, topology.tails[arc] as usize));
            }
        }
        reached
    }

    fn reached_without(&self, cut: &[u32]) -> usize {
        self.reached(cut, true).into_iter().filter(|reached| *reached).count()
    }

    /// The groups on a way that avoids the closed ones and meets few others.
    fn way_without(&self, closed: &[u32]) -> Option<List> {
        let topology = self.topology();
        let mut met = vec![NONE; topology.stops.len()];
        let mut by = vec![NONE; topology.stops.len()];
        let mut queue: VecDeque<(u32, usize)> = VecDeque::new();
        for stop in topology.stops_of(self.ends[0]) {
            met[stop] = 0;
            queue.push_back((0, stop));
        }
        let goal = topology.stops_of(self.ends[1]);
        let mut end = None;
        while let Some((reached, stop)) = queue.pop_front() {
            if goal.contains(&stop) {
                end = Some(stop);
                break;
            }
            if reached > met[stop] {
                continue;
            }
            for arc in topology.out_of(stop).filter(|&arc| self.usable(arc, closed)) {
                let head = topology.heads[arc] as usize;
                let next = reached + u32::from(!self.groups.of(arc).is_empty());
                if next < met[head] {
                    met[head] = next;
                    by[head] = u32::try_from(arc).unwrap_or(NONE);
                    if next == reached { queue.push_front((next, head)) } else { queue.push_back((next, head)) }
                }
            }
        }
        let mut at = end?;
        let mut arcs = Vec::new();
        while by[at] != NONE {
            arcs.push(ArcId(by[at]));
            at = topology.tails[by[at] as usize] as usize;
        }
        let mut way = List::none();
        self.groups.along(&arcs).into_iter().for_each(|group| way.insert(group));
        Some(way)
    }

    /// Every smallest set of groups that leaves no way, or one; `None` without any.
    ///
    /// A set that meets all ways found so far either leaves no way, or shows a new one.
    fn all_smallest(&self, only_one: bool, mut budget: Budget<'_>) -> Option<(Given, Vec<Vec<u32>>)> {
        let mut ways: Vec<List> = Vec::new();
        loop {
            let Some(sets) = smallest_hitting(&ways, only_one, &mut budget) else {
                return Some((Given::Unproven, vec![self.some_cut()?]));
            };
            let before = ways.len();
            for set in &sets {
                // ways that share nothing tell more than one
                let mut closed = set.members();
                while let Some(way) = self.way_without(&closed) {
                    if way.size() == 0 {
                        return None;
                    }
                    closed.extend(way.members());
                    closed.sort_unstable();
                    ways.push(way);
                }
            }
            if ways.len() == before {
                let given = if only_one { Given::One } else { Given::All };
                return Some((given, sets.iter().map(Set::members).collect()));
            }
        }
    }

    /// A set that leaves no way and of which nothing can be left out; `None` without any.
    fn some_cut(&self) -> Option<Vec<u32>> {
        let mut closed = Vec::new();
        while let Some(way) = self.way_without(&closed) {
            closed.push(*way.members().first()?);
            closed.sort_unstable();
        }
        for group in closed.clone() {
            let others: Vec<u32> = closed.iter().copied().filter(|&other| other != group).collect();
            if self.way_without(&others).is_none() {
                closed = others;
            }
        }
        Some(closed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CostModel, Network, Scenario};

    #[test]
    fn without_budget_a_cut_is_a_cut_but_not_proven_smallest() {
        let network = Network::bundled();
        let land = Scenario::default().closing("mode:sea".parse().unwrap());
        let metric = network.metric(&land, &CostModel::time()).unwrap();
        let (from, to) = (network.place("Xi'an").unwrap(), network.place("Duisburg").unwrap());
        let whole = metric.min_cut(from, to, By::Country).unwrap();
        assert_eq!(whole.given, Given::All);
        let part = metric.min_cut_within(from, to, By::Country, Budget::steps(1)).unwrap();
        assert_eq!((part.given, part.cuts.len()), (Given::Unproven, 1));
        assert!(part.size >= whole.size && part.size == part.cuts[0].len());
        let closes = |cut: &[Target]| metric.closing(&network.select(cut).unwrap()).shortest(from, to).is_none();
        assert!(closes(&part.cuts[0]) && !closes(&part.cuts[0][1..]));
    }
}
