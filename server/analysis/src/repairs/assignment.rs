//! What a variable holds when it takes another value.

use super::FunctionContext;
use super::exits::failing_exit;
use super::label::clean_up_label;
use super::layout::{indentation_step, insert_before, replace_statement, statement_at};
use super::release::{release_of, released_name};
use super::statements::{mentions, nodes_of_kind, unused_name};
use crate::ownership::Defect;
use crate::rules::{Applicability, Fix};
use crate::syntax::scan::{Scanner, Token, TokenKind};
use crate::syntax::{Kind, Language};
use crate::text::TextRange;

/// Releases the old value before a variable takes a new one.
pub(crate) fn release_before_assignment(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let statement = statement_at(context, defect.at)?;
    // What was released before may be NULL the first time round a loop.
    let may_be_null = defect.may_be_null || is_set_to_null(context, name);
    let macro_name = if may_be_null { "Py_XSETREF" } else { "Py_SETREF" };
    let assignment = nodes_of_kind(context, Kind::AssignmentExpression)
        .into_iter()
        .find(|node| TextRange::from(node.byte_range()) == defect.at)?;
    let right = context.grammar.child(assignment, |fields| fields.right)?;
    let is_whole_statement = assignment.parent() == Some(statement);
    if !defect.released_by.is_empty() {
        if mentions(context, right, name) || !is_whole_statement {
            return None;
        }
        let edits = insert_before(context, statement, &[release_of(context, defect)?]);
        return Some(Fix {
            title: format!("Release what `{name}` holds first"),
            applicability: Applicability::Unsafe,
            edits,
        });
    }
    let edits = if mentions(context, right, name) && is_whole_statement {
        replace_statement(context, statement, &[format!("{macro_name}({name}, {});", context.text(right))])
    } else if is_whole_statement {
        let release = if may_be_null { "Py_XDECREF" } else { "Py_DECREF" };
        insert_before(context, statement, &[format!("{release}({name});")])
    } else {
        return None;
    };
    Some(Fix { title: format!("Release the old value of `{name}`"), applicability: Applicability::Unsafe, edits })
}

/// Whether a variable is given NULL somewhere in the function.
fn is_set_to_null(context: &FunctionContext<'_>, name: &str) -> bool {
    let text = context.text(context.function.body);
    let tokens: Vec<Token> = Scanner::new(text.as_bytes()).filter(|token| token.kind != TokenKind::Comment).collect();
    let word = |token: &Token| text.get(token.start..token.end).unwrap_or_default();
    tokens.windows(3).any(|window| match window {
        [variable, equals, value] => {
            word(variable) == name && word(equals) == "=" && matches!(word(value), "NULL" | "nullptr" | "0")
        }
        _ => false,
    })
}

/// Keeps the result of a reallocation apart until it has been tested.
pub(crate) fn keep_until_tested(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let statement = statement_at(context, defect.at)?;
    let assignment = nodes_of_kind(context, Kind::AssignmentExpression)
        .into_iter()
        .find(|node| TextRange::from(node.byte_range()) == defect.at)?;
    let right = context.grammar.child(assignment, |fields| fields.right)?;
    if defect.released_by.is_empty() || !mentions(context, right, name) || assignment.parent() != Some(statement) {
        return None;
    }
    let is_cpp = context.file.language() == Language::Cpp;
    let type_text = &context.flow.variables[defect.holder?.index()].type_text;
    let result = unused_name(context, "resized");
    let leave = failing_exit(context)?;
    let step = indentation_step(context);
    let mut lines = vec![format!("void *{result} = {};", context.text(right)), format!("if ({result} == NULL) {{")];
    if clean_up_label(context).is_none() {
        lines.push(format!("{step}{}", release_of(context, defect)?));
    }
    let cast = if is_cpp { format!("({type_text} *)") } else { String::new() };
    lines.extend(leave.iter().map(|line| format!("{step}{line}")));
    lines.extend(["}".to_owned(), format!("{name} = {cast}{result};")]);
    let edits = replace_statement(context, statement, &lines);
    Some(Fix {
        title: format!("Keep the result apart until `{name}` can change"),
        applicability: Applicability::Unsafe,
        edits,
    })
}
