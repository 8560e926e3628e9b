//! Finding things by id or name, and the nearest valid name when there is none.

use std::fmt;

/// Nothing has this name; with the nearest one that something has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// What was looked for: `place`, `link`, `border`, …
    pub kind: &'static str,
    /// The name that was given.
    pub given: String,
    /// Nearest valid names, best first; empty when nothing is near. When the name was
    /// ambiguous, the ids it could stand for.
    pub nearest: Vec<String>,
    /// Whether several things have the name.
    pub ambiguous: bool,
}

impl std::error::Error for UnknownName {}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, given, .. } = self;
        if self.ambiguous {
            return write!(f, "several {kind}s are called `{given}`: {}", self.nearest.join(", "));
        }
        write!(f, "there is no {kind} `{given}`")?;
        match self.nearest.first() {
            Some(name) => write!(f, "; did you mean `{name}`?"),
            None => Ok(()),
        }
    }
}

/// Up to three candidates near `given`, best first, each at least half alike.
pub(crate) fn nearest<'a>(given: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<String> {
    let given = fold(given);
    let mut scored: Vec<(f64, &str)> = candidates
        .map(|name| (strsim::jaro_winkler(&given, &fold(name)), name))
        .filter(|&(score, _)| score >= 0.75)
        .collect();
    // among spellings that differ by case only, the id (lower case) goes before the name
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| fold(a.1).cmp(&fold(b.1))).then(b.1.cmp(a.1)));
    scored.dedup_by_key(|entry| fold(entry.1));
    scored.truncate(3);
    scored.into_iter().map(|(_, name)| name.to_owned()).collect()
}

/// Names are compared without case, surrounding space, or typographic apostrophes.
pub(crate) fn fold(name: &str) -> String {
    name.trim().to_lowercase().replace('’', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_name_comes_first_and_far_ones_not_at_all() {
        let names = ["dostyk", "altynkol", "aktau", "aktogay"];
        assert_eq!(nearest("Dostik", names.into_iter())[0], "dostyk");
        assert_eq!(nearest("aktua", names.into_iter())[0], "aktau");
        assert!(nearest("zzzz", names.into_iter()).is_empty());
        assert!(nearest("", names.into_iter()).is_empty());
    }
}
