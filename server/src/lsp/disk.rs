//! Reading source files that are not open.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use numpy_capi_analysis::text::decode;
use numpy_capi_analysis::{Language, SourceFile};

/// Longer files are left out, as on the command line.
const LONGEST: u64 = 10 * 1024 * 1024;

/// When a file was written, and its length in bytes.
pub(super) type Stamp = (Option<SystemTime>, u64);

/// The state of a file; `None` where it is gone, or too long to be looked at.
pub(super) fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = fs::metadata(path).ok().filter(|metadata| metadata.is_file() && metadata.len() <= LONGEST)?;
    Some((metadata.modified().ok(), metadata.len()))
}

/// Reads a file; `None` where it cannot be read or is neither C nor C++.
pub(super) fn read(path: &Path) -> Option<SourceFile> {
    let bytes = fs::read(path).ok().filter(|bytes| !bytes.contains(&0))?;
    let text = decode(bytes).text;
    Some(SourceFile::new(&text, Language::of_file(&path.to_string_lossy(), &text)?))
}
