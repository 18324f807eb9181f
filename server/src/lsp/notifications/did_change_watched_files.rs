//! `workspace/didChangeWatchedFiles`.

use std::sync::Arc;

use crate::lsp::configuration;
use crate::lsp::server::Server;

/// Only configuration files and baselines are watched: looks at them again.
pub(in crate::lsp) fn handle(server: &Arc<Server>) {
    configuration::changed(server);
}
