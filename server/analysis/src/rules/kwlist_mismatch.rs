//! NPC405: the list of keywords does not go with the format.

use tree_sitter::Node;

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::formats::FormatCall;
use crate::syntax::Kind;
use crate::text::{TextEdit, TextRange};
use crate::usage::{Call, DataModel, Table};

pub(super) static RULE: Rule = Rule {
    code: "NPC405",
    name: "kwlist-mismatch",
    group: "args",
    summary: r#"The list of keywords does not end with NULL, or has more or fewer names than the format has arguments."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`PyArg_ParseTupleAndKeywords` walks along the list of keywords until it meets NULL; without one it reads whatever lies
behind the array as further names. Each argument of the format needs one name. Where the numbers differ, the call fails
with a `SystemError`, whatever the caller passes; or, where only optional arguments have no name, these are never filled.

Arguments in parentheses are one argument with one name. An empty name makes an argument positional.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
add(PyObject *self, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"left", "right"};
    long left, right;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "ll", names, &left, &right)) {
        return NULL;
    }
    return PyLong_FromLong(left + right);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
add(PyObject *self, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"left", "right", NULL};
    long left, right;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "ll", names, &left, &right)) {
        return NULL;
    }
    return PyLong_FromLong(left + right);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let position = call.symbol?.params.iter().position(|param| param.name == "keywords")?;
    let read = FormatCall::of(&analysis.scope, call, DataModel::Lp64)?;
    let node = analysis.scope.without_casts(*call.arguments.get(position)?);
    let table = table(analysis, node)?;
    let names = table.rows.iter().take_while(|row| is_name(analysis, row.node)).count();
    match table.rows.get(names) {
        None => Some(without_end(analysis, table)),
        Some(row) if is_null(analysis, row.node) && names + 1 == table.rows.len() => {
            with_other_count(analysis, &read, names, node)
        }
        Some(_) => None,
    }
}

/// The list that a variable is declared with.
fn table<'u>(analysis: &UsageAnalysis<'u>, node: Node<'u>) -> Option<&'u Table<'u>> {
    let variable = analysis.scope.variable(analysis.scope.text(node), node.start_byte())?;
    let list = variable.initialiser.filter(|_| variable.c_type.is_array && variable.length.is_empty())?;
    let tables = analysis.usage.tables.iter().chain(&analysis.scope.outline.tables);
    tables.into_iter().find(|table| table.list.id() == list.id())
}

fn without_end(analysis: &UsageAnalysis<'_>, table: &Table<'_>) -> Finding {
    let message = format!("`{}` does not end with NULL: names are read past its end", table.name);
    let range = TextRange::from(table.list.byte_range());
    let finding = analysis.finding(&RULE, range, message);
    let Some(last) = table.rows.last() else { return finding };
    finding.suggesting(Fix {
        title: "End the list with NULL".to_owned(),
        applicability: Applicability::Safe,
        edits: vec![TextEdit::insert(last.node.end_byte(), ", NULL")],
    })
}

/// Compares the number of names with that of the arguments.
fn with_other_count(
    analysis: &UsageAnalysis<'_>,
    read: &FormatCall<'_, '_>,
    names: usize,
    node: Node<'_>,
) -> Option<Finding> {
    if !read.text.is_whole || !read.units.is_whole {
        return None;
    }
    let arguments = read.units.top_level;
    if arguments == names {
        return None;
    }
    let required = read.units.required;
    let outcome = match names {
        _ if names > arguments => "calls fail with a SystemError",
        _ if names == required => "the arguments without a name are never filled",
        _ => "calls fail with a SystemError",
    };
    let message = format!(
        "`{}` has {}, but \"{}\" has {}: {outcome}",
        analysis.scope.text(node),
        counted(names, "name"),
        read.text.text,
        counted(arguments, "argument")
    );
    Some(analysis.finding(&RULE, node.byte_range().into(), message))
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn is_name(analysis: &UsageAnalysis<'_>, node: Node<'_>) -> bool {
    let node = analysis.scope.without_casts(node);
    matches!(analysis.scope.kind(node), Kind::StringLiteral | Kind::ConcatenatedString)
        || analysis.scope.kind(node) == Kind::CallExpression && analysis.scope.text(node).starts_with("const_cast<")
}

fn is_null(analysis: &UsageAnalysis<'_>, node: Node<'_>) -> bool {
    let node = analysis.scope.without_casts(node);
    let text = analysis.scope.text(node);
    matches!(analysis.scope.kind(node), Kind::Null) || matches!(text, "NULL" | "0" | "nullptr")
}
