//! NPC502: a table that Python walks to its end has no end.

use numpy_capi_db::symbol;
use tree_sitter::Node;

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::text::{TextEdit, TextRange};
use crate::usage::{Row, Table};

pub(super) static RULE: Rule = Rule {
    code: "NPC502",
    name: "method-table-sentinel",
    group: "module",
    summary: r#"A table of methods, members, attributes or slots does not end with an empty entry."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"Python is not told how long such a table is: it goes on until it meets an entry without a name (for slots, with the
number 0). Without one it reads whatever lies behind the table as further entries, which ends in a crash when the module
is imported or the type is made ready, or later, or on another platform only.

End the table with `{NULL}`, or `{0, NULL}` for slots.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
answer(PyObject *module, PyObject *unused)
{
    return PyLong_FromLong(42);
}

static PyMethodDef methods[] = {
    {"answer", answer, METH_NOARGS, "The answer."},
};
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
answer(PyObject *module, PyObject *unused)
{
    return PyLong_FromLong(42);
}

static PyMethodDef methods[] = {
    {"answer", answer, METH_NOARGS, "The answer."},
    {NULL, NULL, 0, NULL},
};
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.tables.iter().filter_map(|table| of_table(analysis, table)).collect()
}

fn of_table(analysis: &UsageAnalysis<'_>, table: &Table<'_>) -> Option<Finding> {
    let sentinel = symbol(table.type_name)?.last_entry.as_str();
    if sentinel.is_empty() {
        return None;
    }
    let is_array = analysis.scope.variable(table.name, table.list.end_byte())?.c_type.is_array;
    // A macro among the rows may bring the last one.
    let is_read = is_array && table.rows.iter().all(|row| analysis.scope.kind(row.node) == Kind::InitializerList);
    let last = table.rows.last()?;
    if !is_read || is_sentinel(analysis, last) {
        return None;
    }
    let message = format!("`{}` ends without an empty `{}`: Python reads past its end", table.name, table.type_name);
    let row = TextRange::from(last.node.byte_range());
    let finding = analysis.finding(&RULE, row, message);
    Some(finding.suggesting(Fix {
        title: format!("End the table with {sentinel}"),
        applicability: Applicability::Safe,
        edits: vec![TextEdit::insert(row.end, format!(",{}{sentinel}", space_before(analysis, row)))],
    }))
}

/// Whether an entry has no name. An entry whose text is not seen may be anything, so it counts as the last.
fn is_sentinel(analysis: &UsageAnalysis<'_>, row: &Row<'_>) -> bool {
    let Some(first) = row.cells.first() else { return true };
    match analysis.scope.kind(first.value) {
        Kind::Null | Kind::NumberLiteral | Kind::CastExpression => true,
        Kind::Identifier => may_be_null(analysis, first.value),
        _ => false,
    }
}

/// Whether a name stands for the null pointer, or is a macro of which nothing is known.
fn may_be_null(analysis: &UsageAnalysis<'_>, node: Node<'_>) -> bool {
    let name = analysis.scope.text(node);
    match symbol(name) {
        Some(known) => known.value == "NULL",
        None => analysis.scope.variable(name, node.end_byte()).is_none(),
    }
}

/// The line break and the indentation before an entry; one space where it follows another on its line.
fn space_before<'a>(analysis: &UsageAnalysis<'a>, row: TextRange) -> &'a str {
    let before = TextRange::new(0, row.start).of(analysis.scope.file.text());
    let space = before.get(before.trim_end().len()..).unwrap_or_default();
    space.rfind('\n').and_then(|line| space.get(line..)).unwrap_or(" ")
}
