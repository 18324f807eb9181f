//! Hover in format strings.

use super::context::Context;
use super::format_call::FormatCall;
use super::hover::Hover;
use super::markdown::{bold, code};
use crate::syntax::SourceFile;
use crate::text::TextRange;

/// What the unit at a cursor in a format string takes, and then all units of the call; `None` outside format strings.
pub(super) fn format_hover(file: &SourceFile, offset: usize) -> Option<Hover> {
    let context = Context::at_literal(file.text(), offset)?;
    let call = context.call()?;
    let format_call = FormatCall::of(&context, call)?;
    let literal = context.tokens().get(context.word_position())?.range;
    let is_format = format_call.callee.params.get(call.argument)?.format == Some(format_call.format);
    if !is_format || format_call.units.is_empty() {
        return None;
    }
    let touched = format_call.units.iter().find(|unit| unit.range.start <= offset && offset < unit.range.end);
    let overview =
        format!("{}\n\n{}", bold(&format!("Format of {}", code(format_call.callee.name))), format_call.overview());
    let explanation = touched.map(|unit| format_call.explanation(unit));
    let range = touched.map_or(literal, |unit| TextRange::new(unit.range.start, unit.range.end));
    let blocks: Vec<String> = explanation.into_iter().chain([overview]).collect();
    Some(Hover { range, markdown: blocks.join("\n\n---\n\n") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::at_cursor;

    fn at(marked: &str) -> Option<(String, String)> {
        let (file, offset) = at_cursor(marked);
        let hover = format_hover(&file, offset)?;
        Some((hover.range.of(file.text()).to_owned(), hover.markdown))
    }

    #[test]
    fn a_unit_says_what_it_fills_and_who_owns_that() {
        let (text, markdown) =
            at("if (!PyArg_ParseTuple(args, \"iO$0&|O\", &n, PyArray_Converter, &arr, &other)) {").unwrap_or_default();
        assert_eq!(text, "O&");
        let (unit, all) = markdown.split_once("\n\n---\n\n").unwrap_or_default();
        assert!(unit.contains("`PyArray_Converter`") && unit.contains("`&arr`"), "{markdown}");
        assert!(all.starts_with("**Format of `PyArg_ParseTuple`**\n\n- `i` `&n`: "), "{markdown}");
        assert!(
            all.contains("- `O` `&other`, optional: ") && all.contains("receives a borrowed reference"),
            "{markdown}"
        );
    }

    #[test]
    fn what_is_built_says_what_is_stolen() {
        let (text, markdown) = at("return Py_BuildValue(\"$0NO\", a, b);").unwrap_or_default();
        assert_eq!(text, "N");
        assert!(markdown.contains("**the reference is stolen**"), "{markdown}");
        assert!(markdown.contains("- `O` `b`: "), "{markdown}");
    }

    #[test]
    fn between_units_the_whole_format_is_explained() {
        let (text, markdown) = at("PyArg_ParseTuple(args, \"O$0:name\", &a)").unwrap_or_default();
        assert_eq!(text, "\"O:name\"");
        assert!(markdown.starts_with("**Format of "), "{markdown}");
    }

    #[test]
    fn other_strings_are_left_alone() {
        for marked in ["f(\"O$0i\", a)", "PyErr_SetString(e, \"O$0i\")", "\"O$0\"", "PyArg_ParseTuple(args, \"$0\", a)"]
        {
            assert_eq!(at(marked), None, "{marked}");
        }
    }
}
