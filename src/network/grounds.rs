//! Which places lie in a country: as runs, for neighbours in a table are mostly neighbours on the map.

use std::ops::Range;

use super::{Network, Place, PlaceId};
use crate::Country;

/// Runs of places of one country, by country and in order.
pub(super) type Grounds = Vec<(Country, Range<u32>)>;

pub(super) fn grounds(places: &[Place]) -> Grounds {
    let mut runs: Grounds = Vec::new();
    for (at, place) in (0..).zip(places) {
        match (place.country, runs.last_mut()) {
            (Some(country), Some((last, run))) if *last == country && run.end == at => run.end += 1,
            (Some(country), _) => runs.push((country, at..at + 1)),
            (None, _) => {}
        }
    }
    runs.sort_unstable_by_key(|(country, run)| (*country, run.start));
    runs.shrink_to_fit();
    runs
}

impl Network {
    /// The places in a country, in order.
    pub(crate) fn places_in(&self, country: Country) -> impl Iterator<Item = PlaceId> {
        let from = self.grounds.partition_point(|(other, _)| *other < country);
        let runs = self.grounds[from..].iter().take_while(move |(other, _)| *other == country);
        runs.flat_map(|(_, run)| run.clone().map(PlaceId))
    }

    /// The countries with places, in order. No link lies in another.
    pub(crate) fn countries(&self) -> impl Iterator<Item = Country> {
        self.grounds.chunk_by(|a, b| a.0 == b.0).map(|runs| runs[0].0)
    }
}
