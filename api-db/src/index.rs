//! Where a name stands in a table, by its hash. The build fills the slots, and the look-up reads them.
//!
//! A slot holds the upper half of the hash above the row, so that a name which is in no table, as most names of a file
//! are, is told by the slots alone.

/// A slot that no name has taken: no table has that many rows.
const FREE: u32 = u32::MAX;

/// An odd number without a pattern in its bits.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

fn hash(name: &str) -> u64 {
    let (words, rest) = name.as_bytes().as_chunks::<8>();
    let last = rest.iter().fold(name.len() as u64, |word, byte| word << 8 | u64::from(*byte));
    let taken = words.iter().fold(0, |state, word| mixed(state ^ u64::from_le_bytes(*word)));
    mixed(taken ^ last)
}

fn mixed(word: u64) -> u64 {
    let product = word.wrapping_mul(FACTOR);
    product ^ product >> 32
}

/// The slot to begin at, and the upper half of what the name's slot holds.
fn place(hash: u64, slots: usize) -> (usize, u32) {
    (hash as usize & slots.wrapping_sub(1), (hash >> 48) as u32)
}

/// The row of a name; of those that have it the first one.
pub(crate) fn find<'a>(slots: &[u32], name: &str, name_at: impl Fn(usize) -> Option<&'a str>) -> Option<usize> {
    let (start, mark) = place(hash(name), slots.len());
    let (before, behind) = slots.split_at_checked(start)?;
    let taken = behind.iter().chain(before).take_while(|slot| **slot != FREE);
    let rows = taken.filter(|slot| **slot >> 16 == mark).map(|slot| (slot & 0xffff) as usize);
    rows.into_iter().find(|row| name_at(*row) == Some(name))
}

/// The slots for the names of a table, in the order of its rows. As many as a power of two, and at least a third is free.
#[allow(dead_code, reason = "Only the build fills slots.")]
pub(crate) fn slots<'a>(names: impl Iterator<Item = &'a str>) -> Vec<u32> {
    let names: Vec<&str> = names.collect();
    let mut slots = vec![FREE; (names.len() * 3 / 2 + 1).next_power_of_two()];
    for (row, name) in names.iter().enumerate() {
        let (mut at, mark) = place(hash(name), slots.len());
        while slots[at] != FREE {
            at = (at + 1) % slots.len();
        }
        slots[at] = mark << 16 | row as u32;
    }
    slots
}
