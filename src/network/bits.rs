//! A set of positions in a table, one bit for each, shared by its copies.

use std::sync::Arc;

/// A set of positions; a clone is the same set, not a copy of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bits(Arc<[u64]>);

impl Bits {
    /// These positions of a table with so many rows.
    pub(crate) fn of(rows: usize, positions: impl IntoIterator<Item = usize>) -> Self {
        Self::default().with(rows, positions)
    }

    /// And these.
    pub(crate) fn with(&self, rows: usize, positions: impl IntoIterator<Item = usize>) -> Self {
        let mut positions = positions.into_iter().peekable();
        if positions.peek().is_none() {
            return self.clone();
        }
        // what holds nothing has no words
        let mut words: Arc<[u64]> = match &*self.0 {
            [] => std::iter::repeat_n(0, rows.div_ceil(64)).collect(),
            words => words.into(),
        };
        let own = Arc::make_mut(&mut words);
        for at in positions {
            own[at / 64] |= 1 << (at % 64);
        }
        Self(words)
    }

    #[inline]
    pub(crate) fn contains(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// In order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(at, &word)| ones(at, word))
    }

    /// The positions that only one of the two holds, in order.
    pub(crate) fn unlike(&self, other: &Self) -> impl Iterator<Item = usize> {
        let word = |bits: &Self, at: usize| bits.0.get(at).copied().unwrap_or(0);
        (0..self.0.len().max(other.0.len())).flat_map(move |at| ones(at, word(self, at) ^ word(other, at)))
    }
}

/// The positions that a word holds.
fn ones(at: usize, word: u64) -> impl Iterator<Item = usize> {
    let some = |word: u64| (word != 0).then_some(word);
    std::iter::successors(some(word), move |word| some(word & (word - 1)))
        .map(move |word| 64 * at + word.trailing_zeros() as usize)
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn a_set_holds_what_was_put_in() {
        let some = Bits::of(200, [199, 0, 64]);
        let more = some.with(200, [63, 64]);
        assert_eq!(some.iter().collect::<Vec<_>>(), [0, 64, 199]);
        assert_eq!(more.iter().collect::<Vec<_>>(), [0, 63, 64, 199]);
        assert_eq!(some.unlike(&more).collect::<Vec<_>>(), [63]);
        assert_eq!(more.unlike(&Bits::default()).collect::<Vec<_>>(), [0, 63, 64, 199]);
        assert!((0..300).all(|at| some.contains(at) == [0, 64, 199].contains(&at)));
        assert_eq!(Bits::of(200, []), Bits::default());
    }
}
