//! The atlas: what a page can look up in it is what the library answers, value by value; and the
//! page stands alone.
#![allow(clippy::cast_precision_loss, reason = "costs of routes are far below 2^53, and the page counts so too")]

#[allow(dead_code, reason = "each test uses its part")]
mod programs;
#[allow(dead_code, reason = "no golden text here")]
mod snapshot;

use std::fs;

use landbridge::report::Atlas;
use landbridge::{Cost, CostModel, Dependence, Network, Objective, Scenario, Scope, Target, Verdict};
use programs::{SMALL, run_in};
use serde_json::Value;
use snapshot::here;

fn number(value: &Value) -> Option<usize> {
    usize::try_from(value.as_u64()?).ok()
}

fn numbers(value: &Value) -> Vec<usize> {
    value.as_array().unwrap().iter().map(|one| number(one).unwrap()).collect()
}

/// A way as a reader of the JSON alone puts it together.
struct Way {
    costs: Vec<u64>,
    closers: u128,
    open: Vec<bool>,
}

/// The look-up of the page (`examples/atlas/ways.js`), from the words of the schema alone.
struct Reader {
    json: Value,
    pools: Vec<Vec<Way>>,
}

impl Reader {
    fn new(json: Value) -> Self {
        let graph = &json["graph"];
        let [first_stop, first_arc, heads, open] =
            ["first_stop", "first_arc", "heads", "open"].map(|name| numbers(&graph[name]));
        let costs: Vec<Vec<usize>> = graph["costs"].as_array().unwrap().iter().map(numbers).collect();
        let kinds: Vec<Vec<usize>> = graph["open_kinds"].as_array().unwrap().iter().map(numbers).collect();
        let snapshots = json["snapshots"].as_array().unwrap().len();
        let is_open = |arc: usize, at: usize| kinds[open[arc]].iter().filter(|&&end| end <= at).count() % 2 == 1;
        let closers = |arc: usize| numbers(&graph["closers"][arc]).iter().fold(0, |all, at| all | 1_u128 << at);
        let pool = |pool: &Value| {
            let from = number(&pool["from"]).unwrap();
            let (mut ways, mut signs) = (Vec::new(), Vec::new());
            let text: Vec<char> = pool["ways"].as_str().unwrap().chars().collect();
            let mut at = 0;
            while at < text.len() {
                let digits = text[at..].iter().take_while(|sign| sign.is_ascii_digit()).count();
                signs.truncate(text[at..at + digits].iter().collect::<String>().parse().unwrap());
                at += digits;
                let own = text[at..].iter().take_while(|sign| !sign.is_ascii_digit()).count();
                signs.extend(text[at..at + own].iter().map(|&sign| sign as usize - 65));
                at += own;
                let mut way = Way { costs: vec![0; costs.len()], closers: 0, open: vec![true; snapshots] };
                let mut stop = first_stop[from] + signs.first().unwrap_or(&0);
                for turn in signs.iter().skip(1) {
                    let arc = first_arc[stop] + turn;
                    way.costs.iter_mut().zip(&costs).for_each(|(sum, costs)| *sum += costs[arc] as u64);
                    way.closers |= closers(arc);
                    way.open.iter_mut().enumerate().for_each(|(at, open)| *open &= is_open(arc, at));
                    stop = heads[arc];
                }
                ways.push(way);
            }
            ways
        };
        let pools = json["pools"].as_array().unwrap().iter().map(pool).collect();
        Self { json, pools }
    }

    fn player(&self, target: &Target) -> usize {
        let target = target.to_string();
        self.json["players"].as_array().unwrap().iter().position(|player| player["target"] == *target).unwrap()
    }

    /// The least cost, and whether it is proved.
    fn ask(&self, pool: usize, by: usize, year: u16, closed: &[usize]) -> (Cost, bool) {
        let row = &self.json["pools"][pool];
        let end = |end: &str| number(&self.json["places"][number(&row[end]).unwrap()]["country"]);
        if [end("from"), end("to")].into_iter().flatten().any(|end| closed.contains(&end)) {
            return (Cost::INFINITE, true);
        }
        let most = number(&self.json["closures"]).unwrap();
        let found = self.best(pool, by, year, closed).map(|way| way.costs[by]);
        let Some(free) = self.best(pool, by, year, &[]) else { return (Cost::INFINITE, true) };
        let whole = (free.costs[by] as f64 * self.json["stretch"].as_f64().unwrap()).floor();
        let certain = closed.len() <= most
            || found.is_some_and(|cost| cost as f64 <= whole)
            || self.forced(pool, by, year, closed, &[], most);
        (found.map_or(Cost::INFINITE, Cost::new), certain)
    }

    fn forced(&self, pool: usize, by: usize, year: u16, closed: &[usize], some: &[usize], most: usize) -> bool {
        let closers = self.best(pool, by, year, some).map_or(0, |way| way.closers);
        let hit: Vec<usize> = closed.iter().copied().filter(|&player| closers >> player & 1 == 1).collect();
        hit.is_empty()
            || some.len() < most
                && hit.iter().any(|&player| self.forced(pool, by, year, closed, &[some, &[player]].concat(), most))
    }

    fn best(&self, pool: usize, by: usize, year: u16, closed: &[usize]) -> Option<&Way> {
        let snapshots = numbers(&self.json["snapshots"]);
        let snapshot = snapshots.iter().rposition(|&first| first <= usize::from(year)).unwrap();
        let mask = closed.iter().fold(0, |all, player| all | 1_u128 << player);
        let usable = self.pools[pool].iter().filter(|way| way.closers & mask == 0 && way.open[snapshot]);
        usable.min_by_key(|way| way.costs[by])
    }
}

/// Chances that are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

fn atlas<'n>(network: &'n Network, query: &Atlas<'n>) -> Reader {
    let ready = query.ready().unwrap();
    let pools = ready.several(0..ready.len()).unwrap();
    assert!(network.corridors().len() > 0 && !pools.is_empty());
    Reader::new(serde_json::to_value(ready.to_json(&pools, &[], Vec::new())).unwrap())
}

/// Compares `count` closures of up to `most`, the hub apart; how many answers were not certain.
fn compare(network: &Network, reader: &Reader, years: &[u16], count: usize, most: usize) -> (usize, usize) {
    let players: Vec<Target> = reader.json["players"]
        .as_array()
        .unwrap()
        .iter()
        .map(|player| player["target"].as_str().unwrap().parse().unwrap())
        .collect();
    let mut chance = Chance(7);
    let (mut told, mut uncertain) = (0, 0);
    for _ in 0..count {
        let closed: Vec<usize> = (0..chance.below(most + 1)).map(|_| chance.below(players.len())).collect();
        // every other hub is one that matters
        let hub = if chance.below(2) == 0 {
            reader.player(&"country:KZ".parse().unwrap())
        } else {
            chance.below(players.len())
        };
        let (by, year) = (chance.below(4), years[chance.below(years.len())]);
        let mut scenario = Scenario::default().in_year(year);
        for &player in &closed {
            scenario = scenario.closing(players[player].clone());
        }
        let mut query = Dependence::on(network).scenario(scenario).model(CostModel::new(Objective::ALL[by]));
        let corridors = reader.json["corridors"].as_array().unwrap();
        let id = |corridor: &Value| network.corridor(corridor["id"].as_str().unwrap()).unwrap();
        for corridor in corridors {
            query = query.corridor(id(corridor));
        }
        let report = query.hub(players[hub].clone()).run().unwrap();
        for (corridor, row) in corridors.iter().zip(&report.rows) {
            let id = id(corridor);
            assert_eq!(row.corridor, id);
            for (pool, scope) in numbers(&corridor["pools"]).into_iter().zip([row.line, row.family, row.network]) {
                let Scope { open, closed: without, .. } = scope;
                let both = [&closed[..], &[hub]].concat();
                let asked = [reader.ask(pool, by, year, &closed), reader.ask(pool, by, year, &both)];
                // a corridor that ends in the hub has no verdict to compare
                let truth =
                    if scope.verdict() == Some(Verdict::Terminal) { [open, Cost::INFINITE] } else { [open, without] };
                for ((cost, certain), truth) in asked.into_iter().zip(truth) {
                    told += 1;
                    uncertain += usize::from(!certain);
                    let place = format!("{} in {year} by {by}, {closed:?} and {hub} closed", network[id].id);
                    assert!(if certain { cost == truth } else { cost >= truth }, "{place}: {cost:?}, not {truth:?}");
                }
            }
        }
    }
    (told, uncertain)
}

#[test]
fn what_is_looked_up_is_what_the_library_answers() {
    let network = Network::bundled();
    let mut query = Atlas::of(&network).years(2023..=2026).stretch(1.1).closures(2);
    for corridor in ["mc-khorgos-poti", "mc-kuryk-batumi"] {
        query = query.corridor(network.corridor(corridor).unwrap());
    }
    let reader = atlas(&network, &query);
    let (told, uncertain) = compare(&network, &reader, &[2023, 2024, 2025, 2026], 50, 1);
    assert_eq!((told, uncertain), (50 * 2 * 3 * 2, 0));
}

/// However many are closed, an answer that is called certain is right, and another is a way there is.
#[test]
fn what_is_called_certain_is_right_under_any_closure() {
    let network = Network::from_dir(here(SMALL)).unwrap();
    for (stretch, closures) in [(1.0, 0), (1.0, 1), (1.3, 1), (2.0, 2)] {
        let reader = atlas(&network, &Atlas::of(&network).years(2000..=2026).stretch(stretch).closures(closures));
        let (told, uncertain) = compare(&network, &reader, &[2000, 2010, 2026], 100, 4);
        assert!(uncertain < told, "{uncertain} of {told}");
        assert!(closures > 0 || uncertain > 0, "some answer must be open, or nothing is tested");
    }
}

#[test]
fn the_page_is_one_small_file_that_asks_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["--corridor", "mc-khorgos-poti", "--years", "2026..2026", "--closures", "1", "--stretch", "1"];
    assert_eq!(run_in(folder.path(), "atlas", &arguments).code, 0);
    let page = fs::read_to_string(folder.path().join("atlas.html")).unwrap();
    assert!(page.len() < 1_500_000, "{}", page.len());
    for fetch in ["src=", "href=", "url(", "@import", "fetch(", "XMLHttpRequest", "import("] {
        assert!(!page.contains(fetch), "{fetch}");
    }
    assert!(page.contains("default-src 'none'"));
    assert!(!page.contains("/*script*/") && !page.contains("/*style*/") && !page.contains("<!--data-->"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left");
}

/// A name is data, whatever it looks like.
#[test]
fn names_do_not_become_markup() {
    let folder = tempfile::tempdir().unwrap();
    for file in fs::read_dir(here(SMALL)).unwrap().map(Result::unwrap) {
        let text = fs::read_to_string(file.path()).unwrap().replace("Tbilisi", "</script><script>alert(1)</script>");
        fs::write(folder.path().join(file.file_name()), text).unwrap();
    }
    assert_eq!(run_in(folder.path(), "atlas", &["--network", ".", "--years", "2025..2026"]).code, 0);
    let page = fs::read_to_string(folder.path().join("atlas.html")).unwrap();
    assert!(page.matches("<script").count() == 2 && !page.contains("alert("));
    let json =
        run_in(folder.path(), "atlas", &["--network", ".", "--years", "2025..2026", "--format", "json", "--out", "-"]);
    assert!(json.out.contains("alert("), "the name is there, packed");
}

#[test]
fn bad_questions_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for bad in [["--corridor", "nowhere"], ["--network", "nowhere"]] {
        assert_eq!(run_in(folder.path(), "atlas", &bad).code, 2);
    }
    let network = Network::from_dir(here(SMALL)).unwrap();
    let ready = Atlas::of(&network).years(2026..=2026).ready().unwrap();
    assert!(ready.several(0..ready.len()).is_ok_and(|pools| pools.iter().any(|pool| !pool.ways.is_empty())));
}
