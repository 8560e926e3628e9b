//! Places: cities, junctions, border stations, ports, and turning points at sea.

use std::sync::Arc;

use geo::Point;

use super::{Provenance, Territory, Text};
use crate::Country;

/// What a place is, for maps and for choosing among names; it has no part in routing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    /// A city or town.
    #[default]
    City,
    /// A junction or station outside a city.
    Junction,
    /// A border station or road crossing.
    Border,
    /// A sea or lake port.
    Port,
    /// A turning point at sea, or the mouth of a canal.
    Sea,
}

impl PlaceKind {
    /// All kinds, with the word that stands for each in tables.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::City, "city"),
        (Self::Junction, "junction"),
        (Self::Border, "border"),
        (Self::Port, "port"),
        (Self::Sea, "sea"),
    ];
}

/// A place of the network.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Place {
    /// Unique id, as in `node.csv`.
    pub id: Text,
    /// Usual English name.
    pub name: Text,
    /// Other spellings, station names, UN/LOCODE.
    pub aliases: Box<[String]>,
    /// The country; `None` for a turning point at sea.
    pub country: Option<Country>,
    /// Longitude and latitude, WGS 84, degrees.
    pub point: Point<f64>,
    /// What the place is.
    pub kind: PlaceKind,
    /// Where the coordinates come from; places that say the same share it.
    pub provenance: Arc<Provenance>,
}

impl Place {
    /// The country, or the sea.
    #[must_use]
    pub fn territory(&self) -> Territory {
        self.country.map_or(Territory::Sea, Territory::Country)
    }
}
