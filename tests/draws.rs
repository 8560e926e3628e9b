//! Intervals and rankings over draws, against asking each draw's own metric corridor by corridor.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "the numbers are small")]

use std::collections::BTreeSet;

use landbridge::strategies::networks;
use landbridge::{
    CostModel, Country, Dependence, Draw, LinkId, Metric, Network, Objective, PlaceId, Scenario, Selection, Spread,
    Target,
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
        let draws = 1 + seed % 25;
        let found =
            Dependence::on(&network).model(model).hub(Target::Country(land)).intervals(draws as u32, seed).unwrap();
        assert_eq!((u64::from(found.draws), found.seed, found.objective), (draws, seed, model.objective()));
        let likely = network.metric(&Scenario::default(), &model).unwrap();
        let worlds: Vec<Metric<'_>> =
            (0..draws).map(|number| likely.drawn(&Draw::new(&network, seed, number)).unwrap()).collect();
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
                let share = asked_alone.iter().filter(|world| word(world) == verdict).count() as f64 / draws as f64;
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
