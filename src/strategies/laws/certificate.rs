//! Laws of proofs that there is no way.

use proptest::prelude::*;

use super::closing::arcs;
use super::{Law, unexpected};
use crate::cost::{Cost, Metric};
use crate::network::{PlaceId, Step};
use crate::redundancy::LinkOrTransfer;
use crate::scenario::Target;
use crate::strategies::naive;

fn member_of(step: Step) -> LinkOrTransfer {
    match step {
        Step::Link { link, .. } => LinkOrTransfer::Link(link),
        Step::Transfer { transfer, .. } => LinkOrTransfer::Transfer(transfer),
    }
}

/// There is a certificate just when there is no way. Its members are all closed, none is named
/// twice, and no way is left when everything else in the network is opened.
///
/// # Errors
/// When the law is broken.
pub fn no_way_has_a_cut(metric: &Metric<'_>, from: PlaceId, to: PlaceId) -> Law {
    let cut = metric.why_no_way(from, to);
    prop_assert_eq!(cut.is_some(), metric.shortest(from, to).is_none());
    let Some(cut) = cut else { return Ok(()) };
    for (at, member) in cut.members.iter().enumerate() {
        prop_assert!(cut.members[..at].iter().all(|other| other.member != member.member), "named twice");
    }
    let steps = arcs(metric.network());
    for member in &cut.members {
        let mut own = steps.iter().filter(|(_, step)| member_of(*step) == member.member);
        prop_assert!(own.all(|&(arc, _)| metric.cost(arc) == Cost::INFINITE), "an open member");
    }
    let separated =
        |arc: crate::ArcId| cut.members.iter().all(|member| member.member != member_of(steps[arc.index()].1));
    if from != to {
        prop_assert!(!naive::is_joined(metric, from, to, separated), "the cut does not separate");
    }
    Ok(())
}

/// Each opening makes a way when its links alone are opened; and whatever single link, border or
/// project makes one is among them or belongs to one that is. What is shut with its place or
/// country, or what `metric` merely leaves out, is not to be opened.
///
/// # Errors
/// When the law is broken.
pub fn openings_are_exact(metric: &Metric<'_>, from: PlaceId, to: PlaceId, closed: &[Target]) -> Law {
    let network = metric.network();
    if from == to || metric.shortest(from, to).is_some() {
        return Ok(());
    }
    let openings = metric.openings(from, to, |_| false);
    let lands: Vec<Target> =
        closed.iter().filter(|target| matches!(target, Target::Country(_) | Target::Place(_))).cloned().collect();
    let shut = network.select(&lands).map_err(unexpected)?;
    let steps = arcs(network);
    let joined_by = |target: &Target| -> Result<bool, TestCaseError> {
        let opened = network.select(std::slice::from_ref(target)).map_err(unexpected)?;
        let dry = metric.is_closed(from) || metric.is_closed(to);
        Ok(!dry
            && naive::is_joined(metric, from, to, |arc| {
                let own = match steps[arc.index()].1 {
                    Step::Link { link, .. } => opened.closes_link(network, link) && !shut.closes_link(network, link),
                    Step::Transfer { .. } => false,
                };
                own || metric.cost(arc) < Cost::INFINITE
            }))
    };
    for opening in &openings {
        prop_assert!(joined_by(&opening.target)?, "{} makes no way", opening.target);
    }
    let listed = |target: &Target| openings.iter().any(|opening| opening.target == *target);
    for target in network.all_targets() {
        let within = |test: &dyn Fn(&crate::Link) -> bool| {
            let mut of = network.links().filter(|(_, link)| test(link));
            of.any(|(_, row)| row.project.is_some_and(|id| listed(&Target::Project(network[id].id.clone()))))
        };
        let named = match &target {
            Target::Project(_) => listed(&target),
            Target::Border(id) => {
                listed(&target) || within(&|link| link.border.is_some_and(|border| network[border].id == *id))
            }
            Target::Link(id) => {
                let border = network[network.link(id).map_err(unexpected)?].border;
                let border = border.map(|border| Target::Border(network[border].id.clone()));
                listed(&target) || border.iter().any(listed) || within(&|link| link.id == *id)
            }
            _ => continue,
        };
        prop_assert!(named || !joined_by(&target)?, "{target} makes a way and is not named");
    }
    Ok(())
}
