//! `textDocument/didChange`.

use tower_lsp::ls_types::DidChangeTextDocumentParams;
use tracing::warn;

use crate::lsp::server::Server;

/// Applies the changes, which wakes the analysis.
pub(in crate::lsp) fn handle(server: &Server, params: &DidChangeTextDocumentParams) {
    let document = &params.text_document;
    let is_open = server.documents.change(&document.uri, document.version, &params.content_changes, server.encoding());
    server.index.touch();
    if !is_open {
        warn!("{} has changed but is not open", document.uri.as_str());
    }
}
