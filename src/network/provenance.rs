//! Where a value comes from, and how far it can be trusted.

use std::collections::HashSet;
use std::sync::Arc;

/// How a value was obtained.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// A source states it.
    Published,
    /// Arithmetic on published figures, shown in the row's note.
    Derived,
    /// Taken from geometry, the way shown in the row's note.
    Measured,
    /// Assumed, with a range.
    Assumed,
    /// The user's own table does not say.
    #[default]
    Unstated,
}

impl Grade {
    /// The grades a table may state, with their words.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Published, "published"),
        (Self::Derived, "derived"),
        (Self::Measured, "measured"),
        (Self::Assumed, "assumed"),
    ];

    /// The word that stands for the grade in tables; `unstated` when there is none.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(grade, _)| *grade == self).map_or("unstated", |&(_, word)| word)
    }
}

/// Grade, source and note of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Provenance {
    /// How the row's main value was obtained.
    pub grade: Grade,
    /// Id of the source in `source.csv`; empty when a user's table states none.
    pub source_id: String,
    /// Arithmetic, conflicts, exceptions; may be empty.
    pub note: String,
}

impl Provenance {
    /// With a grade and a source.
    #[must_use]
    pub fn new(grade: Grade, source_id: impl Into<String>, note: impl Into<String>) -> Self {
        Self { grade, source_id: source_id.into(), note: note.into() }
    }
}

impl Provenance {
    /// Equality, quick where little is stated: to compare texts without an address takes as long as a hundred others.
    fn says_as(&self, other: &Self) -> bool {
        let same = |a: &str, b: &str| a.len() == b.len() && (a.is_empty() || a == b);
        self.grade == other.grade && same(&self.source_id, &other.source_id) && same(&self.note, &other.note)
    }
}

/// One provenance for all rows that state the same. One with a note is mostly of its row alone, and is
/// shared with the row before it at most.
#[derive(Clone, Debug, Default)]
pub(super) struct Provenances {
    last: Arc<Provenance>,
    without_note: HashSet<Arc<Provenance>>,
}

impl Provenances {
    pub(super) fn shared(&mut self, stated: Provenance) -> Arc<Provenance> {
        if !self.last.says_as(&stated) {
            let has_note = !stated.note.is_empty();
            let known = if has_note { None } else { self.without_note.get(&stated).cloned() };
            self.last = known.unwrap_or_else(|| Arc::new(stated));
            if !has_note {
                self.without_note.insert(Arc::clone(&self.last));
            }
        }
        Arc::clone(&self.last)
    }
}

/// A published work that values come from.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Unique id, as in `source.csv`.
    pub id: String,
    /// Who published it.
    pub publisher: String,
    /// Its title.
    pub title: String,
    /// Year or date of publication, as stated; may be empty.
    pub year: String,
    /// Where it was read.
    pub url: String,
    /// When it was read, ISO 8601.
    pub accessed: String,
}

#[cfg(test)]
mod tests {
    use super::{Arc, Grade, Provenance, Provenances};

    #[test]
    fn rows_that_say_the_same_share_it() {
        let mut all = Provenances::default();
        let mut shared = |grade, source, note| all.shared(Provenance::new(grade, source, note));
        let first = shared(Grade::Published, "a", "");
        let other = [
            shared(Grade::Derived, "a", ""),
            shared(Grade::Published, "b", ""),
            shared(Grade::Published, "a", "seen"),
            shared(Grade::Unstated, "", ""),
        ];
        assert!(Arc::ptr_eq(&first, &shared(Grade::Published, "a", "")));
        assert!(other.iter().all(|other| *other != first));
    }
}
