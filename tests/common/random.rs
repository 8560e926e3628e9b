//! Small random networks, and all their routes by plain enumeration.
#![allow(dead_code, reason = "each test target uses its part")]
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "the numbers are small")]

use std::collections::BTreeSet;

use landbridge::{
    ArcId, Assumption, BorderSpec, CostModel, Country, Distance, Duration, LinkSpec, Metric, Mode, Money, Network,
    NetworkBuilder, PlaceId, PlaceSpec, Quantity, Scenario, Step, TransferSpec,
};

/// Splitmix64.
pub(crate) struct Draw(pub(crate) u64);

impl Draw {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to `bound - 1`.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }
}

/// A network of 2 to 7 places: parallel links, free links, ties, one-way links, ends that are not
/// joined, one country or several, one system or several with transfers.
pub(crate) fn network(seed: u64) -> Network {
    let mut draw = Draw(seed);
    let places = 2 + draw.below(6);
    let countries: Vec<Country> =
        ["KZ", "RU", "CN"].iter().take(1 + draw.below(3) as usize).map(|code| code.parse().unwrap()).collect();
    let systems = draw.chance(50);
    let free = draw.pick(&[0, 20, 60]);
    let mut builder = NetworkBuilder::new();
    let mut lies_in = Vec::new();
    for place in 0..places {
        let id = format!("p{place}");
        lies_in.push(draw.pick(&countries));
        builder = builder.place(PlaceSpec {
            id: id.clone(),
            name: id,
            country: lies_in.last().copied(),
            ..PlaceSpec::default()
        });
    }
    for border in ["b0", "b1"] {
        builder = builder.border(BorderSpec {
            id: border.into(),
            dwell: Some(Duration::seconds(1)),
            fee: Some(Money::cents(100)),
            ..BorderSpec::default()
        });
    }
    let mut present = Vec::new();
    let mut crossings = BTreeSet::new();
    for link in 0..=draw.below(3 * places) {
        let [from, to] = [draw.below(places), draw.below(places)];
        let mode = if systems { draw.pick(&[Mode::Rail, Mode::Rail, Mode::Road, Mode::Sea]) } else { Mode::Rail };
        let length = if draw.chance(free) { 0 } else { 1 + draw.below(3) };
        let time = if draw.chance(free) { 0 } else { 1 + draw.below(3) };
        let gauge_mm = (systems && mode == Mode::Rail).then(|| draw.pick(&[1435, 1520]));
        present.extend([(from, mode, gauge_mm), (to, mode, gauge_mm)]);
        let (directed, class) = (draw.chance(30), draw.pick(&["a", "b"]).into());
        let drawn: Option<String> = draw.chance(25).then(|| draw.pick(&["b0", "b1"]).into());
        let is_across = mode != Mode::Sea && lies_in[from as usize] != lies_in[to as usize];
        let own = (is_across && drawn.is_none()).then(|| format!("p{from}-p{to}"));
        if let Some(id) = own.clone().filter(|id| crossings.insert(id.clone())) {
            builder = builder.border(BorderSpec { id, ..BorderSpec::default() });
        }
        builder = builder.link(LinkSpec {
            directed,
            class,
            gauge_mm,
            border: drawn.or(own),
            passages: if mode == Mode::Sea && draw.chance(70) {
                vec![draw.pick(&["suez", "hormuz"]).into()]
            } else {
                vec![]
            },
            time: Some(Duration::seconds(time)),
            ..LinkSpec::new(&format!("l{link}"), &format!("p{from}"), &format!("p{to}"), mode, Distance::metres(length))
        });
    }
    present.sort_unstable();
    present.dedup();
    for (at, a) in present.iter().enumerate() {
        for b in &present[at + 1..] {
            if a.0 == b.0 && systems && draw.chance(60) {
                builder = builder.transfer(TransferSpec {
                    id: format!("t{at}-{}{:?}{:?}", a.0, b.1, b.2),
                    place: format!("p{}", a.0),
                    systems: [(a.1, a.2), (b.1, b.2)],
                    class: String::new(),
                    time: Some(Duration::seconds(if draw.chance(free) { 0 } else { draw.below(3) })),
                    price: Some(Money::cents(100 * draw.below(3))),
                    provenance: landbridge::Provenance::default(),
                });
            }
        }
    }
    for (class, price, emission) in [("", 1_000.0, 1_000.0), ("b", 2_000.0, 3_000.0)] {
        for (quantity, value) in [(Quantity::Price, price), (Quantity::Emission, emission)] {
            let mut row = Assumption::new(&format!("{}{class}", quantity.word()), quantity, value);
            row.class = class.into();
            builder = builder.assumption(row);
        }
    }
    let second = 1.0 / 3_600.0;
    let waits = [Quantity::BorderDwell, Quantity::PassageDelay].map(|quantity| (quantity, second));
    let fees = [Quantity::BorderFee, Quantity::PassageFee].map(|quantity| (quantity, 1.0));
    for (quantity, value) in waits.into_iter().chain(fees) {
        builder = builder.assumption(Assumption::new(quantity.word(), quantity, value));
    }
    builder.build().unwrap_or_else(|error| panic!("seed {seed}: {error}"))
}

/// A network of 3 to 5 places where many systems meet, so that cheap ways come back to a place on
/// another system.
pub(crate) fn stations(seed: u64) -> Network {
    let mut draw = Draw(seed ^ 0x57A7);
    let places = 3 + draw.below(3);
    let systems = [(Mode::Rail, Some(1435)), (Mode::Rail, Some(1520)), (Mode::Road, None), (Mode::Sea, None)];
    let mut builder = NetworkBuilder::new();
    for place in 0..places {
        let id = format!("p{place}");
        builder = builder.place(PlaceSpec { id, country: "KZ".parse().ok(), ..PlaceSpec::default() });
    }
    let mut present = BTreeSet::new();
    for link in 0..places + draw.below(8) {
        let from = draw.below(places);
        let to = (from + 1 + draw.below(places - 1)) % places;
        let (mode, gauge_mm) = draw.pick(&systems);
        present.extend([(from, mode, gauge_mm), (to, mode, gauge_mm)]);
        builder = builder.link(LinkSpec {
            gauge_mm,
            directed: draw.chance(20),
            time: Some(Duration::seconds(draw.below(4))),
            ..LinkSpec::new(&format!("l{link}"), &format!("p{from}"), &format!("p{to}"), mode, Distance::ZERO)
        });
    }
    for (at, a) in present.iter().enumerate() {
        for b in present.iter().skip(at + 1).filter(|b| b.0 == a.0) {
            if draw.chance(80) {
                builder = builder.transfer(TransferSpec {
                    id: format!("t{at}{:?}{:?}", b.1, b.2),
                    place: format!("p{}", a.0),
                    systems: [(a.1, a.2), (b.1, b.2)],
                    class: String::new(),
                    time: Some(Duration::seconds(draw.below(9))),
                    price: None,
                    provenance: landbridge::Provenance::default(),
                });
            }
        }
    }
    for &(quantity, word, _) in Quantity::ALL {
        builder = builder.assumption(Assumption::new(word, quantity, f64::from(u8::from(quantity == Quantity::Speed))));
    }
    builder.build().unwrap_or_else(|error| panic!("seed {seed}: {error}"))
}

/// A metric that closes a link or a place now and then.
pub(crate) fn metric(network: &Network, seed: u64) -> Metric<'_> {
    let mut draw = Draw(seed ^ 0xABCD);
    let mut scenario = Scenario::default();
    if draw.chance(15) {
        scenario = scenario.closing("link:l0".parse().unwrap());
    }
    if draw.chance(5) {
        scenario = scenario.closing("place:p1".parse().unwrap());
    }
    let model = draw.pick(&[CostModel::distance(), CostModel::time(), CostModel::money()]);
    network.metric(&scenario, &model).unwrap_or_else(|error| panic!("seed {seed}: {error}"))
}

/// What a route may not do twice.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Once {
    Place,
    Stop,
}

/// Every route as arc indices, by trying every arc at every stop.
pub(crate) fn routes(metric: &Metric<'_>, from: PlaceId, to: PlaceId, once: Once) -> Vec<Vec<usize>> {
    let network = metric.network();
    let graph = network.topology();
    let mut found = Vec::new();
    if metric.is_closed(from) || metric.is_closed(to) {
        return found;
    }
    if from == to {
        return vec![vec![]];
    }
    let mut go = vec![];
    for stop in graph.node_indices().filter(|&stop| graph[stop].place == from) {
        go.push((stop, vec![], vec![from], vec![stop]));
    }
    while let Some((at, arcs, places, stops)) = go.pop() {
        if graph[at].place == to {
            found.push(arcs);
            continue;
        }
        for edge in graph.edge_indices() {
            let (tail, head) = graph.edge_endpoints(edge).unwrap();
            let place = graph[head].place;
            let link = matches!(graph[edge], Step::Link { .. });
            let again = match once {
                Once::Place => link && places.contains(&place) || stops.contains(&head),
                Once::Stop => stops.contains(&head),
            };
            let open = metric.cost(edge.into()).finite().is_some();
            if tail != at || again || !open || place == from {
                continue;
            }
            let (mut arcs, mut places, mut stops) = (arcs.clone(), places.clone(), stops.clone());
            arcs.push(edge.index());
            places.push(place);
            stops.push(head);
            go.push((head, arcs, places, stops));
        }
    }
    found
}

/// The arc with this index.
pub(crate) fn arc_of(index: usize) -> ArcId {
    petgraph::graph::EdgeIndex::new(index).into()
}

pub(crate) fn cost(metric: &Metric<'_>, arcs: &[usize]) -> u64 {
    arcs.iter().map(|&arc| metric.cost(arc_of(arc)).finite().unwrap()).sum()
}

/// Both ends of a question: the first and the last place, or the same.
pub(crate) fn ends(network: &Network, seed: u64) -> (PlaceId, PlaceId) {
    let places: Vec<PlaceId> = network.places().map(|(id, _)| id).collect();
    let last = if seed % 50 == 7 { places[0] } else { *places.last().unwrap() };
    (places[0], last)
}

pub(crate) fn arcs(route: &landbridge::Route<'_>) -> Vec<usize> {
    route.legs().iter().map(|leg| leg.arc.index()).collect()
}
