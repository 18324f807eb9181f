//! NPC804: a flag that the constructor drops.

use numpy_capi_db::symbol;

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::text::TextEdit;
use crate::usage::Call;

pub(super) static RULE: Rule = Rule {
    code: "NPC804",
    name: "owndata-in-constructor-flags",
    group: "memory",
    summary: r#"NPY_ARRAY_OWNDATA is passed to a call that drops it."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`PyArray_New` and `PyArray_NewFromDescr` take `NPY_ARRAY_OWNDATA` out of the flags that they are given: an array that wraps
memory never owns it from the start. Code that relies on the flag leaks the memory.

Leave the flag out and give the array a base object that frees the memory, with `PyArray_SetBaseObject`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
wrap(double *values, npy_intp count)
{
    return PyArray_New(&PyArray_Type, 1, &count, NPY_DOUBLE, NULL, values, 0,
                       NPY_ARRAY_CARRAY | NPY_ARRAY_OWNDATA, NULL);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
wrap(double *values, npy_intp count, PyObject *owner)
{
    PyObject *array = PyArray_New(&PyArray_Type, 1, &count, NPY_DOUBLE, NULL, values, 0, NPY_ARRAY_CARRAY, NULL);
    if (array == NULL) {
        return NULL;
    }
    Py_INCREF(owner);
    if (PyArray_SetBaseObject((PyArrayObject *)array, owner) < 0) {
        Py_DECREF(array);
        return NULL;
    }
    return array;
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let scope = &analysis.scope;
    let wrapped = scope.wrapped_by(call)?;
    let position = wrapped.symbol.params.iter().position(|param| param.constant_set == "creation-flags")?;
    let flags = *call.arguments.get(position)?;
    let ignored = symbol("NPY_ARRAY_OWNDATA").filter(|flag| flag.ignored_by.contains(&wrapped.symbol.name))?;
    let kept: Vec<&str> = scope.text(flags).split('|').map(str::trim).filter(|flag| *flag != ignored.name).collect();
    // Other operators, or parentheses, leave more to think of than a list of names.
    let is_list = kept.iter().all(|flag| flag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
    if !is_list || kept.len() == scope.text(flags).split('|').count() {
        return None;
    }
    let message = format!("`{}` drops `{}`: nobody frees the memory that the array wraps", call.name, ignored.name);
    let finding = analysis.finding(&RULE, flags.byte_range().into(), message);
    let left = if kept.is_empty() { "0".to_owned() } else { kept.join(" | ") };
    Some(finding.suggesting(Fix {
        title: format!("Leave {} out", ignored.name),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::replace(flags.byte_range().into(), left)],
    }))
}
