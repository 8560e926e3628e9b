//! A route that explains itself: kilometres, hours and dollars by country, mode and leg.

use crate::cost::{Cost, Metric, Part, Values};
use crate::network::{ArcId, BorderId, LinkId, Mode, Network, PlaceId, Step, System, Territory, TransferId};
use crate::{Country, Distance, Duration, Mass, Money};

/// One step of a route: a link travelled, or a change of system.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Leg {
    /// The arc of the routing graph.
    pub arc: ArcId,
    /// The link or transfer.
    pub step: Step,
    /// Where it starts.
    pub from: PlaceId,
    /// Where it ends; the same place for a transfer.
    pub to: PlaceId,
    /// What it spends, territory by territory in the order of travel.
    pub parts: Vec<Part>,
    /// Its greenhouse gases in CO2 equivalent per FEU; `None` where no assumption gives them.
    pub emission: Option<Mass>,
}

impl Leg {
    /// The link, unless the leg is a transfer.
    #[must_use]
    pub fn link(&self) -> Option<LinkId> {
        match self.step {
            Step::Link { link, .. } => Some(link),
            Step::Transfer { .. } => None,
        }
    }

    /// The transfer, unless the leg is a link.
    #[must_use]
    pub fn transfer(&self) -> Option<TransferId> {
        match self.step {
            Step::Link { .. } => None,
            Step::Transfer { transfer, .. } => Some(transfer),
        }
    }

    /// What it spends in all.
    #[must_use]
    pub fn values(&self) -> Values {
        self.parts.iter().map(|part| part.values).sum()
    }
}

/// A way from one place to another through open arcs.
///
/// ```
/// use landbridge::{CostModel, Network, Scenario};
/// let network = Network::bundled();
/// let metric = network.metric(&Scenario::default(), &CostModel::distance())?;
/// let route = metric.shortest(network.place("Dostyk")?, network.place("Aktogay")?).unwrap();
/// assert_eq!(route.territories().len(), 1);
/// assert!((290.0..320.0).contains(&route.length().as_km()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Route<'n> {
    network: &'n Network,
    origin: PlaceId,
    destination: PlaceId,
    cost: Cost,
    legs: Vec<Leg>,
}

impl<'n> Route<'n> {
    /// The route over these arcs of a metric, in the order of travel.
    pub(crate) fn new(metric: &Metric<'n>, origin: PlaceId, destination: PlaceId, arcs: &[ArcId]) -> Self {
        let topology = metric.network().arcs();
        let legs: Vec<Leg> = arcs
            .iter()
            .map(|&arc| Leg {
                arc,
                step: topology.steps[arc.index()],
                from: topology.place_of(topology.tails[arc.index()] as usize),
                to: topology.place_of(topology.heads[arc.index()] as usize),
                parts: metric.parts(arc),
                emission: metric.emission(arc).ok(),
            })
            .collect();
        let cost = arcs.iter().fold(Cost::ZERO, |sum, &arc| sum + metric.cost(arc));
        Self { network: metric.network(), origin, destination, cost, legs }
    }

    /// The network it runs in.
    #[must_use]
    pub fn network(&self) -> &'n Network {
        self.network
    }

    /// Where it starts.
    #[must_use]
    pub fn origin(&self) -> PlaceId {
        self.origin
    }

    /// Where it ends.
    #[must_use]
    pub fn destination(&self) -> PlaceId {
        self.destination
    }

    /// What was minimised.
    #[must_use]
    pub fn cost(&self) -> Cost {
        self.cost
    }

    /// The steps in the order of travel; none when origin and destination are the same place.
    #[must_use]
    pub fn legs(&self) -> &[Leg] {
        &self.legs
    }

    /// The links in the order of travel.
    pub fn links(&self) -> impl Iterator<Item = LinkId> {
        self.legs.iter().filter_map(Leg::link)
    }

    /// The places in the order of travel, each once a visit.
    #[must_use]
    pub fn places(&self) -> Vec<PlaceId> {
        let mut places = vec![self.origin];
        places.extend(self.legs.iter().filter(|leg| leg.link().is_some()).map(|leg| leg.to));
        places
    }

    /// Distance, time and money in all.
    #[must_use]
    pub fn values(&self) -> Values {
        self.legs.iter().map(Leg::values).sum()
    }

    /// The length in all.
    #[must_use]
    pub fn length(&self) -> Distance {
        self.values().distance
    }

    /// The time in all.
    #[must_use]
    pub fn time(&self) -> Duration {
        self.values().time
    }

    /// The price in all, per FEU.
    #[must_use]
    pub fn money(&self) -> Money {
        self.values().money
    }

    /// The greenhouse gases in all, in CO2 equivalent per FEU; `None` where no assumption gives them
    /// for one of the legs.
    #[must_use]
    pub fn emission(&self) -> Option<Mass> {
        self.legs.iter().map(|leg| leg.emission).sum()
    }

    /// What is spent in each territory, in the order in which it is first reached.
    #[must_use]
    pub fn territories(&self) -> Vec<(Territory, Values)> {
        grouped(self.legs.iter().flat_map(|leg| &leg.parts).map(|part| (part.territory, part.values)))
    }

    /// The countries it passes through, in the order in which each is first reached.
    #[must_use]
    pub fn countries(&self) -> Vec<Country> {
        let territories = self.territories().into_iter();
        territories
            .filter_map(|(territory, _)| match territory {
                Territory::Country(country) => Some(country),
                Territory::Sea => None,
            })
            .collect()
    }

    /// What is spent on the links of each mode, in the order in which it is first used.
    #[must_use]
    pub fn modes(&self) -> Vec<(Mode, Values)> {
        grouped(self.legs.iter().filter_map(|leg| Some((self.network[leg.link()?].mode, leg.values()))))
    }

    /// The borders crossed, in the order of travel.
    #[must_use]
    pub fn borders(&self) -> Vec<BorderId> {
        self.links().filter_map(|link| self.network[link].border()).collect()
    }

    /// The changes of track gauge, in the order of travel: where, from which system to which.
    #[must_use]
    pub fn gauge_breaks(&self) -> Vec<(PlaceId, System, System)> {
        self.legs
            .iter()
            .filter_map(|leg| match leg.step {
                Step::Transfer { transfer, forward } if self.network[transfer].is_gauge_break() => {
                    let [a, b] = self.network[transfer].systems;
                    Some(if forward { (leg.from, a, b) } else { (leg.from, b, a) })
                }
                _ => None,
            })
            .collect()
    }
}

/// Sums by key, in the order of first appearance.
fn grouped<K: PartialEq>(items: impl Iterator<Item = (K, Values)>) -> Vec<(K, Values)> {
    let mut groups: Vec<(K, Values)> = Vec::new();
    for (key, values) in items {
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, sum)) => *sum += values,
            None => groups.push((key, values)),
        }
    }
    groups
}
