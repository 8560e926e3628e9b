//! The shapes of the JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::dependence::{FullJson, OverallJson};
use super::{CorridorIntervalsJson, in_units, territory_of};
use crate::cost::Values;
use crate::dependence::{Certificate, CorridorDependence, DependenceReport, Scope, Verdict};
use crate::network::{Grade, Network, Step};
use crate::redundancy::{Cut, CutMember};
use crate::route::{Leg, Route};

/// Rounded to this many decimals, so that the text of a number is stable.
pub(super) fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (value * scale).round() / scale
}

/// Kilometres, hours and dollars.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValuesJson {
    /// Kilometres travelled.
    pub length_km: f64,
    /// Hours.
    pub time_h: f64,
    /// US dollars per FEU.
    pub money_usd: f64,
}

impl From<Values> for ValuesJson {
    fn from(values: Values) -> Self {
        Self {
            length_km: rounded(values.distance.as_km(), 3),
            time_h: rounded(values.time.as_hours(), 4),
            money_usd: rounded(values.money.as_usd(), 2),
        }
    }
}

/// A link of a route.
#[derive(Clone, Debug, Serialize)]
pub struct LegJson {
    /// Id of the place it starts from.
    pub from: String,
    /// Id of the place it leads to.
    pub to: String,
    /// `rail`, `road` or `sea`.
    pub mode: &'static str,
    /// Track gauge, if stated.
    pub gauge_mm: Option<u16>,
    /// Country code, `sea`, or both codes over a border: `CN-KZ`.
    pub country: String,
    /// Id of the link.
    pub link_id: String,
    /// Kilometres.
    pub length_km: f64,
    /// Hours, with the dwell of the border it crosses.
    pub time_h: f64,
    /// US dollars per FEU.
    pub money_usd: f64,
}

/// A change of system on a route.
#[derive(Clone, Debug, Serialize)]
pub struct TransferJson {
    /// Id of the place.
    pub place: String,
    /// Id of the transfer.
    pub transfer_id: String,
    /// Its class.
    pub class: String,
    /// Hours.
    pub time_h: f64,
    /// US dollars per FEU.
    pub money_usd: f64,
}

/// A change of track gauge on a route.
#[derive(Clone, Debug, Serialize)]
pub struct GaugeBreakJson {
    /// Id of the place.
    pub place: String,
    /// Gauge before.
    pub from_mm: Option<u16>,
    /// Gauge after.
    pub to_mm: Option<u16>,
}

/// A route.
#[derive(Clone, Debug, Serialize)]
pub struct RouteJson {
    /// Kilometres in all.
    pub length_km: f64,
    /// Hours in all.
    pub time_h: f64,
    /// US dollars per FEU in all.
    pub money_usd: f64,
    /// Kilograms of CO2 equivalent per FEU in all; `null` where no assumption gives them.
    pub co2e_kg: Option<f64>,
    /// What is spent in each country; `sea` at sea.
    pub countries: BTreeMap<String, ValuesJson>,
    /// The links, in the order of travel.
    pub legs: Vec<LegJson>,
    /// The changes of system, in the order of travel.
    pub transfers: Vec<TransferJson>,
    /// Ids of the borders, in the order of travel.
    pub borders: Vec<String>,
    /// The changes of gauge, in the order of travel.
    pub gauge_breaks: Vec<GaugeBreakJson>,
}

impl From<&Route<'_>> for RouteJson {
    fn from(route: &Route<'_>) -> Self {
        let network = route.network();
        let all = ValuesJson::from(route.values());
        let territories = route.territories();
        Self {
            length_km: all.length_km,
            time_h: all.time_h,
            money_usd: all.money_usd,
            co2e_kg: route.emission().map(|mass| rounded(mass.as_kg(), 3)),
            countries: territories
                .into_iter()
                .map(|(territory, values)| (territory.code().to_owned(), values.into()))
                .collect(),
            legs: route.legs().iter().filter_map(|leg| leg_json(network, leg)).collect(),
            transfers: route.legs().iter().filter_map(|leg| transfer_json(network, leg)).collect(),
            borders: route.borders().into_iter().map(|border| network[border].id.clone()).collect(),
            gauge_breaks: route
                .gauge_breaks()
                .into_iter()
                .map(|(place, from, to)| GaugeBreakJson {
                    place: network[place].id.to_string(),
                    from_mm: from.gauge_mm,
                    to_mm: to.gauge_mm,
                })
                .collect(),
        }
    }
}

fn leg_json(network: &Network, leg: &Leg) -> Option<LegJson> {
    let Step::Link { link, .. } = leg.step else { return None };
    let (row, values) = (&network[link], ValuesJson::from(leg.values()));
    Some(LegJson {
        from: network[leg.from].id.to_string(),
        to: network[leg.to].id.to_string(),
        mode: row.mode.word(),
        gauge_mm: row.gauge_mm,
        country: territory_of(leg.parts.iter().map(|part| part.territory)),
        link_id: row.id.to_string(),
        length_km: values.length_km,
        time_h: values.time_h,
        money_usd: values.money_usd,
    })
}

fn transfer_json(network: &Network, leg: &Leg) -> Option<TransferJson> {
    let Step::Transfer { transfer, .. } = leg.step else { return None };
    let (row, values) = (&network[transfer], ValuesJson::from(leg.values()));
    Some(TransferJson {
        place: network[row.place].id.to_string(),
        transfer_id: row.id.clone(),
        class: row.class.clone(),
        time_h: values.time_h,
        money_usd: values.money_usd,
    })
}

/// A closed link or transfer of a cut.
#[derive(Clone, Debug, Serialize)]
pub struct CutMemberJson {
    /// Id of the link or transfer.
    pub id: String,
    /// Id of the place on the origin's side.
    pub from: String,
    /// Id of the place on the destination's side.
    pub to: String,
    /// Why it is closed.
    pub reason: Option<String>,
}

/// The members of a cut.
#[must_use]
pub fn cut_json(network: &Network, cut: &Cut) -> Vec<CutMemberJson> {
    let member = |member: &CutMember| CutMemberJson {
        id: member.member.id(network).to_owned(),
        from: network[member.from].id.to_string(),
        to: network[member.to].id.to_string(),
        reason: member.reason.as_ref().map(ToString::to_string),
    };
    cut.members.iter().map(member).collect()
}

/// The answer to a question for routes.
#[derive(Clone, Debug, Serialize)]
pub struct RoutesJson {
    /// `ok` or `no_route`.
    pub status: &'static str,
    /// The routes, best first.
    pub routes: Vec<RouteJson>,
    /// The cut, when there is no way.
    pub cut: Option<Vec<CutMemberJson>>,
}

impl RoutesJson {
    /// From the routes found, or the cut that shows why there are none.
    #[must_use]
    pub fn new(network: &Network, routes: &[Route<'_>], cut: Option<&Cut>) -> Self {
        Self {
            status: if routes.is_empty() { "no_route" } else { "ok" },
            routes: routes.iter().map(RouteJson::from).collect(),
            cut: cut.map(|cut| cut_json(network, cut)),
        }
    }
}

/// One number for each scope; `null` where it has no meaning.
#[derive(Clone, Debug, Serialize)]
pub struct ScopesJson<T> {
    /// Along the corridor's own links.
    pub line: T,
    /// Over the links of its family.
    pub family: T,
    /// In the whole network.
    pub network: T,
}

/// The way round the hub.
#[derive(Clone, Debug, Serialize)]
pub struct ReplacementJson {
    /// Codes of the countries, in the order of travel.
    pub countries: Vec<String>,
    /// Kilometres.
    pub length_km: f64,
    /// Hours.
    pub time_h: f64,
    /// US dollars per FEU.
    pub money_usd: f64,
}

/// Why the hub is indispensable.
#[derive(Clone, Debug, Serialize)]
pub struct CertificateJson {
    /// The closed links and transfers that separate the ends.
    pub cut: Vec<CutMemberJson>,
    /// Targets any one of which, opened alone, would make a way.
    pub openings: Vec<OpeningJson>,
}

/// A target that would make a way.
#[derive(Clone, Debug, Serialize)]
pub struct OpeningJson {
    /// As written in a scenario: `project:cku`.
    pub target: String,
    /// Why it is closed.
    pub reason: String,
}

/// One corridor.
#[derive(Clone, Debug, Serialize)]
pub struct CorridorJson {
    /// Its id.
    pub id: String,
    /// Its family.
    pub family: String,
    /// Its name.
    pub name: String,
    /// Id of its origin.
    pub origin: String,
    /// Id of its destination.
    pub destination: String,
    /// `terminal`, `unused`, `avoidable` or `indispensable`, in the whole network.
    pub status: &'static str,
    /// The same in each scope; `null` where there is no way even with the hub.
    pub status_by_scope: ScopesJson<Option<&'static str>>,
    /// Share of the line's kilometres inside the hub; `null` when the line is not open.
    pub share_km: Option<f64>,
    /// Share of its hours.
    pub share_h: Option<f64>,
    /// Share of its dollars.
    pub share_money: Option<f64>,
    /// Least and greatest share of the objective over the line's routes that tie for the best.
    pub share_range: Option<[f64; 2]>,
    /// Least cost in each scope with the hub open, in the unit of the objective.
    pub cost: ScopesJson<Option<f64>>,
    /// `D` in each scope.
    pub dependence: ScopesJson<Option<f64>>,
    /// `ρ` in each scope; `null` when there is no replacement.
    pub premium: ScopesJson<Option<f64>>,
    /// The way round in the whole network.
    pub replacement: Option<ReplacementJson>,
    /// When the hub is indispensable.
    pub certificate: Option<CertificateJson>,
    /// The weakest grade behind `dependence` and `premium` in the whole network.
    pub rests_on: &'static str,
    /// The weakest grades behind the shares of kilometres, hours and dollars.
    pub shares_rest_on: [&'static str; 3],
    /// The measures beyond the headline, when they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full: Option<FullJson>,
    /// What draws of all assumptions say, when they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intervals: Option<CorridorIntervalsJson>,
}

/// A corridor whose ends are not joined even with the hub.
#[derive(Clone, Debug, Serialize)]
pub struct UnreachableJson {
    /// Its id.
    pub id: String,
    /// What separates its ends.
    pub cut: Vec<CutMemberJson>,
}

/// One family.
#[derive(Clone, Debug, Serialize)]
pub struct FamilyJson {
    /// Its name.
    pub family: String,
    /// Number of its corridors with a way.
    pub corridors: usize,
    /// How many are terminal.
    pub terminal: usize,
    /// How many do not use the hub.
    pub unused: usize,
    /// How many can go round it.
    pub avoidable: usize,
    /// How many cannot.
    pub indispensable: usize,
    /// Mean share of the kilometres inside the hub.
    pub share_km: Option<f64>,
    /// Mean `D` in each scope.
    pub dependence: ScopesJson<Option<f64>>,
}

/// The dependence of corridors on a hub.
#[derive(Clone, Debug, Serialize)]
pub struct DependenceJson {
    /// The hub's targets; one as text, several as a list.
    pub hub: serde_json::Value,
    /// The year.
    pub year: u16,
    /// `distance`, `time`, `money` or `generalised`.
    pub objective: &'static str,
    /// Version of the data.
    pub data_version: String,
    /// One object a corridor.
    pub corridors: Vec<CorridorJson>,
    /// Corridors whose ends are not joined at all in this scenario.
    pub unreachable: Vec<UnreachableJson>,
    /// One object a family.
    pub families: Vec<FamilyJson>,
    /// What closing the hub does over a demand, when all measures were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overall: Option<OverallJson>,
    /// Sentences computed from the above.
    pub findings: Vec<String>,
}

fn certificate_json(network: &Network, certificate: &Certificate) -> CertificateJson {
    let openings = certificate.openings.iter();
    CertificateJson {
        cut: cut_json(network, &certificate.cut),
        openings: openings
            .map(|opening| OpeningJson { target: opening.target.to_string(), reason: opening.reason.to_string() })
            .collect(),
    }
}

impl DependenceReport<'_> {
    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> DependenceJson {
        let hub: Vec<String> = self.hub.iter().map(ToString::to_string).collect();
        DependenceJson {
            hub: match <[String; 1]>::try_from(hub) {
                Ok([one]) => one.into(),
                Err(several) => several.into(),
            },
            year: self.year,
            objective: self.objective.word(),
            data_version: self.network.version().to_owned(),
            corridors: self.rows.iter().filter_map(|row| self.corridor_json(row)).collect(),
            unreachable: self
                .rows
                .iter()
                .filter_map(|row| {
                    let cut = cut_json(self.network, row.no_way.as_ref()?);
                    Some(UnreachableJson { id: self.network[row.corridor].id.clone(), cut })
                })
                .collect(),
            families: self.families_json(),
            overall: self.overall.as_ref().map(|overall| OverallJson::new(overall, self.objective)),
            findings: self.findings().into_iter().chain(self.full_findings()).collect(),
        }
    }

    fn corridor_json(&self, row: &CorridorDependence<'_>) -> Option<CorridorJson> {
        let network = self.network;
        let corridor = &network[row.corridor];
        let scopes = |of: fn(&Scope) -> Option<f64>| {
            let of = |scope| of(scope).map(|value| rounded(value, 6));
            ScopesJson { line: of(&row.line), family: of(&row.family), network: of(&row.network) }
        };
        let word = |scope: &Scope| scope.verdict().map(Verdict::word);
        let cost = |scope: &Scope| in_units(self.objective, scope.open).map(|value| rounded(value, 3));
        let share = |of: fn(crate::Share) -> f64| row.share.map(|share| rounded(of(share), 6));
        Some(CorridorJson {
            id: corridor.id.clone(),
            family: corridor.family.clone(),
            name: corridor.name.clone(),
            origin: network[corridor.origin].id.to_string(),
            destination: network[corridor.destination].id.to_string(),
            status: row.verdict?.word(),
            status_by_scope: ScopesJson {
                line: word(&row.line),
                family: word(&row.family),
                network: word(&row.network),
            },
            share_km: share(|share| share.distance),
            share_h: share(|share| share.time),
            share_money: share(|share| share.money),
            share_range: row.share.map(|share| [share.range.0, share.range.1].map(|value| rounded(value, 6))),
            cost: ScopesJson { line: cost(&row.line), family: cost(&row.family), network: cost(&row.network) },
            dependence: scopes(Scope::dependence),
            premium: scopes(Scope::premium),
            replacement: row.replacement.as_ref().map(|route| {
                let all = ValuesJson::from(route.values());
                ReplacementJson {
                    countries: route.countries().into_iter().map(String::from).collect(),
                    length_km: all.length_km,
                    time_h: all.time_h,
                    money_usd: all.money_usd,
                }
            }),
            certificate: row.certificate.as_ref().map(|certificate| certificate_json(network, certificate)),
            rests_on: self.rests_on(row).dependence.word(),
            shares_rest_on: {
                let share = self.rests_on(row).share;
                [share.length, share.time, share.money].map(Grade::word)
            },
            full: row.full.as_ref().map(|full| FullJson::new(full, network, self.objective)),
            intervals: None,
        })
    }

    fn families_json(&self) -> Vec<FamilyJson> {
        let number = |value: Option<f64>| value.map(|value| rounded(value, 6));
        let families = self.families().into_iter();
        families
            .map(|family| FamilyJson {
                family: family.family.to_owned(),
                corridors: family.corridors,
                terminal: family.verdicts[0],
                unused: family.verdicts[1],
                avoidable: family.verdicts[2],
                indispensable: family.verdicts[3],
                share_km: number(family.share_distance),
                dependence: ScopesJson {
                    line: number(family.line),
                    family: number(family.within_family),
                    network: number(family.network),
                },
            })
            .collect()
    }
}
