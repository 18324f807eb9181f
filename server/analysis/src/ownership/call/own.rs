//! Calls of functions of the same file or package: their summaries applied to the ledger.

use numpy_capi_db::Ownership;

use super::super::defect::{Acquisition, Outcome, Station};
use super::super::explore::Explorer;
use super::super::lifetime;
use super::super::state::{Nullness, Object, Origin, State};
use super::super::summary::{Case, CaseOwnership, CaseResult, Effect, Received, ResultNullness, Summary, joined};
use super::super::transfer::{address_of, evaluate, object_of};
use super::super::value::{Interval, Value};
use super::arguments::Transfer;
use super::effects::{receive, retain, steal};
use super::{CallOutcome, Site, unknown_argument};
use crate::flow::Argument;

/// Runs a call of a function with a summary; one state per case of its summary.
pub(super) fn own_call(explorer: &mut Explorer<'_>, state: &State, site: &Site<'_>, summary: &Summary) -> Vec<State> {
    let possible: Vec<&Case> = summary.cases.iter().filter(|case| is_possible(state, site, case)).collect();
    let merged = (possible.len() > 1).then(|| merged(state, site, &possible, summary.result)).flatten();
    let cases = merged.as_ref().map_or(possible, |merged| vec![merged]);
    let is_split = cases.len() > 1;
    cases
        .into_iter()
        .map(|case| {
            let mut state = state.clone();
            if is_split {
                state.decide(Station { range: site.range, outcome: Outcome::Gives(words(case.result)) });
            }
            // What the function may have changed in memory.
            explorer.uses_arguments(&mut state, site.arguments);
            state.forget_paths(explorer.flow, None);
            state.exceptions.blur();
            state.is_cleaning_up = false;
            state.last_fallible = Some(site.range);
            for (position, argument) in site.arguments.iter().enumerate() {
                let effect = case.arguments.get(position).copied().unwrap_or(Effect::Unknown);
                let effect =
                    if effect == Effect::Returned && !hands_back(case.result) { Effect::Unknown } else { effect };
                apply(explorer, &mut state, (argument, effect), site, summary);
            }
            give(explorer, &mut state, site, summary, case.result);
            state
        })
        .collect()
}

/// One case for all, where they do the same to everything that the caller follows.
fn merged(state: &State, site: &Site<'_>, cases: &[&Case], result: CaseResult) -> Option<Case> {
    let effect = |case: &Case, position: usize| case.arguments.get(position).copied().unwrap_or(Effect::Unknown);
    let mut arguments = Vec::with_capacity(site.arguments.len());
    for (position, argument) in site.arguments.iter().enumerate() {
        let mut effects = cases.iter().map(|case| Some(effect(case, position)));
        let common = effects.next().flatten();
        let common = effects.fold(common, |known, effect| joined(known?, effect?));
        let is_followed = address_of(state, &argument.operand).is_some()
            || object_of(state, &argument.operand).is_some_and(|id| state.object(id).is_followed);
        arguments.push(if is_followed { common? } else { common.unwrap_or(Effect::Unknown) });
    }
    Some(Case { result, arguments })
}

/// Whether a result is one of the arguments for certain.
fn hands_back(result: CaseResult) -> bool {
    matches!(result, CaseResult::Object { ownership: CaseOwnership::SameAs(_), nullness: ResultNullness::NonNull, .. })
}

/// Whether a case can come about: some are for arguments that are NULL.
fn is_possible(state: &State, site: &Site<'_>, case: &Case) -> bool {
    site.arguments.iter().zip(&case.arguments).all(|(argument, effect)| {
        *effect != Effect::IsNull
            || object_of(state, &argument.operand).is_none_or(|id| state.object(id).nullness != Nullness::NonNull)
    })
}

fn words(result: CaseResult) -> &'static str {
    match result {
        CaseResult::Null => "NULL",
        CaseResult::Number(number) if number.high < 0 => "a negative number",
        CaseResult::Number(number) if number.is_zero() => "0",
        CaseResult::Number(number) if number.low > 0 => "a positive number",
        CaseResult::Object { .. } => "an object",
        CaseResult::Unknown | CaseResult::Number(_) => "a result",
    }
}

fn apply(
    explorer: &mut Explorer<'_>,
    state: &mut State,
    (argument, effect): (&Argument, Effect),
    site: &Site<'_>,
    summary: &Summary,
) {
    let operand = &argument.operand;
    let variable = address_of(state, operand);
    match (effect, variable) {
        (Effect::Receives(Received::Untouched), Some(_))
        | (Effect::Borrowed | Effect::Returned | Effect::IsNull, None) => {}
        (Effect::Receives(received), Some(variable)) => {
            let (ownership, outcome) = match received {
                Received::New { .. } => (Ownership::OutNew, CallOutcome::Success),
                Received::Borrowed => (Ownership::OutBorrowed, CallOutcome::Success),
                Received::Null | Received::Untouched => (Ownership::OutNew, CallOutcome::Nothing),
            };
            receive(explorer, state, &Transfer::of_result(argument, ownership), site, None, outcome);
            if let (Some(Value::Object(id)), CallOutcome::Success) = (state.value(variable), outcome) {
                let object = state.object_mut(id);
                object.giver = Some(summary.name.clone());
                object.write_back = (received == Received::New { has_write_back: true }).then_some(site.range);
            }
        }
        (Effect::Stolen, None) => steal(explorer, state, operand, site, None),
        _ => {
            let before = lifetime::before_unknown(state, operand, site);
            unknown_argument(explorer, state, operand);
            lifetime::after_unknown(state, before);
        }
    }
}

fn give(explorer: &mut Explorer<'_>, state: &mut State, site: &Site<'_>, summary: &Summary, result: CaseResult) {
    let value = match result {
        CaseResult::Unknown => None,
        CaseResult::Null => Some(Value::Number(Interval::exactly(0))),
        CaseResult::Number(interval) => (interval != Interval::ANY).then_some(Value::Number(interval)),
        CaseResult::Object { ownership, nullness, has_write_back } => {
            let nullness = match nullness {
                ResultNullness::NonNull => Nullness::NonNull,
                ResultNullness::MayFail => Nullness::MayHaveFailed,
                ResultNullness::Unknown => Nullness::Unknown,
            };
            let argument = |position: usize| site.arguments.get(position).map(|argument| &argument.operand);
            match ownership {
                CaseOwnership::Unknown => None,
                // A result that may also be NULL is not simply the argument.
                CaseOwnership::SameAs(_) if nullness != Nullness::NonNull => None,
                CaseOwnership::SameAs(position) => argument(position).and_then(|operand| evaluate(state, operand)),
                CaseOwnership::NewOf(position) if nullness == Nullness::NonNull => {
                    argument(position).and_then(|operand| {
                        retain(explorer, state, operand, site);
                        evaluate(state, operand)
                    })
                }
                CaseOwnership::New | CaseOwnership::NewOf(_) | CaseOwnership::Borrowed => {
                    let is_new = ownership != CaseOwnership::Borrowed;
                    let id = state.add(Object {
                        acquired: Acquisition { range: site.range, symbol: None },
                        giver: Some(summary.name.clone()),
                        origin: if is_new { Origin::New } else { Origin::Borrowed },
                        references: i32::from(is_new),
                        nullness,
                        write_back: has_write_back.then_some(site.range),
                        decisions: state.decision_count(),
                        ..Explorer::unknown_object(site.range)
                    });
                    Some(Value::Object(id))
                }
            }
        }
    };
    let is_open = match result {
        CaseResult::Object { ownership, .. } => ownership == CaseOwnership::Unknown,
        CaseResult::Unknown => true,
        CaseResult::Null | CaseResult::Number(_) => false,
    };
    state.set_result(site.result, is_open.then_some(site.range));
    state.set(site.result, value);
}
