//! The exact Shapley value of a game in which a coalition is worth the best way that it owns whole.

use std::collections::HashMap;

use crate::units::to_float;

/// More cases had to be told apart than the budget allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooManyCases;

/// A case: what is left to happen. Each way has its worth and who is still missing; the first has
/// nobody missing and is what the case is worth already. No way is worth less than one that misses
/// no more.
type Case = Vec<(u64, u128)>;

/// A case whose first question is whether one player has come.
struct Question {
    player: usize,
    with: usize,
    stayed_away: usize,
}

/// The Shapley value of each of `players` in the game where a coalition is worth the most that one
/// of the ways within it is.
///
/// In a random order of arrival, let the first share t of all be there, each of them by chance t.
/// A player's value is the integral over t of what the coalition that is there is expected to gain
/// by the player (Owen 1972). The expectation is had from a decision diagram: one question a case,
/// equal cases once, so that the effort follows the structure of the ways and not the number of
/// coalitions. It is a polynomial in t of a degree below the number of players, which the Gauss
/// rule with half as many points integrates exactly.
///
/// # Complexity
/// O(c · (m + n)) for c cases of m ways and n players; c is exponential in n at worst and bounded by
/// `budget`.
///
/// # References
/// - Shapley 1953, A value for n-person games
/// - multilinear extension: Owen 1972, Management Science 18(5), 64–79
/// - diagrams: Bryant 1986, IEEE Transactions on Computers C-35(8), 677–691
pub(crate) fn shapley(ways: &[(u64, u128)], players: usize, budget: usize) -> Result<Vec<f64>, TooManyCases> {
    let mut values = vec![0.0; players];
    let first = settled(ways.iter().copied().chain([(0, 0)]).collect());
    let active = missing(&first).count_ones() as usize;
    let Diagram { cases, questions } = Diagram::new(first, budget)?;
    // whoever is asked for in a case is missing in none that follows
    let mut order: Vec<usize> = (0..cases.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(missing(&cases[at]).count_ones()));
    let mut expected = vec![0.0; cases.len()];
    let mut reached = vec![0.0; cases.len()];
    for (share, weight) in gauss(active.div_ceil(2)) {
        for &at in order.iter().rev() {
            expected[at] = match &questions[at] {
                None => to_float(cases[at][0].0),
                Some(question) => share * expected[question.with] + (1.0 - share) * expected[question.stayed_away],
            };
        }
        reached.fill(0.0);
        reached[0] = 1.0;
        for &at in &order {
            let Some(question) = &questions[at] else { continue };
            let chance: f64 = reached[at];
            values[question.player] += weight * chance * (expected[question.with] - expected[question.stayed_away]);
            reached[question.with] += chance * share;
            reached[question.stayed_away] += chance * (1.0 - share);
        }
    }
    Ok(values)
}

struct Diagram {
    cases: Vec<Case>,
    questions: Vec<Option<Question>>,
}

impl Diagram {
    fn new(first: Case, budget: usize) -> Result<Self, TooManyCases> {
        let mut known: HashMap<Case, usize> = HashMap::from([(first.clone(), 0)]);
        let mut cases = vec![first];
        let mut questions = Vec::new();
        while questions.len() < cases.len() {
            let case = &cases[questions.len()];
            let Some(player) = most_wanted(case) else {
                questions.push(None);
                continue;
            };
            let bit = 1_u128 << player;
            let joined = settled(case.iter().map(|&(worth, missing)| (worth, missing & !bit)).collect());
            let without = case.iter().copied().filter(|way| way.1 & bit == 0).collect();
            let [with, stayed_away] = [joined, without].map(|next: Case| {
                *known.entry(next).or_insert_with_key(|next| {
                    cases.push(next.clone());
                    cases.len() - 1
                })
            });
            if cases.len() > budget {
                return Err(TooManyCases);
            }
            questions.push(Some(Question { player, with, stayed_away }));
        }
        Ok(Self { cases, questions })
    }
}

fn missing(case: &Case) -> u128 {
    case.iter().fold(0, |all, way| all | way.1)
}

/// The player whom most ways miss; the first of several.
fn most_wanted(case: &Case) -> Option<usize> {
    let mut wanted = [0_u32; 128];
    for &(_, mut missing) in case {
        while missing != 0 {
            wanted[missing.trailing_zeros() as usize] += 1;
            missing &= missing - 1;
        }
    }
    let (player, most) = wanted.iter().enumerate().max_by_key(|&(player, most)| (most, std::cmp::Reverse(player)))?;
    (*most > 0).then_some(player)
}

/// The ways that can still make a difference, in order.
fn settled(mut ways: Case) -> Case {
    ways.sort_unstable_by_key(|&(worth, missing)| (std::cmp::Reverse(worth), missing.count_ones(), missing));
    let mut kept: Case = Vec::with_capacity(ways.len());
    for way in ways {
        if kept.iter().all(|better| better.1 & !way.1 != 0) {
            kept.push(way);
        }
    }
    // the one that misses nobody is the last that no better one covers
    kept.rotate_right(1);
    kept
}

/// Points and weights of the Gauss rule on \[0, 1\], exact for polynomials of a degree below twice
/// the number of points.
fn gauss(points: usize) -> Vec<(f64, f64)> {
    let count = to_float(points as u64);
    let legendre = |at: f64| {
        let (mut before, mut value) = (0.0, 1.0);
        for degree in 1..=points {
            let degree = to_float(degree as u64);
            (before, value) = (value, ((2.0 * degree - 1.0) * at * value - (degree - 1.0) * before) / degree);
        }
        (value, count * (at * value - before) / (at * at - 1.0))
    };
    (0..points)
        .map(|index| {
            let mut at = (std::f64::consts::PI * (to_float(index as u64) + 0.75) / (count + 0.5)).cos();
            for _ in 0..50 {
                let (value, slope) = legendre(at);
                let step = value / slope;
                at -= step;
                if step.abs() < 1e-16 {
                    break;
                }
            }
            let slope = legendre(at).1;
            (f64::midpoint(at, 1.0), 1.0 / ((1.0 - at * at) * slope * slope))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{TooManyCases, gauss, shapley};

    #[test]
    fn the_gauss_rule_is_exact_up_to_its_degree() {
        for points in 1..=64_u8 {
            for degree in 0..2 * points {
                let rule = gauss(points.into());
                let sum: f64 = rule.iter().map(|(at, weight)| weight * at.powi(degree.into())).sum();
                assert!((sum - 1.0 / f64::from(degree + 1)).abs() < 1e-13, "{points} points, degree {degree}: {sum}");
            }
        }
    }

    #[test]
    fn glove_game() {
        // a pair of gloves: one left, two right
        let values = shapley(&[(6, 0b011), (6, 0b101)], 3, 100).unwrap();
        for (value, expected) in values.iter().zip([4.0, 1.0, 1.0]) {
            assert!((value - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn a_hundred_and_twenty_eight_players_in_line() {
        let values = shapley(&[(128, u128::MAX)], 128, 1000).unwrap();
        assert!(values.iter().all(|value| (value - 1.0).abs() < 1e-10), "{values:?}");
    }

    #[test]
    fn the_budget_holds() {
        let ways: Vec<(u64, u128)> = (0..20).map(|at| (at + 1, 0b111 << at)).collect();
        assert_eq!(shapley(&ways, 22, 10), Err(TooManyCases));
        assert!(shapley(&ways, 22, 100_000).is_ok());
    }
}
