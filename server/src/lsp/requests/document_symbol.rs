//! `textDocument/documentSymbol`: the outline of a template. Of C files clangd knows more.

use std::sync::Arc;

use numpy_capi_analysis::ide::{self, TemplatePart, TemplatePartKind};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind, Uri,
};

use crate::lsp::convert::Positions;
use crate::lsp::server::Server;
use crate::lsp::snapshot::{View, compute};

/// The loops, words and functions of a template; nothing for other files.
pub(in crate::lsp) async fn handle(
    server: &Arc<Server>,
    params: DocumentSymbolParams,
) -> Result<Option<DocumentSymbolResponse>> {
    compute(server, &params.text_document.uri, outline).await
}

fn outline(view: &View) -> Option<DocumentSymbolResponse> {
    let parts = ide::template_outline(view.file()?)?;
    let positions = view.positions();
    if view.server.abilities().nested_symbols {
        return Some(DocumentSymbolResponse::Nested(parts.into_iter().map(|part| symbol(part, positions)).collect()));
    }
    let mut flat = Vec::new();
    for part in parts {
        flatten(part, &view.snapshot.uri, positions, None, &mut flat);
    }
    Some(DocumentSymbolResponse::Flat(flat))
}

#[expect(deprecated, reason = "the type has no constructor")]
fn symbol(part: TemplatePart, positions: Positions<'_>) -> DocumentSymbol {
    let children: Vec<_> = part.children.into_iter().map(|child| symbol(child, positions)).collect();
    DocumentSymbol {
        name: part.name,
        detail: (!part.detail.is_empty()).then_some(part.detail),
        kind: kind(part.kind),
        tags: None,
        deprecated: None,
        range: positions.range(part.range),
        selection_range: positions.range(part.selection),
        children: (!children.is_empty()).then_some(children),
    }
}

/// The same as a list, for clients that know no trees.
#[expect(deprecated, reason = "the type has no constructor")]
fn flatten(
    part: TemplatePart,
    uri: &Uri,
    positions: Positions<'_>,
    container: Option<&str>,
    flat: &mut Vec<SymbolInformation>,
) {
    flat.push(SymbolInformation {
        name: part.name.clone(),
        kind: kind(part.kind),
        tags: None,
        deprecated: None,
        location: Location::new(uri.clone(), positions.range(part.selection)),
        container_name: container.map(ToOwned::to_owned),
    });
    for child in part.children {
        flatten(child, uri, positions, Some(&part.name), flat);
    }
}

const fn kind(kind: TemplatePartKind) -> SymbolKind {
    match kind {
        TemplatePartKind::Loop => SymbolKind::NAMESPACE,
        TemplatePartKind::Word => SymbolKind::TYPE_PARAMETER,
        TemplatePartKind::Function => SymbolKind::FUNCTION,
    }
}
