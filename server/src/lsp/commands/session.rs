//! The session itself.

use std::sync::Arc;

use serde_json::Value;

use crate::lsp::configuration;
use crate::lsp::requests::server_info;
use crate::lsp::server::Server;

/// Name, version and state of the server.
pub(super) fn info(server: &Arc<Server>) -> Value {
    server_info::describe(server)
}

/// Forgets what is known of the open documents, reads the configuration again and analyses anew.
pub(super) fn reload(server: &Arc<Server>) -> Value {
    server.documents.forget_derived();
    configuration::reload(server);
    Value::Null
}
