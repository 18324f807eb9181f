//! NPC607: elements are written that need not be writeable.

use numpy_capi_db::flag_value;
use tree_sitter::Node;

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::usage::Scope;

pub(super) static RULE: Rule = Rule {
    code: "NPC607",
    name: "write-to-readonly",
    group: "access",
    summary: r#"Elements are written through an array that was not asked to be writeable."#,
    severity: Severity::Warning,
    default: false,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`NPY_ARRAY_IN_ARRAY` is for arguments that are only read. The conversion hands out the caller's own array where it fits, and
a copy where it does not: what is written changes the caller's data in the one case and is lost in the other. The caller's
array may also be read-only, a broadcast view or a mapped file; writing to it changes many elements at once, or crashes.

Ask for `NPY_ARRAY_INOUT_ARRAY2` and resolve the write-back where the caller shall see the changes. Where the function needs
memory of its own, ask for `NPY_ARRAY_ENSURECOPY` too.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
clear_first(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return -1;
    }
    double *values = (double *)PyArray_DATA(array);
    values[0] = 0;
    Py_DECREF(array);
    return 0;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
clear_first(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_INOUT_ARRAY2);
    if (array == NULL) {
        return -1;
    }
    double *values = (double *)PyArray_DATA(array);
    values[0] = 0;
    if (PyArray_ResolveWritebackIfCopy(array) < 0) {
        Py_DECREF(array);
        return -1;
    }
    Py_DECREF(array);
    return 0;
}
"#;

/// Tests that an array is writeable, and calls that copy results by themselves.
const TESTS: [&str; 5] =
    ["PyArray_FailUnlessWriteable", "PyArray_ISWRITEABLE", "PyArray_ISCARRAY", "PyArray_ISBEHAVED", "PyArray_CHKFLAGS"];

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    if analysis.usage.names.iter().any(|name| TESTS.contains(&name.symbol.name)) {
        return Vec::new();
    }
    let mut reported: Vec<&str> = Vec::new();
    let mut findings = Vec::new();
    for assignment in &analysis.usage.assignments {
        let Some(array) = written_array(&analysis.scope, assignment.target) else { continue };
        let name = analysis.scope.text(analysis.scope.without_casts(array));
        if reported.contains(&name) || !may_be_read_only(&analysis.scope, array) {
            continue;
        }
        reported.push(name);
        let message = format!(
            "`{name}` was not asked to be writeable: this changes the caller's array, which may be read-only, or a copy \
             that nobody sees"
        );
        findings.push(analysis.finding(&RULE, assignment.target.byte_range().into(), message));
    }
    findings
}

/// The array whose element an expression is: `*(double *)PyArray_GETPTR1(array, i)`, or `p[i]` where `p` points into it.
fn written_array<'u>(scope: &Scope<'u, 'u>, target: Node<'u>) -> Option<Node<'u>> {
    let grammar = scope.file.grammar();
    let target = scope.without_casts(target);
    let pointer = match scope.kind(target) {
        Kind::SubscriptExpression => grammar.child(target, |fields| fields.argument)?,
        Kind::PointerExpression if scope.text(target).starts_with('*') => {
            grammar.child(target, |fields| fields.argument)?
        }
        _ => return None,
    };
    let [accessor] = *scope.calls_giving(pointer)?.as_slice() else { return None };
    accessor.array_read()
}

/// Whether an array is converted by flags that ask neither for a writeable array nor for a copy.
fn may_be_read_only<'u>(scope: &Scope<'u, 'u>, array: Node<'u>) -> bool {
    let requirements = scope.made(array).and_then(|made| made.requirements);
    let asked = flag_value("NPY_ARRAY_WRITEABLE").zip(flag_value("NPY_ARRAY_ENSURECOPY"));
    requirements.zip(asked).is_some_and(|(requirements, (writeable, copy))| requirements & (writeable | copy) == 0)
}
