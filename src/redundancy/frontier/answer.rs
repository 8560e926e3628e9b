//! What follows from the frontier: costs under closures, disjoint routes, cuts, coalitions.

use super::labels::{Label, START};
use super::players::Player;
use crate::cost::{Cost, Metric};
use crate::network::{ArcId, PlaceId};
use crate::redundancy::sets::{Set, minimal, smallest_hitting};
use crate::route::Route;
use crate::search::{Budget, End};

/// The frontier between an origin and a destination; see [`Metric::frontier`] and
/// [`Metric::frontier_to_any`].
#[derive(Clone, Debug)]
pub struct Frontier<'n> {
    metric: Metric<'n>,
    from: PlaceId,
    players: Vec<Player>,
    terminal: Vec<Player>,
    labels: Vec<Label>,
    ways: Vec<u32>,
}

/// One way of a frontier.
#[derive(Clone, Copy, Debug)]
pub struct Way<'f, 'n> {
    frontier: &'f Frontier<'n>,
    label: Label,
}

/// The greatest number of ways no two of which share a player.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CountryDisjoint<'f, 'n> {
    /// κ; `None` when a way passes through no player, so that there is no bound.
    pub number: Option<usize>,
    /// That many ways with the least sum of costs; the way through no player when there is one.
    pub ways: Vec<Way<'f, 'n>>,
    /// [`End::Exhausted`], or [`End::Budget`] when the search ran out: the ways share nothing, and
    /// there may be more of them, or cheaper ones.
    pub end: End,
}

impl<'f, 'n> Way<'f, 'n> {
    /// What it costs.
    #[must_use]
    pub fn cost(&self) -> Cost {
        Cost::new(self.label.cost)
    }

    /// Whom it passes through, in the order of [`Frontier::players`].
    #[must_use]
    pub fn players(&self) -> Vec<&'f Player> {
        self.frontier.named(self.label.mask)
    }

    /// The way itself.
    ///
    /// # Complexity
    /// O(legs).
    #[must_use]
    pub fn route(&self) -> Route<'n> {
        let mut arcs = Vec::new();
        let mut at = self.label;
        while at.arc != START {
            arcs.push(ArcId(at.arc));
            at = self.frontier.labels[at.parent as usize];
        }
        arcs.reverse();
        let (metric, from) = (&self.frontier.metric, self.frontier.from);
        let to = match self.label.stop {
            START => from,
            stop => metric.network().arcs().place_of(stop as usize),
        };
        Route::new(metric, from, to, &arcs)
    }
}

impl<'n> Frontier<'n> {
    pub(super) fn new(
        metric: &Metric<'n>,
        from: PlaceId,
        players: Vec<Player>,
        terminal: Vec<Player>,
        labels: Vec<Label>,
        ways: Vec<u32>,
    ) -> Self {
        Self { metric: metric.clone(), from, players, terminal, labels, ways }
    }

    /// The ways in order of cost, and of the number of players among equal costs.
    #[must_use]
    pub fn ways(&self) -> impl ExactSizeIterator<Item = Way<'_, 'n>> {
        self.ways.iter().map(|&label| Way { frontier: self, label: self.labels[label as usize] })
    }

    /// Everyone who lies on some way, in order.
    #[must_use]
    pub fn players(&self) -> &[Player] {
        &self.players
    }

    /// How many labels the search kept, as a measure of its effort.
    #[must_use]
    pub fn labels(&self) -> usize {
        self.labels.len()
    }

    fn named(&self, mask: u128) -> Vec<&Player> {
        mask.members().into_iter().map(|at| &self.players[at as usize]).collect()
    }

    fn mask(&self, players: &[Player]) -> u128 {
        let known = players.iter().filter_map(|player| self.players.binary_search(player).ok());
        known.fold(0, |mask, at| mask | 1 << at)
    }

    fn masks(&self) -> impl Iterator<Item = u128> {
        self.ways().map(|way| way.label.mask)
    }

    /// The cheapest way that passes through none of these; `None` when there is no way left, as
    /// when one of them holds the origin or the destination.
    ///
    /// # Complexity
    /// O(ways).
    #[must_use]
    pub fn without(&self, closed: &[Player]) -> Option<Way<'_, 'n>> {
        if closed.iter().any(|player| self.terminal.contains(player)) {
            return None;
        }
        let closed = self.mask(closed);
        self.ways().find(|way| way.label.mask & closed == 0)
    }

    /// The cheapest way that passes through no others than these: the cost of a coalition.
    ///
    /// # Complexity
    /// O(ways).
    #[must_use]
    pub fn within(&self, coalition: &[Player]) -> Option<Way<'_, 'n>> {
        let others = !self.mask(coalition);
        self.ways().find(|way| way.label.mask & others == 0)
    }

    /// What a coalition saves against an outside option: never less than nothing.
    ///
    /// # Complexity
    /// O(ways).
    ///
    /// # References
    /// Hubert & Ikonnikova 2011, [doi:10.1111/j.1467-6451.2011.00448.x](https://doi.org/10.1111/j.1467-6451.2011.00448.x)
    #[must_use]
    pub fn value(&self, coalition: &[Player], outside: Cost) -> Cost {
        match self.within(coalition).and_then(|way| way.cost().finite()) {
            None => Cost::ZERO,
            Some(cost) => outside.finite().map_or(Cost::INFINITE, |outside| Cost::new(outside.saturating_sub(cost))),
        }
    }

    /// Those whom every way passes through; everyone's closing does nothing where there is no way.
    #[must_use]
    pub fn unavoidable(&self) -> Vec<&Player> {
        self.masks().reduce(|all, mask| all & mask).map_or_else(Vec::new, |all| self.named(all))
    }

    /// λ and the minimum cuts: every smallest set of players whose closing leaves no way, in order.
    /// `None` when a way passes through no player, so that there is no cut; one empty cut when
    /// there is no way at all.
    ///
    /// # Complexity
    /// Exponential in λ at worst, linear in the number of cuts; sets that hold another are left
    /// out first.
    ///
    /// # References
    /// Coudert, Pérennes, Rivano, Voge 2016, Discrete Mathematics & Theoretical Computer Science 18(3)
    #[must_use]
    pub fn minimum_cuts(&self) -> Option<Vec<Vec<&Player>>> {
        self.minimum_cuts_within(Budget::default()).unwrap_or_default()
    }

    /// As [`Frontier::minimum_cuts`], with no more branches than a budget allows; `Err` when they are
    /// used up.
    ///
    /// # Errors
    /// With a set whose closing leaves no way, of which nothing can be left out: a smaller one may do.
    pub fn minimum_cuts_within(&self, mut budget: Budget<'_>) -> Result<Option<Vec<Vec<&Player>>>, Vec<&Player>> {
        let masks = minimal(self.masks());
        let Some(mut cuts) = smallest_hitting(&masks, false, &mut budget) else {
            return Err(self.named(some_hitting(&masks)));
        };
        cuts.sort_by_key(Set::members);
        Ok((!cuts.is_empty()).then(|| cuts.into_iter().map(|cut| self.named(cut)).collect()))
    }

    /// κ: the most ways of which no two share a player, the cheapest of such sets. Never more than
    /// λ, and often less: there is no Menger equality for sets of links.
    ///
    /// # Complexity
    /// O(`F^λ`) at worst for F ways; bounded by counts and costs.
    ///
    /// # References
    /// Coudert, Pérennes, Rivano, Voge 2016, Discrete Mathematics & Theoretical Computer Science 18(3)
    #[must_use]
    pub fn disjoint(&self) -> CountryDisjoint<'_, 'n> {
        self.disjoint_within(Budget::default())
    }

    /// As [`Frontier::disjoint`], with no more steps than a budget allows: see
    /// [`CountryDisjoint::end`].
    #[must_use]
    pub fn disjoint_within(&self, budget: Budget<'_>) -> CountryDisjoint<'_, 'n> {
        self.packed(usize::MAX, budget)
    }

    /// At most so many ways no two of which share a player, the cheapest of such sets.
    pub(crate) fn packed(&self, most: usize, mut budget: Budget<'_>) -> CountryDisjoint<'_, 'n> {
        if let Some(free) = self.ways().find(|way| way.label.mask == 0) {
            return CountryDisjoint { number: None, ways: vec![free], end: End::Exhausted };
        }
        let sets = minimal(self.masks());
        // any cut will do to branch on; a small one is quicker
        let cut = smallest_hitting(&sets, true, &mut budget)
            .map_or_else(|| some_hitting(&sets).members(), |cuts| cuts.first().map_or_else(Vec::new, Set::members));
        let all: Vec<(u64, u128)> = self.ways().map(|way| (way.label.cost, way.label.mask)).collect();
        let (best, end) = Packing { all: &all, cut: &cut, most }.best(budget);
        let ways: Vec<Way<'_, 'n>> =
            best.into_iter().map(|at| Way { frontier: self, label: self.labels[self.ways[at] as usize] }).collect();
        CountryDisjoint { number: Some(ways.len()), ways, end }
    }
}

/// Every way meets the cut, and disjoint ways meet it in different players: choose, for each of
/// the cut's players in turn, a way through it or none.
struct Packing<'a> {
    all: &'a [(u64, u128)],
    cut: &'a [u32],
    most: usize,
}

impl Packing<'_> {
    fn best(&self, mut budget: Budget<'_>) -> (Vec<usize>, End) {
        let through: Vec<Vec<usize>> = self
            .cut
            .iter()
            .map(|&player| (0..self.all.len()).filter(|&at| self.all[at].1 >> player & 1 == 1).collect())
            .collect();
        let cheapest = self.all.first().map_or(0, |way| way.0);
        let (mut best, mut best_cost): (Vec<usize>, u64) = (Vec::new(), 0);
        // one frame a player of the cut: the next way to try, and what was used before
        let mut frames: Vec<(usize, u128, u64)> = vec![(0, 0, 0)];
        let mut chosen: Vec<Option<usize>> = Vec::new();
        while let Some(&(next, used, cost)) = frames.last() {
            let depth = frames.len() - 1;
            chosen.truncate(depth);
            let count = chosen.iter().flatten().count();
            if count > best.len() || (count == best.len() && cost < best_cost) {
                best = chosen.iter().flatten().copied().collect();
                best_cost = cost;
            }
            if !budget.spend() {
                return (best, End::Budget);
            }
            let to_come = &self.cut[depth.min(self.cut.len())..];
            let left = to_come.iter().filter(|&&player| used >> player & 1 == 0).count().min(self.most - count);
            let floor = cost.saturating_add(cheapest.saturating_mul((best.len() - count.min(best.len())) as u64));
            if left == 0 || count + left < best.len() || (count + left == best.len() && floor >= best_cost) {
                frames.pop();
                continue;
            }
            let player = self.cut[depth];
            let ways = &through[depth];
            // each of them holds the player, so that none is free once it is used
            let free = (next..ways.len()).find(|&at| self.all[ways[at]].1 & used == 0);
            let top = frames.len() - 1;
            match free {
                Some(at) => {
                    frames[top].0 = at + 1;
                    chosen.push(Some(ways[at]));
                    frames.push((0, used | self.all[ways[at]].1, cost + self.all[ways[at]].0));
                }
                _ if next <= ways.len() => {
                    // no way through this player
                    frames[top].0 = ways.len() + 1;
                    chosen.push(None);
                    frames.push((0, used | 1 << player, cost));
                }
                _ => {
                    frames.pop();
                }
            }
        }
        (best, End::Exhausted)
    }
}

/// A set that meets all the sets, of which nothing can be left out.
fn some_hitting(sets: &[u128]) -> u128 {
    let mut chosen =
        sets.iter().fold(0, |all, set| if all & set == 0 { all | (set & set.wrapping_neg()) } else { all });
    for item in chosen.members() {
        let without = chosen & !(1 << item);
        if sets.iter().all(|set| set & without != 0) {
            chosen = without;
        }
    }
    chosen
}
