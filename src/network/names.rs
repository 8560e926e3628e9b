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
        if given.trim().is_empty() {
            return write!(f, "the name of a {kind} is empty");
        }
        let given = shown(given);
        if self.ambiguous {
            return write!(f, "several {kind}s are called `{given}`: {}", harmless(&self.nearest.join(", ")));
        }
        write!(f, "there is no {kind} `{given}`")?;
        match self.nearest.first() {
            Some(name) => write!(f, "; did you mean `{}`?", shown(name)),
            None => Ok(()),
        }
    }
}

/// No name that a person types is longer (in bytes); comparing takes the product of both lengths.
const LONGEST_NAME: usize = 200;

/// Up to three candidates near `given`, best first, each more alike than not.
pub(crate) fn nearest<'a>(given: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<String> {
    if given.len() > LONGEST_NAME {
        return Vec::new();
    }
    let given = fold(given);
    let mut scored: Vec<(f64, &str)> = candidates
        .filter(|name| name.len() <= LONGEST_NAME)
        .map(|name| (alike(&given, &fold(name)), name))
        .filter(|&(score, _)| score >= 0.6)
        .collect();
    // among spellings that differ by case only, the id (lower case) goes before the name
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| fold(a.1).cmp(&fold(b.1))).then(b.1.cmp(a.1)));
    scored.dedup_by_key(|entry| fold(entry.1));
    scored.truncate(3);
    scored.into_iter().map(|(_, name)| name.to_owned()).collect()
}

/// 1 for the same text, less for each slip of the finger. A beginning is near to the whole, and so
/// are the same words in another order: `dostyk-alashankou`.
fn alike(given: &str, name: &str) -> f64 {
    let sorted = |text: &str| {
        let mut words: Vec<&str> = text.split(|sign: char| !sign.is_alphanumeric()).collect();
        words.sort_unstable();
        words.join(" ")
    };
    let same = |a: &str, b: &str| {
        let signs = [a, b].map(|name| name.chars().count());
        // what differs so much in length is less alike than anything shown: not worth the product of both
        let may_be_near = 5 * signs[0].min(signs[1]) >= 3 * signs[0].max(signs[1]);
        if may_be_near { strsim::normalized_damerau_levenshtein(a, b) } else { 0.0 }
    };
    let begins = given.len().min(name.len()) >= 3 && (name.starts_with(given) || given.starts_with(name));
    let shuffled = if given.contains(['-', ' ']) { 0.95 * same(&sorted(given), &sorted(name)) } else { 0.0 };
    same(given, name).max(shuffled).max(if begins { 0.75 } else { 0.0 })
}

/// A value as a message shows it: on one line, nothing that acts on a terminal, and cut when long.
pub(crate) fn shown(value: &str) -> String {
    const LONGEST: usize = 80;
    match value.char_indices().nth(LONGEST) {
        Some((end, _)) => harmless(&value[..end]) + "…",
        None => harmless(value),
    }
}

/// A text with the signs spelt out that act on a terminal or turn text round.
pub(crate) fn harmless(text: &str) -> String {
    let turns_text = |sign| matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut harmless = String::with_capacity(text.len());
    for sign in text.chars() {
        if sign.is_control() {
            harmless.extend(sign.escape_debug());
        } else if turns_text(sign) {
            harmless.extend(sign.escape_unicode());
        } else {
            harmless.push(sign);
        }
    }
    harmless
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
        assert_eq!(nearest("altyn", names.into_iter())[0], "altynkol");
        assert!(nearest("zzzz", names.into_iter()).is_empty());
        assert_eq!(nearest("sayak-aktogay", ["aktogay-sayak", "sayak-alashan"].into_iter())[0], "aktogay-sayak");
        let links = ["rail-aktogay-sayak", "rail-dostyk-aktogay", "rail-aktogay-dostyk"];
        assert_eq!(nearest("rail-aktogay-dostik", links.into_iter())[0], "rail-aktogay-dostyk");
        assert!(nearest("", names.into_iter()).is_empty());
    }

    #[test]
    fn a_long_name_is_not_compared() {
        let long = "aktau".repeat(100);
        assert!(nearest(&long, ["aktau"].into_iter()).is_empty());
        assert!(nearest("aktau", [long.as_str()].into_iter()).is_empty());
    }

    #[test]
    fn a_shown_value_stays_on_its_line() {
        assert_eq!(shown("a\nb\u{1b}[2J\u{202e}c"), "a\\nb\\u{1b}[2J\\u{202e}c");
        assert_eq!(shown(&"x".repeat(1000)).chars().count(), 81);
    }
}
