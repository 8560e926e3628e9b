//! The measures beyond the headline, the matrix and the boundary test, as tables and as JSON.

use serde::Serialize;

use super::grid::Grid;
use super::{in_units, or_dash, percent};
use crate::cost::Objective;
use crate::dependence::{
    BoundaryTest, CellMeasures, CorridorDependence, DependenceMatrix, DependenceReport, FullMeasures, MatrixCell,
    Overall, PartDependence, Verdict,
};
use crate::network::{Grade, Network};
use crate::redundancy::{By, Number};

fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// A number of disjoint routes; `∞` when a route uses nothing that another could not use as well.
fn told(number: Number) -> String {
    match number {
        Number::Exactly(number) => number.to_string(),
        Number::Between(least, most) => format!("{least}–{most}"),
        Number::Unlimited => "∞".to_owned(),
    }
}

fn counted(number: Number) -> Option<usize> {
    match number {
        Number::Exactly(number) | Number::Between(number, _) => Some(number),
        Number::Unlimited => None,
    }
}

fn number(value: Option<f64>) -> String {
    or_dash(value.map(|value| format!("{value:.2}")))
}

/// `D` of one corridor on one part of the hub.
#[derive(Clone, Debug, Serialize)]
pub struct PartJson {
    /// As written in a scenario: `border:alashankou-dostyk`.
    pub target: String,
    /// `D` on it alone.
    pub dependence: f64,
}

impl From<&PartDependence> for PartJson {
    fn from(part: &PartDependence) -> Self {
        Self { target: part.target.to_string(), dependence: rounded(part.dependence) }
    }
}

/// One point of the curve of nearly best routes.
#[derive(Clone, Debug, Serialize)]
pub struct NearJson {
    /// How much more than the best a route may cost, as a part of the best.
    pub stretch: f64,
    /// Routes within it.
    pub routes: usize,
    /// How many of them pass through the hub.
    pub through: usize,
    /// Whether all of them are counted.
    pub complete: bool,
}

/// The measures beyond the headline for one corridor.
#[derive(Clone, Debug, Serialize)]
pub struct FullJson {
    /// Greatest number of link-disjoint routes with the hub open and closed; `null` without bound,
    /// and (closed) where the hub holds an end.
    pub link_disjoint: [Option<usize>; 2],
    /// κ with the hub open and closed.
    pub kappa: [Option<usize>; 2],
    /// λ with the hub open and closed.
    pub lambda: [Option<usize>; 2],
    /// Every smallest set of countries that cuts all ways, as codes.
    pub country_cuts: Vec<Vec<String>>,
    /// In how many of them the hub is.
    pub country_cuts_with_hub: usize,
    /// The curve of nearly best routes; `null` where the hub holds an end.
    pub near_optimal: Option<Vec<NearJson>>,
    /// Share of the capacity lost.
    pub capacity_loss: Option<f64>,
    /// The bottlenecks with the hub open, nearest the origin and nearest the destination: link ids.
    pub bottlenecks: Option<[Vec<String>; 2]>,
    /// Why there is no capacity loss.
    pub no_capacity: Option<String>,
    /// The chance to arrive within the budget with the hub open and closed, and the difference.
    pub reliability: Option<ReliabilityJson>,
    /// The parts of the hub on the best route, by kind in the order of travel.
    pub parts: Vec<PartJson>,
    /// Those of them that no way avoids.
    pub unavoidable: Vec<String>,
}

/// The reliability of one corridor.
#[derive(Clone, Debug, Serialize)]
pub struct ReliabilityJson {
    /// With the hub open for certain.
    pub open: f64,
    /// With the hub closed.
    pub closed: f64,
    /// The difference.
    pub importance: f64,
    /// The most that a route may cost, in the unit of the objective.
    pub budget: Option<f64>,
    /// The probability of a country without one of its own.
    pub each: f64,
    /// That this probability is assumed or the user's own, not measured: always `assumed`.
    pub rests_on: &'static str,
}

/// What closing the hub does over a demand.
#[derive(Clone, Debug, Serialize)]
pub struct OverallJson {
    /// Number of pairs.
    pub pairs: usize,
    /// Mean increase of the cost over the pairs still joined, in the unit of the objective.
    pub importance: Option<f64>,
    /// Share of the weight that is cut off.
    pub cut_off: Option<f64>,
    /// Share of the weight with an end in the hub, counted in nothing else.
    pub terminal: f64,
    /// Share of the weight without a way to begin with.
    pub no_way: f64,
    /// Share of the weight all of whose best routes pass through the hub, and at least one.
    pub betweenness: Option<[f64; 2]>,
    /// Share of the efficiency lost.
    pub efficiency_drop: Option<f64>,
    /// By country of origin: code, mean increase, share cut off.
    pub exposure: Vec<(String, Option<f64>, f64)>,
    /// The weakest grade behind the costs.
    pub rests_on: &'static str,
}

impl OverallJson {
    pub(super) fn new(overall: &Overall, objective: Objective) -> Self {
        let unit = |value: Option<f64>| value.map(|value| rounded(value / objective.units_per()));
        Self {
            pairs: overall.pairs,
            importance: unit(overall.importance),
            cut_off: overall.cut_off.map(rounded),
            terminal: rounded(overall.terminal),
            no_way: rounded(overall.no_way),
            betweenness: overall.betweenness.map(|(every, some)| [every, some].map(rounded)),
            efficiency_drop: overall.efficiency_drop.map(rounded),
            exposure: overall
                .exposure
                .iter()
                .map(|one| (one.country.code().to_owned(), unit(one.increase), rounded(one.cut_off)))
                .collect(),
            rests_on: overall.rests_on.word(),
        }
    }
}

impl FullJson {
    pub(super) fn new(full: &FullMeasures<'_>, network: &Network, objective: Objective) -> Self {
        let ids = |links: &[crate::LinkId]| links.iter().map(|&link| network[link].id.to_string()).collect();
        let countries = &full.countries;
        let capacity = full.capacity.as_ref();
        Self {
            link_disjoint: [counted(full.links.open), full.links.closed.and_then(counted)],
            kappa: countries.kappa,
            lambda: countries.lambda,
            country_cuts: countries
                .cuts
                .iter()
                .map(|cut| cut.iter().map(|country| country.code().to_owned()).collect())
                .collect(),
            country_cuts_with_hub: countries.cuts_with_hub,
            near_optimal: full.near_optimal.as_ref().map(|near| {
                let point = |point: &crate::NearShare| NearJson {
                    stretch: point.stretch,
                    routes: point.routes,
                    through: point.through,
                    complete: point.complete,
                };
                near.curve.iter().map(point).collect()
            }),
            capacity_loss: capacity.ok().map(|found| rounded(found.loss)),
            bottlenecks: capacity
                .ok()
                .map(|found| [ids(&found.open.cut_near_origin), ids(&found.open.cut_near_destination)]),
            no_capacity: capacity.err().map(ToString::to_string),
            reliability: full.reliability.map(|found| ReliabilityJson {
                open: rounded(found.open),
                closed: rounded(found.closed),
                importance: rounded(found.importance),
                budget: in_units(objective, found.budget).map(rounded),
                each: found.each,
                rests_on: Grade::Assumed.word(),
            }),
            parts: full.anatomy.parts.iter().map(PartJson::from).collect(),
            unavoidable: full.anatomy.unavoidable.iter().map(ToString::to_string).collect(),
        }
    }
}

impl<'n> DependenceReport<'n> {
    /// One row a corridor with the measures beyond the headline, when they were asked for.
    #[must_use]
    pub fn measure_grid(&self) -> Grid {
        let mut grid = Grid::new([
            "corridor",
            "disjoint",
            "without hub",
            "κ",
            "λ",
            "cuts with hub",
            "near 0 %",
            "near 10 %",
            "near 50 %",
            "capacity loss",
            "reliability",
            "most vital border",
            "most vital link",
        ]);
        for row in &self.rows {
            if let Some(full) = &row.full {
                grid.push(self.measure_cells(row, full));
            }
        }
        grid
    }

    fn measure_cells(&self, row: &CorridorDependence<'n>, full: &FullMeasures<'n>) -> Vec<String> {
        let count = |value: Option<usize>| or_dash(value.map(|value| value.to_string()));
        let near =
            |at: usize| {
                let point = full.near_optimal.as_ref().and_then(|near| near.curve.get(at));
                or_dash(point.map(|point| {
                    format!("{}/{}{}", point.through, point.routes, if point.complete { "" } else { "+" })
                }))
            };
        let vital = |by: By| or_dash(full.anatomy.most_vital(by).map(|part| part.target.parts().1.to_owned()));
        let countries = &full.countries;
        vec![
            self.network[row.corridor].name.clone(),
            told(full.links.open),
            or_dash(full.links.closed.map(told)),
            count(countries.kappa[0]),
            count(countries.lambda[0]),
            format!("{}/{}", countries.cuts_with_hub, countries.cuts.len()),
            near(0),
            near(1),
            near(5),
            or_dash(full.capacity.as_ref().ok().map(|found| percent(found.loss))),
            or_dash(full.reliability.map(|found| format!("+{:.3}", found.importance))),
            vital(By::Border),
            vital(By::Link),
        ]
    }

    /// One row for each place, border and link of the hub on a best route.
    #[must_use]
    pub fn anatomy_grid(&self) -> Grid {
        let mut grid = Grid::new(["part of the hub", "best routes over it", "unavoidable for", "greatest D"]);
        for part in self.anatomy() {
            grid.push(vec![
                part.target.to_string(),
                part.corridors.to_string(),
                part.unavoidable.to_string(),
                format!("{:.2}", part.dependence),
            ]);
        }
        grid
    }
}

impl BoundaryTest<'_> {
    /// One row a corridor: `D` and verdict as the map is, then under each view; `!` where the
    /// figure turns.
    #[must_use]
    pub fn grid(&self) -> Grid {
        let mut grid = Grid::new(["corridor", "D", "status", "seen", "D seen", "status seen", "turns"]);
        let word = |verdict: Option<Verdict>| verdict.map_or("no way", Verdict::word).to_owned();
        for row in self.rows() {
            let turns: Vec<_> = row.turns_on().collect();
            for &(view, verdict, dependence) in &row.views {
                grid.push(vec![
                    self.base.network[row.corridor].name.clone(),
                    number(row.base.1),
                    word(row.base.0),
                    view.words().to_owned(),
                    number(dependence),
                    word(verdict),
                    if turns.contains(&view) { "!".to_owned() } else { String::new() },
                ]);
            }
        }
        grid
    }

    /// As JSON: one object a corridor and view.
    #[must_use]
    pub fn to_json(&self) -> Vec<BoundaryJson> {
        let mut all = Vec::new();
        for row in self.rows() {
            let turns: Vec<_> = row.turns_on().collect();
            for &(view, verdict, dependence) in &row.views {
                all.push(BoundaryJson {
                    corridor: self.base.network[row.corridor].id.clone(),
                    view: view.words(),
                    dependence: row.base.1.map(rounded),
                    dependence_seen: dependence.map(rounded),
                    status: row.base.0.map(Verdict::word),
                    status_seen: verdict.map(Verdict::word),
                    turns: turns.contains(&view),
                });
            }
        }
        all
    }
}

/// One corridor under one other end of the map.
#[derive(Clone, Debug, Serialize)]
pub struct BoundaryJson {
    /// Id of the corridor.
    pub corridor: String,
    /// What the map is seen without, or with.
    pub view: &'static str,
    /// `D` in the whole network with the map as it is.
    pub dependence: Option<f64>,
    /// `D` seen so.
    pub dependence_seen: Option<f64>,
    /// Status with the map as it is.
    pub status: Option<&'static str>,
    /// Status seen so.
    pub status_seen: Option<&'static str>,
    /// Whether the verdict changes, or `D` moves by more than 0.1.
    pub turns: bool,
}

/// One corridor, country and objective.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixJson {
    /// What was minimised.
    pub objective: &'static str,
    /// Id of the corridor.
    pub corridor: String,
    /// Code of the country.
    pub country: String,
    /// In the whole network; `null` without a way.
    pub status: Option<&'static str>,
    /// `D` along the line, within the family, in the whole network.
    pub dependence: [Option<f64>; 3],
    /// `ρ` in the whole network.
    pub premium: Option<f64>,
    /// Share of the line's kilometres, hours and dollars inside the country.
    pub share: Option<[f64; 3]>,
    /// Least and greatest share of the objective over routes that tie.
    pub share_range: Option<[f64; 2]>,
    /// Link-disjoint routes with the country open and closed.
    pub link_disjoint: [Option<usize>; 2],
    /// Share of nearly best routes within 50 % that pass through the country.
    pub near_optimal: Option<f64>,
    /// Share of the capacity lost, where capacities tell.
    pub capacity_loss: Option<f64>,
    /// The weakest grade behind the costs.
    pub rests_on: &'static str,
    /// Power, reliability and anatomy, when all measures were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full: Option<CellJson>,
}

/// Power, reliability and anatomy of one corridor and one country.
#[derive(Clone, Debug, Serialize)]
pub struct CellJson {
    /// The country's share of the power over the corridor.
    pub power: Option<f64>,
    /// What its being open does for the chance to arrive within the budget.
    pub reliability: Option<f64>,
    /// Links, places and borders inside it on the best route, and `D` on each alone.
    pub parts: Vec<PartJson>,
    /// Those that no way avoids.
    pub unavoidable: Vec<String>,
}

impl From<&CellMeasures> for CellJson {
    fn from(cell: &CellMeasures) -> Self {
        Self {
            power: cell.power.map(rounded),
            reliability: cell.reliability.map(|found| rounded(found.importance)),
            parts: cell.anatomy.parts.iter().map(PartJson::from).collect(),
            unavoidable: cell.anatomy.unavoidable.iter().map(ToString::to_string).collect(),
        }
    }
}

impl DependenceMatrix<'_> {
    /// The cells in which the country matters: on the best route along the line, within the family
    /// or in the whole network.
    fn told(&self) -> impl Iterator<Item = (Objective, &MatrixCell)> {
        let matters = |cell: &&MatrixCell| {
            [cell.line, cell.family, cell.network]
                .iter()
                .any(|scope| scope.dependence().is_some_and(|value| value > 0.0))
        };
        self.objectives
            .iter()
            .flat_map(move |one| one.cells.iter().filter(matters).map(move |cell| (one.objective, cell)))
    }

    /// One row for each objective, corridor and country that matters to it.
    #[must_use]
    pub fn grid(&self) -> Grid {
        let mut grid = Grid::new([
            "corridor",
            "objective",
            "country",
            "status",
            "km inside",
            "D line",
            "D family",
            "D network",
            "premium",
            "disjoint",
            "without",
            "near 50 %",
        ]);
        if self.told().any(|(_, cell)| cell.full.is_some()) {
            grid.header.extend(["power", "reliability", "most vital place", "most vital border"]);
        }
        grid.header.push("rests on");
        for (objective, cell) in self.told() {
            let mut row = vec![
                self.network[cell.corridor].name.clone(),
                objective.to_string(),
                cell.country.code().to_owned(),
                cell.verdict().map_or("no way", Verdict::word).to_owned(),
                or_dash(cell.share.map(|share| percent(share[0]))),
                number(cell.line.dependence()),
                number(cell.family.dependence()),
                number(cell.network.dependence()),
                or_dash(cell.network.premium().map(|premium| format!("+{}", percent(premium)))),
                told(cell.disjoint[0]),
                told(cell.disjoint[1]),
                or_dash(cell.near_optimal.map(|curve| percent(curve[5].share()))),
            ];
            if let Some(full) = &cell.full {
                row.push(or_dash(full.power.map(percent)));
                row.push(or_dash(full.reliability.map(|found| format!("{:.3}", found.importance))));
                for by in [By::Place, By::Border] {
                    let vital = full.anatomy.most_vital(by).filter(|part| part.dependence > 0.0);
                    row.push(or_dash(vital.map(|part| format!("{} {:.2}", part.target, part.dependence))));
                }
            }
            row.push(cell.rests_on.word().to_owned());
            grid.push(row);
        }
        grid
    }

    /// One row for each objective and country that some pair of the demand passes through.
    #[must_use]
    pub fn country_grid(&self) -> Grid {
        let mut grid =
            Grid::new(["country", "objective", "importance", "cut off", "through", "efficiency drop", "rests on"]);
        for (at, country) in self.countries.iter().enumerate() {
            for one in &self.objectives {
                let overall = &one.overall[at];
                let Some((every, some)) = overall.betweenness.filter(|range| range.1 > 0.0) else { continue };
                let range = if (some - every).abs() < 1e-12 {
                    percent(every)
                } else {
                    format!("{}–{}", percent(every), percent(some))
                };
                let unit = one.objective.unit();
                grid.push(vec![
                    country.code().to_owned(),
                    one.objective.to_string(),
                    or_dash(
                        overall.importance.map(|value| format!("+{:.1} {unit}", value / one.objective.units_per())),
                    ),
                    or_dash(overall.cut_off.map(percent)),
                    range,
                    or_dash(overall.efficiency_drop.map(percent)),
                    overall.rests_on.word().to_owned(),
                ]);
            }
        }
        grid
    }

    /// As JSON: the cells in which the country matters.
    #[must_use]
    pub fn to_json(&self) -> Vec<MatrixJson> {
        let cell = |(objective, cell): (Objective, &MatrixCell)| MatrixJson {
            objective: objective.word(),
            corridor: self.network[cell.corridor].id.clone(),
            country: cell.country.code().to_owned(),
            status: cell.verdict().map(Verdict::word),
            dependence: [cell.line, cell.family, cell.network].map(|scope| scope.dependence().map(rounded)),
            premium: cell.network.premium().map(rounded),
            share: cell.share.map(|share| share.map(rounded)),
            share_range: cell.share_range.map(|(least, most)| [least, most].map(rounded)),
            link_disjoint: cell.disjoint.map(counted),
            near_optimal: cell.near_optimal.map(|curve| rounded(curve[5].share())),
            capacity_loss: cell.capacity.as_ref().ok().copied().map(rounded),
            rests_on: cell.rests_on.word(),
            full: cell.full.as_deref().map(CellJson::from),
        };
        self.told().map(cell).collect()
    }
}
