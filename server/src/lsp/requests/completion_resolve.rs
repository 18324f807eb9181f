//! `completionItem/resolve`.

use std::sync::Arc;

use numpy_capi_analysis::ide;
use serde_json::Value;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::CompletionItem;

use crate::lsp::convert::documentation;
use crate::lsp::server::Server;
use crate::lsp::snapshot::on_worker;

/// Adds the documentation of an offered name.
pub(in crate::lsp) async fn handle(server: &Arc<Server>, mut item: CompletionItem) -> Result<CompletionItem> {
    let server = Arc::clone(server);
    on_worker(move || {
        let settings = server.project_settings().settings;
        if let Some(markdown) = ide::completion_documentation(key(&item), &settings) {
            item.documentation = Some(documentation(markdown, server.abilities().completion_markdown));
        }
        item
    })
    .await
}

/// What the offer is kept under: its label unless it says otherwise.
fn key(item: &CompletionItem) -> &str {
    item.data.as_ref().and_then(Value::as_str).unwrap_or(&item.label)
}
