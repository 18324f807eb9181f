//! `textDocument/hover`.

use std::sync::Arc;

use numpy_capi_analysis::ide;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Hover, HoverContents, HoverParams, Position};

use crate::lsp::convert::markup;
use crate::lsp::server::Server;
use crate::lsp::snapshot::{View, compute_current};

/// What the database says of the symbol at a position.
pub(in crate::lsp) async fn handle(server: &Arc<Server>, params: HoverParams) -> Result<Option<Hover>> {
    let place = params.text_document_position_params;
    let answer = move |view: &View| Ok(hover(view, place.position));
    compute_current(server, &place.text_document.uri, answer).await
}

fn hover(view: &View, position: Position) -> Option<Hover> {
    let positions = view.positions();
    let found = ide::hover(view.file()?, positions.offset(position), &view.resolved().settings)?;
    Some(Hover {
        contents: HoverContents::Markup(markup(found.markdown, view.server.abilities().hover_markdown)),
        range: Some(positions.range(found.range)),
    })
}
