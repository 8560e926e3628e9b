//! Quantities with their unit in the constructor's name: distance, duration, money, mass, speed.
//!
//! Every quantity is an integer inside (metres, seconds, US cents, grams), so that all sums are exact and
//! every engine gives the bit-same answer.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

use serde::{Deserialize, Serialize};

/// Rounds a non-negative finite number of units to an integer; `None` when it is not one.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked in the line before")]
pub(crate) fn to_integer(value: f64) -> Option<u64> {
    // 2^53: above it an f64 no longer tells integers apart
    (value.is_finite() && (0.0..=9_007_199_254_740_992.0).contains(&value)).then(|| value.round() as u64)
}

#[allow(
    clippy::cast_precision_loss,
    reason = "quantities are far below 2^53 units; the result is for display and ratios"
)]
pub(crate) fn to_float(value: u64) -> f64 {
    value as f64
}

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $inner:ident, $from:ident / $to:ident, $per:literal, $unit:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(u64);

        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(0);

            #[doc = concat!("From ", stringify!($inner), ", the integer inside.")]
            #[must_use]
            pub const fn $inner(value: u64) -> Self {
                Self(value)
            }

            #[doc = concat!("From ", $unit, ", rounded to whole ", stringify!($inner), "; `None` for a number that is negative, not finite or too large.")]
            #[must_use]
            pub fn $from(value: f64) -> Option<Self> {
                to_integer(value * $per).map(Self)
            }

            #[doc = concat!("In ", $unit, ".")]
            #[must_use]
            pub fn $to(self) -> f64 {
                to_float(self.0) / $per
            }

            /// The integer inside.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }

            /// Multiplied by a non-negative finite factor and rounded; `None` when the factor is
            /// not one or the result is too large.
            #[must_use]
            pub fn scaled(self, factor: f64) -> Option<Self> {
                to_integer(to_float(self.0) * factor).map(Self)
            }

            /// The sum, or `None` when it does not fit.
            #[must_use]
            pub fn checked_add(self, other: Self) -> Option<Self> {
                self.0.checked_add(other.0).map(Self)
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0.saturating_add(other.0))
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
                values.fold(Self::ZERO, Add::add)
            }
        }
    };
}

quantity!(
    /// A length, in whole metres.
    ///
    /// ```
    /// use landbridge::Distance;
    /// assert_eq!(Distance::from_km(9_259.0).unwrap().as_km(), 9_259.0);
    /// assert!(Distance::from_km(f64::NAN).is_none());
    /// ```
    Distance, metres, from_km / as_km, 1_000.0, "kilometres"
);
quantity!(
    /// A span of time, in whole seconds.
    ///
    /// ```
    /// use landbridge::Duration;
    /// assert_eq!(Duration::from_hours(1.5).unwrap().get(), 5_400);
    /// ```
    Duration, seconds, from_hours / as_hours, 3_600.0, "hours"
);
quantity!(
    /// An amount of money, in whole US cents.
    ///
    /// Amounts in this crate are per FEU: one forty-foot container.
    ///
    /// ```
    /// use landbridge::Money;
    /// assert_eq!(Money::from_usd(12.34).unwrap().get(), 1_234);
    /// ```
    Money, cents, from_usd / as_usd, 100.0, "US dollars"
);

quantity!(
    /// A mass, in whole grams.
    ///
    /// Emissions in this crate are masses of CO2 equivalent per FEU: one forty-foot container.
    ///
    /// ```
    /// use landbridge::Mass;
    /// assert_eq!(Mass::from_kg(1.5).unwrap().get(), 1_500);
    /// ```
    Mass, grams, from_kg / as_kg, 1_000.0, "kilograms"
);

quantity!(
    /// What a link can carry in a year, in whole tonnes a year.
    ///
    /// ```
    /// use landbridge::Capacity;
    /// assert_eq!(Capacity::from_mt_per_year(15.0).unwrap().get(), 15_000_000);
    /// ```
    Capacity, tonnes_per_year, from_mt_per_year / as_mt_per_year, 1_000_000.0, "million tonnes a year"
);

impl fmt::Display for Capacity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:.1} Mt/year", self.as_mt_per_year()))
    }
}

impl fmt::Display for Distance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:.1} km", self.as_km()))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:.1} h", self.as_hours()))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:.0} USD", self.as_usd()))
    }
}

impl fmt::Display for Mass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:.0} kg", self.as_kg()))
    }
}

/// A speed, always above zero.
///
/// ```
/// use landbridge::{Distance, Speed};
/// let speed = Speed::from_km_per_hour(50.0).unwrap();
/// assert_eq!(speed.duration(Distance::from_km(100.0).unwrap()).unwrap().as_hours(), 2.0);
/// assert!(Speed::from_km_per_hour(0.0).is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Speed(f64);

impl Speed {
    /// From kilometres an hour; `None` unless finite and above zero.
    #[must_use]
    pub fn from_km_per_hour(value: f64) -> Option<Self> {
        (value.is_finite() && value > 0.0).then_some(Self(value))
    }

    /// In kilometres an hour.
    #[must_use]
    pub fn as_km_per_hour(self) -> f64 {
        self.0
    }

    /// The time that a distance takes; `None` when it is too long to count.
    #[must_use]
    pub fn duration(self, distance: Distance) -> Option<Duration> {
        Duration::from_hours(distance.as_km() / self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_numbers_are_refused() {
        for bad in [f64::NAN, f64::INFINITY, -0.001, -1.0, 1e300] {
            assert_eq!(Distance::from_km(bad), None, "{bad}");
            assert_eq!(Money::cents(1).scaled(bad), None, "{bad}");
        }
        assert_eq!(Speed::from_km_per_hour(-0.0), None);
        assert_eq!(Speed::from_km_per_hour(f64::NAN), None);
        assert_eq!(Distance::metres(u64::MAX).checked_add(Distance::metres(1)), None);
    }

    #[test]
    fn sums_are_exact() {
        let tenth = Distance::from_km(0.1).unwrap();
        assert_eq!((0..10).map(|_| tenth).sum::<Distance>(), Distance::from_km(1.0).unwrap());
    }

    #[test]
    fn display_honours_width() {
        assert_eq!(format!("{:>9}", Distance::from_km(12.34).unwrap()), "  12.3 km");
    }
}
