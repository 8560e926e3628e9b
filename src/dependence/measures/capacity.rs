//! What can still be carried when the hub closes.

use std::fmt;

use crate::cost::Metric;
use crate::network::PlaceId;
use crate::redundancy::MaxFlow;
use crate::units::to_float;

/// The greatest flow with the hub open and closed, where the stated capacities bound it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CapacityLoss {
    /// With the hub open, with both extreme bottlenecks.
    pub open: MaxFlow,
    /// With the hub closed.
    pub closed: MaxFlow,
    /// `1 −` closed/open, in \[0, 1\].
    pub loss: f64,
}

/// Why there is no capacity loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoCapacity {
    /// The hub holds an end.
    Terminal,
    /// Some way has no stated capacity on any of its links, so that no bound follows.
    Unstated,
    /// Nothing can be carried even with the hub.
    NoWay,
}

impl fmt::Display for NoCapacity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Terminal => "the hub holds an end",
            Self::Unstated => "some way has no stated capacity on any of its links",
            Self::NoWay => "nothing can be carried even with the hub",
        })
    }
}

impl CapacityLoss {
    pub(crate) fn new([open, closed]: [&Metric<'_>; 2], [from, to]: [PlaceId; 2]) -> Result<Self, NoCapacity> {
        let open = open.max_flow(from, to).ok_or(NoCapacity::Unstated)?;
        if open.value.get() == 0 {
            return Err(NoCapacity::NoWay);
        }
        let closed = closed.max_flow(from, to).ok_or(NoCapacity::Unstated)?;
        let loss = 1.0 - to_float(closed.value.get()) / to_float(open.value.get());
        Ok(Self { open, closed, loss })
    }
}
