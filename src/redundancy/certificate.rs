//! Certificates: why there is no way, and what would open one.

use crate::cost::Metric;
use crate::network::{ArcId, LinkId, Network, PlaceId, Step, TransferId};
use crate::scenario::{Closed, Target};

/// A link or transfer that is closed and lies across a cut.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CutMember {
    /// What is closed.
    pub member: LinkOrTransfer,
    /// The end that can be reached from the origin.
    pub from: PlaceId,
    /// The end that cannot.
    pub to: PlaceId,
    /// Why it is closed.
    pub reason: Option<Closed>,
}

/// A link or a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkOrTransfer {
    /// A link.
    Link(LinkId),
    /// A transfer.
    Transfer(TransferId),
}

impl LinkOrTransfer {
    /// Its id in the tables.
    #[must_use]
    pub fn id<'n>(&self, network: &'n Network) -> &'n str {
        match *self {
            Self::Link(link) => &network[link].id,
            Self::Transfer(transfer) => &network[transfer].id,
        }
    }
}

/// The proof that there is no way: everything that leads out of the part of the network around one
/// end is closed.
///
/// ```text
///   (origin ● ● ●) ──✕──▶ (● ● destination)      every ✕ is a member, with why it is closed
///                  ──✕──▶
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cut {
    /// The closed links and transfers from the near side to the far side; empty when the network
    /// has none at all.
    pub members: Vec<CutMember>,
    /// The number of places that can be reached from the origin.
    pub reached_from_origin: usize,
    /// The number of places from which the destination can be reached.
    pub leading_to_destination: usize,
}

/// One thing that would make a way where there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Opening {
    /// What to open: a project, a border or a link.
    pub target: Target,
    /// Why it is closed now, as far as its first link tells.
    pub reason: Closed,
}

impl Metric<'_> {
    /// The certificate that there is no way from one place to another; `None` when there is one.
    ///
    /// Of the cut around the origin and the one around the destination, the one with fewer members.
    ///
    /// # Complexity
    /// O(V + E) time and space.
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let closed = Scenario::default().closing("mode:rail".parse()?).closing("mode:road".parse()?);
    /// let metric = network.metric(&closed, &CostModel::time())?;
    /// let (dostyk, aktogay) = (network.place("Dostyk")?, network.place("Aktogay")?);
    /// let cut = metric.why_no_way(dostyk, aktogay).unwrap();
    /// assert_eq!(cut.members[0].reason.as_ref().unwrap().to_string(), "closed by mode:rail");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Menger 1927, [doi:10.4064/fm-10-1-96-115](https://doi.org/10.4064/fm-10-1-96-115)
    #[must_use]
    pub fn why_no_way(&self, from: PlaceId, to: PlaceId) -> Option<Cut> {
        if from == to && !self.is_closed(from) {
            return None;
        }
        let topology = self.network().arcs();
        let ahead = self.reach(from, true);
        let behind = self.reach(to, false);
        if from != to && topology.stops_of(to).any(|stop| ahead[stop]) {
            return None;
        }
        let cuts = [self.cut_of(|stop| ahead[stop]), self.cut_of(|stop| !behind[stop])];
        let members = cuts.into_iter().min_by_key(Vec::len).unwrap_or_default();
        Some(Cut {
            members,
            reached_from_origin: self.places_in(&ahead),
            leading_to_destination: self.places_in(&behind),
        })
    }

    /// The closed arcs from the stops on the near side to the others; one for each link or transfer.
    fn cut_of(&self, near: impl Fn(usize) -> bool) -> Vec<CutMember> {
        let topology = self.network().arcs();
        let mut members: Vec<CutMember> = Vec::new();
        for (at, &step) in topology.steps.iter().enumerate() {
            let (tail, head) = (topology.tails[at] as usize, topology.heads[at] as usize);
            if !near(tail) || near(head) {
                continue;
            }
            let Ok(arc) = u32::try_from(at) else { continue };
            let member = match step {
                Step::Link { link, .. } => LinkOrTransfer::Link(link),
                Step::Transfer { transfer, .. } => LinkOrTransfer::Transfer(transfer),
            };
            members.push(CutMember {
                member,
                from: topology.place_of(tail),
                to: topology.place_of(head),
                reason: self.why_closed(ArcId(arc)),
            });
        }
        members
    }

    fn places_in(&self, reached: &[bool]) -> usize {
        let topology = self.network().arcs();
        self.network().places().filter(|&(id, _)| topology.stops_of(id).any(|stop| reached[stop])).count()
    }

    /// The stops that can be reached from a place, or from which it can be reached. Its own stops
    /// count even when it is closed.
    fn reach(&self, place: PlaceId, ahead: bool) -> Vec<bool> {
        let topology = self.network().arcs();
        let mut reached = vec![false; topology.stops.len()];
        let mut stack: Vec<usize> = topology.stops_of(place).collect();
        for &stop in &stack {
            reached[stop] = true;
        }
        while let Some(stop) = stack.pop() {
            let mut visit = |arc: usize, next: usize| {
                if self.open_cost(arc).is_some() && !reached[next] {
                    reached[next] = true;
                    stack.push(next);
                }
            };
            if ahead {
                topology.out_of(stop).for_each(|arc| visit(arc, topology.heads[arc] as usize));
            } else {
                topology.into(stop).iter().for_each(|&arc| visit(arc as usize, topology.tails[arc as usize] as usize));
            }
        }
        reached
    }

    /// The projects, borders and links any one of which, opened alone, would make a way where there
    /// is none; projects first. Places and countries are not opened again, nor links that are shut
    /// with them. A link of a project or border, or a border all of whose links are of one project,
    /// is not named beside the whole.
    ///
    /// # Complexity
    /// O(U · (V + E)) time for U closed projects, borders and single links.
    ///
    /// # Panics
    /// On a place of another network.
    #[must_use]
    pub fn openings(&self, from: PlaceId, to: PlaceId, not: impl Fn(LinkId) -> bool) -> Vec<Opening> {
        let network = self.network();
        if self.is_closed(from) || self.is_closed(to) {
            return Vec::new();
        }
        let topology = network.arcs();
        let (ahead, behind) = (self.reach(from, true), self.reach(to, false));
        if (0..ahead.len()).any(|stop| ahead[stop] && behind[stop]) {
            return Vec::new();
        }
        // why each link is closed that could be opened
        let mut closed: Vec<Option<Closed>> = vec![None; network.links().len()];
        for (at, step) in topology.steps.iter().enumerate() {
            if let Step::Link { link, .. } = *step
                && self.open_cost(at).is_none()
                && !not(link)
                && !self.is_shut(link)
                && let Ok(arc) = u32::try_from(at)
            {
                closed[link.index()] = self.why_closed(ArcId(arc));
            }
        }
        let mut units: Vec<(Target, Vec<LinkId>)> = Vec::new();
        let mut put = |target: Target, id: LinkId| match units.iter_mut().find(|(known, _)| *known == target) {
            Some((_, links)) => links.push(id),
            None => units.push((target, vec![id])),
        };
        for (id, link) in network.links().filter(|(id, _)| closed[id.index()].is_some()) {
            if let Some(project) = link.project() {
                put(Target::Project(network[project].id.clone()), id);
            }
            if let Some(border) = link.border() {
                put(Target::Border(network[border].id.clone()), id);
            }
            if link.project().is_none() && link.border().is_none() {
                put(Target::Link(link.id.to_string()), id);
            }
        }
        units.retain(|(target, links)| {
            let project = network[links[0]].project();
            let in_one = project.is_some() && links.iter().all(|&link| network[link].project() == project);
            !(matches!(target, Target::Border(_)) && in_one)
        });
        let comes_later = |target: &Target| !matches!(target, Target::Project(_));
        units.sort_by(|a, b| (comes_later(&a.0), &a.0).cmp(&(comes_later(&b.0), &b.0)));
        let opens = units.into_iter().filter(|(_, links)| self.joins(&ahead, &behind, links));
        opens
            .filter_map(|(target, links)| Some(Opening { target, reason: closed[links[0].index()].clone()? }))
            .collect()
    }

    /// Whether these links, were they open, would lead from the stops ahead to those behind.
    fn joins(&self, ahead: &[bool], behind: &[bool], links: &[LinkId]) -> bool {
        let topology = self.network().arcs();
        let usable = |arc: usize| {
            self.open_cost(arc).is_some()
                || matches!(topology.steps[arc], Step::Link { link, .. } if links.contains(&link))
        };
        let mut reached = ahead.to_vec();
        let mut stack: Vec<usize> = (0..reached.len()).filter(|&stop| reached[stop]).collect();
        while let Some(stop) = stack.pop() {
            if behind[stop] {
                return true;
            }
            for arc in topology.out_of(stop).filter(|&arc| usable(arc)) {
                let head = topology.heads[arc] as usize;
                if !reached[head] {
                    reached[head] = true;
                    stack.push(head);
                }
            }
        }
        false
    }
}
