//! Laws of proofs that there is no way.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::closing::arcs;
use super::{Law, unexpected};
use crate::cost::{Cost, Metric};
use crate::network::{LinkId, PlaceId, ProjectId, Step};
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

/// The openings are the projects, borders and links that make a way when their own links alone are
/// opened, in this order: links of no project and border, and no border that is closed for one project.
/// What is shut with its place or country, or what `metric` merely leaves out, is not to be opened.
///
/// # Errors
/// When the law is broken.
pub fn openings_are_exact(metric: &Metric<'_>, from: PlaceId, to: PlaceId, closed: &[Target]) -> Law {
    let network = metric.network();
    if from == to || metric.shortest(from, to).is_some() {
        return Ok(());
    }
    let lands: Vec<Target> =
        closed.iter().filter(|target| matches!(target, Target::Country(_) | Target::Place(_))).cloned().collect();
    let shut = network.select(&lands).map_err(unexpected)?;
    let steps = arcs(network);
    let link_of = |arc: crate::ArcId| match steps[arc.index()].1 {
        Step::Link { link, .. } => Some(link),
        Step::Transfer { .. } => None,
    };
    let is_closed = |id: LinkId| {
        let mut own = steps.iter().filter(|(arc, _)| link_of(*arc) == Some(id));
        own.any(|&(arc, _)| metric.cost(arc) == Cost::INFINITE) && !shut.closes_link(network, id)
    };
    let dry = metric.is_closed(from) || metric.is_closed(to);
    let mut expected = Vec::new();
    for target in network.all_targets() {
        let whole = network.select(std::slice::from_ref(&target)).map_err(unexpected)?;
        let own: Vec<LinkId> =
            network.links().map(|(id, _)| id).filter(|&id| whole.closes_link(network, id) && is_closed(id)).collect();
        let projects: BTreeSet<Option<ProjectId>> = own.iter().map(|&id| network[id].project()).collect();
        let rank = match target {
            Target::Project(_) => 0,
            Target::Border(_) if projects.len() > 1 || projects.contains(&None) => 1,
            Target::Link(_)
                if own.iter().all(|&id| network[id].project().is_none() && network[id].border().is_none()) =>
            {
                2
            }
            _ => continue,
        };
        let usable = |arc| metric.cost(arc) < Cost::INFINITE || link_of(arc).is_some_and(|link| own.contains(&link));
        if !dry && !own.is_empty() && naive::is_joined(metric, from, to, usable) {
            expected.push((rank, target));
        }
    }
    expected.sort();
    let found = metric.openings(from, to, |_| false).into_iter().map(|opening| opening.target);
    prop_assert_eq!(found.collect::<Vec<_>>(), expected.into_iter().map(|(_, target)| target).collect::<Vec<_>>());
    Ok(())
}
