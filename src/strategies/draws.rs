//! Places, targets and scenarios of a network that is there already.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::cost::{CostModel, Objective};
use crate::network::{Mode, Network, PlaceId};
use crate::scenario::{Delay, Factor, Scenario, Target};

/// A scenario before its network is known: [`Network::draw_scenario`] makes it one.
///
/// Drawn beside a network instead of after it, both shrink freely.
///
/// ```
/// use landbridge::{Network, strategies::Draft};
/// use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
/// let draft = any::<Draft>().new_tree(&mut TestRunner::deterministic()).unwrap().current();
/// let network = Network::bundled();
/// let scenario = network.draw_scenario(&draft);
/// assert!(network.select(&scenario.close).is_ok());
/// ```
#[derive(Clone, Debug)]
pub struct Draft {
    year: Option<u16>,
    close: Vec<Index>,
    open: Vec<Index>,
    delay: Vec<(Index, u8)>,
    factor: Vec<(Index, u8, u8)>,
}

impl Draft {
    /// Without delays and factors.
    #[must_use]
    pub fn plain(mut self) -> Self {
        self.delay.clear();
        self.factor.clear();
        self
    }
}

impl Arbitrary for Draft {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        let some = |number| prop::collection::vec(any::<Index>(), 0..=number);
        let delay = prop::collection::vec((any::<Index>(), 0_u8..=96), 0..=2);
        let factor = prop::collection::vec((any::<Index>(), 0_u8..=30, 0_u8..=30), 0..=2);
        (prop::option::of(1990_u16..=2050), some(2), some(2), delay, factor)
            .prop_map(|(year, close, open, delay, factor)| Self { year, close, open, delay, factor })
            .boxed()
    }
}

/// Any cost model: each objective, and one's own value of time. The network must have an
/// assumption of the value of time.
///
/// ```
/// use landbridge::strategies::cost_models;
/// use proptest::{strategy::{Strategy, ValueTree}, test_runner::TestRunner};
/// let model = cost_models().new_tree(&mut TestRunner::deterministic()).unwrap().current();
/// assert!(landbridge::Objective::ALL.contains(&model.objective()));
/// ```
pub fn cost_models() -> impl Strategy<Value = CostModel> {
    prop_oneof![
        4 => select(&Objective::ALL[..]).prop_map(CostModel::new),
        1 => (0_u16..=1_000).prop_map(|usd| {
            let own = CostModel::generalised().value_of_time_usd_per_day(f64::from(usd));
            own.unwrap_or_else(CostModel::generalised)
        }),
    ]
}

/// Any scenario of a network: a year, closures, openings, delays and factors at targets it has.
///
/// ```
/// use landbridge::{Network, strategies::scenarios};
/// use proptest::{strategy::{Strategy, ValueTree}, test_runner::TestRunner};
/// let network = Network::bundled();
/// let drawn = scenarios(&network).new_tree(&mut TestRunner::deterministic()).unwrap().current();
/// assert!(network.select(&drawn.close).is_ok());
/// ```
pub fn scenarios(network: &Network) -> impl Strategy<Value = Scenario> + use<> {
    let targets = network.all_targets();
    let enterable = network.transfers().len() > 0;
    any::<Draft>().prop_map(move |draft| resolve(&targets, enterable, &draft))
}

/// Any place of a network.
///
/// # Panics
/// When the network has none.
///
/// ```
/// use landbridge::{Network, strategies::places};
/// use proptest::{strategy::{Strategy, ValueTree}, test_runner::TestRunner};
/// let network = Network::bundled();
/// let drawn = places(&network).new_tree(&mut TestRunner::deterministic()).unwrap().current();
/// assert!(drawn.index() < network.places().len());
/// ```
pub fn places(network: &Network) -> impl Strategy<Value = PlaceId> + use<> {
    select(network.places().map(|(id, _)| id).collect::<Vec<_>>())
}

/// Any two places of a network; now and then the same one twice.
///
/// # Panics
/// When the network has no place.
///
/// ```
/// use landbridge::{Network, strategies::pairs};
/// use proptest::{strategy::{Strategy, ValueTree}, test_runner::TestRunner};
/// let network = Network::bundled();
/// let drawn = pairs(&network).new_tree(&mut TestRunner::deterministic()).unwrap().current();
/// assert!(drawn.0.index().max(drawn.1.index()) < network.places().len());
/// ```
pub fn pairs(network: &Network) -> impl Strategy<Value = (PlaceId, PlaceId)> + use<> {
    (places(network), places(network))
}

/// Any target of a network: a link, place, border, country, mode, passage, project or corridor.
///
/// # Panics
/// When the network has nothing at all.
///
/// ```
/// use landbridge::{Network, strategies::targets};
/// use proptest::{strategy::{Strategy, ValueTree}, test_runner::TestRunner};
/// let network = Network::bundled();
/// let drawn = targets(&network).new_tree(&mut TestRunner::deterministic()).unwrap().current();
/// assert!(network.select(&[drawn]).is_ok());
/// ```
pub fn targets(network: &Network) -> impl Strategy<Value = Target> + use<> {
    select(network.all_targets())
}

fn resolve(targets: &[Target], enterable: bool, draft: &Draft) -> Scenario {
    let mut scenario = Scenario { year: draft.year, ..Scenario::default() };
    if targets.is_empty() {
        return scenario;
    }
    let at = |index: &Index| index.get(targets).clone();
    scenario.close = draft.close.iter().map(at).collect();
    scenario.open = draft.open.iter().map(at).collect();
    let delays = draft.delay.iter().map(|(index, hours)| Delay { target: at(index), hours: f64::from(*hours) });
    // where no mode is ever entered, a delay on a mode is refused
    scenario.delay = delays.filter(|delay| enterable || !matches!(delay.target, Target::Mode(_))).collect();
    let tenths = |value: u8| f64::from(value) / 10.0;
    let factor = |(index, time, money): &(Index, u8, u8)| Factor {
        target: at(index),
        time: tenths(*time),
        money: tenths(*money),
    };
    scenario.factor = draft.factor.iter().map(factor).collect();
    scenario
}

/// Draws from a network that is there already, for tests whose network was generated beside them.
impl Network {
    /// Everything in the network that a scenario can name, links first.
    ///
    /// ```
    /// use landbridge::Network;
    /// assert!(Network::bundled().all_targets().iter().any(|target| target.to_string() == "passage:suez"));
    /// ```
    #[must_use]
    pub fn all_targets(&self) -> Vec<Target> {
        let mut targets: Vec<Target> = self.links().map(|(_, link)| Target::Link(link.id.to_string())).collect();
        targets.extend(self.places().map(|(_, place)| Target::Place(place.id.to_string())));
        targets.extend(self.borders().map(|(_, border)| Target::Border(border.id.clone())));
        let countries: std::collections::BTreeSet<_> = self.places().filter_map(|(_, place)| place.country).collect();
        targets.extend(countries.into_iter().map(Target::Country));
        let has = |mode: Mode| self.links().any(|(_, link)| link.mode == mode);
        targets.extend(Mode::ALL.into_iter().filter(|&(mode, _)| has(mode)).map(|(mode, _)| Target::Mode(mode)));
        targets.extend(self.passages().map(|(_, passage)| Target::Passage(passage.id.clone())));
        // a project without links cannot be opened
        let built = |id| self.links().any(|(_, link)| link.project() == Some(id));
        let projects = self.projects().filter(|&(id, _)| built(id));
        targets.extend(projects.map(|(_, project)| Target::Project(project.id.clone())));
        targets.extend(self.corridors().map(|(_, corridor)| Target::Corridor(corridor.id.clone())));
        targets
    }

    /// The place that an index stands for.
    ///
    /// # Panics
    /// When the network has no place.
    #[must_use]
    pub fn draw_place(&self, index: Index) -> PlaceId {
        let at = index.index(self.places().len());
        self.places().nth(at).map(|(id, _)| id).expect("the index is in range")
    }

    /// The target that an index stands for; `None` when the network has nothing at all.
    #[must_use]
    pub fn draw_target(&self, index: Index) -> Option<Target> {
        let targets = self.all_targets();
        (!targets.is_empty()).then(|| index.get(&targets).clone())
    }

    /// The scenario that a draft stands for.
    pub fn draw_scenario(&self, draft: &Draft) -> Scenario {
        resolve(&self.all_targets(), self.transfers().len() > 0, draft)
    }
}
