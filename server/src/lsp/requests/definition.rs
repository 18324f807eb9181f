//! `textDocument/definition`: from a word of a template to its values. Of C clangd knows more.

use std::sync::Arc;

use numpy_capi_analysis::ide;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{GotoDefinitionParams, GotoDefinitionResponse, Location, Position};

use crate::lsp::server::Server;
use crate::lsp::snapshot::{View, compute_current};

/// Where the `@name@` at a position is given its values.
pub(in crate::lsp) async fn handle(
    server: &Arc<Server>,
    params: GotoDefinitionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    let place = params.text_document_position_params;
    let answer = move |view: &View| Ok(definition(view, place.position));
    compute_current(server, &place.text_document.uri, answer).await
}

fn definition(view: &View, position: Position) -> Option<GotoDefinitionResponse> {
    let positions = view.positions();
    let target = ide::template_definition(view.file()?, positions.offset(position))?;
    Some(GotoDefinitionResponse::Scalar(Location::new(view.snapshot.uri.clone(), positions.range(target))))
}
