//! NPC409: any object is used as an array.

use numpy_capi_db::{Format, Symbol, symbol};
use tree_sitter::Node;

use super::{Applicability, Check, Finding, Fix, FixAvailability, Related, Rule, Severity, UsageAnalysis};
use crate::formats::{FormatCall, Taken};
use crate::syntax::Kind;
use crate::text::TextEdit;
use crate::usage::{CType, Call, DataModel};

pub(super) static RULE: Rule = Rule {
    code: "NPC409",
    name: "object-cast-unchecked",
    group: "args",
    summary: r#"An argument of any type is used as an array without a check."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`O` takes every object, whatever the type of the variable. A caller who passes a list where the code expects an array
makes `PyArray_DATA` and its kin read fields that a list does not have: a crash, or wrong numbers.

Let `O!` with `&PyArray_Type` refuse everything else, ask `PyArray_Check` first, or turn the object into an array with
`PyArray_FROM_OTF`, which takes lists as well.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
rank(PyObject *self, PyObject *args)
{
    PyArrayObject *array;
    if (!PyArg_ParseTuple(args, "O", &array)) {
        return NULL;
    }
    return PyLong_FromLong(PyArray_NDIM(array));
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
rank(PyObject *self, PyObject *args)
{
    PyArrayObject *array;
    if (!PyArg_ParseTuple(args, "O!", &PyArray_Type, &array)) {
        return NULL;
    }
    return PyLong_FromLong(PyArray_NDIM(array));
}
"#;

/// What the code does with the object at a place.
enum Use<'a> {
    /// It reads fields of an array.
    AsArray,
    /// Another variable holds it too.
    Alias(&'a str),
    /// Nothing that says what it is.
    Harmless,
    /// Something that may tell what it is, or change it.
    Other,
}

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().flat_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Vec<Finding> {
    let Some(read) = FormatCall::of(&analysis.scope, call, DataModel::Lp64) else { return Vec::new() };
    if read.format != Format::Parse {
        return Vec::new();
    }
    read.taken(&analysis.scope).iter().filter_map(|taken| of_argument(analysis, &read, taken)).collect()
}

fn of_argument(analysis: &UsageAnalysis<'_>, read: &FormatCall<'_, '_>, taken: &Taken<'_, '_>) -> Option<Finding> {
    let address = analysis.scope.without_casts(taken.node);
    let is_address =
        analysis.scope.kind(address) == Kind::PointerExpression && analysis.scope.text(address).starts_with('&');
    if taken.unit.unit?.unit != "O" || !is_address {
        return None;
    }
    let name = analysis.scope.file.grammar().child(address, |fields| fields.argument)?;
    let is_local =
        analysis.usage.variables.iter().any(|known| known.name == analysis.scope.text(name) && !known.is_static);
    if analysis.scope.kind(name) != Kind::Identifier || !is_local {
        return None;
    }
    let used = first_array_use(analysis, analysis.scope.text(name), read.call.node.end_byte())?;
    let variable = analysis.scope.text(name);
    let message =
        format!("`{variable}` can be any object that a caller passes for `O`, and nothing asks whether it is an array");
    let mut finding = analysis.finding(&RULE, taken.node.byte_range().into(), message);
    finding.related = vec![Related { range: used.byte_range().into(), message: "used as an array here".to_owned() }];
    Some(match read.text.place(taken.unit.range.clone()) {
        Some(unit) => finding.suggesting(Fix {
            title: "Take arrays only: `O!` with `&PyArray_Type`".to_owned(),
            applicability: Applicability::Unsafe,
            edits: vec![TextEdit::insert(unit.end, "!"), TextEdit::insert(taken.node.start_byte(), "&PyArray_Type, ")],
        }),
        None => finding,
    })
}

/// Where a variable is used as an array, if nothing before that tells what it holds.
fn first_array_use<'u>(analysis: &UsageAnalysis<'u>, name: &'u str, from: usize) -> Option<Node<'u>> {
    let body = analysis.function?.body;
    let mut names = vec![name];
    let mut from = from;
    loop {
        let mention = analysis.scope.occurrences(body, &names, from).into_iter().next()?;
        match use_at(analysis, mention) {
            Use::AsArray => return Some(mention),
            Use::Other => return None,
            Use::Alias(alias) => names.push(alias),
            Use::Harmless => {}
        }
        from = mention.end_byte();
    }
}

fn use_at<'u>(analysis: &UsageAnalysis<'u>, mention: Node<'u>) -> Use<'u> {
    let scope = &analysis.scope;
    let grammar = scope.file.grammar();
    let outer = scope.with_casts(mention);
    let Some(parent) = outer.parent() else { return Use::Other };
    match scope.kind(parent) {
        Kind::ArgumentList => of_call_argument(analysis, outer),
        Kind::FieldExpression => {
            let is_array = scope.type_of(outer).is_some_and(|known| known.is_pointer_to("PyArrayObject"));
            if is_array { Use::AsArray } else { Use::Other }
        }
        Kind::InitDeclarator | Kind::AssignmentExpression => {
            let target = match scope.kind(parent) {
                Kind::InitDeclarator => grammar.child(parent, |fields| fields.declarator),
                _ => grammar.child(parent, |fields| fields.left).filter(|left| left.id() != outer.id()),
            };
            target.and_then(|target| declared_name(analysis, target)).map_or(Use::Other, Use::Alias)
        }
        // A comparison with NULL or None says nothing of other objects.
        Kind::UnaryExpression | Kind::BinaryExpression | Kind::IfStatement if !scope.text(parent).contains('(') => {
            Use::Harmless
        }
        _ => Use::Other,
    }
}

/// The name that a declarator or an expression consists of, pointers apart.
fn declared_name<'u>(analysis: &UsageAnalysis<'u>, target: Node<'u>) -> Option<&'u str> {
    let mut node = target;
    while analysis.scope.kind(node) == Kind::PointerDeclarator {
        node = analysis.scope.file.grammar().child(node, |fields| fields.declarator)?;
    }
    (analysis.scope.kind(node) == Kind::Identifier).then(|| analysis.scope.text(node))
}

fn of_call_argument<'u>(analysis: &UsageAnalysis<'u>, argument: Node<'u>) -> Use<'u> {
    let scope = &analysis.scope;
    let Some((call, position)) = scope.call_around(argument) else { return Use::Other };
    let callee = scope.file.grammar().child(call, |fields| fields.function).map_or("", |callee| scope.text(callee));
    if scope.file.macros().defines(callee) {
        return Use::Other;
    }
    match symbol(callee) {
        Some(known) if reads_array(known, position) => Use::AsArray,
        Some(known) if matches!(known.name, "Py_INCREF" | "Py_XINCREF") => Use::Harmless,
        _ => Use::Other,
    }
}

/// Whether a function or macro reads fields of an array, and fails for nothing.
fn reads_array(callee: &Symbol, position: usize) -> bool {
    callee.param(position).is_some_and(|param| {
        let c_type = CType::parse(param.type_text.as_str());
        c_type.is_pointer_to("PyArrayObject") && !param.may_be_null && !callee.can_fail() && !callee.runs_python
    })
}
