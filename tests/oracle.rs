//! Small networks drawn by hand, with the routes that a person finds on them.

#[path = "common/drawing.rs"]
mod common;

use common::{draw, metric, routes};
use landbridge::{CostModel, Country, Dependence, Network, Scenario, Target, Verdict};

fn today() -> Scenario {
    Scenario::default()
}

fn closing(target: &str) -> Scenario {
    today().closing(target.parse().unwrap())
}

fn distance(network: &Network) -> landbridge::Metric<'_> {
    metric(network, &today(), CostModel::distance())
}

#[test]
fn a_square_goes_round_its_shorter_side() {
    let network = draw("a-b---c\n|     |\nd-----e").build();
    routes(
        &distance(&network),
        "a | c | abc | 400
         a | e | abce | 500
         d | c | dabc | 500
         d | e | de | 500
         e | b | ecb | 400
         a | a | a | 0",
    );
    routes(&metric(&network, &today(), CostModel::time()), "a | c | abc | 8");
    routes(&metric(&network, &today(), CostModel::money()), "a | c | abc | 400");
    routes(&metric(&network, &today(), CostModel::generalised()), "a | c | abc | 480");
}

#[test]
fn one_way_links_are_not_used_backwards() {
    let network = draw("a>b-c\n|   |\nd-<-e").build();
    routes(
        &distance(&network),
        "a | b | ab | 100
         b | a | bceda | 600
         d | e | dabce | 400
         e | d | ed | 300",
    );
}

#[test]
fn all_one_way_there_is_no_way_back() {
    let network = draw("a>b>c").build();
    routes(
        &distance(&network),
        "a | c | abc | 200
         c | a | - | -",
    );
}

#[test]
fn the_cheaper_of_parallel_links_is_used() {
    let network = draw("a---b-c").links("ab2: km=200 h=40; ab3: km=900 h=1").build();
    routes(&distance(&network), "a | c | abc | 300");
    routes(&metric(&network, &today(), CostModel::time()), "a | c | abc | 3");
    routes(&metric(&network, &closing("link:ab2"), CostModel::distance()), "a | c | abc | 400");
    let both = closing("link:ab2").closing("link:ab".parse().unwrap());
    routes(&metric(&network, &both, CostModel::distance()), "a | c | abc | 1000");
}

#[test]
fn links_of_no_length_cost_nothing_and_lead_on() {
    let network = draw("a-b-c-d\n|     |\ne-----f").links("ab: km=0; bc: km=0; cd: km=0").build();
    routes(
        &distance(&network),
        "a | d | abcd | 0
         d | a | dcba | 0
         e | f | * | 200",
    );
}

#[test]
fn a_gauge_break_is_crossed_only_where_there_is_a_transfer() {
    let network = draw("a-b-c\n  |  \n  d---e")
        .links("ab: gauge=1435; bc: gauge=1520; bd: gauge=1435; de: gauge=1520")
        .transfers("d: rail/1435 rail/1520 8h 50usd")
        .build();
    let time = metric(&network, &today(), CostModel::time());
    routes(
        &time,
        "a | b | ab | 2
         a | c | - | -
         b | c | bc | 2
         a | e | abde | 18
         e | a | edba | 18",
    );
    routes(&metric(&network, &today(), CostModel::money()), "a | e | abde | 550");
    routes(&metric(&network, &today(), CostModel::distance()), "a | e | abde | 500");
    let route = time.shortest(network.place("e").unwrap(), network.place("a").unwrap()).unwrap();
    let breaks = route.gauge_breaks();
    assert_eq!(breaks.len(), 1);
    let (place, from, to) = breaks[0];
    assert_eq!((network[place].id.as_str(), from.gauge_mm, to.gauge_mm), ("d", Some(1520), Some(1435)));
}

#[test]
fn a_longer_way_without_a_slow_transfer_is_faster() {
    let network = draw("a-b-c\n|   |\nd---e")
        .links("ab: gauge=1435; bc: gauge=1520; ad: gauge=1435; de: gauge=1435; ce: gauge=1435")
        .transfers("b: rail/1435 rail/1520 10h 0usd; c: rail/1435 rail/1520 0h 700usd")
        .build();
    routes(&metric(&network, &today(), CostModel::time()), "a | c | adec | 10");
    routes(&metric(&network, &today(), CostModel::money()), "a | c | abc | 200");
    routes(
        &metric(&network, &today().delaying("place:e".parse().unwrap(), 20.0), CostModel::time()),
        "a | c | abc | 14",
    );
}

#[test]
fn modes_are_one_system_where_there_is_no_transfer_table() {
    let network = draw("a-b==c~~d").build();
    routes(
        &distance(&network),
        "a | d | abcd | 500
         d | a | dcba | 500",
    );
}

#[test]
fn gauges_part_even_where_there_is_no_transfer_table() {
    let network = draw("a-b==c-d").links("ab: gauge=1435; cd: gauge=1520").build();
    routes(
        &distance(&network),
        "a | b | ab | 100
         b | c | bc | 200
         a | c | - | -
         b | d | - | -",
    );
}

#[test]
fn with_a_transfer_table_modes_are_systems() {
    let network =
        draw("a-b==c-d\n|      |\ne------f").transfers("b: rail road 3h 10usd; c: road rail 4h 10usd").build();
    routes(
        &metric(&network, &today(), CostModel::time()),
        "a | d | abcd | 15
         d | a | dcba | 15
         b | d | bcd | 10",
    );
    let one_less = draw("a-b==c-d\n|      |\ne------f").transfers("b: rail road 3h 10usd").build();
    routes(&metric(&one_less, &today(), CostModel::time()), "a | d | aefd | 16");
}

#[test]
fn a_delay_on_a_mode_is_suffered_at_each_transfer_into_it() {
    let network = draw("a-b==c-d").transfers("b: rail road 3h 0usd; c: road rail 4h 0usd").build();
    let delayed = |mode: &str| today().delaying(mode.parse().unwrap(), 5.0);
    routes(&metric(&network, &delayed("mode:rail"), CostModel::time()), "a | d | abcd | 20\nb | a | ba | 2");
    routes(&metric(&network, &delayed("mode:road"), CostModel::time()), "a | d | abcd | 20\nb | c | bc | 4");
}

#[test]
fn a_closed_border_is_gone_round() {
    let network = draw("a-b-c\n|   |\nd---e").countries("ce: XB").borders("bc: 6h 30usd; de: 0h 0usd").build();
    routes(&distance(&network), "a | c | abc | 200\nd | e | de | 300");
    routes(&metric(&network, &today(), CostModel::time()), "a | c | * | 10\nb | c | bc | 8");
    routes(&metric(&network, &today(), CostModel::money()), "a | c | abc | 230");
    routes(&metric(&network, &closing("border:bc"), CostModel::distance()), "a | c | adec | 500\nb | a | ba | 100");
    let both = closing("border:bc").closing("border:de".parse().unwrap());
    routes(&metric(&network, &both, CostModel::distance()), "a | c | - | -\nc | e | ce | 100");
}

#[test]
fn one_border_closes_all_of_its_links() {
    let network = draw("a-b-c\n  |\n  d")
        .countries("c: XB")
        .links("bc3: km=500; bc: border=gate; bc2: km=300 border=gate")
        .build();
    routes(&distance(&network), "a | c | abc | 200");
    routes(&metric(&network, &closing("border:gate"), CostModel::distance()), "a | c | abc | 600");
}

#[test]
fn a_closed_country_takes_its_border_links_along() {
    let network = draw("a-b-c-d\n|     |\ne-----f").countries("b: XB; c: XB; d: XC; f: XC").build();
    routes(&distance(&network), "a | d | abcd | 300");
    let metric = metric(&network, &closing("country:XB"), CostModel::distance());
    routes(
        &metric,
        "a | d | aefd | 700
         a | b | - | -
         b | b | - | -
         b | c | - | -
         c | d | - | -",
    );
}

#[test]
fn a_closed_place_closes_its_links_and_transfers() {
    let network = draw("a-b-c\n| | |\nd-e-f").build();
    let metric = metric(&network, &closing("place:b"), CostModel::distance());
    routes(&metric, "a | c | adefc | 400\na | b | - | -\nb | b | - | -\nd | f | def | 200");
}

#[test]
fn a_planned_link_is_used_from_its_year_on() {
    let network = draw("a-b-c\n|   |\nd---e")
        .links("bc: status=planned opened=2030; de: closed=2035; ad: opened=1990; ce: opened=1990")
        .build();
    let in_year = |year| metric(&network, &today().in_year(year), CostModel::distance());
    routes(&in_year(1989), "a | c | - | -");
    routes(&in_year(1990), "a | c | adec | 500");
    routes(&in_year(2029), "a | c | adec | 500");
    routes(&in_year(2030), "a | c | abc | 200\nd | e | de | 300");
    routes(&in_year(2034), "d | e | de | 300");
    routes(&in_year(2035), "a | c | abc | 200\nd | e | dabce | 400");
    routes(&metric(&network, &today().opening("link:bc".parse().unwrap()), CostModel::distance()), "a | c | abc | 200");
}

#[test]
fn what_has_no_date_is_not_open_until_it_is_opened() {
    let network =
        draw("a-b-c-d").links("ab: status=planned project=new; bc: status=suspended; cd: status=closed").build();
    let open = ["project:new", "link:bc", "link:cd"].map(|target| target.parse::<Target>().unwrap());
    routes(
        &metric(&network, &today().in_year(2500), CostModel::distance()),
        "a | b | - | -\nb | c | - | -\nc | d | - | -",
    );
    let all = open.into_iter().fold(today(), Scenario::opening);
    routes(&metric(&network, &all, CostModel::distance()), "a | d | abcd | 300");
    // closing goes before opening
    routes(
        &metric(&network, &all.closing("link:bc".parse().unwrap()), CostModel::distance()),
        "a | d | - | -\na | b | ab | 100",
    );
}

#[test]
fn a_closed_passage_sends_ships_round() {
    let network = draw("a~~b\n~  ~\nc~~d").links("ab: passage=canal; cd: passage=cape; bd: passage=cape").build();
    routes(&distance(&network), "a | b | ab | 200");
    routes(&metric(&network, &closing("passage:canal"), CostModel::distance()), "a | b | acdb | 400");
    routes(&metric(&network, &closing("mode:sea"), CostModel::distance()), "a | b | - | -");
    // each link through the passage enters it
    let delayed = closing("passage:canal").delaying("passage:cape".parse().unwrap(), 10.0);
    routes(&metric(&network, &delayed, CostModel::time()), "a | b | acdb | 28");
}

#[test]
fn kilometres_fall_to_the_side_of_the_border_they_lie_on() {
    let network = draw("a----b-c").countries("bc: XB").links("ab: split=100").borders("ab: 7h 0usd").build();
    let time = metric(&network, &today(), CostModel::time());
    for (from, to, first) in [("a", "c", "XA"), ("c", "a", "XB")] {
        let route = time.shortest(network.place(from).unwrap(), network.place(to).unwrap()).unwrap();
        let found: Vec<(String, f64, f64)> = route
            .territories()
            .into_iter()
            .map(|(territory, values)| (territory.code().to_owned(), values.distance.as_km(), values.time.as_hours()))
            .collect();
        let mut expected = vec![("XA".to_owned(), 100.0, 5.5), ("XB".to_owned(), 400.0, 11.5)];
        if first == "XB" {
            expected.reverse();
        }
        assert_eq!(found, expected);
    }
}

#[test]
fn an_own_time_is_spent_once_even_over_a_border_of_no_length() {
    let network = draw("a-b---c").countries("b: XB; c: XC").links("ab: km=0 h=9; bc: km=300 split=100 h=1").build();
    let time = metric(&network, &today(), CostModel::time());
    routes(&time, "a | b | ab | 9\nb | a | ba | 9\na | c | abc | 10");
}

#[test]
fn an_own_time_falls_to_both_sides_by_length() {
    let network = draw("a----b").countries("b: XB").links("ab: split=100 h=10").build();
    let time = metric(&network, &today(), CostModel::time());
    let route = time.shortest(network.place("a").unwrap(), network.place("b").unwrap()).unwrap();
    let hours: Vec<f64> = route.territories().into_iter().map(|(_, values)| values.time.as_hours()).collect();
    assert_eq!(hours, [2.5, 7.5]);
}

#[test]
fn two_ties_through_different_countries_give_a_range_of_shares() {
    let network = draw("a--b\n|  |\nc--e").countries("b: XB").corridors("tie: a e ab be be ab ac ce").build();
    let answer = |code: &str| {
        let hub = Target::Country(code.parse::<Country>().unwrap());
        Dependence::on(&network).hub(hub).model(CostModel::distance()).run().unwrap().rows.remove(0)
    };
    let row = answer("XB");
    // over b: a–b 200 km, half of it in XB; b–e 100 km, half of it in XB: 150 of 300 km
    assert_eq!(row.line.open, landbridge::Cost::new(300_000));
    assert_eq!(row.share.unwrap().range, (0.0, 0.5));
    assert_eq!(row.verdict, Some(Verdict::Unused));
    // whatever lies outside XB lies in XA
    let hub = Dependence::on(&network).hub("place:b".parse().unwrap()).model(CostModel::distance()).run().unwrap();
    assert_eq!(hub.rows[0].verdict, Some(Verdict::Unused));
    assert_eq!(answer("XA").verdict, Some(Verdict::Terminal));
    assert_eq!(answer("XA").share.unwrap().range, (0.5, 1.0));
}

#[test]
fn dependence_by_hand() {
    // to c 200 km through the hub b and 700 km round it; to f only through it
    let network = draw("a-b-c\n| | |\nd f e\n|   |\ng---h")
        .countries("b: XB")
        .corridors("round: a c ab bc; cut: a f ab bf; inside: a b ab")
        .build();
    let report =
        Dependence::on(&network).hub("country:XB".parse().unwrap()).model(CostModel::distance()).run().unwrap();
    let [round, cut, inside] = &report.rows[..] else { panic!("three corridors") };
    assert_eq!(round.verdict, Some(Verdict::Avoidable));
    assert_eq!(round.network.dependence(), Some(1.0 - 200.0 / 700.0));
    assert_eq!(round.network.premium(), Some(2.5));
    assert_eq!(round.line.verdict(), Some(Verdict::Indispensable));
    assert!((round.share.unwrap().distance - 0.5).abs() < 1e-12);
    assert_eq!(round.share.unwrap().range, (0.5, 0.5));
    assert_eq!(
        (cut.verdict, cut.network.dependence(), cut.network.premium()),
        (Some(Verdict::Indispensable), Some(1.0), None)
    );
    let members: Vec<&str> =
        cut.certificate.iter().flat_map(|proof| &proof.cut.members).map(|one| one.member.id(&network)).collect();
    assert_eq!(members, ["bf"]);
    assert_eq!((inside.verdict, inside.network.dependence()), (Some(Verdict::Terminal), None));
}

#[test]
fn round_a_hub_that_cost_nothing_there_is_no_premium() {
    let network = draw("a-b-c\n|   |\nd---e")
        .countries("b: XB")
        .links("ab: km=0; bc: km=0")
        .corridors("round: a c ab bc")
        .build();
    let query = Dependence::on(&network).hub("country:XB".parse().unwrap()).model(CostModel::distance());
    let network_scope = query.run().unwrap().rows[0].network;
    assert_eq!(network_scope.verdict(), Some(Verdict::Avoidable));
    assert_eq!((network_scope.dependence(), network_scope.premium()), (Some(1.0), None));
}

#[test]
fn a_certificate_names_what_would_open_a_way() {
    let network = draw("a-b-c\n|   |\nd---e")
        .countries("c: XB; e: XB")
        .links("bc: status=suspended border=north; de: status=planned project=new; ad: status=closed")
        .build();
    let metric = distance(&network);
    let (a, c) = (network.place("a").unwrap(), network.place("c").unwrap());
    let cut = metric.why_no_way(a, c).unwrap();
    assert_eq!((cut.reached_from_origin, cut.leading_to_destination), (2, 2));
    assert_eq!(cut.members.len(), 2);
    let named: Vec<String> = metric.openings(a, c, |_| false).iter().map(|one| one.target.to_string()).collect();
    assert_eq!(named, ["border:north"]);
    // a country that is closed is not opened again link by link
    let shut = common::metric(&network, &closing("country:XB"), CostModel::distance());
    assert_eq!(shut.openings(a, c, |_| false), []);
}

#[test]
fn projects_go_before_borders_and_borders_before_links() {
    let network = draw("a-b\n| |\nc-d")
        .countries("bd: XB")
        .links("abx: status=suspended border=east; aby: status=planned project=new; abz: status=planned project=old border=old")
        .links("ac: status=suspended; ab: status=planned project=new border=west")
        .build();
    let metric = distance(&network);
    let (a, b) = (network.place("a").unwrap(), network.place("b").unwrap());
    let named: Vec<String> = metric.openings(a, b, |_| false).iter().map(|one| one.target.to_string()).collect();
    assert_eq!(named, ["project:new", "project:old", "border:east", "link:ac"]);
    let without = metric.openings(a, b, |link| network[link].id == "ac");
    let named: Vec<String> = without.iter().map(|one| one.target.to_string()).collect();
    assert_eq!(named, ["project:new", "project:old", "border:east"]);
}

#[test]
fn a_border_opens_with_all_its_links_whoever_builds_them() {
    let network = draw("a-b-c-d")
        .countries("b: XB; d: XB")
        .links("ab: status=suspended border=gate; bc: status=planned project=new border=gate; cd: border=other")
        .build();
    let metric = distance(&network);
    let (a, d) = (network.place("a").unwrap(), network.place("d").unwrap());
    let named: Vec<String> = metric.openings(a, d, |_| false).iter().map(|one| one.target.to_string()).collect();
    assert_eq!(named, ["border:gate"]);
    routes(
        &common::metric(&network, &today().opening("border:gate".parse().unwrap()), CostModel::distance()),
        "a | d | abcd | 300",
    );
}

#[test]
fn ids_that_differ_by_case_are_two_ids() {
    let mut drawing = draw("a-b-c");
    drawing = drawing.links("ab: km=100; abX: km=300; abx: km=500");
    let network = drawing.build();
    let without = |link: &str| closing("link:ab").closing(link.parse().unwrap());
    routes(&metric(&network, &without("link:abX"), CostModel::distance()), "a | b | ab | 500");
    routes(&metric(&network, &without("link:abx"), CostModel::distance()), "a | b | ab | 300");
}

#[test]
fn factors_and_delays_fall_where_they_belong() {
    let network = draw("a----b-c").countries("bc: XB").links("ab: split=100").borders("ab: 0h 30.25usd").build();
    let scenario = today().scaling("country:XB".parse().unwrap(), 2.0, 3.0);
    let scenario = scenario.delaying("country:XB".parse().unwrap(), 5.0);
    let (a, c) = (network.place("a").unwrap(), network.place("c").unwrap());
    let spent = |from, to| -> Vec<(String, f64, u64)> {
        let route = metric(&network, &scenario, CostModel::time()).shortest(from, to).unwrap();
        let values = route.territories().into_iter();
        values.map(|(one, values)| (one.code().to_owned(), values.time.as_hours(), values.money.get())).collect()
    };
    // the odd cent of the fee is paid on the side first by code, in both directions: 15.13 and 15.12 USD
    assert_eq!(spent(a, c), [("XA".to_owned(), 2.0, 11_513), ("XB".to_owned(), 2.0 * 8.0 + 5.0, 3 * 41_512)]);
    // leaving XB is not entering it
    assert_eq!(spent(c, a), [("XB".to_owned(), 2.0 * 8.0, 3 * 41_512), ("XA".to_owned(), 2.0, 11_513)]);
}

#[test]
fn a_delay_at_a_place_is_suffered_by_each_link_that_arrives() {
    let network = draw("a-b-c").build();
    let time = metric(&network, &today().delaying("place:b".parse().unwrap(), 5.0), CostModel::time());
    routes(&time, "a | b | ab | 7\nb | a | ba | 2\na | c | abc | 9\nc | a | cba | 9");
}

#[test]
fn no_arc_at_a_closed_place_is_open() {
    let network = draw("a-b==c").transfers("b: rail road 3h 10usd").build();
    let shut = metric(&network, &closing("place:b"), CostModel::time());
    let graph = network.topology();
    assert_eq!(graph.edge_count(), 6);
    assert!(graph.edge_indices().all(|edge| shut.cost(edge.into()) == landbridge::Cost::INFINITE));
}

#[test]
fn links_of_a_closed_country_on_the_way_are_no_openings() {
    let network = draw("a-b-c\n|   |\nd---e")
        .countries("b: XB")
        .links("ab: border=gate; bc: border=gate; de: status=suspended")
        .build();
    let (a, c) = (network.place("a").unwrap(), network.place("c").unwrap());
    let named = |scenario: &Scenario| -> Vec<String> {
        let metric = metric(&network, scenario, CostModel::distance());
        metric.openings(a, c, |_| false).iter().map(|one| one.target.to_string()).collect()
    };
    // each of them would join the halves if its country or place were open
    assert_eq!(named(&closing("country:XB")), ["link:de"]);
    assert_eq!(named(&closing("place:b")), ["link:de"]);
    // one border link alone is shut with the country, and no project or border stands for it
    let one = draw("a-b").countries("b: XB").build();
    let shut = metric(&one, &closing("link:ab"), CostModel::distance());
    let ends = (one.place("a").unwrap(), one.place("b").unwrap());
    assert_eq!(shut.openings(ends.0, ends.1, |_| false)[0].target.to_string(), "border:a-b");
}
