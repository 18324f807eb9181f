//! What the tests share: files of a directory, expectations written in comments, and a C compiler.

mod compiler;
mod expectation;
mod selection;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use compiler::{Compiler, CompilerError};
pub use expectation::{ExpectationError, Expected, expected, reported};
pub use selection::settings_of;

/// The directory of the annotated C and C++ files.
pub fn ui_directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("ui")
}

/// All files below a directory, in a fixed order.
///
/// # Errors
///
/// What the file system says.
pub fn files_below(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(directory)? {
            let path = entry?.path();
            if path.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}
