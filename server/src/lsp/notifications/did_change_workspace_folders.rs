//! `workspace/didChangeWorkspaceFolders`.

use std::sync::Arc;

use tower_lsp::ls_types::DidChangeWorkspaceFoldersParams;

use crate::lsp::configuration;
use crate::lsp::documents::file_path;
use crate::lsp::server::Server;

/// Takes the folders over and asks for their settings.
pub(in crate::lsp) fn handle(server: &Arc<Server>, params: &DidChangeWorkspaceFoldersParams) {
    let removed: Vec<_> = params.event.removed.iter().filter_map(|folder| file_path(&folder.uri)).collect();
    let added = params.event.added.iter().filter_map(|folder| file_path(&folder.uri));
    server.change_roots(&removed, added);
    configuration::reload(server);
}
