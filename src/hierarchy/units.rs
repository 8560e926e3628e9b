//! Costs as a hierarchy adds them up: in 32 bits where they fit, in 64 where not.

use std::ops::Add;

use crate::cost::Cost;

/// A number of units of cost. Two of them, each at most [`Units::FAR`], add up without wrapping.
pub(super) trait Units: Copy + Ord + Add<Output = Self> + Default + Send + Sync + 'static {
    /// Closed, or no way.
    const FAR: Self;
    /// So far a weight may go that no sum of two is mistaken for [`Units::FAR`].
    const NEAR: Self;

    /// Of a cost that is [near](Units::NEAR) or infinite.
    fn of(cost: Cost) -> Option<Self>;

    fn cost(self) -> Cost;

    /// The same in 64 bits.
    fn wide(self) -> i64;
}

macro_rules! units {
    ($of:ty, $near:expr) => {
        impl Units for $of {
            const FAR: Self = Self::MAX / 2;
            const NEAR: Self = $near;

            fn of(cost: Cost) -> Option<Self> {
                match cost.finite() {
                    None => Some(Self::FAR),
                    Some(units) => Self::try_from(units).ok().filter(|&units| units < Self::NEAR),
                }
            }

            fn cost(self) -> Cost {
                if self >= Self::FAR { Cost::INFINITE } else { Cost::new(self.unsigned_abs().into()) }
            }

            fn wide(self) -> i64 {
                if self >= Self::FAR { i64::FAR } else { self.into() }
            }
        }
    };
}

units!(i32, Self::FAR / 2);
// the sum of all costs of a metric is below a quarter of 2⁶⁴
units!(i64, Self::FAR);

/// The least of two, in a form that is compiled without branches.
#[inline]
pub(super) fn least<W: Units>(a: W, b: W) -> W {
    if b < a { b } else { a }
}
