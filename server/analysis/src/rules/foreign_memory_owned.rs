//! NPC803: an array is told to free memory that its allocator does not know.

use numpy_capi_db::{ResultOwnership, library_function};
use tree_sitter::Node;

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::usage::{Call, Scope};

pub(super) static RULE: Rule = Rule {
    code: "NPC803",
    name: "owndata-foreign-allocator",
    group: "memory",
    summary: r#"An array is told to own memory that NumPy cannot free."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"With `NPY_ARRAY_OWNDATA` NumPy frees the memory when the array dies: with C's `free`, unless a memory handler is set. Memory
from `PyMem_Malloc`, from `new[]`, from the stack or of a static array must not go there; the interpreter crashes at some
later time, or corrupts its memory.

Give the array a capsule as its base with `PyArray_SetBaseObject`, and let the capsule's destructor free the memory with
the function that fits.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
zeros(npy_intp count)
{
    double *values = PyMem_Calloc(count, sizeof(double));
    if (values == NULL) {
        return PyErr_NoMemory();
    }
    PyObject *array = PyArray_SimpleNewFromData(1, &count, NPY_DOUBLE, values);
    if (array == NULL) {
        PyMem_Free(values);
        return NULL;
    }
    PyArray_ENABLEFLAGS((PyArrayObject *)array, NPY_ARRAY_OWNDATA);
    return array;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static void
free_values(PyObject *capsule)
{
    PyMem_Free(PyCapsule_GetPointer(capsule, "example.values"));
}

static PyObject *
zeros(npy_intp count)
{
    double *values = PyMem_Calloc(count, sizeof(double));
    if (values == NULL) {
        return PyErr_NoMemory();
    }
    PyObject *owner = PyCapsule_New(values, "example.values", free_values);
    if (owner == NULL) {
        PyMem_Free(values);
        return NULL;
    }
    PyObject *array = PyArray_SimpleNewFromData(1, &count, NPY_DOUBLE, values);
    if (array == NULL) {
        Py_DECREF(owner);
        return NULL;
    }
    if (PyArray_SetBaseObject((PyArrayObject *)array, owner) < 0) {
        Py_DECREF(array);
        return NULL;
    }
    return array;
}
"#;

/// The flag, by its present and its old name.
const OWNDATA: [&str; 2] = ["NPY_ARRAY_OWNDATA", "NPY_OWNDATA"];

/// What ends memory that NumPy may free: its own, and that of C's `malloc`, which is what NumPy calls.
const FREED_BY: [&str; 3] = ["free", "PyDataMem_FREE", "PyDataMem_UserFREE"];

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let enabling = analysis.usage.calls_of("PyArray_ENABLEFLAGS");
    enabling.filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let scope = &analysis.scope;
    let [array, flags] = *call.arguments.as_slice() else { return None };
    let asks = |text: &str| text.split('|').any(|flag| OWNDATA.contains(&flag.trim()));
    let makers = scope.calls_giving(array).filter(|_| asks(scope.text(flags)))?;
    let foreign = makers.iter().map(|maker| foreign_source(scope, scope.wrapped_by(maker)?.data));
    let source = foreign.collect::<Option<Vec<String>>>()?.into_iter().next()?;
    let message = format!("the memory comes from {source}, and NumPy will call `free` on it when the array dies");
    Some(analysis.finding(&RULE, call.node.byte_range().into(), message))
}

/// Where memory comes from that `free` must not see, in words.
fn foreign_source<'u>(scope: &Scope<'u, 'u>, data: Node<'u>) -> Option<String> {
    let variable = scope.variable_of(data)?;
    if variable.c_type.is_array && !variable.is_parameter {
        return Some(format!("the array `{}`", variable.name));
    }
    let values = scope.values(variable)?;
    let is_new = |value: &Node<'u>| scope.kind(scope.without_casts(*value)) == Kind::NewExpression;
    if values.iter().all(is_new) {
        return Some("`new`".to_owned());
    }
    let allocations = scope.calls_giving(data)?;
    let allocator = |call: &Call<'u>| call.symbol.or_else(|| library_function(call.name));
    let is_foreign = |call: &&Call<'u>| {
        allocator(call).is_some_and(|symbol| {
            symbol.result_type.as_str().contains('*')
                && symbol.returns.ownership == ResultOwnership::Resource
                && !FREED_BY.contains(&symbol.returns.released_by)
        })
    };
    let first = allocations.first().filter(|_| allocations.iter().all(is_foreign))?;
    Some(format!("`{}`", first.name))
}
