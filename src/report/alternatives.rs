//! Several routes between two places, as a table and as JSON.

use serde::Serialize;

use super::grid::Grid;
use super::json::{CutMemberJson, RouteJson, cut_json};
use crate::network::Network;
use crate::redundancy::Cut;
use crate::route::Route;
use crate::search::{Criterion, End};

/// The answer to a question for several routes.
#[derive(Clone, Debug, Serialize)]
pub struct AlternativesJson {
    /// `ok` or `no_route`.
    pub status: &'static str,
    /// `exhausted` when there are no more; `taken` when there may be more than were asked for;
    /// `budget` when the list is partial.
    pub end: &'static str,
    /// What the routes are compared by, if by several criteria.
    pub criteria: Vec<&'static str>,
    /// The routes, best first; by criteria, in lexicographic order of them.
    pub routes: Vec<RouteJson>,
    /// The cut, when there is no way.
    pub cut: Option<Vec<CutMemberJson>>,
}

impl AlternativesJson {
    /// From the routes found, or the cut that shows why there are none.
    #[must_use]
    pub fn new(network: &Network, routes: &[Route<'_>], end: End, criteria: &[Criterion], cut: Option<&Cut>) -> Self {
        Self {
            status: if routes.is_empty() && cut.is_some() { "no_route" } else { "ok" },
            end: end.word(),
            criteria: criteria.iter().map(|criterion| criterion.word()).collect(),
            routes: routes.iter().map(RouteJson::from).collect(),
            cut: cut.map(|cut| cut_json(network, cut)),
        }
    }
}

impl Grid {
    /// One row a route: its sums, its borders and gauge breaks by number, and its countries in the
    /// order of travel.
    #[must_use]
    pub fn of_routes(routes: &[Route<'_>]) -> Self {
        let mut grid =
            Self::new(["route", "km", "h", "USD", "kg CO2e", "borders", "gauge breaks", "passages", "through"]);
        for (at, route) in routes.iter().enumerate() {
            let network = route.network();
            let mut passages: Vec<&str> = Vec::new();
            for &passage in route.links().flat_map(|link| network[link].passages()) {
                let id = network[passage].id.as_str();
                if !passages.contains(&id) {
                    passages.push(id);
                }
            }
            let countries: Vec<String> = route.countries().into_iter().map(String::from).collect();
            let dash = |text: String| if text.is_empty() { "–".to_owned() } else { text };
            grid.push(vec![
                (at + 1).to_string(),
                format!("{:.0}", route.length().as_km()),
                format!("{:.1}", route.time().as_hours()),
                format!("{:.0}", route.money().as_usd()),
                dash(route.emission().map(|mass| format!("{:.0}", mass.as_kg())).unwrap_or_default()),
                route.borders().len().to_string(),
                route.gauge_breaks().len().to_string(),
                dash(passages.join(" ")),
                dash(countries.join(" ")),
            ]);
        }
        grid
    }
}
