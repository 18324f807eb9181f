//! NPC1106: the parts of a complex number are used as members.

use tree_sitter::Node;

use super::migration::{Member, Used, members, with_header, with_include};
use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::text::TextEdit;
use crate::versions::NUMPY_2;

/// The header with the functions that read and set the parts.
const MATH_HEADER: &str = "numpy/npy_math.h";

/// The header with macros that set them under older releases too; a copy in the project.
const COMPLEX_HEADER: &str = "npy_2_complexcompat.h";

pub(super) static RULE: Rule = Rule {
    code: "NPC1106",
    name: "complex-struct-access",
    group: "migration",
    summary: r#"The parts of a complex number are used as members, which NumPy 2 took away."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`npy_cdouble` and its sisters were structs with the members `real` and `imag`. Since NumPy 2.0 they are C's own complex types
(in C++ a struct with other members), and neither compiles. The functions of `numpy/npy_math.h` read the parts in every
release: `npy_creal(z)`. `npy_csetreal(&z, x)` sets one since 2.0; where headers are older, `NPY_CSETREAL` of
`npy_2_complexcompat.h` does, of which NumPy asks you to put a copy into the project. Where the target is older, the repair
uses that.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static double
real_part(npy_cdouble z)
{
    return z.real;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/npy_math.h>

static double
real_part(npy_cdouble z)
{
    return npy_creal(z);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    members(analysis, &["npy_cdouble", "npy_cfloat", "npy_clongdouble", "npy_complex128", "npy_complex64"])
        .map(|member| of_member(analysis, &member))
        .collect()
}

fn of_member<'a>(analysis: &UsageAnalysis<'a>, member: &Member<'a>) -> Finding {
    let reader = member.entry.replacement.as_ref().map_or("", |replacement| replacement.name);
    let message =
        format!("`{}` is no member of a complex number since NumPy 2.0; read it with `{reader}`", member.name);
    let finding = analysis.finding(&RULE, member.range, message);
    match repair(analysis, member, reader) {
        Some(fix) => finding.suggesting(with_include(analysis.versions, MATH_HEADER, fix)),
        None => finding,
    }
}

fn repair<'a>(analysis: &UsageAnalysis<'a>, member: &Member<'a>, reader: &str) -> Option<Fix> {
    let pointer = is_simple(analysis, member.receiver);
    let text = member.argument(analysis);
    let bracketed = if pointer { text.to_owned() } else { format!("({text})") };
    let (value, address) = if member.is_through_pointer {
        (format!("*{bracketed}"), text.to_owned())
    } else {
        (text.to_owned(), format!("&{bracketed}"))
    };
    match member.used {
        Used::Read => Some(Fix {
            title: format!("Read it with {reader}"),
            applicability: Applicability::Safe,
            edits: vec![TextEdit::replace(member.node.byte_range().into(), format!("{reader}({value})"))],
        }),
        Used::Assigned { whole, operator, value: right } => {
            let is_statement =
                whole.parent().is_some_and(|parent| analysis.scope.kind(parent) == Kind::ExpressionStatement);
            let given = analysis.scope.text(right);
            let given = match operator.strip_suffix('=')? {
                "" => given.to_owned(),
                arithmetic => format!("{reader}({value}) {arithmetic} ({given})"),
            };
            is_statement.then(|| setting(analysis, whole, reader, &format!("({address}, {given})")))
        }
        Used::Otherwise => None,
    }
}

/// A call in place of an assignment.
fn setting(analysis: &UsageAnalysis<'_>, whole: Node<'_>, reader: &str, arguments: &str) -> Fix {
    let lower = reader.replacen("npy_c", "npy_cset", 1);
    let is_older = analysis.versions.targets_before(NUMPY_2);
    let setter = if is_older { lower.to_ascii_uppercase() } else { lower };
    let fix = Fix {
        title: format!("Set it with {setter}"),
        applicability: Applicability::Safe,
        edits: vec![TextEdit::replace(whole.byte_range().into(), format!("{setter}{arguments}"))],
    };
    with_header(analysis.versions, COMPLEX_HEADER, fix)
}

/// Whether an operator before the expression applies to the whole of it.
fn is_simple(analysis: &UsageAnalysis<'_>, node: Node<'_>) -> bool {
    use Kind::{CallExpression, FieldExpression, Identifier, SubscriptExpression};
    matches!(analysis.scope.kind(node), Identifier | CallExpression | SubscriptExpression | FieldExpression)
}
