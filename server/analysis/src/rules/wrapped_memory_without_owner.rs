//! NPC801: an array around allocated memory is returned, and nobody frees it.

use numpy_capi_db::{ResultOwnership, library_function};
use tree_sitter::Node;

use super::{Check, Finding, FixAvailability, Related, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::usage::{Call, Scope};

pub(super) static RULE: Rule = Rule {
    code: "NPC801",
    name: "fromdata-without-owner",
    group: "memory",
    summary: r#"An array is returned that wraps allocated memory, and nothing will free that memory."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"An array made with `PyArray_SimpleNewFromData` borrows its memory: when the array dies, the memory stays. What the function
allocated is lost with each call, or, where the function frees it, the array points to freed memory.

Wrap the memory in a capsule whose destructor frees it with the right function, and make the capsule the array's base with
`PyArray_SetBaseObject`, which takes over the reference also when it fails. Or let NumPy allocate: `PyArray_SimpleNew`, and
compute into `PyArray_DATA`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
squares(npy_intp count)
{
    double *values = malloc(count * sizeof(double));
    if (values == NULL) {
        return PyErr_NoMemory();
    }
    for (npy_intp i = 0; i < count; i++) {
        values[i] = (double)i * i;
    }
    return PyArray_SimpleNewFromData(1, &count, NPY_DOUBLE, values);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static void
free_values(PyObject *capsule)
{
    free(PyCapsule_GetPointer(capsule, "example.values"));
}

static PyObject *
squares(npy_intp count)
{
    double *values = malloc(count * sizeof(double));
    if (values == NULL) {
        return PyErr_NoMemory();
    }
    for (npy_intp i = 0; i < count; i++) {
        values[i] = (double)i * i;
    }
    PyObject *owner = PyCapsule_New(values, "example.values", free_values);
    if (owner == NULL) {
        free(values);
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

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let scope = &analysis.scope;
    let findings = scope.wrapped().filter_map(|wrapped| {
        let (allocation, allocator) = allocation(scope, wrapped.data)?;
        if may_have_owner(scope, wrapped.data) || !scope.is_returned_without_owner(&wrapped) {
            return None;
        }
        let message = format!(
            "the array does not own the memory of `{allocator}`, and nothing else does after the return: give it a base \
             object that frees the memory, with `PyArray_SetBaseObject`"
        );
        let mut finding = analysis.finding(&RULE, wrapped.data.byte_range().into(), message);
        finding.related.push(Related {
            range: allocation.byte_range().into(),
            message: format!("`{allocator}` allocates it here"),
        });
        Some(finding)
    });
    findings.collect()
}

/// Where the function allocates the memory, and with what.
fn allocation<'u>(scope: &Scope<'u, 'u>, data: Node<'u>) -> Option<(Node<'u>, &'u str)> {
    let values = scope.variable_of(data).and_then(|variable| scope.values(variable)).unwrap_or_default();
    let is_new = |value: &Node<'u>| scope.kind(scope.without_casts(*value)) == Kind::NewExpression;
    if let Some(first) = values.first().filter(|_| values.iter().all(is_new)) {
        return Some((*first, "new"));
    }
    let allocations = scope.calls_giving(data)?;
    let first = allocations.first().filter(|_| allocations.iter().all(|call| allocates(call)))?;
    Some((first.node, first.name))
}

/// Whether a call allocates plain memory.
fn allocates(call: &Call<'_>) -> bool {
    let allocator = call.symbol.or_else(|| library_function(call.name));
    allocator.is_some_and(|symbol| {
        symbol.result_type.as_str().contains('*') && symbol.returns.ownership == ResultOwnership::Resource
    })
}

/// Whether the memory may get an owner that is not seen: it is put somewhere, or a capsule is made.
fn may_have_owner<'u>(scope: &Scope<'u, 'u>, data: Node<'u>) -> bool {
    let Some(usage) = scope.function else { return true };
    let Some(variable) = scope.variable_of(data) else { return false };
    let is_put = usage.assignments.iter().any(|assignment| {
        let value = assignment.value.map(|value| scope.without_casts(value));
        value.is_some_and(|value| scope.is_variable(value, variable))
    });
    // Functions that are not known compute something, as a rule; one that gets nothing else may keep it.
    let is_kept = usage.calls.iter().any(|call| {
        let is_only = matches!(call.arguments.as_slice(), [only] if scope.is_variable(*only, variable));
        let is_known = call.symbol.is_some() || library_function(call.name).is_some();
        is_only && !is_known
    });
    is_put || is_kept || usage.calls.iter().any(|call| call.name == "PyCapsule_New")
}
