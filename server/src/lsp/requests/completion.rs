//! `textDocument/completion`.

use std::sync::Arc;

use numpy_capi_analysis::ide::{self, Completion, CompletionKind};
use serde_json::Value;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionItemTag, CompletionParams, CompletionResponse, CompletionTextEdit,
    Position, TextEdit,
};

use crate::lsp::convert::Positions;
use crate::lsp::server::Server;
use crate::lsp::session::Abilities;
use crate::lsp::snapshot::{View, compute};

/// The names that fit at a position. Their documentation is left for the item that the user looks at.
pub(in crate::lsp) async fn handle(
    server: &Arc<Server>,
    params: CompletionParams,
) -> Result<Option<CompletionResponse>> {
    let place = params.text_document_position;
    compute(server, &place.text_document.uri, move |view| completions(view, place.position)).await
}

fn completions(view: &View, position: Position) -> Option<CompletionResponse> {
    let positions = view.positions();
    let resolved = view.resolved();
    let offset = positions.offset(position);
    let offers = ide::completions(view.file()?, offset, resolved.completion_scope, &resolved.settings);
    let client = view.server.abilities();
    let items: Vec<_> = offers.into_iter().map(|offer| item(offer, positions, &client)).collect();
    (!items.is_empty()).then_some(CompletionResponse::Array(items))
}

fn item(offer: Completion, positions: Positions<'_>, client: &Abilities) -> CompletionItem {
    let edit = TextEdit::new(positions.range(offer.replace), offer.label.clone());
    let key = (offer.key != offer.label).then(|| Value::from(offer.key));
    let tag = offer.deprecated && client.completion_tags;
    CompletionItem {
        label: offer.label,
        kind: Some(kind(offer.kind)),
        detail: (!offer.detail.is_empty()).then_some(offer.detail),
        sort_text: Some(offer.sort),
        filter_text: offer.filter,
        data: key,
        text_edit: Some(CompletionTextEdit::Edit(edit)),
        tags: tag.then(|| vec![CompletionItemTag::DEPRECATED]),
        deprecated: (offer.deprecated && !tag && client.completion_deprecated).then_some(true),
        ..CompletionItem::default()
    }
}

fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Function => CompletionItemKind::FUNCTION,
        CompletionKind::Constant => CompletionItemKind::CONSTANT,
        CompletionKind::Type => CompletionItemKind::STRUCT,
        CompletionKind::Variable => CompletionItemKind::VARIABLE,
        CompletionKind::Unit => CompletionItemKind::VALUE,
    }
}
