//! In what order to eliminate the nodes of a network: separators last.

mod adjacency;
mod cutter;
mod dissect;
mod fill;
mod pieces;
mod reduce;

pub use adjacency::Adjacency;
pub use dissect::nested_dissection;
pub use fill::Fill;

/// The index of a node; a graph has fewer than 2³².
fn id(index: usize) -> u32 {
    u32::try_from(index).unwrap_or_else(|_| unreachable!("fewer than 2³² nodes"))
}
