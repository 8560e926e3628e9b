//! What whole frontiers tell of all corridors: κ, λ and the shares of power.

use std::collections::HashMap;

use super::measures::kappa_lambda;
use super::{Power, Powers, mean};
use crate::cost::{CostModel, MetricError};
use crate::network::{Network, PlaceId};
use crate::redundancy::Player;
use crate::scenario::Scenario;
use crate::units::to_float;

/// κ and λ of each corridor, and each country's share of power over all of them.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Standing {
    /// κ and λ in the order of `corridor.csv`; `None` where no country can stop a way, there is
    /// none, or there are too many to tell.
    pub redundance: Vec<[Option<usize>; 2]>,
    /// Each country with any power and its share, the greatest first.
    pub shares: Vec<(Player, f64)>,
}

/// What a change of the network does to a [`Standing`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StandingChange {
    /// Mean change of κ, over the corridors that have one before and after.
    pub kappa: f64,
    /// Mean change of λ.
    pub lambda: f64,
    /// Each country whose share of power changes, and by how much; the greatest change first.
    pub shares: Vec<(Player, f64)>,
}

impl Standing {
    pub(super) fn of(network: &Network, scenario: &Scenario, model: &CostModel) -> Result<Self, MetricError> {
        let powers = Powers::on(network).scenario(scenario.clone()).model(*model).run()?.all();
        Self::with_powers(network, scenario, model, &powers)
    }

    /// With the powers over all corridors, which are known already.
    pub(super) fn with_powers(
        network: &Network,
        scenario: &Scenario,
        model: &CostModel,
        powers: &Power,
    ) -> Result<Self, MetricError> {
        let metric = network.metric(scenario, model)?;
        let mut known: HashMap<[PlaceId; 2], [Option<usize>; 2]> = HashMap::new();
        let ends = network.corridors().map(|(_, corridor)| [corridor.origin, corridor.destination]);
        let mut redundance = Vec::new();
        for ends in ends {
            redundance.push(*known.entry(ends).or_insert_with(|| kappa_lambda(&metric, ends)));
        }
        let shares = powers.shares().map(|(player, share)| (player.clone(), share)).collect();
        Ok(Self { redundance, shares })
    }

    /// Mean κ and λ over the corridors that have them.
    #[must_use]
    pub fn means(&self) -> [Option<f64>; 2] {
        [0, 1].map(|at| mean(self.redundance.iter().filter_map(|both| Some(to_float(both[at]? as u64)))))
    }

    pub(super) fn change_to(&self, after: &Self) -> StandingChange {
        let change = |at: usize| {
            let both = self.redundance.iter().zip(&after.redundance);
            let changes = both.filter_map(|(old, new)| Some(to_float(new[at]? as u64) - to_float(old[at]? as u64)));
            mean(changes).unwrap_or_default()
        };
        let of = |shares: &[(Player, f64)], player: &Player| {
            shares.iter().find(|(one, _)| one == player).map_or(0.0, |(_, share)| *share)
        };
        let mut players: Vec<&Player> = self.shares.iter().chain(&after.shares).map(|(player, _)| player).collect();
        players.sort();
        players.dedup();
        let mut shares: Vec<(Player, f64)> = players
            .into_iter()
            .map(|player| (player.clone(), of(&after.shares, player) - of(&self.shares, player)))
            .filter(|(_, change)| change.abs() > 1e-9)
            .collect();
        shares.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
        StandingChange { kappa: change(0), lambda: change(1), shares }
    }
}
