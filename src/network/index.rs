//! Positions by id, without a copy of the ids: they are compared where the rows stand.

use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

use super::{
    Assumption, BenchmarkSpec, Border, BorderSpec, CorridorSpec, Link, Passage, Place, Project, ShapeSpec, Source,
    Text, TransferSpec,
};

/// A row with an id.
pub(super) trait Named {
    fn id(&self) -> &str;
}

macro_rules! named {
    ($($row:ident $id:ident),* $(,)?) => {
        $(impl Named for $row {
            fn id(&self) -> &str {
                &self.$id
            }
        })*
    };
}

named!(
    Assumption id, BenchmarkSpec id, Border id, BorderSpec id, CorridorSpec id, Link id, Passage id, Place id,
    Project id, ShapeSpec link, Source id, TransferSpec id,
);

impl Named for Text {
    fn id(&self) -> &str {
        self
    }
}

/// Where each id of a table stands. The rows belong to the caller, and must be the same each time.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    positions: HashTable<u32>,
    hasher: RandomState,
}

impl Index {
    pub(super) fn with_room_for(rows: usize) -> Self {
        Self { positions: HashTable::with_capacity(rows), hasher: RandomState::new() }
    }

    /// Makes room for so many rows more.
    pub(super) fn reserve<T: Named>(&mut self, more: usize, rows: &[T]) {
        let Self { positions, hasher } = self;
        positions.reserve(more, |&at| hasher.hash_one(rows[at as usize].id()));
    }

    pub(super) fn get<T: Named>(&self, id: &str, rows: &[T]) -> Option<u32> {
        self.positions.find(self.hasher.hash_one(id), |&at| rows[at as usize].id() == id).copied()
    }

    /// Takes up the row at a position, unless an earlier one has its id: then that one's position.
    pub(super) fn insert<T: Named>(&mut self, at: u32, rows: &[T]) -> Option<u32> {
        let Self { positions, hasher } = self;
        let row = &rows[at as usize];
        let hash = hasher.hash_one(row.id());
        let first = positions.find(hash, |&other| rows[other as usize].id() == row.id()).copied();
        if first.is_none() {
            positions.insert_unique(hash, at, |&other| hasher.hash_one(rows[other as usize].id()));
        }
        first
    }

    /// After the rows have moved: gives each its new position, and leaves out those that have none.
    pub(super) fn renumber(&mut self, new: impl Fn(u32) -> Option<u32>) {
        self.positions.retain(|at| new(*at).map(|new| *at = new).is_some());
    }
}
