//! NPC901: objects are worked on while the GIL is released.

use super::without_gil::{needs_gil, released_here, threads};
use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::usage::Call;

pub(super) static RULE: Rule = Rule {
    code: "NPC901",
    name: "python-api-without-gil",
    group: "threads",
    summary: r#"A function of Python or NumPy that needs the GIL is called where it is released."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"Between `Py_BEGIN_ALLOW_THREADS` and `Py_END_ALLOW_THREADS` other threads run Python code. A call that sets an
exception, counts references, creates objects or takes Python's memory there has no thread state to work with, or changes
what another thread is looking at. It crashes at once or only under load.

The accessors of arrays that only read a field, such as `PyArray_DATA`, are not reported. Neither are the functions of
NumPy's iterators that take a place for a message, where one is given.

Keep what happened in a variable and raise behind the end, or take the GIL for the call: `Py_BLOCK_THREADS`,
`NPY_ALLOW_C_API`, `PyGILState_Ensure()`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *
add(const double *numbers, Py_ssize_t length)
{
    double sum = 0.0;
    Py_BEGIN_ALLOW_THREADS
    for (Py_ssize_t i = 0; i < length; i++) {
        if (numbers[i] < 0.0) {
            PyErr_SetString(PyExc_ValueError, "negative");
        }
        sum += numbers[i];
    }
    Py_END_ALLOW_THREADS
    if (PyErr_Occurred()) {
        return NULL;
    }
    return PyFloat_FromDouble(sum);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *
add(const double *numbers, Py_ssize_t length)
{
    double sum = 0.0;
    int is_negative = 0;
    Py_BEGIN_ALLOW_THREADS
    for (Py_ssize_t i = 0; i < length; i++) {
        if (numbers[i] < 0.0) {
            is_negative = 1;
        }
        sum += numbers[i];
    }
    Py_END_ALLOW_THREADS
    if (is_negative) {
        PyErr_SetString(PyExc_ValueError, "negative");
        return NULL;
    }
    return PyFloat_FromDouble(sum);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let threads = threads(analysis);
    if threads.regions.is_empty() {
        return Vec::new();
    }
    let calls = analysis.usage.calls.iter().filter(|call| needs_gil(analysis, call));
    calls
        .filter_map(|call: &Call<'_>| {
            let region = threads.region_at(call.node.start_byte())?;
            let message = format!("`{}` needs the GIL, which `{}` has released", call.name, region.opened_by);
            let finding = analysis.finding(&RULE, call.name_range, message);
            Some(Finding { related: vec![released_here(region.opened_by, region.opened)], ..finding })
        })
        .collect()
}
