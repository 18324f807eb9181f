//! Computing answers away from the threads that serve messages.

use std::sync::Arc;

use numpy_capi_analysis::{Finding, SourceFile};
use tokio::task::spawn_blocking;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::Uri;
use tracing::error;

use super::convert::Positions;
use super::documents::{DocKey, Snapshot};
use super::known;
use super::server::Server;
use crate::config::Resolved;

/// A document at one moment, for one request.
pub(super) struct View {
    /// What all handlers share.
    pub(super) server: Arc<Server>,
    /// The document.
    pub(super) snapshot: Snapshot,
}

impl View {
    /// The document with a URI as it is now; `None` where it is not open.
    pub(super) fn of(server: &Arc<Server>, uri: &Uri) -> Option<Self> {
        let snapshot = server.documents.snapshot(&DocKey::of(uri))?;
        Some(Self { server: Arc::clone(server), snapshot })
    }

    /// The parsed text; `None` where it is neither C nor C++.
    pub(super) fn file(&self) -> Option<&SourceFile> {
        self.snapshot.source.file()
    }

    /// Converts places in the text.
    pub(super) fn positions(&self) -> Positions<'_> {
        let source = &self.snapshot.source;
        Positions { text: source.text(), lines: source.lines(), encoding: self.server.encoding() }
    }

    /// What is configured for the document. Reads files.
    pub(super) fn resolved(&self) -> Resolved {
        self.server.resolved(&self.snapshot.key)
    }

    /// What is shown as found in the document: nothing where the settings want none. Analyses where nobody has yet.
    pub(super) fn findings(&self, resolved: &Resolved) -> Vec<Finding> {
        if resolved.excluded || !resolved.lint_enabled {
            return Vec::new();
        }
        let Some((file, shown)) = self.file().zip(self.snapshot.source.shown(&resolved.settings)) else {
            return Vec::new();
        };
        let baseline = known::baseline(&self.server, resolved);
        known::unknown(baseline.as_deref(), self.snapshot.key.path(), file, shown.findings().to_vec())
    }

    /// Whether the document is still what it was.
    pub(super) fn is_current(&self) -> bool {
        self.server.documents.is_current(&self.snapshot)
    }
}

/// Computes an answer on a document as it is now, even if it changes meanwhile. `None` where the document is not open.
///
/// The document is looked up before the first await, so that a request sees exactly the changes sent before it.
pub(super) async fn compute<T: Send + 'static>(
    server: &Arc<Server>,
    uri: &Uri,
    work: impl FnOnce(&View) -> Option<T> + Send + 'static,
) -> Result<Option<T>> {
    let Some(view) = View::of(server, uri) else { return Ok(None) };
    on_worker(move || work(&view)).await
}

/// The same, but an error where the document has changed meanwhile and the answer would mislead.
pub(super) async fn compute_current<T: Send + 'static>(
    server: &Arc<Server>,
    uri: &Uri,
    work: impl FnOnce(&View) -> Result<Option<T>> + Send + 'static,
) -> Result<Option<T>> {
    let Some(view) = View::of(server, uri) else { return Ok(None) };
    let (view, answer) = on_worker(move || {
        let answer = work(&view);
        (view, answer)
    })
    .await?;
    if view.is_current() { answer } else { Err(Error::content_modified()) }
}

/// Runs something on a thread for blocking work. A panic there becomes an error and a line in the log.
pub(super) async fn on_worker<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    spawn_blocking(work).await.map_err(|failure| {
        if !failure.is_panic() {
            return Error::request_cancelled();
        }
        let payload = failure.into_panic();
        let reason = payload.downcast_ref::<String>().map(String::as_str);
        let reason = reason.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no message");
        error!("an answer failed by a mistake in the server, please report it: {reason}");
        let message = format!("a mistake in the server, please report it: {reason}").into();
        Error { code: ErrorCode::InternalError, message, data: None }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_becomes_an_internal_error() {
        let answer = on_worker(|| if true { panic!("at {}", 3) } else { 1 }).await;
        let error = answer.unwrap_err();
        assert_eq!(error.code, ErrorCode::InternalError);
        assert!(error.message.contains("at 3"));
        assert_eq!(on_worker(|| 1).await, Ok(1));
    }
}
