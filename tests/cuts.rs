//! Minimum cuts, flows, bridges and articulation places against trying all, petgraph, and igraph.

#[path = "common/random_redundancy.rs"]
mod random;

use std::collections::BTreeSet;

use landbridge::{By, Capacity, Cost, CostModel, Given, LinkId, Metric, Network, PlaceId, Scenario, Target};
use petgraph::graph::{DiGraph, NodeIndex, UnGraph};
use random::{closing, cost, ends, metric, network, subsets};

fn targets(network: &Network, by: By, ends: [PlaceId; 2]) -> Vec<Target> {
    match by {
        By::Link => network.links().map(|(_, link)| Target::Link(link.id.to_string())).collect(),
        By::Border => network.borders().map(|(_, border)| Target::Border(border.id.clone())).collect(),
        _ => network
            .places()
            .filter(|(id, _)| !ends.contains(id))
            .map(|(_, place)| Target::Place(place.id.to_string()))
            .collect(),
    }
}

/// The stops that `keep` holds and that are joined over such to the origin, or to the destination.
fn joined(
    metric: &Metric<'_>,
    from: PlaceId,
    to: PlaceId,
    ahead: bool,
    keep: &dyn Fn(usize) -> bool,
) -> BTreeSet<usize> {
    let graph = metric.network().topology();
    let start = if ahead { from } else { to };
    let all = graph.node_indices().map(NodeIndex::index);
    let mut found: BTreeSet<usize> = all.filter(|&stop| graph[NodeIndex::new(stop)].place == start).collect();
    loop {
        let before = found.len();
        for edge in graph.edge_indices().filter(|&edge| metric.cost(edge.into()) != Cost::INFINITE) {
            let (tail, head) = graph.edge_endpoints(edge).unwrap();
            let (known, next) = if ahead { (tail.index(), head.index()) } else { (head.index(), tail.index()) };
            if found.contains(&known) && keep(next) {
                found.insert(next);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

#[test]
fn minimum_cuts_by_trying_all() {
    let (mut compared, mut apart, mut one) = (0, [0; 3], 0);
    for seed in 0..2_500 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        for by in [By::Link, By::Place, By::Border] {
            let all = targets(&network, by, [from, to]);
            let cuts = |set: &Vec<Target>| cost(&closing(&metric, set), from, to) == Cost::INFINITE;
            let found = metric.min_cut(from, to, by);
            let Some(found) = found else {
                assert!(from == to || !cuts(&all), "{seed} {by:?}: everything closed and still a way");
                continue;
            };
            assert!(found.cuts.iter().all(|cut| cut.len() == found.size && cuts(cut)), "{seed} {by:?} {found:?}");
            if found.size > 0 && found.size < 4 {
                assert!(!subsets(&all, found.size - 1).iter().any(cuts), "{seed} {by:?}: a smaller one");
            }
            // all others lie between the extremes
            if found.given == Given::Extremes && found.size > 0 && found.size < 3 {
                // the stops that can still be reached from the origin, or lead to the destination, of
                // those that lie on a way between them
                let [out, back] = [true, false].map(|ahead| joined(&metric, from, to, ahead, &|_| true));
                let between: BTreeSet<usize> = out.intersection(&back).copied().collect();
                let left = |set: &[Target], ahead: bool| {
                    joined(&closing(&metric, set), from, to, ahead, &|stop| between.contains(&stop))
                };
                let (near, far) = (left(found.near_origin(), true), left(found.near_destination(), false));
                for set in subsets(&all, found.size).iter().filter(|set| cuts(set)) {
                    assert!(near.is_subset(&left(set, true)), "{seed} {by:?} {found:?}: {set:?} is nearer the origin");
                    assert!(far.is_subset(&left(set, false)), "{seed} {by:?} {found:?}: {set:?} is nearer the end");
                }
                apart[by as usize] += usize::from(found.cuts.len() == 2);
            }
            one += usize::from(found.given == Given::One);
            compared += 1;
        }
    }
    let enough = apart.iter().zip([200, 50, 20]).all(|(apart, least)| *apart > least);
    assert!(compared > 3_000 && enough && one > 0, "{compared} {apart:?} {one}");
}

/// Whether places or borders on open ways are cut off by what the flow counts one by one: no border has
/// two links there, and the systems of no place there fall into two parts that no open transfer joins.
fn is_counted_one_by_one(metric: &Metric<'_>, by: By, from: PlaceId, to: PlaceId) -> bool {
    let network = metric.network();
    let graph = network.topology();
    let [out, back] = [true, false].map(|ahead| joined(metric, from, to, ahead, &|_| true));
    let between: BTreeSet<usize> = out.intersection(&back).copied().collect();
    let open = || graph.edge_indices().filter(|&edge| metric.cost(edge.into()) != Cost::INFINITE);
    if by == By::Border {
        let on_the_way = open().filter(|&edge| {
            let (tail, head) = graph.edge_endpoints(edge).unwrap();
            between.contains(&tail.index()) && between.contains(&head.index())
        });
        let crossings = on_the_way.filter_map(|edge| match graph[edge] {
            landbridge::Step::Link { link, .. } => Some((network[link].border()?, link)),
            landbridge::Step::Transfer { .. } => None,
        });
        let links: BTreeSet<_> = crossings.collect();
        let borders: BTreeSet<_> = links.iter().map(|(border, _)| *border).collect();
        return links.len() == borders.len();
    }
    network.places().all(|(id, _)| {
        let here: Vec<usize> =
            graph.node_indices().filter(|&stop| graph[stop].place == id).map(NodeIndex::index).collect();
        let mut part: Vec<usize> = here.clone();
        for _ in &here {
            for edge in open() {
                let (tail, head) = graph.edge_endpoints(edge).unwrap();
                let ends = [tail, head].map(|stop| here.iter().position(|&one| one == stop.index()));
                if let [Some(a), Some(b)] = ends
                    && matches!(graph[edge], landbridge::Step::Transfer { .. })
                {
                    let least = part[a].min(part[b]);
                    (part[a], part[b]) = (least, least);
                }
            }
        }
        let met: BTreeSet<usize> =
            here.iter().zip(part).filter(|(stop, _)| between.contains(stop)).map(|(_, part)| part).collect();
        met.len() < 2
    })
}

#[test]
fn cuts_are_extreme_where_a_flow_counts_one_by_one() {
    let mut met = [0; 2];
    for seed in 0..1_500 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        for by in [By::Place, By::Border] {
            let Some(found) = metric.min_cut(from, to, by) else { continue };
            let exact = is_counted_one_by_one(&metric, by, from, to);
            assert_eq!(found.given == Given::Extremes, exact, "{seed} {by:?} {found:?}");
            met[usize::from(exact)] += 1;
        }
    }
    assert!(met.iter().all(|&count| count > 30), "{met:?}");
}

#[test]
fn cuts_by_country_come_in_the_order_of_what_can_still_be_reached() {
    let (mut several, mut apart) = (0, 0);
    for seed in 0..2_500 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        let Some(found) = metric.min_cut(from, to, By::Country).filter(|found| found.size > 0) else { continue };
        assert_eq!(found.given, Given::All, "{seed}");
        let reached = |cut: &[Target]| joined(&closing(&metric, cut), from, to, true, &|_| true).len();
        let numbers: Vec<usize> = found.cuts.iter().map(|cut| reached(cut)).collect();
        assert!(numbers.is_sorted(), "{seed} {found:?}: {numbers:?}");
        assert_eq!(Some(&reached(found.near_origin())), numbers.iter().min(), "{seed}");
        assert_eq!(Some(&reached(found.near_destination())), numbers.iter().max(), "{seed}");
        several += usize::from(numbers.len() > 1);
        apart += usize::from(numbers.first() < numbers.last());
    }
    assert!(several > 15 && apart > 15, "{several} {apart}");
}

/// Room for what has no stated capacity: more than all stated ones together.
const UNSTATED: u64 = 1_000_000;

#[test]
fn greatest_flow_by_petgraph() {
    let (mut finite, mut unknown, mut extremes, mut apart) = (0, 0, 0, 0);
    for seed in 0..2_500 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        if from == to {
            continue;
        }
        let topology = network.topology();
        let mut graph: DiGraph<(), u64> = DiGraph::new();
        let nodes: Vec<NodeIndex> = topology.node_indices().map(|_| graph.add_node(())).collect();
        let (source, sink) = (graph.add_node(()), graph.add_node(()));
        for stop in topology.node_indices() {
            if topology[stop].place == from {
                graph.add_edge(source, nodes[stop.index()], 100 * UNSTATED);
            }
            if topology[stop].place == to {
                graph.add_edge(nodes[stop.index()], sink, 100 * UNSTATED);
            }
        }
        for edge in topology.edge_indices() {
            let arc = landbridge::ArcId::from(edge);
            if metric.cost(arc) == Cost::INFINITE {
                continue;
            }
            let room = match topology[edge] {
                landbridge::Step::Link { link, .. } => network[link].capacity().map_or(UNSTATED, Capacity::get),
                landbridge::Step::Transfer { .. } => UNSTATED,
            };
            let (tail, head) = topology.edge_endpoints(edge).unwrap();
            graph.add_edge(nodes[tail.index()], nodes[head.index()], room);
        }
        let (expected, _) = petgraph::algo::ford_fulkerson(&graph, source, sink);
        match metric.max_flow(from, to) {
            None => {
                assert!(expected >= UNSTATED, "{seed}");
                unknown += 1;
            }
            Some(flow) => {
                assert_eq!(flow.value.get(), expected, "{seed}");
                for cut in [&flow.cut_near_origin, &flow.cut_near_destination] {
                    let sum: u64 = cut.iter().map(|&link| network[link].capacity().unwrap().get()).sum();
                    assert_eq!(sum, expected, "{seed}: the bottleneck carries the flow");
                    let set: Vec<Target> = cut.iter().map(|&link| Target::Link(network[link].id.to_string())).collect();
                    let closed = closing(&metric, &set);
                    // what is left may lead on over links that can carry nothing
                    let carries = closed.within(|link| network[link].capacity() != Some(Capacity::ZERO));
                    assert!(carries.shortest(from, to).is_none(), "{seed}");
                }
                if let Some(cuts) = extreme_bottlenecks(&metric, from, to, expected) {
                    assert_eq!([&flow.cut_near_origin, &flow.cut_near_destination], [&cuts[0], &cuts[1]], "{seed}");
                    extremes += 1;
                    apart += usize::from(cuts[0] != cuts[1]);
                }
                finite += usize::from(expected > 0);
            }
        }
    }
    let enough = finite > 300 && unknown > 300 && extremes > 1_500 && apart > 15;
    assert!(enough, "{finite} {unknown} {extremes} {apart}");
}

/// The bottlenecks nearest either end, by trying every part of the network around the origin: what
/// all parts with a bottleneck around them have in common, and what one of them has. `None` when
/// there are too many stops.
fn extreme_bottlenecks(metric: &Metric<'_>, from: PlaceId, to: PlaceId, value: u64) -> Option<[Vec<LinkId>; 2]> {
    let network = metric.network();
    let topology = network.topology();
    let free: Vec<usize> = topology
        .node_indices()
        .filter(|&stop| ![from, to].contains(&topology[stop].place))
        .map(NodeIndex::index)
        .collect();
    if free.len() > 10 {
        return None;
    }
    let arcs: Vec<(usize, usize, Option<LinkId>, u64)> = topology
        .edge_indices()
        .filter(|&edge| metric.cost(edge.into()) != Cost::INFINITE)
        .map(|edge| {
            let (tail, head) = topology.edge_endpoints(edge).unwrap();
            let (link, room) = match topology[edge] {
                landbridge::Step::Link { link, .. } => {
                    (Some(link), network[link].capacity().map_or(UNSTATED, Capacity::get))
                }
                landbridge::Step::Transfer { .. } => (None, UNSTATED),
            };
            (tail.index(), head.index(), link, room)
        })
        .collect();
    let start: Vec<bool> = topology.node_indices().map(|stop| topology[stop].place == from).collect();
    let leaving = |part: &[bool]| -> Vec<(Option<LinkId>, u64)> {
        let leaves = |arc: &&(usize, usize, Option<LinkId>, u64)| part[arc.0] && !part[arc.1];
        arcs.iter().filter(leaves).map(|arc| (arc.2, arc.3)).collect()
    };
    let mut extremes: Option<[Vec<bool>; 2]> = None;
    for chosen in 0..1_u32 << free.len() {
        let mut part = start.clone();
        free.iter().enumerate().for_each(|(at, &stop)| part[stop] = chosen >> at & 1 == 1);
        if leaving(&part).iter().map(|one| one.1).sum::<u64>() == value {
            let [near, far] = extremes.get_or_insert_with(|| [part.clone(), part.clone()]);
            near.iter_mut().zip(&part).for_each(|(near, one)| *near &= one);
            far.iter_mut().zip(&part).for_each(|(far, one)| *far |= one);
        }
    }
    extremes.map(|parts| {
        parts.map(|part| {
            let mut links: Vec<LinkId> =
                leaving(&part).into_iter().filter(|one| one.1 > 0).filter_map(|one| one.0).collect();
            links.sort_unstable();
            links
        })
    })
}

/// The places that hang together over open links, by going through all of them again and again.
fn parts(metric: &Metric<'_>, without: &dyn Fn(LinkId) -> bool, removed: Option<PlaceId>) -> Vec<usize> {
    let network = metric.network();
    let mut part: Vec<usize> = (0..network.places().len()).collect();
    let topology = network.topology();
    let open: Vec<LinkId> = topology
        .edge_indices()
        .filter(|&edge| metric.cost(landbridge::ArcId::from(edge)) != Cost::INFINITE)
        .filter_map(|edge| match topology[edge] {
            landbridge::Step::Link { link, .. } => Some(link),
            landbridge::Step::Transfer { .. } => None,
        })
        .filter(|&link| !without(link))
        .filter(|&link| ![network[link].from, network[link].to].iter().any(|&end| Some(end) == removed))
        .collect();
    for _ in 0..part.len() {
        for &link in &open {
            let (a, b) = (network[link].from.index(), network[link].to.index());
            let least = part[a].min(part[b]);
            (part[a], part[b]) = (least, least);
        }
    }
    part
}

fn count(part: &[usize]) -> usize {
    part.iter().enumerate().filter(|(at, part)| at == *part).count()
}

#[test]
fn bridges_and_articulation_places_by_taking_each_away() {
    let mut found = [0; 2];
    for seed in 0..2_500 {
        let network = network(seed);
        let metric = metric(&network);
        let connectivity = metric.connectivity();
        let now = count(&parts(&metric, &|_| false, None));
        let bridges: Vec<LinkId> = network
            .links()
            .map(|(id, _)| id)
            .filter(|&id| count(&parts(&metric, &|link| link == id, None)) > now)
            .collect();
        assert_eq!(connectivity.bridges, bridges, "{seed}");
        let articulation: Vec<PlaceId> = network
            .places()
            .map(|(id, _)| id)
            // the place itself is a part of its own then
            .filter(|&id| count(&parts(&metric, &|_| false, Some(id))) > now + 1)
            .collect();
        assert_eq!(connectivity.articulation_places, articulation, "{seed}");
        let together = parts(&metric, &|link| bridges.contains(&link), None);
        let mut naive: Vec<Vec<PlaceId>> = (0..together.len())
            .map(|part| network.places().map(|(id, _)| id).filter(|id| together[id.index()] == part).collect())
            .collect();
        naive.retain(|part| !part.is_empty());
        naive.sort();
        assert_eq!(connectivity.two_edge_connected, naive, "{seed}");
        let mut graph: UnGraph<(), ()> = UnGraph::default();
        let nodes: Vec<NodeIndex> = network.places().map(|_| graph.add_node(())).collect();
        let topology = network.topology();
        for edge in topology.edge_indices() {
            if metric.cost(landbridge::ArcId::from(edge)) == Cost::INFINITE {
                continue;
            }
            if let landbridge::Step::Link { link, .. } = topology[edge] {
                let (a, b) = (network[link].from.index(), network[link].to.index());
                // petgraph wants a simple graph here
                if a != b && graph.find_edge(nodes[a], nodes[b]).is_none() {
                    graph.add_edge(nodes[a], nodes[b], ());
                }
            }
        }
        let mut theirs: Vec<usize> = petgraph::algo::articulation_points::articulation_points(&graph)
            .into_iter()
            .map(NodeIndex::index)
            .collect();
        theirs.sort_unstable();
        let ours: Vec<usize> = articulation.iter().map(|place| place.index()).collect();
        assert_eq!(ours, theirs, "{seed}");
        found[0] += bridges.len();
        found[1] += articulation.len();
    }
    assert!(found.iter().all(|&count| count > 1_000), "{found:?}");
}

/// When the tables change: see `golden/make_redundancy.py`.
#[test]
fn the_bundled_network_as_igraph_and_networkx_have_it() {
    let golden: serde_json::Value = serde_json::from_str(include_str!("golden/redundancy.json")).unwrap();
    let golden = &golden["bundled"];
    let network = Network::bundled();
    let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
    let found = metric.connectivity();
    let texts = |value: &serde_json::Value| -> Vec<String> {
        value.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
    };
    let mut bridges: Vec<String> = found.bridges.iter().map(|&link| network[link].id.to_string()).collect();
    bridges.sort();
    assert_eq!(bridges, texts(&golden["bridges"]));
    let mut places: Vec<String> =
        found.articulation_places.iter().map(|&place| network[place].id.to_string()).collect();
    places.sort();
    assert_eq!(places, texts(&golden["articulation_places"]));
    assert_eq!(found.two_edge_connected.len() as u64, golden["two_edge_connected"].as_u64().unwrap());
    let pairs = golden["pairs"].as_array().unwrap();
    assert!(pairs.len() > 20);
    for pair in pairs {
        let place = |key: &str| network.place(pair[key].as_str().unwrap()).unwrap();
        let (from, to) = (place("from"), place("to"));
        let disjoint = metric.disjoint(from, to, By::Link);
        assert_eq!(disjoint.routes.len() as u64, pair["link_disjoint"].as_u64().unwrap(), "{pair}");
        assert_eq!(disjoint.cut.unwrap().size as u64, pair["link_disjoint"].as_u64().unwrap(), "{pair}");
        let mut unavoidable: Vec<String> =
            metric.unavoidable(from, to).unwrap().links.iter().map(|&link| network[link].id.to_string()).collect();
        unavoidable.sort();
        assert_eq!(unavoidable, texts(&pair["unavoidable_links"]), "{pair}");
    }
}
