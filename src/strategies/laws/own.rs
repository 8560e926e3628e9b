//! Laws for a network and a cost of one's own.

use proptest::prelude::*;

use super::closing::arcs;
use super::{Law, unexpected};
use crate::cost::{Cost, CostModel, Metric};
use crate::network::{ArcId, Network};
use crate::redundancy::LinkOrTransfer;
use crate::scenario::{Scenario, Target};

/// From every place there is a way to every other. Not every network means to be so: it is a law for one
/// that does, and what is wrong with it is told as the cut.
///
/// # Complexity
/// O(P) searches of one place to all.
///
/// # Errors
/// When a place cannot be reached from another: both, and what would have to open.
///
/// ```
/// use landbridge::{CostModel, Network, Scenario, strategies::laws};
/// let network = Network::from_dir("tests/fixtures/small").unwrap();
/// let island = Scenario::default().closing(network.target("passage:caspian")?);
/// let metric = network.metric(&island, &CostModel::time())?;
/// assert!(laws::every_place_is_reached(&metric).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn every_place_is_reached(metric: &Metric<'_>) -> Law {
    let network = metric.network();
    for (from, row) in network.places() {
        let all = metric.from(from);
        let Some((to, lost)) = network.places().find(|&(to, _)| all.cost(to) == Cost::INFINITE) else { continue };
        let members = metric.why_no_way(from, to).map(|cut| cut.members).unwrap_or_default();
        let closed: Vec<&str> = members
            .iter()
            .map(|one| match one.member {
                LinkOrTransfer::Link(link) => network[link].id.as_str(),
                LinkOrTransfer::Transfer(transfer) => network[transfer].id.as_str(),
            })
            .collect();
        let why = if closed.is_empty() { "nothing leads there".to_owned() } else { closed.join(", ") + " closed" };
        return Err(TestCaseError::fail(format!("there is no way from `{}` to `{}`: {why}", row.id, lost.id)));
    }
    Ok(())
}

/// A cost of one's own, for each arc of a network under a scenario, is one that the searches of this crate
/// could use: the same when asked twice, infinite for what is closed and for nothing else, never lower when
/// `target` closes or is delayed, and so small that no route can overflow.
///
/// # Complexity
/// O(arcs) questions to `cost`.
///
/// # Errors
/// When it is none: the arc, and how.
///
/// ```
/// use landbridge::strategies::laws;
/// use landbridge::{ArcId, Cost, CostModel, Network, Scenario, Target};
/// let network = Network::bundled();
/// let doubled = |network: &Network, scenario: &Scenario, arc: ArcId| {
///     let cost = network.metric(scenario, &CostModel::distance()).unwrap().cost(arc);
///     cost.finite().map_or(Cost::INFINITE, |metres| Cost::new(2 * metres))
/// };
/// let small = Network::from_dir("tests/fixtures/small").unwrap();
/// laws::a_cost_is_lawful(&small, &Scenario::default(), &small.target("mode:sea")?, doubled).unwrap();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn a_cost_is_lawful(
    network: &Network,
    scenario: &Scenario,
    target: &Target,
    cost: impl Fn(&Network, &Scenario, ArcId) -> Cost,
) -> Law {
    let distance = |scenario| network.metric(scenario, &CostModel::distance()).map_err(unexpected);
    let closed = scenario.clone().closing(target.clone());
    let (open, shut) = (distance(scenario)?, distance(&closed)?);
    let late = scenario.clone().delaying(target.clone(), 24.0);
    // some targets are never entered: a delay there is refused
    let delayed = network.metric(&late, &CostModel::distance()).is_ok();
    let mut sum = Cost::ZERO;
    for (arc, step) in arcs(network) {
        let own = cost(network, scenario, arc);
        prop_assert_eq!(own, cost(network, scenario, arc), "asked twice: {:?}", step);
        prop_assert_eq!(own == Cost::INFINITE, open.cost(arc) == Cost::INFINITE, "closed or not: {:?}", step);
        let later = cost(network, &closed, arc);
        prop_assert_eq!(later == Cost::INFINITE, shut.cost(arc) == Cost::INFINITE, "`{}` closed: {:?}", target, step);
        prop_assert!(own <= later, "cheaper when `{}` closes: {:?}", target, step);
        prop_assert!(!delayed || own <= cost(network, &late, arc), "cheaper when `{}` is late: {:?}", target, step);
        let total = own.finite().unwrap_or(0).checked_add(sum.finite().unwrap_or(0)).map(Cost::new);
        prop_assert!(total.is_some_and(|total| total < Cost::INFINITE), "the sum overflows: {:?}", step);
        sum = total.unwrap_or(sum);
    }
    Ok(())
}
