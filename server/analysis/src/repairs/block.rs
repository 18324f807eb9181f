//! Releasing what a block acquires, as the body of a loop does, where the block ends.

use tree_sitter::Node;

use super::FunctionContext;
use super::layout::{indentation, insert_after, insert_before, statement_at};
use super::release::{leave_after, released_name};
use super::statements::{mentions, nodes_of_kind};
use crate::ownership::Defect;
use crate::rules::{Applicability, Fix};
use crate::syntax::{Kind, named_children};
use crate::text::{TextEdit, TextRange};

/// Releases a variable of an inner block at its end and before each way out of it.
pub(crate) fn release_in_block(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect).filter(|_| defect.released_by.is_empty())?;
    let declaration = statement_at(context, defect.acquired.range)?;
    let block = declaration.parent().filter(|parent| *parent != context.function.body)?;
    let kind = |node: Node<'_>| context.grammar.kind(node);
    if kind(declaration) != Kind::Declaration || kind(block) != Kind::CompoundStatement {
        return None;
    }
    let mut edits = Vec::new();
    for way_out in ways_out(context, block, declaration.end_byte()) {
        if mentions(context, way_out, name) {
            return None;
        }
        if !is_without_object(context, way_out, name) {
            let release = [format!("Py_XDECREF({name});")];
            edits.extend(match kind(way_out) {
                Kind::ReturnStatement => leave_after(context, way_out, &release),
                _ => insert_before(context, way_out, &release),
            });
        }
    }
    let last = named_children(context.grammar, block).into_iter().next_back()?;
    if !is_way_out(kind(last)) {
        edits.extend(at_end(context, last, &format!("Py_DECREF({name});")));
    }
    Some(Fix { title: format!("Release `{name}` where its block ends"), applicability: Applicability::Safe, edits })
}

/// A line behind the last statement of a block.
fn at_end(context: &FunctionContext<'_>, last: Node<'_>, line: &str) -> Vec<TextEdit> {
    if context.grammar.kind(last) != Kind::IfStatement {
        return insert_after(context, last, &[line.to_owned()]);
    }
    // The brace of an `if` may share its line with nothing.
    let start = indentation(context.file, last.start_byte());
    vec![TextEdit::insert(last.end_byte(), format!("\n{start}{line}"))]
}

const fn is_way_out(kind: Kind) -> bool {
    matches!(kind, Kind::ReturnStatement | Kind::GotoStatement | Kind::BreakStatement | Kind::ContinueStatement)
}

/// The statements that leave a block, from an offset on.
fn ways_out<'a>(context: &FunctionContext<'a>, block: Node<'a>, from: usize) -> Vec<Node<'a>> {
    let range = TextRange::from(block.byte_range());
    let kinds = [Kind::ReturnStatement, Kind::GotoStatement, Kind::BreakStatement, Kind::ContinueStatement];
    let all = kinds.into_iter().flat_map(|kind| nodes_of_kind(context, kind));
    let inside = all.filter(|node| range.contains(node.byte_range().into()) && node.start_byte() >= from);
    inside.filter(|node| leaves(context, *node, block)).collect()
}

/// Whether a jump goes out of a block, and not only to the end of a loop or `switch` in it.
fn leaves(context: &FunctionContext<'_>, jump: Node<'_>, block: Node<'_>) -> bool {
    let kind = context.grammar.kind(jump);
    let stops = |around: Kind| {
        let is_loop = matches!(around, Kind::ForStatement | Kind::WhileStatement | Kind::DoStatement);
        match kind {
            Kind::BreakStatement => is_loop || around == Kind::SwitchStatement,
            Kind::ContinueStatement => is_loop,
            _ => false,
        }
    };
    let mut node = jump.parent();
    while let Some(around) = node.filter(|around| *around != block) {
        if stops(context.grammar.kind(around)) {
            return false;
        }
        node = around.parent();
    }
    true
}

/// Whether a way out is only taken where the variable is NULL.
fn is_without_object(context: &FunctionContext<'_>, way_out: Node<'_>, name: &str) -> bool {
    let arm = match way_out.parent() {
        Some(block) if context.grammar.kind(block) == Kind::CompoundStatement => block,
        _ => way_out,
    };
    let Some(decision) = arm.parent().filter(|node| context.grammar.kind(*node) == Kind::IfStatement) else {
        return false;
    };
    let is_first = context.grammar.child(decision, |fields| fields.consequence) == Some(arm);
    let condition = context.grammar.child(decision, |fields| fields.condition).map_or("", |node| context.text(node));
    let condition: String = condition.chars().filter(|c| !c.is_whitespace()).collect();
    is_first && [format!("({name}==NULL)"), format!("(!{name})"), format!("(NULL=={name})")].contains(&condition)
}
