//! What a call gives back.

use numpy_capi_db::{ArrayFlags, ErrorIndicator, ExceptionOnFailure, Format, ResultOwnership, Symbol};

use super::super::defect::Acquisition;
use super::super::explore::Explorer;
use super::super::lifetime::Lifetime;
use super::super::state::{Nullness, Object, Origin, State};
use super::super::transfer::{evaluate, object_of};
use super::super::value::{Interval, ObjectId, Value};
use super::arguments::Transfer;
use super::effects::retain;
use super::{CallOutcome, Site, resources};
use crate::flow::Operand;

pub(super) fn give_result(
    explorer: &mut Explorer<'_>,
    state: &mut State,
    site: &Site<'_>,
    symbol: &'static Symbol,
    outcome: CallOutcome,
    transfers: &[Transfer<'_>],
) {
    let value = match symbol.returns.ownership {
        // `PyErr_ExceptionMatches` says nothing where it says no.
        _ if symbol.error_indicator == Some(ErrorIndicator::Read) => {
            symbol.can_fail().then_some(Value::ErrorIndicator(site.range))
        }
        // `return PyErr_Format(...)`: the failure value, always.
        _ if symbol.error_indicator == Some(ErrorIndicator::Set) => status(symbol, CallOutcome::Failure),
        ResultOwnership::New | ResultOwnership::Borrowed => {
            object_result(explorer, state, site, symbol, outcome, transfers)
        }
        ResultOwnership::Resource => resources::result(state, site, symbol, outcome),
        ResultOwnership::None => match resources::same(state, site, symbol) {
            Some(value) => Some(value),
            None if outcome == CallOutcome::Open && keeper(state, symbol, site).is_some() => {
                Some(inner_memory(state, site, symbol))
            }
            None => open_or_known(state, site, symbol, outcome),
        },
    };
    state.set(site.result, value);
}

/// An accessor that is asked again gives the same object.
pub(super) fn recall(state: &mut State, site: &Site<'_>) {
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
        CallOutcome::Failure | CallOutcome::LateFailure | CallOutcome::Misuse if symbol.returns.failure == "NULL" => {
            Interval::exactly(0)
        }
        CallOutcome::Failure | CallOutcome::LateFailure | CallOutcome::Misuse => Interval::exactly(failure?),
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

/// The status of a call: a number where its outcome is known, else one that a test decides.
fn open_or_known(state: &State, site: &Site<'_>, symbol: &Symbol, outcome: CallOutcome) -> Option<Value> {
    if outcome == CallOutcome::Open {
        return possible(symbol).filter(|_| state.exceptions.is_on()).map(|_| Value::Status(site.range));
    }
    status(symbol, outcome)
}

/// The numbers that a call can give.
pub(in super::super) struct Possible {
    /// What says that it has failed.
    pub failure: Interval,
    /// What says that it has not.
    pub fine: Vec<Interval>,
}

/// The numbers that a call that can fail gives; `None` where the database does not tell them as numbers.
pub(in super::super) fn possible(symbol: &Symbol) -> Option<Possible> {
    if !symbol.can_fail() {
        return None;
    }
    let known = |outcome| match status(symbol, outcome) {
        Some(Value::Number(number)) => Some(number),
        _ => None,
    };
    let failure = match symbol.returns.failure {
        "-1.0" => Interval::exactly(-1),
        _ => known(CallOutcome::Failure)?,
    };
    if symbol.returns.exception == ExceptionOnFailure::Ambiguous {
        return Some(Possible { failure, fine: vec![Interval::ANY] });
    }
    let mut fine = vec![known(CallOutcome::Success).unwrap_or(Interval::ANY)];
    fine.extend(known(CallOutcome::Nothing).filter(|_| !symbol.returns.nothing.is_empty()));
    Some(Possible { failure, fine })
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
        if state.object(id).is_resource() && is_new {
            resources::become_object(state, id, site, symbol);
            return Some(Value::Object(id));
        }
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
        lifetime: Lifetime {
            has_other_owner: symbol.returns.borrowed_from == "interpreter",
            is_built_in: is_certain(state, symbol, site),
            kept_by: keeper(state, symbol, site),
            ..Lifetime::default()
        },
        ..Explorer::unknown_object(site.range)
    });
    Some(Value::Object(id))
}

/// The object that keeps the result of a call alive, where the function owns it.
fn keeper(state: &State, symbol: &Symbol, site: &Site<'_>) -> Option<ObjectId> {
    if symbol.returns.ownership == ResultOwnership::New {
        return None;
    }
    let position = symbol.param_index(symbol.returns.borrowed_from)?;
    let keeper = object_of(state, &site.arguments.get(position)?.operand)?;
    let object = state.object(keeper);
    let is_owned = object.origin == Origin::New && object.references > 0;
    (is_owned || object.lifetime.kept_by.is_some() || object.lifetime.end.is_some()).then_some(keeper)
}

/// A pointer into the memory of an object, such as `PyArray_DATA(array)`.
fn inner_memory(state: &mut State, site: &Site<'_>, symbol: &'static Symbol) -> Value {
    let kept_by = keeper(state, symbol, site);
    let id = state.add(Object {
        acquired: Acquisition { range: site.range, symbol: Some(symbol) },
        origin: Origin::Borrowed,
        nullness: Nullness::Unknown,
        decisions: state.decision_count(),
        is_followed: false,
        lifetime: Lifetime { kept_by, may_be_owned: true, ..Lifetime::default() },
        ..Explorer::unknown_object(site.range)
    });
    Value::Object(id)
}

/// Whether an argument makes failure impossible.
fn is_certain(state: &State, symbol: &Symbol, site: &Site<'_>) -> bool {
    builds_none(symbol, site) || has_certain_argument(state, symbol, site)
}

/// Whether the result is `None`: `Py_BuildValue("")`.
fn builds_none(symbol: &Symbol, site: &Site<'_>) -> bool {
    symbol.params.iter().zip(site.arguments).any(|(param, argument)| {
        param.format == Some(Format::Build) && argument.operand == Operand::Text(String::new())
    })
}

fn has_certain_argument(state: &State, symbol: &Symbol, site: &Site<'_>) -> bool {
    symbol.returns.certain_with.is_some()
        && site.arguments.iter().enumerate().any(|(position, argument)| match &argument.operand {
            // A constant whose value is not known may be one of the numbers; that it is the only one is not likely.
            Operand::Global(name) => {
                let certainty = symbol.returns.certain_with.as_ref();
                let by_number = certainty.is_some_and(|known| known.low.is_some() && known.low != known.high);
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
