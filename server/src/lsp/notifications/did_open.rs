//! `textDocument/didOpen`.

use std::sync::Arc;

use tower_lsp::ls_types::DidOpenTextDocumentParams;

use crate::lsp::diagnostics;
use crate::lsp::server::Server;

/// Takes the document in and starts its analysis.
pub(in crate::lsp) fn handle(server: &Arc<Server>, params: DidOpenTextDocumentParams) {
    let (key, awakened) = server.documents.open(params.text_document, |path| server.index.neighbours_of(path));
    server.index.touch();
    if !server.abilities().pulls_diagnostics {
        diagnostics::watch(Arc::clone(server), key, awakened);
    }
}
