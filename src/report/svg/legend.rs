//! What colours and lines stand for, in rows under a picture.

use super::palette::INK;
use super::sheet::{Anchor, Sheet, Stroke, width_of};

/// A line or a field of colour, and what it stands for.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    stroke: Stroke,
    text: String,
}

impl Entry {
    pub(super) fn line(stroke: Stroke, text: impl Into<String>) -> Self {
        Self { stroke, text: text.into() }
    }

    pub(super) fn field(colour: &'static str, text: impl Into<String>) -> Self {
        Self::line(Stroke::new(colour, 11.0), text)
    }
}

const SIZE: f64 = 12.0;
const ROW: f64 = 19.0;
const SWATCH: f64 = 26.0;

/// The entries with their places: as many in a row as there is room.
#[derive(Debug)]
pub(super) struct Legend<'e> {
    places: Vec<(&'e Entry, [f64; 2])>,
    height: f64,
}

impl<'e> Legend<'e> {
    pub(super) fn new(entries: &'e [Entry], width: f64) -> Self {
        let (mut x, mut y) = (0.0, 0.0);
        let mut places = Vec::new();
        for entry in entries {
            let own = SWATCH + 6.0 + width_of(&entry.text, SIZE) + 16.0;
            if x > 0.0 && x + own > width {
                (x, y) = (0.0, y + ROW);
            }
            places.push((entry, [x, y]));
            x += own;
        }
        let height = if entries.is_empty() { 0.0 } else { y + ROW + 8.0 };
        Self { places, height }
    }

    pub(super) fn height(&self) -> f64 {
        self.height
    }

    pub(super) fn draw(&self, sheet: &mut Sheet, at: [f64; 2]) {
        for (entry, place) in &self.places {
            let [x, y] = [at[0] + place[0], at[1] + place[1] + ROW / 2.0];
            sheet.line([x, y], [x + SWATCH, y], entry.stroke);
            sheet.text([x + SWATCH + 6.0, y + SIZE * 0.35], Anchor::Start, SIZE, INK, &entry.text);
        }
    }
}
