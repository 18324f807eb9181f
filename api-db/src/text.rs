//! Prose of the tables.

use std::fmt;
use std::ops::Deref;

use crate::tables;

/// A text of the tables, as its place in the one string that holds them all. A reference would cost three times the
/// room: itself, and a note for the loader, which has to mend it at every start.
#[derive(Clone, Copy)]
pub struct Text {
    start: u32,
    length: u32,
}

impl Text {
    /// No text.
    pub const EMPTY: Self = Self { start: 0, length: 0 };

    /// The text of so many bytes from a byte on.
    pub(crate) const fn at(start: u32, length: u32) -> Self {
        Self { start, length }
    }

    /// The text itself.
    pub fn as_str(self) -> &'static str {
        let start = self.start as usize;
        tables::TEXTS.get(start..start + self.length as usize).unwrap_or_default()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(formatter)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), formatter)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}
