//! How many ways there are, what they share, and what is lost when one of them closes.

mod blocks;
mod capacity;
mod certificate;
mod cut;
mod detour;
mod disjoint;
mod flow;
mod frontier;
mod groups;
mod pass;
mod regrowth;
mod replacement;
mod sets;
mod trees;
mod unavoidable;
mod vital;

pub use blocks::Connectivity;
pub use capacity::MaxFlow;
pub use certificate::{Cut, CutMember, LinkOrTransfer, Opening};
pub use cut::{Given, MinCut};
pub use disjoint::{Cheapest, DisjointRoutes, Number};
pub use frontier::{
    Blocs, CountryDisjoint, CountryTwice, Frontier, FrontierQuery, Player, Players, Unfinished, Way, Why,
};
pub use groups::By;
pub(crate) use groups::countries_of;
pub(crate) use regrowth::Regrowth;
pub use replacement::{Replacement, Replacements};
pub use unavoidable::Unavoidable;
pub use vital::{Fortification, Interdiction};
