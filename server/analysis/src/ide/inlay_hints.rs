//! Ownership written into calls: which results are new or borrowed, which arguments are stolen.

use numpy_capi_db::{Format, FormatArgument, Ownership, ResultOwnership, Symbol, symbol};
use tree_sitter::Node;

use crate::ownership::format_string;
use crate::syntax::{Kind, SourceFile, named_children};
use crate::text::TextRange;

/// More hints than this in one answer would only slow an editor down.
const MOST_HINTS: usize = 2_000;

/// A word to show before a place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InlayHint {
    /// Before which byte it stands.
    pub offset: usize,
    /// The word.
    pub label: &'static str,
    /// What is called there, by its name in the database.
    pub callee: &'static str,
}

/// The hints for the calls in a range, in the order of the text.
pub fn inlay_hints(file: &SourceFile, range: TextRange) -> Vec<InlayHint> {
    let mut hints = Vec::new();
    let mut open: Vec<Node<'_>> = file.root().into_iter().collect();
    while let Some(node) = open.pop() {
        let place = TextRange::new(node.start_byte(), node.end_byte());
        if !place.meets(range) || hints.len() >= MOST_HINTS {
            continue;
        }
        if file.grammar().kind(node) == Kind::CallExpression {
            call(file, node, &mut hints);
        }
        open.extend(named_children(file.grammar(), node));
    }
    hints.retain(|hint| range.touches(hint.offset));
    hints.sort_by_key(|hint| hint.offset);
    hints
}

fn call(file: &SourceFile, node: Node<'_>, hints: &mut Vec<InlayHint>) {
    let grammar = file.grammar();
    let name = grammar.child(node, |fields| fields.function).filter(|name| grammar.kind(*name) == Kind::Identifier);
    let Some(callee) = name.and_then(|name| symbol(file.text_of(name))).filter(|callee| callee.callable) else {
        return;
    };
    let hint = |offset, label| InlayHint { offset, label, callee: callee.name };
    match callee.returns.ownership {
        ResultOwnership::New => hints.push(hint(node.start_byte(), "new")),
        ResultOwnership::Borrowed => hints.push(hint(node.start_byte(), "borrowed")),
        ResultOwnership::None | ResultOwnership::Resource => {}
    }
    let Some(list) = grammar.child(node, |fields| fields.arguments) else { return };
    let arguments = named_children(grammar, list);
    let of_format = format_arguments(file, callee, &arguments);
    for (position, argument) in arguments.iter().enumerate() {
        let formatted = position.checked_sub(of_format.0).and_then(|index| of_format.1.get(index));
        let ownership = match formatted {
            Some(formatted) => Some(formatted.ownership),
            None => callee.params.get(position).map(|param| param.ownership),
        };
        if let Some(label) = ownership.and_then(label) {
            hints.push(hint(argument.start_byte(), label));
        }
    }
}

/// The position of the first variadic argument of a call with a format, and what the format says of each.
fn format_arguments(
    file: &SourceFile,
    callee: &Symbol,
    arguments: &[Node<'_>],
) -> (usize, Vec<&'static FormatArgument>) {
    let nothing = (usize::MAX, Vec::new());
    let format = callee.params.iter().enumerate().find_map(|(position, param)| Some((position, param.format?)));
    let Some((position, format @ (Format::Parse | Format::Build))) = format else { return nothing };
    let Some(first) = callee.param_index("...") else { return nothing };
    let text = arguments.get(position).filter(|node| file.grammar().kind(**node) == Kind::StringLiteral);
    let Some(text) = text.map(|node| file.text_of(*node).trim_matches('"')) else { return nothing };
    let units = format_string::units(format, text);
    (first, units.placed.iter().flat_map(|placed| placed.unit.arguments).collect())
}

/// The word for what becomes of an argument; `None` where the caller just keeps it.
fn label(ownership: Ownership) -> Option<&'static str> {
    match ownership {
        Ownership::Stolen => Some("steals"),
        Ownership::StolenOnSuccess => Some("steals on success"),
        Ownership::OutNew => Some("new"),
        Ownership::OutBorrowed => Some("borrowed"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Language;

    /// The text with the hints written into it.
    fn annotated(text: &str, range: TextRange) -> String {
        let file = SourceFile::new(text, Language::C);
        let mut annotated = text.to_owned();
        for hint in inlay_hints(&file, range).into_iter().rev() {
            annotated.insert_str(hint.offset, &format!("‹{}›", hint.label));
        }
        annotated
    }

    #[test]
    fn results_and_arguments_say_who_owns_them() {
        let text = "void f(void) {\n    x = PyList_New(1);\n    PyList_SetItem(x, 0, PyLong_FromLong(1));\n    y = PyList_GetItem(x, 0);\n    \
                    PyModule_AddObject(m, \"x\", x);\n    PyArg_ParseTuple(a, \"iO\", &n, &o);\n    z = Py_BuildValue(\"NO\", a, b);\n    mine(x);\n}\n";
        let expected = "void f(void) {\n    x = ‹new›PyList_New(1);\n    PyList_SetItem(x, 0, ‹steals›‹new›PyLong_FromLong(1));\n    \
                        y = ‹borrowed›PyList_GetItem(x, 0);\n    PyModule_AddObject(m, \"x\", ‹steals on success›x);\n    \
                        PyArg_ParseTuple(a, \"iO\", &n, ‹borrowed›&o);\n    z = ‹new›Py_BuildValue(\"NO\", ‹steals›a, b);\n    mine(x);\n}\n";
        assert_eq!(annotated(text, TextRange::new(0, text.len())), expected);
    }

    #[test]
    fn only_the_range_that_is_asked_for_counts() {
        let text = "void f(void) {\n    x = PyList_New(1);\n    y = PyList_New(2);\n}\n";
        let second = text.find("    y").unwrap_or_default();
        let found = annotated(text, TextRange::new(second, second + 10));
        assert_eq!(found, text.replace("y = ", "y = ‹new›"));
    }

    #[test]
    fn definitions_and_names_are_no_calls() {
        let text = "PyObject *PyList_New(Py_ssize_t n);\nvoid *p = PyList_New;\n#define A PyList_New(1)\n";
        assert_eq!(annotated(text, TextRange::new(0, text.len())), text);
    }
}
