//! How sure the order of the countries is.

use super::sample::{Desk, Study};
use super::{Draws, Spread};
use crate::Country;
use crate::cost::MetricError;

/// A country among those that corridors depend on.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CountryRank {
    /// The country.
    pub country: Country,
    /// The mean dependence on it in the whole network, over the corridors with both ends outside
    /// it, with every assumption at its likely value.
    pub likely: f64,
    /// The mean dependence over the draws; `None` without a draw.
    pub dependence: Option<Spread>,
    /// The share of draws in which no country is depended on more.
    pub first: f64,
}

/// The answer of [`Draws::ranking`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Ranking {
    /// How many draws.
    pub draws: u32,
    /// The seed they were made from.
    pub seed: u64,
    /// The countries that some corridor depends on at the likely values or in a draw, in order of
    /// the likely mean, then of the code.
    pub countries: Vec<CountryRank>,
    /// At `k`: the share of draws in which the first `k + 1` countries are others, or in another
    /// order, than at the likely values. Never falls with `k`.
    pub changed: Vec<f64>,
}

impl Draws<'_, '_> {
    /// The countries by the mean dependence on them in the whole network, and how often their order
    /// changes. The hub of the query has no part in it.
    ///
    /// # Errors
    /// When the scenario names something that is not in the network, or no metric can be made of it.
    ///
    /// ```
    /// use landbridge::{Dependence, Network};
    /// let network = Network::bundled();
    /// let corridor = network.corridors().find(|(_, row)| row.family == "New Eurasian Land Bridge").unwrap().0;
    /// let ranking = Dependence::on(&network).corridor(corridor).ranking(10, 1)?;
    /// assert!(ranking.countries.windows(2).all(|pair| pair[0].likely >= pair[1].likely));
    /// assert!(ranking.changed.is_sorted());
    /// # Ok::<(), landbridge::MetricError>(())
    /// ```
    pub fn ranking(self) -> Result<Ranking, MetricError> {
        let study = Study::new(self.query)?;
        let likely = study.by_country(&mut Desk::default(), None)?;
        let samples = self.each(|desk, number| study.by_country(desk, Some((self.seed, number))))?;
        let value = |sample: &[Option<f64>], at: usize| sample[at].unwrap_or_default();
        let matters = |at: &usize| samples.iter().chain([&likely]).any(|sample| value(sample, *at) > 0.0);
        let chosen: Vec<usize> = (0..study.countries.len()).filter(matters).collect();
        // a stable sort: among equals, the order of the codes
        let order_of = |sample: &[Option<f64>]| {
            let mut order = chosen.clone();
            order.sort_by(|&a, &b| value(sample, b).total_cmp(&value(sample, a)));
            order
        };
        let order = order_of(&likely);
        let mut changes = vec![0_u32; order.len()];
        for sample in &samples {
            let same = order_of(sample).iter().zip(&order).take_while(|(a, b)| a == b).count();
            changes[same..].iter_mut().for_each(|count| *count += 1);
        }
        let share = |count: u32| f64::from(count) / f64::from(self.count.max(1));
        let rank = |&at: &usize| {
            let values: Vec<f64> = samples.iter().map(|sample| value(sample, at)).collect();
            let is_first =
                |sample: &&Vec<Option<f64>>| chosen.iter().all(|&other| value(sample, other) <= value(sample, at));
            let first = samples.iter().filter(is_first).map(|_| 1_u32).sum();
            CountryRank {
                country: study.countries[at],
                likely: value(&likely, at),
                dependence: Spread::of(&values),
                first: share(first),
            }
        };
        Ok(Ranking {
            draws: self.count,
            seed: self.seed,
            countries: order.iter().map(rank).collect(),
            changed: changes.into_iter().map(share).collect(),
        })
    }
}
