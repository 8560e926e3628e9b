//! What a search minimises.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The quantity that the best route has least of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Objective {
    /// Kilometres.
    Distance,
    /// Hours: travel, borders, transfers, passages.
    #[default]
    Time,
    /// US dollars per FEU: carriage, fees, handling, tolls.
    Money,
    /// US dollars per FEU, with each hour at the value of time.
    Generalised,
}

impl Objective {
    /// All objectives.
    pub const ALL: [Self; 4] = [Self::Distance, Self::Time, Self::Money, Self::Generalised];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        ["distance", "time", "money", "generalised"][self as usize]
    }

    /// The unit of its costs, as a person reads them: km, h or USD.
    #[must_use]
    pub fn unit(self) -> &'static str {
        ["km", "h", "USD", "USD"][self as usize]
    }

    /// How many integer units of [`Cost`](super::Cost) make one of [`Objective::unit`].
    #[must_use]
    pub fn units_per(self) -> f64 {
        [1_000.0, 3_600.0, 100.0, 100.0][self as usize]
    }
}

impl fmt::Display for Objective {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// How a link's length, speed and price become one cost.
///
/// Speeds, prices, dwells and tolls come from the network's assumptions, at their likely values.
///
/// ```
/// use landbridge::{CostModel, Objective};
/// assert_eq!(CostModel::time(), CostModel::new(Objective::Time));
/// let patient = CostModel::generalised().value_of_time_usd_per_day(5.0).unwrap();
/// assert_eq!(patient.objective(), Objective::Generalised);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CostModel {
    objective: Objective,
    value_of_time: Option<f64>,
}

impl CostModel {
    /// With this objective.
    #[must_use]
    pub fn new(objective: Objective) -> Self {
        Self { objective, value_of_time: None }
    }

    /// Fewest kilometres.
    #[must_use]
    pub fn distance() -> Self {
        Self::new(Objective::Distance)
    }

    /// Fewest hours.
    #[must_use]
    pub fn time() -> Self {
        Self::new(Objective::Time)
    }

    /// Fewest dollars.
    #[must_use]
    pub fn money() -> Self {
        Self::new(Objective::Money)
    }

    /// Fewest dollars with time counted at its value.
    #[must_use]
    pub fn generalised() -> Self {
        Self::new(Objective::Generalised)
    }

    /// With one's own value of time in USD per FEU and day, in place of the network's; `None`
    /// unless finite and not negative.
    #[must_use]
    pub fn value_of_time_usd_per_day(self, usd: f64) -> Option<Self> {
        (usd.is_finite() && usd >= 0.0).then_some(Self { value_of_time: Some(usd), ..self })
    }

    /// The objective.
    #[must_use]
    pub fn objective(&self) -> Objective {
        self.objective
    }

    pub(crate) fn own_value_of_time(&self) -> Option<f64> {
        self.value_of_time
    }
}
