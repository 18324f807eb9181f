//! `workspace/didChangeWatchedFiles`.

use std::sync::Arc;

use numpy_capi_analysis::Language;
use tower_lsp::ls_types::DidChangeWatchedFilesParams;

use crate::lsp::configuration;
use crate::lsp::server::Server;

/// Looks at configuration files and baselines again, where some have changed, and at source files.
pub(in crate::lsp) fn handle(server: &Arc<Server>, params: &DidChangeWatchedFilesParams) {
    let is_source = |path: &str| Language::of_path(path).is_some();
    if params.changes.iter().all(|change| is_source(change.uri.as_str())) {
        server.index.rescan();
    } else {
        configuration::changed(server);
    }
}
