//! How much a corridor depends on a country, border, port or passage.

mod boundary;
mod demand;
mod events;
mod explain;
mod findings;
mod game;
mod matrix;
mod measures;
mod official;
mod power;
mod projects;
mod regions;
mod sea_access;
mod standing;
mod sweep;
mod uncertainty;
mod years;

pub use boundary::{BoundaryRow, BoundaryTest, TURNS_AT, View};
pub use demand::{Demand, Flow};
pub use events::{Change, Event, EventReport, EventResidual, Events, EventsError, Observation, Seen};
pub use findings::FamilyDependence;
pub(crate) use findings::counted;
pub(crate) use findings::hub_name;
use findings::mean;
pub use matrix::{DependenceMatrix, MatrixCell, MatrixQuery, ObjectiveMatrix};
use measures::Full;
pub use measures::{
    Anatomy, CapacityLoss, CellMeasures, CountryRedundance, Exposure, FullMeasures, HubPart, LinkRedundance, Measures,
    NearOptimal, NearShare, NoCapacity, Openness, Overall, PartDependence, Reliability, RestsOn,
};
pub(crate) use official::percent_range;
pub use official::{ModelShare, OfficialShares, PublishedShare};
pub use power::{Concentration, CorridorPower, DemandPower, Outside, Power, Powers, PowersReport};
pub use projects::{Effect, ProjectEffect};
use regions::Regions;
pub use sea_access::{Closure, Gateway, SeaAccess, SeaAccessReport};
pub use standing::{Standing, StandingChange};
pub use sweep::{Sweep, SweepQuery, SweepRow};
pub use uncertainty::{CorridorIntervals, CountryRank, Draws, Driver, Intervals, Ranking, ScopeInterval, Spread};
pub use years::{Snapshot, Summary};

use crate::cost::{Cost, CostModel, Metric, MetricError, Objective, Values};
use crate::network::{ArcId, Corridor, CorridorId, Grade, Network};
use crate::redundancy::{Cut, Opening};
use crate::route::Route;
use crate::scenario::{Scenario, Selection, Target};
use crate::units::to_float;

/// Asks how much corridors depend on a hub.
///
/// With `d(s, t)` the least cost from a corridor's origin to its destination and `G − H` the
/// network with every link and place of the hub closed, three scopes are answered side by side,
/// because the answer turns on them: *along the line* (the corridor's own links), *within the
/// family* (the lines of all corridors of its family), *in the whole network*.
///
/// ```text
///              d = 10 through the hub             dependence  D = 1 − d/d' = 1 − 10/14 ≈ 0.29
///   origin ●────────[ hub ]────────● destination  premium     ρ = d'/d − 1 = 0.4
///          └────────────────────────┘
///              d' = 14 around it
/// ```
///
/// # Units
/// Costs are in the units of the objective; shares and dependence are in \[0, 1\].
///
/// # Complexity
/// O(C · (V + E) log V) for C corridors.
///
/// # Example
/// ```
/// use landbridge::{Dependence, Network, Verdict};
/// let network = Network::bundled();
/// let report = Dependence::on(&network).hub("country:KZ".parse()?).run()?;
/// let terminal = report.rows.iter().filter(|row| row.verdict == Some(Verdict::Terminal));
/// assert!(terminal.clone().all(|row| row.network.dependence().is_none()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # References
/// - share of efficiency lost: after Latora & Marchiori 2001, [doi:10.1103/PhysRevLett.87.198701](https://doi.org/10.1103/PhysRevLett.87.198701)
/// - replacement paths: Hershberger & Suri 2001, [doi:10.1109/SFCS.2001.959899](https://doi.org/10.1109/SFCS.2001.959899)
#[derive(Clone, Debug)]
#[must_use]
pub struct Dependence<'n> {
    network: &'n Network,
    hub: Vec<Target>,
    scenario: Scenario,
    model: CostModel,
    corridors: Option<Vec<CorridorId>>,
    measures: Measures,
    openness: Openness,
    demand: Option<Demand>,
}

/// What becomes of a corridor's ends when the hub closes, in the whole network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The origin or the destination lies in the hub: dependence is not a question.
    Terminal,
    /// A best route avoids the hub already.
    Unused,
    /// There is a way around, at a cost.
    Avoidable,
    /// There is no way without the hub.
    Indispensable,
}

impl Verdict {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        ["terminal", "unused", "avoidable", "indispensable"][self as usize]
    }
}

/// The least costs of one scope, with the hub open and closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scope {
    /// With the hub open; infinite when there is no way in this scope at all.
    pub open: Cost,
    /// With the hub closed.
    pub closed: Cost,
    terminal: bool,
}

impl Scope {
    /// What becomes of the corridor in this scope; `None` when there is no way even with the hub.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        let (open, closed) = (self.open.finite()?, self.closed.finite());
        Some(match closed {
            _ if self.terminal => Verdict::Terminal,
            None => Verdict::Indispensable,
            Some(closed) if closed == open => Verdict::Unused,
            Some(_) => Verdict::Avoidable,
        })
    }

    /// `D = 1 − d/d'`: 0 when the hub is unused, 1 when it is indispensable. `None` for a terminal
    /// corridor, or when there is no way even with the hub.
    #[must_use]
    pub fn dependence(&self) -> Option<f64> {
        match self.verdict()? {
            Verdict::Terminal => None,
            Verdict::Unused => Some(0.0),
            Verdict::Indispensable => Some(1.0),
            Verdict::Avoidable => Some(1.0 - to_float(self.open.finite()?) / to_float(self.closed.finite()?)),
        }
    }

    /// `ρ = d'/d − 1`, the share by which the replacement costs more. `None` when there is no
    /// replacement, for a terminal corridor, and where the open cost is 0 and the closed is not.
    #[must_use]
    pub fn premium(&self) -> Option<f64> {
        match self.verdict()? {
            Verdict::Unused => Some(0.0),
            Verdict::Avoidable if self.open > Cost::ZERO => {
                Some(to_float(self.closed.finite()?) / to_float(self.open.finite()?) - 1.0)
            }
            _ => None,
        }
    }
}

/// The shares of a route that lie inside the hub, each in \[0, 1\].
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Share {
    /// Of its kilometres.
    pub distance: f64,
    /// Of its hours.
    pub time: f64,
    /// Of its dollars.
    pub money: f64,
    /// Of the objective: least and greatest over all routes along the line that tie for the best.
    pub range: (f64, f64),
}

/// That the hub is indispensable, proved; and what would change it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Certificate {
    /// With the hub closed, nothing leads across this cut.
    pub cut: Cut,
    /// The projects, borders and links any one of which, opened alone, would make the hub avoidable.
    pub openings: Vec<Opening>,
}

/// The dependence of one corridor on the hub.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CorridorDependence<'n> {
    /// The corridor.
    pub corridor: CorridorId,
    /// In the whole network; `None` when there is no way even with the hub.
    pub verdict: Option<Verdict>,
    /// What of the line lies inside the hub; `None` when the line itself is not open.
    pub share: Option<Share>,
    /// Along the corridor's own links.
    pub line: Scope,
    /// Over the links of all corridors of the family.
    pub family: Scope,
    /// In the whole network.
    pub network: Scope,
    /// The best route along the line, with the hub open.
    pub line_route: Option<Route<'n>>,
    /// The best route in the whole network, with the hub open.
    pub best: Option<Route<'n>>,
    /// The best route in the whole network with the hub closed.
    pub replacement: Option<Route<'n>>,
    /// When the hub is indispensable.
    pub certificate: Option<Certificate>,
    /// When there is no way even with the hub.
    pub no_way: Option<Cut>,
    /// The measures beyond the headline, when they were asked for and there is a way.
    pub full: Option<Box<FullMeasures<'n>>>,
}

/// The answer of a [`Dependence`] query.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DependenceReport<'n> {
    /// The network.
    pub network: &'n Network,
    /// The hub, by the ids that the network knows it by.
    pub hub: Vec<Target>,
    /// The year of the scenario.
    pub year: u16,
    /// What was minimised.
    pub objective: Objective,
    /// One row a corridor, in the order of `corridor.csv`.
    pub rows: Vec<CorridorDependence<'n>>,
    /// Importance, betweenness and efficiency over a demand, when all measures were asked for.
    pub overall: Option<Overall>,
    metric: Metric<'n>,
}

impl<'n> DependenceReport<'n> {
    /// The weakest of the values behind the figures of a row.
    ///
    /// # Complexity
    /// O(legs · A) for A assumptions.
    #[must_use]
    pub fn rests_on(&self, row: &CorridorDependence<'n>) -> RestsOn {
        RestsOn::new(&self.metric, row)
    }

    /// The weakest of the values behind the dependence of any row. Once it is an assumption, no
    /// further row is looked at: only what a user leaves unstated is weaker.
    #[must_use]
    pub fn weakest(&self) -> Grade {
        let mut weakest = Grade::Published;
        for row in self.rows.iter().filter(|row| row.best.is_some()) {
            weakest = weakest.max(self.rests_on(row).dependence);
            if weakest >= Grade::Assumed {
                break;
            }
        }
        weakest
    }
}

impl<'n> Dependence<'n> {
    /// Over all corridors, today, by time. Without a hub nothing is closed, and every corridor is
    /// found to be independent of it.
    pub fn on(network: &'n Network) -> Self {
        Self {
            network,
            hub: Vec::new(),
            scenario: Scenario::default(),
            model: CostModel::time(),
            corridors: None,
            measures: Measures::Headline,
            openness: Openness::default(),
            demand: None,
        }
    }

    /// Adds a target to the hub; several targets close together.
    pub fn hub(mut self, target: Target) -> Self {
        self.hub.push(target);
        self
    }

    /// Under this scenario.
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.scenario = scenario;
        self
    }

    /// By this cost model.
    pub fn model(mut self, model: CostModel) -> Self {
        self.model = model;
        self
    }

    /// Only for this corridor, and others named so.
    pub fn corridor(mut self, corridor: CorridorId) -> Self {
        self.corridors.get_or_insert_default().push(corridor);
        self
    }

    /// With these measures: the headline alone when not given.
    ///
    /// All of them take O(C · F) more, where F is the time of [`Metric::frontier`].
    pub fn measures(mut self, measures: Measures) -> Self {
        self.measures = measures;
        self
    }

    /// With these probabilities for the reliability, in place of the assumed ones.
    pub fn openness(mut self, openness: Openness) -> Self {
        self.openness = openness;
        self
    }

    /// With importance, betweenness and efficiency over this demand; over the ends of the corridors
    /// when not given.
    pub fn demand(mut self, demand: Demand) -> Self {
        self.demand = Some(demand);
        self
    }

    /// Importance, betweenness and efficiency over the demand alone, without a row a corridor.
    ///
    /// # Complexity
    /// O(P · (V + E) log V) for P pairs.
    ///
    /// # Errors
    /// As [`Dependence::run`].
    ///
    /// ```
    /// use landbridge::{Demand, Dependence, Network};
    /// let network = Network::bundled();
    /// let query = Dependence::on(&network).hub("country:KZ".parse()?).demand(Demand::bundled(&network));
    /// let (every, some) = query.overall()?.betweenness.unwrap();
    /// assert!(0.0 < every && every <= some && some <= 1.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn overall(&self) -> Result<Overall, MetricError> {
        let open = self.network.metric(&self.scenario, &self.model)?;
        Ok(self.over_demand(&open, &self.network.select(&self.hub)?))
    }

    fn over_demand(&self, open: &Metric<'n>, hub: &Selection) -> Overall {
        let corridors = || Demand::of_corridors(self.network);
        let demand = self.demand.clone().unwrap_or_else(corridors);
        Overall::of_hub(open, &open.closing(hub), hub, &demand)
    }

    /// Answers.
    ///
    /// # Errors
    /// When a target of the hub or the scenario names nothing in the network, or no metric can be
    /// made of it.
    pub fn run(&self) -> Result<DependenceReport<'n>, MetricError> {
        let network = self.network;
        let open = network.metric(&self.scenario, &self.model)?;
        let hub = network.select(&self.hub)?;
        let closed = open.closing(&hub);
        let within = |family: &'n str| {
            let links = family_links(network, family);
            let keep = |link: crate::LinkId| links[link.index()];
            (family, open.within(keep), closed.within(keep))
        };
        let families: Vec<(&str, Metric<'n>, Metric<'n>)> = network.families().into_iter().map(within).collect();
        let asked = |id: CorridorId| self.corridors.as_ref().is_none_or(|only| only.contains(&id));
        let rows = network
            .corridors()
            .filter(|&(id, _)| asked(id))
            .filter_map(|(id, corridor)| {
                let (_, family, family_closed) = families.iter().find(|(name, ..)| *name == corridor.family)?;
                let query = Query { corridor, hub: &hub, open: &open, closed: &closed };
                let mut row = query.answer(id, [family, family_closed]);
                if self.measures == Measures::All && row.verdict.is_some() {
                    let full = Full { corridor, hub: &hub, open: &open, closed: &closed, openness: &self.openness };
                    row.full = Some(Box::new(full.answer(&row)));
                }
                Some(row)
            })
            .collect();
        let overall = (self.measures == Measures::All).then(|| self.over_demand(&open, &hub));
        Ok(DependenceReport {
            network,
            hub: hub.targets().to_vec(),
            year: open.year(),
            objective: open.objective(),
            rows,
            overall,
            metric: open,
        })
    }
}

/// Which links the corridors of a family use.
fn family_links(network: &Network, family: &str) -> Vec<bool> {
    let mut links = vec![false; network.links().len()];
    for (_, corridor) in network.corridors().filter(|(_, one)| one.family == family) {
        corridor.links.iter().for_each(|link| links[link.index()] = true);
    }
    links
}

/// One corridor's question.
struct Query<'q, 'n> {
    corridor: &'n Corridor,
    hub: &'q Selection,
    open: &'q Metric<'n>,
    closed: &'q Metric<'n>,
}

impl<'n> Query<'_, 'n> {
    fn answer(&self, id: CorridorId, family: [&Metric<'n>; 2]) -> CorridorDependence<'n> {
        let Corridor { origin, destination, ref links, .. } = *self.corridor;
        let network = self.open.network();
        let terminal = [origin, destination].iter().any(|&end| self.hub.holds_place(network, end));
        let cost = |route: Option<&Route<'_>>| route.map_or(Cost::INFINITE, Route::cost);
        let scope = |open: Option<&Route<'_>>, closed: Option<&Route<'_>>| Scope {
            open: cost(open),
            closed: cost(closed),
            terminal,
        };

        let mut own = vec![false; network.links().len()];
        for link in links {
            own[link.index()] = true;
        }
        let keep = |link: crate::LinkId| own[link.index()];
        let line = self.open.within(keep);
        let line_route = line.shortest(origin, destination);
        let line_closed = self.closed.within(keep).shortest(origin, destination);
        let [family_open, family_closed] = family.map(|metric| metric.shortest(origin, destination));
        let best = self.open.shortest(origin, destination);
        let replacement = self.closed.shortest(origin, destination);
        let whole = scope(best.as_ref(), replacement.as_ref());
        let verdict = whole.verdict();
        CorridorDependence {
            corridor: id,
            verdict,
            share: line_route.as_ref().map(|route| self.share(&line, route)),
            line: scope(line_route.as_ref(), line_closed.as_ref()),
            family: scope(family_open.as_ref(), family_closed.as_ref()),
            network: whole,
            line_route,
            certificate: (verdict == Some(Verdict::Indispensable)).then(|| self.certificate()).flatten(),
            no_way: best.is_none().then(|| self.open.why_no_way(origin, destination)).flatten(),
            best,
            replacement,
            full: None,
        }
    }

    fn share(&self, line: &Metric<'n>, route: &Route<'n>) -> Share {
        let network = line.network();
        let topology = network.arcs();
        let inside_of = |arc: ArcId| -> Values {
            let step = topology.steps[arc.index()];
            let parts = line.parts(arc).into_iter();
            parts.filter(|part| self.hub.holds(network, step, part.territory)).map(|part| part.values).sum()
        };
        let inside: Values = route.legs().iter().map(|leg| inside_of(leg.arc)).sum();
        let whole = route.values();
        let ratio = |part: u64, whole: u64| if whole == 0 { 0.0 } else { to_float(part) / to_float(whole) };
        let cost_inside = |arc: ArcId| line.cost_of(inside_of(arc)).finite().unwrap_or_default();
        Share {
            distance: ratio(inside.distance.get(), whole.distance.get()),
            time: ratio(inside.time.get(), whole.time.get()),
            money: ratio(inside.money.get(), whole.money.get()),
            range: line.share_range(route.origin(), route.destination(), cost_inside).unwrap_or((0.0, 0.0)),
        }
    }

    fn certificate(&self) -> Option<Certificate> {
        let Corridor { origin, destination, .. } = *self.corridor;
        let network = self.open.network();
        let cut = self.closed.why_no_way(origin, destination)?;
        let openings = self.closed.openings(origin, destination, |link| self.hub.closes_link(network, link));
        Some(Certificate { cut, openings })
    }
}
