//! NPC810: an array around the memory of another array that is released.

use numpy_capi_db::{Ownership, ResultOwnership};
use tree_sitter::Node;

use super::{Check, Finding, FixAvailability, Related, Rule, Severity, UsageAnalysis};
use crate::usage::{Call, Scope, Variable, Wrapped};

pub(super) static RULE: Rule = Rule {
    code: "NPC810",
    name: "view-of-temporary",
    group: "memory",
    summary: r#"An array is returned that wraps the memory of another array, which the function releases."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`PyArray_SimpleNewFromData(…, PyArray_DATA(other))` makes an array that points into the memory of `other` and keeps nothing
alive. When the function releases `other`, its memory is freed, unless somebody else happens to hold it, and the new array
reads and writes what is no longer there.

Hand the reference over instead of releasing it: `PyArray_SetBaseObject(view, other)` makes `other` live as long as the view.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
flat(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    npy_intp length = PyArray_SIZE(array);
    PyObject *view = PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, PyArray_DATA(array));
    Py_DECREF(array);
    return view;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
flat(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    npy_intp length = PyArray_SIZE(array);
    PyObject *view = PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, PyArray_DATA(array));
    if (view == NULL) {
        Py_DECREF(array);
        return NULL;
    }
    if (PyArray_SetBaseObject((PyArrayObject *)view, (PyObject *)array) < 0) {
        Py_DECREF(view);
        return NULL;
    }
    return view;
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let scope = &analysis.scope;
    let findings = scope.wrapped().filter_map(|wrapped| {
        let [accessor] = *scope.calls_giving(wrapped.data)?.as_slice() else { return None };
        let array = scope.variable_of(accessor.array_read()?)?;
        let is_new = scope.values(array)?.into_iter().all(|value| gives_new(scope, value));
        let release = release_after(scope, &wrapped, array).filter(|_| is_new)?;
        if is_handed_on(scope, array) || !scope.is_returned_without_owner(&wrapped) {
            return None;
        }
        let message = format!(
            "the array that `{}` makes points into the memory of `{}`, which is released: make `{}` its base with \
             `PyArray_SetBaseObject`",
            wrapped.symbol.name, array.name, array.name
        );
        let mut finding = analysis.finding(&RULE, wrapped.data.byte_range().into(), message);
        finding.related.push(Related {
            range: release.node.byte_range().into(),
            message: format!("`{}` is released here", array.name),
        });
        Some(finding)
    });
    findings.collect()
}

/// Whether a value is a call that gives a new reference.
fn gives_new<'u>(scope: &Scope<'u, 'u>, value: Node<'u>) -> bool {
    let giver = scope.call_at(scope.without_casts(value)).and_then(|call| call.symbol);
    giver.is_some_and(|symbol| symbol.returns.ownership == ResultOwnership::New)
}

/// The release of a variable behind the place where its memory is wrapped.
fn release_after<'u>(scope: &Scope<'u, 'u>, wrapped: &Wrapped<'u, 'u>, array: &Variable<'u>) -> Option<&'u Call<'u>> {
    let is_release = |call: &&Call<'u>| {
        let releases = call.symbol.and_then(|symbol| symbol.params.first());
        call.node.start_byte() > wrapped.call.node.start_byte()
            && releases.is_some_and(|param| matches!(param.ownership, Ownership::Released | Ownership::Cleared))
            && call.arguments.first().is_some_and(|argument| scope.is_variable(*argument, array))
    };
    scope.function?.calls.iter().find(is_release)
}

/// Whether somebody may hold the array after the function: it is retained, stolen, returned, or goes where nothing is
/// known.
fn is_handed_on<'u>(scope: &Scope<'u, 'u>, array: &Variable<'u>) -> bool {
    let Some(usage) = scope.function else { return true };
    let keeps = |call: &Call<'u>| {
        let mut given = call.arguments.iter().enumerate().filter(|(_, argument)| scope.is_variable(**argument, array));
        given.any(|(position, _)| {
            let keeps = |symbol: &numpy_capi_db::Symbol| {
                symbol.param(position).is_none_or(|param| {
                    matches!(param.ownership, Ownership::Stolen | Ownership::StolenOnSuccess | Ownership::Retained)
                        || param.name == "..."
                })
            };
            call.symbol.is_none_or(keeps)
        })
    };
    usage.calls.iter().any(keeps)
        || usage.returned.iter().any(|value| scope.is_variable(*value, array))
        || scope.is_shown(array)
}
