//! From a network, a scenario and a cost model to a metric: one integer an arc, closed = infinite.

mod costs;
mod draw;
mod emission;
mod grade;
mod model;
mod rates;
mod table;

use std::fmt;
use std::ops::{Add, AddAssign};
use std::sync::Arc;

use costs::Costs;
pub use draw::Draw;
pub(crate) use draw::factors;
pub use grade::Grades;
pub use model::{CostModel, Objective};
pub use table::Table;

use crate::network::{ArcId, Bits, Extent, Mode, Network, PlaceId, Quantity, Step, Territory, UnknownName, harmless};
use crate::scenario::{Closed, Plan, Scenario, Selection, TargetError};
use crate::units::to_integer;
use crate::{Country, Distance, Duration, Money};
use rates::Rates;

/// What a search minimises, as an integer in the unit of the objective: metres, seconds or US
/// cents per FEU.
///
/// ```
/// use landbridge::Cost;
/// assert!(Cost::INFINITE > Cost::new(1));
/// assert_eq!(Cost::INFINITE + Cost::new(1), Cost::INFINITE);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cost(u64);

impl Cost {
    /// Free.
    pub const ZERO: Self = Self(0);
    /// Closed, or no way.
    pub const INFINITE: Self = Self(u64::MAX);

    /// From a number of units.
    #[must_use]
    pub const fn new(units: u64) -> Self {
        Self(units)
    }

    /// The number of units; `None` when infinite.
    #[must_use]
    pub fn finite(self) -> Option<u64> {
        (self != Self::INFINITE).then_some(self.0)
    }
}

impl Add for Cost {
    type Output = Self;

    /// Infinite when either is. A route of a metric cannot wrap: the metric bounds its sum.
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

/// Distance, time and money together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Values {
    /// How far.
    pub distance: Distance,
    /// How long.
    pub time: Duration,
    /// How dear, per FEU.
    pub money: Money,
}

impl Add for Values {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { distance: self.distance + other.distance, time: self.time + other.time, money: self.money + other.money }
    }
}

impl AddAssign for Values {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl std::iter::Sum for Values {
    fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
        values.fold(Self::default(), Add::add)
    }
}

/// What a step spends in one territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where.
    pub territory: Territory,
    /// How much.
    pub values: Values,
}

/// A scenario and a cost model do not make a metric of the network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MetricError {
    /// A target of the scenario names nothing.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// No assumption fits a link, border or transfer.
    #[error("no assumption gives the {quantity} for {}; add a row to assumption.csv or use the bundled assumptions", harmless(of), quantity = .quantity.word())]
    NoAssumption {
        /// What is missing.
        quantity: Quantity,
        /// What it is missing for.
        of: String,
    },
    /// A value, or the sum of all values, is too large to count.
    #[error("the costs of {} are too large to add up", harmless(.0))]
    Overflow(String),
}

impl From<UnknownName> for MetricError {
    fn from(unknown: UnknownName) -> Self {
        Self::Target(unknown.into())
    }
}

/// A network under a scenario and a cost model, ready for queries. Cheap to derive from: what is
/// derived by closing more, or by looking at some of the links only, shares the costs and has one bit
/// an arc of its own.
#[derive(Clone)]
pub struct Metric<'n> {
    network: &'n Network,
    objective: Objective,
    plan: Plan,
    rates: Rates<'n>,
    draw: Option<Arc<Draw>>,
    /// What each arc costs where it is not closed.
    costs: Costs,
    closed: Bits,
}

impl fmt::Debug for Metric<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let open = (0..self.costs.len()).filter(|&at| self.is_open(at)).count();
        write!(f, "Metric({}, {open} of {} arcs open)", self.objective, self.costs.len())
    }
}

impl Network {
    /// The metric of a scenario under a cost model.
    ///
    /// # Complexity
    /// O(links + transfers) time and space for a scenario of bounded size.
    ///
    /// # Errors
    /// When the scenario names something that is not in the network, an assumption is missing, or
    /// the costs are too large to add up.
    ///
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let closed = Scenario::default().closing(network.target("country:RU")?);
    /// let metric = network.metric(&closed, &CostModel::time())?;
    /// let route = metric.shortest(network.place("Xi'an")?, network.place("Duisburg")?).unwrap();
    /// assert!(route.territories().iter().all(|(territory, _)| territory.code() != "RU"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn metric(&self, scenario: &Scenario, model: &CostModel) -> Result<Metric<'_>, MetricError> {
        let mut metric = Metric {
            network: self,
            objective: model.objective(),
            plan: Plan::new(self, scenario)?,
            rates: Rates::new(self, model)?,
            draw: None,
            costs: Costs::default(),
            closed: Bits::default(),
        };
        let (closed, steps) = (metric.plan.closed_arcs(self), &self.arcs().steps);
        metric.costs = metric.spend(|at| !closed.contains(at) && metric.plan.is_there(self, steps[at]))?;
        Ok(metric)
    }
}

fn overflow(network: &Network, step: Step) -> MetricError {
    MetricError::Overflow(describe(network, step))
}

fn describe(network: &Network, step: Step) -> String {
    match step {
        Step::Link { link, .. } => format!("link `{}`", network[link].id),
        Step::Transfer { transfer, .. } => format!("transfer `{}`", network[transfer].id),
    }
}

impl<'n> Metric<'n> {
    /// The network.
    #[must_use]
    pub fn network(&self) -> &'n Network {
        self.network
    }

    /// What is minimised.
    #[must_use]
    pub fn objective(&self) -> Objective {
        self.objective
    }

    /// The year of the scenario.
    #[must_use]
    pub fn year(&self) -> u16 {
        self.plan.year
    }

    /// The cost of an arc of [`Network::topology`]; infinite when closed.
    #[must_use]
    #[inline]
    pub fn cost(&self, arc: ArcId) -> Cost {
        if self.closed.contains(arc.index()) { Cost::INFINITE } else { self.costs.of(arc.index()) }
    }

    fn is_open(&self, arc: usize) -> bool {
        !self.closed.contains(arc) && !self.costs.is_infinite(arc)
    }

    /// The cost of an arc that is open, in units.
    pub(crate) fn units(&self, arc: u32) -> u64 {
        self.cost(ArcId(arc)).0
    }

    /// The cost of some values under the objective.
    ///
    /// # Panics
    /// When it is too large to count; not for the values of a route of this metric.
    #[must_use]
    pub fn cost_of(&self, values: Values) -> Cost {
        Cost(self.rates.cost(values).expect("the metric bounds the values of its routes"))
    }

    /// Whether a place is closed by the scenario.
    #[must_use]
    pub fn is_closed(&self, place: PlaceId) -> bool {
        self.plan.closes_place(self.network, place)
    }

    /// Whether a link is closed together with a place or country.
    pub(crate) fn is_shut(&self, link: crate::LinkId) -> bool {
        self.plan.shuts(self.network, link)
    }

    /// Why an arc is closed; `None` when it is open, or merely left out by [`Metric::within`].
    #[must_use]
    pub fn why_closed(&self, arc: ArcId) -> Option<Closed> {
        self.plan.closed(self.network, self.network.arcs().steps[arc.index()])
    }

    /// The same metric with more closed.
    ///
    /// # Complexity
    /// O(links and transfers that close), and a bit for each of the others.
    #[must_use]
    pub fn closing(&self, selection: &Selection) -> Self {
        let mut closed = self.without(selection.closed_arcs(self.network));
        closed.plan.close(selection.clone());
        closed
    }

    /// The same metric with no other links than those that `keep` holds.
    ///
    /// # Complexity
    /// O(links + transfers).
    #[must_use]
    pub fn within(&self, keep: impl Fn(crate::LinkId) -> bool) -> Self {
        let steps = &self.network.arcs().steps;
        self.without_arcs(|arc| matches!(steps[arc], Step::Link { link, .. } if !keep(link)))
    }

    /// The same metric with some arcs closed.
    pub(crate) fn without_arcs(&self, is_closed: impl Fn(usize) -> bool) -> Self {
        self.without((0..self.costs.len()).filter(|&arc| is_closed(arc)))
    }

    /// The same metric without these arcs.
    pub(crate) fn without(&self, arcs: impl Iterator<Item = usize>) -> Self {
        let closed = self.closed.with(self.costs.len(), arcs);
        Self { closed, ..self.clone() }
    }

    /// The arcs that cost something else than in another metric of the network. Of two that were derived
    /// from one by closing, they are had without a look at all.
    pub(crate) fn unlike(&self, other: &Self) -> Vec<u32> {
        let all = self.network.arc_ids();
        if !self.costs.are(&other.costs) {
            return all.filter(|&arc| self.cost(arc) != other.cost(arc)).map(|arc| arc.0).collect();
        }
        let unlike = self.closed.unlike(&other.closed).filter(|&arc| !self.costs.is_infinite(arc));
        unlike.map(|arc| u32::try_from(arc).expect("the builder bounds the number of arcs")).collect()
    }

    /// What an open arc spends, territory by territory in the order of travel.
    ///
    /// # Panics
    /// On an arc of another network, or one that is closed and whose costs cannot be had.
    #[must_use]
    pub fn parts(&self, arc: ArcId) -> Vec<Part> {
        let step = self.network.arcs().steps[arc.index()];
        self.try_parts(step).expect("the metric was made with these values")
    }

    /// The hours of an open arc that are not running: at its border and passages, or changing systems.
    pub(crate) fn dwell(&self, arc: ArcId) -> Duration {
        match self.network.arcs().steps[arc.index()] {
            Step::Link { link, .. } => self.waiting(&self.network[link]).map_or(Duration::ZERO, |(wait, _)| wait),
            Step::Transfer { .. } => self.parts(arc).iter().map(|part| part.values.time).sum(),
        }
    }

    /// The cost of each arc that is open; their sum is bounded.
    fn spend(&self, is_open: impl Fn(usize) -> bool) -> Result<Costs, MetricError> {
        let mut total: u64 = 0;
        let cost = |(at, &step): (usize, &Step)| {
            if !is_open(at) {
                return Ok(Cost::INFINITE);
            }
            let values = self.try_parts(step)?.into_iter().map(|part| part.values).sum();
            let too_large = || overflow(self.network, step);
            let cost = self.rates.cost(values).ok_or_else(too_large)?;
            total = total.checked_add(cost).filter(|sum| *sum < u64::MAX / 4).ok_or_else(too_large)?;
            Ok(Cost(cost))
        };
        self.network.arcs().steps.iter().enumerate().map(cost).collect()
    }

    /// The length of a link and the territories it lies in.
    fn span_of(&self, link: crate::LinkId) -> (Distance, Extent) {
        let row = &self.network[link];
        self.draw.as_ref().map_or((row.length, row.extent), |draw| (draw.length(link), draw.extent(link, row)))
    }

    fn try_parts(&self, step: Step) -> Result<Vec<Part>, MetricError> {
        let mut parts = match step {
            Step::Link { link, forward } => self.link_parts(link, forward)?,
            Step::Transfer { transfer, .. } => {
                let row = &self.network[transfer];
                let place = &self.network[row.place];
                let key = (None, place.country, row.class.as_str());
                let time = match row.time {
                    Some(time) => time,
                    None => self.rates.time(Quantity::TransferTime, key, &row.id)?,
                };
                let money = match row.price {
                    Some(price) => price,
                    None => self.rates.money(Quantity::TransferPrice, key, &row.id)?,
                };
                let values = Values { distance: Distance::ZERO, time, money };
                vec![Part { territory: place.territory(), values }]
            }
        };
        for part in &mut parts {
            let (time, money) = self.plan.factors(self.network, step, part.territory);
            let scaled = || Some((part.values.time.scaled(time)?, part.values.money.scaled(money)?));
            (part.values.time, part.values.money) = scaled().ok_or_else(|| overflow(self.network, step))?;
        }
        for delay in self.plan.delays(self.network, step) {
            // a delay is suffered where the step ends
            let last = parts.len() - 1;
            let time = &mut parts[last].values.time;
            *time = time.checked_add(delay).ok_or_else(|| overflow(self.network, step))?;
        }
        Ok(parts)
    }

    fn link_parts(&self, link: crate::LinkId, forward: bool) -> Result<Vec<Part>, MetricError> {
        let row = &self.network[link];
        let (length, extent) = self.span_of(link);
        let lengths = match extent {
            Extent::Within(territory) => vec![(territory, length)],
            Extent::Across { from, to, from_length } => {
                let rest = Distance::metres(length.get() - from_length.get());
                let mut both = vec![(Territory::Country(from), from_length), (Territory::Country(to), rest)];
                // what is left over in a division falls on the same side in both directions
                both.sort_unstable();
                both
            }
        };
        let mut parts: Vec<Part> = Vec::with_capacity(2);
        for (at, &(territory, distance)) in lengths.iter().enumerate() {
            let country = match territory {
                Territory::Country(country) => Some(country),
                Territory::Sea => None,
            };
            let key = (Some(row.mode), country, row.class.as_str());
            let too_large = || MetricError::Overflow(format!("link `{}`", row.id));
            let time = match (row.time(), row.speed()) {
                // the last part has what is left, so that the parts add up to the link's own time
                (Some(time), _) if at + 1 == lengths.len() => {
                    let spent: Duration = parts.iter().map(|part| part.values.time).sum();
                    Some(Duration::seconds(time.get().saturating_sub(spent.get())))
                }
                (Some(time), _) => share_of(time, distance, length),
                (None, Some(speed)) => speed.duration(distance),
                (None, None) => self.rates.speed(key, &row.id)?.duration(distance),
            };
            let price = self.rates.value(Quantity::Price, key, &row.id)?;
            let money = Money::from_usd(price * distance.as_km());
            let values = Values { distance, time: time.ok_or_else(too_large)?, money: money.ok_or_else(too_large)? };
            parts.push(Part { territory, values });
        }
        let (wait, fee) = self.waiting(row)?;
        share_out(&mut parts, wait, fee);
        if let Extent::Across { from, to, .. } = row.extent
            && parts[0].territory != Territory::Country(if forward { from } else { to })
        {
            parts.reverse();
        }
        Ok(parts)
    }

    /// Dwell and fees of the border and passages on a link.
    fn waiting(&self, row: &crate::Link) -> Result<(Duration, Money), MetricError> {
        let (mut wait, mut fee) = (Duration::ZERO, Money::ZERO);
        if let Some(border) = row.border().map(|border| &self.network[border]) {
            let key = (Some(row.mode), None, border.class.as_str());
            wait += match border.dwell {
                Some(dwell) => dwell,
                None => self.rates.time(Quantity::BorderDwell, key, &border.id)?,
            };
            fee += match border.fee {
                Some(fee) => fee,
                None => self.rates.money(Quantity::BorderFee, key, &border.id)?,
            };
        }
        for &passage in row.passages() {
            let id = &self.network[passage].id;
            let key = (Some(row.mode), None, id.as_str());
            wait += self.rates.time(Quantity::PassageDelay, key, id)?;
            fee += self.rates.money(Quantity::PassageFee, key, id)?;
        }
        Ok((wait, fee))
    }
}

/// The part of a time that falls on a part of a length.
fn share_of(time: Duration, part: Distance, whole: Distance) -> Option<Duration> {
    if part == whole {
        return Some(time);
    }
    time.scaled(part.as_km() / whole.as_km())
}

/// Waiting at a border is shared evenly by its two sides; the odd unit goes to the first by code.
fn share_out(parts: &mut [Part], wait: Duration, fee: Money) {
    let sides = parts.len() as u64;
    for (at, part) in parts.iter_mut().enumerate() {
        let odd = |whole: u64| whole / sides + u64::from((at as u64) < whole % sides);
        part.values.time += Duration::seconds(odd(wait.get()));
        part.values.money += Money::cents(odd(fee.get()));
    }
}

/// What an assumption is looked up by.
pub(crate) type Key<'k> = (Option<Mode>, Option<Country>, &'k str);

pub(crate) fn money_for_time(time: Duration, usd_per_day: f64) -> Option<u64> {
    to_integer(time.as_hours() / 24.0 * usd_per_day * 100.0)
}
