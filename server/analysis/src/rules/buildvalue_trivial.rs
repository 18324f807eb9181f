//! NPC412: `Py_BuildValue` for what needs no building.

use numpy_capi_db::Format;

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::formats::FormatCall;
use crate::text::TextEdit;
use crate::usage::{Call, DataModel};

pub(super) static RULE: Rule = Rule {
    code: "NPC412",
    name: "buildvalue-trivial",
    group: "args",
    summary: r#"Py_BuildValue is used to hand on one object, or None."#,
    severity: Severity::Hint,
    default: false,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`Py_BuildValue("N", x)` is `x`, `Py_BuildValue("O", x)` is `x` with one more reference, and `Py_BuildValue("")` is None.
Reading a format at run time for that is slow, and hides who owns the object.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
copied(PyArrayObject *array)
{
    return Py_BuildValue("N", PyArray_NewCopy(array, NPY_CORDER));
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
copied(PyArrayObject *array)
{
    return PyArray_NewCopy(array, NPY_CORDER);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls_of("Py_BuildValue").filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let read = FormatCall::of(&analysis.scope, call, DataModel::Lp64)?;
    if read.format != Format::Build || !read.text.is_whole {
        return None;
    }
    let (message, better) = match (read.text.text.as_str(), read.arguments) {
        ("N", [object]) => {
            let text = analysis.scope.text(*object);
            (format!("this is `{text}`"), text.to_owned())
        }
        ("O", [object]) => {
            let text = analysis.scope.text(*object);
            (format!("this is `{text}` with one more reference"), format!("Py_NewRef({text})"))
        }
        ("", []) => ("this is None".to_owned(), "Py_NewRef(Py_None)".to_owned()),
        _ => return None,
    };
    let range = call.node.byte_range().into();
    Some(analysis.finding(&RULE, range, message).suggesting(Fix {
        title: format!("Replace the call with `{better}`"),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::replace(range, better)],
    }))
}
