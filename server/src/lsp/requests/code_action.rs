//! `textDocument/codeAction`.

use std::sync::Arc;

use numpy_capi_analysis::Finding;
use numpy_capi_analysis::ide::{self, CodeActionKind as Kind};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse,
    Diagnostic, NumberOrString, Range,
};

use super::code_action_resolve::{ActionData, edit};
use crate::config::Resolved;
use crate::lsp::convert;
use crate::lsp::server::Server;
use crate::lsp::snapshot::{View, compute};

/// The offers for a range. Their edits are left for the one that the user chooses, where the client asks for it then.
pub(in crate::lsp) async fn handle(
    server: &Arc<Server>,
    params: CodeActionParams,
) -> Result<Option<CodeActionResponse>> {
    if !server.abilities().code_action_literals {
        return Ok(None);
    }
    let CodeActionParams { text_document, range, context, .. } = params;
    compute(server, &text_document.uri, move |view| actions(view, range, &context)).await
}

fn actions(view: &View, range: Range, context: &CodeActionContext) -> Option<CodeActionResponse> {
    let resolved = view.resolved();
    let wanted = |action: &ide::CodeAction| is_wanted(action.kind, context.only.as_deref(), &resolved);
    let offers = ide::code_actions(view.file()?, view.positions().text_range(range), &resolved.settings);
    let offers = offers.into_iter().filter(wanted);
    let actions: Vec<_> = offers.filter_map(|offer| action(view, offer, context, &resolved)).collect();
    (!actions.is_empty()).then_some(actions)
}

/// Whether the client asks for actions of a kind. No repairs are offered for findings that are not shown.
fn is_wanted(kind: Kind, only: Option<&[CodeActionKind]>, resolved: &Resolved) -> bool {
    if kind == Kind::QuickFix && (resolved.excluded || !resolved.lint_enabled) {
        return false;
    }
    only.is_none_or(|only| only.iter().any(|wanted| is_within(lsp_kind(kind).as_str(), wanted.as_str())))
}

/// Whether a kind is another or a kind of it: `refactor.rewrite` is a `refactor`, and everything is the empty kind.
fn is_within(kind: &str, wanted: &str) -> bool {
    wanted.is_empty() || kind.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn lsp_kind(kind: Kind) -> CodeActionKind {
    match kind {
        Kind::QuickFix => CodeActionKind::QUICKFIX,
        Kind::RefactorRewrite => CodeActionKind::REFACTOR_REWRITE,
    }
}

/// `None` where the edit is needed now and cannot be made.
fn action(
    view: &View,
    offer: ide::CodeAction,
    context: &CodeActionContext,
    resolved: &Resolved,
) -> Option<CodeActionOrCommand> {
    let client = view.server.abilities();
    let repaired = offer.repairs.iter().map(|finding| repaired(view, finding, &context.diagnostics));
    let diagnostics: Vec<_> = repaired.collect();
    let mut action = CodeAction {
        title: offer.title,
        kind: Some(lsp_kind(offer.kind)),
        diagnostics: (!diagnostics.is_empty()).then_some(diagnostics),
        is_preferred: (client.preferred_code_actions && offer.preferred).then_some(true),
        ..CodeAction::default()
    };
    if client.resolves_code_actions {
        action.data = Some(ActionData::new(view, offer.id).to_json());
    } else {
        action.edit = Some(edit(view, &offer.id, resolved)?);
    }
    Some(CodeActionOrCommand::CodeAction(action))
}

/// The client's own diagnostic of a finding, where it sent it along, so that it knows it again.
fn repaired(view: &View, finding: &Finding, known: &[Diagnostic]) -> Diagnostic {
    let range = view.positions().range(finding.range);
    let code = Some(NumberOrString::String(finding.rule.code.to_owned()));
    let own = known.iter().find(|diagnostic| diagnostic.range == range && diagnostic.code == code);
    own.cloned()
        .unwrap_or_else(|| convert::diagnostic(finding, &view.snapshot.uri, view.positions(), &view.server.abilities()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_trees() {
        assert!(is_within("quickfix", "quickfix") && is_within("quickfix", ""));
        assert!(is_within("refactor.rewrite", "refactor"));
        assert!(!is_within("refactor.rewrite", "refactor.re") && !is_within("quickfix", "source.fixAll"));
        assert!(!is_within("quickfix", "quickfix.numpy"));
    }
}
