//! landbridge (front page to be written)
mod cost;
mod country;
mod data;
mod dependence;
mod network;
mod redundancy;
pub mod report;
mod route;
mod scenario;
mod search;
mod units;

pub use cost::{Cost, CostModel, Metric, MetricError, Objective, Part, Values};
pub use country::{Country, UnknownCountry};
pub use data::{LoadError, LoadIssue};
pub use dependence::{
    Certificate, CorridorDependence, Dependence, DependenceReport, FamilyDependence, Scope, Share, Verdict,
};
pub use network::*;
pub use redundancy::{
    Blocs, By, Connectivity, CountryDisjoint, CountryTwice, Cut, CutMember, DisjointRoutes, Frontier, FrontierQuery,
    Given, Interdiction, LinkOrTransfer, MaxFlow, MinCut, Number, Opening, Player, Players, Replacement, Replacements,
    Unavoidable, Unfinished, Way, Why,
};
pub use report::Grid;
pub use route::{Leg, Route};
pub use scenario::{Closed, Delay, Factor, Scenario, Selection, Target, TargetError};
pub use search::OneToAll;
pub use units::{Capacity, Distance, Duration, Money, Speed};
