//! NPC002: a comment silences a rule that does not exist.

use super::{Check, FixAvailability, Rule, SUPPRESSION_GROUP, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "NPC002",
    name: "unknown-suppressed-rule",
    group: SUPPRESSION_GROUP,
    summary: r#"A comment suppresses a rule that does not exist, or names none."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Suppressions,
    repairs: &[],
};

const PAGE: &str = r#"Between the brackets of `ignore[…]` and `ignore-file[…]` stand codes (`NPC203`), beginnings of codes (`NPC2`), names
(`early-return-leak`), groups (`ownership`) or `ALL`, with commas between them. What is none of these suppresses nothing,
and neither does a comment without brackets.

`numpy-capi-lsp rule --all` lists codes, names and groups.
"#;

const BAD: &str = r#"#include <Python.h>

/* numpy-capi: ignore[NPC9999] checked by hand */
static PyObject *
nothing(PyObject *self, PyObject *unused)
{
    Py_RETURN_NONE;
}
"#;

const GOOD: &str = r#"#include <Python.h>

static PyObject *
nothing(PyObject *self, PyObject *unused)
{
    Py_RETURN_NONE;
}
"#;
