//! NPC103: a macro that returns NULL on failure stands in a function that returns no pointer.

use numpy_capi_db::{Control, MacroSyntax, Returned, macro_syntax, symbol};

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Language;
use crate::text::{TextEdit, TextRange};
use crate::usage::{CType, Call, DataModel, Signature};

pub(super) static RULE: Rule = Rule {
    code: "NPC103",
    name: "import-array-return-type",
    group: "init",
    summary: r#"import_array() hides `return NULL` in a function that does not return a pointer."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`import_array()` is a macro with `return NULL;` in it. In a function that returns `void`, and in C++ in any function
that returns no pointer, it does not compile. In a C function that returns `int`, older compilers only warn: the function
then returns 0 when the import fails, which mostly means success, and the caller goes on with an exception set and a
table that is NULL.

Use `import_array1(value)`, which returns the value that is given: `import_array1(-1)`, or `import_array1()` where nothing
is returned. `PyArray_ImportNumPyAPI()` hides no return at all.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

/* Older compilers only warn. */
#pragma GCC diagnostic ignored "-Wint-conversion"

int
prepare(void)
{
    import_array();
    return 0;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

/* Older compilers only warn. */
#pragma GCC diagnostic ignored "-Wint-conversion"

int
prepare(void)
{
    import_array1(-1);
    return 0;
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let Some(function) = analysis.function else { return Vec::new() };
    let calls: Vec<&Call<'_>> = analysis.usage.calls.iter().filter(|call| hides_null(call.name).is_some()).collect();
    if calls.is_empty() {
        return Vec::new();
    }
    let result = Signature::of(analysis.scope.file, function).and_then(|head| head.result);
    let Some(result) = result.filter(|result| is_no_pointer(analysis, result)) else { return Vec::new() };
    // `void initname(void)` is the start of a module for Python 2, where the macro returned nothing.
    if result.name == "void" && function.name.starts_with("init") {
        return Vec::new();
    }
    calls.into_iter().filter(|call| call.symbol.is_some()).map(|call| of_call(analysis, call, &result)).collect()
}

/// The syntax of a macro that returns NULL when it fails.
fn hides_null(name: &str) -> Option<&'static MacroSyntax> {
    let returns_null = |syntax: &&MacroSyntax| syntax.returned == Returned::Null;
    macro_syntax(name).filter(|syntax| syntax.control == Some(Control::ReturnOnFailure)).filter(returns_null)
}

/// Whether NULL is surely no value of a type. A `bool` is false then, which callers may well take for a failure.
fn is_no_pointer(analysis: &UsageAnalysis<'_>, result: &CType<'_>) -> bool {
    let is_bool = matches!(result.name.as_ref(), "bool" | "_Bool") && analysis.scope.file.language() == Language::C;
    result.pointers == 0 && !is_bool && (result.name == "void" || result.width(DataModel::Lp64).is_some())
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>, result: &CType<'_>) -> Finding {
    let name = call.name;
    let message = if result.name == "void" {
        format!("`{name}` returns NULL when it fails, but this function returns nothing")
    } else {
        format!("`{name}` returns NULL when it fails, but this function returns `{result}`: the caller sees 0")
    };
    let finding = analysis.finding(&RULE, call.node.byte_range().into(), message);
    let with_value = format!("{name}1");
    if symbol(&with_value).is_none() {
        return finding;
    }
    let value = if result.name == "void" { "" } else { "-1" };
    let replacement = format!("{with_value}({value})");
    finding.suggesting(Fix {
        title: format!("Use {replacement}"),
        applicability: Applicability::Safe,
        edits: vec![TextEdit::replace(TextRange::from(call.node.byte_range()), replacement)],
    })
}
