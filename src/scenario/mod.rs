//! A what-if as a value: a year, what is closed or opened, what is slower or dearer.

mod plan;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::network::{
    Bits, LinkId, Mode, Network, PlaceId, Status, Step, Territory, UnknownName, fold, nearest, shown,
};
use crate::{Country, UnknownCountry};
pub(crate) use plan::Plan;

/// Something in a network that can be closed, opened, delayed, or asked about: `country:KZ`,
/// `border:alashankou-dostyk`, `place:aktau`, `link:rail-jinghe-yining`, `mode:sea`,
/// `passage:suez`, `project:cku`, `corridor:…`.
///
/// ```
/// use landbridge::Target;
/// let suez: Target = "passage:suez".parse()?;
/// assert_eq!(suez.to_string(), "passage:suez");
/// assert!("planet:mars".parse::<Target>().is_err());
/// # Ok::<(), landbridge::TargetError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Target {
    /// A country: its places and land links. The sea lanes along its coast are not its own.
    Country(Country),
    /// A border crossing point.
    Border(String),
    /// A place.
    Place(String),
    /// A link.
    Link(String),
    /// All links of a mode.
    Mode(Mode),
    /// A passage at sea.
    Passage(String),
    /// The links of a project.
    Project(String),
    /// The links of a corridor.
    Corridor(String),
}

/// The text is not a target, or names nothing in the network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// The word before the colon is none of the kinds.
    #[error("`{}` is not a target: write `KIND:NAME` with KIND one of {}{}", shown(given), KINDS.join(", "), did_you_mean(.nearest.as_ref()))]
    UnknownKind {
        /// What was given.
        given: String,
        /// The nearest valid target, if one is near.
        nearest: Option<String>,
    },
    /// Not a country.
    #[error("there is no country `{}`, by English name or ISO 3166-1 alpha-2 code{}", shown(&error.0), did_you_mean(.nearest.as_ref()))]
    UnknownCountry {
        /// What was given.
        error: UnknownCountry,
        /// The code of the country with the nearest name.
        nearest: Option<String>,
    },
    /// The country is real, but nothing in the network lies in it.
    #[error("no place or link of this network lies in {} ({})", .0.code(), .0.name())]
    CountryNotInNetwork(Country),
    /// The name stands for nothing of its kind.
    #[error(transparent)]
    UnknownName(#[from] UnknownName),
    /// A delay or factor that cannot act.
    #[error("`{target}`: {problem}")]
    NoEffect {
        /// The target.
        target: Target,
        /// Why nothing can come of it.
        problem: &'static str,
    },
}

fn did_you_mean(nearest: Option<&String>) -> String {
    nearest.map_or_else(String::new, |near| format!("; did you mean `{}`?", shown(near)))
}

const KINDS: [&str; 8] = ["country", "border", "place", "link", "mode", "passage", "project", "corridor"];

impl Target {
    /// The kind and the name, as written around the colon.
    #[must_use]
    pub fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::Country(country) => (KINDS[0], country.code()),
            Self::Border(id) => (KINDS[1], id),
            Self::Place(id) => (KINDS[2], id),
            Self::Link(id) => (KINDS[3], id),
            Self::Mode(mode) => (KINDS[4], mode.word()),
            Self::Passage(id) => (KINDS[5], id),
            Self::Project(id) => (KINDS[6], id),
            Self::Corridor(id) => (KINDS[7], id),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, name) = self.parts();
        write!(f, "{kind}:{name}")
    }
}

fn country(name: &str) -> Result<Target, TargetError> {
    if name.is_empty() {
        return Err(UnknownName { kind: "country", given: String::new(), nearest: Vec::new(), ambiguous: false }.into());
    }
    Country::find(name).map(Target::Country).ok_or_else(|| TargetError::UnknownCountry {
        error: UnknownCountry(name.to_owned()),
        nearest: nearest(name, Country::all().map(|(_, name)| name))
            .first()
            .and_then(|name| Country::find(name))
            .map(|country| country.code().to_owned()),
    })
}

fn mode(name: &str) -> Result<Target, TargetError> {
    let found = Mode::ALL.iter().find(|(_, word)| *word == fold(name));
    found.map(|&(mode, _)| Target::Mode(mode)).ok_or_else(|| {
        let nearest = nearest(name, Mode::ALL.iter().map(|&(_, word)| word));
        UnknownName { kind: "mode (rail, road, sea)", given: name.to_owned(), nearest, ambiguous: false }.into()
    })
}

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let Some((kind, name)) = text.split_once(':') else {
            return Err(TargetError::UnknownKind { given: text.to_owned(), nearest: None });
        };
        let name = name.trim();
        match fold(kind).as_str() {
            "country" => country(name),
            "border" => Ok(Self::Border(name.to_owned())),
            "place" => Ok(Self::Place(name.to_owned())),
            "link" => Ok(Self::Link(name.to_owned())),
            "mode" => mode(name),
            "passage" => Ok(Self::Passage(name.to_owned())),
            "project" => Ok(Self::Project(name.to_owned())),
            "corridor" => Ok(Self::Corridor(name.to_owned())),
            other => Err(TargetError::UnknownKind {
                given: text.to_owned(),
                nearest: nearest(other, KINDS.into_iter()).first().map(|kind| format!("{kind}:{name}")),
            }),
        }
    }
}

impl TryFrom<String> for Target {
    type Error = TargetError;

    fn try_from(text: String) -> Result<Self, TargetError> {
        text.parse()
    }
}

impl From<Target> for String {
    fn from(target: Target) -> Self {
        target.to_string()
    }
}

/// More time at a target: once on each entry.
///
/// A country is entered over a border or from the sea, a place by each link that arrives, a mode by
/// each transfer into it; a border, link, passage, project or corridor by each use of its links.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delay {
    /// Where.
    pub target: Target,
    /// How long.
    pub hours: f64,
}

/// Time and money at a target multiplied.
///
/// Of a country, what is spent inside it; of a place, its transfers; of anything else, its links
/// with their border dwell and tolls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factor {
    /// Where.
    pub target: Target,
    /// Travel and waiting time times this.
    #[serde(default = "one")]
    pub time: f64,
    /// Price times this.
    #[serde(default = "one")]
    pub money: f64,
}

fn one() -> f64 {
    1.0
}

/// A what-if: applied to a network and a cost model, it gives a [`Metric`](crate::Metric). Nothing
/// in the network changes.
///
/// ```
/// use landbridge::Scenario;
/// let scenario = Scenario::default()
///     .in_year(2030)
///     .closing("country:RU".parse()?)
///     .delaying("passage:suez".parse()?, 48.0);
/// let json = serde_json::to_string(&scenario).unwrap();
/// assert_eq!(serde_json::from_str::<Scenario>(&json).unwrap(), scenario);
/// # Ok::<(), landbridge::TargetError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, remote = "Self")]
#[must_use]
pub struct Scenario {
    /// The year; `None` for the year that the data describes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// What is closed. Closing goes before opening.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub close: Vec<Target>,
    /// What is open whatever its status and years: a planned line, a suspended crossing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<Target>,
    /// What takes longer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub delay: Vec<Delay>,
    /// What takes or costs a multiple.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub factor: Vec<Factor>,
}

impl Serialize for Scenario {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

/// An object alone: the fields have names, and a list of them in order is no scenario.
impl<'de> Deserialize<'de> for Scenario {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Scenario;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with any of year, close, open, delay, factor")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Scenario, A::Error> {
                Scenario::deserialize(MapAccessDeserializer::new(map))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

impl Scenario {
    /// In this year.
    pub fn in_year(mut self, year: u16) -> Self {
        self.year = Some(year);
        self
    }

    /// With one more target closed.
    pub fn closing(mut self, target: Target) -> Self {
        self.close.push(target);
        self
    }

    /// With one more target open.
    pub fn opening(mut self, target: Target) -> Self {
        self.open.push(target);
        self
    }

    /// With a delay, in hours, on each entry of a target.
    pub fn delaying(mut self, target: Target, hours: f64) -> Self {
        self.delay.push(Delay { target, hours });
        self
    }

    /// With time and money at a target multiplied.
    pub fn scaling(mut self, target: Target, time: f64, money: f64) -> Self {
        self.factor.push(Factor { target, time, money });
        self
    }
}

/// What a set of targets covers in one network. A clone shares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    targets: Arc<[Target]>,
    countries: Arc<[Country]>,
    links: Bits,
    places: Bits,
}

impl Selection {
    /// The targets, by their ids in the network.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// Whether the place itself is one of the targets, or lies in a country that is.
    #[must_use]
    pub fn holds_place(&self, network: &Network, place: PlaceId) -> bool {
        self.places.contains(place.index())
            || network[place].country.is_some_and(|country| self.countries.contains(&country))
    }

    /// Whether closing the targets closes the link: it is one of them, or touches a place or
    /// country that is.
    #[must_use]
    pub fn closes_link(&self, network: &Network, link: LinkId) -> bool {
        self.links.contains(link.index()) || self.shuts(network, link)
    }

    /// Whether closing the targets closes the step.
    pub(crate) fn closes(&self, network: &Network, step: Step) -> bool {
        match step {
            Step::Link { link, .. } => self.closes_link(network, link),
            Step::Transfer { transfer, .. } => self.holds_place(network, network[transfer].place),
        }
    }

    /// The arcs that closing the targets closes, some of them twice.
    pub(crate) fn closed_arcs(&self, network: &Network) -> impl Iterator<Item = usize> {
        let arcs = network.arcs();
        let places = self.places.iter().map(id).map(PlaceId);
        let in_countries = self.countries.iter().flat_map(|&country| network.places_in(country));
        let of_links = self.links.iter().map(id).map(LinkId).flat_map(|link| arcs.arcs_of(link, &network[link]));
        places.chain(in_countries).flat_map(|place| arcs.touching(place)).chain(of_links)
    }

    /// Whether what a step spends in a territory is spent inside the targets.
    pub(crate) fn holds(&self, network: &Network, step: Step, territory: Territory) -> bool {
        self.holds_territory(territory)
            || match step {
                Step::Link { link, .. } => self.links.contains(link.index()),
                Step::Transfer { transfer, .. } => self.places.contains(network[transfer].place.index()),
            }
    }

    /// Whether the link touches a place or country that is one of the targets.
    fn shuts(&self, network: &Network, link: LinkId) -> bool {
        let row = &network[link];
        row.extent.territories().any(|territory| self.holds_territory(territory))
            || [row.from, row.to].iter().any(|&place| self.holds_place(network, place))
    }

    fn holds_territory(&self, territory: Territory) -> bool {
        matches!(territory, Territory::Country(country) if self.countries.contains(&country))
    }
}

fn id(at: usize) -> u32 {
    u32::try_from(at).expect("the builder bounds every table by u32")
}

impl Network {
    /// What a set of targets covers.
    ///
    /// # Errors
    /// When a target names nothing in this network; with the nearest valid name.
    pub fn select(&self, targets: &[Target]) -> Result<Selection, TargetError> {
        let targets = targets.iter().map(|target| self.known(target)).collect::<Result<Arc<[_]>, _>>()?;
        let (mut countries, mut places, mut links) = (Vec::new(), Vec::new(), Vec::new());
        for target in &*targets {
            match target {
                Target::Country(country) => countries.push(*country),
                Target::Place(id) => places.push(self.place(id)?.index()),
                target => links.extend(self.links_of(target)?.into_iter().map(LinkId::index)),
            }
        }
        let (places, links) = (Bits::of(self.places().len(), places), Bits::of(self.links().len(), links));
        Ok(Selection { targets, countries: countries.into(), links, places })
    }

    /// The target with its name replaced by the id that the network knows it by.
    pub(crate) fn known(&self, target: &Target) -> Result<Target, TargetError> {
        Ok(match target {
            Target::Country(country) => {
                if self.places_in(*country).next().is_none() {
                    return Err(TargetError::CountryNotInNetwork(*country));
                }
                target.clone()
            }
            Target::Border(name) => Target::Border(self[self.border(name)?].id.clone()),
            Target::Place(name) => Target::Place(self[self.place(name)?].id.to_string()),
            Target::Link(name) => Target::Link(self[self.link(name)?].id.to_string()),
            Target::Mode(_) => target.clone(),
            Target::Passage(name) => Target::Passage(self[self.passage(name)?].id.clone()),
            Target::Project(name) => Target::Project(self[self.project(name)?].id.clone()),
            Target::Corridor(name) => Target::Corridor(self[self.corridor(name)?].id.clone()),
        })
    }

    /// A target from text: `KIND:NAME`, or a bare name when it can mean one thing only, looked for
    /// among countries, modes, borders, passages, projects, corridors and places in this order.
    ///
    /// # Errors
    /// When it names nothing; with the nearest valid name.
    ///
    /// ```
    /// use landbridge::Network;
    /// let network = Network::bundled();
    /// assert_eq!(network.target("kazakhstan")?.to_string(), "country:KZ");
    /// assert_eq!(network.target("place:Aktau")?.to_string(), "place:aktau");
    /// assert!(network.target("passage:sues").unwrap_err().to_string().contains("suez"));
    /// # Ok::<(), landbridge::TargetError>(())
    /// ```
    pub fn target(&self, text: &str) -> Result<Target, TargetError> {
        if text.contains(':') {
            return self.known(&text.parse()?);
        }
        let name = text.to_owned();
        let kinds = [Target::Border, Target::Passage, Target::Project, Target::Corridor, Target::Place];
        if let Some(country) = Country::find(text) {
            return self.known(&Target::Country(country));
        }
        if let Some(&(mode, _)) = Mode::ALL.iter().find(|(_, word)| *word == fold(text)) {
            return Ok(Target::Mode(mode));
        }
        for kind in kinds {
            match self.known(&kind(name.clone())) {
                Err(TargetError::UnknownName(unknown)) if !unknown.ambiguous => {}
                found_or_ambiguous => return found_or_ambiguous,
            }
        }
        let kind = "country, mode, border, passage, project, corridor or place";
        let nearest = nearest(text, self.target_names().into_iter());
        Err(UnknownName { kind, given: name, nearest, ambiguous: false }.into())
    }

    /// What a bare target can be called here.
    fn target_names(&self) -> Vec<&str> {
        let countries = self.places().filter_map(|(_, place)| Some(place.country.as_ref()?.name()));
        let mut names: Vec<&str> = countries.collect();
        names.extend(Mode::ALL.iter().map(|&(_, word)| word));
        names.extend(self.borders().flat_map(|(_, row)| [row.id.as_str(), row.name.as_str()]));
        names.extend(self.passages().flat_map(|(_, row)| [row.id.as_str(), row.name.as_str()]));
        names.extend(self.projects().flat_map(|(_, row)| [row.id.as_str(), row.name.as_str()]));
        names.extend(self.corridors().flat_map(|(_, row)| [row.id.as_str(), row.name.as_str()]));
        names.extend(self.places().flat_map(|(_, row)| [row.id.as_str(), row.name.as_str()]));
        names
    }

    /// The links that belong to a border, link, mode, passage, project or corridor.
    pub(crate) fn links_of(&self, target: &Target) -> Result<Vec<LinkId>, UnknownName> {
        let matching = |test: &dyn Fn(&crate::Link) -> bool| {
            self.links().filter(|(_, link)| test(link)).map(|(id, _)| id).collect()
        };
        Ok(match target {
            Target::Country(_) | Target::Place(_) => Vec::new(),
            Target::Border(name) => {
                let border = self.border(name)?;
                matching(&|link| link.border() == Some(border))
            }
            Target::Link(name) => vec![self.link(name)?],
            Target::Mode(mode) => matching(&|link| link.mode == *mode),
            Target::Passage(name) => {
                let passage = self.passage(name)?;
                matching(&|link| link.passages().contains(&passage))
            }
            Target::Project(name) => {
                let project = self.project(name)?;
                matching(&|link| link.project() == Some(project))
            }
            Target::Corridor(name) => self[self.corridor(name)?].links.clone(),
        })
    }
}

/// Why a step cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    /// The scenario closes this target.
    By(Target),
    /// The link is not open in the scenario's year; with its status as of the data's date.
    NotOpenIn(u16, Status),
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::By(target) => write!(f, "closed by {target}"),
            Self::NotOpenIn(year, Status::Open) => write!(f, "not in use in {year}"),
            Self::NotOpenIn(year, status) => write!(f, "not in use in {year} ({})", status.word()),
        }
    }
}
