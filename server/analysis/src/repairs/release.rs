//! A release before the function is left.

use tree_sitter::Node;

use super::FunctionContext;
use super::exits::{always_fails, exits, return_type, returns};
use super::held::Standing;
use super::layout::{indentation_step, insert_before, replace_statement, statement_at};
use super::releases::End;
use super::statements::{mentions, unused_name};
use crate::ownership::{Defect, DefectKind};
use crate::rules::{Applicability, Fix};
use crate::syntax::{Kind, Language, named_children};
use crate::text::TextEdit;

/// `Py_DECREF(x);` before the function is left.
pub(crate) fn release_before_exit(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let exit = losing_exit(context, defect, name)?;
    let release = release_at(context, defect, exit)?;
    let edits = leave_after(context, exit, &[release]);
    Some(Fix { title: format!("Release `{name}` before leaving"), applicability: Applicability::Safe, edits })
}

/// The release of what a variable holds wherever a statement is reached; `None` where it may be somebody else's there.
pub(super) fn release_at(context: &FunctionContext<'_>, defect: &Defect, place: Node<'_>) -> Option<String> {
    let standing = Standing::at(context, defect.holder?, place.byte_range().into());
    let release = release_where(context, defect, defect.may_be_null || standing.may_be_empty())?;
    standing.is_own().then_some(release)
}

/// The way out that loses an object. Not one that hands the object back, since that has a reference too many and not
/// one that is lost there, and not one behind a loop that loses it with every turn.
fn losing_exit<'a>(context: &FunctionContext<'a>, defect: &Defect, name: &str) -> Option<Node<'a>> {
    let statement = statement_at(context, defect.at)?;
    let is_lost_in_loop = context.exploration.defects.iter().any(|other| {
        other.kind == DefectKind::Overwritten
            && other.acquired.range == defect.acquired.range
            && other.at.contains(defect.acquired.range)
    });
    let is_exit = exits(context).into_iter().any(|exit| exit.statement == statement);
    (is_exit && !is_lost_in_loop && !returns(context, statement, name)).then_some(statement)
}

/// The statement that ends what a defect is about.
pub(super) fn release_of(context: &FunctionContext<'_>, defect: &Defect) -> Option<String> {
    release_where(context, defect, defect.may_be_null)
}

fn release_where(context: &FunctionContext<'_>, defect: &Defect, may_be_empty: bool) -> Option<String> {
    let name = released_name(defect)?;
    if defect.released_by.is_empty() {
        let macro_name = if may_be_empty { "Py_XDECREF" } else { "Py_DECREF" };
        return Some(format!("{macro_name}({name});"));
    }
    let end = End::of(context, defect.holder?, defect.released_by)?;
    Some(if may_be_empty && !end.accepts_nothing { format!("if ({name} != NULL) {}", end.call) } else { end.call })
}

/// Puts lines before a `return`. Where the returned expression does work of its own, it comes first.
pub(super) fn leave_after(context: &FunctionContext<'_>, exit: Node<'_>, lines: &[String]) -> Vec<TextEdit> {
    let value = named_children(context.grammar, exit).into_iter().next();
    let is_plain = value.is_none_or(|value| {
        matches!(
            context.grammar.kind(value),
            Kind::Identifier | Kind::Null | Kind::NumberLiteral | Kind::UnaryExpression
        ) || always_fails(context, value)
            || nodes_below(context, value, Kind::CallExpression) == 0
                && !lines.iter().any(|line| touches(context, value, line))
    });
    let Some(value) = value.filter(|_| !is_plain) else {
        return insert_before(context, exit, lines);
    };
    let result = unused_name(context, "result");
    let return_type = return_type(context);
    let declaration = format!("{return_type}{result} = {};", context.text(value));
    let all = std::iter::once(declaration).chain(lines.iter().cloned()).chain([format!("return {result};")]);
    if context.file.language() == Language::Cpp {
        // A block of its own, so that no jump passes the declaration.
        let step = indentation_step(context);
        let inner = all.map(|line| format!("{step}{line}"));
        let block: Vec<String> = std::iter::once("{".to_owned()).chain(inner).chain(["}".to_owned()]).collect();
        return replace_statement(context, exit, &block);
    }
    replace_statement(context, exit, &all.collect::<Vec<String>>())
}

fn nodes_below(context: &FunctionContext<'_>, node: Node<'_>, kind: Kind) -> usize {
    let mut cursor = node.walk();
    let below: usize = node.named_children(&mut cursor).map(|child| nodes_below(context, child, kind)).sum();
    below + usize::from(context.grammar.kind(node) == kind)
}

fn touches(context: &FunctionContext<'_>, value: Node<'_>, line: &str) -> bool {
    let name = line.split(['(', ')']).nth(1).unwrap_or_default();
    mentions(context, value, name)
}

/// The variable of a defect, where it is a plain one.
pub(super) fn released_name(defect: &Defect) -> Option<&str> {
    Some(defect.variable.as_str()).filter(|name| !name.is_empty())
}
