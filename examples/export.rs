//! The whole network for a map or another tool: what does it hold, and where does it lie?
//!
//! ```text
//! cargo run --release --example export -- --format geojson --out network.geojson
//! cargo run --release --example export -- --format graphml --year 2030 --out network.graphml
//! ```
//!
//! `geojson`: places and links with their attributes, for QGIS, kepler.gl or geojson.io; `graphml`:
//! places and links for NetworkX, igraph or Gephi; `csv`: the links, one a row. With `--year`, only
//! the links in use in that year. Exit code 0: written; 2: bad input.

mod common;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use common::{Outcome, Result, put};
use landbridge::Network;

/// The whole network as GeoJSON, GraphML or CSV.
#[derive(Parser)]
struct Arguments {
    /// The form of the output.
    #[arg(long, value_enum, default_value_t = Format::Geojson)]
    format: Format,
    /// Only links in use in this year; all links of all years when not given.
    #[arg(long)]
    year: Option<u16>,
    /// Your own tables in place of the bundled network.
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
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = match &arguments.network {
        Some(directory) => Network::from_dir(directory)?,
        None => Network::bundled(),
    };
    let text = match arguments.format {
        Format::Geojson => network.to_geojson(arguments.year) + "\n",
        Format::Graphml => network.to_graphml(arguments.year),
        Format::Csv => network.link_grid(arguments.year).to_csv(),
    };
    put(&text, arguments.out.as_deref())?;
    Ok(Outcome::Answered)
}
