//! What is wrong in a configuration.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use numpy_capi_analysis::text::{LineIndex, PositionEncoding, TextRange};

/// A mistake in the configuration. The default of the key goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// The configuration file; `None` for the settings of an editor.
    pub path: Option<PathBuf>,
    /// Where in that file, in byte offsets of `text`; `None` where the whole file or no file is meant.
    pub range: Option<TextRange>,
    /// The text of that file when it was read; empty without a file.
    pub text: Arc<str>,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl ConfigProblem {
    /// Row and column, both from 1, the column in characters.
    pub fn place(&self) -> Option<(u32, u32)> {
        let position = LineIndex::new(&self.text).position(&self.text, self.range?.start, PositionEncoding::Utf32);
        Some((position.line + 1, position.character + 1))
    }
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.path, self.place()) {
            (Some(path), Some((row, column))) => write!(formatter, "{}:{row}:{column}: ", path.display())?,
            (Some(path), None) => write!(formatter, "{}: ", path.display())?,
            (None, _) => write!(formatter, "editor settings: ")?,
        }
        formatter.write_str(&self.message)
    }
}
