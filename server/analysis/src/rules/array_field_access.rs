//! NPC1105: a member of an array is used directly.

use tree_sitter::Node;

use super::migration::{Member, Used, members, without_parentheses};
use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::text::TextEdit;

pub(super) static RULE: Rule = Rule {
    code: "NPC1105",
    name: "array-field-access",
    group: "migration",
    summary: r#"A member of PyArrayObject is used directly."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"The members of an array are an implementation detail since NumPy 1.7. They are hidden where `NPY_NO_DEPRECATED_API` is defined,
and where a module is built for several versions of Python at once. Accessors read them, as `PyArray_NDIM(array)`; flags are
set and cleared with `PyArray_ENABLEFLAGS` and `PyArray_CLEARFLAGS`, and `PyArray_SetBaseObject` sets the base.

The repair of a read is safe. Where code sets the data pointer or the shape, there is no accessor: the repair keeps the access
through `PyArrayObject_fields`, and wants a look.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
rank(PyArrayObject *array)
{
    return array->nd;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
rank(PyArrayObject *array)
{
    return PyArray_NDIM(array);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    members(analysis, &["PyArrayObject"]).map(|member| of_member(analysis, &member)).collect()
}

fn of_member<'a>(analysis: &UsageAnalysis<'a>, member: &Member<'a>) -> Finding {
    let accessor = member.entry.replacement.as_ref().map(|replacement| replacement.name);
    let advice = match (member.used, accessor) {
        (Used::Read, Some(accessor)) => format!("; read it with `{accessor}`"),
        _ => String::new(),
    };
    let name = member.name;
    let finding = if analysis.versions.defines("NPY_NO_DEPRECATED_API") {
        let message = format!("`{name}` of a `PyArrayObject` is hidden by `NPY_NO_DEPRECATED_API`{advice}");
        Finding { severity: Severity::Error, ..analysis.finding(&RULE, member.range, message) }
    } else {
        let message = format!("`{name}` of a `PyArrayObject` is deprecated since NumPy 1.7{advice}");
        analysis.finding(&RULE, member.range, message)
    };
    let fix = match member.used {
        Used::Read => accessor.map(|accessor| member.read_by(analysis, accessor)),
        Used::Assigned { whole, operator, value } => {
            Some(assigned(analysis, member, (whole, operator, value)).unwrap_or_else(|| kept(analysis, member)))
        }
        Used::Otherwise => Some(kept(analysis, member)),
    };
    match fix {
        Some(fix) => finding.suggesting(fix),
        None => finding,
    }
}

/// The repair of an assignment that an accessor makes.
fn assigned<'a>(
    analysis: &UsageAnalysis<'a>,
    member: &Member<'a>,
    (whole, operator, value): (Node<'a>, &str, Node<'a>),
) -> Option<Fix> {
    let scope = analysis.scope;
    let (setter, value, applicability) = match (member.name, operator) {
        ("flags", "|=") => ("PyArray_ENABLEFLAGS", scope.text(value).to_owned(), Applicability::Safe),
        ("flags", "&=") => ("PyArray_CLEARFLAGS", complement(analysis, value)?.to_owned(), Applicability::Safe),
        ("base", "=") => ("PyArray_SetBaseObject", owner(analysis, whole, value)?, Applicability::Unsafe),
        _ => return None,
    };
    Some(Fix {
        title: format!("Set it with {setter}"),
        applicability,
        edits: vec![TextEdit::replace(
            whole.byte_range().into(),
            format!("{setter}({}, {value})", member.argument(analysis)),
        )],
    })
}

/// What `~` is applied to.
fn complement<'a>(analysis: &UsageAnalysis<'a>, value: Node<'a>) -> Option<&'a str> {
    let value = without_parentheses(analysis, value);
    let operand = analysis.scope.file.grammar().child(value, |fields| fields.argument)?;
    let is_complement =
        analysis.scope.kind(value) == Kind::UnaryExpression && analysis.scope.text(value).starts_with('~');
    is_complement.then(|| analysis.scope.text(without_parentheses(analysis, operand)))
}

/// The new base as an object, where the assignment is a statement of its own and gives one.
fn owner<'a>(analysis: &UsageAnalysis<'a>, whole: Node<'a>, value: Node<'a>) -> Option<String> {
    let scope = analysis.scope;
    let is_statement = whole.parent().is_some_and(|parent| scope.kind(parent) == Kind::ExpressionStatement);
    let c_type = scope.type_of(value).filter(|c_type| is_statement && c_type.pointers == 1)?;
    let text = scope.text(value);
    Some(if c_type.is_pointer_to("PyObject") { text.to_owned() } else { format!("(PyObject *)({text})") })
}

/// The same access through the struct that no macro hides.
fn kept<'a>(analysis: &UsageAnalysis<'a>, member: &Member<'a>) -> Fix {
    let (receiver, arrow) = if member.is_through_pointer { ("", "->") } else { ("&", "->") };
    let text = format!("((PyArrayObject_fields *){receiver}{}){arrow}{}", member.argument(analysis), member.name);
    Fix {
        title: "Keep it, through PyArrayObject_fields".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::replace(member.node.byte_range().into(), text)],
    }
}
