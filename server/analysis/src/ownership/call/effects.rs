//! What a call does to each of its arguments.

use numpy_capi_db::{Kind, OutOnFailure, Ownership, Symbol, WriteBack};

use super::super::defect::{Acquisition, DefectKind};
use super::super::doubt::Cause;
use super::super::explore::Explorer;
use super::super::lifetime::{self, Keeper, loses_sight, may_keep};
use super::super::state::{Nullness, Object, Origin, State};
use super::super::transfer::{address_of, escape, evaluate, is_unknown_pointer, object_of, pass_on};
use super::super::value::{Interval, ObjectId, Value};
use super::arguments::Transfer;
use super::{CallOutcome, Site, resources};
use crate::flow::{Operand, VariableId, VariableKind};

pub(super) fn apply(
    explorer: &mut Explorer<'_>,
    state: &mut State,
    transfer: &Transfer<'_>,
    site: &Site<'_>,
    symbol: Option<&'static Symbol>,
    outcome: CallOutcome,
) {
    let operand = &transfer.argument.operand;
    if let Some(write_back) = transfer.param.and_then(|param| param.write_back)
        && let Some(id) = object_of(state, operand)
    {
        state.object_mut(id).write_back = match write_back {
            WriteBack::Opened if outcome.is_failure() => None,
            WriteBack::Opened => Some(site.range),
            WriteBack::Resolved | WriteBack::Discarded => None,
        };
    }
    if let Some(symbol) = symbol
        && resources::apply(explorer, state, transfer, site, symbol, outcome)
    {
        return;
    }
    match transfer.ownership {
        // An object that is passed as plain memory, such as the context of a capsule, is kept by whoever takes it.
        Ownership::None => explorer.hand_over(state, operand),
        Ownership::Borrowed => lend(state, transfer, site, symbol),
        Ownership::Stolen => steal(explorer, state, operand, site, symbol),
        Ownership::StolenOnSuccess => {
            if outcome.is_failure() {
                lend(state, transfer, site, symbol);
                if let Some(id) = object_of(state, operand) {
                    state.object_mut(id).is_refused = site.is_discarded;
                }
            } else {
                steal(explorer, state, operand, site, symbol);
            }
        }
        Ownership::Released => release(explorer, state, operand, site, symbol),
        Ownership::Cleared => {
            release(explorer, state, operand, site, symbol);
            if let Operand::Variable(variable) = operand {
                explorer.changed(state, *variable);
                state.set(*variable, Some(Value::Number(Interval::exactly(0))));
            }
        }
        Ownership::Retained => retain(explorer, state, operand, site),
        Ownership::Replaced => replace(explorer, state, transfer, site, symbol),
        Ownership::OutNew | Ownership::OutBorrowed => receive(explorer, state, transfer, site, symbol, outcome),
        Ownership::InOut if renewed(transfer, symbol).is_some() => {
            renew(explorer, state, transfer, site, symbol, outcome);
        }
        Ownership::OutResource | Ownership::InOut | Ownership::ConsumedResource => overwrite(explorer, state, operand),
    }
}

/// The callee may write anything to the variable.
pub(super) fn overwrite(explorer: &mut Explorer<'_>, state: &mut State, operand: &Operand) {
    if let Operand::Address(variable) = operand {
        Explorer::unfollow(state, *variable);
        explorer.changed(state, *variable);
        state.set(*variable, None);
    } else {
        pass_on(state, operand);
    }
}

/// The callee looks at the object, or takes a reference of its own.
fn lend(state: &mut State, transfer: &Transfer<'_>, site: &Site<'_>, symbol: Option<&'static Symbol>) {
    let Some(id) = object_of(state, &transfer.argument.operand) else { return };
    let position = site.arguments.iter().position(|argument| argument.range == transfer.argument.range);
    let object = state.object_mut(id);
    object.lifetime.has_other_owner |= symbol.zip(position).is_none_or(|(symbol, position)| may_keep(symbol, position));
    object.lent = symbol.map(|symbol| (transfer.argument.range, symbol));
    if transfer.is_built && object.references > 0 {
        object.built = Some(transfer.argument.range);
    }
}

pub(super) fn steal(
    explorer: &mut Explorer<'_>,
    state: &mut State,
    operand: &Operand,
    site: &Site<'_>,
    symbol: Option<&'static Symbol>,
) {
    if let Some(id) = explorer.adopt(state, operand) {
        state.object_mut(id).stolen = Some(site.range);
        return;
    }
    let Some(id) = object_of(state, operand) else {
        // A reference that is taken to a parameter from here on may repay the caller's.
        if let Operand::Variable(variable) = operand
            && explorer.flow.variables[variable.index()].kind == VariableKind::Parameter
            && is_unknown_pointer(state.value(*variable))
        {
            explorer.set_unfollowed(state, *variable);
        }
        return;
    };
    let object = state.object(id);
    // After `Py_XSETREF(slot, borrowed)` the reference is often taken through the slot.
    let is_replacement =
        symbol.is_some_and(|symbol| symbol.params.iter().any(|param| param.ownership == Ownership::Replaced));
    if object.is_followed && object.references <= 0 && object.origin == Origin::Borrowed && !is_replacement {
        explorer.report(state, DefectKind::StolenBorrowed, site.range, id, symbol, None);
    }
    explorer.given_up(state, id);
    if symbol.is_some_and(|symbol| symbol.result_type == "void") {
        leave_orphans(state);
    }
    let object = state.object_mut(id);
    if object.references > 0 {
        object.references -= 1;
        object.stolen = Some(site.range);
        let keeper = keeper(state, operand, site, symbol);
        lifetime::stolen(state, id, site.range, keeper);
        explorer.spared(state, id);
    } else {
        loses_sight(object);
    }
}

/// A call without a result, such as `PyTuple_SET_ITEM`, fills a place and leaves the reference that was there to whoever
/// has read it before.
fn leave_orphans(state: &mut State) {
    let is_orphan = |object: &Object| {
        let is_item = object.acquired.symbol.is_some_and(|symbol| !symbol.returns.borrowed_from.is_empty());
        object.origin == Origin::Borrowed && object.references <= 0 && is_item
    };
    state.change_where(is_orphan, loses_sight);
}

/// Who owns a stolen argument after the call. A dtype goes into an array that may keep another in its place; the template
/// of a user type is kept for ever.
fn keeper(state: &State, operand: &Operand, site: &Site<'_>, symbol: Option<&'static Symbol>) -> Keeper {
    let Some(symbol) = symbol else { return Keeper::Unknown };
    let stolen = site.arguments.iter().position(|argument| argument.operand == *operand);
    let Some(param) = stolen.and_then(|position| symbol.param(position)) else { return Keeper::Unknown };
    if param.type_text.contains("PyArray_Descr ") {
        return Keeper::Nobody;
    }
    let container = symbol.params.iter().position(|param| param.ownership == Ownership::Borrowed);
    let argument = container.and_then(|position| site.arguments.get(position));
    argument.and_then(|argument| object_of(state, &argument.operand)).map_or(Keeper::Unknown, Keeper::Object)
}

fn release(
    explorer: &mut Explorer<'_>,
    state: &mut State,
    operand: &Operand,
    site: &Site<'_>,
    symbol: Option<&'static Symbol>,
) {
    if let Operand::Variable(variable) = operand
        && state.value(*variable) == Some(Value::Uninitialised)
    {
        if let Some(symbol) = symbol {
            explorer.report_variable(state, DefectKind::ReleasedUninitialised, *variable, site.range, symbol);
        }
        state.set(*variable, None);
    } else if let Some(id) = explorer.adopt(state, operand) {
        state.object_mut(id).released = Some(site.range);
        return;
    }
    if let Operand::Variable(variable) = operand
        && let Some(symbol) = symbol.filter(|symbol| symbol.param(0).is_some_and(|param| !param.may_be_null))
        && matches!(state.value(*variable), Some(Value::Number(number)) if number.is_zero())
    {
        explorer.report_variable(state, DefectKind::ReleasedNull, *variable, site.range, symbol);
    }
    explorer.know_exception(state, operand);
    let Some(id) = object_of(state, operand) else { return };
    explorer.given_up(state, id);
    let object = state.object(id);
    if object.is_followed || lifetime::is_certainly_borrowed(object) {
        if object.references > 0 {
            if object.references == 1
                && let Some(requested) = object.write_back
            {
                explorer.report(state, DefectKind::WriteBackPending, site.range, id, symbol, Some(requested));
            }
        } else {
            let (kind, earlier) = match (object.stolen, object.released, object.origin) {
                (Some(stolen), _, Origin::New | Origin::Given) => (Some(DefectKind::ReleasedAfterSteal), Some(stolen)),
                (Some(stolen), _, Origin::Retained)
                    if !is_dtype(explorer, state, id) && !is_held_by_memory(explorer, state, id) =>
                {
                    (Some(DefectKind::ReleasedAfterSteal), Some(stolen))
                }
                (None, Some(released), Origin::New | Origin::Given) => {
                    (Some(DefectKind::ReleasedTwice), Some(released))
                }
                (None, None, Origin::Borrowed) if is_release_wrong(explorer, state, id) => {
                    (Some(DefectKind::ReleasedBorrowed), None)
                }
                _ => (None, None),
            };
            if let Some(kind) = kind {
                explorer.report(state, kind, site.range, id, symbol, earlier);
            }
        }
    }
    let object = state.object_mut(id);
    if object.references > 0 {
        object.references -= 1;
        if object.references == 0 {
            object.released = Some(site.range);
            lifetime::released(state, id, site.range);
        }
        explorer.spared(state, id);
    } else {
        loses_sight(object);
    }
}

/// Whether an object is held as a dtype.
fn is_dtype(explorer: &Explorer<'_>, state: &State, id: ObjectId) -> bool {
    state.holders(id).any(|holder| explorer.flow.variables[holder.index()].is_dtype())
}

/// Whether a field or an element holds an object, and may own a reference to it of its own.
fn is_held_by_memory(explorer: &Explorer<'_>, state: &State, id: ObjectId) -> bool {
    state.holders(id).any(|holder| explorer.flow.variables[holder.index()].kind == VariableKind::Path)
}

/// Whether releasing a borrowed reference is a mistake. `Py_DECREF(PyArray_DESCR(a))` before the field is replaced is
/// none, nor is the release of its type by an object that dies.
fn is_release_wrong(explorer: &Explorer<'_>, state: &State, id: ObjectId) -> bool {
    let is_idiom = state.object(id).acquired.symbol.is_some_and(|symbol| symbol.returns.release_is_idiom);
    let is_argument = state.object(id).parameter.is_some();
    let is_held = state.holders(id).any(|holder| {
        let kind = explorer.flow.variables[holder.index()].kind;
        kind == VariableKind::Local || (is_argument && kind == VariableKind::Parameter)
    });
    !is_idiom && is_held
}

pub(super) fn retain(explorer: &mut Explorer<'_>, state: &mut State, operand: &Operand, site: &Site<'_>) {
    if let Some(id) = object_of(state, operand) {
        let decisions = state.decision_count();
        let object = state.object_mut(id);
        object.give_up_presumption();
        if object.origin == Origin::Given && object.stolen.is_some() && object.references == 0 {
            // It repays what was stolen.
            return loses_sight(object);
        }
        object.references += 1;
        object.lifetime.end = None;
        object.built = None;
        if object.origin != Origin::New && object.references == 1 {
            object.acquired = Acquisition { range: site.range, symbol: None };
            object.giver = None;
            object.decisions = decisions;
        }
        return;
    }
    let Operand::Variable(variable) = operand else { return };
    if matches!(state.value(*variable), Some(Value::Number(number)) if number.is_zero()) {
        return;
    }
    // A field may be reached by other names as well.
    let is_followed = explorer.flow.variables[variable.index()].kind != VariableKind::Path;
    let mut object = Explorer::unknown_object(site.range);
    object.references = 1;
    object.decisions = state.decision_count();
    object.is_followed = is_followed;
    object.variable = Some(*variable);
    let id = state.add(object);
    state.set(*variable, Some(Value::Object(id)));
}

/// `Py_SETREF`: the variable's reference ends, another takes its place.
fn replace(
    explorer: &mut Explorer<'_>,
    state: &mut State,
    transfer: &Transfer<'_>,
    site: &Site<'_>,
    symbol: Option<&'static Symbol>,
) {
    let operand = &transfer.argument.operand;
    release(explorer, state, operand, site, symbol);
    let by = transfer.param.zip(symbol).and_then(|(param, symbol)| symbol.param_index(param.replaced_by));
    let Some(source) = by.and_then(|position| site.arguments.get(position)) else { return };
    let value = evaluate(state, &source.operand);
    if let Operand::Variable(variable) = operand {
        explorer.changed(state, *variable);
        state.set(*variable, value);
        let is_local = explorer.flow.variables[variable.index()].kind != VariableKind::Path;
        if let Some(Value::Object(id)) = value {
            let object = state.object_mut(id);
            // The parameter counts as stolen; a local variable keeps what it took.
            object.references += i32::from(is_local);
            object.is_followed &= is_local;
            object.lifetime.may_be_owned |= !is_local;
        }
    } else if let Some(Value::Object(id)) = value {
        let object = state.object_mut(id);
        loses_sight(object);
        object.is_in_memory = true;
    }
}

/// The variable whose object a call consumes and replaces, leaving NULL when it fails.
fn renewed(transfer: &Transfer<'_>, symbol: Option<&Symbol>) -> Option<VariableId> {
    let param = transfer.param.filter(|param| param.on_failure == OutOnFailure::Null && !transfer.is_optional)?;
    let holds_object =
        ["PyObject *", "PyArray_Descr *", "PyArrayObject *"].iter().any(|t| param.type_text.starts_with(t));
    match transfer.argument.operand {
        Operand::Address(variable) if holds_object => Some(variable),
        // A macro takes the variable itself.
        Operand::Variable(variable) if holds_object && symbol.is_some_and(|symbol| symbol.kind == Kind::Macro) => {
            Some(variable)
        }
        _ => None,
    }
}

/// `_PyTuple_Resize(&tuple, n)`, `PyArray_DESCR_REPLACE(descr)`: the reference in a variable is consumed, and the
/// variable holds another one, or NULL.
fn renew(
    explorer: &mut Explorer<'_>,
    state: &mut State,
    transfer: &Transfer<'_>,
    site: &Site<'_>,
    symbol: Option<&'static Symbol>,
    outcome: CallOutcome,
) {
    let Some(variable) = renewed(transfer, symbol) else { return };
    let mut object = Explorer::unknown_object(site.range);
    object.is_followed = false;
    match state.value(variable) {
        Some(Value::Number(number)) if number.is_zero() => return,
        Some(Value::Object(id)) => {
            explorer.given_up(state, id);
            let is_shared = state.holders(id).count() > 1;
            let old = state.object_mut(id);
            if old.is_followed && old.references == 1 && !is_shared {
                object.is_followed = true;
                object.references = 1;
            }
            old.references = 0;
            old.is_followed = false;
        }
        _ => {}
    }
    explorer.changed(state, variable);
    if outcome.is_failure() {
        return leave_null(explorer, state, variable, site, symbol);
    }
    object.acquired = Acquisition { range: site.range, symbol };
    object.decisions = state.decision_count();
    object.origin = Origin::New;
    object.nullness = match (outcome, &transfer.argument.operand) {
        // Calls that extend a string come in rows, and what the last one leaves goes where NULL is often accepted.
        (CallOutcome::Open, Operand::Address(_)) => Nullness::Unknown,
        (CallOutcome::Open, _) => Nullness::MayHaveFailed,
        _ => Nullness::NonNull,
    };
    object.variable = Some(variable);
    let id = state.add(object);
    state.set(variable, Some(Value::Object(id)));
    explorer.owns(state, variable, id);
}

/// A call leaves NULL in a variable.
fn leave_null(
    explorer: &Explorer<'_>,
    state: &mut State,
    variable: VariableId,
    site: &Site<'_>,
    symbol: Option<&'static Symbol>,
) {
    state.set(variable, Some(Value::Number(Interval::exactly(0))));
    state.doubt(variable, Cause::LeftNull, Acquisition { range: site.range, symbol }, Some(explorer.block));
}

/// An out-parameter receives a reference.
pub(super) fn receive(
    explorer: &mut Explorer<'_>,
    state: &mut State,
    transfer: &Transfer<'_>,
    site: &Site<'_>,
    symbol: Option<&'static Symbol>,
    outcome: CallOutcome,
) {
    let Some(variable) = address_of(state, &transfer.argument.operand) else {
        return escape(state, &transfer.argument.operand);
    };
    if outcome == CallOutcome::Nothing {
        Explorer::unfollow(state, variable);
        explorer.changed(state, variable);
        return leave_null(explorer, state, variable, site, symbol);
    }
    let on_failure = transfer.param.map(|param| param.on_failure);
    let failed = matches!(outcome, CallOutcome::Failure | CallOutcome::Misuse)
        || (outcome == CallOutcome::LateFailure && !transfer.is_converted_early);
    if failed && on_failure == Some(OutOnFailure::Null) && !transfer.is_optional && !transfer.is_converted {
        Explorer::unfollow(state, variable);
        explorer.changed(state, variable);
        return leave_null(explorer, state, variable, site, symbol);
    }
    if failed {
        // A converter that ran before the one that failed has left its reference: what is there is not known.
        let is_untouched = on_failure.is_none_or(|held| held == OutOnFailure::Unchanged)
            && !transfer.is_optional
            && !transfer.is_converted;
        if !is_untouched {
            Explorer::unfollow(state, variable);
            explorer.changed(state, variable);
            explorer.set_unfollowed(state, variable);
        }
        return;
    }
    let is_new = transfer.ownership == Ownership::OutNew;
    let was_null = matches!(state.value(variable), Some(Value::Number(number)) if number.is_zero());
    let held_nothing = match state.value(variable) {
        Some(Value::Number(number)) => number.is_zero(),
        Some(Value::Uninitialised) => true,
        _ => false,
    };
    Explorer::unfollow(state, variable);
    explorer.changed(state, variable);
    let mut object = Explorer::unknown_object(site.range);
    object.acquired = Acquisition { range: site.range, symbol };
    object.decisions = state.decision_count();
    object.origin = if is_new { Origin::New } else { Origin::Borrowed };
    object.references = i32::from(is_new);
    let may_be_null =
        transfer.is_optional || transfer.is_converted || transfer.param.is_some_and(|param| param.may_leave_null);
    object.nullness = if may_be_null { Nullness::Unknown } else { Nullness::NonNull };
    object.variable = Some(variable);
    // An optional argument that was not given leaves the variable as it was: if it held NULL, it still does.
    let is_local = explorer.flow.variables[variable.index()].kind != VariableKind::Path
        || explorer.observer.as_ref().is_some_and(|observer| observer.is_pointee(variable));
    object.is_followed = is_local && (!transfer.is_optional || is_new || held_nothing);
    object.lifetime.may_be_owned = !object.is_followed;
    if let Some(own) = &transfer.converted {
        object.acquired.symbol = None;
        object.giver = Some(own.name.clone());
        object.write_back = own.has_write_back.then_some(site.range);
    }
    let id = state.add(object);
    state.set(variable, Some(Value::Object(id)));
    if was_null && transfer.is_optional && !transfer.is_converted && !is_new {
        state.doubt(variable, Cause::Optional, Acquisition { range: site.range, symbol }, None);
    }
    explorer.owns(state, variable, id);
}
