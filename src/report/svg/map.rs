//! Maps of a network, drawn.

use geo::Point;

use super::labels::{Name, arrange};
use super::legend::{Entry, Legend};
use super::palette::{LAND, REST, RULE};
use super::projection::Projection;
use super::sheet::{Anchor, Sheet, Stroke, path};
use crate::network::{LinkId, Mode, Network, Place, PlaceId, PlaceKind};
use crate::route::Route;

/// Links that are drawn alike.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    pub(super) stroke: Stroke,
    pub(super) links: Vec<LinkId>,
}

/// A map as SVG: links in the colours of a question, names that do not overlap, a legend.
///
/// ```text
///   layers, the lowest first         Lambert's azimuthal equal-area projection
///   ░ land, if given                 about the middle of what is drawn; colours that
///   ─ the rest of the network        people with any colour vision tell apart;
///   ━ what the map is about          a light ground of its own
/// ```
///
/// Made by [`Network::map`], [`Network::family_map`], [`DependenceReport::map`](crate::DependenceReport::map)
/// and [`Map::of_routes`].
///
/// # Units
/// Points of the sheet.
///
/// # Complexity
/// O(p + n²) time for p points of all links and n names.
///
/// # Example
/// ```
/// let network = landbridge::Network::bundled();
/// let svg = network.map(network.as_of_year()).title("Eurasia").to_svg();
/// assert!(svg.starts_with("<svg") && svg.contains("1520 mm"));
/// ```
///
/// # References
/// - colours: Okabe & Ito 2008, Color Universal Design
/// - projection: Snyder 1987, Map projections, a working manual, [doi:10.3133/pp1395](https://doi.org/10.3133/pp1395)
#[derive(Clone, Debug)]
#[must_use]
pub struct Map<'n> {
    network: &'n Network,
    title: String,
    below: String,
    width: f64,
    land: Vec<Vec<Point<f64>>>,
    /// Drawn under all links, as with a marker.
    pub(super) marked: Layer,
    pub(super) layers: Vec<Layer>,
    pub(super) legend: Vec<Entry>,
    /// Named before all others.
    named: Vec<PlaceId>,
    /// What must be in the window.
    shown: Vec<PlaceId>,
}

const MARGIN: f64 = 16.0;
const HEAD: f64 = 60.0;
const NAME: f64 = 11.0;
const MOST_NAMES: usize = 70;

impl<'n> Map<'n> {
    pub(super) fn new(network: &'n Network, title: String, below: String) -> Self {
        let marked = Layer { stroke: Stroke::new(REST, 1.0), links: Vec::new() };
        let (layers, legend, named, shown) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { network, title, below, width: 960.0, land: Vec::new(), marked, layers, legend, named, shown }
    }

    /// A map of routes, each with its name; the first is drawn lowest and widest.
    ///
    /// # Example
    /// ```
    /// use landbridge::report::Map;
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let [from, to] = [network.place("Xi'an")?, network.place("Duisburg")?];
    /// let best = network.metric(&Scenario::default(), &CostModel::time())?.shortest(from, to).unwrap();
    /// let no_russia = Scenario::default().closing("country:RU".parse()?);
    /// let other = network.metric(&no_russia, &CostModel::time())?.shortest(from, to).unwrap();
    /// let svg = Map::of_routes(&network, &[("the best", &best), ("without Russia", &other)]).to_svg();
    /// assert!(svg.contains("without Russia"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Panics
    /// When a route is of another network and an id out of range in this one.
    pub fn of_routes(network: &'n Network, routes: &[(&str, &Route<'_>)]) -> Self {
        let mut map = Self::new(network, "Routes".to_owned(), format!("data {}", network.version()));
        map.rest();
        for (at, (name, route)) in routes.iter().enumerate() {
            let (colour, dash) = super::palette::kind(at);
            let width = if at == 0 { 7.0 } else { 3.0 };
            let stroke = Stroke::new(colour, width).dashed(dash);
            map.layers.push(Layer { stroke, links: route.links().collect() });
            map.legend.push(Entry::line(stroke, *name));
            for place in [route.origin(), route.destination()] {
                if !map.named.contains(&place) {
                    map.named.push(place);
                }
            }
            map.shown.extend(route.places());
        }
        map
    }

    /// Under this title.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// With these words under the title, in place of the year and the version of the data.
    pub fn below(mut self, words: impl Into<String>) -> Self {
        self.below = words.into();
        self
    }

    /// So many points wide; 960 when not given. What is less than 320 is 320.
    pub fn width(mut self, points: u16) -> Self {
        self.width = f64::from(points.max(320));
        self
    }

    /// Over land with these outlines: rings of longitude and latitude.
    pub fn land(mut self, outlines: impl IntoIterator<Item = Vec<Point<f64>>>) -> Self {
        self.land = outlines.into_iter().collect();
        self
    }

    /// The whole network as a faint ground.
    pub(super) fn rest(&mut self) {
        let links = self.network.links().map(|(id, _)| id).collect();
        self.layers.push(Layer { stroke: Stroke::new(RULE, 1.0), links });
    }

    fn projection(&self) -> Projection {
        let network = self.network;
        let on_land = |place: &PlaceId| network[*place].kind != PlaceKind::Sea;
        let mut places = self.shown.clone();
        if places.is_empty() {
            let drawn = self.layers.iter().flat_map(|layer| &layer.links);
            places = drawn.flat_map(|&link| [network[link].from, network[link].to]).filter(on_land).collect();
        }
        places.sort_unstable();
        places.dedup();
        let points: Vec<Point<f64>> = places.iter().map(|&place| network[place].point).collect();
        Projection::fit(&points, [MARGIN, HEAD], self.width - 2.0 * MARGIN, self.width * 0.62)
    }

    /// Draws it.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let projection = self.projection();
        let [width, height] = projection.size();
        let legend = Legend::new(&self.legend, self.width - 2.0 * MARGIN);
        let mut sheet = Sheet::new(self.width, HEAD + height + legend.height() + MARGIN);
        sheet.head(&self.title, &self.below);
        let window = [MARGIN, HEAD, MARGIN + width, HEAD + height];
        let names = arrange(self.names(&projection), NAME, window);
        sheet.window([MARGIN, HEAD], [width, height], |sheet| {
            for outline in &self.land {
                for piece in projection.line(outline) {
                    // neighbours stay neighbours on whole points, which half the text tells
                    let piece: Vec<[f64; 2]> = piece.iter().map(|point| point.map(f64::round)).collect();
                    let beyond = |side: usize| {
                        piece.iter().all(|point| point[side] < window[side])
                            || piece.iter().all(|point| point[side] > window[side + 2])
                    };
                    if !beyond(0) && !beyond(1) {
                        sheet.area(&piece, LAND);
                    }
                }
            }
            for layer in std::iter::once(&self.marked).chain(&self.layers) {
                let pieces: Vec<Vec<[f64; 2]>> =
                    layer.links.iter().flat_map(|&link| projection.line(&self.network.course(link, true))).collect();
                sheet.path(&path(pieces.iter().map(Vec::as_slice)), layer.stroke);
            }
        });
        for placed in &names {
            sheet.dot(placed.name.at, 2.6);
        }
        for placed in &names {
            sheet.label(placed.begin, Anchor::Start, NAME, &placed.name.text);
        }
        legend.draw(&mut sheet, [MARGIN, HEAD + height + 8.0]);
        sheet.finish(&self.title)
    }

    /// Names by rank: those asked for, the ends of corridors and where they cross a border or a
    /// shore, then places where many links meet.
    fn names(&self, projection: &Projection) -> Vec<Name> {
        let network = self.network;
        let mut rank = vec![0_u32; network.places().len()];
        let about = if self.layers.len() > 1 { &self.layers[1..] } else { &self.layers };
        for &link in about.iter().flat_map(|layer| &layer.links) {
            for place in [network[link].from, network[link].to] {
                rank[place.index()] += 1;
            }
        }
        let mut raise = |place: PlaceId, by: u32| {
            let rank = &mut rank[place.index()];
            *rank += if *rank > 0 { by } else { 0 };
        };
        for (_, corridor) in network.corridors() {
            raise(corridor.origin, 20);
            raise(corridor.destination, 20);
            let crossing = |link: &&LinkId| network[**link].border().is_some() || network[**link].mode == Mode::Sea;
            for &link in corridor.links.iter().filter(crossing) {
                raise(network[link].from, 1);
                raise(network[link].to, 1);
            }
        }
        let worth = |(id, place): &(PlaceId, &Place)| {
            let border = place.kind == PlaceKind::Border && rank[id.index()] > 8;
            let known = matches!(place.kind, PlaceKind::City | PlaceKind::Port) || border || rank[id.index()] > 20;
            known && rank[id.index()] > 1 && place.kind != PlaceKind::Sea && !self.named.contains(id)
        };
        let mut others: Vec<PlaceId> = network.places().filter(worth).map(|(id, _)| id).collect();
        others.sort_by_key(|id| std::cmp::Reverse(rank[id.index()]));
        let all = self.named.iter().chain(&others).take(MOST_NAMES);
        let name =
            |&id: &PlaceId| Some(Name { at: projection.place(network[id].point)?, text: network[id].name.to_string() });
        all.filter_map(name).collect()
    }
}

/// What stands under the title: year, objective and data.
pub(super) fn below(parts: &[&str], network: &Network) -> String {
    let mut text: Vec<String> = parts.iter().map(|&part| part.to_owned()).collect();
    text.push(format!("data {}", network.version()));
    text.join(" · ")
}
