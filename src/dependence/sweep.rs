//! Everything closed in turn, for many pairs of places and several objectives at once.

mod closers;

use std::ops::Range;

use super::{Scope, Verdict};
use crate::cost::{CostModel, Metric, MetricError, Objective};
use crate::network::{Network, PlaceId};
use crate::redundancy::Regrowth;
use crate::scenario::{Scenario, Target};
use closers::Closers;

/// Asks what each of many closures costs many pairs of places; made by [`Network::sweep`].
#[derive(Clone, Debug)]
#[must_use]
pub struct SweepQuery<'n> {
    network: &'n Network,
    scenario: Scenario,
    models: Vec<CostModel>,
    pairs: Vec<(PlaceId, PlaceId)>,
    closures: Vec<Vec<Target>>,
}

/// A sweep that is ready: units of work, each with its rows, in an order that never changes.
#[derive(Debug)]
pub struct Sweep<'n> {
    network: &'n Network,
    closures: Vec<Vec<Target>>,
    closers: Closers,
    metrics: Vec<Metric<'n>>,
    origins: Vec<(PlaceId, Vec<PlaceId>)>,
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
    /// that hung on what closes, and nowhere else. The answers are exact.
    ///
    /// # Units
    /// Costs are in the units of each objective.
    ///
    /// # Complexity
    /// O(M · O · ((V + E) log V + C · L log L)) time for M objectives, O origins and C closures, where
    /// L ≤ V + E is what a closure cuts off; O(V + E) space and the rows of one unit.
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
    /// [doi:10.1006/jagm.1996.0046](https://doi.org/10.1006/jagm.1996.0046)
    pub fn sweep(&self) -> SweepQuery<'_> {
        let (scenario, models) = (Scenario::default(), vec![CostModel::time()]);
        SweepQuery { network: self, scenario, models, pairs: Vec::new(), closures: Vec::new() }
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

    /// Makes the metrics and finds what each closure closes.
    ///
    /// # Errors
    /// When a target names nothing in the network, or no metric can be made of it.
    pub fn ready(self) -> Result<Sweep<'n>, MetricError> {
        let Self { network, scenario, models, pairs, closures } = self;
        let metrics = models.iter().map(|model| network.metric(&scenario, model)).collect::<Result<_, _>>()?;
        let (closers, closures) = Closers::new(network, &closures)?;
        let mut at = std::collections::HashMap::new();
        let mut seen = std::collections::HashSet::new();
        let mut origins: Vec<(PlaceId, Vec<PlaceId>)> = Vec::new();
        for (from, to) in pairs.into_iter().filter(|&pair| seen.insert(pair)) {
            let at = *at.entry(from).or_insert_with(|| {
                origins.push((from, Vec::new()));
                origins.len() - 1
            });
            origins[at].1.push(to);
        }
        Ok(Sweep { network, closures, closers, metrics, origins })
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

    /// All rows, unit by unit. To keep each unit apart, or to have several at work, call
    /// [`Sweep::unit`] or [`Sweep::several`].
    pub fn rows(&self) -> impl Iterator<Item = SweepRow> {
        (0..self.units()).flat_map(|unit| self.unit(unit))
    }

    /// The rows of some units, unit by unit; with the feature `rayon` on all cores, with the same rows.
    ///
    /// # Panics
    /// When there are not so many units.
    #[must_use]
    pub fn several(&self, units: Range<usize>) -> Vec<Vec<SweepRow>> {
        #[cfg(feature = "rayon")]
        {
            use rayon::prelude::*;
            units.into_par_iter().map(|unit| self.unit(unit)).collect()
        }
        #[cfg(not(feature = "rayon"))]
        units.map(|unit| self.unit(unit)).collect()
    }

    /// The rows of one unit of work: closure by closure, in each the destinations as they were given.
    ///
    /// # Panics
    /// When there is no such unit.
    #[must_use]
    pub fn unit(&self, unit: usize) -> Vec<SweepRow> {
        assert!(unit < self.units(), "unit {unit} of a sweep of {}", self.units());
        let metric = &self.metrics[unit / self.origins.len()];
        let (from, destinations) = &self.origins[unit % self.origins.len()];
        let mut from_here = FromHere::new(self, metric, *from, destinations);
        (0..self.closures.len()).flat_map(|closure| from_here.rows(closure)).collect()
    }
}

/// One unit of work.
struct FromHere<'q, 'n> {
    sweep: &'q Sweep<'n>,
    metric: &'q Metric<'n>,
    from: PlaceId,
    destinations: &'q [PlaceId],
    open: Vec<crate::Cost>,
    regrowth: Regrowth<'q, 'n>,
    /// The destinations whose least way each closer closes, and the stops that the tree enters by it.
    met: Vec<Vec<u32>>,
    enters: Vec<Vec<u32>>,
    shut: Vec<bool>,
}

impl<'q, 'n> FromHere<'q, 'n> {
    fn new(sweep: &'q Sweep<'n>, metric: &'q Metric<'n>, from: PlaceId, destinations: &'q [PlaceId]) -> Self {
        let regrowth = Regrowth::new(metric, from);
        let closers = &sweep.closers;
        let mut met = vec![Vec::new(); closers.len()];
        for (at, &to) in (0_u32..).zip(destinations) {
            for closer in regrowth.arcs_to(to).into_iter().flat_map(|arc| closers.of_arc(arc as usize)) {
                let met: &mut Vec<u32> = &mut met[*closer as usize];
                if met.last() != Some(&at) {
                    met.push(at);
                }
            }
        }
        let mut enters = vec![Vec::new(); closers.len()];
        for (stop, arc) in regrowth.arcs() {
            for &closer in closers.of_arc(arc as usize) {
                enters[closer as usize].push(stop);
            }
        }
        let open = destinations.iter().map(|&to| regrowth.open(to)).collect();
        let shut = vec![false; closers.len()];
        Self { sweep, metric, from, destinations, open, regrowth, met, enters, shut }
    }

    fn rows(&mut self, closure: usize) -> Vec<SweepRow> {
        let Self { sweep, from, destinations, .. } = *self;
        let objective = self.metric.objective();
        let at_origin = sweep.closers.holds(closure, sweep.network, from);
        let scope = |&to: &PlaceId, open| {
            let terminal = at_origin || sweep.closers.holds(closure, sweep.network, to);
            Scope { open, closed: if terminal { crate::Cost::INFINITE } else { open }, terminal }
        };
        let mut scopes: Vec<Scope> = destinations.iter().zip(&self.open).map(|(to, &open)| scope(to, open)).collect();
        let closers = sweep.closers.of_closure(closure);
        let mut met: Vec<u32> = closers.iter().flat_map(|&closer| &self.met[closer as usize]).copied().collect();
        met.sort_unstable();
        met.dedup();
        met.retain(|&at| !scopes[at as usize].terminal);
        if !met.is_empty() {
            let places: Vec<PlaceId> = met.iter().map(|&at| destinations[at as usize]).collect();
            for &closer in closers {
                self.shut[closer as usize] = true;
            }
            let is_closed = |arc| sweep.closers.of_arc(arc).iter().any(|&closer| self.shut[closer as usize]);
            let cut = closers.iter().flat_map(|&closer| &self.enters[closer as usize]).copied();
            for (at, cost) in met.into_iter().zip(self.regrowth.without(cut, is_closed, &places)) {
                scopes[at as usize].closed = cost;
            }
            for &closer in closers {
                self.shut[closer as usize] = false;
            }
        }
        let row = |(&to, scope)| SweepRow { objective, closure, from, to, scope };
        destinations.iter().zip(scopes).map(row).collect()
    }
}
