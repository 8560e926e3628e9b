//! Greenhouse gases: not part of a cost, looked up when asked for.

use super::{Metric, MetricError};
use crate::network::{ArcId, Extent, LinkId, Quantity, Step, Territory};
use crate::{Distance, Mass};

impl Metric<'_> {
    /// The greenhouse gases of an arc, in CO2 equivalent per FEU; none for a transfer.
    ///
    /// # Units
    /// Grams: kilometres times the assumption on `emission` for the mode, country and class.
    ///
    /// # Errors
    /// When no assumption fits, or the mass is too large to count.
    ///
    /// # Panics
    /// On an arc of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::distance())?;
    /// let route = metric.shortest(network.place("Dostyk")?, network.place("Aktogay")?).unwrap();
    /// assert_eq!(metric.emission(route.legs()[0].arc)?, route.legs()[0].emission.unwrap());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn emission(&self, arc: ArcId) -> Result<Mass, MetricError> {
        match self.network.arcs().steps[arc.index()] {
            Step::Link { link, .. } => self.link_emission(link),
            Step::Transfer { .. } => Ok(Mass::ZERO),
        }
    }

    fn link_emission(&self, link: LinkId) -> Result<Mass, MetricError> {
        let row = &self.network[link];
        let of = |territory: Territory, distance: Distance| {
            let country = match territory {
                Territory::Country(country) => Some(country),
                Territory::Sea => None,
            };
            let rate = self.rates.value(Quantity::Emission, (Some(row.mode), country, &row.class), &row.id)?;
            let mass = Mass::from_kg(rate * distance.as_km() / 1_000.0);
            mass.ok_or_else(|| MetricError::Overflow(format!("link `{}`", row.id)))
        };
        let (length, extent) = self.span_of(link);
        match extent {
            Extent::Within(territory) => of(territory, length),
            Extent::Across { from, to, from_length } => {
                let rest = Distance::metres(length.get() - from_length.get());
                Ok(of(Territory::Country(from), from_length)? + of(Territory::Country(to), rest)?)
            }
        }
    }
}
