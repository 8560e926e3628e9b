//! Dependence on a hub through the years.

use super::{CorridorDependence, Dependence, DependenceReport, Scope, mean};
use crate::cost::MetricError;

/// A report in a few figures.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Summary {
    /// Corridors with a way in the whole network.
    pub corridors: usize,
    /// Corridors whose own line is open from end to end.
    pub open_lines: usize,
    /// How many have each verdict: terminal, unused, avoidable, indispensable.
    pub verdicts: [usize; 4],
    /// Mean dependence along the line, over the corridors that are not terminal and whose line is open.
    pub line: Option<f64>,
    /// Mean dependence within the family.
    pub family: Option<f64>,
    /// Mean dependence in the whole network.
    pub network: Option<f64>,
}

impl DependenceReport<'_> {
    /// The report in a few figures, each corridor counting once.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut verdicts = [0; 4];
        self.rows.iter().filter_map(|row| row.verdict).for_each(|verdict| verdicts[verdict as usize] += 1);
        let over = |scope: fn(&CorridorDependence<'_>) -> Scope| {
            mean(self.rows.iter().filter_map(|row| scope(row).dependence()))
        };
        Summary {
            corridors: verdicts.iter().sum(),
            open_lines: self.rows.iter().filter(|row| row.line_route.is_some()).count(),
            verdicts,
            line: over(|row| row.line),
            family: over(|row| row.family),
            network: over(|row| row.network),
        }
    }
}

impl<'n> Dependence<'n> {
    /// The same question in each of these years: the network as it was, is, or is planned to be.
    ///
    /// Corridors come and go with their lines, so that means are over different corridors in
    /// different years; compare a corridor's own rows for what became of it.
    ///
    /// # Units
    /// As [`Dependence::run`].
    ///
    /// # Complexity
    /// One [`Dependence::run`] a year.
    ///
    /// # Errors
    /// As [`Dependence::run`].
    ///
    /// # Example
    /// ```
    /// use landbridge::{Dependence, Network};
    /// let network = Network::bundled();
    /// let kazakhstan = Dependence::on(&network).hub("country:KZ".parse()?);
    /// let reports = kazakhstan.years([1990, 2026])?;
    /// assert!(reports[0].summary().open_lines < reports[1].summary().open_lines);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn years(&self, years: impl IntoIterator<Item = u16>) -> Result<Vec<DependenceReport<'n>>, MetricError> {
        years.into_iter().map(|year| self.clone().scenario(self.scenario.clone().in_year(year)).run()).collect()
    }
}
