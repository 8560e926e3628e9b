//! A cost for each arc, in 32 bits where it fits.

use std::collections::HashMap;
use std::sync::Arc;

use super::Cost;

/// The costs of all arcs; a clone shares them.
#[derive(Clone, Default)]
pub(super) struct Costs {
    units: Arc<[u32]>,
    /// Those of [`BEYOND`] units and more.
    large: Arc<HashMap<u32, Cost>>,
}

const INFINITE: u32 = u32::MAX;
/// Stands for a cost that does not fit.
const BEYOND: u32 = u32::MAX - 1;

impl FromIterator<Cost> for Costs {
    fn from_iter<I: IntoIterator<Item = Cost>>(costs: I) -> Self {
        let mut large = HashMap::new();
        let units = (0..).zip(costs).map(|(arc, cost)| match cost.finite().map(u32::try_from) {
            None => INFINITE,
            Some(Ok(units)) if units < BEYOND => units,
            Some(_) => {
                large.insert(arc, cost);
                BEYOND
            }
        });
        Self { units: units.collect(), large: Arc::new(large) }
    }
}

impl Costs {
    pub(super) fn len(&self) -> usize {
        self.units.len()
    }

    #[inline]
    pub(super) fn of(&self, arc: usize) -> Cost {
        let units = self.units[arc];
        if units < BEYOND { Cost::new(units.into()) } else { self.large(arc) }
    }

    #[cold]
    fn large(&self, arc: usize) -> Cost {
        let found = u32::try_from(arc).ok().and_then(|arc| self.large.get(&arc));
        found.copied().unwrap_or(Cost::INFINITE)
    }

    pub(super) fn is_infinite(&self, arc: usize) -> bool {
        self.units[arc] == INFINITE
    }

    /// Whether these are the same by descent.
    pub(super) fn are(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.units, &other.units)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cost_is_what_was_put_in() {
        let all = [0, 1, 4_294_967_293, 4_294_967_294, 4_294_967_295, 4_294_967_296, 1 << 61].map(Cost::new);
        let all: Vec<Cost> = all.into_iter().chain([Cost::INFINITE]).collect();
        let costs: Costs = all.iter().copied().collect();
        assert_eq!((0..costs.len()).map(|arc| costs.of(arc)).collect::<Vec<_>>(), all);
        assert!((0..costs.len()).all(|arc| costs.is_infinite(arc) == (all[arc] == Cost::INFINITE)));
        assert_eq!(costs.large.len(), 4);
    }
}
