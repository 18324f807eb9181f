//! NPC604: an axis is used, and nothing says that the array has it.

use super::index_beyond_dimensions::dimensions_needed;
use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::usage::{Call, Scope, Variable};

pub(super) static RULE: Rule = Rule {
    code: "NPC604",
    name: "ndim-unchecked",
    group: "access",
    summary: r#"A second axis of an array is used, and nothing looks at its number of dimensions."#,
    severity: Severity::Warning,
    default: false,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`PyArray_FROM_OTF` and the unit "O!" give arrays of any number of dimensions. `PyArray_DIM(array, 1)` and
`PyArray_GETPTR2` do not check it: for an array with one dimension they read behind its table of lengths and strides, and the
pointer leads anywhere.

Ask for the dimensions, `PyArray_FROMANY(object, type, 2, 2, flags)`, or test `PyArray_NDIM` and raise an exception.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
columns(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    npy_intp count = PyArray_DIM(array, 1);
    Py_DECREF(array);
    return PyLong_FromSsize_t(count);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
columns(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROMANY(object, NPY_DOUBLE, 2, 2, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    npy_intp count = PyArray_DIM(array, 1);
    Py_DECREF(array);
    return PyLong_FromSsize_t(count);
}
"#;

/// Calls that tell nothing of the number of dimensions.
const NEUTRAL: [&str; 24] = [
    "PyArray_BYTES",
    "PyArray_DATA",
    "PyArray_DESCR",
    "PyArray_DIM",
    "PyArray_GETPTR1",
    "PyArray_GETPTR2",
    "PyArray_GETPTR3",
    "PyArray_GETPTR4",
    "PyArray_ISCARRAY",
    "PyArray_ISCARRAY_RO",
    "PyArray_ISCONTIGUOUS",
    "PyArray_IS_C_CONTIGUOUS",
    "PyArray_IS_F_CONTIGUOUS",
    "PyArray_ITEMSIZE",
    "PyArray_NBYTES",
    "PyArray_ResolveWritebackIfCopy",
    "PyArray_SIZE",
    "PyArray_STRIDE",
    "PyArray_TYPE",
    "Py_CLEAR",
    "Py_DECREF",
    "Py_INCREF",
    "Py_XDECREF",
    "Py_XINCREF",
];

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let Some(function) = analysis.function else { return Vec::new() };
    let scope = &analysis.scope;
    let is_neutral = |call: &Call<'_>| call.symbol.is_some() && NEUTRAL.contains(&call.name);
    let parsed = scope.parsed_arrays();
    let mut reported: Vec<&str> = Vec::new();
    let mut findings = Vec::new();
    for call in &analysis.usage.calls {
        let Some(needed) = dimensions_needed(analysis, call).filter(|needed| *needed > 1) else { continue };
        let Some(array) = call.arguments.first().and_then(|array| scope.variable_of(*array)) else { continue };
        let is_parsed = parsed.iter().any(|known| known.node.id() == array.node.id());
        if reported.contains(&array.name)
            || !(is_parsed || is_converted(scope, array))
            || !scope.is_only_used(array, function.node, is_neutral)
        {
            continue;
        }
        reported.push(array.name);
        let message = format!(
            "`{}` can have any number of dimensions, but `{}` needs {needed} here: ask for them, or test `PyArray_NDIM`",
            array.name, call.name
        );
        findings.push(analysis.finding(&RULE, call.node.byte_range().into(), message));
    }
    findings
}

/// Whether a variable holds nothing but arrays that are converted with no limit of dimensions.
fn is_converted<'u>(scope: &Scope<'u, 'u>, array: &Variable<'u>) -> bool {
    let Some(values) = scope.values(array) else { return false };
    values.into_iter().all(|value| {
        let maker = scope.call_at(scope.without_casts(value));
        let symbol = maker.and_then(|maker| maker.symbol);
        symbol.is_some_and(|symbol| {
            symbol.chapter == "Converting to and from arrays"
                && symbol.params.iter().any(|param| param.constant_set == "array-requirement")
                && !symbol.params.iter().any(|param| matches!(param.name, "max_depth" | "max"))
                && symbol.params.iter().any(|param| param.constant_set == "typenum")
        })
    })
}
