//! Arrays around memory that they do not own, and what becomes of them in their function.

use numpy_capi_db::{ResultOwnership, Symbol};
use tree_sitter::Node;

use super::{Call, Scope, Variable};
use crate::syntax::{Kind, named_children};

/// Names that only code writes which looks after the owner of an array's memory by itself.
const OWNER_NAMES: [&str; 4] = ["PyArray_SetBaseObject", "PyArray_BASE", "NPY_ARRAY_OWNDATA", "NPY_OWNDATA"];

/// A call that wraps memory in an array.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wrapped<'a, 'u> {
    /// The call.
    pub call: &'u Call<'a>,
    /// What it calls.
    pub symbol: &'static Symbol,
    /// The memory.
    pub data: Node<'a>,
}

impl<'a, 'u> Scope<'a, 'u> {
    /// The calls of the function that wrap memory in arrays.
    pub(crate) fn wrapped(&self) -> impl Iterator<Item = Wrapped<'a, 'u>> {
        let calls = self.function.into_iter().flat_map(|usage| &usage.calls);
        calls.filter_map(|call| self.wrapped_by(call))
    }

    /// The same of one call.
    pub(crate) fn wrapped_by(&self, call: &'u Call<'a>) -> Option<Wrapped<'a, 'u>> {
        let symbol = call.symbol?;
        let is_maker = symbol.chapter == "Creating arrays" && symbol.returns.ownership == ResultOwnership::New;
        let position = symbol.params.iter().position(|param| param.name == "data").filter(|_| is_maker)?;
        let data = call.arguments.get(position).copied().filter(|data| !self.is_null(*data))?;
        Some(Wrapped { call, symbol, data })
    }

    /// Whether the function returns the array of a call while nothing in it gives the memory an owner.
    pub(crate) fn is_returned_without_owner(&self, wrapped: &Wrapped<'a, 'u>) -> bool {
        let Some(usage) = self.function else { return false };
        let has_owner = usage.names.iter().any(|name| OWNER_NAMES.contains(&name.symbol.name))
            || usage.accesses.iter().any(|access| matches!(self.text(access.field), "base" | "flags"));
        let stays = usage.returned.iter().any(|value| self.is_result(*value, wrapped.call));
        !has_owner && stays
    }

    /// Whether a returned expression is the result of a call, or the variable that it goes into and nothing unknown
    /// touches.
    fn is_result(&self, returned: Node<'a>, call: &Call<'a>) -> bool {
        let returned = self.passed_on(returned);
        if returned.id() == call.node.id() {
            return true;
        }
        let Some(variable) = self.variable_of(returned) else { return false };
        let is_given = |value: &Node<'a>| self.without_casts(*value).id() == call.node.id();
        self.values(variable).is_some_and(|values| values.iter().any(is_given)) && !self.is_shown(variable)
    }

    /// What is returned, without the calls that hand an array on.
    fn passed_on(&self, node: Node<'a>) -> Node<'a> {
        let node = self.without_casts(node);
        let is_return = |call: &&Call<'a>| call.symbol.is_some_and(|symbol| symbol.name == "PyArray_Return");
        match self.call_at(node).filter(is_return).and_then(|call| call.arguments.first()) {
            Some(argument) => self.without_casts(*argument),
            None => node,
        }
    }

    /// Whether a variable is passed to something that is not known, or put where others see it.
    pub(crate) fn is_shown(&self, variable: &Variable<'a>) -> bool {
        let Some(usage) = self.function else { return true };
        let is_argument = |call: &Call<'a>| call.arguments.iter().any(|node| self.mentions(*node, variable));
        usage.calls.iter().any(|call| call.symbol.is_none() && is_argument(call)) || self.is_stored(variable)
    }

    /// Whether the value of a variable is assigned to something else.
    pub(crate) fn is_stored(&self, variable: &Variable<'a>) -> bool {
        let Some(usage) = self.function else { return true };
        let assigned = usage.assignments.iter().filter_map(|assignment| assignment.value);
        let initial = usage.variables.iter().filter_map(|known| known.initialiser);
        assigned.chain(initial).any(|value| self.is_variable(value, variable))
    }

    /// The local variable that the result of a call goes into.
    pub(crate) fn variable_given(&self, call: &Call<'a>) -> Option<&'u Variable<'a>> {
        let usage = self.function?;
        let is_call = |value: Node<'a>| self.without_casts(value).id() == call.node.id();
        let declared = usage.variables.iter().find(|known| known.initialiser.is_some_and(is_call));
        declared.or_else(|| {
            let assignment = usage.assignments.iter().find(|known| known.value.is_some_and(is_call))?;
            let variable = self.variable_of(assignment.target)?;
            usage.variables.iter().find(|known| known.node.id() == variable.node.id() && !known.is_static)
        })
    }

    /// Whether an expression contains a variable.
    pub(crate) fn mentions(&self, node: Node<'a>, variable: &Variable<'a>) -> bool {
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            if self.kind(node) == Kind::Identifier && self.is_variable(node, variable) {
                return true;
            }
            open.extend(named_children(self.file.grammar(), node));
        }
        false
    }
}
