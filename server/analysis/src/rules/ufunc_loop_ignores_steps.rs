//! NPC1009: an inner loop goes through its operands as if they were contiguous.

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::scan::{Scanner, TokenKind};
use crate::text::TextRange;
use crate::usage::Signature;

pub(super) static RULE: Rule = Rule {
    code: "NPC1009",
    name: "ufunc-loop-ignores-steps",
    group: "ufuncs",
    summary: r#"An inner loop of a ufunc never looks at the steps between elements."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"NumPy calls an inner loop with the operands as they lie in memory. The distance between elements is `steps[i]` bytes:
0 for a scalar that is repeated, negative for a reversed view, anything for a column of a matrix. A loop that counts
through `args[i]` as through an array of C computes with other elements, or beyond the end of the memory.

Advance each operand by its step.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

void
square(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data)
{
    const double *in = (const double *)args[0];
    double *out = (double *)args[1];
    for (npy_intp i = 0; i < dimensions[0]; i++) {
        out[i] = in[i] * in[i];
    }
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

void
square(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data)
{
    char *in = args[0], *out = args[1];
    for (npy_intp i = 0; i < dimensions[0]; i++, in += steps[0], out += steps[1]) {
        *(double *)out = *(double *)in * *(double *)in;
    }
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    of_function(analysis).into_iter().collect()
}

fn of_function(analysis: &UsageAnalysis<'_>) -> Option<Finding> {
    let file = analysis.scope.file;
    let function = analysis.function?;
    let head = Signature::of(file, function).filter(|head| is_loop(analysis, head))?;
    let [args, dimensions] = [0, 1].map(|position| head.parameter_name(file, position));
    let (args, dimensions) = args.zip(dimensions)?;
    let body = TextRange::from(function.body.byte_range());
    let words = words(analysis, body)?;
    let steps = head.parameter_name(file, 2).unwrap_or_default();
    let counts = words.contains(&dimensions) && words.contains(&args);
    let repeats = ["for", "while"].iter().any(|word| words.contains(word));
    // A loop that hands everything on leaves the steps to another function, or knows that there is one element.
    let indexes = TextRange::from(function.body.byte_range()).of(file.text()).contains(&format!("{args}["));
    if words.contains(&steps) || !counts || !repeats || !indexes {
        return None;
    }
    let message = format!(
        "`{}` goes through its operands without looking at the steps: they need not be contiguous",
        function.name
    );
    let start = function.declarator.start_byte();
    Some(analysis.finding(&RULE, TextRange::new(start, start + function.name.len()), message))
}

/// Whether a function has the head of an inner loop.
fn is_loop(analysis: &UsageAnalysis<'_>, head: &Signature<'_>) -> bool {
    let file = analysis.scope.file;
    let types = [0, 1, 2, 3].map(|position| head.pointer_type(file, position));
    let is = |position: usize, name: &str, pointers: usize| {
        types.get(position).and_then(Option::as_ref).is_some_and(|it| it.name == name && it.pointers == pointers)
    };
    let returns_nothing = head.result.as_ref().is_some_and(|result| result.name == "void" && result.pointers == 0);
    head.parameters.len() == 4
        && returns_nothing
        && is(0, "char", 2)
        && is(1, "npy_intp", 1)
        && is(2, "npy_intp", 1)
        && is(3, "void", 1)
}

/// The words of a body; `None` where a macro whose text is not seen may look at the steps.
fn words<'a>(analysis: &UsageAnalysis<'a>, body: TextRange) -> Option<Vec<&'a str>> {
    let file = analysis.scope.file;
    let text = body.of(file.text());
    let mut found = Vec::new();
    for token in Scanner::new(text.as_bytes()).filter(|token| token.kind == TokenKind::Word) {
        let word = text.get(token.start..token.end)?;
        let is_shouted = word.len() > 2 && word.bytes().all(|byte| !byte.is_ascii_lowercase());
        let is_macro = file.macros().get(word).map_or(file.macros().defines(word), |known| known.parameters.is_some());
        if is_macro || (is_shouted && numpy_capi_db::symbol(word).is_none() && !file.macros().defines(word)) {
            return None;
        }
        found.push(word);
    }
    Some(found)
}
