//! Does my own network hold together, and how much of it depends on a hub?
//!
//! ```text
//! cargo run --release --example own_network -- --tables docs/tutorial --hub KZ
//! cargo run --release --example own_network -- --geojson lines.geojson --fill link.mode=rail --fill node.country=KZ
//! cargo run --release --example own_network -- --graphml net.graphml --table transfer.csv --save tables
//! ```
//!
//! Prints what it holds and, where it has corridors, their dependence on the hub. `--save` writes the
//! tables that others take with `--network`. Exit code 0: answered; 1: no way; 2: bad input, line by line.

mod common;

use std::fs::File;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use common::{Outcome, Output, Result, plain, put_all, table};
use landbridge::{Dependence, Grid, Import, Mode, Network};
use serde_json::json;

/// A network of your own from any mix of tables, GeoJSON, GraphML and GMNS, checked. A property goes
/// by the name of its column (`mode`, `length_km`, …), unless --rename or --fill say otherwise.
#[derive(Parser)]
struct Arguments {
    /// A directory of tables: node.csv, link.csv, and others if there are any.
    #[arg(long, value_name = "DIR", required_unless_present_any = ["table", "geojson", "graphml", "gmns"])]
    tables: Option<PathBuf>,
    /// One table, called by its name (transfer.csv, corridor.csv, …); may be repeated.
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
    common::exit(|| run(&Arguments::parse()))
}

fn read(arguments: &Arguments) -> Result<Network> {
    let open = |path: &PathBuf| -> Result<(String, File)> {
        let file = File::open(path).map_err(|error| format!("{}: {}", path.display(), plain(&error)))?;
        Ok((path.display().to_string(), file))
    };
    let mut import = arguments.tables.iter().fold(Import::new(), Import::dir);
    import = arguments.gmns.iter().fold(import, Import::gmns);
    for (name, file) in arguments.geojson.iter().map(open).collect::<Result<Vec<_>>>()? {
        import = import.geojson(&name, file);
    }
    for (name, file) in arguments.graphml.iter().map(open).collect::<Result<Vec<_>>>()? {
        import = import.graphml(&name, file);
    }
    for path in &arguments.table {
        import = import.table(&path.file_name().unwrap_or_default().to_string_lossy(), open(path)?.1);
    }
    import = arguments.rename.iter().fold(import, |import, [table, from, to]| import.rename(table, from, to));
    import = arguments.fill.iter().fold(import, |import, [table, column, value]| import.fill(table, column, value));
    Ok(if arguments.measure { import.measure_lengths() } else { import }.build()?)
}

fn run(arguments: &Arguments) -> Result<Outcome> {
    let network = read(arguments)?;
    if let Some(directory) = &arguments.save {
        let tables = network.tables();
        put_all(tables.iter().map(|(name, grid)| (format!("{name}.csv"), grid.to_csv())), directory)?;
    }
    let mut holds = Grid::new(["what", "number", "km"]);
    let mut hold = |what: &str, number: usize, km: String| holds.push(vec![what.to_owned(), number.to_string(), km]);
    hold("places", network.places().len(), String::new());
    for (mode, word) in Mode::ALL {
        let lengths = network.links().filter(|(_, link)| link.mode == mode).map(|(_, link)| link.length.as_km());
        if let (count @ 1.., km) = lengths.fold((0, 0.0), |(count, km), length| (count + 1, km + length)) {
            hold(&format!("{word} links"), count, format!("{km:.0}"));
        }
    }
    hold("corridors", network.corridors().len(), String::new());
    if arguments.hub.is_empty() || network.corridors().len() == 0 {
        let missing =
            if network.corridors().len() == 0 { "corridor.csv, corridor_link.csv and --hub" } else { "--hub" };
        let words = table(&holds) + "\nfor what depends on a hub, add " + missing + "\n";
        arguments.output.put(&words, &json!({"network": holds.rows}), &[&holds])?;
        return Ok(Outcome::Answered);
    }
    let query = Dependence::on(&network);
    let report = arguments.hub.iter().try_fold(query, |all, hub| network.target(hub).map(|hub| all.hub(hub)))?.run()?;
    let words = table(&holds) + "\n" + &table(&report.grid()) + "\n" + &report.findings().join("\n") + "\n";
    arguments.output.put(&words, &report.to_json(), &[&report.grid()])?;
    Ok(if report.rows.iter().all(|row| row.verdict.is_none()) { Outcome::NoWay } else { Outcome::Answered })
}
