//! What holds in every network, as functions to call on any one.
//!
//! Each returns `Ok` or a [`TestCaseError`] that says what is
//! broken and where, so that it can be the body of a property test or a check on one's own tables:
//!
//! ```
//! use landbridge::{CostModel, Network, Scenario, strategies::laws};
//! let network = Network::bundled();
//! let metric = network.metric(&Scenario::default(), &CostModel::time())?;
//! let route = metric.shortest(network.place("Xi'an")?, network.place("Duisburg")?).unwrap();
//! assert!(laws::route_adds_up(&metric, &route).is_ok());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Laws over all pairs of places take O(P²) searches or more: draw a few places of a large network
//! and use the laws on pairs.

mod binary;
mod certificate;
mod change;
mod closing;
mod dependence;
mod measures;
mod metric;
mod naming;
mod own;
mod power;
mod sea_access;
mod sweep;

pub use binary::binary_comes_back;
pub use certificate::{no_way_has_a_cut, openings_are_exact};
pub use change::{
    adding_a_dearer_link_changes_nothing, adding_apart_changes_nothing, reversing_reverses, scaling_scales,
    splitting_a_link_changes_nothing,
};
pub use closing::{
    closing_is_the_scenario_closed, closing_never_helps, closing_order_is_free, delaying_never_helps,
    factors_are_monotone, opening_undoes_status, scenario_survives_json, what_is_closed_is_not_used,
    within_all_is_the_metric,
};
pub use dependence::{
    dependence_is_bounded, dependence_is_that_of_fresh_metrics, share_range_is_that_of_all_ties, shares_add_up,
};
pub use measures::{
    measures_are_bounded, overall_is_that_of_all_ways, reliability_is_that_of_all_states,
    the_matrix_is_a_report_for_each_country,
};
pub use metric::{one_to_all_is_one_to_one, route_adds_up, shortest_is_a_metric, shortest_is_least};
pub use naming::{renaming_changes_nothing, years_only_open};
pub use own::{a_cost_is_lawful, every_place_is_reached};
pub use power::{powers_are_shapley_values, powers_obey_the_axioms};
pub use sea_access::access_is_that_of_fresh_metrics;
pub use sweep::sweep_is_that_of_fresh_metrics;

use proptest::test_runner::TestCaseError;

/// Kept, or how it was broken.
pub type Law = Result<(), TestCaseError>;

/// An error that no law allows for.
pub(super) fn unexpected(error: impl std::fmt::Display) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}
