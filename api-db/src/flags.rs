//! Array flags as numbers: evaluation of names and reading of combinations.

use std::sync::LazyLock;

use crate::{Symbol, constant_set, symbol};

/// The value of a flag or another integer constant of the database.
pub fn flag_value(name: &str) -> Option<i64> {
    symbol(name)?.number
}

/// A combination of array requirement flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArrayFlags(pub i64);

impl ArrayFlags {
    /// The single-bit requirement flags that are set, ordered by value.
    pub fn bits(self) -> Vec<&'static Symbol> {
        let mut bits: Vec<&'static Symbol> = constant_set("array-requirement")
            .filter(|flag| flag.expands_to.is_empty())
            .filter(|flag| flag.number.is_some_and(|bit| bit.count_ones() == 1 && self.0 & bit == bit))
            .collect();
        bits.sort_by_key(|flag| flag.number);
        bits.dedup_by_key(|flag| flag.number);
        bits
    }

    /// Whether the combination obliges the caller to resolve or discard a write-back.
    pub fn obliges_write_back(self) -> bool {
        /// The flags that do, together: a call may be looked at many times.
        static OBLIGING: LazyLock<i64> = LazyLock::new(|| {
            let bits = ArrayFlags(-1).bits();
            bits.iter()
                .filter(|flag| flag.obliges_write_back)
                .filter_map(|flag| flag.number)
                .fold(0, |all, bit| all | bit)
        });
        self.0 & *OBLIGING != 0
    }
}
