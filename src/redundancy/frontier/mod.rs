//! The country frontier: every trade-off between what a way costs and whom it passes through.

mod answer;
mod labels;
mod players;

pub use answer::{CountryDisjoint, Frontier, Way};
pub use labels::{FrontierQuery, Unfinished, Why};
pub use players::{Blocs, CountryTwice, Player, Players};
