//! What a variable can hold, as far as it matters.

use std::hash::Hasher;

use crate::flow::{Comparison, VariableId};
use crate::text::TextRange;

/// Index of an object in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct ObjectId(pub u32);

/// What a variable holds. A variable without a value holds something unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A number, or the null pointer as zero.
    Number(Interval),
    /// A pointer to an object.
    Object(ObjectId),
    /// The address of a variable.
    Address(VariableId),
    /// What `PyErr_Occurred` gives at a place: NULL where no exception is set, else a borrowed reference.
    ErrorIndicator(TextRange),
    /// The status of a call at a place, which nobody has tested.
    Status(TextRange),
    /// Nothing yet.
    Uninitialised,
}

impl Value {
    /// Takes in that a variable holds this, in as few words as tell values apart.
    pub fn hash_into(self, holder: VariableId, hasher: &mut impl Hasher) {
        let mut words = |kind: u64, parts: &[u64]| {
            hasher.write_u64(u64::from(holder.0) | kind << 32);
            for part in parts {
                hasher.write_u64(*part);
            }
        };
        match self {
            Self::Number(Interval { low, high, without_zero }) => {
                words(u64::from(without_zero), &[low.cast_unsigned(), high.cast_unsigned()]);
            }
            Self::Object(id) => words(2, &[id.0.into()]),
            Self::Address(variable) => words(3, &[variable.0.into()]),
            Self::ErrorIndicator(range) => words(4, &[range.start as u64, range.end as u64]),
            Self::Status(range) => words(5, &[range.start as u64, range.end as u64]),
            Self::Uninitialised => words(6, &[]),
        }
    }
}

/// A range of numbers, both ends included, possibly without zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Interval {
    pub low: i64,
    pub high: i64,
    pub without_zero: bool,
}

impl Interval {
    pub const ANY: Self = Self { low: i64::MIN, high: i64::MAX, without_zero: false };
    pub const NON_ZERO: Self = Self { low: i64::MIN, high: i64::MAX, without_zero: true };

    pub const NEGATIVE: Self = Self { low: i64::MIN, high: -1, without_zero: true };
    pub const POSITIVE: Self = Self { low: 1, high: i64::MAX, without_zero: true };

    pub const fn exactly(value: i64) -> Self {
        Self { low: value, high: value, without_zero: value != 0 }
    }

    pub const fn is_zero(self) -> bool {
        self.low == 0 && self.high == 0
    }

    /// The numbers of this range for which the comparison with `right` can hold; `None` where there are none.
    pub fn refined(self, comparison: Comparison, right: i64) -> Option<Self> {
        let mut result = self;
        match comparison {
            Comparison::Equal => {
                if right < self.low || right > self.high || (right == 0 && self.without_zero) {
                    return None;
                }
                result = Self::exactly(right);
            }
            Comparison::NotEqual => {
                result.low = if self.low == right { self.low.saturating_add(1) } else { self.low };
                result.high = if self.high == right { self.high.saturating_sub(1) } else { self.high };
                result.without_zero |= right == 0;
            }
            Comparison::Less => result.high = self.high.min(right.checked_sub(1)?),
            Comparison::LessOrEqual => result.high = self.high.min(right),
            Comparison::Greater => result.low = self.low.max(right.checked_add(1)?),
            Comparison::GreaterOrEqual => result.low = self.low.max(right),
        }
        if result.without_zero {
            result.low = if result.low == 0 { 1 } else { result.low };
            result.high = if result.high == 0 { -1 } else { result.high };
        }
        (result.low <= result.high).then_some(result)
    }

    /// The numbers that are in both ranges; `None` where there are none.
    pub fn common(self, other: Self) -> Option<Self> {
        let (low, high) = (self.low.max(other.low), self.high.min(other.high));
        let without_zero = self.without_zero || other.without_zero;
        (low <= high && !(without_zero && low == 0 && high == 0)).then_some(Self { low, high, without_zero })
    }

    /// The least range that holds both.
    pub fn hull(self, other: Self) -> Self {
        let without_zero = self.without_zero && other.without_zero;
        Self { low: self.low.min(other.low), high: self.high.max(other.high), without_zero }
    }

    /// The range after one step of a counter, kept so coarse that loops come to rest.
    pub fn stepped(self, delta: i64) -> Self {
        if delta > 0 && self.low >= 0 {
            Self { low: 1, high: i64::MAX, without_zero: true }
        } else if delta < 0 && self.high <= 0 {
            Self { low: i64::MIN, high: -1, without_zero: true }
        } else {
            Self::ANY
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_narrow_a_range() {
        let status = Interval { low: -1, high: 0, without_zero: false };
        assert_eq!(status.refined(Comparison::Less, 0), Some(Interval { low: -1, high: -1, without_zero: false }));
        assert_eq!(Interval::exactly(0).refined(Comparison::NotEqual, 0), None);
        assert_eq!(Interval::NON_ZERO.refined(Comparison::Equal, 0), None);
        assert_eq!(Interval::exactly(3).refined(Comparison::Greater, 3), None);
        assert!(Interval::ANY.refined(Comparison::Greater, 0).is_some_and(|positive| positive.low == 1));
    }
}
