//! Asking the client for settings, and making changes felt.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tower_lsp::jsonrpc;
use tower_lsp::ls_types::{ConfigurationItem, Uri};
use tracing::{debug, warn};

use super::SECTION;
use super::registration;
use crate::lsp::server::Server;

/// How long the client may take to answer a request. Some never do.
const PATIENCE: Duration = Duration::from_secs(10);

/// Registers what has to be registered and asks for the settings. Returns at once.
pub(in crate::lsp) fn start(server: &Arc<Server>) {
    let server = Arc::clone(server);
    tokio::spawn(async move {
        registration::register(&server).await;
        ask(&server).await;
        make_felt(&server).await;
    });
}

/// Asks the client for the settings and makes changes felt. Returns at once.
pub(in crate::lsp) fn pull(server: &Arc<Server>) {
    let server = Arc::clone(server);
    tokio::spawn(async move {
        if ask(&server).await {
            make_felt(&server).await;
        }
    });
}

/// Takes settings that the client has sent and makes changes felt. Returns at once.
pub(in crate::lsp) fn adopt(server: &Arc<Server>, settings: &Value) {
    if server.configuration.set_current(settings) {
        changed(server);
    }
}

/// Makes changed settings felt. Returns at once.
pub(in crate::lsp) fn changed(server: &Arc<Server>) {
    let server = Arc::clone(server);
    tokio::spawn(async move { make_felt(&server).await });
}

/// Asks the client for the settings again, reads the files again and makes all felt. Returns at once.
pub(in crate::lsp) fn reload(server: &Arc<Server>) {
    let server = Arc::clone(server);
    tokio::spawn(async move {
        ask(&server).await;
        make_felt(&server).await;
    });
}

/// Whether the answer changes anything.
async fn ask(server: &Server) -> bool {
    if !server.abilities().configuration {
        return false;
    }
    let folders = folders(server);
    let scopes = std::iter::once(None).chain(folders.iter().map(|(_, uri)| Some(uri.clone())));
    let items = scopes.map(|scope_uri| ConfigurationItem { scope_uri, section: Some(SECTION.to_owned()) }).collect();
    let answer = within_patience("workspace/configuration", server.client.configuration(items)).await;
    let mut sections = answer.into_iter().flatten();
    let Some(settings) = sections.next() else { return false };
    debug!(%settings, "the client's settings");
    let of_folders = folders.into_iter().map(|(path, _)| path).zip(sections).collect();
    let is_new = server.configuration.set_current(&settings);
    server.configuration.set_folders(of_folders) || is_new
}

/// The folders whose settings may differ: where there are several.
fn folders(server: &Server) -> Vec<(PathBuf, Uri)> {
    let roots = server.roots();
    if roots.len() < 2 {
        return Vec::new();
    }
    roots.into_iter().filter_map(|root| Some((root.clone(), Uri::from_file_path(&root)?))).collect()
}

/// Waits for the client's answer; `None` where it refuses or is silent.
pub(in crate::lsp) async fn within_patience<T>(
    what: &'static str,
    request: impl Future<Output = jsonrpc::Result<T>>,
) -> Option<T> {
    match timeout(PATIENCE, request).await {
        Ok(Ok(answer)) => Some(answer),
        Ok(Err(error)) => {
            warn!("the client refuses {what}: {error}");
            None
        }
        Err(_) => {
            warn!("the client has not answered {what} in {PATIENCE:?}");
            None
        }
    }
}

async fn make_felt(server: &Arc<Server>) {
    let worker = Arc::clone(server);
    let resolved = spawn_blocking(move || {
        let resolved = worker.project_settings();
        worker.configuration.problems.forget_missing(&worker.outbox);
        worker.configuration.problems.report(&resolved, &worker);
        resolved
    });
    if let Ok(resolved) = resolved.await {
        registration::follow_signature_help(server, resolved.signature_help).await;
        let is_turned = server.configuration.turn_inlay_hints(resolved.inlay_hints);
        if is_turned && server.abilities().refreshes_inlay_hints {
            within_patience("workspace/inlayHint/refresh", server.client.inlay_hint_refresh()).await;
        }
    }
    server.index.rescan();
    if !server.abilities().pulls_diagnostics {
        server.documents.wake_all();
    }
    refresh_diagnostics(server).await;
}

/// Tells a client that pulls diagnostics to ask for them again.
pub(in crate::lsp) async fn refresh_diagnostics(server: &Server) {
    let client = server.abilities();
    if client.pulls_diagnostics && client.refreshes_diagnostics {
        within_patience("workspace/diagnostic/refresh", server.client.workspace_diagnostic_refresh()).await;
    }
}
