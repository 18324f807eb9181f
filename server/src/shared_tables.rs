//! Function tables that the files of a project share and none of them fetches, as far as that is certain.
//!
//! What a file of C says the analysis knows. Here everything else in the project is searched: what writes C, and what the
//! build defines.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use ignore::WalkBuilder;
use memchr::memmem;
use numpy_capi_analysis::{Exports, Language};

use crate::project::Projects;

/// Programs write C files out of these, in which anything may stand.
const SOURCES_OF_C: &[&str] = &["pyx", "pxd", "pxi", "pyf", "i", "swg"];

/// Longer files, in bytes, hold data and not what a build defines.
const LONGEST: u64 = 1024 * 1024;

/// In a project of more files nothing is certain.
const MOST_FILES: usize = 50_000;

/// Of tables that no C file of a project fetches, those that nothing else in its folder speaks of. `files` are the C files
/// that are known, by their absolute path; nothing is certain where some are not, or where the folder has no mark of a
/// project.
pub fn certain(folder: &Path, mut tables: BTreeSet<String>, files: &BTreeMap<&Path, &Exports>) -> BTreeSet<String> {
    if tables.is_empty() || Projects::default().of(&folder.join("any")).as_deref() != Some(folder) {
        return BTreeSet::new();
    }
    for (count, entry) in WalkBuilder::new(folder).require_git(false).build().enumerate() {
        let Ok(entry) = entry else { return BTreeSet::new() };
        if !entry.file_type().is_some_and(|kind| kind.is_file()) {
            continue;
        }
        let known = files.get(entry.path()).copied();
        if count > MOST_FILES || !is_followed(entry.path(), known.is_some()) {
            return BTreeSet::new();
        }
        let is_short = entry.metadata().is_ok_and(|metadata| metadata.len() <= LONGEST);
        let Some(bytes) = (is_short || known.is_some()).then(|| fs::read(entry.path()).ok()).flatten() else {
            continue;
        };
        tables.retain(|table| {
            known.is_some_and(|exports| exports.shares_table(table)) || memmem::find(&bytes, table.as_bytes()).is_none()
        });
        if tables.is_empty() {
            break;
        }
    }
    tables
}

/// Whether all is known of a file that may fetch a table: no C that nobody has read, and nothing that C is made from.
fn is_followed(path: &Path, is_known: bool) -> bool {
    let makes_c = path.extension().is_some_and(|ending| SOURCES_OF_C.iter().any(|made| ending == *made));
    !makes_c && (is_known || Language::of_path(&path.to_string_lossy()).is_none())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use std::path::PathBuf;

    use numpy_capi_analysis::{Settings, SourceFile, exports, unfetched_tables};

    use super::*;

    const USER: &str = "#include <Python.h>\n#define PY_ARRAY_UNIQUE_SYMBOL example_API\n#define NO_IMPORT_ARRAY\n\
        #include <numpy/arrayobject.h>\n";

    /// What is certain of a project that has one more file.
    fn with(name: &str, text: &str) -> usize {
        let folder = std::env::temp_dir().join(format!("numpy-capi-tables-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("pyproject.toml"), "").unwrap();
        let user: PathBuf = folder.join("user.c");
        fs::write(&user, USER).unwrap();
        fs::write(folder.join(name), text).unwrap();
        let given = exports(&SourceFile::new(USER, Language::C), "user.c", &Settings::default());
        let files = BTreeMap::from([(user.as_path(), &given)]);
        let found = certain(&folder, unfetched_tables([&given]), &files);
        fs::remove_dir_all(&folder).unwrap();
        found.len()
    }

    #[test]
    fn what_else_is_in_the_project_counts() {
        assert_eq!(with("setup.py", "define_macros = []\n"), 1);
        assert_eq!(with("meson.build", "args = '-DPY_ARRAY_UNIQUE_SYMBOL=example_API'\n"), 0);
        assert_eq!(with("fast.pyx", "cimport numpy\n"), 0);
        assert_eq!(with("unread.c", "int x;\n"), 0);
    }
}
