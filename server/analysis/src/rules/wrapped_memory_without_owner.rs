//! NPC801: an array around allocated memory is returned, and nobody frees it.

use numpy_capi_db::{ResultOwnership, library_function};
use tree_sitter::Node;

use super::wrapped_memory_owner::capsule;
use super::{Check, Finding, FixAvailability, Related, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::usage::{Call, Scope, Wrapped};

pub(super) static RULE: Rule = Rule {
    code: "NPC801",
    name: "fromdata-without-owner",
    group: "memory",
    summary: r#"An array is returned that wraps allocated memory, and nothing will free that memory."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"An array made with `PyArray_SimpleNewFromData` borrows its memory: when the array dies, the memory stays. What the function
allocated is lost with each call, or, where the function frees it, the array points to freed memory.

The same holds for memory that lies within an object: when the object dies before the array, the array points to freed memory.
There the object itself is the right base.

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
        if let Some(member) = member_of_object(scope, wrapped.data) {
            let is_dangling = is_called_by_python(analysis) && scope.is_returned_without_owner(&wrapped);
            return is_dangling.then(|| of_member(analysis, &wrapped, member));
        }
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
        let call = analysis.usage.calls.iter().find(|call| call.node.id() == allocation.id());
        Some(match call.and_then(|call| capsule(analysis, &wrapped, call)) {
            Some(fix) => finding.suggesting(fix),
            None => finding,
        })
    });
    findings.collect()
}

/// The array outlives the object.
fn of_member<'u>(analysis: &UsageAnalysis<'u>, wrapped: &Wrapped<'u, 'u>, member: Node<'u>) -> Finding {
    let message = format!(
        "`{}` is memory of an object, which can die before the array: make the object its base with \
         `PyArray_SetBaseObject`",
        analysis.scope.text(member)
    );
    analysis.finding(&RULE, wrapped.data.byte_range().into(), message)
}

/// The member that an expression points to, where it lies within a Python object that the function was called with.
fn member_of_object<'u>(scope: &Scope<'u, 'u>, data: Node<'u>) -> Option<Node<'u>> {
    let grammar = scope.file.grammar();
    let argument =
        |node: Node<'u>| grammar.child(node, |fields| fields.argument).map(|inner| scope.without_casts(inner));
    let node = scope.without_casts(data);
    let is_address = scope.kind(node) == Kind::PointerExpression && scope.text(node).starts_with('&');
    let pointed = if is_address { argument(node)? } else { node };
    let is_element = is_address && scope.kind(pointed) == Kind::SubscriptExpression;
    let member = if is_element { argument(pointed)? } else { pointed };
    let object = argument(member).filter(|_| scope.kind(member) == Kind::FieldExpression)?;
    scope.variable_of(object).filter(|known| known.is_parameter)?;
    let receiver =
        scope.type_of(grammar.child(member, |fields| fields.argument)?).filter(|known| known.pointers == 1)?;
    let tag = receiver.name.strip_prefix("struct ").unwrap_or(&receiver.name);
    let structure = scope.structure(tag).filter(|structure| structure.is_object)?;
    let name = scope.text(grammar.child(member, |fields| fields.field)?);
    let field = structure.fields.iter().find(|field| field.name == name)?;
    (field.c_type.is_array || (is_address && !is_element)).then_some(member)
}

/// Whether a table of methods or attributes names the function. What calls another function may add a base.
fn is_called_by_python(analysis: &UsageAnalysis<'_>) -> bool {
    let Some(function) = analysis.function else { return false };
    let is_named = |text: &str| text.ends_with(function.name) || text.trim_end_matches(')').ends_with(function.name);
    analysis
        .scope
        .outline
        .tables
        .iter()
        .filter(|table| matches!(table.type_name, "PyMethodDef" | "PyGetSetDef"))
        .flat_map(|table| &table.rows)
        .flat_map(|row| &row.cells)
        .any(|cell| is_named(analysis.scope.text(cell.value)))
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
