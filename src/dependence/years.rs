//! Dependence on a hub through the years.

use super::standing::Standing;
use super::{
    BoundaryTest, CorridorDependence, Dependence, DependenceReport, Powers, PowersReport, ProjectEffect, Scope,
    SeaAccess, SeaAccessReport, mean,
};
use crate::Country;
use crate::cost::MetricError;
use crate::network::Grade;

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
    /// The weakest grade behind one of them.
    pub rests_on: Grade,
}

/// All there is to say of one year.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Snapshot<'n> {
    /// Dependence on the hub, with all measures where they were asked for, and the same seen with
    /// other ends of the map.
    pub boundary: BoundaryTest<'n>,
    /// The powers over all corridors, and over the demand of the query.
    pub powers: PowersReport<'n>,
    /// κ and λ of each corridor, and the shares of power.
    pub standing: Standing,
    /// Access to the ocean of the countries that were named and have a place in the network.
    pub access: Vec<SeaAccessReport<'n>>,
    /// What the projects that are not open by then would change.
    pub projects: Vec<ProjectEffect>,
}

impl<'n> Snapshot<'n> {
    /// The report of the year.
    #[must_use]
    pub fn report(&self) -> &DependenceReport<'n> {
        &self.boundary.base
    }
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
            rests_on: self.weakest(),
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

    /// All there is to say of each of these years, one by one: the report, the boundary test, the
    /// powers, κ and λ, access to the ocean of these countries, and what projects would change.
    ///
    /// ```text
    ///   1990 ──▶ report · boundary · powers · κ, λ · access · projects
    ///   1995 ──▶ …
    /// ```
    ///
    /// # Units
    /// As for each of them.
    ///
    /// # Complexity
    /// For each year that of [`Dependence::boundary`], [`Powers::run`], [`SeaAccess::run`] a country
    /// and [`Dependence::projects`].
    ///
    /// # Errors
    /// As [`Dependence::run`], for each year.
    ///
    /// # Example
    /// ```
    /// use landbridge::{Dependence, Network};
    /// let network = Network::from_dir("tests/fixtures/small")?;
    /// let query = Dependence::on(&network).hub("country:KZ".parse()?);
    /// let years: Vec<_> = query.snapshots([2020, 2030], &["KZ".parse()?]).collect::<Result<_, _>>()?;
    /// assert!(years[0].projects.len() > years[1].projects.len(), "it is open by then");
    /// assert_eq!(years[0].access.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn snapshots(
        &self,
        years: impl IntoIterator<Item = u16, IntoIter: ExactSizeIterator>,
        access: &[Country],
    ) -> impl ExactSizeIterator<Item = Result<Snapshot<'n>, MetricError>> {
        years.into_iter().map(|year| self.snapshot(year, access))
    }

    fn snapshot(&self, year: u16, access: &[Country]) -> Result<Snapshot<'n>, MetricError> {
        let network = self.network;
        let scenario = self.scenario.clone().in_year(year);
        let query = self.clone().scenario(scenario.clone());
        let mut powers = Powers::on(network).scenario(scenario.clone()).model(self.model);
        if let Some(demand) = &self.demand {
            powers = powers.demand(demand.clone());
        }
        let powers = powers.run()?;
        let here = |country: &&Country| network.places().any(|(_, place)| place.country == Some(**country));
        let access = access
            .iter()
            .filter(here)
            .map(|&country| SeaAccess::of(network, country).scenario(scenario.clone()).model(self.model).run());
        Ok(Snapshot {
            access: access.collect::<Result<_, _>>()?,
            boundary: query.boundary()?,
            standing: Standing::with_powers(network, &scenario, &self.model, &powers.all())?,
            powers,
            projects: query.projects()?,
        })
    }
}
