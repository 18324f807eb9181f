//! Which files belong to a project, within bounds.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use numpy_capi_analysis::Language;
use tracing::info;

use crate::config::Resolved;
use crate::lsp::disk;
use crate::project::Projects;

/// A folder with more entries than this is no project, but a disk.
const MOST_ENTRIES: usize = 200_000;

/// Projects with more source files are analysed file by file.
const MOST_FILES: usize = 5_000;

/// Projects with more text are analysed file by file; in bytes.
const MOST_BYTES: u64 = 128 * 1024 * 1024;

/// Finds out which folder a file's neighbours are in.
#[derive(Default)]
pub(super) struct Homes {
    projects: Projects,
    /// The folders that the user works in.
    roots: Vec<PathBuf>,
}

impl Homes {
    /// Nothing is known yet.
    pub(super) fn new(roots: Vec<PathBuf>) -> Self {
        Self { projects: Projects::default(), roots }
    }

    /// The folder of a file's project, else the innermost one around it that the user works in. Reads folders.
    pub(super) fn of(&mut self, file: &Path) -> Option<PathBuf> {
        self.projects.of(file).or_else(|| {
            let around = self.roots.iter().filter(|root| file.starts_with(root));
            around.max_by_key(|root| root.components().count()).cloned()
        })
    }

    /// The source files whose home a folder is, but for what `.gitignore` names, in order. `None` where there are too
    /// many.
    pub(super) fn files(&mut self, home: &Path) -> Option<Vec<PathBuf>> {
        let mut files = Vec::new();
        let mut bytes = 0;
        for (count, entry) in WalkBuilder::new(home).require_git(false).build().filter_map(Result::ok).enumerate() {
            let path = entry.into_path();
            if count > MOST_ENTRIES || files.len() > MOST_FILES || bytes > MOST_BYTES {
                info!("{} is too large for its files to be compared", home.display());
                return None;
            }
            if Language::of_path(&path.to_string_lossy()).is_none() || self.of(&path).as_deref() != Some(home) {
                continue;
            }
            if let Some((_, length)) = disk::stamp(&path) {
                bytes += length;
                files.push(path);
            }
        }
        files.sort();
        Some(files)
    }
}

/// Whether the settings want a file looked at.
pub(super) fn is_wanted(resolved: &Resolved) -> bool {
    resolved.lint_enabled && !resolved.excluded
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use std::fs;

    use super::*;

    #[test]
    fn a_project_has_its_own_files_and_no_others() {
        let folder = std::env::temp_dir().join(format!("numpy-capi-scan-{}", std::process::id()));
        let files = ["a.c", "deep/b.h", "deep/notes.txt", "inner/setup.py", "inner/c.c", "built/d.c"];
        for name in files.iter().chain(&["pyproject.toml"]) {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        fs::write(folder.join(".gitignore"), "built/\n").unwrap();
        let mut homes = Homes::new(vec![folder.join("deep")]);
        let of = |homes: &mut Homes, name: &str| homes.of(&folder.join(name));
        assert_eq!(of(&mut homes, "deep/b.h").as_deref(), Some(folder.as_path()), "a mark goes before a root");
        assert_eq!(of(&mut homes, "inner/c.c"), Some(folder.join("inner")));
        assert_eq!(homes.files(&folder), Some(vec![folder.join("a.c"), folder.join("deep/b.h")]));
        assert_eq!(homes.files(&folder.join("inner")), Some(vec![folder.join("inner/c.c")]));
        fs::remove_file(folder.join("pyproject.toml")).unwrap();
        let mut homes = Homes::new(vec![folder.join("deep")]);
        assert_eq!(of(&mut homes, "deep/b.h"), Some(folder.join("deep")));
        assert_eq!(of(&mut homes, "a.c"), None);
        fs::remove_dir_all(&folder).unwrap();
    }
}
