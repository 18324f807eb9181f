//! Calls: the contract of the database applied to the ledger.

use numpy_capi_db::{
    ArrayFlags, ErrorIndicator, Format, OutOnFailure, Ownership, Param, ResultOwnership, Symbol, WriteBack, symbol,
};

use super::defect::{Acquisition, DefectKind, Outcome, Station};
use super::explore::Explorer;
use super::format_string;
use super::state::{Nullness, Object, Origin, State};
use super::transfer::{escape, evaluate, object_of};
use super::value::{Interval, ObjectId, Value};
use crate::flow::{Argument, Callee, Operand, VariableId, VariableKind};
use crate::text::TextRange;

/// A call as it stands in the code.
pub(super) struct Site<'a> {
    pub range: TextRange,
    pub result: VariableId,
    pub callee: &'a Callee,
    pub arguments: &'a [Argument],
    /// Where the result of an accessor that always gives the same object is remembered.
    pub remembered: Option<VariableId>,
    /// Whether nobody looks at the result.
    pub is_discarded: bool,
}

/// What happens to one argument.
struct Transfer<'a> {
    argument: &'a Argument,
    ownership: Ownership,
    may_be_null: bool,
    /// Whether an out-parameter may stay untouched although the call succeeds.
    is_optional: bool,
    /// Whether an `O&` converter writes the out-parameter, and a later unit can still fail.
    is_converted_early: bool,
    /// Whether an `O&` converter writes the out-parameter.
    is_converted: bool,
    param: Option<&'static Param>,
    /// Whether the argument went into `Py_BuildValue` by a unit that takes a reference of its own.
    is_built: bool,
}

/// Functions of the C library that have nothing to do with exceptions, as they are called between others.
const CANNOT_RAISE: &[&str] = &["free", "memcpy", "memmove", "memset", "strlen", "strcmp", "strncmp"];

/// Runs a call; one state per outcome.
pub(super) fn call(explorer: &mut Explorer<'_>, state: State, site: &Site<'_>) -> Vec<State> {
    let known = match site.callee {
        Callee::Named(name) => symbol(name).filter(|symbol| symbol.callable),
        Callee::Unknown => None,
    };
    match known {
        Some(symbol) => known_call(explorer, state, site, symbol),
        None => vec![unknown_call(explorer, state, site)],
    }
}

/// Nothing is known of the callee: it may keep, steal or change what it is given.
fn unknown_call(explorer: &Explorer<'_>, mut state: State, site: &Site<'_>) -> State {
    for argument in site.arguments {
        escape(&mut state, &argument.operand);
        if let Operand::Address(variable) = argument.operand {
            explorer.changed(&mut state, variable);
            explorer.set_unfollowed(&mut state, variable);
        }
    }
    let is_harmless = matches!(site.callee, Callee::Named(name) if CANNOT_RAISE.contains(&name.as_str()));
    if !is_harmless {
        state.forget_paths(explorer.flow, None);
        state.is_cleaning_up = false;
        state.last_fallible = Some(site.range);
    }
    state.set(site.result, None);
    state
}

fn known_call(explorer: &mut Explorer<'_>, mut state: State, site: &Site<'_>, symbol: &'static Symbol) -> Vec<State> {
    let transfers = transfers(symbol, site);
    for transfer in &transfers {
        if let Some(id) = object_of(&state, &transfer.argument.operand)
            && needs_object(transfer)
        {
            explorer.needs_non_null(&mut state, id, transfer.argument.range, Some(symbol));
        }
    }
    let releases =
        transfers.iter().any(|transfer| matches!(transfer.ownership, Ownership::Released | Ownership::Cleared));
    let is_fallible = symbol.can_fail() && symbol.error_indicator != Some(ErrorIndicator::Read);
    state.is_cleaning_up = releases || (state.is_cleaning_up && !is_fallible);
    if is_fallible {
        state.last_fallible = Some(site.range);
    }
    let depends_on_outcome = symbol.can_fail() && transfers.iter().any(differs_by_outcome);
    let outcomes: &[CallOutcome] = match (depends_on_outcome, symbol.returns.nothing) {
        // A failure that only misuse can bring about is no path to stand on.
        _ if symbol.returns.fails_only_by_misuse => &[CallOutcome::Success],
        (false, _) => &[CallOutcome::Open],
        (true, _) if transfers.iter().any(|transfer| transfer.is_converted_early) => {
            &[CallOutcome::Success, CallOutcome::Failure, CallOutcome::LateFailure]
        }
        (true, "") => &[CallOutcome::Success, CallOutcome::Failure],
        (true, _) => &[CallOutcome::Success, CallOutcome::Nothing, CallOutcome::Failure],
    };
    outcomes
        .iter()
        .map(|&outcome| {
            let mut state = state.clone();
            if let Some(decision) = outcome.decision().filter(|_| depends_on_outcome) {
                state.decide(Station { range: site.range, outcome: decision });
            }
            for transfer in &transfers {
                apply(explorer, &mut state, transfer, site, symbol, outcome);
            }
            give_result(explorer, &mut state, site, symbol, outcome, &transfers);
            recall(&mut state, site);
            state
        })
        .collect()
}

/// How a call went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CallOutcome {
    /// What the call does is the same either way: its result is tested later, or never.
    Open,
    /// It did what it is for.
    Success,
    /// It found nothing, which is no failure: out-parameters are NULL.
    Nothing,
    /// It failed.
    Failure,
    /// It failed after a converter had done its work for an earlier argument.
    LateFailure,
}

impl CallOutcome {
    fn is_failure(self) -> bool {
        matches!(self, Self::Failure | Self::LateFailure)
    }
}

impl CallOutcome {
    fn decision(self) -> Option<Outcome> {
        match self {
            Self::Open => None,
            Self::Success => Some(Outcome::Call(true)),
            Self::Nothing => Some(Outcome::FindsNothing),
            Self::Failure | Self::LateFailure => Some(Outcome::Call(false)),
        }
    }
}

fn differs_by_outcome(transfer: &Transfer<'_>) -> bool {
    let opens_write_back = transfer.param.is_some_and(|param| param.write_back == Some(WriteBack::Opened));
    opens_write_back
        || matches!(
            transfer.ownership,
            Ownership::StolenOnSuccess
                | Ownership::OutNew
                | Ownership::OutBorrowed
                | Ownership::OutResource
                | Ownership::InOut
        )
}

/// Whether an argument must point to an object.
fn needs_object(transfer: &Transfer<'_>) -> bool {
    let takes_object = matches!(
        transfer.ownership,
        Ownership::Borrowed
            | Ownership::Stolen
            | Ownership::StolenOnSuccess
            | Ownership::Released
            | Ownership::Retained
    );
    takes_object && !transfer.may_be_null
}

/// Pairs arguments with what the database and the format string say of them.
fn transfers<'a>(symbol: &'static Symbol, site: &Site<'a>) -> Vec<Transfer<'a>> {
    let mut transfers: Vec<Transfer<'a>> = Vec::with_capacity(site.arguments.len());
    let format = symbol.params.iter().position(|param| param.format.is_some());
    let variadic = symbol.params.iter().position(|param| param.name == "...");
    let units = format.and_then(|position| {
        let format = symbol.params.get(position)?.format?;
        match &site.arguments.get(position)?.operand {
            Operand::Text(text) => Some((format, format_string::arguments(format, text)?)),
            _ => None,
        }
    });
    for (position, argument) in site.arguments.iter().enumerate() {
        let param = symbol.param(position);
        let in_variadic = variadic.is_some_and(|first| position >= first);
        let transfer = match (&units, variadic) {
            (Some((format, units)), Some(first)) if in_variadic => {
                formatted(argument, *format, units, position - first, site.arguments.get(position.wrapping_sub(1)))
            }
            // Without a format that can be read, variadic arguments go where they are not followed.
            _ if in_variadic && format.is_some() => unfollowed(argument),
            _ => Transfer {
                argument,
                ownership: param.map_or(Ownership::InOut, |param| param.ownership),
                may_be_null: param.is_none_or(|param| param.may_be_null || param.name == "..."),
                is_optional: false,
                is_converted_early: false,
                is_converted: false,
                param,
                is_built: false,
            },
        };
        transfers.push(transfer);
    }
    transfers
}

fn unfollowed(argument: &Argument) -> Transfer<'_> {
    Transfer {
        argument,
        ownership: Ownership::InOut,
        may_be_null: true,
        is_optional: true,
        is_converted_early: false,
        is_converted: false,
        param: None,
        is_built: false,
    }
}

/// A variadic argument under a format string.
fn formatted<'a>(
    argument: &'a Argument,
    format: Format,
    units: &format_string::FormatArguments,
    position: usize,
    before: Option<&Argument>,
) -> Transfer<'a> {
    let Some(unit) = units.arguments.get(position) else { return unfollowed(argument) };
    let mut ownership = unit.ownership;
    let mut param = None;
    if unit.opaque {
        // What `O&` leaves in the variable, its converter decides.
        let converter = before.and_then(|before| match &before.operand {
            Operand::Global(name) => symbol(name),
            _ => None,
        });
        param = converter.and_then(|symbol| symbol.params.iter().find(|param| param.converter));
        ownership = param.map_or(Ownership::InOut, |param| param.ownership);
    }
    Transfer {
        argument,
        ownership,
        may_be_null: true,
        is_optional: units.is_optional(position),
        is_converted_early: param.is_some_and(|param| !param.cleans_up) && position + 1 < units.arguments.len(),
        is_converted: unit.opaque,
        param,
        is_built: format == Format::Build && unit.ownership == Ownership::Borrowed,
    }
}

fn apply(
    explorer: &mut Explorer<'_>,
    state: &mut State,
    transfer: &Transfer<'_>,
    site: &Site<'_>,
    symbol: &'static Symbol,
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
    match transfer.ownership {
        // An object that is passed as plain memory, such as the context of a capsule, is kept by whoever takes it.
        Ownership::None => explorer.hand_over(state, operand),
        Ownership::Borrowed => lend(state, transfer, symbol),
        Ownership::Stolen => steal(explorer, state, operand, site, symbol),
        Ownership::StolenOnSuccess => {
            if outcome.is_failure() {
                lend(state, transfer, symbol);
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
        Ownership::OutResource | Ownership::InOut | Ownership::ConsumedResource => {
            if let Operand::Address(variable) = operand {
                Explorer::unfollow(state, *variable);
                explorer.changed(state, *variable);
                state.set(*variable, None);
            } else {
                escape(state, operand);
            }
        }
    }
}

/// The callee looks at the object, or takes a reference of its own.
fn lend(state: &mut State, transfer: &Transfer<'_>, symbol: &'static Symbol) {
    let Some(id) = object_of(state, &transfer.argument.operand) else { return };
    let object = state.object_mut(id);
    object.lent = Some((transfer.argument.range, symbol));
    if transfer.is_built && object.references > 0 {
        object.built = Some(transfer.argument.range);
    }
}

fn steal(explorer: &mut Explorer<'_>, state: &mut State, operand: &Operand, site: &Site<'_>, symbol: &'static Symbol) {
    let Some(id) = object_of(state, operand) else { return };
    let object = state.object(id);
    // After `Py_XSETREF(slot, borrowed)` the reference is often taken through the slot.
    let is_replacement = symbol.params.iter().any(|param| param.ownership == Ownership::Replaced);
    if object.is_followed && object.references <= 0 && object.origin == Origin::Borrowed && !is_replacement {
        explorer.report(state, DefectKind::StolenBorrowed, site.range, id, Some(symbol), None);
    }
    explorer.given_up(state, id);
    let object = state.object_mut(id);
    if object.references > 0 {
        object.references -= 1;
        object.stolen = Some(site.range);
    } else {
        object.is_followed = false;
    }
}

fn release(
    explorer: &mut Explorer<'_>,
    state: &mut State,
    operand: &Operand,
    site: &Site<'_>,
    symbol: &'static Symbol,
) {
    if let Operand::Variable(variable) = operand
        && state.value(*variable) == Some(Value::Uninitialised)
    {
        explorer.report_uninitialised(state, *variable, site.range, symbol);
        state.set(*variable, None);
    }
    let Some(id) = object_of(state, operand) else { return };
    explorer.given_up(state, id);
    let object = state.object(id);
    if object.is_followed {
        if object.references > 0 {
            if object.references == 1
                && let Some(requested) = object.write_back
            {
                explorer.report(state, DefectKind::WriteBackPending, site.range, id, Some(symbol), Some(requested));
            }
        } else {
            let (kind, earlier) = match (object.stolen, object.released, object.origin) {
                (Some(stolen), _, Origin::New) => (Some(DefectKind::ReleasedAfterSteal), Some(stolen)),
                (Some(stolen), _, Origin::Retained) if !is_dtype(explorer, state, id) => {
                    (Some(DefectKind::ReleasedAfterSteal), Some(stolen))
                }
                (None, Some(released), Origin::New) => (Some(DefectKind::ReleasedTwice), Some(released)),
                (None, None, Origin::Borrowed) if is_release_wrong(explorer, state, id) => {
                    (Some(DefectKind::ReleasedBorrowed), None)
                }
                _ => (None, None),
            };
            if let Some(kind) = kind {
                explorer.report(state, kind, site.range, id, Some(symbol), earlier);
            }
        }
    }
    let object = state.object_mut(id);
    if object.references > 0 {
        object.references -= 1;
        if object.references == 0 {
            object.released = Some(site.range);
        }
    } else {
        object.is_followed = false;
    }
}

/// Whether an object is held as a dtype. Functions of NumPy's kind own the dtypes that they are given.
fn is_dtype(explorer: &Explorer<'_>, state: &State, id: ObjectId) -> bool {
    state.holders(id).any(|holder| explorer.flow.variables[holder.index()].type_text.contains("PyArray_Descr"))
}

/// Whether releasing a borrowed reference is a mistake. `Py_DECREF(PyArray_DESCR(a))` before the field is replaced is
/// none, nor is the release of its type by an object that dies.
fn is_release_wrong(explorer: &Explorer<'_>, state: &State, id: ObjectId) -> bool {
    let is_idiom = state.object(id).acquired.symbol.is_some_and(|symbol| symbol.returns.release_is_idiom);
    let mut holders = state.holders(id);
    !is_idiom && holders.any(|holder| explorer.flow.variables[holder.index()].kind == VariableKind::Local)
}

fn retain(explorer: &mut Explorer<'_>, state: &mut State, operand: &Operand, site: &Site<'_>) {
    if let Some(id) = object_of(state, operand) {
        let decisions = state.decision_count();
        let object = state.object_mut(id);
        object.references += 1;
        object.built = None;
        if object.origin != Origin::New && object.references == 1 {
            object.acquired = Acquisition { range: site.range, symbol: None };
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
    symbol: &'static Symbol,
) {
    let operand = &transfer.argument.operand;
    release(explorer, state, operand, site, symbol);
    let by = transfer.param.and_then(|param| symbol.param_index(param.replaced_by));
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
        }
    }
}

/// An out-parameter receives a reference.
fn receive(
    explorer: &mut Explorer<'_>,
    state: &mut State,
    transfer: &Transfer<'_>,
    site: &Site<'_>,
    symbol: &'static Symbol,
    outcome: CallOutcome,
) {
    let Operand::Address(variable) = transfer.argument.operand else {
        return escape(state, &transfer.argument.operand);
    };
    if outcome == CallOutcome::Nothing {
        Explorer::unfollow(state, variable);
        explorer.changed(state, variable);
        return state.set(variable, Some(Value::Number(Interval::exactly(0))));
    }
    let on_failure = transfer.param.map(|param| param.on_failure);
    let failed =
        outcome == CallOutcome::Failure || (outcome == CallOutcome::LateFailure && !transfer.is_converted_early);
    if failed && on_failure == Some(OutOnFailure::Null) && !transfer.is_optional && !transfer.is_converted {
        Explorer::unfollow(state, variable);
        explorer.changed(state, variable);
        return state.set(variable, Some(Value::Number(Interval::exactly(0))));
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
    Explorer::unfollow(state, variable);
    explorer.changed(state, variable);
    let mut object = Explorer::unknown_object(site.range);
    object.acquired = Acquisition { range: site.range, symbol: Some(symbol) };
    object.decisions = state.decision_count();
    object.origin = if is_new { Origin::New } else { Origin::Borrowed };
    object.references = i32::from(is_new);
    let may_be_null =
        transfer.is_optional || transfer.is_converted || transfer.param.is_some_and(|param| param.may_leave_null);
    object.nullness = if may_be_null { Nullness::Unknown } else { Nullness::NonNull };
    object.variable = Some(variable);
    // An optional argument that was not given leaves the variable as it was.
    let is_local = explorer.flow.variables[variable.index()].kind != VariableKind::Path;
    object.is_followed = is_local && (!transfer.is_optional || is_new);
    let id = state.add(object);
    state.set(variable, Some(Value::Object(id)));
    explorer.owns(state, variable, id);
}

fn give_result(
    explorer: &mut Explorer<'_>,
    state: &mut State,
    site: &Site<'_>,
    symbol: &'static Symbol,
    outcome: CallOutcome,
    transfers: &[Transfer<'_>],
) {
    let value = match symbol.returns.ownership {
        _ if symbol.error_indicator == Some(ErrorIndicator::Read) => Some(Value::ErrorIndicator),
        ResultOwnership::New | ResultOwnership::Borrowed => {
            object_result(explorer, state, site, symbol, outcome, transfers)
        }
        ResultOwnership::None | ResultOwnership::Resource => status(symbol, outcome),
    };
    state.set(site.result, value);
}

/// An accessor that is asked again gives the same object.
fn recall(state: &mut State, site: &Site<'_>) {
    let Some(remembered) = site.remembered else { return };
    match state.value(remembered) {
        Some(known) => state.set(site.result, Some(known)),
        None => state.set(remembered, state.value(site.result)),
    }
}

/// The number that a call gives, as far as its outcome decides it.
fn status(symbol: &Symbol, outcome: CallOutcome) -> Option<Value> {
    let number = |text: &str| text.parse::<i64>().ok();
    let (failure, nothing) = (number(symbol.returns.failure), number(symbol.returns.nothing));
    let interval = match outcome {
        CallOutcome::Open => return None,
        CallOutcome::Nothing => Interval::exactly(nothing?),
        CallOutcome::Failure | CallOutcome::LateFailure if symbol.returns.failure == "NULL" => Interval::exactly(0),
        CallOutcome::Failure | CallOutcome::LateFailure => Interval::exactly(failure?),
        CallOutcome::Success if symbol.returns.failure == "NULL" => Interval::NON_ZERO,
        CallOutcome::Success => match (number(symbol.returns.success), failure) {
            (Some(success), _) => Interval::exactly(success),
            (None, Some(0)) => Interval::NON_ZERO,
            (None, Some(-1)) if nothing == Some(0) => Interval::exactly(1),
            (None, Some(-1)) => Interval { low: 0, high: i64::MAX, without_zero: false },
            _ => return None,
        },
    };
    Some(Value::Number(interval))
}

fn object_result(
    explorer: &mut Explorer<'_>,
    state: &mut State,
    site: &Site<'_>,
    symbol: &'static Symbol,
    outcome: CallOutcome,
    transfers: &[Transfer<'_>],
) -> Option<Value> {
    if outcome.is_failure() {
        return status(symbol, outcome);
    }
    let is_new = symbol.returns.ownership == ResultOwnership::New;
    if is_new && same_object(state, symbol, site).is_none() {
        // `Py_NewRef(x)` of an object that the path has not met yet.
        if let Some(argument) = symbol.param_index(symbol.returns.same_as).and_then(|at| site.arguments.get(at))
            && matches!(argument.operand, Operand::Variable(_))
        {
            retain(explorer, state, &argument.operand, site);
            return evaluate(state, &argument.operand);
        }
        if !symbol.returns.same_as.is_empty() {
            // `Py_NewRef(Py_None)`, `PyObject_Init(&object, type)`: something that is not followed.
            return None;
        }
    }
    if let Some(id) = same_object(state, symbol, site) {
        let object = state.object_mut(id);
        object.references += i32::from(is_new);
        return Some(Value::Object(id));
    }
    // What a borrowed result looks up is often known to be there: only new references want a test.
    let nullness = if outcome == CallOutcome::Success || !symbol.can_return_null() || is_certain(state, symbol, site) {
        Nullness::NonNull
    } else if is_new {
        Nullness::MayHaveFailed
    } else {
        Nullness::Unknown
    };
    let id = state.add(Object {
        acquired: Acquisition { range: site.range, symbol: Some(symbol) },
        origin: if is_new { Origin::New } else { Origin::Borrowed },
        references: i32::from(is_new),
        nullness,
        write_back: requests_write_back(state, transfers).then_some(site.range),
        decisions: state.decision_count(),
        ..Explorer::unknown_object(site.range)
    });
    Some(Value::Object(id))
}

/// Whether an argument makes failure impossible.
fn is_certain(state: &State, symbol: &Symbol, site: &Site<'_>) -> bool {
    let builds_none = symbol.params.iter().zip(site.arguments).any(|(param, argument)| {
        param.format == Some(Format::Build) && argument.operand == Operand::Text(String::new())
    });
    builds_none || has_certain_argument(state, symbol, site)
}

fn has_certain_argument(state: &State, symbol: &Symbol, site: &Site<'_>) -> bool {
    symbol.returns.certain_with.is_some()
        && site.arguments.iter().enumerate().any(|(position, argument)| match &argument.operand {
            // A constant whose value is not known may be one of the numbers.
            Operand::Global(name) => {
                let by_number = symbol.returns.certain_with.as_ref().is_some_and(|certainty| certainty.low.is_some());
                by_number || symbol.is_certain_with(position, None, Some(name))
            }
            operand => match evaluate(state, operand) {
                Some(Value::Number(number)) if number.low == number.high => {
                    symbol.is_certain_with(position, Some(number.low), None)
                }
                _ => false,
            },
        })
}

/// The argument that the call hands back, where it does.
fn same_object(state: &State, symbol: &Symbol, site: &Site<'_>) -> Option<ObjectId> {
    let position = symbol.param_index(symbol.returns.same_as)?;
    object_of(state, &site.arguments.get(position)?.operand)
}

/// Whether the flags of a call ask for a write-back.
fn requests_write_back(state: &State, transfers: &[Transfer<'_>]) -> bool {
    transfers
        .iter()
        .filter(|transfer| transfer.param.is_some_and(|param| param.constant_set == "array-requirement"))
        .any(|transfer| match evaluate(state, &transfer.argument.operand) {
            Some(Value::Number(number)) if number.low == number.high => ArrayFlags(number.low).obliges_write_back(),
            _ => false,
        })
}
