//! `initialized`: from now on the client may be asked.

use std::sync::Arc;

use crate::lsp::configuration;
use crate::lsp::server::Server;

/// Asks the client for settings.
pub(in crate::lsp) fn handle(server: &Arc<Server>) {
    configuration::start(server);
}
