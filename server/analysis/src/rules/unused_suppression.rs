//! NPC001: a comment silences what is not there.

use super::{Check, FixAvailability, Rule, SUPPRESSION_GROUP, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "NPC001",
    name: "unused-suppression",
    group: SUPPRESSION_GROUP,
    summary: r#"A comment suppresses a rule that finds nothing there."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Suppressions,
    repairs: &[],
};

const PAGE: &str = r#"A suppression that has outlived its cause hides the next mistake of the same kind in the same place, and makes
readers look for a problem that was mended long ago.

Nothing is reported where the function was not analysed, in the arms of `#if` that are not read, or of rules that are
switched off.
"#;

const BAD: &str = r#"#include <Python.h>

static PyObject *
pair(PyObject *self, PyObject *arg)
{
    PyObject *number = PyLong_FromLong(2);
    if (number == NULL) {
        return NULL;  /* numpy-capi: ignore[NPC203] the pool frees it */
    }
    return number;
}
"#;

const GOOD: &str = r#"#include <Python.h>

static PyObject *
pair(PyObject *self, PyObject *arg)
{
    PyObject *number = PyLong_FromLong(2);
    if (number == NULL) {
        return NULL;
    }
    return number;
}
"#;
