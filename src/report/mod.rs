//! Results for people and for tools: tables, CSV, Markdown, JSON, GeoJSON, pictures as SVG.
//!
//! The shapes of the JSON are those of the structs in [`json`]: what they serialise to is stable.

mod alternatives;
mod atlas;
mod calibration;
pub mod dependence;
mod events;
mod export;
mod geojson;
mod grid;
pub mod json;
mod official;
mod powers;
mod redundancy;
mod sea_access;
mod svg;
mod sweep;
mod tables;
mod uncertainty;
mod years;

pub use alternatives::AlternativesJson;
pub use atlas::{
    Atlas, AtlasCorridorJson, AtlasError, AtlasGraphJson, AtlasJson, AtlasLinkJson, AtlasObjectiveJson,
    AtlasOutlineJson, AtlasPlaceJson, AtlasPlayerJson, AtlasPoolJson, AtlasPools, AtlasPowersJson, AtlasSourceJson,
    Outline, Over, Pool, PoolKey,
};
pub use calibration::ResidualJson;
pub use events::{EventJson, EventsJson, ObservedJson};
pub use grid::Grid;
pub use official::OfficialSharesJson;
pub use powers::{DemandPowerJson, PowerJson, PowersJson};
pub use redundancy::{
    CountriesJson, DisjointJson, FrontierJson, MaxFlowJson, MostVitalJson, NumberJson, RedundancyJson, ReplacementJson,
    UnavoidableJson, WayJson,
};
pub use sea_access::{ClosureJson, GatewayJson, SeaAccessJson};
pub use svg::{Map, MapScope, YearChart};
pub use sweep::SweepRowJson;
pub use uncertainty::{
    ConfidenceJson, CorridorIntervalsJson, CountryRankJson, DriverJson, ScopeIntervalJson, SpreadJson,
};
pub use years::{AccessJson, EffectJson, ProjectJson, SnapshotJson, YearJson};

use crate::cost::Objective;
use crate::dependence::{CorridorDependence, DependenceReport, Scope, hub_name};
use crate::network::{Network, Territory};
use crate::redundancy::Cut;
use crate::route::Route;

/// A ratio in percent, without decimals.
fn percent(ratio: f64) -> String {
    format!("{:.0} %", ratio * 100.0)
}

fn or_dash(value: Option<String>) -> String {
    value.unwrap_or_else(|| "–".to_owned())
}

impl<'n> DependenceReport<'n> {
    /// One row a corridor: its family, its share inside the hub, the verdict, the dependence in the
    /// three scopes, the premium and the countries of the replacement.
    #[must_use]
    pub fn grid(&self) -> Grid {
        let mut grid = Grid::new([
            "family",
            "corridor",
            "km inside",
            "h inside",
            "status",
            "D line",
            "D family",
            "D network",
            "premium",
            "replacement through",
            "rests on",
        ]);
        for row in &self.rows {
            grid.push(self.cells(row));
        }
        grid
    }

    fn cells(&self, row: &CorridorDependence<'n>) -> Vec<String> {
        let corridor = &self.network[row.corridor];
        let dependence = |scope: Scope| or_dash(scope.dependence().map(|value| format!("{value:.2}")));
        let through: Vec<String> = row.replacement.iter().flat_map(through).collect();
        vec![
            corridor.family.clone(),
            corridor.name.clone(),
            or_dash(row.share.map(|share| percent(share.distance))),
            or_dash(row.share.map(|share| percent(share.time))),
            row.verdict.map_or("no way", crate::Verdict::word).to_owned(),
            dependence(row.line),
            dependence(row.family),
            dependence(row.network),
            or_dash(row.network.premium().map(|premium| format!("+{}", percent(premium)))),
            if through.is_empty() { "–".to_owned() } else { through.join(" ") },
            row.verdict.map_or("–", |_| self.rests_on(row).dependence.word()).to_owned(),
        ]
    }

    /// One row a family.
    #[must_use]
    pub fn family_grid(&self) -> Grid {
        let mut grid = Grid::new([
            "family",
            "corridors",
            "terminal",
            "unused",
            "avoidable",
            "indispensable",
            "km inside",
            "D line",
            "D family",
            "D network",
        ]);
        let number = |value: Option<f64>| or_dash(value.map(|value| format!("{value:.2}")));
        for row in self.families() {
            let mut cells = vec![row.family.to_owned(), row.corridors.to_string()];
            cells.extend(row.verdicts.iter().map(usize::to_string));
            cells.push(or_dash(row.share_distance.map(percent)));
            cells.extend([row.line, row.within_family, row.network].map(number));
            grid.push(cells);
        }
        grid
    }

    /// What proves that there is no way: for each corridor that the hub cuts off, and for each that
    /// has no way even with it, a heading and the cut.
    #[must_use]
    pub fn cuts(&self) -> Vec<(String, Grid)> {
        let mut cuts = Vec::new();
        for row in &self.rows {
            let name = &self.network[row.corridor].name;
            if let Some(certificate) = &row.certificate {
                let openings: Vec<String> =
                    certificate.openings.iter().map(|opening| opening.target.to_string()).collect();
                let undo = if openings.is_empty() {
                    "no single opening would undo it".to_owned()
                } else {
                    format!("undone by any one of {}", openings.join(", "))
                };
                cuts.push((format!("{name}: cut off ({undo})"), certificate.cut.grid(self.network)));
            }
            if let Some(cut) = &row.no_way {
                cuts.push((format!("{name}: no way even with the hub open"), cut.grid(self.network)));
            }
        }
        cuts
    }

    /// The hub as words, such as `Kazakhstan`.
    #[must_use]
    pub fn hub_name(&self) -> String {
        hub_name(self.network, &self.hub)
    }
}

/// The territories of a route by code, in the order in which each is first reached.
fn through(route: &Route<'_>) -> Vec<String> {
    route.territories().iter().map(|(territory, _)| territory.code().to_owned()).collect()
}

impl Route<'_> {
    /// One row a leg: from, to, how, where, kilometres, hours and dollars.
    #[must_use]
    pub fn grid(&self) -> Grid {
        let network = self.network();
        let mut grid = Grid::new(["from", "to", "by", "in", "km", "h", "USD"]);
        for leg in self.legs() {
            let how = match (leg.link(), leg.transfer()) {
                (Some(link), _) => {
                    let row = &network[link];
                    row.gauge_mm.map_or(row.mode.to_string(), |gauge| format!("{} {gauge}", row.mode))
                }
                (_, Some(transfer)) => format!("({})", network[transfer].class),
                _ => String::new(),
            };
            let values = leg.values();
            grid.push(vec![
                network[leg.from].name.to_string(),
                network[leg.to].name.to_string(),
                how,
                territory_of(leg.parts.iter().map(|part| part.territory)),
                format!("{:.0}", values.distance.as_km()),
                format!("{:.1}", values.time.as_hours()),
                format!("{:.0}", values.money.as_usd()),
            ]);
        }
        grid
    }

    /// One row a territory, and a last one for the whole.
    #[must_use]
    pub fn territory_grid(&self) -> Grid {
        let mut grid = Grid::new(["territory", "km", "h", "USD"]);
        let all = self.territories().into_iter().map(|(territory, values)| (name_of(territory), values));
        for (name, values) in all.chain([("in all".to_owned(), self.values())]) {
            grid.push(vec![
                name,
                format!("{:.0}", values.distance.as_km()),
                format!("{:.1}", values.time.as_hours()),
                format!("{:.0}", values.money.as_usd()),
            ]);
        }
        grid
    }
}

fn name_of(territory: Territory) -> String {
    match territory {
        Territory::Country(country) => format!("{} {}", country.code(), country.name()),
        Territory::Sea => "at sea".to_owned(),
    }
}

/// The codes of the territories of a leg, in the order of travel: `CN-KZ` over a border.
fn territory_of(territories: impl Iterator<Item = Territory>) -> String {
    territories.map(|territory| territory.code().to_owned()).collect::<Vec<_>>().join("-")
}

impl Cut {
    /// One row for each closed link or transfer of the cut.
    #[must_use]
    pub fn grid(&self, network: &Network) -> Grid {
        let mut grid = Grid::new(["closed", "from", "to", "why"]);
        for member in &self.members {
            grid.push(vec![
                member.member.id(network).to_owned(),
                network[member.from].name.to_string(),
                network[member.to].name.to_string(),
                member.reason.as_ref().map_or_else(|| "left out".to_owned(), ToString::to_string),
            ]);
        }
        grid
    }
}

/// A cost in the unit a person reads.
pub(crate) fn in_units(objective: Objective, cost: crate::Cost) -> Option<f64> {
    Some(crate::units::to_float(cost.finite()?) / objective.units_per())
}
