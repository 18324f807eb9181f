//! NPC1104: a member of a descriptor that NumPy 2 moved or took away.

use tree_sitter::Node;

use super::migration::{COMPAT_HEADER, Member, Used, members, with_header, without_parentheses};
use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::{Kind, named_children};
use crate::text::TextEdit;
use crate::versions::NUMPY_2;

pub(super) static RULE: Rule = Rule {
    code: "NPC1104",
    name: "descr-field-access",
    group: "migration",
    summary: r#"A member of PyArray_Descr is used directly that NumPy 2 moved or took away."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"In NumPy 2 the descriptor has another layout. `subarray`, `fields`, `names`, `f` and `c_metadata` are no longer members;
`elsize`, `alignment`, `flags` and `metadata` are only there for code that is compiled for NumPy 2 alone
(`NPY_TARGET_VERSION`). All of them are read with an accessor, as `PyDataType_ELSIZE(descr)`; the size of an array's elements
is `PyArray_ITEMSIZE(array)` in every release.

Only the size of elements has a way to be set, `PyDataType_SET_ELSIZE`. To describe a data type of your own, fill in a
`PyArray_DescrProto`.

With headers older than 2.0 the accessors come from `npy_2_compat.h`, of which NumPy asks you to put a copy into the project.
Where the target is older, the repair includes it.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static npy_intp
width(PyArray_Descr *descr)
{
    return descr->elsize;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static npy_intp
width(PyArray_Descr *descr)
{
    return PyDataType_ELSIZE(descr);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let is_for_2_alone = analysis.versions.target.is_some_and(|target| target >= NUMPY_2);
    members(analysis, &["PyArray_Descr"])
        .filter(|member| !member.entry.removed.is_empty() || member.entry.replacement.is_some() && !is_for_2_alone)
        .map(|member| of_member(analysis, &member))
        .collect()
}

fn of_member<'a>(analysis: &UsageAnalysis<'a>, member: &Member<'a>) -> Finding {
    let accessor = member.entry.replacement.as_ref().map_or("", |replacement| replacement.name);
    let advice = match member.used {
        Used::Read => format!("; read it with `{accessor}`"),
        Used::Assigned { .. } if member.name == "elsize" => "; set it with `PyDataType_SET_ELSIZE`".to_owned(),
        _ => "; a type of your own is described by a `PyArray_DescrProto`".to_owned(),
    };
    let message =
        format!("`{}` is no member that code may use of a `PyArray_Descr` since NumPy 2.0{advice}", member.name);
    let finding = analysis.finding(&RULE, member.range, message);
    match repair(analysis, member, accessor) {
        Some(fix) => finding.suggesting(fix),
        None => finding,
    }
}

fn repair<'a>(analysis: &UsageAnalysis<'a>, member: &Member<'a>, accessor: &str) -> Option<Fix> {
    let fix = match member.used {
        Used::Read => match array_of(analysis, member) {
            // Every release has this one.
            Some(array) => return Some(item_size(analysis, member, array)),
            None => member.read_by(analysis, accessor),
        },
        Used::Assigned { whole, operator: "=", value } if member.name == "elsize" => Fix {
            title: "Set it with PyDataType_SET_ELSIZE".to_owned(),
            applicability: Applicability::Safe,
            edits: vec![TextEdit::replace(
                whole.byte_range().into(),
                format!("PyDataType_SET_ELSIZE({}, {})", member.argument(analysis), analysis.scope.text(value)),
            )],
        },
        _ => return None,
    };
    Some(with_header(analysis.versions, COMPAT_HEADER, fix))
}

/// The array whose descriptor's element size is read: `array` of `PyArray_DESCR(array)->elsize`.
fn array_of<'a>(analysis: &UsageAnalysis<'a>, member: &Member<'a>) -> Option<Node<'a>> {
    let scope = analysis.scope;
    let grammar = scope.file.grammar();
    if member.name != "elsize" {
        return None;
    }
    let child = |field: fn(&crate::syntax::Fields) -> _| grammar.child(member.receiver, field);
    match scope.kind(member.receiver) {
        Kind::CallExpression if scope.text(child(|fields| fields.function)?) == "PyArray_DESCR" => {
            match named_children(grammar, child(|fields| fields.arguments)?).as_slice() {
                [array] => Some(*array),
                _ => None,
            }
        }
        Kind::FieldExpression if scope.text(child(|fields| fields.field)?) == "descr" => {
            let array = child(|fields| fields.argument)?;
            let is_array = scope.type_of(array).is_some_and(|c_type| c_type.is_pointer_to("PyArrayObject"));
            is_array.then(|| without_parentheses(analysis, array))
        }
        _ => None,
    }
}

fn item_size(analysis: &UsageAnalysis<'_>, member: &Member<'_>, array: Node<'_>) -> Fix {
    Fix {
        title: "Read it with PyArray_ITEMSIZE".to_owned(),
        applicability: Applicability::Safe,
        edits: vec![TextEdit::replace(
            member.node.byte_range().into(),
            format!("PyArray_ITEMSIZE({})", analysis.scope.text(array)),
        )],
    }
}
