//! Links: one stretch of railway, road or sea lane between two places.

use std::fmt;
use std::sync::Arc;

use geo::Point;
use serde::{Deserialize, Serialize};

use super::{BorderId, PassageId, PlaceId, ProjectId, Provenance, Text};
use crate::{Capacity, Country, Distance, Duration, Speed};

/// The means of carriage on a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Railway.
    Rail,
    /// Road.
    Road,
    /// Sea lane or ferry.
    Sea,
}

impl Mode {
    /// All modes, with the word that stands for each in tables.
    pub const ALL: [(Self, &'static str); 3] = [(Self::Rail, "rail"), (Self::Road, "road"), (Self::Sea, "sea")];

    /// The word that stands for the mode in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// Where something lies: in one country, or at sea.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Territory {
    /// On the land of a country.
    Country(Country),
    /// On the water, in no country's account.
    Sea,
}

impl Territory {
    /// The country's code, or `sea`.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Country(country) => country.code(),
            Self::Sea => "sea",
        }
    }
}

impl fmt::Display for Territory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Territory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// How the length of a link is shared among territories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Wholly in one territory.
    Within(Territory),
    /// Over a border: the first kilometres in the country of the from-place, the rest in the
    /// country of the to-place.
    Across {
        /// Country of the from-place.
        from: Country,
        /// Country of the to-place.
        to: Country,
        /// Length on the from-side.
        from_length: Distance,
    },
}

impl Extent {
    /// The one or two territories, in the link's own direction.
    pub fn territories(self) -> impl Iterator<Item = Territory> {
        let (first, second) = match self {
            Self::Within(territory) => (territory, None),
            Self::Across { from, to, .. } => (Territory::Country(from), Some(Territory::Country(to))),
        };
        std::iter::once(first).chain(second)
    }
}

/// Whether a link exists, as of the data's date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Status {
    /// In use.
    #[default]
    Open,
    /// Decided or proposed; open from its planned year on, if it has one.
    Planned,
    /// Being built; open from its planned year on, if it has one.
    Construction,
    /// Not in use for the time being.
    Suspended,
    /// Out of use.
    Closed,
}

impl Status {
    /// All states, with the word that stands for each in tables.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Open, "open"),
        (Self::Planned, "planned"),
        (Self::Construction, "construction"),
        (Self::Suspended, "suspended"),
        (Self::Closed, "closed"),
    ];

    /// The word that stands for the status in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// A link of the network.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Link {
    /// Unique id, as in `link.csv`.
    pub id: Text,
    /// Where it starts.
    pub from: PlaceId,
    /// Where it ends.
    pub to: PlaceId,
    /// Whether it can be used from `from` to `to` only.
    pub directed: bool,
    /// The means of carriage.
    pub mode: Mode,
    /// Whether it exists.
    pub status: Status,
    /// Track gauge in millimetres; `None` off the rails or when the table does not say.
    pub gauge_mm: Option<u16>,
    /// Class within the mode (`main`, `motorway`, `ferry`, …), for speeds and prices; may be empty.
    pub class: Text,
    /// The territories it lies in.
    pub extent: Extent,
    /// Its length.
    pub length: Distance,
    /// Where the length comes from; links that say the same share it.
    pub provenance: Arc<Provenance>,
    pub(crate) more: Option<Box<More>>,
}

/// What most links of a large network have none of.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct More {
    pub(crate) length_range: Option<(Distance, Distance)>,
    pub(crate) opened: Option<u16>,
    pub(crate) closed: Option<u16>,
    pub(crate) project: Option<ProjectId>,
    pub(crate) border: Option<BorderId>,
    pub(crate) passages: Vec<PassageId>,
    pub(crate) speed: Option<Speed>,
    pub(crate) time: Option<Duration>,
    pub(crate) shape: Vec<Point<f64>>,
    pub(crate) capacity: Option<Capacity>,
}

impl More {
    /// As a link keeps it: nothing takes no memory.
    pub(crate) fn kept(self) -> Option<Box<Self>> {
        (self != Self::default()).then(|| Box::new(self))
    }
}

impl Link {
    /// Least and greatest length, where figures conflict or are assumed.
    #[must_use]
    pub fn length_range(&self) -> Option<(Distance, Distance)> {
        self.more.as_ref()?.length_range
    }

    /// First year of use, or the planned one.
    #[must_use]
    pub fn opened(&self) -> Option<u16> {
        self.more.as_ref()?.opened
    }

    /// First year out of use.
    #[must_use]
    pub fn closed(&self) -> Option<u16> {
        self.more.as_ref()?.closed
    }

    /// The project that builds it.
    #[must_use]
    pub fn project(&self) -> Option<ProjectId> {
        self.more.as_ref()?.project
    }

    /// The border it crosses.
    #[must_use]
    pub fn border(&self) -> Option<BorderId> {
        self.more.as_ref()?.border
    }

    /// Its own speed, where one is published.
    #[must_use]
    pub fn speed(&self) -> Option<Speed> {
        self.more.as_ref()?.speed
    }

    /// Its own travel time, where one is published.
    #[must_use]
    pub fn time(&self) -> Option<Duration> {
        self.more.as_ref()?.time
    }

    /// What it can carry in a year, both directions together; `None` when no source states it.
    #[must_use]
    pub fn capacity(&self) -> Option<Capacity> {
        self.more.as_ref()?.capacity
    }

    /// The passages it runs through.
    #[must_use]
    pub fn passages(&self) -> &[PassageId] {
        self.more.as_ref().map_or(&[], |more| &more.passages)
    }

    /// Way-points between its places, in its own direction; straight when there are none.
    #[must_use]
    pub fn shape(&self) -> &[Point<f64>] {
        self.more.as_ref().map_or(&[], |more| &more.shape)
    }

    /// Whether the link can be used in a year: within its years of use, and not suspended,
    /// closed or merely planned without a date.
    ///
    /// ```
    /// use landbridge::Network;
    /// let network = Network::bundled();
    /// let gate = network.link("rail-altynkol-khorgos")?;
    /// assert!(!network[gate].is_open_in(2004) && network[gate].is_open_in(2013));
    /// # Ok::<(), landbridge::UnknownName>(())
    /// ```
    #[must_use]
    pub fn is_open_in(&self, year: u16) -> bool {
        let (opened, closed) = (self.opened(), self.closed());
        let begun = opened.is_none_or(|opened| opened <= year);
        let ended = closed.is_some_and(|closed| closed <= year);
        match self.status {
            Status::Open => begun && !ended,
            Status::Planned | Status::Construction => opened.is_some() && begun && !ended,
            Status::Suspended | Status::Closed => closed.is_some() && begun && !ended,
        }
    }

    /// The end that is not `place`; `None` when `place` is neither.
    #[must_use]
    pub fn other_end(&self, place: PlaceId) -> Option<PlaceId> {
        if place == self.from {
            Some(self.to)
        } else if place == self.to {
            Some(self.from)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Link;
    use crate::{Place, Step, Stop};

    /// A large network has millions of each: `docs/scale.md` states what they take.
    #[test]
    fn rows_stay_small() {
        assert!(size_of::<Link>() <= 104 && size_of::<Place>() <= 96);
        assert!(size_of::<Step>() <= 8 && size_of::<Stop>() <= 12);
    }
}
