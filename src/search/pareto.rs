//! Routes that no other beats in every criterion.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use super::labels::{Gain, Goal, Question, WIDTH};
use super::{Budget, End};
use crate::cost::{Cost, Metric, MetricError, Values};
use crate::network::{ArcId, PlaceId, Step, Territory, UnknownName, fold, nearest};
use crate::route::Route;

macro_rules! criteria {
    ($($(#[$doc:meta])* $name:ident = $word:literal in $unit:literal),* $(,)?) => {
        /// What routes are compared by; less is better.
        ///
        /// ```
        /// use landbridge::Criterion;
        /// assert_eq!("gauge-breaks".parse(), Ok(Criterion::GaugeBreaks));
        /// assert_eq!("tiem".parse::<Criterion>().unwrap_err().nearest[0], "time");
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Criterion {
            $($(#[$doc])* $name,)*
        }

        impl Criterion {
            /// All criteria: the word for each, and the unit of its values.
            pub const ALL: [(Self, &'static str, &'static str); WIDTH] = [$((Self::$name, $word, $unit)),*];
        }
    };
}

criteria! {
    /// Time, in seconds.
    Time = "time" in "s",
    /// Money per FEU, in US cents.
    Money = "money" in "US cents",
    /// Length, in metres.
    Distance = "distance" in "m",
    /// Greenhouse gases per FEU, in grams of CO2 equivalent.
    Emission = "emission" in "g CO2e",
    /// Border crossings.
    Borders = "borders" in "crossings",
    /// Changes of track gauge.
    GaugeBreaks = "gauge-breaks" in "changes",
    /// Different countries, those of origin and destination among them.
    Countries = "countries" in "countries",
}

impl Criterion {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The unit of its values.
    #[must_use]
    pub fn unit(self) -> &'static str {
        Self::ALL[self as usize].2
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Criterion {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.iter().find(|(_, word, _)| *word == fold(text));
        found.map(|&(criterion, ..)| criterion).ok_or_else(|| {
            let words = Self::ALL.iter().map(|&(_, word, _)| word);
            let near = nearest(text, words.clone());
            let nearest = if near.is_empty() { words.map(str::to_owned).collect() } else { near };
            UnknownName { kind: "criterion", given: text.to_owned(), nearest, ambiguous: false }
        })
    }
}

/// Asks for the routes that no other beats. See [`Metric::pareto`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Pareto<'m, 'n> {
    metric: &'m Metric<'n>,
    from: PlaceId,
    to: PlaceId,
    criteria: Vec<Criterion>,
    budget: Budget<'m>,
}

/// A route of a [`ParetoSet`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ParetoRoute<'n> {
    /// The route.
    pub route: Route<'n>,
    /// Its values, in the order of [`ParetoSet::criteria`] and the units of each.
    pub values: Vec<u64>,
}

/// The routes that no other beats.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ParetoSet<'n> {
    /// The criteria, each once, in the order given.
    pub criteria: Vec<Criterion>,
    /// One route for each vector of values that no other is at or below, in lexicographic order of
    /// the values.
    pub routes: Vec<ParetoRoute<'n>>,
    /// Whether these are all: [`End::Exhausted`]; or the labels ran out: [`End::Budget`]. Even then
    /// each of the routes is one that no other beats.
    pub end: End,
    /// The number of labels made.
    pub labels: usize,
}

impl<'n> Metric<'n> {
    /// The routes that no other beats: none is as good in every criterion and better in one. The
    /// metric tells what is open; its objective has no part in it.
    ///
    /// ```text
    ///   money │ ●                 each ● is one route; what lies above and to the right of one
    ///         │    ●              is beaten by it
    ///         │        ●
    ///         └──────────── time
    /// ```
    ///
    /// Of routes with the same values one is listed.
    ///
    /// # Units
    /// Those of each [`Criterion`].
    ///
    /// # Complexity
    /// The number of labels can grow exponentially with the network, and does not as a rule:
    /// O(N · (log N + P)) time and O(N) space for N labels made, of which P last at a stop, and one
    /// backward search for each criterion. A label whose values plus the least that is still to
    /// come reach those of a route found is dropped. N is bounded by [`Pareto::budget`].
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Criterion, End, Network, Scenario};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let (xian, duisburg) = (network.place("Xi'an")?, network.place("Duisburg")?);
    /// let set = metric.pareto(xian, duisburg, &[Criterion::Time, Criterion::Money]).run()?;
    /// assert_eq!(set.end, End::Exhausted);
    /// assert_eq!(set.routes[0].route.cost(), metric.shortest(xian, duisburg).unwrap().cost());
    /// assert!(set.routes.windows(2).all(|two| two[0].values[1] > two[1].values[1]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// - Martins 1984, [doi:10.1016/0377-2217(84)90077-8](https://doi.org/10.1016/0377-2217(84)90077-8)
    /// - bounds for each criterion: Mandow & Pérez de la Cruz 2010, [doi:10.1145/1754399.1754400](https://doi.org/10.1145/1754399.1754400)
    pub fn pareto(&self, from: PlaceId, to: PlaceId, criteria: &[Criterion]) -> Pareto<'_, 'n> {
        let mut once: Vec<Criterion> = Vec::with_capacity(criteria.len());
        for &criterion in criteria {
            if !once.contains(&criterion) {
                once.push(criterion);
            }
        }
        Pareto { metric: self, from, to, criteria: once, budget: Budget::steps(1_000_000) }
    }

    /// What each open arc has of some kind, as positions in the ordered list of all there are; and
    /// their number.
    pub(super) fn members<K: Ord + Copy>(&self, of: impl Fn(ArcId) -> Vec<K>) -> (Vec<Vec<usize>>, usize) {
        let arcs = 0..u32::try_from(self.network().arcs().steps.len()).unwrap_or(u32::MAX);
        let is_open = |arc: &ArcId| self.cost(*arc) != Cost::INFINITE;
        let each: Vec<Vec<K>> = arcs.map(ArcId).map(|arc| if is_open(&arc) { of(arc) } else { Vec::new() }).collect();
        let all: Vec<K> = each.iter().flatten().copied().collect::<BTreeSet<K>>().into_iter().collect();
        let position = |of: Vec<K>| of.iter().filter_map(|one| all.binary_search(one).ok()).collect();
        (each.into_iter().map(position).collect(), all.len())
    }
}

impl<'m, 'n> Pareto<'m, 'n> {
    /// How many labels may be made; 1,000,000 unless set. A label takes some 150 bytes.
    pub fn budget(mut self, labels: impl Into<Budget<'m>>) -> Self {
        self.budget = labels.into();
        self
    }

    /// Finds the routes.
    ///
    /// # Errors
    /// When emissions are asked for and no assumption gives them for an open link.
    pub fn run(self) -> Result<ParetoSet<'n>, MetricError> {
        let metric = self.metric;
        let mut set = ParetoSet { criteria: self.criteria, routes: Vec::new(), end: End::Exhausted, labels: 0 };
        let Some(ends) = metric.ends(self.from, self.to) else { return Ok(set) };
        if self.from == self.to {
            let route = Route::new(metric, self.from, self.to, &[]);
            set.routes.push(ParetoRoute { route, values: vec![0; set.criteria.len()] });
            return Ok(set);
        }
        let counted = set.criteria.iter().position(|&criterion| criterion == Criterion::Countries);
        let countries =
            |arc: ArcId| metric.parts(arc).into_iter().filter_map(|part| country_of(part.territory)).collect();
        let (members, universe) = if counted.is_some() { metric.members(countries) } else { (Vec::new(), 0) };
        let arcs = metric.network().arcs().steps.len();
        let mut gains = vec![Gain::default(); arcs];
        for (gain, members) in gains.iter_mut().zip(members) {
            gain.members = members;
        }
        for (at, gain) in gains.iter_mut().enumerate() {
            if metric.open_cost(at).is_none() {
                continue;
            }
            let arc = ArcId(u32::try_from(at).unwrap_or(u32::MAX));
            let values = metric.parts(arc).into_iter().map(|part| part.values).sum();
            for (place, &criterion) in set.criteria.iter().enumerate() {
                gain.values[place] = value_of(metric, arc, values, criterion)?;
            }
        }
        let question = Question {
            metric,
            ends,
            gains,
            universe,
            goal: counted.map_or(Goal::Values, Goal::Size),
            budget: self.budget,
            max_stretch: None,
            number: usize::MAX,
        };
        let (found, end, labels) = question.run();
        (set.end, set.labels) = (end, labels);
        set.routes = found
            .into_iter()
            .map(|found| ParetoRoute {
                route: Route::new(metric, self.from, self.to, &found.arcs),
                values: found.values[..set.criteria.len()].to_vec(),
            })
            .collect();
        Ok(set)
    }
}

fn country_of(territory: Territory) -> Option<crate::Country> {
    match territory {
        Territory::Country(country) => Some(country),
        Territory::Sea => None,
    }
}

/// What an arc adds to a criterion; nothing to the number of countries, which is that of a set.
fn value_of(metric: &Metric<'_>, arc: ArcId, values: Values, criterion: Criterion) -> Result<u64, MetricError> {
    let network = metric.network();
    let step = network.arcs().steps[arc.index()];
    Ok(match (criterion, step) {
        (Criterion::Time, _) => values.time.get(),
        (Criterion::Money, _) => values.money.get(),
        (Criterion::Distance, _) => values.distance.get(),
        (Criterion::Emission, _) => metric.emission(arc)?.get(),
        (Criterion::Borders, Step::Link { link, .. }) => network[link].border().is_some().into(),
        (Criterion::GaugeBreaks, Step::Transfer { transfer, .. }) => network[transfer].is_gauge_break().into(),
        (Criterion::Borders | Criterion::GaugeBreaks | Criterion::Countries, _) => 0,
    })
}
