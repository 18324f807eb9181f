//! Code actions: repairs of findings, and rewritings that the user asks for.

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

/// The offers for a range of the text.
pub fn code_actions(_file: &SourceFile, _range: TextRange, _settings: &Settings) -> Vec<CodeAction> {
    Vec::new()
}

/// The edits of an offered action; `None` where the text has changed so that it no longer applies.
pub fn resolve_code_action(_file: &SourceFile, _id: &str, _settings: &Settings) -> Option<Vec<TextEdit>> {
    None
}
