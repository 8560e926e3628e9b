//! What happens to every corridor when countries and straits close, in any combination? See for yourself.
//!
//! ```text
//! cargo run --release --features rayon --example atlas
//! cargo run --release --example atlas -- --out /tmp/atlas.html
//! cargo run --release --example atlas -- --format json --years 2026..2026 --closures 2 --out -
//! ```
//!
//! Writes one HTML file that needs no server and no network: a map, a table, a heat map and a chart,
//! for every year from 1990 to 2035 and every objective. The program computes all ways that a
//! closure may need; the page only looks them up. Exit code 0: written; 2: bad input.

mod common;
#[path = "common/land.rs"]
mod land;
#[path = "common/progress.rs"]
mod progress;

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use common::{Outcome, Result, load, put};
use data_encoding::BASE64;
use landbridge::Network;
use landbridge::report::{Atlas, AtlasJson};

/// An atlas of closures as one HTML file.
#[derive(Parser)]
struct Arguments {
    /// The years, FROM..TO.
    #[arg(long, value_name = "YEARS", default_value = "1990..2035", value_parser = years)]
    years: RangeInclusive<u16>,
    /// Hold every way that costs up to so many times the best, under any closure.
    #[arg(long, value_name = "RATIO", default_value_t = 1.25)]
    stretch: f64,
    /// And the best way under each closure of so many countries and passages, whatever it costs.
    #[arg(long, value_name = "NUMBER", default_value_t = 3)]
    closures: usize,
    /// Only this corridor, by id or name; may be repeated.
    #[arg(long, value_name = "ID")]
    corridor: Vec<String>,
    /// Your own network in place of the bundled one: a directory, or a binary file.
    #[arg(long, value_name = "DIR")]
    network: Option<PathBuf>,
    /// The page, or what it looks up (schema/atlas.json).
    #[arg(long, value_enum, default_value_t = Format::Html)]
    format: Format,
    /// Write to this file; `-` for the terminal.
    #[arg(long, value_name = "FILE", default_value = "atlas.html")]
    out: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Html,
    Json,
}

fn years(text: &str) -> std::result::Result<RangeInclusive<u16>, String> {
    let ends = text.split_once("..").and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    let ends = ends.filter(|(from, to)| 1800 <= *from && from <= to && *to <= 2200);
    ends.map(|(from, to)| from..=to).ok_or_else(|| "not FROM..TO, two years from 1800 to 2200".to_owned())
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = arguments.network.as_deref().map_or_else(|| Ok(Network::bundled()), load)?;
    if network.corridors().len() == 0 {
        return Err("this network has no corridors: add corridor.csv and corridor_link.csv".into());
    }
    let mut query = Atlas::of(&network).years(arguments.years.clone());
    query = query.stretch(arguments.stretch).closures(arguments.closures);
    for corridor in &arguments.corridor {
        query = query.corridor(network.corridor(corridor)?);
    }
    let atlas = query.ready()?;
    let chart: Vec<u16> = arguments.years.clone().filter(|year| year % 5 == 0).collect();
    let progress = progress::Progress::new((atlas.len() + 2 * chart.len()) as u64);
    let together = if cfg!(feature = "rayon") { 4 * std::thread::available_parallelism()?.get() } else { 1 };
    let (mut pools, mut powers) = (Vec::new(), Vec::new());
    for first in (0..atlas.len()).step_by(together) {
        pools.extend(atlas.several(first..atlas.len().min(first + together))?.into_iter().inspect(|_| progress.step()));
    }
    // by time and by money
    for (year, model) in chart.into_iter().flat_map(|year| [(year, 1), (year, 2)]) {
        powers.push(atlas.powers(year, model)?);
        progress.step();
    }
    drop(progress);
    let json = atlas.to_json(&pools, &land::outlines()?, powers);
    let text = match arguments.format {
        Format::Html => page(&json, arguments.network.is_some())?,
        Format::Json => serde_json::to_string(&json)? + "\n",
    };
    put(&text, Some(arguments.out.as_path()).filter(|out| *out != Path::new("-")))?;
    Ok(Outcome::Answered)
}

/// The page with everything in it. The data stand there packed, so that no name can become markup.
fn page(json: &AtlasJson, own: bool) -> Result<String> {
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&serde_json::to_vec(json)?, 9);
    let [ways, map] = [include_str!("atlas/ways.js"), include_str!("atlas/map.js")];
    let script = [ways, map, include_str!("atlas/tables.js"), include_str!("atlas/page.js")].concat();
    Ok(include_str!("atlas/page.html")
        .replace("/*style*/", include_str!("atlas/style.css"))
        .replace("/*script*/", &script)
        .replace("/*network*/", if own { " --network DIR" } else { "" })
        .replace("<!--data-->", &BASE64.encode(&packed)))
}
