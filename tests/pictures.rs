//! The pictures: those in `docs/pictures` are what `pictures` draws, and any network can be drawn.
//! `cargo run --release --example pictures` draws them anew.

#[allow(dead_code, reason = "each test uses its part")]
mod programs;
#[allow(dead_code, reason = "no golden text here")]
mod snapshot;

use std::fs;

use landbridge::report::{Map, MapScope, YearChart};
use landbridge::{Dependence, Distance, LinkSpec, Mode, Network, NetworkBuilder, PlaceSpec, Target, strategies};
use programs::run;
use proptest::prelude::*;
use snapshot::here;

/// An SVG that opens from disk: well-formed, with numbers only where numbers stand, and nothing from elsewhere.
fn assert_stands_alone(svg: &str) {
    let mut reader = quick_xml::Reader::from_str(svg);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error} at {}", reader.buffer_position())) {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    let value = attribute.unwrap().value.into_owned();
                    assert!(!value.contains("NaN") && !value.contains("inf"), "{value}");
                    assert!(!value.contains("://") || value == "http://www.w3.org/2000/svg", "{value}");
                }
                assert!(tag.name().as_ref() != "script" && tag.name().as_ref() != "image");
            }
            _ => {}
        }
    }
}

/// Those that take a moment; CI draws all.
const QUICK: &str = "network,families,line,dependence,replacement";

#[test]
fn the_pictures_of_the_documents_are_todays() {
    let drawn = tempfile::tempdir().unwrap();
    let ran = run("pictures", &["--only", QUICK, "--out", drawn.path().to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for name in QUICK.split(',') {
        let file = format!("{name}.svg");
        let [now, kept] =
            [drawn.path(), &here("docs/pictures")].map(|folder| fs::read_to_string(folder.join(&file)).unwrap());
        assert!(now == kept, "{file} is out of date: cargo run --release --example pictures");
    }
}

#[test]
fn what_is_wrong_is_told_before_anything_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let ran = run("pictures", &["--only", "families", "--out", file.to_str().unwrap()]);
    assert_eq!((ran.code, ran.err), (2, format!("error: {}: this is there already\n", file.display())));
    let new = folder.path().join("new");
    let ran = run("pictures", &["--hub", "Kasakhstan", "--out", new.to_str().unwrap()]);
    assert!(ran.code == 2 && ran.err.contains("Kazakhstan") && !new.exists(), "{}", ran.err);
}

#[test]
fn the_pictures_stand_alone_and_are_small() {
    let all: Vec<_> = fs::read_dir(here("docs/pictures")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(all.len() >= QUICK.split(',').count());
    for path in all.iter().filter(|path| path.extension().is_some_and(|extension| extension == "svg")) {
        let svg = fs::read_to_string(path).unwrap();
        assert_stands_alone(&svg);
        assert!(svg.len() < 150_000, "{} has {} bytes", path.display(), svg.len());
    }
}

fn place(id: &str, name: &str, country: &str, at: (f64, f64)) -> PlaceSpec {
    PlaceSpec {
        id: id.into(),
        name: name.into(),
        country: Some(country.parse().unwrap()),
        x_coord: at.0,
        y_coord: at.1,
        ..PlaceSpec::default()
    }
}

#[test]
fn a_name_cannot_become_markup() {
    let evil = "<script>alert(1)</script>&\"'";
    let km = |km| Distance::from_km(km).unwrap();
    let network = NetworkBuilder::new()
        .place(place("a", evil, "KZ", (60.0, 45.0)))
        .place(place("b", "Baku", "AZ", (50.0, 40.0)))
        .place(place("c", "Poti", "GE", (41.0, 42.0)))
        .link(LinkSpec::new("a-b", "a", "b", Mode::Rail, km(1200.0)))
        .link(LinkSpec::new("a-c", "a", "c", Mode::Rail, km(1800.0)))
        .link(LinkSpec::new("a-c-2", "a", "c", Mode::Road, km(1800.0)))
        .build()
        .unwrap();
    let svg = network.map(2026).title(evil).to_svg();
    assert_stands_alone(&svg);
    assert!(!svg.contains("<script") && svg.contains("&lt;script&gt;"), "{svg}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_network_can_be_drawn(network in strategies::networks(), at in any::<prop::sample::Index>()) {
        let places: Vec<String> = network.places().map(|(_, place)| place.id.to_string()).collect();
        assert_stands_alone(&network.map(network.as_of_year()).to_svg());
        assert_stands_alone(&network.family_map().to_svg());
        let report = Dependence::on(&network).hub(Target::Place(at.get(&places).clone())).run().unwrap();
        for scope in [MapScope::Line, MapScope::Family, MapScope::Network] {
            assert_stands_alone(&report.map(scope).width(0).to_svg());
        }
        assert_stands_alone(&Map::of_routes(&network, &[]).to_svg());
    }
}

#[test]
fn a_chart_of_nothing_is_a_chart() {
    let network = Network::bundled();
    let chart = YearChart::of_powers("", &network, &[(2026, landbridge::Power::default())]);
    assert_stands_alone(&chart.areas());
    assert_stands_alone(&chart.lines());
}
