//! Keeping an object until its last use.

use tree_sitter::Node;

use super::FunctionContext;
use super::exits::exits;
use super::layout::{delete_statement, insert_after, insert_before, statement_at, statement_range};
use super::release::{leave_after, released_name};
use super::statements::called;
use crate::ownership::{Defect, DefectKind};
use crate::rules::{Applicability, Fix};
use crate::syntax::Kind;
use crate::text::TextEdit;

/// Moves a release behind the use that comes too late for it.
pub(crate) fn release_later(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect).filter(|_| defect.kind == DefectKind::UsedAfterRelease)?;
    let release = statement_at(context, defect.earlier?)?;
    let used = statement_at(context, defect.at)?;
    let (_, arguments) = called(context, release)?;
    if arguments != [name] || release.parent() != used.parent() || used.start_byte() < release.end_byte() {
        return None;
    }
    let mut edits = delete_statement(context, release);
    edits.extend(behind(context, used, statement_range(context, release).of(context.file.text()))?);
    let title = format!("Release `{name}` behind its last use");
    Some(Fix { title, applicability: Applicability::Unsafe, edits })
}

/// Takes a reference before the call that steals the only one, and releases it where the function fails before the use.
pub(crate) fn retain_before_theft(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let edits = retained(context, defect)?;
    Some(Fix { title: title(defect), applicability: Applicability::Unsafe, edits })
}

/// The same, with a release behind the use.
pub(crate) fn retain_until_used(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let mut edits = retained(context, defect)?;
    let used = statement_at(context, defect.at)?;
    edits.extend(behind(context, used, &format!("Py_DECREF({});", released_name(defect)?))?);
    Some(Fix { title: title(defect), applicability: Applicability::Unsafe, edits })
}

fn title(defect: &Defect) -> String {
    format!("Take a reference to `{}` before it is stolen", defect.variable)
}

fn retained(context: &FunctionContext<'_>, defect: &Defect) -> Option<Vec<TextEdit>> {
    let name = released_name(defect)?;
    let theft = statement_at(context, defect.earlier?)?;
    let used = statement_at(context, defect.at)?;
    let mut edits = insert_before(context, theft, &[format!("Py_INCREF({name});")]);
    let between = exits(context)
        .into_iter()
        .map(|exit| exit.statement)
        .filter(|exit| exit.start_byte() >= theft.end_byte() && exit.end_byte() <= used.start_byte());
    for exit in between {
        edits.extend(leave_after(context, exit, &[format!("Py_DECREF({name});")]));
    }
    Some(edits)
}

/// A line behind a statement, before the function is left by it.
fn behind(context: &FunctionContext<'_>, used: Node<'_>, line: &str) -> Option<Vec<TextEdit>> {
    match context.grammar.kind(used) {
        Kind::ReturnStatement => Some(leave_after(context, used, &[line.to_owned()])),
        Kind::ExpressionStatement | Kind::Declaration => Some(insert_after(context, used, &[line.to_owned()])),
        _ => None,
    }
}
