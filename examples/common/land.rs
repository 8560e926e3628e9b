//! The ground of maps, where Eurasia is.

use geo::Point;
use landbridge::report::Outline;

use super::common::Result;

/// Land by country, for the eye alone; see `examples/atlas/README.md` for where it is from.
pub(crate) fn outlines() -> Result<Vec<Outline>> {
    let rows = csv::Reader::from_reader(include_str!("../atlas/land.csv").as_bytes()).into_deserialize();
    let outline = |row: csv::Result<(String, String)>| -> Result<Outline> {
        let (country, ring) = row?;
        let numbers: Vec<f64> = ring.split(' ').map(str::parse).collect::<std::result::Result<_, _>>()?;
        let ring = numbers.chunks_exact(2).map(|pair| Point::new(pair[0], pair[1])).collect();
        Ok(Outline { country: country.parse().ok(), ring })
    };
    rows.map(outline).collect()
}
