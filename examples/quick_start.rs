//! How long does a box take from Xi'an to Duisburg when one country or passage closes? The ten lines
//! of the README.
//!
//! ```text
//! cargo run --release --example quick_start
//! ```
//!
//! Prints a line for each closure: hours, and the countries on the way. Exit code 0: answered.

use landbridge::{CostModel, Network, Scenario};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let network = Network::bundled();
    let (from, to) = (network.place("Xi'an")?, network.place("Duisburg")?);
    for closed in ["passage:suez", "Kazakhstan", "Russia"] {
        let scenario = Scenario::default().closing(network.target(closed)?);
        let route = network.metric(&scenario, &CostModel::time())?.shortest(from, to).ok_or("no way")?;
        let through: Vec<String> = route.countries().into_iter().map(String::from).collect();
        println!("without {closed}: {:.0} h through {}", route.time().as_hours(), through.join(" "));
    }
    Ok(())
}
