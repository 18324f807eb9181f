//! NPC309: a floating-point conversion that Python's formats do not have.

use numpy_capi_db::Format;

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::formats::FormatCall;
use crate::usage::{Call, DataModel};

pub(super) static RULE: Rule = Rule {
    code: "NPC309",
    name: "pyerr-format-float",
    group: "errors",
    summary: r#"PyErr_Format and PyUnicode_FromFormat know no %f, %g or %e."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"The formats of `PyErr_Format`, `PyUnicode_FromFormat` and `PyBytes_FromFormat` look like those of `printf`, but have no
floating-point numbers. Up to Python 3.11 the rest of the format is copied as it stands, and the arguments are dropped;
from 3.12 a `SystemError` about the format takes the place of the exception that was meant.

Write the number into a buffer with `PyOS_snprintf`, or make a `PyFloat` of it and use `%R`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

static int
check_tolerance(double tolerance)
{
    if (tolerance < 0) {
        PyErr_Format(PyExc_ValueError, "bad tolerance %g", tolerance);
        return -1;
    }
    return 0;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

static int
check_tolerance(double tolerance)
{
    if (tolerance < 0) {
        char message[64];
        PyOS_snprintf(message, sizeof(message), "bad tolerance %g", tolerance);
        PyErr_SetString(PyExc_ValueError, message);
        return -1;
    }
    return 0;
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let read = FormatCall::of(&analysis.scope, call, DataModel::Lp64)?;
    if read.format != Format::Print {
        return None;
    }
    let unit = read.units.known.iter().find(|unit| unit.unit.is_none())?;
    let written = read.text.text.get(unit.range.clone())?;
    let message = format!("`{}` does not know `{written}`: the message is lost", read.symbol.name);
    let range = read.text.place(unit.range.clone()).unwrap_or_else(|| read.node.byte_range().into());
    Some(analysis.finding(&RULE, range, message))
}
