//! A network as all contenders get it, and what they are asked.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use country_boundaries::{BOUNDARIES_ODBL_360X180, CountryBoundaries, LatLon};
use geo::Point;

/// Undirected, lengths in metres; places numbered as in the file.
pub struct World {
    pub directory: PathBuf,
    pub ids: Vec<String>,
    pub points: Vec<Point>,
    pub links: Vec<(u32, u32, u32)>,
    /// Whether each place lies in Kazakhstan.
    pub inside: Vec<bool>,
    /// Both ends outside.
    pub pairs: Vec<(u32, u32)>,
}

impl World {
    /// From `node.csv` and `link.csv` as `fetch_world.py` writes them: no quotes, the columns in their order.
    pub fn read(directory: &Path) -> Self {
        let text =
            |file: &str| fs::read_to_string(directory.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let (mut ids, mut points, mut numbers) = (Vec::new(), Vec::new(), HashMap::new());
        let nodes = text("node.csv");
        for row in nodes.lines().skip(1) {
            let [id, _, _, x, y] = row.split(',').collect::<Vec<_>>()[..] else { panic!("five columns: {row}") };
            numbers.insert(id, u32::try_from(ids.len()).unwrap());
            ids.push(id.to_owned());
            points.push(Point::new(x.parse().unwrap(), y.parse().unwrap()));
        }
        let link = |row: &str| {
            let [_, from, to, _, _, length] = row.split(',').collect::<Vec<_>>()[..] else {
                panic!("six columns: {row}")
            };
            (numbers[from], numbers[to], (length.parse::<f64>().unwrap() * 1000.0).round() as u32)
        };
        let links = text("link.csv").lines().skip(1).map(link).collect();
        let countries = CountryBoundaries::from_reader(BOUNDARIES_ODBL_360X180).expect("the bundled boundaries");
        let is_inside = |point: &Point| countries.is_in(LatLon::new(point.y(), point.x()).unwrap(), "KZ");
        let inside: Vec<bool> = points.iter().map(is_inside).collect();
        let mut state = 42_u64;
        let mut draw = || loop {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let place = (state >> 33) as usize % ids.len();
            if !inside[place] {
                return place as u32;
            }
        };
        let pairs = (0..100_000).map(|_| (draw(), draw())).collect();
        Self { directory: directory.to_owned(), ids, points, links, inside, pairs }
    }

    /// The lengths of the links with those that touch Kazakhstan replaced.
    pub fn closed(&self, infinite: u32) -> impl Iterator<Item = (u32, u32, u32)> + '_ {
        self.links.iter().map(move |&(from, to, length)| {
            let touches = self.inside[from as usize] || self.inside[to as usize];
            (from, to, if touches { infinite } else { length })
        })
    }

    /// Origins and destinations of the table.
    pub fn table(&self) -> (Vec<u32>, Vec<u32>) {
        (
            self.pairs[..1000].iter().map(|pair| pair.0).collect(),
            self.pairs[1000..2000].iter().map(|pair| pair.1).collect(),
        )
    }
}
