//! A table of shades: corridors by countries.

use super::legend::{Entry, Legend};
use super::palette::{FAINT, INK, KINDS, RULE, shade, shades};
use super::sheet::{Anchor, Sheet, Stroke, width_of};
use crate::dependence::{DependenceMatrix, ObjectiveMatrix, Verdict};
use crate::units::to_float;

/// One cell of a table of shades.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cell {
    Terminal,
    NoWay,
    Dependence(f64),
}

const CELL: [f64; 2] = [19.0, 15.0];
const NAME: f64 = 11.0;

impl DependenceMatrix<'_> {
    /// A table of shades: corridors by countries, the darker the more a corridor depends on the
    /// country in the whole network. Countries on which nothing depends are left out.
    ///
    /// ```text
    ///                 AZ  CN  KZ  RU
    ///   Xi'an–Poti     ▒   ·   ░   ·      · the corridor begins or ends there
    ///   Moscow–Mumbai  ░           ·
    /// ```
    ///
    /// # Units
    /// Dependence in \[0, 1\].
    ///
    /// # Complexity
    /// O(C · K) for C corridors and K countries.
    ///
    /// # Example
    /// ```no_run
    /// let network = landbridge::Network::bundled();
    /// let matrix = network.dependence_matrix().run()?;
    /// std::fs::write("heat-map.svg", matrix.heat_map(&matrix.objectives[0]))?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn heat_map(&self, objective: &ObjectiveMatrix) -> String {
        let cells: Vec<Vec<Cell>> = objective
            .cells
            .chunks(self.countries.len().max(1))
            .map(|row| row.iter().map(|cell| (cell.verdict(), cell.network.dependence())))
            .map(|row| {
                row.map(|(verdict, dependence)| match (verdict, dependence) {
                    (Some(Verdict::Terminal), _) => Cell::Terminal,
                    (_, Some(dependence)) => Cell::Dependence(dependence),
                    _ => Cell::NoWay,
                })
                .collect()
            })
            .collect();
        let rows: Vec<(&str, &str)> =
            self.network.corridors().map(|(_, one)| (one.family.as_str(), one.name.as_str())).collect();
        let matters = |column: &usize| cells.iter().any(|row| matches!(row[*column], Cell::Dependence(d) if d > 0.0));
        let columns: Vec<usize> = (0..self.countries.len()).filter(matters).collect();
        let names: Vec<&str> = columns.iter().map(|&column| self.countries[column].name()).collect();
        let shown: Vec<Vec<Cell>> =
            cells.iter().map(|row| columns.iter().map(|&column| row[column]).collect()).collect();
        let title = format!("Dependence of each corridor on each country, by {}", objective.objective);
        let below = format!("{} · in the whole network · data {}", self.year, self.network.version());
        draw(&title, &below, &rows, &names, &shown)
    }
}

fn draw(title: &str, below: &str, rows: &[(&str, &str)], columns: &[&str], cells: &[Vec<Cell>]) -> String {
    let widest = |names: &mut dyn Iterator<Item = &str>| names.map(|name| width_of(name, NAME)).fold(60.0, f64::max);
    let left = 16.0 + widest(&mut rows.iter().flat_map(|(family, name)| [*family, *name])) * 0.93;
    // names of columns lean, so that they take most of their width in height
    let top = 64.0 + widest(&mut columns.iter().copied()) * 0.9;
    let mut entries: Vec<Entry> = shades().into_iter().map(|(colour, text)| Entry::field(colour, text)).collect();
    entries[0] = Entry::field(RULE, "0: unused");
    entries.push(Entry::line(Stroke::new(KINDS[4], 3.0), "begins or ends there"));
    let families = rows.iter().enumerate().filter(|(at, row)| *at == 0 || rows[at - 1].0 != row.0).count();
    let count = |number: usize| to_float(number as u64);
    let width = (left + CELL[0] * count(columns.len()) + 60.0).max(560.0);
    let bottom = top + CELL[1] * count(rows.len() + families);
    let legend = Legend::new(&entries, width - 32.0);
    let mut sheet = Sheet::new(width, bottom + legend.height() + 24.0);
    sheet.head(title, below);
    let x = |column: usize| left + 6.0 + CELL[0] * count(column);
    for (column, name) in columns.iter().enumerate() {
        sheet.upward([x(column) + 12.0, top - 4.0], NAME, name);
    }
    let mut y = top;
    for (at, ((family, name), row)) in rows.iter().zip(cells).enumerate() {
        if at == 0 || rows[at - 1].0 != *family {
            sheet.text([16.0, y + 11.0], Anchor::Start, NAME, FAINT, family);
            y += CELL[1];
        }
        sheet.text([left, y + 11.0], Anchor::End, NAME, INK, name);
        let mut unused = Vec::new();
        for (column, cell) in row.iter().enumerate() {
            let at = [x(column), y + 1.0];
            let size = [CELL[0] - 2.0, CELL[1] - 2.0];
            match *cell {
                Cell::Terminal => sheet.rect([at[0], at[1] + 5.0], [size[0], 3.0], KINDS[4]),
                Cell::NoWay => {}
                Cell::Dependence(0.0) => unused.push([at, size]),
                Cell::Dependence(dependence) => sheet.rect(at, size, shade(dependence)),
            }
        }
        sheet.rects(&unused, RULE);
        y += CELL[1];
    }
    legend.draw(&mut sheet, [16.0, bottom + 12.0]);
    sheet.finish(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_cell_has_its_own_look() {
        let cells =
            [vec![Cell::Terminal, Cell::NoWay, Cell::Dependence(0.0), Cell::Dependence(0.25), Cell::Dependence(1.0)]];
        let svg = draw("t", "b", &[("f", "<script>")], &["A", "B", "C", "D", "E"], &cells);
        let table = &svg[svg.find("&lt;script&gt;").expect("escaped")..];
        for colour in [KINDS[4], RULE, shade(0.25), shade(1.0)] {
            assert!(table.contains(&format!("fill=\"{colour}\"")), "{colour}");
        }
    }
}
