//! How long objects live: who keeps them alive, and what is used although nobody does.
//!
//! The count of owned references says what the function may release. It does not say whether a pointer can still be
//! used: another owner may keep the object alive. An object counts as dead only where the function knew every owner.

use numpy_capi_db::{ErrorIndicator, Ownership, ResultOwnership, Symbol};

use super::call::Site;
use super::defect::DefectKind;
use super::explore::Explorer;
use super::state::{Nullness, Object, Origin, State};
use super::transfer::{is_unknown_pointer, object_of};
use super::value::{ObjectId, Value};
use crate::flow::{Argument, Operand, VariableKind};
use crate::text::TextRange;

/// What is known of who keeps an object alive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Lifetime {
    /// Whether an owner that the ledger does not see may keep it alive.
    pub has_other_owner: bool,
    /// Whether the library keeps it for ever: a built-in dtype, a small number.
    pub is_built_in: bool,
    /// Whether the function may own a reference that the ledger does not see: the object went into memory, or to a
    /// function that may take references for its caller.
    pub may_be_owned: bool,
    /// The object that keeps it alive: a container with its item, an array with its memory.
    pub kept_by: Option<ObjectId>,
    /// Where the last owner that the function knew gave it up.
    pub end: Option<End>,
}

/// The end of a life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct End {
    pub range: TextRange,
    pub cause: Cause,
}

/// What ended a life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Cause {
    /// The function released its last reference.
    Released,
    /// A call stole the last reference and may have released it.
    Stolen,
    /// What kept it alive was released.
    KeeperReleased,
}

impl Cause {
    const fn defect(self) -> DefectKind {
        match self {
            Self::Released => DefectKind::UsedAfterRelease,
            Self::Stolen => DefectKind::UsedAfterSteal,
            Self::KeeperReleased => DefectKind::UsedAfterKeeper,
        }
    }
}

impl Explorer<'_> {
    /// The object behind an operand is used. Each object is reported once.
    pub(super) fn uses(
        &mut self,
        state: &mut State,
        operand: &Operand,
        range: TextRange,
        api: Option<&'static Symbol>,
    ) {
        let Some(id) = object_of(state, operand) else { return };
        let Some(end) = state.object(id).lifetime.end else { return };
        self.report(state, end.cause.defect(), range, id, api, Some(end.range));
        state.object_mut(id).lifetime.end = None;
    }

    /// The function returns an operand. To release what was looked up and return it all the same is how borrowed
    /// references are given on: only what nobody else can hold is certainly gone.
    pub(super) fn hands_back(&mut self, state: &mut State, operand: &Operand, range: TextRange) {
        let Some(id) = object_of(state, operand) else { return };
        let object = state.object(id);
        let is_dead_for_sure = match object.lifetime.end.map(|end| end.cause) {
            Some(Cause::Released) => object.acquired.symbol.is_some_and(is_constructor),
            Some(Cause::KeeperReleased) => true,
            Some(Cause::Stolen) | None => false,
        };
        if is_dead_for_sure {
            self.uses(state, operand, range, None);
        }
    }

    /// A local variable that holds something unknown gives a reference up: from now on the ledger knows that the
    /// function owns no other. `None` where the variable's object is known, or may be owned in ways that are not seen.
    pub(super) fn adopt(&self, state: &mut State, operand: &Operand) -> Option<ObjectId> {
        let Operand::Variable(variable) = operand else { return None };
        let declared = &self.flow.variables[variable.index()];
        if declared.kind != VariableKind::Local || !declared.is_pointer {
            return None;
        }
        let value = state.value(*variable);
        if value == Some(Value::Uninitialised) || !is_unknown_pointer(value) {
            return None;
        }
        let mut object = Self::unknown_object(declared.range);
        object.origin = Origin::Given;
        object.nullness = if value.is_some() { Nullness::NonNull } else { Nullness::Unknown };
        object.variable = Some(*variable);
        let id = state.add(object);
        state.set(*variable, Some(Value::Object(id)));
        Some(id)
    }

    /// The arguments of a call of which nothing is known are used.
    pub(super) fn uses_arguments(&mut self, state: &mut State, arguments: &[Argument]) {
        for argument in arguments {
            self.uses(state, &argument.operand, argument.range, None);
        }
    }
}

/// The function has given up its last reference of an object.
pub(super) fn released(state: &mut State, id: ObjectId, range: TextRange) {
    let object = state.object_mut(id);
    let lifetime = &object.lifetime;
    let has_owner = lifetime.has_other_owner || lifetime.is_built_in || lifetime.kept_by.is_some();
    if object.origin == Origin::New && !has_owner {
        end(state, id, End { range, cause: Cause::Released });
    }
}

/// An object goes where it is not followed.
pub(super) fn loses_sight(object: &mut Object) {
    object.is_followed = false;
    object.lifetime.has_other_owner = true;
    object.lifetime.may_be_owned = true;
}

/// What is known of an argument's life before a function of which nothing is known gets it. The function may keep the
/// object or release it, but it takes no references for its caller. A call that gets nothing but the object, and whose
/// result nobody wants, may be there for just that.
pub(super) fn before_unknown(state: &State, operand: &Operand, site: &Site<'_>) -> Option<(ObjectId, Lifetime)> {
    if site.is_discarded && site.arguments.len() == 1 {
        return None;
    }
    let id = object_of(state, operand)?;
    Some((id, state.object(id).lifetime))
}

/// Gives back what was known before a call of such a function.
pub(super) fn after_unknown(state: &mut State, before: Option<(ObjectId, Lifetime)>) {
    if let Some((id, lifetime)) = before {
        state.object_mut(id).lifetime = lifetime;
    }
}

/// Whether the function certainly owns no reference of a borrowed object.
pub(super) fn is_certainly_borrowed(object: &Object) -> bool {
    let is_lookup = object.acquired.symbol.is_some() || object.giver.is_some();
    let is_argument = object.is_followed && object.parameter.is_some();
    (is_lookup || is_argument)
        && object.origin == Origin::Borrowed
        && object.references <= 0
        && !object.lifetime.may_be_owned
}

/// A call has stolen a reference of an object. `is_consumed` tells whether nothing in sight keeps it alive.
pub(super) fn stolen(state: &mut State, id: ObjectId, range: TextRange, keeper: Keeper) {
    let object = state.object_mut(id);
    let is_known = object.origin == Origin::New && !object.lifetime.has_other_owner && object.references <= 0;
    match keeper {
        Keeper::Nobody if is_known => end(state, id, End { range, cause: Cause::Stolen }),
        Keeper::Object(keeper) if is_known && keeper != id => object.lifetime.kept_by = Some(keeper),
        _ => object.lifetime.has_other_owner = true,
    }
}

/// Who owns what a call has stolen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keeper {
    /// The callee decides how long it lives.
    Nobody,
    /// A container.
    Object(ObjectId),
    /// Somebody whom the ledger does not follow.
    Unknown,
}

/// An object dies, and with it whatever only it kept alive.
fn end(state: &mut State, id: ObjectId, end: End) {
    let mut dying = vec![(id, end)];
    while let Some((id, end)) = dying.pop() {
        state.object_mut(id).lifetime.end = Some(end);
        let next = End { range: end.range, cause: Cause::KeeperReleased };
        // Whatever a call has stolen, its memory may live on in what the call made of it.
        if end.cause != Cause::Stolen {
            dying.extend(state.kept_alive_by(id).into_iter().map(|kept| (kept, next)));
        }
    }
}

/// Whether a call makes a new object, rather than looking one up: it takes no object that could hold the result.
fn is_constructor(symbol: &Symbol) -> bool {
    // With a single number, such as the length of the empty tuple, only that one result is shared.
    let is_shared = symbol
        .returns
        .certain_with
        .as_ref()
        .is_some_and(|certainty| certainty.low != certainty.high || certainty.low.is_none());
    !is_shared && symbol.params.iter().all(|param| param.ownership == Ownership::None)
}

/// Whether a call may leave another owner of the object that it was lent in this place.
pub(super) fn may_keep(symbol: &Symbol, position: usize) -> bool {
    let returns = &symbol.returns;
    let Some(param) = symbol.param(position) else { return true };
    let is_object = |ownership| ownership == Ownership::Borrowed;
    if symbol.error_indicator.is_some_and(|effect| effect != ErrorIndicator::Read) || param.format.is_some() {
        return true;
    }
    if !symbol.can_fail() && !symbol.runs_python {
        return false;
    }
    match returns.ownership {
        ResultOwnership::New | ResultOwnership::Resource => true,
        ResultOwnership::Borrowed | ResultOwnership::None => {
            // Without an object to store it in, the callee only looks.
            symbol.params.iter().take(position).any(|earlier| is_object(earlier.ownership)) || param.name == "..."
        }
    }
}
