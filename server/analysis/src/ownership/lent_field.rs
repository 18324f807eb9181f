//! A field of an argument that goes back as it is: the reference in it belongs to the argument.

use super::defect::{Acquisition, DefectKind};
use super::explore::Explorer;
use super::state::{Object, Origin, ParameterObject, State};
use super::transfer::object_of;
use super::value::Value;
use crate::flow::{Flow, Instruction, InstructionKind, Operand, VariableId, VariableKind};
use crate::text::TextRange;

impl Explorer<'_> {
    /// Reports a field that is handed back, where nothing in the function gives it a reference for the caller.
    pub(super) fn lends_field(&mut self, state: &mut State, value: &Operand, range: TextRange) {
        let Operand::Variable(path) = *value else { return };
        let declared = &self.flow.variables[path.index()];
        let is_unknown = !matches!(state.value(path), Some(Value::Object(_) | Value::Uninitialised));
        let Some(base) = declared.base.filter(|_| declared.kind == VariableKind::Path && is_unknown) else { return };
        if !self.flow.returns_object || !is_borrowed_argument(state, base) || is_used_otherwise(self.flow, path) {
            return;
        }
        let id = state.add(Object {
            acquired: Acquisition { range: declared.range, symbol: None },
            origin: Origin::Borrowed,
            giver: Some(self.flow.variables[base.index()].name.as_str().into()),
            variable: Some(path),
            decisions: state.decision_count(),
            ..Self::unknown_object(declared.range)
        });
        self.report(state, DefectKind::ReturnedBorrowed, range, id, None, None);
    }
}

/// Whether a variable holds an argument that the caller owns, and that nobody else has had in hand.
fn is_borrowed_argument(state: &State, variable: VariableId) -> bool {
    object_of(state, &Operand::Variable(variable)).map(|id| state.object(id)).is_some_and(|object| {
        let is_argument = matches!(object.parameter, Some(ParameterObject::Argument(_)));
        is_argument && object.is_followed && object.origin == Origin::Borrowed
    })
}

/// Whether a function does anything with a field but look whether it is there: takes a reference of it, hands it to a call,
/// or stores to a field of the same name.
fn is_used_otherwise(flow: &Flow, path: VariableId) -> bool {
    let text = &flow.variables[path.index()].name;
    let field = text.rsplit(['>', '.']).next().unwrap_or(text);
    let is_path = |operand: &Operand| matches!(operand, Operand::Variable(v) | Operand::Address(v) if *v == path);
    let uses = |instruction: &Instruction| match &instruction.kind {
        InstructionKind::Call { arguments, .. } => arguments.iter().any(|argument| is_path(&argument.operand)),
        InstructionKind::Assign { target, source } => *target == path || is_path(source),
        InstructionKind::Store { path: stored, source, name } => {
            *stored == Some(path) || name == field || is_path(source)
        }
        InstructionKind::Escape(operand) => is_path(operand),
        InstructionKind::Step { target, .. } | InstructionKind::Forget(target) => *target == path,
        InstructionKind::Barrier => true,
        _ => false,
    };
    flow.blocks.iter().flat_map(|block| &block.instructions).any(uses)
}
