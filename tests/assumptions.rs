//! Whatever a network holds, the bundled assumptions have a value for it.
#![allow(clippy::float_cmp, reason = "rounded to whole hours")]

use landbridge::{
    Assumption, CostModel, Country, Distance, Grade, LinkSpec, Mode, NetworkBuilder, Objective, PlaceSpec, Provenance,
    Quantity, Scenario,
};

fn place(id: &str, country: &str, x_coord: f64) -> PlaceSpec {
    let country = Some(country.parse::<Country>().unwrap());
    PlaceSpec { id: id.into(), country, x_coord, y_coord: 40.0, ..PlaceSpec::default() }
}

#[test]
fn a_border_transfer_and_passage_of_no_class_have_values() {
    for mode in [Mode::Rail, Mode::Road, Mode::Sea] {
        let mut over = LinkSpec::new("ab", "a", "b", mode, Distance::from_km(200.0).unwrap());
        over.border = Some("gate".into());
        over.passages = vec!["strait".into()];
        let other = if mode == Mode::Rail { Mode::Road } else { Mode::Rail };
        let network = NetworkBuilder::new()
            .place(place("a", "XA", 70.0))
            .place(place("b", "XB", 72.0))
            .link(over)
            .link(LinkSpec::new("ba", "b", "a", other, Distance::from_km(200.0).unwrap()))
            .transfer(landbridge::TransferSpec {
                id: "change".into(),
                place: "a".into(),
                systems: [(mode, None), (other, None)],
                class: String::new(),
                time: None,
                price: None,
                provenance: landbridge::Provenance::default(),
            })
            .bundled_assumptions()
            .build()
            .unwrap();
        network.metric(&Scenario::default(), &CostModel::generalised()).unwrap();
    }
}

#[test]
fn the_users_own_rows_replace_the_bundled_ones_of_their_quantity_only() {
    let with = |likely| {
        let mut speed = landbridge::Assumption::new("own", Quantity::Speed, likely);
        speed.mode = None;
        let network = NetworkBuilder::new()
            .place(place("a", "KZ", 70.0))
            .place(place("b", "KZ", 72.0))
            .link(LinkSpec::new("ab", "a", "b", Mode::Rail, Distance::from_km(200.0).unwrap()))
            .assumption(speed)
            .bundled_assumptions()
            .build()
            .unwrap();
        let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
        let route = metric.shortest(network.place("a").unwrap(), network.place("b").unwrap()).unwrap();
        assert!(route.money().as_usd() > 0.0);
        route.time().as_hours()
    };
    assert!((with(10.0) - 20.0).abs() < 1e-9);
    assert!((with(100.0) - 2.0).abs() < 1e-9);
}

#[test]
fn the_more_special_assumption_goes_first_with_its_grade() {
    let speed = |id: &str, keys: (Option<Mode>, Option<&str>, &str), likely, grade| Assumption {
        mode: keys.0,
        country: keys.1.map(|code| code.parse().unwrap()),
        class: keys.2.into(),
        provenance: Provenance::new(grade, "", ""),
        ..Assumption::new(id, Quantity::Speed, likely)
    };
    let told = |country: &str, class: &str, own: Option<f64>| {
        let mut link = LinkSpec::new("ab", "a", "b", Mode::Rail, Distance::from_km(400.0).unwrap());
        link.class = class.into();
        link.speed = own.and_then(landbridge::Speed::from_km_per_hour);
        link.provenance.grade = Grade::Published;
        let network = NetworkBuilder::new()
            .place(place("a", country, 70.0))
            .place(place("b", country, 72.0))
            .link(link)
            .assumption(speed("all", (None, None, ""), 10.0, Grade::Unstated))
            .assumption(speed("class", (None, None, "main"), 20.0, Grade::Assumed))
            .assumption(speed("country", (None, Some("KZ"), ""), 40.0, Grade::Measured))
            .assumption(speed("both", (None, Some("KZ"), "main"), 80.0, Grade::Derived))
            .assumption(speed("road", (Some(Mode::Road), Some("KZ"), "main"), 5.0, Grade::Published))
            .bundled_assumptions()
            .build()
            .unwrap();
        let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
        let route = metric.shortest(network.place("a").unwrap(), network.place("b").unwrap()).unwrap();
        (route.time().as_hours().round(), metric.grade(route.legs()[0].arc))
    };
    assert_eq!(told("RU", "branch", None), (40.0, Grade::Unstated));
    assert_eq!(told("RU", "main", None), (20.0, Grade::Assumed));
    assert_eq!(told("KZ", "branch", None), (10.0, Grade::Measured));
    assert_eq!(told("KZ", "main", None), (5.0, Grade::Derived));
    assert_eq!(told("KZ", "main", Some(100.0)), (4.0, Grade::Published), "a speed of its own");
}

/// Every set of rows for all, some or one of a mode, country and class: the one that states most is taken,
/// among as many the one with a country before that with a class.
#[test]
fn of_all_sets_of_rows_the_most_special_that_fits_is_taken() {
    // mode, country, class; from the most special on
    let orders = [0b111, 0b011, 0b110, 0b101, 0b010, 0b001, 0b100, 0b000];
    for set in 1_usize..256 {
        for own in [0b111, 0b011, 0b101, 0b110, 0b000] {
            let states = |fields: usize, bit: usize| fields >> bit & 1 == 1;
            let mut builder = NetworkBuilder::new();
            // the most general first, so that no order of rows does what the ranking should
            for (at, &fields) in orders.iter().enumerate().rev().filter(|(at, _)| set >> at & 1 == 1) {
                builder = builder.assumption(Assumption {
                    mode: states(fields, 2).then_some(Mode::Rail),
                    country: if states(fields, 1) { "KZ".parse().ok() } else { None },
                    class: if states(fields, 0) { "main".into() } else { String::new() },
                    ..Assumption::new(
                        &format!("r{at}"),
                        Quantity::Speed,
                        10.0 * [1.0, 2.0, 4.0, 5.0, 8.0, 10.0, 16.0, 20.0][at],
                    )
                });
            }
            builder = builder.assumption(Assumption::new("price", Quantity::Price, 1.0));
            let country = if states(own, 1) { "KZ" } else { "UZ" };
            let mode = if states(own, 2) { Mode::Rail } else { Mode::Road };
            let mut link = LinkSpec::new("ab", "a", "b", mode, Distance::from_km(800.0).unwrap());
            link.class = if states(own, 0) { "main".into() } else { "branch".into() };
            let network = builder.place(place("a", country, 70.0)).place(place("b", country, 72.0)).link(link).build();
            let network = network.unwrap();
            let fits = |at: &usize| set >> at & 1 == 1 && orders[*at] & !own == 0;
            let hours = (0..8).find(fits).map(|at| [80.0, 40.0, 20.0, 16.0, 10.0, 8.0, 5.0, 4.0][at]);
            let metric = network.metric(&Scenario::default(), &CostModel::time());
            let [a, b] = ["a", "b"].map(|id| network.place(id).unwrap());
            let found = metric.ok().map(|metric| metric.shortest(a, b).unwrap().time().as_hours());
            assert_eq!(found, hours, "{set:b} {own:b}");
        }
    }
}

#[test]
fn a_value_of_time_is_finite_and_not_negative() {
    let own = |usd| CostModel::generalised().value_of_time_usd_per_day(usd);
    assert!([0.0, 0.5, 1e6].into_iter().all(|usd| own(usd).is_some()));
    assert!([-1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY].into_iter().all(|usd| own(usd).is_none()));
}

#[test]
fn a_grade_is_that_of_what_the_objective_counts() {
    let network = landbridge::Network::bundled();
    let rows = network.assumptions().iter().filter(|row| row.quantity == Quantity::ValueOfTime);
    let value_of_time = rows.map(|row| row.provenance.grade).max().unwrap();
    for objective in Objective::ALL {
        let metric = network.metric(&Scenario::default(), &CostModel::new(objective)).unwrap();
        for arc in network.arc_ids() {
            let (all, grade) = (metric.grades(arc), metric.grade(arc));
            match objective {
                Objective::Distance => assert_eq!(grade, all.length),
                Objective::Time => assert_eq!(grade, all.time),
                Objective::Money => assert_eq!(grade, all.money),
                Objective::Generalised => assert_eq!(grade, all.time.max(all.money).max(value_of_time)),
            }
        }
    }
}
