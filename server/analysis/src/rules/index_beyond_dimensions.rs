//! NPC614: an axis is used that the array does not have.

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::usage::Call;

pub(super) static RULE: Rule = Rule {
    code: "NPC614",
    name: "getptr-arity",
    group: "access",
    summary: r#"An element is addressed by more indices than the array has dimensions."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`PyArray_GETPTR2` multiplies its second index with the stride of the second axis, and `PyArray_DIM(array, 1)` reads the
length of that axis. Nothing is checked. Where the array was asked for with one dimension, both read behind its table of
lengths and strides, and the pointer leads anywhere.

Ask for as many dimensions as the code uses, `PyArray_FROMANY(object, type, 2, 2, flags)`, or use the macro with fewer
indices.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
corner(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROMANY(object, NPY_DOUBLE, 1, 1, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    double value = *(double *)PyArray_GETPTR2(array, 0, 0);
    Py_DECREF(array);
    return PyFloat_FromDouble(value);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
corner(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROMANY(object, NPY_DOUBLE, 2, 2, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    double value = *(double *)PyArray_GETPTR2(array, 0, 0);
    Py_DECREF(array);
    return PyFloat_FromDouble(value);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let needed = dimensions_needed(analysis, call)?;
    let array = *call.arguments.first()?;
    let most = analysis.scope.made(array)?.most_dimensions.filter(|most| *most < needed)?;
    let name = analysis.scope.text(analysis.scope.without_casts(array));
    let plural = if most == 1 { "dimension" } else { "dimensions" };
    let message = format!("`{name}` has at most {most} {plural}, but `{}` needs {needed} here", call.name);
    Some(analysis.finding(&RULE, call.node.byte_range().into(), message))
}

/// How many dimensions the array must have for a call to stay within its lengths and strides.
pub(super) fn dimensions_needed(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<i64> {
    let symbol = call.symbol.filter(|symbol| symbol.chapter == "Reading arrays")?;
    let (array, rest) = symbol.params.split_first()?;
    if !array.type_text.as_str().contains("PyArrayObject *") {
        return None;
    }
    match rest {
        [axis] if axis.type_text == "int" && symbol.result_type == "npy_intp" => {
            analysis.scope.number(*call.arguments.get(1)?)?.checked_add(1)
        }
        [_, ..] if rest.iter().all(|index| index.type_text == "npy_intp") => i64::try_from(rest.len()).ok(),
        _ => None,
    }
}
