//! Disjoint routes, unavoidable things, replacements and the most vital against trying all.

#[path = "common/random_redundancy.rs"]
mod random;

use landbridge::{ArcId, By, Cost, Metric, Network, Number, PlaceId, Step, Target};
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
            By::Border => taken.extend(network[link].border.map(|border| index(border.index()))),
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
    let (mut compared, mut several, mut below_cut) = (0, 0, 0);
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
            if taken.iter().any(|(_, taken)| taken.is_empty()) {
                assert_eq!(found.number, Number::Unlimited, "{seed} {by:?}");
                assert!(found.cut.is_none() && found.routes.len() == 1, "{seed} {by:?}");
                continue;
            }
            let best = packings(&taken);
            let number = (best.len() - 1).max(usize::from(!routes.is_empty()));
            assert_eq!(found.number, Number::Exactly(number), "{seed} {by:?}");
            assert_eq!(found.routes.len(), number, "{seed} {by:?}");
            compared += 1;
            several += usize::from(number > 1);
            if let Some(cut) = found.cut {
                assert!(number <= cut.size, "{seed} {by:?}");
                assert!(by != By::Link || number == cut.size, "{seed}: Menger");
                below_cut += usize::from(number < cut.size);
            }
            for (k, &least) in best.iter().enumerate().skip(2) {
                let cheapest = metric.cheapest_disjoint(from, to, by, k).unwrap();
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
            assert!(metric.cheapest_disjoint(from, to, by, number + 1).is_none(), "{seed} {by:?}");
        }
    }
    assert!(compared > 3_000 && several > 500 && below_cut > 0, "{compared} {several} {below_cut}");
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
        By::Link => network.links().map(|(_, link)| Target::Link(link.id.clone())).collect(),
        By::Border => network.borders().map(|(_, border)| Target::Border(border.id.clone())).collect(),
        By::Place => network
            .places()
            .filter(|(id, _)| !ends.contains(id))
            .map(|(_, place)| Target::Place(place.id.clone()))
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
            found.links.iter().map(|&one| Target::Link(network[one].id.clone())).collect::<Vec<_>>(),
            found.places.iter().map(|&one| Target::Place(network[one].id.clone())).collect(),
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
    let mut finite = 0;
    for seed in 0..2_000 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        for by in By::ALL {
            for k in 1..=2 {
                let found = metric.interdict(from, to, by, k);
                let best = cost(&metric, from, to);
                assert_eq!(found.is_none(), best == Cost::INFINITE, "{seed}");
                let Some(found) = found else { continue };
                if from == to {
                    continue;
                }
                let all = targets(&network, by, [from, to]);
                let damage = |set: &Vec<Target>| cost(&closing(&metric, set), from, to);
                let naive = (0..=k).flat_map(|size| subsets(&all, size)).map(|set| damage(&set)).max();
                assert_eq!(Some(found.cost), naive, "{seed} {by:?} {k}");
                assert!(found.closed.len() <= k, "{seed}");
                assert_eq!(damage(&found.closed), found.cost, "{seed} {by:?} {k}");
                finite += usize::from(found.cost != Cost::INFINITE && found.cost > best);
            }
        }
    }
    assert!(finite > 500, "{finite}");
}
