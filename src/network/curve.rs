//! Places numbered along a curve that fills the map, so that neighbours stand side by side in memory.

use super::grounds::grounds;
use super::{Link, LinkId, Network, PlaceId, Topology};
use geo::Point;

impl Network {
    /// The same network with its places numbered along a Hilbert curve over the map, and its links by
    /// their places: near in space is near in memory.
    ///
    /// Names, tables and answers stay the same, but for the order of places and links. A large network
    /// whose rows come in no such order is searched up to twice as fast; do it once and keep the
    /// result with [`write_binary`](Network::write_binary).
    ///
    /// # Complexity
    /// O((places + links) log (places + links)).
    ///
    /// # Panics
    /// Never on a network, whose positions all lead somewhere.
    ///
    /// ```
    /// use landbridge::Network;
    /// let network = Network::bundled().numbered_by_location();
    /// let order: Vec<_> = network.places().map(|(_, place)| place.name.as_str()).collect();
    /// let at = |name| order.iter().position(|&other| other == name).unwrap();
    /// assert!(at("Almaty").abs_diff(at("Bishkek")) < at("Almaty").abs_diff(at("Rotterdam")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Hilbert 1891, [doi:10.1007/BF01199431](https://doi.org/10.1007/BF01199431)
    #[must_use]
    pub fn numbered_by_location(mut self) -> Self {
        let (places, place_at) = sorted(std::mem::take(&mut self.places), |place| along(place.point));
        let place_at = |old: PlaceId| PlaceId(place_at[old.index()]);
        for Link { from, to, .. } in &mut self.links {
            (*from, *to) = (place_at(*from), place_at(*to));
        }
        let (links, link_at) = sorted(std::mem::take(&mut self.links), |link| (link.from.min(link.to), link.from));
        for corridor in &mut self.corridors {
            (corridor.origin, corridor.destination) = (place_at(corridor.origin), place_at(corridor.destination));
            corridor.links.iter_mut().for_each(|link| *link = LinkId(link_at[link.index()]));
        }
        for row in &mut self.benchmarks {
            (row.origin, row.destination) = (place_at(row.origin), place_at(row.destination));
            row.via.iter_mut().for_each(|place| *place = place_at(*place));
        }
        self.transfers.iter_mut().for_each(|transfer| transfer.place = place_at(transfer.place));
        self.place_ids.renumber(|place| Some(place_at(PlaceId(place)).0));
        self.topology = Topology::new(places.len(), &links, &self.transfers);
        self.grounds = grounds(&places);
        Self { places, links, ..self }
    }
}

/// Rows in the order of a key, those with the same as they stand; and of each where it went.
fn sorted<T, K: Ord>(rows: Vec<T>, key: impl Fn(&T) -> K) -> (Vec<T>, Vec<u32>) {
    let mut keyed: Vec<(u32, T)> = (0..).zip(rows).collect();
    keyed.sort_by_cached_key(|(_, row)| key(row));
    let mut went = vec![0; keyed.len()];
    for (new, (old, _)) in (0..).zip(&keyed) {
        went[*old as usize] = new;
    }
    (keyed.into_iter().map(|(_, row)| row).collect(), went)
}

/// How far along the curve a point lies, on a map of 2¹⁶ by 2¹⁶ cells.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast to an integer takes the nearest end"
)]
fn along(point: Point<f64>) -> u32 {
    let mut x = ((point.x() + 180.0) / 360.0 * 65_536.0) as u16;
    let mut y = ((point.y() + 90.0) / 180.0 * 65_536.0) as u16;
    let mut far = 0;
    for level in (0..16).rev() {
        let (right, up) = (x >> level & 1, y >> level & 1);
        far = far << 2 | u32::from((3 * right) ^ up);
        // the curve of a quarter is that of the whole, turned
        if up == 0 {
            if right == 1 {
                (x, y) = (!x, !y);
            }
            (x, y) = (y, x);
        }
    }
    far
}

#[cfg(test)]
mod tests {
    use super::{Point, along};

    #[test]
    fn the_next_cell_of_the_curve_is_a_neighbour() {
        let cell = |x: u32, y: u32| Point::new(f64::from(x) * 360.0 / 16.0 - 170.0, f64::from(y) * 180.0 / 16.0 - 85.0);
        let mut cells: Vec<(u32, u32, u32)> =
            (0..256).map(|at| (along(cell(at / 16, at % 16)), at / 16, at % 16)).collect();
        cells.sort_unstable();
        for pair in cells.windows(2) {
            assert_eq!(pair[0].1.abs_diff(pair[1].1) + pair[0].2.abs_diff(pair[1].2), 1, "{pair:?}");
        }
        assert!(along(Point::new(180.0, 90.0)) > 0 && along(Point::new(-180.0, -90.0)) == 0);
    }
}
