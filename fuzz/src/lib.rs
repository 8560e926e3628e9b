//! The functions that the targets call: those that `tests/found.rs` calls with what was found.

#[path = "../../tests/common/readers.rs"]
mod readers;

pub use readers::*;
