//! The pictures of the README and the documents: maps, charts and a table of shades, as SVG.
//!
//! ```text
//! cargo run --release --example pictures
//! cargo run --release --example pictures -- --hub RU --out pictures-of-russia
//! cargo run --release --example pictures -- --only network,families,dependence
//! ```
//!
//! Writes each picture into the directory `docs/pictures`, or the one given: `network` (modes, gauges,
//! status), `families`, `line` and `dependence` (dependence on the hub, two scopes), `replacement` (a
//! route and the way round), `heat-map` (corridors by countries), `years`, `powers`. Exit code 0:
//! written; 2: bad input.

mod common;
#[path = "common/land.rs"]
mod land;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use common::{Outcome, Question, Result, plain, put};
use landbridge::report::{Map, MapScope, YearChart, YearJson};
use landbridge::{CorridorDependence, DependenceReport, Network, Powers};

/// Maps and charts as SVG.
#[derive(Parser)]
struct Arguments {
    /// The hub; repeat it for a set that closes together.
    #[arg(long, value_name = "TARGET", default_value = "country:KZ")]
    hub: Vec<String>,
    /// Only these pictures.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Picture>,
    #[command(flatten)]
    question: Question,
    /// The directory to write into.
    #[arg(long, value_name = "DIR", default_value = "docs/pictures")]
    out: PathBuf,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Picture {
    Network,
    Families,
    Line,
    Dependence,
    Replacement,
    HeatMap,
    Years,
    Powers,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = arguments.question.load()?;
    let query = arguments.question.dependence(&network, &arguments.hub, &[])?;
    let report = query.run()?;
    let land = land::outlines()?;
    std::fs::create_dir_all(&arguments.out)
        .map_err(|error| format!("{}: {}", arguments.out.display(), plain(&error)))?;
    for picture in Picture::value_variants() {
        // without corridors there is the network alone
        let whole = arguments.only.is_empty() && (!report.rows.is_empty() || *picture == Picture::Network);
        if !whole && !arguments.only.contains(picture) {
            continue;
        }
        let drawn = |map: Map<'_>| map.land(land.iter().map(|outline| outline.ring.clone())).to_svg();
        let svg = match picture {
            Picture::Network => drawn(network.map(report.year).title("The network by mode, gauge and status")),
            Picture::Families => drawn(network.family_map()),
            Picture::Line => drawn(report.map(MapScope::Line)),
            Picture::Dependence => drawn(report.map(MapScope::Network)),
            Picture::Replacement => match replacement(&report) {
                Some(map) => drawn(map),
                None if whole => continue,
                None => return Err("replacement: no corridor has a way without the hub".into()),
            },
            Picture::HeatMap => {
                let query = network.dependence_matrix().scenario(arguments.question.scenario(&network)?);
                let matrix = query.models(&[arguments.question.model()]).run()?;
                matrix.heat_map(&matrix.objectives[0])
            }
            Picture::Years => {
                let reports = query.years(1990..=2035)?;
                let years: Vec<YearJson> = reports.iter().map(|report| YearJson::new(report, None)).collect();
                let title = format!("Mean dependence of the corridors on {}", report.hub_name());
                YearChart::of_years(title, &years).below(below(arguments, &network)).lines()
            }
            Picture::Powers => powers(arguments, &network)?,
        };
        let name = picture.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        put(&svg, Some(&arguments.out.join(name + ".svg")))?;
    }
    Ok(Outcome::Answered)
}

fn below(arguments: &Arguments, network: &Network) -> String {
    format!("by {} · data {}", arguments.question.model().objective(), network.version())
}

/// Of the corridor whose way round is the dearest.
fn replacement<'n>(report: &DependenceReport<'n>) -> Option<Map<'n>> {
    let premium = |row: &&CorridorDependence<'_>| row.network.premium().unwrap_or_default();
    report.replacement_map(report.rows.iter().max_by(|a, b| premium(a).total_cmp(&premium(b)))?)
}

fn powers(arguments: &Arguments, network: &Network) -> Result<String> {
    let mut powers = Vec::new();
    for year in (1990..=2035).step_by(5) {
        let scenario = arguments.question.scenario(network)?.in_year(year);
        powers.push((year, Powers::on(network).scenario(scenario).model(arguments.question.model()).run()?.all()));
    }
    let title = "Power over the corridors: each country's share (Shapley value)";
    Ok(YearChart::of_powers(title, network, &powers).below(below(arguments, network)).areas())
}
