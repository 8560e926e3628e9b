//! Routes in order of cost, one after the other.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::deviation::Deviations;
use super::{Budget, End};
use crate::cost::Metric;
use crate::network::{ArcId, PlaceId};
use crate::route::Route;
use crate::units::to_float;

/// The routes from one place to another in order of cost: an iterator, and the bounds on what it
/// lists. See [`Metric::k_shortest`].
#[must_use]
pub struct KShortest<'m, 'n> {
    metric: &'m Metric<'n>,
    from: PlaceId,
    to: PlaceId,
    /// Nothing when an end is closed or both are the same place.
    deviations: Option<Deviations<'m, 'n>>,
    branches: BinaryHeap<Reverse<Branch>>,
    branched: u64,
    listed: Vec<Listed>,
    max_stretch: Option<f64>,
    max_overlap: Option<f64>,
    budget: Budget<'m>,
    limit: u64,
    end: Option<End>,
}

/// All routes that begin with the same arcs and do not go on by a barred one.
struct Branch {
    /// The cost of its best route, or a bound below it.
    cost: u64,
    /// The best route is known: `arcs`. If not, `arcs` is the route that the branch deviates from.
    solved: bool,
    arcs: Arc<[u32]>,
    /// How many of the arcs are common to all.
    kept: usize,
    /// What they do not go on by; of an unsolved branch, besides `arcs[kept]`.
    barred: Vec<u32>,
    number: u64,
}

impl Ord for Branch {
    /// By cost; what is unsolved first, for it may hold a route that precedes; then by arcs.
    fn cmp(&self, other: &Self) -> Ordering {
        (self.cost, self.solved)
            .cmp(&(other.cost, other.solved))
            .then_with(|| if self.solved { self.arcs.cmp(&other.arcs) } else { self.number.cmp(&other.number) })
    }
}

impl PartialOrd for Branch {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Branch {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Branch {}

/// A route that has been listed, and how much of its cost another may share.
struct Listed {
    arcs: Vec<u32>,
    allowance: f64,
}

impl<'n> Metric<'n> {
    /// The routes from one place to another in order of cost, each found when it is asked for.
    ///
    /// A route is simple: it comes to no place twice. A change of system belongs to the one visit.
    /// Over parallel links, or by another transfer, it is another route. Routes of the same cost
    /// come in the order of their arcs in [`Network::topology`](crate::Network::topology), so that
    /// the whole order is determined.
    ///
    /// ```text
    ///   best    a ──▶ b ──▶ c ──▶ d
    ///   deviate at a: └─────▶ …        what begins a, but not a b
    ///           at b:       └────▶ …   what begins a b, but not a b c
    /// ```
    ///
    /// [`Metric::shortest`] may be cheaper than the first of these where the cheapest way has to
    /// come back to a place on another system.
    ///
    /// # Units
    /// Costs are in the units of the metric's objective.
    ///
    /// # Complexity
    /// One backward search, then at most L searches for each route of L arcs: O(k · L · (V + E) log V)
    /// time in the worst case; each search is led by exact costs to the destination and as a rule
    /// sees little more than the route it finds, and branches that cannot be next are not searched.
    /// O(V + k · L) space. Measured, ten routes take 2.5 to 5.5 times one search from one to all, and ten
    /// times the links 14 and 9 times the time. Where gauges meet without a transfer, the number of searches for one
    /// route is not bounded by L (the problem is NP-hard then): see [`KShortest::budget`].
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let (xian, duisburg) = (network.place("Xi'an")?, network.place("Duisburg")?);
    /// let routes: Vec<_> = metric.k_shortest(xian, duisburg).max_stretch(1.5).max_overlap(0.8).take(3).collect();
    /// assert_eq!(routes[0].cost(), metric.shortest(xian, duisburg).unwrap().cost());
    /// assert!(routes[0].cost() <= routes[1].cost() && routes[1].cost() <= routes[2].cost());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// - Yen 1971, [doi:10.1287/mnsc.17.11.712](https://doi.org/10.1287/mnsc.17.11.712)
    /// - each branch searched once: Lawler 1972, [doi:10.1287/mnsc.18.7.401](https://doi.org/10.1287/mnsc.18.7.401)
    /// - branches bounded before they are searched: Chang, Lin, Qin, Yu, Pei 2015, Efficiently Computing Top-K Shortest Path Join, EDBT
    pub fn k_shortest(&self, from: PlaceId, to: PlaceId) -> KShortest<'_, 'n> {
        let ends = self.ends(from, to);
        let mut routes = KShortest {
            metric: self,
            from,
            to,
            deviations: None,
            branches: BinaryHeap::new(),
            branched: 0,
            listed: Vec::new(),
            max_stretch: None,
            max_overlap: None,
            budget: Budget::steps(100_000),
            limit: u64::MAX,
            end: None,
        };
        match ends {
            None => routes.end = Some(End::Exhausted),
            Some(_) if from == to => {}
            Some(ends) => {
                routes.deviations = Some(Deviations::new(self, ends));
                routes.push(0, false, Arc::default(), 0, Vec::new());
            }
        }
        routes
    }
}

impl<'m> KShortest<'m, '_> {
    /// Only routes of at most this multiple of the cost of the first; none but those that cost the
    /// same when it is below 1 or not a number.
    pub fn max_stretch(mut self, ratio: f64) -> Self {
        self.max_stretch = Some(ratio);
        self
    }

    /// Only routes that share with each one listed before at most this part of the cost of that
    /// one. A route that shares more is passed over, and so is all that begins with too much of it.
    pub fn max_overlap(mut self, ratio: f64) -> Self {
        self.max_overlap = Some(ratio);
        self
    }

    /// How many searches may be spent on one route; 100,000 unless set. When they are used up the
    /// list ends, and [`KShortest::end`] says so.
    pub fn budget(mut self, searches: impl Into<Budget<'m>>) -> Self {
        self.budget = searches.into();
        self
    }

    /// How the list ended; [`End::Taken`] while it has not.
    #[must_use]
    pub fn end(&self) -> End {
        self.end.unwrap_or(End::Taken)
    }

    fn push(&mut self, cost: u64, solved: bool, arcs: Arc<[u32]>, kept: usize, barred: Vec<u32>) {
        self.branched += 1;
        self.branches.push(Reverse(Branch { cost, solved, arcs, kept, barred, number: self.branched }));
    }

    fn next_arcs(&mut self) -> Option<Arc<[u32]>> {
        let mut budget = self.budget;
        while let Some(Reverse(branch)) = self.branches.pop() {
            if branch.cost > self.limit {
                break;
            }
            if !branch.solved {
                if !self.shares_little(&branch.arcs[..branch.kept]) {
                    continue;
                }
                if !budget.spend() {
                    self.branches.push(Reverse(branch));
                    self.end = Some(End::Budget);
                    return None;
                }
                self.solve(branch);
                continue;
            }
            let deviations = self.deviations.as_mut()?;
            let again = deviations.first_return(&branch.arcs);
            // what goes on from where the route has come back to a place is no route either
            let last = again.map_or(branch.arcs.len(), |at| at + 1);
            let fits = again.is_none() && self.shares_little(&branch.arcs);
            if fits {
                self.list(&branch);
            }
            let arcs = Arc::clone(&branch.arcs);
            self.split(branch, last);
            if fits {
                return Some(arcs);
            }
        }
        self.end = Some(End::Exhausted);
        None
    }

    /// Finds the best route of a branch.
    fn solve(&mut self, branch: Branch) {
        let mut barred = branch.barred;
        barred.extend(branch.arcs.get(branch.kept));
        let passed = &branch.arcs[..branch.kept];
        let limit = self.limit;
        let Some(deviations) = self.deviations.as_mut() else { return };
        deviations.start_visit();
        let mut spent = 0;
        for &arc in passed {
            deviations.pass(arc);
            spent += cost_of(self.metric, arc);
        }
        if let Some((cost, rest)) = deviations.best(passed, spent, &barred, limit) {
            let arcs: Arc<[u32]> = passed.iter().copied().chain(rest).collect();
            self.push(cost, true, arcs, branch.kept, barred);
        }
    }

    /// Cuts what is left of a branch without its best route into branches that deviate from it at
    /// one of its arcs before `last`.
    fn split(&mut self, branch: Branch, last: usize) {
        let Some(mut deviations) = self.deviations.take() else { return };
        deviations.start_visit();
        let (mut spent, mut inherited) = (0, branch.barred);
        for (at, &arc) in branch.arcs[..last].iter().enumerate() {
            if at >= branch.kept {
                let mut barred = inherited.clone();
                barred.push(arc);
                let bound = deviations.least(&branch.arcs[..at], spent, &barred);
                if let Some(bound) = bound.filter(|bound| *bound <= self.limit) {
                    self.push(bound, false, Arc::clone(&branch.arcs), at, std::mem::take(&mut inherited));
                }
                inherited = Vec::new();
            }
            deviations.pass(arc);
            spent += cost_of(self.metric, arc);
        }
        self.deviations = Some(deviations);
    }

    fn list(&mut self, branch: &Branch) {
        if self.listed.is_empty()
            && let Some(ratio) = self.max_stretch
        {
            self.limit = stretched(branch.cost, ratio);
        }
        // without a bound on overlap nobody asks for the arcs
        let mut arcs = if self.max_overlap.is_some() { branch.arcs.to_vec() } else { Vec::new() };
        arcs.sort_unstable();
        let allowance = self.max_overlap.map_or(f64::INFINITY, |ratio| to_float(branch.cost) * ratio);
        self.listed.push(Listed { arcs, allowance });
    }

    /// Whether these arcs share no more with any listed route than they may.
    fn shares_little(&self, arcs: &[u32]) -> bool {
        self.max_overlap.is_none()
            || self.listed.iter().all(|listed| {
                let shared = arcs.iter().filter(|arc| listed.arcs.binary_search(arc).is_ok());
                to_float(shared.map(|&arc| cost_of(self.metric, arc)).sum()) <= listed.allowance
            })
    }
}

/// The cost of an open arc.
fn cost_of(metric: &Metric<'_>, arc: u32) -> u64 {
    metric.cost(ArcId(arc)).finite().unwrap_or_default()
}

/// A cost times a ratio, rounded down; at least the cost.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast from f64 saturates")]
pub(super) fn stretched(cost: u64, ratio: f64) -> u64 {
    cost.max((to_float(cost) * ratio) as u64)
}

impl<'n> Iterator for KShortest<'_, 'n> {
    type Item = Route<'n>;

    fn next(&mut self) -> Option<Route<'n>> {
        if self.end.is_some() {
            return None;
        }
        if self.from == self.to {
            self.end = Some(End::Exhausted);
            return Some(Route::new(self.metric, self.from, self.to, &[]));
        }
        let arcs: Vec<ArcId> = self.next_arcs()?.iter().map(|&arc| ArcId(arc)).collect();
        Some(Route::new(self.metric, self.from, self.to, &arcs))
    }
}

impl std::iter::FusedIterator for KShortest<'_, '_> {}

impl std::fmt::Debug for KShortest<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KShortest({} listed, {} branches)", self.listed.len(), self.branches.len())
    }
}
