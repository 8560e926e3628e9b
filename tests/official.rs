//! Shares of pairs through Kazakhstan and over the borders of China, against all best ways one by one.
#![allow(clippy::cast_precision_loss, reason = "the numbers are small")]

#[path = "common/random_redundancy.rs"]
mod random;

use std::collections::BTreeSet;

use landbridge::strategies::naive;
use landbridge::{
    ArcId, Assumption, BorderSpec, CorridorSpec, CostModel, Demand, Distance, LinkSpec, Metric, Mode, Network,
    NetworkBuilder, Objective, PlaceId, PlaceSpec, Quantity, Scenario, Status, Step,
};
use random::{Numbers, step};

const LANDS: [&str; 12] = ["CN", "CN", "KZ", "KZ", "MN", "MN", "RU", "RU", "DE", "PL", "AZ", "BY"];

/// Two places or fewer in each of some countries, links between neighbours of the list, and corridors
/// of China and Kazakhstan.
fn network(seed: u64) -> Network {
    let mut numbers = Numbers(seed);
    let mut builder = NetworkBuilder::new();
    for &(quantity, word, _) in Quantity::ALL {
        builder = builder.assumption(Assumption::new(word, quantity, 1.0));
    }
    let name = |at: u64| format!("p{at}");
    let land = |at: u64| LANDS[usize::try_from(at).unwrap()];
    let all = LANDS.len() as u64;
    for at in 0..all {
        builder = builder.place(PlaceSpec { id: name(at), country: land(at).parse().ok(), ..PlaceSpec::default() });
    }
    let mut borders = BTreeSet::new();
    for link in 0..24 {
        let from = numbers.below(all);
        let to = (from + 1 + numbers.below(5)) % all;
        let (mode, passage) = match numbers.below(12) {
            0 => (Mode::Road, None),
            1 => (Mode::Sea, Some("caspian")),
            2 => (Mode::Sea, Some("suez")),
            3 => (Mode::Sea, None),
            _ => (Mode::Rail, None),
        };
        let [low, high] = [land(from).min(land(to)), land(from).max(land(to))];
        let border = (mode != Mode::Sea && low != high).then(|| format!("{low}-{high}"));
        if let Some(id) = border.clone().filter(|id| borders.insert(id.clone())) {
            builder = builder.border(BorderSpec { id, ..BorderSpec::default() });
        }
        builder = builder.link(LinkSpec {
            border,
            passages: passage.into_iter().map(str::to_owned).collect(),
            ..LinkSpec::new(
                &format!("l{link}"),
                &name(from),
                &name(to),
                mode,
                Distance::metres(1_000 * (1 + numbers.below(3))),
            )
        });
    }
    // either way round, and some pairs twice
    for at in 0..numbers.below(8) {
        let from = if numbers.chance(30) { 2 } else { numbers.below(2) };
        let mut ends = [from, if from < 2 && numbers.chance(30) { 3 } else { 6 + numbers.below(4) }];
        if numbers.chance(30) {
            ends.reverse();
        }
        // a corridor must have a course, which nothing goes by
        builder = builder.link(LinkSpec {
            status: Status::Planned,
            ..LinkSpec::new(&format!("c{at}"), &name(ends[0]), &name(ends[1]), Mode::Sea, Distance::metres(1))
        });
        builder = builder.corridor(CorridorSpec {
            id: format!("c{at}"),
            family: "all".into(),
            name: format!("c{at}"),
            origin: name(ends[0]),
            destination: name(ends[1]),
            links: vec![format!("c{at}")],
            provenance: landbridge::Provenance::default(),
        });
    }
    builder.build().unwrap_or_else(|error| panic!("seed {seed}: {error}"))
}

fn code(network: &Network, place: PlaceId) -> &str {
    network[place].country.as_ref().map_or("", |country| country.code())
}

/// From "all best ways" to "some best way": the share of the pairs with a way of which it is true.
fn shares(metric: &Metric<'_>, pairs: &[(PlaceId, PlaceId)]) -> [Option<(f64, f64)>; 4] {
    let network = metric.network();
    let countries = |arc: &ArcId| match step(network, *arc) {
        Step::Link { link, .. } => [network[link].from, network[link].to].map(|place| code(network, place)),
        Step::Transfer { transfer, .. } => [code(network, network[transfer].place); 2],
    };
    // a ship crosses no border
    let lands =
        |arc: &ArcId| !matches!(step(network, *arc), Step::Link { link, .. } if network[link].mode == Mode::Sea);
    let passes = |way: &[ArcId], hub: usize| {
        way.iter().any(|arc| match hub {
            0 => countries(arc).contains(&"KZ"),
            _ => lands(arc) && countries(arc).contains(&"CN") && countries(arc).contains(&["KZ", "MN", "RU"][hub - 1]),
        })
    };
    let (mut joined, mut every, mut some) = (0, [0; 4], [0; 4]);
    for &(from, to) in pairs {
        let ways = naive::simple_ways(metric, from, to, 1_000_000).unwrap();
        let Some(least) = ways.iter().map(|way| way.0).min() else { continue };
        joined += 1;
        for hub in 0..4 {
            let mut best = ways.iter().filter(|way| way.0 == least);
            every[hub] += usize::from(best.clone().all(|way| passes(&way.1, hub)));
            some[hub] += usize::from(best.any(|way| passes(&way.1, hub)));
        }
    }
    let share = |number: usize| number as f64 / f64::from(joined);
    [0, 1, 2, 3].map(|hub| (joined > 0).then(|| (share(every[hub]), share(some[hub]))))
}

fn close(a: Option<(f64, f64)>, b: Option<(f64, f64)>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a.0 - b.0).abs() < 1e-12 && (a.1 - b.1).abs() < 1e-12,
        (a, b) => a == b,
    }
}

#[test]
fn the_shares_of_all_best_ways() {
    let (mut wide, mut weighed, mut none, mut unweighed) = (0, 0, 0, 0);
    for seed in 0..40 {
        let network = network(seed);
        let ends: BTreeSet<PlaceId> = network.corridors().flat_map(|(_, one)| [one.origin, one.destination]).collect();
        let within = |lands: &[&str]| {
            let mut here: Vec<PlaceId> =
                ends.iter().copied().filter(|&end| lands.contains(&code(&network, end))).collect();
            here.sort_unstable();
            here
        };
        let pairs = [&["DE", "PL"][..], &["RU"][..]].map(|lands| -> Vec<(PlaceId, PlaceId)> {
            within(&["CN"]).into_iter().flat_map(|from| within(lands).into_iter().map(move |to| (from, to))).collect()
        });
        let demand = Demand::bundled(&network);
        let flow = |lands: &[&str]| -> f64 {
            let flows = demand.flows().iter().filter(|one| code(&network, one.from) == "CN");
            flows.filter(|one| lands.contains(&code(&network, one.to))).map(|one| one.weight).sum()
        };
        let weights = [flow(&["DE", "PL"]), flow(&["RU"])];
        // what is published, wherever a corridor joins the two
        for (weight, published) in weights.into_iter().zip([330_704.0, 1_697_000.0]) {
            assert!(weight == 0.0 || (weight - published).abs() < 1e-6, "{seed} {weights:?}");
        }
        let found = network.official_shares(&Scenario::default()).unwrap();
        assert_eq!(found.pairs, pairs.each_ref().map(Vec::len), "{seed}");
        let order: Vec<&str> = found.model.iter().map(|one| one.to).collect();
        assert_eq!(order, [["EU"; 8], ["Russia"; 8], ["both, by TEU"; 8]].concat());
        for (roads, objective) in [false, true].into_iter().flat_map(|roads| Objective::ALL.map(|one| (roads, one))) {
            let shut = network.links().filter(|(_, link)| match link.mode {
                Mode::Rail => false,
                Mode::Road => !roads,
                Mode::Sea => !link.passages().iter().any(|&passage| network[passage].id == "caspian"),
            });
            let targets = shut.map(|(_, link)| format!("link:{}", link.id).parse().unwrap());
            let scenario = targets.fold(Scenario::default(), Scenario::closing);
            let metric = network.metric(&scenario, &CostModel::new(objective)).unwrap();
            let by = if roads { "rail and road" } else { "rail" };
            let model = |to: &str| {
                let mut all =
                    found.model.iter().filter(|one| one.to == to && one.by == by && one.objective == objective);
                all.next().unwrap().through
            };
            let [to_eu, to_russia] = pairs.each_ref().map(|pairs| shares(&metric, pairs));
            for (hub, (eu, russia)) in to_eu.into_iter().zip(to_russia).enumerate() {
                assert!(
                    close(model("EU")[hub], eu) && close(model("Russia")[hub], russia),
                    "{seed} {by} {objective} {hub}"
                );
                let sum = weights[0] + weights[1];
                let both = eu.zip(russia).filter(|_| sum > 0.0).map(|(eu, russia)| {
                    let mean = |a: f64, b: f64| (weights[0] * a + weights[1] * b) / sum;
                    (mean(eu.0, russia.0), mean(eu.1, russia.1))
                });
                assert!(close(model("both, by TEU")[hub], both), "{seed} {by} {objective} {hub}");
                wide += usize::from(eu.is_some_and(|range| range.0 < range.1));
                weighed += usize::from(both.is_some_and(|both| eu != russia && both.0 > 0.0));
                none += usize::from(eu.is_none());
                unweighed += usize::from(eu.is_some() && russia.is_some() && sum == 0.0);
            }
        }
        tells_what_it_compares(&found);
    }
    let met = [wide, weighed, none, unweighed];
    assert!(met.iter().all(|&count| count > 10), "{met:?}");
}

/// The sentences, from the figures.
fn tells_what_it_compares(found: &landbridge::OfficialShares) {
    let sentences = found.findings();
    let mut supported = Vec::new();
    for (sentence, (to, hub, word)) in sentences.iter().zip([("EU", 0, "overland"), ("both, by TEU", 1, "trains")]) {
        let figures: Vec<f64> =
            found.published.iter().filter(|one| one.of_what.contains(word)).map(|one| 100.0 * one.share).collect();
        let rail = found.model.iter().filter(|one| one.to == to && one.by == "rail");
        let ranges: Vec<(f64, f64)> = rail.filter_map(|one| one.through[hub]).collect();
        if ranges.is_empty() {
            assert!(sentence.ends_with(": the model has no way to compare."), "{sentence}");
            supported.push(false);
            continue;
        }
        let least = 100.0 * ranges.iter().map(|range| range.0).fold(1.0, f64::min);
        let most = 100.0 * ranges.iter().map(|range| range.1).fold(0.0, f64::max);
        let gap = |figure: &f64| {
            if *figure < least {
                least - figure
            } else if *figure > most {
                figure - most
            } else {
                0.0
            }
        };
        let mut gaps: Vec<f64> = figures.iter().map(gap).collect();
        gaps.sort_by(f64::total_cmp);
        let published: Vec<String> = figures.iter().map(|figure| format!("{figure:.0} %")).collect();
        let (low, high) = (format!("{least:.0}"), format!("{most:.0}"));
        let range = if low == high { format!("{low} %") } else { format!("{low}–{high} %") };
        let end = format!(
            ": published {}, the model {range}, {:.0} to {:.0} points apart.",
            published.join(" and "),
            gaps[0],
            gaps[gaps.len() - 1]
        );
        assert!(sentence.ends_with(&end), "{sentence}\n{end}");
        supported.push(gaps[0] < 0.5);
    }
    let answer = match supported[..] {
        [true, true] => "both, each by its own definition",
        [true, false] => "the officials' share and not China Railway's",
        [false, true] => "China Railway's share and not the officials'",
        _ => "neither",
    };
    assert!(sentences[2].starts_with(&format!("The model supports {answer}:")), "{}", sentences[2]);
    let mongolia = found.model.iter().filter(|one| one.by == "rail").filter_map(|one| one.through[2]);
    let most = 100.0 * mongolia.map(|range| range.1).fold(0.0, f64::max);
    let [eu, russia] = found.pairs;
    for part in
        [format!("All {eu} pairs"), format!("all {russia} to Russia"), format!("at most {most:.0} % over Mongolia")]
    {
        assert!(sentences[3].contains(&part), "{part}: {}", sentences[3]);
    }
}

#[test]
fn what_is_published_is_that_of_the_table() {
    let shares = network(0).official_shares(&Scenario::default()).unwrap();
    let found: Vec<(f64, &str, &str)> =
        shares.published.iter().map(|one| (one.share, one.year.as_str(), one.of_what.as_str())).collect();
    let rows = include_str!("../network/demand.csv").lines().map(|line| line.split(',').collect::<Vec<_>>());
    let rows: Vec<Vec<&str>> = rows.filter(|row| row[1] == "CN" && row[4].starts_with("share_of")).collect();
    let words: Vec<String> = rows.iter().map(|row| row[4].replace('_', " ")).collect();
    let expected: Vec<(f64, &str, &str)> =
        rows.iter().zip(&words).map(|(row, words)| (row[3].parse().unwrap(), row[5], words.as_str())).collect();
    assert_eq!(found, expected);
    assert!(found.len() >= 4 && shares.published.iter().zip(&rows).all(|(one, row)| one.source_id == row[6]));
    assert!(shares.published.iter().all(|one| !one.note.is_empty()));
}

#[test]
fn demand_is_spread_over_the_pairs_of_corridor_ends_between_its_regions() {
    let cells = |table: &'static str| table.lines().skip(1).map(|line| line.split(',').collect::<Vec<&str>>());
    let countries: Vec<Vec<&str>> = cells(include_str!("../network/country.csv")).collect();
    let members = |region: &str| -> BTreeSet<&str> {
        let own = countries.iter().filter(|row| row[0] == region || row[3].split(';').any(|one| one == region));
        own.map(|row| row[0]).collect()
    };
    let table: Vec<Vec<&str>> =
        cells(include_str!("../network/demand.csv")).filter(|row| row[4] == "TEU_per_year").collect();
    let regions: Vec<[BTreeSet<&str>; 2]> = table.iter().map(|row| [members(row[1]), members(row[2])]).collect();
    let holds =
        |wide: &[BTreeSet<&str>; 2], one: &[BTreeSet<&str>; 2]| (0..2).all(|end| one[end].is_subset(&wide[end]));
    let whole = |at: usize| !regions.iter().any(|wide| holds(wide, &regions[at]) && !holds(&regions[at], wide));
    let rows: Vec<usize> = (0..table.len()).filter(|&at| whole(at)).collect();
    assert!(rows.len() > 3 && rows.len() < table.len());
    let (mut spread, mut bare) = (0, 0);
    for seed in 0..200 {
        let network = network(seed);
        let mut ends: BTreeSet<(PlaceId, PlaceId)> = BTreeSet::new();
        for (_, one) in network.corridors() {
            ends.extend([(one.origin, one.destination), (one.destination, one.origin)]);
        }
        let mut expected: Vec<(PlaceId, PlaceId, f64)> = Vec::new();
        for &at in &rows {
            let lies = |place, end: usize| regions[at][end].contains(code(&network, place));
            let pairs: Vec<_> = ends.iter().filter(|&&(from, to)| lies(from, 0) && lies(to, 1)).collect();
            let each = table[at][3].parse::<f64>().unwrap() / pairs.len() as f64;
            expected.extend(pairs.into_iter().map(|&(from, to)| (from, to, each)));
        }
        let found = Demand::bundled(&network);
        if expected.is_empty() {
            assert_eq!(found, Demand::of_corridors(&network));
            bare += 1;
            continue;
        }
        spread += usize::from(expected.len() > 2);
        let flows: Vec<_> = found.flows().iter().map(|one| (one.from, one.to, one.weight)).collect();
        assert_eq!(flows, expected, "{seed}");
    }
    assert!(spread > 50 && bare > 5, "{spread} {bare}");
}
