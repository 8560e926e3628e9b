//! Access to the sea: on whom a country without a coast depends, and how balanced that is.

use std::collections::BTreeSet;

use super::findings::{counted, noun, percent};
use super::{Power, Scope, Verdict};
use crate::Country;
use crate::cost::{Cost, CostModel, Grades, Metric, MetricError, Objective};
use crate::network::{Grade, Mode, Network, PlaceId, PlaceKind, Step};
use crate::redundancy::Player;
use crate::route::Route;
use crate::scenario::{Scenario, Target, TargetError};
use crate::units::{to_float, to_integer};

/// Asks how a country comes to the ocean, and on whom it depends for it.
///
/// ```text
///                ┌─▶ CN ─▶ Lianyungang ▣      D(RU) = 1 − d/d'   with Russia closed
///   ▣ Caspian ◀──● Almaty ─▶ RU ─▶ Novorossiysk ▣        κ, λ    over all gateways together
///                └─▶ UZ ─▶ TM ─▶ IR ─▶ Bandar Abbas ▣    φ       share of power over the access
/// ```
///
/// A gateway is a place of a country from which open sea lanes lead to the ocean: the Caspian is a
/// sea, but no lane leads on from it. All gateways together are the destination, and the countries
/// that they lie in are counted as those between are. Getting onto the ship is not counted.
///
/// # Units
/// Costs in the unit of the objective; dependence and shares in \[0, 1\].
///
/// # Complexity
/// One frontier ([`Metric::frontier_to_any`]), the game over it as in [`Powers`](crate::Powers), and
/// one search a country that matters.
///
/// # Example
/// ```
/// use landbridge::{Network, SeaAccess};
/// let network = Network::bundled();
/// let report = SeaAccess::of(&network, "KZ".parse()?).run()?;
/// let aktau = network.place("Aktau")?;
/// assert!(report.gateways.iter().all(|gateway| gateway.place != aktau), "the Caspian is not the ocean");
/// assert!(report.kappa <= report.lambda);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # References
/// As [`Dependence`](crate::Dependence), [`Metric::frontier`] and [`Powers`](crate::Powers).
#[derive(Clone, Debug)]
#[must_use]
pub struct SeaAccess<'n> {
    network: &'n Network,
    country: Country,
    origin: Option<PlaceId>,
    scenario: Scenario,
    model: CostModel,
    stretch: f64,
    labels: usize,
}

/// A port from which ships reach the ocean, with the best way there.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Gateway<'n> {
    /// The port.
    pub place: PlaceId,
    /// The best way to it.
    pub route: Route<'n>,
}

/// What becomes of the access when one country closes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Closure<'n> {
    /// The country that closes.
    pub country: Country,
    /// Whether an open link joins it to the country that is asked about.
    pub neighbour: bool,
    /// The least costs to any gateway with it open and closed.
    pub scope: Scope,
    /// The best way with it closed.
    pub replacement: Option<Route<'n>>,
    /// Its share of the power over the access; `None` when the game exceeded a budget.
    pub share: Option<f64>,
}

/// The answer of a [`SeaAccess`] query.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SeaAccessReport<'n> {
    /// The network.
    pub network: &'n Network,
    /// Whose access.
    pub country: Country,
    /// From where in it.
    pub origin: PlaceId,
    /// The year of the scenario.
    pub year: u16,
    /// What was minimised.
    pub objective: Objective,
    /// The gateways that can be reached, the nearest first.
    pub gateways: Vec<Gateway<'n>>,
    /// The gateways that cannot.
    pub cut_off: Vec<PlaceId>,
    /// Neighbours and whoever else matters, those most depended on first.
    pub closures: Vec<Closure<'n>>,
    /// κ: the most ways to gateways that share no country. `None` when it has a gateway of its own,
    /// or there are too many cases to tell apart.
    pub kappa: Option<usize>,
    /// λ: the fewest countries whose closing together cuts it off. `None` as for κ.
    pub lambda: Option<usize>,
    /// Every set of that many countries that does so.
    pub cuts: Vec<Vec<Country>>,
    /// That many ways without a common country, the cheapest such set.
    pub disjoint: Vec<Route<'n>>,
    /// The powers over the access; `None` when the game exceeded a budget.
    pub power: Option<Power>,
    /// The outside option of the game as a multiple of the least cost: an assumption.
    pub stretch: f64,
    metric: Metric<'n>,
}

impl Metric<'_> {
    /// The places of countries from which open sea lanes lead to the ocean: the greatest set of
    /// places that open sea lanes join. Closing a strait can make a sea behind it a lake.
    ///
    /// # Complexity
    /// O(V + E), nearly.
    ///
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let poti = network.place("Poti")?;
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// assert!(metric.gateways().contains(&poti));
    /// let metric = network.metric(&Scenario::default().closing("passage:bosporus".parse()?), &CostModel::time())?;
    /// assert!(!metric.gateways().contains(&poti));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn gateways(&self) -> Vec<PlaceId> {
        let network = self.network();
        let topology = network.arcs();
        let mut above: Vec<usize> = (0..network.places().len()).collect();
        let mut at_sea = vec![false; above.len()];
        for (arc, step) in topology.steps.iter().enumerate() {
            let Step::Link { link, .. } = *step else { continue };
            if network[link].mode != Mode::Sea || self.open_cost(arc).is_none() {
                continue;
            }
            let ends = [network[link].from.index(), network[link].to.index()];
            for end in ends {
                at_sea[end] = true;
            }
            let [a, b] = ends.map(|end| top(&mut above, end));
            above[a.max(b)] = a.min(b);
        }
        let seas: Vec<Option<usize>> = (0..above.len()).map(|at| at_sea[at].then(|| top(&mut above, at))).collect();
        let mut sizes = vec![0_usize; above.len()];
        seas.iter().flatten().for_each(|&sea| sizes[sea] += 1);
        let ocean = (0..sizes.len()).max_by_key(|&sea| (sizes[sea], std::cmp::Reverse(sea)));
        let ports = network
            .places()
            .filter(|(id, place)| place.country.is_some() && seas[id.index()].is_some_and(|sea| Some(sea) == ocean));
        ports.map(|(id, _)| id).collect()
    }
}

/// The representative of a set, and shorter ways to it.
fn top(above: &mut [usize], mut at: usize) -> usize {
    while above[at] != at {
        above[at] = above[above[at]];
        at = above[at];
    }
    at
}

impl<'n> SeaAccess<'n> {
    /// Of this country, today, by time; from the place where most corridors begin or end, or else
    /// the city where most links meet.
    pub fn of(network: &'n Network, country: Country) -> Self {
        let (scenario, model) = (Scenario::default(), CostModel::time());
        Self { network, country, origin: None, scenario, model, stretch: 2.0, labels: 5_000_000 }
    }

    /// From this place.
    pub fn from(mut self, origin: PlaceId) -> Self {
        self.origin = Some(origin);
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

    /// With so many times the least cost as the outside option of the game; 2 when not given.
    pub fn outside(mut self, stretch: f64) -> Self {
        self.stretch = stretch;
        self
    }

    /// With no more labels of the frontier than this; 5 million when not given.
    pub fn budget(mut self, labels: usize) -> Self {
        self.labels = labels;
        self
    }

    /// Answers.
    ///
    /// # Errors
    /// When no place of the network lies in the country, a target of the scenario names nothing, or no
    /// metric can be made of it.
    pub fn run(&self) -> Result<SeaAccessReport<'n>, MetricError> {
        let (network, country) = (self.network, self.country);
        let metric = network.metric(&self.scenario, &self.model)?;
        let origin = match self.origin {
            Some(origin) => origin,
            None => main_place(network, country).ok_or(TargetError::CountryNotInNetwork(country))?,
        };
        let ports = metric.gateways();
        let gateways = gateways(&metric, origin, &ports);
        let reached: BTreeSet<PlaceId> = gateways.iter().map(|gateway| gateway.place).collect();
        let mut report = SeaAccessReport {
            network,
            country,
            origin,
            year: metric.year(),
            objective: metric.objective(),
            cut_off: ports.iter().copied().filter(|port| !reached.contains(port)).collect(),
            gateways,
            closures: Vec::new(),
            kappa: None,
            lambda: None,
            cuts: Vec::new(),
            disjoint: Vec::new(),
            power: None,
            stretch: self.stretch,
            metric,
        };
        self.tell_apart(&mut report, &ports);
        self.close_each(&mut report, &ports)?;
        Ok(report)
    }

    /// κ, λ and powers, from the frontier.
    fn tell_apart(&self, report: &mut SeaAccessReport<'n>, ports: &[PlaceId]) {
        let query = report.metric.frontier_to_any(report.origin, ports).budget(self.labels);
        let Ok(frontier) = query.run() else { return };
        let of_player = |player: &Player| if let Player::Country(country) = player { Some(*country) } else { None };
        let named = |cut: Vec<&Player>| cut.into_iter().filter_map(of_player).collect();
        report.cuts = frontier.minimum_cuts().unwrap_or_default().into_iter().map(named).collect();
        report.lambda = report.cuts.first().map(Vec::len);
        let disjoint = frontier.disjoint();
        report.kappa = disjoint.number;
        report.disjoint = disjoint.ways.iter().map(crate::redundancy::Way::route).collect();
        let best = frontier.ways().next().and_then(|way| way.cost().finite());
        let outside = best.and_then(|best| to_integer(to_float(best) * self.stretch)).map(Cost::new);
        report.power = outside.and_then(|outside| Power::of(&frontier, outside, report.objective));
    }

    /// The least cost with each country closed that is a neighbour, has power, or lies on the best way.
    fn close_each(&self, report: &mut SeaAccessReport<'n>, ports: &[PlaceId]) -> Result<(), MetricError> {
        let metric = &report.metric;
        let neighbours = neighbours(metric, self.country);
        let open = report.gateways.first().map_or(Cost::INFINITE, |gateway| gateway.route.cost());
        let shares: Vec<(Country, f64)> = report.power.iter().flat_map(Power::shares).filter_map(by_country).collect();
        let best = report.gateways.first().map(|gateway| gateway.route.countries()).unwrap_or_default();
        let mut matter: BTreeSet<Country> = neighbours.iter().copied().chain(best).collect();
        matter.extend(shares.iter().map(|(country, _)| country));
        matter.remove(&self.country);
        for country in matter {
            let closed = metric.closing(&self.network.select(&[Target::Country(country)])?);
            let replacement = gateways(&closed, report.origin, ports).into_iter().next().map(|one| one.route);
            let cost = replacement.as_ref().map_or(Cost::INFINITE, Route::cost);
            let share = shares.iter().find(|(one, _)| *one == country).map_or(0.0, |(_, share)| *share);
            report.closures.push(Closure {
                country,
                neighbour: neighbours.contains(&country),
                scope: Scope { open, closed: cost, terminal: false },
                replacement,
                share: report.power.as_ref().map(|_| share),
            });
        }
        let weight = |one: &Closure<'_>| (one.scope.dependence().unwrap_or(0.0), one.share.unwrap_or(0.0));
        report.closures.sort_by(|a, b| {
            let ((a, a_share), (b, b_share)) = (weight(a), weight(b));
            b.total_cmp(&a).then(b_share.total_cmp(&a_share))
        });
        Ok(())
    }
}

fn by_country((player, share): (&Player, f64)) -> Option<(Country, f64)> {
    if let Player::Country(country) = player { Some((*country, share)) } else { None }
}

/// The ports with a way to them, the nearest first.
fn gateways<'n>(metric: &Metric<'n>, origin: PlaceId, ports: &[PlaceId]) -> Vec<Gateway<'n>> {
    let all = metric.from(origin);
    let mut found: Vec<Gateway<'n>> =
        ports.iter().filter_map(|&place| Some(Gateway { place, route: all.route(place)? })).collect();
    found.sort_by_key(|gateway| gateway.route.cost());
    found
}

/// Where most corridors begin or end; or else the city where most links meet.
fn main_place(network: &Network, country: Country) -> Option<PlaceId> {
    let places = network.places().filter(|(_, place)| place.country == Some(country)).map(|(id, _)| id);
    let count = |place: PlaceId| {
        let ends = network.corridors().flat_map(|(_, row)| [row.origin, row.destination]);
        let links = network.links().flat_map(|(_, row)| [row.from, row.to]);
        let city = network[place].kind == PlaceKind::City;
        (ends.filter(|&end| end == place).count(), city, links.filter(|&end| end == place).count())
    };
    places.max_by_key(|&place| (count(place), std::cmp::Reverse(place)))
}

/// The countries that an open link joins to this one.
fn neighbours(metric: &Metric<'_>, country: Country) -> BTreeSet<Country> {
    let (network, topology) = (metric.network(), metric.network().arcs());
    let country_at = |stop: u32| network[topology.place_of(stop as usize)].country;
    let open = (0..topology.steps.len()).filter(|&arc| metric.open_cost(arc).is_some());
    let pairs = open.map(|arc| (country_at(topology.tails[arc]), country_at(topology.heads[arc])));
    pairs
        .filter(|(tail, _)| *tail == Some(country))
        .filter_map(|(_, head)| head)
        .filter(|one| *one != country)
        .collect()
}

impl SeaAccessReport<'_> {
    /// Whether it has a gateway of its own.
    #[must_use]
    pub fn has_coast(&self) -> bool {
        self.gateways.iter().any(|gateway| self.network[gateway.place].country == Some(self.country))
    }

    /// How many neighbours of equal power would be as concentrated: 1/Σ share² over the neighbours'
    /// shares of what power neighbours have. `None` when they have none.
    #[must_use]
    pub fn effective_neighbours(&self) -> Option<f64> {
        let shares = || self.closures.iter().filter(|one| one.neighbour).filter_map(|one| one.share);
        let all: f64 = shares().sum();
        (all > 0.0).then(|| all * all / shares().map(|share| share * share).sum::<f64>())
    }

    /// The weakest of the values behind the costs: the best way, and the best with each country closed.
    ///
    /// # Complexity
    /// O(legs · A) for A assumptions.
    #[must_use]
    pub fn rests_on(&self) -> Grade {
        let best = self.gateways.first().map(|gateway| &gateway.route);
        let routes = best.into_iter().chain(self.closures.iter().filter_map(|one| one.replacement.as_ref()));
        let arcs = routes.flat_map(|route| route.legs().iter().map(|leg| leg.arc));
        let weakest = arcs.map(|arc| self.metric.grades(arc)).fold(Grades::default(), Grades::and);
        self.metric.grade_of(weakest)
    }

    /// The answer in sentences.
    #[must_use]
    pub fn findings(&self) -> Vec<String> {
        let (country, from) = (self.country.name(), &self.network[self.origin].name);
        let Some(nearest) = self.gateways.first() else {
            return vec![format!("From {from}, {country} has no way to the ocean in {}.", self.year)];
        };
        let cost = to_float(nearest.route.cost().finite().unwrap_or_default()) / self.objective.units_per();
        let mut sentences = vec![format!(
            "{country}, from {from}: {} of the ocean can be reached in {}; the nearest is {}, {cost:.0} {} away through {}.",
            counted(self.gateways.len(), "gateway"),
            self.year,
            self.network[nearest.place].name,
            self.objective.unit(),
            names(&nearest.route.countries()),
        )];
        if self.has_coast() {
            sentences.push(format!("{country} has gateways of its own."));
        }
        for one in self.closures.iter().filter(|one| one.scope.verdict() != Some(Verdict::Unused)) {
            sentences.push(match (&one.replacement, one.scope.premium()) {
                (Some(route), Some(premium)) => format!(
                    "Without {}: {} more {}, to {} through {}.",
                    one.country.name(),
                    percent(premium),
                    noun(self.objective),
                    self.network[route.destination()].name,
                    names(&route.countries()),
                ),
                _ => format!("Without {} it is cut off.", one.country.name()),
            });
        }
        if let (Some(kappa), Some(lambda)) = (self.kappa, self.lambda) {
            let cuts: Vec<String> = self.cuts.iter().take(3).map(|cut| codes(cut)).collect();
            let more = if self.cuts.len() > 3 { ", …" } else { "" };
            sentences.push(format!(
                "{} to the ocean share no country (κ); no fewer than {} together cut it off (λ): {}{more}.",
                counted(kappa, "way"),
                if lambda == 1 { "1 country".to_owned() } else { format!("{lambda} countries") },
                cuts.join(", "),
            ));
        }
        if let (Some(all), Some(near)) =
            (self.power.as_ref().and_then(Power::effective_number), self.effective_neighbours())
        {
            sentences.push(format!(
                "Power over the access is spread as among {all:.1} equal countries, among neighbours as among {near:.1}, against an outside option of {} times the best (an assumption).",
                self.stretch,
            ));
        }
        sentences
    }
}

fn names(countries: &[Country]) -> String {
    countries.iter().map(Country::name).collect::<Vec<_>>().join(", ")
}

fn codes(countries: &[Country]) -> String {
    countries.iter().map(Country::code).collect::<Vec<_>>().join(" + ")
}
