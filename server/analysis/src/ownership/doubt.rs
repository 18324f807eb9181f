//! Pointers that are NULL on a path, or that may be because whoever calls can leave them out.
//!
//! A use of such a pointer is a mistake where nothing but the outcome of calls and tests of pointers decides whether
//! the use is reached. Any other condition on the way may be one that is never met while the pointer is NULL.

use numpy_capi_db::{Symbol, symbol};

use super::defect::{Acquisition, DefectKind};
use super::explore::Explorer;
use super::state::{Nullness, State};
use super::value::Value;
use crate::flow::{
    BlockId, Callee, Comparison, Condition, Flow, InstructionKind, Operand, Terminator, VariableId, VariableKind,
    deciding_blocks,
};
use crate::text::TextRange;

/// Why a pointer can be NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Cause {
    /// A test on this path says so.
    Tested,
    /// A call has left NULL there: it has failed, or found nothing.
    LeftNull,
    /// It is an argument that can be left out, or a parameter that is tested for NULL elsewhere.
    Optional,
}

/// A pointer that can be NULL, and since when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doubt {
    pub variable: VariableId,
    pub cause: Cause,
    /// Where the pointer came from.
    pub acquired: Acquisition,
    /// The number of decisions before.
    pub decisions: usize,
    /// The block that the call is in that has left NULL. What decides whether that call is made does not decide how it
    /// goes.
    pub block: Option<BlockId>,
}

impl Explorer<'_> {
    /// What is in doubt when the function begins.
    pub(super) fn initial_doubts(&self, state: &mut State) {
        for variable in optional_parameters(self.flow) {
            let range = self.flow.variables[variable.index()].range;
            state.doubt(variable, Cause::Optional, Acquisition { range, symbol: None }, None);
        }
    }

    /// A pointer is used where it must not be NULL.
    pub(super) fn use_in_doubt(
        &mut self,
        state: &mut State,
        operand: &Operand,
        range: TextRange,
        api: Option<&'static Symbol>,
    ) {
        let Operand::Variable(variable) = *operand else { return };
        let Some(doubt) = state.doubt_about(variable) else { return };
        let is_open = match (doubt.cause, state.value(variable)) {
            (Cause::Tested | Cause::LeftNull, Some(Value::Number(number))) => number.is_zero(),
            (Cause::Optional, Some(Value::Object(id))) => state.object(id).nullness == Nullness::Unknown,
            (Cause::Optional, None) => true,
            _ => false,
        };
        if is_open && self.is_decided_by_calls(state, variable, doubt.block) {
            let mut object = Self::unknown_object(doubt.acquired.range);
            object.acquired = doubt.acquired;
            object.variable = Some(variable);
            object.decisions = doubt.decisions;
            let id = state.add(object);
            let kind = if doubt.cause == Cause::Optional { DefectKind::OptionalUsed } else { DefectKind::NullUsed };
            self.report(state, kind, range, id, api, None);
        }
        state.settle(variable);
    }

    /// Whether nothing but calls and tests of pointers decides on this path whether the block that is being run is
    /// reached, from another block or from the beginning.
    fn is_decided_by_calls(&mut self, state: &State, variable: VariableId, from: Option<BlockId>) -> bool {
        let earlier = from.map(|from| self.deciders_of(from).to_vec()).unwrap_or_default();
        let flow = self.flow;
        let path = state.path();
        // A condition that was decided by what is known is no decision; one whose text occurs again may be decided by
        // an earlier one.
        let is_on_path = |condition: &Condition| {
            condition.key.is_some() || path.iter().any(|station| station.range == condition.range)
        };
        let mut deciders = self.deciders_of(self.block).iter().filter(|decider| !earlier.contains(decider));
        deciders.all(|&decider| match &flow.blocks[decider.index()].terminator {
            Terminator::Branch { condition, .. } => !is_on_path(condition) || is_outcome(flow, condition, variable),
            _ => false,
        })
    }

    fn deciders_of(&mut self, block: BlockId) -> &[BlockId] {
        let flow = self.flow;
        self.deciders.entry(block).or_insert_with(|| deciding_blocks(flow, block))
    }
}

/// Whether a condition asks how a call went, or whether a pointer is NULL that a call gave.
fn is_outcome(flow: &Flow, condition: &Condition, variable: VariableId) -> bool {
    condition.hidden
        || [&condition.left, &condition.right].into_iter().all(|operand| match operand {
            Operand::Variable(asked) => *asked == variable || is_call_result(flow, *asked, variable),
            Operand::Null | Operand::Integer(_) => true,
            _ => false,
        })
}

/// Whether a variable only ever holds results of calls that can fail and were not given the pointer.
fn is_call_result(flow: &Flow, asked: VariableId, pointer: VariableId) -> bool {
    if !matches!(flow.variables[asked.index()].kind, VariableKind::Local | VariableKind::Temporary) {
        return false;
    }
    let mut has_result = false;
    for instruction in flow.blocks.iter().flat_map(|block| &block.instructions) {
        match &instruction.kind {
            InstructionKind::Assign { target, source } if *target == asked => match source {
                Operand::Variable(source) if *source != asked => {
                    if !is_call_result_temporary(flow, *source, pointer) {
                        return false;
                    }
                    has_result = true;
                }
                Operand::Null | Operand::Integer(_) => {}
                _ => return false,
            },
            InstructionKind::Call { result, callee, arguments, .. } => {
                if *result == asked {
                    if !can_fail(callee) || gives(arguments, pointer) {
                        return false;
                    }
                    has_result = true;
                }
                if arguments.iter().any(|argument| argument.operand == Operand::Address(asked)) {
                    return false;
                }
            }
            InstructionKind::Step { target, .. }
            | InstructionKind::Compute { target, .. }
            | InstructionKind::Forget(target)
                if *target == asked =>
            {
                return false;
            }
            _ => {}
        }
    }
    has_result
}

fn is_call_result_temporary(flow: &Flow, asked: VariableId, pointer: VariableId) -> bool {
    flow.variables[asked.index()].kind == VariableKind::Temporary && is_call_result(flow, asked, pointer)
}

fn can_fail(callee: &Callee) -> bool {
    match callee {
        Callee::Named(name) => symbol(name).is_some_and(Symbol::can_fail),
        Callee::Unknown => false,
    }
}

fn gives(arguments: &[crate::flow::Argument], pointer: VariableId) -> bool {
    arguments.iter().any(|argument| argument.operand == Operand::Variable(pointer))
}

/// The parameters that never change and of which the function says by a test that NULL is a legal value.
fn optional_parameters(flow: &Flow) -> Vec<VariableId> {
    let parameters = (0..flow.variables.len() as u32).map(VariableId).filter(|variable| {
        let declared = &flow.variables[variable.index()];
        declared.kind == VariableKind::Parameter && declared.is_pointer
    });
    parameters.filter(|parameter| !is_changed(flow, *parameter) && is_optional(flow, *parameter)).collect()
}

fn is_changed(flow: &Flow, variable: VariableId) -> bool {
    flow.blocks.iter().flat_map(|block| &block.instructions).any(|instruction| match &instruction.kind {
        InstructionKind::Assign { target, .. }
        | InstructionKind::Step { target, .. }
        | InstructionKind::Forget(target) => *target == variable,
        InstructionKind::Call { arguments, .. } => {
            arguments.iter().any(|argument| argument.operand == Operand::Address(variable))
        }
        InstructionKind::Escape(operand) => *operand == Operand::Address(variable),
        _ => false,
    })
}

/// Whether a test leaves something out where the pointer is NULL, and goes on as if nothing were wrong.
fn is_optional(flow: &Flow, variable: VariableId) -> bool {
    flow.blocks.iter().any(|block| {
        let Terminator::Branch { condition, then, otherwise } = &block.terminator else { return false };
        let is_null_test = condition.left == Operand::Variable(variable)
            && matches!(condition.right, Operand::Null | Operand::Integer(0));
        let (null, other) = match condition.comparison {
            Comparison::Equal => (*then, *otherwise),
            Comparison::NotEqual => (*otherwise, *then),
            _ => return false,
        };
        is_null_test && leads_on(flow, null, other)
    })
}

/// Whether nothing happens between a block and one that is reached from `other` as well.
fn leads_on(flow: &Flow, from: BlockId, other: BlockId) -> bool {
    let (mut block, mut steps) = (from, 0);
    while flow.blocks[block.index()].instructions.is_empty() && steps < flow.blocks.len() {
        let Terminator::Goto(next) = flow.blocks[block.index()].terminator else { return false };
        let mut visited = vec![false; flow.blocks.len()];
        let mut open = vec![other];
        while let Some(reached) = open.pop() {
            if reached == next {
                return true;
            }
            if !std::mem::replace(&mut visited[reached.index()], true) {
                open.extend(flow.blocks[reached.index()].terminator.successors());
            }
        }
        block = next;
        steps += 1;
    }
    false
}
