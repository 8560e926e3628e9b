//! Networks made up at random.

use std::collections::{BTreeSet, HashSet};
use std::ops::RangeInclusive;

use geo::{Distance as _, Haversine, Point};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;

use super::Rows;
use crate::network::{
    Assumption, BorderSpec, CorridorSpec, LinkSpec, Mode, Network, PlaceSpec, Quantity, Status, TransferSpec,
};
use crate::{Country, Distance, Duration, Speed};

/// A strategy for networks. The defaults give a bit of everything; each method narrows them.
///
/// Lengths are whole hundreds of kilometres not below the great circle, so that ties between
/// routes are common.
///
/// ```
/// use landbridge::strategies::networks;
/// use proptest::{strategy::{Strategy, ValueTree}, test_runner::TestRunner};
/// let line = networks().places(2..=2).links(1..=1).countries(1).loops(false);
/// let network = line.new_tree(&mut TestRunner::deterministic()).unwrap().current();
/// assert_eq!((network.places().len(), network.links().len()), (2, 1));
/// ```
#[derive(Clone, Debug)]
#[must_use]
#[allow(clippy::struct_excessive_bools, reason = "each is one independent choice of what may occur")]
pub struct Networks {
    places: RangeInclusive<usize>,
    links: RangeInclusive<usize>,
    countries: usize,
    parallel: bool,
    loops: bool,
    zero_lengths: bool,
    directed: bool,
    gauges: bool,
    sea: bool,
    statuses: bool,
    corridors: bool,
    connected: bool,
    isolated: usize,
}

/// Networks of up to eight places and fourteen links in up to four countries, with everything that
/// a table can say.
pub fn networks() -> Networks {
    Networks {
        places: 1..=8,
        links: 0..=14,
        countries: 4,
        parallel: true,
        loops: true,
        zero_lengths: true,
        directed: true,
        gauges: true,
        sea: true,
        statuses: true,
        corridors: true,
        connected: false,
        isolated: 0,
    }
}

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        impl Networks {
            $(
                $(#[$doc])*
                pub fn $name(mut self, may: bool) -> Self {
                    self.$name = may;
                    self
                }
            )*
        }
    };
}

choices! {
    /// Whether two links may join the same two places.
    parallel,
    /// Whether a link may end where it starts.
    loops,
    /// Whether places may share one point, with links of no length between them.
    zero_lengths,
    /// Whether links may lead one way only.
    directed,
    /// Whether there may be gauges, and transfers between systems.
    gauges,
    /// Whether there may be sea links with passages, and turning points at sea.
    sea,
    /// Whether links may be planned, suspended or closed, and have years and projects.
    statuses,
    /// Whether there may be corridors.
    corridors,
    /// Whether every place can be reached from every other, today and with nothing closed.
    connected,
}

impl Networks {
    /// How many places.
    pub fn places(mut self, number: RangeInclusive<usize>) -> Self {
        self.places = number;
        self
    }

    /// How many links, besides the `places − 1` that join a network which is to be connected. Some
    /// are left out when places are too few for them without loops or parallels.
    pub fn links(mut self, number: RangeInclusive<usize>) -> Self {
        self.links = number;
        self
    }

    /// In how many countries at most; with one there are no borders.
    pub fn countries(mut self, number: usize) -> Self {
        self.countries = number;
        self
    }

    /// With this many more places that no link leads to.
    pub fn isolated(mut self, number: usize) -> Self {
        self.isolated = number;
        self
    }

    fn drafts(&self) -> impl Strategy<Value = NetworkDraft> + use<> {
        let place = (0_u8..=8, 0_u8..=8, any::<Index>(), prop::bool::weighted(0.1));
        let places = prop::collection::vec(place, self.places.clone());
        let links = prop::collection::vec(link_draft(), self.links.clone());
        let tree = prop::collection::vec(link_draft(), *self.places.end());
        let corridor = (any::<Index>(), prop::collection::vec(any::<Index>(), 1..=5), 0_u8..2);
        let corridors = prop::collection::vec(corridor, 0..=3);
        (places, links, tree, any::<u64>(), corridors, rates()).prop_map(
            |(places, links, tree, transfers, corridors, rates)| NetworkDraft {
                places,
                links,
                tree,
                transfers,
                corridors,
                rates,
            },
        )
    }
}

impl Strategy for Networks {
    type Tree = <BoxedStrategy<Network> as Strategy>::Tree;
    type Value = Network;

    fn new_tree(&self, runner: &mut TestRunner) -> Result<Self::Tree, proptest::test_runner::Reason> {
        let options = self.clone();
        let made = self.drafts().prop_map(move |draft| match draft.rows(&options).build() {
            Ok(network) => network,
            Err(error) => panic!("the generator broke a rule of the builder:\n{error}"),
        });
        made.boxed().new_tree(runner)
    }
}

/// One link before its places are known; every part shrinks by itself.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is drawn and shrinks by itself")]
struct LinkDraft {
    ends: (Index, Index),
    again: bool,
    detour: u8,
    mode: Mode,
    broad: bool,
    directed: bool,
    split_percent: u8,
    status: Status,
    years: (Option<u16>, u16),
    has_end: bool,
    project: Option<u8>,
    passage: Option<u8>,
    speed: Option<u8>,
    hours: Option<u8>,
}

fn link_draft() -> impl Strategy<Value = LinkDraft> {
    let rarely = |odds: f64| prop::bool::weighted(odds);
    let status = prop_oneof![
        6 => Just(Status::Open),
        1 => Just(Status::Planned),
        1 => Just(Status::Construction),
        1 => Just(Status::Suspended),
        1 => Just(Status::Closed),
    ];
    let mode = prop_oneof![4 => Just(Mode::Rail), 2 => Just(Mode::Road), 2 => Just(Mode::Sea)];
    let shape = (any::<(Index, Index)>(), rarely(0.15), 0_u8..=3, mode, rarely(0.4), rarely(0.2), 0_u8..=100);
    let time = (status, (prop::option::weighted(0.4, 1990_u16..=2030), 1_u16..=20), rarely(0.15));
    let rest = (
        prop::option::weighted(0.2, 0_u8..3),
        prop::option::weighted(0.4, 0_u8..2),
        prop::option::weighted(0.2, 20_u8..=80),
        prop::option::weighted(0.2, 0_u8..=30),
    );
    (shape, time, rest).prop_map(
        |(
            (ends, again, detour, mode, broad, directed, split_percent),
            (status, years, has_end),
            (project, passage, speed, hours),
        )| LinkDraft {
            ends,
            again,
            detour,
            mode,
            broad,
            directed,
            split_percent,
            status,
            years,
            has_end,
            project,
            passage,
            speed,
            hours,
        },
    )
}

fn rates() -> impl Strategy<Value = Vec<Assumption>> {
    let by_mode = |range: RangeInclusive<u8>| [range.clone(), range.clone(), range];
    (by_mode(20..=60), by_mode(1..=20), [0_u8..=12, 0..=200, 0..=72, 0..=200, 0..=12, 0..=200, 0..=250]).prop_map(
        |(speeds, prices, others)| {
            let mut rows = Vec::new();
            for (&(mode, word), (speed, price)) in Mode::ALL.iter().zip(speeds.into_iter().zip(prices)) {
                let values = [(Quantity::Speed, f64::from(speed)), (Quantity::Price, f64::from(price) / 10.0)];
                rows.extend(values.map(|(quantity, value)| Assumption {
                    mode: Some(mode),
                    ..Assumption::new(&format!("{}-{word}", quantity.word()), quantity, value)
                }));
            }
            let general = [
                Quantity::BorderDwell,
                Quantity::BorderFee,
                Quantity::TransferTime,
                Quantity::TransferPrice,
                Quantity::PassageDelay,
                Quantity::PassageFee,
                Quantity::ValueOfTime,
            ];
            let row = |(quantity, value): (Quantity, u8)| Assumption::new(quantity.word(), quantity, f64::from(value));
            rows.extend(general.into_iter().zip(others).map(row));
            rows
        },
    )
}

#[derive(Clone, Debug)]
struct NetworkDraft {
    places: Vec<(u8, u8, Index, bool)>,
    links: Vec<LinkDraft>,
    tree: Vec<LinkDraft>,
    transfers: u64,
    corridors: Vec<(Index, Vec<Index>, u8)>,
    rates: Vec<Assumption>,
}

/// Codes that ISO leaves to users.
const COUNTRIES: [&str; 14] = ["XA", "XB", "XC", "XD", "XE", "XF", "XG", "XH", "XI", "XJ", "XK", "XL", "XM", "XN"];

impl NetworkDraft {
    fn rows(&self, options: &Networks) -> Rows {
        let mut rows = Rows {
            places: self.place_rows(options),
            assumptions: self.rates.clone(),
            as_of_year: 2026,
            version: "generated".to_owned(),
            ..Rows::default()
        };
        let open = rows.places.len();
        let mut joined = HashSet::new();
        if options.connected {
            for (at, draft) in self.tree.iter().enumerate().take(open).skip(1) {
                let ends = (draft.ends.0.index(at), at);
                joined.insert(ends);
                let mut link = draft.row(&format!("t{at}"), ends, &rows.places, options);
                (link.directed, link.status, link.opened, link.closed) = (false, Status::Open, None, None);
                rows.links.push(link);
            }
        }
        let mut last = None;
        for (at, draft) in self.links.iter().enumerate().filter(|_| open > 0) {
            let mut ends = (draft.ends.0.index(open), draft.ends.1.index(open));
            if draft.again && options.parallel {
                ends = last.unwrap_or(ends);
            }
            if ends.0 == ends.1 && !options.loops {
                ends.1 = (ends.0 + 1) % open;
            }
            let pair = (ends.0.min(ends.1), ends.0.max(ends.1));
            let barred = (ends.0 == ends.1 && !options.loops) || (!joined.insert(pair) && !options.parallel);
            if !barred {
                last = Some(ends);
                rows.links.push(draft.row(&format!("l{at}"), ends, &rows.places, options));
            }
        }
        let borders: BTreeSet<&String> = rows.links.iter().filter_map(|link| link.border.as_ref()).collect();
        rows.borders = borders.into_iter().map(|id| BorderSpec { id: id.clone(), ..BorderSpec::default() }).collect();
        if options.gauges {
            rows.transfers = self.transfer_rows(&rows, options.connected);
        }
        if options.corridors {
            rows.corridors = self.corridor_rows(&rows);
        }
        let country = COUNTRIES[0].parse().ok();
        rows.places.extend((0..options.isolated).map(|at| PlaceSpec {
            id: format!("i{at}"),
            country,
            ..PlaceSpec::default()
        }));
        rows
    }

    fn place_rows(&self, options: &Networks) -> Vec<PlaceSpec> {
        let mut taken = HashSet::new();
        let codes = &COUNTRIES[..options.countries.clamp(1, COUNTRIES.len())];
        let rows = self.places.iter().enumerate().map(|(at, &(x, y, country, at_sea))| {
            let (mut x_coord, mut y_coord) = (f64::from(60 + x), f64::from(40 + y));
            while !options.zero_lengths && !taken.insert((x_coord.to_bits(), y_coord.to_bits())) {
                // the next point of the square that is still free, and then of the next square
                x_coord += 1.0;
                if x_coord > 100.0 {
                    (x_coord, y_coord) = (60.0, y_coord + 1.0);
                }
            }
            let country = codes[country.index(codes.len())].parse::<Country>().ok();
            let country = country.filter(|_| !(options.sea && at_sea));
            PlaceSpec { id: format!("p{at}"), country, x_coord, y_coord, ..PlaceSpec::default() }
        });
        rows.collect()
    }

    /// At each place a chain through all its systems; some of it left out unless all is to connect.
    fn transfer_rows(&self, rows: &Rows, all: bool) -> Vec<TransferSpec> {
        let mut transfers = Vec::new();
        for place in &rows.places {
            let here = rows.links.iter().filter(|link| link.from == place.id || link.to == place.id);
            let systems: BTreeSet<(Mode, Option<u16>)> = here.map(|link| (link.mode, link.gauge_mm)).collect();
            let systems: Vec<_> = systems.into_iter().collect();
            for pair in systems.windows(2) {
                let at = transfers.len();
                if all || self.transfers.rotate_right(u32::try_from(at * 7 + place.id.len()).unwrap_or(0)) & 1 == 1 {
                    transfers.push(TransferSpec {
                        id: format!("x-{}-{at}", place.id),
                        place: place.id.clone(),
                        systems: [pair[0], pair[1]],
                        class: String::new(),
                        time: None,
                        price: None,
                        provenance: crate::Provenance::default(),
                    });
                }
            }
        }
        transfers
    }

    /// Walks over links as they come, whatever their direction and state.
    fn corridor_rows(&self, rows: &Rows) -> Vec<CorridorSpec> {
        let mut corridors = Vec::new();
        for (at, (start, turns, family)) in self.corridors.iter().enumerate() {
            if rows.places.is_empty() {
                break;
            }
            let origin = &rows.places[start.index(rows.places.len())].id;
            let mut here = origin;
            let mut links = Vec::new();
            for turn in turns {
                let onward: Vec<&LinkSpec> =
                    rows.links.iter().filter(|link| link.from == *here || link.to == *here).collect();
                if onward.is_empty() {
                    break;
                }
                let link = onward[turn.index(onward.len())];
                here = if link.from == *here { &link.to } else { &link.from };
                links.push(link.id.clone());
            }
            if links.is_empty() {
                continue;
            }
            corridors.push(CorridorSpec {
                id: format!("c{at}"),
                family: format!("family {family}"),
                name: format!("corridor {at}"),
                origin: origin.clone(),
                destination: here.clone(),
                links,
                provenance: crate::Provenance::default(),
            });
        }
        corridors
    }
}

impl LinkDraft {
    fn row(&self, id: &str, ends: (usize, usize), places: &[PlaceSpec], options: &Networks) -> LinkSpec {
        let (from, to) = (&places[ends.0], &places[ends.1]);
        let wet = from.country.is_none() || to.country.is_none();
        let mode = match self.mode {
            Mode::Sea if !options.sea => Mode::Road,
            _ if wet => Mode::Sea,
            mode => mode,
        };
        let circle = Haversine.distance(Point::new(from.x_coord, from.y_coord), Point::new(to.x_coord, to.y_coord));
        let least = if circle > 0.0 || !options.zero_lengths { 1.0 } else { 0.0 };
        let hundreds = (circle / 1e5).ceil().max(least) + f64::from(self.detour);
        let length = Distance::from_km(hundreds * 100.0).unwrap_or_default();
        let mut row = LinkSpec::new(id, &from.id, &to.id, mode, length);
        row.directed = options.directed && self.directed;
        if mode == Mode::Rail && options.gauges {
            row.gauge_mm = Some(if self.broad { 1520 } else { 1435 });
        }
        if mode != Mode::Sea && from.country != to.country {
            let codes = [from, to].map(|place| place.country.map_or("", |country| COUNTRIES[position(country)]));
            row.border = Some(format!("{}-{}", codes[0].min(codes[1]), codes[0].max(codes[1])));
            row.split = length.scaled(f64::from(self.split_percent) / 100.0);
        }
        if mode == Mode::Sea {
            row.passages = self.passage.iter().map(|passage| format!("s{passage}")).collect();
        }
        if options.statuses {
            row.status = self.status;
            row.opened = self.years.0;
            let (from, lasts) = (self.years.0.unwrap_or(2010), self.years.1);
            row.closed = self.has_end.then_some(from + lasts);
            row.project = self.project.map(|project| format!("j{project}"));
        }
        row.speed = self.speed.and_then(|speed| Speed::from_km_per_hour(f64::from(speed)));
        row.time = self.hours.and_then(|hours| Duration::from_hours(f64::from(hours)));
        row
    }
}

fn position(country: Country) -> usize {
    COUNTRIES.iter().position(|code| *code == country.code()).unwrap_or_default()
}
