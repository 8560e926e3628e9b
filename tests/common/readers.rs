//! What a reader must stand: any bytes at all. Each function takes some, asks the network that comes of
//! them everything that is quick, and panics where the library does or where two answers differ. The
//! fuzz targets of `fuzz/` and the replay of what they found share it.

use std::io::Read as _;

use landbridge::{BorderSpec, CorridorSpec, PlaceSpec, Scenario, Speed, Status, Target, TransferSpec};
use landbridge::{CostModel, Dependence, Distance, Duration, Import, LinkSpec, Mode, Network, NetworkBuilder};

/// What takes any bytes.
pub type Reader = fn(&[u8]);

/// Every reader by its name, which is that of its fuzz target and its folder of `tests/found`.
#[allow(dead_code, reason = "a fuzz target calls one")]
pub const READERS: [(&str, Reader); 7] = [
    ("tables", tables),
    ("geojson", geojson),
    ("graphml", graphml),
    ("gmns", gmns),
    ("scenario", scenario),
    ("binary", binary),
    ("builder", builder),
];

/// Tables of CSV one after the other, each after a line `## name.csv`.
pub fn tables(bytes: &[u8]) {
    check(Network::from_tables(parts(bytes)));
}

/// GeoJSON; a first byte of even value has missing values filled in and lengths measured.
pub fn geojson(bytes: &[u8]) {
    let Some((&first, rest)) = bytes.split_first() else { return };
    check(filled(first, Import::new().geojson("it.geojson", rest)).build());
}

/// GraphML, as [`geojson`].
pub fn graphml(bytes: &[u8]) {
    let Some((&first, rest)) = bytes.split_first() else { return };
    check(filled(first, Import::new().graphml("it.graphml", rest)).build());
}

/// Files of GMNS, as [`tables`].
pub fn gmns(bytes: &[u8]) {
    let Some((&first, rest)) = bytes.split_first() else { return };
    let directory = tempfile::tempdir().expect("a place for files");
    for (name, content) in parts(rest) {
        if ["node.csv", "link.csv", "geometry.csv", "config.csv"].contains(&name.as_str()) {
            std::fs::write(directory.path().join(name), content).expect("a file can be written");
        }
    }
    check(filled(first, Import::new().gmns(directory.path())).build());
}

/// A scenario as JSON, or a target as text, on the bundled network.
pub fn scenario(bytes: &[u8]) {
    static BUNDLED: std::sync::LazyLock<Network> = std::sync::LazyLock::new(Network::bundled);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(target) = BUNDLED.target(text) {
        assert!(BUNDLED.select(&[target]).is_ok(), "{text}");
    }
    if let Ok(target) = text.parse::<Target>() {
        assert_eq!(target.to_string().parse::<Target>().ok(), Some(target), "{text}");
    }
    match serde_json::from_str::<Scenario>(text) {
        Ok(scenario) => {
            let json = serde_json::to_string(&scenario).expect("what was read can be written");
            assert_eq!(serde_json::from_str::<Scenario>(&json).ok(), Some(scenario.clone()), "{json}");
            let ends = ["Xi'an", "Duisburg"].map(|name| BUNDLED.place(name).expect("it is there"));
            match BUNDLED.metric(&scenario, &CostModel::generalised()) {
                Ok(metric) => assert_eq!(
                    metric.shortest(ends[0], ends[1]).is_none(),
                    metric.why_no_way(ends[0], ends[1]).is_some()
                ),
                Err(error) => told(&error),
            }
        }
        // the message is that of `serde_json`, which shows names as they are
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// The binary form: the bytes as they are, and as one block whose sum is right.
pub fn binary(bytes: &[u8]) {
    check(Network::from_binary(bytes));
    let mut signed = b"landbrdg\x01\0".to_vec();
    let mut sum = 1;
    for block in [bytes, &[]].into_iter().filter(|_| !bytes.is_empty()) {
        sum = twox_hash::xxhash3_64::Hasher::oneshot_with_seed(sum, block);
        signed.extend(u32::try_from(block.len()).expect("no input is so large").to_le_bytes());
        signed.extend(sum.to_le_bytes());
        signed.extend(block);
    }
    check(Network::from_binary(&signed[..]));
}

/// Rows for the builder, made of the bytes one after the other.
pub fn builder(bytes: &[u8]) {
    let mut bytes = Bytes(bytes);
    let mut builder = NetworkBuilder::new().as_of_year(bytes.year().unwrap_or(2026));
    while !bytes.0.is_empty() && bytes.0.len() < 100_000 {
        builder = match bytes.byte() % 8 {
            0..=2 => builder.place(PlaceSpec {
                id: bytes.name(),
                name: bytes.name(),
                country: bytes.country(),
                x_coord: bytes.number(),
                y_coord: bytes.number(),
                ..PlaceSpec::default()
            }),
            3..=5 => {
                let length = Distance::metres(bytes.whole());
                let mut link = LinkSpec::new(&bytes.name(), &bytes.name(), &bytes.name(), bytes.mode(), length);
                let flags = bytes.byte();
                let flag = |at: u8| flags >> at & 1 == 1;
                link.directed = flag(0);
                link.gauge_mm = flag(1).then(|| if flag(2) { 1520 } else { 1435 });
                link.border = flag(3).then(|| bytes.name());
                link.split = flag(4).then(|| Distance::metres(bytes.whole()));
                link.time = flag(5).then(|| Duration::seconds(bytes.whole()));
                link.speed = flag(6).then(|| bytes.number()).and_then(Speed::from_km_per_hour);
                if flag(7) {
                    (link.country, link.country_to) = (bytes.country(), bytes.country());
                    (link.opened, link.closed) = (bytes.year(), bytes.year());
                    link.status = [Status::Open, Status::Planned, Status::Closed][usize::from(bytes.byte() % 3)];
                    link.passages = vec![bytes.name(); usize::from(bytes.byte() % 3)];
                    link.project = Some(bytes.name());
                    (link.length_low, link.length_high) = (Some(Distance::metres(bytes.whole())), None);
                }
                builder.link(link)
            }
            6 => builder.transfer(TransferSpec {
                id: bytes.name(),
                place: bytes.name(),
                systems: [(); 2].map(|()| (bytes.mode(), (bytes.byte() % 2 == 0).then_some(1520))),
                class: String::new(),
                time: (bytes.byte() % 2 == 0).then(|| Duration::seconds(bytes.whole())),
                price: None,
                provenance: landbridge::Provenance::default(),
            }),
            _ if bytes.byte() % 2 == 0 => builder.border(BorderSpec { id: bytes.name(), ..BorderSpec::default() }),
            _ => builder.corridor(CorridorSpec {
                id: bytes.name(),
                family: "f".to_owned(),
                name: bytes.name(),
                origin: bytes.name(),
                destination: bytes.name(),
                links: (0..bytes.byte() % 4).map(|_| bytes.name()).collect(),
                ..CorridorSpec::default()
            }),
        };
    }
    check(builder.bundled_assumptions().build());
}

/// Files of an input, each after a line with its name.
fn parts(bytes: &[u8]) -> Vec<(String, &[u8])> {
    let mut found: Vec<(String, &[u8])> = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(3).position(|three| three == b"## ") {
        if let Some((_, last)) = found.last_mut() {
            *last = &rest[..at];
        }
        rest = &rest[at + 3..];
        let end = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
        let name = String::from_utf8_lossy(&rest[..end]).into_owned();
        rest = &rest[(end + 1).min(rest.len())..];
        found.push((name, rest));
    }
    found
}

fn filled(first: u8, import: Import) -> Import {
    match first % 2 {
        0 => import.fill("node", "country", "KZ").fill("link", "mode", "rail").measure_lengths(),
        _ => import,
    }
}

/// A message is one that can be printed.
fn told(error: &impl std::fmt::Display) {
    let text = error.to_string();
    assert!(!text.is_empty() && text.chars().all(|sign| sign == '\n' || !sign.is_control()), "{text:?}");
}

/// An error that tells, or a network that answers and comes back from what is written of it.
fn check(found: Result<Network, impl std::fmt::Display>) {
    let network = match found {
        Ok(network) => network,
        Err(error) => return told(&error),
    };
    if network.places().len() + network.links().len() > 500 {
        return;
    }
    let mut stored = Vec::new();
    network.write_binary(&mut stored).expect("memory takes all");
    let again =
        Network::from_binary(&stored[..]).unwrap_or_else(|error| panic!("what was written is not read: {error}"));
    assert_eq!(again.fingerprint(), network.fingerprint());
    let (geojson, graphml) = (network.to_geojson(None), network.to_graphml(None));
    for text in [&geojson, &graphml] {
        let mut read = String::new();
        text.as_bytes().read_to_string(&mut read).expect("it is UTF-8");
    }
    let _ = (Network::from_geojson(geojson.as_bytes()), Network::from_graphml(graphml.as_bytes()));
    for model in [CostModel::distance(), CostModel::generalised()] {
        let metric = match network.metric(&Scenario::default(), &model) {
            Ok(metric) => metric,
            Err(error) => {
                told(&error);
                continue;
            }
        };
        let ends: Vec<_> = network.places().map(|(place, _)| place).collect();
        let (Some(&from), Some(&to)) = (ends.first(), ends.last()) else { continue };
        let route = metric.shortest(from, to);
        assert_eq!(
            route.as_ref().map(landbridge::Route::cost),
            metric.from(from).cost(to).finite().map(landbridge::Cost::new)
        );
        assert_eq!(route.is_none(), metric.why_no_way(from, to).is_some());
        if let Some(route) = route {
            assert!(route.to_geojson().starts_with('{'));
        }
    }
    if let Some(country) = network.places().find_map(|(_, place)| place.country) {
        match Dependence::on(&network).hub(Target::Country(country)).run() {
            Ok(report) => assert_eq!(report.rows.len(), network.corridors().len()),
            Err(error) => told(&error),
        }
    }
}

/// Bytes that are used up from the front; zeros when there are no more.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        first
    }

    /// Few names, so that they meet.
    fn name(&mut self) -> String {
        match self.byte() {
            255 => String::new(),
            254 => "<&\"'>\u{202e}\n".to_owned(),
            byte => char::from(b'a' + byte % 8).to_string(),
        }
    }

    fn country(&mut self) -> Option<landbridge::Country> {
        [None, "XA".parse().ok(), "XB".parse().ok()][usize::from(self.byte() % 3)]
    }

    fn mode(&mut self) -> Mode {
        Mode::ALL[usize::from(self.byte()) % Mode::ALL.len()].0
    }

    fn year(&mut self) -> Option<u16> {
        let [high, low] = [self.byte(), self.byte()];
        (high > 0).then(|| u16::from_be_bytes([high, low]))
    }

    fn eight(&mut self) -> [u8; 8] {
        [(); 8].map(|()| self.byte())
    }

    fn whole(&mut self) -> u64 {
        match self.byte() {
            byte @ 0..=99 => u64::from(byte) * 100_000,
            byte @ 100..=199 => 1 << (byte % 64),
            _ => u64::from_be_bytes(self.eight()),
        }
    }

    fn number(&mut self) -> f64 {
        match self.byte() {
            byte @ 0..=180 => f64::from(byte),
            byte @ 181..=220 => -f64::from(byte - 180),
            _ => f64::from_be_bytes(self.eight()),
        }
    }
}
