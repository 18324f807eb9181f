//! NPC407: the variable of an optional argument has no value where the argument is missing.

use numpy_capi_db::Format;
use tree_sitter::Node;

use super::{Applicability, Check, Finding, Fix, FixAvailability, Related, Rule, Severity, UsageAnalysis};
use crate::formats::{FormatCall, Taken};
use crate::syntax::Kind;
use crate::text::TextEdit;
use crate::usage::{Call, DataModel, Variable};

pub(super) static RULE: Rule = Rule {
    code: "NPC407",
    name: "optional-not-initialised",
    group: "args",
    summary: r#"The variable of an optional argument is used without a value."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`PyArg_ParseTuple` leaves the variables behind `|` alone where the caller passes no such argument. What they hold then
is what they held before: in a variable without an initialiser, garbage.

Initialise the variable with the default of the argument.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
power(PyObject *self, PyObject *args)
{
    long base, exponent;
    if (!PyArg_ParseTuple(args, "l|l", &base, &exponent)) {
        return NULL;
    }
    return PyLong_FromLong(exponent == 1 ? base : base * base);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
power(PyObject *self, PyObject *args)
{
    long base, exponent = 2;
    if (!PyArg_ParseTuple(args, "l|l", &base, &exponent)) {
        return NULL;
    }
    return PyLong_FromLong(exponent == 1 ? base : base * base);
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
    let taken = read.taken(&analysis.scope);
    let optional = taken.iter().filter(|taken| taken.unit.is_optional && !taken.expected.opaque);
    optional.filter_map(|taken| of_argument(analysis, call, taken)).collect()
}

fn of_argument(analysis: &UsageAnalysis<'_>, call: &Call<'_>, taken: &Taken<'_, '_>) -> Option<Finding> {
    let grammar = analysis.scope.file.grammar();
    let address = analysis.scope.without_casts(taken.node);
    if analysis.scope.kind(address) != Kind::PointerExpression || !analysis.scope.text(address).starts_with('&') {
        return None;
    }
    let name = grammar.child(address, |fields| fields.argument)?;
    let variable = uninitialised(analysis, name)?;
    let body = analysis.function?.body;
    let mentions = analysis.scope.occurrences(body, &[variable.name], variable.node.end_byte());
    let is_first = mentions.first().is_some_and(|first| first.id() == name.id());
    let used = *mentions.iter().find(|mention| mention.start_byte() >= call.node.end_byte())?;
    if !is_first
        || !analysis.scope.is_read(used)
        || !always_follows(analysis, call, used)
        || looks_at_args(analysis, call, used)
    {
        return None;
    }
    let message =
        format!("`{}` has no value where its optional argument is missing, and is used all the same", variable.name);
    let mut finding = analysis.finding(&RULE, taken.node.byte_range().into(), message);
    finding.related = vec![Related { range: used.byte_range().into(), message: "used here".to_owned() }];
    let value = if variable.c_type.pointers > 0 { "NULL" } else { "0" };
    Some(finding.suggesting(Fix {
        title: format!("Initialise `{}` with {value}", variable.name),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::insert(variable.node.end_byte(), format!(" = {value}"))],
    }))
}

/// The local variable of a name, where its declaration gives it no value.
fn uninitialised<'u>(analysis: &UsageAnalysis<'u>, name: Node<'u>) -> Option<&'u Variable<'u>> {
    let text = analysis.scope.text(name);
    let variable = analysis
        .usage
        .variables
        .iter()
        .rev()
        .find(|known| known.name == text && known.visible.contains(&name.start_byte()))?;
    let c_type = analysis.scope.resolved(variable.c_type.clone());
    let is_plain = c_type.pointers > 0 || c_type.width(DataModel::Lp64).is_some();
    let is_bare = !variable.is_parameter && !variable.is_static && !c_type.is_array && variable.initialiser.is_none();
    (is_plain && is_bare).then_some(variable)
}

/// Whether a place is reached whenever the call before it has succeeded, early ends apart.
fn always_follows(analysis: &UsageAnalysis<'_>, call: &Call<'_>, place: Node<'_>) -> bool {
    let mut inner = place;
    while let Some(outer) = inner.parent() {
        let holds_call = outer.start_byte() <= call.node.start_byte() && call.node.end_byte() <= outer.end_byte();
        let is_block = matches!(analysis.scope.kind(outer), Kind::CompoundStatement | Kind::FunctionDefinition);
        if holds_call {
            return is_block;
        }
        let is_condition = |node: Node<'_>| {
            let condition = analysis.scope.file.grammar().child(node, |fields| fields.condition);
            condition.is_some_and(|condition| condition.id() == inner.id())
        };
        let is_certain = match analysis.scope.kind(outer) {
            Kind::IfStatement | Kind::WhileStatement | Kind::SwitchStatement | Kind::ConditionalExpression => {
                is_condition(outer)
            }
            Kind::ForStatement
            | Kind::DoStatement
            | Kind::CaseStatement
            | Kind::ForRangeLoop
            | Kind::LabeledStatement => false,
            Kind::BinaryExpression => {
                let left = analysis.scope.file.grammar().child(outer, |fields| fields.left);
                let operator = analysis.scope.file.grammar().child(outer, |fields| fields.operator);
                let is_short_circuit =
                    operator.is_some_and(|operator| matches!(analysis.scope.text(operator), "&&" | "||"));
                !is_short_circuit || left.is_some_and(|left| left.id() == inner.id())
            }
            _ => true,
        };
        if !is_certain {
            return false;
        }
        inner = outer;
    }
    false
}

/// Whether the code up to a place may know otherwise which arguments there are.
fn looks_at_args(analysis: &UsageAnalysis<'_>, call: &Call<'_>, place: Node<'_>) -> bool {
    let Some(function) = analysis.function else { return true };
    let first = call.arguments.iter().take(2).map(|argument| analysis.scope.text(*argument));
    let names: Vec<&str> = first.filter(|text| !text.starts_with('"')).collect();
    let mentions = analysis.scope.occurrences(function.body, &names, function.body.start_byte());
    mentions.iter().any(|mention| {
        let is_in_call = call.node.start_byte() <= mention.start_byte() && mention.end_byte() <= call.node.end_byte();
        mention.start_byte() < place.start_byte() && !is_in_call
    })
}
