//! A quick hash for what is compared often.
//!
//! A state is hashed at every block of every path, and nobody outside chooses what is hashed, so the standard hasher's
//! protection against chosen collisions would only cost time.

use std::hash::{BuildHasherDefault, Hash, Hasher};

/// Builds [`Fingerprint`]s for sets and maps.
pub(crate) type BuildFingerprint = BuildHasherDefault<Fingerprint>;

/// Takes in words of 64 bits by multiplication, both halves of the product folded into one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fingerprint {
    state: u64,
}

/// An odd number without a pattern in its bits.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

impl Fingerprint {
    #[inline]
    fn take(&mut self, word: u64) {
        let product = u128::from(self.state.rotate_left(29) ^ word ^ FACTOR) * u128::from(FACTOR | 1 << 63);
        self.state = (product >> 64) as u64 ^ product as u64;
    }
}

/// A key for anything.
pub(crate) fn key_of(parts: &impl Hash) -> u64 {
    let mut fingerprint = Fingerprint::default();
    parts.hash(&mut fingerprint);
    fingerprint.finish()
}

impl Hasher for Fingerprint {
    #[inline]
    fn finish(&self) -> u64 {
        self.state
    }

    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.take(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            let mut word = [0; 8];
            word.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
            self.take(u64::from_le_bytes(word));
        }
    }

    #[inline]
    fn write_u8(&mut self, number: u8) {
        self.take(number.into());
    }

    #[inline]
    fn write_u32(&mut self, number: u32) {
        self.take(number.into());
    }

    #[inline]
    fn write_u64(&mut self, number: u64) {
        self.take(number);
    }

    #[inline]
    fn write_usize(&mut self, number: usize) {
        self.take(number as u64);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn small_differences_tell() {
        let mut known = HashSet::new();
        for first in 0..200_u32 {
            for second in -100..100_i64 {
                let mut fingerprint = Fingerprint::default();
                (first, second, first % 2 == 0).hash(&mut fingerprint);
                assert!(known.insert(fingerprint.finish()), "{first} {second}");
            }
        }
    }
}
