//! An exception for a way out that has none.

use numpy_capi_db::{ExceptionOnFailure, ResultOwnership};

use super::FunctionContext;
use super::exits::{exits, is_joined};
use super::layout::{insert_before, statement_at};
use crate::ownership::{Defect, Outcome};
use crate::rules::{Applicability, Fix};

/// Longer conditions say less in a message than the function's name, in bytes.
const LONGEST_CONDITION: usize = 60;

/// Sets an exception before the function fails. Behind a label other paths arrive, which have one.
pub(crate) fn set_exception(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let statement = statement_at(context, defect.at)?;
    let exit = exits(context).into_iter().map(|exit| exit.statement).find(|exit| *exit == statement)?;
    if is_joined(context, exit) {
        return None;
    }
    let is_allocation = defect.api.or(defect.acquired.symbol).is_some_and(|api| {
        api.returns.ownership == ResultOwnership::Resource && api.returns.exception == ExceptionOnFailure::Never
    });
    let (line, applicability) = if is_allocation {
        ("PyErr_NoMemory();".to_owned(), Applicability::Safe)
    } else {
        (format!("PyErr_SetString(PyExc_ValueError, \"{}\");", reason(context, defect)), Applicability::Unsafe)
    };
    Some(Fix {
        title: "Set an exception before leaving".to_owned(),
        applicability,
        edits: insert_before(context, exit, &[line]),
    })
}

/// What the exception says: the condition that led here, or else the function.
fn reason(context: &FunctionContext<'_>, defect: &Defect) -> String {
    let last = defect.path.last().and_then(|station| match station.outcome {
        Outcome::Condition(holds) => Some((station.range.of(context.file.text()), holds)),
        _ => None,
    });
    match last {
        Some((condition, holds)) if is_plain(condition) => {
            format!("{}: {}{condition}", context.function.name, if holds { "" } else { "not " })
        }
        _ => format!("{} failed", context.function.name),
    }
}

/// Whether a condition can stand in a string as it is.
fn is_plain(condition: &str) -> bool {
    condition.len() <= LONGEST_CONDITION && !condition.contains(['"', '\\', '\n', '\r'])
}
