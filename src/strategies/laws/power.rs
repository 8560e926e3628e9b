//! The axioms of the Shapley value.

use proptest::prelude::*;

use super::{Law, unexpected};
use crate::Country;
use crate::cost::CostModel;
use crate::dependence::{Outside, Power, Powers};
use crate::network::Network;
use crate::redundancy::Player;
use crate::scenario::{Scenario, Target};
use crate::units::to_float;

/// Of each corridor's powers: **efficiency**, they add up to what all countries save together;
/// **null player**, a country that adds nothing to any coalition has none; **symmetry**, two that add
/// the same to each coalition without them have the same; and over all corridors **additivity**, the
/// powers are those of the sum of the games. What a coalition saves is searched anew for every set of
/// countries, so that networks with more than `most` transit countries are passed over; the number of
/// corridors that were not, with the pairs of equal players and the null players met, is returned.
///
/// # Errors
/// When the law is broken.
pub fn powers_obey_the_axioms(
    network: &Network,
    scenario: &Scenario,
    model: &CostModel,
    outside: f64,
    most: usize,
) -> Result<[usize; 3], TestCaseError> {
    let query = Powers::on(network).scenario(scenario.clone()).model(*model);
    let report = query.outside(Outside::Free { or_stretch: outside }).run().map_err(unexpected)?;
    let metric = network.metric(scenario, model).map_err(unexpected)?;
    let mut everyone: Vec<Country> = network.places().filter_map(|(_, place)| place.country).collect();
    everyone.sort_unstable();
    everyone.dedup();
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * (1.0 + a.abs());
    let of = |power: &Power, country: Country| {
        let own = power.players.iter().find(|(player, _)| *player == Player::Country(country));
        own.map_or(0.0, |(_, power)| *power)
    };
    let [mut tried, mut equals, mut nulls] = [0; 3];
    let mut together = vec![0.0; everyone.len()];
    for row in &report.rows {
        let line = &network[row.corridor];
        let Some(free) = row.outside.finite() else { return Ok([tried, equals, nulls]) };
        let ends = [line.origin, line.destination].map(|end| network[end].country);
        let players: Vec<Country> = everyone.iter().copied().filter(|one| !ends.contains(&Some(*one))).collect();
        if players.len() > most {
            return Ok([tried, equals, nulls]);
        }
        tried += 1;
        let mut worth = Vec::with_capacity(1 << players.len());
        for set in 0_usize..1 << players.len() {
            let others = players.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 0);
            let others: Vec<Target> = others.map(|(_, &country)| Target::Country(country)).collect();
            let left = metric.closing(&network.select(&others).map_err(unexpected)?);
            let cost = left.shortest(line.origin, line.destination).and_then(|route| route.cost().finite());
            let saved = cost.map_or(0, |cost| free.saturating_sub(cost));
            worth.push(to_float(saved) / model.objective().units_per());
        }
        let sum: f64 = row.power.players.iter().map(|(_, power)| power).sum();
        let all = worth[worth.len() - 1];
        prop_assert!(near(sum, all) && near(row.power.value, all), "{}: {} of {}", line.id, sum, all);
        let adds = |bit: usize, without: usize| {
            let sets = (0..worth.len()).filter(move |set| set >> bit & 1 == 0 && set & without == 0);
            sets.map(move |set| (set, bit))
        };
        for (bit, &country) in players.iter().enumerate() {
            let gain = |(set, bit): (usize, usize)| worth[set | 1 << bit] - worth[set];
            if adds(bit, 0).all(|case| gain(case) == 0.0) {
                nulls += 1;
                prop_assert!(near(of(&row.power, country), 0.0), "{}: {} adds nothing", line.id, country);
            }
            for (other, &twin) in players.iter().enumerate().skip(bit + 1) {
                let same = adds(bit, 1 << other).all(|(set, _)| near(gain((set, bit)), gain((set, other))));
                if same && of(&row.power, country) > 0.0 {
                    equals += 1;
                    let (one, two) = (of(&row.power, country), of(&row.power, twin));
                    prop_assert!(near(one, two), "{}: {} has {}, {} has {}", line.id, country, one, twin, two);
                }
            }
        }
        // the sum of the games has the sum of the values: each found on its own, by the formula
        for (at, &country) in everyone.iter().enumerate() {
            if let Some(bit) = players.iter().position(|one| *one == country) {
                together[at] += by_formula(&worth, players.len(), bit);
            }
        }
    }
    let all = report.all();
    for (at, &country) in everyone.iter().enumerate() {
        prop_assert!(near(together[at], of(&all, country)), "{}: {} of {}", country, together[at], of(&all, country));
    }
    Ok([tried, equals, nulls])
}

/// The mean of what a player adds over all coalitions, those of each size weighing the same.
fn by_formula(worth: &[f64], players: usize, bit: usize) -> f64 {
    let factorial = |n: usize| (1..=n).map(|n| to_float(n as u64)).product::<f64>();
    let without = (0..worth.len()).filter(|set| set >> bit & 1 == 0);
    let mean = without.map(|set| {
        let size = set.count_ones() as usize;
        let weight = factorial(size) * factorial(players - size - 1) / factorial(players);
        weight * (worth[set | 1 << bit] - worth[set])
    });
    mean.sum()
}

/// As [`powers_obey_the_axioms`], without the counts.
///
/// # Errors
/// When the law is broken.
pub fn powers_are_shapley_values(network: &Network, scenario: &Scenario, model: &CostModel) -> Law {
    powers_obey_the_axioms(network, scenario, model, 2.0, 8).map(|_| ())
}
