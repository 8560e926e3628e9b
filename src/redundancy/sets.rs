//! Small sets of small numbers, and the smallest sets that meet all of them.

use crate::search::Budget;

/// A set of small numbers.
pub(crate) trait Set: Clone + PartialEq {
    /// No members.
    fn none() -> Self;
    fn insert(&mut self, item: u32);
    fn meets(&self, other: &Self) -> bool;
    fn holds_all(&self, other: &Self) -> bool;
    fn without(&self, other: &Self) -> Self;
    fn members(&self) -> Vec<u32>;
    fn size(&self) -> u32;
}

impl Set for u128 {
    fn none() -> Self {
        0
    }
    fn insert(&mut self, item: u32) {
        *self |= 1 << item;
    }
    fn meets(&self, other: &Self) -> bool {
        self & other != 0
    }
    fn holds_all(&self, other: &Self) -> bool {
        other & !self == 0
    }
    fn without(&self, other: &Self) -> Self {
        self & !other
    }
    fn members(&self) -> Vec<u32> {
        (0..Self::BITS).filter(|bit| self >> bit & 1 == 1).collect()
    }
    fn size(&self) -> u32 {
        self.count_ones()
    }
}

/// A sorted list, for sets without a bound on their numbers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct List(Vec<u32>);

impl Set for List {
    fn none() -> Self {
        Self(Vec::new())
    }
    fn insert(&mut self, item: u32) {
        if let Err(at) = self.0.binary_search(&item) {
            self.0.insert(at, item);
        }
    }
    fn meets(&self, other: &Self) -> bool {
        self.0.iter().any(|item| other.0.binary_search(item).is_ok())
    }
    fn holds_all(&self, other: &Self) -> bool {
        other.0.iter().all(|item| self.0.binary_search(item).is_ok())
    }
    fn without(&self, other: &Self) -> Self {
        Self(self.0.iter().copied().filter(|item| other.0.binary_search(item).is_err()).collect())
    }
    fn members(&self) -> Vec<u32> {
        self.0.clone()
    }
    fn size(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }
}

/// The sets that hold no other of the sets, each once, in order of size.
pub(crate) fn minimal<S: Set>(sets: impl IntoIterator<Item = S>) -> Vec<S> {
    let mut sorted: Vec<S> = sets.into_iter().collect();
    sorted.sort_by_key(Set::size);
    let mut kept: Vec<S> = Vec::new();
    for set in sorted {
        if !kept.iter().any(|smaller| set.holds_all(smaller)) {
            kept.push(set);
        }
    }
    kept
}

/// All smallest sets that meet each of `sets`; none when one of them is empty. With `only_one`,
/// the first that is found. `None` when it takes more branches than the budget has left.
///
/// Branches on a set not met yet that has the fewest members left; what was tried before at the
/// same set is ruled out, so that each answer comes once. Sets that are disjoint and not met bound
/// from below how many more members are needed.
pub(crate) fn smallest_hitting<S: Set>(sets: &[S], only_one: bool, budget: &mut Budget<'_>) -> Option<Vec<S>> {
    let sets = minimal(sets.iter().cloned());
    if sets.iter().any(|set| set.size() == 0) {
        return Some(Vec::new());
    }
    for size in packing(&sets, &S::none()).. {
        let found = hitting_of_size(&sets, size, only_one, budget)?;
        if !found.is_empty() {
            return Some(found);
        }
    }
    None
}

/// How many of the sets are found pairwise disjoint, greedily, smallest first, among those that
/// `chosen` does not meet.
fn packing<S: Set>(sets: &[S], chosen: &S) -> u32 {
    let (mut count, mut used) = (0, S::none());
    for set in sets {
        if !set.meets(chosen) && !set.meets(&used) {
            count += 1;
            set.members().into_iter().for_each(|item| used.insert(item));
        }
    }
    count
}

fn hitting_of_size<S: Set>(sets: &[S], size: u32, only_one: bool, budget: &mut Budget<'_>) -> Option<Vec<S>> {
    let mut found = Vec::new();
    let mut stack = vec![(S::none(), S::none())];
    while let Some((chosen, barred)) = stack.pop() {
        if !budget.spend() {
            return None;
        }
        let left = sets.iter().filter(|set| !set.meets(&chosen)).map(|set| set.without(&barred)).min_by_key(Set::size);
        let Some(branch) = left else {
            found.push(chosen);
            if only_one {
                break;
            }
            continue;
        };
        if branch.size() == 0 || chosen.size() + packing(sets, &chosen) > size {
            continue;
        }
        let mut ruled_out = barred;
        for item in branch.members() {
            let mut next = chosen.clone();
            next.insert(item);
            stack.push((next, ruled_out.clone()));
            ruled_out.insert(item);
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn lists(sets: &[u128]) -> Vec<List> {
        sets.iter().map(|set| List(set.members())).collect()
    }

    fn all<S: Set>(sets: &[S], only_one: bool) -> Vec<S> {
        smallest_hitting(sets, only_one, &mut Budget::default()).unwrap()
    }

    /// Each operation against the same on sets of the standard library; and which sets are minimal.
    fn is_a_set<S: Set + std::fmt::Debug>() {
        let of = |bits: u32| {
            let mut set = S::none();
            (0..7).rev().filter(|bit| bits >> bit & 1 == 1).for_each(|bit| set.insert(bit));
            set
        };
        let items = |set: &S| set.members().into_iter().collect::<BTreeSet<u32>>();
        for (a, b) in (0..128).flat_map(|a| (0..128).map(move |b| (a, b))) {
            let ((a, b), expected) =
                ((of(a), of(b)), [a, b].map(|bits| (0..7).filter(move |bit| bits >> bit & 1 == 1)));
            let [x, y] = expected.map(BTreeSet::from_iter);
            assert_eq!((items(&a), a.size() as usize), (x.clone(), x.len()));
            assert_eq!((a.meets(&b), a.holds_all(&b)), (!x.is_disjoint(&y), y.is_subset(&x)), "{a:?} {b:?}");
            assert_eq!(items(&a.without(&b)), &x - &y);
            let mut expected = if x.is_subset(&y) {
                vec![x]
            } else if y.is_subset(&x) {
                vec![y]
            } else {
                vec![x, y]
            };
            expected.sort_by_key(BTreeSet::len);
            assert_eq!(minimal([a.clone(), b, a]).iter().map(items).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn sets_are_sets() {
        is_a_set::<u128>();
        is_a_set::<List>();
    }

    #[test]
    fn all_smallest_hitting_sets_by_brute_force() {
        let mut seed = 9_u64;
        for _ in 0..500 {
            let mut next = || {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                u128::from(seed >> 40)
            };
            let sets: Vec<u128> = (0..=next() % 7).map(|_| next() % 128).collect();
            let meeting: Vec<u128> = (0..128).filter(|one| sets.iter().all(|set| set & one != 0)).collect();
            let least = meeting.iter().map(|one| one.count_ones()).min();
            let mut expected: Vec<u128> = meeting.into_iter().filter(|one| Some(one.count_ones()) == least).collect();
            let mut found = all(&sets, false);
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{sets:?}");
            assert_eq!(all(&lists(&sets), false).len(), expected.len());
            assert_eq!(all(&lists(&sets), true).len(), expected.len().min(1));
        }
    }
}
