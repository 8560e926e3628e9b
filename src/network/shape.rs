//! The course of links between their places.

use geo::Point;

use super::{Link, LinkId, Network, Place, checker::Checker, index::Index};

/// The course of a link, as a row of `geometry.csv`.
#[derive(Clone, Debug, Default)]
pub struct ShapeSpec {
    /// The link's id.
    pub link: String,
    /// Longitude and latitude of all points in the link's own direction, both ends among them.
    pub points: Vec<Point<f64>>,
}

/// How far the ends of a course may lie from the places of its link: four decimals, rounded.
const TOLERANCE_DEGREES: f64 = 0.001;

/// Gives each link its way-points.
pub(super) fn add_shapes(
    check: &mut Checker,
    shapes: Vec<ShapeSpec>,
    link_ids: &Index,
    links: &mut [Link],
    places: &[Place],
) {
    check.ids("geometry", "link_id", &shapes);
    for (row, shape) in shapes.into_iter().enumerate() {
        let at = ("geometry", row);
        let Some(link) = check.look_up(at, "link_id", "link", &shape.link, link_ids, links) else { continue };
        let link = &mut links[link as usize];
        let off = |point: &Point<f64>| !(point.x().abs() <= 180.0 && point.y().abs() <= 90.0);
        if let Some(point) = shape.points.iter().find(|point| off(point)) {
            check.fault(at, "wkt", &format!("{} {}", point.x(), point.y()), "not a point on the globe", None);
            continue;
        }
        let [first, inner @ .., last] = &shape.points[..] else {
            check.fault(at, "wkt", "", "a line needs two points or more", None);
            continue;
        };
        for (end, place, side) in [(first, link.from, "start"), (last, link.to, "end")] {
            let place = &places[place.index()];
            let apart = (end.x() - place.point.x()).abs().max((end.y() - place.point.y()).abs());
            if apart > TOLERANCE_DEGREES {
                let help = format!("`{}` lies at {} {}", place.id, place.point.x(), place.point.y());
                let value = format!("{} {}", end.x(), end.y());
                check.fault(at, "wkt", &value, format!("the line does not {side} at the link's place"), Some(help));
            }
        }
        link.more.get_or_insert_default().shape = inner.to_vec();
    }
}

impl Network {
    /// The points of a link from end to end, both places among them; in the link's own direction
    /// when `forward`. Straight between its places when no course is known.
    ///
    /// ```
    /// use landbridge::Network;
    /// let network = Network::bundled();
    /// let link = network.link("rail-shalkar-beyneu")?;
    /// let (there, back) = (network.course(link, true), network.course(link, false));
    /// assert_eq!(there.first(), back.last());
    /// assert_eq!(there[0], network[network[link].from].point);
    /// # Ok::<(), landbridge::UnknownName>(())
    /// ```
    #[must_use]
    pub fn course(&self, link: LinkId, forward: bool) -> Vec<Point<f64>> {
        let link = &self[link];
        let mut points = Vec::with_capacity(link.shape().len() + 2);
        points.push(self[link.from].point);
        points.extend(link.shape());
        points.push(self[link.to].point);
        if !forward {
            points.reverse();
        }
        points
    }
}
