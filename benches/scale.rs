//! How time and memory grow with the network: a table of Markdown.
//!
//! ```text
//! cargo bench --bench scale                         10^3 to 10^6 links
//! cargo bench --bench scale -- 1000000 10000000     these numbers of links
//! ```
//!
//! Each stage is a process of its own, so that its greatest memory is its own (read from
//! `/proc/self/status`; a dash elsewhere).

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "figures of a table"
)]

mod common;

use std::fmt::Write as _;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufReader, BufWriter};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use landbridge::{CostModel, Network, PlaceId, Scenario, Target};

const STAGES: [&str; 3] = ["build", "csv", "binary"];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match &arguments[..] {
        [stage, links, directory] if STAGES.contains(&stage.as_str()) => {
            print!("{}", run(stage, links.parse().unwrap(), Path::new(directory)));
        }
        sizes => {
            let sizes: Vec<&str> = sizes.iter().map(String::as_str).collect();
            grow(if sizes.is_empty() { &["1000", "10000", "100000", "1000000"] } else { &sizes });
        }
    }
}

fn grow(sizes: &[&str]) {
    let program = std::env::current_exe().unwrap();
    println!(
        "| links | places | build ms | peak B/link | CSV MB | load CSV ms | M links/s | peak B/link | binary MB | load binary ms | M links/s | peak B/link | metric ms | one-to-all ms | one-to-one ms | close a country, 20 pairs ms | hierarchy ms | its arcs a link | takes on a metric ms | closes a country ms | query µs | to all ms |"
    );
    println!("|{}", "---|".repeat(22));
    for links in sizes {
        let there = tempfile::tempdir().unwrap();
        let mut row = String::new();
        for stage in STAGES {
            let output = Command::new(&program).args([stage, links]).arg(there.path()).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            row += &String::from_utf8(output.stdout).unwrap();
        }
        println!("{row}|");
    }
}

fn run(stage: &str, links: usize, directory: &Path) -> String {
    match stage {
        "build" => build(links, directory),
        "csv" => load_csv(directory),
        _ => load_binary(directory),
    }
}

fn build(links: usize, directory: &Path) -> String {
    let side = (links as f64 / 1.8).sqrt().round() as usize;
    let rows = common::geographic_rows(side);
    let begun = Instant::now();
    let network = rows.build().unwrap();
    let took = ms(begun);
    let text = format!("| {} | {} | {took:.0} | {} ", network.links().len(), network.places().len(), peak(&network));
    network.write_binary(BufWriter::new(File::create(directory.join("network")).unwrap())).unwrap();
    let mut table = String::from("node_id,name,country,x_coord,y_coord\n");
    for (_, place) in network.places() {
        let country = place.country.map_or(String::new(), String::from);
        writeln!(table, "{},{},{country},{},{}", place.id, place.name, place.point.x(), place.point.y()).unwrap();
    }
    std::fs::write(directory.join("node.csv"), &table).unwrap();
    table = String::from("link_id,from_node_id,to_node_id,directed,mode,length_km\n");
    for (_, link) in network.links() {
        let [from, to] = [link.from, link.to].map(|place| &network[place].id);
        writeln!(table, "{},{from},{to},0,{},{}", link.id, link.mode, link.length.as_km()).unwrap();
    }
    std::fs::write(directory.join("link.csv"), &table).unwrap();
    text
}

fn load_csv(directory: &Path) -> String {
    let size: u64 = ["node.csv", "link.csv"].iter().map(|name| directory.join(name).metadata().unwrap().len()).sum();
    let begun = Instant::now();
    let network = Network::from_dir(directory).unwrap();
    loaded(size, ms(begun), &network)
}

fn loaded(size: u64, took: f64, network: &Network) -> String {
    let rate = network.links().len() as f64 / took / 1e3;
    format!("| {:.1} | {took:.0} | {rate:.2} | {} ", size as f64 / 1e6, peak(network))
}

fn load_binary(directory: &Path) -> String {
    let file = directory.join("network");
    let size = file.metadata().unwrap().len();
    let begun = Instant::now();
    let network = Network::from_binary(BufReader::new(File::open(file).unwrap())).unwrap();
    let mut text = loaded(size, ms(begun), &network);
    let begun = Instant::now();
    let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
    write!(text, "| {:.1} ", ms(begun)).unwrap();
    let places: Vec<PlaceId> = network.places().map(|(id, _)| id).collect();
    let mut state = 1_usize;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        places[(state >> 33) % places.len()]
    };
    write!(text, "| {:.2} ", median(5, || drop(metric.from(draw())))).unwrap();
    write!(text, "| {:.2} ", median(21, || drop(metric.shortest(draw(), draw())))).unwrap();
    let origin = draw();
    let pairs: Vec<_> = (0..20).map(|_| (origin, draw())).collect();
    let kazakhstan: Target = "country:KZ".parse().unwrap();
    let sweep = network.sweep().pairs(pairs).closing(std::slice::from_ref(&kazakhstan)).ready().unwrap();
    write!(text, "| {:.1} ", median(3, || drop(sweep.unit(0)))).unwrap();
    let begun = Instant::now();
    let hierarchy = network.hierarchy();
    let (took, arcs) = (ms(begun), hierarchy.arcs() as f64 / network.links().len() as f64);
    write!(text, "| {took:.0} | {arcs:.2} ").unwrap();
    write!(text, "| {:.2} ", median(5, || drop(hierarchy.customize(&metric)))).unwrap();
    let (mut quick, mut costs) = (hierarchy.customize(&metric), Vec::new());
    let closed = metric.closing(&network.select(&[kazakhstan]).unwrap());
    write!(text, "| {:.2} ", median(1, || quick.recustomize(&closed))).unwrap();
    quick.recustomize(&metric);
    write!(text, "| {:.2} ", 1e3 * median(10_001, || _ = black_box(quick.cost(draw(), draw())))).unwrap();
    let mut reached = quick.from(origin);
    let sweep = median(5, || {
        reached.restart(draw());
        reached.costs_into(&mut costs);
    });
    write!(text, "| {sweep:.2} ").unwrap();
    text
}

fn median(rounds: usize, mut task: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..rounds)
        .map(|_| {
            let begun = Instant::now();
            task();
            ms(begun)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[rounds / 2]
}

fn ms(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e3
}

/// The greatest memory of this process so far, in bytes a link.
fn peak(network: &Network) -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kib.map_or("–".to_owned(), |kib| format!("{:.0}", kib * 1024.0 / network.links().len() as f64))
}
