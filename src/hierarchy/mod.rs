//! What makes a large network quick to search, whatever the metric.

mod order;

pub use order::{Adjacency, Fill, nested_dissection};
