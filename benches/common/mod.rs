//! Networks to measure on.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "the numbers are small")]

use landbridge::{Distance, LinkSpec, Mode, Network, NetworkBuilder, PlaceSpec};

/// A country of `side` × `side` places about 20 km apart, each joined to its neighbours to the east
/// and north by a link 1 to 1.5 times as long as the straight line, one in ten missing: about
/// `1.8 · side²` links. The same for the same side.
pub(crate) fn geographic(side: usize) -> Network {
    let mut state = 42_u64;
    let mut draw = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let id = |x: usize, y: usize| format!("{x}-{y}");
    let points: Vec<[f64; 2]> = (0..side * side)
        .map(|at| {
            [(at / side) as f64, (at % side) as f64]
                .map(|cell| 20.0 + 0.18 * (cell + 0.6 * (draw() - 0.5)) * 250.0 / side as f64)
        })
        .collect();
    let mut builder = NetworkBuilder::new().bundled_assumptions();
    for (at, point) in points.iter().enumerate() {
        builder = builder.place(PlaceSpec {
            id: id(at / side, at % side),
            country: "KZ".parse().ok(),
            x_coord: point[0],
            y_coord: point[1],
            ..PlaceSpec::default()
        });
    }
    for at in 0..points.len() {
        let (x, y) = (at / side, at % side);
        for (x2, y2) in [(x + 1, y), (x, y + 1)].into_iter().filter(|&(x, y)| x < side && y < side) {
            let keep = draw() > 0.1;
            let detour = 1.0 + 0.5 * draw();
            let other = points[x2 * side + y2];
            let (dx, dy) = ((other[0] - points[at][0]) * 111.4, (other[1] - points[at][1]) * 111.8);
            let km = 1.01 * detour * dx.hypot(dy);
            if let (true, Some(length)) = (keep, Distance::from_km(km)) {
                let name = format!("{}:{}", id(x, y), id(x2, y2));
                builder = builder.link(LinkSpec::new(&name, &id(x, y), &id(x2, y2), Mode::Rail, length));
            }
        }
    }
    builder.build().unwrap_or_else(|error| panic!("{error}"))
}
