//! Every search that may grow without bound, ended early by a question: what it answers then is
//! right, and says that it is a part.

#[path = "common/random_redundancy.rs"]
mod random;

use std::sync::atomic::{AtomicUsize, Ordering};

use landbridge::{Budget, By, Cheapest, Cost, Criterion, End, Given, Number, Player, Target, Unlike};
use random::{closing, cost, ends, metric, network};

/// Says yes so many times.
struct Patience(AtomicUsize);

impl Patience {
    fn new(times: u64) -> Self {
        Self(AtomicUsize::new(usize::try_from(times).unwrap()))
    }

    fn asked(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
    }
}

const NETWORKS: u64 = 2_000;

#[test]
fn lists_end_with_their_beginning() {
    let mut parts = [0; 4];
    for seed in 0..NETWORKS {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        let patience = Patience::new(seed % 8);
        let asked = || patience.asked();
        let budget = Budget::default().as_long_as(&asked);

        let whole: Vec<Cost> = metric.k_shortest(from, to).map(|route| route.cost()).collect();
        let mut listing = metric.k_shortest(from, to).budget(budget);
        let begun: Vec<Cost> = listing.by_ref().map(|route| route.cost()).collect();
        assert!(whole.starts_with(&begun), "{seed}");
        assert!(listing.end() == End::Budget || begun == whole, "{seed}");
        parts[0] += usize::from(listing.end() == End::Budget);

        let patience = Patience::new(seed % 8);
        let asked = || patience.asked();
        let budget = Budget::default().as_long_as(&asked);
        let whole = metric.alternatives(from, to, Unlike::Countries).all();
        let part = metric.alternatives(from, to, Unlike::Countries).budget(budget).all();
        let costs = |routes: &[landbridge::Route<'_>]| routes.iter().map(landbridge::Route::cost).collect::<Vec<_>>();
        assert!(costs(&whole.routes).starts_with(&costs(&part.routes)), "{seed}");
        assert!(part.end == End::Budget || part.routes.len() == whole.routes.len(), "{seed}");
        parts[1] += usize::from(part.end == End::Budget);

        let patience = Patience::new(seed % 8);
        let asked = || patience.asked();
        let criteria = [Criterion::Time, Criterion::Distance, Criterion::Countries];
        let whole = metric.pareto(from, to, &criteria).run().unwrap();
        let query = metric.pareto(from, to, &criteria).budget(Budget::default().as_long_as(&asked));
        let part = query.run().unwrap();
        let values = |set: &landbridge::ParetoSet<'_>| -> Vec<Vec<u64>> {
            set.routes.iter().map(|route| route.values.clone()).collect()
        };
        assert!(values(&whole).starts_with(&values(&part)), "{seed}");
        assert!(part.end == End::Budget || part.routes.len() == whole.routes.len(), "{seed}");
        parts[2] += usize::from(part.end == End::Budget);

        let patience = Patience::new(seed % 8);
        let asked = || patience.asked();
        let whole = metric.frontier(from, to).run().unwrap();
        let whole: Vec<Cost> = whole.ways().map(|way| way.cost()).collect();
        match metric.frontier(from, to).budget(Budget::default().as_long_as(&asked)).run() {
            Ok(frontier) => assert_eq!(frontier.ways().len(), whole.len(), "{seed}"),
            Err(unfinished) => {
                let part: Vec<Cost> = unfinished.partial.ways().map(|way| way.cost()).collect();
                assert!(whole.starts_with(&part), "{seed}");
                assert!(whole.iter().filter(|cost| **cost < unfinished.complete_below).count() <= part.len(), "{seed}");
                parts[3] += 1;
            }
        }
    }
    assert!(parts.iter().all(|&part| part > 100), "{parts:?}");
}

#[test]
fn disjoint_routes_within_any_budget_are_the_whole_answer_or_say_so() {
    let mut parts = [[0; 3]; 4];
    for seed in 0..500 {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        for by in By::ALL {
            let told = |found: &Cheapest<'_>| match found {
                Cheapest::Found(routes) => {
                    (routes.len(), routes.iter().filter_map(|route| route.cost().finite()).sum())
                }
                Cheapest::TooFew => (usize::MAX, 0),
                Cheapest::Unlimited => (usize::MAX, 1),
                Cheapest::Budget => (usize::MAX, 2),
            };
            let whole: Vec<(usize, u64)> = (2..5).map(|k| told(&metric.cheapest_disjoint(from, to, by, k))).collect();
            let number = metric.disjoint(from, to, by).number;
            for steps in [1, 2, 3, 4, 6, 9, 13, 20, 40] {
                let budget = Budget::steps(steps);
                for (k, whole) in (2..5).zip(&whole) {
                    let part = told(&metric.cheapest_disjoint_within(from, to, by, k, budget));
                    assert!(part == *whole || part == (usize::MAX, 2), "{seed} {by:?} {k} {steps}: {part:?} {whole:?}");
                    parts[by as usize][usize::from(part != *whole)] += 1;
                }
                match (metric.disjoint_within(from, to, by, budget).number, number) {
                    (Number::Between(least, most), Number::Exactly(number)) => {
                        assert!((least..=most).contains(&number), "{seed} {by:?} {steps}: {least} {most} {number}");
                        parts[by as usize][2] += 1;
                    }
                    (Number::Between(..), _) => parts[by as usize][2] += 1,
                    (part, whole) => assert_eq!(part, whole, "{seed} {by:?} {steps}"),
                }
            }
        }
    }
    // links need no budget, and little contends for places and borders here
    assert!(parts[By::Country as usize].iter().all(|&part| part > 100), "{parts:?}");
}

#[test]
fn cuts_and_closures_do_what_they_say() {
    let mut parts = [0; 8];
    for seed in 0..NETWORKS {
        let network = network(seed);
        let metric = metric(&network);
        let (from, to) = ends(&network, seed);
        let without = |set: &[Target]| cost(&closing(&metric, set), from, to);
        let few = |steps: u64| Budget::steps(usize::try_from(steps).unwrap());
        for by in By::ALL {
            let whole = metric.min_cut(from, to, by);
            let part = metric.min_cut_within(from, to, by, few(seed % 4));
            assert_eq!(whole.is_some(), part.is_some(), "{seed} {by:?}");
            if let (Some(whole), Some(part)) = (&whole, part) {
                let proven = part.given != Given::Unproven;
                assert!(part.size == whole.size || !proven && part.size > whole.size, "{seed} {by:?}");
                assert!(part.cuts.iter().all(|cut| without(cut) == Cost::INFINITE), "{seed} {by:?}");
                parts[0] += usize::from(!proven);
            }
            let whole = metric.disjoint(from, to, by);
            let part = metric.disjoint_within(from, to, by, few(seed % 3));
            match (part.number, whole.number) {
                (Number::Between(least, most), number) => {
                    let number = if let Number::Exactly(number) = number { number } else { usize::MAX };
                    assert!((least..=most).contains(&number) && part.routes.len() == least, "{seed} {by:?}");
                    parts[1 + usize::from(by == By::Country)] += 1;
                }
                (part, whole) => assert_eq!(part, whole, "{seed} {by:?}"),
            }
            let whole = metric.cheapest_disjoint(from, to, by, 2);
            match (metric.cheapest_disjoint_within(from, to, by, 2, few(seed % 3)), whole) {
                (Cheapest::Budget, _) => parts[6] += 1,
                (part, whole) => assert_eq!(std::mem::discriminant(&part), std::mem::discriminant(&whole), "{seed}"),
            }
            if let Some(whole) = metric.fortify(from, to, by, 1, 1) {
                let part = metric.fortify_within(from, to, by, 1, 1, few(seed % 9)).unwrap();
                assert_eq!(without(&part.worst.closed), part.worst.cost, "{seed} {by:?}");
                // more may be lost than with the best to keep, or not all that can be lost is known
                let less = part.worst.cost != whole.worst.cost || part.kept != whole.kept;
                assert!(!less || part.end == End::Budget, "{seed} {by:?}");
                parts[7] += usize::from(part.end == End::Budget);
            }
            let Some(whole) = metric.interdict(from, to, by, 2) else { continue };
            let part = metric.interdict_within(from, to, by, 2, few(seed % 9)).unwrap();
            assert_eq!(without(&part.closed), part.cost, "{seed} {by:?}");
            assert!(part.cost == whole.cost || part.end == End::Budget && part.cost < whole.cost, "{seed} {by:?}");
            parts[3] += usize::from(part.end == End::Budget);
        }
        let frontier = metric.frontier(from, to).run().unwrap();
        match frontier.minimum_cuts_within(few(seed % 6)) {
            Ok(cuts) => assert_eq!(cuts, frontier.minimum_cuts(), "{seed}"),
            Err(cut) => {
                assert!(cut.len() >= frontier.minimum_cuts().unwrap()[0].len(), "{seed}");
                let cut: Vec<Player> = cut.into_iter().cloned().collect();
                assert!(frontier.without(&cut).is_none(), "{seed}");
                assert!((0..cut.len()).all(|at| frontier.without(&[&cut[..at], &cut[at + 1..]].concat()).is_some()));
                parts[4] += 1;
            }
        }
        let (part, whole) = (frontier.disjoint_within(few(seed % 6)), frontier.disjoint());
        assert!(part.number == whole.number || part.end == End::Budget && part.number < whole.number, "{seed}");
        parts[5] += usize::from(part.end == End::Budget);
    }
    assert!(parts.iter().all(|&part| part > 20), "{parts:?}");
}
