//! NPC218: an object is used or released although the function has given up its last reference.

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::{Defect, DefectKind};
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC218",
    name: "use-after-release",
    group: "ownership",
    summary: r#"An object is used, or released once more, after the function has released its last reference."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::release_later, repairs::delete_release],
};

const PAGE: &str = r#"The function owned one reference and has given it up already. From then on the pointer means nothing: if the reference was the
last one, the object is gone. The same holds for what only the object kept alive: an item borrowed from a list, the memory
of `PyArray_DATA`, the text of `PyUnicode_AsUTF8`. A second release takes a reference that belongs to somebody else.

Usual causes are a release that stands a few lines too early, an error message that still wants a field of the object, and
a clean-up label that releases what the error branch has released before. Release after the last use. Set the variable to
NULL with `Py_CLEAR` where it is released early, and release with `Py_XDECREF` at the label.

The rule is silent where another owner may keep the object alive: after the object was put into a container, stored in a
field, or handed to a function that may have taken a reference.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
double_it(PyObject *number)
{
    PyObject *result = NULL;
    PyObject *two = PyLong_FromLong(2);
    if (two == NULL) {
        goto fail;
    }
    result = PyNumber_Multiply(number, two);
    Py_DECREF(two);
fail:
    Py_XDECREF(two);
    return result;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
double_it(PyObject *number)
{
    PyObject *result = NULL;
    PyObject *two = PyLong_FromLong(2);
    if (two == NULL) {
        goto fail;
    }
    result = PyNumber_Multiply(number, two);
fail:
    Py_XDECREF(two);
    return result;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    let kinds = [DefectKind::ReleasedTwice, DefectKind::UsedAfterRelease, DefectKind::UsedAfterKeeper];
    kinds
        .into_iter()
        .flat_map(|kind| analysis.of_kind(kind))
        .map(|defect| analysis.finding(&RULE, defect, defect.at, message(defect)))
        .collect()
}

fn message(defect: &Defect) -> String {
    let (holder, source) = (holder(defect), source(defect));
    match defect.kind {
        DefectKind::UsedAfterRelease => {
            format!("{holder} is used after the function has released its only reference of {source}")
        }
        DefectKind::UsedAfterKeeper => {
            format!("{holder} comes from {source} and is used after the object that kept it alive was released")
        }
        _ if defect.acquired.symbol.is_none() && defect.giver.is_none() => {
            format!("{holder} was released before on this path, and nothing shows a second reference")
        }
        _ => format!("{holder} was released before, and the function owns no other reference of {source}"),
    }
}
