//! Exact Shapley values beside the mean over all coalitions.

#[allow(dead_code, reason = "no law of the bundled network here")]
#[path = "common/cases.rs"]
mod config;

use config::cases;
use landbridge::strategies::laws::powers_obey_the_axioms;
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
    #![proptest_config(cases(400))]

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

/// Brute force over every coalition of up to twelve countries, on networks with about that many.
#[test]
fn twelve_countries_by_brute_force() {
    use proptest::strategy::ValueTree;
    let many = networks().statuses(false).gauges(false).sea(false).directed(false);
    let many = many.places(24..=28).links(40..=60).countries(14).connected(true);
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut most, mut tried) = (0, 0);
    while tried < 6 {
        let network = many.new_tree(&mut runner).unwrap().current();
        let report = Powers::on(&network).model(CostModel::distance()).run().unwrap();
        // a corridor or two: 4,096 searches each
        for row in report.rows.iter().take(1) {
            let Some(outside) = row.outside.finite() else { continue };
            let slow =
                by_coalitions(&network, &Scenario::default(), &CostModel::distance(), row.corridor.index(), outside);
            if !(9..=12).contains(&slow.len()) {
                continue;
            }
            for (player, value) in &slow {
                let fast = row.power.players.iter().find(|(one, _)| one == player).map_or(0.0, |(_, power)| *power);
                assert!((fast - value).abs() < 1e-6, "{player:?}: {fast} and {value}");
            }
            (most, tried) = (most.max(slow.len()), tried + 1);
        }
    }
    assert!(most == 12, "{most} countries at most");
}

#[test]
fn the_axioms_of_the_shapley_value() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut met = [0; 3];
    for at in 0..usize::try_from(cases(150).cases.max(150)).unwrap() {
        let network = lands().new_tree(&mut runner).unwrap().current();
        let outside = [1.3, 2.0, 3.5][at % 3];
        let found = powers_obey_the_axioms(&network, &Scenario::default(), &CostModel::distance(), outside, 8).unwrap();
        met.iter_mut().zip(found).for_each(|(all, one)| *all += one);
    }
    assert!(met.iter().all(|&count| count > 10), "corridors, equal players, null players met: {met:?}");
}

/// A demand is the sum of its pairs, each as often as it weighs.
#[test]
fn the_power_over_a_demand_is_the_weighted_sum() {
    let network = Network::bundled();
    let flow = |id: &str, weight: f64| {
        let corridor = &network[network.corridor(id).unwrap()];
        landbridge::Flow { from: corridor.origin, to: corridor.destination, weight }
    };
    let demand = landbridge::Demand::new([flow("mc-khorgos-poti", 3.0), flow("lb-iletsk", 0.5)], "test");
    let mut query = Powers::on(&network).demand(demand);
    for id in ["mc-khorgos-poti", "lb-iletsk"] {
        query = query.corridor(network.corridor(id).unwrap());
    }
    let report = query.run().unwrap();
    let whole = report.demand.as_ref().unwrap();
    assert_eq!((whole.pairs, whole.left_out), (2, 0));
    for (player, power) in &whole.power.players {
        let of = |at: usize| {
            let own = report.rows[at].power.players.iter().find(|(one, _)| one == player);
            own.map_or(0.0, |(_, power)| *power)
        };
        assert!((power - (3.0 * of(0) + 0.5 * of(1))).abs() < 1e-6, "{player:?}");
    }
    let told = report.findings();
    assert_eq!(told.iter().filter(|one| one.starts_with("Does any single power")).count(), 2, "{told:?}");
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
