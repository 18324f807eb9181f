//! `initialize`.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{InitializeParams, InitializeResult, ServerInfo};

use crate::lsp::capabilities::server_capabilities;
use crate::lsp::parent;
use crate::lsp::server::Server;
use crate::lsp::snapshot::on_worker;

/// Agrees with the client on what both can do.
pub(in crate::lsp) async fn handle(server: &Arc<Server>, params: InitializeParams) -> Result<InitializeResult> {
    server.configuration.set_initial(params.initialization_options.as_ref());
    let session = server.begin(&params);
    if let Some(process_id) = params.process_id {
        parent::watch(process_id, Arc::clone(&server.endings));
    }
    let worker = Arc::clone(server);
    let resolved = on_worker(move || worker.project_settings()).await?;
    if resolved.signature_help {
        server.configuration.signature_help_offered();
    }
    Ok(InitializeResult {
        capabilities: server_capabilities(session, &resolved),
        server_info: Some(ServerInfo {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        ..InitializeResult::default()
    })
}
