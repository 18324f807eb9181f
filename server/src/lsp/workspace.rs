//! The files of the folders that the user works in, for findings of files that are not open.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dashmap::DashMap;
use ignore::WalkBuilder;
use numpy_capi_analysis::{Language, Neighbours, Settings, check};
use tower_lsp::ls_types::{Diagnostic, Uri};

use super::convert::{self, Positions};
use super::disk::{self, Stamp};
use super::known;
use super::server::Server;
use crate::baseline::Baseline;

/// What was found in files that are not open, by their path.
#[derive(Default)]
pub(super) struct WorkspaceFindings {
    known: DashMap<PathBuf, Known>,
}

struct Known {
    stamp: Stamp,
    settings: Settings,
    baseline: Option<Arc<Baseline>>,
    neighbours: Option<Arc<Neighbours>>,
    diagnostics: Arc<Vec<Diagnostic>>,
}

/// Says to a long piece of work that nobody waits for it any more.
#[derive(Clone, Debug, Default)]
pub(super) struct Abandoned(Arc<AtomicBool>);

impl Abandoned {
    /// Whether nobody waits any more.
    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Tells so when it is dropped, as it is with a request that the client cancels.
    pub(super) fn on_drop(&self) -> impl Drop + use<> {
        struct Guard(Arc<AtomicBool>);
        impl Drop for Guard {
            fn drop(&mut self) {
                self.0.store(true, Ordering::Relaxed);
            }
        }
        Guard(Arc::clone(&self.0))
    }
}

/// The C and C++ files below the folders, each once; those that `.gitignore` names are left out.
pub(super) fn files(roots: &[PathBuf]) -> BTreeSet<PathBuf> {
    let entries = roots.iter().flat_map(|root| WalkBuilder::new(root).require_git(false).build());
    let is_source = |path: &Path| Language::of_path(&path.to_string_lossy()).is_some();
    entries
        .filter_map(Result::ok)
        .map(ignore::DirEntry::into_path)
        .filter(|path| is_source(path) && path.is_file())
        .collect()
}

/// The diagnostics of a file that is not open; analyses it where it, or what is configured for it, has changed.
/// `None` where it cannot be read or is not wanted.
pub(super) fn diagnostics(server: &Server, path: &Path, uri: &Uri) -> Option<Arc<Vec<Diagnostic>>> {
    let resolved = server.configuration.resolve(path);
    if !resolved.lint_enabled || resolved.excluded {
        return None;
    }
    let stamp = disk::stamp(path)?;
    let neighbours = server.index.neighbours_of(path);
    let baseline = known::baseline(server, &resolved);
    let known = &server.workspace.known;
    if let Some(found) = known.get(path)
        && found.stamp == stamp
        && found.settings == resolved.settings
        && found.neighbours == neighbours
        && is_same(found.baseline.as_ref(), baseline.as_ref())
    {
        return Some(Arc::clone(&found.diagnostics));
    }
    let file = disk::read(path)?.among(neighbours.clone());
    let findings = check(&file, &resolved.settings).findings;
    let findings = known::unknown(baseline.as_deref(), Some(path), &file, findings);
    let positions = Positions { text: file.text(), lines: file.lines(), encoding: server.encoding() };
    let diagnostics = Arc::new(convert::diagnostics(&findings, uri, positions, &server.abilities()));
    let settings = resolved.settings;
    let kept = Known { stamp, settings, baseline, neighbours, diagnostics: Arc::clone(&diagnostics) };
    known.insert(path.to_owned(), kept);
    Some(diagnostics)
}

/// Whether two baselines are the same reading of the same file.
fn is_same(left: Option<&Arc<Baseline>>, right: Option<&Arc<Baseline>>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => Arc::ptr_eq(left, right),
        (left, right) => left.is_none() && right.is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropping_tells_that_nobody_waits() {
        let abandoned = Abandoned::default();
        let guard = abandoned.on_drop();
        assert!(!abandoned.is_set());
        drop(guard);
        assert!(abandoned.is_set());
    }
}
