//! NPC1109: a `PyObject *` is passed for a `PyArrayObject *`.

use numpy_capi_db::Library;
use tree_sitter::Node;

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::text::TextEdit;
use crate::usage::{CType, Call};

pub(super) static RULE: Rule = Rule {
    code: "NPC1109",
    name: "pyobject-to-array-accessor",
    group: "migration",
    summary: r#"A PyObject * is passed where NumPy takes a PyArrayObject *."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"Accessors such as `PyArray_DIM` were macros that took anything. Where `NPY_NO_DEPRECATED_API` is defined, and always since
NumPy 2, they are functions: C++ refuses a `PyObject *`, GCC 14 and other new C compilers do too, and older ones warn.

The repair inserts the cast. Better is a variable of the right type: `PyArrayObject *array = (PyArrayObject *)...`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static npy_intp
rows(PyObject *object)
{
    return PyArray_DIM(object, 0);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static npy_intp
rows(PyObject *object)
{
    return PyArray_DIM((PyArrayObject *)object, 0);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let calls = analysis.usage.calls.iter().filter(|call| !analysis.versions.is_guarded(call.node.start_byte()));
    calls.flat_map(|call| of_call(analysis, call)).collect()
}

fn of_call<'a>(analysis: &UsageAnalysis<'a>, call: &Call<'a>) -> Vec<Finding> {
    let Some(symbol) = call.symbol.filter(|symbol| symbol.library == Library::NumPy) else { return Vec::new() };
    let wrong = symbol.params.iter().zip(&call.arguments).filter(|(param, argument)| {
        CType::parse(param.type_text.as_str()).is_pointer_to("PyArrayObject")
            && analysis.scope.type_of(**argument).is_some_and(|given| given.is_pointer_to("PyObject"))
    });
    wrong
        .map(|(_, argument)| {
            let name = analysis.scope.text(*argument);
            let message = format!("`{name}` is a `PyObject *`, but `{}` takes a `PyArrayObject *`", symbol.name);
            analysis.finding(&RULE, argument.byte_range().into(), message).suggesting(cast(analysis, *argument))
        })
        .collect()
}

fn cast(analysis: &UsageAnalysis<'_>, argument: Node<'_>) -> Fix {
    use Kind::{AssignmentExpression, BinaryExpression, CommaExpression, ConditionalExpression};
    let is_open = matches!(
        analysis.scope.kind(argument),
        AssignmentExpression | BinaryExpression | CommaExpression | ConditionalExpression
    );
    let (before, after) = if is_open { ("(PyArrayObject *)(", ")") } else { ("(PyArrayObject *)", "") };
    let mut edits = vec![TextEdit::insert(argument.start_byte(), before)];
    if !after.is_empty() {
        edits.push(TextEdit::insert(argument.end_byte(), after));
    }
    Fix { title: "Cast it to PyArrayObject *".to_owned(), applicability: Applicability::Safe, edits }
}
