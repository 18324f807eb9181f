//! NPC408: the truth of an argument is stored in a variable of one byte.

use numpy_capi_db::Format;
use tree_sitter::Node;

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::formats::{FormatCall, Given, Taken, of_address};
use crate::syntax::{Kind, named_children};
use crate::text::TextEdit;
use crate::usage::{CType, Call, DataModel, Width};

pub(super) static RULE: Rule = Rule {
    code: "NPC408",
    name: "p-into-bool",
    group: "args",
    summary: r#"The unit p writes an int into a variable of one byte."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`p` stores the truth of an argument as an `int`. A `bool`, `npy_bool` or `char` has one byte of the four: the other three
go into whatever lies beside the variable, often the pointer to an array, and the crash comes later and elsewhere.

Declare the variable as `int`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
inverse(PyObject *self, PyObject *args)
{
    npy_bool flag;
    if (!PyArg_ParseTuple(args, "p", &flag)) {
        return NULL;
    }
    return PyBool_FromLong(!flag);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
inverse(PyObject *self, PyObject *args)
{
    int flag;
    if (!PyArg_ParseTuple(args, "p", &flag)) {
        return NULL;
    }
    return PyBool_FromLong(!flag);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().flat_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Vec<Finding> {
    let Some(read) = FormatCall::of(&analysis.scope, call, DataModel::Lp64) else { return Vec::new() };
    if read.format != Format::Parse {
        return Vec::new();
    }
    read.taken(&analysis.scope).iter().filter_map(|taken| of_argument(analysis, taken)).collect()
}

fn of_argument(analysis: &UsageAnalysis<'_>, taken: &Taken<'_, '_>) -> Option<Finding> {
    if taken.unit.unit?.unit != "p" {
        return None;
    }
    let misfit = of_address(&analysis.scope, taken.node, &CType::parse(taken.expected.type_text.as_str()))?;
    let Given::AddressOf(given) = misfit.given else { return None };
    if !matches!(analysis.scope.resolved(given.clone()).width(DataModel::Lp64)?, Width::Integer { bits: 8, .. }) {
        return None;
    }
    let name = analysis.scope.text(taken.node);
    let message = format!(
        "`{name}` is the address of a `{given}` of one byte, but `p` stores an `int`: what lies beside it is overwritten"
    );
    let finding = analysis.finding(&RULE, taken.node.byte_range().into(), message);
    Some(match int_declaration(analysis, taken.node) {
        Some(fix) => finding.suggesting(fix),
        None => finding,
    })
}

/// The repair: the variable as `int`, where its declaration has no other.
fn int_declaration(analysis: &UsageAnalysis<'_>, address: Node<'_>) -> Option<Fix> {
    let grammar = analysis.scope.file.grammar();
    let name = analysis.scope.text(grammar.child(address, |fields| fields.argument)?);
    let variable = analysis.scope.variable(name, address.start_byte())?;
    let mut declaration = variable.node.parent()?;
    while analysis.scope.kind(declaration) == Kind::InitDeclarator {
        declaration = declaration.parent()?;
    }
    if analysis.scope.kind(declaration) != Kind::Declaration || named_children(grammar, declaration).len() != 2 {
        return None;
    }
    let written = grammar.child(declaration, |fields| fields.type_)?;
    Some(Fix {
        title: format!("Declare `{name}` as `int`"),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::replace(written.byte_range().into(), "int")],
    })
}
