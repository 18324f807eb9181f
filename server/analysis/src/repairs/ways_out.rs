//! The jumps that lead out of a block.

use tree_sitter::Node;

use super::FunctionContext;
use super::statements::nodes_of_kind;
use crate::syntax::Kind;
use crate::text::TextRange;

const JUMPS: [Kind; 4] = [Kind::ReturnStatement, Kind::GotoStatement, Kind::BreakStatement, Kind::ContinueStatement];

/// Whether a statement is a jump.
pub(super) fn is_jump(context: &FunctionContext<'_>, statement: Node<'_>) -> bool {
    JUMPS.contains(&context.grammar.kind(statement))
}

/// The statements in a part of a block that leave it.
pub(super) fn ways_out<'a>(context: &FunctionContext<'a>, block: Node<'a>, part: TextRange) -> Vec<Node<'a>> {
    let all = JUMPS.into_iter().flat_map(|kind| nodes_of_kind(context, kind));
    let inside = all.filter(|node| part.contains(node.byte_range().into()));
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
