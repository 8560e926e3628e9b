//! Small random networks with everything that makes redundancy hard: parallel links, one-way
//! links, zero costs, ties, closed links, several systems at a place, borders with several links.
#![allow(dead_code, reason = "each test uses its part")]

use landbridge::{
    ArcId, Assumption, Capacity, Cost, CostModel, Country, Distance, Duration, LinkSpec, Metric, Mode, Network,
    NetworkBuilder, PlaceId, PlaceSpec, Quantity, Scenario, Status, Step, Target, TransferSpec,
};

/// A generator of numbers that depends on nothing but its seed (Steele, Lea, Flood 2014).
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }

    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

const CODES: [&str; 7] = ["KZ", "RU", "CN", "UZ", "IR", "TM", "AZ"];

pub(crate) fn network(seed: u64) -> Network {
    let mut numbers = Numbers(seed.wrapping_mul(7_919));
    let places = 2 + numbers.below(7);
    let countries = 1 + numbers.below(7);
    let at_sea = numbers.chance(40);
    let mut builder = NetworkBuilder::new();
    for &(quantity, word, _) in Quantity::ALL {
        let value = if quantity == Quantity::Speed { 50.0 } else { 0.0 };
        builder = builder.assumption(Assumption::new(word, quantity, value));
    }
    let mut of_place = Vec::new();
    for place in 0..places {
        let country = CODES[usize::try_from(numbers.below(countries)).unwrap()].parse::<Country>().unwrap();
        let country = (!(at_sea && numbers.chance(15))).then_some(country);
        of_place.push(country);
        let id = format!("p{place}");
        builder = builder.place(PlaceSpec { id: id.clone(), name: id, country, ..PlaceSpec::default() });
    }
    let systems = 1 + numbers.below(3);
    let mut present: Vec<(u64, Mode, Option<u16>)> = Vec::new();
    let links = 1 + numbers.below(3 * places);
    for link in 0..links {
        let (from, to) = (numbers.below(places), numbers.below(places));
        let land = of_place[usize::try_from(from).unwrap()].zip(of_place[usize::try_from(to).unwrap()]);
        let (mode, gauge_mm) = match (land, numbers.below(systems)) {
            (None, _) => (Mode::Sea, None),
            (_, 0) => (Mode::Rail, Some(1435)),
            (_, 1) => (Mode::Rail, Some(1520)),
            _ => (Mode::Road, None),
        };
        present.extend([(from, mode, gauge_mm), (to, mode, gauge_mm)]);
        let (from, to) = (format!("p{from}"), format!("p{to}"));
        let crosses = land.is_some_and(|(a, b)| a != b);
        builder = builder.link(LinkSpec {
            directed: numbers.chance(25),
            gauge_mm,
            border: (crosses && numbers.chance(60)).then(|| format!("b{}", numbers.below(4))),
            passages: if mode == Mode::Sea { vec![format!("s{}", numbers.below(3))] } else { Vec::new() },
            status: if numbers.chance(12) { Status::Closed } else { Status::Open },
            time: Some(Duration::seconds(numbers.below(6))),
            capacity: numbers.chance(70).then(|| Capacity::tonnes_per_year(numbers.below(9))),
            ..LinkSpec::new(&format!("l{link}"), &from, &to, mode, Distance::metres(numbers.below(5)))
        });
    }
    present.sort_unstable();
    present.dedup();
    let mut transfers = 0;
    for (at, a) in present.iter().enumerate() {
        for b in present[at + 1..].iter().take_while(|b| b.0 == a.0) {
            if numbers.chance(60) {
                transfers += 1;
                builder = builder.transfer(TransferSpec {
                    id: format!("t{transfers}"),
                    place: format!("p{}", a.0),
                    systems: [(a.1, a.2), (b.1, b.2)],
                    class: String::new(),
                    time: Some(Duration::seconds(numbers.below(3))),
                    price: None,
                    provenance: landbridge::Provenance::default(),
                });
            }
        }
    }
    builder.build().unwrap_or_else(|error| panic!("seed {seed}: {error}"))
}

pub(crate) fn metric(network: &Network) -> Metric<'_> {
    network.metric(&Scenario::default(), &CostModel::time()).unwrap()
}

/// Origin and destination: the first and the last place, which now and then are the same.
pub(crate) fn ends(network: &Network, seed: u64) -> (PlaceId, PlaceId) {
    let places: Vec<PlaceId> = network.places().map(|(place, _)| place).collect();
    let last = if seed.is_multiple_of(50) { 0 } else { places.len() - 1 };
    (places[0], places[last])
}

/// The same metric with these targets closed: the naive way to answer what closing does.
pub(crate) fn closing<'n>(metric: &Metric<'n>, targets: &[Target]) -> Metric<'n> {
    metric.closing(&metric.network().select(targets).unwrap())
}

pub(crate) fn cost(metric: &Metric<'_>, from: PlaceId, to: PlaceId) -> Cost {
    metric.shortest(from, to).map_or(Cost::INFINITE, |route| route.cost())
}

/// Every route that calls at no stop twice, as arcs with its cost; `None` when there are too many.
pub(crate) fn all_routes(
    metric: &Metric<'_>,
    from: PlaceId,
    to: PlaceId,
    most: usize,
) -> Option<Vec<(u64, Vec<ArcId>)>> {
    let graph = metric.network().topology();
    let arcs: Vec<(ArcId, usize, usize)> = {
        let mut list = Vec::new();
        for at in graph.edge_indices() {
            let (tail, head) = graph.edge_endpoints(at).unwrap();
            let arc = ArcId::from(at);
            list.push((arc, tail.index(), head.index()));
        }
        list
    };
    let place = |stop: usize| graph[petgraph::graph::NodeIndex::new(stop)].place;
    let mut found = Vec::new();
    let mut stack: Vec<(Vec<usize>, u64, Vec<ArcId>)> = graph
        .node_indices()
        .filter(|&stop| graph[stop].place == from)
        .map(|stop| (vec![stop.index()], 0, Vec::new()))
        .collect();
    while let Some((stops, cost, used)) = stack.pop() {
        let here = *stops.last().unwrap();
        if place(here) == to {
            found.push((cost, used));
            if found.len() > most {
                return None;
            }
            continue;
        }
        for &(arc, _, head) in arcs.iter().filter(|arc| arc.1 == here) {
            let Some(step) = metric.cost(arc).finite() else { continue };
            if stops.contains(&head) || place(head) == from {
                continue;
            }
            let (mut stops, mut used) = (stops.clone(), used.clone());
            stops.push(head);
            used.push(arc);
            stack.push((stops, cost + step, used));
        }
    }
    found.sort();
    Some(found)
}

pub(crate) fn step(network: &Network, arc: ArcId) -> Step {
    *network.topology().edge_weight(petgraph::graph::EdgeIndex::new(arc.index())).unwrap()
}

pub(crate) fn subsets<T: Clone>(items: &[T], size: usize) -> Vec<Vec<T>> {
    let mut all = vec![Vec::new()];
    for (at, item) in items.iter().enumerate() {
        let _ = at;
        let longer: Vec<Vec<T>> = all
            .iter()
            .filter(|set: &&Vec<T>| set.len() < size)
            .map(|set| {
                let mut set = set.clone();
                set.push(item.clone());
                set
            })
            .collect();
        all.extend(longer);
    }
    all.retain(|set| set.len() == size);
    all
}

/// A network of one system: `places` places, `degree` links for each, a quarter one-way, costs that
/// differ by direction through delays.
pub(crate) fn plain(seed: u64, places: u64, degree: u64) -> Network {
    let mut numbers = Numbers(seed.wrapping_mul(104_729) + 1);
    let mut builder = NetworkBuilder::new();
    for &(quantity, word, _) in Quantity::ALL {
        let value = if quantity == Quantity::Speed { 50.0 } else { 0.0 };
        builder = builder.assumption(Assumption::new(word, quantity, value));
    }
    for place in 0..places {
        let country = CODES[usize::try_from(place * 4 / places).unwrap()].parse::<Country>().ok();
        let id = format!("p{place}");
        builder = builder.place(PlaceSpec { id: id.clone(), name: id, country, ..PlaceSpec::default() });
    }
    let longest = 1 + numbers.below(30);
    for link in 0..places * degree / 2 {
        // near neighbours, so that routes have many legs
        let from = numbers.below(places);
        let to = (from + 1 + numbers.below(3)) % places;
        let (from, to) = if numbers.chance(50) { (from, to) } else { (to, from) };
        if from.abs_diff(to) > 3 {
            continue;
        }
        builder = builder.link(LinkSpec {
            directed: numbers.chance(25),
            status: if numbers.chance(5) { Status::Closed } else { Status::Open },
            time: Some(Duration::seconds(numbers.below(longest))),
            ..LinkSpec::new(&format!("l{link}"), &format!("p{from}"), &format!("p{to}"), Mode::Rail, Distance::ZERO)
        });
    }
    builder.build().unwrap_or_else(|error| panic!("seed {seed}: {error}"))
}
