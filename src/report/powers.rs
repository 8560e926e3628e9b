//! Powers over corridors, as tables and as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::grid::Grid;
use super::{in_units, or_dash, percent};
use crate::dependence::{Power, PowersReport};
use crate::network::Network;

/// The powers over a corridor, a family or all.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PowerJson {
    /// Name of the corridor or family; `all` for all.
    pub over: String,
    /// Least cost in the unit of the objective; for a corridor only.
    pub best: Option<f64>,
    /// The outside option in the unit of the objective; for a corridor only.
    pub outside: Option<f64>,
    /// Whether the outside option is an assumed multiple of the least cost; of a sum, whether it is for one of its parts.
    pub outside_assumed: Option<bool>,
    /// The weakest grade behind the ways of the game; of a sum, behind one of its parts. `null` for the demand.
    pub rests_on: Option<&'static str>,
    /// What all players save together, in the unit of the objective.
    pub value: f64,
    /// Shapley value of each player with any power, by code, in the unit of the objective.
    pub shapley: BTreeMap<String, f64>,
    /// Herfindahl–Hirschman index of the shares; `null` when nobody has power.
    pub hhi: Option<f64>,
    /// 1/HHI.
    pub effective_number: Option<f64>,
    /// Whether a single player has an advantage over all others; `null` when nobody has power.
    pub asymmetric: Option<bool>,
}

/// A [`PowersReport`].
#[derive(Clone, Debug, Serialize)]
pub struct PowersJson {
    /// Year of the scenario.
    pub year: u16,
    /// What was minimised.
    pub objective: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Over all corridors, each counting once.
    pub all: PowerJson,
    /// Over the corridors of each family.
    pub families: Vec<PowerJson>,
    /// Over each corridor that has a way.
    pub corridors: Vec<PowerJson>,
    /// Over the whole demand; `null` when none was given.
    pub demand: Option<DemandPowerJson>,
    /// Ids of corridors without any way.
    pub no_way: Vec<String>,
    /// Ids of corridors whose game exceeded a budget: in no sum.
    pub unfinished: Vec<String>,
    /// The answer in sentences.
    pub findings: Vec<String>,
}

/// The powers over a whole demand.
#[derive(Clone, Debug, Serialize)]
pub struct DemandPowerJson {
    /// What the weights are.
    pub basis: String,
    /// Pairs in the sum.
    pub pairs: usize,
    /// Of these, pairs whose outside option is an assumed multiple of the least cost.
    pub outside_assumed: usize,
    /// Pairs without a way, or whose game exceeded a budget.
    pub left_out: usize,
    /// The powers, in the unit of the objective times that of the weights.
    pub power: PowerJson,
}

fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

impl PowerJson {
    fn new(network: &Network, over: &str, power: &Power) -> Self {
        let shapley = power.players.iter().map(|(player, power)| (player.code(network).to_owned(), rounded(*power)));
        Self {
            over: over.to_owned(),
            best: None,
            outside: None,
            outside_assumed: None,
            rests_on: None,
            value: rounded(power.value),
            shapley: shapley.collect(),
            hhi: power.hhi().map(rounded),
            effective_number: power.effective_number().map(rounded),
            asymmetric: power.is_asymmetric(),
        }
    }
}

impl PowersReport<'_> {
    /// The weakest grade behind the corridors of a family, or of all.
    fn weakest(&self, family: Option<&str>) -> Option<crate::Grade> {
        let own = |row: &&crate::CorridorPower| family.is_none_or(|one| self.network[row.corridor].family == one);
        self.rows.iter().filter(own).map(|row| row.rests_on).max()
    }

    /// The whole answer as JSON.
    #[must_use]
    pub fn to_json(&self) -> PowersJson {
        let network = self.network;
        let ids = |corridors: &[crate::CorridorId]| corridors.iter().map(|&id| network[id].id.clone()).collect();
        let corridors = self.rows.iter().map(|row| PowerJson {
            best: in_units(self.objective, row.best),
            outside: in_units(self.objective, row.outside),
            outside_assumed: Some(row.assumed),
            rests_on: Some(row.rests_on.word()),
            ..PowerJson::new(network, &network[row.corridor].id, &row.power)
        });
        let families = self.families();
        let assumed = |family: Option<&str>| {
            let part =
                |row: &&crate::dependence::CorridorPower| family.is_none_or(|one| network[row.corridor].family == one);
            Some(self.rows.iter().filter(part).any(|row| row.assumed))
        };
        let over = |name: &str, family: Option<&str>, power: &Power| PowerJson {
            outside_assumed: assumed(family),
            rests_on: self.weakest(family).map(crate::Grade::word),
            ..PowerJson::new(network, name, power)
        };
        PowersJson {
            year: self.year,
            objective: self.objective.word(),
            unit: self.objective.unit(),
            all: over("all", None, &self.all()),
            families: families.iter().map(|(family, power)| over(family, Some(family), power)).collect(),
            corridors: corridors.collect(),
            demand: self.demand.as_ref().map(|demand| DemandPowerJson {
                basis: demand.basis.clone(),
                pairs: demand.pairs,
                outside_assumed: demand.assumed,
                left_out: demand.left_out,
                power: PowerJson::new(network, "demand", &demand.power),
            }),
            findings: self.findings(),
            no_way: ids(&self.no_way),
            unfinished: ids(&self.unfinished),
        }
    }

    /// One row a family, one for all and one for the demand: the number of players with power, the
    /// effective number, the HHI, whether one has an asymmetric advantage, what the outside option is
    /// (`*`: an assumed multiple, for one of them or more), and the shares of the most powerful.
    #[must_use]
    pub fn family_grid(&self) -> Grid {
        let mut grid =
            Grid::new(["family", "with power", "effective", "HHI", "asymmetric", "outside", "rests on", "shares"]);
        let star = |family: Option<&str>| {
            let mut own =
                self.rows.iter().filter(|row| family.is_none_or(|one| self.network[row.corridor].family == one));
            if own.any(|row| row.assumed) { "assumed *" } else { "free way" }.to_owned()
        };
        let families = self.families();
        let weak = |family: Option<&str>| or_dash(self.weakest(family).map(|grade| grade.word().to_owned()));
        let mut rows: Vec<(&str, &Power, [String; 2])> =
            families.iter().map(|(name, power)| (*name, power, [star(Some(name)), weak(Some(name))])).collect();
        let all = self.all();
        rows.push(("all", &all, [star(None), weak(None)]));
        if let Some(demand) = &self.demand {
            let star = if demand.assumed > 0 { "assumed *" } else { "free way" };
            // how a flow divides among cities is an assumption
            rows.push(("the demand", &demand.power, [star.to_owned(), "assumed".to_owned()]));
        }
        for (name, power, outside) in rows {
            let mut cells = vec![name.to_owned()];
            cells.extend(cells_of(self.network, power));
            let answer = power.is_asymmetric().map(|yes| if yes { "yes" } else { "no" }.to_owned());
            cells.insert(4, or_dash(answer));
            cells.splice(5..5, outside);
            grid.push(cells);
        }
        grid
    }

    /// One row a corridor: least cost, outside option (`*`: an assumed multiple), and as by family.
    #[must_use]
    pub fn grid(&self) -> Grid {
        let mut grid =
            Grid::new(["corridor", "best", "outside", "with power", "effective", "HHI", "rests on", "shares"]);
        let unit = self.objective.unit();
        let number = |cost| or_dash(in_units(self.objective, cost).map(|value| format!("{value:.0} {unit}")));
        for row in &self.rows {
            let star = if row.assumed { " *" } else { "" };
            let mut cells = vec![self.network[row.corridor].name.clone(), number(row.best)];
            cells.push(number(row.outside) + star);
            cells.extend(cells_of(self.network, &row.power));
            cells.insert(cells.len() - 1, row.rests_on.word().to_owned());
            grid.push(cells);
        }
        grid
    }
}

/// How many have power, how concentrated it is, and the five greatest shares.
fn cells_of(network: &Network, power: &Power) -> Vec<String> {
    let shares: Vec<String> =
        power.shares().take(5).map(|(player, share)| format!("{} {}", player.code(network), percent(share))).collect();
    vec![
        power.players.len().to_string(),
        or_dash(power.effective_number().map(|number| format!("{number:.1}"))),
        or_dash(power.hhi().map(|hhi| format!("{hhi:.2}"))),
        or_dash((!shares.is_empty()).then(|| shares.join(", "))),
    ]
}
