//! `codeAction/resolve`.

use std::str::FromStr;
use std::sync::Arc;

use numpy_capi_analysis::{SourceFile, ide};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{CodeAction, Uri, WorkspaceEdit};

use crate::config::Resolved;
use crate::lsp::capabilities::FIX_ALL;
use crate::lsp::convert::workspace_edit;
use crate::lsp::fix_all;
use crate::lsp::known;
use crate::lsp::server::Server;
use crate::lsp::snapshot::{View, compute_current};

/// What the client keeps of an offered action until the user chooses it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ActionData {
    uri: String,
    /// As the client counts the document.
    version: i32,
    /// As the server counts it, which also tells a document from its predecessor of the same name.
    revision: u64,
    /// Opaque here; the analysis knows it again.
    id: String,
}

impl ActionData {
    /// What is needed to make the edit of an action later.
    pub(super) fn new(view: &View, id: String) -> Self {
        let snapshot = &view.snapshot;
        Self { uri: snapshot.uri.as_str().to_owned(), version: snapshot.version, revision: snapshot.revision(), id }
    }

    /// As the client gets it.
    pub(super) fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// The edit of an action; `None` where it no longer applies.
pub(super) fn edit(view: &View, id: &str, resolved: &Resolved) -> Option<WorkspaceEdit> {
    let file = view.file()?;
    let edits = if id == FIX_ALL {
        let baseline = known::baseline(&view.server, resolved);
        let unknown =
            |file: &SourceFile, findings| known::unknown(baseline.as_deref(), view.snapshot.key.path(), file, findings);
        fix_all::edits(file, &resolved.settings, unknown)
    } else {
        ide::resolve_code_action(file, &view.findings(resolved), id, &resolved.settings)?
    };
    let snapshot = &view.snapshot;
    Some(workspace_edit(edits, &snapshot.uri, snapshot.version, view.positions(), &view.server.abilities()))
}

/// Adds the edit of the action that the user has chosen. An error where the text has changed since the offer.
pub(in crate::lsp) async fn handle(server: &Arc<Server>, mut action: CodeAction) -> Result<CodeAction> {
    let Some(data) = action.data.clone() else { return Ok(action) };
    let invalid = || Error::invalid_params("the member `data` is not what the server gave with this action");
    let data: ActionData = serde_json::from_value(data).map_err(|_| invalid())?;
    let uri = Uri::from_str(&data.uri).map_err(|_| invalid())?;
    let edit = compute_current(server, &uri, move |view| {
        if view.snapshot.revision() != data.revision || view.snapshot.version != data.version {
            return Err(Error::content_modified());
        }
        edit(view, &data.id, &view.resolved()).map(Some).ok_or_else(Error::content_modified)
    });
    action.edit = Some(edit.await?.ok_or_else(Error::content_modified)?);
    Ok(action)
}
