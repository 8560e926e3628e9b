//! What the pools hold, and how each is computed.

use std::collections::{HashMap, HashSet};

use super::{Atlas, AtlasError};
use crate::cost::{Cost, CostModel, Metric};
use crate::network::{CorridorId, Network, PlaceId};
use crate::redundancy::Players;
use crate::route::Route;
use crate::scenario::{Scenario, Target};
use crate::units::{to_float, to_integer};

/// Which ways a pool is about: from an origin to a destination over all links, or over some.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PoolKey {
    /// Where its ways begin.
    pub from: PlaceId,
    /// Where they end.
    pub to: PlaceId,
    /// Over which links.
    pub over: Over,
}

/// The links that a pool is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Over {
    /// Those of one corridor.
    Line(CorridorId),
    /// Those of all corridors of a family.
    Family(String),
    /// All.
    Network,
}

impl PoolKey {
    /// The three pools of a corridor: along its line, within its family, in the whole network.
    pub(super) fn of(network: &Network, corridor: CorridorId) -> [Self; 3] {
        let (from, to) = (network[corridor].origin, network[corridor].destination);
        let family = Over::Family(network[corridor].family.clone());
        [Over::Line(corridor), family, Over::Network].map(|over| Self { from, to, over })
    }

    pub(super) fn all(network: &Network, corridors: &[CorridorId]) -> Vec<Self> {
        let mut seen = HashSet::new();
        let all = corridors.iter().flat_map(|&corridor| Self::of(network, corridor));
        all.filter(|key| seen.insert(key.clone())).collect()
    }
}

/// The ways of one pool.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// What it is about.
    pub key: PoolKey,
    /// The arcs of each way, in order; ways in order of their arcs.
    pub ways: Vec<Vec<u32>>,
}

/// A way, with all that a look-up asks of it.
struct Way {
    arcs: Vec<u32>,
    /// The players whose closing closes it.
    closers: u128,
    /// The snapshots in which it is open.
    open: u64,
    /// By each model.
    costs: Vec<u64>,
}

/// What all pools share.
pub(super) struct Tables<'n> {
    pub(super) network: &'n Network,
    pub(super) corridors: Vec<CorridorId>,
    pub(super) models: Vec<CostModel>,
    /// Without its year.
    pub(super) scenario: Scenario,
    pub(super) players: Vec<Target>,
    /// The first year of each snapshot, and the last year of all.
    pub(super) snapshots: Vec<u16>,
    pub(super) last: u16,
    pub(super) stretch: f64,
    pub(super) closures: usize,
    /// By snapshot, then by model.
    metrics: Vec<Vec<Metric<'n>>>,
    /// By arc.
    pub(super) closers: Vec<u128>,
    pub(super) open: Vec<u64>,
    /// By model, then by arc; 0 where it is never open.
    pub(super) costs: Vec<Vec<u64>>,
}

impl std::fmt::Debug for Tables<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tables").field("players", &self.players).field("snapshots", &self.snapshots).finish()
    }
}

fn players(network: &Network) -> Vec<Target> {
    let mut countries: Vec<_> = network.places().filter_map(|(_, place)| place.country).collect();
    countries.sort_unstable();
    countries.dedup();
    let passages = network.passages().map(|(_, passage)| Target::Passage(passage.id.clone()));
    countries.into_iter().map(Target::Country).chain(passages).collect()
}

impl<'n> Tables<'n> {
    pub(super) fn new(atlas: &Atlas<'n>) -> Result<Self, AtlasError> {
        let network = atlas.network;
        let players = players(network);
        if players.len() > 128 {
            return Err(AtlasError::Players(players.len()));
        }
        let steps = &network.arcs().steps;
        let mut closers = vec![0_u128; steps.len()];
        for (at, player) in players.iter().enumerate() {
            let selection = network.select(std::slice::from_ref(player)).map_err(crate::MetricError::from)?;
            for (mask, &step) in closers.iter_mut().zip(steps) {
                *mask |= u128::from(selection.closes(network, step)) << at;
            }
        }
        let mut tables = Self {
            network,
            corridors: atlas.corridors.clone().unwrap_or_else(|| network.corridors().map(|(id, _)| id).collect()),
            models: atlas.models.clone(),
            scenario: atlas.scenario.clone(),
            players,
            snapshots: Vec::new(),
            last: *atlas.years.end(),
            stretch: atlas.stretch,
            closures: atlas.closures,
            metrics: Vec::new(),
            closers,
            open: vec![0; steps.len()],
            costs: vec![vec![0; steps.len()]; atlas.models.len()],
        };
        tables.take_snapshots(atlas)?;
        Ok(tables)
    }

    /// One snapshot for each run of years in which the same arcs are open.
    fn take_snapshots(&mut self, atlas: &Atlas<'n>) -> Result<(), AtlasError> {
        let mut before: Vec<bool> = Vec::new();
        for year in atlas.years.clone() {
            let scenario = atlas.scenario.clone().in_year(year);
            let metric = |model: &CostModel| self.network.metric(&scenario, model);
            let metrics: Vec<Metric<'n>> = self.models.iter().map(metric).collect::<Result<_, _>>()?;
            let Some(first) = metrics.first() else { continue };
            let open: Vec<bool> = self.network.arc_ids().map(|arc| first.cost(arc) < Cost::INFINITE).collect();
            if open == before && !self.snapshots.is_empty() {
                continue;
            }
            if self.snapshots.len() < 64 {
                for (mask, &open) in self.open.iter_mut().zip(&open) {
                    *mask |= u64::from(open) << self.snapshots.len();
                }
            }
            for (costs, metric) in self.costs.iter_mut().zip(&metrics) {
                for (cost, arc) in costs.iter_mut().zip(self.network.arc_ids()) {
                    *cost = metric.cost(arc).finite().unwrap_or(*cost);
                }
            }
            self.snapshots.push(year);
            self.metrics.push(metrics);
            before = open;
        }
        if self.snapshots.len() > 64 { Err(AtlasError::Snapshots(self.snapshots.len())) } else { Ok(()) }
    }

    fn way(&self, arcs: Vec<u32>) -> Way {
        let over = |masks: &[u128]| arcs.iter().fold(0, |all, &arc| all | masks[arc as usize]);
        let costs = self.costs.iter().map(|costs| arcs.iter().map(|&arc| costs[arc as usize]).sum());
        Way {
            closers: over(&self.closers),
            open: arcs.iter().fold(u64::MAX, |all, &arc| all & self.open[arc as usize]),
            costs: costs.collect(),
            arcs,
        }
    }

    /// The place of a player among all.
    pub(super) fn number(&self, player: &Target) -> Option<usize> {
        self.players.iter().position(|one| one == player)
    }

    pub(super) fn pool(&self, key: &PoolKey) -> Result<Pool, AtlasError> {
        let links = match &key.over {
            Over::Network => None,
            Over::Line(corridor) => Some(self.network[*corridor].links.iter().copied().collect::<HashSet<_>>()),
            Over::Family(family) => {
                let own = self.network.corridors().filter(|(_, corridor)| corridor.family == *family);
                Some(own.flat_map(|(_, corridor)| corridor.links.iter().copied()).collect())
            }
        };
        let mut filling = Filling { tables: self, key, ways: Vec::new(), known: HashMap::new() };
        for (snapshot, metrics) in self.metrics.iter().enumerate() {
            for (model, metric) in metrics.iter().enumerate() {
                let within = links.as_ref().map(|links| metric.within(|link| links.contains(&link)));
                filling.fill(within.as_ref().unwrap_or(metric), snapshot, model)?;
            }
        }
        let mut ways: Vec<Vec<u32>> = needed(filling.ways).into_iter().map(|way| way.arcs).collect();
        ways.sort_unstable();
        Ok(Pool { key: key.clone(), ways })
    }
}

/// Without the ways that another makes useless: open as often, closed by no others, and nowhere dearer.
fn needed(mut ways: Vec<Way>) -> Vec<Way> {
    // whoever makes another useless has no more closers, and is kept before it
    ways.sort_by(|a, b| {
        let order = |way: &Way| (way.closers.count_ones(), std::cmp::Reverse(way.open.count_ones()));
        order(a).cmp(&order(b)).then_with(|| a.costs.cmp(&b.costs)).then_with(|| a.arcs.cmp(&b.arcs))
    });
    let mut kept: Vec<Way> = Vec::new();
    for way in ways {
        let beats = |other: &Way| {
            other.closers & !way.closers == 0
                && way.open & !other.open == 0
                && other.costs.iter().zip(&way.costs).all(|(a, b)| a <= b)
        };
        if !kept.iter().any(beats) {
            kept.push(way);
        }
    }
    kept
}

struct Filling<'t, 'n> {
    tables: &'t Tables<'n>,
    key: &'t PoolKey,
    ways: Vec<Way>,
    known: HashMap<Vec<u32>, usize>,
}

/// One question to a pool: a snapshot, a model, and the cost up to which the pool has all ways.
struct Asked<'q, 'n> {
    metric: &'q Metric<'n>,
    snapshot: usize,
    model: usize,
    whole_to: u64,
    ahead: Vec<Option<u64>>,
}

/// Labels that one frontier may take.
const LABELS: usize = 50_000_000;

impl<'n> Filling<'_, 'n> {
    fn add(&mut self, arcs: Vec<u32>) -> usize {
        if let Some(&at) = self.known.get(&arcs) {
            return at;
        }
        self.known.insert(arcs.clone(), self.ways.len());
        self.ways.push(self.tables.way(arcs));
        self.ways.len() - 1
    }

    fn fill(&mut self, metric: &Metric<'n>, snapshot: usize, model: usize) -> Result<(), AtlasError> {
        let (network, from, to) = (self.tables.network, self.key.from, self.key.to);
        let Some(best) = metric.shortest(from, to) else { return Ok(()) };
        let Some(least) = best.cost().finite() else { return Ok(()) };
        self.add(arcs_of(&best));
        let whole_to = to_integer((to_float(least) * self.tables.stretch).floor()).unwrap_or(u64::MAX);
        let query =
            metric.frontier(from, to).players(Players::CountriesAndPassages).outside_option(Cost::new(whole_to));
        let frontier = query.budget(LABELS).run().map_err(|unfinished| AtlasError::Frontier {
            from: network[from].id.to_string(),
            to: network[to].id.to_string(),
            why: unfinished.why,
        })?;
        for way in frontier.ways() {
            self.add(arcs_of(&way.route()));
        }
        let asked = Asked { metric, snapshot, model, whole_to, ahead: metric.costs_to(to) };
        let ends = [from, to].into_iter().filter_map(|end| network[end].country);
        let ends = ends
            .fold(0, |all: u128, country| all | self.tables.number(&Target::Country(country)).map_or(0, |at| 1 << at));
        // sets of closed players, each grown by one that is on the best way left
        let mut seen: HashSet<u128> = HashSet::from([0]);
        let mut sets: Vec<u128> = vec![0];
        while let Some(closed) = sets.pop() {
            let Some(way) = self.best(&asked, closed) else { continue };
            if closed.count_ones() as usize >= self.tables.closures {
                continue;
            }
            let mut left = self.ways[way].closers & !ends;
            while left != 0 {
                let one = left & left.wrapping_neg();
                left ^= one;
                if seen.insert(closed | one) {
                    sets.push(closed | one);
                }
            }
        }
        Ok(())
    }

    /// The best way under a closure: from the pool where the pool is whole, else searched for.
    fn best(&mut self, asked: &Asked<'_, 'n>, closed: u128) -> Option<usize> {
        let usable = |way: &Way| way.closers & closed == 0 && way.open >> asked.snapshot & 1 == 1;
        let known = self.ways.iter().enumerate().filter(|(_, way)| usable(way));
        let known = known.map(|(at, way)| (way.costs[asked.model], at)).min();
        if let Some((cost, at)) = known
            && cost <= asked.whole_to
        {
            return Some(at);
        }
        let shut = |arc: usize| self.tables.closers[arc] & closed != 0;
        let arcs = asked.metric.shortest_past(self.key.from, self.key.to, &asked.ahead, shut)?;
        let found = self.tables.way(arcs.into_iter().map(|arc| arc.0).collect());
        match known {
            Some((cost, at)) if cost <= found.costs[asked.model] => Some(at),
            _ => Some(self.add(found.arcs)),
        }
    }
}

fn arcs_of(route: &Route<'_>) -> Vec<u32> {
    route.legs().iter().map(|leg| leg.arc.0).collect()
}
