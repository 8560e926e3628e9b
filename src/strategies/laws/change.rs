//! Laws between a network and a changed one.

use proptest::prelude::*;

use super::{Law, unexpected};
use crate::Distance;
use crate::cost::{Cost, CostModel, Metric, Objective};
use crate::network::{Extent, LinkId, LinkSpec, Mode, Network, PlaceSpec, Territory};
use crate::scenario::{Scenario, Target};

/// The costs between the first `places` places of a network.
fn table(metric: &Metric<'_>, places: usize) -> Vec<Vec<Cost>> {
    let ends = || metric.network().places().take(places);
    ends()
        .map(|(from, _)| {
            let all = metric.from(from);
            ends().map(|(to, _)| all.cost(to)).collect()
        })
        .collect()
}

fn costs(
    network: &Network,
    scenario: &Scenario,
    model: &CostModel,
    places: usize,
) -> Result<Vec<Vec<Cost>>, TestCaseError> {
    Ok(table(&network.metric(scenario, model).map_err(unexpected)?, places))
}

/// With every link turned round, each way costs what the way back did. The scenario must be without
/// delays, which are suffered on entering and not on leaving.
///
/// # Errors
/// When the law is broken.
pub fn reversing_reverses(network: &Network, scenario: &Scenario, model: &CostModel) -> Law {
    let mut rows = network.rows();
    rows.corridors.clear();
    for link in &mut rows.links {
        std::mem::swap(&mut link.from, &mut link.to);
        link.split = link.split.map(|split| Distance::metres(link.length.get() - split.get()));
    }
    let back = rows.build().map_err(unexpected)?;
    let mut scenario = scenario.clone();
    scenario.close.retain(|target| !matches!(target, Target::Corridor(_)));
    scenario.open.retain(|target| !matches!(target, Target::Corridor(_)));
    scenario.factor.retain(|factor| !matches!(factor.target, Target::Corridor(_)));
    scenario.delay.clear();
    let size = network.places().len();
    let (there, back) = (costs(network, &scenario, model, size)?, costs(&back, &scenario, model, size)?);
    for from in 0..size {
        for to in 0..size {
            prop_assert_eq!(there[from][to], back[to][from], "{} to {}", from, to);
        }
    }
    Ok(())
}

/// A part that nothing leads to or from changes no cost.
///
/// # Errors
/// When the law is broken.
pub fn adding_apart_changes_nothing(network: &Network, scenario: &Scenario, model: &CostModel) -> Law {
    let mut rows = network.rows();
    let sample = rows.places.iter().find_map(|place| place.country);
    for id in ["apart-1", "apart-2"] {
        rows.places.insert(0, PlaceSpec { id: id.to_owned(), country: sample, ..PlaceSpec::default() });
    }
    let first = network.links().next().filter(|_| sample.is_some());
    let (mode, gauge_mm) = first.map_or((Mode::Sea, None), |(_, link)| (link.mode, link.gauge_mm));
    let apart = LinkSpec::new("apart", "apart-1", "apart-2", mode, Distance::metres(1));
    rows.links.insert(0, LinkSpec { gauge_mm, ..apart });
    let larger = rows.build().map_err(unexpected)?;
    let metric = larger.metric(scenario, model).map_err(unexpected)?;
    let base = network.metric(scenario, model).map_err(unexpected)?;
    for (from, _) in network.places() {
        let before = base.from(from);
        let same = |place: crate::PlaceId| larger.place(&network[place].id).map_err(unexpected);
        let after = metric.from(same(from)?);
        for (to, row) in network.places() {
            prop_assert_eq!(before.cost(to), after.cost(same(to)?), "{} to {}", &network[from].id, &row.id);
        }
        for apart in ["apart-1", "apart-2"] {
            prop_assert_eq!(after.cost(larger.place(apart).map_err(unexpected)?), Cost::INFINITE);
        }
    }
    Ok(())
}

/// A second link between the same places, on the same system and under the same terms but longer,
/// changes no cost.
///
/// # Errors
/// When the law is broken.
pub fn adding_a_dearer_link_changes_nothing(
    network: &Network,
    scenario: &Scenario,
    model: &CostModel,
    link: LinkId,
    by: Distance,
) -> Law {
    let mut rows = network.rows();
    let mut twin = rows.links[link.index()].clone();
    twin.id = format!("{}-twin", twin.id);
    twin.length += by;
    twin.length_high = None;
    twin.length_low = None;
    rows.links.push(twin);
    let more = rows.build().map_err(unexpected)?;
    // targets that name the link itself would part it from its twin
    let apart = |target: &Target| matches!(target, Target::Link(_) | Target::Corridor(_));
    let mut scenario = scenario.clone();
    scenario.close.retain(|target| !apart(target));
    scenario.open.retain(|target| !apart(target));
    scenario.factor.retain(|factor| !apart(&factor.target));
    scenario.delay.retain(|delay| !apart(&delay.target));
    // a time of its own is spread over the countries by length: the longer twin has more of it in the second
    if network[link].time().is_some() {
        scenario.factor.clear();
    }
    let size = network.places().len();
    prop_assert_eq!(costs(network, &scenario, model, size)?, costs(&more, &scenario, model, size)?);
    Ok(())
}

/// A link cut in two by a new place on it, at `percent` of its length, leaves every distance as it
/// was. Targets of the scenario that cannot mean both halves alike are left out.
///
/// # Errors
/// When the law is broken.
pub fn splitting_a_link_changes_nothing(network: &Network, scenario: &Scenario, link: LinkId, percent: u8) -> Law {
    let mut scenario = scenario.clone();
    let apart = |target: &Target| matches!(target, Target::Link(_) | Target::Corridor(_));
    scenario.close.retain(|target| !apart(target));
    // what opens one end of a link would open one half of it
    scenario.open.retain(|target| !apart(target) && !matches!(target, Target::Place(_) | Target::Country(_)));
    (scenario.delay, scenario.factor) = (Vec::new(), Vec::new());
    let mut rows = network.rows().at_one_point();
    rows.corridors.clear();
    let row = &network[link];
    let whole = row.length.get();
    let cut = Distance::metres(whole / 100 * u64::from(percent.min(100)));
    let rest = |cut: Distance| Distance::metres(whole - cut.get());
    // the new place lies where the link itself does
    let country = match row.extent {
        Extent::Within(Territory::Country(country)) => Some(country),
        Extent::Within(Territory::Sea) => None,
        Extent::Across { from, to, from_length } => Some(if cut <= from_length { from } else { to }),
    };
    rows.places.push(PlaceSpec { id: "cut".to_owned(), country, ..PlaceSpec::default() });
    let (mut near, mut far) = (rows.links[link.index()].clone(), rows.links[link.index()].clone());
    near.length_low = None;
    near.length_high = None;
    (far.length_low, far.length_high) = (None, None);
    (near.to, near.length) = ("cut".to_owned(), cut);
    (far.id, far.from, far.length) = (format!("{}-far", far.id), "cut".to_owned(), rest(cut));
    (near.split, far.split) = match row.extent {
        Extent::Across { from_length, .. } if cut <= from_length => {
            (None, Some(Distance::metres(from_length.get() - cut.get())))
        }
        Extent::Across { from_length, .. } => (Some(from_length), None),
        Extent::Within(_) => (None, None),
    };
    rows.links[link.index()] = near;
    rows.links.push(far);
    let finer = rows.build().map_err(unexpected)?;
    let size = network.places().len();
    let model = CostModel::distance();
    // a place of a closed country closes both halves of what crosses its border
    prop_assert_eq!(costs(network, &scenario, &model, size)?, costs(&finer, &scenario, &model, size)?);
    Ok(())
}

/// With time and money multiplied by a whole number everywhere, so are all costs in time or money;
/// distances stay. The scenario must be without delays, which no factor touches.
///
/// # Errors
/// When the law is broken.
pub fn scaling_scales(network: &Network, scenario: &Scenario, objective: Objective, times: u8) -> Law {
    let mut plain = scenario.clone();
    (plain.delay, plain.factor) = (Vec::new(), Vec::new());
    let factor = f64::from(times);
    let mut scaled = plain.clone();
    let mut countries: Vec<crate::Country> = network.places().filter_map(|(_, place)| place.country).collect();
    countries.sort_unstable();
    countries.dedup();
    for country in countries {
        scaled = scaled.scaling(Target::Country(country), factor, factor);
    }
    // what is at sea lies in no country: its links, and the transfers of its places
    scaled = scaled.scaling(Target::Mode(Mode::Sea), factor, factor);
    for (_, place) in network.places().filter(|(_, place)| place.country.is_none()) {
        scaled = scaled.scaling(Target::Place(place.id.to_string()), factor, factor);
    }
    let times = match objective {
        Objective::Distance => 1,
        Objective::Time | Objective::Money => u64::from(times),
        // cents of time are rounded: a multiple of the rounded is not the rounded multiple
        Objective::Generalised => return Ok(()),
    };
    let (model, size) = (CostModel::new(objective), network.places().len());
    let (before, after) = (costs(network, &plain, &model, size)?, costs(network, &scaled, &model, size)?);
    for (before, after) in before.into_iter().flatten().zip(after.into_iter().flatten()) {
        let expected = before.finite().map_or(Cost::INFINITE, |cost| Cost::new(cost * times));
        prop_assert_eq!(after, expected);
    }
    Ok(())
}
