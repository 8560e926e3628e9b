//! Who can close a way: countries, blocs of countries, passages at sea.

use std::fmt;

use crate::Country;
use crate::cost::Metric;
use crate::network::{Network, PassageId, PlaceId, Step};
use crate::redundancy::groups::countries_of;

/// One who can close what passes through it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Player {
    /// A country.
    Country(Country),
    /// Several countries that act as one, by the bloc's name.
    Bloc(String),
    /// A passage at sea.
    Passage(PassageId),
}

impl Player {
    /// Country code, name of the bloc, or id of the passage.
    #[must_use]
    pub fn code<'a>(&'a self, network: &'a Network) -> &'a str {
        match self {
            Self::Country(country) => country.code(),
            Self::Bloc(name) => name,
            Self::Passage(passage) => &network[*passage].id,
        }
    }

    /// Name of the country, bloc or passage.
    #[must_use]
    pub fn name<'a>(&'a self, network: &'a Network) -> &'a str {
        match self {
            Self::Country(country) => country.name(),
            Self::Bloc(name) => name,
            Self::Passage(passage) => &network[*passage].name,
        }
    }
}

/// Countries that act as one. A country in no bloc acts alone.
///
/// ```
/// use landbridge::Blocs;
/// let union = ["BY", "RU", "KZ", "KG", "AM"].map(|code| code.parse().unwrap());
/// let blocs = Blocs::default().bloc("EAEU", union)?;
/// assert!(blocs.bloc("again", ["KZ".parse().unwrap()]).is_err());
/// # Ok::<(), landbridge::CountryTwice>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blocs {
    names: Vec<String>,
    members: Vec<(Country, usize)>,
}

/// A country is in two blocs, so that the blocs are no partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountryTwice {
    /// The country.
    pub country: Country,
    /// The bloc it was in first.
    pub first: String,
}

impl std::error::Error for CountryTwice {}

impl fmt::Display for CountryTwice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is in the bloc `{}` already", self.country.name(), self.first)
    }
}

impl Blocs {
    /// Adds a bloc; countries given under the same name before are joined.
    ///
    /// # Errors
    /// When one of its countries is in another bloc.
    pub fn bloc(mut self, name: &str, countries: impl IntoIterator<Item = Country>) -> Result<Self, CountryTwice> {
        let at = self.names.iter().position(|known| known == name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        for country in countries {
            match self.members.iter().find(|(known, _)| *known == country) {
                Some(&(_, bloc)) if bloc != at => {
                    return Err(CountryTwice { country, first: self.names[bloc].clone() });
                }
                Some(_) => {}
                None => self.members.push((country, at)),
            }
        }
        Ok(self)
    }

    fn player(&self, country: Country) -> Player {
        let bloc = self.members.iter().find(|(known, _)| *known == country);
        bloc.map_or(Player::Country(country), |&(_, at)| Player::Bloc(self.names[at].clone()))
    }
}

/// Whose closing is in question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Players {
    /// Each country that is not that of origin or destination.
    #[default]
    Countries,
    /// Each passage at sea.
    Passages,
    /// Each country that is not that of origin or destination, and each passage at sea.
    CountriesAndPassages,
    /// Each bloc that does not hold origin or destination, and each country without a bloc.
    Blocs(Blocs),
}

impl Players {
    /// Who acts for a country.
    pub(crate) fn of_country(&self, country: Country) -> Option<Player> {
        match self {
            Self::Countries | Self::CountriesAndPassages => Some(Player::Country(country)),
            Self::Passages => None,
            Self::Blocs(blocs) => Some(blocs.player(country)),
        }
    }
}

/// The players of one question, numbered, with the set that each arc touches.
pub(crate) struct Roster {
    pub(crate) players: Vec<Player>,
    pub(crate) terminal: Vec<Player>,
    pub(crate) masks: Vec<u128>,
}

impl Roster {
    /// The players on the arcs that `useful` holds; `Err` with their number when they are too many.
    pub(crate) fn new(
        metric: &Metric<'_>,
        players: &Players,
        own: &[PlaceId],
        useful: impl Fn(usize) -> bool,
    ) -> Result<Self, usize> {
        let network = metric.network();
        let of_country = |country: Country| players.of_country(country);
        let terminal: Vec<Player> = own.iter().filter_map(|&end| network[end].country).filter_map(of_country).collect();
        let touched = |step: Step| -> Vec<Player> {
            let mut touched: Vec<Player> = countries_of(network, step).filter_map(of_country).collect();
            if let (Players::Passages | Players::CountriesAndPassages, Step::Link { link, .. }) = (players, step) {
                touched.extend(network[link].passages().iter().map(|&passage| Player::Passage(passage)));
            }
            touched
        };
        let steps = &network.arcs().steps;
        let mut all: Vec<Player> = Vec::new();
        let mut of_arc: Vec<Vec<Player>> = Vec::with_capacity(steps.len());
        for (arc, &step) in steps.iter().enumerate() {
            let mut here = if useful(arc) { touched(step) } else { Vec::new() };
            here.retain(|player| !terminal.contains(player));
            for player in &here {
                if let Err(at) = all.binary_search(player) {
                    all.insert(at, player.clone());
                }
            }
            of_arc.push(here);
        }
        if all.len() > 128 {
            return Err(all.len());
        }
        let bit = |player: &Player| all.binary_search(player).map_or(0, |at| 1_u128 << at);
        let masks = of_arc.iter().map(|here| here.iter().fold(0, |mask, player| mask | bit(player))).collect();
        Ok(Self { players: all, terminal, masks })
    }
}
