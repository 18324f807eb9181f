//! NPC210: a call about the elements of an array, which has no effect on them.

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::text::TextEdit;
use crate::usage::{Call, DataModel, element_type};

pub(super) static RULE: Rule = Rule {
    code: "NPC210",
    name: "pyarray-xdecref-confusion",
    group: "ownership",
    summary: r#"A call that counts references to elements is used on an array without objects."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`PyArray_INCREF` and `PyArray_XDECREF` take and release references to the *elements* of an array of objects. On an array of
numbers they do nothing, and they never touch the reference count of the array itself. Where they stand for `Py_INCREF` and
`Py_XDECREF`, the array leaks or dies too early.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static void
remember_twice(PyObject **first, PyObject **second, npy_intp count)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_ZEROS(1, &count, NPY_DOUBLE, 0);
    if (array == NULL) {
        PyErr_Clear();
        return;
    }
    PyArray_INCREF(array);
    *first = (PyObject *)array;
    *second = (PyObject *)array;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static void
remember_twice(PyObject **first, PyObject **second, npy_intp count)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_ZEROS(1, &count, NPY_DOUBLE, 0);
    if (array == NULL) {
        PyErr_Clear();
        return;
    }
    Py_INCREF(array);
    *first = (PyObject *)array;
    *second = (PyObject *)array;
}
"#;

/// The calls about elements, each with what it is mistaken for.
const CALLS: [(&str, &str); 2] = [("PyArray_INCREF", "Py_INCREF"), ("PyArray_XDECREF", "Py_XDECREF")];

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let name = call.symbol?.name;
    let (_, meant) = CALLS.iter().find(|(known, _)| *known == name)?;
    let [array] = *call.arguments.as_slice() else { return None };
    let number = analysis.scope.made(array)?.type_number?;
    element_type(number)?.width(DataModel::Lp64)?;
    let message = format!(
        "`{name}` counts references to elements, and an array of `{}` has no objects: it does nothing, `{meant}` counts \
         references to the array",
        number.name
    );
    let finding = analysis.finding(&RULE, call.node.byte_range().into(), message);
    Some(finding.suggesting(Fix {
        title: format!("Call {meant}"),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::replace(call.name_range, *meant)],
    }))
}
