//! Exact Shapley values beside the mean over all coalitions.

use landbridge::strategies::{Networks, networks};
use landbridge::{Cost, CostModel, Network, Outside, Player, Powers, Scenario};
use proptest::prelude::*;

/// Networks with many small countries.
fn lands() -> Networks {
    let plain = networks().statuses(false).gauges(false).sea(false).directed(false);
    plain.places(5..=10).links(8..=20).countries(10).connected(true)
}

/// The Shapley value of each player by the formula, over every coalition, each one's least cost
/// found anew with the other countries closed.
fn by_coalitions(
    network: &Network,
    scenario: &Scenario,
    model: &CostModel,
    at: usize,
    outside: u64,
) -> Vec<(Player, f64)> {
    let metric = network.metric(scenario, model).unwrap();
    let corridor = network.corridors().nth(at).unwrap().1;
    let ends = [corridor.origin, corridor.destination];
    let own = ends.map(|end| network[end].country);
    let mut countries: Vec<_> = network.places().filter_map(|(_, place)| place.country).collect();
    countries.sort_unstable();
    countries.dedup();
    countries.retain(|country| !own.contains(&Some(*country)));
    let number = countries.len();
    let worth: Vec<f64> = (0..1_usize << number)
        .map(|coalition| {
            let others = countries.iter().enumerate().filter(|(bit, _)| coalition >> bit & 1 == 0);
            let others: Vec<_> = others.map(|(_, &country)| landbridge::Target::Country(country)).collect();
            let metric = metric.closing(&network.select(&others).unwrap());
            let cost = metric.shortest(ends[0], ends[1]).and_then(|route| route.cost().finite());
            #[allow(clippy::cast_precision_loss, reason = "small costs")]
            cost.map_or(0.0, |cost| outside.saturating_sub(cost) as f64)
        })
        .collect();
    let factorial = |n: usize| (1..=n).map(|n| f64::from(u32::try_from(n).unwrap())).product::<f64>();
    let mut values = Vec::new();
    for (bit, &country) in countries.iter().enumerate() {
        let mut value = 0.0;
        for coalition in (0..worth.len()).filter(|coalition| coalition >> bit & 1 == 0) {
            let size = coalition.count_ones() as usize;
            let weight = factorial(size) * factorial(number - size - 1) / factorial(number);
            value += weight * (worth[coalition | 1 << bit] - worth[coalition]);
        }
        values.push((Player::Country(country), value / model.objective().units_per()));
    }
    values
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shapley_values_are_those_of_all_coalitions(network in lands(), times in 1.1_f64..4.0) {
        let (scenario, model) = (Scenario::default(), CostModel::distance());
        let report = Powers::on(&network)
            .scenario(scenario.clone())
            .model(model)
            .outside(Outside::Free { or_stretch: times })
            .run()
            .unwrap();
        prop_assert!(report.unfinished.is_empty());
        prop_assert_eq!(report.rows.len() + report.no_way.len(), network.corridors().len());
        for row in &report.rows {
            let Some(outside) = row.outside.finite() else { continue };
            prop_assert!(row.best <= row.outside || row.assumed);
            let slow = by_coalitions(&network, &scenario, &model, row.corridor.index(), outside);
            let mut sum = 0.0;
            for (player, value) in slow {
                let fast = row.power.players.iter().find(|(one, _)| *one == player).map_or(0.0, |(_, power)| *power);
                prop_assert!((fast - value).abs() < 1e-6, "{:?}: {} and {}", player, fast, value);
                sum += fast;
            }
            prop_assert!((sum - row.power.value).abs() < 1e-6, "not efficient: {} of {}", sum, row.power.value);
        }
        // additivity: the whole is the sum of the corridors, and of the families
        let all = report.all();
        let families: f64 = report.families().iter().map(|(_, power)| power.value).sum();
        prop_assert!((all.value - families).abs() < 1e-6);
        if let Some(number) = all.effective_number() {
            prop_assert!(number >= 1.0 - 1e-9 && number <= f64::from(u32::try_from(all.players.len()).unwrap()) + 1e-9);
        }
    }
}

#[test]
fn against_a_free_outside_option_nobody_has_power() {
    let network = Network::bundled();
    let corridor = network
        .corridor("mc-aktau-poti-constanta")
        .or_else(|_| network.corridor(&network.corridors().next().unwrap().1.id))
        .unwrap();
    let none = Powers::on(&network).corridor(corridor).outside(Outside::Cost(Cost::ZERO)).run().unwrap();
    assert!(none.rows[0].power.players.is_empty());
    assert_eq!(none.rows[0].power.hhi(), None);
}

/// The law above would prove little on games of one player.
#[test]
fn generated_games_have_many_players() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let games = (0..400).flat_map(|_| {
        let network = lands().new_tree(&mut runner).unwrap().current();
        let report = Powers::on(&network).model(CostModel::distance()).run().unwrap();
        report.rows.iter().map(|row| row.power.players.len()).collect::<Vec<usize>>()
    });
    let games: Vec<usize> = games.collect();
    for players in [0, 1, 2, 3, 4] {
        let number = games.iter().filter(|&&game| game >= players).count();
        assert!(number >= 10, "{number} of {} games have {players} players or more", games.len());
    }
}
