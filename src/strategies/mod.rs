//! Property tests for code that uses this crate: generated networks, draws from loaded ones, slow
//! answers to compare with, and laws that every network must keep. Needs the feature `proptest`.
//!
//! ```text
//!   networks() ─┐                          ┌─ naive::…   the same answer, the slow way
//!               ├─▶ Network ─▶ Metric ─▶ ──┤
//!   bundled() ──┘   draw_scenario          └─ laws::…    Ok, or what is broken and where
//! ```
//!
//! Everything that is generated shrinks towards fewer places and links, and is a network that
//! the builder accepts at each step.
//!
//! # Example
//! ```
//! use landbridge::strategies::{Draft, cost_models, laws, networks};
//! use proptest::{prelude::*, test_runner::TestRunner};
//!
//! let inputs = (networks().places(1..=5), any::<Draft>(), cost_models());
//! TestRunner::default().run(&inputs, |(network, draft, model)| {
//!     let scenario = network.draw_scenario(&draft);
//!     let metric = network.metric(&scenario, &model).map_err(|error| TestCaseError::fail(error.to_string()))?;
//!     laws::shortest_is_a_metric(&metric)
//! })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod book;
mod draws;
pub mod laws;
pub mod naive;
mod networks;
mod rows;

pub use book::{BOOK, Entry, hold_cost};
pub use draws::{Draft, cost_models, pairs, places, scenarios, targets};
pub use networks::{Networks, networks};
pub use rows::Rows;
