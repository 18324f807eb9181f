//! NULL where an object is needed: a test, a tolerant macro, a value to begin with.

use std::cmp::Reverse;

use numpy_capi_db::{ErrorIndicator, ExceptionOnFailure, Symbol, symbol};
use tree_sitter::Node;

use super::exits::{exits, failing_exit, return_type};
use super::layout::{indentation_step, insert_after, statement_at};
use super::release::{release_at, released_name};
use super::statements::{called, nodes_of_kind};
use super::{FunctionContext, with_context};
use crate::ownership::{Defect, DefectKind};
use crate::rules::{Applicability, Fix};
use crate::syntax::Kind;
use crate::text::{TextEdit, TextRange};

/// A test for NULL right after the result arrives. Where it fails, what the function owns by then is released.
pub(crate) fn insert_null_test(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let statement = statement_at(context, defect.acquired.range)?;
    if !matches!(context.grammar.kind(statement), Kind::ExpressionStatement | Kind::Declaration) {
        return None;
    }
    let leave = failing_exit(context)?;
    let raise = (raises_nothing(defect) && raises_by_hand(context)).then(|| "PyErr_NoMemory();".to_owned());
    let step = indentation_step(context);
    let test = |releases: Vec<String>| {
        let body = raise.iter().chain(&releases).chain(&leave).map(|line| format!("{step}{line}"));
        let lines = std::iter::once(format!("if ({name} == NULL) {{")).chain(body).chain(["}".to_owned()]);
        insert_after(context, statement, &lines.collect::<Vec<String>>())
    };
    let releases = releases_of_what_is_lost(context, &test(Vec::new()))?;
    let title = format!("Test `{name}` for NULL");
    Some(Fix { title, applicability: Applicability::Safe, edits: test(releases) })
}

/// The releases of what is lost on a way out that edits put in, the last acquired first; `None` where something of it
/// cannot be released there.
fn releases_of_what_is_lost(context: &FunctionContext<'_>, edits: &[TextEdit]) -> Option<Vec<String>> {
    let inserted = edits.first().filter(|_| edits.len() == 1)?;
    let range = TextRange::new(inserted.range.start, inserted.range.start + inserted.content.len());
    let file = context.file.edited(edits)?;
    with_context(&file, context.macros, context.premises, |context| {
        let Some(exit) = exits(context).into_iter().find(|exit| range.contains(exit.statement.byte_range().into()))
        else {
            // The jump to a label that releases.
            return Some(Vec::new());
        };
        let place = TextRange::from(exit.statement.byte_range());
        let defects = context.exploration.defects.iter();
        let mut lost: Vec<&Defect> =
            defects.filter(|defect| defect.kind == DefectKind::LostAtExit && place.contains(defect.at)).collect();
        lost.sort_by_key(|defect| (Reverse(defect.acquired.range), defect.holder));
        lost.dedup_by_key(|defect| defect.holder);
        lost.into_iter().map(|defect| release_at(context, defect, exit.statement)).collect()
    })?
}

/// Whether whoever calls the function expects an exception from it: it returns an object, or raises elsewhere.
fn raises_by_hand(context: &FunctionContext<'_>) -> bool {
    let raises = |statement: &Node<'_>| {
        let name = called(context, *statement).map_or("", |(name, _)| name);
        symbol(name).is_some_and(|symbol| symbol.error_indicator == Some(ErrorIndicator::Set))
    };
    return_type(context).contains("PyObject") || nodes_of_kind(context, Kind::ExpressionStatement).iter().any(raises)
}

/// Whether the failure of an allocation leaves no exception.
fn raises_nothing(defect: &Defect) -> bool {
    let is_memory = |symbol: &Symbol| {
        symbol.returns.exception == ExceptionOnFailure::Never
            && matches!(symbol.result_type.as_str(), "void *" | "TYPE *")
    };
    defect.acquired.symbol.is_some_and(is_memory)
}

/// `= NULL` where the variable is declared.
pub(crate) fn initialise_with_null(_context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    if defect.kind != DefectKind::ReleasedUninitialised {
        return None;
    }
    let name = released_name(defect)?;
    let edits = vec![TextEdit::insert(defect.acquired.range.end, " = NULL")];
    Some(Fix { title: format!("Initialise `{name}` with NULL"), applicability: Applicability::Safe, edits })
}

/// `Py_XDECREF(x)` in the place of `Py_DECREF(x)`.
pub(crate) fn accept_null(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let strict = defect.api.filter(|_| defect.kind != DefectKind::ReleasedUninitialised)?.name;
    let tolerant = match strict {
        "Py_DECREF" => "Py_XDECREF",
        "Py_INCREF" => "Py_XINCREF",
        _ => return None,
    };
    let before = context.file.text().get(..defect.at.start)?.trim_end().strip_suffix('(')?.trim_end();
    let start = before.strip_suffix(strict)?.len();
    let edits = vec![TextEdit::replace(TextRange::new(start, start + strict.len()), tolerant)];
    Some(Fix { title: format!("Use `{tolerant}`"), applicability: Applicability::Safe, edits })
}
