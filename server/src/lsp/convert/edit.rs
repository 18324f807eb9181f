//! Edits of a document.

use std::collections::HashMap;

use numpy_capi_analysis::text::TextEdit;
use tower_lsp::ls_types::{
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, Uri, WorkspaceEdit,
};

use super::position::Positions;
use crate::lsp::session::Abilities;

/// Edits of one document; where the client can check it, only for the version that they were computed on.
pub(in crate::lsp) fn workspace_edit(
    edits: Vec<TextEdit>,
    uri: &Uri,
    version: i32,
    positions: Positions<'_>,
    client: &Abilities,
) -> WorkspaceEdit {
    let edits = edits.into_iter().map(|edit| positions.edit(edit));
    if client.versioned_edits {
        let document = OptionalVersionedTextDocumentIdentifier::new(uri.clone(), version);
        let change = TextDocumentEdit { text_document: document, edits: edits.map(OneOf::Left).collect() };
        WorkspaceEdit { document_changes: Some(DocumentChanges::Edits(vec![change])), ..WorkspaceEdit::default() }
    } else {
        WorkspaceEdit { changes: Some(HashMap::from([(uri.clone(), edits.collect())])), ..WorkspaceEdit::default() }
    }
}
