//! The book of laws: every law that can be tried on any one network, by name.

use std::fmt;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestError, TestRunner};

use super::draws::{Draft, cost_models};
use super::laws::{self, Law, unexpected};
use crate::cost::{Cost, CostModel, Metric};
use crate::dependence::{Dependence, DependenceReport};
use crate::network::{ArcId, LinkId, Network, PlaceId};
use crate::scenario::{Scenario, Target};
use crate::units::Distance;

/// A law with its name and what it says.
#[derive(Clone, Copy)]
pub struct Entry {
    /// Its name, that of a function of [`laws`].
    pub name: &'static str,
    /// The law, in a sentence.
    pub says: &'static str,
    check: fn(&Case<'_>) -> Law,
}

/// Draws of one network, on which a law is tried.
struct Case<'n> {
    network: &'n Network,
    scenario: Scenario,
    model: CostModel,
    from: PlaceId,
    to: PlaceId,
    targets: Vec<Target>,
    link: Option<LinkId>,
    numbers: [u8; 2],
}

impl<'n> Case<'n> {
    fn metric(&self) -> Result<Metric<'n>, TestCaseError> {
        self.network.metric(&self.scenario, &self.model).map_err(unexpected)
    }

    fn report(&self) -> Result<DependenceReport<'n>, TestCaseError> {
        let query = Dependence::on(self.network).scenario(self.scenario.clone()).model(self.model);
        self.targets.iter().cloned().fold(query, Dependence::hub).run().map_err(unexpected)
    }
}

impl fmt::Display for Case<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let targets: Vec<String> = self.targets.iter().map(ToString::to_string).collect();
        let scenario = serde_json::to_string(&self.scenario).map_err(|_| fmt::Error)?;
        let (from, to) = (&self.network[self.from].id, &self.network[self.to].id);
        write!(f, "from `{from}` to `{to}` by {}, ", self.model.objective())?;
        write!(f, "with {} under {scenario}", targets.join(", "))
    }
}

macro_rules! entries {
    ($($name:ident: $says:literal, $check:expr;)*) => {
        /// All laws that can be tried on any one network.
        ///
        /// ```
        /// use landbridge::strategies::BOOK;
        /// assert!(BOOK.iter().any(|law| law.name == "closing_never_helps"));
        /// ```
        pub const BOOK: &[Entry] = &[$(Entry { name: stringify!($name), says: $says, check: $check }),*];
    };
}

entries! {
    shortest_is_least: "No way is cheaper than the shortest, by the search of Bellman and Ford.",
        |case| laws::shortest_is_least(&case.metric()?, case.from);
    one_to_all_is_one_to_one: "A search from one place to all finds the same routes as one search for each.",
        |case| laws::one_to_all_is_one_to_one(&case.metric()?, case.from);
    route_adds_up: "A route's legs join, are open, and sum to its whole by leg, territory and mode.",
        |case| {
            let metric = case.metric()?;
            metric.shortest(case.from, case.to).map_or(Ok(()), |route| laws::route_adds_up(&metric, &route))
        };
    closing_never_helps: "Closing more never lowers a cost.",
        |case| laws::closing_never_helps(&case.metric()?, &case.network.select(&case.targets).map_err(unexpected)?);
    closing_order_is_free: "Targets close the same in any order, one by one or together, once or twice.",
        |case| laws::closing_order_is_free(&case.metric()?, &case.targets);
    closing_is_the_scenario_closed: "Closing in a metric is closing in the scenario.",
        |case| laws::closing_is_the_scenario_closed(case.network, &case.scenario, &case.model, &case.targets);
    within_all_is_the_metric: "Keeping every link changes nothing, keeping none closes all.",
        |case| laws::within_all_is_the_metric(&case.metric()?);
    what_is_closed_is_not_used: "No route uses what is closed.",
        |case| {
            let metric = case.metric()?;
            case.targets.iter().try_for_each(|one| laws::what_is_closed_is_not_used(&metric, one, case.from))
        };
    opening_undoes_status: "Opening undoes status and years, and nothing else.",
        |case| {
            let mut targets = case.targets.iter();
            targets.try_for_each(|one| laws::opening_undoes_status(case.network, &case.scenario, &case.model, one))
        };
    factors_are_monotone: "A greater factor never lowers a cost.",
        |case| {
            let factors = case.numbers.map(|number| f64::from(number) / 32.0);
            let mut targets = case.targets.iter();
            targets.try_for_each(|one| {
                laws::factors_are_monotone(case.network, &case.scenario, &case.model, one, factors)
            })
        };
    scenario_survives_json: "A scenario written as JSON and read again is the same.",
        |case| laws::scenario_survives_json(&case.scenario);
    scaling_scales: "Making everything dearer by a factor scales every cost by it.",
        |case| laws::scaling_scales(case.network, &case.scenario, case.model.objective(), case.numbers[0] % 10);
    reversing_reverses: "In the network with all links turned round, the way back costs what the way there did.",
        |case| laws::reversing_reverses(case.network, &case.scenario, &case.model);
    adding_apart_changes_nothing: "A part that nothing joins changes no cost.",
        |case| laws::adding_apart_changes_nothing(case.network, &case.scenario, &case.model);
    adding_a_dearer_link_changes_nothing: "A link beside another that is no longer changes no cost.",
        |case| case.link.map_or(Ok(()), |link| {
            let by = Distance::metres(u64::from(case.numbers[0]) * 1_000);
            laws::adding_a_dearer_link_changes_nothing(case.network, &case.scenario, &case.model, link, by)
        });
    splitting_a_link_changes_nothing: "A place put into a link changes no length.",
        |case| case.link.map_or(Ok(()), |link| {
            laws::splitting_a_link_changes_nothing(case.network, &case.scenario, link, case.numbers[0] % 101)
        });
    renaming_changes_nothing: "Other names and another order of rows change no cost.",
        |case| laws::renaming_changes_nothing(case.network, &case.scenario, &case.model);
    years_only_open: "A later year costs no more, where nothing has gone out of use.",
        |case| {
            let years = case.numbers.map(|number| 1_990 + u16::from(number) / 4);
            laws::years_only_open(case.network, &case.scenario, &case.model, years)
        };
    delaying_never_helps: "A delay never lowers a cost, a longer one no more than a shorter.",
        |case| {
            // where no mode is ever entered, a delay on a mode is refused
            let enterable = case.network.transfers().len() > 0;
            let mut targets = case.targets.iter().filter(|one| enterable || !matches!(one, Target::Mode(_)));
            targets.try_for_each(|one| {
                laws::delaying_never_helps(case.network, &case.scenario, &case.model, one, case.numbers)
            })
        };
    openings_are_exact: "What is named as an opening makes a way, and what is not, none.",
        |case| {
            let metric = case.network.metric(&case.scenario, &CostModel::distance()).map_err(unexpected)?;
            laws::openings_are_exact(&metric, case.from, case.to, &case.scenario.close)
        };
    binary_comes_back: "What is written in binary and read again is the same network.",
        |case| laws::binary_comes_back(case.network);
    no_way_has_a_cut: "There is a certificate just when there is no way, and it separates.",
        |case| laws::no_way_has_a_cut(&case.metric()?, case.from, case.to);
    dependence_is_bounded: "Dependence lies between 0 and 1, and is withheld where an end lies in the hub.",
        |case| laws::dependence_is_bounded(&case.report()?);
    dependence_is_that_of_fresh_metrics: "Dependence is that of two metrics made from nothing.",
        |case| {
            laws::dependence_is_that_of_fresh_metrics(case.network, &case.scenario, &case.model, &case.targets)
        };
}

impl Entry {
    /// Tries the law on so many draws of a network, or on as many as the variable `PROPTEST_CASES` of the
    /// environment says; a network without places keeps every law.
    ///
    /// # Errors
    /// When the law is broken: the smallest draw that breaks it, and how.
    ///
    /// ```
    /// use landbridge::{Network, strategies::BOOK};
    /// let network = Network::bundled();
    /// let law = BOOK.iter().find(|law| law.name == "route_adds_up").unwrap();
    /// assert_eq!(law.hold(&network, 10), Ok(()));
    /// ```
    pub fn hold(&self, network: &Network, cases: u32) -> Result<(), String> {
        on_draws(network, cases, self.check).map_err(|broken| format!("{}: {}\n{broken}", self.name, self.says))
    }
}

/// Tries [`laws::a_cost_is_lawful`] for a cost of one's own on so many draws of a network: of scenarios, and of
/// what closes or is delayed. The variable `PROPTEST_CASES` goes before `cases`, as in [`Entry::hold`].
///
/// # Errors
/// When the cost is not lawful: the arc, how, and the smallest draw in which it is so.
///
/// ```
/// use landbridge::strategies::hold_cost;
/// use landbridge::{ArcId, Cost, Network, Scenario};
/// let network = Network::from_dir("tests/fixtures/small")?;
/// // it does not know what is closed
/// let one = |_: &Network, _: &Scenario, _: ArcId| Cost::new(1);
/// assert!(hold_cost(&network, 32, one).unwrap_err().contains("closed"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn hold_cost(
    network: &Network,
    cases: u32,
    cost: impl Fn(&Network, &Scenario, ArcId) -> Cost,
) -> Result<(), String> {
    on_draws(network, cases, |case| {
        case.targets.iter().try_for_each(|one| laws::a_cost_is_lawful(network, &case.scenario, one, &cost))
    })
}

fn on_draws(network: &Network, cases: u32, check: impl Fn(&Case<'_>) -> Law) -> Result<(), String> {
    if network.places().len() == 0 {
        return Ok(());
    }
    let draws = (any::<Draft>(), cost_models(), any::<[Index; 5]>(), any::<[u8; 2]>());
    let mut config = Config { failure_persistence: None, ..Config::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    let found = TestRunner::new(config).run(&draws, |(draft, model, at, numbers)| {
        let links = network.links().len();
        let case = Case {
            network,
            scenario: network.draw_scenario(&draft),
            model,
            from: network.draw_place(at[0]),
            to: network.draw_place(at[1]),
            targets: at[2..4].iter().filter_map(|&index| network.draw_target(index)).collect(),
            link: (links > 0).then(|| at[4].index(links)).and_then(|at| network.links().nth(at)).map(|(id, _)| id),
            numbers,
        };
        check(&case).map_err(|error| TestCaseError::fail(format!("{error} ({case})")))
    });
    found.map_err(|error| match error {
        TestError::Fail(reason, _) => reason.message().to_owned(),
        TestError::Abort(reason) => format!("given up: {reason}"),
    })
}

/// Makes one test a law, on draws of your own network; and, with `cost`, one of a cost of your own, by [`hold_cost`].
///
/// ```
/// mod my_network_keeps {
///     use landbridge::{ArcId, Cost, CostModel, Network, Scenario};
///     fn by_length(network: &Network, scenario: &Scenario, arc: ArcId) -> Cost {
///         network.metric(scenario, &CostModel::distance()).unwrap().cost(arc)
///     }
///     landbridge::book_of_laws!(Network::from_dir("tests/fixtures/small").unwrap(), cases = 32, cost = by_length);
/// }
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! book_of_laws {
    ($network:expr, cases = $cases:expr, cost = $cost:expr) => {
        $crate::book_of_laws!($network, cases = $cases);
        #[test]
        fn the_cost_is_lawful() {
            if let Err(broken) = $crate::strategies::hold_cost(&$network, $cases, $cost) {
                panic!("{broken}");
            }
        }
    };
    ($network:expr, cases = $cases:expr) => {
        $crate::book_of_laws! { @tests $network, $cases;
            shortest_is_least one_to_all_is_one_to_one route_adds_up closing_never_helps closing_order_is_free
            closing_is_the_scenario_closed within_all_is_the_metric what_is_closed_is_not_used opening_undoes_status
            factors_are_monotone scenario_survives_json scaling_scales reversing_reverses adding_apart_changes_nothing
            adding_a_dearer_link_changes_nothing splitting_a_link_changes_nothing renaming_changes_nothing
            years_only_open delaying_never_helps openings_are_exact binary_comes_back no_way_has_a_cut
            dependence_is_bounded dependence_is_that_of_fresh_metrics
        }
    };
    (@tests $network:expr, $cases:expr; $($name:ident)*) => {
        $(#[test]
        fn $name() {
            let law = $crate::strategies::BOOK.iter().find(|law| law.name == stringify!($name)).unwrap();
            if let Err(broken) = law.hold(&$network, $cases) {
                panic!("{broken}");
            }
        })*
        #[test]
        fn no_law_is_left_out() {
            let tested = [$(stringify!($name)),*];
            assert!($crate::strategies::BOOK.iter().all(|law| tested.contains(&law.name)));
        }
    };
}
