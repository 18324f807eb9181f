//! `completionItem/resolve`.

use std::sync::Arc;

use numpy_capi_analysis::ide;
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
        if let Some(markdown) = ide::completion_documentation(&item.label, &settings) {
            item.documentation = Some(documentation(markdown, server.abilities().completion_markdown));
        }
        item
    })
    .await
}
