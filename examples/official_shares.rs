//! How much of the carriage between China and Europe crosses Kazakhstan: officials say 80–85 %,
//! China Railway counts 50 %. Which of the two does the model support?
//!
//! ```text
//! cargo run --release --example official_shares
//! cargo run --release --example official_shares -- --year 2021 --format json
//! ```
//!
//! Prints each published share with its definition and source, then the model's: of all pairs of
//! Chinese and European ends of corridors, the share whose best overland route crosses Kazakhstan,
//! or leaves China for each neighbour, by all four objectives, by rail and by rail and road; to the
//! EU, to Russia, and both by their published TEU. Exit code 0: answered; 1: no way; 2: bad input.

mod common;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::process::ExitCode;

use clap::Parser;
use common::{Outcome, Output, Question, Result, grouped, table};
use landbridge::{
    CostModel, Demand, Grid, Link, Metric, Mode, Network, Objective, PlaceId, Scenario, Selection, Target,
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

type Row = HashMap<String, String>;
/// From "on every best route" to "on some best route", which differ where routes tie.
type Range = Option<(f64, f64)>;

struct Found {
    to: &'static str,
    by: &'static str,
    objective: Objective,
    /// Through Kazakhstan; over the borders to Kazakhstan, Mongolia, Russia.
    through: Vec<Range>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = arguments.question.load()?;
    let asked = arguments.question.scenario(&network)?;
    let member = |row: &Row| row["groups"].split(';').any(|group| group == "EU");
    let eu = rows(COUNTRIES).filter(member).map(|row| row["country"].clone()).collect::<Vec<_>>();
    let regions = [eu, vec!["RU".to_owned()]];
    let weights = regions.each_ref().map(|codes| published_flow(&network, codes));
    let pairs = regions.each_ref().map(|codes| pairs(&network, codes));
    let hubs = hubs(&network).iter().map(|hub| network.select(hub)).collect::<std::result::Result<Vec<_>, _>>()?;
    let mut found = Vec::new();
    for (roads, objective) in [false, true].into_iter().flat_map(|roads| Objective::ALL.map(|one| (roads, one))) {
        let metric = network.metric(&overland(&network, &asked, roads), &CostModel::new(objective))?;
        let by = if roads { "rail and road" } else { "rail" };
        let [eu, russia] = pairs.each_ref().map(|pairs| shares(&metric, &hubs, pairs));
        let both = eu.iter().zip(&russia).map(|(&eu, &russia)| mean(weights, [eu, russia])).collect();
        let regions = [("EU", eu), ("Russia", russia), ("both, by TEU", both)];
        found.extend(regions.map(|(to, through)| Found { to, by, objective, through }));
    }
    found.sort_by_key(|one| ["EU", "Russia"].iter().position(|to| *to == one.to).unwrap_or(2));
    let (published, model) = (published(), grid(&found));
    let counts = pairs.each_ref().map(Vec::len);
    let findings = [verdict(&published, &found, true), verdict(&published, &found, false), caveat(counts, &found)];
    let words = format!("{}\n{}\n{}\n", table(&published), grouped(&model), findings.join("\n"));
    let answer = json!({"published": cells(&published), "model": cells(&model), "findings": findings});
    arguments.output.put(&words, &answer, &[&model, &published])?;
    let answered = found.iter().any(|one| one.through[0].is_some());
    Ok(if answered { Outcome::Answered } else { Outcome::NoWay })
}

fn rows(text: &str) -> impl Iterator<Item = Row> {
    csv::Reader::from_reader(text.as_bytes()).into_deserialize().map_while(std::result::Result::ok)
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

fn lies(network: &Network, place: PlaceId, codes: &[String]) -> bool {
    network[place].country.is_some_and(|country| codes.iter().any(|code| code == country.code()))
}

/// TEU a year from China to some countries.
fn published_flow(network: &Network, to: &[String]) -> f64 {
    let (all, china) = (Demand::bundled(network), ["CN".to_owned()]);
    let here = all.flows().iter().filter(|flow| lies(network, flow.from, &china) && lies(network, flow.to, to));
    here.map(|flow| flow.weight).sum()
}

/// Each Chinese end of a corridor with each end in some countries.
fn pairs(network: &Network, to: &[String]) -> Vec<(PlaceId, PlaceId)> {
    let ends = |codes: &[String]| -> BTreeSet<PlaceId> {
        let all = network.corridors().flat_map(|(_, one)| [one.origin, one.destination]);
        all.filter(|&end| lies(network, end, codes)).collect()
    };
    let (from, to) = (ends(&["CN".to_owned()]), ends(to));
    from.into_iter().flat_map(|from| to.iter().map(move |&to| (from, to))).collect()
}

/// Kazakhstan, then the links from China to Kazakhstan, Mongolia and Russia.
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

/// Of the pairs with a way, the share whose best routes pass through each hub.
fn shares(metric: &Metric<'_>, hubs: &[Selection], pairs: &[(PlaceId, PlaceId)]) -> Vec<Range> {
    let network = metric.network();
    let closed: Vec<Metric<'_>> = hubs.iter().map(|hub| metric.closing(hub)).collect();
    let (mut joined, mut sums) = (0.0, vec![(0.0, 0.0); hubs.len()]);
    for one in pairs.chunk_by(|a, b| a.0 == b.0) {
        let trees: Vec<_> = closed.iter().map(|closed| closed.from(one[0].0)).collect();
        for &(from, to) in one {
            let Some(ties) = metric.ties(from, to) else { continue };
            joined += 1.0;
            let links = ties.links();
            for ((sum, hub), tree) in sums.iter_mut().zip(hubs).zip(&trees) {
                sum.0 += f64::from(u8::from(tree.cost(to) > ties.cost()));
                sum.1 += f64::from(u8::from(links.iter().any(|&link| hub.closes_link(network, link))));
            }
        }
    }
    sums.into_iter().map(|(every, some)| (joined > 0.0).then(|| (every / joined, some / joined))).collect()
}

fn mean([a, b]: [f64; 2], [x, y]: [Range; 2]) -> Range {
    let ((x0, x1), (y0, y1)) = (x?, y?);
    (a + b > 0.0).then(|| ((a * x0 + b * y0) / (a + b), (a * x1 + b * y1) / (a + b)))
}

fn percent(range: Range) -> String {
    match range.map(|(every, some)| (100.0 * every, 100.0 * some)) {
        None => "–".to_owned(),
        Some((every, some)) if some - every < 0.5 => format!("{every:.0} %"),
        Some((every, some)) => format!("{every:.0}–{some:.0} %"),
    }
}

fn grid(found: &[Found]) -> Grid {
    let mut grid =
        Grid::new(["to", "by", "objective", "crosses KZ", "leaves for KZ", "for Mongolia", "for Russia", "rests on"]);
    for one in found {
        let mut row = vec![one.to.to_owned(), one.by.to_owned(), one.objective.to_string()];
        row.extend(one.through.iter().map(|&range| percent(range)));
        // how carriage divides among cities is nowhere published
        row.push("assumed".to_owned());
        grid.push(row);
    }
    grid
}

fn cells(grid: &Grid) -> Vec<BTreeMap<&'static str, &String>> {
    grid.rows.iter().map(|row| grid.header.iter().copied().zip(row).collect()).collect()
}

/// One published definition beside the model's range over the objectives, by rail.
fn verdict(published: &Grid, found: &[Found], officials: bool) -> String {
    let (word, to, hub, definition) = if officials {
        let definition = "Of carriage by rail between China and the EU, crossing Kazakhstan (the officials' words)";
        ("overland", "EU", 0, definition)
    } else {
        let definition = "Of trains from China to the EU and Russia, leaving over the border with Kazakhstan (China Railway's count)";
        ("trains", "both, by TEU", 1, definition)
    };
    let of_kind = published.rows.iter().filter(|row| row[2].contains(word));
    let figures: Vec<f64> = of_kind.filter_map(|row| row[0].trim_end_matches(" %").parse().ok()).collect();
    let ranges = found.iter().filter(|one| one.to == to && one.by == "rail").filter_map(|one| one.through[hub]);
    let Some((least, most)) = ranges.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1))) else {
        return format!("{definition}: the model has no way to compare.");
    };
    let gap = |figure: &f64| (100.0 * least - figure).max(figure - 100.0 * most).max(0.0);
    let (near, far) = figures.iter().map(gap).fold((f64::INFINITY, 0.0_f64), |(a, b), gap| (a.min(gap), b.max(gap)));
    let told: Vec<String> = figures.iter().map(|figure| format!("{figure:.0} %")).collect();
    let model = percent(Some((least, most)));
    format!("{definition}: published {}, the model {model}, {near:.0} to {far:.0} points apart.", told.join(" and "))
}

fn caveat([eu, russia]: [usize; 2], found: &[Found]) -> String {
    let mongolia = found.iter().filter(|one| one.by == "rail").filter_map(|one| one.through[2]);
    let most = mongolia.map(|range| range.1).fold(0.0, f64::max);
    format!(
        "The two count different destinations, so that one does not refute the other. All {eu} pairs to the EU weigh the same, and all {russia} to Russia: how carriage divides among cities, and trains to Central Asia, are not in it. The model sends at most {:.0} % over Mongolia, beside the centre's share in the note above: there it does not follow the count.",
        100.0 * most,
    )
}
