//! Which parts of a hub carry a corridor, and which carry all of them.

use super::Full;
use crate::network::{Network, Step};
use crate::redundancy::{By, Replacement, Replacements, Unavoidable};
use crate::route::Route;
use crate::scenario::{Selection, Target};

/// A place, border or link inside the hub on a corridor's best route.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PartDependence {
    /// What it is.
    pub target: Target,
    /// Of which kind.
    pub by: By,
    /// `D` on the part alone: 0 when there is another way as good, 1 when there is none.
    pub dependence: f64,
}

/// The parts of the hub on one corridor's best route; nothing when the route avoids the hub, or the
/// hub holds an end.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Anatomy {
    /// Links, places and borders, each in the order of travel.
    pub parts: Vec<PartDependence>,
    /// Those that no way at all avoids, whatever it costs.
    pub unavoidable: Vec<Target>,
}

/// One part of the hub over all corridors.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct HubPart {
    /// What it is.
    pub target: Target,
    /// Of which kind.
    pub by: By,
    /// How many corridors have it on their best route.
    pub corridors: usize,
    /// How many have it on every way.
    pub unavoidable: usize,
    /// The greatest `D` of a corridor on it alone.
    pub dependence: f64,
}

/// Whether a link, place or border lies inside the hub.
fn lies_in(network: &Network, hub: &Selection, target: &Target) -> bool {
    let of_link = |link: crate::LinkId| hub.closes(network, Step::Link { link, forward: true });
    match target {
        Target::Link(id) => network.link(id).is_ok_and(of_link),
        Target::Place(id) => network.place(id).is_ok_and(|place| hub.holds_place(network, place)),
        Target::Border(id) => network.border(id).is_ok_and(|border| {
            let mut links = network.links().filter(|(_, link)| link.border() == Some(border)).peekable();
            links.peek().is_some() && links.all(|(link, _)| of_link(link))
        }),
        _ => false,
    }
}

/// Whether a route uses the hub.
pub(super) fn uses(network: &Network, hub: &Selection, route: &Route<'_>) -> bool {
    route.legs().iter().any(|leg| hub.closes(network, leg.step))
}

impl Anatomy {
    pub(super) fn new(full: &Full<'_, '_>, best: Option<&Route<'_>>) -> Self {
        let (metric, from, to) = (full.open, full.corridor.origin, full.corridor.destination);
        let network = metric.network();
        if !best.is_some_and(|best| uses(network, full.hub, best)) {
            return Self::default();
        }
        Self::of(network, full.hub, metric.replacements(from, to).as_ref(), metric.unavoidable(from, to).as_ref())
    }

    /// Of a hub that the best route uses, from what is known of the whole route.
    pub(super) fn of(
        network: &Network,
        hub: &Selection,
        replacements: Option<&Replacements>,
        unavoidable: Option<&Unavoidable>,
    ) -> Self {
        let inside = |target: &Target| lies_in(network, hub, target);
        let mut anatomy = Self::default();
        if let Some(found) = replacements {
            // without a replacement all is lost, and where the best is free and the replacement is not
            let lost = |one: &Replacement| found.premium(one).map_or(1.0, |premium| premium / (1.0 + premium));
            let all = found.all().iter().filter(|one| one.by != By::Country && inside(&one.closed));
            anatomy.parts = all
                .map(|one| PartDependence { target: one.closed.clone(), by: one.by, dependence: lost(one) })
                .collect();
        }
        if let Some(found) = unavoidable {
            let places = found.places.iter().map(|&place| Target::Place(network[place].id.to_string()));
            let borders = found.borders.iter().map(|&border| Target::Border(network[border].id.clone()));
            let links = found.links.iter().map(|&link| Target::Link(network[link].id.to_string()));
            anatomy.unavoidable = links.chain(places).chain(borders).filter(inside).collect();
        }
        anatomy
    }

    /// The part of a kind whose loss alone costs the most; the first in the order of travel among
    /// equals.
    #[must_use]
    pub fn most_vital(&self, by: By) -> Option<&PartDependence> {
        let of_kind = self.parts.iter().rev().filter(|part| part.by == by);
        of_kind.max_by(|a, b| a.dependence.total_cmp(&b.dependence))
    }

    /// The parts over all corridors: those that carry the most first, and the dearest to lose.
    pub(crate) fn together<'a>(all: impl Iterator<Item = &'a Self>) -> Vec<HubPart> {
        let mut parts: Vec<HubPart> = Vec::new();
        for anatomy in all {
            for part in &anatomy.parts {
                let needed = usize::from(anatomy.unavoidable.contains(&part.target));
                match parts.iter_mut().find(|known| known.target == part.target) {
                    Some(known) => {
                        known.corridors += 1;
                        known.unavoidable += needed;
                        known.dependence = known.dependence.max(part.dependence);
                    }
                    None => parts.push(HubPart {
                        target: part.target.clone(),
                        by: part.by,
                        corridors: 1,
                        unavoidable: needed,
                        dependence: part.dependence,
                    }),
                }
            }
        }
        let order = |a: &HubPart, b: &HubPart| {
            let size = b.corridors.cmp(&a.corridors).then(b.dependence.total_cmp(&a.dependence));
            size.then_with(|| a.target.cmp(&b.target))
        };
        parts.sort_by(order);
        parts
    }
}
