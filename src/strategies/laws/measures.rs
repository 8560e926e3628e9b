//! Laws of the measures beyond the headline.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Law, unexpected};
use crate::cost::{Cost, CostModel, Metric};
use crate::dependence::{Demand, Dependence, DependenceReport, Flow, Measures, Openness, Powers, Reliability, Verdict};
use crate::network::{Network, PlaceId};
use crate::redundancy::{By, Number, Player};
use crate::scenario::{Scenario, Target};
use crate::strategies::naive;
use crate::units::to_float;

fn near(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * (1.0 + a.abs()),
        (a, b) => a == b,
    }
}

fn full<'n>(
    network: &'n Network,
    scenario: &Scenario,
    model: &CostModel,
    hub: &[Target],
) -> Result<DependenceReport<'n>, TestCaseError> {
    let query = Dependence::on(network).scenario(scenario.clone()).model(*model).measures(Measures::All);
    hub.iter().cloned().fold(query.demand(every_pair(network)), Dependence::hub).run().map_err(unexpected)
}

/// From every place to every place, with weights of 1, 2 and 3.
fn every_pair(network: &Network) -> Demand {
    let places: Vec<PlaceId> = network.places().map(|(place, _)| place).collect();
    let pairs = places.iter().flat_map(|&from| places.iter().map(move |&to| (from, to)));
    let weight = |from: PlaceId, to: PlaceId| [1.0, 2.0, 3.0][(from.index() + 2 * to.index()) % 3];
    Demand::new(pairs.map(|(from, to)| Flow { from, to, weight: weight(from, to) }), "every pair")
}

fn least(number: Number) -> usize {
    match number {
        Number::Exactly(number) | Number::Between(number, _) => number,
        Number::Unlimited => usize::MAX,
    }
}

/// Closing the hub leaves no more disjoint routes, κ ≤ λ, shares and probabilities are in \[0, 1\],
/// more routes are near the farther one looks, and what asks for a way around the hub is withheld
/// when an end lies in it.
///
/// # Errors
/// When the law is broken.
pub fn measures_are_bounded(report: &DependenceReport<'_>) -> Law {
    let unit = |value: f64| (-1e-12..=1.0 + 1e-12).contains(&value);
    for row in &report.rows {
        let Some(full) = &row.full else { continue };
        let terminal = row.verdict == Some(Verdict::Terminal);
        let links = &full.links;
        prop_assert_eq!(links.closed.is_none(), terminal);
        prop_assert!(links.closed.is_none_or(|closed| least(closed) <= least(links.open)), "closing adds routes");
        prop_assert!(links.closed != Some(Number::Exactly(0)) || row.verdict == Some(Verdict::Indispensable));
        for at in 0..2 {
            let (kappa, lambda) = (full.countries.kappa[at], full.countries.lambda[at]);
            prop_assert_eq!(kappa.is_some(), lambda.is_some());
            prop_assert!(kappa <= lambda, "κ = {:?}, λ = {:?}", kappa, lambda);
        }
        let [open, closed] = full.countries.lambda;
        prop_assert!(open.is_none() || closed.is_none() || closed <= open, "closing makes cuts larger");
        let size = full.countries.lambda[0];
        prop_assert!(full.countries.cuts.iter().all(|cut| Some(cut.len()) == size));
        prop_assert_eq!(full.near_optimal.is_none(), terminal);
        if let Some(curve) = full.near_optimal.as_ref().map(|near| &near.curve) {
            prop_assert!(curve.iter().all(|point| point.through <= point.routes && unit(point.share())));
            prop_assert!(curve.is_sorted_by(|a, b| a.routes <= b.routes && a.through <= b.through));
            prop_assert!(curve[0].routes >= 1, "the best route is near itself");
            prop_assert!(
                row.verdict != Some(Verdict::Indispensable) || curve.iter().all(|point| point.through == point.routes)
            );
        }
        prop_assert!(!terminal || (full.capacity.is_err() && full.reliability.is_none()));
        if let Ok(found) = &full.capacity {
            prop_assert!(unit(found.loss) && found.closed.value <= found.open.value);
        }
        if let Some(found) = full.reliability {
            prop_assert!(unit(found.closed) && unit(found.open) && unit(found.importance));
            prop_assert!(found.closed <= found.open + 1e-12);
            prop_assert!(row.verdict != Some(Verdict::Indispensable) || found.closed == 0.0);
        }
        let whole = row.network.dependence();
        for part in &full.anatomy.parts {
            prop_assert!(unit(part.dependence), "D = {}", part.dependence);
            // the hub closes with all of its parts
            prop_assert!(whole.is_none_or(|whole| part.dependence <= whole + 1e-9), "a part weighs more than the hub");
        }
        prop_assert!(full.anatomy.unavoidable.is_empty() || row.verdict == Some(Verdict::Indispensable));
    }
    let Some(overall) = &report.overall else { return Ok(()) };
    prop_assert!(overall.importance.is_none_or(|value| value >= 0.0));
    for value in [overall.cut_off, Some(overall.terminal), Some(overall.no_way), overall.efficiency_drop] {
        prop_assert!(value.is_none_or(unit), "{:?}", value);
    }
    prop_assert!(overall.betweenness.is_none_or(|(every, some)| every <= some + 1e-12 && unit(every) && unit(some)));
    Ok(())
}

/// Importance, cut-off weight, group betweenness and efficiency drop over all pairs of places are
/// those of all ways, each written out. Networks with very many ways are passed over.
///
/// # Errors
/// When the law is broken.
pub fn overall_is_that_of_all_ways(network: &Network, scenario: &Scenario, model: &CostModel, hub: &[Target]) -> Law {
    let Some(found) = full(network, scenario, model, hub)?.overall else {
        return Err(TestCaseError::fail("all measures were asked for"));
    };
    let open = network.metric(scenario, model).map_err(unexpected)?;
    let shut = hub.iter().cloned().fold(scenario.clone(), Scenario::closing);
    let closed = network.metric(&shut, model).map_err(unexpected)?;
    let selection = network.select(hub).map_err(unexpected)?;
    let (mut weight, mut joined, mut increase, mut cut) = (0.0, 0.0, 0.0, 0.0);
    let (mut every, mut some, mut before, mut after) = (0.0, 0.0, 0.0, 0.0);
    let mut exposed: BTreeMap<crate::Country, [f64; 3]> = BTreeMap::new();
    for flow in every_pair(network).flows() {
        if [flow.from, flow.to].iter().any(|&end| selection.holds_place(network, end)) {
            continue;
        }
        let cost = |metric: &Metric<'_>| naive::costs_from(metric, flow.from)[flow.to.index()];
        let (Some(d), e) = (cost(&open).finite(), cost(&closed).finite()) else { continue };
        weight += flow.weight;
        let mut unused = [0.0; 3];
        let own = network[flow.from].country.map_or(&mut unused, |country| exposed.entry(country).or_default());
        own[0] += flow.weight;
        if flow.from != flow.to {
            let Some(ways) = naive::simple_ways(&open, flow.from, flow.to, 5_000) else { return Ok(()) };
            // a route starts when it leaves its origin
            let best = ways.iter().filter(|(cost, _)| *cost == Cost::new(d));
            let uses: Vec<bool> =
                best.map(|(_, arcs)| arcs.iter().any(|&arc| closed.cost(arc) == Cost::INFINITE)).collect();
            every += if uses.iter().all(|&uses| uses) { flow.weight } else { 0.0 };
            some += if uses.iter().any(|&uses| uses) { flow.weight } else { 0.0 };
        }
        before += if d > 0 { flow.weight / to_float(d) } else { 0.0 };
        match e {
            Some(e) => {
                joined += flow.weight;
                increase += flow.weight * to_float(e - d);
                own[1] += flow.weight;
                own[2] += flow.weight * to_float(e - d);
                after += if d > 0 { flow.weight / to_float(e) } else { 0.0 };
            }
            None => cut += flow.weight,
        }
    }
    let ratio = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
    prop_assert_eq!(found.exposure.len(), exposed.len());
    for (told, (country, [weight, joined, increase])) in found.exposure.iter().zip(exposed) {
        prop_assert_eq!(told.country, country);
        prop_assert!(near(told.increase, ratio(increase, joined)), "{}: {:?}", country, told.increase);
        prop_assert!(near(Some(told.cut_off), Some(1.0 - joined / weight)), "{}: {}", country, told.cut_off);
    }
    prop_assert!(near(found.importance, ratio(increase, joined)), "{:?}", found.importance);
    prop_assert!(near(found.cut_off, ratio(cut, weight)), "{:?}", found.cut_off);
    prop_assert!(near(found.betweenness.map(|range| range.0), ratio(every, weight)), "{:?}", found.betweenness);
    prop_assert!(near(found.betweenness.map(|range| range.1), ratio(some, weight)), "{:?}", found.betweenness);
    prop_assert!(near(found.efficiency_drop, ratio(before - after, before)), "{:?}", found.efficiency_drop);
    Ok(())
}

/// The chance to arrive within the budget, with the hub open and closed, is the sum over all states
/// of the other transit countries, each searched the slow way; λ is the size of a minimum cut. For networks of a few countries.
///
/// # Errors
/// When the law is broken.
pub fn reliability_is_that_of_all_states(
    network: &Network,
    scenario: &Scenario,
    model: &CostModel,
    hub: &[Target],
    each: f64,
) -> Law {
    let openness = Openness::default().each(each).ok_or_else(|| TestCaseError::reject("no probability"))?;
    let query = Dependence::on(network).scenario(scenario.clone()).model(*model).measures(Measures::All);
    let report = hub.iter().cloned().fold(query.openness(openness), Dependence::hub).run().map_err(unexpected)?;
    let metric = network.metric(scenario, model).map_err(unexpected)?;
    let hub_closed = metric.closing(&network.select(hub).map_err(unexpected)?);
    let mut countries: Vec<crate::Country> = network.places().filter_map(|(_, place)| place.country).collect();
    countries.sort_unstable();
    countries.dedup();
    for row in &report.rows {
        let Some(found) = row.full.as_ref().and_then(|full| full.reliability) else { continue };
        let line = &network[row.corridor];
        for (at, metric) in [&metric, &hub_closed].into_iter().enumerate() {
            let cut = metric.min_cut(line.origin, line.destination, By::Country).map(|cut| cut.size);
            let found = row.full.as_ref().and_then(|full| full.countries.lambda[at]);
            prop_assert_eq!(found, cut, "{}: λ", line.id);
        }
        let ends = [line.origin, line.destination].map(|end: PlaceId| network[end].country);
        let free: Vec<crate::Country> = countries
            .iter()
            .copied()
            .filter(|one| !ends.contains(&Some(*one)) && !hub.contains(&Target::Country(*one)))
            .collect();
        if free.len() > 6 {
            continue;
        }
        let chance = |metric: &Metric<'_>| -> Result<f64, TestCaseError> {
            let mut sum = 0.0;
            for state in 0_u32..1 << free.len() {
                let shut: Vec<Target> =
                    (0..free.len()).filter(|bit| state >> bit & 1 == 0).map(|bit| Target::Country(free[bit])).collect();
                let left = metric.closing(&network.select(&shut).map_err(unexpected)?);
                if naive::costs_from(&left, line.origin)[line.destination.index()] <= found.budget {
                    let closed = i32::try_from(shut.len()).unwrap_or_default();
                    let open = i32::try_from(free.len()).unwrap_or_default() - closed;
                    sum += each.powi(open) * (1.0 - each).powi(closed);
                }
            }
            Ok(sum)
        };
        let (open, closed) = (chance(&metric)?, chance(&hub_closed)?);
        prop_assert!(near(Some(found.open), Some(open)), "{}: open {} {}", line.id, found.open, open);
        prop_assert!(near(Some(found.closed), Some(closed)), "{}: closed {} {}", line.id, found.closed, closed);
    }
    Ok(())
}

/// Each cell of the matrix, and each country's importance, betweenness and efficiency, is what a
/// report with that country as its hub says, and its share of power what [`Powers`] says.
///
/// # Errors
/// When the law is broken.
pub fn the_matrix_is_a_report_for_each_country(network: &Network, scenario: &Scenario, model: &CostModel) -> Law {
    let matrix = network
        .dependence_matrix()
        .scenario(scenario.clone())
        .models(&[*model])
        .demand(every_pair(network))
        .measures(Measures::All)
        .run()
        .map_err(unexpected)?;
    let powers = Powers::on(network).scenario(scenario.clone()).model(*model).run().map_err(unexpected)?;
    let one = &matrix.objectives[0];
    for (at, &country) in matrix.countries.iter().enumerate() {
        let report = full(network, scenario, model, &[Target::Country(country)])?;
        let cells = one.cells.iter().filter(|cell| cell.country == country);
        for (cell, row) in cells.zip(&report.rows) {
            prop_assert_eq!(cell.corridor, row.corridor);
            let scopes = [(cell.line, row.line), (cell.family, row.family), (cell.network, row.network)];
            for (found, told) in scopes {
                prop_assert_eq!(found, told, "{} {}", network[row.corridor].id, country);
            }
            prop_assert_eq!(cell.share.is_some(), row.share.is_some());
            if let (Some(found), Some(told)) = (cell.share, row.share) {
                let told_shares = [told.distance, told.time, told.money];
                prop_assert!(found.iter().zip(told_shares).all(|(a, b)| near(Some(*a), Some(b))), "shares");
                prop_assert_eq!(cell.share_range, Some(told.range));
            }
            let Some(full) = &row.full else { continue };
            prop_assert_eq!(cell.disjoint[0], full.links.open);
            prop_assert!(full.links.closed.is_none_or(|closed| closed == cell.disjoint[1]), "disjoint routes");
            let curve = full.near_optimal.as_ref().map(|near| near.curve.clone());
            prop_assert_eq!(cell.near_optimal.map(|curve| curve.to_vec()), curve);
            prop_assert_eq!(cell.capacity, full.capacity.as_ref().map(|found| found.loss).map_err(|why| *why));
            let Some(deep) = &cell.full else { return Err(TestCaseError::fail("all measures were asked for")) };
            prop_assert_eq!(&deep.anatomy, &full.anatomy, "{} {}", network[row.corridor].id, country);
            let chances = |found: &Reliability| (found.open, found.closed, found.importance);
            let [found, told] = [&deep.reliability, &full.reliability].map(|one| one.as_ref().map(chances));
            prop_assert_eq!(found.is_some(), told.is_some());
            let budget = |found: &Reliability| found.budget;
            prop_assert_eq!(deep.reliability.as_ref().map(budget), full.reliability.as_ref().map(budget));
            if let (Some(found), Some(told)) = (found, told) {
                prop_assert!(near(Some(found.0), Some(told.0)) && near(Some(found.1), Some(told.1)), "reliability");
                prop_assert!(near(Some(found.2), Some(told.2)), "importance");
            }
            let power = powers.rows.iter().find(|one| one.corridor == cell.corridor).map(|one| &one.power);
            let mut own = power.iter().flat_map(|power| power.shares());
            let told = own.find(|(player, _)| **player == Player::Country(country)).map(|(_, share)| share);
            prop_assert!(near(Some(deep.power.unwrap_or(0.0)), Some(told.unwrap_or(0.0))), "power");
            let [kappa, lambda] = matrix.redundance[row.corridor.index()];
            prop_assert_eq!((kappa, lambda), (full.countries.kappa[0], full.countries.lambda[0]));
        }
        let (found, told) = (&one.overall[at], report.overall.as_ref());
        let Some(told) = told else { return Err(TestCaseError::fail("all measures were asked for")) };
        prop_assert!(near(found.importance, told.importance) && near(found.cut_off, told.cut_off), "{}", country);
        prop_assert!(near(found.efficiency_drop, told.efficiency_drop), "{}", country);
        prop_assert_eq!(found.betweenness, told.betweenness, "{}", country);
        prop_assert_eq!((found.terminal, found.no_way), (told.terminal, told.no_way));
    }
    Ok(())
}
