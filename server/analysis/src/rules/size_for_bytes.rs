//! NPC611: a number of elements is passed where bytes are counted.

use numpy_capi_db::{Symbol, callee};

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::text::TextEdit;
use crate::usage::{CType, Call, DataModel, Width, element_type};

pub(super) static RULE: Rule = Rule {
    code: "NPC611",
    name: "size-vs-nbytes",
    group: "access",
    summary: r#"A number of elements is passed where a call counts bytes."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`PyArray_SIZE` and `PyArray_DIM` count elements. `malloc`, `memcpy` and `memset` count bytes: with elements of 8 bytes only
an eighth of the memory is allocated, copied or cleared, and what is written to the rest lands in memory of others.

`PyArray_NBYTES` is the size of the whole array in bytes; for a part of it multiply with `PyArray_ITEMSIZE`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
copy(PyArrayObject *array, double *target)
{
    if (PyArray_TYPE(array) != NPY_DOUBLE || !PyArray_ISCARRAY_RO(array)) {
        PyErr_SetString(PyExc_TypeError, "a contiguous array of float64 is needed");
        return -1;
    }
    memcpy(target, PyArray_DATA(array), PyArray_SIZE(array));
    return 0;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
copy(PyArrayObject *array, double *target)
{
    if (PyArray_TYPE(array) != NPY_DOUBLE || !PyArray_ISCARRAY_RO(array)) {
        PyErr_SetString(PyExc_TypeError, "a contiguous array of float64 is needed");
        return -1;
    }
    memcpy(target, PyArray_DATA(array), PyArray_NBYTES(array));
    return 0;
}
"#;

/// The calls that count elements.
const COUNTS: [&str; 4] = ["PyArray_SIZE", "PyArray_Size", "PyArray_DIM", "PyArray_MultiplyList"];

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let known = callee(call.name).filter(|_| !analysis.scope.file.macros().defines(call.name))?;
    let argument = *call.arguments.get(bytes_of(known)?)?;
    let counts = analysis.scope.calls_giving(argument)?;
    let count = counts.first().filter(|_| counts.iter().all(|count| COUNTS.contains(&count.name)))?;
    if !has_wide_elements(analysis, known, call, count) {
        return None;
    }
    let message = format!("`{}` counts bytes, but `{}` gives a number of elements", call.name, count.name);
    let finding = analysis.finding(&RULE, argument.byte_range().into(), message);
    if count.name != "PyArray_SIZE" || count.node.id() != analysis.scope.without_casts(argument).id() {
        return Some(finding);
    }
    Some(finding.suggesting(Fix {
        title: "Pass the bytes of the array".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::replace(count.name_range, "PyArray_NBYTES")],
    }))
}

/// The parameter that counts bytes: the only `size_t` of a function about memory.
fn bytes_of(symbol: &Symbol) -> Option<usize> {
    let is_memory =
        symbol.params.iter().any(|param| param.type_text.as_str().contains("void *")) || symbol.result_type == "void *";
    let mut sizes = symbol.params.iter().enumerate().filter(|(_, param)| param.type_text == "size_t");
    let (position, _) = sizes.next().filter(|_| is_memory)?;
    sizes.next().is_none().then_some(position)
}

/// Whether the elements certainly have more than one byte: the array was made so, or a pointer says it.
fn has_wide_elements(analysis: &UsageAnalysis<'_>, known: &Symbol, call: &Call<'_>, count: &Call<'_>) -> bool {
    let array = count.arguments.first().and_then(|array| analysis.scope.made(*array));
    if let Some(number) = array.and_then(|made| made.type_number) {
        return element_type(number).is_some_and(|element| is_wide(&element));
    }
    let is_pointer =
        |position: &usize| known.param(*position).is_some_and(|param| param.type_text.as_str().contains('*'));
    let pointers = (0..call.arguments.len()).filter(is_pointer);
    let types = pointers.filter_map(|position| analysis.scope.type_of(*call.arguments.get(position)?));
    let led_to: Vec<CType<'_>> =
        types.chain(analysis.scope.read_as(call)).filter_map(|pointer| pointer.pointed_to()).collect();
    led_to.iter().any(is_wide) && led_to.iter().all(|pointee| pointee.name == "void" || is_wide(pointee))
}

fn is_wide(element: &CType<'_>) -> bool {
    match element.width(DataModel::Ilp32) {
        Some(Width::Integer { bits, .. } | Width::Floating { bits }) => bits > 8,
        None => false,
    }
}
