//! Laws of what a cost must not turn on, and of years.

use proptest::prelude::*;

use super::closing::never_cheaper;
use super::{Law, unexpected};
use crate::cost::CostModel;
use crate::network::Network;
use crate::scenario::Scenario;

/// Other ids and names, and rows in another order, change no cost. Only the year of the scenario is kept, for
/// its targets name what is renamed.
///
/// # Errors
/// When the law is broken.
pub fn renaming_changes_nothing(network: &Network, scenario: &Scenario, model: &CostModel) -> Law {
    let scenario = Scenario { year: scenario.year, ..Scenario::default() };
    let new = |id: &str| format!("z{}", id.chars().rev().collect::<String>());
    let mut rows = network.rows();
    rows.corridors.clear();
    for place in &mut rows.places {
        (place.id, place.name) = (new(&place.id), String::new());
        place.aliases.clear();
    }
    for link in &mut rows.links {
        (link.id, link.from, link.to) = (new(&link.id), new(&link.from), new(&link.to));
    }
    rows.transfers.iter_mut().for_each(|row| row.place = new(&row.place));
    rows.places.reverse();
    rows.links.reverse();
    rows.transfers.reverse();
    rows.borders.reverse();
    let other = rows.build().map_err(unexpected)?;
    let before = network.metric(&scenario, model).map_err(unexpected)?;
    let after = other.metric(&scenario, model).map_err(unexpected)?;
    for (from, row) in network.places() {
        let same = |id: &str| other.place(&new(id)).map_err(unexpected);
        let (was, is) = (before.from(from), after.from(same(&row.id)?));
        for (to, end) in network.places() {
            prop_assert_eq!(was.cost(to), is.cost(same(&end.id)?), "{} to {}", &row.id, &end.id);
        }
    }
    Ok(())
}

/// From one year to a later one no cost rises, where no link goes out of use between them.
///
/// # Errors
/// When the law is broken.
pub fn years_only_open(network: &Network, scenario: &Scenario, model: &CostModel, years: [u16; 2]) -> Law {
    let [early, late] = [years[0].min(years[1]), years[0].max(years[1])];
    if network.links().any(|(_, link)| link.is_open_in(early) && !link.is_open_in(late)) {
        return Ok(());
    }
    let metric = |year| network.metric(&scenario.clone().in_year(year), model).map_err(unexpected);
    never_cheaper(&metric(late)?, &metric(early)?)
}
