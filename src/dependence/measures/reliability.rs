//! What a hub's being open does for the chance to arrive within a budget.

use std::collections::HashMap;

use super::redundance::hub_countries;
use crate::Country;
use crate::cost::Cost;
use crate::redundancy::{Frontier, Player, Way};
use crate::scenario::Selection;
use crate::units::to_float;

/// With what probability each transit country is open, independently of the others, and how much
/// more than the best a route may cost.
///
/// The defaults, 0.9 for each country and a budget of 1.5 times the best cost, are assumptions
/// without a source, made to compare hubs and not to forecast.
///
/// ```
/// use landbridge::Openness;
/// let careful = Openness::default().stretch(1.2).unwrap().country("RU".parse().unwrap(), 0.5).unwrap();
/// assert!(Openness::default().country("RU".parse().unwrap(), 1.5).is_none(), "no probability");
/// # let _ = careful;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Openness {
    each: f64,
    stretch: f64,
    of: Vec<(Country, f64)>,
}

impl Default for Openness {
    fn default() -> Self {
        Self { each: 0.9, stretch: 1.5, of: Vec::new() }
    }
}

fn probability(value: f64) -> Option<f64> {
    (0.0..=1.0).contains(&value).then_some(value)
}

impl Openness {
    /// With this probability for each country that has none of its own; `None` outside \[0, 1\].
    #[must_use]
    pub fn each(self, open: f64) -> Option<Self> {
        Some(Self { each: probability(open)?, ..self })
    }

    /// With this probability for one country; `None` outside \[0, 1\].
    #[must_use]
    pub fn country(mut self, country: Country, open: f64) -> Option<Self> {
        self.of.retain(|(known, _)| *known != country);
        self.of.push((country, probability(open)?));
        Some(self)
    }

    /// With a budget of this multiple of the best cost; `None` below 1 and when not finite.
    #[must_use]
    pub fn stretch(self, stretch: f64) -> Option<Self> {
        (stretch >= 1.0 && stretch.is_finite()).then_some(Self { stretch, ..self })
    }

    fn of(&self, player: &Player) -> f64 {
        let own = self.of.iter().find(|(country, _)| *player == Player::Country(*country));
        own.map_or(self.each, |&(_, open)| open)
    }
}

/// The chance to arrive within the budget, and what the hub does for it.
///
/// ```text
///   origin ──[A]──[hub]── destination     R(open) = P(A or B open), R(closed) = P(B open)
///          └────[B]───────┘               importance = R(open) − R(closed)
/// ```
///
/// # References
/// Birnbaum 1969, "On the importance of different components in a multicomponent system", in
/// Multivariate Analysis II
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Reliability {
    /// The chance when the hub is open for certain.
    pub open: f64,
    /// The chance when it is closed.
    pub closed: f64,
    /// The difference, in \[0, 1\].
    pub importance: f64,
    /// The most that a route may cost.
    pub budget: Cost,
    /// How many countries decide it.
    pub players: usize,
    /// The probability of a country without one of its own, as asked or assumed.
    pub each: f64,
}

impl Reliability {
    pub(super) fn new(frontiers: [Option<&Frontier<'_>>; 2], hub: &Selection, openness: &Openness) -> Option<Self> {
        let [open, closed] = [frontiers[0]?, frontiers[1]?];
        let best = open.ways().next()?.cost().finite()?;
        let budget = crate::units::to_integer(to_float(best) * openness.stretch)?;
        let own: Vec<Player> = hub_countries(hub).map(Player::Country).collect();
        let chance = |frontier| chance(frontier, budget, &own, openness, |_| true);
        Some(Self::within(budget, chance(open)?, chance(closed)?, openness))
    }

    /// Of a single country, whose closing leaves the ways that do not pass through it.
    pub(super) fn of_country(frontier: &Frontier<'_>, country: Country, openness: &Openness) -> Option<Self> {
        let best = frontier.ways().next()?.cost().finite()?;
        let budget = crate::units::to_integer(to_float(best) * openness.stretch)?;
        let own = [Player::Country(country)];
        let open = chance(frontier, budget, &own, openness, |_| true)?;
        let closed = chance(frontier, budget, &own, openness, |way| !way.players().contains(&&own[0]))?;
        Some(Self::within(budget, open, closed, openness))
    }

    fn within(budget: u64, open: (f64, usize), closed: (f64, usize), openness: &Openness) -> Self {
        Self {
            open: open.0,
            closed: closed.0,
            // closing leaves a subset of the ways: less than 0 can only be rounding
            importance: (open.0 - closed.0).max(0.0),
            budget: Cost::new(budget),
            players: open.1,
            each: openness.each,
        }
    }
}

/// The chance that some way of a frontier within the budget is open when the hub's own countries are, and how
/// many players decide it; `None` when there are too many states.
fn chance(
    frontier: &Frontier<'_>,
    budget: u64,
    own: &[Player],
    openness: &Openness,
    left: impl Fn(&Way<'_, '_>) -> bool,
) -> Option<(f64, usize)> {
    let players = frontier.players();
    let open: Vec<f64> = players.iter().map(|one| if own.contains(one) { 1.0 } else { openness.of(one) }).collect();
    let within = frontier.ways().take_while(|way| way.cost() <= Cost::new(budget));
    let sets = within.filter(left).map(|way| {
        let bits = way.players().into_iter().filter_map(|player| players.binary_search(player).ok());
        bits.fold(0_u128, |set, bit| set | 1 << bit)
    });
    let sets: Vec<u128> = sets.collect();
    let deciding = sets.iter().fold(0, |all, set| all | set).count_ones() as usize;
    Some((arrival(&sets, &open)?, deciding))
}

/// The most states of what is left that are looked at.
const STATES: usize = 200_000;

/// The probability that all members of at least one of the sets are open; `None` when there are too
/// many states.
///
/// Exact: conditions on one member after the other, and meets each family of sets that is left once.
fn arrival(sets: &[u128], open: &[f64]) -> Option<f64> {
    arrival_within(sets, open, STATES)
}

fn arrival_within(sets: &[u128], open: &[f64], states: usize) -> Option<f64> {
    let mut known: HashMap<Vec<u128>, f64> = HashMap::new();
    let root = minimal(sets.to_vec());
    let mut stack = vec![root.clone()];
    while let Some(family) = stack.last() {
        if known.contains_key(family) {
            stack.pop();
            continue;
        }
        if known.len() > states {
            return None;
        }
        let value = match family.first() {
            None => Some(0.0),
            Some(0) => Some(1.0),
            Some(_) => {
                let bit = most_common(family);
                let with = minimal(family.iter().map(|set| set & !(1 << bit)).collect());
                let without: Vec<u128> = family.iter().copied().filter(|set| set >> bit & 1 == 0).collect();
                let parts = (known.get(&with).copied(), known.get(&without).copied());
                if let (Some(with), Some(without)) = parts {
                    let chance = open[bit];
                    Some(chance * with + (1.0 - chance) * without)
                } else {
                    stack.extend([with, without]);
                    None
                }
            }
        };
        if let Some(value) = value
            && let Some(done) = stack.pop()
        {
            known.insert(done, value);
        }
    }
    known.get(&root).copied()
}

/// Without the sets that hold another, in order.
fn minimal(mut sets: Vec<u128>) -> Vec<u128> {
    sets.sort_unstable_by_key(|set| (set.count_ones(), *set));
    let mut kept: Vec<u128> = Vec::new();
    for set in sets {
        if !kept.iter().any(|smaller| smaller & !set == 0) {
            kept.push(set);
        }
    }
    kept
}

/// The member of the most sets.
fn most_common(sets: &[u128]) -> usize {
    let count = |bit: &usize| sets.iter().filter(|&&set| set >> bit & 1 == 1).count();
    (0..128).rev().max_by_key(count).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrival_by_all_states() {
        let mut seed = 5_u64;
        for _ in 0..300 {
            let mut next = || {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                seed >> 33
            };
            let open: Vec<f64> = (0..7).map(|_| to_float(next() % 11) / 10.0).collect();
            let sets: Vec<u128> = (0..next() % 6).map(|_| u128::from(next() % 128)).collect();
            let expected: f64 = (0_u128..128)
                .filter(|state| sets.iter().any(|set| set & !state == 0))
                .map(|state| {
                    let chance = |bit: usize| if state >> bit & 1 == 1 { open[bit] } else { 1.0 - open[bit] };
                    (0..7).map(chance).product::<f64>()
                })
                .sum();
            let found = arrival(&sets, &open).unwrap();
            assert!((found - expected).abs() < 1e-12, "{sets:?} {open:?}: {found} {expected}");
        }
    }

    #[test]
    fn a_country_has_the_probability_that_it_was_given_last() {
        let [kz, ru, cn] = ["KZ", "RU", "CN"].map(|code| code.parse::<Country>().unwrap());
        let openness = Openness::default().country(kz, 0.5).and_then(|one| one.country(ru, 0.25)).unwrap();
        let openness = openness.country(kz, 0.75).and_then(|one| one.each(0.125)).unwrap();
        let of = |country| openness.of(&Player::Country(country)).to_bits();
        assert_eq!([kz, ru, cn].map(of), [0.75_f64, 0.25, 0.125].map(f64::to_bits));
    }

    #[test]
    fn a_chain_has_two_states_more_than_members() {
        for members in 1..=9_u32 {
            let (whole, open) = ((1_u128 << members) - 1, vec![0.5; 9]);
            let chance = 0.5_f64.powi(i32::try_from(members).unwrap());
            let states = members as usize + 2;
            // the last of them is known without another look
            assert_eq!(arrival_within(&[whole], &open, states - 1), Some(chance));
            assert_eq!(arrival_within(&[whole], &open, states - 2), None);
        }
    }
}
