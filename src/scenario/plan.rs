//! A scenario at work in one network: what each step is closed by, delayed and multiplied with.

use super::{Closed, Delay, Factor, Scenario, Selection, Target, TargetError};
use crate::network::{Bits, Extent, LinkId, Network, PlaceId, Step, Territory};

/// A scenario with its names resolved in one network.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) year: u16,
    close: Vec<Selection>,
    open: Selection,
    delays: Vec<(Selection, crate::Duration)>,
    factors: Vec<(Selection, Factor)>,
}

impl Plan {
    pub(crate) fn new(network: &Network, scenario: &Scenario) -> Result<Self, TargetError> {
        let one = |target: &Target| network.select(std::slice::from_ref(target));
        let refuse = |target: &Target, problem| Err(TargetError::NoEffect { target: target.clone(), problem });
        let mut delays = Vec::with_capacity(scenario.delay.len());
        for Delay { target, hours } in &scenario.delay {
            let Some(time) = crate::Duration::from_hours(*hours) else {
                return refuse(target, "a delay is a finite number of hours from 0 on");
            };
            if matches!(target, Target::Mode(_)) && network.transfers().len() == 0 {
                return refuse(target, "this network has no transfers, so that no mode is ever entered");
            }
            delays.push((one(target)?, time));
        }
        let mut factors = Vec::with_capacity(scenario.factor.len());
        for factor in &scenario.factor {
            if ![factor.time, factor.money].iter().all(|value| value.is_finite() && *value >= 0.0) {
                return refuse(&factor.target, "a factor is a finite number from 0 on");
            }
            factors.push((one(&factor.target)?, factor.clone()));
        }
        for target in &scenario.open {
            if matches!(target, Target::Project(_)) && network.links_of(target)?.is_empty() {
                return refuse(
                    target,
                    "no link of the network belongs to this project, so that opening it changes nothing",
                );
            }
        }
        Ok(Self {
            year: scenario.year.unwrap_or(network.as_of_year()),
            close: scenario.close.iter().map(one).collect::<Result<_, _>>()?,
            open: network.select(&scenario.open)?,
            delays,
            factors,
        })
    }

    /// Also closes a selection.
    pub(crate) fn close(&mut self, selection: Selection) {
        self.close.push(selection);
    }

    /// Why a step is closed; `None` when it is open.
    pub(crate) fn closed(&self, network: &Network, step: Step) -> Option<Closed> {
        for selection in &self.close {
            // a set of targets is given as one hub: name the one that closes this step
            if selection.closes(network, step) {
                let alone = selection.targets.iter().find(|target| {
                    network.select(std::slice::from_ref(target)).is_ok_and(|one| one.closes(network, step))
                });
                return alone.cloned().map(Closed::By);
            }
        }
        let Step::Link { link, .. } = step else { return None };
        let row = &network[link];
        if row.is_open_in(self.year) || self.open.closes_link(network, link) {
            return None;
        }
        Some(Closed::NotOpenIn(self.year, row.status))
    }

    /// The arcs that are closed, whatever their years.
    pub(crate) fn closed_arcs(&self, network: &Network) -> Bits {
        let closed = self.close.iter().flat_map(|selection| selection.closed_arcs(network));
        Bits::of(network.arcs().steps.len(), closed)
    }

    /// Whether a step is open in the year, or whatever the year, unless it is closed.
    pub(crate) fn is_there(&self, network: &Network, step: Step) -> bool {
        match step {
            Step::Link { link, .. } => network[link].is_open_in(self.year) || self.open.closes_link(network, link),
            Step::Transfer { .. } => true,
        }
    }

    /// Whether a place is closed.
    pub(crate) fn closes_place(&self, network: &Network, place: PlaceId) -> bool {
        self.close.iter().any(|selection| selection.holds_place(network, place))
    }

    /// Whether a place or country is closed that the link touches.
    pub(crate) fn shuts(&self, network: &Network, link: LinkId) -> bool {
        self.close.iter().any(|selection| selection.shuts(network, link))
    }

    /// The delays on a step.
    pub(crate) fn delays(&self, network: &Network, step: Step) -> impl Iterator<Item = crate::Duration> {
        self.delays
            .iter()
            .filter(move |(selection, _)| {
                selection.targets.iter().any(|target| enters(network, step, target, selection))
            })
            .map(|&(_, time)| time)
    }

    /// The factors on time and money of what a step spends in a territory.
    pub(crate) fn factors(&self, network: &Network, step: Step, territory: Territory) -> (f64, f64) {
        self.factors
            .iter()
            .filter(|(selection, _)| selection.holds(network, step, territory))
            .fold((1.0, 1.0), |(time, money), (_, factor)| (time * factor.time, money * factor.money))
    }
}

/// Whether a step enters a target, as [`Delay`] has it.
fn enters(network: &Network, step: Step, target: &Target, selection: &Selection) -> bool {
    match (target, step) {
        (Target::Mode(mode), Step::Transfer { transfer, forward }) => {
            let [from, to] = network[transfer].systems.map(|system| system.mode);
            let (before, after) = if forward { (from, to) } else { (to, from) };
            after == Some(*mode) && before != after
        }
        (Target::Mode(_), Step::Link { .. }) | (_, Step::Transfer { .. }) => false,
        (_, Step::Link { link, forward }) => {
            let row = &network[link];
            let (tail, head) = if forward { (row.from, row.to) } else { (row.to, row.from) };
            match target {
                Target::Country(country) => {
                    let crosses = matches!(row.extent, Extent::Across { .. } | Extent::Within(Territory::Sea));
                    crosses && network[head].country == Some(*country) && network[tail].country != Some(*country)
                }
                Target::Place(_) => selection.places.contains(head.index()),
                _ => selection.links.contains(link.index()),
            }
        }
    }
}
