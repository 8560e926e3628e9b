//! A line and a ring of a million links (of 50,000 without optimization), asked everything: no
//! answer goes deeper, or takes more than in proportion, with the length of a route.

use std::sync::LazyLock;

use landbridge::{
    By, Cheapest, Cost, CostModel, Criterion, Distance, End, LinkSpec, Metric, Mode, Network, NetworkBuilder, Number,
    PlaceId, PlaceSpec, Scenario, Unlike,
};

const LINKS: usize = if cfg!(debug_assertions) { 50_000 } else { 1_000_000 };

/// Places in a row, all in one country but the one in the middle; `closed`, from the last back to the
/// first.
fn row(closed: bool) -> Network {
    let mut builder = NetworkBuilder::new().bundled_assumptions();
    for at in 0..=LINKS {
        let code = if at == LINKS / 2 { "RU" } else { "KZ" };
        builder = builder.place(PlaceSpec { id: at.to_string(), country: code.parse().ok(), ..PlaceSpec::default() });
        let from = if at > 0 { at - 1 } else { LINKS };
        if at > 0 || closed {
            let (id, from) = (format!("l{at}"), from.to_string());
            builder = builder.link(LinkSpec::new(&id, &from, &at.to_string(), Mode::Rail, Distance::metres(1)));
        }
    }
    builder.build().unwrap()
}

static LINE: LazyLock<Network> = LazyLock::new(|| row(false));

fn ask(network: &Network, from: usize, to: usize) -> (Metric<'_>, PlaceId, PlaceId) {
    let [from, to] = [from, to].map(|at| network.place(&at.to_string()).unwrap());
    (network.metric(&Scenario::default(), &CostModel::distance()).unwrap(), from, to)
}

#[test]
fn searches_along_a_line() {
    let (metric, from, to) = ask(&LINE, 0, LINKS);
    let cost = Cost::new(LINKS as u64);
    assert_eq!(metric.shortest(from, to).unwrap().cost(), cost);
    assert_eq!(metric.from(from).route(to).unwrap().legs().len(), LINKS);
    assert_eq!(metric.table(&[from], &[to]).cost(0, 0), cost);
    assert_eq!(metric.shortest_via(from, &[LINE.place("7").unwrap()], to).unwrap().cost(), cost);
    assert_eq!(metric.ties(from, to).unwrap().count(), 1);
    let mut listing = metric.k_shortest(from, to).max_overlap(0.5);
    assert_eq!((listing.by_ref().count(), listing.end()), (1, End::Exhausted));
    for unlike in [Unlike::Countries, Unlike::Passages] {
        assert_eq!(metric.alternatives(from, to, unlike).budget(2 * LINKS).all().routes.len(), 1);
    }
    let criteria = Criterion::ALL.map(|(criterion, ..)| criterion);
    assert_eq!(metric.pareto(from, to, &criteria).budget(2 * LINKS).run().unwrap().routes.len(), 1);
}

#[test]
fn redundancy_along_a_line() {
    let (metric, from, to) = ask(&LINE, 0, LINKS);
    let open = metric.connectivity();
    assert_eq!((open.bridges.len(), open.articulation_places.len()), (LINKS, LINKS - 1));
    assert_eq!(metric.unavoidable(from, to).unwrap().links.len(), LINKS);
    assert!(metric.replacements(from, to).unwrap().all().iter().all(|one| one.cost == Cost::INFINITE));
    assert_eq!(metric.max_flow(from, to), None);
    for by in By::ALL {
        assert_eq!(metric.disjoint(from, to, by).number, Number::Exactly(1), "{by:?}");
        assert_eq!(metric.interdict(from, to, by, 2).unwrap().cost, Cost::INFINITE, "{by:?}");
        assert!(matches!(metric.cheapest_disjoint(from, to, by, 2), Cheapest::TooFew), "{by:?}");
    }
    let frontier = metric.frontier(from, to).run().unwrap();
    assert_eq!(frontier.disjoint().number, Some(1));
    assert_eq!(frontier.ways().next().unwrap().route().legs().len(), LINKS);
    assert_eq!(metric.why_no_way(from, to), None);
    assert!(metric.openings(from, to, |_| false).is_empty());
}

#[test]
fn two_ways_round_a_ring() {
    let network = row(true);
    // through the other country by the way that is a third of the ring
    let (metric, from, to) = ask(&network, LINKS / 3, LINKS * 2 / 3);
    let (short, long) = (LINKS * 2 / 3 - LINKS / 3, LINKS + 1 - (LINKS * 2 / 3 - LINKS / 3));
    let lengths = |routes: &[landbridge::Route<'_>]| routes.iter().map(|route| route.legs().len()).collect::<Vec<_>>();
    assert_eq!(lengths(&metric.k_shortest(from, to).collect::<Vec<_>>()), [short, long]);
    for by in [By::Link, By::Place] {
        let disjoint = metric.disjoint(from, to, by);
        assert_eq!(lengths(&disjoint.routes), [short, long], "{by:?}");
        assert_eq!(disjoint.cut.unwrap().size, 2);
    }
    let criteria = [Criterion::Distance, Criterion::Countries];
    assert_eq!(metric.pareto(from, to, &criteria).budget(4 * LINKS).run().unwrap().routes.len(), 2);
    assert_eq!(metric.frontier(from, to).run().unwrap().ways().len(), 2);
    let replacements = metric.replacements(from, to).unwrap();
    assert_eq!(replacements.all().len(), short + (short - 1) + 2 + 1, "links, places, the two borders, the country");
    assert!(replacements.all().iter().all(|one| one.cost == Cost::new(long as u64)));
    assert_eq!(replacements.route(&replacements.all()[0]).unwrap().legs().len(), long);
    for by in [By::Link, By::Place] {
        assert_eq!(metric.interdict(from, to, by, 1).unwrap().cost, Cost::new(long as u64), "{by:?}");
        assert!(metric.fortify(from, to, by, 1, 1).unwrap().kept.is_empty(), "one of the others closes the way too");
    }
    assert_eq!(metric.unavoidable(from, to).unwrap(), landbridge::Unavoidable::default());
    assert_eq!(metric.connectivity().two_edge_connected.len(), 1);
}

#[test]
fn links_side_by_side_that_cost_nothing() {
    let mut builder = NetworkBuilder::new().bundled_assumptions();
    for id in ["a", "b"] {
        let country = "KZ".parse().ok();
        builder = builder.place(PlaceSpec { id: id.to_owned(), country, ..PlaceSpec::default() });
    }
    for at in 0..LINKS {
        builder = builder.link(LinkSpec::new(&format!("l{at}"), "a", "b", Mode::Rail, Distance::metres(0)));
    }
    let network = builder.build().unwrap();
    let [from, to] = ["a", "b"].map(|id| network.place(id).unwrap());
    let metric = network.metric(&Scenario::default(), &CostModel::distance()).unwrap();
    let route = metric.shortest(from, to).unwrap();
    assert_eq!((route.cost(), route.legs().len()), (Cost::ZERO, 1));
    assert_eq!(metric.from(from).cost(to), Cost::ZERO);
    assert_eq!(metric.ties(from, to).unwrap().count(), LINKS as u64);
    assert!(metric.k_shortest(from, to).take(3).all(|route| route.cost() == Cost::ZERO));
    let open = metric.connectivity();
    assert_eq!((open.bridges.len(), open.articulation_places.len(), open.two_edge_connected.len()), (0, 0, 1));
    assert!(metric.unavoidable(from, to).unwrap().links.is_empty());
    let replacements = metric.replacements_of(from, to, &[By::Link]).unwrap();
    assert_eq!(replacements.all().iter().map(|one| one.cost).collect::<Vec<_>>(), [Cost::ZERO]);
    assert_eq!(metric.interdict(from, to, By::Link, 1).unwrap().cost, Cost::ZERO);
}
