//! Does my own network hold together, and how much of it depends on a hub?
//!
//! ```text
//! cargo run --release --example own_network -- --tables docs/tutorial --hub KZ
//! cargo run --release --example own_network -- --geojson lines.geojson --fill link.mode=rail --fill node.country=KZ
//! cargo run --release --example own_network -- --graphml net.graphml --table transfer.csv --save tables
//! ```
//!
//! Prints what the network holds and, where it has corridors, their dependence on the hub. `--save`
//! writes it as the tables that every other example takes with `--network`. Exit code 0: read, and
//! answered; 1: no corridor has a way; 2: bad input, each fault with its line.

mod common;

use std::fs::File;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use common::{Outcome, Output, Result, put, table};
use landbridge::{Dependence, Grid, Import, Mode, Network};
use serde_json::json;

/// A network of your own from any mix of tables, GeoJSON, GraphML and GMNS, checked. A property goes
/// by the name of its column (`mode`, `length_km`, …), unless --rename or --fill say otherwise.
#[derive(Parser)]
struct Arguments {
    /// A directory of tables: node.csv, link.csv, and others if there are any.
    #[arg(long, value_name = "DIR")]
    tables: Option<PathBuf>,
    /// One table of CSV, called by its name (transfer.csv, corridor.csv, …); may be repeated.
    #[arg(long, value_name = "FILE")]
    table: Vec<PathBuf>,
    /// GeoJSON: points are places, lines are links.
    #[arg(long, value_name = "FILE")]
    geojson: Option<PathBuf>,
    /// GraphML: nodes are places, edges are links.
    #[arg(long, value_name = "FILE")]
    graphml: Option<PathBuf>,
    /// A directory of GMNS.
    #[arg(long, value_name = "DIR")]
    gmns: Option<PathBuf>,
    /// Take a column by another name, such as `link.km=length_km`; may be repeated.
    #[arg(long, value_name = "TABLE.FROM=TO", value_parser = cell)]
    rename: Vec<[String; 3]>,
    /// Give a column a value wherever it has none, such as `link.mode=rail`; may be repeated.
    #[arg(long, value_name = "TABLE.COLUMN=VALUE", value_parser = cell)]
    fill: Vec<[String; 3]>,
    /// Take lengths that are not stated from the course of the lines.
    #[arg(long)]
    measure: bool,
    /// The hub; a country's code or name, or KIND:NAME. May be repeated.
    #[arg(long, value_name = "TARGET")]
    hub: Vec<String>,
    /// Write the network as tables into this new directory.
    #[arg(long, value_name = "DIR")]
    save: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

fn cell(text: &str) -> std::result::Result<[String; 3], String> {
    let parts = text.split_once('.').and_then(|(table, rest)| Some((table, rest.split_once('=')?)));
    let (table, (column, value)) = parts.ok_or("not of the form TABLE.COLUMN=VALUE")?;
    Ok([table, column, value].map(str::to_owned))
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    common::exit(|| run(&arguments))
}

fn read(arguments: &Arguments) -> Result<Network> {
    let open = |path: &PathBuf| -> Result<(String, File)> {
        let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok((path.display().to_string(), file))
    };
    let mut import = arguments.tables.iter().fold(Import::new(), Import::dir);
    import = arguments.gmns.iter().fold(import, Import::gmns);
    if let Some((name, file)) = arguments.geojson.as_ref().map(open).transpose()? {
        import = import.geojson(&name, file);
    }
    if let Some((name, file)) = arguments.graphml.as_ref().map(open).transpose()? {
        import = import.graphml(&name, file);
    }
    for path in &arguments.table {
        let (_, file) = open(path)?;
        import = import.table(&path.file_name().unwrap_or_default().to_string_lossy(), file);
    }
    import = arguments.rename.iter().fold(import, |import, [table, from, to]| import.rename(table, from, to));
    import = arguments.fill.iter().fold(import, |import, [table, column, value]| import.fill(table, column, value));
    Ok(if arguments.measure { import.measure_lengths() } else { import }.build()?)
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = read(arguments)?;
    if let Some(directory) = &arguments.save {
        std::fs::create_dir(directory).map_err(|error| format!("{}: {error}", directory.display()))?;
        for (name, grid) in network.tables() {
            put(&grid.to_csv(), Some(&directory.join(format!("{name}.csv"))))?;
        }
    }
    let mut holds = Grid::new(["what", "number", "km"]);
    let mut hold = |what: &str, number: usize, km: String| holds.push(vec![what.to_owned(), number.to_string(), km]);
    hold("places", network.places().len(), String::new());
    for (mode, word) in Mode::ALL {
        let lengths: Vec<f64> =
            network.links().filter(|(_, link)| link.mode == mode).map(|(_, link)| link.length.as_km()).collect();
        if !lengths.is_empty() {
            hold(&format!("{word} links"), lengths.len(), format!("{:.0}", lengths.iter().sum::<f64>()));
        }
    }
    hold("corridors", network.corridors().len(), String::new());
    if arguments.hub.is_empty() || network.corridors().len() == 0 {
        let next = "\nto see what depends on a hub, add corridor.csv and corridor_link.csv, and give --hub\n";
        arguments.output.put(&(table(&holds) + next), &json!({"network": holds.rows}), &[&holds])?;
        return Ok(Outcome::Answered);
    }
    let hubs = arguments.hub.iter().map(|hub| network.target(hub)).collect::<std::result::Result<Vec<_>, _>>()?;
    let report = hubs.into_iter().fold(Dependence::on(&network), Dependence::hub).run()?;
    let words = format!("{}\n{}\n{}\n", table(&holds), table(&report.grid()), report.findings().join("\n"));
    arguments.output.put(&words, &report.to_json(), &[&report.grid()])?;
    Ok(if report.rows.iter().any(|row| row.verdict.is_some()) { Outcome::Answered } else { Outcome::NoWay })
}
