//! Write-backs that are pending: resolved where the function succeeds, discarded where it fails.

use tree_sitter::Node;

use super::FunctionContext;
use super::exits::{exits, failing_exit};
use super::label::{CleanUpLabel, clean_up_label};
use super::layout::{indentation_step, insert_before, statement_at};
use super::release::released_name;
use super::releases::DISCARD;
use crate::ownership::Defect;
use crate::rules::{Applicability, Fix};
use crate::syntax::Kind;

/// Resolves a write-back on the way to success and leaves where that fails; discards it on the way to failure.
pub(crate) fn settle_write_back(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let statement = statement_at(context, defect.at)?;
    let label = clean_up_label(context);
    let is_at_label = label.is_some_and(|label| label.range.contains(defect.at));
    // What success passes too must not be thrown away there.
    if is_at_label && !exits(context).iter().filter(|exit| lies_in(label, exit.statement)).all(|exit| exit.is_failing) {
        return None;
    }
    if is_at_label || leads_to_failure(context, statement) {
        let edits = insert_before(context, statement, &[format!("{DISCARD}({name});")]);
        return Some(Fix {
            title: format!("Discard the write-back of `{name}`"),
            applicability: Applicability::Safe,
            edits,
        });
    }
    let step = indentation_step(context);
    let mut lines = vec![format!("if (PyArray_ResolveWritebackIfCopy({name}) < 0) {{")];
    if label.is_none() {
        lines.push(format!("{step}Py_DECREF({name});"));
    }
    lines.extend(failing_exit(context)?.iter().map(|line| format!("{step}{line}")));
    lines.push("}".to_owned());
    let edits = insert_before(context, statement, &lines);
    Some(Fix { title: format!("Resolve the write-back of `{name}`"), applicability: Applicability::Safe, edits })
}

fn lies_in(label: Option<CleanUpLabel<'_>>, statement: Node<'_>) -> bool {
    label.is_some_and(|label| label.range.contains(statement.byte_range().into()))
}

/// Resolves a write-back where the function cannot leave at that point without losing something else.
pub(crate) fn resolve_write_back(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let statement = statement_at(context, defect.at)?;
    let edits = insert_before(context, statement, &[format!("PyArray_ResolveWritebackIfCopy({name});")]);
    Some(Fix {
        title: format!("Resolve the write-back of `{name}` without a test"),
        applicability: Applicability::Unsafe,
        edits,
    })
}

/// Whether the next exit behind a statement in its block is a failing one.
fn leads_to_failure(context: &FunctionContext<'_>, statement: Node<'_>) -> bool {
    let exits = exits(context);
    let mut next = statement.next_named_sibling();
    while let Some(sibling) = next {
        match context.grammar.kind(sibling) {
            Kind::GotoStatement => return true,
            Kind::ReturnStatement => {
                return exits.iter().any(|exit| exit.statement == sibling && exit.is_failing);
            }
            _ => next = sibling.next_named_sibling(),
        }
    }
    false
}
