//! References that a function treats as its own without the ledger knowing where they come from.
//!
//! A call that the database does not know hands out an object. Whether a reference comes with it, the way the function
//! goes on tells: where one path releases it or has it stolen, the author knows that there is one, and another path that
//! simply leaves loses it. Until such a path has been seen, nothing is claimed.

use std::collections::HashSet;

use numpy_capi_db::{Ownership, symbol};

use super::defect::Acquisition;
use super::explore::Explorer;
use super::state::{Nullness, Object, Origin, State};
use super::transfer::object_of;
use super::value::{ObjectId, Value};
use crate::flow::{Callee, Flow, InstructionKind, Operand, Terminator, VariableId, VariableKind};
use crate::text::TextRange;

/// The pointers, locals and parameters, that some call releases or steals. Only their values are worth following.
pub(super) fn given_up(flow: &Flow) -> HashSet<VariableId> {
    let calls = flow.blocks.iter().flat_map(|block| &block.instructions).filter_map(|instruction| {
        let InstructionKind::Call { callee: Callee::Named(name), arguments, .. } = &instruction.kind else {
            return None;
        };
        Some((symbol(name)?, arguments))
    });
    let arguments = calls.flat_map(|(symbol, arguments)| {
        arguments.iter().enumerate().filter(move |(position, _)| {
            let ownership = symbol.param(*position).map(|param| param.ownership);
            matches!(ownership, Some(Ownership::Released | Ownership::Cleared | Ownership::Stolen))
        })
    });
    arguments
        .filter_map(|(_, argument)| match argument.operand {
            Operand::Variable(variable) => Some(variable),
            _ => None,
        })
        .filter(|variable| {
            let declared = &flow.variables[variable.index()];
            let is_variable = matches!(declared.kind, VariableKind::Local | VariableKind::Parameter);
            is_variable && declared.is_pointer && declared.base.is_none()
        })
        .collect()
}

impl<'a> Explorer<'a> {
    /// A variable takes the result of a call of which nothing is known, and gives it up on some path.
    pub(super) fn presume(&mut self, state: &mut State, target: VariableId, source: &Operand) -> Option<Value> {
        let Operand::Variable(source) = source else { return None };
        let call = state.result_of(*source)?;
        let is_direct = self.flow.variables[source.index()].kind == VariableKind::Temporary;
        if !self.weighs_evidence || !is_direct || state.value(*source).is_some() || !self.presumable.contains(&target) {
            return None;
        }
        let name = self.callee_at(call);
        let passage = self.evidence.result(name, call);
        let id = state.add(Object {
            acquired: Acquisition { range: call, symbol: None },
            origin: Origin::Given,
            references: 1,
            giver: Some(name.unwrap_or_default().into()),
            variable: Some(target),
            passages: vec![passage],
            decisions: state.decision_count(),
            ..Self::unknown_object(call)
        });
        Some(Value::Object(id))
    }

    /// Whether a release proves nothing, because something else than the object decides about it: `if (!borrowed)
    /// Py_DECREF(object);`.
    pub(super) fn is_guarded(&self, state: &State, id: ObjectId) -> bool {
        let blocks = &self.flow.blocks;
        let Some(Terminator::Goto(next)) = blocks.get(self.block.index()).map(|block| &block.terminator) else {
            return false;
        };
        let next = &self.flow.past_empty(*next);
        let mut before = blocks.iter().map(|block| &block.terminator).filter(|t| t.successors().contains(&self.block));
        let (Some(Terminator::Branch { condition, then, otherwise }), None) = (before.next(), before.next()) else {
            return false;
        };
        let is_about_object = |operand: &Operand| object_of(state, operand) == Some(id);
        let joins = [then, otherwise].into_iter().any(|way| self.flow.past_empty(*way) == *next);
        joins && !is_about_object(&condition.left) && !is_about_object(&condition.right)
    }

    /// The name of what is called at a place; the block that is being run is the likeliest.
    pub(super) fn callee_at(&self, call: TextRange) -> Option<&'a str> {
        let flow = self.flow;
        let current = flow.blocks.get(self.block.index());
        let mut instructions = current.into_iter().chain(&flow.blocks).flat_map(|block| &block.instructions);
        instructions.find_map(|instruction| match &instruction.kind {
            InstructionKind::Call { callee: Callee::Named(name), .. } if instruction.range == call => {
                Some(name.as_str())
            }
            _ => None,
        })
    }
}

impl Object {
    /// Whether it is not yet known that a reference came with the object.
    pub(super) fn is_presumed(&self) -> bool {
        self.passages.iter().any(super::evidence::Passage::is_result)
    }

    /// The function takes a reference of its own: it does not count on one that came with the object.
    pub(super) fn give_up_presumption(&mut self) {
        if self.is_presumed() {
            self.passages.retain(|passage| !passage.is_result());
            self.references -= 1;
            self.origin = Origin::Retained;
        }
    }

    /// Whether the object is certainly there. What is only presumed to be owned may be NULL for reasons that an error
    /// number tells.
    pub(super) fn is_certainly_there(&self) -> bool {
        !self.is_presumed() || self.nullness == Nullness::NonNull
    }
}
