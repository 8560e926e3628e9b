//! Costs of one's own: a toll for each hundred kilometres begun, and the same with a fault in it.

use landbridge::{ArcId, Cost, CostModel, Network, Scenario};

/// Ten for each hundred kilometres that are begun.
#[must_use]
pub fn toll(network: &Network, scenario: &Scenario, arc: ArcId) -> Cost {
    let metric = network.metric(scenario, &CostModel::distance()).expect("distances are all there");
    metric.cost(arc).finite().map_or(Cost::INFINITE, |metres| Cost::new(metres.div_ceil(100_000) * 10))
}

/// The same, but who looks the length up in the network forgets what is closed.
#[must_use]
pub fn toll_that_forgets(network: &Network, _: &Scenario, arc: ArcId) -> Cost {
    toll(network, &Scenario::default(), arc)
}
