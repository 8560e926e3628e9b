//! Disjoint routes, unavoidable things, replacements and the most vital against trying all.

#[path = "common/random_redundancy.rs"]
mod random;

use std::collections::BTreeMap;

use landbridge::{
    ArcId, By, Capacity, Cheapest, Cost, CostModel, Metric, Network, Number, PlaceId, Scenario, Step, Target,
};
use random::{all_routes, closing, cost, ends, metric, network, step, subsets};

/// What a route takes for itself: the links, places or borders, each as often as it takes it.
fn takes(network: &Network, by: By, to: PlaceId, arcs: &[ArcId]) -> Vec<u32> {
    let mut taken = Vec::new();
    let topology = network.topology();
    for &arc in arcs {
        let Step::Link { link, .. } = step(network, arc) else { continue };
        let index = |at: usize| u32::try_from(at).unwrap();
        match by {
            By::Link => taken.push(index(link.index())),
            By::Border => taken.extend(network[link].border().map(|border| index(border.index()))),
            By::Place => {
                let (_, head) = topology.edge_endpoints(petgraph::graph::EdgeIndex::new(arc.index())).unwrap();
                let place = topology[head].place;
                // a link from end to end is taken itself
                taken.push(if place == to { 1_000_000 + index(link.index()) } else { index(place.index()) });
            }
            By::Country => unreachable!(),
        }
    }
    taken
}

/// The least sum of costs of `k` routes that take nothing twice, for every `k`.
fn packings(routes: &[(u64, Vec<u32>)]) -> Vec<u64> {
    let mut best: Vec<u64> = vec![0];
    let mut stack: Vec<(usize, usize, u64, Vec<u32>)> = vec![(0, 0, 0, Vec::new())];
    while let Some((at, count, sum, used)) = stack.pop() {
        if count >= best.len() {
            best.push(u64::MAX);
        }
        best[count] = best[count].min(sum);
        for (next, (cost, taken)) in routes.iter().enumerate().skip(at) {
            let mut all = [used.as_slice(), taken].concat();
            all.sort_unstable();
            if all.windows(2).all(|pair| pair[0] != pair[1]) {
                stack.push((next + 1, count + 1, sum + cost, all));
            }
        }
    }
    best
}

#[test]
fn disjoint_routes_by_trying_all() {
    let (mut compared, mut several, mut below_cut) = ([0; 3], 0, 0);
    for seed in 0..3_000 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        let Some(routes) = all_routes(&metric, from, to, 60) else { continue };
        if from == to {
            assert_eq!(metric.disjoint(from, to, By::Link).number, Number::Unlimited);
            continue;
        }
        for by in [By::Link, By::Place, By::Border] {
            let found = metric.disjoint(from, to, by);
            let taken: Vec<(u64, Vec<u32>)> =
                routes.iter().map(|(cost, arcs)| (*cost, takes(&network, by, to, arcs))).collect();
            let free = taken.iter().filter(|(_, taken)| taken.is_empty()).map(|(cost, _)| *cost).min();
            if let Some(least) = free {
                assert_eq!(found.number, Number::Unlimited, "{seed} {by:?}");
                assert!(found.cut.is_none() && found.routes.len() == 1, "{seed} {by:?}");
                assert_eq!(found.routes[0].cost().finite(), Some(least), "{seed} {by:?}: the best that takes nothing");
                continue;
            }
            let best = packings(&taken);
            let number = (best.len() - 1).max(usize::from(!routes.is_empty()));
            assert_eq!(found.number, Number::Exactly(number), "{seed} {by:?}");
            assert_eq!(found.routes.len(), number, "{seed} {by:?}");
            compared[by as usize] += 1;
            several += usize::from(number > 1);
            if let Some(cut) = found.cut {
                assert!(number <= cut.size, "{seed} {by:?}");
                assert!(by != By::Link || number == cut.size, "{seed}: Menger");
                below_cut += usize::from(number < cut.size);
            }
            for (k, &least) in best.iter().enumerate().skip(2) {
                let Cheapest::Found(cheapest) = metric.cheapest_disjoint(from, to, by, k) else { panic!("{seed}") };
                let sum: u64 = cheapest.iter().map(|route| route.cost().finite().unwrap()).sum();
                assert_eq!(sum, least, "{seed} {by:?} {k}");
                let mut all: Vec<u32> = cheapest
                    .iter()
                    .flat_map(|route| {
                        let arcs: Vec<ArcId> = route.legs().iter().map(|leg| leg.arc).collect();
                        takes(&network, by, to, &arcs)
                    })
                    .collect();
                all.sort_unstable();
                assert!(all.windows(2).all(|pair| pair[0] != pair[1]), "{seed} {by:?} {k}");
                for route in &cheapest {
                    check(route, from, to);
                }
            }
            assert!(matches!(metric.cheapest_disjoint(from, to, by, number + 1), Cheapest::TooFew), "{seed} {by:?}");
        }
    }
    let enough = compared.iter().all(|&compared| compared > 2_000);
    assert!(enough && several > 500 && below_cut > 0, "{compared:?} {several} {below_cut}");
}

/// A route whose legs lead on from one another.
fn check(route: &landbridge::Route<'_>, from: PlaceId, to: PlaceId) {
    let mut here = from;
    for leg in route.legs() {
        assert_eq!(leg.from, here);
        here = leg.to;
    }
    assert_eq!(here, to);
}

fn targets(network: &Network, by: By, ends: [PlaceId; 2]) -> Vec<Target> {
    match by {
        By::Link => network.links().map(|(_, link)| Target::Link(link.id.to_string())).collect(),
        By::Border => network.borders().map(|(_, border)| Target::Border(border.id.clone())).collect(),
        By::Place => network
            .places()
            .filter(|(id, _)| !ends.contains(id))
            .map(|(_, place)| Target::Place(place.id.to_string()))
            .collect(),
        By::Country => {
            let own = ends.map(|end| network[end].country);
            let mut all: Vec<Target> = network
                .places()
                .filter(|(_, place)| !own.contains(&place.country))
                .filter_map(|(_, place)| place.country.map(Target::Country))
                .collect();
            all.sort();
            all.dedup();
            all
        }
    }
}

#[test]
fn between_ends_of_which_one_is_closed_there_is_no_way_and_nothing_to_cut() {
    for seed in 0..300 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        for end in [from, to] {
            let shut = closing(&metric, &[Target::Place(network[end].id.to_string())]);
            assert!(shut.shortest(from, to).is_none() && shut.replacements(from, to).is_none(), "{seed}");
            for by in By::ALL {
                let cut = shut.min_cut(from, to, by).unwrap();
                assert_eq!((cut.size, cut.cuts, cut.given), (0, vec![Vec::new()], landbridge::Given::All), "{seed}");
                let disjoint = shut.disjoint(from, to, by);
                assert_eq!((disjoint.number, disjoint.routes.len()), (Number::Exactly(0), 0), "{seed}");
                assert!(matches!(shut.cheapest_disjoint(from, to, by, 1), Cheapest::TooFew), "{seed}");
            }
            let flow = shut.max_flow(from, to).unwrap();
            assert_eq!(flow.value, landbridge::Capacity::ZERO, "{seed}");
            assert!(flow.cut_near_origin.is_empty() && flow.cut_near_destination.is_empty(), "{seed}");
            assert_eq!(shut.frontier(from, to).run().unwrap().ways().len(), 0, "{seed}");
        }
    }
}

#[test]
fn no_route_is_always_there_and_one_is_the_best() {
    for seed in 0..300 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        for by in By::ALL {
            assert!(matches!(metric.cheapest_disjoint(from, to, by, 0), Cheapest::Found(none) if none.is_empty()));
            let best = metric.shortest(from, to).map(|route| route.cost());
            match metric.cheapest_disjoint(from, to, by, 1) {
                Cheapest::Found(one) => assert_eq!((one.len(), Some(one[0].cost())), (1, best), "{seed} {by:?}"),
                other => assert!(best.is_none() && matches!(other, Cheapest::TooFew), "{seed} {by:?} {other:?}"),
            }
            if from == to {
                assert!(matches!(metric.cheapest_disjoint(from, to, by, 2), Cheapest::Unlimited), "{seed} {by:?}");
            }
        }
    }
}

#[test]
fn unavoidable_is_what_closes_the_last_way() {
    let mut found_some = [0; 4];
    for seed in 0..3_000 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        let found = metric.unavoidable(from, to);
        assert_eq!(found.is_none(), cost(&metric, from, to) == Cost::INFINITE, "{seed}");
        let Some(found) = found else { continue };
        if from == to {
            continue;
        }
        let mut sets = [
            found.links.iter().map(|&one| Target::Link(network[one].id.to_string())).collect::<Vec<_>>(),
            found.places.iter().map(|&one| Target::Place(network[one].id.to_string())).collect(),
            found.borders.iter().map(|&one| Target::Border(network[one].id.clone())).collect(),
            found.countries.iter().map(|&one| Target::Country(one)).collect(),
        ];
        for ((set, by), count) in sets.iter_mut().zip(By::ALL).zip(&mut found_some) {
            set.sort();
            let cuts =
                |target: &Target| cost(&closing(&metric, std::slice::from_ref(target)), from, to) == Cost::INFINITE;
            let mut naive: Vec<Target> = targets(&network, by, [from, to]).into_iter().filter(cuts).collect();
            naive.sort();
            assert_eq!(*set, naive, "{seed} {by:?}");
            *count += set.len();
        }
    }
    assert!(found_some.iter().all(|&count| count > 100), "{found_some:?}");
}

fn compare_replacements(metric: &Metric<'_>, from: PlaceId, to: PlaceId, what: &str) -> usize {
    let network = metric.network();
    let Some(found) = metric.replacements(from, to) else {
        assert_eq!(cost(metric, from, to), Cost::INFINITE, "{what}");
        return 0;
    };
    assert_eq!(found.best().cost(), cost(metric, from, to), "{what}");
    for one in found.all() {
        let closed = closing(metric, std::slice::from_ref(&one.closed));
        assert_eq!(one.cost, cost(&closed, from, to), "{what} {}", one.closed);
        let premium = match (found.best().cost().finite().unwrap(), one.cost.finite()) {
            (best, Some(cost)) if best == cost => Some(0.0),
            (0, _) | (_, None) => None,
            #[allow(clippy::cast_precision_loss, reason = "small costs")]
            (best, Some(cost)) => Some(cost as f64 / best as f64 - 1.0),
        };
        let told = found.premium(one);
        assert_eq!(told.is_some(), premium.is_some(), "{what} {}", one.closed);
        assert!(told.zip(premium).is_none_or(|(a, b)| (a - b).abs() < 1e-9), "{what} {}", one.closed);
        let route = found.route(one);
        assert_eq!(route.is_some(), one.cost != Cost::INFINITE, "{what} {}", one.closed);
        if let Some(route) = route {
            check(&route, from, to);
            let sum: u64 = route.legs().iter().map(|leg| closed.cost(leg.arc).finite().unwrap()).sum();
            assert_eq!(Cost::new(sum), one.cost, "{what} {}", one.closed);
        }
    }
    // everything on the route is there, and the most vital is the dearest of all there is
    for by in By::ALL {
        let damage = |target: &Target| cost(&closing(metric, std::slice::from_ref(target)), from, to);
        let naive = if network.links().len() < 100 && from != to {
            targets(network, by, [from, to]).iter().map(damage).max()
        } else {
            None
        };
        if let Some(naive) = naive {
            let worst = found.most_vital(by).map_or(found.best().cost(), |one| one.cost);
            assert_eq!(worst, naive, "{what} {by:?}");
        }
    }
    found.all().len()
}

#[test]
fn replacements_by_closing_one_at_a_time() {
    let mut compared = 0;
    for seed in 0..3_000 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        compared += compare_replacements(&metric, from, to, &seed.to_string());
    }
    assert!(compared > 5_000, "{compared}");
}

#[test]
fn replacements_on_one_system_by_closing_one_at_a_time() {
    // no transfers and one gauge: places have one stop, so that the pass along the route decides
    let mut compared = 0;
    for seed in 0..3_000 {
        let network = random::plain(seed, 6 + seed % 20, 4);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed + 1);
        compared += compare_replacements(&metric, from, to, &format!("plain {seed}"));
    }
    assert!(compared > 20_000, "{compared}");
}

#[test]
fn replacements_on_the_bundled_network() {
    let network = Network::bundled();
    let metric = metric(&network);
    let mut compared = 0;
    for (_, corridor) in network.corridors().step_by(12) {
        compared += compare_replacements(&metric, corridor.origin, corridor.destination, &corridor.name);
    }
    assert!(compared > 200, "{compared}");
}

#[test]
fn the_worst_closures_by_trying_all() {
    let (mut finite, mut three) = (0, 0);
    for seed in 0..2_000 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        for by in By::ALL {
            let all = targets(&network, by, [from, to]);
            for k in 1..=3 {
                let found = metric.interdict(from, to, by, k);
                let best = cost(&metric, from, to);
                assert_eq!(found.is_none(), best == Cost::INFINITE, "{seed}");
                let Some(found) = found else { continue };
                if from == to || k == 3 && all.len() > 8 {
                    continue;
                }
                let damage = |set: &Vec<Target>| cost(&closing(&metric, set), from, to);
                let naive = (0..=k).flat_map(|size| subsets(&all, size)).map(|set| damage(&set)).max();
                assert_eq!(Some(found.cost), naive, "{seed} {by:?} {k}");
                assert!(found.closed.len() <= k, "{seed}");
                if found.cost == Cost::INFINITE {
                    assert_eq!(found.closed.len(), metric.min_cut(from, to, by).unwrap().size, "{seed} {by:?} {k}");
                }
                assert_eq!(damage(&found.closed), found.cost, "{seed} {by:?} {k}");
                finite += usize::from(found.cost != Cost::INFINITE && found.cost > best);
                three += usize::from(found.closed.len() == 3);
            }
        }
    }
    assert!(finite > 500 && three > 20, "{finite} {three}");
}

#[test]
fn the_best_to_keep_by_trying_all() {
    let (mut helped, mut two) = (0, 0);
    for seed in 0..2_500 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        let by = By::ALL[usize::try_from(seed % 4).unwrap()];
        let (keep, closures) = [(1, 1), (2, 1), (1, 2), (2, 2)][usize::try_from(seed / 4 % 4).unwrap()];
        let found = metric.fortify(from, to, by, keep, closures);
        assert_eq!(found.is_none(), cost(&metric, from, to) == Cost::INFINITE, "{seed}");
        let Some(found) = found else { continue };
        let all = if from == to { Vec::new() } else { targets(&network, by, [from, to]) };
        if all.len() > 9 {
            continue;
        }
        let damage = |set: &Vec<Target>| cost(&closing(&metric, set), from, to);
        let worst = |kept: &Vec<Target>| {
            let left: Vec<Target> = all.iter().filter(|one| !kept.contains(one)).cloned().collect();
            (0..=closures).flat_map(|size| subsets(&left, size)).map(|set| damage(&set)).max().unwrap()
        };
        let sets = (0..=keep).flat_map(|size| subsets(&all, size));
        let least = sets.map(|kept| (worst(&kept), kept.len())).min().unwrap();
        assert_eq!((found.worst.cost, found.kept.len()), least, "{seed} {by:?} {keep} {closures}");
        assert_eq!(worst(&found.kept), found.worst.cost, "{seed} {by:?}");
        assert_eq!(damage(&found.worst.closed), found.worst.cost, "{seed} {by:?}");
        assert!(found.worst.closed.iter().all(|one| !found.kept.contains(one)), "{seed} {by:?}");
        helped += usize::from(least.1 > 0);
        two += usize::from(least.1 > 1);
    }
    assert!(helped > 200 && two > 50, "{helped} {two}");
}

#[derive(serde::Deserialize)]
struct Golden {
    fixture: Vec<Pair>,
}

#[derive(serde::Deserialize)]
struct Pair {
    from: String,
    to: String,
    cost: u64,
    ties: u64,
    without: BTreeMap<String, Option<u64>>,
    unavoidable_places: Vec<String>,
    max_flow: u64,
    link_disjoint: usize,
    two_link_disjoint: Option<u64>,
    place_disjoint: usize,
    two_place_disjoint: Option<u64>,
}

/// See `golden/make_redundancy.py`.
#[test]
fn real_links_as_igraph_and_networkx_have_them() {
    let golden: Golden = serde_json::from_str(include_str!("golden/redundancy.json")).unwrap();
    assert!(golden.fixture.len() >= 20);
    let tables = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/k_shortest");
    let mut rows = Network::from_dir(tables).unwrap().rows();
    for link in &mut rows.links {
        link.capacity = Some(Capacity::tonnes_per_year(link.length.get()));
    }
    let network = rows.build().unwrap();
    let metric = network.metric(&Scenario::default(), &CostModel::distance()).unwrap();
    let mut dearer = 0;
    for pair in golden.fixture {
        let [from, to] = [&pair.from, &pair.to].map(|id| network.place(id).unwrap());
        let what = format!("{} – {}", pair.from, pair.to);
        let found = metric.replacements_of(from, to, &[By::Link]).unwrap();
        assert_eq!(found.best().cost(), Cost::new(pair.cost), "{what}");
        assert_eq!(metric.ties(from, to).unwrap().count(), pair.ties, "{what}");
        // which of tied optima is taken is open; what each must pay for is not
        let pays = |cost: &Option<u64>| *cost != Some(pair.cost);
        let theirs: BTreeMap<String, Option<u64>> = pair.without.into_iter().filter(|one| pays(&one.1)).collect();
        let ours = found.all().iter().map(|one| (one.closed.parts().1.to_owned(), one.cost.finite()));
        assert_eq!(ours.filter(|one| pays(&one.1)).collect::<BTreeMap<_, _>>(), theirs, "{what}");
        dearer += theirs.len();
        let needed = metric.unavoidable(from, to).unwrap().places;
        let needed: Vec<&str> = needed.iter().map(|&place| network[place].id.as_str()).collect();
        assert_eq!(needed, pair.unavoidable_places, "{what}");
        assert_eq!(metric.max_flow(from, to).unwrap().value.get(), pair.max_flow, "{what}");
        for (by, number, two) in [
            (By::Link, pair.link_disjoint, pair.two_link_disjoint),
            (By::Place, pair.place_disjoint, pair.two_place_disjoint),
        ] {
            assert_eq!(metric.disjoint(from, to, by).number, Number::Exactly(number), "{what} {by:?}");
            let sum = match metric.cheapest_disjoint(from, to, by, 2) {
                Cheapest::Found(routes) => routes.iter().map(|route| route.cost().finite()).sum::<Option<u64>>(),
                _ => None,
            };
            assert_eq!(sum, two, "{what} {by:?}");
        }
    }
    assert!(dearer > 500, "{dearer}");
}
