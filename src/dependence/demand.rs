//! Who wants to go where, and how much: pairs of places with weights.

use std::collections::BTreeMap;

use super::regions::{Regions, rows};
use crate::network::{Network, PlaceId};
use crate::units::to_float;

/// What is carried from one place to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// Where it starts.
    pub from: PlaceId,
    /// Where it ends.
    pub to: PlaceId,
    /// How much; only the proportions count.
    pub weight: f64,
}

/// Pairs of places with weights, over which importance, betweenness and efficiency are taken.
///
/// ```text
///   CN → EU  330,704 TEU a year      spread evenly over the corridors between the two:
///                                    Xi'an → Duisburg, Chengdu → Łódź, …
/// ```
///
/// # Example
/// ```
/// use landbridge::{Demand, Network};
/// let network = Network::bundled();
/// let corridors = Demand::of_corridors(&network);
/// assert!(corridors.flows().len() <= network.corridors().len(), "pairs that repeat count once");
/// assert!(Demand::bundled(&network).flows().iter().all(|flow| flow.weight > 0.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    flows: Vec<Flow>,
    basis: String,
}

const DEMAND: &str = include_str!("../../network/demand.csv");

/// The unit whose rows are taken: figures in other units, or over other periods, do not add up.
const UNIT: &str = "TEU_per_year";

impl Demand {
    /// These flows; those whose weight is not above 0 and finite are left out. The basis tells in
    /// words what they are.
    #[must_use]
    pub fn new(flows: impl IntoIterator<Item = Flow>, basis: impl Into<String>) -> Self {
        let flows = flows.into_iter().filter(|flow| flow.weight > 0.0 && flow.weight.is_finite());
        Self { flows: flows.collect(), basis: basis.into() }
    }

    /// Each pair of ends of a corridor once, all with the same weight.
    #[must_use]
    pub fn of_corridors(network: &Network) -> Self {
        let mut flows: Vec<Flow> = Vec::new();
        for (_, corridor) in network.corridors() {
            let (from, to) = (corridor.origin, corridor.destination);
            if !flows.iter().any(|flow| (flow.from, flow.to) == (from, to)) {
                flows.push(Flow { from, to, weight: 1.0 });
            }
        }
        Self { flows, basis: "the ends of each corridor, all with the same weight".to_owned() }
    }

    /// The published container flows of the bundled `demand.csv` in TEU a year, each spread evenly
    /// over the pairs of ends of corridors between its two regions, in either direction; those of
    /// the corridors where no flow finds a pair.
    ///
    /// How a flow divides among cities is not published: the even spread is an assumption. A row
    /// whose regions lie inside those of another is a part of it and not added.
    #[must_use]
    pub fn bundled(network: &Network) -> Self {
        let regions = Regions::bundled();
        let field = |row: &BTreeMap<String, String>, name: &str| row.get(name).cloned().unwrap_or_default();
        let rows: Vec<(String, String, f64)> = rows(DEMAND)
            .filter(|row| field(row, "unit") == UNIT)
            .filter_map(|row| {
                Some((field(&row, "origin"), field(&row, "destination"), field(&row, "weight").parse().ok()?))
            })
            .collect();
        let inside = |a: &str, b: &str| regions.of(a).iter().all(|country| regions.of(b).contains(country));
        let part = |at: usize| {
            let (from, to, _) = &rows[at];
            rows.iter().enumerate().any(|(other, (wide_from, wide_to, _))| {
                other != at
                    && inside(from, wide_from)
                    && inside(to, wide_to)
                    && !(inside(wide_from, from) && inside(wide_to, to))
            })
        };
        let ends = Self::of_corridors(network).flows;
        let mut flows: Vec<Flow> = Vec::new();
        for (_, (from, to, weight)) in rows.iter().enumerate().filter(|&(at, _)| !part(at)) {
            let lies = |place: PlaceId, code: &str| {
                network[place].country.is_some_and(|country| regions.of(code).contains(&country))
            };
            let both = ends.iter().flat_map(|flow| [(flow.from, flow.to), (flow.to, flow.from)]);
            let mut pairs: Vec<(PlaceId, PlaceId)> = both.filter(|&(a, b)| lies(a, from) && lies(b, to)).collect();
            pairs.sort_unstable();
            pairs.dedup();
            let each = weight / to_float(pairs.len() as u64);
            flows.extend(pairs.into_iter().map(|(from, to)| Flow { from, to, weight: each }));
        }
        if flows.is_empty() {
            return Self::of_corridors(network);
        }
        let basis = "published containers in TEU a year, spread evenly over the ends of the corridors between the two regions (an assumption)";
        Self { flows, basis: basis.to_owned() }
    }

    /// The pairs.
    #[must_use]
    pub fn flows(&self) -> &[Flow] {
        &self.flows
    }

    /// What the weights are, in words.
    #[must_use]
    pub fn basis(&self) -> &str {
        &self.basis
    }
}
