//! The whole network for a map or another tool: what does it hold, and where does it lie?
//!
//! ```text
//! cargo run --release --example export -- --format geojson --out network.geojson
//! cargo run --release --example export -- --format graphml --year 2030 --out network.graphml
//! cargo run --release --example export -- --format binary --by-location --network tables --out n.landbridge
//! ```
//!
//! `geojson`: places and links with their attributes, for QGIS, kepler.gl or geojson.io; `graphml`:
//! places and links for NetworkX, igraph or Gephi; `csv`: the links, one a row; `binary`: everything,
//! for `--network` and `Network::from_binary`. With `--year`, only the links in use in that year. Exit code 0: written; 2: bad input.

mod common;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use common::{Outcome, Result, load, put};
use landbridge::Network;

/// The whole network as GeoJSON, GraphML, CSV or one compact file.
#[derive(Parser)]
struct Arguments {
    /// The form of the output.
    #[arg(long, value_enum, default_value_t = Format::Geojson)]
    format: Format,
    /// Only links in use in this year; all links of all years when not given.
    #[arg(long)]
    year: Option<u16>,
    /// Number the places along a curve over the map: a large network is searched faster.
    #[arg(long)]
    by_location: bool,
    /// Your own network in place of the bundled one: a directory of tables, or a binary file.
    #[arg(long, value_name = "DIR")]
    network: Option<PathBuf>,
    /// Write to this file instead of the terminal.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Geojson,
    Graphml,
    Csv,
    Binary,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = match &arguments.network {
        Some(path) => load(path)?,
        None => Network::bundled(),
    };
    let network = if arguments.by_location { network.numbered_by_location() } else { network };
    let text = match arguments.format {
        Format::Geojson => (network.to_geojson(arguments.year) + "\n").into_bytes(),
        Format::Graphml => network.to_graphml(arguments.year).into_bytes(),
        Format::Csv => network.link_grid(arguments.year).to_csv().into_bytes(),
        Format::Binary if arguments.year.is_some() => return Err("--format binary holds all years".into()),
        Format::Binary => {
            let mut bytes = Vec::new();
            network.write_binary(&mut bytes)?;
            bytes
        }
    };
    put(&text, arguments.out.as_deref())?;
    Ok(Outcome::Answered)
}
