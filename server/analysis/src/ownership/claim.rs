//! What is certain of a function's arguments before its first line.

use super::explore::Explorer;
use super::state::{Origin, ParameterObject, State};
use super::value::Value;
use crate::flow::{Flow, InstructionKind, Operand, VariableId};

/// Who owns the reference that comes with an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Claim {
    /// The function: it has to release the reference, hand it over or store it, whatever happens.
    TakenOver,
    /// The caller.
    Borrowed,
}

/// What is certain of a function before its first line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Claims {
    /// Who owns the arguments, by position.
    pub arguments: Vec<(usize, Claim)>,
    /// Whoever calls it takes its result for a new reference.
    pub result_is_new: bool,
}

/// What a function's exploration starts from.
#[derive(Clone, Copy, Debug)]
pub struct Premises<'a> {
    /// What is known of the functions that it calls.
    pub summaries: &'a super::Summaries,
    /// What is certain of it.
    pub claims: &'a Claims,
}

/// The ledger where a function begins.
pub(super) fn entry(mut state: State, flow: &Flow, claims: &Claims) -> State {
    for (index, variable) in flow.variables.iter().enumerate() {
        let id = VariableId(index as u32);
        let Some(position) = variable.parameter_index else { continue };
        let Some((_, claim)) = claims.arguments.iter().find(|(claimed, _)| *claimed == position) else { continue };
        if !variable.is_pointer || flow.double_pointers.contains(&id) {
            continue;
        }
        if *claim == Claim::Borrowed && is_address_taken(flow, id) {
            continue;
        }
        let mut object = Explorer::unknown_object(variable.range);
        object.parameter = Some(ParameterObject::Argument(position));
        object.variable = Some(id);
        (object.origin, object.references) = match claim {
            Claim::TakenOver => (Origin::New, 1),
            Claim::Borrowed => (Origin::Borrowed, 0),
        };
        let object = state.add(object);
        state.set(id, Some(Value::Object(object)));
    }
    state
}

/// Whether a call gets the address of a variable, and so may put something else there.
fn is_address_taken(flow: &Flow, variable: VariableId) -> bool {
    flow.blocks.iter().flat_map(|block| &block.instructions).any(|instruction| match &instruction.kind {
        InstructionKind::Call { arguments, .. } => {
            arguments.iter().any(|argument| argument.operand == Operand::Address(variable))
        }
        _ => false,
    })
}
