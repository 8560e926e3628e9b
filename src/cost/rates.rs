//! Which assumption holds for a link, border, transfer or passage.

use super::{CostModel, Key, MetricError, Objective, Values, money_for_time};
use crate::network::{Assumption, Network, Quantity};
use crate::{Duration, Money, Speed};

/// The assumptions of a network, each quantity's rows from the most special to the most general.
#[derive(Clone, Debug)]
pub(super) struct Rates<'n> {
    rows: &'n [Assumption],
    values: Vec<f64>,
    by_quantity: Vec<Vec<usize>>,
    objective: Objective,
    own_value_of_time: Option<f64>,
    value_of_time: f64,
}

/// How special a row is: more fields first; among as many, a country before a class before a mode.
pub(super) fn specialty(row: &Assumption) -> u8 {
    let [country, class, mode] = [row.country.is_some(), !row.class.is_empty(), row.mode.is_some()].map(u8::from);
    8 * (country + class + mode) + 4 * country + 2 * class + mode
}

impl<'n> Rates<'n> {
    pub(super) fn new(network: &'n Network, model: &CostModel) -> Result<Self, MetricError> {
        let rows = network.assumptions();
        let mut by_quantity = vec![Vec::new(); Quantity::ALL.len()];
        for (at, row) in rows.iter().enumerate() {
            by_quantity[row.quantity as usize].push(at);
        }
        for fitting in &mut by_quantity {
            fitting.sort_by_key(|&at| std::cmp::Reverse(specialty(&rows[at])));
        }
        let mut rates = Self {
            rows,
            values: Vec::new(),
            by_quantity,
            objective: model.objective(),
            own_value_of_time: model.own_value_of_time(),
            value_of_time: 0.0,
        };
        let likely: Vec<f64> = rows.iter().map(|row| row.likely).collect();
        rates.set(&likely)?;
        Ok(rates)
    }

    /// Takes a value for each row.
    pub(super) fn set(&mut self, values: &[f64]) -> Result<(), MetricError> {
        assert_eq!(values.len(), self.rows.len(), "a draw has as many values as its network has assumptions");
        self.values = values.to_vec();
        self.value_of_time = match (self.own_value_of_time, self.objective) {
            (Some(own), _) => own,
            (None, Objective::Generalised) => self.value(Quantity::ValueOfTime, (None, None, ""), "the cost model")?,
            _ => 0.0,
        };
        Ok(())
    }

    /// The value of the most special row that fits.
    pub(super) fn value(
        &self,
        quantity: Quantity,
        (mode, country, class): Key<'_>,
        of: &str,
    ) -> Result<f64, MetricError> {
        self.by_quantity[quantity as usize]
            .iter()
            .find(|&&at| {
                let row = &self.rows[at];
                (row.mode.is_none() || row.mode == mode)
                    && (row.country.is_none() || row.country == country)
                    && (row.class.is_empty() || row.class == class)
            })
            .map(|&at| self.values[at])
            .ok_or_else(|| MetricError::NoAssumption { quantity, of: format!("`{of}`") })
    }

    pub(super) fn time(&self, quantity: Quantity, key: Key<'_>, of: &str) -> Result<Duration, MetricError> {
        let hours = self.value(quantity, key, of)?;
        Duration::from_hours(hours).ok_or_else(|| MetricError::Overflow(format!("`{of}`")))
    }

    pub(super) fn money(&self, quantity: Quantity, key: Key<'_>, of: &str) -> Result<Money, MetricError> {
        let usd = self.value(quantity, key, of)?;
        Money::from_usd(usd).ok_or_else(|| MetricError::Overflow(format!("`{of}`")))
    }

    pub(super) fn speed(&self, key: Key<'_>, of: &str) -> Result<Speed, MetricError> {
        let speed = self.value(Quantity::Speed, key, of)?;
        Speed::from_km_per_hour(speed)
            .ok_or_else(|| MetricError::NoAssumption { quantity: Quantity::Speed, of: format!("`{of}`") })
    }

    /// The cost of values under the objective; `None` when too large to count.
    pub(super) fn cost(&self, values: Values) -> Option<u64> {
        match self.objective {
            Objective::Distance => Some(values.distance.get()),
            Objective::Time => Some(values.time.get()),
            Objective::Money => Some(values.money.get()),
            Objective::Generalised => values.money.get().checked_add(money_for_time(values.time, self.value_of_time)?),
        }
    }
}
