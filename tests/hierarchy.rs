//! A hierarchy gives the bit-same costs as plain search, and routes that have them.
#![allow(clippy::cast_precision_loss, reason = "the numbers are small")]

#[path = "common/random.rs"]
mod random;

use landbridge::{
    Assumption, Cost, CostModel, Customized, Distance, LinkSpec, Metric, Mode, Network, NetworkBuilder, PlaceId,
    PlaceSpec, Quantity, Scenario, StoredOrderError, Target,
};
use random::{Draw, arc_of, arcs, cost, metric, network};

/// A builder with what a metric asks for.
fn speedy() -> NetworkBuilder {
    let values = [(Quantity::Speed, 36.0), (Quantity::Price, 1.0)];
    values.into_iter().fold(NetworkBuilder::new(), |builder, (quantity, value)| {
        builder.assumption(Assumption::new(quantity.word(), quantity, value))
    })
}

fn places(network: &Network) -> Vec<PlaceId> {
    network.places().map(|(id, _)| id).collect()
}

/// All pairs, by all engines.
fn agree(quick: &Customized<'_, '_>, metric: &Metric<'_>, seed: u64) {
    let places = places(metric.network());
    let (few, many) = (&places[places.len() / 2..], &places[..]);
    for (from, to) in [(few, many), (many, few), (few, few)] {
        assert_eq!(quick.table(from, to), metric.table(from, to), "seed {seed}");
    }
    // so many on both sides that a table is made pair by pair
    let again: Vec<PlaceId> = many.iter().copied().cycle().take(many.len().max(129)).collect();
    let (large, small) = (quick.table(&again, &again), metric.table(many, many));
    for row in 0..again.len() {
        let expected = small.row(row % many.len()).iter().cycle();
        assert!(large.row(row).iter().zip(expected).all(|(large, small)| large == small), "seed {seed}, row {row}");
    }
    let (mut swept, mut costs) = (quick.from(few[0]), Vec::new());
    for &from in &places {
        let plain = metric.from(from);
        swept.restart(from);
        swept.costs_into(&mut costs);
        assert!(costs.iter().copied().eq(places.iter().map(|&to| swept.cost(to))), "seed {seed}");
        for &to in &places {
            let right = plain.cost(to);
            assert_eq!(quick.cost(from, to), right, "seed {seed}: {from:?} to {to:?}");
            assert_eq!(swept.cost(to), right, "seed {seed}: sweep, {from:?} to {to:?}");
            let route = quick.shortest(from, to);
            assert_eq!(route.as_ref().map_or(Cost::INFINITE, landbridge::Route::cost), right, "seed {seed}");
            let Some(route) = route else { continue };
            let arcs = arcs(&route);
            assert_eq!(Cost::new(cost(metric, &arcs)), right, "seed {seed}: {from:?} to {to:?}");
            joined(metric.network(), &arcs, from, to, seed);
        }
    }
}

/// The arcs lead from one place to the other, without coming through a stop, or either end, twice.
fn joined(network: &Network, arcs: &[usize], from: PlaceId, to: PlaceId, seed: u64) {
    let graph = network.topology();
    let ends = |arc: usize| graph.edge_endpoints(petgraph::graph::EdgeIndex::new(arc)).unwrap();
    assert_eq!(arcs.is_empty(), from == to, "seed {seed}");
    let (Some(&first), Some(&last)) = (arcs.first(), arcs.last()) else { return };
    assert_eq!((graph[ends(first).0].place, graph[ends(last).1].place), (from, to), "seed {seed}");
    assert!(arcs.windows(2).all(|pair| ends(pair[0]).1 == ends(pair[1]).0), "seed {seed}: torn");
    let mut heads: Vec<_> = arcs.iter().map(|&arc| ends(arc).1).collect();
    assert!(heads.iter().all(|&head| graph[head].place != from), "seed {seed}: back at the origin");
    assert_eq!(heads.iter().filter(|&&head| graph[head].place == to).count(), 1, "seed {seed}: on from the end");
    heads.sort_unstable();
    heads.dedup();
    assert_eq!(heads.len(), arcs.len(), "seed {seed}: a ring");
}

#[test]
fn random_networks_agree_with_plain_search() {
    for seed in 0..1_500 {
        let network = network(seed);
        let metric = metric(&network, seed);
        agree(&network.hierarchy().customize(&metric), &metric, seed);
    }
}

/// Closes links at random, opens others, changes the model now and then: each metric after the one before.
fn follows(network: &Network, rounds: usize, percent: u64, seed: u64) {
    let mut draw = Draw(seed ^ 0x5EED);
    let open = network.metric(&Scenario::default(), &CostModel::distance()).unwrap();
    let hierarchy = network.hierarchy();
    let (mut quick, places) = (hierarchy.customize(&open), places(network));
    for round in 0..rounds {
        let links = network.links().filter(|_| draw.chance(percent));
        let targets: Vec<Target> = links.map(|(_, link)| Target::Link(link.id.to_string())).collect();
        let metric = if round % 2 == 0 {
            open.closing(&network.select(&targets).unwrap())
        } else {
            let model = draw.pick(&[CostModel::distance(), CostModel::time()]);
            network.metric(&targets.into_iter().fold(Scenario::default(), Scenario::closing), &model).unwrap()
        };
        quick.recustomize(&metric);
        assert_eq!(quick.table(&places, &places), metric.table(&places, &places), "seed {seed}");
    }
    quick.recustomize(&open);
    agree(&quick, &open, seed);
}

#[test]
fn each_country_closed_in_turn_and_opened_again() {
    let network = Network::bundled();
    let hierarchy = network.hierarchy();
    let open = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
    let (mut quick, places) = (hierarchy.customize(&open), places(&network));
    let (some, before) = (&places[..20], quick.table(&places[..20], &places));
    for country in ["KZ", "RU", "CN", "TR"].map(|code| Target::Country(code.parse().unwrap())) {
        let closed = open.closing(&network.select(std::slice::from_ref(&country)).unwrap());
        quick.recustomize(&closed);
        assert_eq!(quick.table(some, &places), closed.table(some, &places), "{country}");
        // and from one closing to the next
        let more = closed.closing(&network.select(&["mode:sea".parse().unwrap()]).unwrap());
        quick.recustomize(&more);
        assert_eq!(quick.table(some, &places), more.table(some, &places), "{country}");
        if country.to_string() == "country:RU" {
            quick.recustomize(&open);
            assert_eq!(quick.table(some, &places), before);
        }
    }
}

#[test]
fn a_metric_after_another_is_as_from_scratch() {
    (0..300).for_each(|seed| follows(&network(seed), 4, 20, seed));
    for seed in 0..8 {
        follows(&larger(seed, 60 + 10 * seed, 1), 4, 3, seed);
        // from 32 bits to 64, midway
        follows(&larger(seed, 60, 60_000_000), 4, 30, seed);
    }
}

/// A network of so many places in a square, joined at random to near ones, with ties and free links,
/// in several parts.
fn larger(seed: u64, places: u64, unit: u64) -> Network {
    let mut draw = Draw(seed);
    let mut builder = speedy();
    let side = (1..=places).find(|side| side * side >= places).unwrap();
    let country: Option<landbridge::Country> = Some("KZ".parse().unwrap());
    for place in 0..places {
        let id = format!("p{place}");
        builder = builder.place(PlaceSpec { id: id.clone(), name: id, country, ..PlaceSpec::default() });
    }
    for link in 0..places * 8 / 5 {
        let from = draw.below(places);
        let to = (from + draw.pick(&[1, 1, side, side, side + 1, 2 * side])) % places;
        let length = Distance::metres(unit * if draw.chance(20) { 0 } else { 1 + draw.below(4) });
        builder = builder.link(LinkSpec {
            directed: draw.chance(30),
            ..LinkSpec::new(&format!("l{link}"), &format!("p{from}"), &format!("p{to}"), Mode::Rail, length)
        });
    }
    builder.build().unwrap()
}

#[test]
fn larger_networks_agree_with_plain_search() {
    for seed in 0..8 {
        let network = larger(seed, 40 + 10 * seed, 1);
        let metric = network.metric(&Scenario::default(), &CostModel::distance()).unwrap();
        agree(&network.hierarchy().customize(&metric), &metric, seed);
    }
}

#[test]
fn costs_beyond_32_bits_are_exact() {
    // links, ways and sums of two ways that do not fit in turn
    for unit in [10_000_000, 60_000_000, 400_000_000, 20_000_000_000] {
        for seed in 0..8 {
            let network = larger(seed, 60, unit);
            let metric = network.metric(&Scenario::default(), &CostModel::distance()).unwrap();
            agree(&network.hierarchy().customize(&metric), &metric, seed);
        }
    }
}

#[test]
fn the_bundled_network_agrees_under_every_model() {
    let network = Network::bundled();
    let hierarchy = network.hierarchy();
    for model in [CostModel::distance(), CostModel::time(), CostModel::money(), CostModel::generalised()] {
        for closed in ["country:KZ", "country:RU", "passage:suez"] {
            let scenario = Scenario::default().closing(network.target(closed).unwrap());
            let metric = network.metric(&scenario, &model).unwrap();
            let quick = hierarchy.customize(&metric);
            for from in places(&network).into_iter().step_by(97) {
                let (plain, swept) = (metric.from(from), quick.from(from));
                for to in places(&network) {
                    assert_eq!(swept.cost(to), plain.cost(to));
                    assert_eq!(quick.cost(from, to), plain.cost(to));
                }
                let far = places(&network)[from.index() / 2];
                let route = quick.shortest(from, far);
                assert_eq!(route.map(|route| route.cost()), metric.shortest(from, far).map(|route| route.cost()));
            }
        }
    }
}

/// Joined places on a line, round a place, or in a grid.
fn shaped(places: u32, links: impl Iterator<Item = (u32, u32)>) -> Network {
    let mut builder = speedy();
    let country: Option<landbridge::Country> = Some("KZ".parse().unwrap());
    for place in 0..places {
        let [x_coord, y_coord] = [place % 1_000, place / 1_000].map(|at| f64::from(at) / 1e6);
        builder = builder.place(PlaceSpec {
            id: format!("{place}"),
            name: String::new(),
            country,
            x_coord,
            y_coord,
            ..PlaceSpec::default()
        });
    }
    for (at, (from, to)) in links.enumerate() {
        let length = Distance::metres(200_000 + u64::from(from ^ to) % 7);
        builder = builder.link(LinkSpec::new(&format!("{at}"), &from.to_string(), &to.to_string(), Mode::Rail, length));
    }
    builder.build().unwrap()
}

#[test]
fn long_wide_and_square_networks_take_no_time_and_no_stack() {
    let size = 30_000;
    let path = shaped(size, (1..size).map(|at| (at - 1, at)));
    let star = shaped(size, (1..size).map(|at| (0, at)));
    let grid = (0..size).flat_map(|at| {
        let right = (at % 300 != 299).then_some((at, at + 1));
        right.into_iter().chain(Some((at, at + 300)))
    });
    let grid = shaped(size, grid.filter(|&(_, to)| to < size));
    for network in [path, star, grid] {
        let metric = network.metric(&Scenario::default(), &CostModel::distance()).unwrap();
        let hierarchy = network.hierarchy();
        let quick = hierarchy.customize(&metric);
        let places = places(&network);
        let from = places[places.len() / 3];
        let (plain, swept) = (metric.from(from), quick.from(from));
        assert!(places.iter().all(|&to| swept.cost(to) == plain.cost(to)));
        let route = quick.shortest(from, places[0]).unwrap();
        assert_eq!(route.cost(), plain.cost(places[0]));
        assert_eq!(
            route.legs().iter().map(|leg| metric.cost(arc_of(leg.arc.index()))).fold(Cost::ZERO, |a, b| a + b),
            route.cost()
        );
    }
}

#[test]
fn an_order_is_kept_and_a_bad_one_is_refused() {
    let network = network(7);
    let hierarchy = network.hierarchy();
    let mut kept = Vec::new();
    hierarchy.write_order(&mut kept).unwrap();
    let read = |bytes: &[u8]| network.hierarchy_from_order(bytes).map(|found| found.arcs());
    assert_eq!(read(&kept).unwrap(), hierarchy.arcs());
    let metric = metric(&network, 7);
    agree(&network.hierarchy_from_order(&kept[..]).unwrap().customize(&metric), &metric, 7);

    let message = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    assert_eq!(message(b"node_id"), "this is not the order of a hierarchy: it does not begin with `lborder`");
    for cut in 8..kept.len() {
        assert_eq!(message(&kept[..cut]), "the order is damaged: it is cut short", "{cut} bytes");
    }
    for at in 8..kept.len() {
        let mut bytes = kept.clone();
        bytes[at] ^= 1;
        let expected = match at {
            8..10 => "the order has version ",
            10..18 => "the order belongs to another network",
            _ => "the order is damaged: its sum does not agree",
        };
        assert!(message(&bytes).starts_with(expected), "byte {at}: {}", message(&bytes));
    }
    assert_eq!(message(&[&kept[..], b"x"].concat()), "the order is damaged: something follows its end");
    let other = Network::bundled();
    assert!(matches!(other.hierarchy_from_order(&kept[..]), Err(StoredOrderError::OtherNetwork)));
}

#[test]
fn a_large_table_is_that_of_single_searches() {
    let network = larger(3, 600, 1);
    let metric = network.metric(&Scenario::default(), &CostModel::distance()).unwrap();
    let places = places(&network);
    let table = metric.table(&places, &places);
    for (row, &from) in places.iter().enumerate() {
        let costs = metric.from(from);
        assert!(places.iter().zip(table.row(row)).all(|(&to, &cost)| costs.cost(to) == cost), "from {from:?}");
    }
}
