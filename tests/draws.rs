//! Intervals and rankings over draws, against asking each draw's own metric corridor by corridor.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "the numbers are small")]
#![allow(clippy::float_cmp, reason = "what is equal is the same value")]

use std::collections::BTreeSet;

use landbridge::strategies::networks;
use landbridge::{
    CostModel, Country, Dependence, Draw, Driver, LinkId, Metric, Network, Objective, PlaceId, Quantity, Scenario,
    Selection, Spread, Target,
};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

/// A generated network with a range for each assumption and for some lengths.
fn ranged(runner: &mut TestRunner) -> Network {
    let drawn = networks().places(6..=10).links(4..=12).countries(6).gauges(false).connected(true);
    let mut rows = drawn.new_tree(runner).unwrap().current().rows().at_one_point();
    for row in &mut rows.assumptions {
        (row.low, row.high) = (row.likely / 3.0, row.likely * 3.0);
    }
    for link in rows.links.iter_mut().step_by(2) {
        let length = link.length.get();
        link.length_low = Some(landbridge::Distance::metres(length / 2));
        link.length_high = Some(landbridge::Distance::metres(2 * length));
    }
    rows.build().unwrap()
}

/// Costs with the hub open and closed, and whether it holds an end.
type Asked = (Option<u64>, Option<u64>, bool);

fn ask(metric: &Metric<'_>, hub: &Selection, [from, to]: [PlaceId; 2]) -> Asked {
    let network = metric.network();
    let cost = |metric: &Metric<'_>| metric.shortest(from, to).and_then(|route| route.cost().finite());
    (cost(metric), cost(&metric.closing(hub)), [from, to].iter().any(|&end| hub.holds_place(network, end)))
}

fn dependence((open, closed, terminal): Asked) -> Option<f64> {
    let open = open.filter(|_| !terminal)?;
    Some(closed.map_or(1.0, |closed| if closed == open { 0.0 } else { 1.0 - open as f64 / closed as f64 }))
}

fn premium((open, closed, terminal): Asked) -> Option<f64> {
    let (open, closed) = (open.filter(|_| !terminal)?, closed?);
    if closed == open { Some(0.0) } else { (open > 0).then(|| closed as f64 / open as f64 - 1.0) }
}

/// The least value that five, fifty and ninety-five in a hundred do not exceed.
fn spread(values: impl Iterator<Item = Option<f64>>) -> Option<[f64; 3]> {
    let values: Vec<f64> = values.collect::<Option<_>>()?;
    let at = |percent: usize| {
        let enough =
            |&&one: &&f64| 100 * values.iter().filter(|value| **value <= one).count() >= percent * values.len();
        values.iter().filter(enough).copied().min_by(f64::total_cmp)
    };
    Some([at(5)?, at(50)?, at(95)?])
}

fn near(found: Option<Spread>, expected: Option<[f64; 3]>) -> bool {
    let found = found.map(|one| [one.low, one.median, one.high]);
    found.is_some() == expected.is_some()
        && found.into_iter().flatten().zip(expected.into_iter().flatten()).all(|(a, b)| (a - b).abs() < 1e-9)
}

fn mean(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let values: Vec<f64> = values.flatten().collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Ranks from 1 on, equal values at the middle of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let count = |test: &dyn Fn(f64) -> bool| values.iter().filter(|&&value| test(value)).count() as f64;
    values.iter().map(|&one| count(&|value| value < one) + f64::midpoint(count(&|value| value == one), 1.0)).collect()
}

/// Spearman's correlation squared.
fn shared(a: &[f64], b: &[f64]) -> f64 {
    let [a, b] = [ranks(a), ranks(b)];
    let middle = f64::midpoint(a.len() as f64, 1.0);
    let sum = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - middle) * (b - middle)).sum::<f64>();
    let square = sum(&a, &a) * sum(&b, &b);
    if square == 0.0 { 0.0 } else { sum(&a, &b).powi(2) / square }
}

/// What drives some values over the draws, by id; without what is too near the noise to tell.
fn drivers(network: &Network, objective: Objective, worlds: &[Draw], values: &[Option<f64>]) -> Vec<(String, f64)> {
    let Some(values) = values.iter().copied().collect::<Option<Vec<f64>>>().filter(|all| all.len() > 1) else {
        return Vec::new();
    };
    let counts = |quantity: Quantity| match quantity {
        Quantity::Speed | Quantity::BorderDwell | Quantity::TransferTime | Quantity::PassageDelay => {
            matches!(objective, Objective::Time | Objective::Generalised)
        }
        Quantity::Price | Quantity::BorderFee | Quantity::TransferPrice | Quantity::PassageFee => {
            matches!(objective, Objective::Money | Objective::Generalised)
        }
        Quantity::ValueOfTime => objective == Objective::Generalised,
        Quantity::Emission => false,
    };
    let assumptions =
        network.assumptions().iter().enumerate().filter(|(_, row)| row.low < row.high && counts(row.quantity));
    let mut all: Vec<(String, Vec<f64>)> = assumptions
        .map(|(at, row)| (row.id.clone(), worlds.iter().map(|world| world.values()[at]).collect()))
        .collect();
    for (id, link) in network.links().filter(|(_, link)| link.length_range().is_some_and(|(low, high)| low < high)) {
        all.push((link.id.to_string(), worlds.iter().map(|world| world.length(id).as_km()).collect()));
    }
    let noise = 15.0 / (values.len() as f64 - 1.0);
    let shares = all.into_iter().map(|(id, own)| (id, shared(&own, &values)));
    let mut found: Vec<(String, f64)> = shares.filter(|(_, share)| *share >= noise).collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

fn are_drivers(found: &[Driver], expected: &[(String, f64)]) -> bool {
    let mut own: Vec<(String, f64)> = found.iter().map(|one| (one.id.clone(), one.share)).collect();
    let falls = own.windows(2).all(|two| two[0].1 >= two[1].1);
    own.sort_by(|a, b| a.0.cmp(&b.0));
    falls
        && own.len() == expected.len()
        && own.iter().zip(expected).all(|(a, b)| a.0 == b.0 && (a.1 - b.1).abs() < 1e-9)
}

#[test]
fn intervals_are_those_of_each_draw_asked_alone() {
    let mut runner = TestRunner::deterministic();
    let (mut wide, mut chances, mut terminal) = (0, 0, 0);
    for seed in 0..180 {
        let network = ranged(&mut runner);
        let model = CostModel::new(Objective::ALL[seed as usize % 4]);
        let lands: BTreeSet<Country> = network.places().filter_map(|(_, place)| place.country).collect();
        // one that most corridors can pass through
        let ends = |land| {
            network
                .corridors()
                .filter(|(_, one)| [one.origin, one.destination].iter().any(|&end| network[end].country == Some(land)))
                .count()
        };
        let mut lands: Vec<Country> = lands.into_iter().collect();
        lands.sort_by_key(|&land| ends(land));
        let Some(&land) = lands.get(seed as usize / 4 % 3) else { continue };
        let hub = network.select(&[Target::Country(land)]).unwrap();
        let number = 1 + seed % 25;
        let found =
            Dependence::on(&network).model(model).hub(Target::Country(land)).intervals(number as u32, seed).unwrap();
        assert_eq!((u64::from(found.draws), found.seed, found.objective), (number, seed, model.objective()));
        let likely = network.metric(&Scenario::default(), &model).unwrap();
        let drawn: Vec<Draw> = (0..number).map(|at| Draw::new(&network, seed, at)).collect();
        let worlds: Vec<Metric<'_>> = drawn.iter().map(|draw| likely.drawn(draw).unwrap()).collect();
        let scopes = |metric: &Metric<'_>| -> Vec<[Asked; 3]> {
            let corridors = network.corridors().map(|(_, one)| {
                let family = |link: LinkId| {
                    network.corridors().any(|(_, other)| other.family == one.family && other.links.contains(&link))
                };
                let inside = [metric.within(|link| one.links.contains(&link)), metric.within(family), metric.clone()];
                inside.map(|metric| ask(&metric, &hub, [one.origin, one.destination]))
            });
            corridors.collect()
        };
        let (sure, asked_alone): (_, Vec<_>) = (scopes(&likely), worlds.iter().map(scopes).collect());
        assert_eq!(found.rows.len(), sure.len());
        for (at, row) in found.rows.iter().enumerate() {
            for (scope, one) in [row.line, row.family, row.network].into_iter().enumerate() {
                let asked = sure[at][scope];
                assert_eq!(one.likely.open.finite(), asked.0, "{seed}");
                assert!(asked.2 || one.likely.closed.finite() == asked.1, "{seed}");
                let over =
                    |value: fn(Asked) -> Option<f64>| spread(asked_alone.iter().map(|world| value(world[at][scope])));
                assert!(near(one.dependence, over(dependence)), "{seed} {at} {scope}: {:?}", one.dependence);
                assert!(near(one.premium, over(premium)), "{seed} {at} {scope}: {:?}", one.premium);
                wide += usize::from(one.dependence.is_some_and(|spread| spread.low < spread.high));
            }
            let word = |world: &Vec<[Asked; 3]>| match world[at][2] {
                (None, ..) => 4,
                (_, _, true) => 0,
                (open, closed, _) if open == closed => 1,
                (_, Some(_), _) => 2,
                _ => 3,
            };
            for (verdict, chance) in row.chances.iter().enumerate() {
                let share = asked_alone.iter().filter(|world| word(world) == verdict).count() as f64 / number as f64;
                assert!((chance - share).abs() < 1e-12, "{seed} {at}");
                chances += usize::from(0.0 < share && share < 1.0);
            }
            assert_eq!(row.verdict.map_or(4, |verdict| verdict as usize), word(&sure), "{seed}");
            terminal += usize::from(word(&sure) == 0);
        }
        for (scope, one) in found.mean.into_iter().enumerate() {
            let means = asked_alone.iter().map(|world| mean(world.iter().map(|row| dependence(row[scope]))));
            let means: Vec<f64> = means.flatten().collect();
            assert!(near(one, spread(means.into_iter().map(Some))), "{seed} {scope}: {one:?}");
        }
    }
    assert!(wide > 10 && chances > 10 && terminal > 10, "{wide} {chances} {terminal}");
}

#[test]
fn drivers_are_what_rises_and_falls_with_the_dependence() {
    let network = Network::from_dir("tests/fixtures/small").unwrap();
    let mut driven = [0; 2];
    for (seed, hub) in ["country:AZ", "country:KZ", "passage:caspian", "country:TR"].into_iter().enumerate() {
        for objective in Objective::ALL {
            let (hub, model) = (hub.parse::<Target>().unwrap(), CostModel::new(objective));
            let drawn: Vec<Draw> = (0..50).map(|number| Draw::new(&network, seed as u64, number)).collect();
            let likely = network.metric(&Scenario::default(), &model).unwrap();
            let closing = network.select(std::slice::from_ref(&hub)).unwrap();
            let worlds = drawn.iter().map(|draw| {
                let metric = likely.drawn(draw).unwrap();
                let rows = network.corridors().map(|(_, one)| ask(&metric, &closing, [one.origin, one.destination]));
                rows.map(dependence).collect::<Vec<_>>()
            });
            let worlds: Vec<Vec<Option<f64>>> = worlds.collect();
            let found = Dependence::on(&network).model(model).hub(hub).intervals(50, seed as u64).unwrap();
            for (at, row) in found.rows.iter().enumerate() {
                let over: Vec<Option<f64>> = worlds.iter().map(|world| world[at]).collect();
                let expected = drivers(&network, objective, &drawn, &over);
                assert!(are_drivers(&row.drivers, &expected), "{seed} {at}: {:?} {expected:?}", row.drivers);
                driven[0] += expected.len();
            }
            let over: Vec<Option<f64>> = worlds.iter().map(|world| mean(world.iter().copied())).collect();
            let expected = drivers(&network, objective, &drawn, &over);
            assert!(are_drivers(&found.drivers, &expected), "{seed}: {:?} {expected:?}", found.drivers);
            driven[1] += expected.len();
        }
    }
    assert!(driven.iter().all(|&count| count > 1), "{driven:?}");
}

#[test]
fn the_order_of_countries_is_that_of_each_draw_asked_alone() {
    let mut runner = TestRunner::deterministic();
    let (mut several, mut changed) = (0, 0);
    for seed in 0..180 {
        let network = ranged(&mut runner);
        let model = CostModel::new(Objective::ALL[seed as usize % 4]);
        let draws = 1 + seed % 9;
        let found = Dependence::on(&network).model(model).ranking(draws as u32, seed).unwrap();
        let lands: Vec<Country> =
            network.places().filter_map(|(_, place)| place.country).collect::<BTreeSet<_>>().into_iter().collect();
        let likely = network.metric(&Scenario::default(), &model).unwrap();
        let means = |metric: &Metric<'_>| -> Vec<f64> {
            let of = |&land: &Country| {
                let hub = network.select(&[Target::Country(land)]).unwrap();
                let rows = network.corridors().map(|(_, one)| ask(metric, &hub, [one.origin, one.destination]));
                mean(rows.map(dependence)).unwrap_or(0.0)
            };
            lands.iter().map(of).collect()
        };
        let sure = means(&likely);
        let worlds: Vec<Vec<f64>> =
            (0..draws).map(|number| means(&likely.drawn(&Draw::new(&network, seed, number)).unwrap())).collect();
        let order = |world: &[f64]| {
            let mut all: Vec<usize> =
                (0..lands.len()).filter(|&at| sure[at] > 0.0 || worlds.iter().any(|world| world[at] > 0.0)).collect();
            all.sort_by(|&a, &b| world[b].total_cmp(&world[a]));
            all
        };
        let first = order(&sure);
        assert_eq!(
            found.countries.iter().map(|one| one.country).collect::<Vec<_>>(),
            first.iter().map(|&at| lands[at]).collect::<Vec<_>>(),
            "{seed}"
        );
        for (one, &at) in found.countries.iter().zip(&first) {
            assert!((one.likely - sure[at]).abs() < 1e-9, "{seed}");
            assert!(near(one.dependence, spread(worlds.iter().map(|world| Some(world[at])))), "{seed}");
            let leads = |world: &&Vec<f64>| world.iter().all(|other| *other <= world[at]);
            let share = worlds.iter().filter(leads).count() as f64 / draws as f64;
            assert!((one.first - share).abs() < 1e-12, "{seed}: {} {share}", one.first);
        }
        for (k, share) in found.changed.iter().enumerate() {
            let others = worlds.iter().filter(|world| order(world)[..=k] != first[..=k]).count();
            assert!((share - others as f64 / draws as f64).abs() < 1e-12, "{seed}");
            changed += usize::from(others > 0);
        }
        assert_eq!(found.changed.len(), first.len());
        several += usize::from(first.len() > 1);
    }
    assert!(several > 20 && changed > 5, "{several} {changed}");
}
