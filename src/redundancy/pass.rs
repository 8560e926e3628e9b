//! One pass along a best route for what replaces each thing on it.
//!
//! What closes is a gap in the route. A stop is *kept* when the tree from the origin reaches it
//! without what closes, and *joins* when the tree to the destination leads on from it so. A best way
//! round takes the tree to a kept stop, one arc to a stop that is not kept, and then stays off the
//! kept ones until it joins.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet, VecDeque};

use super::detour::Scratch;
use super::groups::{By, Member, countries_of};
use super::trees::{FAR, NONE, Spread};
use crate::Country;
use crate::cost::{Cost, Metric};
use crate::network::{ArcId, Extent, PlaceId, Step, Territory};

/// The stops of the route are numbered from 1; each stop of the network has the number of the last
/// stop of the route on the tree's way to it (`left_at`, 0 for none), and of the first on the tree's
/// way from it to the destination (`joins_at`, beyond the last for none).
pub(super) struct Pass<'q, 'n> {
    metric: &'q Metric<'n>,
    ends: [PlaceId; 2],
    arcs: &'q [ArcId],
    out: &'q Spread,
    back: &'q Spread,
    left_at: Vec<u32>,
    joins_at: Vec<u32>,
    on_route: Vec<bool>,
    /// Steps of a search before it asks whether it can succeed.
    patience: usize,
}

/// Something on the route that closes: of the route, the stops up to number `keeps` are kept, and
/// those from `joins` on join.
pub(super) struct Gap {
    pub(super) member: Member,
    pub(super) by: By,
    keeps: u32,
    joins: u32,
    /// It closes arcs off the route that the trees may hold.
    spreads: bool,
    /// Stops off the route that the tree enters by what closes.
    entered: Vec<u32>,
}

/// A way round: its cost, and the arcs between the two trees.
pub(super) type Found = (u64, Vec<u32>);

impl<'q, 'n> Pass<'q, 'n> {
    pub(super) fn new(
        metric: &'q Metric<'n>,
        ends: [PlaceId; 2],
        arcs: &'q [ArcId],
        out: &'q Spread,
        back: &'q Spread,
    ) -> Self {
        let topology = metric.network().arcs();
        let stops = topology.stops.len();
        let beyond = u32::try_from(arcs.len() + 2).unwrap_or(NONE);
        let (mut left_at, mut joins_at, mut on_route) = (vec![NONE; stops], vec![NONE; stops], vec![false; stops]);
        let start = arcs.first().map(|arc| topology.tails[arc.index()]);
        let line = start.into_iter().chain(arcs.iter().map(|arc| topology.heads[arc.index()]));
        for (number, stop) in (1..).zip(line) {
            let stop = stop as usize;
            (left_at[stop], joins_at[stop], on_route[stop]) = (number, number, true);
        }
        follow(&mut left_at, out, &topology.tails, 0);
        follow(&mut joins_at, back, &topology.heads, beyond);
        let patience = PATIENCE + stops / 32;
        Self { metric, ends, arcs, out, back, left_at, joins_at, on_route, patience }
    }

    /// What replaces each thing of some kinds on the route: by kind, in the order of travel.
    pub(super) fn all(&self, kinds: &[By]) -> Vec<(Gap, Option<Found>)> {
        let mut gaps: Vec<(Gap, Option<Found>)> = self.gaps(kinds).into_iter().map(|gap| (gap, None)).collect();
        let mut order: Vec<usize> = (0..gaps.len()).collect();
        order.sort_by_key(|&at| gaps[at].0.keeps);
        let over = self.leading_over();
        let mut next = 0;
        let mut search = Search::new(self);
        for at in order {
            let gap = &gaps[at].0;
            while let Some(one) = over.get(next).filter(|one| one.0 <= gap.keeps) {
                search.waiting.push(Reverse((one.1, one.2)));
                next += 1;
            }
            gaps[at].1 = search.bridge(gap, || self.leaving_no_way(gaps.iter().map(|gap| gap.0.member)));
        }
        gaps
    }

    /// Of some borders and countries, those whose closing leaves no way: one pass tells for each stop
    /// which of them may close without cutting it off from the origin.
    fn leaving_no_way(&self, members: impl Iterator<Item = Member>) -> HashSet<Member> {
        let network = self.metric.network();
        let topology = network.arcs();
        let wide = members.filter(|member| matches!(member, Member::Border(_) | Member::Country(_)));
        let bits: Vec<(Member, u128)> = wide.zip((0..128).map(|at| 1 << at)).collect();
        let mut of_border = vec![0_u128; network.borders().len()];
        let mut of_country: Vec<(Country, u128)> = Vec::new();
        for &(member, bit) in &bits {
            match member {
                Member::Border(border) => of_border[border.index()] = bit,
                Member::Country(country) => of_country.push((country, bit)),
                Member::Link(_) | Member::Place(_) => {}
            }
        }
        let bit = |country| of_country.iter().find(|one| one.0 == country).map_or(0, |one| one.1);
        let of_place: Vec<u128> = network.places().map(|(_, place)| place.country.map_or(0, bit)).collect();
        let has_borders = of_border.iter().any(|bit| *bit != 0);
        let closed_with = |arc: usize| {
            let ends = [topology.tails[arc], topology.heads[arc]].map(|stop| topology.place_of(stop as usize));
            let ends = of_place[ends[0].index()] | of_place[ends[1].index()];
            match topology.steps[arc] {
                Step::Link { link, .. } if has_borders => {
                    ends | network[link].border().map_or(0, |border| of_border[border.index()])
                }
                _ => ends,
            }
        };
        let mut may_close = vec![0_u128; topology.stops.len()];
        let mut queue: VecDeque<usize> = topology.stops_of(self.ends[0]).collect();
        let mut waits = vec![false; may_close.len()];
        for &stop in &queue {
            may_close[stop] = u128::MAX;
        }
        while let Some(stop) = queue.pop_front() {
            waits[stop] = false;
            for arc in topology.out_of(stop) {
                let head = topology.heads[arc] as usize;
                let more = may_close[stop] & !may_close[head];
                if more == 0 || self.metric.open_cost(arc).is_none() {
                    continue;
                }
                let more = more & !closed_with(arc);
                if more != 0 {
                    may_close[head] |= more;
                    if !std::mem::replace(&mut waits[head], true) {
                        queue.push_back(head);
                    }
                }
            }
        }
        let arrives = topology.stops_of(self.ends[1]).fold(0, |all, stop| all | may_close[stop]);
        bits.into_iter().filter(|(_, bit)| arrives & bit == 0).map(|(member, _)| member).collect()
    }

    fn gaps(&self, kinds: &[By]) -> Vec<Gap> {
        let network = self.metric.network();
        let topology = network.arcs();
        let (mut gaps, mut members): (Vec<Gap>, Vec<Member>) = (Vec::new(), Vec::new());
        let mut known: HashMap<Member, usize> = HashMap::new();
        for &by in kinds {
            for (number, arc) in (1..).zip(self.arcs) {
                Member::of_arc(network, by, self.ends, arc.index(), &mut members);
                for member in members.drain(..) {
                    let at = *known.entry(member).or_insert(gaps.len());
                    if at == gaps.len() {
                        let spreads = match member {
                            Member::Link(_) => false,
                            Member::Place(place) => topology.stops_of(place).len() > 1,
                            Member::Border(_) | Member::Country(_) => true,
                        };
                        gaps.push(Gap { member, by, keeps: number, joins: 0, spreads, entered: Vec::new() });
                    }
                    gaps[at].joins = number + 1;
                }
            }
        }
        for gap in &mut gaps {
            if let (Member::Place(place), true) = (gap.member, gap.spreads) {
                let entered = topology.stops_of(place).filter_map(|stop| u32::try_from(stop).ok());
                gap.entered = entered.filter(|&stop| self.is_left_before(gap.keeps, stop as usize)).collect();
            }
        }
        self.note_entries(&mut gaps);
        gaps
    }

    /// Notes the stops that the tree enters over the borders and through the countries of the route.
    fn note_entries(&self, gaps: &mut [Gap]) {
        let network = self.metric.network();
        let topology = network.arcs();
        let mut crossed = vec![usize::MAX; network.borders().len()];
        let mut entered: Vec<(Country, usize)> = Vec::new();
        for (at, gap) in gaps.iter().enumerate() {
            match gap.member {
                Member::Border(border) => crossed[border.index()] = at,
                Member::Country(country) => entered.push((country, at)),
                Member::Link(_) | Member::Place(_) => {}
            }
        }
        if gaps.last().is_none_or(|gap| matches!(gap.by, By::Link | By::Place)) {
            return;
        }
        let mut note = |at: usize, stop: usize| {
            let gap = gaps.get_mut(at).filter(|gap| self.left_at[stop] <= gap.keeps);
            let Some(gap) = gap.filter(|gap| gap.entered.last().is_none_or(|&last| last != narrow(stop))) else {
                return;
            };
            gap.entered.push(narrow(stop));
        };
        for stop in (0..topology.stops.len()).filter(|&stop| self.is_left_before(NONE, stop)) {
            let step = topology.steps[self.out.arc[stop] as usize];
            if self.stays_inside(stop, step) {
                continue;
            }
            if let Step::Link { link, .. } = step
                && let Some(border) = network[link].border()
            {
                note(crossed[border.index()], stop);
            }
            for country in countries_of(network, step) {
                if let Some(&(_, at)) = entered.iter().find(|one| one.0 == country) {
                    note(at, stop);
                }
            }
        }
    }

    /// Whether the tree came to a stop from one that it had entered the same one country for.
    fn stays_inside(&self, stop: usize, by: Step) -> bool {
        let network = self.metric.network();
        let topology = network.arcs();
        let tail = topology.tails[self.out.arc[stop] as usize] as usize;
        let Step::Link { link, .. } = by else { return false };
        let Extent::Within(Territory::Country(country)) = network[link].extent else { return false };
        let is_inside = |stop: usize| network[topology.place_of(stop)].country == Some(country);
        network[link].border().is_none() && is_inside(stop) && is_inside(tail) && self.is_left_before(NONE, tail)
    }

    /// Whether the tree has an arc to a stop off the route, and leaves the route for it by then.
    fn is_left_before(&self, keeps: u32, stop: usize) -> bool {
        !self.on_route[stop] && self.out.arc[stop] != NONE && self.left_at[stop] <= keeps
    }

    /// The arcs that lead from an earlier part of the tree to a later one, in order of where the
    /// earlier one leaves the route: with the least cost of a way over each.
    fn leading_over(&self) -> Vec<(u32, u64, u32)> {
        let topology = self.metric.network().arcs();
        let mut over: Vec<(u32, u64, u32)> = Vec::new();
        for tail in (0..topology.stops.len()).filter(|&tail| self.out.cost[tail] != FAR) {
            let left_at = self.left_at[tail];
            for arc in topology.out_of(tail) {
                let head = topology.heads[arc] as usize;
                if left_at >= self.left_at[head] || self.back.cost[head] == FAR || self.is_of_route(arc) {
                    continue;
                }
                let Some(step) = self.metric.open_cost(arc).and_then(Cost::finite) else { continue };
                over.push((left_at, self.out.cost[tail] + step + self.back.cost[head], narrow(arc)));
            }
        }
        // a stop of the destination off the route ends a way by itself
        let others = topology.stops_of(self.ends[1]).filter(|&stop| self.is_left_before(NONE, stop));
        over.extend(others.map(|stop| (self.left_at[stop], self.out.cost[stop], self.out.arc[stop])));
        over.sort_unstable_by_key(|one| one.0);
        over
    }

    /// Of the arcs that enter a stop of the route, the route's own is the one in the tree.
    fn is_of_route(&self, arc: usize) -> bool {
        let head = self.metric.network().arcs().heads[arc] as usize;
        self.on_route[head] && self.out.arc[head] as usize == arc
    }
}

/// The patience of a search on the smallest network.
const PATIENCE: usize = 500;

/// The search over one gap after the other.
struct Search<'s, 'q, 'n> {
    pass: &'s Pass<'q, 'n>,
    /// Arcs over the gap, by the least cost of a way over them, and those looked at for this gap.
    waiting: BinaryHeap<Reverse<(u64, u32)>>,
    set_aside: Vec<Reverse<(u64, u32)>>,
    /// Stops off the route that the tree reaches through what closes, by the least cost of a way
    /// through them: what begins there is looked at when its turn comes.
    severed: BinaryHeap<Reverse<(u64, u32)>>,
    beyond: Scratch,
    /// What is known of the trees' ways from and to each stop: twice the round, plus one if cut.
    marks: [Vec<u32>; 2],
    round: u32,
    chain: Vec<usize>,
    /// Known once a search was long.
    leaving_no_way: Option<HashSet<Member>>,
}

impl<'s, 'q, 'n> Search<'s, 'q, 'n> {
    fn new(pass: &'s Pass<'q, 'n>) -> Self {
        let stops = pass.on_route.len();
        let marks = [vec![0; stops], vec![0; stops]];
        let [waiting, severed] = [BinaryHeap::new(), BinaryHeap::new()];
        let (set_aside, beyond) = (Vec::new(), Scratch::new(stops));
        Self { pass, waiting, set_aside, severed, beyond, marks, round: 0, chain: Vec::new(), leaving_no_way: None }
    }

    /// The cheapest way over a gap; gaps come in order of the route. A long search first asks
    /// whether there is none.
    fn bridge(&mut self, gap: &Gap, leaving_no_way: impl FnOnce() -> HashSet<Member>) -> Option<Found> {
        if self.leaving_no_way.as_ref().is_some_and(|known| known.contains(&gap.member)) {
            return None;
        }
        let (out, back) = (self.pass.out, self.pass.back);
        let tails = &self.pass.metric.network().arcs().tails;
        self.round += 1;
        self.beyond.clear();
        self.severed.clear();
        for &stop in &gap.entered {
            // what lies farther down the tree comes up by itself
            if !self.is_cut(gap, true, tails[out.arc[stop as usize] as usize] as usize) {
                self.sever(stop as usize);
            }
        }
        let (mut leaving_no_way, mut steps) = (Some(leaving_no_way).filter(|_| self.leaving_no_way.is_none()), 0);
        let found = loop {
            steps += 1;
            if steps > self.pass.patience
                && gap.spreads
                && let Some(ask) = leaving_no_way.take()
                && self.leaving_no_way.insert(ask()).contains(&gap.member)
            {
                break None;
            }
            let over = self.waiting.peek().map(|Reverse((least, _))| *least);
            let severed = self.severed.peek().map(|Reverse((least, _))| *least);
            let beyond = self.beyond.peek(&back.cost);
            let Some(least) = [over, severed, beyond].into_iter().flatten().min() else { break None };
            let found = if beyond == Some(least) {
                self.go_on(gap)
            } else if severed == Some(least) {
                self.enter_severed(gap);
                None
            } else {
                self.lead_over(gap)
            };
            if found.is_some() {
                break found;
            }
        };
        self.waiting.extend(self.set_aside.drain(..));
        found
    }

    /// Takes the next arc over the gap; the way when it joins there.
    fn lead_over(&mut self, gap: &Gap) -> Option<Found> {
        let Reverse((least, arc)) = self.waiting.pop()?;
        let (pass, at) = (self.pass, arc as usize);
        let network = pass.metric.network();
        let topology = network.arcs();
        let (tail, head) = (topology.tails[at] as usize, topology.heads[at] as usize);
        let ends = topology.place_of(head) == pass.ends[1];
        if pass.left_at[head] <= gap.keeps && !ends {
            // neither over this gap nor over a later one
            return None;
        }
        self.set_aside.push(Reverse((least, arc)));
        if gap.member.closes(network, at) || self.is_cut(gap, true, tail) {
            return None;
        }
        if ends || self.joins(gap, head) {
            return Some((least, vec![arc]));
        }
        let rest = pass.back.cost[head];
        self.beyond.offer(head, least - rest, rest, arc);
        None
    }

    /// Goes on from one stop that is not kept; the way when it joins there.
    fn go_on(&mut self, gap: &Gap) -> Option<Found> {
        let pass = self.pass;
        let network = pass.metric.network();
        let topology = network.arcs();
        let (least, stop) = self.beyond.pop(&pass.back.cost)?;
        if self.joins(gap, stop) {
            // the tail of the first arc is kept: no search has come there
            return Some((least, self.beyond.chain(stop, |arc| topology.tails[arc as usize] as usize)));
        }
        let reached = self.beyond.cost(stop);
        for arc in topology.out_of(stop) {
            let (head, rest) = (topology.heads[arc] as usize, pass.back.cost[topology.heads[arc] as usize]);
            let Some(cost) = pass.metric.open_cost(arc).and_then(Cost::finite) else { continue };
            if rest == FAR || gap.member.closes(network, arc) || self.is_kept(gap, head) {
                continue;
            }
            self.beyond.offer(head, reached + cost, rest, narrow(arc));
        }
        None
    }

    fn sever(&mut self, stop: usize) {
        let (cost, rest) = (self.pass.out.cost[stop], self.pass.back.cost[stop]);
        if rest != FAR {
            self.severed.push(Reverse((cost + rest, narrow(stop))));
        }
    }

    /// Enters one stop that is severed from the tree by what is left, and looks at those after it.
    fn enter_severed(&mut self, gap: &Gap) {
        let Some(Reverse((_, stop))) = self.severed.pop() else { return };
        let (pass, stop) = (self.pass, stop as usize);
        let network = pass.metric.network();
        let topology = network.arcs();
        for &arc in topology.into(stop) {
            let tail = topology.tails[arc as usize] as usize;
            let Some(cost) = pass.metric.open_cost(arc as usize).and_then(Cost::finite) else { continue };
            if pass.out.cost[tail] != FAR && !gap.member.closes(network, arc as usize) && self.is_kept(gap, tail) {
                self.beyond.offer(stop, pass.out.cost[tail] + cost, pass.back.cost[stop], arc);
            }
        }
        for arc in topology.out_of(stop) {
            let head = topology.heads[arc] as usize;
            if pass.out.arc[head] as usize == arc {
                self.sever(head);
            }
        }
    }

    fn is_kept(&mut self, gap: &Gap, stop: usize) -> bool {
        self.pass.left_at[stop] <= gap.keeps && !self.is_cut(gap, true, stop)
    }

    fn joins(&mut self, gap: &Gap, stop: usize) -> bool {
        self.pass.joins_at[stop] >= gap.joins && !self.is_cut(gap, false, stop)
    }

    /// Whether what closes is off the route on a tree's way to a stop (`ahead`), or from it.
    fn is_cut(&mut self, gap: &Gap, ahead: bool, stop: usize) -> bool {
        if !gap.spreads {
            return false;
        }
        let network = self.pass.metric.network();
        let (tree, next) = if ahead {
            (&self.pass.out.arc, &network.arcs().tails)
        } else {
            (&self.pass.back.arc, &network.arcs().heads)
        };
        let marks = &mut self.marks[usize::from(ahead)];
        let (whole, cut) = (2 * self.round, 2 * self.round + 1);
        let mut at = stop;
        let mark = loop {
            if marks[at] >= whole {
                break marks[at];
            }
            self.chain.push(at);
            if self.pass.on_route[at] || tree[at] == NONE {
                break whole;
            }
            if gap.member.closes(network, tree[at] as usize) {
                break cut;
            }
            at = next[tree[at] as usize] as usize;
        };
        self.chain.drain(..).for_each(|stop| marks[stop] = mark);
        mark == cut
    }
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE)
}

/// Gives each stop without a number that of the next stop along the tree; `none` at its root.
fn follow(numbers: &mut [u32], tree: &Spread, next: &[u32], none: u32) {
    for &stop in &tree.order {
        let stop = stop as usize;
        if numbers[stop] == NONE {
            let arc = tree.arc[stop];
            numbers[stop] = if arc == NONE { none } else { numbers[next[arc as usize] as usize] };
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::strategy::{Strategy, ValueTree};
    use proptest::test_runner::TestRunner;

    use super::*;
    use crate::strategies::networks;
    use crate::{CostModel, Scenario};

    /// What is closed and what it then costs, at best, whether searches ask early or late.
    #[test]
    fn what_leaves_no_way_by_closing_it() {
        let lands = networks().places(5..=9).links(10..=24).countries(6).statuses(false).directed(false);
        let (mut runner, mut none, mut some) = (TestRunner::deterministic(), 0, 0);
        for _ in 0..300 {
            let network = lands.new_tree(&mut runner).unwrap().current();
            let metric = network.metric(&Scenario::default(), &CostModel::time()).unwrap();
            let places: Vec<PlaceId> = network.places().map(|(id, _)| id).collect();
            let (from, to) = (places[0], places[places.len() - 1]);
            let Some((arcs, [out, back])) = metric.trees_along(from, to) else { continue };
            let without = |member: Member| {
                let closed = metric.closing(&network.select(&[member.target(&network)]).unwrap());
                closed.shortest(from, to).map(|route| route.cost())
            };
            let mut pass = Pass::new(&metric, [from, to], &arcs, &out, &back);
            let mut members: Vec<Member> = Vec::new();
            for patience in [pass.patience, 2, 0] {
                pass.patience = patience;
                for (gap, found) in pass.all(&By::ALL) {
                    assert_eq!(found.map(|found| Cost::new(found.0)), without(gap.member), "{:?}", gap.member);
                    members.push(gap.member);
                }
            }
            let wide = |member: &&Member| matches!(member, Member::Border(_) | Member::Country(_));
            let expected: HashSet<Member> =
                members.iter().filter(wide).copied().filter(|&member| without(member).is_none()).collect();
            assert_eq!(pass.leaving_no_way(members.iter().copied()), expected);
            let kinds = members.iter().filter(wide).copied().collect::<HashSet<Member>>();
            none += expected.len();
            some += kinds.len() - expected.len();
        }
        assert!(none > 40 && some > 40, "{none} {some}");
    }
}
