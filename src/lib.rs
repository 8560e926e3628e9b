//! Transport-corridor routing for Eurasia: the best route, what it passes through, and how much it
//! depends on a country, border, port or passage.
//!
//! # Quick start
//!
//! ```
//! use landbridge::{CostModel, Dependence, Network, Scenario};
//!
//! let network = Network::bundled();
//! let metric = network.metric(&Scenario::default(), &CostModel::time())?;
//! let route = metric.shortest(network.place("Xi'an")?, network.place("Duisburg")?).unwrap();
//! for (territory, values) in route.territories() {
//!     println!("{territory}: {}, {}", values.distance, values.time);
//! }
//!
//! let report = Dependence::on(&network).hub(network.target("Kazakhstan")?).run()?;
//! for sentence in report.findings() {
//!     println!("{sentence}");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Concepts
//!
//! ```text
//!  network  +  scenario  +  cost model   →   metric   →   query   →   finding
//! ```
//!
//! | word | what it is |
//! |---|---|
//! | [`Network`] | places, links, borders, transfers, passages, corridors; immutable, checked when built |
//! | [`Scenario`] | a what-if as a value: a year, what is closed, opened, delayed, dearer |
//! | [`CostModel`] | what to minimise: distance, time, money, or money with time at its value |
//! | [`Metric`] | one integer cost an arc, made of the three; closed = infinite |
//! | [`Route`], [`Cut`] | results that explain themselves: sums by country and mode, or the proof that there is no way |
//! | [`Dependence`] | what becomes of each corridor when a hub closes: along its line, in its family, in the whole network |
//!
//! **Gauge and mode are part of where you are.** A place holds one [`Stop`] for each [`System`] that
//! meets there (rail 1435, rail 1520, road, sea), and a [`Transfer`] with its own time, price and
//! source is the only way from one to another. In a network without a transfer table changing mode
//! is free.
//!
//! **A link lies in one country**, unless it crosses a border or the sea, so that kilometres inside a
//! country are arithmetic. Which land belongs to which country follows the view of the United Nations.
//!
//! # Recipes
//!
//! *Close anything, in any year.* A scenario names its targets; nothing in the network changes.
//!
//! ```
//! # use landbridge::{CostModel, Network, Scenario};
//! # let network = Network::bundled();
//! let scenario = Scenario::default()
//!     .in_year(2030)
//!     .closing(network.target("passage:suez")?)
//!     .delaying(network.target("border:alashankou-dostyk")?, 72.0);
//! let metric = network.metric(&scenario, &CostModel::generalised())?;
//! # assert!(metric.shortest(network.place("Shanghai")?, network.place("Rotterdam")?).is_some());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! *Ask why there is no way.* [`Metric::why_no_way`] gives the cut, member by member, with what
//! closed each; [`Metric::openings`] what would make a way.
//!
//! *Depend on something other than a country.* The hub is any set of [`Target`]s: a port
//! (`place:aktau`), a crossing (`border:…`), a strait (`passage:bosporus`), a project, a mode.
//!
//! *Bring your own network.* [`Network::from_dir`] reads a directory of tables; [`NetworkBuilder`]
//! takes rows from anywhere. Both report every fault at once, with the nearest valid name.
//!
//! *Run another algorithm.* [`Network::topology`] is a petgraph graph whose edge indices are the
//! [`ArcId`]s that [`Metric::cost`] takes.
//!
//! # Errors
//!
//! Building and loading return `Result` and report all faults together. Asking with a name that is
//! not there is a `Result` with the nearest valid name. "No way" is `None` or an infinite cost, and a
//! certificate can be had. Panics are for ids of another network only. Nothing falls back silently:
//! never a straight line, never a closed link.
//!
//! # Features
//!
//! - `rayon`: draws ([`Draws`]), sweeps, orders of a [`Hierarchy`], and the atlas on all cores. The answers are the same without,
//!   byte for byte.
//! - `proptest`: generators, laws and oracles for property tests. Off by default, like everything.
//!
//! # Not here
//!
//! Timetables, capacity under congestion, traffic assignment, forecasts of demand, turn-by-turn
//! directions; a terminal, a clock, threads, global state.

mod calibration;
mod cost;
mod country;
mod data;
mod dependence;
mod hierarchy;
mod network;
mod redundancy;
pub mod report;
mod route;
mod scenario;
mod search;
#[cfg(feature = "proptest")]
pub mod strategies;
mod units;

pub use calibration::Residual;
pub use cost::{Cost, CostModel, Draw, Grades, Metric, MetricError, Objective, Part, Table, Values};
pub use country::{Country, UnknownCountry};
pub use data::{BinaryError, Import, LoadError, LoadIssue};
pub use dependence::{
    Anatomy, BoundaryRow, BoundaryTest, CapacityLoss, CellMeasures, Certificate, Change, Closure, Concentration,
    CorridorDependence, CorridorIntervals, CorridorPower, CountryRank, CountryRedundance, Demand, DemandPower,
    Dependence, DependenceMatrix, DependenceReport, Draws, Driver, Effect, Event, EventReport, EventResidual, Events,
    EventsError, Exposure, FamilyDependence, Flow, FullMeasures, Gateway, HubPart, Intervals, LinkRedundance,
    MatrixCell, MatrixQuery, Measures, ModelShare, NearOptimal, NearShare, NoCapacity, ObjectiveMatrix, Observation,
    OfficialShares, Openness, Outside, Overall, PartDependence, Power, Powers, PowersReport, ProjectEffect,
    PublishedShare, Ranking, Reliability, RestsOn, Scope, ScopeInterval, SeaAccess, SeaAccessReport, Seen, Share,
    Snapshot, Spread, Standing, StandingChange, Summary, Sweep, SweepQuery, SweepRow, TURNS_AT, Verdict, View,
};
pub use hierarchy::{Adjacency, CostsFrom, Customized, Fill, Hierarchy, StoredOrderError, nested_dissection};
pub use network::*;
pub use redundancy::{
    Blocs, By, Cheapest, Connectivity, CountryDisjoint, CountryTwice, Cut, CutMember, DisjointRoutes, Fortification,
    Frontier, FrontierQuery, Given, Interdiction, LinkOrTransfer, MaxFlow, MinCut, Number, Opening, Player, Players,
    Replacement, Replacements, Unavoidable, Unfinished, Way, Why,
};
pub use report::Grid;
pub use route::{Leg, Route};
pub use scenario::{Closed, Delay, Factor, Scenario, Selection, Target, TargetError};
pub use search::{
    Alternatives, Budget, Criterion, End, KShortest, OneToAll, Pareto, ParetoRoute, ParetoSet, RouteSet, Ties, Unlike,
};
pub use units::{Capacity, Distance, Duration, Mass, Money, Speed};

/// The documents of the repository, so that their examples are compiled.
#[cfg(any(doc, doctest))]
pub mod _documentation {
    #[doc = include_str!("../DESIGN.md")]
    pub mod design {}
    #[doc = include_str!("../COMPARE.md")]
    pub mod compare {}
    #[doc = include_str!("../docs/tutorial.md")]
    pub mod tutorial {}
    #[doc = include_str!("../docs/guide-analysts.md")]
    pub mod guide_analysts {}
    #[doc = include_str!("../docs/guide-engineers.md")]
    pub mod guide_engineers {}
    #[doc = include_str!("../docs/guide-data.md")]
    pub mod guide_data {}
    #[doc = include_str!("../docs/scale.md")]
    pub mod scale {}
    #[doc = include_str!("../docs/measures/README.md")]
    pub mod measures {
        #[doc = include_str!("../docs/measures/anatomy.md")]
        pub mod anatomy {}
        #[doc = include_str!("../docs/measures/boundary.md")]
        pub mod boundary {}
        #[doc = include_str!("../docs/measures/capacity.md")]
        pub mod capacity {}
        #[doc = include_str!("../docs/measures/certificate.md")]
        pub mod certificate {}
        #[doc = include_str!("../docs/measures/countries.md")]
        pub mod countries {}
        #[doc = include_str!("../docs/measures/dependence.md")]
        pub mod dependence {}
        #[doc = include_str!("../docs/measures/disjoint.md")]
        pub mod disjoint {}
        #[doc = include_str!("../docs/measures/events.md")]
        pub mod events {}
        #[doc = include_str!("../docs/measures/importance.md")]
        pub mod importance {}
        #[doc = include_str!("../docs/measures/intervals.md")]
        pub mod intervals {}
        #[doc = include_str!("../docs/measures/near-optimal.md")]
        pub mod near_optimal {}
        #[doc = include_str!("../docs/measures/power.md")]
        pub mod power {}
        #[doc = include_str!("../docs/measures/reliability.md")]
        pub mod reliability {}
        #[doc = include_str!("../docs/measures/share.md")]
        pub mod share {}
        #[doc = include_str!("../docs/measures/status.md")]
        pub mod status {}
    }
    #[cfg(doctest)]
    #[doc = include_str!("../README.md")]
    pub mod readme {}
}
