//! Networks to measure on, and pairs of places in them.
#![allow(dead_code, reason = "each bench uses its part")]
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "the numbers are small")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use landbridge::{CostModel, Distance, LinkSpec, Metric, Mode, Network, NetworkBuilder, PlaceId, PlaceSpec, Scenario};

/// The countries of a generated network: columns from west to east, one of which is a country from
/// end to end that no way to the east avoids.
const COUNTRIES: [&[&str]; 4] = [&["DE", "PL", "CZ"], &["BY", "UA", "RO"], &["KZ"], &["RU", "CN", "MN"]];

/// Sides of generated networks of about 10,000, 100,000 and 1,000,000 links.
const SIDES: [usize; 3] = [75, 237, 746];

/// A network, what to minimise, and a far pair of places.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) network: Network,
    model: CostModel,
    ends: [PlaceId; 2],
}

impl Case {
    fn new(name: &str, network: Network, model: CostModel, ends: [PlaceId; 2]) -> Self {
        let name = format!("{name} ({} places, {} links)", network.places().len(), network.links().len());
        Self { name, network, model, ends }
    }

    pub(crate) fn bundled() -> Self {
        let network = Network::bundled();
        let ends = ["Xi'an", "Duisburg"].map(|name| network.place(name).unwrap());
        Self::new("bundled", network, CostModel::time(), ends)
    }

    fn geographic(side: usize) -> Self {
        let network = geographic(side);
        let ends = [side / 12, side - side / 8].map(|at| network.place(&format!("{at}-{at}")).unwrap());
        Self::new("geographic", network, CostModel::distance(), ends)
    }

    /// The bundled network, generated ones ten times as large each, and those of the directories
    /// that the variable `LANDBRIDGE_WORLD` lists: see `benches/rivals/fetch_world.py`.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let world = std::env::var_os("LANDBRIDGE_WORLD").unwrap_or_default();
        let world: Vec<PathBuf> = std::env::split_paths(&world).filter(|path| !path.as_os_str().is_empty()).collect();
        let made = SIDES.into_iter().map(Self::geographic);
        std::iter::once_with(Self::bundled).chain(made).chain(world.into_iter().map(|path| Self::world(&path)))
    }

    fn world(directory: &Path) -> Self {
        let network = Network::from_dir(directory).unwrap_or_else(|error| panic!("{error}"));
        let nearest = |x: f64, y: f64| {
            let far = |at: &PlaceId| (network[*at].point.x() - x).hypot(network[*at].point.y() - y);
            network.places().map(|(id, _)| id).min_by(|a, b| far(a).total_cmp(&far(b))).unwrap()
        };
        let ends = [nearest(108.94, 34.34), nearest(6.76, 51.43)];
        let name = directory.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self::new(&name, network, CostModel::distance(), ends)
    }

    pub(crate) fn ask(&self) -> (Metric<'_>, PlaceId, PlaceId) {
        (self.network.metric(&Scenario::default(), &self.model).unwrap(), self.ends[0], self.ends[1])
    }
}

/// `side` × `side` places about 20 km apart on a map of 5,000 by 5,000 km at most, in ten countries,
/// each place joined to its neighbours to the east and north by a link 1 to 1.5 times as long as the
/// straight line, one in ten missing: about `1.8 · side²` links. The same for the same side.
pub(crate) fn geographic(side: usize) -> Network {
    geographic_rows(side).build().unwrap_or_else(|error| panic!("{error}"))
}

/// The rows of [`geographic`].
pub(crate) fn geographic_rows(side: usize) -> NetworkBuilder {
    let mut state = 42_u64;
    let mut draw = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let id = |x: usize, y: usize| format!("{x}-{y}");
    let country = |x: usize, y: usize| {
        let column = COUNTRIES[x * COUNTRIES.len() / side];
        column[y * column.len() / side]
    };
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
            country: country(at / side, at % side).parse().ok(),
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
    builder
}

/// The time that a task takes on the processor, in milliseconds: the median of five rounds of a tenth
/// of a second or more. On a machine that others use as well it is steadier than the time on the
/// wall, which it is where the system does not tell (`/proc/thread-self/schedstat`).
pub(crate) fn on_cpu<T>(mut task: impl FnMut() -> T) -> f64 {
    let begun = Instant::now();
    let now = || {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
        let nanoseconds = told.and_then(|text| text.split(' ').next()?.parse().ok());
        nanoseconds.map_or(begun.elapsed(), Duration::from_nanos).as_secs_f64() * 1e3
    };
    let mut times: Vec<f64> = (0..5)
        .map(|_| {
            let (begun, mut rounds) = (now(), 0.0);
            while rounds == 0.0 || now() - begun < 100.0 {
                black_box(task());
                rounds += 1.0;
            }
            (now() - begun) / rounds
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[2]
}

/// Writes what `benches/rivals/igraph_networkx.py` reads into the directory that the variable
/// `LANDBRIDGE_RIVALS` names: the links between places, and the arcs between stops with their costs,
/// from stop 0 to stop 1, which stand for all stops of both ends.
pub(crate) fn write_for_rivals(case: &Case) {
    let Some(directory) = std::env::var_os("LANDBRIDGE_RIVALS") else { return };
    let name = case.name.split(' ').next().unwrap();
    let name = format!("{name}-{}", case.network.links().len());
    let (metric, from, to) = case.ask();
    let graph = case.network.topology();
    let mut links = String::new();
    for (_, link) in case.network.links() {
        writeln!(links, "{},{}", link.from.index(), link.to.index()).unwrap();
    }
    let stop = |at: petgraph::graph::NodeIndex| match graph[at].place {
        place if place == from => 0,
        place if place == to => 1,
        _ => at.index() + 2,
    };
    let mut arcs = String::new();
    for edge in graph.edge_indices() {
        let (tail, head) = graph.edge_endpoints(edge).unwrap();
        if let Some(cost) = metric.cost(edge.into()).finite() {
            writeln!(arcs, "{},{},{cost}", stop(tail), stop(head)).unwrap();
        }
    }
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(Path::new(&directory).join(format!("{name}.links")), links).unwrap();
    std::fs::write(Path::new(&directory).join(format!("{name}.arcs")), arcs).unwrap();
}
