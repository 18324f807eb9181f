//! Telling the user about mistakes in the settings.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use numpy_capi_analysis::text::{LineIndex, PositionEncoding};
use tower_lsp::ls_types::{Diagnostic, DiagnosticSeverity, Range, Uri};
use tracing::warn;

use crate::config::{ConfigProblem, Resolved};
use crate::lsp::convert::{Positions, SOURCE};
use crate::lsp::diagnostics::Outbox;
use crate::lsp::server::Server;

/// What the user has been told about mistakes in the settings.
#[derive(Default)]
pub(in crate::lsp) struct ProblemReports {
    /// The mistakes on display, by configuration file.
    published: Mutex<HashMap<PathBuf, Vec<ConfigProblem>>>,
    /// The messages that had no file to stand in.
    shown: Mutex<HashSet<String>>,
}

impl ProblemReports {
    /// Shows the mistakes of a configuration file in that file, those of the editor's settings as a message, each once.
    /// Takes back what has been mended.
    pub(in crate::lsp) fn report(&self, resolved: &Resolved, server: &Server) {
        if let Some(path) = &resolved.source {
            let of_file = resolved.problems.iter().filter(|problem| problem.path.as_ref() == Some(path));
            self.publish(path, of_file.cloned().collect(), &server.outbox, server.encoding());
        }
        for problem in resolved.problems.iter().filter(|problem| problem.path.is_none()) {
            self.show(problem.to_string(), &server.outbox);
        }
    }

    /// Takes back the mistakes of configuration files that are gone. Reads the file system.
    pub(in crate::lsp) fn forget_missing(&self, outbox: &Outbox) {
        let mut published = self.published.lock().unwrap_or_else(PoisonError::into_inner);
        published.retain(|path, problems| {
            let exists = path.exists();
            if !exists
                && !problems.is_empty()
                && let Some(uri) = Uri::from_file_path(path)
            {
                outbox.publish(uri, None, Vec::new());
            }
            exists
        });
    }

    fn publish(&self, path: &PathBuf, problems: Vec<ConfigProblem>, outbox: &Outbox, encoding: PositionEncoding) {
        let mut published = self.published.lock().unwrap_or_else(PoisonError::into_inner);
        let is_known = published.get(path).map_or(problems.is_empty(), |known| *known == problems);
        if is_known {
            return;
        }
        let Some(uri) = Uri::from_file_path(path) else {
            warn!("{} cannot be shown to the client", path.display());
            return;
        };
        let diagnostics = problems.iter().map(|problem| diagnostic(problem, encoding)).collect();
        outbox.publish(uri, None, diagnostics);
        published.insert(path.clone(), problems);
    }

    /// Shows a message, once in a session.
    pub(in crate::lsp) fn show(&self, message: String, outbox: &Outbox) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.insert(message.clone()) {
            outbox.show(message);
        }
    }
}

fn diagnostic(problem: &ConfigProblem, encoding: PositionEncoding) -> Diagnostic {
    let lines = LineIndex::new(&problem.text);
    let positions = Positions { text: &problem.text, lines: &lines, encoding };
    Diagnostic {
        range: problem.range.map_or_else(Range::default, |range| positions.range(range)),
        severity: Some(DiagnosticSeverity::WARNING),
        source: Some(SOURCE.to_owned()),
        message: problem.message.clone(),
        ..Diagnostic::default()
    }
}
