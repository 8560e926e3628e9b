//! A sheet of SVG, and what is drawn on it.

use std::fmt::Write;

use super::palette::{FAINT, INK, PAPER};

/// Where a text stands to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn attribute(self) -> &'static str {
        ["", " text-anchor=\"middle\"", " text-anchor=\"end\""][self as usize]
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::report) struct Stroke {
    pub(in crate::report) colour: &'static str,
    pub(in crate::report) width: f64,
    /// Lengths of dash and gap; empty for a line without gaps.
    pub(super) dash: &'static str,
    pub(in crate::report) opacity: f64,
}

impl Stroke {
    pub(in crate::report) const fn new(colour: &'static str, width: f64) -> Self {
        Self { colour, width, dash: "", opacity: 1.0 }
    }

    pub(super) const fn dashed(self, dash: &'static str) -> Self {
        Self { dash, ..self }
    }

    pub(super) const fn faded(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }

    fn attributes(&self) -> String {
        let mut text = format!("stroke=\"{}\" stroke-width=\"{}\"", self.colour, short(self.width));
        if !self.dash.is_empty() {
            _ = write!(text, " stroke-dasharray=\"{}\"", self.dash);
        }
        if self.opacity < 1.0 {
            // a marker has a round tip
            _ = write!(text, " stroke-linecap=\"round\" stroke-opacity=\"{}\"", short(self.opacity));
        }
        text
    }
}

/// A sheet of a fixed size with its own light paper, so that it reads on any background.
#[derive(Debug)]
pub(super) struct Sheet {
    width: f64,
    height: f64,
    body: String,
}

/// Points a sign of the size 1 takes, on average and rounded up, in the sans-serif fonts that people have.
const SIGN: f64 = 0.58;

/// The width of a text, estimated from its signs: East Asian ones are square.
pub(super) fn width_of(text: &str, size: f64) -> f64 {
    text.chars().map(|sign| if sign >= '\u{1100}' && sign != '–' { 1.0 } else { SIGN }).sum::<f64>() * size
}

/// A number with one decimal at most.
pub(super) fn short(value: f64) -> String {
    let tenths = (value * 10.0).round() / 10.0;
    // no `-0`
    if tenths == 0.0 { "0".to_owned() } else { tenths.to_string() }
}

/// For XML: what is markup is escaped, and what XML has no form for is replaced.
pub(super) fn escaped(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|sign| if sign.is_control() || sign > '\u{fffd}' && sign < '\u{10000}' { ' ' } else { sign })
        .collect();
    quick_xml::escape::escape(plain).into_owned()
}

impl Sheet {
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self { width, height, body: String::new() }
    }

    pub(super) fn rect(&mut self, at: [f64; 2], size: [f64; 2], colour: &str) {
        let [x, y, width, height] = [at[0], at[1], size[0], size[1]].map(short);
        _ = writeln!(self.body, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{colour}\"/>");
    }

    /// Many rectangles, each by its corner and size, as one shape.
    pub(super) fn rects(&mut self, all: &[[[f64; 2]; 2]], colour: &str) {
        let one = |[at, size]: &[[f64; 2]; 2]| {
            let [x, y, width, height, back] = [at[0], at[1], size[0], size[1], -size[0]].map(short);
            format!("M{x} {y}h{width}v{height}h{back}z")
        };
        let path: String = all.iter().map(one).collect();
        if !path.is_empty() {
            _ = writeln!(self.body, "<path d=\"{path}\" fill=\"{colour}\"/>");
        }
    }

    pub(super) fn line(&mut self, from: [f64; 2], to: [f64; 2], stroke: Stroke) {
        self.path(&path([&[from, to][..]]), stroke);
    }

    /// A path without a fill.
    pub(super) fn path(&mut self, path: &str, stroke: Stroke) {
        if !path.is_empty() {
            _ = writeln!(self.body, "<path fill=\"none\" d=\"{path}\" {}/>", stroke.attributes());
        }
    }

    /// A closed area without an outline.
    pub(super) fn area(&mut self, points: &[[f64; 2]], colour: &str) {
        if points.len() > 2 {
            _ = writeln!(self.body, "<path d=\"{}Z\" fill=\"{colour}\"/>", path([points]));
        }
    }

    pub(super) fn dot(&mut self, at: [f64; 2], radius: f64) {
        let [x, y, radius] = [at[0], at[1], radius].map(short);
        _ = writeln!(
            self.body,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{INK}\" stroke=\"{PAPER}\" stroke-width=\"1\"/>"
        );
    }

    pub(super) fn text(&mut self, at: [f64; 2], anchor: Anchor, size: f64, colour: &str, text: &str) {
        let [x, y, size] = [at[0], at[1], size].map(short);
        let (text, anchor) = (escaped(text), anchor.attribute());
        _ = writeln!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\"{anchor} font-size=\"{size}\" fill=\"{colour}\">{text}</text>"
        );
    }

    /// A text that runs upward from its point.
    pub(super) fn upward(&mut self, at: [f64; 2], size: f64, text: &str) {
        let [x, y, size] = [at[0], at[1], size].map(short);
        let text = escaped(text);
        _ = writeln!(
            self.body,
            "<text transform=\"translate({x} {y}) rotate(-60)\" font-size=\"{size}\" fill=\"{INK}\">{text}</text>"
        );
    }

    /// A text with a rim of paper, to be read over lines.
    pub(super) fn label(&mut self, at: [f64; 2], anchor: Anchor, size: f64, text: &str) {
        let [x, y, size] = [at[0], at[1], size].map(short);
        let (text, anchor) = (escaped(text), anchor.attribute());
        _ = writeln!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\"{anchor} font-size=\"{size}\" fill=\"{INK}\" stroke=\"{PAPER}\" stroke-width=\"3\" stroke-opacity=\"0.85\" paint-order=\"stroke\">{text}</text>"
        );
    }

    /// What is drawn in `inside` is seen in this window only.
    pub(super) fn window(&mut self, at: [f64; 2], size: [f64; 2], inside: impl FnOnce(&mut Self)) {
        let [x, y, width, height] = [at[0], at[1], size[0], size[1]].map(short);
        _ = writeln!(
            self.body,
            "<clipPath id=\"window\"><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/></clipPath>\n<g clip-path=\"url(#window)\" stroke-linejoin=\"round\">"
        );
        inside(self);
        self.body += "</g>\n";
    }

    /// Title and what it is about, at the upper left.
    pub(super) fn head(&mut self, title: &str, below: &str) {
        self.text([16.0, 28.0], Anchor::Start, 17.0, INK, title);
        self.text([16.0, 46.0], Anchor::Start, 12.0, FAINT, below);
    }

    /// The whole as a file of its own; the title is read out to who cannot see it.
    pub(super) fn finish(self, title: &str) -> String {
        let [width, height] = [self.width, self.height].map(short);
        let title = escaped(title);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\">\n<title>{title}</title>\n<rect width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{PAPER}\"/>\n{}</svg>\n",
            self.body
        )
    }
}

/// Lines as the data of one path; points that fall together are left out.
pub(super) fn path<'p>(lines: impl IntoIterator<Item = &'p [[f64; 2]]>) -> String {
    let mut path = String::new();
    for line in lines {
        let mut last: Option<[f64; 2]> = None;
        for point in line {
            // steps between rounded points, so that nothing adds up
            let here = point.map(|value| (value * 10.0).round() / 10.0);
            match last {
                None => _ = write!(path, "M{} {}", short(here[0]), short(here[1])),
                Some(last) => {
                    let [dx, dy] = [0, 1].map(|side| short(here[side] - last[side]));
                    let between = if dy.starts_with('-') { "" } else { " " };
                    if (dx.as_str(), dy.as_str()) != ("0", "0") {
                        _ = write!(path, "l{dx}{between}{dy}");
                    }
                }
            }
            last = Some(here);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        let mut sheet = Sheet::new(10.0, 10.0);
        sheet.text([0.0, 0.0], Anchor::Middle, 10.0, INK, "<script>\u{1}&\"");
        let text = sheet.finish("</title><script>");
        assert!(!text.contains("<script") && text.contains("&lt;script&gt; &amp;&quot;"), "{text}");
        assert!(text.contains("<title>&lt;/title&gt;"));
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!([short(-0.04), short(1.26), short(3.0)], ["0", "1.3", "3"]);
        assert_eq!(path([&[[0.0, 0.0], [0.01, 0.0], [2.0, 1.0], [1.5, 0.96]][..]]), "M0 0l2 1l-0.5 0");
    }
}
