//! NPC501: a C function takes other arguments than the flags of its method say.

use super::{Applicability, Check, FileAnalysis, Finding, Fix, FixAvailability, Rule, Severity};
use crate::syntax::Function;
use crate::syntax::scan::{Scanner, TokenKind};
use crate::text::{TextEdit, TextRange};
use crate::usage::{Method, Signature, methods};

pub(super) static RULE: Rule = Rule {
    code: "NPC501",
    name: "method-signature-mismatch",
    group: "module",
    summary: r#"A C function has another number of parameters than its METH_* flags pass."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"The flags in a method table say which arguments Python passes to the C function:

| flags | parameters |
|---|---|
| `METH_NOARGS` | `self`, and one that is NULL |
| `METH_O` | `self`, the argument |
| `METH_VARARGS` | `self`, a tuple |
| `METH_VARARGS \| METH_KEYWORDS` | `self`, a tuple, a dictionary or NULL |
| `METH_FASTCALL` | `self`, an array, its length |
| `METH_FASTCALL \| METH_KEYWORDS` | `self`, an array, its length, a tuple of names or NULL |
| `METH_METHOD \| METH_FASTCALL \| METH_KEYWORDS` | `self`, the class, an array, its length, a tuple of names or NULL |

The casts in the table hide a difference from the compiler. A function that uses a parameter too many reads whatever lies in
a register. One with a parameter too few, or with one that it does not look at, works on common processors by chance; it
is undefined in C, and WebAssembly refuses the call.

Give the function the parameters of its flags, or the method the flags of its function.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
scale(PyObject *module, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"factor", NULL};
    double factor;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "d", names, &factor)) {
        return NULL;
    }
    return PyFloat_FromDouble(2.0 * factor);
}

static PyMethodDef methods_of_module[] = {
    {"scale", (PyCFunction)(void (*)(void))scale, METH_VARARGS, "Twice a number."},
    {NULL, NULL, 0, NULL},
};
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
scale(PyObject *module, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"factor", NULL};
    double factor;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "d", names, &factor)) {
        return NULL;
    }
    return PyFloat_FromDouble(2.0 * factor);
}

static PyMethodDef methods_of_module[] = {
    {"scale", (PyCFunction)(void (*)(void))scale, METH_VARARGS | METH_KEYWORDS, "Twice a number."},
    {NULL, NULL, 0, NULL},
};
"#;

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let scope = analysis.scope(None);
    let tables = analysis.outline.tables.iter();
    tables.flat_map(|table| methods(scope, table)).filter_map(|method| of_method(analysis, &method)).collect()
}

fn of_method(analysis: &FileAnalysis<'_>, method: &Method<'_>) -> Option<Finding> {
    let passed = parameter_count(method)?;
    let function = analysis.function_named(method.function)?;
    let signature = Signature::of(analysis.file, function)?;
    let taken = signature.parameters.len();
    if taken == passed {
        return None;
    }
    let flags = method.flags.join(" | ");
    let name = method.function;
    let is_read =
        (passed..taken).any(|position| is_used(analysis, function, signature.parameter_name(analysis.file, position)));
    let consequence = if is_read { "it reads an argument that nobody passed" } else { "the call is undefined" };
    let message = format!(
        "`{name}` has {}, but `{flags}` passes {passed}: {consequence}",
        match taken {
            0 => "no parameters".to_owned(),
            1 => "1 parameter".to_owned(),
            _ => format!("{taken} parameters"),
        }
    );
    let range = TextRange::from(method.flags_node.byte_range());
    // What is not read does no harm on the processors that most people have.
    let severity = if is_read { RULE.severity } else { Severity::Info };
    let finding = Finding { severity, ..analysis.finding(&RULE, range, message) };
    Some(match repair(analysis, method, &signature, passed) {
        Some(fix) => finding.suggesting(fix),
        None => finding,
    })
}

/// Whether the body of a function mentions a parameter.
fn is_used(analysis: &FileAnalysis<'_>, function: &Function<'_>, parameter: Option<&str>) -> bool {
    let body = analysis.file.prepared().get(function.body.start_byte()..function.body.end_byte());
    let (Some(body), Some(parameter)) = (body, parameter) else { return false };
    let mut words = Scanner::new(body).filter(|token| token.kind == TokenKind::Word);
    words.any(|word| body.get(word.start..word.end) == Some(parameter.as_bytes()))
}

/// How many arguments Python passes; `None` for flags that exclude each other.
fn parameter_count(method: &Method<'_>) -> Option<usize> {
    let keywords = usize::from(method.has("METH_KEYWORDS"));
    let kinds = ["METH_NOARGS", "METH_O", "METH_VARARGS", "METH_FASTCALL"];
    let kind = kinds.into_iter().filter(|kind| method.has(kind)).collect::<Vec<_>>();
    match kind.as_slice() {
        ["METH_NOARGS" | "METH_O"] if keywords == 0 => Some(2),
        ["METH_VARARGS"] => Some(2 + keywords),
        ["METH_FASTCALL"] => Some(3 + keywords + usize::from(method.has("METH_METHOD"))),
        // `METH_KEYWORDS` alone has meant the same as with `METH_VARARGS`.
        _ => None,
    }
}

fn repair(analysis: &FileAnalysis<'_>, method: &Method<'_>, head: &Signature<'_>, passed: usize) -> Option<Fix> {
    let taken = head.parameters.len();
    let flags = TextRange::from(method.flags_node.byte_range());
    if method.flags == ["METH_VARARGS"] && taken == 3 {
        return Some(Fix {
            title: "Add METH_KEYWORDS".to_owned(),
            applicability: Applicability::Unsafe,
            edits: vec![TextEdit::insert(flags.end, " | METH_KEYWORDS")],
        });
    }
    // A declaration elsewhere would have to change too.
    let mentions = analysis.file.text().matches(method.function).count();
    if method.has("METH_NOARGS") && taken == 1 && passed == 2 && mentions == 2 {
        let end = head.parameters.last()?.end_byte();
        return Some(Fix {
            title: "Add the parameter that is always NULL".to_owned(),
            applicability: Applicability::Unsafe,
            edits: vec![TextEdit::insert(end, ", PyObject *Py_UNUSED(ignored)")],
        });
    }
    None
}
