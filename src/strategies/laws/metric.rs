//! Laws of one metric.

use proptest::prelude::*;

use super::Law;
use crate::cost::{Cost, Metric, Values};
use crate::network::{Mode, PlaceId, Step, Territory};
use crate::route::Route;
use crate::strategies::naive;

/// From one place, shortest routes cost what relaxing every arc until nothing changes finds.
///
/// # Errors
/// When the law is broken.
pub fn shortest_is_least(metric: &Metric<'_>, from: PlaceId) -> Law {
    let least = naive::costs_from(metric, from);
    for (to, place) in metric.network().places() {
        let route = metric.shortest(from, to);
        let cost = route.as_ref().map_or(Cost::INFINITE, Route::cost);
        prop_assert_eq!(cost, least[to.index()], "to `{}`", place.id);
        if let Some(route) = route {
            prop_assert_eq!((route.origin(), route.destination()), (from, to));
            route_adds_up(metric, &route)?;
        }
    }
    Ok(())
}

/// One search for all places finds the costs, routes and values of one search for each.
///
/// # Errors
/// When the law is broken.
pub fn one_to_all_is_one_to_one(metric: &Metric<'_>, from: PlaceId) -> Law {
    let all = metric.from(from);
    for ((to, place), values) in metric.network().places().zip(all.values()) {
        let one = metric.shortest(from, to);
        prop_assert_eq!(all.cost(to), one.as_ref().map_or(Cost::INFINITE, Route::cost), "to `{}`", place.id);
        let route = all.route(to);
        prop_assert_eq!(route.is_some(), one.is_some());
        if let Some(route) = &route {
            prop_assert_eq!(route.cost(), all.cost(to));
            route_adds_up(metric, route)?;
        }
        prop_assert_eq!(values, route.map(|route| route.values()), "to `{}`", place.id);
    }
    Ok(())
}

/// From a place to itself it costs nothing unless the place is closed, and no detour over a third
/// place of one system is shorter than the shortest.
///
/// # Errors
/// When the law is broken.
pub fn shortest_is_a_metric(metric: &Metric<'_>) -> Law {
    let network = metric.network();
    let table: Vec<Vec<Cost>> = network
        .places()
        .map(|(from, _)| {
            let all = metric.from(from);
            network.places().map(|(to, _)| all.cost(to)).collect()
        })
        .collect();
    let mut systems = vec![0; network.places().len()];
    network.topology().node_weights().for_each(|stop| systems[stop.place.index()] += 1);
    let joints: Vec<PlaceId> =
        network.places().map(|(place, _)| place).filter(|place| systems[place.index()] == 1).collect();
    for (a, place) in network.places() {
        let own = if metric.is_closed(a) { Cost::INFINITE } else { Cost::ZERO };
        prop_assert_eq!(table[a.index()][a.index()], own, "from `{}` to itself", place.id);
        // where several systems meet, two ways may end and start without joining
        for &b in &joints {
            for (c, _) in network.places() {
                let detour = table[a.index()][b.index()] + table[b.index()][c.index()];
                prop_assert!(
                    table[a.index()][c.index()] <= detour,
                    "`{}` to `{}` is longer than over `{}`",
                    place.id,
                    network[c].id,
                    network[b].id,
                );
            }
        }
    }
    Ok(())
}

/// A route's legs join end to end over open arcs in their direction and on one system but for
/// transfers, and its sums by leg, territory and mode make up the whole and its cost.
///
/// # Errors
/// When the law is broken.
pub fn route_adds_up(metric: &Metric<'_>, route: &Route<'_>) -> Law {
    let network = metric.network();
    let graph = network.topology();
    let mut here = route.origin();
    let mut system = None;
    let (mut cost, mut sum) = (Cost::ZERO, Values::default());
    for leg in route.legs() {
        let edge = petgraph::graph::EdgeIndex::new(leg.arc.index());
        let ends = graph.edge_endpoints(edge).map(|(tail, head)| (graph[tail], graph[head]));
        let Some((tail, head)) = ends else { return Err(TestCaseError::fail("an arc that is not in the network")) };
        prop_assert_eq!(graph.edge_weight(edge), Some(&leg.step));
        prop_assert_eq!((leg.from, leg.to), (tail.place, head.place));
        prop_assert_eq!(leg.from, here, "the legs do not join");
        prop_assert!(system.is_none_or(|system| system == tail.system), "a change of system without a transfer");
        prop_assert!(metric.cost(leg.arc) < Cost::INFINITE, "a closed arc is used");
        prop_assert_eq!(metric.why_closed(leg.arc), None);
        match leg.step {
            Step::Link { link, forward } => {
                let row = &network[link];
                prop_assert!(forward || !row.directed, "`{}` is used against its direction", row.id);
                let along = if forward { (row.from, row.to) } else { (row.to, row.from) };
                prop_assert_eq!((leg.from, leg.to), along);
                prop_assert_eq!(leg.values().distance, row.length);
                let mut territories: Vec<Territory> = row.extent.territories().collect();
                if !forward {
                    territories.reverse();
                }
                prop_assert_eq!(leg.parts.iter().map(|part| part.territory).collect::<Vec<_>>(), territories);
            }
            Step::Transfer { transfer, forward } => {
                let [a, b] = network[transfer].systems;
                let systems = if forward { (a, b) } else { (b, a) };
                prop_assert_eq!((leg.from, leg.to), (network[transfer].place, network[transfer].place));
                prop_assert_eq!((tail.system, head.system), systems);
                prop_assert_eq!(leg.values().distance.get(), 0);
            }
        }
        cost = cost + metric.cost(leg.arc);
        prop_assert_eq!(metric.cost(leg.arc), metric.cost_of(leg.values()));
        sum += leg.values();
        (here, system) = (leg.to, Some(head.system));
    }
    prop_assert_eq!(here, route.destination(), "the route ends elsewhere");
    prop_assert_eq!(cost, route.cost());
    prop_assert_eq!(sum, route.values());
    prop_assert_eq!(sum, route.territories().into_iter().map(|(_, values)| values).sum());
    let transfers: Values = route.legs().iter().filter(|leg| leg.link().is_none()).map(crate::Leg::values).sum();
    prop_assert_eq!(sum, route.modes().into_iter().map(|(_, values)| values).fold(transfers, |sum, one| sum + one));
    for (mode, _) in Mode::ALL {
        let used = route.links().any(|link| network[link].mode == mode);
        prop_assert_eq!(used, route.modes().iter().any(|&(one, _)| one == mode));
    }
    prop_assert_eq!((route.length(), route.time(), route.money()), (sum.distance, sum.time, sum.money));
    Ok(())
}
