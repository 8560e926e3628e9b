//! The country frontier against closing every combination of countries, one by one.

#[path = "common/random_redundancy.rs"]
mod random;

use landbridge::{
    Blocs, By, Cheapest, Cost, CostModel, Country, Network, Number, Player, Players, Scenario, Target, Why,
};
use random::{all_routes, closing, cost, ends, metric, network, step, subsets};

fn transit(network: &Network, from: landbridge::PlaceId, to: landbridge::PlaceId) -> Vec<Country> {
    let mut countries: Vec<Country> = network.places().filter_map(|(_, place)| place.country).collect();
    countries.sort_unstable();
    countries.dedup();
    countries.retain(|&country| ![from, to].iter().any(|&end| network[end].country == Some(country)));
    countries
}

#[test]
fn costs_under_every_combination_of_closed_countries() {
    let mut tried = 0;
    for seed in 0..2_500 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        let frontier = metric.frontier(from, to).run().unwrap();
        let countries = transit(&network, from, to);
        let mut cuts: Vec<Vec<Country>> = Vec::new();
        for size in 0..=countries.len() {
            for closed in subsets(&countries, size) {
                let targets: Vec<Target> = closed.iter().map(|&country| Target::Country(country)).collect();
                let naive = cost(&closing(&metric, &targets), from, to);
                let players: Vec<Player> = closed.iter().map(|&country| Player::Country(country)).collect();
                let way = frontier.without(&players);
                assert_eq!(way.map_or(landbridge::Cost::INFINITE, |way| way.cost()), naive, "{seed} {closed:?}");
                if let Some(way) = way {
                    let route = way.route();
                    assert_eq!(route.cost(), naive, "{seed}");
                    assert!(route.countries().iter().all(|country| !closed.contains(country)), "{seed}");
                }
                let others: Vec<Player> = countries
                    .iter()
                    .filter(|country| !closed.contains(country))
                    .map(|&one| Player::Country(one))
                    .collect();
                assert_eq!(frontier.within(&others).map(|way| way.cost()), way.map(|way| way.cost()), "{seed}");
                if naive.finite().is_none() && cuts.first().is_none_or(|cut| cut.len() == size) {
                    cuts.push(closed);
                }
                tried += 1;
            }
        }
        cuts.sort();
        let expected = (!cuts.is_empty()).then_some(cuts);
        let as_countries = |cut: &Vec<&Player>| -> Vec<Country> {
            cut.iter()
                .map(|player| if let Player::Country(country) = player { *country } else { unreachable!() })
                .collect()
        };
        let found = frontier.minimum_cuts().map(|cuts| cuts.iter().map(as_countries).collect::<Vec<_>>());
        assert_eq!(found.map(sorted), expected.clone().map(sorted), "{seed}");
        let searched = metric.min_cut(from, to, By::Country).map(|cut| {
            cut.cuts
                .iter()
                .map(|cut| {
                    let mut cut: Vec<Country> = cut
                        .iter()
                        .map(|target| if let Target::Country(country) = target { *country } else { unreachable!() })
                        .collect();
                    cut.sort_unstable();
                    cut
                })
                .collect::<Vec<_>>()
        });
        assert_eq!(searched.map(sorted), expected.map(sorted), "{seed}");
        // no way of the frontier is dominated by another
        let ways: Vec<_> = frontier.ways().map(|way| (way.cost(), way.players())).collect();
        for (at, one) in ways.iter().enumerate() {
            let dominated = ways
                .iter()
                .enumerate()
                .any(|(other, way)| other != at && way.0 <= one.0 && way.1.iter().all(|player| one.1.contains(player)));
            assert!(!dominated, "{seed}");
        }
        let every: Vec<&Player> = frontier
            .players()
            .iter()
            .filter(|player| !ways.is_empty() && ways.iter().all(|way| way.1.contains(player)))
            .collect();
        assert_eq!(frontier.unavoidable(), every, "{seed}");
    }
    assert!(tried > 5_000, "{tried}");
}

fn sorted(mut sets: Vec<Vec<Country>>) -> Vec<Vec<Country>> {
    sets.sort();
    sets
}

/// The countries that close a route: those whose closing closes one of its arcs.
fn closers(network: &Network, countries: &[Country], arcs: &[landbridge::ArcId]) -> Vec<Country> {
    let selections = countries.iter().map(|&country| (country, network.select(&[Target::Country(country)]).unwrap()));
    selections
        .filter(|(_, selection)| {
            arcs.iter().any(|&arc| match step(network, arc) {
                landbridge::Step::Link { link, .. } => selection.closes_link(network, link),
                landbridge::Step::Transfer { transfer, .. } => selection.holds_place(network, network[transfer].place),
            })
        })
        .map(|(country, _)| country)
        .collect()
}

#[test]
fn country_disjoint_routes_by_trying_all() {
    let (mut tried, mut fewer) = ([0; 2], 0);
    for seed in 0..2_500 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        let Some(routes) = all_routes(&metric, from, to, 2_000) else { continue };
        if from == to {
            continue;
        }
        let countries = transit(&network, from, to);
        let mut sets: Vec<(Vec<Country>, u64)> = Vec::new();
        for (cost, arcs) in &routes {
            let set = closers(&network, &countries, arcs);
            if !sets.iter().any(|(known, _)| *known == set) {
                sets.push((set, *cost));
            }
        }
        let frontier = metric.frontier(from, to).run().unwrap();
        let disjoint = frontier.disjoint();
        let found = metric.disjoint(from, to, By::Country);
        if sets.iter().any(|(set, _)| set.is_empty()) {
            assert_eq!((disjoint.number, found.number), (None, Number::Unlimited), "{seed}");
            assert!(matches!(metric.cheapest_disjoint(from, to, By::Country, 2), Cheapest::Unlimited), "{seed}");
            tried[0] += 1;
            continue;
        }
        // best packing over all choices of sets, one after the other
        let mut best = vec![(0_usize, 0_u64, Vec::<Country>::new())];
        for (set, cost) in &sets {
            let more: Vec<_> = best
                .iter()
                .filter(|(_, _, used)| !used.iter().any(|country| set.contains(country)))
                .map(|(count, sum, used)| (count + 1, sum + cost, [used.as_slice(), set].concat()))
                .collect();
            best.extend(more);
        }
        let number = best.iter().map(|one| one.0).max().unwrap();
        assert_eq!(disjoint.number, Some(number), "{seed}");
        assert_eq!(found.number, Number::Exactly(number), "{seed}");
        for k in 1..=number {
            let sum = best.iter().filter(|one| one.0 == k).map(|one| one.1).min().unwrap();
            let Cheapest::Found(cheapest) = metric.cheapest_disjoint(from, to, By::Country, k) else {
                panic!("{seed} {k}")
            };
            let costs: Vec<Cost> = cheapest.iter().map(landbridge::Route::cost).collect();
            assert!(costs.len() == k && costs.is_sorted(), "{seed} {k}");
            assert_eq!(costs.iter().filter_map(|cost| cost.finite()).sum::<u64>(), sum, "{seed} {k}");
            fewer += usize::from(k > 1 && k < number);
            if k == number {
                let all: u64 = disjoint.ways.iter().map(|way| way.cost().finite().unwrap()).sum();
                assert_eq!(all, sum, "{seed}");
            }
        }
        assert!(matches!(metric.cheapest_disjoint(from, to, By::Country, number + 1), Cheapest::TooFew), "{seed}");
        let cut = frontier.minimum_cuts().unwrap()[0].len();
        assert!(number <= cut, "{seed}");
        tried[1] += 1;
    }
    assert!(tried[0] + tried[1] > 2_000 && tried[1] > 500 && fewer > 0, "{tried:?} {fewer}");
}

#[test]
fn passages_and_blocs_by_closing_them() {
    for seed in 0..2_000 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        let passages: Vec<_> =
            network.passages().map(|(id, passage)| (id, Target::Passage(passage.id.clone()))).collect();
        let frontier = metric.frontier(from, to).players(Players::Passages).run().unwrap();
        for size in 0..=passages.len() {
            for closed in subsets(&passages, size) {
                let players: Vec<Player> = closed.iter().map(|(id, _)| Player::Passage(*id)).collect();
                let targets: Vec<Target> = closed.into_iter().map(|(_, target)| target).collect();
                let naive = cost(&closing(&metric, &targets), from, to);
                let found = frontier.without(&players).map_or(landbridge::Cost::INFINITE, |way| way.cost());
                assert_eq!(found, naive, "{seed} {targets:?}");
            }
        }
        let country = |code: &str| code.parse::<Country>().unwrap();
        let blocs = Blocs::default().bloc("union", ["KZ", "RU"].map(country)).unwrap();
        let frontier = metric.frontier(from, to).players(Players::Blocs(blocs)).run().unwrap();
        let here: Vec<Target> = network
            .places()
            .filter_map(|(_, place)| place.country)
            .filter(|one| ["KZ", "RU"].contains(&one.code()))
            .map(Target::Country)
            .collect();
        let naive = cost(&closing(&metric, &here), from, to);
        let found = frontier.without(&[Player::Bloc("union".into())]);
        assert_eq!(found.map_or(landbridge::Cost::INFINITE, |way| way.cost()), naive, "{seed}");
    }
}

#[test]
fn players_are_those_who_lie_on_a_walk_that_is_not_too_dear() {
    let mut fewer = 0;
    for seed in 0..600 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        let bound = landbridge::Cost::new(seed % 12);
        let found = [Cost::INFINITE, bound].map(|bound| {
            let players = Players::CountriesAndPassages;
            let frontier = metric.frontier(from, to).players(players).outside_option(bound).run().unwrap();
            let graph = network.topology();
            let least = |stop: petgraph::graph::NodeIndex, ahead: bool| {
                walks(&metric, if ahead { to } else { from }, ahead)[stop.index()]
            };
            let mut expected: Vec<Player> = Vec::new();
            for edge in graph.edge_indices().filter(|&edge| metric.cost(edge.into()) != Cost::INFINITE) {
                let (tail, head) = graph.edge_endpoints(edge).unwrap();
                let walk = least(tail, false) + metric.cost(edge.into()) + least(head, true);
                if walk == Cost::INFINITE || walk > bound {
                    continue;
                }
                let places = [tail, head].map(|stop| network[graph[stop].place].country);
                expected.extend(places.into_iter().flatten().map(Player::Country));
                if let landbridge::Step::Link { link, .. } = graph[edge] {
                    expected.extend(network[link].passages().iter().map(|&passage| Player::Passage(passage)));
                }
            }
            let own = [from, to].map(|end| network[end].country.map(Player::Country));
            expected.retain(|player| !own.contains(&Some(player.clone())));
            expected.sort();
            expected.dedup();
            assert_eq!(frontier.players(), expected, "{seed} {bound:?}");
            expected.len()
        });
        fewer += usize::from(found[1] < found[0]);
    }
    assert!(fewer > 40, "{fewer}");
}

/// The least cost from a place to each stop, or from each stop to it, by relaxing every arc again and again.
fn walks(metric: &landbridge::Metric<'_>, place: landbridge::PlaceId, back: bool) -> Vec<Cost> {
    let graph = metric.network().topology();
    let start = |stop: petgraph::graph::NodeIndex| if graph[stop].place == place { Cost::ZERO } else { Cost::INFINITE };
    let mut costs: Vec<Cost> = graph.node_indices().map(start).collect();
    for _ in 0..costs.len() {
        for edge in graph.edge_indices() {
            let (tail, head) = graph.edge_endpoints(edge).unwrap();
            let (known, next) = if back { (head, tail) } else { (tail, head) };
            let through = costs[known.index()] + metric.cost(edge.into());
            costs[next.index()] = costs[next.index()].min(through);
        }
    }
    costs
}

#[test]
fn an_outside_option_leaves_out_what_is_dearer_and_nothing_else() {
    for seed in 0..2_000 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        let whole = metric.frontier(from, to).run().unwrap();
        let bound = landbridge::Cost::new(seed % 9);
        let within = metric.frontier(from, to).outside_option(bound).run().unwrap();
        let named = |player: &&Player| player.code(&network).to_owned();
        let kept: Vec<_> = whole
            .ways()
            .filter(|way| way.cost() <= bound)
            .map(|way| (way.cost(), way.players().iter().map(named).collect::<Vec<_>>()))
            .collect();
        let found: Vec<_> =
            within.ways().map(|way| (way.cost(), way.players().iter().map(named).collect::<Vec<_>>())).collect();
        assert_eq!(sorted_ways(found), sorted_ways(kept), "{seed}");
    }
}

fn sorted_ways(mut ways: Vec<(landbridge::Cost, Vec<String>)>) -> Vec<(landbridge::Cost, Vec<String>)> {
    ways.sort();
    ways
}

#[test]
fn a_budget_ends_with_the_beginning_of_the_frontier() {
    let network = Network::bundled();
    let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
    let (xian, poti) = (network.place("Xi'an").unwrap(), network.place("Poti").unwrap());
    let whole = metric.frontier(xian, poti).run().unwrap();
    let short = metric.frontier(xian, poti).budget(whole.labels() / 2).run().unwrap_err();
    assert!(matches!(short.why, Why::Labels(made) if (whole.labels() / 2..whole.labels()).contains(&made)));
    let all: Vec<_> = whole.ways().map(|way| (way.cost(), way.players())).collect();
    let begun: Vec<_> = short.partial.ways().map(|way| way.cost()).collect();
    assert!(!begun.is_empty() && begun.len() < all.len());
    let below = all.iter().filter(|way| way.0 < short.complete_below).count();
    assert!(begun.len() >= below);
    assert!(begun.iter().zip(&all).all(|(cost, way)| *cost == way.0));
    // without any, nothing but the stops of the origin is looked at
    let none = metric.frontier(xian, poti).budget(0).run().unwrap_err();
    let graph = network.topology();
    let stops = graph.node_indices().filter(|&stop| graph[stop].place == xian).count();
    assert!(matches!(none.why, Why::Labels(made) if made <= stops), "{:?} of {stops}", none.why);
    assert_eq!((none.complete_below, none.partial.ways().len()), (all[0].0, 0));
}

#[test]
fn every_corridor_of_the_bundled_network_agrees_with_closing_one_country_at_a_time() {
    let network = Network::bundled();
    let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
    let mut compared = 0;
    for (_, corridor) in network.corridors().step_by(7) {
        let (from, to) = (corridor.origin, corridor.destination);
        let frontier = metric.frontier(from, to).run().unwrap();
        for country in transit(&network, from, to) {
            let naive = cost(&closing(&metric, &[Target::Country(country)]), from, to);
            let found =
                frontier.without(&[Player::Country(country)]).map_or(landbridge::Cost::INFINITE, |way| way.cost());
            assert_eq!(found, naive, "{} {country}", corridor.name);
            compared += 1;
        }
    }
    assert!(compared > 100);
}

#[test]
fn two_countries_must_close_although_no_two_routes_are_disjoint() {
    use landbridge::{Assumption, Distance, LinkSpec, Mode, NetworkBuilder, PlaceSpec, Quantity};
    // through Uzbekistan and Iran, Iran and Turkmenistan, or Turkmenistan and Uzbekistan
    let pairs = [("UZ", "IR"), ("IR", "TM"), ("TM", "UZ")];
    let mut builder = NetworkBuilder::new();
    for &(quantity, word, _) in Quantity::ALL {
        builder = builder.assumption(Assumption::new(word, quantity, 1.0));
    }
    let place = |id: &str, code: &str| PlaceSpec {
        id: id.into(),
        name: id.into(),
        country: Some(code.parse().unwrap()),
        ..PlaceSpec::default()
    };
    builder = builder.place(place("start", "CN")).place(place("end", "RU"));
    for (at, (first, second)) in pairs.iter().enumerate() {
        let (a, b) = (format!("a{at}"), format!("b{at}"));
        let link = |id: String, from: &str, to: &str| {
            LinkSpec::new(
                &id,
                from,
                to,
                Mode::Rail,
                Distance::from_km(100.0 + f64::from(u8::try_from(at).unwrap())).unwrap(),
            )
        };
        builder = builder
            .place(place(&a, first))
            .place(place(&b, second))
            .link(link(format!("in{at}"), "start", &a))
            .link(link(format!("over{at}"), &a, &b))
            .link(link(format!("out{at}"), &b, "end"));
    }
    let network = builder.build().unwrap();
    let metric = network.metric(&Scenario::default(), &CostModel::distance()).unwrap();
    let (from, to) = (network.place("start").unwrap(), network.place("end").unwrap());
    let frontier = metric.frontier(from, to).run().unwrap();
    assert_eq!(frontier.disjoint().number, Some(1));
    let cuts = frontier.minimum_cuts().unwrap();
    assert_eq!((cuts.len(), cuts[0].len()), (3, 2));
    assert_eq!(metric.disjoint(from, to, By::Country).cut.unwrap().cuts.len(), 3);
    assert!(frontier.unavoidable().is_empty());
    let iran = [Player::Country("IR".parse().unwrap())];
    assert_eq!(frontier.without(&iran).unwrap().route().length(), Distance::metres(306_000));
    let outside = landbridge::Cost::new(310_000);
    assert_eq!(frontier.value(&iran, outside), landbridge::Cost::ZERO);
    assert_eq!(frontier.value(frontier.players(), outside), landbridge::Cost::new(10_000));
}

#[test]
fn to_whichever_of_several_places_is_reached_first() {
    let mut tried = 0;
    for seed in 0..2_000 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, _) = ends(&network, seed);
        let places: Vec<landbridge::PlaceId> = network.places().map(|(place, _)| place).collect();
        let goals: Vec<landbridge::PlaceId> =
            places.iter().copied().filter(|place| (place.index() as u64 + seed).is_multiple_of(3)).collect();
        let frontier = metric.frontier_to_any(from, &goals).run().unwrap();
        let countries = transit(&network, from, from);
        for size in 0..=countries.len() {
            for closed in subsets(&countries, size) {
                let targets: Vec<Target> = closed.iter().map(|&country| Target::Country(country)).collect();
                let left = closing(&metric, &targets);
                let naive =
                    goals.iter().map(|&goal| cost(&left, from, goal)).min().unwrap_or(landbridge::Cost::INFINITE);
                let players: Vec<Player> = closed.iter().map(|&country| Player::Country(country)).collect();
                let way = frontier.without(&players);
                assert_eq!(way.map_or(landbridge::Cost::INFINITE, |way| way.cost()), naive, "{seed} {closed:?}");
                if let Some(way) = way {
                    assert!(goals.contains(&way.route().destination()), "{seed}");
                    assert_eq!(way.route().cost(), naive, "{seed}");
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 8_000, "{tried}");
}
