//! Published figures from end to end, which a network can be held against.

use super::{
    Mode, PlaceId, Provenance,
    checker::{Checker, Places},
};
use crate::Country;

/// What a published figure is a value of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measurand {
    /// Length of a way.
    Length,
    /// Length of a way inside one country.
    LengthInCountry,
    /// Time from departure to arrival.
    TransitDays,
    /// Hours at borders, at straits, and where the system changes: on the way, but not running.
    Dwell,
    /// Price of carriage from end to end.
    Price,
}

impl Measurand {
    /// All of them: the word in the table and the unit it must be stated in.
    pub const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Length, "length", "km"),
        (Self::LengthInCountry, "length_in_country", "km"),
        (Self::TransitDays, "transit_days", "d"),
        (Self::Dwell, "dwell", "h"),
        (Self::Price, "price", "USD/FEU"),
    ];

    /// The word that stands for it in tables.
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

/// One row of `benchmark.csv`: a published figure on a way from one place to another.
///
/// ```
/// use landbridge::Network;
/// let network = Network::bundled();
/// let cape = network.benchmarks().iter().find(|row| row.id == "shanghai-rotterdam-cape-km").unwrap();
/// assert_eq!((network[cape.via[0]].name.as_str(), cape.likely), ("Cape of Good Hope", 25_558.0));
/// # Ok::<(), landbridge::UnknownName>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Benchmark {
    /// Unique id.
    pub id: String,
    /// What the figure is a value of.
    pub measurand: Measurand,
    /// Where the way starts.
    pub origin: PlaceId,
    /// Where it ends.
    pub destination: PlaceId,
    /// Places on the way, in order.
    pub via: Vec<PlaceId>,
    /// The modes that the way uses; all when empty.
    pub modes: Vec<Mode>,
    /// The country in which the length is counted, for [`Measurand::LengthInCountry`].
    pub country: Option<Country>,
    /// The least figure published.
    pub low: f64,
    /// The figure that is compared.
    pub likely: f64,
    /// The greatest figure published.
    pub high: f64,
    /// The year that the figure describes.
    pub year: Option<u16>,
    /// Whether the figure can be compared at all; the note of one that cannot says why.
    pub usable: bool,
    /// Whether links or assumptions were made from the figure, so that it cannot test them.
    pub fit: bool,
    /// Where it was published.
    pub provenance: Provenance,
}

/// A published figure, as a row of `benchmark.csv`. Fields as in [`Benchmark`], with names instead
/// of ids.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the fields are those of `Benchmark`")]
pub struct BenchmarkSpec {
    pub id: String,
    pub measurand: Measurand,
    pub origin: String,
    pub destination: String,
    pub via: Vec<String>,
    pub modes: Vec<Mode>,
    pub country: Option<Country>,
    pub low: f64,
    pub likely: f64,
    pub high: f64,
    pub year: Option<u16>,
    pub usable: bool,
    pub fit: bool,
    pub provenance: Provenance,
}

pub(super) fn checked_benchmarks(check: &mut Checker, specs: Vec<BenchmarkSpec>, places: Places<'_>) -> Vec<Benchmark> {
    check.ids("benchmark", "benchmark_id", &specs);
    let mut benchmarks = Vec::with_capacity(specs.len());
    for (row, spec) in specs.into_iter().enumerate() {
        let at = ("benchmark", row);
        let origin = check.place(at, "origin_node_id", &spec.origin, places);
        let destination = check.place(at, "destination_node_id", &spec.destination, places);
        let via: Option<Vec<PlaceId>> = spec.via.iter().map(|name| check.place(at, "via", name, places)).collect();
        if !(0.0 < spec.low && spec.low <= spec.likely && spec.likely <= spec.high && spec.high.is_finite()) {
            let problem = "not within 0 < low ≤ likely ≤ high";
            check.fault(at, "likely", &spec.likely.to_string(), problem, None);
        }
        if spec.country.is_some() != (spec.measurand == Measurand::LengthInCountry) {
            let value = spec.country.map_or(String::new(), |country| country.code().to_owned());
            check.fault(at, "country", &value, "a country goes with `length_in_country`, and only with it", None);
        }
        let (Some(origin), Some(destination), Some(via)) = (origin, destination, via) else { continue };
        benchmarks.push(Benchmark {
            id: spec.id,
            measurand: spec.measurand,
            origin,
            destination,
            via,
            modes: spec.modes,
            country: spec.country,
            low: spec.low,
            likely: spec.likely,
            high: spec.high,
            year: spec.year,
            usable: spec.usable,
            fit: spec.fit,
            provenance: spec.provenance,
        });
    }
    benchmarks
}
