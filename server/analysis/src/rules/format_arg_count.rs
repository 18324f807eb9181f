//! NPC401: more or fewer arguments than the format takes.

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::formats::FormatCall;
use crate::usage::{Call, DataModel};

pub(super) static RULE: Rule = Rule {
    code: "NPC401",
    name: "format-arg-count",
    group: "args",
    summary: r#"The format string takes more or fewer arguments than the call has."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"Nobody counts the arguments behind a format string. One too few, and the last unit takes whatever lies where the
argument should be: `PyArg_ParseTuple` writes through it, `PyErr_Format` reads from it. One too many is passed for
nothing, and mostly the sign of a unit that was forgotten, so that the arguments after it go to the wrong units.

`O!` takes two arguments, the type and the address; `O&` takes two, the converter and the address; `s#`, `y#` and `z#`
take two, the address of the text and that of its length; `es` takes two, the encoding and the address.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
rank(PyObject *self, PyObject *args)
{
    PyObject *array;
    if (!PyArg_ParseTuple(args, "O!", &array)) {
        return NULL;
    }
    return PyLong_FromLong(PyArray_NDIM((PyArrayObject *)array));
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
rank(PyObject *self, PyObject *args)
{
    PyObject *array;
    if (!PyArg_ParseTuple(args, "O!", &PyArray_Type, &array)) {
        return NULL;
    }
    return PyLong_FromLong(PyArray_NDIM((PyArrayObject *)array));
}
"#;

/// Longer formats are not shown in messages, in bytes.
const LONGEST_SHOWN: usize = 40;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let read = FormatCall::of(&analysis.scope, call, DataModel::Lp64)?;
    let (wanted, given) = read.other_count(&analysis.scope)?;
    let text = shown(&read.text.text);
    let message =
        format!("{text} takes {}, but {} follow{}", arguments(wanted), given, if given == 1 { "s" } else { "" });
    let finding = analysis.finding(&RULE, call.node.byte_range().into(), message);
    Some(Finding { severity: if wanted > given { Severity::Error } else { Severity::Warning }, ..finding })
}

/// The format for a message.
fn shown(format: &str) -> String {
    if format.len() <= LONGEST_SHOWN { format!("\"{format}\"") } else { "the format".to_owned() }
}

fn arguments(count: usize) -> String {
    match count {
        0 => "no argument".to_owned(),
        1 => "1 argument".to_owned(),
        _ => format!("{count} arguments"),
    }
}
