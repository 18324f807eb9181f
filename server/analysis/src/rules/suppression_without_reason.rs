//! NPC003: a comment silences a rule and does not say why.

use super::{Check, FixAvailability, Rule, SUPPRESSION_GROUP, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "NPC003",
    name: "suppression-without-reason",
    group: SUPPRESSION_GROUP,
    summary: r#"A comment suppresses a rule and does not say why."#,
    severity: Severity::Hint,
    default: false,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Suppressions,
    repairs: &[],
};

const PAGE: &str = r#"Whoever meets a suppression later has to know whether its cause still holds. The reason stands behind the brackets:
`ignore[NPC203] the module keeps it for good`.
"#;

const BAD: &str = r#"#include <Python.h>

static PyObject *
first(PyObject *self, PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return NULL;
    }
    if (PyUnicode_GetLength(text) == 0) {
        return NULL;  /* numpy-capi: ignore[NPC203] */
    }
    return text;
}
"#;

const GOOD: &str = r#"#include <Python.h>

static PyObject *
first(PyObject *self, PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return NULL;
    }
    if (PyUnicode_GetLength(text) == 0) {
        return NULL;  /* numpy-capi: ignore[NPC203] the process ends anyway */
    }
    return text;
}
"#;
