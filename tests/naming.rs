//! Words of a target that can mean several things or none, groups of countries, and the words that answers are told in.

#[path = "common/drawing.rs"]
#[allow(dead_code, reason = "each test uses its part")]
mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::draw;
use landbridge::{
    Change, Concentration, Country, Criterion, End, LinkSpec, Mode, NetworkBuilder, Objective, PlaceSpec, Target,
    TargetError, Verdict, View,
};

#[test]
fn a_bare_name_means_the_first_kind_that_has_it_and_of_several_none() {
    let place = |id: &str, name: &str, aliases: &[&str]| PlaceSpec {
        id: id.into(),
        name: name.into(),
        aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
        country: "KZ".parse().ok(),
        ..PlaceSpec::default()
    };
    let mut builder = NetworkBuilder::new().bundled_assumptions();
    for spec in [
        place("one", "Twin", &["Both", "Gate"]),
        place("two", "twin", &["both", "Alone"]),
        place("three", "Gate", &[]),
        place("strait", "Strait", &[]),
        place("rail", "Rail", &[]),
        place("kz", "Kazakhstan", &[]),
    ] {
        builder = builder.place(spec);
    }
    let link = |id: &str, from: &str, to: &str| {
        let passages = vec!["strait".to_owned()];
        let length = landbridge::Distance::from_km(1.0).unwrap();
        LinkSpec { passages, project: Some("plan".into()), ..LinkSpec::new(id, from, to, Mode::Sea, length) }
    };
    let network = builder.link(link("sea", "one", "two")).link(link("other", "two", "three")).build().unwrap();
    let cases = [
        ("kz", "country:KZ"),
        ("Kazakhstan", "country:KZ"),
        ("RAIL", "mode:rail"),
        ("strait", "passage:strait"),
        ("plan", "project:plan"),
        ("place:STRAIT", "place:strait"),
        ("gate", "place:three"),
        ("alone", "place:two"),
        ("link:SEA", "link:sea"),
        ("place:kz", "place:kz"),
    ];
    for (text, target) in cases {
        assert_eq!(network.target(text).unwrap().to_string(), target, "{text}");
    }
    let errors = [
        ("twin", "several places are called `twin`: one, two"),
        ("place:Twin", "several places are called `Twin`: one, two"),
        ("BOTH", "several places are called `BOTH`: one, two"),
        (
            "strayt",
            "there is no country, mode, border, passage, project, corridor or place `strayt`; did you mean `strait`?",
        ),
        ("harbour", "there is no country, mode, border, passage, project, corridor or place `harbour`"),
        ("place:wto", "there is no place `wto`; did you mean `two`?"),
        ("border:plan", "there is no border `plan`"),
    ];
    for (text, message) in errors {
        assert_eq!(network.target(text).unwrap_err().to_string(), message, "{text}");
    }
    assert!(matches!(network.target("country:UZ"), Err(TargetError::CountryNotInNetwork(_))));
    assert!(matches!(network.target("uz"), Err(TargetError::CountryNotInNetwork(_))));
}

#[test]
fn groups_and_coasts_are_those_of_the_table() {
    let table = include_str!("../network/country.csv");
    let mut groups: BTreeMap<&str, BTreeSet<Country>> = BTreeMap::new();
    let mut inland = BTreeSet::new();
    for line in table.lines().skip(1) {
        // code and name, of which no one holds a quote, then whether it has no coast, then groups
        let mut cells = line.splitn(5, ',');
        let country: Country = cells.next().unwrap().parse().unwrap();
        let (_, landlocked, own) = (cells.next(), cells.next().unwrap(), cells.next().unwrap());
        own.split(';').filter(|name| !name.is_empty()).for_each(|name| {
            groups.entry(name).or_default().insert(country);
        });
        inland.extend((landlocked == "1").then_some(country));
    }
    assert!(groups.len() > 3 && inland.len() > 5, "{groups:?} {inland:?}");
    for (name, members) in &groups {
        assert_eq!(Country::group(name).unwrap().into_iter().collect::<BTreeSet<_>>(), *members, "{name}");
    }
    for none in ["Hansa", "KZ", "", "eu"] {
        assert_eq!(Country::group(none), None, "{none}");
    }
    let network = draw("a-b-c\n|   |\nd---e").countries("a: KZ; b: GE; c: MN; d: KZ; e: RU").build();
    let here: Vec<Country> = ["KZ", "MN"].map(|code| code.parse().unwrap()).to_vec();
    assert!(here.iter().all(|country| inland.contains(country)));
    assert_eq!(network.landlocked(), here);
}

#[test]
fn words_are_words() {
    assert_eq!([End::Exhausted, End::Taken, End::Budget].map(End::word), ["exhausted", "taken", "budget"]);
    let concentrations = [Concentration::Low, Concentration::Moderate, Concentration::High];
    assert_eq!(concentrations.map(Concentration::word), ["low", "moderate", "high"]);
    let verdicts = [Verdict::Terminal, Verdict::Unused, Verdict::Avoidable, Verdict::Indispensable];
    assert_eq!(verdicts.map(Verdict::word), ["terminal", "unused", "avoidable", "indispensable"]);
    let objectives = Objective::ALL.map(|one| (one.word(), one.unit(), one.to_string()));
    let expected = [("distance", "km"), ("time", "h"), ("money", "USD"), ("generalised", "USD")];
    assert_eq!(objectives, expected.map(|(word, unit)| (word, unit, word.to_owned())));
    let views = View::ALL.map(View::words);
    let expected =
        ["without the sea", "without the Trans-Siberian and Mongolia", "without roads", "with planned lines"];
    assert_eq!(views, expected);
    let changes = [Change::Reduced, Change::Avoided, Change::Delayed(1.0), Change::Dearer(2.0), Change::Closed];
    assert_eq!(changes.map(Change::word), ["reduced", "avoided", "delayed", "dearer", "closed"]);
    for (criterion, word, _) in Criterion::ALL {
        assert_eq!((criterion.word(), word.parse::<Criterion>().unwrap()), (word, criterion));
    }
    let criteria: Vec<String> =
        Criterion::ALL.iter().map(|(one, ..)| format!("{} in {}", one.word(), one.unit())).collect();
    assert_eq!(
        criteria.join(", "),
        "time in s, money in US cents, distance in m, emission in g CO2e, borders in crossings, gauge-breaks in changes, countries in countries"
    );
    for text in ["country:KZ", "border:x", "link:y", "mode:sea", "passage:z", "project:p", "place:q", "corridor:r"] {
        assert_eq!(text.parse::<Target>().unwrap().to_string(), text);
    }
}
