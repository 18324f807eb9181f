//! The second step: what the label would release once more is made NULL where it is released or stolen before.

use crate::ownership::{Defect, DefectKind};
use crate::repairs::FunctionContext;
use crate::repairs::label::{CleanUpLabel, clean_up_label};
use crate::repairs::layout::{insert_after, statement_at, statement_range};
use crate::repairs::null_test::accept_null;
use crate::repairs::statements::called;
use crate::syntax::Kind;
use crate::text::TextEdit;

/// Where the clean-up would release what was released or stolen before, the variable becomes NULL there.
pub(super) fn emptied_after_loss(context: &FunctionContext<'_>) -> Vec<TextEdit> {
    let Some(label) = clean_up_label(context) else { return Vec::new() };
    let mut edits = Vec::new();
    for defect in &context.exploration.defects {
        edits.extend(match defect.kind {
            DefectKind::ReleasedNull => accept_null(context, defect).map(|fix| fix.edits).unwrap_or_default(),
            DefectKind::ReleasedAfterSteal | DefectKind::ReleasedTwice => emptied(context, defect, label),
            _ => Vec::new(),
        });
    }
    edits
}

fn emptied(context: &FunctionContext<'_>, defect: &Defect, label: CleanUpLabel<'_>) -> Vec<TextEdit> {
    let Some(statement) = defect.earlier.and_then(|earlier| statement_at(context, earlier)) else {
        return Vec::new();
    };
    if !label.range.contains(defect.at) || label.range.contains(statement.byte_range().into()) {
        return Vec::new();
    }
    match called(context, statement) {
        // A cast is no place to store NULL at.
        Some(("Py_DECREF" | "Py_XDECREF", _)) => {
            let range = statement_range(context, statement);
            vec![TextEdit::replace(range, format!("Py_CLEAR({});", defect.variable))]
        }
        _ if context.grammar.kind(statement) == Kind::ExpressionStatement => {
            insert_after(context, statement, &[format!("{} = NULL;", defect.variable)])
        }
        _ => Vec::new(),
    }
}
