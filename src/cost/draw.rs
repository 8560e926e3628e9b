//! One possible world: a value for each assumption and a length for each link, within their ranges.

use std::sync::Arc;

use super::{Metric, MetricError, Objective};
use crate::Distance;
use crate::network::{Assumption, Extent, Link, LinkId, Network, Quantity};
use crate::units::to_float;

/// A value for each assumption and a length for each link of one network.
///
/// A value is drawn from the triangular distribution with the least value `low`, the mode `likely`
/// and the greatest value `high`; a link's length likewise, where figures conflict or are assumed
/// ([`Link::length_range`]). Each is drawn on its own: rows of the same source do not move together.
///
/// ```text
///        ▁▃▅█▆▅▄▃▂▁
///      low  likely   high        one uniform number u in (0, 1) gives one value, rising with u
/// ```
///
/// The uniform numbers are counted, not fed on: number `k` of an assumption or link is the `k`-th
/// output of a `SplitMix64` generator whose start is made of the seed and the row's id. So a draw
/// depends on no other draw, and a row that is added to a table changes no other row's values.
///
/// ```
/// use landbridge::{CostModel, Draw, Network, Scenario};
/// let network = Network::bundled();
/// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
/// let other_world = metric.drawn(&Draw::new(&network, 1, 0))?;
/// let (from, to) = (network.place("Xi'an")?, network.place("Duisburg")?);
/// assert_ne!(other_world.shortest(from, to).unwrap().cost(), metric.shortest(from, to).unwrap().cost());
/// assert_eq!(Draw::new(&network, 1, 0), Draw::new(&network, 1, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # References
/// `SplitMix64`: Steele, Lea, Flood 2014, [doi:10.1145/2660193.2660195](https://doi.org/10.1145/2660193.2660195)
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    values: Vec<f64>,
    lengths: Vec<Distance>,
}

impl Draw {
    /// The draw with this number, of those that a seed gives.
    #[must_use]
    pub fn new(network: &Network, seed: u64, number: u64) -> Self {
        Self {
            values: network.assumptions().iter().map(|row| value(row, uniform(seed, &row.id, number))).collect(),
            lengths: network.links().map(|(_, link)| length(link, uniform(seed, &link.id, number))).collect(),
        }
    }

    /// Every assumption at its likely value, every link at its length.
    ///
    /// ```
    /// use landbridge::{CostModel, Draw, Network, Scenario};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let same = metric.drawn(&Draw::likely(&network))?;
    /// assert!(network.arc_ids().all(|arc| same.cost(arc) == metric.cost(arc)));
    /// # Ok::<(), landbridge::MetricError>(())
    /// ```
    #[must_use]
    pub fn likely(network: &Network) -> Self {
        Self {
            values: network.assumptions().iter().map(|row| row.likely).collect(),
            lengths: network.links().map(|(_, link)| link.length).collect(),
        }
    }

    /// The values, in order of [`Network::assumptions`].
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The length of a link.
    ///
    /// # Panics
    /// On a link of another network.
    #[must_use]
    pub fn length(&self, link: LinkId) -> Distance {
        self.lengths[link.index()]
    }

    /// The territories of a link at its drawn length; a border splits it in the same proportion.
    pub(super) fn extent(&self, id: LinkId, link: &Link) -> Extent {
        let length = self.length(id);
        match link.extent {
            Extent::Across { from, to, from_length } if length != link.length => {
                let share = to_float(from_length.get()) / to_float(link.length.get());
                let from_length = length.scaled(share).unwrap_or(length).min(length);
                Extent::Across { from, to, from_length }
            }
            same => same,
        }
    }
}

impl Metric<'_> {
    /// The same question in another possible world: what is open is spent anew with the values of a
    /// draw; what is closed or left out stays so.
    ///
    /// # Complexity
    /// O(links + transfers).
    ///
    /// # Errors
    /// When the costs are too large to add up.
    ///
    /// # Panics
    /// When the draw is of another network.
    pub fn drawn(&self, draw: &Draw) -> Result<Self, MetricError> {
        let mut metric = self.clone();
        metric.rates.set(draw.values())?;
        metric.draw = Some(Arc::new(draw.clone()));
        metric.costs = metric.spend(|at| self.is_open(at))?;
        Ok(metric)
    }
}

/// A number that what is uncertain is drawn by.
pub(crate) struct Factor<'n> {
    /// Id of the assumption, or of the link whose length it is.
    pub(crate) id: &'n str,
    /// What it is a value of; `None` for a length.
    pub(crate) quantity: Option<Quantity>,
}

impl Factor<'_> {
    /// The position of a draw's value in the range, as an integer that rises with it.
    pub(crate) fn position(&self, seed: u64, number: u64) -> u64 {
        bits(seed, self.id, number)
    }
}

/// What has a range and can change the costs of an objective: assumptions, then links.
pub(crate) fn factors(network: &Network, objective: Objective) -> impl Iterator<Item = Factor<'_>> {
    let assumptions = network
        .assumptions()
        .iter()
        .filter(move |row| row.low < row.high && counts(objective, row.quantity))
        .map(|row| Factor { id: &row.id, quantity: Some(row.quantity) });
    let ranged = |link: &Link| link.length_range().is_some_and(|(low, high)| low < high);
    let links = network.links().filter(move |(_, link)| ranged(link));
    assumptions.chain(links.map(|(_, link)| Factor { id: &link.id, quantity: None }))
}

/// Whether a quantity has a part in the costs of an objective.
fn counts(objective: Objective, quantity: Quantity) -> bool {
    let (time, money) = match quantity {
        Quantity::Speed | Quantity::BorderDwell | Quantity::TransferTime | Quantity::PassageDelay => (true, false),
        Quantity::Price | Quantity::BorderFee | Quantity::TransferPrice | Quantity::PassageFee => (false, true),
        Quantity::ValueOfTime | Quantity::Emission => (false, false),
    };
    match objective {
        Objective::Distance => false,
        Objective::Time => time,
        Objective::Money => money,
        Objective::Generalised => quantity != Quantity::Emission,
    }
}

fn value(row: &Assumption, uniform: f64) -> f64 {
    triangular([row.low, row.likely, row.high], uniform)
}

fn length(link: &Link, uniform: f64) -> Distance {
    let Some((low, high)) = link.length_range() else { return link.length };
    let km = triangular([low, link.length, high].map(Distance::as_km), uniform);
    Distance::from_km(km).unwrap_or(link.length)
}

/// The inverse of the triangular distribution function.
fn triangular([low, mode, high]: [f64; 3], uniform: f64) -> f64 {
    let width = high - low;
    // a row of one's own need not be in order
    if !(width > 0.0 && width.is_finite() && (low..=high).contains(&mode)) {
        return mode;
    }
    let below = (mode - low) / width;
    let value = if uniform < below {
        low + (uniform * width * (mode - low)).sqrt()
    } else {
        high - ((1.0 - uniform) * width * (high - mode)).sqrt()
    };
    value.clamp(low, high)
}

/// Strictly between 0 and 1, so that no draw is a bound that has no weight.
#[allow(clippy::cast_precision_loss, reason = "53 bits are what an f64 holds")]
fn uniform(seed: u64, id: &str, number: u64) -> f64 {
    ((bits(seed, id, number) >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The output of `SplitMix64` with this number, from the start that a seed and an id make.
fn bits(seed: u64, id: &str, number: u64) -> u64 {
    // FNV-1a
    let stream = id
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let start = mixed(mixed(seed.wrapping_add(GOLDEN)) ^ stream);
    mixed(start.wrapping_add(number.wrapping_add(1).wrapping_mul(GOLDEN)))
}

fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_splitmix64() {
        // first outputs for the start 0, as published with java.util.SplittableRandom's finaliser
        let outputs: Vec<u64> = (1..=3_u64).map(|number| mixed(number.wrapping_mul(GOLDEN))).collect();
        assert_eq!(outputs, [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f]);
    }

    #[test]
    fn the_triangle_has_its_moments_and_its_bounds() {
        let [low, mode, high] = [3.7, 12.2, 40.6];
        let values: Vec<f64> = (0..20_000).map(|at| triangular([low, mode, high], uniform(7, "a", at))).collect();
        let mean = values.iter().sum::<f64>() / 20_000.0;
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 20_000.0;
        let expected = (low * low + mode * mode + high * high - low * mode - low * high - mode * high) / 18.0;
        assert!((mean - (low + mode + high) / 3.0).abs() < 0.2, "{mean}");
        assert!((variance / expected - 1.0).abs() < 0.03, "{variance} {expected}");
        assert!(values.iter().all(|value| (low..=high).contains(value)));
        let below = values.iter().filter(|value| **value < mode).count();
        assert!((f64::from(u32::try_from(below).unwrap()) / 20_000.0 - (mode - low) / (high - low)).abs() < 0.01);
    }

    /// A quantity counts for an objective where other values of it make another cost.
    #[test]
    fn a_factor_counts_where_it_changes_a_cost() {
        let network = Network::from_dir("tests/fixtures/small").unwrap();
        for (quantity, word, _) in Quantity::ALL {
            let mut rows = network.rows();
            for row in rows.assumptions.iter_mut().filter(|row| row.quantity == *quantity) {
                row.likely = if row.likely > 0.0 { 2.0 * row.likely } else { 1.0 };
                row.high = row.high.max(row.likely);
            }
            let other = rows.build().unwrap();
            for objective in Objective::ALL {
                let costs = [&network, &other].map(|network| {
                    let metric =
                        network.metric(&crate::Scenario::default(), &crate::CostModel::new(objective)).unwrap();
                    network.arc_ids().map(|arc| metric.cost(arc)).collect::<Vec<_>>()
                });
                assert_eq!(counts(objective, *quantity), costs[0] != costs[1], "{word} {objective}");
                let ids = |quantity| factors(&network, objective).filter(move |one| one.quantity == quantity).count();
                let ranged = network.assumptions().iter().filter(|row| row.quantity == *quantity && row.low < row.high);
                assert_eq!(ids(Some(*quantity)), if counts(objective, *quantity) { ranged.count() } else { 0 });
                let links =
                    network.links().filter(|(_, link)| link.length_range().is_some_and(|(low, high)| low < high));
                assert_eq!(ids(None), links.count());
            }
        }
    }

    #[test]
    fn a_point_and_a_one_sided_range_are_kept() {
        for uniform in [1e-12, 0.3, 1.0 - 1e-12] {
            assert!((triangular([5.0; 3], uniform) - 5.0).abs() < f64::EPSILON);
            assert!((2.0..=4.0).contains(&triangular([2.0, 2.0, 4.0], uniform)));
            assert!((2.0..=4.0).contains(&triangular([2.0, 4.0, 4.0], uniform)));
        }
    }
}
