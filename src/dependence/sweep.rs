//! Everything closed in turn, for many pairs of places and several objectives at once.

mod closers;
mod plain;
mod quick;

use std::ops::Range;

use super::{Scope, Verdict};
use crate::cost::{Cost, CostModel, Metric, MetricError, Objective};
use crate::hierarchy::Hierarchy;
use crate::network::{Network, PlaceId};
use crate::scenario::{Scenario, Target};
use closers::Closers;
use plain::FromHere;
use quick::Quick;

/// Pairs times closures that are asked at once over a hierarchy: 16 bytes each where a closure changes the
/// way of a pair, which few do.
const AT_ONCE: usize = 1 << 24;

/// Asks what each of many closures costs many pairs of places; made by [`Network::sweep`].
#[derive(Clone, Debug)]
#[must_use]
pub struct SweepQuery<'n> {
    network: &'n Network,
    scenario: Scenario,
    models: Vec<CostModel>,
    pairs: Vec<(PlaceId, PlaceId)>,
    closures: Vec<Vec<Target>>,
    over: Over<'n>,
}

/// What the searches go over.
#[derive(Clone, Debug)]
enum Over<'n> {
    /// A new hierarchy, where it pays with the time that it takes to make.
    WherePays,
    New,
    Made(Hierarchy<'n>),
    /// No hierarchy.
    None,
}

/// A place, and where its pairs lead.
type Origin = (PlaceId, Vec<PlaceId>);

/// A sweep that is ready: units of work, each with its rows, in an order that never changes.
#[derive(Debug)]
pub struct Sweep<'n> {
    network: &'n Network,
    closures: Vec<Vec<Target>>,
    closers: Closers,
    metrics: Vec<Metric<'n>>,
    origins: Vec<Origin>,
    quick: Option<Quick<'n>>,
}

/// One pair of places under one objective, with one thing open and closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SweepRow {
    /// What was minimised.
    pub objective: Objective,
    /// What closes: a position in [`Sweep::closures`].
    pub closure: usize,
    /// Where the way starts.
    pub from: PlaceId,
    /// Where it ends.
    pub to: PlaceId,
    /// The least costs in the whole network.
    pub scope: Scope,
}

impl SweepRow {
    /// What becomes of the pair; `None` when there is no way even before anything closes.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        self.scope.verdict()
    }
}

impl Network {
    /// Asks what closing each of many things, one after the other, costs many pairs of places.
    ///
    /// ```text
    ///   closed         pair              open   closed
    ///   country:KZ     Xi'an → Poti       800      840     one row for each closure, pair and
    ///   country:KZ     Xi'an → Mumbai     410      410     objective; only what a closure cuts
    ///   country:RU     Xi'an → Poti       800      800     off is searched again
    /// ```
    ///
    /// For each objective and origin there is one search over the whole network. A closure that is on
    /// no least way from there changes nothing; another one is searched in the part of the network
    /// that hung on what closes, and nowhere else. Where the network is large and the questions are many,
    /// a [`Hierarchy`](crate::Hierarchy) goes from closure to closure instead, and asks again only for
    /// the pairs on whose ways a weight changes. The answers are exact, and the same.
    ///
    /// # Units
    /// Costs are in the units of each objective.
    ///
    /// # Complexity
    /// O(M · O · ((V + E) log V + C · L log L)) time for M objectives, O origins and C closures, where
    /// L ≤ V + E is what a closure cuts off; O(V + E) space and the rows of one unit. Over a hierarchy, that
    /// of the hierarchy once, and for each objective and closure [`recustomize`](crate::Customized::recustomize)
    /// and a [`cost`](crate::Customized::cost) for each pair whose way changes.
    ///
    /// # Example
    /// ```
    /// use landbridge::{Network, Verdict};
    /// let network = Network::bundled();
    /// let pair = (network.place("Xi'an")?, network.place("Duisburg")?);
    /// let sweep = network.sweep().pairs([pair]).countries().ready()?;
    /// let rows: Vec<_> = sweep.rows().collect();
    /// assert_eq!(rows.len(), sweep.closures().len());
    /// let china = rows.iter().find(|row| sweep.closures()[row.closure][0].to_string() == "country:CN");
    /// assert_eq!(china.unwrap().verdict(), Some(Verdict::Terminal));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Only what was cut off is searched anew: after Ramalingam & Reps 1996,
    /// [doi:10.1006/jagm.1996.0046](https://doi.org/10.1006/jagm.1996.0046); the hierarchy: Dibbelt, Strasser,
    /// Wagner 2016, [doi:10.1145/2886843](https://doi.org/10.1145/2886843)
    pub fn sweep(&self) -> SweepQuery<'_> {
        let (scenario, models) = (Scenario::default(), vec![CostModel::time()]);
        SweepQuery { network: self, scenario, models, pairs: Vec::new(), closures: Vec::new(), over: Over::WherePays }
    }
}

impl<'n> SweepQuery<'n> {
    /// Under this scenario.
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.scenario = scenario;
        self
    }

    /// By these cost models; by time when not given.
    pub fn models(mut self, models: &[CostModel]) -> Self {
        self.models = models.to_vec();
        self
    }

    /// From and to these places. A pair that was given before counts once.
    pub fn pairs(mut self, pairs: impl IntoIterator<Item = (PlaceId, PlaceId)>) -> Self {
        self.pairs.extend(pairs);
        self
    }

    /// With these targets closed together.
    pub fn closing(mut self, targets: &[Target]) -> Self {
        self.closures.push(targets.to_vec());
        self
    }

    /// With each country closed in turn.
    pub fn countries(mut self) -> Self {
        let countries = self.network.countries();
        self.closures.extend(countries.map(|country| vec![Target::Country(country)]));
        self
    }

    /// With each border closed in turn.
    pub fn borders(mut self) -> Self {
        let borders = self.network.borders().map(|(_, border)| vec![Target::Border(border.id.clone())]);
        self.closures.extend(borders);
        self
    }

    /// With each passage closed in turn.
    pub fn passages(mut self) -> Self {
        let passages = self.network.passages().map(|(_, passage)| vec![Target::Passage(passage.id.clone())]);
        self.closures.extend(passages);
        self
    }

    /// And with each two of the closures given so far closed together.
    pub fn and_pairs_of_them(mut self) -> Self {
        let single = self.closures.len();
        for a in 0..single {
            for b in a + 1..single {
                self.closures.push([&self.closures[a][..], &self.closures[b]].concat());
            }
        }
        self
    }

    /// Over a [`Hierarchy`](crate::Hierarchy) of the network, or not. The rows are the same; when not told,
    /// it is taken where it pays with the time that it takes to make.
    pub fn over_hierarchy(mut self, yes: bool) -> Self {
        self.over = if yes { Over::New } else { Over::None };
        self
    }

    /// Over a hierarchy of the network that was made before, as from an order that was kept: see
    /// [`Hierarchy::write_order`].
    ///
    /// # Panics
    /// On a hierarchy of another network.
    pub fn over(mut self, hierarchy: &Hierarchy<'n>) -> Self {
        assert!(std::ptr::eq(self.network, hierarchy.network()), "a hierarchy of another network");
        self.over = Over::Made(hierarchy.clone());
        self
    }

    /// Makes the metrics, finds what each closure closes, and makes a hierarchy where it pays.
    ///
    /// # Errors
    /// When a target names nothing in the network, or no metric can be made of it.
    pub fn ready(self) -> Result<Sweep<'n>, MetricError> {
        let Self { network, scenario, models, pairs, closures, over } = self;
        let metrics = models.iter().map(|model| network.metric(&scenario, model)).collect::<Result<_, _>>()?;
        let (closers, closures) = Closers::new(network, &closures)?;
        let mut at = std::collections::HashMap::new();
        let mut seen = std::collections::HashSet::new();
        let mut origins: Vec<Origin> = Vec::new();
        for (from, to) in pairs.into_iter().filter(|&pair| seen.insert(pair)) {
            let at = *at.entry(from).or_insert_with(|| {
                origins.push((from, Vec::new()));
                origins.len() - 1
            });
            origins[at].1.push(to);
        }
        let hierarchy = match over {
            Over::Made(hierarchy) => Some(hierarchy),
            Over::New => Some(network.hierarchy()),
            Over::None => None,
            Over::WherePays => Quick::pays(network, models.len() * origins.len()).then(|| network.hierarchy()),
        };
        let quick = hierarchy.map(|hierarchy| Quick::new(hierarchy, &closers));
        Ok(Sweep { network, closures, closers, metrics, origins, quick })
    }
}

impl<'n> Sweep<'n> {
    /// The network.
    #[must_use]
    pub fn network(&self) -> &'n Network {
        self.network
    }

    /// What closes, each a set of targets by the ids that the network knows them by.
    #[must_use]
    pub fn closures(&self) -> &[Vec<Target>] {
        &self.closures
    }

    /// The number of units of work: one for each objective and origin.
    #[must_use]
    pub fn units(&self) -> usize {
        self.metrics.len() * self.origins.len()
    }

    /// All rows, unit by unit. To keep each unit apart call [`Sweep::unit`] or [`Sweep::several`].
    pub fn rows(&self) -> impl Iterator<Item = SweepRow> {
        let (all, batch) = (self.units(), self.batch());
        (0..all).step_by(batch).flat_map(move |first| self.several(first..all.min(first + batch))).flatten()
    }

    /// The number of units that [`Sweep::several`] is best asked for at once: enough to keep all cores at
    /// work, and over a hierarchy many, for each closure is then taken on once for all of them.
    #[must_use]
    pub fn batch(&self) -> usize {
        let cores = if cfg!(feature = "rayon") { 4 * quick::threads() } else { 1 };
        let pairs: usize = self.origins.iter().map(|(_, destinations)| destinations.len()).sum();
        let rows = self.closures.len() * pairs.div_ceil(self.origins.len().max(1));
        if self.quick.is_some() { cores.max(AT_ONCE / rows.max(1)) } else { cores }
    }

    /// The rows of some units, unit by unit; with the feature `rayon` on all cores, with the same rows.
    ///
    /// # Panics
    /// When there are not so many units.
    pub fn several(&self, units: Range<usize>) -> impl Iterator<Item = Vec<SweepRow>> {
        assert!(units.end <= self.units(), "units {units:?} of a sweep of {}", self.units());
        let (plain, quick) = match &self.quick {
            None => (self.plainly(units), None),
            Some(quick) => (Vec::new(), Some(self.quickly(quick, units))),
        };
        plain.into_iter().chain(quick.into_iter().flatten())
    }

    /// The rows of one unit of work: closure by closure, in each the destinations as they were given.
    ///
    /// # Panics
    /// When there is no such unit.
    #[must_use]
    pub fn unit(&self, unit: usize) -> Vec<SweepRow> {
        self.several(unit..unit + 1).flatten().collect()
    }

    /// Some units, each by searches from its origin.
    fn plainly(&self, units: Range<usize>) -> Vec<Vec<SweepRow>> {
        let rows = |unit: usize| {
            let (from, destinations) = &self.origins[unit % self.origins.len()];
            let mut from_here = FromHere::new(self, &self.metrics[unit / self.origins.len()], *from, destinations);
            (0..self.closures.len()).flat_map(|closure| from_here.rows(closure)).collect()
        };
        #[cfg(feature = "rayon")]
        {
            use rayon::prelude::*;
            units.into_par_iter().map(rows).collect()
        }
        #[cfg(not(feature = "rayon"))]
        units.map(rows).collect()
    }

    /// Some units over a hierarchy, those of each metric together.
    fn quickly(&self, quick: &Quick<'n>, units: Range<usize>) -> impl Iterator<Item = Vec<SweepRow>> {
        let all = self.origins.len();
        let of_metric = move |at: usize, unit: usize| unit.clamp(at * all, (at + 1) * all) - at * all;
        let asked = (0..)
            .zip(&self.metrics)
            .map(move |(at, metric)| (metric, &self.origins[of_metric(at, units.start)..of_metric(at, units.end)]));
        asked
            .filter(|(_, origins)| !origins.is_empty())
            .flat_map(|(metric, origins)| quick.answers(self, metric, origins).rows(self, metric, origins))
    }

    /// The rows of a closure from one origin, as if it were on no way from there.
    fn untouched(
        &self,
        metric: &Metric<'_>,
        closure: usize,
        from: PlaceId,
        (destinations, open): (&[PlaceId], &[Cost]),
    ) -> Vec<SweepRow> {
        let (objective, at_origin) = (metric.objective(), self.closers.holds(closure, self.network, from));
        let row = |(&to, &open)| {
            let terminal = at_origin || self.closers.holds(closure, self.network, to);
            let scope = Scope { open, closed: if terminal { Cost::INFINITE } else { open }, terminal };
            SweepRow { objective, closure, from, to, scope }
        };
        destinations.iter().zip(open).map(row).collect()
    }
}
