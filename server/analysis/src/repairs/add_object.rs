//! Adding an object to a module without losing it.

use tree_sitter::Node;

use super::FunctionContext;
use super::exits::failing_exit;
use super::layout::{indentation_step, replace_statement, statement_at};
use super::release::released_name;
use super::statements::called;
use crate::ownership::{Defect, Outcome};
use crate::rules::{Applicability, Fix};

/// `PyModule_AddObjectRef`, which never steals, in the place of a call of `PyModule_AddObject` whose status is lost.
pub(crate) fn add_reference(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let (statement, arguments) = refusal(context, defect)?;
    if arguments.last() != Some(&name) {
        return None;
    }
    let step = indentation_step(context);
    let release = format!("Py_DECREF({name});");
    let mut lines = vec![format!("if (PyModule_AddObjectRef({}) < 0) {{", arguments.join(", "))];
    lines.push(format!("{step}{release}"));
    lines.extend(failing_exit(context)?.iter().map(|line| format!("{step}{line}")));
    lines.extend(["}".to_owned(), release]);
    Some(Fix {
        title: "Add it with PyModule_AddObjectRef".to_owned(),
        // Python 3.10 brought the function.
        applicability: Applicability::Unsafe,
        edits: replace_statement(context, statement, &lines),
    })
}

/// The statement that is the call which fails on the path, with its arguments.
fn refusal<'a>(context: &FunctionContext<'a>, defect: &Defect) -> Option<(Node<'a>, Vec<&'a str>)> {
    let failed = defect.path.iter().rev().filter(|station| station.outcome == Outcome::Call(false));
    failed.into_iter().find_map(|station| {
        let statement = statement_at(context, station.range)?;
        let (callee, arguments) = called(context, statement)?;
        (callee == "PyModule_AddObject").then_some((statement, arguments))
    })
}
