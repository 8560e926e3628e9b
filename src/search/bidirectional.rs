//! One-to-one search from both ends at once.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use crate::cost::Cost;
use crate::network::{ArcId, Topology};

const NO_ARC: u32 = u32::MAX;

/// The search from one end: least known costs and the arc on the way to that end.
struct Side {
    costs: Vec<Cost>,
    arcs: Vec<u32>,
    queue: BinaryHeap<Reverse<(Cost, u32)>>,
}

impl Side {
    fn new(stops: usize, sources: Range<usize>) -> Self {
        let mut side = Self { costs: vec![Cost::INFINITE; stops], arcs: vec![NO_ARC; stops], queue: BinaryHeap::new() };
        for stop in sources {
            side.costs[stop] = Cost::ZERO;
            side.queue.extend(u32::try_from(stop).map(|stop| Reverse((Cost::ZERO, stop))));
        }
        side
    }

    fn least(&self) -> Option<Cost> {
        self.queue.peek().map(|Reverse((cost, _))| *cost)
    }
}

/// The arcs of a route of least cost, in the order of travel; `None` when there is no way.
///
/// The side with the nearer front goes on. The best meeting so far is final once the two fronts
/// together are not nearer than it.
pub(super) fn search(
    topology: &Topology,
    from: Range<usize>,
    to: Range<usize>,
    open: impl Fn(usize) -> Option<Cost>,
) -> Option<Vec<ArcId>> {
    let stops = topology.stops.len();
    let mut ahead = Side::new(stops, from);
    let mut behind = Side::new(stops, to);
    let mut best = (Cost::INFINITE, usize::MAX);
    while let (Some(near), Some(far)) = (ahead.least(), behind.least()) {
        if near + far >= best.0 {
            break;
        }
        let forward = near <= far;
        let (side, other) = if forward { (&mut ahead, &behind) } else { (&mut behind, &ahead) };
        let Some(Reverse((reached, stop))) = side.queue.pop() else { break };
        let stop = stop as usize;
        if side.costs[stop] < reached {
            continue;
        }
        let mut relax = |arc: usize, next_stop: u32| {
            let Some(extra) = open(arc) else { return };
            let (next, at) = (reached + extra, next_stop as usize);
            if next < side.costs[at] {
                side.costs[at] = next;
                side.arcs[at] = u32::try_from(arc).unwrap_or(NO_ARC);
                side.queue.push(Reverse((next, next_stop)));
                let through = next + other.costs[at];
                if through < best.0 {
                    best = (through, at);
                }
            }
        };
        if forward {
            topology.out_of(stop).for_each(|arc| relax(arc, topology.heads[arc]));
        } else {
            topology.into(stop).iter().for_each(|&arc| relax(arc as usize, topology.tails[arc as usize]));
        }
    }
    (best.0 != Cost::INFINITE).then(|| joined(topology, &ahead, &behind, best.1))
}

fn joined(topology: &Topology, ahead: &Side, behind: &Side, meeting: usize) -> Vec<ArcId> {
    let mut arcs = Vec::new();
    let mut at = meeting;
    while ahead.arcs[at] != NO_ARC {
        arcs.push(ArcId(ahead.arcs[at]));
        at = topology.tails[ahead.arcs[at] as usize] as usize;
    }
    arcs.reverse();
    at = meeting;
    while behind.arcs[at] != NO_ARC {
        arcs.push(ArcId(behind.arcs[at]));
        at = topology.heads[behind.arcs[at] as usize] as usize;
    }
    arcs
}
