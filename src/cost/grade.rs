//! How far the cost of an arc can be trusted: the weakest of the values that it was made of.

use super::rates::specialty;
use super::{Key, Metric, Objective};
use crate::network::{ArcId, Grade, LinkId, Quantity, Step, Territory};

/// The weakest grade among the values behind a length, a time and a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Grades {
    /// Of lengths.
    pub length: Grade,
    /// Of lengths, speeds, dwells and delays.
    pub time: Grade,
    /// Of lengths, prices, fees and tolls.
    pub money: Grade,
}

impl Default for Grades {
    /// Nothing is behind it that could be doubted.
    fn default() -> Self {
        Self { length: Grade::Published, time: Grade::Published, money: Grade::Published }
    }
}

impl Grades {
    /// The weaker of each.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            length: self.length.max(other.length),
            time: self.time.max(other.time),
            money: self.money.max(other.money),
        }
    }
}

impl Metric<'_> {
    /// The weakest grade behind the length, time and price of an arc. What a scenario delays or
    /// multiplies is the user's own, and not graded.
    ///
    /// ```text
    ///   published < derived < measured < assumed < unstated      the weakest link of the chain
    /// ```
    ///
    /// # Units
    /// None.
    ///
    /// # Complexity
    /// O(A) time for A assumptions.
    ///
    /// # Panics
    /// On an arc of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Grade, Network, Scenario};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::distance())?;
    /// let route = metric.shortest(network.place("Dostyk")?, network.place("Aktogay")?).unwrap();
    /// let grades = metric.grades(route.legs()[0].arc);
    /// assert!(grades.length <= grades.time, "a time rests on a length");
    /// assert!(grades.time < Grade::Unstated);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn grades(&self, arc: ArcId) -> Grades {
        match self.network.arcs().steps[arc.index()] {
            Step::Link { link, .. } => self.link_grades(link),
            Step::Transfer { transfer, .. } => {
                let row = &self.network[transfer];
                let own = row.provenance.grade;
                let key = (None, self.network[row.place].country, row.class.as_str());
                Grades {
                    length: Grade::Published,
                    time: if row.time.is_some() { own } else { self.assumed(Quantity::TransferTime, key) },
                    money: if row.price.is_some() { own } else { self.assumed(Quantity::TransferPrice, key) },
                }
            }
        }
    }

    /// The weakest grade behind the cost of an arc under the objective.
    ///
    /// # Panics
    /// On an arc of another network.
    #[must_use]
    pub fn grade(&self, arc: ArcId) -> Grade {
        self.grade_of(self.grades(arc))
    }

    /// The weakest grade behind a cost under the objective, from those of its parts.
    pub(crate) fn grade_of(&self, grades: Grades) -> Grade {
        match self.objective {
            Objective::Distance => grades.length,
            Objective::Time => grades.time,
            Objective::Money => grades.money,
            // the value of time is either assumed or the user's own
            Objective::Generalised => {
                grades.time.max(grades.money).max(self.assumed(Quantity::ValueOfTime, (None, None, "")))
            }
        }
    }

    fn link_grades(&self, link: LinkId) -> Grades {
        let row = &self.network[link];
        let own = row.provenance.grade;
        let mut grades = Grades { length: own, time: own, money: own };
        for territory in row.extent.territories() {
            let country = match territory {
                Territory::Country(country) => Some(country),
                Territory::Sea => None,
            };
            let key = (Some(row.mode), country, row.class.as_str());
            if row.time().is_none() && row.speed().is_none() {
                grades.time = grades.time.max(self.assumed(Quantity::Speed, key));
            }
            grades.money = grades.money.max(self.assumed(Quantity::Price, key));
        }
        if let Some(border) = row.border().map(|border| &self.network[border]) {
            let key = (Some(row.mode), None, border.class.as_str());
            let (time, money) = (border.dwell.is_some(), border.fee.is_some());
            let stated = border.provenance.grade;
            grades.time = grades.time.max(if time { stated } else { self.assumed(Quantity::BorderDwell, key) });
            grades.money = grades.money.max(if money { stated } else { self.assumed(Quantity::BorderFee, key) });
        }
        for &passage in row.passages() {
            let key = (Some(row.mode), None, self.network[passage].id.as_str());
            grades.time = grades.time.max(self.assumed(Quantity::PassageDelay, key));
            grades.money = grades.money.max(self.assumed(Quantity::PassageFee, key));
        }
        grades
    }

    /// The grade of the most special assumption that fits.
    fn assumed(&self, quantity: Quantity, (mode, country, class): Key<'_>) -> Grade {
        let fits = self.network.assumptions().iter().filter(|row| {
            row.quantity == quantity
                && (row.mode.is_none() || row.mode == mode)
                && (row.country.is_none() || row.country == country)
                && (row.class.is_empty() || row.class == class)
        });
        let most_special = fits.min_by_key(|row| std::cmp::Reverse(specialty(row)));
        most_special.map_or(Grade::Unstated, |row| row.provenance.grade)
    }
}
