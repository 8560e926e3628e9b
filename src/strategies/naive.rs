//! The same answers by the most obvious means, slow and short: nothing here is shared with the
//! searches of the library but [`Network::topology`](crate::Network::topology) and
//! [`Metric::cost`].

use petgraph::Direction;
use petgraph::visit::EdgeRef;

use crate::cost::{Cost, Metric};
use crate::network::{ArcId, PlaceId};

/// The least cost from a place to each place, in order of the table: relaxes every arc until
/// nothing changes.
///
/// # Complexity
/// O(V · E) time.
///
/// ```
/// use landbridge::{CostModel, Network, Scenario, strategies::naive};
/// let network = Network::bundled();
/// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
/// let (aktau, baku) = (network.place("Aktau")?, network.place("Baku")?);
/// assert_eq!(naive::costs_from(&metric, aktau)[baku.index()], metric.from(aktau).cost(baku));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # References
/// Bellman 1958, [doi:10.1090/qam/102435](https://doi.org/10.1090/qam/102435)
#[must_use]
pub fn costs_from(metric: &Metric<'_>, origin: PlaceId) -> Vec<Cost> {
    let network = metric.network();
    let graph = network.topology();
    let mut least = vec![Cost::INFINITE; network.places().len()];
    if metric.is_closed(origin) {
        return least;
    }
    let start = |place: PlaceId| if place == origin { Cost::ZERO } else { Cost::INFINITE };
    let mut costs: Vec<Cost> = graph.node_weights().map(|stop| start(stop.place)).collect();
    let mut changed = true;
    while changed {
        changed = false;
        for edge in graph.edge_references() {
            let through = costs[edge.source().index()] + metric.cost(edge.id().into());
            let known = &mut costs[edge.target().index()];
            if through < *known {
                (*known, changed) = (through, true);
            }
        }
    }
    least[origin.index()] = Cost::ZERO;
    for (stop, cost) in graph.node_weights().zip(costs) {
        let place = &mut least[stop.place.index()];
        *place = cost.min(*place);
    }
    least
}

/// Every way between two places that visits no stop twice and ends as soon as it arrives, with its
/// cost; `None` when it takes more than `limit` steps to find them. Empty from a place to itself.
///
/// # Complexity
/// As many steps as there are ways and beginnings of ways: for small networks only.
///
/// ```
/// use landbridge::{CostModel, Network, Scenario, strategies::naive};
/// let network = Network::bundled();
/// let all = network.metric(&Scenario::default(), &CostModel::distance())?;
/// let (altynkol, khorgos) = (network.place("altynkol")?, network.place("khorgos")?);
/// let gate = network.link("rail-altynkol-khorgos")?;
/// let ways = naive::simple_ways(&all.within(|link| link == gate), altynkol, khorgos, 100).unwrap();
/// // from the track at hand, and from the other gauge over a transfer
/// assert_eq!(ways.iter().map(|(_, arcs)| arcs.len()).collect::<Vec<_>>(), [1, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn simple_ways(
    metric: &Metric<'_>,
    origin: PlaceId,
    destination: PlaceId,
    limit: usize,
) -> Option<Vec<(Cost, Vec<ArcId>)>> {
    let graph = metric.network().topology();
    let mut found = Vec::new();
    let mut steps = 0;
    if origin == destination || metric.is_closed(origin) || metric.is_closed(destination) {
        return Some(found);
    }
    for start in graph.node_indices().filter(|&stop| graph[stop].place == origin) {
        let mut unfinished = vec![(vec![start], Vec::new(), Cost::ZERO)];
        while let Some((stops, arcs, cost)) = unfinished.pop() {
            let here = stops[stops.len() - 1];
            if graph[here].place == destination {
                found.push((cost, arcs));
                continue;
            }
            steps += 1;
            if steps > limit {
                return None;
            }
            for edge in graph.edges_directed(here, Direction::Outgoing) {
                let step = metric.cost(edge.id().into());
                if step != Cost::INFINITE && !stops.contains(&edge.target()) {
                    let mut longer: (Vec<_>, Vec<ArcId>) = (stops.clone(), arcs.clone());
                    longer.0.push(edge.target());
                    longer.1.push(edge.id().into());
                    unfinished.push((longer.0, longer.1, cost + step));
                }
            }
        }
    }
    Some(found)
}

/// Whether there is a way when the arcs that `open` holds can be used, whatever they cost.
///
/// # Complexity
/// O(V · E) time.
///
/// ```
/// use landbridge::{CostModel, Network, Scenario, strategies::naive};
/// let network = Network::bundled();
/// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
/// let (aktau, baku) = (network.place("Aktau")?, network.place("Baku")?);
/// assert!(naive::is_joined(&metric, aktau, baku, |_| true));
/// assert!(!naive::is_joined(&metric, aktau, baku, |_| false));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn is_joined(metric: &Metric<'_>, origin: PlaceId, destination: PlaceId, open: impl Fn(ArcId) -> bool) -> bool {
    let graph = metric.network().topology();
    let mut reached: Vec<bool> = graph.node_weights().map(|stop| stop.place == origin).collect();
    let mut changed = true;
    while changed {
        changed = false;
        for edge in graph.edge_references().filter(|edge| open(edge.id().into())) {
            if reached[edge.source().index()] && !reached[edge.target().index()] {
                (reached[edge.target().index()], changed) = (true, true);
            }
        }
    }
    origin == destination
        || graph.node_weights().zip(reached).any(|(stop, reached)| reached && stop.place == destination)
}
