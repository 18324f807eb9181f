//! NPC601: the elements of an array are read one after the other without a look at its layout.

use tree_sitter::Node;

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::{Kind, named_children};
use crate::usage::{Call, Scope, Variable};

pub(super) static RULE: Rule = Rule {
    code: "NPC601",
    name: "linear-access-without-contiguity",
    group: "access",
    summary: r#"The data of an array from Python is walked as if it were contiguous, and nothing looks at its layout."#,
    severity: Severity::Warning,
    default: false,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"The unit "O!" with `&PyArray_Type` accepts any array: `a[::2]`, a transposed array, one column of a table. Their elements do
not lie one after the other, so `data[i]` reads elements that do not belong to the array, without any error.

Take the argument with "O" and convert it with `NPY_ARRAY_IN_ARRAY`, test `PyArray_IS_C_CONTIGUOUS` and raise an exception, or
use the strides, by `PyArray_GETPTR1`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
total(PyObject *self, PyObject *args)
{
    PyArrayObject *array;
    if (!PyArg_ParseTuple(args, "O!", &PyArray_Type, &array)) {
        return NULL;
    }
    if (PyArray_TYPE(array) != NPY_DOUBLE) {
        PyErr_SetString(PyExc_TypeError, "an array of float64 is needed");
        return NULL;
    }
    double *values = (double *)PyArray_DATA(array);
    double sum = 0;
    for (npy_intp i = 0; i < PyArray_SIZE(array); i++) {
        sum += values[i];
    }
    return PyFloat_FromDouble(sum);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
total(PyObject *self, PyObject *args)
{
    PyArrayObject *array;
    if (!PyArg_ParseTuple(args, "O!", &PyArray_Type, &array)) {
        return NULL;
    }
    if (PyArray_TYPE(array) != NPY_DOUBLE || !PyArray_ISCARRAY_RO(array)) {
        PyErr_SetString(PyExc_TypeError, "a contiguous array of float64 is needed");
        return NULL;
    }
    double *values = (double *)PyArray_DATA(array);
    double sum = 0;
    for (npy_intp i = 0; i < PyArray_SIZE(array); i++) {
        sum += values[i];
    }
    return PyFloat_FromDouble(sum);
}
"#;

/// Calls that tell nothing of the layout.
const NEUTRAL: [&str; 17] = [
    "PyArray_BYTES",
    "PyArray_DATA",
    "PyArray_DESCR",
    "PyArray_DIM",
    "PyArray_DIMS",
    "PyArray_EquivTypenums",
    "PyArray_ISWRITEABLE",
    "PyArray_ITEMSIZE",
    "PyArray_NDIM",
    "PyArray_SHAPE",
    "PyArray_SIZE",
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
    let arrays = scope.parsed_arrays();
    let unseen = arrays.into_iter().filter(|array| scope.is_only_used(array, function.node, is_neutral));
    unseen.filter_map(|array| of_array(analysis, function.node, array)).collect()
}

fn of_array<'u>(analysis: &UsageAnalysis<'u>, function: Node<'u>, array: &Variable<'u>) -> Option<Finding> {
    let scope = &analysis.scope;
    let reads = analysis.usage.calls.iter().filter(|call| {
        call.array_read().is_some_and(|read| scope.is_variable(read, array)) && scope.read_as(call).is_some()
    });
    let pointers = reads.filter_map(|call| scope.variable_given(call));
    let mut walked = None;
    for pointer in pointers {
        scope.all_of(function, |node| {
            if walked.is_none() && is_walk(scope, node, pointer) {
                walked = Some(node);
            }
            walked.is_none()
        });
    }
    let message = format!(
        "`{}` can have any layout, but its elements are read as if they lay one after the other: convert it, or test \
         `PyArray_IS_C_CONTIGUOUS`",
        array.name
    );
    Some(analysis.finding(&RULE, walked?.byte_range().into(), message))
}

/// Whether an expression is an element of what a pointer leads to, at an index that varies.
fn is_walk<'u>(scope: &Scope<'u, 'u>, node: Node<'u>, pointer: &Variable<'u>) -> bool {
    if scope.kind(node) != Kind::SubscriptExpression {
        return false;
    }
    let children = named_children(scope.file.grammar(), node);
    let [base, index, ..] = children.as_slice() else { return false };
    let index = match scope.kind(*index) {
        Kind::SubscriptArgumentList => named_children(scope.file.grammar(), *index).first().copied(),
        _ => Some(*index),
    };
    scope.is_variable(*base, pointer) && index.is_some_and(|index| scope.number(index).is_none())
}
