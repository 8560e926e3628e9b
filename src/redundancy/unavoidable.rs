//! What every way between two places goes through.

use super::cut::Closing;
use super::groups::{By, Groups};
use super::trees::{FAR, NONE};
use crate::Country;
use crate::cost::Metric;
use crate::network::{ArcId, BorderId, LinkId, PlaceId, Step};
use crate::scenario::Target;

/// The places, borders, links and countries on every open way, each in the order of travel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unavoidable {
    /// Places other than origin and destination.
    pub places: Vec<PlaceId>,
    /// Borders.
    pub borders: Vec<BorderId>,
    /// Links.
    pub links: Vec<LinkId>,
    /// Countries other than those of origin and destination.
    pub countries: Vec<Country>,
}

impl Metric<'_> {
    /// The places, borders, links and transit countries that no way from one place to another
    /// avoids, whatever it costs; `None` when there is no way.
    ///
    /// ```text
    ///             ┌─▶ ● ─┐
    ///   origin ─▶ ◉      ◉ ═▶ destination     ◉ places and ═ link on every way
    ///             └─▶ ● ─┘
    /// ```
    ///
    /// # Units
    /// None.
    ///
    /// # Complexity
    /// O(V + E) time and space, and as much again for each place with several systems, border with
    /// several links, and country on one way.
    ///
    /// # Panics
    /// On a place of another network.
    ///
    /// # Example
    /// ```
    /// use landbridge::{CostModel, Network, Scenario};
    /// let network = Network::bundled();
    /// let rail = Scenario::default().closing("mode:road".parse()?).closing("mode:sea".parse()?);
    /// let metric = network.metric(&rail, &CostModel::time())?;
    /// let (urumqi, almaty) = (network.place("Urumqi")?, network.place("Almaty")?);
    /// let found = metric.unavoidable(urumqi, almaty).unwrap();
    /// assert!(found.borders.is_empty(), "there are two borders to choose from");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    /// Lengauer & Tarjan 1979, [doi:10.1145/357062.357071](https://doi.org/10.1145/357062.357071)
    #[must_use]
    pub fn unavoidable(&self, from: PlaceId, to: PlaceId) -> Option<Unavoidable> {
        if !self.ends_are_open(from, to) {
            return None;
        }
        if from == to {
            return Some(Unavoidable::default());
        }
        let network = self.network();
        let topology = network.arcs();
        let tree = self.spread(from, true);
        let end = topology.stops_of(to).filter(|&stop| tree.cost[stop] != FAR).min_by_key(|&stop| tree.cost[stop])?;
        let (mut arcs, mut at) = (Vec::new(), end);
        while tree.arc[at] != NONE {
            arcs.push(ArcId(tree.arc[at]));
            at = topology.tails[tree.arc[at] as usize] as usize;
        }
        arcs.reverse();
        let line = Line { metric: self, ends: [from, to], arcs: &arcs };
        let (stops, alone) = (line.stops(), line.arcs());
        let mut links = Vec::new();
        for arc in &alone {
            if let Step::Link { link, .. } = topology.steps[arc.index()] {
                links.push(link);
            }
        }
        let on_every = |by: By, known: &dyn Fn(u32) -> bool, several: &dyn Fn(u32) -> bool| -> (Groups, Vec<u32>) {
            let groups = Groups::new(network, by, [from, to]);
            let closing = Closing { metric: self, ends: [from, to], groups: &groups };
            let needed = |group: u32| {
                known(group)
                    || (several(group) && !topology.stops_of(to).any(|stop| closing.reached(&[group], true)[stop]))
            };
            let found = groups.along(&arcs).into_iter().filter(|&group| needed(group)).collect();
            (groups, found)
        };
        let mut passed = vec![false; network.places().len()];
        for &stop in &stops {
            passed[topology.place_of(stop).index()] = true;
        }
        let mut crossed = vec![false; network.borders().len()];
        links.iter().filter_map(|&link| network[link].border).for_each(|border| crossed[border.index()] = true);
        let (_, places) =
            on_every(By::Place, &|place| passed[place as usize], &|place| topology.stops_of(PlaceId(place)).len() > 1);
        let mut crossing = vec![0_u32; network.borders().len()];
        network.links().filter_map(|(_, link)| link.border).for_each(|border| crossing[border.index()] += 1);
        let (_, borders) =
            on_every(By::Border, &|border| crossed[border as usize], &|border| crossing[border as usize] > 1);
        let (groups, countries) = on_every(By::Country, &|_| false, &|_| true);
        let country = |group| match groups.target(network, group) {
            Target::Country(country) => Some(country),
            _ => None,
        };
        Some(Unavoidable {
            places: places.into_iter().map(PlaceId).collect(),
            borders: borders.into_iter().map(BorderId).collect(),
            links,
            countries: countries.into_iter().filter_map(country).collect(),
        })
    }
}

/// One way, along which a search keeps to what can be reached without its next step.
struct Line<'q, 'n> {
    metric: &'q Metric<'n>,
    ends: [PlaceId; 2],
    arcs: &'q [ArcId],
}

impl Line<'_, '_> {
    /// The stops that every way calls at, in the order of travel.
    fn stops(&self) -> Vec<usize> {
        self.sweep(true)
            .into_iter()
            .map(|at| self.metric.network().arcs().heads[self.arcs[at].index()] as usize)
            .collect()
    }

    /// The arcs that every way uses.
    fn arcs(&self) -> Vec<ArcId> {
        self.sweep(false).into_iter().map(|at| self.arcs[at]).collect()
    }

    /// The positions on the line whose arc, or the head of it, every way uses.
    ///
    /// The search holds all that can be reached from the line's start without the arc (or stop)
    /// after the farthest point of the line it has come to. When it can go no further, that arc
    /// (or stop) is on every way, and the search goes on beyond it.
    fn sweep(&self, of_stops: bool) -> Vec<usize> {
        let topology = self.metric.network().arcs();
        let mut position = vec![NONE; topology.stops.len()];
        let mut line = Vec::with_capacity(self.arcs.len());
        for (at, arc) in (0_u32..).zip(self.arcs) {
            line.push(topology.heads[arc.index()] as usize);
            position[topology.heads[arc.index()] as usize] = at;
        }
        let mut on_line = vec![false; topology.steps.len()];
        for arc in self.arcs {
            on_line[arc.index()] = true;
        }
        let mut reached = vec![false; topology.stops.len()];
        let mut stack: Vec<usize> = topology.stops_of(self.ends[0]).collect();
        for &stop in &stack {
            reached[stop] = true;
        }
        // the positions below `gained` are reached for good; `farthest` is one more than the last seen
        let (mut gained, mut farthest, mut found) = (0, 0, Vec::new());
        loop {
            while let Some(stop) = stack.pop() {
                for arc in topology.out_of(stop) {
                    let head = topology.heads[arc] as usize;
                    if self.metric.open_cost(arc).is_none() || (!of_stops && on_line[arc]) {
                        continue;
                    }
                    if topology.place_of(head) == self.ends[1] {
                        return found;
                    }
                    let at = position[head];
                    if at != NONE {
                        farthest = farthest.max(at as usize + 1);
                    } else if !reached[head] {
                        reached[head] = true;
                        stack.push(head);
                    }
                }
            }
            // a stop seen last is itself not passed yet: what lies before it is
            let pass = if of_stops { farthest.saturating_sub(1) } else { farthest };
            if pass > gained {
                for &stop in &line[gained..pass] {
                    if !reached[stop] {
                        reached[stop] = true;
                        stack.push(stop);
                    }
                }
                gained = pass;
                continue;
            }
            // stuck: the step to position `gained` is on every way
            if gained >= line.len() {
                return found;
            }
            if of_stops && topology.place_of(line[gained]) == self.ends[1] {
                return found;
            }
            found.push(gained);
            farthest = farthest.max(gained + 1);
            if !reached[line[gained]] {
                reached[line[gained]] = true;
                stack.push(line[gained]);
            }
            gained += 1;
        }
    }
}
