//! Colours that people with any colour vision tell apart on the paper of a picture.

/// The ground of every picture.
pub(super) const PAPER: &str = "#fcfcfa";
/// Text.
pub(super) const INK: &str = "#22262b";
/// Text of less weight, and axes.
pub(in crate::report) const FAINT: &str = "#666c74";
/// Lines of a grid.
pub(super) const RULE: &str = "#dfe2e6";
/// What is not in question.
pub(super) const REST: &str = "#c3c8ce";
/// The outlines of land, where some are given.
pub(super) const LAND: &str = "#eeece4";

/// Kinds, after Okabe and Ito; the yellow of theirs does not read on paper.
pub(in crate::report) const KINDS: [&str; 8] =
    ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#7a4fa3", "#5c6670"];

/// The dash of the kinds beyond the colours that there are.
pub(super) const SECOND: &str = "5 3";

/// The colour and dash of the kind at this place in a list.
pub(super) fn kind(at: usize) -> (&'static str, &'static str) {
    (KINDS[at % KINDS.len()], if at / KINDS.len() % 2 == 1 { SECOND } else { "" })
}

/// Shades of dependence from 0 to 1, the darker the greater, so that they are told apart without
/// colour too: their upper bounds, and the colours.
const SHADES: [(f64, &str); 5] =
    [(0.1, "#f3cf8a"), (0.2, "#eda35f"), (0.3, "#d9693f"), (0.5, "#a83a46"), (1.0, "#6d1f4f")];
/// Not dependent at all.
pub(super) const NONE: &str = "#a9b4bf";
/// No way without it.
pub(super) const ALL: &str = "#2a0b33";

/// The colour of a dependence in \[0, 1\].
pub(in crate::report) fn shade(dependence: f64) -> &'static str {
    match dependence {
        d if d <= 0.0 => NONE,
        d if d >= 1.0 => ALL,
        d => SHADES.iter().find(|(bound, _)| d < *bound).map_or(ALL, |(_, colour)| colour),
    }
}

/// The shades with what each stands for.
pub(super) fn shades() -> Vec<(&'static str, String)> {
    let mut all = vec![(NONE, "0: unused".to_owned())];
    let mut low = 0.0;
    for (bound, colour) in SHADES {
        all.push((colour, format!("{low:.1} – {bound:.1}")));
        low = bound;
    }
    all.push((ALL, "1: indispensable".to_owned()));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance after WCAG 2.
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let part = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn text_is_readable_on_paper() {
        assert!(contrast(INK, PAPER) > 7.0 && contrast(FAINT, PAPER) > 4.5);
    }

    #[test]
    fn the_greater_dependence_is_the_darker() {
        let shades: Vec<f64> = [0.05, 0.15, 0.25, 0.4, 0.9, 1.0].map(|d| luminance(shade(d))).to_vec();
        assert!(shades.windows(2).all(|pair| pair[1] < pair[0] * 0.8), "{shades:?}");
        assert_eq!(shade(0.0), NONE);
    }
}
