//! Twenty faults, planted one by one in a search of all costs that is otherwise right: each is caught, and
//! the network that shows it is small. What was found is kept in `tests/golden/planted.txt`.

mod snapshot;

use std::fmt::Write as _;

use landbridge::strategies::{Draft, Rows, cost_models, networks};
use landbridge::{Cost, CostModel, Mode, Network, Scenario, Status, Step};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use snapshot::assert_golden;

/// An arc between two stops, with its cost and what it does.
type Edge = (usize, usize, u64, Step);

/// What is wrong with a search.
enum Fault {
    /// It reads the scenario wrongly.
    Scenario(fn(&mut Scenario)),
    /// It reads the tables wrongly.
    Tables(fn(&mut Rows)),
    /// It sees other arcs than there are.
    Arcs(fn(&mut Vec<Edge>)),
    /// It takes no more than so many steps.
    Steps(usize),
    /// It starts at one stop of a place alone.
    OneStart,
}

const FAULTS: [(&str, Fault); 20] = [
    ("the year is ignored", Fault::Scenario(|scenario| scenario.year = None)),
    ("closures are ignored", Fault::Scenario(|scenario| scenario.close.clear())),
    ("the last closure is lost", Fault::Scenario(|scenario| _ = scenario.close.pop())),
    ("openings are ignored", Fault::Scenario(|scenario| scenario.open.clear())),
    ("delays are ignored", Fault::Scenario(|scenario| scenario.delay.clear())),
    ("factors are ignored", Fault::Scenario(|scenario| scenario.factor.clear())),
    ("a link's own time is ignored", Fault::Tables(|rows| rows.links.iter_mut().for_each(|link| link.time = None))),
    ("a link's own speed is ignored", Fault::Tables(|rows| rows.links.iter_mut().for_each(|link| link.speed = None))),
    ("passages cost nothing", Fault::Tables(|rows| rows.links.iter_mut().for_each(|link| link.passages.clear()))),
    ("what is shut is open", Fault::Tables(|rows| rows.links.iter_mut().for_each(|link| link.status = Status::Open))),
    ("no link ever ends", Fault::Tables(|rows| rows.links.iter_mut().for_each(|link| link.closed = None))),
    (
        "lines of one way lead both ways",
        Fault::Tables(|rows| rows.links.iter_mut().for_each(|link| link.directed = false)),
    ),
    ("the last link is left out", Fault::Tables(last_left_out)),
    ("transfers are free", Fault::Arcs(|arcs| arcs.iter_mut().filter(|arc| !is_link(arc)).for_each(|arc| arc.2 = 0))),
    ("transfers are not seen", Fault::Arcs(|arcs| arcs.retain(is_link))),
    ("of parallel arcs the first is taken", Fault::Arcs(first_of_parallels)),
    ("arcs without cost are not seen", Fault::Arcs(|arcs| arcs.retain(|arc| arc.2 > 0))),
    ("costs are cut to 20 bits", Fault::Arcs(|arcs| arcs.iter_mut().for_each(|arc| arc.2 &= (1 << 20) - 1))),
    ("no route has more than three steps", Fault::Steps(3)),
    ("a search starts at the first stop alone", Fault::OneStart),
];

fn is_link(arc: &Edge) -> bool {
    matches!(arc.3, Step::Link { .. })
}

fn last_left_out(rows: &mut Rows) {
    rows.corridors.clear();
    rows.links.pop();
    // a transfer to what is gone would be no row
    let left = |rows: &Rows, place: &str, mode: Mode, gauge: Option<u16>| {
        rows.links
            .iter()
            .any(|link| (link.from == place || link.to == place) && link.mode == mode && (link.gauge_mm == gauge))
    };
    let kept = rows.clone();
    rows.transfers.retain(|row| row.systems.iter().all(|&(mode, gauge)| left(&kept, &row.place, mode, gauge)));
}

fn first_of_parallels(arcs: &mut Vec<Edge>) {
    let mut seen = std::collections::HashSet::new();
    arcs.retain(|arc| seen.insert((arc.0, arc.1)));
}

/// The costs between all places: over and over, until nothing gets cheaper.
fn search(network: &Network, scenario: &Scenario, model: &CostModel, fault: Option<&Fault>) -> Option<Vec<Vec<Cost>>> {
    let (mut scenario, mut changed) = (scenario.clone(), None);
    match fault {
        Some(Fault::Scenario(change)) => change(&mut scenario),
        Some(Fault::Tables(change)) => {
            let mut rows = network.rows();
            change(&mut rows);
            changed = rows.build().ok();
        }
        _ => {}
    }
    let network = changed.as_ref().unwrap_or(network);
    // a scenario may name what the fault has lost
    let metric = network.metric(&scenario, model).ok()?;
    let graph = network.topology();
    let ends = graph.edge_indices().map(|edge| (edge, graph.edge_endpoints(edge).unwrap(), graph[edge]));
    let mut arcs: Vec<Edge> = ends
        .filter_map(|(edge, (from, to), step)| {
            Some((from.index(), to.index(), metric.cost(edge.into()).finite()?, step))
        })
        .collect();
    let (mut most, mut starts) = (usize::MAX, usize::MAX);
    match fault {
        Some(Fault::Arcs(change)) => change(&mut arcs),
        Some(Fault::Steps(steps)) => most = *steps,
        Some(Fault::OneStart) => starts = 1,
        _ => {}
    }
    let from = network.places().map(|(origin, _)| {
        let mut costs = vec![u64::MAX; graph.node_count()];
        let mine = graph.node_indices().filter(|&stop| graph[stop].place == origin);
        mine.take(starts).for_each(|stop| costs[stop.index()] = 0);
        for _ in 0..most.min(graph.node_count()) {
            let before = costs.clone();
            for &(from, to, cost, _) in &arcs {
                costs[to] = costs[to].min(before[from].saturating_add(cost));
            }
            if costs == before {
                break;
            }
        }
        let arrive = network.places().map(|(to, _)| {
            let at = graph.node_indices().filter(|&stop| graph[stop].place == to);
            let least = at.map(|stop| costs[stop.index()]).min().unwrap_or(u64::MAX);
            let shut = metric.is_closed(origin) || metric.is_closed(to);
            match least {
                _ if shut => Cost::INFINITE,
                _ if origin == to => Cost::ZERO,
                u64::MAX => Cost::INFINITE,
                least => Cost::new(least),
            }
        });
        arrive.collect()
    });
    Some(from.collect())
}

fn costs(network: &Network, scenario: &Scenario, model: &CostModel) -> Vec<Vec<Cost>> {
    let metric = network.metric(scenario, model).unwrap();
    let all = |from| network.places().map(|(to, _)| metric.from(from).cost(to)).collect();
    network.places().map(|(from, _)| all(from)).collect()
}

#[test]
fn every_planted_fault_is_caught_on_a_small_network() {
    let config = Config { cases: 4_000, failure_persistence: None, ..Config::default() };
    let inputs = (networks().places(1..=6).links(0..=10), any::<Draft>(), cost_models());
    let (mut told, mut sizes) = (String::new(), Vec::new());
    for (name, fault) in &FAULTS {
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let found = TestRunner::new_with_rng(config.clone(), rng).run(&inputs, |(network, draft, model)| {
            let scenario = network.draw_scenario(&draft);
            let right = costs(&network, &scenario, &model);
            // without a fault, the search is right
            let plain = search(&network, &scenario, &model, None);
            prop_assert_eq!(plain.as_ref(), Some(&right), "the search is wrong");
            match search(&network, &scenario, &model, Some(fault)) {
                Some(wrong) if wrong != right => Err(TestCaseError::fail("caught")),
                _ => Ok(()),
            }
        });
        let Err(TestError::Fail(why, (network, ..))) = found else { panic!("{name}: not caught: {found:?}") };
        assert_eq!(why.message(), "caught", "{name}");
        let (places, links) = (network.places().len(), network.links().len());
        writeln!(told, "{name}: {places} places, {links} links").unwrap();
        sizes.push((places, links));
    }
    sizes.sort_unstable();
    let (places, links) = sizes[sizes.len() / 2];
    writeln!(told, "median: {places} places, {links} links").unwrap();
    assert!(places <= 3 && links <= 3, "what is found does not shrink:\n{told}");
    assert_golden("planted.txt", &told);
}
