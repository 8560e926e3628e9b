//! A sweep by plain search: from each origin a tree, of which a closure cuts off a part.

use super::{Sweep, SweepRow};
use crate::cost::{Cost, Metric};
use crate::network::PlaceId;
use crate::redundancy::Regrowth;

/// One unit of work.
pub(super) struct FromHere<'q, 'n> {
    sweep: &'q Sweep<'n>,
    metric: &'q Metric<'n>,
    from: PlaceId,
    destinations: &'q [PlaceId],
    open: Vec<Cost>,
    regrowth: Regrowth<'q, 'n>,
    /// The destinations whose least way each closer closes, and the stops that the tree enters by it.
    met: Vec<Vec<u32>>,
    enters: Vec<Vec<u32>>,
    shut: Vec<bool>,
}

impl<'q, 'n> FromHere<'q, 'n> {
    pub(super) fn new(
        sweep: &'q Sweep<'n>,
        metric: &'q Metric<'n>,
        from: PlaceId,
        destinations: &'q [PlaceId],
    ) -> Self {
        let regrowth = Regrowth::new(metric, from);
        let closers = &sweep.closers;
        let mut met = vec![Vec::new(); closers.len()];
        for (at, &to) in (0_u32..).zip(destinations) {
            for closer in regrowth.arcs_to(to).into_iter().flat_map(|arc| closers.of_arc(arc as usize)) {
                let met: &mut Vec<u32> = &mut met[*closer as usize];
                if met.last() != Some(&at) {
                    met.push(at);
                }
            }
        }
        let mut enters = vec![Vec::new(); closers.len()];
        for (stop, arc) in regrowth.arcs() {
            for &closer in closers.of_arc(arc as usize) {
                enters[closer as usize].push(stop);
            }
        }
        let open = destinations.iter().map(|&to| regrowth.open(to)).collect();
        let shut = vec![false; closers.len()];
        Self { sweep, metric, from, destinations, open, regrowth, met, enters, shut }
    }

    pub(super) fn rows(&mut self, closure: usize) -> Vec<SweepRow> {
        let Self { sweep, from, destinations, .. } = *self;
        let mut rows = sweep.untouched(self.metric, closure, from, (destinations, &self.open));
        let closers = sweep.closers.of_closure(closure);
        let mut met: Vec<u32> = closers.iter().flat_map(|&closer| &self.met[closer as usize]).copied().collect();
        met.sort_unstable();
        met.dedup();
        met.retain(|&at| !rows[at as usize].scope.terminal);
        if !met.is_empty() {
            let places: Vec<PlaceId> = met.iter().map(|&at| destinations[at as usize]).collect();
            for &closer in closers {
                self.shut[closer as usize] = true;
            }
            let is_closed = |arc| sweep.closers.of_arc(arc).iter().any(|&closer| self.shut[closer as usize]);
            let cut = closers.iter().flat_map(|&closer| &self.enters[closer as usize]).copied();
            for (at, cost) in met.into_iter().zip(self.regrowth.without(cut, is_closed, &places)) {
                rows[at as usize].scope.closed = cost;
            }
            for &closer in closers {
                self.shut[closer as usize] = false;
            }
        }
        rows
    }
}
