//! Routes that no other beats, against enumeration.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "the numbers are small")]

#[path = "common/random.rs"]
mod random;

use std::collections::BTreeSet;

use landbridge::{
    CostModel, Criterion, End, Metric, MetricError, Network, NetworkBuilder, Quantity, Route, Scenario, Step, Unlike,
};
use random::{Draw, Once, arc_of, arcs, cost, ends, metric, network, routes};

const NETWORKS: u64 = 2_500;

/// The value of a route, counted anew from its arcs.
fn value(metric: &Metric<'_>, route: &[usize], criterion: Criterion) -> u64 {
    let network = metric.network();
    let graph = network.topology();
    let step = |arc: usize| graph[petgraph::graph::EdgeIndex::new(arc)];
    let parts = || route.iter().flat_map(|&arc| metric.parts(arc_of(arc)));
    let links = || {
        route.iter().filter_map(|&arc| match step(arc) {
            Step::Link { link, .. } => Some(&network[link]),
            Step::Transfer { .. } => None,
        })
    };
    match criterion {
        Criterion::Time => parts().map(|part| part.values.time.get()).sum(),
        Criterion::Money => parts().map(|part| part.values.money.get()).sum(),
        Criterion::Distance => links().map(|link| link.length.get()).sum(),
        // 1,000 g/km on class `a`, 3,000 on `b`
        Criterion::Emission => links().map(|link| link.length.get() * if link.class == "b" { 3 } else { 1 }).sum(),
        Criterion::Borders => links().filter(|link| link.border().is_some()).count() as u64,
        Criterion::GaugeBreaks => {
            let changes = route.iter().filter(|&&arc| match step(arc) {
                Step::Transfer { transfer, .. } => network[transfer].is_gauge_break(),
                Step::Link { .. } => false,
            });
            changes.count() as u64
        }
        Criterion::Countries => {
            let codes: BTreeSet<String> = parts().map(|part| part.territory.code().to_owned()).collect();
            codes.iter().filter(|code| *code != "sea").count() as u64
        }
    }
}

fn beats<T: PartialOrd>(a: &[T], b: &[T]) -> bool {
    a != b && a.iter().zip(b).all(|(a, b)| a <= b)
}

#[test]
fn the_set_is_that_of_the_enumeration() {
    let mut large = 0;
    for seed in 0..NETWORKS {
        let network = network(seed);
        let metric = metric(&network, seed);
        let (from, to) = ends(&network, seed);
        let mut draw = Draw(seed ^ 0x5EED);
        let mut criteria: Vec<Criterion> = Criterion::ALL.iter().map(|&(criterion, ..)| criterion).collect();
        criteria.sort_by_key(|_| draw.next());
        criteria.truncate(2 + draw.below(6) as usize);
        let vectors: BTreeSet<Vec<u64>> = routes(&metric, from, to, Once::Stop)
            .iter()
            .map(|route| criteria.iter().map(|&criterion| value(&metric, route, criterion)).collect())
            .collect();
        let expected: Vec<&Vec<u64>> =
            vectors.iter().filter(|one| !vectors.iter().any(|other| beats(other, one))).collect();
        let set = metric.pareto(from, to, &criteria).run().unwrap();
        assert_eq!(
            set.routes.iter().map(|route| &route.values).collect::<Vec<_>>(),
            expected,
            "seed {seed} {criteria:?}"
        );
        assert_eq!((set.end, &set.criteria), (End::Exhausted, &criteria));
        for route in &set.routes {
            let found = arcs(&route.route);
            let again: Vec<u64> = criteria.iter().map(|&criterion| value(&metric, &found, criterion)).collect();
            assert_eq!(route.values, again, "seed {seed}");
        }
        large += usize::from(expected.len() > 2);
    }
    assert!(large > 80, "{large}");
}

#[test]
fn alternatives_by_set_are_the_routes_that_no_cheaper_one_makes_idle() {
    let touched = |network: &Network, route: &Route<'_>, unlike: Unlike| -> BTreeSet<String> {
        let links = route.links();
        if route.legs().is_empty() {
            return BTreeSet::new();
        }
        if unlike == Unlike::Passages {
            return links.flat_map(|link| network[link].passages()).map(|&id| network[id].id.clone()).collect();
        }
        let places = route.places().into_iter().filter_map(|place| network[place].country);
        places.map(|country| country.code().to_owned()).collect()
    };
    let mut several = [0, 0];
    for seed in 0..NETWORKS {
        let network = network(seed);
        let metric = metric(&network, seed);
        let (from, to) = ends(&network, seed);
        for (which, unlike) in [Unlike::Countries, Unlike::Passages].into_iter().enumerate() {
            let all: Vec<(u64, BTreeSet<String>)> = routes(&metric, from, to, Once::Stop)
                .iter()
                .map(|route| (cost(&metric, route), sets_of(&metric, route, unlike)))
                .collect();
            let idle = |one: &(u64, BTreeSet<String>)| {
                all.iter().any(|other| other != one && other.0 <= one.0 && other.1.is_subset(&one.1))
            };
            let expected: BTreeSet<&(u64, BTreeSet<String>)> = all.iter().filter(|one| !idle(one)).collect();
            let set = metric.alternatives(from, to, unlike).all();
            let found: Vec<(u64, BTreeSet<String>)> = set
                .routes
                .iter()
                .map(|route| (route.cost().finite().unwrap(), touched(&network, route, unlike)))
                .collect();
            assert!(found.windows(2).all(|two| two[0].0 <= two[1].0));
            assert_eq!(found.len(), expected.len(), "seed {seed} {unlike:?}");
            assert_eq!(found.iter().collect::<BTreeSet<_>>(), expected, "seed {seed} {unlike:?}");
            assert_eq!(set.end, End::Exhausted);
            several[which] += usize::from(found.len() > 1);
        }
    }
    assert!(several[0] > 20 && several[1] > 20, "{several:?}");
}

/// The countries or passages of a route, from its arcs.
fn sets_of(metric: &Metric<'_>, route: &[usize], unlike: Unlike) -> BTreeSet<String> {
    let network = metric.network();
    let graph = network.topology();
    let mut set = BTreeSet::new();
    if route.is_empty() {
        return set;
    }
    for &arc in route {
        let edge = petgraph::graph::EdgeIndex::new(arc);
        let (tail, head) = graph.edge_endpoints(edge).unwrap();
        match (unlike, graph[edge]) {
            (Unlike::Passages, Step::Link { link, .. }) => {
                set.extend(network[link].passages().iter().map(|&id| network[id].id.clone()));
            }
            (Unlike::Passages, Step::Transfer { .. }) => {}
            _ => set.extend(
                [tail, head]
                    .iter()
                    .filter_map(|&stop| network[graph[stop].place].country)
                    .map(|country| country.code().to_owned()),
            ),
        }
    }
    set
}

#[test]
fn a_partial_answer_says_so_and_is_right() {
    let network = Network::bundled();
    let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
    let (from, to) = (network.place("Lianyungang").unwrap(), network.place("Duisburg").unwrap());
    let criteria = [Criterion::Time, Criterion::Money, Criterion::Borders];
    let whole = metric.pareto(from, to, &criteria).run().unwrap();
    assert_eq!(whole.end, End::Exhausted);
    assert!(whole.routes.len() > 3 && whole.labels > 1_000, "{} {}", whole.routes.len(), whole.labels);
    let part = metric.pareto(from, to, &criteria).budget(whole.labels / 2).run().unwrap();
    assert_eq!(part.end, End::Budget);
    assert!(part.routes.len() < whole.routes.len());
    let values =
        |set: &landbridge::ParetoSet<'_>| set.routes.iter().map(|route| route.values.clone()).collect::<Vec<_>>();
    assert_eq!(values(&part), values(&whole)[..part.routes.len()]);
    let few = metric.alternatives(from, to, Unlike::Countries).budget(10).all();
    assert_eq!((few.routes.len(), few.end), (0, End::Budget));
}

#[test]
fn emissions_without_an_assumption_are_an_error() {
    let network = network(3);
    let metric = metric(&network, 3);
    let (from, to) = ends(&network, 3);
    assert!(metric.pareto(from, to, &[Criterion::Emission]).run().is_ok());
    let kz = "KZ".parse().ok();
    let place = |id: &str| landbridge::PlaceSpec { id: id.into(), country: kz, ..Default::default() };
    let mut builder = NetworkBuilder::new().place(place("a")).place(place("b"));
    builder =
        builder.link(landbridge::LinkSpec::new("l", "a", "b", landbridge::Mode::Rail, landbridge::Distance::ZERO));
    for quantity in [Quantity::Speed, Quantity::Price] {
        builder = builder.assumption(landbridge::Assumption::new(quantity.word(), quantity, 1.0));
    }
    let bare = builder.build().unwrap();
    let metric = bare.metric(&Scenario::default(), &CostModel::time()).unwrap();
    let (a, b) = (bare.place("a").unwrap(), bare.place("b").unwrap());
    let error = metric.pareto(a, b, &[Criterion::Emission]).run().unwrap_err();
    assert!(matches!(error, MetricError::NoAssumption { quantity: Quantity::Emission, .. }), "{error}");
    assert_eq!(metric.shortest(a, b).unwrap().emission(), None);
}

#[test]
fn sets_of_more_countries_than_a_word_has_bits() {
    use landbridge::{Assumption, Distance, LinkSpec, Mode, PlaceSpec};
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let codes = letters.chars().flat_map(|a| letters.chars().map(move |b| format!("{a}{b}")));
    let countries: Vec<landbridge::Country> = codes.filter_map(|code| code.parse().ok()).take(170).collect();
    assert_eq!(countries.len(), 170);
    let mut chosen = 0;
    for seed in 0..40 {
        let mut draw = Draw(seed);
        let mut builder = NetworkBuilder::new();
        for (quantity, word, _) in Quantity::ALL {
            builder = builder.assumption(Assumption::new(word, *quantity, 1.0));
        }
        let place = |id: String, at: usize| PlaceSpec { id, country: Some(countries[at]), ..PlaceSpec::default() };
        builder = builder.place(place("start".into(), 0)).place(place("end".into(), 0));
        // a few lines side by side, each through some countries of which others pass through many too
        let mut lines: Vec<(u64, BTreeSet<usize>)> = Vec::new();
        let first = 1 + draw.below(60) as usize;
        for line in 0..5 {
            let (mut metres, mut before, mut passed) = (0, "start".to_owned(), BTreeSet::from([0]));
            for at in first..170 {
                if at % (line + 1) > 1 && !draw.chance(3) {
                    continue;
                }
                let id = format!("{line}-{at}");
                let length = 1 + draw.below(2);
                let link = LinkSpec::new(&id, &before, &id, Mode::Sea, Distance::metres(length));
                builder = builder.place(place(id.clone(), at)).link(link);
                (metres, before) = (metres + length, id);
                passed.insert(at);
            }
            let length = draw.below(400);
            let link = LinkSpec::new(&format!("{line}"), &before, "end", Mode::Sea, Distance::metres(length));
            builder = builder.link(link);
            lines.push((metres + length, passed));
        }
        let network = builder.build().unwrap();
        let metric = network.metric(&Scenario::default(), &CostModel::distance()).unwrap();
        let (from, to) = (network.place("start").unwrap(), network.place("end").unwrap());
        let set = metric.alternatives(from, to, Unlike::Countries).all();
        let found: Vec<(u64, BTreeSet<usize>)> = set
            .routes
            .iter()
            .map(|route| {
                let passed = route.places().into_iter().filter_map(|place| network[place].country);
                let at = passed.filter_map(|country| countries.iter().position(|&one| one == country));
                (route.cost().finite().unwrap(), at.collect())
            })
            .collect();
        let idle = |one: &(u64, BTreeSet<usize>)| {
            lines.iter().any(|other| other != one && other.0 <= one.0 && other.1.is_subset(&one.1))
        };
        let mut expected: Vec<_> = lines.iter().filter(|line| !idle(line)).cloned().collect();
        expected.sort();
        assert_eq!(found, expected, "seed {seed}");
        chosen += usize::from((2..5).contains(&found.len()));
    }
    assert!(chosen > 10, "{chosen}");
}
