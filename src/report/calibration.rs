//! The model beside published figures, as tables and as JSON.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::grid::Grid;
use crate::Distance;
use crate::calibration::Residual;
use crate::network::Measurand;
use crate::route::Route;

/// A published figure beside what the model says.
#[derive(Clone, Debug, Serialize)]
pub struct ResidualJson {
    /// Id of the figure.
    pub benchmark_id: String,
    /// What it is a figure of.
    pub quantity: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// The figure.
    pub published: f64,
    /// The least published.
    pub low: f64,
    /// The greatest published.
    pub high: f64,
    /// What the model says; `null` when there is no way.
    pub model: Option<f64>,
    /// How far the model is off.
    pub residual_percent: Option<f64>,
    /// Whether the model lies between the least and the greatest published.
    pub in_published_range: bool,
    /// `fit` when the figure went into links or assumptions, `check` when it did not, `unusable` when
    /// it cannot be compared.
    pub role: &'static str,
    /// The family of corridors with which its way shares the most kilometres; `null` when it shares none.
    pub family: Option<String>,
    /// The countries that its way passes through, in the order in which each is first reached.
    pub countries: Vec<String>,
    /// Its note.
    pub note: String,
}

impl From<&Residual<'_>> for ResidualJson {
    fn from(residual: &Residual<'_>) -> Self {
        let benchmark = residual.benchmark;
        Self {
            benchmark_id: benchmark.id.clone(),
            quantity: benchmark.measurand.word(),
            unit: benchmark.measurand.unit(),
            published: benchmark.likely,
            low: benchmark.low,
            high: benchmark.high,
            model: residual.model,
            residual_percent: residual.ratio().map(|ratio| ratio * 100.0),
            in_published_range: residual.is_in_range(),
            role: match (benchmark.usable, benchmark.fit) {
                (false, _) => "unusable",
                (true, true) => "fit",
                (true, false) => "check",
            },
            family: residual.route.as_ref().and_then(family),
            countries: residual.route.iter().flat_map(Route::countries).map(|country| country.to_string()).collect(),
            note: benchmark.provenance.note.clone(),
        }
    }
}

/// The family of the corridor with which a route shares the most kilometres.
fn family(route: &Route<'_>) -> Option<String> {
    let network = route.network();
    let taken: HashSet<_> = route.links().collect();
    let shared = network.corridors().map(|(_, corridor)| {
        let links = corridor.links.iter().filter(|link| taken.contains(link));
        (links.map(|&link| network[link].length).sum::<Distance>(), &corridor.family)
    });
    // of equals the first in the table
    let most = shared.reduce(|best, next| if next.0 > best.0 { next } else { best });
    most.filter(|(length, _)| *length > Distance::ZERO).map(|(_, family)| family.clone())
}

impl Grid {
    /// One row a figure, in the order given.
    #[must_use]
    pub fn of_residuals(rows: &[ResidualJson]) -> Self {
        let mut grid =
            Self::new(["figure", "quantity", "unit", "model", "published", "low", "high", "residual", "role"]);
        let number = |value: f64| if value < 100.0 { format!("{value:.1}") } else { format!("{value:.0}") };
        for row in rows {
            let residual = row.residual_percent.map_or("no way".to_owned(), |percent| format!("{percent:+.1} %"));
            let mut cells: Vec<String> = [&row.benchmark_id, row.quantity, row.unit].map(str::to_owned).into();
            cells.push(row.model.map_or("–".to_owned(), number));
            cells.extend([row.published, row.low, row.high].map(number));
            cells.extend([residual, row.role.to_owned()]);
            grid.push(cells);
        }
        grid
    }

    /// One row a group and quantity: how many figures can be compared, and how far the model is off; the
    /// worst first. A figure may lie in several groups.
    #[must_use]
    pub fn of_groups(rows: &[ResidualJson], head: &'static str, groups: impl Fn(&ResidualJson) -> Vec<String>) -> Self {
        let mut found: BTreeMap<(String, &str), Vec<f64>> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.role != "unusable") {
            for group in groups(row) {
                found.entry((group, row.quantity)).or_default().extend(row.residual_percent);
            }
        }
        let size = |values: &[f64]| median(values.iter().map(|value| value.abs()).collect());
        let mut found: Vec<_> = found.into_iter().filter(|(_, values)| !values.is_empty()).collect();
        found.sort_by(|(_, a), (_, b)| size(b).unwrap_or(0.0).total_cmp(&size(a).unwrap_or(0.0)));
        let mut grid = Self::new([head, "quantity", "figures", "median |residual|", "median residual"]);
        for ((group, quantity), values) in found {
            let percent = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.1} %"));
            let cells = [values.len().to_string(), percent(size(&values)), percent(median(values))];
            grid.push([group, quantity.to_owned()].into_iter().chain(cells).collect());
        }
        grid
    }

    /// Why the model is off: the notes of the first figures given.
    #[must_use]
    pub fn of_notes(rows: &[ResidualJson]) -> Self {
        let mut grid = Self::new(["figure", "residual", "why"]);
        for row in rows {
            let residual = row.residual_percent.map_or("no way".to_owned(), |percent| format!("{percent:+.1} %"));
            grid.push(vec![row.benchmark_id.clone(), residual, row.note.clone()]);
        }
        grid
    }

    /// One row a quantity and role: how many figures, how far the model is off, and how often it lies
    /// between the least and the greatest published.
    #[must_use]
    pub fn of_medians(rows: &[ResidualJson]) -> Self {
        let mut grid = Self::new(["quantity", "role", "figures", "median |residual|", "median residual", "in range"]);
        for (_, quantity, _) in Measurand::ALL {
            for role in ["fit", "check"] {
                let chosen = || rows.iter().filter(|row| row.quantity == quantity && row.role == role);
                let figures = chosen().count();
                if figures == 0 {
                    continue;
                }
                let signed: Vec<f64> = chosen().filter_map(|row| row.residual_percent).collect();
                let sizes: Vec<f64> = signed.iter().map(|percent| percent.abs()).collect();
                let within = chosen().filter(|row| row.in_published_range).count();
                let percent = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.1} %"));
                let cells = [figures.to_string(), percent(median(sizes)), percent(median(signed)), within.to_string()];
                grid.push([quantity, role].map(str::to_owned).into_iter().chain(cells).collect());
            }
        }
        grid
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len().checked_sub(1)? / 2;
    Some(f64::midpoint(values[middle], values[values.len() / 2]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some(2.5));
    }
}
