//! Routes that share nothing: how many there are, and the cheapest of them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::cut::MinCut;
use super::flow::{FREE, FlowGraph};
use super::frontier::Way;
use super::groups::By;
use super::trees::NONE;
use crate::cost::{Cost, Metric};
use crate::network::{ArcId, PlaceId, Step};
use crate::route::Route;
use crate::search::{Budget, End};

/// How many disjoint routes there are at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// This many.
    Exactly(usize),
    /// The search was ended by its budget: at least, and at most.
    Between(usize, usize),
    /// A route uses nothing that another could not use as well.
    Unlimited,
}

/// Routes that share nothing, and the proof that there are no more.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DisjointRoutes<'n> {
    /// The greatest number of disjoint routes.
    pub number: Number,
    /// That many with the least sum of costs, the cheapest first; one when unlimited.
    pub routes: Vec<Route<'n>>,
    /// A minimum cut: closing it leaves no way. For links as many as there are routes (Menger); for
    /// places, borders and countries it may be more, as each closes several links at once. `None`
    /// when there is no cut.
    pub cut: Option<MinCut>,
}

/// The cheapest set of a number of disjoint routes; see [`Metric::cheapest_disjoint`].
#[derive(Clone, Debug)]
pub enum Cheapest<'n> {
    /// The routes, the cheapest first: no other set of as many costs less in all.
    Found(Vec<Route<'n>>),
    /// There are not as many.
    TooFew,
    /// A route uses nothing that another could not use as well, so that any number may go its way.
    Unlimited,
    /// The search was ended by its budget: there may be as many.
    Budget,
}

/// Branches of the search for a cut, sets of closed alternatives to be tried, and labels of the
/// frontier, before the search gives up.
const BUDGETS: [usize; 3] = [1_000_000, 3_000, 50_000_000];

impl<'n> Metric<'n> {
    /// The greatest number of routes that share no link, place, border or transit country, and the
    /// cheapest set of that many, with a cut that bounds it.
    ///
    /// ```text
    ///        ┌──▶ ● ──▶ ● ──┐
    ///   origin ──▶ ● ─────▶ destination      number 3, cut of 3
    ///        └──────▶ ● ────┘
    /// ```
    ///
    /// Both directions of a link are one link. Routes that share no place share no link either.
    /// Two routes or more taken together call at no place twice and cross no border twice, on
    /// whatever system or link. Countries are those of [`Metric::frontier`].
    ///
    /// # Units
    /// Costs are in the units of the metric's objective.
    ///
    /// # Complexity
    /// By link: O(k (V + E) log V) time for k routes. By place and border as well where a place has
    /// one system and a border one link; else a branch and bound over those that several routes
    /// contend for, which ends after 3,000 branches with [`Number::Between`]. By country: that of
    /// [`Metric::frontier`]. Space O(V + E).
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{By, CostModel, Network, Number, Scenario};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let (khorgos, almaty) = (network.place("Altynkol")?, network.place("Almaty")?);
    /// let disjoint = metric.disjoint(khorgos, almaty, By::Link);
    /// assert_eq!(disjoint.number, Number::Exactly(disjoint.routes.len()));
    /// assert_eq!(disjoint.cut.unwrap().size, disjoint.routes.len());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Menger 1927, [doi:10.4064/fm-10-1-96-115](https://doi.org/10.4064/fm-10-1-96-115);
    /// Suurballe & Tarjan 1984, [doi:10.1002/net.3230140209](https://doi.org/10.1002/net.3230140209);
    /// on links that close together: Coudert et al. 2016, Discrete Mathematics & Theoretical Computer Science 18(3)
    #[must_use]
    pub fn disjoint(&self, from: PlaceId, to: PlaceId, by: By) -> DisjointRoutes<'n> {
        self.disjoint_by(from, to, by, BUDGETS.map(Budget::steps))
    }

    /// As [`Metric::disjoint`], with no more steps than a budget allows for each part of it: branches
    /// of the search for the cut, and branches over what routes contend for or labels of the
    /// frontier. [`Number::Between`] when they are used up.
    ///
    /// # Panics
    /// On a place of another network.
    #[must_use]
    pub fn disjoint_within(&self, from: PlaceId, to: PlaceId, by: By, budget: Budget<'_>) -> DisjointRoutes<'n> {
        self.disjoint_by(from, to, by, [budget; 3])
    }

    fn disjoint_by(&self, from: PlaceId, to: PlaceId, by: By, budgets: [Budget<'_>; 3]) -> DisjointRoutes<'n> {
        let cut = self.min_cut_within(from, to, by, budgets[0]);
        let (number, routes) = if from == to || !self.ends_are_open(from, to) {
            let routes: Vec<Route<'n>> = self.shortest(from, to).into_iter().collect();
            (if routes.is_empty() { Number::Exactly(0) } else { Number::Unlimited }, routes)
        } else if by == By::Country {
            self.country_disjoint(from, to, cut.as_ref(), budgets[2])
        } else {
            Contest::new(self, from, to, by, budgets[1]).greatest(cut.as_ref().map(|cut| cut.size))
        };
        DisjointRoutes { number, routes, cut }
    }

    /// The cheapest set of `k` routes that share no link, place, border or transit country.
    ///
    /// # Units
    /// Costs are in the units of the metric's objective.
    ///
    /// # Complexity
    /// As [`Metric::disjoint`], in time and space.
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{By, Cheapest, CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let (xian, duisburg) = (network.place("Xi'an")?, network.place("Duisburg")?);
    /// let Cheapest::Found(two) = metric.cheapest_disjoint(xian, duisburg, By::Border, 2) else { panic!() };
    /// assert!(two[0].borders().iter().all(|border| !two[1].borders().contains(border)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// As [`Metric::disjoint`].
    #[must_use]
    pub fn cheapest_disjoint(&self, from: PlaceId, to: PlaceId, by: By, k: usize) -> Cheapest<'n> {
        self.cheapest_disjoint_by(from, to, by, k, BUDGETS.map(Budget::steps))
    }

    /// As [`Metric::cheapest_disjoint`], with no more steps than a budget allows: branches over what
    /// routes contend for, or labels of the frontier. [`Cheapest::Budget`] when they are used up.
    ///
    /// # Panics
    /// On a place of another network.
    #[must_use]
    pub fn cheapest_disjoint_within(
        &self,
        from: PlaceId,
        to: PlaceId,
        by: By,
        k: usize,
        budget: Budget<'_>,
    ) -> Cheapest<'n> {
        self.cheapest_disjoint_by(from, to, by, k, [budget; 3])
    }

    fn cheapest_disjoint_by(
        &self,
        from: PlaceId,
        to: PlaceId,
        by: By,
        k: usize,
        budgets: [Budget<'_>; 3],
    ) -> Cheapest<'n> {
        let best = self.shortest(from, to);
        match (k, best) {
            (0, _) => Cheapest::Found(Vec::new()),
            (_, None) => Cheapest::TooFew,
            (1, Some(best)) => Cheapest::Found(vec![best]),
            _ if from == to => Cheapest::Unlimited,
            _ if by == By::Country => self.cheapest_by_country(from, to, k, budgets[2]),
            _ => {
                let contest = Contest::new(self, from, to, by, budgets[1]);
                match contest.cheapest(k) {
                    Outcome::Found(ways) => Cheapest::Found(contest.routes(&ways)),
                    Outcome::None => Cheapest::TooFew,
                    Outcome::Unlimited => Cheapest::Unlimited,
                    Outcome::Budget => Cheapest::Budget,
                }
            }
        }
    }

    fn cheapest_by_country(&self, from: PlaceId, to: PlaceId, k: usize, budget: Budget<'_>) -> Cheapest<'n> {
        let Ok(frontier) = self.frontier(from, to).budget(budget).run() else { return Cheapest::Budget };
        let found = frontier.packed(k, budget);
        match (found.number, found.end) {
            (None, _) => Cheapest::Unlimited,
            (_, End::Budget) => Cheapest::Budget,
            (Some(number), _) if number < k => Cheapest::TooFew,
            _ => Cheapest::Found(sorted(found.ways.iter().map(Way::route).collect())),
        }
    }

    fn country_disjoint(
        &self,
        from: PlaceId,
        to: PlaceId,
        cut: Option<&MinCut>,
        budget: Budget<'_>,
    ) -> (Number, Vec<Route<'n>>) {
        let (frontier, whole) = match self.frontier(from, to).budget(budget).run() {
            Ok(frontier) => (frontier, true),
            Err(unfinished) => (unfinished.partial, false),
        };
        let disjoint = frontier.disjoint_within(budget);
        let routes = sorted(disjoint.ways.iter().map(Way::route).collect());
        let most = cut.map_or(usize::MAX, |cut| cut.size);
        let number = match disjoint.number {
            None => Number::Unlimited,
            Some(number) if whole && disjoint.end == End::Exhausted => Number::Exactly(number),
            Some(number) => Number::Between(number, most),
        };
        (number, routes)
    }
}

/// The cheapest first.
fn sorted(mut routes: Vec<Route<'_>>) -> Vec<Route<'_>> {
    routes.sort_by_key(Route::cost);
    routes
}

/// The contest of routes for places or borders that can each be used once.
struct Contest<'m, 'n> {
    metric: &'m Metric<'n>,
    ends: [PlaceId; 2],
    by: By,
    /// For each element (stop that can be entered, link over a border): its place or border.
    group: Vec<u32>,
    budget: Budget<'m>,
}

enum Outcome {
    Found(Vec<Vec<ArcId>>),
    None,
    Unlimited,
    Budget,
}

impl<'m, 'n> Contest<'m, 'n> {
    fn new(metric: &'m Metric<'n>, from: PlaceId, to: PlaceId, by: By, budget: Budget<'m>) -> Self {
        let network = metric.network();
        let group = match by {
            By::Place => network.arcs().stops.iter().map(|stop| stop.place.0).collect(),
            By::Border => network.links().map(|(_, link)| link.border().map_or(NONE, |border| border.0)).collect(),
            By::Link | By::Country => Vec::new(),
        };
        Self { metric, ends: [from, to], by, group, budget }
    }

    /// The element that an arc takes.
    fn element(&self, arc: usize) -> Option<usize> {
        let topology = self.metric.network().arcs();
        match (self.by, topology.steps[arc]) {
            (By::Place, Step::Link { .. }) => {
                let head = topology.heads[arc] as usize;
                (topology.place_of(head) != self.ends[1]).then_some(head)
            }
            (By::Border, Step::Link { link, .. }) => (self.group[link.index()] != NONE).then_some(link.index()),
            _ => None,
        }
    }

    fn graph(&self, barred: &[u32]) -> (FlowGraph, usize, usize) {
        let topology = self.metric.network().arcs();
        let stops = topology.stops.len();
        let (source, sink) = (2 * stops, 2 * stops + 1);
        let mut graph = FlowGraph::new(2 * stops + 2);
        let is_barred = |element: usize| barred.iter().any(|&one| one as usize == element);
        for stop in topology.stops_of(self.ends[0]) {
            graph.edge(source, stop, [FREE, 0], 0, NONE);
        }
        for stop in topology.stops_of(self.ends[1]) {
            graph.edge(stop, sink, [FREE, 0], 0, NONE);
        }
        if self.by == By::Place {
            for stop in (0..stops).filter(|&stop| !is_barred(stop)) {
                graph.edge(stops + stop, stop, [1, 0], 0, NONE);
            }
        }
        for arc in 0..topology.steps.len() {
            let (tail, head) = (topology.tails[arc] as usize, topology.heads[arc] as usize);
            let Some(cost) = self.metric.open_cost(arc).and_then(Cost::finite) else { continue };
            // a way starts when it leaves the origin for good, and ends when it first gets there
            if topology.place_of(head) == self.ends[0] || topology.place_of(tail) == self.ends[1] {
                continue;
            }
            let element = self.element(arc);
            let tag = u32::try_from(arc).unwrap_or(NONE);
            let is_link = matches!(topology.steps[arc], Step::Link { .. });
            match (self.by, element) {
                (By::Place, Some(stop)) => graph.edge(tail, stops + stop, [1, 0], cost, tag),
                (By::Border, Some(link)) if is_barred(link) => {}
                (By::Border, None) => graph.edge(tail, head, [FREE, 0], cost, tag),
                _ => graph.edge(tail, head, [if is_link { 1 } else { FREE }, 0], cost, tag),
            }
        }
        (graph, source, sink)
    }

    /// The cheapest ways when each element, not each group, can be used once.
    fn relaxed(&self, barred: &[u32], k: usize) -> Outcome {
        let (mut graph, source, sink) = self.graph(barred);
        match graph.cheapest(source, sink, k) {
            None => Outcome::Unlimited,
            Some(sent) if sent < k => Outcome::None,
            Some(_) => Outcome::Found(self.uncrossed(graph.ways(source, sink))),
        }
    }

    fn most(&self) -> Option<usize> {
        let (mut graph, source, sink) = self.graph(&[]);
        let most = graph.greatest(source, sink)?;
        usize::try_from(most).ok()
    }

    /// A group that the ways use more than once, and the elements of it that they use.
    fn conflict(&self, ways: &[Vec<ArcId>]) -> Option<(u32, Vec<u32>)> {
        let mut used: Vec<(u32, u32)> = ways
            .iter()
            .flatten()
            .filter_map(|arc| {
                let element = self.element(arc.index())?;
                Some((*self.group.get(element)?, u32::try_from(element).ok()?))
            })
            .collect();
        used.sort_unstable();
        let at = used.windows(2).position(|pair| pair[0].0 == pair[1].0)?;
        let group = used[at].0;
        Some((group, used.into_iter().filter(|one| one.0 == group).map(|one| one.1).collect()))
    }

    /// Branches on a contended group: one of the elements in use is its only one, or none of them
    /// is used. Cheapest relaxation first, so that the first without conflict is the best.
    fn cheapest(&self, k: usize) -> Outcome {
        let mut queue = BinaryHeap::new();
        let mut nodes: Vec<(Vec<u32>, Vec<Vec<ArcId>>)> = Vec::new();
        let mut unlimited = false;
        let mut budget = self.budget;
        let mut add = |barred: Vec<u32>, nodes: &mut Vec<_>, queue: &mut BinaryHeap<_>| match self.relaxed(&barred, k) {
            Outcome::Found(ways) => {
                queue.push(Reverse((self.cost(&ways), nodes.len())));
                nodes.push((barred, ways));
            }
            Outcome::Unlimited => unlimited = true,
            _ => {}
        };
        add(Vec::new(), &mut nodes, &mut queue);
        while let Some(Reverse((_, at))) = queue.pop() {
            let (barred, ways) = std::mem::take(&mut nodes[at]);
            let Some((group, used)) = self.conflict(&ways) else { return Outcome::Found(ways) };
            if !budget.spend() {
                return Outcome::Budget;
            }
            let all = (0..self.group.len()).filter(|&element| self.group[element] == group);
            let all: Vec<u32> = all.filter_map(|element| u32::try_from(element).ok()).collect();
            for &only in &used {
                let mut next = barred.clone();
                next.extend(all.iter().filter(|&&element| element != only));
                add(next, &mut nodes, &mut queue);
            }
            if all.len() > used.len() {
                let mut next = barred;
                next.extend(&used);
                add(next, &mut nodes, &mut queue);
            }
        }
        if unlimited { Outcome::Unlimited } else { Outcome::None }
    }

    fn greatest(&self, cut: Option<usize>) -> (Number, Vec<Route<'n>>) {
        let best = || self.metric.shortest(self.ends[0], self.ends[1]);
        let Some(flow) = self.most() else {
            return (Number::Unlimited, self.unbounded());
        };
        let most = flow.min(cut.unwrap_or(usize::MAX));
        let mut known_most = most;
        for k in (2..=most).rev() {
            match self.cheapest(k) {
                Outcome::Found(ways) => {
                    let number = if k == known_most { Number::Exactly(k) } else { Number::Between(k, known_most) };
                    return (number, self.routes(&ways));
                }
                Outcome::None if k == known_most => known_most = k - 1,
                _ => {}
            }
        }
        let routes: Vec<Route<'n>> = best().into_iter().collect();
        let number =
            if known_most > 1 { Number::Between(routes.len(), known_most) } else { Number::Exactly(routes.len()) };
        (number, routes)
    }

    /// The best route over what has no bound.
    fn unbounded(&self) -> Vec<Route<'n>> {
        let network = self.metric.network();
        let inside = self.metric.within(|link| self.by != By::Border || network[link].border().is_none());
        inside.shortest(self.ends[0], self.ends[1]).into_iter().collect()
    }

    fn cost(&self, ways: &[Vec<ArcId>]) -> u64 {
        ways.iter().flatten().filter_map(|&arc| self.metric.cost(arc).finite()).sum()
    }

    fn routes(&self, ways: &[Vec<ArcId>]) -> Vec<Route<'n>> {
        sorted(ways.iter().map(|way| Route::new(self.metric, self.ends[0], self.ends[1], way)).collect())
    }
}

impl Contest<'_, '_> {
    /// Ways that use no link in both directions: where two do, each goes on as the other went.
    /// Only links that can be used once are looked at.
    fn uncrossed(&self, ways: Vec<Vec<u32>>) -> Vec<Vec<ArcId>> {
        let topology = self.metric.network().arcs();
        let single = |arc: u32| match (self.by, topology.steps[arc as usize]) {
            (By::Link, Step::Link { link, .. }) => Some((link, arc)),
            (By::Border, Step::Link { link, .. }) if self.group[link.index()] != NONE => Some((link, arc)),
            _ => None,
        };
        let mut used: Vec<(crate::LinkId, u32)> = ways.iter().flatten().filter_map(|&arc| single(arc)).collect();
        used.sort_unstable();
        let pairs = used.windows(2).filter(|pair| pair[0].0 == pair[1].0);
        let both: Vec<u32> = pairs.flat_map(|pair| [pair[0].1, pair[1].1]).collect();
        if both.is_empty() {
            return ways.into_iter().map(|way| way.into_iter().map(ArcId).collect()).collect();
        }
        let (source, sink) = (topology.stops.len(), topology.stops.len() + 1);
        let mut graph = FlowGraph::new(sink + 1);
        topology.stops_of(self.ends[0]).for_each(|stop| graph.edge(source, stop, [FREE, 0], 0, NONE));
        topology.stops_of(self.ends[1]).for_each(|stop| graph.edge(stop, sink, [FREE, 0], 0, NONE));
        let count = ways.len();
        for arc in ways.into_iter().flatten().filter(|arc| !both.contains(arc)) {
            let at = arc as usize;
            let cost = self.metric.open_cost(at).and_then(Cost::finite).unwrap_or(0);
            graph.edge(topology.tails[at] as usize, topology.heads[at] as usize, [1, 0], cost, arc);
        }
        graph.cheapest(source, sink, count);
        graph.ways(source, sink).into_iter().map(|way| way.into_iter().map(ArcId).collect()).collect()
    }
}
