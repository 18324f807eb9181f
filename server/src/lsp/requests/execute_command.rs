//! `workspace/executeCommand`.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{ExecuteCommandParams, LSPAny};

use crate::lsp::commands;
use crate::lsp::server::Server;
use crate::lsp::snapshot::on_worker;

/// Runs a command.
pub(in crate::lsp) async fn handle(server: &Arc<Server>, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
    let server = Arc::clone(server);
    on_worker(move || commands::run(&server, &params.command, &params.arguments)).await?.map(Some)
}
