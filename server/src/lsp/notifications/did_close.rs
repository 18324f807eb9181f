//! `textDocument/didClose`.

use tower_lsp::ls_types::DidCloseTextDocumentParams;

use crate::lsp::server::Server;

/// Lets the document go and takes its diagnostics back.
pub(in crate::lsp) fn handle(server: &Server, params: &DidCloseTextDocumentParams) {
    let closed = server.documents.close(&params.text_document.uri);
    server.index.touch();
    if let Some(uri) = closed {
        server.outbox.publish(uri, None, Vec::new());
    }
}
