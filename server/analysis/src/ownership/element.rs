//! Elements of arrays: what a store into one says of it and of its neighbours.

use super::explore::Explorer;
use super::state::{Nullness, State};
use super::value::Value;
use crate::flow::{Operand, Terminator, VariableId};

impl Explorer<'_> {
    /// A value goes into an element. Numbers are not kept: an array of them is written in many ways.
    pub(super) fn store_element(&self, state: &mut State, path: VariableId, source: &Operand, value: Option<Value>) {
        if let Some(base) = self.flow.variables[path.index()].base
            && let Some(Value::Address(variable)) = state.value(base)
        {
            // `*p` is the variable whose address `p` holds, and is tested under its name.
            Self::unfollow(state, variable);
            self.changed(state, variable);
            self.set_unfollowed(state, variable);
            return state.set(path, None);
        }
        let neighbours: Vec<VariableId> = state
            .values()
            .map(|(variable, _)| variable)
            .filter(|variable| *variable != path && self.flow.may_be_same_element(*variable, path))
            .collect();
        for neighbour in neighbours {
            self.changed(state, neighbour);
            state.set(neighbour, None);
        }
        self.changed(state, path);
        if let Some(Value::Object(id)) = value
            && state.object(id).nullness == Nullness::MayHaveFailed
            && self.is_tested_by_another_index(path)
        {
            state.object_mut(id).nullness = Nullness::Unknown;
        }
        let is_kept = matches!(value, Some(Value::Object(_))) || *source == Operand::Null;
        state.set(path, value.filter(|_| is_kept));
    }

    /// Whether the function tests an element for NULL that may be this one under another index.
    fn is_tested_by_another_index(&self, path: VariableId) -> bool {
        self.flow.blocks.iter().any(|block| match &block.terminator {
            Terminator::Branch { condition, .. } => match &condition.left {
                Operand::Variable(asked) => *asked != path && self.flow.may_be_same_element(*asked, path),
                _ => false,
            },
            _ => false,
        })
    }
}
