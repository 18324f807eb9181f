//! Code actions: repairs of findings, and rewritings that the user asks for.

use super::suppress_action::{self, SUPPRESS};
use crate::repairs::{self, Repairs};
use crate::rules::{Applicability, Finding};
use crate::settings::Settings;
use crate::syntax::SourceFile;
use crate::text::{TextEdit, TextRange};

/// An offer to change the text.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeAction {
    /// What it does, in the imperative.
    pub title: String,
    /// Repair or rewriting.
    pub kind: CodeActionKind,
    /// Whether it is the one to choose.
    pub preferred: bool,
    /// Whether it can be applied unseen.
    pub applicability: Applicability,
    /// The findings that it repairs.
    pub repairs: Vec<Finding>,
    /// Identifies the action for [`resolve_code_action`] on the same text; opaque to callers.
    pub id: String,
}

/// The kind of a code action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeActionKind {
    /// Repairs a finding.
    QuickFix,
    /// Rewrites on request.
    RefactorRewrite,
}

/// The identity of the clean-up that is offered without a finding.
const CLEAN_UP: &str = "clean-up";

/// Which offers are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeActionWish {
    /// Repairs of findings.
    pub repairs: bool,
    /// The clean-up of a function that nothing was found in; it takes an analysis of the function.
    pub rewritings: bool,
}

/// The offers for a range of the text: the repairs of the findings there, best first, and the clean-up of the function.
/// `findings` are those of the file.
pub fn code_actions(
    file: &SourceFile,
    findings: &[Finding],
    range: TextRange,
    wish: CodeActionWish,
    settings: &Settings,
) -> Vec<CodeAction> {
    let mut actions: Vec<CodeAction> = Vec::new();
    let repairs = Repairs::new(file, settings);
    for finding in findings.iter().filter(|finding| wish.repairs && is_offered_at(finding, range)) {
        for (position, fix) in repairs.of(finding).into_iter().enumerate() {
            if let Some(same) = actions.iter_mut().find(|action| action.title == fix.title && position == 0) {
                same.repairs.push(finding.clone());
                continue;
            }
            actions.push(CodeAction {
                title: fix.title,
                kind: CodeActionKind::QuickFix,
                preferred: position == 0,
                applicability: fix.applicability,
                repairs: vec![finding.clone()],
                id: format!("{}:{}:{}:{position}", finding.rule.code, finding.range.start, finding.range.end),
            });
        }
    }
    let is_offered = !wish.rewritings || actions.iter().any(|action| action.title.contains("goto-fail"));
    if !is_offered && let Some(fix) = repairs::clean_up(file, TextRange::empty(range.start), settings) {
        actions.push(CodeAction {
            title: fix.title,
            kind: CodeActionKind::RefactorRewrite,
            preferred: false,
            applicability: fix.applicability,
            repairs: Vec::new(),
            id: format!("{CLEAN_UP}:{}", range.start),
        });
    }
    actions
}

/// Whether a finding, or the first station on its way, lies at a range.
pub fn is_offered_at(finding: &Finding, range: TextRange) -> bool {
    finding.range.meets(range) || finding.related.first().is_some_and(|related| related.range.meets(range))
}

/// The edits of an offered action; `None` where the text has changed so that it no longer applies.
pub fn resolve_code_action(
    file: &SourceFile,
    findings: &[Finding],
    id: &str,
    settings: &Settings,
) -> Option<Vec<TextEdit>> {
    let parts: Vec<&str> = id.split(':').collect();
    match parts.as_slice() {
        [CLEAN_UP, at] => Some(repairs::clean_up(file, TextRange::empty(at.parse().ok()?), settings)?.edits),
        [SUPPRESS, code, start, end] => {
            let finding = finding_of(findings, code, start, end)?;
            Some(suppress_action::edits(file, findings, finding, settings))
        }
        [code, start, end, position] => {
            let finding = finding_of(findings, code, start, end)?;
            Repairs::new(file, settings).of(finding).into_iter().nth(position.parse().ok()?).map(|fix| fix.edits)
        }
        _ => None,
    }
}

/// The finding that an action names by its code and its place.
fn finding_of<'a>(findings: &'a [Finding], code: &str, start: &str, end: &str) -> Option<&'a Finding> {
    let range = TextRange::new(start.parse().ok()?, end.parse().ok()?);
    findings.iter().find(|finding| finding.rule.code == code && finding.range == range)
}
