//! Routes through given places: what is optimal over the whole way, not leg by leg.

use landbridge::{
    CostModel, Country, Distance, LinkSpec, Mode, Network, NetworkBuilder, PlaceSpec, Provenance, Route, Scenario,
    TransferSpec,
};

/// A way as kilometres and links.
type Way = (f64, Vec<String>);

/// Two gauges from `a` to `v`, the broad one longer; only the broad one goes on to `b`; `s` is a spur of `v`.
///
/// ```text
///   a ══1435══ v ──1520── b
///   └──1520────┘└──1520── s
/// ```
fn network(transfer_at_v: bool) -> Network {
    let kz: Country = "KZ".parse().unwrap();
    let place = |id: &str, x_coord, y_coord| PlaceSpec {
        id: id.into(),
        country: Some(kz),
        x_coord,
        y_coord,
        ..PlaceSpec::default()
    };
    let link = |id: &str, gauge_mm, from: &str, to: &str, km| LinkSpec {
        gauge_mm: Some(gauge_mm),
        ..LinkSpec::new(id, from, to, Mode::Rail, Distance::from_km(km).unwrap())
    };
    let transfer = |id: &str, place: &str| TransferSpec {
        id: id.into(),
        place: place.into(),
        systems: [(Mode::Rail, Some(1435)), (Mode::Rail, Some(1520))],
        class: "transshipment".into(),
        time: None,
        price: None,
        provenance: Provenance::default(),
    };
    let builder = NetworkBuilder::new()
        .place(place("a", 70.0, 45.0))
        .place(place("v", 71.0, 45.0))
        .place(place("b", 72.0, 45.0))
        .place(place("s", 71.0, 46.0))
        .link(link("a-v", 1435, "a", "v", 90.0))
        .link(link("a-v-broad", 1520, "a", "v", 150.0))
        .link(link("v-b", 1520, "v", "b", 90.0))
        .link(link("v-s", 1520, "v", "s", 120.0))
        .transfer(transfer("a", "a"))
        .bundled_assumptions();
    if transfer_at_v { builder.transfer(transfer("v", "v")) } else { builder }.build().unwrap()
}

fn through(network: &Network, via: &[&str]) -> Option<Way> {
    let metric = network.metric(&Scenario::default(), &CostModel::distance()).unwrap();
    let place = |id: &&str| network.place(id).unwrap();
    let route: Route<'_> = metric.shortest_via(place(&"a"), &via.iter().map(place).collect::<Vec<_>>(), place(&"b"))?;
    let links = route.links().map(|link| network[link].id.to_string()).collect();
    Some((route.length().as_km(), links))
}

fn way(km: f64, links: &[&str]) -> Way {
    (km, links.iter().map(|&link| link.to_owned()).collect())
}

#[test]
fn legs_meet_on_the_same_system() {
    // the shortest leg to `v` arrives on a gauge that does not go on
    assert_eq!(through(&network(false), &["v"]), Some(way(240.0, &["a-v-broad", "v-b"])));
    assert_eq!(through(&network(true), &["v"]), Some(way(180.0, &["a-v", "v-b"])));
}

#[test]
fn no_via_is_the_shortest_route() {
    for network in [network(false), network(true)] {
        let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
        let (a, b) = (network.place("a").unwrap(), network.place("b").unwrap());
        let (plain, via) = (metric.shortest(a, b).unwrap(), metric.shortest_via(a, &[], b).unwrap());
        assert_eq!((plain.cost(), plain.places()), (via.cost(), via.places()));
        let stay = metric.shortest_via(a, &[a], a).unwrap();
        assert!(stay.legs().is_empty());
    }
}

#[test]
fn a_spur_is_travelled_out_and_back_and_the_order_counts() {
    let network = network(true);
    assert_eq!(through(&network, &["s"]), Some(way(420.0, &["a-v", "v-s", "v-s", "v-b"])));
    assert_eq!(through(&network, &["v", "s", "v"]), through(&network, &["s"]));
    let detour = ["a-v", "v-b", "v-b", "v-s", "v-s", "v-b"];
    assert_eq!(through(&network, &["b", "s"]), Some(way(600.0, &detour)));
}

#[test]
fn a_closed_place_is_no_way() {
    let network = network(true);
    let closed = Scenario::default().closing("place:s".parse().unwrap());
    let metric = network.metric(&closed, &CostModel::distance()).unwrap();
    let place = |id: &str| network.place(id).unwrap();
    assert!(metric.shortest_via(place("a"), &[place("s")], place("b")).is_none());
    assert!(metric.shortest_via(place("a"), &[place("v")], place("b")).is_some());
}
