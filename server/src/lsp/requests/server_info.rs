//! `numpyCapi/serverInfo`: what an editor shows when the user asks which server runs.

use std::sync::Arc;

use numpy_capi_analysis::rules;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;

use crate::lsp::convert::to_lsp_encoding;
use crate::lsp::server::Server;
use crate::lsp::snapshot::on_worker;

/// Name, version and state of the server.
pub(in crate::lsp) async fn handle(server: &Arc<Server>) -> Result<Value> {
    let server = Arc::clone(server);
    on_worker(move || describe(&server)).await
}

/// The same. Reads files.
pub(in crate::lsp) fn describe(server: &Server) -> Value {
    let resolved = server.project_settings();
    json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "executable": std::env::current_exe().ok(),
        "processId": std::process::id(),
        "rules": rules::all().len(),
        "entries": numpy_capi_db::symbols().len(),
        "positionEncoding": to_lsp_encoding(server.encoding()),
        "pushesDiagnostics": !server.abilities().pulls_diagnostics,
        "openDocuments": server.documents.len(),
        "configurationFile": resolved.source,
        "targetNumpy": resolved.settings.target_numpy.map(|version| version.to_string()),
    })
}
