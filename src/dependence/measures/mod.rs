//! The measures beyond the headline, for one corridor and one hub.

mod anatomy;
mod capacity;
mod cell;
mod near_optimal;
mod overall;
mod redundance;
mod reliability;

pub use anatomy::{Anatomy, HubPart, PartDependence};
pub use capacity::{CapacityLoss, NoCapacity};
pub use cell::CellMeasures;
pub(super) use cell::Columns;
pub use near_optimal::{NearOptimal, NearShare};
pub(crate) use near_optimal::{STRETCHES, near_routes, shares};
pub(crate) use overall::Outcome;
pub use overall::{Exposure, Overall};
pub use redundance::{CountryRedundance, LinkRedundance};
pub(crate) use redundance::{kappa_lambda, number_of};
pub use reliability::{Openness, Reliability};

use super::CorridorDependence;
use crate::cost::{Grades, Metric};
use crate::network::{Corridor, Grade};
use crate::route::Route;
use crate::scenario::Selection;

/// Which measures a [`Dependence`](crate::Dependence) query answers with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Measures {
    /// Status, share, dependence, premium and certificate.
    #[default]
    Headline,
    /// All of them.
    All,
}

/// What is behind a figure: the weakest grade of all values that its routes are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RestsOn {
    /// Dependence and premium: the best route and its replacement, under the objective.
    pub dependence: Grade,
    /// Shares of kilometres, hours and dollars: the route along the line.
    pub share: Grades,
}

/// The measures beyond the headline for one corridor.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FullMeasures<'n> {
    /// Routes that share no link, with the hub open and closed.
    pub links: LinkRedundance<'n>,
    /// Routes that share no transit country, and the smallest sets of countries that cut all ways.
    pub countries: CountryRedundance,
    /// How many of the nearly best routes pass through the hub; `None` when it holds an end.
    pub near_optimal: Option<NearOptimal>,
    /// What can still be carried; why not, where capacities do not tell.
    pub capacity: Result<CapacityLoss, NoCapacity>,
    /// What the hub's being open does for the chance to arrive within a budget; `None` when it
    /// holds an end, there is no way, or there are too many ways to tell.
    pub reliability: Option<Reliability>,
    /// Which parts of the hub carry the corridor.
    pub anatomy: Anatomy,
}

/// What the measures of one corridor are made from.
pub(super) struct Full<'q, 'n> {
    pub(super) corridor: &'q Corridor,
    pub(super) hub: &'q Selection,
    pub(super) open: &'q Metric<'n>,
    pub(super) closed: &'q Metric<'n>,
    pub(super) openness: &'q Openness,
}

impl<'n> Full<'_, 'n> {
    pub(super) fn answer(&self, row: &CorridorDependence<'n>) -> FullMeasures<'n> {
        let ends @ [from, to] = [self.corridor.origin, self.corridor.destination];
        let network = self.open.network();
        let terminal = ends.iter().any(|&end| self.hub.holds_place(network, end));
        let frontiers = [self.open, self.closed].map(|metric| metric.frontier(from, to).run().ok());
        let anatomy = if terminal { Anatomy::default() } else { Anatomy::new(self, row.best.as_ref()) };
        FullMeasures {
            links: LinkRedundance::new([self.open, self.closed], ends, terminal),
            countries: CountryRedundance::new(frontiers.each_ref().map(Option::as_ref), self.hub, terminal),
            near_optimal: (!terminal && row.best.is_some()).then(|| NearOptimal::new(self.open, ends, self.hub)),
            capacity: if terminal {
                Err(NoCapacity::Terminal)
            } else {
                CapacityLoss::new([self.open, self.closed], ends)
            },
            reliability: if terminal {
                None
            } else {
                Reliability::new(frontiers.each_ref().map(Option::as_ref), self.hub, self.openness)
            },
            anatomy,
        }
    }
}

/// The weakest grades of some routes.
pub(super) fn weakest<'r, 'n: 'r>(metric: &Metric<'n>, routes: impl Iterator<Item = &'r Route<'n>>) -> Grades {
    let arcs = routes.flat_map(|route| route.legs().iter().map(|leg| leg.arc));
    arcs.map(|arc| metric.grades(arc)).fold(Grades::default(), Grades::and)
}

impl RestsOn {
    pub(super) fn new<'n>(metric: &Metric<'n>, row: &CorridorDependence<'n>) -> Self {
        let compared = weakest(metric, row.best.iter().chain(&row.replacement));
        Self { dependence: metric.grade_of(compared), share: weakest(metric, row.line_route.iter()) }
    }
}
