//! What enters a target, and what lies in it, arc by arc, on generated networks.

use std::collections::BTreeMap;

use landbridge::strategies::networks;
use landbridge::{CostModel, Network, Scenario, Step, Target};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

/// Whether an arc enters a target: a country by a link that comes from elsewhere, a place by a link that
/// arrives, a mode by a change from another one, anything else by each of its links.
fn enters(network: &Network, edge: petgraph::graph::EdgeIndex, target: &Target) -> bool {
    let graph = network.topology();
    let (tail, head) = graph.edge_endpoints(edge).unwrap();
    let (before, after) = (&graph[tail], &graph[head]);
    let country = |place: landbridge::PlaceId| network[place].country;
    match (target, graph[edge]) {
        (Target::Mode(mode), Step::Transfer { .. }) => {
            before.system.mode != after.system.mode && after.system.mode == Some(*mode)
        }
        (Target::Mode(_), Step::Link { .. }) | (_, Step::Transfer { .. }) => false,
        (Target::Country(one), _) => country(before.place) != Some(*one) && country(after.place) == Some(*one),
        (Target::Place(id), _) => network[after.place].id == *id,
        (target, Step::Link { link, .. }) => {
            network.select(std::slice::from_ref(target)).unwrap().closes_link(network, link)
        }
    }
}

#[test]
fn a_delay_is_suffered_once_on_each_entry_and_nowhere_else() {
    let mut runner = TestRunner::deterministic();
    let drawn = networks().places(3..=7).links(6..=16).statuses(false);
    let mut met: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for _ in 0..120 {
        let network = drawn.new_tree(&mut runner).unwrap().current();
        let plain = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
        for target in network.all_targets() {
            let delayed = Scenario::default().delaying(target.clone(), 7.0);
            // where no mode is ever entered, a delay on one is refused
            let Ok(delayed) = network.metric(&delayed, &CostModel::time()) else {
                assert!(matches!(target, Target::Mode(_)) && network.transfers().len() == 0, "{target}");
                continue;
            };
            for edge in network.topology().edge_indices() {
                let costs = [&plain, &delayed].map(|metric| metric.cost(edge.into()).finite().unwrap());
                let expected = enters(&network, edge, &target);
                assert_eq!(
                    costs[1] - costs[0],
                    if expected { 7 * 3_600 } else { 0 },
                    "{target} {:?}",
                    network.topology()[edge]
                );
                let kind = target.to_string().split(':').next().unwrap_or_default().to_owned();
                met.entry(kind).or_default()[usize::from(expected)] += 1;
            }
        }
    }
    assert!(met.len() >= 6 && met.values().all(|met| met[0] > 10 && met[1] > 10), "{met:?}");
}

/// Whether what an arc spends in a territory lies in a target: of a country what is spent there, of a place
/// its transfers, of anything else its links.
fn lies_in(network: &Network, step: Step, territory: landbridge::Territory, target: &Target) -> bool {
    match (target, step) {
        (Target::Country(one), _) => territory == landbridge::Territory::Country(*one),
        (Target::Place(id), Step::Transfer { transfer, .. }) => network[network[transfer].place].id == *id,
        (Target::Place(_), _) | (_, Step::Transfer { .. }) => false,
        (target, Step::Link { link, .. }) => {
            network.select(std::slice::from_ref(target)).unwrap().closes_link(network, link)
        }
    }
}

#[test]
fn a_factor_multiplies_what_is_spent_in_its_target_and_nothing_else() {
    let mut runner = TestRunner::deterministic();
    let drawn = networks().places(3..=7).links(6..=16).statuses(false);
    let mut met: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for _ in 0..25 {
        let network = drawn.new_tree(&mut runner).unwrap().current();
        let plain = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
        for target in network.all_targets() {
            let scaled = Scenario::default().scaling(target.clone(), 2.0, 3.0);
            let scaled = network.metric(&scaled, &CostModel::time()).unwrap();
            for arc in network.arc_ids() {
                let step = network.topology()[petgraph::graph::EdgeIndex::new(arc.index())];
                for (old, new) in plain.parts(arc).into_iter().zip(scaled.parts(arc)) {
                    let inside = lies_in(&network, step, old.territory, &target);
                    let [time, money] = if inside { [2, 3] } else { [1, 1] };
                    let apart = (old.values.time.get() * time).abs_diff(new.values.time.get());
                    let spent = (old.values.money.get() * money).abs_diff(new.values.money.get());
                    // times and prices are rounded once, after the factor
                    assert!(apart <= time && spent <= money, "{target} {step:?}: {old:?} {new:?}");
                    assert_eq!((old.territory, old.values.distance), (new.territory, new.values.distance));
                    let kind = target.to_string().split(':').next().unwrap_or_default().to_owned();
                    met.entry(kind).or_default()[usize::from(inside)] += 1;
                }
            }
        }
    }
    assert!(met.len() >= 6 && met.values().all(|met| met[0] > 10 && met[1] > 10), "{met:?}");
}
