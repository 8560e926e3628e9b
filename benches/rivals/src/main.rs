//! The same work on the same networks with landbridge and with others, and tables of Markdown.
//!
//! ```text
//! just rivals DIR             fetches the world's networks into DIR first
//! cargo run --release --manifest-path benches/rivals/Cargo.toml -- NETWORK…
//! cargo run --release --manifest-path benches/rivals/Cargo.toml -- --generate PLACES NETWORK
//! ```
//!
//! A network is a directory that `fetch_world.py` or `--generate` made. Each contender runs in a process of its own, so
//! that its greatest memory is its own, and on one thread, whose processor time is what is measured. All
//! answers must agree, or the table is not printed. rust_road_router takes part where `ROAD_ROUTER` names the
//! program that `road_router/build` makes.

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

mod contenders;
mod generate;
mod told;
mod world;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use contenders::CONTENDERS;
use world::World;

/// What is measured, and in what.
const COLUMNS: [&str; 12] = [
    "order s",
    "hierarchy arcs",
    "build ms",
    "customize ms",
    "close KZ ms",
    "query µs",
    "one-to-all ms",
    "1,000 × 1,000 s",
    "all countries s",
    "on two threads s",
    "engine MB",
    "peak MB",
];

/// Beside whom the others are put.
const BASE: &str = "RoutingKit";

/// Who sits out networks with more than so many links: they would take hours.
const SLOW: [&str; 2] = ["fast_paths", "pathfinding dijkstra"];
const MANY: usize = 2_000_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments[..] {
        [flag, contender, network] if flag == "--contender" => {
            let run = CONTENDERS.iter().find(|(name, _)| name == contender).expect("a contender of the list").1;
            // what works on all cores elsewhere has one here
            let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
            pool.install(|| {
                let world = World::read(Path::new(network));
                if world.links.len() > MANY && SLOW.contains(&contender.as_str()) {
                    println!("\nabsent\tthe network has more than {MANY} links");
                    return;
                }
                run(&world);
                told::peak();
            });
            ExitCode::SUCCESS
        }
        [flag, places, network] if flag == "--generate" => {
            let places = places.parse().expect("a number of places");
            generate::generate(places, Path::new(network)).expect("a writable directory");
            ExitCode::SUCCESS
        }
        [] => {
            eprintln!("usage: rivals NETWORK… | rivals --generate PLACES NETWORK");
            ExitCode::from(2)
        }
        networks => {
            let all_agree = networks.iter().fold(true, |agree, network| compare(network) && agree);
            if all_agree { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
    }
}

/// What one contender printed: figures by column, answers by question.
#[derive(Default)]
struct Outcome {
    figures: BTreeMap<String, f64>,
    answers: BTreeMap<String, String>,
    /// Why it did nothing.
    absent: Option<String>,
}

fn compare(network: &str) -> bool {
    World::read(Path::new(network)).keep();
    let mut outcomes = Vec::new();
    for (name, _) in CONTENDERS {
        eprintln!("{network}: {name}");
        match run(name, network) {
            Ok(outcome) => outcomes.push((name, outcome)),
            Err(fault) => eprintln!("{network}: {name} failed: {fault}"),
        }
    }
    let mut agreed: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for (name, outcome) in &outcomes {
        for (question, answer) in &outcome.answers {
            let (first, known) = agreed.entry(question).or_insert((name, answer));
            if known != answer {
                eprintln!("{network}: {name} answers \"{question}\" with {answer}, {first} with {known}");
                return false;
            }
        }
    }
    println!("\n### {network}\n");
    print_table(&outcomes, |_, value| figure(value));
    if let Some((_, base)) = outcomes.iter().find(|(name, _)| *name == BASE) {
        println!("\nShares of what {BASE} takes:\n");
        print_table(&outcomes, |column, value| {
            base.figures.get(column).map_or("–".to_owned(), |base| figure(value / base))
        });
    }
    for (name, outcome) in &outcomes {
        if let Some(reason) = &outcome.absent {
            println!("\n{name} was not asked: {reason}.");
        }
    }
    outcomes.len() == CONTENDERS.len()
}

fn run(name: &str, network: &str) -> Result<Outcome, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new(program).args(["--contender", name, network]).stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(output.status.to_string());
    }
    let mut outcome = Outcome::default();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        match line.split('\t').collect::<Vec<_>>()[..] {
            ["figure", column, value] => {
                let value = value.parse().map_err(|_| line.to_owned())?;
                // of the greatest memory, what it was before the sweep
                outcome.figures.entry(column.to_owned()).or_insert(value);
            }
            ["answer", question, answer] => _ = outcome.answers.insert(question.to_owned(), answer.to_owned()),
            ["absent", reason] => outcome.absent = Some(reason.to_owned()),
            // what the C++ of a contender says
            _ => {}
        }
    }
    Ok(outcome)
}

fn print_table(outcomes: &[(&str, Outcome)], show: impl Fn(&str, f64) -> String) {
    println!("| | {} |", COLUMNS.join(" | "));
    println!("|---|{}", "---|".repeat(COLUMNS.len()));
    for (name, outcome) in outcomes.iter().filter(|(_, outcome)| outcome.absent.is_none()) {
        let cells =
            COLUMNS.map(|column| outcome.figures.get(column).map_or("–".to_owned(), |&value| show(column, value)));
        println!("| {name} | {} |", cells.join(" | "));
    }
}

fn figure(value: f64) -> String {
    match value {
        _ if value >= 1000.0 => format!("{value:.0}"),
        _ if value >= 10.0 => format!("{value:.1}"),
        _ if value >= 0.1 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    }
}
