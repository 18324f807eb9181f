//! Which files belong together, and what they tell each other.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use numpy_capi_analysis::{Exports, Settings, SourceFile, exports};

/// What stands at the top of a project.
const MARKS: [&str; 3] = [".git", "pyproject.toml", "setup.py"];

/// The projects that files belong to, each folder looked at once.
#[derive(Debug, Default)]
pub struct Projects {
    known: HashMap<PathBuf, Option<PathBuf>>,
}

impl Projects {
    /// The folder of the project that a file belongs to: the nearest with one of its marks. `None` where there is none.
    pub fn of(&mut self, file: &Path) -> Option<PathBuf> {
        let file = std::path::absolute(file).ok()?;
        self.of_folder(file.parent()?)
    }

    fn of_folder(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.known.get(folder) {
            return known.clone();
        }
        let has_mark = MARKS.iter().any(|mark| folder.join(mark).exists());
        let found = if has_mark { Some(folder.to_owned()) } else { self.of_folder(folder.parent()?) };
        self.known.insert(folder.to_owned(), found.clone());
        found
    }
}

/// What a file tells the others of its project. A fault of our own is said when the file itself is checked; here it tells
/// nothing.
pub fn given_away(file: &SourceFile, path: &Path, settings: &Settings) -> Exports {
    let given = || exports(file, &path.to_string_lossy(), settings);
    catch_unwind(AssertUnwindSafe(given)).unwrap_or_default()
}
