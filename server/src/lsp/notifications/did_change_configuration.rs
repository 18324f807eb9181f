//! `workspace/didChangeConfiguration`.

use std::sync::Arc;

use tower_lsp::ls_types::DidChangeConfigurationParams;

use crate::lsp::configuration;
use crate::lsp::server::Server;

/// Asks for the settings where the client can be asked, else takes what it has sent.
pub(in crate::lsp) fn handle(server: &Arc<Server>, params: &DidChangeConfigurationParams) {
    if server.abilities().configuration {
        configuration::pull(server);
    } else {
        configuration::adopt(server, &params.settings);
    }
}
