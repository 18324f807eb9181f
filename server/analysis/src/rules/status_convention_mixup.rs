//! NPC308: a status is tested as if it were one of the other kind.

use tree_sitter::Node;

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::{Kind, named_children};
use crate::text::TextEdit;
use crate::usage::Call;

pub(super) static RULE: Rule = Rule {
    code: "NPC308",
    name: "status-convention-mixup",
    group: "errors",
    summary: r#"A call that fails with 0 is tested for a negative number, or one that fails with -1 for 0."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"Two conventions live side by side. `PyArg_Parse*`, `O&` converters and `NpyIter_Deallocate` give 1 for success and 0
for failure; nearly everything else that gives an `int` has 0 for success and -1 for failure. With the test of the other
convention a failure passes as success, and the code goes on with variables that nobody has filled, or a success passes as
failure, and the function reports an error without an exception.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

static int
set_answer(PyObject *dict, PyObject *answer)
{
    if (!PyDict_SetItemString(dict, "answer", answer)) {
        return -1;
    }
    return 0;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

static int
set_answer(PyObject *dict, PyObject *answer)
{
    if (PyDict_SetItemString(dict, "answer", answer) < 0) {
        return -1;
    }
    return 0;
}
"#;

/// How a call says that it has failed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Convention {
    /// 0 for failure, 1 for success.
    Truth,
    /// -1 for failure, 0 for success.
    Negative,
}

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let symbol = call.symbol.filter(|symbol| symbol.result_type.as_str() == "int")?;
    // Iterators have a rule of their own.
    if symbol.params.first().is_some_and(|param| param.type_text == "NpyIter *") {
        return None;
    }
    let convention = match (symbol.returns.failure, symbol.returns.success) {
        ("0", "1") => Convention::Truth,
        ("-1", "0") => Convention::Negative,
        _ => return None,
    };
    let condition = analysis.scope.with_casts(call.node).parent()?;
    let is_wrong = match convention {
        Convention::Truth => is_test_for_negative(analysis, condition, call.node),
        Convention::Negative => is_negation(analysis, condition) && leads_to_failure(analysis, condition),
    };
    if !is_wrong {
        return None;
    }
    let text = analysis.scope.text(call.node);
    let (failure, better) = match convention {
        Convention::Truth => ("0", format!("!{text}")),
        Convention::Negative => ("-1", format!("{text} < 0")),
    };
    let message = format!("`{}` fails with {failure}, and this test does not see it", symbol.name);
    let range = condition.byte_range().into();
    Some(analysis.finding(&RULE, range, message).suggesting(Fix {
        title: format!("Test `{}` for {failure}", symbol.name),
        applicability: Applicability::Safe,
        edits: vec![TextEdit::replace(range, better)],
    }))
}

/// `call < 0`, `call == -1`.
fn is_test_for_negative(analysis: &UsageAnalysis<'_>, condition: Node<'_>, call: Node<'_>) -> bool {
    let grammar = analysis.scope.file.grammar();
    if analysis.scope.kind(condition) != Kind::BinaryExpression {
        return false;
    }
    let operator = grammar.child(condition, |fields| fields.operator).map_or("", |it| analysis.scope.text(it));
    let right = grammar.child(condition, |fields| fields.right).map_or("", |it| analysis.scope.text(it));
    let is_left = condition.start_byte() == call.start_byte();
    is_left && matches!((operator, right), ("<", "0") | ("==" | "<=", "-1"))
}

/// `!call`.
fn is_negation(analysis: &UsageAnalysis<'_>, condition: Node<'_>) -> bool {
    analysis.scope.kind(condition) == Kind::UnaryExpression && analysis.scope.text(condition).starts_with('!')
}

/// Whether a condition is all that an `if` asks for, and what it does then is to report failure.
fn leads_to_failure<'a>(analysis: &UsageAnalysis<'a>, condition: Node<'a>) -> bool {
    let grammar = analysis.scope.file.grammar();
    let Some(statement) = analysis.scope.with_casts(condition).parent() else { return false };
    if analysis.scope.kind(statement) != Kind::IfStatement || grammar.child(statement, |it| it.alternative).is_some() {
        return false;
    }
    let Some(then) = grammar.child(statement, |fields| fields.consequence) else { return false };
    let only = match analysis.scope.kind(then) {
        Kind::CompoundStatement => match named_children(grammar, then).as_slice() {
            [only] => *only,
            _ => return false,
        },
        _ => then,
    };
    let text = analysis.scope.text(only).trim_end_matches(';').trim_end();
    matches!(text, "return NULL" | "return -1" | "return nullptr")
}
