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
pub use redundancy::{Cut, CutMember, LinkOrTransfer, Opening};
pub use report::Grid;
pub use route::{Leg, Route};
pub use scenario::{Closed, Delay, Factor, Scenario, Selection, Target, TargetError};
pub use search::{
    Alternatives, Criterion, End, KShortest, OneToAll, Pareto, ParetoRoute, ParetoSet, RouteSet, Table, Ties, Unlike,
};
pub use units::{Distance, Duration, Mass, Money, Speed};
