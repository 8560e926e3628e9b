//! How much of the carriage between China and Europe crosses Kazakhstan: officials say 80–85 %,
//! China Railway counts 50 %. Which of the two does the model support?
//!
//! ```text
//! cargo run --release --example official_shares
//! cargo run --release --example official_shares -- --year 2021 --format json
//! ```
//!
//! Prints each published share with its definition and its source, then the model's: of the pairs
//! between China and the EU (and, apart, Russia) the share whose best overland route crosses
//! Kazakhstan, and the share that leaves China over each group of borders, by all four objectives,
//! by rail alone and by rail and road. Exit code 0: answered; 1: no pair has a way; 2: bad input.

mod common;

use std::process::ExitCode;

use clap::Parser;
use common::{Outcome, Output, Question, Result, grouped, table};
use landbridge::{
    CostModel, Demand, Dependence, Grid, Link, Mode, Network, Objective, Overall, PlaceId, Scenario, Target,
};
use serde_json::json;

/// The published shares of carriage through Kazakhstan, and the model's.
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    question: Question,
    #[command(flatten)]
    output: Output,
}

const DEMAND: &str = include_str!("../network/demand.csv");
const COUNTRIES: &str = include_str!("../network/country.csv");
/// The seas that count as part of a way overland: those of the Middle Corridor.
const INLAND: [&str; 2] = ["caspian", "black-sea"];

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

type Row = std::collections::HashMap<String, String>;

fn rows(text: &str) -> impl Iterator<Item = Row> {
    csv::Reader::from_reader(text.as_bytes()).into_deserialize().map_while(std::result::Result::ok)
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = arguments.question.load()?;
    let asked = arguments.question.scenario(&network)?;
    let published = published();
    let member = |row: &Row| row["groups"].split(';').any(|group| group == "EU");
    let eu: Vec<String> = rows(COUNTRIES).filter(member).map(|row| row["country"].clone()).collect();
    let russia = vec!["RU".to_owned()];
    let both = [eu.clone(), russia.clone()].concat();
    let regions =
        [("EU", demand(&network, &eu)), ("Russia", demand(&network, &russia)), ("both", demand(&network, &both))];
    let hubs = hubs(&network);
    let mut found = Vec::new();
    for (to, demand) in regions.iter().filter(|(_, demand)| !demand.flows().is_empty()) {
        for (roads, objective) in [false, true].into_iter().flat_map(|roads| Objective::ALL.map(|one| (roads, one))) {
            let scenario = overland(&network, &asked, roads);
            let query =
                Dependence::on(&network).scenario(scenario).model(CostModel::new(objective)).demand(demand.clone());
            let share = |hub: &Vec<Target>| hub.iter().cloned().fold(query.clone(), Dependence::hub).overall();
            let overall = hubs.iter().map(share).collect::<std::result::Result<Vec<_>, _>>()?;
            found.push(Found { to, by: if roads { "rail and road" } else { "rail" }, objective, overall });
        }
    }
    let grid = grid(&found);
    let findings = [verdict(&published, &found, true), verdict(&published, &found, false)];
    let words = format!("{}\n{}\n{}\n", table(&published), grouped(&grid), findings.concat());
    arguments.output.put(
        &words,
        &json!({"published": cells(&published), "model": cells(&grid), "findings": findings}),
        &[&grid, &published],
    )?;
    let answered = found.iter().any(|one| one.overall[0].betweenness.is_some());
    Ok(if answered { Outcome::Answered } else { Outcome::NoWay })
}

struct Found<'d> {
    to: &'d str,
    by: &'static str,
    objective: Objective,
    /// Through Kazakhstan; over the borders to Kazakhstan, Mongolia, Russia.
    overall: Vec<Overall>,
}

fn published() -> Grid {
    let mut grid = Grid::new(["published", "year", "of what", "source", "note"]);
    for row in rows(DEMAND).filter(|row| row["unit"].starts_with("share_of") && row["origin"] == "CN") {
        let percent = format!("{:.0} %", 100.0 * row["weight"].parse().unwrap_or(f64::NAN));
        let what = row["unit"].replace('_', " ");
        grid.push(vec![percent, row["year"].clone(), what, row["source_id"].clone(), row["note"].clone()]);
    }
    grid
}

/// The published flows from China to some countries.
fn demand(network: &Network, to: &[String]) -> Demand {
    let lies = |place: PlaceId, codes: &[String]| {
        network[place].country.is_some_and(|country| codes.iter().any(|code| code == country.code()))
    };
    let all = Demand::bundled(network);
    let here = all.flows().iter().filter(|flow| lies(flow.from, &["CN".to_owned()]) && lies(flow.to, to));
    Demand::new(here.copied(), all.basis())
}

/// Kazakhstan, then the borders from China to Kazakhstan, Mongolia and Russia.
fn hubs(network: &Network) -> Vec<Vec<Target>> {
    let towards = |neighbour: &str| -> Vec<Target> {
        let between = |link: &Link| {
            let codes: Vec<String> = link.extent.territories().map(|one| one.code().to_owned()).collect();
            ["CN", neighbour].iter().all(|code| codes.iter().any(|one| one == code))
        };
        network.links().filter(|(_, link)| between(link)).map(|(_, link)| Target::Link(link.id.clone())).collect()
    };
    let kazakhstan = network.target("country:KZ").ok().into_iter().collect();
    vec![kazakhstan, towards("KZ"), towards("MN"), towards("RU")]
}

/// Without sea lanes other than those of the inland seas, and without roads unless asked for.
fn overland(network: &Network, asked: &Scenario, roads: bool) -> Scenario {
    let mut scenario = asked.clone();
    let inland = |link: &Link| link.passages.iter().any(|&passage| INLAND.contains(&network[passage].id.as_str()));
    let shut = |link: &Link| link.mode == Mode::Sea && !inland(link) || link.mode == Mode::Road && !roads;
    scenario
        .close
        .extend(network.links().filter(|(_, link)| shut(link)).map(|(_, link)| Target::Link(link.id.clone())));
    scenario
}

fn percent(range: Option<(f64, f64)>) -> String {
    match range.map(|(every, some)| (100.0 * every, 100.0 * some)) {
        None => "–".to_owned(),
        Some((every, some)) if some - every < 0.5 => format!("{every:.0} %"),
        Some((every, some)) => format!("{every:.0}–{some:.0} %"),
    }
}

fn grid(found: &[Found<'_>]) -> Grid {
    let mut grid =
        Grid::new(["to", "by", "objective", "crosses KZ", "leaves for KZ", "for Mongolia", "for Russia", "rests on"]);
    for one in found {
        let mut row = vec![one.to.to_owned(), one.by.to_owned(), one.objective.to_string()];
        row.extend(one.overall.iter().map(|overall| percent(overall.betweenness)));
        row.push(one.overall[0].rests_on.word().to_owned());
        grid.push(row);
    }
    grid
}

fn cells(grid: &Grid) -> Vec<std::collections::BTreeMap<&'static str, &String>> {
    grid.rows.iter().map(|row| grid.header.iter().copied().zip(row).collect()).collect()
}

/// One published definition beside the model's range over all objectives and both sets of modes.
fn verdict(published: &Grid, found: &[Found<'_>], officials: bool) -> String {
    let (word, to, hub) = if officials { ("overland", "EU", 0) } else { ("trains", "both", 1) };
    let figures: Vec<&str> =
        published.rows.iter().filter(|row| row[2].contains(word)).map(|row| row[0].as_str()).collect();
    let ranges = found.iter().filter(|one| one.to == to && (officials || one.by == "rail"));
    let (least, most) = ranges
        .filter_map(|one| one.overall[hub].betweenness)
        .fold((f64::INFINITY, 0.0_f64), |(least, most), (every, some)| (least.min(every), most.max(some)));
    if least > most {
        return format!("{word}: the model has no way to compare.\n");
    }
    let inside = |figure: &&&str| {
        let value: f64 = figure.trim_end_matches(" %").parse().unwrap_or(f64::NAN);
        (100.0 * least - 0.5..=100.0 * most + 0.5).contains(&value)
    };
    let supported = figures.iter().filter(inside).count();
    let definition = if officials {
        "the share of overland carriage between China and the EU that crosses Kazakhstan (the officials' words)"
    } else {
        "the share of trains from China to the EU and Russia together that leave over the border with Kazakhstan (China Railway's count)"
    };
    format!(
        "As {definition}, published as {}, the model finds {} by its objectives: {supported} of {} published figures lie within.\n",
        figures.join(" and "),
        percent(Some((least, most))),
        figures.len(),
    )
}
