//! The map of an atlas, already on the sheet: whoever shows it needs no projection.

use std::fmt::Write;

use geo::Point;

use crate::Country;
use crate::network::{Network, PlaceKind};
use crate::report::svg::Projection;

/// One ring of the outline of a country, or of land that is in no country of the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Whose it is.
    pub country: Option<Country>,
    /// Longitude and latitude.
    pub ring: Vec<Point<f64>>,
}

/// Units of the sheet across.
const WIDTH: f64 = 4000.0;
const MOST_HEIGHT: f64 = 2400.0;

/// The sheet: Lambert's azimuthal equal-area projection about the middle of the land places.
pub(super) struct Drawing(Projection);

impl Drawing {
    pub(super) fn of(network: &Network) -> Self {
        let on_land = network.places().filter(|(_, place)| place.kind != PlaceKind::Sea);
        let points: Vec<Point<f64>> = on_land.map(|(_, place)| place.point).collect();
        Self(Projection::fit(&points, [0.0, 0.0], WIDTH, MOST_HEIGHT))
    }

    pub(super) fn size(&self) -> [i32; 2] {
        self.0.size().map(whole)
    }

    /// `None` on the far side of the globe.
    pub(super) fn place(&self, point: Point<f64>) -> Option<[i32; 2]> {
        self.0.place(point).map(|place| place.map(whole))
    }

    /// The `d` of an SVG path along the points, in whole units and steps; empty outside the sheet.
    pub(super) fn path(&self, points: &[Point<f64>]) -> String {
        let mut path = String::new();
        for piece in self.0.line(points) {
            let mut last: Option<[i32; 2]> = None;
            for here in piece.into_iter().map(|point| point.map(whole)) {
                _ = match last {
                    None => write!(path, "M{} {}", here[0], here[1]),
                    Some(last) if last == here => Ok(()),
                    Some(last) => write!(path, "l{} {}", here[0] - last[0], here[1] - last[1]),
                };
                last = Some(here);
            }
        }
        path
    }
}

#[allow(clippy::cast_possible_truncation, reason = "a sheet is a few thousand units wide")]
fn whole(value: f64) -> i32 {
    value.round() as i32
}
