//! A network as all contenders get it, and what they are asked.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use country_boundaries::{BOUNDARIES_ODBL_360X180, CountryBoundaries, LatLon};
use geo::Point;
use landbridge::{Country, Distance, LinkSpec, Mode, Network, NetworkBuilder, PlaceSpec};

/// Undirected, lengths in metres; places numbered as in the file.
pub struct World {
    /// Where the network is kept as landbridge has it: a table of CSV may not be so large.
    pub kept: PathBuf,
    /// Ascending.
    pub ids: Vec<u32>,
    pub points: Vec<Point>,
    pub links: Vec<(u32, u32, u32)>,
    /// Where each place lies; nowhere at sea.
    pub countries: Vec<Option<Country>>,
    /// Whether each place lies in Kazakhstan.
    pub inside: Vec<bool>,
    /// Both ends outside Kazakhstan.
    pub pairs: Vec<(u32, u32)>,
}

impl World {
    /// From `node.csv` and `link.csv` as `fetch_world.py` writes them: no quotes, the columns in their order.
    pub fn read(directory: &Path) -> Self {
        // line by line, so that the text of a large network is never there as a whole
        let rows = |file: &str| {
            let file = File::open(directory.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
            BufReader::new(file).lines().skip(1).map(|row| row.expect("a readable file"))
        };
        let (mut ids, mut points) = (Vec::<u32>::new(), Vec::new());
        for row in rows("node.csv") {
            let [id, _, _, x, y] = row.split(',').collect::<Vec<_>>()[..] else { panic!("five columns: {row}") };
            ids.push(id.parse().unwrap());
            points.push(Point::new(x.parse().unwrap(), y.parse().unwrap()));
        }
        assert!(ids.is_sorted(), "places by their number");
        let number = |id: &str| ids.binary_search(&id.parse().unwrap()).expect("a place of node.csv") as u32;
        let link = |row: String| {
            let [_, from, to, _, _, length] = row.split(',').collect::<Vec<_>>()[..] else {
                panic!("six columns: {row}")
            };
            (number(from), number(to), (length.parse::<f64>().unwrap() * 1000.0).round() as u32)
        };
        let links = rows("link.csv").map(link).collect();
        let boundaries = CountryBoundaries::from_reader(BOUNDARIES_ODBL_360X180).expect("the bundled boundaries");
        let country = |point: &Point| -> Option<Country> {
            let ids = boundaries.ids(LatLon::new(point.y(), point.x()).unwrap());
            ids.into_iter().find_map(|id| id.parse().ok())
        };
        let countries: Vec<Option<Country>> = points.iter().map(country).collect();
        let inside: Vec<bool> = countries.iter().map(|country| country.is_some_and(|own| own.code() == "KZ")).collect();
        let mut state = 42_u64;
        let mut draw = || loop {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let place = (state >> 33) as usize % ids.len();
            if !inside[place] {
                return place as u32;
            }
        };
        let pairs = (0..100_000).map(|_| (draw(), draw())).collect();
        let kept = directory.join("network.landbridge");
        Self { kept, ids, points, links, countries, inside, pairs }
    }

    /// Makes what is kept.
    pub fn keep(&self) {
        let mut file = BufWriter::new(File::create(&self.kept).expect("a writable directory"));
        self.network().numbered_by_location().write_binary(&mut file).expect("a writable directory");
        file.flush().expect("a writable directory");
    }

    /// As landbridge has it; a link to a place that lies nowhere is at sea.
    fn network(&self) -> Network {
        let mut builder = NetworkBuilder::new().bundled_assumptions();
        for ((id, point), &country) in self.ids.iter().zip(&self.points).zip(&self.countries) {
            let (id, x_coord, y_coord) = (id.to_string(), point.x(), point.y());
            builder = builder.place(PlaceSpec { id, country, x_coord, y_coord, ..PlaceSpec::default() });
        }
        for &(from, to, length) in &self.links {
            let at_sea = [from, to].iter().any(|&end| self.countries[end as usize].is_none());
            let [from, to] = [from, to].map(|end| self.ids[end as usize].to_string());
            let (mode, length) = (if at_sea { Mode::Sea } else { Mode::Road }, f64::from(length) / 1000.0);
            let length = Distance::from_km(length).expect("a length");
            builder = builder.link(LinkSpec::new(&format!("{from}-{to}"), &from, &to, mode, length));
        }
        builder.build().unwrap_or_else(|fault| panic!("{fault}"))
    }

    /// The links that touch each country, by their numbers.
    pub fn touching(&self) -> BTreeMap<Country, Vec<usize>> {
        let mut touching = BTreeMap::<_, Vec<usize>>::new();
        for (at, &(from, to, _)) in self.links.iter().enumerate() {
            let [from, to] = [from, to].map(|end| self.countries[end as usize]);
            let both = [from, to.filter(|&other| from != Some(other))];
            both.into_iter().flatten().for_each(|country| touching.entry(country).or_default().push(at));
        }
        touching
    }

    /// The pairs of the sweep.
    pub fn few(&self) -> &[(u32, u32)] {
        &self.pairs[..1000]
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
