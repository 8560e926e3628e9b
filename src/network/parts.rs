//! What hangs on places and links: transfers, borders, passages, projects, corridors, assumptions.

use std::fmt;

use super::{LinkId, Mode, PlaceId, Provenance};
use crate::{Country, Duration, Money};

/// A system of carriage: what a wagon, lorry or ship can stay on without a transfer.
///
/// In a network with a transfer table, a system is a mode together with a gauge. In a network
/// without one, it is a gauge alone, so that an empty `gauge_mm` everywhere means one system and
/// changing between modes is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct System {
    /// The mode; `None` in a network without transfers.
    pub mode: Option<Mode>,
    /// The gauge in millimetres, if one is stated.
    pub gauge_mm: Option<u16>,
}

impl fmt::Display for System {
    /// `rail 1435`, `sea`; `any` for a mode or gauge that is not told apart.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.mode, self.gauge_mm) {
            (Some(mode), Some(gauge)) => write!(f, "{mode} {gauge}"),
            (Some(mode), None) => write!(f, "{mode}"),
            (None, Some(gauge)) => write!(f, "any {gauge}"),
            (None, None) => f.write_str("any"),
        }
    }
}

/// A change of system at a place, usable both ways: transshipment, bogie exchange, port handling.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Transfer {
    /// Unique id, as in `transfer.csv`.
    pub id: String,
    /// Where.
    pub place: PlaceId,
    /// The two systems.
    pub systems: [System; 2],
    /// Class (`transshipment`, `port-container`, …), for time and price; may be empty.
    pub class: String,
    /// Its own time, where one is published.
    pub time: Option<Duration>,
    /// Its own price per FEU, where one is published.
    pub price: Option<Money>,
    /// Where it comes from.
    pub provenance: Provenance,
}

impl Transfer {
    /// Whether the track gauge differs between the two systems.
    #[must_use]
    pub fn is_gauge_break(&self) -> bool {
        matches!(
            (self.systems[0].gauge_mm, self.systems[1].gauge_mm),
            (Some(a), Some(b)) if a != b
        )
    }
}

/// A border crossing point: one or more border links that open and close together.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Border {
    /// Unique id, as in `border.csv`.
    pub id: String,
    /// Name, from one side to the other.
    pub name: String,
    /// Class (`customs-union`, `external`), for dwell and fee; may be empty.
    pub class: String,
    /// Its own dwell, where one is published.
    pub dwell: Option<Duration>,
    /// Its own fee per FEU, where one is published.
    pub fee: Option<Money>,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// A strait, canal or sea that links run through.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Passage {
    /// Unique id, as in `passage.csv`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// A planned or building line.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Project {
    /// Unique id, as in `project.csv`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// State of the project, in a word.
    pub status: String,
    /// Planned year of opening.
    pub year: Option<u16>,
    /// Who builds or finances it.
    pub sponsor: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// A named line of the network: the places it joins and the links it runs over, in order.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Corridor {
    /// Unique id, as in `corridor.csv`.
    pub id: String,
    /// The family it belongs to, such as `Middle Corridor`.
    pub family: String,
    /// Its name.
    pub name: String,
    /// Where it starts.
    pub origin: PlaceId,
    /// Where it ends.
    pub destination: PlaceId,
    /// Its links, from origin to destination.
    pub links: Vec<LinkId>,
    /// Where its course comes from.
    pub provenance: Provenance,
}

/// One row of `assumption.csv`: a value with its range, for a mode, country and class.
#[derive(Clone, Debug)]
pub struct Assumption {
    /// Unique id.
    pub id: String,
    /// What it is a value of.
    pub quantity: Quantity,
    /// For this mode only.
    pub mode: Option<Mode>,
    /// For this country only.
    pub country: Option<Country>,
    /// For this class of link, border, transfer or passage only; empty for all.
    pub class: String,
    /// The least plausible value.
    pub low: f64,
    /// The value that is used.
    pub likely: f64,
    /// The greatest plausible value.
    pub high: f64,
    /// Where it comes from.
    pub provenance: Provenance,
}

macro_rules! quantities {
    ($($(#[$doc:meta])* $name:ident = $word:literal in $unit:literal),* $(,)?) => {
        /// What an assumption is a value of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Quantity {
            $($(#[$doc])* $name,)*
        }

        impl Quantity {
            /// All quantities: the word in the table and the unit it must be stated in.
            pub const ALL: &[(Self, &'static str, &'static str)] =
                &[$((Self::$name, $word, $unit)),*];

            /// The word that stands for the quantity in tables.
            #[must_use]
            pub fn word(self) -> &'static str {
                Self::ALL[self as usize].1
            }

            /// The unit it is stated in.
            #[must_use]
            pub fn unit(self) -> &'static str {
                Self::ALL[self as usize].2
            }
        }
    };
}

quantities! {
    /// Commercial speed, ordinary stops included, borders and transfers not.
    Speed = "speed" in "km/h",
    /// Price of carriage.
    Price = "price" in "USD/FEU-km",
    /// Time that a border crossing takes.
    BorderDwell = "border_dwell" in "h",
    /// Price of a border crossing.
    BorderFee = "border_fee" in "USD/FEU",
    /// Time that a change of system takes.
    TransferTime = "transfer_time" in "h",
    /// Price of a change of system.
    TransferPrice = "transfer_price" in "USD/FEU",
    /// Waiting time at a passage.
    PassageDelay = "passage_delay" in "h",
    /// Toll of a passage.
    PassageFee = "passage_fee" in "USD/FEU",
    /// What a day is worth to the owner of the goods.
    ValueOfTime = "value_of_time" in "USD/FEU-day",
    /// Greenhouse gases of carriage, from well to wheel.
    Emission = "emission" in "g_CO2e/FEU-km",
}
