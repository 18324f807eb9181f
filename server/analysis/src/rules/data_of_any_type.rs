//! NPC602: the elements of an array are read without a look at their type.

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::usage::{Call, DataModel, Variable, Width};

pub(super) static RULE: Rule = Rule {
    code: "NPC602",
    name: "data-without-dtype-check",
    group: "access",
    summary: r#"The data of an array from Python is read as a C type, and nothing looks at its type."#,
    severity: Severity::Warning,
    default: false,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"The unit "O!" with `&PyArray_Type` accepts an array of any type. `PyArray_DATA` is cast to `double *` without any complaint:
for an array of float32 or int64 the function computes with garbage, and for smaller elements it reads and writes beyond the
end of the array. Arrays of integers are what users pass by mistake most often.

Take the argument with "O" and convert it, `PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY)`, or test
`PyArray_TYPE` and raise an exception.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
first(PyObject *self, PyObject *args)
{
    PyArrayObject *array;
    if (!PyArg_ParseTuple(args, "O!", &PyArray_Type, &array)) {
        return NULL;
    }
    if (PyArray_SIZE(array) == 0) {
        Py_RETURN_NONE;
    }
    return PyFloat_FromDouble(*(double *)PyArray_DATA(array));
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
first(PyObject *self, PyObject *args)
{
    PyArrayObject *array;
    if (!PyArg_ParseTuple(args, "O!", &PyArray_Type, &array)) {
        return NULL;
    }
    if (PyArray_TYPE(array) != NPY_DOUBLE) {
        PyErr_SetString(PyExc_TypeError, "an array of float64 is needed");
        return NULL;
    }
    if (PyArray_SIZE(array) == 0) {
        Py_RETURN_NONE;
    }
    return PyFloat_FromDouble(*(double *)PyArray_DATA(array));
}
"#;

/// Calls that tell nothing of the elements' type.
const NEUTRAL: [&str; 26] = [
    "PyArray_BYTES",
    "PyArray_CHKFLAGS",
    "PyArray_DATA",
    "PyArray_DIM",
    "PyArray_DIMS",
    "PyArray_FLAGS",
    "PyArray_GETPTR1",
    "PyArray_GETPTR2",
    "PyArray_GETPTR3",
    "PyArray_GETPTR4",
    "PyArray_GetPtr",
    "PyArray_ISCONTIGUOUS",
    "PyArray_ISWRITEABLE",
    "PyArray_IS_C_CONTIGUOUS",
    "PyArray_IS_F_CONTIGUOUS",
    "PyArray_NDIM",
    "PyArray_SHAPE",
    "PyArray_SIZE",
    "PyArray_STRIDE",
    "PyArray_STRIDES",
    "Py_CLEAR",
    "Py_DECREF",
    "Py_INCREF",
    "Py_XDECREF",
    "Py_XINCREF",
    "PyArray_SAMESHAPE",
];

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let Some(function) = analysis.function else { return Vec::new() };
    let scope = &analysis.scope;
    let is_neutral = |call: &Call<'_>| call.symbol.is_some() && NEUTRAL.contains(&call.name);
    let arrays = scope.parsed_arrays();
    let unseen = arrays.into_iter().filter(|array| scope.is_only_used(array, function.node, is_neutral));
    unseen.filter_map(|array| of_array(analysis, array)).collect()
}

/// The first read of an array.
fn of_array<'u>(analysis: &UsageAnalysis<'u>, array: &Variable<'u>) -> Option<Finding> {
    let scope = &analysis.scope;
    let (call, read) = analysis.usage.calls.iter().find_map(|call| {
        let is_read = call.array_read().is_some_and(|read| scope.is_variable(read, array));
        let read = scope.read_as(call).filter(|_| is_read)?.pointed_to()?;
        let is_wide =
            matches!(read.width(DataModel::Ilp32)?, Width::Integer { bits: 16.., .. } | Width::Floating { .. });
        is_wide.then_some((call, read))
    })?;
    let message = format!(
        "`{}` can be an array of any type, but its data is read as `{read}`: convert it, or test `PyArray_TYPE`",
        array.name
    );
    Some(analysis.finding(&RULE, call.node.byte_range().into(), message))
}
