//! NPC225: a reference count is changed of something that is no object.

use numpy_capi_db::Ownership;

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::usage::Call;

pub(super) static RULE: Rule = Rule {
    code: "NPC225",
    name: "refcount-of-pointer-table",
    group: "ownership",
    summary: r#"A reference count is changed of an array of pointers, or of a pointer to a pointer."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`Py_DECREF`, `Py_XDECREF` and `Py_INCREF` cast what they get to `PyObject *`, so that the compiler does not object to an array
of pointers. They then take the first pointer in the array for a reference count, and change it: the array is damaged, and
its objects keep their counts.

Name the element, `Py_XDECREF(arrays[i])`, and loop over the array where all are meant; follow a pointer to a pointer with
`*`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static void
release_both(PyArrayObject *operands[2])
{
    Py_XDECREF(operands);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static void
release_both(PyArrayObject *operands[2])
{
    Py_XDECREF(operands[0]);
    Py_XDECREF(operands[1]);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let param = call.symbol?.params.first()?;
    if !matches!(param.ownership, Ownership::Released | Ownership::Retained | Ownership::Cleared) {
        return None;
    }
    let [argument] = *call.arguments.as_slice() else { return None };
    let given = analysis.scope.without_casts(argument);
    let c_type = analysis.scope.type_of(given).filter(|c_type| c_type.pointers > 1)?;
    let name = analysis.scope.text(given);
    let message =
        format!("`{name}` is `{c_type}`, and `{}` needs an object: the pointers themselves are changed", call.name);
    Some(analysis.finding(&RULE, argument.byte_range().into(), message))
}
