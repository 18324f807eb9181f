//! NPC411: lengths after `#` without `PY_SSIZE_T_CLEAN`.

use numpy_capi_db::Format;

use super::{Applicability, Check, FileAnalysis, Finding, Fix, FixAvailability, Rule, Severity};
use crate::formats::FormatCall;
use crate::text::{TextEdit, TextRange};
use crate::usage::DataModel;

pub(super) static RULE: Rule = Rule {
    code: "NPC411",
    name: "ssize-t-clean",
    group: "args",
    summary: r#"A format with # is used without PY_SSIZE_T_CLEAN."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"The length that `s#`, `y#`, `z#` and `u#` fill or read was an `int` once and is a `Py_ssize_t` where the file defines
`PY_SSIZE_T_CLEAN` before it includes `Python.h`. From Python 3.10 on the old meaning is gone: without the macro every such
call fails with a `SystemError`, and Python 3.13 made the macro the only meaning.

Define the macro in the first line, and declare the lengths as `Py_ssize_t`.
"#;

const BAD: &str = r#"#include <Python.h>

static PyObject *
count(PyObject *self, PyObject *args)
{
    const char *bytes;
    Py_ssize_t length;
    if (!PyArg_ParseTuple(args, "y#", &bytes, &length)) {
        return NULL;
    }
    return PyLong_FromSsize_t(length);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
count(PyObject *self, PyObject *args)
{
    const char *bytes;
    Py_ssize_t length;
    if (!PyArg_ParseTuple(args, "y#", &bytes, &length)) {
        return NULL;
    }
    return PyLong_FromSsize_t(length);
}
"#;

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let Some(include) = first_include(analysis.file.text()) else { return Vec::new() };
    if analysis.file.macros().defines("PY_SSIZE_T_CLEAN") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for stretch in analysis.stretches() {
        for call in &stretch.usage.calls {
            let Some(read) = FormatCall::of(&stretch.scope, call, DataModel::Lp64) else { continue };
            let has_length =
                |unit: &&crate::formats::PlacedUnit| unit.unit.is_some_and(|unit| unit.unit.ends_with('#'));
            if read.format == Format::Print {
                continue;
            }
            let Some(unit) = read.units.known.iter().find(has_length).and_then(|placed| placed.unit) else { continue };
            let message = format!("`{}` fails here from Python 3.10 on: PY_SSIZE_T_CLEAN is not defined", unit.unit);
            findings.push(stretch.finding(&RULE, read.node.byte_range().into(), message).suggesting(Fix {
                title: "Define PY_SSIZE_T_CLEAN before Python.h".to_owned(),
                applicability: Applicability::Unsafe,
                edits: vec![TextEdit::insert(include.start, "#define PY_SSIZE_T_CLEAN\n")],
            }));
        }
    }
    findings
}

/// Where `Python.h` is included, if no header before it could define the macro.
fn first_include(text: &str) -> Option<TextRange> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = TextRange::new(at, at + line.len());
        at = range.end;
        let Some(target) = included(line) else { continue };
        if target == "<Python.h>" || target == "\"Python.h\"" {
            return Some(range);
        }
        // Headers of the C library define nothing of the kind.
        if !target.starts_with('<') || target.contains('/') {
            return None;
        }
    }
    None
}

/// What a line includes, with its quotes or brackets.
fn included(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix('#')?.trim_start().strip_prefix("include")?.trim();
    let end = rest.get(1..)?.find(['>', '"'])?;
    rest.get(..end + 2)
}
