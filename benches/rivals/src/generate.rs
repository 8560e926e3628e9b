//! A generated road network over Central Asia and its neighbours, for what the world's networks are too
//! small to show.
//!
//! ```text
//! rivals --generate 5000000 DIR          node.csv and link.csv, as fetch_world.py writes them
//! ```
//!
//! The quadtree road model: a square with its number of places is divided into quarters that get uneven
//! shares of them, and these again until each place lies alone, so that there are towns and empty land. From
//! the smallest squares up each two quarters with a common side are joined across it by links between places
//! near points drawn along it, the more the more places the lesser of the two has, though only with the fourth
//! root of their number: few roads leave a town or cross an empty land, and this way a place has 1.7 links, and a link
//! four arcs of the hierarchy. The network is connected, without parallel links, nearly planar, and the same each time.

use std::fs::{self, File};
use std::io::{BufWriter, Result, Write};
use std::path::Path;

use geo::{Distance, Haversine};

/// In degrees, so many times narrower than long where longitude counts.
const SQUARE: Square = Square { west: 36.0, south: 25.0, size: 44.0 };
const NARROW: f64 = 0.69;
/// The least share that a quarter gets beside the greatest it can get.
const LEAST_SHARE: f64 = 0.1;
/// Links across a side: this times the fourth root of the places of the lesser quarter.
const LINKS: f64 = 2.1;
/// A way is at most so many times the great circle.
const DETOUR: f64 = 1.4;
/// Neighbouring quarters, and where from the middle their common side leads.
const SIDES: [(usize, usize, Point); 4] =
    [(0, 1, (0.0, -1.0)), (2, 3, (0.0, 1.0)), (0, 2, (-1.0, 0.0)), (1, 3, (1.0, 0.0))];

type Point = (f64, f64);

#[derive(Clone, Copy)]
struct Square {
    west: f64,
    south: f64,
    size: f64,
}

impl Square {
    /// South-west, south-east, north-west and north-east.
    fn quarter(self, at: usize) -> Self {
        let size = self.size / 2.0;
        Self { west: self.west + size * (at % 2) as f64, south: self.south + size * (at / 2) as f64, size }
    }

    /// From the square to a point, squared.
    fn distance(self, (x, y): Point) -> f64 {
        let beyond = |at: f64, low: f64| (low - at).max(at - low - self.size).max(0.0);
        beyond(x, self.west).powi(2) + beyond(y, self.south).powi(2)
    }
}

/// What lies in a square.
#[derive(Clone, Copy)]
enum Tree {
    Nothing,
    Place(u32),
    /// By their number among all that are divided.
    Quarters(u32),
}

#[derive(Default)]
struct Roads {
    state: u64,
    points: Vec<Point>,
    divided: Vec<[Tree; 4]>,
    links: Vec<(u32, u32)>,
}

/// Writes a network of so many places.
pub fn generate(places: usize, directory: &Path) -> Result<()> {
    let mut roads = Roads::default();
    roads.grow(SQUARE, places);
    fs::create_dir_all(directory)?;
    let mut nodes = BufWriter::new(File::create(directory.join("node.csv"))?);
    writeln!(nodes, "node_id,name,country,x_coord,y_coord")?;
    for (id, (x, y)) in roads.points.iter().enumerate() {
        writeln!(nodes, "{id},{id},KZ,{x:.6},{y:.6}")?;
    }
    nodes.flush()?;
    let mut links = BufWriter::new(File::create(directory.join("link.csv"))?);
    writeln!(links, "link_id,from_node_id,to_node_id,directed,mode,length_km")?;
    for (from, to) in std::mem::take(&mut roads.links) {
        let [one, other] = [from, to].map(|end| geo::Point::from(roads.points[end as usize]));
        let detour = 1.0 + (DETOUR - 1.0) * roads.draw();
        // a metre more than the great circle, for the places are written with six digits
        let metres = (Haversine.distance(one, other) * detour).ceil() + 1.0;
        writeln!(links, "{from}-{to},{from},{to},0,road,{}", metres / 1000.0)?;
    }
    links.flush()
}

impl Roads {
    /// From 0 to 1.
    fn draw(&mut self) -> f64 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) as f64 / (1_u64 << 31) as f64
    }

    fn grow(&mut self, square: Square, places: usize) -> Tree {
        match places {
            0 => return Tree::Nothing,
            1 => {
                let (x, y) = (square.west + square.size * self.draw(), square.south + square.size * self.draw());
                self.points.push((SQUARE.west + (x - SQUARE.west) / NARROW, y));
                return Tree::Place(self.points.len() as u32 - 1);
            }
            _ => {}
        }
        let (mut left, weights) = (places, [(); 4].map(|()| LEAST_SHARE + (1.0 - LEAST_SHARE) * self.draw()));
        let mut shares = [0; 4];
        for at in 0..4 {
            // up or down by chance, so that small shares are fair
            let share = left as f64 * weights[at] / weights[at..].iter().sum::<f64>() + self.draw();
            shares[at] = if at == 3 { left } else { left.min(share as usize) };
            left -= shares[at];
        }
        let trees = [0, 1, 2, 3].map(|at| self.grow(square.quarter(at), shares[at]));
        let middle = (square.west + square.size / 2.0, square.south + square.size / 2.0);
        for (one, other, (east, north)) in SIDES {
            let side = (square.size / 2.0 * east, square.size / 2.0 * north);
            self.join(square, &trees, [one, other], shares[one].min(shares[other]), middle, side);
        }
        // quarters that have but a corner in common, where the others are empty
        for (one, other) in [(0, 3), (1, 2)] {
            if shares[one] + shares[other] == places {
                self.join(square, &trees, [one, other], shares[one].min(shares[other]).min(1), middle, (0.0, 0.0));
            }
        }
        self.divided.push(trees);
        Tree::Quarters(self.divided.len() as u32 - 1)
    }

    /// Links the places next to points drawn along a side.
    fn join(&mut self, square: Square, trees: &[Tree; 4], ends: [usize; 2], places: usize, from: Point, side: Point) {
        let count = (LINKS * (places as f64).sqrt().sqrt()) as usize;
        let first = self.links.len();
        for at in 0..count {
            let along = (at as f64 + self.draw()) / count as f64;
            let point = (from.0 + along * side.0, from.1 + along * side.1);
            let [one, other] = ends.map(|end| self.near(trees[end], square.quarter(end), point));
            if !self.links[first..].contains(&(one, other)) {
                self.links.push((one, other));
            }
        }
    }

    /// A place near to a point, of a square with places: in the nearest quarter of the nearest quarter and so on.
    fn near(&self, mut tree: Tree, mut square: Square, point: Point) -> u32 {
        loop {
            match tree {
                Tree::Place(place) => return place,
                Tree::Quarters(divided) => {
                    let quarters = self.divided[divided as usize];
                    let there = (0..4).filter(|&at| !matches!(quarters[at], Tree::Nothing));
                    let distance = |at: &usize| square.quarter(*at).distance(point);
                    let nearest = there.min_by(|one, other| distance(one).total_cmp(&distance(other)));
                    let nearest = nearest.expect("a square that is divided has places");
                    (tree, square) = (quarters[nearest], square.quarter(nearest));
                }
                Tree::Nothing => unreachable!("no link leads to a square without places"),
            }
        }
    }
}
