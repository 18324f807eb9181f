//! Releases before the jump that leads past them, and before the end of a function without `return`.

use tree_sitter::Node;

use super::FunctionContext;
use super::layout::{indentation, indentation_step, insert_before, line_end, statement_at};
use super::release::{release_at, release_of};
use crate::ownership::{Defect, Outcome, Station};
use crate::rules::{Applicability, Fix};
use crate::syntax::{Kind, named_children};
use crate::text::{TextEdit, TextRange};

/// A release before the `goto`, `continue` or `break` by which the path leaves the part of the function that releases,
/// or before the closing brace.
pub(crate) fn release_before_jump(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let edits = match jump(context, defect) {
        Some(jump) => insert_before(context, jump, &[release_at(context, defect, jump)?]),
        None => before_end(context, defect, &release_of(context, defect)?)?,
    };
    let title = format!("Release `{}` before leaving", defect.variable);
    Some(Fix { title, applicability: Applicability::Safe, edits })
}

fn jump<'a>(context: &FunctionContext<'a>, defect: &Defect) -> Option<Node<'a>> {
    if let Some(statement) = statement_at(context, defect.at).filter(|statement| is_jump(context, *statement)) {
        return Some(statement);
    }
    defect.path.iter().rev().find_map(|station| jump_behind(context, station))
}

/// The jump that the arm ends with which a decision has led to.
fn jump_behind<'a>(context: &FunctionContext<'a>, station: &Station) -> Option<Node<'a>> {
    let Outcome::Condition(holds) = station.outcome else { return None };
    let decision =
        statement_at(context, station.range).filter(|node| context.grammar.kind(*node) == Kind::IfStatement)?;
    let arm = if holds {
        context.grammar.child(decision, |fields| fields.consequence)?
    } else {
        context.grammar.child(decision, |fields| fields.alternative)?
    };
    last_statement(context, arm).filter(|statement| is_jump(context, *statement))
}

/// The statement that a block, or an `else`, ends with; a single statement is its own end.
fn last_statement<'a>(context: &FunctionContext<'a>, arm: Node<'a>) -> Option<Node<'a>> {
    match context.grammar.kind(arm) {
        Kind::CompoundStatement | Kind::ElseClause => {
            let last = named_children(context.grammar, arm).into_iter().next_back()?;
            last_statement(context, last)
        }
        _ => Some(arm),
    }
}

fn is_jump(context: &FunctionContext<'_>, statement: Node<'_>) -> bool {
    matches!(context.grammar.kind(statement), Kind::GotoStatement | Kind::ContinueStatement | Kind::BreakStatement)
}

/// A line before the brace that closes the function, where the defect lies there.
fn before_end(context: &FunctionContext<'_>, defect: &Defect, release: &str) -> Option<Vec<TextEdit>> {
    let text = context.file.text();
    let brace = context.function.body.end_byte().checked_sub(1)?;
    let is_at_end = context.flow.returns_void && defect.at.end > brace;
    let lines = context.file.lines();
    let start = lines.line_start(lines.line(brace));
    let stands_alone = TextRange::new(start, brace).of(text).trim().is_empty();
    let line = format!("{}{}{release}{}", indentation(context.file, brace), indentation_step(context), line_end(text));
    (is_at_end && stands_alone).then(|| vec![TextEdit::insert(start, line)])
}
