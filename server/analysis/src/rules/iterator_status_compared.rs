//! NPC307: the status of an iterator call is compared with values that it never has.

use tree_sitter::Node;

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::text::TextEdit;
use crate::usage::Call;

pub(super) static RULE: Rule = Rule {
    code: "NPC307",
    name: "npyiter-deallocate-status",
    group: "errors",
    summary: r#"The status of an iterator call is tested as if failure were negative."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"The calls on a `NpyIter` return `NPY_SUCCEED`, which is 1, and `NPY_FAIL`, which is 0; most others of NumPy return 0 and -1.
The test `NpyIter_Deallocate(iter) < 0` never holds: the failure goes unnoticed, an exception stays set, and the results that
a buffer still held are lost.

Compare with `NPY_SUCCEED`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
finish(NpyIter *iter)
{
    if (NpyIter_Deallocate(iter) < 0) {
        return -1;
    }
    return 0;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
finish(NpyIter *iter)
{
    if (NpyIter_Deallocate(iter) != NPY_SUCCEED) {
        return -1;
    }
    return 0;
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let known = call.symbol.filter(|symbol| symbol.returns.failure == "0" && symbol.returns.success == "1")?;
    if known.params.first()?.type_text != "NpyIter *" {
        return None;
    }
    let comparison = compared(analysis, call.node)?;
    let grammar = analysis.scope.file.grammar();
    let right = grammar.child(comparison, |fields| fields.right)?;
    let sign = grammar.child(comparison, |fields| fields.operator)?;
    let (always, meant) = match (analysis.scope.text(sign), analysis.scope.text(right)) {
        ("<", "0") | ("==", "-1") => ("never", "!="),
        (">=", "0") | ("!=", "-1") => ("always", "=="),
        _ => return None,
    };
    let message = format!("`{}` returns 1 for success and 0 for failure: this comparison {always} holds", call.name);
    let finding = analysis.finding(&RULE, comparison.byte_range().into(), message);
    Some(finding.suggesting(Fix {
        title: "Compare with NPY_SUCCEED".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::replace((sign.start_byte()..right.end_byte()).into(), format!("{meant} NPY_SUCCEED"))],
    }))
}

/// The comparison whose left side is the result of a call, perhaps by way of an assignment.
fn compared<'u>(analysis: &UsageAnalysis<'u>, call: Node<'u>) -> Option<Node<'u>> {
    let grammar = analysis.scope.file.grammar();
    let mut node = call;
    loop {
        let parent = node.parent()?;
        let is = |child: Option<Node<'_>>| child.is_some_and(|child| child.id() == node.id());
        match analysis.scope.kind(parent) {
            Kind::ParenthesizedExpression => {}
            Kind::AssignmentExpression if is(grammar.child(parent, |fields| fields.right)) => {}
            Kind::BinaryExpression if is(grammar.child(parent, |fields| fields.left)) => return Some(parent),
            _ => return None,
        }
        node = parent;
    }
}
