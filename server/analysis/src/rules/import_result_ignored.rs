//! NPC109: nobody looks at whether the import of the API succeeded.

use numpy_capi_db::{Kind as SymbolKind, symbol};

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::text::{TextEdit, TextRange};
use crate::usage::{Call, Signature};

pub(super) static RULE: Rule = Rule {
    code: "NPC109",
    name: "import-result-ignored",
    group: "init",
    summary: r#"The status of PyArray_ImportNumPyAPI() or _import_array() is not looked at."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"Unlike the macro `import_array()`, the functions that fetch NumPy's table hide no `return`: they give back -1 with an
exception set. Code that does not look at it goes on with a table that is NULL and an exception that comes to light
somewhere else, or crashes at its first call.

Leave the function when the status is negative.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

int
prepare(PyObject *module)
{
    PyArray_ImportNumPyAPI();
    return 0;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

int
prepare(PyObject *module)
{
    if (PyArray_ImportNumPyAPI() < 0) {
        return -1;
    }
    return 0;
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let mut calls = analysis.usage.calls.iter();
    let ignored = calls.by_ref().filter(|call| imports(call) && is_statement(analysis, call));
    ignored.map(|call| of_call(analysis, call)).collect()
}

/// Whether a call is that of a function that fetches a table of NumPy's.
fn imports(call: &Call<'_>) -> bool {
    let Some((known, import)) = call.symbol.zip(symbol("import_array")) else { return false };
    known.kind == SymbolKind::Function && known.chapter == import.chapter && known.returns.failure == "-1"
}

fn is_statement(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> bool {
    call.node.parent().is_some_and(|parent| analysis.scope.kind(parent) == Kind::ExpressionStatement)
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Finding {
    let message = format!("`{}` can fail, and nobody looks at its status: the function table is NULL then", call.name);
    let finding = analysis.finding(&RULE, call.node.byte_range().into(), message);
    match repair(analysis, call) {
        Some(fix) => finding.suggesting(fix),
        None => finding,
    }
}

fn repair(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Fix> {
    let file = analysis.scope.file;
    let result = Signature::of(file, analysis.function?)?.result?;
    let value = match (result.name.as_ref(), result.pointers) {
        ("int", 0) => "return -1;",
        ("void", 0) => "return;",
        ("PyMODINIT_FUNC", 0) | (_, 1) => "return NULL;",
        _ => return None,
    };
    let statement = TextRange::from(call.node.parent()?.byte_range());
    let line = file.lines().line_start(file.lines().line(statement.start));
    let indentation = TextRange::new(line, statement.start).of(file.text());
    if !indentation.trim().is_empty() || !statement.of(file.text()).ends_with(';') {
        return None;
    }
    let import = TextRange::from(call.node.byte_range()).of(file.text());
    let test = format!("if ({import} < 0) {{\n{indentation}    {value}\n{indentation}}}");
    Some(Fix {
        title: "Leave the function when the import fails".to_owned(),
        applicability: Applicability::Safe,
        edits: vec![TextEdit::replace(statement, test)],
    })
}
