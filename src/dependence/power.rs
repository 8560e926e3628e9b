//! The power of countries over corridors: exact Shapley values and their concentration.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Demand, game};
use crate::Country;
use crate::cost::{Cost, CostModel, Metric, MetricError, Objective};
use crate::network::{CorridorId, Grade, Network, PlaceId};
use crate::redundancy::{Frontier, Player, Players};
use crate::scenario::{Scenario, Target};
use crate::units::{to_float, to_integer};

/// Asks how much power each country has over corridors.
///
/// The countries between origin and destination play a game: a coalition S is worth what its
/// members, opening their land together, save against the outside option,
/// `v(S) = (outside option − least cost through S alone)⁺`. A country's power is its Shapley value,
/// the mean of what it adds over all orders in which the countries may join. The values sum to
/// `v(all)`, so that shares of power can be compared and their concentration measured.
///
/// ```text
///   outside option 30 h ──┐       v({KZ}) = 6      φ(KZ) = 5     the way through KZ costs 24,
///   through KZ      24 h ─┤       v({RU}) = 4  →   φ(RU) = 3     through RU 26, through both 22:
///   through both    22 h ─┘       v(both) = 8                    sum 8 = v(both)
/// ```
///
/// # Units
/// Powers are in the unit of the objective (km, h, USD); shares are in \[0, 1\].
///
/// # Complexity
/// One country frontier a corridor, then O(c · (m + n)) for m ways, n countries and c cases that
/// must be told apart; no sampling. Both are bounded by budgets, and a corridor that exceeds one is
/// listed apart.
///
/// # Example
/// ```
/// use landbridge::{Network, Powers};
/// let network = Network::bundled();
/// let corridor = network.corridors().next().unwrap().0;
/// let report = Powers::on(&network).corridor(corridor).run()?;
/// let power = &report.rows[0].power;
/// let sum: f64 = power.shares().map(|(_, share)| share).sum();
/// assert!((sum - 1.0).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # References
/// - Shapley 1953, A value for n-person games
/// - for Eurasian gas: Hubert & Ikonnikova 2011, [doi:10.1111/j.1467-6451.2011.00448.x](https://doi.org/10.1111/j.1467-6451.2011.00448.x)
#[derive(Clone, Debug)]
#[must_use]
pub struct Powers<'n> {
    network: &'n Network,
    scenario: Scenario,
    model: CostModel,
    players: Players,
    outside: Outside,
    corridors: Option<Vec<CorridorId>>,
    demand: Option<Demand>,
    labels: usize,
}

/// What is left to do when no country cooperates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outside {
    /// The least cost of a way through no player, by sea say; where there is none, so many times the
    /// least cost of all. The multiple is an assumption, and rows that rest on it say so.
    Free {
        /// The multiple; above 1.
        or_stretch: f64,
    },
    /// The same cost for every corridor.
    Cost(Cost),
}

impl Default for Outside {
    fn default() -> Self {
        Self::Free { or_stretch: 2.0 }
    }
}

/// The players' powers over something.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Power {
    /// What all players together save, in the unit of the objective.
    pub value: f64,
    /// Each player with any power, the most powerful first.
    pub players: Vec<(Player, f64)>,
}

/// The powers over one corridor.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CorridorPower {
    /// The corridor.
    pub corridor: CorridorId,
    /// The least cost from origin to destination.
    pub best: Cost,
    /// The outside option.
    pub outside: Cost,
    /// Whether the outside option is the assumed multiple, no way being free of players.
    pub assumed: bool,
    /// The weakest grade behind the ways of the game.
    pub rests_on: Grade,
    /// The powers.
    pub power: Power,
}

/// The powers over a whole demand: by additivity, the sum over its pairs, each as often as it weighs.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DemandPower {
    /// What the weights are, in words.
    pub basis: String,
    /// The powers, in the unit of the objective times that of the weights.
    pub power: Power,
    /// Pairs that are in the sum.
    pub pairs: usize,
    /// Of these, pairs whose outside option is the assumed multiple.
    pub assumed: usize,
    /// Pairs without any way, or whose game exceeded a budget: they are in no sum.
    pub left_out: usize,
}

/// How concentrated power is, by the marks of the Horizontal Merger Guidelines of the US Department
/// of Justice and the Federal Trade Commission of 2010, § 5.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Concentration {
    /// HHI up to 0.15.
    Low,
    /// HHI up to 0.25.
    Moderate,
    /// HHI above 0.25.
    High,
}

impl Concentration {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        ["low", "moderate", "high"][self as usize]
    }
}

/// The answer of a [`Powers`] query.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PowersReport<'n> {
    /// The network.
    pub network: &'n Network,
    /// The year of the scenario.
    pub year: u16,
    /// What was minimised.
    pub objective: Objective,
    /// One row a corridor that has a way, in the order of `corridor.csv`.
    pub rows: Vec<CorridorPower>,
    /// Corridors without any way.
    pub no_way: Vec<CorridorId>,
    /// Corridors whose game exceeded a budget: they are in no sum.
    pub unfinished: Vec<CorridorId>,
    /// Over the whole demand, when one was given.
    pub demand: Option<DemandPower>,
}

/// Cases that one corridor's game may have.
const MOST_CASES: usize = 2_000_000;

impl<'n> Powers<'n> {
    /// Over all corridors, today, by time, each country for itself.
    pub fn on(network: &'n Network) -> Self {
        Self {
            network,
            scenario: Scenario::default(),
            model: CostModel::time(),
            players: Players::Countries,
            outside: Outside::default(),
            corridors: None,
            demand: None,
            labels: 5_000_000,
        }
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

    /// With blocs or passages as players.
    pub fn players(mut self, players: Players) -> Self {
        self.players = players;
        self
    }

    /// Against this outside option.
    pub fn outside(mut self, outside: Outside) -> Self {
        self.outside = outside;
        self
    }

    /// Only for this corridor, and others named so.
    pub fn corridor(mut self, corridor: CorridorId) -> Self {
        self.corridors.get_or_insert_default().push(corridor);
        self
    }

    /// Over this demand too.
    pub fn demand(mut self, demand: Demand) -> Self {
        self.demand = Some(demand);
        self
    }

    /// With no more labels a frontier than this; 5 million when not given.
    pub fn budget(mut self, labels: usize) -> Self {
        self.labels = labels;
        self
    }

    /// Answers.
    ///
    /// # Errors
    /// When a target of the scenario names nothing in the network, or no metric can be made of it.
    pub fn run(&self) -> Result<PowersReport<'n>, MetricError> {
        let network = self.network;
        let metric = network.metric(&self.scenario, &self.model)?;
        let mut report = PowersReport {
            network,
            year: metric.year(),
            objective: metric.objective(),
            rows: Vec::new(),
            no_way: Vec::new(),
            unfinished: Vec::new(),
            demand: None,
        };
        // corridors share their ends with others, and with the demand
        let mut games: HashMap<[PlaceId; 2], Game> = HashMap::new();
        for (id, corridor) in network.corridors() {
            if self.corridors.as_ref().is_some_and(|only| !only.contains(&id)) {
                continue;
            }
            match self.known(&mut games, &metric, [corridor.origin, corridor.destination])? {
                Game::Solved(row) => report.rows.push(CorridorPower {
                    corridor: id,
                    best: row.best,
                    outside: row.outside,
                    assumed: row.assumed,
                    rests_on: row.rests_on,
                    power: row.power.clone(),
                }),
                Game::NoWay => report.no_way.push(id),
                Game::Unfinished => report.unfinished.push(id),
            }
        }
        if let Some(demand) = &self.demand {
            let mut whole = DemandPower {
                basis: demand.basis().to_owned(),
                power: Power::default(),
                pairs: 0,
                assumed: 0,
                left_out: 0,
            };
            let mut parts = Vec::with_capacity(demand.flows().len());
            for flow in demand.flows() {
                if let Game::Solved(row) = self.known(&mut games, &metric, [flow.from, flow.to])? {
                    whole.pairs += 1;
                    whole.assumed += usize::from(row.assumed);
                    parts.push((flow.weight, row.power.clone()));
                } else {
                    whole.left_out += 1;
                }
            }
            whole.power = Power::sum(parts.iter().map(|(weight, power)| (*weight, power)));
            report.demand = Some(whole);
        }
        Ok(report)
    }

    fn known<'g>(
        &self,
        games: &'g mut HashMap<[PlaceId; 2], Game>,
        metric: &Metric<'n>,
        ends: [PlaceId; 2],
    ) -> Result<&'g Game, MetricError> {
        use std::collections::hash_map::Entry;
        Ok(match games.entry(ends) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(self.over(metric, ends)?),
        })
    }

    fn over(&self, metric: &Metric<'n>, ends: [PlaceId; 2]) -> Result<Game, MetricError> {
        let [from, to] = ends;
        let Some(best) = metric.shortest(from, to).map(|route| route.cost()) else { return Ok(Game::NoWay) };
        let (outside, assumed) = match self.outside {
            Outside::Cost(cost) => (cost, false),
            Outside::Free { or_stretch } => {
                let stretched = || best.finite().and_then(|best| to_integer(to_float(best) * or_stretch));
                let free = self.free(metric, ends)?;
                (free.unwrap_or_else(|| stretched().map_or(Cost::INFINITE, Cost::new)), free.is_none())
            }
        };
        let query = metric.frontier(from, to).players(self.players.clone()).outside_option(outside);
        let Ok(frontier) = query.budget(self.labels).run() else { return Ok(Game::Unfinished) };
        let Some(power) = Power::of(&frontier, outside, metric.objective()) else { return Ok(Game::Unfinished) };
        let rests_on = weakest(metric, &frontier);
        Ok(Game::Solved(Solved { best, outside, assumed, rests_on, power }))
    }

    /// The least cost through no player.
    fn free(&self, metric: &Metric<'n>, [from, to]: [PlaceId; 2]) -> Result<Option<Cost>, MetricError> {
        let network = self.network;
        let own = [from, to].map(|end| network[end].country.and_then(|country| self.players.of_country(country)));
        let all: Vec<Target> = if self.players == Players::Passages {
            network.passages().map(|(_, passage)| Target::Passage(passage.id.clone())).collect()
        } else {
            let countries: BTreeSet<Country> = network.places().filter_map(|(_, place)| place.country).collect();
            let others = countries.into_iter().filter(|&country| !own.contains(&self.players.of_country(country)));
            others.map(Target::Country).collect()
        };
        let free = metric.closing(&network.select(&all)?);
        Ok(free.shortest(from, to).map(|route| route.cost()))
    }
}

/// The game between two places, whichever corridors join them.
struct Solved {
    best: Cost,
    outside: Cost,
    assumed: bool,
    rests_on: Grade,
    power: Power,
}

enum Game {
    Solved(Solved),
    NoWay,
    Unfinished,
}

/// The weakest grade behind the ways of a frontier. Once it is an assumption no further way is told.
fn weakest(metric: &Metric<'_>, frontier: &Frontier<'_>) -> Grade {
    let mut weakest = Grade::Published;
    for way in frontier.ways() {
        let grades = way.route().legs().iter().map(|leg| metric.grade(leg.arc)).max();
        weakest = weakest.max(grades.unwrap_or(Grade::Published));
        if weakest >= Grade::Assumed {
            break;
        }
    }
    weakest
}

impl Power {
    /// The powers over one frontier; `None` when too many cases would have to be told apart.
    pub(super) fn of(frontier: &Frontier<'_>, outside: Cost, objective: Objective) -> Option<Self> {
        let players = frontier.players();
        let outside = outside.finite()?;
        let ways: Vec<(u64, u128)> = frontier
            .ways()
            .filter_map(|way| {
                let mask = way.players().into_iter().filter_map(|player| players.binary_search(player).ok());
                Some((outside.checked_sub(way.cost().finite()?)?, mask.fold(0, |mask, at| mask | 1 << at)))
            })
            .collect();
        let units = objective.units_per();
        let values = game::shapley(&ways, players.len(), MOST_CASES).ok()?;
        let value = to_float(ways.iter().map(|way| way.0).max().unwrap_or(0)) / units;
        Some(Self::sorted(value, players.iter().cloned().zip(values.into_iter().map(|value| value / units))))
    }

    fn sorted(value: f64, players: impl IntoIterator<Item = (Player, f64)>) -> Self {
        let mut players: Vec<(Player, f64)> = players.into_iter().filter(|(_, power)| *power > 1e-9).collect();
        players.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Self { value, players }
    }

    /// The powers over several things together, each with its weight: by additivity, their sum.
    fn sum<'p>(powers: impl IntoIterator<Item = (f64, &'p Self)>) -> Self {
        let (mut value, mut sums) = (0.0, BTreeMap::<Player, f64>::new());
        for (weight, power) in powers {
            value += weight * power.value;
            for (player, one) in &power.players {
                *sums.entry(player.clone()).or_default() += weight * one;
            }
        }
        Self::sorted(value, sums)
    }

    /// Each player's share of the power of all, the greatest first.
    pub fn shares(&self) -> impl Iterator<Item = (&Player, f64)> {
        let all: f64 = self.players.iter().map(|(_, power)| power).sum();
        self.players.iter().map(move |(player, power)| (player, power / all))
    }

    /// The Herfindahl–Hirschman index: the sum of squared shares, 1 when one player has all power.
    /// `None` when nobody has any.
    #[must_use]
    pub fn hhi(&self) -> Option<f64> {
        (!self.players.is_empty()).then(|| self.shares().map(|(_, share)| share * share).sum())
    }

    /// How concentrated that is; `None` when nobody has any power.
    #[must_use]
    pub fn concentration(&self) -> Option<Concentration> {
        self.hhi().map(|hhi| match hhi {
            hhi if hhi > 0.25 => Concentration::High,
            hhi if hhi > 0.15 => Concentration::Moderate,
            _ => Concentration::Low,
        })
    }

    /// Whether a single player has an advantage over all others: more than half of the power, or
    /// the first place where concentration is [`Concentration::High`]. `None` when nobody has any.
    ///
    /// ```
    /// use landbridge::{Network, Powers};
    /// let network = Network::bundled();
    /// let corridor = network.corridor("mc-khorgos-poti")?;
    /// let all = Powers::on(&network).corridor(corridor).run()?.all();
    /// assert_eq!(all.is_asymmetric(), all.hhi().map(|hhi| hhi > 0.25), "none above a half has a lower index");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_asymmetric(&self) -> Option<bool> {
        // a share above a half alone makes the index greater than a quarter
        self.concentration().map(|concentration| concentration == Concentration::High)
    }

    /// How many players of equal power would be as concentrated: 1/HHI.
    #[must_use]
    pub fn effective_number(&self) -> Option<f64> {
        self.hhi().map(|hhi| 1.0 / hhi)
    }
}

impl<'n> PowersReport<'n> {
    /// The powers over the corridors of each family, each corridor counting once.
    #[must_use]
    pub fn families(&self) -> Vec<(&'n str, Power)> {
        let mut families = Vec::new();
        for family in self.network.families() {
            let mut own = self.rows.iter().filter(|row| self.network[row.corridor].family == family).peekable();
            if own.peek().is_some() {
                families.push((family, Power::sum(own.map(|row| (1.0, &row.power)))));
            }
        }
        families
    }

    /// The powers over all corridors together, each counting once.
    #[must_use]
    pub fn all(&self) -> Power {
        Power::sum(self.rows.iter().map(|row| (1.0, &row.power)))
    }

    /// Whether any single power has an asymmetric advantage, in a sentence.
    fn answer(&self, over: &str, power: &Power) -> Option<String> {
        let (asymmetric, hhi, concentration) = (power.is_asymmetric()?, power.hhi()?, power.concentration()?);
        let (first, share) = power.shares().next()?;
        let answer = if asymmetric { "Yes" } else { "No" };
        Some(format!(
            "Does any single power have an asymmetric advantage over {over}, in {}? {answer}: {} has the greatest share, {:.0} %, and concentration is {} (HHI {hhi:.2}; high is above 0.25).",
            self.year,
            first.name(self.network),
            share * 100.0,
            concentration.word(),
        ))
    }

    /// The answer in sentences.
    #[must_use]
    pub fn findings(&self) -> Vec<String> {
        let all = self.all();
        let mut shares = all.shares();
        let (Some(first), Some(number)) = (shares.next(), all.effective_number()) else {
            return vec!["No country between the ends of the corridors has any power over them.".to_owned()];
        };
        let name = |player: &Player| player.name(self.network).to_owned();
        let mut sentences = vec![format!(
            "Over {} corridors in {}, {} has the greatest share of power, {:.0} %; power is spread as among {number:.1} equal players.",
            self.rows.len(),
            self.year,
            name(first.0),
            first.1 * 100.0
        )];
        if let Some(second) = shares.next() {
            sentences.push(format!(
                "That is {:.1} times the share of {}, {:.0} %.",
                first.1 / second.1,
                name(second.0),
                second.1 * 100.0
            ));
        }
        sentences.extend(self.answer("all corridors, each counting once", &all));
        if let Some(demand) = &self.demand {
            sentences.extend(self.answer(&format!("the demand ({})", demand.basis), &demand.power));
        }
        let assumed = self.rows.iter().filter(|row| row.assumed).count();
        if assumed > 0 {
            sentences.push(format!(
                "For {assumed} of them no way is free of others, and the outside option is an assumed multiple of the best."
            ));
        }
        sentences
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1/n for n equal players: high up to three of them, moderate up to six.
    #[test]
    fn equal_players_are_as_concentrated_as_they_are_few() {
        let codes = ["CN", "KZ", "RU", "BY", "PL", "UZ", "TM", "IR", "TR"].map(|code| code.parse::<Country>().unwrap());
        for number in 1..=codes.len() {
            let players: Vec<(Player, f64)> = codes[..number].iter().map(|&one| (Player::Country(one), 3.0)).collect();
            let power = Power::sorted(1.0, players);
            let expected = match number {
                1..=3 => Concentration::High,
                4..=6 => Concentration::Moderate,
                _ => Concentration::Low,
            };
            assert_eq!((power.concentration(), power.is_asymmetric()), (Some(expected), Some(number < 4)), "{number}");
            assert!((power.effective_number().unwrap() - to_float(number as u64)).abs() < 1e-9);
            assert!(power.players.is_sorted(), "equal powers in the order of the codes");
        }
        // a tenth of one and nine tenths of another, and what is nothing but rounding
        let player = |at: usize| Player::Country(codes[at]);
        let power = Power::sorted(1.0, [(player(0), 1.0), (player(1), 9.0), (player(2), 1e-10), (player(3), 0.0)]);
        assert_eq!(power.players, [(player(1), 9.0), (player(0), 1.0)]);
        assert!((power.hhi().unwrap() - 0.82).abs() < 1e-9);
        assert_eq!(Power::default().concentration(), None);
    }
}
