//! The book of laws, on generated networks and on draws from the bundled one.

#[path = "common/cases.rs"]
mod config;

use std::sync::LazyLock;

use config::{bundled_cases, cases};
use landbridge::strategies::{Draft, Networks, cost_models, laws, networks};
use landbridge::{
    ArcId, Cost, CostModel, Dependence, Distance, LinkId, Metric, Network, Objective, PlaceId, Scenario, Step, Target,
};
use petgraph::visit::EdgeRef;
use proptest::prelude::*;
use proptest::sample::Index;

static BUNDLED: LazyLock<Network> = LazyLock::new(Network::bundled);

/// Networks with at least one place.
fn some() -> Networks {
    networks().places(1..=7).links(0..=12)
}

/// Networks that often have ways, ties and lines.
fn dense() -> Networks {
    networks().places(2..=5).links(2..=10).countries(3)
}

fn metric<'n>(network: &'n Network, scenario: &Scenario, model: &CostModel) -> Metric<'n> {
    network.metric(scenario, model).unwrap_or_else(|error| panic!("{error}"))
}

fn link(network: &Network, index: Index) -> Option<LinkId> {
    let number = network.links().len();
    (number > 0).then(|| network.links().nth(index.index(number)).unwrap().0)
}

/// Some targets of a network; none when it has nothing.
fn hub(network: &Network, indices: &[Index]) -> Vec<Target> {
    indices.iter().filter_map(|&index| network.draw_target(index)).collect()
}

/// One or two targets of a network.
fn indices() -> impl Strategy<Value = Vec<Index>> {
    prop::collection::vec(any::<Index>(), 1..=2)
}

/// The least cost between two places by petgraph.
fn by_petgraph(metric: &Metric<'_>, from: PlaceId, to: PlaceId) -> Cost {
    if metric.is_closed(from) || metric.is_closed(to) {
        return Cost::INFINITE;
    }
    if from == to {
        return Cost::ZERO;
    }
    let mut graph = metric.network().topology();
    graph.retain_edges(|_, _| true);
    let open =
        petgraph::visit::EdgeFiltered::from_fn(&graph, |edge| metric.cost(ArcId::from(edge.id())) < Cost::INFINITE);
    let starts = graph.node_indices().filter(|&stop| graph[stop].place == from);
    let costs = starts.flat_map(|start| {
        let weight = |edge: petgraph::graph::EdgeReference<'_, Step>| metric.cost(edge.id().into()).finite().unwrap();
        let found = petgraph::algo::dijkstra(&open, start, None, weight);
        found.into_iter().filter(|(stop, _)| graph[*stop].place == to).map(|(_, cost)| cost).collect::<Vec<u64>>()
    });
    costs.min().map_or(Cost::INFINITE, Cost::new)
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn shortest_is_what_bellman_ford_finds(network in some(), draft: Draft, from: Index) {
        let scenario = network.draw_scenario(&draft);
        for objective in Objective::ALL {
            laws::shortest_is_least(&metric(&network, &scenario, &CostModel::new(objective)), network.draw_place(from))?;
        }
    }

    #[test]
    fn shortest_is_what_petgraph_finds(network in some(), draft: Draft, from: Index, to: Index) {
        let scenario = network.draw_scenario(&draft);
        let (from, to) = (network.draw_place(from), network.draw_place(to));
        for objective in Objective::ALL {
            let metric = metric(&network, &scenario, &CostModel::new(objective));
            let route = metric.shortest(from, to);
            prop_assert_eq!(route.map_or(Cost::INFINITE, |route| route.cost()), by_petgraph(&metric, from, to));
        }
    }

    #[test]
    fn one_to_all_is_one_to_one(network in some(), draft: Draft, model in cost_models(), from: Index) {
        let scenario = network.draw_scenario(&draft);
        laws::one_to_all_is_one_to_one(&metric(&network, &scenario, &model), network.draw_place(from))?;
    }

    #[test]
    fn shortest_is_a_metric(network in some(), draft: Draft, model in cost_models()) {
        laws::shortest_is_a_metric(&metric(&network, &network.draw_scenario(&draft), &model))?;
    }

    #[test]
    fn a_connected_network_has_every_way(network in some().connected(true), model in cost_models()) {
        let metric = metric(&network, &Scenario::default(), &model);
        laws::every_place_is_reached(&metric)?;
    }

    #[test]
    fn a_place_with_no_link_has_no_way(network in some().isolated(2), model in cost_models(), to: Index) {
        let metric = metric(&network, &Scenario::default(), &model);
        let (alone, to) = (network.place("i1").unwrap(), network.draw_place(to));
        prop_assert_eq!(metric.shortest(alone, to).is_some(), alone == to);
        laws::no_way_has_a_cut(&metric, alone, to)?;
        laws::no_way_has_a_cut(&metric, to, alone)?;
    }

    #[test]
    fn closing_never_helps(network in some(), draft: Draft, model in cost_models(), more in indices()) {
        let more = network.select(&hub(&network, &more)).unwrap();
        laws::closing_never_helps(&metric(&network, &network.draw_scenario(&draft), &model), &more)?;
    }

    #[test]
    fn closing_order_is_free(network in some(), draft: Draft, model in cost_models(), more in indices()) {
        let metric = metric(&network, &network.draw_scenario(&draft), &model);
        laws::closing_order_is_free(&metric, &hub(&network, &more))?;
    }

    #[test]
    fn closing_is_the_scenario_closed(network in some(), draft: Draft, model in cost_models(), more: Index) {
        let scenario = network.draw_scenario(&draft);
        laws::closing_is_the_scenario_closed(&network, &scenario, &model, &hub(&network, &[more]))?;
    }

    #[test]
    fn within_all_is_the_metric(network in some(), draft: Draft, model in cost_models()) {
        laws::within_all_is_the_metric(&metric(&network, &network.draw_scenario(&draft), &model))?;
    }

    #[test]
    fn what_is_closed_is_not_used(network in dense(), model in cost_models()) {
        let metric = metric(&network, &Scenario::default(), &model);
        for target in network.all_targets() {
            for (from, _) in network.places() {
                laws::what_is_closed_is_not_used(&metric, &target, from)?;
            }
        }
    }

    #[test]
    fn opening_undoes_status(network in some(), draft: Draft, model in cost_models(), target: Index) {
        let scenario = network.draw_scenario(&draft);
        if let Some(target) = network.draw_target(target) {
            laws::opening_undoes_status(&network, &scenario, &model, &target)?;
        }
    }

    #[test]
    fn delaying_never_helps(network in some(), draft: Draft, model in cost_models(), target: Index, hours: [u8; 2]) {
        let scenario = network.draw_scenario(&draft);
        let target = network.draw_target(target);
        let target = target.filter(|target| network.transfers().len() > 0 || !matches!(target, Target::Mode(_)));
        if let Some(target) = target {
            laws::delaying_never_helps(&network, &scenario, &model, &target, hours)?;
        }
    }

    #[test]
    fn factors_are_monotone(
        network in some(), draft: Draft, model in cost_models(), target: Index, factors in [0.0..4.0, 0.0..4.0]
    ) {
        let scenario = network.draw_scenario(&draft);
        if let Some(target) = network.draw_target(target) {
            laws::factors_are_monotone(&network, &scenario, &model, &target, factors)?;
        }
    }

    #[test]
    fn scaling_scales(network in some(), draft: Draft, times in 0_u8..=9) {
        for objective in Objective::ALL {
            laws::scaling_scales(&network, &network.draw_scenario(&draft), objective, times)?;
        }
    }

    #[test]
    fn scenario_survives_json(network in some(), draft: Draft) {
        laws::scenario_survives_json(&network.draw_scenario(&draft))?;
    }

    #[test]
    fn reversing_reverses(network in some(), draft: Draft, model in cost_models()) {
        laws::reversing_reverses(&network, &network.draw_scenario(&draft), &model)?;
    }

    #[test]
    fn undirected_ways_are_as_long_there_as_back(network in some().directed(false), draft: Draft, model in cost_models()) {
        let scenario = network.draw_scenario(&draft.plain());
        let metric = metric(&network, &scenario, &model);
        for (from, _) in network.places() {
            let all = metric.from(from);
            for (to, _) in network.places() {
                prop_assert_eq!(all.cost(to), metric.from(to).cost(from));
            }
        }
    }

    #[test]
    fn adding_apart_changes_nothing(network in some(), draft: Draft, model in cost_models()) {
        laws::adding_apart_changes_nothing(&network, &network.draw_scenario(&draft), &model)?;
    }

    #[test]
    fn adding_a_dearer_link_changes_nothing(
        network in some(), draft: Draft, model in cost_models(), at: Index, by in 0_u64..=500_000
    ) {
        if let Some(at) = link(&network, at) {
            let (scenario, by) = (network.draw_scenario(&draft), Distance::metres(by));
            laws::adding_a_dearer_link_changes_nothing(&network, &scenario, &model, at, by)?;
        }
    }

    #[test]
    fn splitting_a_link_changes_nothing(network in some(), draft: Draft, at: Index, percent in 0_u8..=100) {
        if let Some(at) = link(&network, at) {
            laws::splitting_a_link_changes_nothing(&network, &network.draw_scenario(&draft), at, percent)?;
        }
    }

    #[test]
    fn renaming_changes_nothing(network in some(), draft: Draft, model in cost_models()) {
        laws::renaming_changes_nothing(&network, &network.draw_scenario(&draft), &model)?;
    }

    #[test]
    fn years_only_open(network in some(), draft: Draft, model in cost_models(), years in [1985_u16..2050, 1985..2050]) {
        laws::years_only_open(&network, &network.draw_scenario(&draft), &model, years)?;
    }

    #[test]
    fn the_costs_of_the_crate_are_lawful(network in some(), draft: Draft, model in cost_models(), target: Index) {
        let own = |network: &Network, scenario: &Scenario, arc: ArcId| metric(network, scenario, &model).cost(arc);
        if let Some(target) = network.draw_target(target) {
            laws::a_cost_is_lawful(&network, &network.draw_scenario(&draft), &target, own)?;
        }
    }

    #[test]
    fn no_way_has_a_cut(network in some(), draft: Draft, model in cost_models()) {
        let metric = metric(&network, &network.draw_scenario(&draft), &model);
        for (from, _) in network.places() {
            for (to, _) in network.places() {
                laws::no_way_has_a_cut(&metric, from, to)?;
            }
        }
    }

    #[test]
    fn openings_are_exact(network in some(), draft: Draft, from: Index, to: Index) {
        let scenario = network.draw_scenario(&draft);
        let metric = metric(&network, &scenario, &CostModel::distance());
        let (from, to) = (network.draw_place(from), network.draw_place(to));
        laws::openings_are_exact(&metric, from, to, &scenario.close)?;
    }

    #[test]
    fn an_opening_in_the_scenario_makes_the_way(network in some(), year in 1990_u16..=2040, from: Index, to: Index) {
        let scenario = Scenario::default().in_year(year);
        let model = CostModel::distance();
        let metric = metric(&network, &scenario, &model);
        let (from, to) = (network.draw_place(from), network.draw_place(to));
        if metric.shortest(from, to).is_none() {
            let named = metric.openings(from, to, |_| false);
            for target in network.all_targets() {
                let opened = network.metric(&scenario.clone().opening(target.clone()), &model).unwrap();
                let way = opened.shortest(from, to).is_some();
                if named.iter().any(|opening| opening.target == target) {
                    prop_assert!(way, "{} makes no way", target);
                } else if matches!(target, Target::Project(_)) {
                    prop_assert!(!way, "{} makes a way and is not named", target);
                } else if matches!(target, Target::Border(_) | Target::Link(_)) {
                    prop_assert!(!way || !named.is_empty(), "{} makes a way and nothing is named", target);
                }
            }
        }
    }

    #[test]
    fn dependence_is_bounded(network in dense(), draft: Draft, model in cost_models(), at in indices()) {
        let query = Dependence::on(&network).scenario(network.draw_scenario(&draft)).model(model);
        let report = hub(&network, &at).into_iter().fold(query, Dependence::hub).run().unwrap();
        prop_assert_eq!(report.rows.len(), network.corridors().len());
        laws::dependence_is_bounded(&report)?;
    }

    #[test]
    fn dependence_is_that_of_fresh_metrics(network in dense(), draft: Draft, model in cost_models(), at in indices()) {
        let scenario = network.draw_scenario(&draft);
        laws::dependence_is_that_of_fresh_metrics(&network, &scenario, &model, &hub(&network, &at))?;
    }

    #[test]
    fn shares_add_up(network in dense(), draft: Draft, model in cost_models()) {
        laws::shares_add_up(&network, &network.draw_scenario(&draft), &model)?;
    }

    #[test]
    fn powers_are_shapley_values(network in dense(), draft: Draft, model in cost_models()) {
        laws::powers_are_shapley_values(&network, &network.draw_scenario(&draft), &model)?;
    }

    #[test]
    fn share_range_is_that_of_all_ties(network in dense(), draft: Draft, model in cost_models(), at in indices()) {
        // without closures, which leave few lines open
        let scenario = Scenario { close: Vec::new(), ..network.draw_scenario(&draft) };
        laws::share_range_is_that_of_all_ties(&network, &scenario, &model, &hub(&network, &at))?;
    }

    #[test]
    fn rows_build_the_same_network(network in some(), draft: Draft, model in cost_models()) {
        let again = network.rows().build().unwrap();
        prop_assert_eq!(format!("{:?}", network.rows()), format!("{:?}", again.rows()));
        let scenario = network.draw_scenario(&draft);
        let (one, other) = (metric(&network, &scenario, &model), metric(&again, &scenario, &model));
        for edge in network.topology().edge_indices() {
            prop_assert_eq!(one.cost(edge.into()), other.cost(edge.into()));
        }
    }
}

proptest! {
    #![proptest_config(bundled_cases(24))]

    #[test]
    fn bundled_shortest_is_least(draft: Draft, model in cost_models(), from: Index, to: Index) {
        let metric = metric(&BUNDLED, &BUNDLED.draw_scenario(&draft), &model);
        laws::shortest_is_least(&metric, BUNDLED.draw_place(from))?;
        let (from, to) = (BUNDLED.draw_place(from), BUNDLED.draw_place(to));
        let cost = metric.shortest(from, to).map_or(Cost::INFINITE, |route| route.cost());
        prop_assert_eq!(cost, by_petgraph(&metric, from, to));
    }

    #[test]
    fn bundled_one_to_all_is_one_to_one(draft: Draft, model in cost_models(), from: Index) {
        let metric = metric(&BUNDLED, &BUNDLED.draw_scenario(&draft), &model);
        laws::one_to_all_is_one_to_one(&metric, BUNDLED.draw_place(from))?;
    }

    #[test]
    fn bundled_closing_is_the_scenario_closed(draft: Draft, model in cost_models(), more: Index) {
        let scenario = BUNDLED.draw_scenario(&draft);
        laws::closing_is_the_scenario_closed(&BUNDLED, &scenario, &model, &hub(&BUNDLED, &[more]))?;
        laws::scenario_survives_json(&scenario)?;
    }

    #[test]
    fn bundled_no_way_has_a_cut(draft: Draft, from: Index, to: Index) {
        let scenario = BUNDLED.draw_scenario(&draft);
        let metric = metric(&BUNDLED, &scenario, &CostModel::time());
        let (from, to) = (BUNDLED.draw_place(from), BUNDLED.draw_place(to));
        laws::no_way_has_a_cut(&metric, from, to)?;
    }

    #[test]
    fn bundled_dependence_is_bounded(draft: Draft, model in cost_models(), at in indices()) {
        let query = Dependence::on(&BUNDLED).scenario(BUNDLED.draw_scenario(&draft)).model(model);
        let report = hub(&BUNDLED, &at).into_iter().fold(query, Dependence::hub).run().unwrap();
        laws::dependence_is_bounded(&report)?;
    }

    #[test]
    fn bundled_links_can_be_split(at: Index, percent in 0_u8..=100) {
        let at = link(&BUNDLED, at).unwrap();
        laws::splitting_a_link_changes_nothing(&BUNDLED, &Scenario::default(), at, percent)?;
    }
}

#[test]
fn bundled_reverses_and_shares_add_up() {
    laws::reversing_reverses(&BUNDLED, &Scenario::default(), &CostModel::time()).unwrap();
    laws::shares_add_up(&BUNDLED, &Scenario::default(), &CostModel::money()).unwrap();
}

/// Draws from loaded networks keep to what the network has.
#[test]
fn draws_are_of_the_network() {
    use landbridge::strategies::{pairs, places, scenarios, targets};
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let draws = (places(&BUNDLED), pairs(&BUNDLED), targets(&BUNDLED), scenarios(&BUNDLED));
    runner
        .run(&draws, |(place, (from, to), target, scenario)| {
            prop_assert!([place, from, to].iter().all(|place| place.index() < BUNDLED.places().len()));
            prop_assert!(BUNDLED.select(&[target]).is_ok());
            prop_assert!(BUNDLED.metric(&scenario, &CostModel::generalised()).is_ok());
            Ok(())
        })
        .unwrap();
}

/// A feature of networks, by name.
type Feature = (&'static str, fn(&Network) -> bool);

/// The generator would prove little if it made dull networks: each feature must occur, and be absent
/// when it is switched off.
#[test]
fn generated_networks_are_rich() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut draw = |strategy: &Networks| -> Vec<Network> {
        (0..400).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
    };
    let all = draw(&networks());
    let traits: [Feature; 13] = [
        ("transfers", |network| network.transfers().any(|(_, one)| one.is_gauge_break())),
        ("borders", |network| network.borders().len() > 1),
        ("passages", |network| network.passages().len() > 0),
        ("projects", |network| network.projects().len() > 0),
        ("corridors", |network| network.corridors().any(|(_, line)| line.links.len() > 2)),
        ("directed", |network| network.links().any(|(_, link)| link.directed)),
        ("loops", |network| network.links().any(|(_, link)| link.from == link.to)),
        ("zero", |network| network.links().any(|(_, link)| link.length == Distance::ZERO)),
        ("years", |network| network.links().any(|(_, link)| link.is_open_in(2000) != link.is_open_in(2026))),
        ("loose", |network| {
            network.places().any(|(id, _)| network.links().all(|(_, link)| link.other_end(id).is_none()))
        }),
        ("parallel", has_parallel),
        ("at sea", |network| network.places().any(|(_, place)| place.country.is_none())),
        ("no link", |network| network.links().len() == 0),
    ];
    for (name, has) in traits {
        let with = all.iter().filter(|network| has(network)).count();
        assert!((10..=390).contains(&with), "{name}: {with} of 400");
    }
    let plain = networks().parallel(false).loops(false).zero_lengths(false).directed(false).gauges(false);
    let plain = plain.sea(false).statuses(false).corridors(false).countries(1);
    for network in draw(&plain) {
        let found: Vec<&str> = traits.iter().filter(|(_, has)| has(&network)).map(|(name, _)| *name).collect();
        assert!(found.iter().all(|name| ["loose", "no link"].contains(name)), "{found:?}");
        assert_eq!(network.borders().len(), 0);
    }
}

fn has_parallel(network: &Network) -> bool {
    let ends = |link: &landbridge::Link| (link.from.min(link.to), link.from.max(link.to));
    let mut seen = std::collections::HashSet::new();
    network.links().any(|(_, link)| !seen.insert(ends(link)))
}

/// A failing property is reported on a small network, not on the one that was drawn.
#[test]
fn failures_shrink() {
    use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
    // the same cases whatever `PROPTEST_CASES` says
    let config = Config { cases: 256, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(&networks(), |network| {
        prop_assert!(network.links().all(|(_, link)| !link.directed), "a directed link");
        Ok(())
    });
    let Err(TestError::Fail(_, network)) = result else { panic!("{result:?}") };
    assert_eq!((network.places().len(), network.links().len()), (1, 1), "{:?}", network.rows());
}
