//! The shape of an atlas as JSON.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::drawing::{Drawing, Outline};
use super::pools::{Pool, PoolKey, Tables};
use super::{AtlasError, AtlasPools};
use crate::dependence::Powers;
use crate::network::{LinkId, Network, Step};
use crate::redundancy::Player;
use crate::scenario::Target;

/// An atlas. What stands in arrays is referred to by its place there.
#[derive(Clone, Debug, Serialize)]
pub struct AtlasJson {
    /// Version of the data.
    pub data: String,
    /// The year that the data describes.
    pub as_of_year: u16,
    /// First years of the snapshots: in the years up to the next one the same is open.
    pub snapshots: Vec<u16>,
    /// The last year of the last snapshot.
    pub last_year: u16,
    /// What can be minimised.
    pub objectives: Vec<AtlasObjectiveJson>,
    /// Every pool holds all ways that cost no more than this times the best.
    pub stretch: f64,
    /// And, whatever it costs, the best way under each closure of so many players.
    pub closures: usize,
    /// Width and height of the sheet that all coordinates are on.
    pub size: [i32; 2],
    /// Who can close a way.
    pub players: Vec<AtlasPlayerJson>,
    /// Outlines, for the ground of the map.
    pub land: Vec<AtlasOutlineJson>,
    /// Places.
    pub places: Vec<AtlasPlaceJson>,
    /// Links.
    pub links: Vec<AtlasLinkJson>,
    /// The routing graph that the ways run on.
    pub graph: AtlasGraphJson,
    /// Corridors.
    pub corridors: Vec<AtlasCorridorJson>,
    /// Ways.
    pub pools: Vec<AtlasPoolJson>,
    /// Sources of the links.
    pub sources: Vec<AtlasSourceJson>,
    /// Shares of power over all corridors.
    pub powers: Vec<AtlasPowersJson>,
}

/// What can be minimised.
#[derive(Clone, Debug, Serialize)]
pub struct AtlasObjectiveJson {
    /// The word for it.
    pub name: &'static str,
    /// The unit that a person reads.
    pub unit: &'static str,
    /// How many integer units of cost make one of them.
    pub units_per: f64,
}

/// A country or passage.
#[derive(Clone, Debug, Serialize)]
pub struct AtlasPlayerJson {
    /// As written in a scenario: `country:KZ`, `passage:suez`.
    pub target: String,
    /// Its name.
    pub name: String,
    /// Where a passage is marked on the sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<[i32; 2]>,
}

/// The outline of a country, or of other land.
#[derive(Clone, Debug, Serialize)]
pub struct AtlasOutlineJson {
    /// The player that it belongs to.
    pub player: Option<usize>,
    /// An SVG path.
    pub path: String,
}

/// A place.
#[derive(Clone, Debug, Serialize)]
pub struct AtlasPlaceJson {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it is on the sheet; `null` on the far side of the globe.
    pub at: Option<[i32; 2]>,
    /// The country that it lies in, as a player.
    pub country: Option<usize>,
}

/// A link.
#[derive(Clone, Debug, Serialize)]
pub struct AtlasLinkJson {
    /// Its id.
    pub id: String,
    /// The place where it starts.
    pub from: usize,
    /// The place where it ends.
    pub to: usize,
    /// `rail`, `road` or `sea`.
    pub mode: &'static str,
    /// Track gauge, if stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gauge_mm: Option<u16>,
    /// As of the data's date.
    pub status: &'static str,
    /// First year of use, or the planned one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<u16>,
    /// First year out of use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<u16>,
    /// Kilometres.
    pub length_km: f64,
    /// The project that builds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// The border that it crosses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub border: Option<String>,
    /// How far its length can be trusted.
    pub grade: &'static str,
    /// The source of its length.
    pub source: Option<usize>,
    /// What the table says of it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// An SVG path; empty outside the sheet.
    pub path: String,
}

/// The routing graph: a stop for each system at each place; arcs in order of the stop they leave.
#[derive(Clone, Debug, Serialize)]
pub struct AtlasGraphJson {
    /// For each place its first stop, and at the end the number of stops.
    pub first_stop: Vec<usize>,
    /// For each stop its first arc, and at the end the number of arcs.
    pub first_arc: Vec<usize>,
    /// The stop that each arc leads to.
    pub heads: Vec<u32>,
    /// The link of each arc; `null` for a change of system.
    pub links: Vec<Option<usize>>,
    /// The players whose closing closes each arc.
    pub closers: Vec<Vec<usize>>,
    /// The snapshots in which each arc is open: a number that counts the kinds in `open_kinds`.
    pub open: Vec<usize>,
    /// Each kind as runs of snapshots: first of the first run, end of it, first of the second, …
    pub open_kinds: Vec<Vec<usize>>,
    /// Costs by objective and arc, in its integer units; 0 where the arc is never open.
    pub costs: Vec<Vec<u64>>,
}

/// A corridor.
#[derive(Clone, Debug, Serialize)]
pub struct AtlasCorridorJson {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its family.
    pub family: String,
    /// Its links.
    pub links: Vec<usize>,
    /// The pools of its line, of its family, and of the whole network.
    pub pools: [usize; 3],
}

/// A pool.
#[derive(Clone, Debug, Serialize)]
pub struct AtlasPoolJson {
    /// The place where its ways begin.
    pub from: usize,
    /// The place where they end.
    pub to: usize,
    /// One way after the other, each as a number and signs: so many signs in common with the way
    /// before, and then its own. The first sign of a way says which stop of the place it begins
    /// at, each further one which arc it takes from there: `A` the first, `B` the second, …
    pub ways: String,
}

/// A source.
#[derive(Clone, Debug, Serialize)]
pub struct AtlasSourceJson {
    /// Who published it.
    pub publisher: String,
    /// Its title.
    pub title: String,
    /// When.
    pub year: String,
    /// Where.
    pub url: String,
}

/// The powers over all corridors in a year.
#[derive(Clone, Debug, Serialize)]
pub struct AtlasPowersJson {
    /// The year.
    pub year: u16,
    /// The objective.
    pub objective: usize,
    /// Players with their shares of the power of all, the greatest first.
    pub shares: Vec<(usize, f64)>,
    /// How many corridors are in no sum: their game exceeded a budget.
    pub unfinished: usize,
}

impl AtlasPools<'_> {
    /// The powers of countries over all corridors, each counting once, in a year and by one of the
    /// models.
    ///
    /// # Errors
    /// When no metric can be made.
    ///
    /// # Panics
    /// When there is no such model.
    pub fn powers(&self, year: u16, model: usize) -> Result<AtlasPowersJson, AtlasError> {
        let tables = &self.tables;
        let scenario = tables.scenario.clone().in_year(year);
        let mut query = Powers::on(tables.network).scenario(scenario).model(tables.models[model]);
        for &corridor in &tables.corridors {
            query = query.corridor(corridor);
        }
        let report = query.run()?;
        let number = |player: &Player| match player {
            Player::Country(country) => tables.players.iter().position(|one| *one == Target::Country(*country)),
            _ => None,
        };
        let all = report.all();
        let shares = all.shares().filter_map(|(player, share)| Some((number(player)?, (share * 1e4).round() / 1e4)));
        Ok(AtlasPowersJson { year, objective: model, shares: shares.collect(), unfinished: report.unfinished.len() })
    }

    /// The whole atlas.
    ///
    /// # Panics
    /// When a pool of a corridor is missing.
    #[must_use]
    pub fn to_json(&self, pools: &[Pool], land: &[Outline], powers: Vec<AtlasPowersJson>) -> AtlasJson {
        let tables = &self.tables;
        let network = tables.network;
        let drawing = Drawing::of(network);
        let mut sources = Sources { network, known: HashMap::new(), rows: Vec::new() };
        let links = network.links().map(|(id, _)| link(network, &drawing, &mut sources, id)).collect();
        let at: HashMap<&PoolKey, usize> = pools.iter().enumerate().map(|(at, pool)| (&pool.key, at)).collect();
        let corridors = tables.corridors.iter().map(|&id| AtlasCorridorJson {
            id: network[id].id.clone(),
            name: network[id].name.clone(),
            family: network[id].family.clone(),
            links: network[id].links.iter().map(|link| link.index()).collect(),
            pools: PoolKey::of(network, id).map(|key| at[&key]),
        });
        let objectives = tables.models.iter().map(|model| AtlasObjectiveJson {
            name: model.objective().word(),
            unit: model.objective().unit(),
            units_per: model.objective().units_per(),
        });
        AtlasJson {
            data: network.version().to_owned(),
            as_of_year: network.as_of_year(),
            snapshots: tables.snapshots.clone(),
            last_year: tables.last,
            objectives: objectives.collect(),
            stretch: tables.stretch,
            closures: tables.closures,
            size: drawing.size(),
            players: tables.players.iter().map(|target| player(network, &drawing, target)).collect(),
            land: outlines(tables, &drawing, land),
            places: places(tables, &drawing),
            links,
            graph: graph(tables),
            corridors: corridors.collect(),
            pools: pools.iter().map(|pool| pool_json(network, pool)).collect(),
            sources: sources.rows,
            powers,
        }
    }
}

struct Sources<'n> {
    network: &'n Network,
    known: HashMap<&'n str, usize>,
    rows: Vec<AtlasSourceJson>,
}

impl<'n> Sources<'n> {
    fn number(&mut self, id: &'n str) -> Option<usize> {
        if let Some(&at) = self.known.get(id) {
            return Some(at);
        }
        let source = self.network.source(id)?;
        self.known.insert(id, self.rows.len());
        self.rows.push(AtlasSourceJson {
            publisher: source.publisher.clone(),
            title: source.title.clone(),
            year: source.year.clone(),
            url: source.url.clone(),
        });
        Some(self.rows.len() - 1)
    }
}

fn link<'n>(network: &'n Network, drawing: &Drawing, sources: &mut Sources<'n>, id: LinkId) -> AtlasLinkJson {
    let row = &network[id];
    AtlasLinkJson {
        id: row.id.to_string(),
        from: row.from.index(),
        to: row.to.index(),
        mode: row.mode.word(),
        gauge_mm: row.gauge_mm,
        status: row.status.word(),
        opened: row.opened(),
        closed: row.closed(),
        length_km: (row.length.as_km() * 10.0).round() / 10.0,
        project: row.project().map(|project| network[project].name.clone()),
        border: row.border().map(|border| network[border].name.clone()),
        grade: row.provenance.grade.word(),
        source: sources.number(&row.provenance.source_id),
        note: row.provenance.note.clone(),
        path: drawing.path(&network.course(id, true)),
    }
}

fn player(network: &Network, drawing: &Drawing, target: &Target) -> AtlasPlayerJson {
    let (name, at) = match target {
        Target::Country(country) => (country.name().to_owned(), None),
        Target::Passage(id) => {
            let own = network.passages().find(|(_, passage)| passage.id == *id);
            let through =
                network.links().filter(|(_, link)| own.is_some_and(|(own, _)| link.passages().contains(&own)));
            // the middle of its links, at the link that is nearest to it
            let middles: Vec<geo::Point<f64>> = through
                .map(|(link, _)| {
                    let course = network.course(link, true);
                    let [a, b] = [course[(course.len() - 1) / 2], course[course.len() / 2]];
                    geo::Point::new(f64::midpoint(a.x(), b.x()), f64::midpoint(a.y(), b.y()))
                })
                .collect();
            let count = crate::units::to_float(middles.len() as u64);
            let sum = middles.iter().fold(geo::Point::new(0.0, 0.0), |sum, &point| sum + point);
            let away = |point: &geo::Point<f64>| (point.x() - sum.x() / count).hypot(point.y() - sum.y() / count);
            let at = middles.iter().min_by(|a, b| away(a).total_cmp(&away(b)));
            (own.map_or(id, |(_, passage)| &passage.name).clone(), at.and_then(|&point| drawing.place(point)))
        }
        other => (other.to_string(), None),
    };
    AtlasPlayerJson { target: target.to_string(), name, at }
}

fn outlines(tables: &Tables<'_>, drawing: &Drawing, land: &[Outline]) -> Vec<AtlasOutlineJson> {
    let mut paths: BTreeMap<Option<usize>, String> = BTreeMap::new();
    for outline in land {
        let player = outline.country.and_then(|country| tables.number(&Target::Country(country)));
        let path = drawing.path(&outline.ring);
        paths.entry(player).or_default().push_str(&path);
    }
    paths.into_iter().map(|(player, path)| AtlasOutlineJson { player, path }).collect()
}

fn places(tables: &Tables<'_>, drawing: &Drawing) -> Vec<AtlasPlaceJson> {
    let place = |place: &crate::Place| AtlasPlaceJson {
        id: place.id.to_string(),
        name: place.name.to_string(),
        at: drawing.place(place.point),
        country: place.country.and_then(|country| tables.number(&Target::Country(country))),
    };
    tables.network.places().map(|(_, row)| place(row)).collect()
}

fn graph(tables: &Tables<'_>) -> AtlasGraphJson {
    let topology = tables.network.arcs();
    let ends = |last: usize| std::iter::once(last);
    let mut open_kinds: Vec<u64> = tables.open.clone();
    open_kinds.sort_unstable();
    open_kinds.dedup();
    let link = |step: &Step| match step {
        Step::Link { link, .. } => Some(link.index()),
        Step::Transfer { .. } => None,
    };
    let members = |&mask: &u128| (0..tables.players.len()).filter(|at| mask >> at & 1 == 1).collect();
    AtlasGraphJson {
        first_stop: tables
            .network
            .places()
            .map(|(id, _)| topology.stops_of(id).start)
            .chain(ends(topology.stops.len()))
            .collect(),
        first_arc: (0..topology.stops.len())
            .map(|stop| topology.out_of(stop).start)
            .chain(ends(topology.steps.len()))
            .collect(),
        heads: topology.heads.clone(),
        links: topology.steps.iter().map(link).collect(),
        closers: tables.closers.iter().map(members).collect(),
        open: tables.open.iter().map(|mask| open_kinds.binary_search(mask).unwrap_or_default()).collect(),
        open_kinds: open_kinds.iter().map(|&mask| runs(mask, tables.snapshots.len())).collect(),
        costs: tables.costs.clone(),
    }
}

/// Where the runs of ones begin and end.
fn runs(mask: u64, length: usize) -> Vec<usize> {
    let bit = |at: usize| at < length && mask >> at & 1 == 1;
    (0..=length).filter(|&at| bit(at) != (at > 0 && bit(at - 1))).collect()
}

fn pool_json(network: &Network, pool: &Pool) -> AtlasPoolJson {
    let topology = network.arcs();
    let (mut text, mut last) = (String::new(), Vec::new());
    for way in &pool.ways {
        let signs = signs(topology, pool, way);
        let shared = signs.iter().zip(&last).take_while(|(a, b)| a == b).count();
        text += &shared.to_string();
        text.extend(&signs[shared..]);
        last = signs;
    }
    AtlasPoolJson { from: pool.key.from.index(), to: pool.key.to.index(), ways: text }
}

fn signs(topology: &crate::network::Topology, pool: &Pool, way: &[u32]) -> Vec<char> {
    let sign = |turn: usize| u32::try_from(turn).ok().and_then(|turn| char::from_u32(0x41 + turn)).unwrap_or('A');
    let Some(&first) = way.first() else { return Vec::new() };
    let begins = topology.tails[first as usize] as usize - topology.stops_of(pool.key.from).start;
    let turns = way.iter().map(|&arc| arc as usize - topology.out_of(topology.tails[arc as usize] as usize).start);
    std::iter::once(begins).chain(turns).map(sign).collect()
}
