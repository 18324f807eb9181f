//! NPC701: a type number is compared although another one means the same.

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::text::TextEdit;
use crate::usage::{Call, Name};

pub(super) static RULE: Rule = Rule {
    code: "NPC701",
    name: "typenum-platform-compare",
    group: "dtype",
    summary: r#"A type number is compared with one that has a twin of the same layout on some platforms."#,
    severity: Severity::Warning,
    default: false,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"Some integer types have two type numbers. On 64-bit Linux and macOS `NPY_LONG` and `NPY_LONGLONG` are both 64 bits wide,
and `NPY_INT64` is the first of them; on Windows `NPY_INT` and `NPY_LONG` are both 32 bits wide. The comparison with `==`
refuses arrays that have the right elements and the other number, on one platform or on all.

`PyArray_EquivTypenums` compares the layout.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
is_counts(PyArrayObject *array)
{
    if (PyArray_TYPE(array) != NPY_INT64) {
        PyErr_SetString(PyExc_TypeError, "an array of int64 is needed");
        return 0;
    }
    return 1;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
is_counts(PyArrayObject *array)
{
    if (!PyArray_EquivTypenums(PyArray_TYPE(array), NPY_INT64)) {
        PyErr_SetString(PyExc_TypeError, "an array of int64 is needed");
        return 0;
    }
    return 1;
}
"#;

/// The type numbers that have twins, signed and unsigned.
const TWINS: [[&str; 6]; 2] = [
    ["NPY_INT", "NPY_LONG", "NPY_LONGLONG", "NPY_INT32", "NPY_INT64", "NPY_INTP"],
    ["NPY_UINT", "NPY_ULONG", "NPY_ULONGLONG", "NPY_UINT32", "NPY_UINT64", "NPY_UINTP"],
];

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.names.iter().filter_map(|name| of_name(analysis, name)).collect()
}

fn of_name(analysis: &UsageAnalysis<'_>, name: &Name<'_>) -> Option<Finding> {
    let scope = &analysis.scope;
    let twins = TWINS.iter().find(|twins| twins.contains(&name.symbol.name))?;
    let grammar = scope.file.grammar();
    let comparison = name.node.parent().filter(|parent| scope.kind(*parent) == Kind::BinaryExpression)?;
    let sign = scope.text(grammar.child(comparison, |fields| fields.operator)?);
    let negation = match sign {
        "==" => "",
        "!=" => "!",
        _ => return None,
    };
    let left = grammar.child(comparison, |fields| fields.left)?;
    let right = grammar.child(comparison, |fields| fields.right)?;
    let other = if left.id() == name.node.id() { right } else { left };
    let is_type = |call: &Call<'_>| call.symbol.is_some() && call.name == "PyArray_TYPE";
    if !scope.calls_giving(other)?.into_iter().all(is_type) {
        return None;
    }
    // Code that looks at a twin too tells the numbers apart, or accepts both.
    let has_other = |known: &Name<'_>| known.symbol.name != name.symbol.name && twins.contains(&known.symbol.name);
    if analysis.usage.names.iter().any(has_other) {
        return None;
    }
    let message = format!(
        "`{}` is not the only number of its type: compare layouts, with `PyArray_EquivTypenums`",
        name.symbol.name
    );
    let finding = analysis.finding(&RULE, comparison.byte_range().into(), message);
    let equivalent = format!("{negation}PyArray_EquivTypenums({}, {})", scope.text(left), scope.text(right));
    Some(finding.suggesting(Fix {
        title: "Compare with PyArray_EquivTypenums".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::replace(comparison.byte_range().into(), equivalent)],
    }))
}
