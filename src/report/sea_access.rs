//! Access to the sea, as tables and as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::grid::Grid;
use super::{in_units, or_dash, percent, through};
use crate::dependence::{Closure, Gateway, Power, SeaAccessReport, Verdict};
use crate::network::{Network, Territory};
use crate::route::Route;

/// A way to a gateway.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GatewayJson {
    /// Id of the port.
    pub place: String,
    /// Its country.
    pub country: Option<String>,
    /// The least cost in the unit of the objective.
    pub cost: Option<f64>,
    /// Kilometres in all.
    pub length_km: f64,
    /// Hours in all.
    pub time_h: f64,
    /// US dollars per FEU in all.
    pub money_usd: f64,
    /// Countries in the order of travel; `sea` at sea.
    pub through: Vec<String>,
    /// Ids of the borders in the order of travel.
    pub borders: Vec<String>,
}

/// What becomes of the access when one country closes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClosureJson {
    /// The country that closes.
    pub country: String,
    /// Whether an open link joins it to the one that is asked about.
    pub neighbour: bool,
    /// `unused`, `avoidable` or `indispensable`; `null` when there is no way at all.
    pub status: Option<&'static str>,
    /// 1 − d/d'.
    pub dependence: Option<f64>,
    /// d'/d − 1; `null` when it cuts off.
    pub premium: Option<f64>,
    /// The best way with it closed.
    pub replacement: Option<GatewayJson>,
    /// Share of the power over the access; `null` when there are too many cases to tell apart.
    pub share: Option<f64>,
}

/// A [`SeaAccessReport`].
#[derive(Clone, Debug, Serialize)]
pub struct SeaAccessJson {
    /// Whose access.
    pub country: String,
    /// Id of the place it is asked from.
    pub from: String,
    /// Year of the scenario.
    pub year: u16,
    /// What was minimised.
    pub objective: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Whether it has a gateway of its own.
    pub coast: bool,
    /// The gateways that can be reached, the nearest first.
    pub gateways: Vec<GatewayJson>,
    /// Ids of the gateways that cannot.
    pub cut_off: Vec<String>,
    /// Neighbours and whoever else matters, those most depended on first.
    pub closures: Vec<ClosureJson>,
    /// Most ways without a common country.
    pub kappa: Option<usize>,
    /// Fewest countries that together cut it off.
    pub lambda: Option<usize>,
    /// Every set of that many that does so.
    pub cuts: Vec<Vec<String>>,
    /// Ways without a common country, as many as `kappa`.
    pub disjoint: Vec<GatewayJson>,
    /// Shapley value of each country with any power, in the unit of the objective.
    pub shapley: BTreeMap<String, f64>,
    /// 1/HHI of the powers.
    pub effective_number: Option<f64>,
    /// The same over the powers of neighbours alone.
    pub effective_neighbours: Option<f64>,
    /// The outside option of the powers, so many times the least cost.
    pub outside_stretch: f64,
    /// That multiple is always an assumption.
    pub outside_assumed: bool,
    /// The weakest grade behind the costs.
    pub rests_on: &'static str,
    /// The answer in sentences.
    pub findings: Vec<String>,
}

fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

impl GatewayJson {
    fn new(report: &SeaAccessReport<'_>, route: &Route<'_>) -> Self {
        let network = report.network;
        let port = &network[route.destination()];
        Self {
            place: port.id.to_string(),
            country: port.country.map(|country| country.code().to_owned()),
            cost: in_units(report.objective, route.cost()),
            length_km: rounded(route.length().as_km()),
            time_h: rounded(route.time().as_hours()),
            money_usd: rounded(route.money().as_usd()),
            through: through(route),
            borders: route.borders().into_iter().map(|border| network[border].id.clone()).collect(),
        }
    }
}

impl ClosureJson {
    fn new(report: &SeaAccessReport<'_>, closure: &Closure<'_>) -> Self {
        Self {
            country: closure.country.code().to_owned(),
            neighbour: closure.neighbour,
            status: closure.scope.verdict().map(Verdict::word),
            dependence: closure.scope.dependence().map(rounded),
            premium: closure.scope.premium().map(rounded),
            replacement: closure.replacement.as_ref().map(|route| GatewayJson::new(report, route)),
            share: closure.share.map(rounded),
        }
    }
}

impl SeaAccessReport<'_> {
    /// The whole answer as JSON.
    #[must_use]
    pub fn to_json(&self) -> SeaAccessJson {
        let network = self.network;
        let way = |route: &Route<'_>| GatewayJson::new(self, route);
        let shapley = self.power.iter().flat_map(|power| &power.players);
        SeaAccessJson {
            country: self.country.code().to_owned(),
            from: network[self.origin].id.to_string(),
            year: self.year,
            objective: self.objective.word(),
            unit: self.objective.unit(),
            coast: self.has_coast(),
            gateways: self.gateways.iter().map(|gateway| way(&gateway.route)).collect(),
            cut_off: self.cut_off.iter().map(|&place| network[place].id.to_string()).collect(),
            closures: self.closures.iter().map(|one| ClosureJson::new(self, one)).collect(),
            kappa: self.kappa,
            lambda: self.lambda,
            cuts: self.cuts.iter().map(|cut| cut.iter().map(|one| one.code().to_owned()).collect()).collect(),
            disjoint: self.disjoint.iter().map(way).collect(),
            shapley: shapley.map(|(player, value)| (player.code(network).to_owned(), rounded(*value))).collect(),
            effective_number: self.power.as_ref().and_then(Power::effective_number).map(rounded),
            effective_neighbours: self.effective_neighbours().map(rounded),
            outside_stretch: self.stretch,
            outside_assumed: true,
            rests_on: self.rests_on().word(),
            findings: self.findings(),
        }
    }
}

impl Grid {
    /// One row a country: the nearest gateway, κ, λ, the effective numbers, and on whom it depends most.
    #[must_use]
    pub fn of_sea_access(reports: &[SeaAccessReport<'_>]) -> Self {
        let mut grid = Self::new([
            "country",
            "from",
            "nearest gateway",
            "cost",
            "gateways",
            "κ",
            "λ",
            "effective",
            "of neighbours",
            "depends most on",
            "D",
            "rests on",
        ]);
        for report in reports {
            let nearest = report.gateways.first();
            let most = report.closures.first().filter(|one| one.scope.dependence() > Some(0.0));
            let number = |value: Option<f64>| or_dash(value.map(|value| format!("{value:.1}")));
            grid.push(vec![
                report.country.name().to_owned(),
                report.network[report.origin].name.to_string(),
                or_dash(nearest.map(|one| named(report.network, one))),
                or_dash(nearest.and_then(|one| cost(report, &one.route))),
                report.gateways.len().to_string(),
                or_dash(report.kappa.map(|number| number.to_string())),
                or_dash(report.lambda.map(|number| number.to_string())),
                number(report.power.as_ref().and_then(Power::effective_number)),
                number(report.effective_neighbours()),
                or_dash(most.map(|one| one.country.name().to_owned())),
                or_dash(most.and_then(|one| one.scope.dependence()).map(|value| format!("{value:.2}"))),
                nearest.map_or("–", |_| report.rests_on().word()).to_owned(),
            ]);
        }
        grid
    }

    /// One row a country that closes.
    #[must_use]
    pub fn of_closures(reports: &[SeaAccessReport<'_>]) -> Self {
        let mut grid = Self::new([
            "access of",
            "closed",
            "neighbour",
            "status",
            "D",
            "premium",
            "then to",
            "through",
            "share of power *",
        ]);
        for (report, one) in reports.iter().flat_map(|report| report.closures.iter().map(move |one| (report, one))) {
            let way = one.replacement.as_ref();
            grid.push(vec![
                report.country.name().to_owned(),
                one.country.name().to_owned(),
                if one.neighbour { "yes" } else { "no" }.to_owned(),
                one.scope.verdict().map_or("no way", Verdict::word).to_owned(),
                or_dash(one.scope.dependence().map(|value| format!("{value:.2}"))),
                or_dash(one.scope.premium().map(|value| format!("+{}", percent(value)))),
                or_dash(way.map(|route| report.network[route.destination()].name.to_string())),
                or_dash(way.map(|route| through(route).join(" "))),
                or_dash(one.share.map(percent)),
            ]);
        }
        grid
    }

    /// One row a gateway that can be reached.
    #[must_use]
    pub fn of_gateways(reports: &[SeaAccessReport<'_>]) -> Self {
        let mut grid = Self::new(["access of", "gateway", "km", "h", "USD", "cost", "through"]);
        for (report, one) in reports.iter().flat_map(|report| report.gateways.iter().map(move |one| (report, one))) {
            grid.push(vec![
                report.country.name().to_owned(),
                named(report.network, one),
                format!("{:.0}", one.route.length().as_km()),
                format!("{:.0}", one.route.time().as_hours()),
                format!("{:.0}", one.route.money().as_usd()),
                or_dash(cost(report, &one.route)),
                through(&one.route).join(" "),
            ]);
        }
        grid
    }
}

fn named(network: &Network, gateway: &Gateway<'_>) -> String {
    let place = &network[gateway.place];
    match place.territory() {
        Territory::Country(country) => format!("{} ({})", place.name, country.code()),
        Territory::Sea => place.name.to_string(),
    }
}

fn cost(report: &SeaAccessReport<'_>, route: &Route<'_>) -> Option<String> {
    in_units(report.objective, route.cost()).map(|value| format!("{value:.0} {}", report.objective.unit()))
}
