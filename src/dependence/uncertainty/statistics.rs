//! What many values amount to, without rounding that depends on their order.

use std::cmp::Ordering;

/// The middle nine tenths of some values. A bound is one of the values: the least that at least this
/// share of them does not exceed, the inverse of their distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Spread {
    /// At 5 %.
    pub low: f64,
    /// At 50 %.
    pub median: f64,
    /// At 95 %.
    pub high: f64,
}

impl Spread {
    /// `None` of no values.
    pub(super) fn of(values: &[f64]) -> Option<Self> {
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let at = |percent: usize| sorted.get((sorted.len() * percent).div_ceil(100).checked_sub(1)?).copied();
        Some(Self { low: at(5)?, median: at(50)?, high: at(95)? })
    }
}

/// Twice the rank of each value, from 2 on; equal values share the middle of their ranks.
pub(super) fn ranks<T>(values: &[T], compare: impl Fn(&T, &T) -> Ordering) -> Vec<u64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| compare(&values[a], &values[b]));
    let mut ranks = vec![0; values.len()];
    let mut before = 0;
    for equal in order.chunk_by(|&a, &b| compare(&values[a], &values[b]).is_eq()) {
        let count = equal.len() as u64;
        for &at in equal {
            ranks[at] = 2 * before + count + 1;
        }
        before += count;
    }
    ranks
}

/// The square of the correlation of two lists of ranks; 0 when one of them is all the same. All sums
/// are integers.
#[allow(clippy::cast_precision_loss, reason = "one rounding at the end")]
pub(super) fn shared_variance(a: &[u64], b: &[u64]) -> f64 {
    let middle = a.len() as i128 + 1;
    let sum = |a: &[u64], b: &[u64]| -> i128 {
        a.iter().zip(b).map(|(&a, &b)| (i128::from(a) - middle) * (i128::from(b) - middle)).sum()
    };
    let (both, first, second) = (sum(a, b) as f64, sum(a, a) as f64, sum(b, b) as f64);
    if first == 0.0 || second == 0.0 { 0.0 } else { both / first * (both / second) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_of_equal_values_are_shared() {
        assert_eq!(ranks(&[30, 10, 20, 20], i32::cmp), [8, 2, 5, 5]);
        assert!((shared_variance(&[2, 4, 6], &[6, 4, 2]) - 1.0).abs() < 1e-12);
        assert!((shared_variance(&[2, 4, 6], &[4, 4, 4])).abs() < 1e-12);
        // 1 − 6 Σd² / n(n² − 1) = 1 − 6·2/60 = 0.8 for one exchange among four
        assert!((shared_variance(&[2, 4, 6, 8], &[2, 4, 8, 6]) - 0.64).abs() < 1e-12);
    }

    #[test]
    fn bounds_are_values() {
        let values: Vec<f64> = (1..=20).rev().map(f64::from).collect();
        assert_eq!(Spread::of(&values), Some(Spread { low: 1.0, median: 10.0, high: 19.0 }));
        assert_eq!(Spread::of(&[7.0]), Some(Spread { low: 7.0, median: 7.0, high: 7.0 }));
        assert_eq!(Spread::of(&[]), None);
    }
}
