//! NPC802: an array around memory of the stack is returned.

use tree_sitter::Node;

use super::{Check, Finding, FixAvailability, Related, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::usage::{Scope, Variable};

pub(super) static RULE: Rule = Rule {
    code: "NPC802",
    name: "fromdata-local-buffer",
    group: "memory",
    summary: r#"An array is returned that wraps a local variable of the function."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`PyArray_SimpleNewFromData` copies nothing: the array points into the memory that it is given. A local array, or the contents
of a local container, are gone when the function returns, and Python gets an array over whatever the stack holds next.

Make an array that has memory of its own with `PyArray_SimpleNew` and copy into it.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
corners(void)
{
    double values[4] = {0, 1, 1, 0};
    npy_intp length = 4;
    return PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, values);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
corners(void)
{
    double values[4] = {0, 1, 1, 0};
    npy_intp length = 4;
    PyObject *array = PyArray_SimpleNew(1, &length, NPY_DOUBLE);
    if (array == NULL) {
        return NULL;
    }
    memcpy(PyArray_DATA((PyArrayObject *)array), values, sizeof(values));
    return array;
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let scope = &analysis.scope;
    let findings = scope.wrapped().filter_map(|wrapped| {
        let local = local_memory(scope, wrapped.data).filter(|_| scope.is_returned_without_owner(&wrapped))?;
        let message = format!(
            "the array is returned, but the memory of `{}` that `{}` wraps ends with this function: copy it",
            local.name, wrapped.symbol.name
        );
        let mut finding = analysis.finding(&RULE, wrapped.data.byte_range().into(), message);
        finding.related.push(Related {
            range: local.node.byte_range().into(),
            message: "declared here, as a local variable".to_owned(),
        });
        Some(finding)
    });
    findings.collect()
}

/// Containers that own their contents.
const CONTAINERS: [&str; 4] = ["vector<", "array<", "string", "basic_string<"];

/// The local variable in whose memory an expression points.
fn local_memory<'u>(scope: &Scope<'u, 'u>, node: Node<'u>) -> Option<&'u Variable<'u>> {
    let node = scope.without_casts(node);
    let grammar = scope.file.grammar();
    if let Some(container) = local_container(scope, node) {
        return Some(container);
    }
    let (variable, needs_array) = match scope.kind(node) {
        Kind::Identifier => (scope.variable_of(node)?, true),
        Kind::PointerExpression if scope.text(node).starts_with('&') => {
            let inner = scope.without_casts(grammar.child(node, |fields| fields.argument)?);
            match scope.kind(inner) {
                Kind::Identifier => (scope.variable_of(inner)?, false),
                Kind::SubscriptExpression => (element_of(scope, inner)?, true),
                _ => return None,
            }
        }
        _ => return None,
    };
    let is_local = scope.function?.variables.iter().any(|known| known.node.id() == variable.node.id());
    let ends = is_local && !variable.is_parameter && !variable.is_static && !variable.is_reference;
    (ends && (variable.c_type.is_array || !needs_array)).then_some(variable)
}

/// The local container of C++ whose contents `container.data()` or `&container[0]` points to.
fn local_container<'u>(scope: &Scope<'u, 'u>, node: Node<'u>) -> Option<&'u Variable<'u>> {
    let grammar = scope.file.grammar();
    let container = match scope.kind(node) {
        Kind::CallExpression => {
            let method = grammar.child(node, |fields| fields.function)?;
            let name = grammar.child(method, |fields| fields.field)?;
            grammar.child(method, |fields| fields.argument).filter(|_| scope.text(name) == "data")?
        }
        Kind::PointerExpression if scope.text(node).starts_with('&') => {
            let element = scope.without_casts(grammar.child(node, |fields| fields.argument)?);
            let is_element = scope.kind(element) == Kind::SubscriptExpression;
            grammar.child(element, |fields| fields.argument).filter(|_| is_element)?
        }
        _ => return None,
    };
    let variable = scope.variable_of(container)?;
    let name = variable.c_type.name.strip_prefix("std::").unwrap_or(&variable.c_type.name);
    let is_container = CONTAINERS.iter().any(|known| name.starts_with(known)) && variable.c_type.pointers == 0;
    let is_local = scope.function?.variables.iter().any(|known| known.node.id() == variable.node.id());
    let ends = is_local && !variable.is_static && !variable.is_reference;
    (ends && is_container).then_some(variable)
}

/// The array that `a[i]` or `a[i][j]` is an element of.
fn element_of<'u>(scope: &Scope<'u, 'u>, subscript: Node<'u>) -> Option<&'u Variable<'u>> {
    let base = scope.without_casts(scope.file.grammar().child(subscript, |fields| fields.argument)?);
    let variable = scope.variable_of(base)?;
    // An element of an array of pointers may point anywhere, but its own place is in the array.
    variable.c_type.is_array.then_some(variable)
}
