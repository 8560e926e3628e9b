//! The cells of many rows in one text, so that a row takes no memory of its own.

use std::ops::Range;

/// The cells of the rows of a sheet.
#[derive(Default)]
pub(super) struct Cells {
    text: String,
    /// Where each cell ends.
    ends: Vec<usize>,
}

/// The cells of one row: their positions among all.
#[derive(Clone, Default)]
pub(super) struct Line(Range<usize>);

impl Cells {
    /// Adds a row.
    pub(super) fn push<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> Line {
        let first = self.ends.len();
        for cell in cells {
            self.text.push_str(cell);
            self.ends.push(self.text.len());
        }
        Line(first..self.ends.len())
    }

    /// The cell of a row at a column, if the row is so long.
    pub(super) fn get(&self, line: &Line, column: usize) -> Option<&str> {
        let at = line.0.start + column;
        line.0.contains(&at).then(|| &self.text[self.start(at)..self.ends[at]])
    }

    /// Gives a cell another value; a row that is shorter is filled up.
    pub(super) fn set(&mut self, line: &mut Line, column: usize, value: &str) {
        let cells: Vec<&str> = (0..line.0.len()).filter_map(|at| self.get(line, at)).collect();
        let mut cells: Vec<String> = cells.into_iter().map(str::to_owned).collect();
        cells.resize(cells.len().max(column + 1), String::new());
        value.clone_into(&mut cells[column]);
        *line = self.push(cells.iter().map(String::as_str));
    }

    fn start(&self, at: usize) -> usize {
        at.checked_sub(1).map_or(0, |before| self.ends[before])
    }
}

#[cfg(test)]
mod tests {
    use super::Cells;

    #[test]
    fn each_row_has_its_own_cells() {
        let mut cells = Cells::default();
        let (a, mut b) = (cells.push(["one", "", "three"]), cells.push(["four"]));
        cells.set(&mut b, 2, "six");
        let row = |line, columns: usize| (0..columns).map(|at| cells.get(line, at)).collect::<Vec<_>>();
        assert_eq!(row(&a, 4), [Some("one"), Some(""), Some("three"), None]);
        assert_eq!(row(&b, 4), [Some("four"), Some(""), Some("six"), None]);
    }
}
