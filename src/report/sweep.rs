//! The rows of a sweep as CSV and as JSON lines.

use serde::Serialize;

use super::grid::Grid;
use super::in_units;
use super::json::rounded;
use crate::cost::Cost;
use crate::dependence::{Sweep, SweepRow, Verdict};

/// One row of a sweep: a line of JSON, or of CSV with the same names in its header.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SweepRowJson {
    /// What was minimised.
    pub objective: &'static str,
    /// The unit of the two costs: km, h or USD.
    pub unit: &'static str,
    /// What closes, such as `country:KZ`; several that close together with `;` between them.
    pub closed: String,
    /// Id of the place where the way starts.
    pub from: String,
    /// Id of the place where it ends.
    pub to: String,
    /// `terminal`, `unused`, `avoidable`, `indispensable`; `no way` where there is none in any case.
    pub verdict: &'static str,
    /// Least cost with nothing closed; `null` when there is no way.
    pub cost_open: Option<f64>,
    /// Least cost with it closed; `null` when there is no way.
    pub cost_closed: Option<f64>,
    /// The share of efficiency lost, in \[0, 1\]; `null` where it is not a question.
    pub dependence: Option<f64>,
    /// The share by which the replacement costs more; `null` when there is none.
    pub premium: Option<f64>,
}

impl SweepRowJson {
    /// From a row of a sweep.
    ///
    /// # Panics
    /// On a row of a sweep with more closures, or of another network.
    #[must_use]
    pub fn new(sweep: &Sweep<'_>, row: &SweepRow) -> Self {
        let cost = |cost: Cost| in_units(row.objective, cost).map(|value| rounded(value, 4));
        let targets = sweep.closures()[row.closure].iter();
        Self {
            objective: row.objective.word(),
            unit: row.objective.unit(),
            closed: targets.map(ToString::to_string).collect::<Vec<_>>().join(";"),
            from: sweep.network()[row.from].id.to_string(),
            to: sweep.network()[row.to].id.to_string(),
            verdict: row.verdict().map_or("no way", Verdict::word),
            cost_open: cost(row.scope.open),
            cost_closed: cost(row.scope.closed),
            dependence: row.scope.dependence().map(|value| rounded(value, 6)),
            premium: row.scope.premium().map(|value| rounded(value, 6)),
        }
    }
}

impl Sweep<'_> {
    /// Rows as a table. Its CSV without the header can be put after that of other rows of the sweep.
    ///
    /// ```
    /// use landbridge::Network;
    /// let network = Network::bundled();
    /// let pair = (network.place("Xi'an")?, network.place("Duisburg")?);
    /// let sweep = network.sweep().pairs([pair]).closing(&["country:RU".parse()?]).ready()?;
    /// let csv = sweep.grid(&sweep.unit(0)).to_csv();
    /// assert!(csv.starts_with("objective,unit,closed,from,to,verdict,cost_open,cost_closed,dependence,premium\n"));
    /// assert!(csv.contains("time,h,country:RU,xian,duisburg,"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn grid(&self, rows: &[SweepRow]) -> Grid {
        let mut grid = Grid::new([
            "objective",
            "unit",
            "closed",
            "from",
            "to",
            "verdict",
            "cost_open",
            "cost_closed",
            "dependence",
            "premium",
        ]);
        let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
        for row in rows.iter().map(|row| SweepRowJson::new(self, row)) {
            grid.push(vec![
                row.objective.to_owned(),
                row.unit.to_owned(),
                row.closed,
                row.from,
                row.to,
                row.verdict.to_owned(),
                number(row.cost_open),
                number(row.cost_closed),
                number(row.dependence),
                number(row.premium),
            ]);
        }
        grid
    }
}
