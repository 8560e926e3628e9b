//! A sweep over a hierarchy: closure by closure, each taken on once for all pairs whose way it changes.

use std::cmp::Reverse;

use super::closers::Closers;
use super::{Origin, Sweep, SweepRow};
use crate::cost::{Cost, Metric};
use crate::hierarchy::{Hierarchy, Shortcut};
use crate::network::{Network, PlaceId};

/// From so many links and so many units of work on, a hierarchy is mostly quicker than searches, with the
/// time that its order takes: see `benches/README.md`.
const LINKS: usize = 10_000;
const UNITS: usize = 200;

/// A hierarchy, and the arcs of each closer.
#[derive(Debug)]
pub(super) struct Quick<'n> {
    hierarchy: Hierarchy<'n>,
    first: Vec<u32>,
    arcs: Vec<u32>,
}

/// The costs of some pairs: with nothing closed, and with what changes their ways.
pub(super) struct Answers {
    open: Vec<Cost>,
    /// By pair and closure.
    closed: Vec<(u32, u32, Cost)>,
}

impl Answers {
    /// The rows of the origins that were asked for.
    pub(super) fn rows<'s, 'n>(
        self,
        sweep: &'s Sweep<'n>,
        metric: &'s Metric<'n>,
        origins: &'s [Origin],
    ) -> impl Iterator<Item = Vec<SweepRow>> + use<'s, 'n> {
        let mut first = 0;
        origins.iter().map(move |(from, destinations)| {
            let own = first..first + destinations.len();
            first = own.end;
            let open = &self.open[own.clone()];
            let mut changed: Vec<_> = own.map(|pair| self.of_pair(pair).peekable()).collect();
            let of_closure = |closure| {
                let mut rows = sweep.untouched(metric, closure, *from, (destinations, open));
                for (row, next) in rows.iter_mut().zip(&mut changed) {
                    if let Some((_, cost)) = next.next_if(|&(next, _)| next == closure) {
                        row.scope.closed = cost;
                    }
                }
                rows
            };
            (0..sweep.closures.len()).flat_map(of_closure).collect()
        })
    }

    /// The closures that change the way of a pair, in order, with the cost when each has closed.
    fn of_pair(&self, pair: usize) -> impl Iterator<Item = (usize, Cost)> {
        let from = self.closed.partition_point(|&(at, ..)| (at as usize) < pair);
        let own = self.closed[from..].iter().take_while(move |&&(at, ..)| at as usize == pair);
        own.map(|&(_, closure, cost)| (closure as usize, cost))
    }
}

impl<'n> Quick<'n> {
    pub(super) fn pays(network: &Network, units: usize) -> bool {
        network.links().len() >= LINKS && units >= UNITS
    }

    pub(super) fn new(hierarchy: Hierarchy<'n>, closers: &Closers) -> Self {
        let (first, arcs) = closers.arcs();
        Self { hierarchy, first, arcs }
    }

    fn arcs_of(&self, closer: u32) -> impl ExactSizeIterator<Item = usize> {
        let span = self.first[closer as usize] as usize..self.first[closer as usize + 1] as usize;
        self.arcs[span].iter().map(|&arc| arc as usize)
    }

    /// Asks all closures of a sweep for the pairs of some origins.
    pub(super) fn answers(&self, sweep: &Sweep<'n>, metric: &Metric<'n>, origins: &[Origin]) -> Answers {
        let from_each = |(from, to): &Origin| to.iter().map(|&to| (*from, to)).collect::<Vec<_>>();
        let pairs: Vec<(PlaceId, PlaceId)> = origins.iter().flat_map(from_each).collect();
        let open = self.hierarchy.customize(metric);
        let ways = in_parts(&pairs, |part| part.iter().map(|&(from, to)| open.shortcuts(from, to)).collect());
        let mut watched: Vec<(Shortcut, u32)> = Vec::new();
        for (pair, (_, way)) in (0..).zip(&ways) {
            watched.extend(way.iter().map(|&arc| (arc, pair)));
        }
        watched.sort_unstable();
        // dealt out by how much they close, for parts that take as long as each other
        let mut closures: Vec<usize> = (0..sweep.closures.len()).collect();
        let arcs =
            |&closure: &usize| sweep.closers.of_closure(closure).iter().map(|&closer| self.arcs_of(closer).len());
        closures.sort_by_cached_key(|closure| Reverse(arcs(closure).sum::<usize>()));
        let hands = closures.len().min(PARTS * threads());
        let dealt: Vec<usize> =
            (0..hands).flat_map(|hand| closures.iter().skip(hand).step_by(hands)).copied().collect();
        let mut closed = in_parts(&dealt, |part| {
            let (mut quick, mut found) = (open.clone(), Vec::new());
            for &closure in part {
                let arcs = sweep.closers.of_closure(closure).iter().flat_map(|&closer| self.arcs_of(closer));
                quick.recustomize(&metric.without(arcs));
                let arcs = watched.chunk_by(|a, b| a.0 == b.0).filter(|arc| !quick.weighs_as(&open, arc[0].0));
                let mut changed: Vec<u32> = arcs.flatten().map(|&(_, pair)| pair).collect();
                changed.sort_unstable();
                changed.dedup();
                let holds = |place| sweep.closers.holds(closure, sweep.network, place);
                for pair in changed {
                    let (from, to) = pairs[pair as usize];
                    if !holds(from) && !holds(to) {
                        found.push((pair, id(closure), quick.cost(from, to)));
                    }
                }
            }
            found
        });
        closed.sort_unstable();
        Answers { open: ways.into_iter().map(|(cost, _)| cost).collect(), closed }
    }
}

fn id(at: usize) -> u32 {
    u32::try_from(at).expect("fewer than 2³² closures")
}

/// Parts of a work for each thread.
const PARTS: usize = 2;

pub(super) fn threads() -> usize {
    #[cfg(feature = "rayon")]
    return rayon::current_num_threads();
    #[cfg(not(feature = "rayon"))]
    1
}

/// Does a work on parts of the items; with the feature `rayon` on all cores.
fn in_parts<T: Sync, R: Send>(items: &[T], work: impl Fn(&[T]) -> Vec<R> + Sync) -> Vec<R> {
    #[cfg(feature = "rayon")]
    {
        use rayon::prelude::*;
        let size = items.len().div_ceil(PARTS * threads()).max(1);
        items.par_chunks(size).flat_map_iter(&work).collect()
    }
    #[cfg(not(feature = "rayon"))]
    work(items)
}
