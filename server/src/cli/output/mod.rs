//! How findings are printed: one file per format.

pub mod concise;
mod fingerprint;
pub mod full;
pub mod github;
pub mod gitlab;
pub mod grouped;
pub mod json;
pub mod junit;
pub mod sarif;
pub mod statistics;

use numpy_capi_analysis::text::PositionEncoding;
use numpy_capi_analysis::{Fix, Report, SourceFile};
use serde::Serialize;

/// A checked file with what is to be printed of it.
#[derive(Debug)]
pub struct Checked<'a> {
    /// The path as output shows it.
    pub shown: &'a str,
    /// The text.
    pub file: &'a SourceFile,
    /// What was found.
    pub report: &'a Report,
    /// The fix of each finding, where the format shows fixes; empty otherwise.
    pub fixes: &'a [Option<Fix>],
}

/// A place as output counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The line, from 1.
    pub row: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// The place of a byte offset.
pub fn location(file: &SourceFile, offset: usize) -> Location {
    let position = file.lines().position(file.text(), offset, PositionEncoding::Utf32);
    Location { row: position.line + 1, column: position.character + 1 }
}

#[cfg(test)]
mod tests;
