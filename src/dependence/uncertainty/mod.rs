//! How sure the verdicts are: the same question in many possible worlds.

mod field;
mod ranking;
mod sample;
mod statistics;

pub use ranking::{CountryRank, Ranking};
pub use statistics::Spread;

use super::{Dependence, Scope, Verdict};
use crate::cost::{MetricError, Objective, factors};
use crate::network::{CorridorId, Network, Quantity};
use crate::scenario::Target;
use sample::{Desk, Scopes, Study};
use statistics::{ranks, shared_variance};

/// Asks a [`Dependence`] query again and again, with the values of [`Draw`](crate::Draw)s.
///
/// ```text
///   draw 0   draw 1   draw 2  …             each draw: one value an assumption, one length a link
///     │        │        │                   → one metric → the three scopes of each corridor
///     ▼        ▼        ▼
///   D = .21  D = .25  D = .18  …   →   5 % ├──── median ────┤ 95 %
/// ```
///
/// What is uncertain is a speed, price, dwell, fee or length, never whether a line is open: so
/// *terminal* and *indispensable* hold in all draws or in none, and *unused* and *avoidable* may turn
/// into each other.
///
/// # Units
/// Dependence in \[0, 1\]; premiums as ratios.
///
/// # Complexity
/// O(draws · T · (V + E) log V) time for T distinct destinations of corridors, each over its line,
/// its family and the whole network; O(draws · (corridors + factors)) space. With the feature `rayon`
/// draws are shared by all cores; the answer is the same.
///
/// # Example
/// ```
/// use landbridge::{Dependence, Network};
/// let network = Network::bundled();
/// let query = Dependence::on(&network)
///     .hub("country:KZ".parse()?)
///     .corridor(network.corridors().find(|(_, row)| row.family == "New Eurasian Land Bridge").unwrap().0);
/// let intervals = query.intervals(20, 1)?;
/// let dependence = intervals.rows[0].network.dependence.unwrap();
/// assert!(0.0 < dependence.low && dependence.low <= dependence.median && dependence.median <= dependence.high);
/// assert_eq!(intervals, query.intervals(20, 1)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # References
/// A*: Hart, Nilsson, Raphael 1968, [doi:10.1109/TSSC.1968.300136](https://doi.org/10.1109/TSSC.1968.300136)
#[derive(Clone, Copy)]
#[must_use]
pub struct Draws<'q, 'n> {
    query: &'q Dependence<'n>,
    count: u32,
    seed: u64,
    watch: Option<&'q (dyn Fn() + Sync)>,
}

impl std::fmt::Debug for Draws<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draws")
            .field("query", self.query)
            .field("count", &self.count)
            .field("seed", &self.seed)
            .finish()
    }
}

/// What the draws say of one scope of a corridor.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct ScopeInterval {
    /// With every assumption at its likely value.
    pub likely: Scope,
    /// `D` over the draws; `None` where it is no question.
    pub dependence: Option<Spread>,
    /// The premium over the draws; `None` where there is no replacement.
    pub premium: Option<Spread>,
}

/// An assumption or length, and its share in what is uncertain.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Driver {
    /// Id of the assumption, or of the link.
    pub id: String,
    /// What it is a value of; `None` for the length of a link.
    pub quantity: Option<Quantity>,
    /// The squared rank correlation (Spearman) of its value and the dependence over the draws: the
    /// share of the variance of ranks that a straight line explains. Exact where the dependence rises
    /// or falls with the value; what many values do only together is in no share, so that shares need
    /// not add up to one.
    pub share: f64,
}

/// What the draws say of one corridor.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CorridorIntervals {
    /// The corridor.
    pub corridor: CorridorId,
    /// The verdict at the likely values; `None` when there is no way.
    pub verdict: Option<Verdict>,
    /// The share of draws with each verdict: terminal, unused, avoidable, indispensable. All 0 when
    /// there is no way.
    pub chances: [f64; 4],
    /// Along the corridor's own links.
    pub line: ScopeInterval,
    /// Over the links of all corridors of the family.
    pub family: ScopeInterval,
    /// In the whole network.
    pub network: ScopeInterval,
    /// What drives the dependence in the whole network, greatest first. A share below 15/(draws − 1)
    /// is left out: chance alone gives one in ten thousand values as much.
    pub drivers: Vec<Driver>,
}

/// The answer of [`Draws::intervals`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Intervals {
    /// The hub, by the ids that the network knows it by.
    pub hub: Vec<Target>,
    /// The year of the scenario.
    pub year: u16,
    /// What was minimised.
    pub objective: Objective,
    /// How many draws.
    pub draws: u32,
    /// The seed they were made from.
    pub seed: u64,
    /// One row a corridor, in the order of `corridor.csv`.
    pub rows: Vec<CorridorIntervals>,
    /// The mean dependence of all corridors that are not terminal and have a way: along the line,
    /// within the family, in the whole network.
    pub mean: [Option<Spread>; 3],
    /// What drives the mean in the whole network.
    pub drivers: Vec<Driver>,
}

impl<'n> Dependence<'n> {
    /// The query in this many draws from a seed: [`Draws`] has what can be asked.
    pub fn draws(&self, count: u32, seed: u64) -> Draws<'_, 'n> {
        Draws { query: self, count, seed, watch: None }
    }

    /// The 5–95 % intervals of dependence and premium: see [`Draws::intervals`].
    ///
    /// # Errors
    /// As [`Dependence::run`].
    pub fn intervals(&self, draws: u32, seed: u64) -> Result<Intervals, MetricError> {
        self.draws(draws, seed).intervals()
    }

    /// How sure the order of the countries is: see [`Draws::ranking`].
    ///
    /// # Errors
    /// As [`Dependence::run`].
    pub fn ranking(&self, draws: u32, seed: u64) -> Result<Ranking, MetricError> {
        self.draws(draws, seed).ranking()
    }
}

impl<'q> Draws<'q, '_> {
    /// Calls this after each draw, from whichever thread did it.
    pub fn watch(self, watch: &'q (dyn Fn() + Sync)) -> Self {
        Self { watch: Some(watch), ..self }
    }

    /// The 5–95 % intervals of dependence and premium, the chance of each verdict, and which
    /// assumptions drive them. Without a draw there are no intervals.
    ///
    /// # Errors
    /// When a target names nothing in the network, or no metric can be made of it.
    pub fn intervals(self) -> Result<Intervals, MetricError> {
        let study = Study::new(self.query)?;
        let likely = study.scopes(&mut Desk::default(), None)?;
        let samples = self.each(|desk, number| study.scopes(desk, Some((self.seed, number))))?;
        let network = self.query.network;
        let objective = study.likely.objective();
        let factors = self.factors(network, objective);
        let row = |at: usize, corridor| self.row(at, corridor, &likely, &samples, &factors);
        let mean_of = |scope: usize| {
            let means: Vec<f64> = samples.iter().filter_map(|sample| mean(sample, scope)).collect();
            Spread::of(&means)
        };
        let means: Vec<Option<f64>> = samples.iter().map(|sample| mean(sample, 2)).collect();
        Ok(Intervals {
            hub: network.select(&self.query.hub)?.targets().to_vec(),
            year: study.likely.year(),
            objective,
            draws: self.count,
            seed: self.seed,
            rows: study.corridors.iter().enumerate().map(|(at, &corridor)| row(at, corridor)).collect(),
            mean: [0, 1, 2].map(mean_of),
            drivers: drivers(&factors, &means),
        })
    }

    fn row(
        &self,
        at: usize,
        corridor: CorridorId,
        likely: &[Scopes],
        samples: &[Vec<Scopes>],
        factors: &[Ranked<'_>],
    ) -> CorridorIntervals {
        let scope = |scope: usize| {
            let of = |value: fn(&Scope) -> Option<f64>| -> Option<Spread> {
                let values: Option<Vec<f64>> = samples.iter().map(|sample| value(&sample[at][scope])).collect();
                Spread::of(&values?)
            };
            ScopeInterval { likely: likely[at][scope], dependence: of(Scope::dependence), premium: of(Scope::premium) }
        };
        let mut counts = [0_u32; 4];
        samples.iter().filter_map(|sample| sample[at][2].verdict()).for_each(|verdict| counts[verdict as usize] += 1);
        let values: Vec<Option<f64>> = samples.iter().map(|sample| sample[at][2].dependence()).collect();
        CorridorIntervals {
            corridor,
            verdict: likely[at][2].verdict(),
            chances: counts.map(|count| f64::from(count) / f64::from(self.count.max(1))),
            line: scope(0),
            family: scope(1),
            network: scope(2),
            drivers: drivers(factors, &values),
        }
    }

    /// The ranks of each factor's values over the draws.
    fn factors<'f>(&self, network: &'f Network, objective: Objective) -> Vec<Ranked<'f>> {
        factors(network, objective)
            .map(|factor| {
                let positions: Vec<u64> =
                    (0..u64::from(self.count)).map(|number| factor.position(self.seed, number)).collect();
                Ranked { id: factor.id, quantity: factor.quantity, ranks: ranks(&positions, u64::cmp) }
            })
            .collect()
    }

    /// The results of all draws, in order.
    fn each<T: Send>(
        &self,
        one: impl Fn(&mut Desk, u64) -> Result<T, MetricError> + Sync,
    ) -> Result<Vec<T>, MetricError> {
        let watched = |desk: &mut Desk, number: u32| {
            let result = one(desk, u64::from(number));
            self.watch.iter().for_each(|watch| watch());
            result
        };
        #[cfg(feature = "rayon")]
        let results: Vec<Result<T, MetricError>> = {
            use rayon::prelude::*;
            (0..self.count).into_par_iter().map_init(Desk::default, watched).collect()
        };
        #[cfg(not(feature = "rayon"))]
        let results: Vec<Result<T, MetricError>> = {
            let mut desk = Desk::default();
            (0..self.count).map(|number| watched(&mut desk, number)).collect()
        };
        results.into_iter().collect()
    }
}

/// A factor with the rank of its value in each draw.
struct Ranked<'f> {
    id: &'f str,
    quantity: Option<Quantity>,
    ranks: Vec<u64>,
}

/// The mean dependence over the corridors where it is a question.
fn mean(sample: &[Scopes], scope: usize) -> Option<f64> {
    let values = sample.iter().filter_map(|scopes| scopes[scope].dependence());
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

fn drivers(factors: &[Ranked<'_>], values: &[Option<f64>]) -> Vec<Driver> {
    let Some(values) = values.iter().copied().collect::<Option<Vec<f64>>>().filter(|values| values.len() > 1) else {
        return Vec::new();
    };
    let noise = 15.0 / (crate::units::to_float(values.len() as u64) - 1.0);
    let ranks = ranks(&values, f64::total_cmp);
    let share = |factor: &Ranked<'_>| shared_variance(&factor.ranks, &ranks);
    let mut drivers: Vec<Driver> = factors
        .iter()
        .map(|factor| Driver { id: factor.id.to_owned(), quantity: factor.quantity, share: share(factor) })
        .filter(|driver| driver.share >= noise)
        .collect();
    drivers.sort_by(|a, b| b.share.total_cmp(&a.share));
    drivers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drivers_share_more_variance_than_chance_would() {
        let mut seed = 3_u64;
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            seed >> 40
        };
        let mut told = 0;
        for draws in (2..90_u32).filter(|draws| draws % 4 != 0) {
            let values: Vec<u64> = (0..draws).map(|_| next()).collect();
            // from the values themselves to something else altogether
            let drawn: Vec<Vec<u64>> =
                (0..6).map(|part| values.iter().map(|value| (5 - part) * value + part * next()).collect()).collect();
            let factors: Vec<Ranked<'_>> = ["0", "1", "2", "3", "4", "5"]
                .into_iter()
                .zip(&drawn)
                .map(|(id, values)| Ranked { id, quantity: None, ranks: ranks(values, u64::cmp) })
                .collect();
            let floats: Vec<Option<f64>> = values.iter().map(|&value| Some(crate::units::to_float(value))).collect();
            let n = f64::from(draws);
            let of = |values: &[u64], one: u64| values.iter().filter(|value| **value < one).count();
            // Spearman's formula, for values none of which are equal
            let mut expected: Vec<(f64, String)> = drawn
                .iter()
                .enumerate()
                .map(|(id, own)| {
                    let apart = own.iter().zip(&values).map(|(&a, &b)| of(own, a).abs_diff(of(&values, b)).pow(2));
                    let apart = crate::units::to_float(apart.sum::<usize>() as u64);
                    let rho = 1.0 - 6.0 * apart / (n * (n * n - 1.0));
                    (rho * rho, id.to_string())
                })
                .filter(|(share, _)| *share >= 15.0 / (n - 1.0))
                .collect();
            expected.sort_by(|a, b| b.0.total_cmp(&a.0));
            let found = drivers(&factors, &floats);
            assert_eq!(
                found.iter().map(|one| &one.id).collect::<Vec<_>>(),
                expected.iter().map(|one| &one.1).collect::<Vec<_>>()
            );
            assert!(found.iter().zip(&expected).all(|(one, other)| (one.share - other.0).abs() < 1e-9));
            told += usize::from((1..6).contains(&found.len()));
            let unknown: Vec<Option<f64>> = floats.iter().copied().chain([None]).collect();
            assert!(drivers(&factors, &unknown).is_empty());
        }
        assert!(told > 20, "{told}");
        assert!(drivers(&[], &[Some(1.0)]).is_empty() && drivers(&[], &[]).is_empty());
    }
}
