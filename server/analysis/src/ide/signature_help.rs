//! Signature help with ownership per parameter.

use numpy_capi_db::{Param, Symbol, symbol};

use super::context::Context;
use super::contract::contract_line;
use super::format_call::FormatCall;
use super::page::param_text;
use crate::syntax::SourceFile;

/// The call around the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureHelp {
    /// The signature as one line of C.
    pub label: String,
    /// Where each parameter stands in `label`, in byte offsets.
    pub parameters: Vec<(usize, usize)>,
    /// Markdown per parameter, as many as `parameters`.
    pub parameter_documentation: Vec<String>,
    /// The parameter under the cursor; variadic arguments count as the last.
    pub active: usize,
    /// Markdown for the whole call.
    pub documentation: String,
}

/// The call of a database function that encloses an offset. `None` where the innermost call is of something else.
pub fn signature_help(file: &SourceFile, offset: usize) -> Option<SignatureHelp> {
    let context = Context::at(file.text(), offset).or_else(|| Context::at_literal(file.text(), offset))?;
    let call = context.call()?;
    let callee = symbol(call.name).filter(|callee| callee.callable)?;
    let label = one_line(&callee.signature);
    let parameters = parameter_ranges(&label, callee);
    let unit = FormatCall::of(&context, call).and_then(|format_call| {
        let (unit, _) = format_call.taker(call.argument.checked_sub(format_call.first_value)?)?;
        Some(format_call.explanation(unit))
    });
    let last = parameters.len().saturating_sub(1);
    Some(SignatureHelp {
        parameter_documentation: callee.params.iter().map(|param| text(callee, param, unit.as_deref())).collect(),
        active: call.argument.min(last),
        documentation: documentation(callee),
        parameters,
        label,
    })
}

/// What a parameter is; of variadic arguments, the unit of the format that the cursor's argument belongs to.
fn text(callee: &Symbol, param: &Param, unit: Option<&str>) -> String {
    match unit.filter(|_| param.name == "...") {
        Some(unit) => unit.to_owned(),
        None => param_text(callee, param),
    }
}

fn one_line(signature: &str) -> String {
    signature.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn documentation(callee: &Symbol) -> String {
    let contract = contract_line(callee).unwrap_or_default();
    [contract.as_str(), &callee.summary, &callee.on_failure]
        .iter()
        .filter(|text| !text.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// Where the parameters stand in a signature: each from behind its comma to the next one. A parameter that is not found
/// is an empty range at the end of the one before it.
fn parameter_ranges(label: &str, callee: &Symbol) -> Vec<(usize, usize)> {
    let mut at = parameter_list_start(label, callee.name);
    let range = |param: &Param| {
        let rest = label.get(at..).unwrap_or_default();
        let start = at + (rest.len() - rest.trim_start().len());
        let end = parameter_end(label, start);
        let range =
            if label.get(start..end).is_some_and(|text| text.contains(param.name)) { (start, end) } else { (at, at) };
        at = (end + 1).min(label.len());
        range
    };
    callee.params.iter().map(range).collect()
}

/// Behind the parenthesis that follows the declared name; of a function pointer the parenthesis behind `(*name)`.
fn parameter_list_start(label: &str, name: &str) -> usize {
    let member = name.rsplit('.').next().unwrap_or(name);
    let openings = [format!("{name}("), format!("(*{member})(")];
    let mut starts = openings.iter().filter_map(|opening| Some(label.find(opening)? + opening.len()));
    starts.next().unwrap_or(label.len())
}

/// The comma or parenthesis that ends the parameter at `start`.
fn parameter_end(label: &str, start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, character) in label.get(start..).unwrap_or_default().char_indices() {
        match character {
            ',' | ')' if depth == 0 => return start + at,
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    label.len()
}

#[cfg(test)]
mod tests {
    use numpy_capi_db::symbols;

    use super::*;
    use crate::ide::fixture::at_cursor;

    fn help_at(marked: &str) -> Option<SignatureHelp> {
        let (file, offset) = at_cursor(marked);
        signature_help(&file, offset)
    }

    /// The text of the active parameter.
    fn active_at(marked: &str) -> String {
        let help = help_at(marked).expect("the cursor stands in a call of the database");
        let (start, end) = help.parameters.get(help.active).copied().unwrap_or_default();
        help.label.get(start..end).unwrap_or_default().to_owned()
    }

    #[test]
    fn follows_the_argument() {
        let cases = [
            ("PyArray_NewFromDescr($0", "PyTypeObject *subtype"),
            ("PyArray_NewFromDescr(&PyArray_Type,$0", "PyArray_Descr *descr"),
            ("PyArray_NewFromDescr(f(a, b), g(c)$0, 1)", "PyArray_Descr *descr"),
            ("PyArray_NewFromDescr(t, d, 2, (npy_intp[]){1, $0 2}, NULL)", "npy_intp const *dims"),
            ("PyArray_NewFromDescr(t, d, 2, dims /* a, b */, \",(\", $0", "void *data"),
            ("PyArray_NewFromDescr(t, d, (int)(x + $0", "int nd"),
            ("PyArray_NewFromDescr(a, b, c, d, e, f, g, h, i, j$0)", "PyObject *obj"),
        ];
        for (marked, parameter) in cases {
            assert_eq!(active_at(marked), parameter, "{marked}");
        }
    }

    #[test]
    fn variadic_arguments_are_the_last_parameter() {
        assert_eq!(active_at("PyArg_ParseTuple(args, \"OO\", &a, &$0b)"), "...");
    }

    #[test]
    fn variadic_arguments_say_what_their_unit_takes() {
        let help = help_at("PyArg_ParseTuple(args, \"iO!\", &a, &PyArray_Type, $0)").expect("the call is known");
        let text = help.parameter_documentation.last().cloned().unwrap_or_default();
        assert!(text.starts_with("**`O!`** ") && text.contains("receives a borrowed reference"), "{text}");
    }

    #[test]
    fn a_format_belongs_to_its_call() {
        assert_eq!(active_at("PyArg_ParseTuple(args, \"i$0"), "const char *format");
    }

    #[test]
    fn is_silent_outside_calls_of_the_database() {
        for marked in [
            "PyArray_NewFromDescr(a, b); $0",
            "PyArray_NewFromDescr(a, mine($0))",
            "if ($0x)",
            "o->PyArray_NewFromDescr($0)",
            "PyArray_NewFromDescr(a, b;\nx = 1;\n f($0)",
            "$0PyArray_NewFromDescr(a)",
        ] {
            assert_eq!(help_at(marked), None, "{marked}");
        }
    }

    #[test]
    fn each_parameter_says_who_owns_it() {
        let help = help_at("PyArray_NewFromDescr($0)").expect("the cursor stands in a call of the database");
        assert_eq!(help.parameter_documentation.len(), help.parameters.len());
        assert!(
            help.parameter_documentation
                .iter()
                .any(|text| text.starts_with("**stolen**, also on failure, may be NULL."))
        );
        assert!(help.documentation.starts_with("returns **new** reference"), "{}", help.documentation);
    }

    #[test]
    fn every_parameter_of_the_database_is_found_in_its_label() {
        for callee in symbols().iter().filter(|symbol| symbol.callable) {
            let label = one_line(&callee.signature);
            for (param, (start, end)) in callee.params.iter().zip(parameter_ranges(&label, callee)) {
                let text = label.get(start..end).unwrap_or_default();
                assert!(text.contains(param.name), "{}: {} is not in {text:?}", callee.name, param.name);
            }
        }
    }
}
