//! The search for the frontier: labels of cost and set, in order of the cost they can end with.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::answer::Frontier;
use super::players::{Players, Roster};
use crate::cost::{Cost, Metric};
use crate::network::{PlaceId, Topology};
use crate::search::Budget;

/// The question for a [`Frontier`]; made by [`Metric::frontier`].
#[derive(Clone, Debug)]
#[must_use]
pub struct FrontierQuery<'m, 'n> {
    metric: &'m Metric<'n>,
    from: PlaceId,
    to: Vec<PlaceId>,
    /// Whose countries are not counted.
    own: Vec<PlaceId>,
    players: Players,
    outside: Cost,
    budget: Budget<'m>,
}

/// Why a frontier was not finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The budget ended the search after so many labels.
    Labels(usize),
    /// More than 128 players lie between origin and destination: their number.
    Players(usize),
}

/// The search ended before the frontier was whole.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", match .why {
    Why::Labels(labels) => format!("the frontier is whole up to a cost of {} units only: the budget was used up after {labels} labels", .complete_below.finite().unwrap_or_default()),
    Why::Players(players) => format!("{players} players lie between origin and destination, and no more than 128 can be told apart"),
})]
pub struct Unfinished<'n> {
    /// What was exceeded.
    pub why: Why,
    /// Every way of the frontier that costs less than this is in `partial`.
    pub complete_below: Cost,
    /// The ways that were found, all of which belong to the frontier. What follows from the whole
    /// frontier (cuts, closures) does not follow from it.
    pub partial: Frontier<'n>,
}

/// A way to a stop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Label {
    pub(crate) cost: u64,
    pub(crate) mask: u128,
    pub(crate) stop: u32,
    pub(crate) parent: u32,
    pub(crate) arc: u32,
}

pub(crate) const START: u32 = u32::MAX;

impl<'n> Metric<'n> {
    /// Every trade-off between the cost of a way and the countries it passes through.
    ///
    /// A way is on the frontier when no other costs as little or less and passes through the same
    /// countries or fewer. The countries of origin and destination are not counted. Whatever is
    /// closed, the best way left is on the frontier: costs under every combination of closures,
    /// country-disjoint routes and minimum country cuts follow from it exactly.
    ///
    /// ```text
    ///  cost │ ●{}                      a way touches a country when closing the country closes it:
    ///       │      ●{KZ}               its links there, and sea links to its ports
    ///       │   ✕{RU,BY}  ●{RU}
    ///       │              ●{KZ,RU}    ✕ is dominated by {RU}
    /// ```
    ///
    /// # Units
    /// Costs are in the units of the metric's objective.
    ///
    /// # Complexity
    /// O(L · (log L + d · F)) time and O(L) space for L labels, d arcs a stop and F sets kept a
    /// stop. L is exponential in the number of countries at worst; it is bounded by
    /// [`FrontierQuery::budget`]. Measured, up to 95,000 labels for a corridor of the bundled network,
    /// and 0.9 s for all 71 of them with what follows.
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let land = Scenario::default().closing("mode:sea".parse()?);
    /// let metric = network.metric(&land, &CostModel::time())?;
    /// let frontier = metric.frontier(network.place("Xi'an")?, network.place("Tashkent")?).run().expect("within the budget");
    /// let best = metric.shortest(network.place("Xi'an")?, network.place("Tashkent")?).unwrap();
    /// assert_eq!(frontier.ways().next().unwrap().cost(), best.cost());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Martins 1984, [doi:10.1016/0377-2217(84)90077-8](https://doi.org/10.1016/0377-2217(84)90077-8);
    /// bounds as in Hart, Nilsson, Raphael 1968, [doi:10.1109/TSSC.1968.300136](https://doi.org/10.1109/TSSC.1968.300136)
    pub fn frontier(&self, from: PlaceId, to: PlaceId) -> FrontierQuery<'_, 'n> {
        self.frontier_of(from, vec![to], vec![from, to])
    }

    /// Every trade-off between the cost of a way to whichever of some places it reaches first, and
    /// the countries it passes through, with those of the places reached.
    ///
    /// ```text
    ///            ┌──▶ CN ──▶ Lianyungang ▣      one frontier: {CN}, {RU}, {UZ,TM,IR}, …
    ///   Almaty ──┼──▶ RU ──▶ Novorossiysk ▣     a way ends at the first ▣
    ///            └──▶ UZ ──▶ TM ──▶ IR ▣
    /// ```
    ///
    /// Only the country of the origin is not counted. As [`Metric::frontier`] in all else; places
    /// that are closed are left out.
    ///
    /// # Units
    /// Costs are in the units of the metric's objective.
    ///
    /// # Complexity
    /// As [`Metric::frontier`], with one search more for each place.
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let ports = [network.place("Poti")?, network.place("Bandar Abbas")?];
    /// let frontier = metric.frontier_to_any(network.place("Tashkent")?, &ports).run().expect("within the budget");
    /// assert!(frontier.ways().all(|way| ports.contains(&way.route().destination())));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// As [`Metric::frontier`].
    pub fn frontier_to_any(&self, from: PlaceId, to: &[PlaceId]) -> FrontierQuery<'_, 'n> {
        let open = to.iter().copied().filter(|&place| !self.is_closed(place));
        self.frontier_of(from, open.collect(), vec![from])
    }

    fn frontier_of(&self, from: PlaceId, to: Vec<PlaceId>, own: Vec<PlaceId>) -> FrontierQuery<'_, 'n> {
        let (players, outside) = (Players::Countries, Cost::INFINITE);
        FrontierQuery { metric: self, from, to, own, players, outside, budget: Budget::steps(50_000_000) }
    }
}

impl<'m, 'n> FrontierQuery<'m, 'n> {
    /// Other players than countries.
    pub fn players(mut self, players: Players) -> Self {
        self.players = players;
        self
    }

    /// With another way to do the business at this cost: what costs more is left out, and counts as
    /// no way.
    pub fn outside_option(mut self, cost: Cost) -> Self {
        self.outside = cost;
        self
    }

    /// With no more labels than this; 50 million when not given.
    pub fn budget(mut self, labels: impl Into<Budget<'m>>) -> Self {
        self.budget = labels.into();
        self
    }

    /// Answers.
    ///
    /// # Errors
    /// When the budget is used up, or more than 128 players lie between origin and destination;
    /// with the part of the frontier that was found.
    #[allow(clippy::result_large_err, reason = "one answer a query; the partial frontier is as large as the whole")]
    pub fn run(&self) -> Result<Frontier<'n>, Unfinished<'n>> {
        let metric = self.metric;
        let topology = metric.network().arcs();
        let open = self.to.iter().any(|&to| metric.ends_are_open(self.from, to));
        let mut goal = vec![false; topology.stops.len()];
        self.to.iter().flat_map(|&to| topology.stops_of(to)).for_each(|stop| goal[stop] = true);
        let bounds = Bounds::new(metric, self.from, &self.to, self.outside);
        let roster = Roster::new(metric, &self.players, &self.own, |arc| bounds.useful(topology, metric, arc));
        let unfinished = |why, complete_below, partial| Unfinished { why, complete_below, partial };
        let mut roster = roster.map_err(|players| {
            let nothing = Frontier::new(metric, self.from, Vec::new(), Vec::new(), Vec::new(), Vec::new());
            unfinished(Why::Players(players), Cost::ZERO, nothing)
        })?;
        let needed = needed_from(metric, &bounds, &roster, &goal);
        let (mut labels, mut ways): (Vec<Label>, Vec<u32>) = (Vec::new(), Vec::new());
        let mut masks: Vec<Vec<u128>> = vec![Vec::new(); topology.stops.len()];
        let mut reached: Vec<u128> = Vec::new();
        let mut queue = BinaryHeap::new();
        let mut stopped = None;
        if open && self.to.contains(&self.from) {
            labels.push(Label { cost: 0, mask: 0, stop: START, parent: START, arc: START });
            ways.push(0);
        } else if open {
            for stop in topology.stops_of(self.from) {
                if let Some(rest) = bounds.rest(stop) {
                    queue.push(Reverse((rest, 0, labels.len())));
                    labels.push(Label { cost: 0, mask: 0, stop: narrow(stop), parent: START, arc: START });
                }
            }
        }
        while let Some(Reverse((ends_with, _, at))) = queue.pop() {
            let label = labels[at];
            let stop = label.stop as usize;
            // whoever lies on every way on from here decides nothing here
            let certain = label.mask | needed[stop];
            if within(&mut masks[stop], certain) || within(&mut reached, certain) {
                continue;
            }
            if goal[stop] {
                reached.push(label.mask);
                ways.push(narrow(at));
                continue;
            }
            masks[stop].push(label.mask);
            if !self.budget.allows(labels.len() + 1) {
                stopped = Some(Cost::new(ends_with));
                break;
            }
            for arc in topology.out_of(stop) {
                let head = topology.heads[arc] as usize;
                let (Some(price), Some(rest)) = (metric.open_cost(arc).and_then(Cost::finite), bounds.rest(head))
                else {
                    continue;
                };
                let (cost, mask) = (label.cost + price, label.mask | roster.masks[arc]);
                let certain = mask | needed[head];
                if cost + rest > bounds.most || within(&mut masks[head], certain) || within(&mut reached, certain) {
                    continue;
                }
                queue.push(Reverse((cost + rest, mask.count_ones(), labels.len())));
                labels.push(Label { cost, mask, stop: narrow(head), parent: narrow(at), arc: narrow(arc) });
            }
        }
        let (players, made) = (std::mem::take(&mut roster.players), labels.len());
        let frontier = Frontier::new(metric, self.from, players, roster.terminal, labels, ways);
        match stopped {
            Some(below) => Err(unfinished(Why::Labels(made), below, frontier)),
            None => Ok(frontier),
        }
    }
}

fn narrow(at: usize) -> u32 {
    // label 2^32 - 1 stands for no label; a budget beyond it would need more memory than that
    u32::try_from(at).unwrap_or(START)
}

/// Whether one of the sets lies within the given one. That one comes up, for it is likely to do so
/// again.
fn within(sets: &mut [u128], mask: u128) -> bool {
    let found = sets.iter().position(|set| set & !mask == 0);
    if let Some(at) = found {
        sets.swap(at, at / 2);
    }
    found.is_some()
}

/// What is at least to be paid from each stop on, and to each stop.
struct Bounds {
    ahead: Vec<Option<u64>>,
    back: Vec<Option<u64>>,
    most: u64,
}

impl Bounds {
    fn new(metric: &Metric<'_>, from: PlaceId, to: &[PlaceId], outside: Cost) -> Self {
        let least = |a: Option<u64>, b: Option<u64>| a.into_iter().chain(b).min();
        let nearer = |ahead: Vec<Option<u64>>, to: &PlaceId| {
            ahead.into_iter().zip(metric.costs_to(*to)).map(|(a, b)| least(a, b)).collect()
        };
        Self {
            ahead: to.iter().fold(vec![None; metric.network().arcs().stops.len()], nearer),
            back: metric.costs_from(from),
            most: outside.finite().unwrap_or(u64::MAX),
        }
    }

    fn rest(&self, stop: usize) -> Option<u64> {
        self.ahead[stop]
    }

    /// Whether an arc lies on some way that is not too dear.
    fn useful(&self, topology: &Topology, metric: &Metric<'_>, arc: usize) -> bool {
        let (tail, head) = (topology.tails[arc] as usize, topology.heads[arc] as usize);
        let step = metric.open_cost(arc).and_then(Cost::finite);
        let least =
            step.zip(self.back[tail]).zip(self.ahead[head]).map(|((step, before), after)| before + step + after);
        least.is_some_and(|least| least <= self.most)
    }
}

/// For each stop, the players that no way from there to the destination avoids.
fn needed_from(metric: &Metric<'_>, bounds: &Bounds, roster: &Roster, goal: &[bool]) -> Vec<u128> {
    let topology = metric.network().arcs();
    let mut needed = vec![0_u128; topology.stops.len()];
    let mut stack: Vec<usize> = Vec::new();
    for player in 0..roster.players.len() {
        let bit = 1_u128 << player;
        let mut avoids = goal.to_vec();
        stack.extend((0..goal.len()).filter(|&stop| goal[stop]));
        while let Some(stop) = stack.pop() {
            for &arc in topology.into(stop) {
                let (arc, tail) = (arc as usize, topology.tails[arc as usize] as usize);
                if !avoids[tail] && roster.masks[arc] & bit == 0 && bounds.useful(topology, metric, arc) {
                    avoids[tail] = true;
                    stack.push(tail);
                }
            }
        }
        for (mask, avoids) in needed.iter_mut().zip(avoids) {
            if !avoids {
                *mask |= bit;
            }
        }
    }
    needed
}
