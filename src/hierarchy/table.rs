//! From many places to many: where one side is few a sweep for a batch of them, else pair by pair.

use super::climb::{are_large, climb};
use super::join::Ends;
use super::selected::{BATCH, Selected};
use super::units::Units;
use super::weights::{TooLarge, Weights};
use super::{Customized, Hierarchy, Width};
use crate::cost::{Cost, Table};
use crate::network::PlaceId;

/// Up to so many on the shorter side sweeps are quicker than climbs from all of the longer one (benches/README.md).
const FEW: usize = 4 * BATCH;

impl Customized<'_, '_> {
    /// The least costs from each of some places to each of others: those of [`Metric::table`](crate::Metric::table).
    ///
    /// # Complexity
    /// For F origins and T destinations, up to 128 of the fewer: O(⌈min(F, T) / 32⌉ · arcs above the other side) time and
    /// O(F · T + stops) space. Of more: O(arcs above all of them, one by one + F · T · stops above both of a pair) time and
    /// O(F · T + T · height) space.
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let hierarchy = network.hierarchy();
    /// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
    /// let from = [network.place("Xi'an")?, network.place("Almaty")?];
    /// let to = [network.place("Duisburg")?, network.place("Poti")?];
    /// assert_eq!(hierarchy.customize(&metric).table(&from, &to), metric.table(&from, &to));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Delling, Goldberg, Werneck 2011, [doi:10.4230/OASIcs.ATMOS.2011.52](https://doi.org/10.4230/OASIcs.ATMOS.2011.52)
    #[must_use]
    pub fn table(&self, from: &[PlaceId], to: &[PlaceId]) -> Table {
        let mut costs = vec![Cost::INFINITE; from.len() * to.len()];
        let filled = match &self.weights {
            Width::Narrow(weights) => self
                .fill(weights, |weight| weight, (from, to), &mut costs)
                .or_else(|TooLarge| self.fill(weights, i32::wide, (from, to), &mut costs)),
            Width::Wide(weights) => self.fill(weights, |weight| weight, (from, to), &mut costs),
        };
        let Ok(()) = filled else { unreachable!("sums in 64 bits are not too large") };
        for (row, origin) in costs.chunks_mut(to.len().max(1)).zip(from) {
            for (cost, _) in row.iter_mut().zip(to).filter(|(_, to)| *to == origin && !self.metric.is_closed(*origin)) {
                *cost = Cost::ZERO;
            }
        }
        Table::new(from, to, costs)
    }

    fn fill<W: Units, D: Units>(
        &self,
        weights: &Weights<W>,
        lift: impl Fn(W) -> D + Copy,
        ends: (&[PlaceId], &[PlaceId]),
        costs: &mut [Cost],
    ) -> Result<(), TooLarge> {
        if ends.0.len().min(ends.1.len()) <= FEW {
            self.sweep(weights, lift, ends, costs)
        } else {
            self.join(weights, lift, ends, costs)
        }
    }

    /// The stops of a place that is open.
    fn open_nodes(&self, place: PlaceId) -> impl Iterator<Item = usize> {
        let is_open = !self.metric.is_closed(place);
        self.hierarchy.nodes_of(place).filter(move |_| is_open)
    }

    /// A sweep for each batch of the fewer, over what lies above the others.
    fn sweep<W: Units, D: Units>(
        &self,
        weights: &Weights<W>,
        lift: impl Fn(W) -> D + Copy,
        (from, to): (&[PlaceId], &[PlaceId]),
        costs: &mut [Cost],
    ) -> Result<(), TooLarge> {
        let Hierarchy { shape, .. } = self.hierarchy;
        let (up, down) = (&weights.up[..], &weights.down[..]);
        let ahead = from.len() <= to.len();
        let (near, far, sides) = if ahead { (from, to, (up, down)) } else { (to, from, (down, up)) };
        let selected = Selected::new(shape, far.iter().flat_map(|&place| self.open_nodes(place)));
        for (at, batch) in (0..).step_by(BATCH).zip(near.chunks(BATCH)) {
            let starts = batch.iter().map(|&place| self.open_nodes(place));
            let (reached, is_large) = selected.sweep(shape, sides, lift, starts);
            if is_large {
                return Err(TooLarge);
            }
            for (other, &place) in far.iter().enumerate() {
                for node in self.open_nodes(place) {
                    for (lane, &cost) in (at..).zip(&reached[selected.position(node)][..batch.len()]) {
                        let best = &mut costs[if ahead { lane * to.len() + other } else { other * to.len() + lane }];
                        *best = cost.cost().min(*best);
                    }
                }
            }
        }
        Ok(())
    }

    /// A climb from every place.
    fn join<W: Units, D: Units>(
        &self,
        weights: &Weights<W>,
        lift: impl Fn(W) -> D + Copy,
        (from, to): (&[PlaceId], &[PlaceId]),
        costs: &mut [Cost],
    ) -> Result<(), TooLarge> {
        let Hierarchy { shape, .. } = self.hierarchy;
        let ends = to.iter().enumerate().flat_map(|(at, &place)| self.open_nodes(place).map(move |node| (node, at)));
        let ends = Ends::new(shape, &weights.down, lift, ends.collect());
        if ends.are_large() {
            return Err(TooLarge);
        }
        let mut reached = vec![D::FAR; to.len()];
        for (&origin, costs) in from.iter().zip(costs.chunks_mut(to.len())) {
            reached.fill(D::FAR);
            for node in self.open_nodes(origin) {
                let climbed = climb(shape, &weights.up, lift, node);
                if are_large(&climbed) {
                    return Err(TooLarge);
                }
                ends.reach(shape, node, &climbed, &mut reached);
            }
            for (cost, reached) in costs.iter_mut().zip(&reached) {
                *cost = reached.cost();
            }
        }
        Ok(())
    }
}
