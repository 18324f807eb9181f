//! NPC1011: the signature of a generalised ufunc speaks of other inputs and outputs than the numbers beside it.

use tree_sitter::Node;

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::text::TextEdit;
use crate::usage::{Ufunc, ufuncs};

pub(super) static RULE: Rule = Rule {
    code: "NPC1011",
    name: "gufunc-signature-mismatch",
    group: "ufuncs",
    summary: r#"The signature of a generalised ufunc has another number of inputs or outputs than nin and nout."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"In the signature `"(m,n),(n)->(m)"` each pair of parentheses before the arrow is an input and each behind it an output.
Their numbers have to be `nin` and `nout`. Otherwise NumPy refuses to make the ufunc, and the module cannot be imported.

A loop gets the length of the outer loop as `dimensions[0]` and the named lengths behind it in the order in which they
occur first. In `steps` the outer steps of all operands come first, then the steps along the named dimensions.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

void inner(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data);

static PyUFuncGenericFunction loops[] = {inner};
static char types[] = {NPY_DOUBLE, NPY_DOUBLE, NPY_DOUBLE};

PyObject *
make(void)
{
    return PyUFunc_FromFuncAndDataAndSignature(loops, NULL, types, 1, 2, 1, PyUFunc_None, "inner", "", 0, "(n)->()");
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

void inner(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data);

static PyUFuncGenericFunction loops[] = {inner};
static char types[] = {NPY_DOUBLE, NPY_DOUBLE, NPY_DOUBLE};

PyObject *
make(void)
{
    return PyUFunc_FromFuncAndDataAndSignature(loops, NULL, types, 1, 2, 1, PyUFunc_None, "inner", "", 0, "(n),(n)->()");
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let ufuncs = ufuncs(analysis.scope, &analysis.usage.calls);
    ufuncs.iter().filter_map(|ufunc| of_ufunc(analysis, ufunc)).collect()
}

fn of_ufunc(analysis: &UsageAnalysis<'_>, ufunc: &Ufunc<'_, '_>) -> Option<Finding> {
    let node = ufunc.argument("signature")?;
    let text = (analysis.scope.kind(node) == Kind::StringLiteral).then(|| analysis.scope.text(node))?;
    let (inputs, outputs) = text.split_once("->")?;
    let (inputs, outputs) = (inputs.matches('(').count(), outputs.matches('(').count());
    let (given_in, given_out) = (ufunc.inputs?, ufunc.outputs?);
    if (inputs, outputs) == (given_in.value, given_out.value) {
        return None;
    }
    let message = format!(
        "`{text}` has {inputs} and {outputs} operands before and behind the arrow, but the call speaks of {} and {}",
        given_in.value, given_out.value
    );
    let finding = analysis.finding(&RULE, node.byte_range().into(), message);
    Some(match repair(analysis, ufunc, node, (inputs, outputs)) {
        Some(fix) => finding.suggesting(fix),
        None => finding,
    })
}

/// Where the types of the loops say that the numbers are right, the signature is wrong; that can be mended where all
/// operands that are there have the same dimensions. Otherwise the numbers are taken from the signature.
fn repair(
    analysis: &UsageAnalysis<'_>,
    ufunc: &Ufunc<'_, '_>,
    node: Node<'_>,
    (inputs, outputs): (usize, usize),
) -> Option<Fix> {
    let (given_in, given_out) = (ufunc.inputs?, ufunc.outputs?);
    let listed = ufunc.types.map(|types| types.listed());
    let fits = |width: usize| ufunc.count.zip(listed).is_some_and(|(count, listed)| count.value * width == listed);
    if fits(given_in.value + given_out.value) {
        let text = analysis.scope.text(node);
        let first = text.get(text.find('(')?..=text.find(')')?)?;
        let is_one_input = inputs == 1 && outputs == given_out.value;
        let all = vec![first; given_in.value].join(",");
        return is_one_input.then(|| Fix {
            title: format!("Give the signature {} inputs", given_in.value),
            applicability: Applicability::Unsafe,
            edits: vec![TextEdit::replace(node.byte_range().into(), text.replacen(first, &all, 1))],
        });
    }
    let (place_in, place_out) = (given_in.literal(analysis.scope)?, given_out.literal(analysis.scope)?);
    fits(inputs + outputs).then(|| Fix {
        title: format!("Say that there are {inputs} inputs and {outputs} outputs"),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::replace(place_in, inputs.to_string()), TextEdit::replace(place_out, outputs.to_string())],
    })
}
