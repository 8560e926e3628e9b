//! How far a search may go.

use std::fmt;

/// How far a search may go before it ends with what it has, and says so: a number of steps, and a
/// question that is asked before each. What a step is, each search tells.
///
/// ```
/// use std::time::{Duration, Instant};
/// use landbridge::{Budget, CostModel, End, Network, Scenario};
/// let network = Network::bundled();
/// let metric = network.metric(&Scenario::default(), &CostModel::time())?;
/// let (xian, duisburg) = (network.place("Xi'an")?, network.place("Duisburg")?);
/// let begun = Instant::now();
/// let in_time = || begun.elapsed() < Duration::from_secs(60);
/// let mut routes = metric.k_shortest(xian, duisburg).budget(Budget::steps(1_000).as_long_as(&in_time));
/// assert_eq!(routes.by_ref().take(3).count(), 3);
/// let mut none = metric.k_shortest(xian, duisburg).budget(Budget::default().as_long_as(&|| false));
/// assert_eq!((none.by_ref().count(), none.end()), (0, End::Budget));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
#[must_use]
pub struct Budget<'a> {
    steps: usize,
    go_on: Option<&'a (dyn Fn() -> bool + Sync)>,
}

impl<'a> Budget<'a> {
    /// So many steps.
    pub fn steps(steps: usize) -> Self {
        Self { steps, go_on: None }
    }

    /// Only as long as the answer to this is yes: while there is time left, or nobody has lost
    /// patience. The library itself has no clock.
    pub fn as_long_as(self, go_on: &'a (dyn Fn() -> bool + Sync)) -> Self {
        Self { go_on: Some(go_on), ..self }
    }

    /// Takes a step; `false` when there is none left.
    pub(crate) fn spend(&mut self) -> bool {
        self.allows(1) && {
            self.steps -= 1;
            true
        }
    }

    /// Whether a search of so many steps in all is within it.
    pub(crate) fn allows(&self, steps: usize) -> bool {
        steps <= self.steps && self.go_on.is_none_or(|ask| ask())
    }
}

impl Default for Budget<'_> {
    /// Without bound.
    fn default() -> Self {
        Self::steps(usize::MAX)
    }
}

impl From<usize> for Budget<'_> {
    fn from(steps: usize) -> Self {
        Self::steps(steps)
    }
}

impl fmt::Debug for Budget<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Budget({} steps{})", self.steps, if self.go_on.is_some() { ", and a question" } else { "" })
    }
}
