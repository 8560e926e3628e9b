//! Power, reliability and anatomy of every country at once, for a cell of the matrix each.

use std::collections::HashMap;

use super::anatomy::uses;
use super::{Anatomy, Openness, Reliability};
use crate::Country;
use crate::cost::Metric;
use crate::dependence::{MatrixCell, PowersReport};
use crate::network::{CorridorId, PlaceId};
use crate::redundancy::Player;
use crate::scenario::Selection;

/// What one country is to one corridor, beyond what its closing costs.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CellMeasures {
    /// The country's share of the power over the corridor, as [`Powers`](crate::Powers) has it with its own
    /// defaults; `None` for a terminal country, without a way, and where nobody has power.
    pub power: Option<f64>,
    /// What its being open does for the chance to arrive within a budget, by the default [`Openness`]; `None`
    /// for a terminal country, without a way, and where there are too many ways to tell.
    pub reliability: Option<Reliability>,
    /// Which of its parts carry the corridor; nothing for a terminal country.
    pub anatomy: Anatomy,
}

/// The columns of the matrix.
pub(in crate::dependence) struct Columns<'q> {
    pub(in crate::dependence) countries: &'q [Country],
    pub(in crate::dependence) closings: &'q [Selection],
}

impl Columns<'_> {
    /// Fills in the cells of one objective, which stand corridor by corridor and country by country. One
    /// frontier, one pass of replacements and one game a pair of ends serve all of its countries.
    pub(in crate::dependence) fn fill(&self, metric: &Metric<'_>, powers: &PowersReport<'_>, cells: &mut [MatrixCell]) {
        let network = metric.network();
        let mut known: HashMap<[PlaceId; 2], Vec<CellMeasures>> = HashMap::new();
        for row in cells.chunks_mut(self.countries.len().max(1)) {
            let Some(first) = row.first() else { continue };
            let ends = [network[first.corridor].origin, network[first.corridor].destination];
            let shares = shares(powers, first.corridor);
            let found = known.entry(ends).or_insert_with(|| self.of(metric, ends));
            for (cell, measures) in row.iter_mut().zip(found.iter()) {
                let power = shares.as_ref().filter(|_| !cell.network.terminal);
                let power = power.map(|shares| shares.get(&cell.country).copied().unwrap_or(0.0));
                cell.full = Some(Box::new(CellMeasures { power, ..measures.clone() }));
            }
        }
    }

    /// Everything but the power.
    fn of(&self, metric: &Metric<'_>, ends @ [from, to]: [PlaceId; 2]) -> Vec<CellMeasures> {
        let network = metric.network();
        let best = metric.shortest(from, to);
        let frontier = metric.frontier(from, to).run().ok();
        let (replacements, unavoidable) = (metric.replacements(from, to), metric.unavoidable(from, to));
        let openness = Openness::default();
        let of = |(&country, closing): (&Country, &Selection)| {
            if ends.iter().any(|&end| network[end].country == Some(country)) {
                return CellMeasures::default();
            }
            let reliability = frontier.as_ref().and_then(|all| Reliability::of_country(all, country, &openness));
            let anatomy = if best.as_ref().is_some_and(|best| uses(network, closing, best)) {
                Anatomy::of(network, closing, replacements.as_ref(), unavoidable.as_ref())
            } else {
                Anatomy::default()
            };
            CellMeasures { power: None, reliability, anatomy }
        };
        self.countries.iter().zip(self.closings).map(of).collect()
    }
}

/// The shares of power over a corridor; `None` when nobody has any.
fn shares(powers: &PowersReport<'_>, corridor: CorridorId) -> Option<HashMap<Country, f64>> {
    let row = powers.rows.iter().find(|row| row.corridor == corridor)?;
    let shares: HashMap<Country, f64> = row
        .power
        .shares()
        .filter_map(|(player, share)| match player {
            Player::Country(country) => Some((*country, share)),
            _ => None,
        })
        .collect();
    (!shares.is_empty()).then_some(shares)
}
