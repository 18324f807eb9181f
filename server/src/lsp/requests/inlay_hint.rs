//! `textDocument/inlayHint`.

use std::sync::Arc;

use numpy_capi_analysis::ide;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{InlayHint, InlayHintLabel, InlayHintParams, InlayHintTooltip, Range};

use crate::lsp::server::Server;
use crate::lsp::snapshot::{View, compute};

/// Ownership in the calls of a range, where the settings want it.
pub(in crate::lsp) async fn handle(server: &Arc<Server>, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
    compute(server, &params.text_document.uri, move |view| hints(view, params.range)).await
}

fn hints(view: &View, range: Range) -> Option<Vec<InlayHint>> {
    if !view.resolved().inlay_hints {
        return None;
    }
    let positions = view.positions();
    let found = ide::inlay_hints(view.file()?, positions.text_range(range));
    let hint = |hint: ide::InlayHint| InlayHint {
        position: positions.position(hint.offset),
        label: InlayHintLabel::String(format!("{}:", hint.label)),
        kind: None,
        text_edits: None,
        tooltip: Some(InlayHintTooltip::String(tooltip(&hint))),
        padding_left: Some(false),
        padding_right: Some(true),
        data: None,
    };
    Some(found.into_iter().map(hint).collect())
}

/// The contract of the call.
fn tooltip(hint: &ide::InlayHint) -> String {
    let symbol = numpy_capi_db::symbol(hint.callee);
    let contract = symbol.and_then(|symbol| ide::api_item(symbol, &numpy_capi_analysis::Settings::default()).contract);
    format!("{}: {}", hint.callee, contract.unwrap_or_default())
}
