//! The cells of many rows in one text, so that a row takes no memory of its own.

use std::ops::Range;

/// The cells of the rows of a sheet.
#[derive(Default)]
pub(super) struct Cells {
    text: String,
    /// Where each cell ends, from the beginning of its row.
    ends: Vec<u32>,
}

/// The cells of one row: where its text begins, and their positions among all.
#[derive(Clone, Default)]
pub(super) struct Line {
    start: usize,
    cells: Range<usize>,
}

impl Cells {
    /// Without cells, and with room for a text.
    pub(super) fn with_room_for(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ends: Vec::new() }
    }

    /// Adds a row.
    ///
    /// # Panics
    /// On a row of 2³² bytes: no file has so many.
    pub(super) fn push<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> Line {
        let (start, first) = (self.text.len(), self.ends.len());
        for cell in cells {
            self.text.push_str(cell);
            self.ends.push(u32::try_from(self.text.len() - start).expect("no file is so large"));
        }
        Line { start, cells: first..self.ends.len() }
    }

    /// The cell of a row at a column, if the row is so long.
    pub(super) fn get(&self, line: &Line, column: usize) -> Option<&str> {
        let ends = &self.ends[line.cells.clone()];
        let end = *ends.get(column)?;
        let begin = column.checked_sub(1).map_or(0, |before| ends[before]);
        Some(&self.text[line.start + begin as usize..line.start + end as usize])
    }

    /// Gives a cell another value; a row that is shorter is filled up.
    pub(super) fn set(&mut self, line: &mut Line, column: usize, value: &str) {
        let cells: Vec<&str> = (0..line.cells.len()).filter_map(|at| self.get(line, at)).collect();
        let mut cells: Vec<String> = cells.into_iter().map(str::to_owned).collect();
        cells.resize(cells.len().max(column + 1), String::new());
        value.clone_into(&mut cells[column]);
        *line = self.push(cells.iter().map(String::as_str));
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
