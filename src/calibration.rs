//! The model against published figures.

use crate::cost::{CostModel, MetricError};
use crate::network::{Benchmark, Measurand, Mode, Network, Territory};
use crate::route::Route;
use crate::scenario::{Scenario, Target};

/// A published figure beside what the model says.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Residual<'n> {
    /// The figure.
    pub benchmark: &'n Benchmark,
    /// The way that the model takes through the figure's places; `None` when there is none.
    pub route: Option<Route<'n>>,
    /// What the model says, in the unit of the figure; `None` when there is no way.
    pub model: Option<f64>,
}

impl Residual<'_> {
    /// How far the model is off: 0.02 when it is 2 % above the figure.
    #[must_use]
    pub fn ratio(&self) -> Option<f64> {
        Some(self.model? / self.benchmark.likely - 1.0)
    }

    /// Whether the model lies between the least and the greatest figure published.
    #[must_use]
    pub fn is_in_range(&self) -> bool {
        self.model.is_some_and(|model| (self.benchmark.low..=self.benchmark.high).contains(&model))
    }
}

impl Network {
    /// Every published figure beside what the model says, in order of the table: the route of
    /// least distance, time or money, as the figure is, through the figure's places, by its modes,
    /// in its year.
    ///
    /// # Units
    /// Kilometres, days, hours and USD per FEU, as [`Measurand::unit`] has it.
    ///
    /// # Complexity
    /// A search for each leg between the places of each figure.
    ///
    /// # Errors
    /// When an assumption is missing, or costs are too large to add up.
    ///
    /// # Example
    /// ```
    /// use landbridge::{Measurand, Network};
    /// let network = Network::bundled();
    /// let residuals = network.residuals()?;
    /// let suez = residuals.iter().find(|row| row.benchmark.id == "shanghai-rotterdam-suez-km").unwrap();
    /// assert_eq!(suez.benchmark.measurand, Measurand::Length);
    /// assert!(suez.ratio().unwrap().abs() < 0.05);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn residuals(&self) -> Result<Vec<Residual<'_>>, MetricError> {
        self.benchmarks().iter().map(|benchmark| self.residual(benchmark)).collect()
    }

    fn residual<'n>(&'n self, benchmark: &'n Benchmark) -> Result<Residual<'n>, MetricError> {
        let mut scenario = Scenario { year: benchmark.year, ..Scenario::default() };
        if !benchmark.modes.is_empty() {
            let others = Mode::ALL.into_iter().filter(|(mode, _)| !benchmark.modes.contains(mode));
            scenario.close.extend(others.map(|(mode, _)| Target::Mode(mode)));
        }
        let model = match benchmark.measurand {
            Measurand::Length | Measurand::LengthInCountry => CostModel::distance(),
            Measurand::TransitDays | Measurand::Dwell => CostModel::time(),
            Measurand::Price => CostModel::money(),
        };
        let metric = self.metric(&scenario, &model)?;
        let route = metric.shortest_via(benchmark.origin, &benchmark.via, benchmark.destination);
        let model = route.as_ref().map(|route| match benchmark.measurand {
            Measurand::Length => route.length().as_km(),
            Measurand::LengthInCountry => {
                let inside =
                    |(territory, _): &(Territory, _)| benchmark.country.map(Territory::Country) == Some(*territory);
                route.territories().into_iter().find(inside).map_or(0.0, |(_, values)| values.distance.as_km())
            }
            Measurand::TransitDays => route.time().as_hours() / 24.0,
            Measurand::Dwell => {
                route.legs().iter().map(|leg| metric.dwell(leg.arc)).sum::<crate::Duration>().as_hours()
            }
            Measurand::Price => route.money().as_usd(),
        });
        Ok(Residual { benchmark, route, model })
    }
}
