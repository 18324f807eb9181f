//! `textDocument/didSave`.

use std::sync::Arc;

use crate::lsp::configuration;
use crate::lsp::server::Server;

/// Looks at the configuration files again, where the client cannot tell that they have changed.
pub(in crate::lsp) fn handle(server: &Arc<Server>) {
    if !server.abilities().watches_files {
        configuration::changed(server);
    }
}
