//! NPC809: a flag for arguments that are changed, which no longer writes back.

use numpy_capi_db::Ownership;

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::usage::{Call, Scope, Variable};

pub(super) static RULE: Rule = Rule {
    code: "NPC809",
    name: "inout-array-no-writeback",
    group: "memory",
    summary: r#"An argument is converted with a flag for changing it, but a copy is not written back."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"Up to NumPy 1.22 `NPY_ARRAY_INOUT_ARRAY` made NumPy copy the results back into the caller's array when the conversion had to
make a copy. Since 1.23 it does not: where the argument is a list, has another type, is strided or not aligned, the function
computes into a temporary array, and the caller sees nothing of it. No error is raised.

Ask for `NPY_ARRAY_INOUT_ARRAY2`, and call `PyArray_ResolveWritebackIfCopy` before the array is released
(`PyArray_DiscardWritebackIfCopy` where the function fails).
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
clear(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_INOUT_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    double *values = (double *)PyArray_DATA(array);
    for (npy_intp i = 0; i < PyArray_SIZE(array); i++) {
        values[i] = 0;
    }
    Py_DECREF(array);
    Py_RETURN_NONE;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
clear(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_INOUT_ARRAY2);
    if (array == NULL) {
        return NULL;
    }
    double *values = (double *)PyArray_DATA(array);
    for (npy_intp i = 0; i < PyArray_SIZE(array); i++) {
        values[i] = 0;
    }
    if (PyArray_ResolveWritebackIfCopy(array) < 0) {
        Py_DECREF(array);
        return NULL;
    }
    Py_DECREF(array);
    Py_RETURN_NONE;
}
"#;

/// The flags, each with the one that writes back.
const FLAGS: [(&str, &str); 4] = [
    ("NPY_ARRAY_INOUT_ARRAY", "NPY_ARRAY_INOUT_ARRAY2"),
    ("NPY_ARRAY_INOUT_FARRAY", "NPY_ARRAY_INOUT_FARRAY2"),
    ("NPY_INOUT_ARRAY", "NPY_ARRAY_INOUT_ARRAY2"),
    ("NPY_INOUT_FARRAY", "NPY_ARRAY_INOUT_FARRAY2"),
];

/// Calls that code makes which copies results back by itself.
const COPIES: [&str; 4] = ["PyArray_CopyInto", "PyArray_CopyAnyInto", "PyArray_MoveInto", "PyArray_CopyObject"];

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let copies_back = analysis.usage.names.iter().any(|name| COPIES.contains(&name.symbol.name));
    if copies_back || analysis.function.is_none() {
        return Vec::new();
    }
    analysis.usage.calls.iter().filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let scope = &analysis.scope;
    let maker = call.symbol.filter(|symbol| symbol.chapter == "Converting to and from arrays")?;
    let position = maker.params.iter().position(|param| param.constant_set == "array-requirement")?;
    let flags = *call.arguments.get(position)?;
    let names: Vec<&str> = scope.text(flags).split('|').map(str::trim).collect();
    let (flag, successor) = FLAGS.iter().find(|(flag, _)| names.contains(flag))?;
    let variable = scope.variable_given(call)?;
    if leaves_function(scope, variable) || scope.is_stored(variable) || !is_worked_on(scope, variable) {
        return None;
    }
    let message = format!(
        "`{flag}` does not write a copy back since NumPy 1.23: what is written to `{}` is lost where the argument had to \
         be copied; ask for `{successor}` and resolve it",
        variable.name
    );
    Some(analysis.finding(&RULE, flags.byte_range().into(), message))
}

/// Whether the array itself is a result of the function, so that the caller sees what is written.
fn leaves_function<'u>(scope: &Scope<'u, 'u>, variable: &Variable<'u>) -> bool {
    let Some(usage) = scope.function else { return true };
    let is_given = |call: &Call<'u>| {
        let mut given =
            call.arguments.iter().enumerate().filter(|(_, argument)| scope.is_variable(**argument, variable));
        given.any(|(position, _)| {
            let param = call.symbol.and_then(|symbol| symbol.param(position));
            param.is_some_and(|param| {
                matches!(param.ownership, Ownership::Stolen | Ownership::StolenOnSuccess | Ownership::Retained)
                    || param.name == "..."
            })
        })
    };
    usage.returned.iter().any(|value| scope.mentions(*value, variable)) || usage.calls.iter().any(is_given)
}

/// Whether something may be written to the array: its memory is asked for, or it goes to another function.
fn is_worked_on<'u>(scope: &Scope<'u, 'u>, variable: &Variable<'u>) -> bool {
    let is_work = |call: &Call<'u>| {
        call.array_read().is_some_and(|array| scope.is_variable(array, variable))
            || (call.symbol.is_none() && call.arguments.iter().any(|argument| scope.is_variable(*argument, variable)))
    };
    scope.function.is_some_and(|usage| usage.calls.iter().any(is_work))
}
