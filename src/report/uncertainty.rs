//! How sure the verdicts are, as tables and as JSON.

use serde::Serialize;

use super::grid::Grid;
use super::json::DependenceJson;
use super::{or_dash, percent};
use crate::dependence::{CorridorIntervals, Driver, Intervals, Ranking, ScopeInterval, Spread, Verdict};
use crate::network::Network;

/// The ends and the middle of what the draws give.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SpreadJson {
    /// At 5 %.
    pub low: f64,
    /// At 50 %.
    pub median: f64,
    /// At 95 %.
    pub high: f64,
}

impl From<Spread> for SpreadJson {
    fn from(spread: Spread) -> Self {
        let [low, median, high] = [spread.low, spread.median, spread.high].map(rounded);
        Self { low, median, high }
    }
}

/// One scope of a corridor.
#[derive(Clone, Debug, Serialize)]
pub struct ScopeIntervalJson {
    /// Dependence with every assumption at its likely value.
    pub likely: Option<f64>,
    /// Dependence over the draws.
    pub dependence: Option<SpreadJson>,
    /// Premium over the draws.
    pub premium: Option<SpreadJson>,
}

impl From<&ScopeInterval> for ScopeIntervalJson {
    fn from(scope: &ScopeInterval) -> Self {
        Self {
            likely: scope.likely.dependence().map(rounded),
            dependence: scope.dependence.map(Into::into),
            premium: scope.premium.map(Into::into),
        }
    }
}

/// An assumption or link length and its share in the variance of ranks.
#[derive(Clone, Debug, Serialize)]
pub struct DriverJson {
    /// Id of the assumption or link.
    pub id: String,
    /// The quantity; `length` for a link.
    pub quantity: &'static str,
    /// Squared rank correlation; shares need not add up to one.
    pub share: f64,
}

impl From<&Driver> for DriverJson {
    fn from(driver: &Driver) -> Self {
        let quantity = driver.quantity.map_or("length", crate::Quantity::word);
        Self { id: driver.id.clone(), quantity, share: rounded(driver.share) }
    }
}

/// One corridor.
#[derive(Clone, Debug, Serialize)]
pub struct CorridorIntervalsJson {
    /// Id of the corridor.
    pub corridor_id: String,
    /// Its name.
    pub name: String,
    /// The verdict at the likely values; `no_way` when there is none.
    pub verdict: &'static str,
    /// Shares of draws: terminal, unused, avoidable, indispensable.
    pub chances: [f64; 4],
    /// Along its own links.
    pub line: ScopeIntervalJson,
    /// Over the links of its family.
    pub family: ScopeIntervalJson,
    /// In the whole network.
    pub network: ScopeIntervalJson,
    /// What drives the dependence in the whole network, greatest first.
    pub drivers: Vec<DriverJson>,
}

impl CorridorIntervalsJson {
    fn new(network: &Network, row: &CorridorIntervals) -> Self {
        Self {
            corridor_id: network[row.corridor].id.clone(),
            name: network[row.corridor].name.clone(),
            verdict: row.verdict.map_or("no_way", Verdict::word),
            chances: row.chances.map(rounded),
            line: (&row.line).into(),
            family: (&row.family).into(),
            network: (&row.network).into(),
            drivers: row.drivers.iter().map(Into::into).collect(),
        }
    }
}

/// A country in the ranking.
#[derive(Clone, Debug, Serialize)]
pub struct CountryRankJson {
    /// Its code.
    pub country: String,
    /// Mean dependence at the likely values.
    pub likely: f64,
    /// Mean dependence over the draws.
    pub dependence: Option<SpreadJson>,
    /// Share of draws in which no country is depended on more.
    pub first: f64,
    /// Share of draws in which the order changes from the first country down to this.
    pub order_changed: f64,
}

/// The answer of `confidence`.
#[derive(Clone, Debug, Serialize)]
pub struct ConfidenceJson {
    /// The hub.
    pub hub: Vec<String>,
    /// The year.
    pub year: u16,
    /// What was minimised.
    pub objective: &'static str,
    /// How many draws.
    pub draws: u32,
    /// The seed.
    pub seed: u64,
    /// Mean dependence over the corridors: line, family, network.
    pub mean: [Option<SpreadJson>; 3],
    /// What drives the mean in the whole network.
    pub drivers: Vec<DriverJson>,
    /// One a corridor.
    pub corridors: Vec<CorridorIntervalsJson>,
    /// The countries, most depended on first.
    pub ranking: Vec<CountryRankJson>,
}

fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

impl ConfidenceJson {
    /// From both answers.
    #[must_use]
    pub fn new(network: &Network, intervals: &Intervals, ranking: &Ranking) -> Self {
        let corridors = intervals.rows.iter().map(|row| CorridorIntervalsJson::new(network, row));
        let countries = ranking.countries.iter().zip(&ranking.changed).map(|(row, changed)| CountryRankJson {
            country: row.country.code().to_owned(),
            likely: rounded(row.likely),
            dependence: row.dependence.map(Into::into),
            first: rounded(row.first),
            order_changed: rounded(*changed),
        });
        Self {
            hub: intervals.hub.iter().map(ToString::to_string).collect(),
            year: intervals.year,
            objective: intervals.objective.word(),
            draws: intervals.draws,
            seed: intervals.seed,
            mean: intervals.mean.map(|mean| mean.map(Into::into)),
            drivers: intervals.drivers.iter().map(Into::into).collect(),
            corridors: corridors.collect(),
            ranking: countries.collect(),
        }
    }
}

fn between(spread: Option<Spread>) -> String {
    or_dash(spread.map(|spread| format!("{:.2}–{:.2}", spread.low, spread.high)))
}

fn driver(driver: &Driver) -> String {
    format!("{} {}", driver.id, percent(driver.share))
}

impl Intervals {
    /// Puts what the draws say of each corridor into its place in a report of the same query.
    pub fn put_into(&self, network: &Network, report: &mut DependenceJson) {
        for row in &self.rows {
            let own = report.corridors.iter_mut().find(|one| one.id == network[row.corridor].id);
            if let Some(corridor) = own {
                corridor.intervals = Some(CorridorIntervalsJson::new(network, row));
            }
        }
    }

    /// Puts two columns more into a table with a row for each of these corridors, in order: the 5–95 %
    /// interval of `D` in the whole network, and the chance of the status.
    pub fn beside(&self, grid: &mut Grid) {
        grid.header.extend(["D 5–95 %", "chance"]);
        for (cells, row) in grid.rows.iter_mut().zip(&self.rows) {
            let chance = row.verdict.map(|verdict| percent(row.chances[verdict as usize]));
            cells.extend([between(row.network.dependence), or_dash(chance)]);
        }
    }

    /// One row a corridor: verdict and its chance, dependence and its interval in three scopes, the
    /// premium's interval, and what drives it.
    #[must_use]
    pub fn grid(&self, network: &Network) -> Grid {
        let mut grid = Grid::new([
            "family",
            "corridor",
            "status",
            "chance",
            "D line",
            "D family",
            "D network",
            "likely",
            "premium",
            "driven by",
        ]);
        for row in &self.rows {
            let premium = row.network.premium;
            let premium = premium.map(|spread| format!("+{} – +{}", percent(spread.low), percent(spread.high)));
            let drivers: Vec<String> = row.drivers.iter().take(3).map(driver).collect();
            grid.push(vec![
                network[row.corridor].family.clone(),
                network[row.corridor].name.clone(),
                row.verdict.map_or("no way", Verdict::word).to_owned(),
                or_dash(row.verdict.map(|verdict| percent(row.chances[verdict as usize]))),
                between(row.line.dependence),
                between(row.family.dependence),
                between(row.network.dependence),
                or_dash(row.network.likely.dependence().map(|value| format!("{value:.2}"))),
                or_dash(premium),
                or_dash((!drivers.is_empty()).then(|| drivers.join(", "))),
            ]);
        }
        grid
    }

    /// The mean over the corridors, in sentences.
    #[must_use]
    pub fn findings(&self) -> Vec<String> {
        let [line, family, network] = self.mean.map(between);
        let drivers: Vec<String> = self.drivers.iter().take(3).map(driver).collect();
        let sure = self.rows.iter().filter(|row| row.chances.contains(&1.0)).count();
        let judged = self.rows.iter().filter(|row| row.verdict.is_some()).count();
        let mut findings = vec![
            format!(
                "The mean dependence is, in nine draws of ten, {line} along the line, {family} within the family and {network} in the whole network."
            ),
            format!("{sure} of {judged} corridors with a way have the same verdict in all {} draws.", self.draws),
        ];
        if !drivers.is_empty() {
            findings.push(format!("Most of what is uncertain in the mean goes with {} (squared rank correlation; shares need not add up to 100 %).", drivers.join(", ")));
        }
        findings
    }
}

impl Ranking {
    /// One row a country.
    #[must_use]
    pub fn grid(&self) -> Grid {
        let mut grid = Grid::new(["country", "mean D", "5–95 %", "first in", "order changes down to here in"]);
        for (row, changed) in self.countries.iter().zip(&self.changed) {
            grid.push(vec![
                row.country.name().to_owned(),
                format!("{:.3}", row.likely),
                or_dash(row.dependence.map(|spread| format!("{:.3}–{:.3}", spread.low, spread.high))),
                percent(row.first),
                percent(*changed),
            ]);
        }
        grid
    }
}
