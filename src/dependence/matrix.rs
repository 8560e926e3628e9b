//! Every corridor against every country, for several objectives at once.

use std::collections::HashMap;

use super::measures::{Columns, Outcome, STRETCHES, kappa_lambda, near_routes, number_of, shares};
use super::{
    CapacityLoss, CellMeasures, Demand, Measures, NearShare, NoCapacity, Overall, Powers, Scope, Verdict, family_links,
};
use crate::Country;
use crate::cost::{Cost, CostModel, Grades, Metric, MetricError, Objective, Values};
use crate::network::{ArcId, CorridorId, Grade, Network, PlaceId, Step, Territory};
use crate::redundancy::{By, Number, countries_of};
use crate::route::Route;
use crate::scenario::{Scenario, Selection, Target};
use crate::search::Ties;
use crate::units::to_float;

/// Asks for the [`DependenceMatrix`]; made by [`Network::dependence_matrix`].
#[derive(Clone, Debug)]
#[must_use]
pub struct MatrixQuery<'n> {
    network: &'n Network,
    scenario: Scenario,
    models: Vec<CostModel>,
    demand: Option<Demand>,
    measures: Measures,
}

/// The dependence of every corridor on every country.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DependenceMatrix<'n> {
    /// The network.
    pub network: &'n Network,
    /// The year of the scenario.
    pub year: u16,
    /// The countries with a place or link in the network, in order.
    pub countries: Vec<Country>,
    /// One for each cost model, in the order in which they were asked for.
    pub objectives: Vec<ObjectiveMatrix>,
    /// κ and λ of each corridor, which no objective changes.
    pub redundance: Vec<[Option<usize>; 2]>,
}

/// The matrix under one objective.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ObjectiveMatrix {
    /// What was minimised.
    pub objective: Objective,
    /// Corridor by corridor in the order of the table, in each the countries in order.
    pub cells: Vec<MatrixCell>,
    /// Importance, betweenness and efficiency of each country over the demand.
    pub overall: Vec<Overall>,
}

/// One corridor and one country.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MatrixCell {
    /// The corridor.
    pub corridor: CorridorId,
    /// The country.
    pub country: Country,
    /// Along the corridor's own links.
    pub line: Scope,
    /// Over the links of its family.
    pub family: Scope,
    /// In the whole network.
    pub network: Scope,
    /// Of the line's kilometres, hours and dollars inside the country; `None` when it is not open.
    pub share: Option<[f64; 3]>,
    /// Least and greatest share of the objective over the line's routes that tie.
    pub share_range: Option<(f64, f64)>,
    /// The greatest number of link-disjoint routes with the country open and closed.
    pub disjoint: [Number; 2],
    /// Nearly best routes through the country; nothing for a terminal one.
    pub near_optimal: Option<[NearShare; 6]>,
    /// What can still be carried, where capacities tell.
    pub capacity: Result<f64, NoCapacity>,
    /// The weakest grade behind the best route in the whole network.
    pub rests_on: Grade,
    /// Power, reliability and anatomy, when all measures were asked for.
    pub full: Option<Box<CellMeasures>>,
}

impl MatrixCell {
    /// What becomes of the corridor in the whole network; `None` without a way.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        self.network.verdict()
    }
}

impl Network {
    /// Asks for the dependence of every corridor on every country.
    ///
    /// ```text
    ///                 BY    KZ    RU   …
    ///   Xi'an–Poti     0   0.4     0        each · what Dependence would answer with that
    ///   Xi'an–Duisburg 0   0.1   0.1        country alone as its hub
    /// ```
    ///
    /// What closing a country can change is searched anew, and nothing else: a country that is on
    /// no best route leaves all costs as they are. A certificate of a cell is that of
    /// [`Dependence`](crate::Dependence) with the country as its hub.
    ///
    /// # Units
    /// Costs are in the units of each objective; shares and dependence in \[0, 1\].
    ///
    /// # Complexity
    /// O(M · C · T · (V + E) log V) time for M models, C corridors and T countries on a best route,
    /// and a frontier for each pair of ends; O(M · C · K) space for K countries.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Network, Verdict};
    /// let network = Network::bundled();
    /// let matrix = network.dependence_matrix().models(&[CostModel::distance()]).run()?;
    /// let cells = &matrix.objectives[0].cells;
    /// assert_eq!(cells.len(), network.corridors().len() * matrix.countries.len());
    /// assert!(cells.iter().any(|cell| cell.verdict() == Some(Verdict::Terminal)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn dependence_matrix(&self) -> MatrixQuery<'_> {
        let models = Objective::ALL.map(CostModel::new).to_vec();
        MatrixQuery { network: self, scenario: Scenario::default(), models, demand: None, measures: Measures::Headline }
    }
}

impl<'n> MatrixQuery<'n> {
    /// Under this scenario.
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.scenario = scenario;
        self
    }

    /// By these cost models; by all four objectives when not given.
    pub fn models(mut self, models: &[CostModel]) -> Self {
        self.models = models.to_vec();
        self
    }

    /// With importance, betweenness and efficiency over this demand; over the ends of the corridors
    /// when not given.
    pub fn demand(mut self, demand: Demand) -> Self {
        self.demand = Some(demand);
        self
    }

    /// With these measures: [`Measures::All`] adds power, reliability and anatomy to each cell, for the price of
    /// a game, a frontier and a pass of replacements for each pair of ends and each model.
    pub fn measures(mut self, measures: Measures) -> Self {
        self.measures = measures;
        self
    }

    /// Answers.
    ///
    /// # Errors
    /// When a target of the scenario names nothing in the network, or no metric can be made of it.
    pub fn run(&self) -> Result<DependenceMatrix<'n>, MetricError> {
        let network = self.network;
        let countries: Vec<_> = network.countries().collect();
        let closings: Vec<Selection> =
            countries.iter().map(|&one| network.select(&[Target::Country(one)])).collect::<Result<_, _>>()?;
        let demand = self.demand.clone().unwrap_or_else(|| Demand::of_corridors(network));
        let any = network.metric(&self.scenario, &CostModel::money())?;
        let table = Table { network, countries: &countries, closings: &closings };
        let fixed = Fixed::new(&table, &any);
        let objectives = self
            .models
            .iter()
            .map(|model| {
                let metric = network.metric(&self.scenario, model)?;
                let mut one = table.objective(&metric, &fixed, &demand);
                if self.measures == Measures::All {
                    let powers = Powers::on(network).scenario(self.scenario.clone()).model(*model).run()?;
                    Columns { countries: &countries, closings: &closings }.fill(&metric, &powers, &mut one.cells);
                }
                Ok(one)
            })
            .collect::<Result<_, MetricError>>()?;
        Ok(DependenceMatrix { network, year: any.year(), redundance: fixed.redundance, countries, objectives })
    }
}

struct Table<'q, 'n> {
    network: &'n Network,
    countries: &'q [Country],
    closings: &'q [Selection],
}

/// What no objective changes.
struct Fixed {
    disjoint: Vec<(Number, Vec<Number>)>,
    capacity: Vec<Vec<Result<f64, NoCapacity>>>,
    redundance: Vec<[Option<usize>; 2]>,
}

impl Fixed {
    fn new(table: &Table<'_, '_>, metric: &Metric<'_>) -> Self {
        let network = table.network;
        let mut known: HashMap<(PlaceId, PlaceId), usize> = HashMap::new();
        let closed = table.closed(metric);
        let mut fixed = Self { disjoint: Vec::new(), capacity: Vec::new(), redundance: Vec::new() };
        for (_, corridor) in network.corridors() {
            let ends = [corridor.origin, corridor.destination];
            if let Some(&at) = known.get(&(ends[0], ends[1])) {
                fixed.disjoint.push(fixed.disjoint[at].clone());
                fixed.capacity.push(fixed.capacity[at].clone());
                fixed.redundance.push(fixed.redundance[at]);
                continue;
            }
            known.insert((ends[0], ends[1]), fixed.disjoint.len());
            let all = metric.disjoint(ends[0], ends[1], By::Link);
            let met = table.touched(all.routes.iter().flat_map(|route| route.legs().iter().map(|leg| leg.step)));
            // the routes that avoid a country stay when it closes
            let number = |at: usize| if met[at] { number_of(&closed[at], ends) } else { all.number };
            fixed.disjoint.push((all.number, (0..closed.len()).map(number).collect()));
            let bounded = metric.max_flow(ends[0], ends[1]).is_some();
            let loss = |closed: &Metric<'_>| {
                let found = if bounded { CapacityLoss::new([metric, closed], ends) } else { Err(NoCapacity::Unstated) };
                found.map(|found| found.loss)
            };
            fixed.capacity.push(closed.iter().map(loss).collect());
            fixed.redundance.push(kappa_lambda(metric, ends));
        }
        fixed
    }
}

/// Least costs between two ends, and what they become when each country closes.
struct Pair<'n> {
    best: Option<Route<'n>>,
    closed: Vec<Cost>,
    some_through: Vec<bool>,
}

impl<'n> Table<'_, 'n> {
    fn closed(&self, metric: &Metric<'n>) -> Vec<Metric<'n>> {
        self.closings.iter().map(|closing| metric.closing(closing)).collect()
    }

    /// Which countries close one of the steps.
    fn touched(&self, steps: impl Iterator<Item = Step>) -> Vec<bool> {
        let mut touched = vec![false; self.countries.len()];
        for country in steps.flat_map(|step| countries_of(self.network, step)) {
            if let Ok(at) = self.countries.binary_search(&country) {
                touched[at] = true;
            }
        }
        touched
    }

    fn is_terminal(&self, at: usize, ends: [PlaceId; 2]) -> bool {
        ends.iter().any(|&end| self.network[end].country == Some(self.countries[at]))
    }

    /// The best route, and its cost without each country, searched where it passes through.
    fn costs(&self, metric: &Metric<'n>, closed: &[Metric<'n>], ends: [PlaceId; 2]) -> (Option<Route<'n>>, Vec<Cost>) {
        let best = metric.shortest(ends[0], ends[1]);
        let Some(route) = &best else { return (None, vec![Cost::INFINITE; closed.len()]) };
        let touched = self.touched(route.legs().iter().map(|leg| leg.step));
        let without = |at: usize| match (self.is_terminal(at, ends), touched[at]) {
            (true, _) => Cost::INFINITE,
            (_, false) => route.cost(),
            _ => closed[at].least(ends[0], ends[1]),
        };
        let costs = (0..closed.len()).map(without).collect();
        (best, costs)
    }

    fn pair(&self, metric: &Metric<'n>, closed: &[Metric<'n>], ends: [PlaceId; 2]) -> Pair<'n> {
        let (best, costs) = self.costs(metric, closed, ends);
        let ties = metric.ties(ends[0], ends[1]);
        let steps = &self.network.arcs().steps;
        let on_some = ties.iter().flat_map(Ties::arcs).map(|arc| steps[arc.index()]);
        Pair { best, closed: costs, some_through: self.touched(on_some) }
    }

    fn objective(&self, metric: &Metric<'n>, fixed: &Fixed, demand: &Demand) -> ObjectiveMatrix {
        let network = self.network;
        let closed = self.closed(metric);
        let mut pairs: HashMap<[PlaceId; 2], Pair<'n>> = HashMap::new();
        let of_corridors = network.corridors().map(|(_, one)| [one.origin, one.destination]);
        for ends in of_corridors.chain(demand.flows().iter().map(|flow| [flow.from, flow.to])) {
            pairs.entry(ends).or_insert_with(|| self.pair(metric, &closed, ends));
        }
        let mut near: HashMap<[PlaceId; 2], Vec<[NearShare; 6]>> = HashMap::new();
        let families: Vec<(&str, Metric<'n>, Vec<Metric<'n>>)> = network
            .families()
            .into_iter()
            .map(|family| {
                let links = family_links(network, family);
                let inside = metric.within(|link| links[link.index()]);
                let closed = self.closed(&inside);
                (family, inside, closed)
            })
            .collect();
        let mut cells = Vec::with_capacity(network.corridors().len() * self.countries.len());
        let mut own = vec![false; network.links().len()];
        for (id, corridor) in network.corridors() {
            let ends = [corridor.origin, corridor.destination];
            corridor.links.iter().for_each(|link| own[link.index()] = true);
            let line = metric.within(|link| own[link.index()]);
            corridor.links.iter().for_each(|link| own[link.index()] = false);
            let pair = &pairs[&ends];
            let line = self.line(&line, ends);
            let family = families.iter().find(|(name, ..)| *name == corridor.family);
            let (family_best, family_closed) = match family {
                Some((_, inside, closed)) => self.costs(inside, closed, ends),
                None => (None, vec![Cost::INFINITE; closed.len()]),
            };
            let near = near.entry(ends).or_insert_with(|| self.near(metric, ends));
            let cost = |route: &Option<Route<'_>>| route.as_ref().map_or(Cost::INFINITE, Route::cost);
            let legs = pair.best.iter().flat_map(Route::legs);
            let grades = legs.map(|leg| metric.grades(leg.arc)).fold(Grades::default(), Grades::and);
            let rests_on = metric.grade_of(grades);
            for (at, &country) in self.countries.iter().enumerate() {
                let terminal = self.is_terminal(at, ends);
                let scope = |open: Cost, closed: Cost| Scope { open, closed, terminal };
                let found = &fixed.disjoint[id.index()];
                cells.push(MatrixCell {
                    corridor: id,
                    country,
                    line: scope(cost(&line.best), line.closed[at]),
                    family: scope(cost(&family_best), family_closed[at]),
                    network: scope(cost(&pair.best), pair.closed[at]),
                    share: line.shares.as_ref().map(|shares| shares[at].0),
                    share_range: line.shares.as_ref().map(|shares| shares[at].1),
                    disjoint: [found.0, found.1[at]],
                    near_optimal: (!terminal && pair.best.is_some()).then(|| near[at]),
                    capacity: if terminal { Err(NoCapacity::Terminal) } else { fixed.capacity[id.index()][at] },
                    rests_on,
                    full: None,
                });
            }
        }
        let overall = (0..self.countries.len()).map(|at| self.overall(metric, &pairs, demand, at)).collect();
        ObjectiveMatrix { objective: metric.objective(), cells, overall }
    }

    fn near(&self, metric: &Metric<'n>, ends: [PlaceId; 2]) -> Vec<[NearShare; 6]> {
        let (routes, end) = near_routes(metric, ends);
        let touched: Vec<Vec<bool>> =
            routes.iter().map(|route| self.touched(route.legs().iter().map(|leg| leg.step))).collect();
        let empty = NearShare { stretch: 0.0, routes: 0, through: 0, complete: true };
        let curve = |at: usize| {
            let mut through = touched.iter().map(|one| one[at]);
            let curve = shares(&routes, end, |_| through.next().unwrap_or_default());
            let mut fixed = [empty; STRETCHES.len()];
            fixed.copy_from_slice(&curve);
            fixed
        };
        (0..self.countries.len()).map(curve).collect()
    }

    fn overall(
        &self,
        metric: &Metric<'n>,
        pairs: &HashMap<[PlaceId; 2], Pair<'n>>,
        demand: &Demand,
        at: usize,
    ) -> Overall {
        let mut outcomes = Vec::with_capacity(demand.flows().len());
        let mut grades = Grades::default();
        for flow in demand.flows() {
            let pair = &pairs[&[flow.from, flow.to]];
            outcomes.push(Outcome {
                weight: flow.weight,
                country: self.network[flow.from].country,
                open: pair.best.as_ref().map_or(Cost::INFINITE, Route::cost),
                closed: pair.closed[at],
                terminal: self.is_terminal(at, [flow.from, flow.to]),
                some_through: pair.some_through[at],
            });
            let legs = pair.best.iter().flat_map(Route::legs);
            grades = legs.map(|leg| metric.grades(leg.arc)).fold(grades, Grades::and);
        }
        Overall::new(&outcomes, metric.grade_of(grades))
    }

    fn line(&self, line: &Metric<'n>, ends: [PlaceId; 2]) -> Line<'n> {
        let best = line.shortest(ends[0], ends[1]);
        let Some(route) = best else {
            return Line { best: None, closed: vec![Cost::INFINITE; self.countries.len()], shares: None };
        };
        let touched = self.touched(route.legs().iter().map(|leg| leg.step));
        let without = |at: usize| match (self.is_terminal(at, ends), touched[at]) {
            (true, _) => Cost::INFINITE,
            (_, false) => route.cost(),
            _ => line.closing(&self.closings[at]).least(ends[0], ends[1]),
        };
        let closed = (0..self.countries.len()).map(without).collect();
        let whole = route.values();
        let ratio = |part: u64, whole: u64| if whole == 0 { 0.0 } else { to_float(part) / to_float(whole) };
        let mut shares = vec![([0.0; 3], (0.0, 0.0)); self.countries.len()];
        for (territory, spent) in route.territories() {
            if let Territory::Country(country) = territory
                && let Ok(at) = self.countries.binary_search(&country)
            {
                shares[at].0 = [
                    ratio(spent.distance.get(), whole.distance.get()),
                    ratio(spent.time.get(), whole.time.get()),
                    ratio(spent.money.get(), whole.money.get()),
                ];
            }
        }
        if let Some(ties) = line.ties(ends[0], ends[1]) {
            let steps = &self.network.arcs().steps;
            let met = self.touched(ties.arcs().iter().map(|arc| steps[arc.index()]));
            let cost = ties.cost().finite().unwrap_or_default();
            let parts: HashMap<ArcId, Vec<crate::Part>> =
                ties.arcs().iter().map(|&arc| (arc, line.parts(arc))).collect();
            for at in (0..met.len()).filter(|&at| met[at]) {
                let here = Territory::Country(self.countries[at]);
                let spent = |arc: ArcId| {
                    let inside = parts[&arc].iter().filter(|part| part.territory == here);
                    let values: Values = inside.map(|part| part.values).sum();
                    line.cost_of(values).min(line.cost(arc)).finite().unwrap_or_default()
                };
                let (least, most) = ties.range(spent);
                shares[at].1 = (ratio(least, cost), ratio(most, cost));
            }
        }
        Line { best: Some(route), closed, shares: Some(shares) }
    }
}

/// Shares of kilometres, hours and dollars, and the range of that of the objective.
type InCountry = ([f64; 3], (f64, f64));

/// One corridor along its own links.
struct Line<'n> {
    best: Option<Route<'n>>,
    closed: Vec<Cost>,
    shares: Option<Vec<InCountry>>,
}

impl Metric<'_> {
    /// The least cost alone.
    fn least(&self, from: PlaceId, to: PlaceId) -> Cost {
        self.shortest(from, to).map_or(Cost::INFINITE, |route| route.cost())
    }
}
