//! `textDocument/didClose`.

use tower_lsp::ls_types::DidCloseTextDocumentParams;

use crate::lsp::server::Server;

/// Lets the document go and takes its diagnostics back.
pub(in crate::lsp) fn handle(server: &Server, params: &DidCloseTextDocumentParams) {
    if let Some(uri) = server.documents.close(&params.text_document.uri) {
        server.outbox.publish(uri, None, Vec::new());
    }
}
