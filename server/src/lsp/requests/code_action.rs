//! `textDocument/codeAction`.

use std::sync::Arc;

use numpy_capi_analysis::ide::{self, CodeActionKind as Kind, CodeActionWish};
use numpy_capi_analysis::text::TextRange;
use numpy_capi_analysis::{Finding, Rule};
use serde_json::json;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse,
    CodeActionTriggerKind, Command, Diagnostic, NumberOrString, Range,
};

use super::code_action_resolve::{ActionData, edit};
use crate::config::Resolved;
use crate::lsp::capabilities::FIX_ALL;
use crate::lsp::commands;
use crate::lsp::convert;
use crate::lsp::fix_all;
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
    let only = context.only.as_deref();
    let is_automatic = context.trigger_kind == Some(CodeActionTriggerKind::AUTOMATIC);
    let wish = CodeActionWish {
        repairs: is_asked_for(lsp_kind(Kind::QuickFix).as_str(), only),
        // A cursor that only moves asks for no rewriting.
        rewritings: is_asked_for(lsp_kind(Kind::RefactorRewrite).as_str(), only) && !(is_automatic && only.is_none()),
    };
    let (file, text_range) = (view.file()?, view.positions().text_range(range));
    let findings = view.findings(&resolved);
    let offers = ide::code_actions(file, &findings, text_range, wish, &resolved.settings);
    let mut actions: Vec<_> = offers.into_iter().filter_map(|offer| action(view, offer, context, &resolved)).collect();
    if wish.repairs {
        actions.extend(explanations(&findings, text_range));
        let offers = ide::suppress_actions(file, &findings, text_range, &resolved.settings);
        actions.extend(offers.into_iter().filter_map(|offer| action(view, offer, context, &resolved)));
    }
    if is_asked_for(FIX_ALL, only) && fix_all::may_help(&findings) {
        actions.extend(fix_all_action(view, only.is_some(), &resolved));
    }
    (!actions.is_empty()).then_some(actions)
}

/// Whether the client asks for actions of a kind.
fn is_asked_for(kind: &str, only: Option<&[CodeActionKind]>) -> bool {
    only.is_none_or(|only| only.iter().any(|wanted| is_within(kind, wanted.as_str())))
}

/// For each rule that is found at a range, an action that opens its page.
fn explanations(findings: &[Finding], range: TextRange) -> Vec<CodeActionOrCommand> {
    let mut rules: Vec<&Rule> =
        findings.iter().filter(|finding| ide::is_offered_at(finding, range)).map(|finding| finding.rule).collect();
    rules.sort_by_key(|rule| rule.code);
    rules.dedup_by_key(|rule| rule.code);
    let action = |rule: &Rule| {
        let title = format!("Explain {} ({})", rule.code, rule.name);
        let arguments = vec![json!(rule.code), json!({"show": true})];
        let command = Command::new(title.clone(), commands::EXPLAIN_RULE.to_owned(), Some(arguments));
        let kind = Some(CodeActionKind::QUICKFIX);
        CodeActionOrCommand::CodeAction(CodeAction { title, kind, command: Some(command), ..CodeAction::default() })
    };
    rules.into_iter().map(action).collect()
}

/// All safe repairs at once. A client that resolves nothing pays for them only where it asks for this by name.
fn fix_all_action(view: &View, by_name: bool, resolved: &Resolved) -> Option<CodeActionOrCommand> {
    let mut action = CodeAction {
        title: "Apply all safe repairs of numpy-capi".to_owned(),
        kind: Some(CodeActionKind::new(FIX_ALL)),
        ..CodeAction::default()
    };
    if view.server.abilities().resolves_code_actions {
        action.data = Some(ActionData::new(view, FIX_ALL.to_owned()).to_json());
    } else if by_name {
        action.edit = Some(edit(view, FIX_ALL, resolved)?);
    } else {
        return None;
    }
    Some(CodeActionOrCommand::CodeAction(action))
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
