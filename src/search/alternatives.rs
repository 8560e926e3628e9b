//! A few routes that differ in what matters.

use super::labels::{Gain, Goal, Question};
use super::{Budget, End, KShortest};
use crate::Country;
use crate::cost::{Cost, Metric};
use crate::network::{Network, PlaceId, Step, Territory};
use crate::route::Route;

/// In what alternatives differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unlike {
    /// Each shares with each one before it at most this part of the cost of that one.
    Overlap(f64),
    /// None touches all the countries that one before it touches, on the ground or at a port:
    /// whatever countries close, a best route of those that are left is in the list.
    Countries,
    /// The same of passages at sea: whatever passages close, a best route of those that are left is
    /// in the list.
    Passages,
}

/// Asks for routes that differ. See [`Metric::alternatives`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Alternatives<'m, 'n> {
    metric: &'m Metric<'n>,
    from: PlaceId,
    to: PlaceId,
    unlike: Unlike,
    max_stretch: Option<f64>,
    budget: Option<Budget<'m>>,
}

/// Routes in order of cost, and whether they are all.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RouteSet<'n> {
    /// The routes.
    pub routes: Vec<Route<'n>>,
    /// Whether there are more, or may be.
    pub end: End,
}

/// The countries on whose ground a step is.
fn territories(step: Step, network: &Network) -> impl Iterator<Item = Country> {
    let link = match step {
        Step::Link { link, .. } => Some(&network[link]),
        Step::Transfer { .. } => None,
    };
    link.into_iter().flat_map(|link| link.extent.territories()).filter_map(|territory| match territory {
        Territory::Country(country) => Some(country),
        Territory::Sea => None,
    })
}

impl<'n> Metric<'n> {
    /// Routes in order of cost that differ from each other: the best one, then each time the best
    /// that is unlike all before it.
    ///
    /// ```text
    ///   a ═══════════ b ─── d      the second by cost leaves the first for one link only;
    ///   └──── c ────────────┘      the first that is unlike it goes by c
    /// ```
    ///
    /// # Units
    /// Costs are in the units of the metric's objective.
    ///
    /// # Complexity
    /// NP-hard in general, exact here within a budget. By overlap: [`Metric::k_shortest`] without
    /// what begins with too much of a route listed. By countries or passages: labels of a cost and a
    /// set, O(N · (log N + P)) time for N labels made, of which P last at a stop; a label whose cost
    /// and set contain those of a route listed is dropped.
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, End, Network, Scenario, Unlike};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let (xian, duisburg) = (network.place("Xi'an")?, network.place("Duisburg")?);
    /// let set = metric.alternatives(xian, duisburg, Unlike::Countries).max_stretch(1.5).take(2);
    /// assert_eq!((set.routes.len(), set.end), (2, End::Taken));
    /// let first = set.routes[0].countries();
    /// assert!(set.routes[1..].iter().all(|route| !first.iter().all(|one| route.countries().contains(one))));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// - limited overlap: Chondrogiannis, Bouros, Gamper, Leser, Blumenthal 2020, [doi:10.1007/s00778-020-00604-x](https://doi.org/10.1007/s00778-020-00604-x)
    /// - labels: Martins 1984, [doi:10.1016/0377-2217(84)90077-8](https://doi.org/10.1016/0377-2217(84)90077-8)
    pub fn alternatives(&self, from: PlaceId, to: PlaceId, unlike: Unlike) -> Alternatives<'_, 'n> {
        Alternatives { metric: self, from, to, unlike, max_stretch: None, budget: None }
    }
}

impl<'m, 'n> Alternatives<'m, 'n> {
    /// Only routes of at most this multiple of the cost of the first; none but those that cost the
    /// same when it is below 1 or not a number.
    pub fn max_stretch(mut self, ratio: f64) -> Self {
        self.max_stretch = Some(ratio);
        self
    }

    /// How many searches may be spent on one route (by overlap; 100,000 unless set), or labels made
    /// in all (by countries or passages; 1,000,000 unless set).
    pub fn budget(mut self, steps: impl Into<Budget<'m>>) -> Self {
        self.budget = Some(steps.into());
        self
    }

    /// At most this many of them.
    #[must_use]
    pub fn take(self, number: usize) -> RouteSet<'n> {
        match self.unlike {
            Unlike::Overlap(ratio) => self.by_overlap(ratio, number),
            Unlike::Countries => {
                let network = self.metric.network();
                let arcs = network.arcs();
                // a country that closes takes along the links to its places, at sea too
                let sets = self.metric.members(|arc| {
                    let stops = [arcs.tails[arc.index()], arcs.heads[arc.index()]];
                    let places = stops.into_iter().filter_map(|stop| network[arcs.place_of(stop as usize)].country);
                    places.chain(territories(arcs.steps[arc.index()], network)).collect()
                });
                self.by_set(sets, number)
            }
            Unlike::Passages => {
                let network = self.metric.network();
                let sets = self.metric.members(|arc| match network.arcs().steps[arc.index()] {
                    Step::Link { link, .. } => network[link].passages().to_vec(),
                    Step::Transfer { .. } => Vec::new(),
                });
                self.by_set(sets, number)
            }
        }
    }

    /// All of them.
    #[must_use]
    pub fn all(self) -> RouteSet<'n> {
        self.take(usize::MAX)
    }

    fn by_overlap(self, ratio: f64, number: usize) -> RouteSet<'n> {
        let mut routes = self.metric.k_shortest(self.from, self.to).max_overlap(ratio);
        routes = self.max_stretch.into_iter().fold(routes, KShortest::max_stretch);
        routes = self.budget.into_iter().fold(routes, KShortest::budget);
        let listed = routes.by_ref().take(number).collect();
        RouteSet { routes: listed, end: routes.end() }
    }

    fn by_set(self, (members, universe): (Vec<Vec<usize>>, usize), number: usize) -> RouteSet<'n> {
        let metric = self.metric;
        let mut set = RouteSet { routes: Vec::new(), end: End::Exhausted };
        let Some(ends) = metric.ends(self.from, self.to) else { return set };
        if self.from == self.to {
            set.routes.extend((number > 0).then(|| Route::new(metric, self.from, self.to, &[])));
            return set;
        }
        let mut gains = Vec::with_capacity(members.len());
        for (arc, members) in members.into_iter().enumerate() {
            let mut gain = Gain { members, ..Gain::default() };
            gain.values[0] = metric.open_cost(arc).and_then(Cost::finite).unwrap_or_default();
            gains.push(gain);
        }
        let question = Question {
            metric,
            ends,
            gains,
            universe,
            goal: Goal::Subset,
            budget: self.budget.unwrap_or(Budget::steps(1_000_000)),
            max_stretch: self.max_stretch,
            number,
        };
        let (found, end, _) = question.run();
        set.routes = found.iter().map(|found| Route::new(metric, self.from, self.to, &found.arcs)).collect();
        RouteSet { end, ..set }
    }
}
