//! Costs between many places.

use super::Cost;
use crate::network::PlaceId;

/// The least costs from each of some places to each of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    from: Vec<PlaceId>,
    to: Vec<PlaceId>,
    costs: Vec<Cost>,
}

impl Table {
    /// Of costs row by row.
    pub(crate) fn new(from: &[PlaceId], to: &[PlaceId], costs: Vec<Cost>) -> Self {
        Self { from: from.to_vec(), to: to.to_vec(), costs }
    }

    /// The places it starts from, as given: its rows.
    #[must_use]
    pub fn from(&self) -> &[PlaceId] {
        &self.from
    }

    /// The places it leads to, as given: its columns.
    #[must_use]
    pub fn to(&self) -> &[PlaceId] {
        &self.to
    }

    /// The costs from one place, in the order of [`Table::to`]; infinite where there is no way.
    ///
    /// # Panics
    /// When there is no such row.
    #[must_use]
    pub fn row(&self, row: usize) -> &[Cost] {
        assert!(row < self.from.len(), "row {row} of a table of {} rows", self.from.len());
        &self.costs[row * self.to.len()..(row + 1) * self.to.len()]
    }

    /// One cost, by row and column.
    ///
    /// # Panics
    /// When there is no such row or column.
    #[must_use]
    pub fn cost(&self, row: usize, column: usize) -> Cost {
        self.row(row)[column]
    }
}
