//! What is one too many is taken out: a release, or a reference that was taken.

use numpy_capi_db::{Ownership, symbol};

use super::FunctionContext;
use super::layout::{delete_statement, statement_at};
use super::release::released_name;
use super::statements::{called, nodes_of_kind, without_casts};
use crate::ownership::{Defect, DefectKind};
use crate::rules::{Applicability, Fix};
use crate::syntax::Kind;
use crate::text::{TextEdit, TextRange};

/// Takes a reference back that nobody needs, where the function takes one to the variable at one place only.
pub(crate) fn delete_retain(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let mut retains = nodes_of_kind(context, Kind::ExpressionStatement).into_iter().filter_map(|statement| {
        let (function, arguments) = called(context, statement)?;
        let takes_one = symbol(function)?.params.iter().any(|param| param.ownership == Ownership::Retained);
        (takes_one && without_casts(arguments.first()?) == name).then_some((statement, function))
    });
    let (statement, function) = retains.next().filter(|_| retains.next().is_none())?;
    let title = format!("Remove this `{function}` of `{name}`");
    Some(Fix { title, applicability: Applicability::Unsafe, edits: delete_statement(context, statement) })
}

/// Takes a release out that is one too many.
pub(crate) fn delete_release(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    if matches!(defect.kind, DefectKind::UsedAfterRelease | DefectKind::UsedAfterKeeper) {
        return None;
    }
    let name = released_name(defect)?;
    let statement = statement_at(context, defect.at)?;
    let (_, arguments) = called(context, statement)?;
    if arguments.len() != 1 {
        return None;
    }
    let title = format!("Remove this release of `{name}`");
    Some(Fix { title, applicability: Applicability::Unsafe, edits: delete_statement(context, statement) })
}

/// Takes the first of two releases out.
pub(crate) fn delete_earlier_release(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let statement = statement_at(context, defect.earlier?)?;
    called(context, statement)?;
    let title = format!("Remove the earlier release of `{name}`");
    Some(Fix { title, applicability: Applicability::Unsafe, edits: delete_statement(context, statement) })
}

/// Calls the function that belongs to the allocation.
pub(crate) fn use_right_release(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let statement = statement_at(context, defect.at)?;
    let (wrong, _) = called(context, statement)?;
    let start = defect.at.start;
    let range = TextRange::new(start, start + wrong.len());
    if range.of(context.file.text()) != wrong {
        return None;
    }
    let title = format!("Release it with `{}`", defect.released_by);
    Some(Fix { title, applicability: Applicability::Safe, edits: vec![TextEdit::replace(range, defect.released_by)] })
}
