//! NPC104: a function ends behind `import_array()` without returning a value.

use numpy_capi_db::{Control, macro_syntax};

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::{Kind, named_children};
use crate::text::{TextEdit, TextRange};
use crate::usage::{CType, Signature};

pub(super) static RULE: Rule = Rule {
    code: "NPC104",
    name: "import-array-missing-return",
    group: "init",
    summary: r#"A function with a result ends behind import_array(), which returns on failure only."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"The `return` that `import_array()` hides is only taken when the import fails. When it succeeds, the function runs
into its closing brace without a value. In C++ the compiler may take that as impossible and conclude that the import
always fails; in C a caller that looks at the result reads garbage.

Return a value behind the macro.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

/* Without -Wall compilers say nothing. */
#pragma GCC diagnostic ignored "-Wreturn-type"

void *
prepare(void)
{
    import_array();
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

/* Without -Wall compilers say nothing. */
#pragma GCC diagnostic ignored "-Wreturn-type"

void *
prepare(void)
{
    import_array();
    return NULL;
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    of_function(analysis).into_iter().collect()
}

fn of_function(analysis: &UsageAnalysis<'_>) -> Option<Finding> {
    let function = analysis.function?;
    let returns_on_failure =
        |name: &str| macro_syntax(name).is_some_and(|syntax| syntax.control == Some(Control::ReturnOnFailure));
    let call = analysis.usage.calls.iter().rev().find(|call| call.symbol.is_some() && returns_on_failure(call.name))?;
    let last = *named_children(analysis.scope.file.grammar(), function.body).last()?;
    let is_last = analysis.scope.kind(last) == Kind::ExpressionStatement && call.node.parent()?.id() == last.id();
    let result = Signature::of(analysis.scope.file, function)?.result?;
    // What a macro stands for may be `void`; `PyMODINIT_FUNC` was, for Python 2.
    let has_result = result.pointers > 0 || matches!(result.name.as_ref(), "int" | "long" | "bool");
    if !is_last || !has_result || function.name == "main" {
        return None;
    }
    let message = format!("`{}` ends here without a result when `{}` succeeds", function.name, call.name);
    let finding = analysis.finding(&RULE, call.node.byte_range().into(), message);
    Some(match value_of(&result) {
        Some(value) => finding.suggesting(insert_return(analysis, TextRange::from(last.byte_range()), value)),
        None => finding,
    })
}

/// What the function can return on success without saying anything new: a wrapper's pointer is rarely looked at.
fn value_of(result: &CType<'_>) -> Option<&'static str> {
    match (result.name.as_ref(), result.pointers) {
        ("void", 1) => Some("NULL"),
        ("int" | "long", 0) => Some("0"),
        _ => None,
    }
}

fn insert_return(analysis: &UsageAnalysis<'_>, last: TextRange, value: &str) -> Fix {
    let file = analysis.scope.file;
    let line = file.lines().line_start(file.lines().line(last.start));
    let before = TextRange::new(line, last.start).of(file.text());
    let space = if before.trim().is_empty() { format!("\n{before}") } else { " ".to_owned() };
    // The pre-pass reads a semicolon where none is written.
    let end = if last.of(file.text()).ends_with(';') { "" } else { ";" };
    Fix {
        title: format!("Return {value} behind it"),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::insert(last.end, format!("{end}{space}return {value};"))],
    }
}
