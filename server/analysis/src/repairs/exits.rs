//! The ways out of a function: which of them mean failure.

use numpy_capi_db::{Control, ErrorIndicator, ResultOwnership, macro_syntax, symbol};
use tree_sitter::Node;

use super::FunctionContext;
use super::label::{CleanUpLabel, clean_up_label};
use super::statements::{nodes_of_kind, without_casts};
use crate::syntax::{Kind, named_children};
use crate::text::TextRange;

/// A `return` statement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exit<'a> {
    pub statement: Node<'a>,
    /// The expression that is returned.
    pub value: Option<Node<'a>>,
    pub is_failing: bool,
}

/// The explicit ways out, in the order of the text.
pub(super) fn exits<'a>(context: &FunctionContext<'a>) -> Vec<Exit<'a>> {
    let failure = failure_value(context);
    let is_failing = |value: Option<Node<'a>>| match (value, failure) {
        (Some(value), Some(failure)) => is_failure(context, value, failure),
        _ => false,
    };
    let returns = nodes_of_kind(context, Kind::ReturnStatement).into_iter().map(|statement| {
        let value = named_children(context.grammar, statement).into_iter().next();
        Exit { statement, value, is_failing: is_failing(value) }
    });
    let macros = nodes_of_kind(context, Kind::ExpressionStatement)
        .into_iter()
        .filter(|statement| is_return_macro(context, *statement))
        .map(|statement| Exit { statement, value: None, is_failing: false });
    let mut exits: Vec<Exit<'a>> = returns.chain(macros).collect();
    exits.sort_by_key(|exit| exit.statement.start_byte());
    exits
}

/// Whether a statement is a macro that always returns, such as `Py_RETURN_NONE`.
pub(super) fn is_return_macro(context: &FunctionContext<'_>, statement: Node<'_>) -> bool {
    let Some(expression) = named_children(context.grammar, statement).into_iter().next() else { return false };
    let name = match context.grammar.kind(expression) {
        Kind::Identifier => context.text(expression),
        Kind::CallExpression => {
            context.grammar.child(expression, |fields| fields.function).map_or("", |function| context.text(function))
        }
        _ => "",
    };
    macro_syntax(name).is_some_and(|syntax| syntax.control == Some(Control::Return))
}

/// The text of the value by which the function says that it failed; `None` where it has no such value.
pub(super) fn failure_value<'a>(context: &FunctionContext<'a>) -> Option<&'a str> {
    let returns = nodes_of_kind(context, Kind::ReturnStatement);
    let values: Vec<&str> = returns
        .into_iter()
        .filter_map(|statement| named_children(context.grammar, statement).into_iter().next())
        .map(|value| context.text(value))
        .collect();
    if context.flow.returns_pointer {
        return Some(if values.contains(&"nullptr") { "nullptr" } else { "NULL" });
    }
    if context.flow.returns_void {
        return None;
    }
    ["-1", "NPY_FAIL", "0"].into_iter().find(|failure| {
        let has_success = *failure != "0" || values.iter().any(|value| matches!(*value, "1" | "NPY_SUCCEED"));
        values.contains(failure) && has_success
    })
}

fn is_failure(context: &FunctionContext<'_>, value: Node<'_>, failure: &str) -> bool {
    let text = context.text(value).trim_matches(['(', ')', ' ']);
    if text == failure {
        return true;
    }
    if !context.flow.returns_pointer {
        return false;
    }
    matches!(text, "NULL" | "nullptr" | "0") || always_fails(context, value)
}

/// Whether a call gives NULL and an exception whatever happens, as `PyErr_NoMemory` does.
pub(super) fn always_fails(context: &FunctionContext<'_>, value: Node<'_>) -> bool {
    if context.grammar.kind(value) != Kind::CallExpression {
        return false;
    }
    let name = context.grammar.child(value, |fields| fields.function).map_or("", |function| context.text(function));
    symbol(name).is_some_and(|symbol| {
        symbol.returns.ownership == ResultOwnership::None
            && symbol.returns.failure == "NULL"
            && symbol.error_indicator == Some(ErrorIndicator::Set)
    })
}

/// The statements by which the function leaves when something fails; `None` where it cannot say so.
pub(super) fn failing_exit(context: &FunctionContext<'_>) -> Option<Vec<String>> {
    if let Some(label) = clean_up_label(context) {
        let jump = format!("goto {};", label.name);
        return Some(failing_result(context, label).into_iter().chain([jump]).collect());
    }
    if context.flow.returns_void {
        return Some(vec!["return;".to_owned()]);
    }
    if let Some(value) = failure_value(context) {
        return Some(vec![format!("return {value};")]);
    }
    match return_type(context).trim() {
        "int" | "long" | "Py_ssize_t" | "npy_intp" => Some(vec!["return -1;".to_owned()]),
        "double" | "float" => Some(vec!["return -1.0;".to_owned()]),
        _ => None,
    }
}

/// The statement in front of other jumps to a label that makes the function fail, where it returns a variable there.
fn failing_result(context: &FunctionContext<'_>, label: CleanUpLabel<'_>) -> Option<String> {
    let returned = exits(context)
        .into_iter()
        .filter(|exit| label.range.contains(exit.statement.byte_range().into()))
        .find_map(|exit| exit.value.filter(|value| context.grammar.kind(*value) == Kind::Identifier))?;
    let jumps = nodes_of_kind(context, Kind::GotoStatement).into_iter();
    let before = jumps
        .filter(|jump| CleanUpLabel::of_jump(context, *jump) == Some(label.name))
        .filter_map(|jump| jump.prev_named_sibling());
    before.filter(|statement| context.grammar.kind(*statement) == Kind::ExpressionStatement).find_map(|statement| {
        let assignment = named_children(context.grammar, statement).into_iter().next()?;
        let target = context.grammar.child(assignment, |fields| fields.left)?;
        let value = context.grammar.child(assignment, |fields| fields.right)?;
        let fails = matches!(context.text(value), "NULL" | "nullptr" | "-1" | "NPY_FAIL");
        (fails && context.text(target) == context.text(returned)).then(|| context.text(statement).to_owned())
    })
}

/// Whether a way out hands a variable back.
pub(super) fn returns(context: &FunctionContext<'_>, exit: Node<'_>, name: &str) -> bool {
    let value = named_children(context.grammar, exit).into_iter().next();
    value.is_some_and(|value| without_casts(context.text(value)) == name)
}

/// Whether a way out stands behind a label, so that paths meet there on which a variable may still be NULL.
pub(super) fn is_joined(context: &FunctionContext<'_>, exit: Node<'_>) -> bool {
    let labels = nodes_of_kind(context, Kind::LabeledStatement);
    labels.iter().any(|label| label.start_byte() <= exit.start_byte())
}

/// The return type as text that a declared name can follow.
pub(super) fn return_type(context: &FunctionContext<'_>) -> String {
    let head = TextRange::new(context.function.range.start, context.function.declarator.start_byte());
    let text = head.of(context.file.text());
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| {
            !matches!(*word, "static" | "extern" | "inline" | "NPY_NO_EXPORT" | "NPY_FINLINE" | "NPY_INLINE")
        })
        .collect();
    let joined = words.join(" ");
    match joined.as_str() {
        "PyMODINIT_FUNC" => "PyObject *".to_owned(),
        // The star stands where the author puts it.
        _ if words.last().is_some_and(|word| word.starts_with('*')) => joined,
        _ => format!("{joined} "),
    }
}
