//! Text, byte offsets and edits. Nothing here knows C.

mod decode;
mod edit;
mod line_index;
mod mapped;

pub use decode::{Decoded, TextEncoding, decode, encode};
pub use edit::{TextEdit, apply_edits};
pub use line_index::{LineIndex, Position, PositionEncoding};
pub use mapped::MappedText;

/// A half-open range of byte offsets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextRange {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

impl TextRange {
    /// The range from `start` up to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The empty range at an offset.
    pub const fn empty(at: usize) -> Self {
        Self { start: at, end: at }
    }

    /// Whether an offset lies inside or at either end.
    pub const fn touches(self, offset: usize) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// Whether two ranges share an offset, their ends included.
    pub const fn meets(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// Whether `other` lies within this range.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The text of the range; empty where the range does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

impl From<std::ops::Range<usize>> for TextRange {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}
