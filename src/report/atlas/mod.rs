//! The atlas: every way that a what-if may need, computed once, to be looked up without a router.

mod drawing;
mod json;
mod pools;

use std::ops::RangeInclusive;

pub use drawing::Outline;
pub use json::{
    AtlasCorridorJson, AtlasGraphJson, AtlasJson, AtlasLinkJson, AtlasObjectiveJson, AtlasOutlineJson, AtlasPlaceJson,
    AtlasPlayerJson, AtlasPoolJson, AtlasPowersJson, AtlasSourceJson,
};
use pools::Tables;
pub use pools::{Over, Pool, PoolKey};

use crate::cost::{CostModel, MetricError};
use crate::network::Network;
use crate::scenario::Scenario;

/// Asks for an atlas: for the ends of each corridor, all ways that are the cheapest under some
/// closure of countries and passages at sea, in some year, by some objective.
///
/// ```text
///   ways of a pool            open in    closes with    km   h   USD
///   Xi'an ─ KZ ─ CSP ─ Poti   2005 –     KZ AZ          …    …   …     the answer to "2026, by time,
///   Xi'an ─ RU ─ Poti         1990 –     RU             …    …   …  ◀─ KZ closed" is the cheapest row
///   Xi'an ─ Suez ─ Poti       1990 –     suez TR        …    …   …     that is open and misses KZ
/// ```
///
/// A pool holds every way of the frontier of cost and closers ([`Metric::frontier`](crate::Metric::frontier)
/// with [`Players::CountriesAndPassages`](crate::Players::CountriesAndPassages)) that costs no more than
/// the stretch times the best, and beyond it the best way under each closure of few. Whoever looks
/// up a closure of more, whose answer lies beyond the stretch, learns that it is not certain.
///
/// # Units
/// Costs are in the integer units of each objective.
///
/// # Complexity
/// For each pool, snapshot and objective one bounded frontier, and one search for each set of closed
/// players that is on the way of its subsets: O(d^k) for ways with d players and k closed.
///
/// # Example
/// ```no_run
/// use landbridge::Network;
/// use landbridge::report::Atlas;
/// let network = Network::bundled();
/// let atlas = Atlas::of(&network).years(2025..=2026).ready()?;
/// let pools = atlas.several(0..atlas.len())?;
/// let json = atlas.to_json(&pools, &[], Vec::new());
/// assert_eq!(json.corridors.len(), network.corridors().len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Atlas<'n> {
    network: &'n Network,
    scenario: Scenario,
    models: Vec<CostModel>,
    years: RangeInclusive<u16>,
    stretch: f64,
    closures: usize,
    corridors: Option<Vec<crate::CorridorId>>,
}

/// An atlas cannot be made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AtlasError {
    /// No metric can be made.
    #[error(transparent)]
    Metric(#[from] MetricError),
    /// Too many countries and passages to tell apart.
    #[error("the network has {0} countries and passages; an atlas can tell 128 apart")]
    Players(usize),
    /// A frontier took more labels than there is room for.
    #[error("the ways from `{from}` to `{to}` are too many: ask for a smaller stretch")]
    Frontier {
        /// Id of the origin.
        from: String,
        /// Id of the destination.
        to: String,
        /// What was exceeded.
        why: crate::redundancy::Why,
    },
    /// Too many different years.
    #[error("the network differs in {0} of the years; an atlas can tell 64 apart: ask for fewer years")]
    Snapshots(usize),
}

/// An atlas whose tables are made; its pools are computed one by one.
#[derive(Debug)]
pub struct AtlasPools<'n> {
    tables: Tables<'n>,
    keys: Vec<PoolKey>,
}

impl<'n> Atlas<'n> {
    /// Of all corridors, 1990 to 2035, by all objectives, with ways up to 1.5 times the best under
    /// any closure and the best under each closure of two.
    pub fn of(network: &'n Network) -> Self {
        let models = crate::Objective::ALL.map(CostModel::new).to_vec();
        let scenario = Scenario::default();
        Self { network, scenario, models, years: 1990..=2035, stretch: 1.5, closures: 2, corridors: None }
    }

    /// Under this scenario; its year is not used.
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.scenario = scenario;
        self
    }

    /// By these cost models, in place of all objectives.
    pub fn models(mut self, models: impl IntoIterator<Item = CostModel>) -> Self {
        self.models = models.into_iter().collect();
        self
    }

    /// Over these years.
    pub fn years(mut self, years: RangeInclusive<u16>) -> Self {
        self.years = years;
        self
    }

    /// Only for this corridor, and others named so.
    pub fn corridor(mut self, corridor: crate::CorridorId) -> Self {
        self.corridors.get_or_insert_default().push(corridor);
        self
    }

    /// With every way of the frontier up to so many times the best.
    pub fn stretch(mut self, stretch: f64) -> Self {
        self.stretch = stretch;
        self
    }

    /// With the best way under each closure of so many, whatever it costs.
    pub fn closures(mut self, closures: usize) -> Self {
        self.closures = closures;
        self
    }

    /// Makes the tables.
    ///
    /// # Errors
    /// When a target of the scenario names nothing or no metric can be made, or there are more
    /// countries and passages, or more years that differ, than can be told apart.
    pub fn ready(&self) -> Result<AtlasPools<'n>, AtlasError> {
        let tables = Tables::new(self)?;
        let keys = PoolKey::all(self.network, &tables.corridors);
        Ok(AtlasPools { tables, keys })
    }
}

impl AtlasPools<'_> {
    /// How many pools there are.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "a count of work, no collection")]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Computes one pool.
    ///
    /// # Errors
    /// When its ways are too many.
    ///
    /// # Panics
    /// When there is no such pool.
    pub fn pool(&self, at: usize) -> Result<Pool, AtlasError> {
        self.tables.pool(&self.keys[at])
    }

    /// Computes some pools, in order; with the feature `rayon` on all cores, with the same result.
    ///
    /// # Errors
    /// When the ways of one of them are too many.
    ///
    /// # Panics
    /// When there are not so many pools.
    pub fn several(&self, pools: std::ops::Range<usize>) -> Result<Vec<Pool>, AtlasError> {
        #[cfg(feature = "rayon")]
        {
            use rayon::prelude::*;
            pools.into_par_iter().map(|at| self.pool(at)).collect()
        }
        #[cfg(not(feature = "rayon"))]
        pools.map(|at| self.pool(at)).collect()
    }
}
