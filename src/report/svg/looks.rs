//! What maps are about: systems, families, dependence.

use std::collections::BTreeMap;

use super::legend::Entry;
use super::map::{Layer, Map, below};
use super::palette::{FAINT, KINDS, REST, kind, shade, shades};
use super::sheet::Stroke;
use crate::dependence::{CorridorDependence, DependenceReport, Scope};
use crate::network::{Link, LinkId, Mode, Network, Status};
use crate::report::in_units;
use crate::route::Route;
use crate::units::to_float;

/// What is not in use.
const TO_COME: Stroke = Stroke::new(KINDS[3], 2.0).dashed("2 3");
const OUT_OF_USE: Stroke = Stroke::new(FAINT, 1.6).dashed("1 3");

/// How a link in use is drawn, its rank from below, and what it is called.
fn system(mode: Mode, gauge: Option<u16>) -> (u8, Stroke, String) {
    match (mode, gauge) {
        (Mode::Sea, _) => (0, Stroke::new(KINDS[4], 1.2).dashed("5 4"), "sea lane, ferry".to_owned()),
        (Mode::Road, _) => (1, Stroke::new(REST, 1.4), "road".to_owned()),
        (Mode::Rail, None) => (2, Stroke::new(KINDS[7], 1.8), "railway".to_owned()),
        (Mode::Rail, Some(gauge)) => {
            let colour = match gauge {
                1435 => KINDS[0],
                1520 | 1524 => KINDS[1],
                1676 => KINDS[2],
                1668 => KINDS[6],
                _ => KINDS[5],
            };
            (3, Stroke::new(colour, 2.0), format!("railway {gauge} mm"))
        }
    }
}

/// How a link is drawn in a year, its rank from below, and what it is called.
pub(in crate::report) fn look_of(link: &Link, year: u16) -> (u8, Stroke, String) {
    let ended = link.closed().is_some_and(|closed| closed <= year);
    match (link.is_open_in(year), ended || matches!(link.status, Status::Suspended | Status::Closed)) {
        (true, _) => system(link.mode, link.gauge_mm),
        (false, true) => (4, OUT_OF_USE, "out of use".to_owned()),
        (false, false) => (5, TO_COME, "planned, in building or later".to_owned()),
    }
}

impl Network {
    /// A map of all links in a year, by mode, gauge and status.
    ///
    /// # Example
    /// ```
    /// let network = landbridge::Network::bundled();
    /// assert!(network.map(1990).to_svg() != network.map(2030).to_svg());
    /// ```
    pub fn map(&self, year: u16) -> Map<'_> {
        let mut layers: BTreeMap<(u8, String), Layer> = BTreeMap::new();
        for (id, link) in self.links() {
            let (rank, stroke, name) = look_of(link, year);
            layers.entry((rank, name)).or_insert_with(|| Layer { stroke, links: Vec::new() }).links.push(id);
        }
        let mut map = Map::new(self, "The network".to_owned(), below(&[&year.to_string()], self));
        for ((_, name), layer) in layers.into_iter().rev() {
            map.legend.push(Entry::line(layer.stroke, name));
            map.layers.insert(0, layer);
        }
        map
    }

    /// A map of the corridors, a colour for each family; where families share a line, as bands
    /// within each other.
    ///
    /// # Example
    /// ```
    /// let svg = landbridge::Network::bundled().family_map().to_svg();
    /// assert!(svg.contains("Middle Corridor") && svg.contains("Trans-Siberian"));
    /// ```
    pub fn family_map(&self) -> Map<'_> {
        let families = self.families();
        let mut on_link: BTreeMap<LinkId, Vec<usize>> = BTreeMap::new();
        for (at, family) in families.iter().enumerate() {
            for (_, corridor) in self.corridors().filter(|(_, one)| one.family == *family) {
                for &link in &corridor.links {
                    let on_link = on_link.entry(link).or_default();
                    if on_link.last() != Some(&at) {
                        on_link.push(at);
                    }
                }
            }
        }
        // the widest band lies lowest
        let mut bands: BTreeMap<(std::cmp::Reverse<usize>, usize), Vec<LinkId>> = BTreeMap::new();
        for (link, own) in on_link {
            for (inner, &family) in own.iter().rev().enumerate() {
                bands.entry((std::cmp::Reverse(inner), family)).or_default().push(link);
            }
        }
        let stroke = |family: usize, inner: usize| {
            let (colour, dash) = kind(family);
            Stroke::new(colour, 2.0 + 2.2 * to_float(inner as u64)).dashed(dash)
        };
        let mut map = Map::new(self, "Corridors by family".to_owned(), below(&[], self));
        map.rest();
        let layers = bands.into_iter().map(|((inner, family), links)| Layer { stroke: stroke(family, inner.0), links });
        map.layers.extend(layers);
        map.legend = families.iter().enumerate().map(|(at, &name)| Entry::line(stroke(at, 1), name)).collect();
        map
    }
}

/// The scope of a map of dependence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MapScope {
    /// Along each corridor's own line.
    Line,
    /// Within its family.
    Family,
    /// In the whole network.
    Network,
}

impl MapScope {
    fn of(self, row: &CorridorDependence<'_>) -> Scope {
        match self {
            Self::Line => row.line,
            Self::Family => row.family,
            Self::Network => row.network,
        }
    }

    fn words(self) -> &'static str {
        ["along its own line", "within its family", "in the whole network"][self as usize]
    }
}

/// What the corridors over a link say.
#[derive(Clone, Copy, Default)]
struct Use {
    corridors: u32,
    sum: f64,
    told: u32,
}

/// Widths by the number of corridors: up to so many, and what it is called.
const WIDTHS: [(u32, f64, &str); 4] =
    [(1, 1.6, "1 corridor"), (3, 2.6, "2 – 3"), (7, 4.0, "4 – 7"), (u32::MAX, 5.6, "8 and more")];

impl<'n> DependenceReport<'n> {
    /// A map of the corridors whose own line is open: the darker, the more they depend on the hub in
    /// this scope (the mean over the corridors of a link), the wider, the more corridors share it.
    /// The hub's own links are marked.
    ///
    /// # Example
    /// ```
    /// use landbridge::report::MapScope;
    /// use landbridge::{Dependence, Network};
    /// let network = Network::bundled();
    /// let report = Dependence::on(&network).hub("country:KZ".parse()?).run()?;
    /// let svg = report.map(MapScope::Network).to_svg();
    /// assert!(svg.contains("Dependence on Kazakhstan in the whole network"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn map(&self, scope: MapScope) -> Map<'n> {
        let network = self.network;
        let mut uses: BTreeMap<LinkId, Use> = BTreeMap::new();
        for row in &self.rows {
            let dependence = scope.of(row).dependence();
            for link in row.line_route.iter().flat_map(Route::links) {
                let one = uses.entry(link).or_default();
                one.corridors += 1;
                one.sum += dependence.unwrap_or_default();
                one.told += u32::from(dependence.is_some());
            }
        }
        let terminal = KINDS[4];
        // the darkest lies on top
        let mut shades_drawn: Vec<&str> = vec![terminal];
        let legend = shades();
        shades_drawn.extend(legend.iter().map(|(colour, _)| *colour));
        let mut layers: BTreeMap<(usize, usize), Layer> = BTreeMap::new();
        for (link, one) in uses {
            let colour = if one.told == 0 { terminal } else { shade(one.sum / f64::from(one.told)) };
            let depth = shades_drawn.iter().position(|known| *known == colour).unwrap_or_default();
            let wide = WIDTHS.iter().position(|(most, ..)| one.corridors <= *most).unwrap_or_default();
            let stroke = Stroke::new(colour, WIDTHS[wide].1);
            layers.entry((depth, wide)).or_insert_with(|| Layer { stroke, links: Vec::new() }).links.push(link);
        }
        let title = format!("Dependence on {} {}", self.hub_name(), scope.words());
        let told = format!("{} · by {}", self.year, self.objective);
        let mut map = Map::new(network, title, below(&[&told], network));
        map.rest();
        if let Ok(hub) = network.select(&self.hub) {
            let within =
                |&(_, link): &(LinkId, &Link)| [link.from, link.to].iter().all(|&end| hub.holds_place(network, end));
            let ids =
                |keep: &dyn Fn(&(LinkId, &Link)) -> bool| network.links().filter(keep).map(|(id, _)| id).collect();
            let mut links: Vec<LinkId> = ids(&within);
            if links.is_empty() {
                links = ids(&|&(id, _)| hub.closes_link(network, id));
            }
            map.marked = Layer { stroke: Stroke::new("#f4d35e", 15.0).faded(0.45), links };
            map.legend.push(Entry::field("#f8e9b0", self.hub_name()));
        }
        map.legend.extend(legend.into_iter().map(|(colour, text)| Entry::field(colour, text)));
        if layers.values().any(|layer| layer.stroke.colour == terminal) {
            map.legend.push(Entry::field(terminal, "begins or ends in the hub"));
        }
        map.layers.extend(layers.into_values());
        map.legend.extend(WIDTHS.map(|(_, width, text)| Entry::line(Stroke::new(FAINT, width), text)));
        map
    }

    /// A map of a corridor's best route and of the way round when the hub closes; `None` without
    /// either of them.
    ///
    /// # Example
    /// ```
    /// use landbridge::{Dependence, Network};
    /// let network = Network::bundled();
    /// let corridor = network.corridor("mc-khorgos-poti")?;
    /// let report = Dependence::on(&network).hub("country:KZ".parse()?).corridor(corridor).run()?;
    /// let svg = report.replacement_map(&report.rows[0]).unwrap().to_svg();
    /// assert!(svg.contains("From Lianyungang to Poti") && svg.contains("without Kazakhstan"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn replacement_map(&self, row: &CorridorDependence<'n>) -> Option<Map<'n>> {
        let (best, other) = (row.best.as_ref()?, row.replacement.as_ref()?);
        let cost = |route: &Route<'_>| {
            let value = in_units(self.objective, route.cost()).unwrap_or_default();
            format!("{value:.0} {}", self.objective.unit())
        };
        let names =
            [format!("the best route: {}", cost(best)), format!("without {}: {}", self.hub_name(), cost(other))];
        let ends = [best.origin(), best.destination()].map(|end| &self.network[end].name);
        let map = Map::of_routes(self.network, &[(&names[0], best), (&names[1], other)]);
        let told = format!("{} · by {}", self.year, self.objective);
        Some(map.title(format!("From {} to {}", ends[0], ends[1])).below(below(&[&told], self.network)))
    }
}
