//! From the globe to a sheet: Lambert's azimuthal equal-area projection about the middle of what is drawn.

use geo::Point;

/// A vector of length 1 from the middle of the globe.
type Ray = [f64; 3];

fn ray(point: Point<f64>) -> Ray {
    let (longitude, latitude) = (point.x().to_radians(), point.y().to_radians());
    [latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin(), latitude.sin()]
}

fn dot(one: Ray, other: Ray) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// Where points of the globe lie on a sheet.
#[derive(Debug)]
pub(in crate::report) struct Projection {
    middle: Ray,
    east: Ray,
    north: Ray,
    /// Points of the sheet for a radius of the globe, and the sheet's place of the middle.
    scale: f64,
    shift: [f64; 2],
    at: [f64; 2],
    size: [f64; 2],
}

/// Farther round the globe than this from the middle nothing is drawn: its far side has no place.
const FAR_SIDE: f64 = -0.7;

impl Projection {
    /// Shows all of `points` in a window as wide as given and at most as high as `most_height`.
    pub(in crate::report) fn fit(points: &[Point<f64>], at: [f64; 2], width: f64, most_height: f64) -> Self {
        let mut sum =
            points.iter().map(|&point| ray(point)).fold([0.0; 3], |sum, ray| [0, 1, 2].map(|i| sum[i] + ray[i]));
        let length = dot(sum, sum).sqrt();
        if length < 1e-9 {
            sum = [0.0, 1.0, 0.0];
        } else {
            sum = sum.map(|part| part / length);
        }
        let latitude = sum[2].clamp(-1.0, 1.0).asin();
        let longitude = sum[1].atan2(sum[0]);
        let mut projection = Self {
            middle: sum,
            east: [-longitude.sin(), longitude.cos(), 0.0],
            north: [-latitude.sin() * longitude.cos(), -latitude.sin() * longitude.sin(), latitude.cos()],
            scale: 1.0,
            shift: [0.0; 2],
            at,
            size: [width, most_height],
        };
        let flat: Vec<[f64; 2]> = points.iter().filter_map(|&point| projection.flat(ray(point))).collect();
        let bounds = |axis: usize| {
            let all = flat.iter().map(|point| point[axis]);
            let (low, high) = (all.clone().fold(f64::INFINITY, f64::min), all.fold(f64::NEG_INFINITY, f64::max));
            if low <= high { [low, high] } else { [0.0, 0.0] }
        };
        let (across, down) = (bounds(0), bounds(1));
        // a margin for dots and labels; something at least where all fall together
        let [wide, high] = [across, down].map(|[low, high]| (high - low).max(0.01) * 1.1);
        projection.scale = (width / wide).min(most_height / high);
        projection.size[1] = (high * projection.scale).clamp(most_height * 0.4, most_height);
        for (axis, [low, high]) in [across, down].into_iter().enumerate() {
            let middle = f64::midpoint(low, high) * projection.scale;
            projection.shift[axis] = at[axis] + projection.size[axis] / 2.0 - middle;
        }
        projection
    }

    fn flat(&self, ray: Ray) -> Option<[f64; 2]> {
        let cosine = dot(ray, self.middle);
        if cosine < FAR_SIDE {
            return None;
        }
        let stretch = (2.0 / (1.0 + cosine)).sqrt();
        Some([stretch * dot(ray, self.east), -stretch * dot(ray, self.north)])
    }

    /// Width and height of the window.
    pub(in crate::report) fn size(&self) -> [f64; 2] {
        self.size
    }

    /// The place on the sheet; `None` on the far side of the globe.
    pub(in crate::report) fn place(&self, point: Point<f64>) -> Option<[f64; 2]> {
        let flat = self.flat(ray(point))?;
        Some([0, 1].map(|axis| flat[axis] * self.scale + self.shift[axis]))
    }

    /// A line on the sheet along the shortest way over the globe between its points; in pieces where
    /// it leaves the near side, without what lies wholly outside the window.
    pub(in crate::report) fn line(&self, points: &[Point<f64>]) -> Vec<Vec<[f64; 2]>> {
        let mut pieces = vec![Vec::new()];
        for (at, &point) in points.iter().enumerate() {
            let next = ray(point);
            let from = if at == 0 { next } else { ray(points[at - 1]) };
            let steps = if at == 0 { 1 } else { steps(from, next) };
            for step in 1..=steps {
                match self.flat(between(from, next, f64::from(step) / f64::from(steps))) {
                    Some(flat) => {
                        let place = [0, 1].map(|axis| flat[axis] * self.scale + self.shift[axis]);
                        pieces.last_mut().expect("there is one").push(place);
                    }
                    None => pieces.push(Vec::new()),
                }
            }
        }
        pieces.retain(|piece| piece.len() > 1 && self.meets_window(piece));
        pieces.iter().map(|piece| thinned(piece)).collect()
    }

    fn meets_window(&self, piece: &[[f64; 2]]) -> bool {
        (0..2).all(|axis| {
            let (low, high) = (self.at[axis], self.at[axis] + self.size[axis]);
            piece.iter().any(|point| point[axis] >= low) && piece.iter().any(|point| point[axis] <= high)
        })
    }
}

/// One step for each five degrees of the way.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 36 steps")]
fn steps(from: Ray, to: Ray) -> u32 {
    (dot(from, to).clamp(-1.0, 1.0).acos().to_degrees() / 5.0).ceil().clamp(1.0, 36.0) as u32
}

/// On the shortest way, so much of the chord along; opposite points have none, and the last is taken.
fn between(from: Ray, to: Ray, part: f64) -> Ray {
    let chord = [0, 1, 2].map(|i| from[i] * (1.0 - part) + to[i] * part);
    let length = dot(chord, chord).sqrt();
    if length < 1e-6 { to } else { chord.map(|one| one / length) }
}

/// Without points nearer than a fraction of a point to the last one kept; both ends stay.
fn thinned(piece: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut kept: Vec<[f64; 2]> = Vec::new();
    for (at, &point) in piece.iter().enumerate() {
        let near = kept.last().is_some_and(|last| (last[0] - point[0]).abs() + (last[1] - point[1]).abs() < 1.8);
        if near && at + 1 < piece.len() {
            continue;
        }
        kept.push(point);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_points_are_in_the_window_and_north_is_up() {
        let points: Vec<Point<f64>> =
            [(179.0, 66.0), (-179.0, 60.0), (30.0, 40.0), (100.0, 10.0)].map(Point::from).to_vec();
        let projection = Projection::fit(&points, [10.0, 20.0], 400.0, 300.0);
        for &point in &points {
            let [x, y] = projection.place(point).unwrap();
            assert!(
                (10.0..=410.0).contains(&x) && (20.0..=20.0 + projection.size()[1]).contains(&y),
                "{point:?}: {x} {y}"
            );
        }
        let [south, north] = [30.0, 50.0].map(|latitude| projection.place(Point::new(80.0, latitude)).unwrap());
        assert!(north[1] < south[1]);
    }

    #[test]
    fn a_line_over_the_antimeridian_does_not_go_round_the_globe() {
        let ends = [Point::new(179.0, 60.0), Point::new(-179.0, 60.0)];
        let projection = Projection::fit(&[Point::new(140.0, 50.0), ends[0], ends[1]], [0.0, 0.0], 400.0, 400.0);
        let pieces = projection.line(&ends);
        let [from, to] = [pieces[0][0], *pieces[0].last().unwrap()];
        assert!(pieces.len() == 1 && (from[0] - to[0]).hypot(from[1] - to[1]) < 40.0, "{pieces:?}");
    }

    #[test]
    fn nothing_and_one_point_have_a_window_too() {
        for points in [vec![], vec![Point::new(50.0, 45.0)]] {
            let projection = Projection::fit(&points, [0.0, 0.0], 300.0, 200.0);
            assert!(projection.size()[1] > 0.0);
            assert!(
                points
                    .iter()
                    .all(|&point| projection.place(point).is_some_and(|[x, y]| x.is_finite() && y.is_finite()))
            );
        }
    }
}
