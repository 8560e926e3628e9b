//! The redundancy between two places, as JSON and as tables.

use serde::Serialize;

use super::grid::Grid;
use super::json::{CutMemberJson, cut_json, rounded};
use super::{in_units, or_dash};
use crate::cost::{Cost, Metric, Objective};
use crate::network::{LinkId, Network, PlaceId, Territory};
use crate::redundancy::{By, Cut, DisjointRoutes, Frontier, Number, Player};
use crate::route::Route;
use crate::search::{Budget, End};

/// How many rows of a kind a short table shows, and how long a cell is.
const SHOWN: usize = 8;
const CELL: usize = 60;

/// Branches of the searches for κ and λ before they are given up.
const BRANCHES: usize = 1_000_000;

/// How many independent ways there are, what they share, and what the loss of each part costs.
#[derive(Clone, Debug, Serialize)]
pub struct RedundancyJson {
    /// `ok` or `no_route`.
    pub status: &'static str,
    /// Id of the origin.
    pub from: String,
    /// Id of the destination.
    pub to: String,
    /// What is minimised.
    pub objective: &'static str,
    /// The unit of every cost here: `km`, `h` or `USD`.
    pub unit: &'static str,
    /// Routes that share no link.
    pub link_disjoint: DisjointJson,
    /// Routes that share no place.
    pub place_disjoint: DisjointJson,
    /// What countries can close.
    pub country: CountriesJson,
    /// What no route avoids.
    pub unavoidable: UnavoidableJson,
    /// Ids of the links of the whole open network that join two parts of it alone.
    pub bridges: Vec<String>,
    /// The greatest flow; nothing when the stated capacities do not bound it.
    pub max_flow: Option<MaxFlowJson>,
    /// What each thing on the best route costs to lose.
    pub replacements: Vec<ReplacementJson>,
    /// What costs the most to lose.
    pub most_vital: MostVitalJson,
    /// The closed links that prove that there is no way, when there is none.
    pub cut: Option<Vec<CutMemberJson>>,
}

/// A number that is known, or known to lie between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum NumberJson {
    /// This many.
    Exactly(usize),
    /// The search was ended by its budget.
    Between {
        /// As many were found.
        at_least: usize,
        /// More there are not.
        at_most: usize,
    },
}

/// Routes that share nothing.
#[derive(Clone, Debug, Serialize)]
pub struct DisjointJson {
    /// The greatest number; nothing when there is no bound.
    pub number: Option<NumberJson>,
    /// Why there is no number.
    pub reason: Option<&'static str>,
    /// As many routes, the cheapest set of them.
    pub routes: Vec<WayJson>,
    /// What to close so that no way is left, as `KIND:ID`: the minimum cut nearest the origin.
    /// Nothing when no such closing is enough.
    pub cut: Option<Vec<String>>,
}

/// A route in short.
#[derive(Clone, Debug, Serialize)]
pub struct WayJson {
    /// In the unit of the answer.
    pub cost: Option<f64>,
    /// Codes of the countries, in the order of travel.
    pub countries: Vec<String>,
    /// Ids of the links, in the order of travel.
    pub links: Vec<String>,
}

/// What countries can close between the two places; those of the places themselves do not count.
#[derive(Clone, Debug, Serialize)]
pub struct CountriesJson {
    /// κ, the greatest number of routes no two of which share a country.
    pub kappa: Option<usize>,
    /// That many, the cheapest set of them.
    pub kappa_routes: Vec<WayJson>,
    /// λ, the least number of countries whose closing leaves no way.
    pub lambda: Option<usize>,
    /// Each such set of countries.
    pub minimum_cuts: Vec<Vec<String>>,
    /// Why there is no κ and λ.
    pub reason: Option<String>,
    /// Those that every route passes through.
    pub unavoidable: Vec<String>,
    /// Every trade-off between cost and countries.
    pub frontier: Vec<FrontierJson>,
    /// Whether the frontier is whole; if not, `reason` says how far it is.
    pub complete: bool,
}

/// A way that no other beats in cost and countries.
#[derive(Clone, Debug, Serialize)]
pub struct FrontierJson {
    /// In the unit of the answer.
    pub cost: Option<f64>,
    /// The countries it passes through.
    pub countries: Vec<String>,
}

/// What no route avoids, in the order of travel.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UnavoidableJson {
    /// Ids of places.
    pub places: Vec<String>,
    /// Ids of links.
    pub links: Vec<String>,
    /// Ids of borders.
    pub borders: Vec<String>,
}

/// The greatest flow and its bottlenecks.
#[derive(Clone, Debug, Serialize)]
pub struct MaxFlowJson {
    /// How much.
    pub value: f64,
    /// `Mt/year`.
    pub unit: &'static str,
    /// Ids of the links of the bottleneck nearest the origin.
    pub cut_near_origin: Vec<String>,
    /// Ids of those of the bottleneck nearest the destination.
    pub cut_near_destination: Vec<String>,
}

/// What one closing costs.
#[derive(Clone, Debug, Serialize)]
pub struct ReplacementJson {
    /// What closes, as `KIND:ID`.
    pub closed: String,
    /// Of the best way left, in the unit of the answer; nothing when none is left.
    pub cost: Option<f64>,
    /// By what part of the best cost it is dearer.
    pub premium: Option<f64>,
}

/// What costs the most to lose on the best route; nothing when it has none of a kind.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MostVitalJson {
    /// Id of a link.
    pub link: Option<String>,
    /// Id of a place.
    pub place: Option<String>,
    /// Id of a border.
    pub border: Option<String>,
    /// Code of a country.
    pub country: Option<String>,
}

fn told(objective: Objective, cost: Cost) -> Option<f64> {
    in_units(objective, cost).map(|value| rounded(value, 3))
}

impl WayJson {
    fn new(route: &Route<'_>, objective: Objective) -> Self {
        Self {
            cost: told(objective, route.cost()),
            countries: route.countries().into_iter().map(String::from).collect(),
            links: ids(route.network(), route.links()),
        }
    }
}

fn ids(network: &Network, links: impl IntoIterator<Item = LinkId>) -> Vec<String> {
    links.into_iter().map(|link| network[link].id.to_string()).collect()
}

impl DisjointJson {
    fn new(found: &DisjointRoutes<'_>, objective: Objective) -> Self {
        let number = match found.number {
            Number::Exactly(number) => Some(NumberJson::Exactly(number)),
            Number::Between(at_least, at_most) => Some(NumberJson::Between { at_least, at_most }),
            Number::Unlimited => None,
        };
        Self {
            number,
            reason: number.is_none().then_some("a way uses nothing that another could not use as well"),
            routes: found.routes.iter().map(|route| WayJson::new(route, objective)).collect(),
            cut: found.cut.as_ref().map(|cut| cut.near_origin().iter().map(ToString::to_string).collect()),
        }
    }
}

impl CountriesJson {
    fn new(metric: &Metric<'_>, from: PlaceId, to: PlaceId) -> Self {
        let (network, objective) = (metric.network(), metric.objective());
        let codes = |players: Vec<&Player>| players.iter().map(|one| one.code(network).to_owned()).collect();
        let (frontier, unfinished) = match metric.frontier(from, to).run() {
            Ok(frontier) => (frontier, None),
            Err(unfinished) => (unfinished.partial.clone(), Some(unfinished.to_string())),
        };
        let ways = |frontier: &Frontier<'_>| {
            let way = |way: crate::redundancy::Way<'_, '_>| FrontierJson {
                cost: told(objective, way.cost()),
                countries: codes(way.players()),
            };
            frontier.ways().map(way).collect()
        };
        let mut answer = Self {
            kappa: None,
            kappa_routes: Vec::new(),
            lambda: None,
            minimum_cuts: Vec::new(),
            reason: unfinished,
            unavoidable: Vec::new(),
            frontier: ways(&frontier),
            complete: true,
        };
        if answer.reason.is_some() {
            // what follows from the whole does not follow from a part
            answer.complete = false;
            return answer;
        }
        let disjoint = frontier.disjoint_within(Budget::steps(BRANCHES));
        answer.kappa = disjoint.number.filter(|_| disjoint.end == End::Exhausted);
        answer.kappa_routes = disjoint.ways.iter().map(|way| WayJson::new(&way.route(), objective)).collect();
        let cuts = frontier.minimum_cuts_within(Budget::steps(BRANCHES));
        if cuts.is_err() || disjoint.end == End::Budget {
            answer.reason = Some("the frontier is whole, but κ or λ was not found within the budget".to_owned());
        }
        let cuts = cuts.unwrap_or_default();
        answer.lambda = cuts.as_ref().map(|cuts| cuts[0].len());
        answer.minimum_cuts = cuts.into_iter().flatten().map(&codes).collect();
        answer.unavoidable = codes(frontier.unavoidable());
        if let (None, Some(free)) = (disjoint.number, disjoint.ways.first()) {
            let by_sea = free.route().territories().iter().any(|(territory, _)| *territory == Territory::Sea);
            answer.reason = Some(format!(
                "a way {}passes through no other country, and no closing of others cuts it: κ and λ have no bound",
                if by_sea { "by sea " } else { "" }
            ));
        }
        answer
    }
}

impl RedundancyJson {
    /// Everything about the redundancy between two places.
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Network, Scenario, report::RedundancyJson};
    /// let network = Network::bundled();
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let (urumqi, almaty) = (network.place("Urumqi")?, network.place("Almaty")?);
    /// let answer = RedundancyJson::new(&metric, urumqi, almaty);
    /// assert!(answer.country.kappa.is_none() && answer.country.reason.is_some(), "the two countries are neighbours");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(metric: &Metric<'_>, from: PlaceId, to: PlaceId) -> Self {
        let (network, objective) = (metric.network(), metric.objective());
        let no_way: Option<Cut> = metric.why_no_way(from, to);
        let unavoidable = metric.unavoidable(from, to).unwrap_or_default();
        let replacements = metric.replacements(from, to);
        let vital = |by: By| {
            let worst = replacements.as_ref().and_then(|found| found.most_vital(by));
            worst.map(|one| one.closed.parts().1.to_owned())
        };
        Self {
            status: if no_way.is_some() { "no_route" } else { "ok" },
            from: network[from].id.to_string(),
            to: network[to].id.to_string(),
            objective: objective.word(),
            unit: objective.unit(),
            link_disjoint: DisjointJson::new(&metric.disjoint(from, to, By::Link), objective),
            place_disjoint: DisjointJson::new(&metric.disjoint(from, to, By::Place), objective),
            country: CountriesJson::new(metric, from, to),
            unavoidable: UnavoidableJson {
                places: unavoidable.places.iter().map(|&place| network[place].id.to_string()).collect(),
                links: ids(network, unavoidable.links),
                borders: unavoidable.borders.iter().map(|&border| network[border].id.clone()).collect(),
            },
            bridges: ids(network, metric.connectivity().bridges),
            max_flow: metric.max_flow(from, to).map(|flow| MaxFlowJson {
                value: rounded(flow.value.as_mt_per_year(), 6),
                unit: "Mt/year",
                cut_near_origin: ids(network, flow.cut_near_origin),
                cut_near_destination: ids(network, flow.cut_near_destination),
            }),
            most_vital: MostVitalJson {
                link: vital(By::Link),
                place: vital(By::Place),
                border: vital(By::Border),
                country: vital(By::Country),
            },
            replacements: replacements.as_ref().map_or_else(Vec::new, |found| {
                let one = |one: &crate::redundancy::Replacement| ReplacementJson {
                    closed: one.closed.to_string(),
                    cost: told(objective, one.cost),
                    premium: found.premium(one).map(|premium| rounded(premium, 6)),
                };
                found.all().iter().map(one).collect()
            }),
            cut: no_way.map(|cut| cut_json(network, &cut)),
        }
    }

    /// One row a kind of routes that share nothing: how many, what they cost, and what to close so
    /// that none is left.
    #[must_use]
    pub fn ways_grid(&self) -> Grid {
        let mut grid = Grid::new(["routes that share no", "number", "cost", "none is left without"]);
        for (by, one) in [("link", &self.link_disjoint), ("place", &self.place_disjoint)] {
            let number = match one.number {
                Some(NumberJson::Exactly(number)) => number.to_string(),
                Some(NumberJson::Between { at_least, at_most }) => format!("{at_least} to {at_most}"),
                None => "no bound".to_owned(),
            };
            grid.push(vec![by.to_owned(), number, self.costs(&one.routes), Self::named(one.cut.as_deref())]);
        }
        let country = &self.country;
        let cut = country.minimum_cuts.first().map(|cut| cut.join(" "));
        let more = country.minimum_cuts.len().saturating_sub(1);
        let more = if more > 0 { format!(", or {more} other sets") } else { String::new() };
        let unknown = if country.complete { "no bound" } else { "not known" };
        let kappa = country.kappa.map_or_else(|| unknown.to_owned(), |kappa| kappa.to_string());
        let cut = cut.map_or_else(|| "–".to_owned(), |cut| short(&[cut + &more], ""));
        grid.push(vec!["country".to_owned(), kappa, self.costs(&country.kappa_routes), cut]);
        grid
    }

    fn costs(&self, ways: &[WayJson]) -> String {
        let costs: Vec<String> = ways.iter().map(|way| self.cost(way.cost)).collect();
        if costs.is_empty() { "–".to_owned() } else { format!("{} {}", short(&costs, ", "), self.unit) }
    }

    fn cost(&self, cost: Option<f64>) -> String {
        or_dash(cost.map(|cost| if self.unit == "h" { format!("{cost:.1}") } else { format!("{cost:.0}") }))
    }

    /// Ids without their kind.
    fn named(targets: Option<&[String]>) -> String {
        let Some(targets) = targets else { return "no closing is enough".to_owned() };
        let ids: Vec<String> =
            targets.iter().map(|one| one.split_once(':').map_or(one.as_str(), |two| two.1).to_owned()).collect();
        if ids.is_empty() { "there is no way".to_owned() } else { short(&ids, ", ") }
    }

    /// One row for each thing on every route.
    #[must_use]
    pub fn unavoidable_grid(&self) -> Grid {
        let mut grid = Grid::new(["kind", "on every route"]);
        let all = [
            ("country", &self.country.unavoidable),
            ("border", &self.unavoidable.borders),
            ("place", &self.unavoidable.places),
            ("link", &self.unavoidable.links),
        ];
        for (kind, items) in all {
            let told = if items.is_empty() { "none".to_owned() } else { short(items, ", ") };
            grid.push(vec![kind.to_owned(), told]);
        }
        grid
    }

    /// The first ways of the frontier: what each costs, and the countries it passes through.
    #[must_use]
    pub fn frontier_grid(&self) -> Grid {
        let mut grid = Grid::new(["cost", "countries between"]);
        let ways = &self.country.frontier;
        for way in ways.iter().take(SHOWN) {
            let through = if way.countries.is_empty() { "none".to_owned() } else { short(&way.countries, " ") };
            grid.push(vec![format!("{} {}", self.cost(way.cost), self.unit), through]);
        }
        if ways.len() > SHOWN {
            grid.push(vec!["…".to_owned(), format!("and {} more", ways.len() - SHOWN)]);
        }
        grid
    }

    /// Everything on the best route, with what its closing costs: by kind, in the order of travel.
    #[must_use]
    pub fn replacements_grid(&self) -> Grid {
        let rows = self.replacements.iter();
        self.losses(rows)
    }

    /// Of each kind on the best route, what costs the most to lose.
    #[must_use]
    pub fn losses_grid(&self) -> Grid {
        let mut rows: Vec<&ReplacementJson> = Vec::new();
        for kind in ["country:", "border:", "place:", "link:"] {
            let mut of_kind: Vec<&ReplacementJson> =
                self.replacements.iter().filter(|one| one.closed.starts_with(kind)).collect();
            of_kind.sort_by(|a, b| b.cost.unwrap_or(f64::INFINITY).total_cmp(&a.cost.unwrap_or(f64::INFINITY)));
            rows.extend(of_kind.into_iter().take(SHOWN / 2));
        }
        self.losses(rows.into_iter())
    }

    fn losses<'a>(&self, rows: impl Iterator<Item = &'a ReplacementJson>) -> Grid {
        let mut grid = Grid::new(["closed", "cost", "dearer by"]);
        for one in rows {
            let cost =
                one.cost.map_or_else(|| "no way".to_owned(), |_| format!("{} {}", self.cost(one.cost), self.unit));
            let premium = or_dash(one.premium.map(|premium| format!("{:.1} %", premium * 100.0)));
            grid.push(vec![short(std::slice::from_ref(&one.closed), ""), cost, premium]);
        }
        grid
    }

    /// What is to be said besides the tables: one sentence each.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes: Vec<String> = self.country.reason.iter().map(|reason| format!("Countries: {reason}.")).collect();
        notes.push(match &self.max_flow {
            Some(flow) => format!("Capacity: {} {} at most.", flow.value, flow.unit),
            None => "Capacity: the stated ones do not bound it.".to_owned(),
        });
        notes
    }
}

/// Some items in one cell: as many as fit, and how many more there are.
fn short(items: &[String], between: &str) -> String {
    let mut text = String::new();
    for (at, item) in items.iter().enumerate() {
        let more = format!(" … {} more", items.len() - at);
        let last = at + 1 == items.len();
        let room = CELL.saturating_sub(if last { 0 } else { more.chars().count() });
        let next = format!("{text}{}{item}", if at == 0 { "" } else { between });
        if next.chars().count() > room {
            if at > 0 {
                return text + &more;
            }
            let cut: String = item.chars().take(room.saturating_sub(1)).collect();
            text = cut + "…";
        } else {
            text = next;
        }
    }
    text
}
