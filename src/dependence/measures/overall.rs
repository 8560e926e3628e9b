//! What closing a hub does to all that is carried: importance, betweenness, efficiency.

use crate::Country;
use crate::cost::{Cost, Grades, Metric};
use crate::dependence::{Demand, demand::Flow};
use crate::network::Grade;
use crate::scenario::Selection;
use crate::units::to_float;

/// What closing the hub does over all pairs of a demand, each by its weight.
///
/// ```text
///   importance   Σ w (d' − d) / Σ w    over the pairs that are still joined
///   betweenness  Σ w [an optimal route passes through the hub] / Σ w
///   efficiency   E = Σ w / d,   drop = 1 − E'/E
/// ```
///
/// Pairs with an end in the hub, pairs that the closing cuts off and pairs without a way to begin
/// with are apart: never counted as zero, and never as a great number.
///
/// # References
/// Jenelius, Petersen, Mattsson 2006, [doi:10.1016/j.tra.2005.11.003](https://doi.org/10.1016/j.tra.2005.11.003);
/// Everett & Borgatti 1999, "The centrality of groups and classes", Journal of Mathematical Sociology 23(3);
/// Latora & Marchiori 2001, [doi:10.1103/PhysRevLett.87.198701](https://doi.org/10.1103/PhysRevLett.87.198701)
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Overall {
    /// Number of pairs.
    pub pairs: usize,
    /// Mean increase of the cost over the pairs still joined, in units of [`Cost`]; `None` when
    /// there is none.
    pub importance: Option<f64>,
    /// Share of the weight whose pairs are cut off, of the pairs with a way and no end in the hub.
    pub cut_off: Option<f64>,
    /// Share of all weight whose pairs have an end in the hub.
    pub terminal: f64,
    /// Share of all weight whose pairs have no way even with the hub.
    pub no_way: f64,
    /// Share of the weight all of whose optimal routes pass through the hub, and at least one of
    /// whose does; the two differ when routes tie.
    pub betweenness: Option<(f64, f64)>,
    /// How much of the efficiency is lost, over the pairs without an end in the hub.
    pub efficiency_drop: Option<f64>,
    /// By country of origin, in order.
    pub exposure: Vec<Exposure>,
    /// The weakest grade behind the costs with the hub open.
    pub rests_on: Grade,
}

/// What the closing does to the pairs that start in one country.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Exposure {
    /// The country.
    pub country: Country,
    /// Mean increase over its pairs that are still joined, in units of [`Cost`].
    pub increase: Option<f64>,
    /// Share of its weight that is cut off.
    pub cut_off: f64,
}

/// What becomes of one pair.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outcome {
    pub(crate) weight: f64,
    pub(crate) country: Option<Country>,
    pub(crate) open: Cost,
    pub(crate) closed: Cost,
    pub(crate) terminal: bool,
    /// Whether at least one optimal route passes through the hub.
    pub(crate) some_through: bool,
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// Sums over pairs with a way and no end in the hub.
#[derive(Clone, Copy, Default)]
struct Sums {
    weight: f64,
    joined: f64,
    increase: f64,
    every: f64,
    some: f64,
    efficiency: f64,
    left: f64,
}

impl Sums {
    fn add(&mut self, one: &Outcome) {
        let Some(open) = one.open.finite() else { return };
        self.weight += one.weight;
        self.every += if one.closed > one.open { one.weight } else { 0.0 };
        self.some += if one.some_through { one.weight } else { 0.0 };
        let efficiency = |cost: u64| if cost == 0 { 0.0 } else { one.weight / to_float(cost) };
        self.efficiency += efficiency(open);
        if let Some(closed) = one.closed.finite() {
            self.joined += one.weight;
            self.increase += one.weight * to_float(closed - open);
            // a free pair has no efficiency to lose
            self.left += if open == 0 { 0.0 } else { efficiency(closed) };
        }
    }
}

impl Overall {
    pub(crate) fn new(outcomes: &[Outcome], rests_on: Grade) -> Self {
        let mut sums = Sums::default();
        let (mut all, mut terminal, mut no_way) = (0.0, 0.0, 0.0);
        let mut by_country: Vec<(Country, Sums)> = Vec::new();
        for one in outcomes {
            all += one.weight;
            if one.terminal {
                terminal += one.weight;
            } else if one.open == Cost::INFINITE {
                no_way += one.weight;
            } else {
                sums.add(one);
                if let Some(country) = one.country {
                    let at = by_country.binary_search_by_key(&country, |row| row.0).unwrap_or_else(|at| {
                        by_country.insert(at, (country, Sums::default()));
                        at
                    });
                    by_country[at].1.add(one);
                }
            }
        }
        let between = |part: f64| ratio(part, sums.weight);
        let exposure = by_country.into_iter().map(|(country, sums)| Exposure {
            country,
            increase: ratio(sums.increase, sums.joined),
            cut_off: 1.0 - ratio(sums.joined, sums.weight).unwrap_or(1.0),
        });
        Self {
            pairs: outcomes.len(),
            importance: ratio(sums.increase, sums.joined),
            cut_off: ratio(sums.weight - sums.joined, sums.weight),
            terminal: ratio(terminal, all).unwrap_or_default(),
            no_way: ratio(no_way, all).unwrap_or_default(),
            betweenness: between(sums.every).zip(between(sums.some)),
            efficiency_drop: ratio(sums.efficiency - sums.left, sums.efficiency),
            exposure: exposure.collect(),
            rests_on,
        }
    }

    /// For any hub, by one search from each origin with the hub open and closed.
    pub(crate) fn of_hub(open: &Metric<'_>, closed: &Metric<'_>, hub: &Selection, demand: &Demand) -> Self {
        let network = open.network();
        let mut origins: Vec<_> = demand.flows().iter().map(|flow| flow.from).collect();
        origins.sort_unstable();
        origins.dedup();
        let mut outcomes = Vec::with_capacity(demand.flows().len());
        let mut used = vec![false; network.arcs().steps.len()];
        for origin in origins {
            let trees = [open.from(origin), closed.from(origin)];
            for &Flow { from, to, weight } in demand.flows().iter().filter(|flow| flow.from == origin) {
                let [open_cost, closed_cost] = trees.each_ref().map(|tree| tree.cost(to));
                let ties = open.ties(from, to);
                let arcs = ties.as_ref().map_or(&[][..], |ties| ties.arcs());
                let through = |&arc: &crate::ArcId| hub.closes(network, network.arcs().steps[arc.index()]);
                for arc in arcs {
                    used[arc.index()] = true;
                }
                outcomes.push(Outcome {
                    weight,
                    country: network[from].country,
                    open: open_cost,
                    closed: closed_cost,
                    terminal: [from, to].iter().any(|&end| hub.holds_place(network, end)),
                    some_through: arcs.iter().any(through),
                });
            }
        }
        let graded = network.arc_ids().filter(|arc| used[arc.index()]).map(|arc| open.grades(arc));
        Self::new(&outcomes, open.grade_of(graded.fold(Grades::default(), Grades::and)))
    }
}
