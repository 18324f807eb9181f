//! NPC211: a function that Python calls returns a borrowed reference.

use numpy_capi_db::{Kind, symbol};

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity};
use crate::ownership::{Claims, Defect, DefectKind};
use crate::text::{TextEdit, TextRange};

pub(super) static RULE: Rule = Rule {
    code: "NPC211",
    name: "return-borrowed",
    group: "ownership",
    summary: r#"A function that Python calls returns a borrowed reference."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[],
};

const PAGE: &str = r#"What a method, a getter or a slot returns, Python takes for a new reference, and releases it when done. A borrowed reference
(`PyDict_GetItem`, `PyTuple_GET_ITEM`, an argument, a field of `self`) still belongs to its container: the release
takes the container's, and the object dies while the container points to it.

Take a reference with `Py_INCREF` before the return.

The rule looks at functions that a table of methods or of slots in the same file names, at those that the file, or another
one, says of that they return a new reference (`/* numpy-capi: returns new */`), and at definitions of functions of the
C-API. What other functions return is their own affair.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
first(PyObject *self, PyObject *args)
{
    PyObject *item = PyTuple_GetItem(args, 0);
    return item;
}

static PyMethodDef methods[] = {
    {"first", first, METH_VARARGS, "The first argument."},
    {NULL, NULL, 0, NULL},
};
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
first(PyObject *self, PyObject *args)
{
    PyObject *item = PyTuple_GetItem(args, 0);
    Py_XINCREF(item);
    return item;
}

static PyMethodDef methods[] = {
    {"first", first, METH_VARARGS, "The first argument."},
    {NULL, NULL, 0, NULL},
};
"#;

/// What the rule finds in a function, provided that its callers take the result for a new reference: see
/// [`retain_where_new`].
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    analysis
        .of_kind(DefectKind::ReturnedBorrowed)
        .map(|defect| {
            let message = format!(
                "{} is a borrowed reference of {}, but who calls `{}` takes its result for a new one",
                holder(defect),
                source(defect),
                analysis.function.name
            );
            let finding = analysis.finding(&RULE, defect, defect.at, message);
            match return_new_reference(analysis.file.text(), defect) {
                Some(fix) => finding.suggesting(fix),
                None => finding,
            }
        })
        .collect()
}

/// A new reference in the place of the one that is returned. It does not lean on the table that calls the function, and
/// so on no more than this text.
fn return_new_reference(text: &str, defect: &Defect) -> Option<Fix> {
    let written = defect.at.of(text);
    let value = written.strip_prefix("return")?.trim_end_matches(';').trim();
    let start = defect.at.start + written.find(value).filter(|_| !value.is_empty())?;
    let function = if defect.may_be_null { "Py_XNewRef" } else { "Py_NewRef" };
    Some(Fix {
        title: "Return a new reference".to_owned(),
        // Python 3.10 brought the function.
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::replace(TextRange::new(start, start + value.len()), format!("{function}({value})"))],
    })
}

/// Drops the findings of this rule on a function whose result nobody has to take for a new reference. It is asked apart
/// from the function, since the answer can stand anywhere in the text.
pub(super) fn retain_where_new(findings: &mut Vec<Finding>, text: &str, function: &str, claims: &Claims) {
    let is_of_rule = |finding: &Finding| finding.rule.code == RULE.code;
    if findings.iter().any(is_of_rule) && !claims.result_is_new && !is_called_by_python(text, function) {
        findings.retain(|finding| !is_of_rule(finding));
    }
}

/// Whether a table in the file gives a function to Python: it stands beside `METH_` flags, or is cast to one of the
/// function types of slots.
fn is_called_by_python(text: &str, name: &str) -> bool {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + name.len()..).unwrap_or_default());
        if before.ends_with(is_word) || after.starts_with(is_word) || after.trim_start().starts_with('(') {
            return false;
        }
        let entry = after.find(['}', ';']).and_then(|end| after.get(..end)).unwrap_or_default();
        let is_method = entry.contains("METH_") && !entry.contains('{');
        let cast = before.trim_end().strip_suffix(')').and_then(|before| before.rsplit('(').next());
        let is_slot = cast.is_some_and(|cast| symbol(cast.trim()).is_some_and(|known| known.kind == Kind::Type));
        is_method || is_slot
    })
}
