//! Resources: memory, iterators, buffers, streams. The function owns them as it owns references, and one particular
//! function ends them.

use numpy_capi_db::{Format, Library, Ownership, Symbol, callee};

use super::super::branch::Ways;
use super::super::defect::{Acquisition, DefectKind};
use super::super::explore::Explorer;
use super::super::lifetime::loses_sight;
use super::super::state::{Nullness, Object, Origin, State};
use super::super::transfer::{escape, evaluate, object_of};
use super::super::value::{Interval, ObjectId, Value};
use super::arguments::Transfer;
use super::effects::overwrite;
use super::{CallOutcome, Site};
use crate::flow::{Comparison, Condition, Operand, VariableId, VariableKind};

/// What a call does to a resource that is its argument; `false` where the argument is none and the contract speaks of
/// references.
pub(super) fn apply(
    explorer: &mut Explorer<'_>,
    state: &mut State,
    transfer: &Transfer<'_>,
    site: &Site<'_>,
    symbol: &'static Symbol,
    outcome: CallOutcome,
) -> bool {
    let operand = &transfer.argument.operand;
    let held = object_of(state, operand).filter(|id| state.object(*id).is_resource());
    match (transfer.ownership, held) {
        (Ownership::ConsumedResource, _) => end(explorer, state, operand, site, symbol),
        (Ownership::OutResource, _) => receive(explorer, state, transfer, site, symbol, outcome),
        (Ownership::StolenOnSuccess, Some(id)) if is_reallocation(symbol) => {
            if !outcome.is_failure() {
                finish(explorer, state, id, site);
            }
        }
        (_, Some(id)) => pass(explorer, state, (transfer, id), symbol),
        (Ownership::Borrowed, None) if symbol.library == Library::C => touch(explorer, state, transfer),
        (_, None) => return false,
    }
    true
}

/// Whether a call works on no bytes at all, so that it matters to nothing where they are.
pub(super) fn is_empty(state: &State, site: &Site<'_>, symbol: &Symbol) -> bool {
    let position = symbol.param_index("size").filter(|_| symbol.library == Library::C);
    let value = position.and_then(|at| site.arguments.get(at)).and_then(|argument| evaluate(state, &argument.operand));
    value == Some(Value::Number(Interval::exactly(0)))
}

/// A call looks at what a pointer leads to, and its outcome may tell whether a field is NULL.
pub(super) fn test_fields(explorer: &Explorer<'_>, state: &mut State, site: &Site<'_>) {
    let is_argument = |variable| site.arguments.iter().any(|argument| argument.operand == Operand::Variable(variable));
    let fields: Vec<ObjectId> = state
        .values()
        .filter(|(variable, _)| explorer.flow.variables[variable.index()].base.is_some_and(is_argument))
        .filter_map(|(_, value)| match value {
            Value::Object(id) => Some(id),
            _ => None,
        })
        .collect();
    for id in fields {
        let object = state.object_mut(id);
        if object.nullness == Nullness::MayHaveFailed && object.is_resource() {
            object.nullness = Nullness::Unknown;
        }
    }
}

/// Whether an argument that is a resource must be there.
pub(super) fn needs_memory(state: &State, id: ObjectId, transfer: &Transfer<'_>, symbol: &Symbol) -> bool {
    let object = state.object(id);
    let is_used = transfer.ownership == Ownership::ConsumedResource || looks_only(object, transfer, symbol);
    object.is_resource() && is_used && !transfer.may_be_null
}

/// The result of a call that hands out a resource.
pub(super) fn result(
    state: &mut State,
    site: &Site<'_>,
    symbol: &'static Symbol,
    outcome: CallOutcome,
) -> Option<Value> {
    if site.is_discarded && !symbol.can_return_null() {
        // A lock that is reached in another way than by the result.
        return None;
    }
    let nullness = match outcome {
        _ if !symbol.can_return_null() => Nullness::NonNull,
        CallOutcome::Success => Nullness::NonNull,
        _ if outcome.is_failure() => Nullness::Failed,
        _ => Nullness::MayHaveFailed,
    };
    let object = Object { nullness, ..acquired(state, site, symbol, symbol.returns.released_by) };
    let references = i32::from(nullness != Nullness::Failed);
    Some(Value::Object(state.add(Object { references, ..object })))
}

/// The memory that a call such as `memcpy` hands back.
pub(super) fn same(state: &State, site: &Site<'_>, symbol: &Symbol) -> Option<Value> {
    let position = symbol.param_index(symbol.returns.same_as)?;
    evaluate(state, &site.arguments.get(position)?.operand)
}

/// `PyObject_Init` makes an object of memory.
pub(super) fn become_object(state: &mut State, id: ObjectId, site: &Site<'_>, symbol: &'static Symbol) {
    let object = state.object_mut(id);
    object.acquired = Acquisition { range: site.range, symbol: Some(symbol) };
    object.released_by = "";
    object.nullness = Nullness::NonNull;
}

/// A resource that the function owns.
fn acquired(state: &State, site: &Site<'_>, symbol: &'static Symbol, released_by: &'static str) -> Object {
    Object {
        acquired: Acquisition { range: site.range, symbol: Some(symbol) },
        origin: Origin::New,
        released_by,
        references: 1,
        decisions: state.decision_count(),
        ..Explorer::unknown_object(site.range)
    }
}

/// Whether a call ends the memory that it is given in order to hand out other memory.
fn is_reallocation(symbol: &Symbol) -> bool {
    !symbol.returns.released_by.is_empty()
}

/// A call ends a resource.
fn end(explorer: &mut Explorer<'_>, state: &mut State, operand: &Operand, site: &Site<'_>, symbol: &'static Symbol) {
    if let Operand::Variable(variable) = operand
        && state.value(*variable) == Some(Value::Uninitialised)
    {
        explorer.report_variable(state, DefectKind::ReleasedUninitialised, *variable, site.range, symbol);
        return state.set(*variable, None);
    }
    let id = match operand {
        Operand::Address(variable) => object_of(state, &Operand::Variable(*variable)),
        _ => object_of(state, operand),
    };
    let Some(id) = id.filter(|id| state.object(*id).is_resource()) else {
        unfollow_locks(state, symbol);
        return overwrite(explorer, state, operand);
    };
    let object = state.object(id);
    if object.is_followed && object.references > 0 && is_of_other_family(object.released_by, symbol) {
        explorer.report(state, DefectKind::ReleasedByOther, site.range, id, Some(symbol), None);
    }
    if let Some(earlier) = object.released.filter(|_| object.is_followed && object.references <= 0) {
        explorer.report(state, DefectKind::ReleasedTwice, site.range, id, Some(symbol), Some(earlier));
    }
    finish(explorer, state, id, site);
    if let Operand::Address(variable) = operand {
        // What the variable holds is empty now, and may be ended again.
        explorer.changed(state, *variable);
        state.set(*variable, None);
    }
}

/// A lock that is released through another pointer may be any that this function has taken.
fn unfollow_locks(state: &mut State, symbol: &Symbol) {
    let is_such_a_lock = |object: &&mut Object| {
        object.released_by == symbol.name && object.acquired.symbol.is_some_and(|symbol| !symbol.can_fail())
    };
    state.all_objects().filter(is_such_a_lock).for_each(|object| object.is_followed = false);
}

/// The resource is gone.
fn finish(explorer: &mut Explorer<'_>, state: &mut State, id: ObjectId, site: &Site<'_>) {
    explorer.given_up(state, id);
    let object = state.object_mut(id);
    if object.references > 0 {
        object.references = 0;
        object.released = Some(site.range);
    } else {
        object.is_followed = false;
    }
}

/// Whether a function is for resources of another family than those that another function ends.
fn is_of_other_family(released_by: &str, symbol: &Symbol) -> bool {
    let own = callee(released_by).map_or("", |end| end.family);
    !own.is_empty() && !symbol.family.is_empty() && own != symbol.family
}

/// A call gets a resource that it does not end.
fn pass(
    explorer: &mut Explorer<'_>,
    state: &mut State,
    (transfer, id): (&Transfer<'_>, ObjectId),
    symbol: &'static Symbol,
) {
    let becomes_object = transfer.param.is_some_and(|param| param.name == symbol.returns.same_as);
    if looks_only(state.object(id), transfer, symbol) {
        state.object_mut(id).lent = Some((transfer.argument.range, symbol));
        touch_fields(explorer, state, transfer);
    } else if !becomes_object {
        escape(state, &transfer.argument.operand);
    }
}

/// Whether a call looks at a resource, or writes to it, and keeps no pointer to it.
fn looks_only(object: &Object, transfer: &Transfer<'_>, symbol: &Symbol) -> bool {
    let Some(param) = transfer.param else {
        // What a format string describes is copied.
        let has_format = symbol.params.iter().any(|param| matches!(param.format, Some(Format::Build | Format::Print)));
        return has_format && transfer.ownership == Ownership::None && !transfer.is_converted;
    };
    match transfer.ownership {
        Ownership::Borrowed => symbol.library == Library::C,
        Ownership::None if symbol.library == Library::C => param.name == "...",
        Ownership::None => !param.kept && (is_constant(&param.type_text) || is_its_own_kind(object, &param.type_text)),
        _ => false,
    }
}

/// Whether a parameter points to memory that the callee does not write to.
fn is_constant(type_text: &str) -> bool {
    type_text.ends_with('*') && type_text.split([' ', '*']).any(|word| word == "const") && !type_text.contains("**")
}

/// Whether a parameter is of the type that the resource was handed out as: the functions of an iterator work on it.
fn is_its_own_kind(object: &Object, type_text: &str) -> bool {
    object.acquired.symbol.is_some_and(|symbol| symbol.result_type == type_text && type_text != "void *")
}

/// A function of the C library gets a pointer that is no resource of this function.
fn touch(explorer: &mut Explorer<'_>, state: &mut State, transfer: &Transfer<'_>) {
    let operand = &transfer.argument.operand;
    escape(state, &as_value(operand));
    match operand {
        Operand::Address(variable) if !is_read_only(transfer) => {
            explorer.changed(state, *variable);
            explorer.set_unfollowed(state, *variable);
        }
        _ => touch_fields(explorer, state, transfer),
    }
}

/// The variable whose address an operand is, as a value: copying its bytes copies the pointer in it.
fn as_value(operand: &Operand) -> Operand {
    match operand {
        Operand::Address(variable) => Operand::Variable(*variable),
        other => other.clone(),
    }
}

fn is_read_only(transfer: &Transfer<'_>) -> bool {
    transfer.param.is_some_and(|param| is_constant(&param.type_text))
}

/// What was known of the fields behind a pointer may have been written over.
fn touch_fields(explorer: &Explorer<'_>, state: &mut State, transfer: &Transfer<'_>) {
    if let Operand::Variable(variable) = transfer.argument.operand
        && !is_read_only(transfer)
    {
        state.forget_paths(explorer.flow, Some(variable));
        state.forget_assumptions(explorer.flow, variable);
    }
}

/// An out-parameter receives a resource.
fn receive(
    explorer: &mut Explorer<'_>,
    state: &mut State,
    transfer: &Transfer<'_>,
    site: &Site<'_>,
    symbol: &'static Symbol,
    outcome: CallOutcome,
) {
    let (type_text, released_by) = transfer.resource;
    let operand = &transfer.argument.operand;
    let is_plain = !transfer.is_optional && !transfer.is_converted && !outcome.is_failure();
    let target = followed_target(state, operand, type_text, released_by);
    let Some(variable) = target.filter(|target| is_plain && is_own_memory(explorer, *target)) else {
        return overwrite(explorer, state, operand);
    };
    explorer.changed(state, variable);
    let mut object = acquired(state, site, symbol, released_by);
    object.nullness = Nullness::NonNull;
    object.variable = Some(variable);
    let id = state.add(object);
    state.set(variable, Some(Value::Object(id)));
    explorer.owns(state, variable, id);
}

/// Whether a variable is memory of this function: who reaches the field of a structure by a pointer fills it for others.
fn is_own_memory(explorer: &Explorer<'_>, variable: VariableId) -> bool {
    let declared = &explorer.flow.variables[variable.index()];
    let is_reached_by_pointer = |base: VariableId| explorer.flow.variables[base.index()].is_pointer;
    declared.kind != VariableKind::Path || !declared.base.is_some_and(is_reached_by_pointer)
}

/// A test of a field of a structure that holds a resource, such as `view.buf`: where the field is zero, nothing is held.
pub(in super::super) fn note_test_of_field(explorer: &Explorer<'_>, ways: &mut Ways, condition: &Condition) {
    let empty = match condition.comparison {
        Comparison::Equal => &mut ways.0,
        Comparison::NotEqual | Comparison::Greater => &mut ways.1,
        _ => return,
    };
    let Operand::Variable(variable) = condition.left else { return };
    let declared = &explorer.flow.variables[variable.index()];
    let structure = declared.base.filter(|base| !explorer.flow.variables[base.index()].is_pointer);
    let (Some(structure), Some(state), Operand::Null | Operand::Integer(0)) = (structure, empty, &condition.right)
    else {
        return;
    };
    if let Some(Value::Object(id)) = state.value(structure)
        && state.object(id).is_resource()
    {
        loses_sight(state.object_mut(id));
    }
}

/// The variable that receives a resource, where the function that ends it will be given this variable.
fn followed_target(state: &State, operand: &Operand, type_text: &str, released_by: &str) -> Option<VariableId> {
    let Operand::Address(variable) = operand else { return None };
    let is_pointer = type_text.ends_with("**");
    let takes_address =
        callee(released_by).and_then(|end| end.param(0)).is_some_and(|param| param.type_text == type_text);
    // A pointer that is not NULL can be a buffer to fill.
    let is_empty = match state.value(*variable) {
        Some(Value::Uninitialised) => true,
        Some(Value::Number(number)) => number == Interval::exactly(0),
        _ => false,
    };
    (takes_address || is_pointer && is_empty).then_some(*variable)
}
