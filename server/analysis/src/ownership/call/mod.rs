//! Calls: the contract of the database applied to the ledger.

mod arguments;
mod effects;
mod own;
mod resources;
mod result;

use numpy_capi_db::{ErrorIndicator, ExceptionOnFailure, Ownership, Symbol, callee};

use self::arguments::{Transfer, differs_by_outcome, needs_object, transfers};
use self::effects::apply;
use self::own::own_call;
pub(super) use self::resources::note_test_of_field;
pub(super) use self::result::{Possible, possible};
use self::result::{give_result, recall};
use super::defect::{Outcome, Station};
use super::exceptions::Caller;
use super::explore::Explorer;
use super::lifetime;
use super::state::State;
use super::status::read_arguments;
use super::summary;
use super::transfer::{object_of, pass_on};
use crate::flow::{Argument, Callee, Instruction, InstructionKind, Operand, VariableId};
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

impl<'a> Site<'a> {
    /// The call that an instruction is, if it is one.
    pub fn of(instruction: &'a Instruction) -> Option<Self> {
        let InstructionKind::Call { result, callee, arguments, remembered, is_discarded } = &instruction.kind else {
            return None;
        };
        let (result, remembered, is_discarded) = (*result, *remembered, *is_discarded);
        Some(Self { range: instruction.range, result, callee, arguments, remembered, is_discarded })
    }
}

impl Explorer<'_> {
    /// Runs a call; one state per outcome.
    pub(super) fn call(&mut self, mut state: State, site: &Site<'_>) -> Vec<State> {
        read_arguments(&mut state, site.callee, site.arguments);
        state.set_result(site.result, None);
        let known = match site.callee {
            Callee::Named(name) => match self.summaries.of(name) {
                summary::Callee::Known(summary) => return own_call(self, &state, site, summary),
                summary::Callee::Unknown => None,
                summary::Callee::Elsewhere => callee(name),
            },
            Callee::Unknown => None,
        };
        match known {
            Some(symbol) => known_call(self, state, site, symbol),
            None => vec![unknown_call(self, state, site)],
        }
    }
}

/// Nothing is known of the callee: it may keep, steal or change what it is given.
fn unknown_call(explorer: &mut Explorer<'_>, mut state: State, site: &Site<'_>) -> State {
    explorer.uses_arguments(&mut state, site.arguments);
    for (position, Argument { operand, .. }) in site.arguments.iter().enumerate() {
        let before = lifetime::before_unknown(&state, operand, site);
        if explorer.passes(&mut state, (operand, position), site.callee, site.range) {
            explorer.escape_bases(&mut state, operand);
        } else {
            unknown_argument(explorer, &mut state, operand);
        }
        lifetime::after_unknown(&mut state, before);
    }
    state.forget_paths(explorer.flow, None);
    if site.arguments.iter().any(|argument| matches!(argument.operand, Operand::Variable(_) | Operand::Address(_))) {
        // It may look at whatever is in memory.
        state.test_memory();
    }
    // It may end the process where a pointer is NULL.
    state.settle_tested();
    for argument in site.arguments {
        if let Operand::Variable(variable) = argument.operand {
            state.settle(variable);
        }
    }
    state.exceptions.blur();
    state.is_cleaning_up = false;
    state.last_fallible = Some(site.range);
    state.set(site.result, None);
    state.set_result(site.result, Some(site.range));
    state
}

/// An argument goes where it is not followed.
fn unknown_argument(explorer: &Explorer<'_>, state: &mut State, operand: &Operand) {
    explorer.escape_bases(state, operand);
    pass_on(state, operand);
    if let Operand::Address(variable) = *operand {
        explorer.changed(state, variable);
        explorer.set_unfollowed(state, variable);
    }
}

fn known_call(explorer: &mut Explorer<'_>, mut state: State, site: &Site<'_>, symbol: &'static Symbol) -> Vec<State> {
    let transfers = transfers(explorer.summaries, symbol, site);
    let is_empty = resources::is_empty(&state, site, symbol);
    resources::test_fields(explorer, &mut state, site);
    for transfer in transfers.iter().filter(|_| !is_empty) {
        if needs_object(transfer) {
            let argument = transfer.argument;
            explorer.use_in_doubt(&mut state, &argument.operand, argument.range, Some(symbol));
        }
        if let Some(id) = object_of(&state, &transfer.argument.operand)
            && (needs_object(transfer) || resources::needs_memory(&state, id, transfer, symbol))
        {
            explorer.needs_non_null(&mut state, id, transfer.argument.range, Some(symbol));
        }
    }
    for transfer in transfers.iter().filter(|transfer| is_use(transfer.ownership)) {
        explorer.uses(&mut state, &transfer.argument.operand, transfer.argument.range, Some(symbol));
    }
    let releases =
        transfers.iter().any(|transfer| matches!(transfer.ownership, Ownership::Released | Ownership::Cleared));
    let is_fallible = symbol.can_fail()
        && symbol.error_indicator != Some(ErrorIndicator::Read)
        && symbol.returns.exception != ExceptionOnFailure::Never;
    state.is_cleaning_up = releases || (state.is_cleaning_up && !is_fallible);
    if is_fallible {
        state.last_fallible = Some(site.range);
    }
    let depends_on_outcome = symbol.can_fail() && transfers.iter().any(differs_by_outcome);
    let steals = transfers.iter().any(|transfer| transfer.ownership == Ownership::Stolen);
    let outcomes: &[CallOutcome] = match (depends_on_outcome, symbol.returns.nothing) {
        // A failure that only misuse can bring about is no path to stand on.
        _ if symbol.returns.fails_only_by_misuse && steals => &[CallOutcome::Success, CallOutcome::Misuse],
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
        .enumerate()
        .map(|(position, &outcome)| {
            let is_last = position + 1 == outcomes.len();
            let mut state = if is_last { std::mem::take(&mut state) } else { state.clone() };
            if let Some(decision) = outcome.decision().filter(|_| depends_on_outcome) {
                state.decide(Station { range: site.range, outcome: decision });
            }
            if outcome.is_failure() {
                state.note_failure();
            }
            if outcome == CallOutcome::Misuse {
                forget_all_but_stolen(&mut state, &transfers);
            }
            for transfer in &transfers {
                apply(explorer, &mut state, transfer, site, Some(symbol), outcome);
            }
            give_result(explorer, &mut state, site, symbol, outcome, &transfers);
            recall(&mut state, site);
            note_exception(&mut state, site, symbol, outcome);
            state
        })
        .collect()
}

/// What a call with this outcome does to the exception indicator.
fn note_exception(state: &mut State, site: &Site<'_>, symbol: &'static Symbol, outcome: CallOutcome) {
    let call = Caller { range: site.range, symbol };
    if let Some(effect) = symbol.error_indicator {
        return state.exceptions.handle(effect, site.range);
    }
    if !symbol.can_fail() {
        return;
    }
    match outcome {
        CallOutcome::Open => state.exceptions.called(call, site.is_discarded),
        CallOutcome::Success | CallOutcome::Nothing => state.exceptions.succeeded(site.range),
        CallOutcome::Failure | CallOutcome::LateFailure if site.is_discarded => state.exceptions.fails_unseen(call),
        CallOutcome::Failure | CallOutcome::LateFailure => state.exceptions.fails(call),
        CallOutcome::Misuse => state.exceptions.blur(),
    }
}

/// A failure that only misuse brings about proves nothing but that a stolen reference is gone.
fn forget_all_but_stolen(state: &mut State, transfers: &[Transfer<'_>]) {
    let stolen: Vec<_> = transfers
        .iter()
        .filter(|transfer| transfer.ownership == Ownership::Stolen)
        .filter_map(|transfer| object_of(state, &transfer.argument.operand))
        .map(|id| state.object(id).acquired.range)
        .collect();
    state.change_where(|object| !stolen.contains(&object.acquired.range), |object| object.is_followed = false);
}

/// Whether passing an argument in this way reads what it points to. Releases have defects of their own, and a
/// reference that is taken shows that the author knows of another owner.
fn is_use(ownership: Ownership) -> bool {
    !matches!(
        ownership,
        Ownership::Released
            | Ownership::Cleared
            | Ownership::Replaced
            | Ownership::Retained
            | Ownership::ConsumedResource
    )
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
    /// It failed because it was used wrongly: what was stolen is gone all the same, and of the rest nothing is claimed.
    Misuse,
    /// It failed after a converter had done its work for an earlier argument.
    LateFailure,
}

impl CallOutcome {
    fn is_failure(self) -> bool {
        matches!(self, Self::Failure | Self::LateFailure | Self::Misuse)
    }

    fn decision(self) -> Option<Outcome> {
        match self {
            Self::Open => None,
            Self::Success => Some(Outcome::Call(true)),
            Self::Nothing => Some(Outcome::FindsNothing),
            Self::Failure | Self::LateFailure | Self::Misuse => Some(Outcome::Call(false)),
        }
    }
}
