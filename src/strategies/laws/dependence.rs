//! Laws of dependence reports.

use proptest::prelude::*;

use super::{Law, unexpected};
use crate::cost::{Cost, CostModel, Metric, Objective, Values};
use crate::dependence::{Dependence, DependenceReport, Scope, Verdict};
use crate::network::{ArcId, LinkId, Network, Step, Territory};
use crate::route::Route;
use crate::scenario::{Scenario, Target};
use crate::strategies::naive;
use crate::units::to_float;

fn report<'n>(
    network: &'n Network,
    scenario: &Scenario,
    model: &CostModel,
    hub: &[Target],
) -> Result<DependenceReport<'n>, TestCaseError> {
    let query = Dependence::on(network).scenario(scenario.clone()).model(*model);
    hub.iter().cloned().fold(query, Dependence::hub).run().map_err(unexpected)
}

/// The dependence is in \[0, 1\], the premium not negative, each made of the other (D = ρ/(1 + ρ)),
/// and both are withheld when an end lies in the hub. Along the line it is never cheaper than
/// within the family, nor there than in the whole network. Shares are in \[0, 1\] and inside
/// their range.
///
/// # Errors
/// When the law is broken.
pub fn dependence_is_bounded(report: &DependenceReport<'_>) -> Law {
    for row in &report.rows {
        for scope in [row.line, row.family, row.network] {
            prop_assert!(scope.open <= scope.closed, "closing the hub helps");
            let (dependence, premium) = (scope.dependence(), scope.premium());
            prop_assert!(dependence.is_none_or(|value| (0.0..=1.0).contains(&value)), "D = {:?}", dependence);
            prop_assert!(premium.is_none_or(|value| value >= 0.0), "premium = {:?}", premium);
            if let (Some(dependence), Some(premium)) = (dependence, premium) {
                prop_assert!((dependence - premium / (1.0 + premium)).abs() < 1e-9, "{} {}", dependence, premium);
            }
            match scope.verdict() {
                None => prop_assert_eq!(scope.open, Cost::INFINITE),
                Some(Verdict::Terminal) => prop_assert_eq!((dependence, premium), (None, None)),
                Some(Verdict::Unused) => prop_assert_eq!(dependence, Some(0.0)),
                Some(Verdict::Avoidable) => prop_assert!(dependence.is_some_and(|value| value > 0.0)),
                Some(Verdict::Indispensable) => {
                    prop_assert_eq!((dependence, scope.closed), (Some(1.0), Cost::INFINITE));
                }
            }
        }
        let narrowing = [row.line, row.family, row.network];
        prop_assert!(
            narrowing.is_sorted_by(|a, b| a.open >= b.open && a.closed >= b.closed),
            "a wider scope is dearer"
        );
        prop_assert_eq!(row.verdict, row.network.verdict());
        prop_assert_eq!(row.certificate.is_some(), row.verdict == Some(Verdict::Indispensable));
        prop_assert_eq!(row.no_way.is_some(), row.verdict.is_none());
        prop_assert_eq!(row.share.is_some(), row.line_route.is_some());
        let Some(share) = row.share else { continue };
        let (least, greatest) = share.range;
        for value in [share.distance, share.time, share.money, least, greatest] {
            prop_assert!((0.0..=1.0).contains(&value), "a share of {}", value);
        }
        prop_assert!(least <= greatest);
        let own = match report.objective {
            Objective::Distance => share.distance,
            Objective::Time => share.time,
            Objective::Money => share.money,
            Objective::Generalised => continue,
        };
        prop_assert!((least - 1e-9..=greatest + 1e-9).contains(&own), "{} outside {:?}", own, share.range);
    }
    Ok(())
}

/// The costs of all three scopes are those of metrics made anew of the scenario with and without
/// the hub, searched the slow way.
///
/// # Errors
/// When the law is broken.
pub fn dependence_is_that_of_fresh_metrics(
    network: &Network,
    scenario: &Scenario,
    model: &CostModel,
    hub: &[Target],
) -> Law {
    let shut = hub.iter().cloned().fold(scenario.clone(), Scenario::closing);
    let open = network.metric(scenario, model).map_err(unexpected)?;
    let closed = network.metric(&shut, model).map_err(unexpected)?;
    let hub_closes = |place: crate::PlaceId| {
        hub.iter().any(|target| match target {
            Target::Country(country) => network[place].country == Some(*country),
            Target::Place(id) => network[place].id == *id,
            _ => false,
        })
    };
    for row in report(network, scenario, model, hub)?.rows {
        let line = &network[row.corridor];
        let least = |metric: &Metric<'_>| naive::costs_from(metric, line.origin)[line.destination.index()];
        let same = |scope: Scope, keep: &dyn Fn(LinkId) -> bool| -> Law {
            prop_assert_eq!(scope.open, least(&open.within(keep)));
            prop_assert_eq!(scope.closed, least(&closed.within(keep)));
            let terminal = hub_closes(line.origin) || hub_closes(line.destination);
            let found = scope.verdict().is_none_or(|verdict| (verdict == Verdict::Terminal) == terminal);
            prop_assert!(found, "terminal or not");
            Ok(())
        };
        same(row.network, &|_| true)?;
        same(row.line, &|link| line.links.contains(&link))?;
        let mut relatives = network.corridors().filter(|(_, one)| one.family == line.family);
        same(row.family, &|link| relatives.clone().any(|(_, one)| one.links.contains(&link)))?;
        prop_assert!(relatives.any(|(id, _)| id == row.corridor));
        for (route, cost) in
            [(&row.line_route, row.line.open), (&row.best, row.network.open), (&row.replacement, row.network.closed)]
        {
            prop_assert_eq!(route.as_ref().map_or(Cost::INFINITE, Route::cost), cost);
        }
    }
    Ok(())
}

/// The shares of a line in all countries and at sea add up to one, in kilometres, hours and dollars.
///
/// # Errors
/// When the law is broken.
pub fn shares_add_up(network: &Network, scenario: &Scenario, model: &CostModel) -> Law {
    let mut countries: Vec<crate::Country> = network.places().filter_map(|(_, place)| place.country).collect();
    countries.sort_unstable();
    countries.dedup();
    let mut sums = vec![[0.0; 3]; network.corridors().len()];
    let mut wholes: Vec<Option<Route<'_>>> = vec![None; sums.len()];
    for country in countries {
        for row in report(network, scenario, model, &[Target::Country(country)])?.rows {
            if let Some(share) = row.share {
                let sum = &mut sums[row.corridor.index()];
                for (sum, part) in sum.iter_mut().zip([share.distance, share.time, share.money]) {
                    *sum += part;
                }
                wholes[row.corridor.index()] = row.line_route;
            }
        }
    }
    for (sum, route) in sums.into_iter().zip(wholes).filter_map(|(sum, route)| Some((sum, route?))) {
        let sea: Values =
            route.territories().into_iter().filter(|(one, _)| *one == Territory::Sea).map(|(_, values)| values).sum();
        let whole = route.values();
        let parts = [
            (sea.distance.get(), whole.distance.get()),
            (sea.time.get(), whole.time.get()),
            (sea.money.get(), whole.money.get()),
        ];
        for (sum, (sea, whole)) in sum.into_iter().zip(parts).filter(|(_, (_, whole))| *whole > 0) {
            let all = sum + to_float(sea) / to_float(whole);
            prop_assert!((all - 1.0).abs() < 1e-9, "the shares add up to {}", all);
        }
    }
    Ok(())
}

/// What an arc spends inside the hub, by the definition of a share and nothing else.
fn inside(metric: &Metric<'_>, hub: &[Target], arc: ArcId, step: Step) -> Values {
    let network = metric.network();
    let of_link = |test: &dyn Fn(&crate::Link) -> bool| match step {
        Step::Link { link, .. } => test(&network[link]),
        Step::Transfer { .. } => false,
    };
    let spent = |territory: Territory| {
        hub.iter().any(|target| match target {
            Target::Country(country) => territory == Territory::Country(*country),
            Target::Place(id) => {
                matches!(step, Step::Transfer { transfer, .. } if network[network[transfer].place].id == *id)
            }
            Target::Mode(mode) => of_link(&|link| link.mode == *mode),
            Target::Link(id) => of_link(&|link| link.id == *id),
            Target::Border(id) => of_link(&|link| link.border().is_some_and(|border| network[border].id == *id)),
            Target::Project(id) => of_link(&|link| link.project().is_some_and(|project| network[project].id == *id)),
            Target::Passage(id) => of_link(&|link| link.passages().iter().any(|&one| network[one].id == *id)),
            Target::Corridor(id) => network.corridors().any(|(_, line)| {
                line.id == *id && matches!(step, Step::Link { link, .. } if line.links.contains(&link))
            }),
        })
    };
    metric.parts(arc).into_iter().filter(|part| spent(part.territory)).map(|part| part.values).sum()
}

/// The range of the share inside the hub is that over all optimal routes along the line, each
/// written out. Lines with very many ways are passed over.
///
/// # Errors
/// When the law is broken.
pub fn share_range_is_that_of_all_ties(
    network: &Network,
    scenario: &Scenario,
    model: &CostModel,
    hub: &[Target],
) -> Law {
    let open = network.metric(scenario, model).map_err(unexpected)?;
    let graph = network.topology();
    for row in report(network, scenario, model, hub)?.rows {
        let corridor = &network[row.corridor];
        let line = open.within(|link| corridor.links.contains(&link));
        let Some(ways) = naive::simple_ways(&line, corridor.origin, corridor.destination, 5_000) else { continue };
        let least = ways.iter().map(|&(cost, _)| cost).min().and_then(Cost::finite);
        let (Some(least), Some(share)) = (least.filter(|&cost| cost > 0), row.share) else { continue };
        let tied = ways.iter().filter(|(cost, _)| *cost == Cost::new(least)).map(|(_, arcs)| {
            let own = |&arc: &ArcId| {
                let step = graph[petgraph::graph::EdgeIndex::new(arc.index())];
                // an arc that is split between countries rounds its cents of time in each
                line.cost_of(inside(&line, hub, arc, step)).min(line.cost(arc)).finite().unwrap_or_default()
            };
            to_float(arcs.iter().map(own).sum()) / to_float(least)
        });
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for share in tied {
            (low, high) = (low.min(share), high.max(share));
        }
        prop_assert_eq!(share.range, (low, high), "{}", &corridor.id);
    }
    Ok(())
}
