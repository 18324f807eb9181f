//! `shutdown`.

use crate::lsp::server::Server;

/// Stops all work; `exit` will follow.
pub(in crate::lsp) fn handle(server: &Server) {
    server.endings.shut_down();
    server.documents.clear();
    server.index.end();
}
