//! The status of a call that has not been tested: what a test says of it, and what looks like one.

use numpy_capi_db::{Symbol, symbol};

use super::branch::Ways;
use super::call::{Possible, possible};
use super::exceptions::Caller;
use super::explore::Explorer;
use super::state::State;
use super::transfer::evaluate;
use super::value::{Interval, Value};
use crate::flow::{Argument, Callee, Comparison, InstructionKind, Operand};
use crate::text::TextRange;

impl Explorer<'_> {
    /// A status is compared with a number.
    pub(super) fn against_status(
        &self,
        state: State,
        operand: &Operand,
        range: TextRange,
        comparison: Comparison,
        number: i64,
    ) -> Ways {
        let known = state.exceptions.undecided(range);
        let Some((symbol, possible)) = known.and_then(|symbol| Some((symbol, possible(symbol)?))) else {
            return self.against_interval(state, operand, Interval::ANY, comparison, number);
        };
        let way = |mut state: State, comparison: Comparison| {
            decide(&mut state, Caller { range, symbol }, &possible, comparison, number);
            Some(state)
        };
        (way(state.clone(), comparison), way(state, comparison.negated()))
    }

    /// `PyErr_Occurred` gives an answer; `None` where it cannot be.
    pub(super) fn answered(mut state: State, is_set: bool) -> Option<State> {
        state.exceptions.answered(is_set, TextRange::new(0, 0)).then_some(state)
    }
}

/// A test of a status goes one way.
fn decide(state: &mut State, call: Caller, possible: &Possible, comparison: Comparison, number: i64) {
    let failure = possible.failure.refined(comparison, number);
    let fine: Vec<Interval> =
        possible.fine.iter().filter_map(|interval| interval.refined(comparison, number)).collect();
    match (failure, fine.as_slice()) {
        // A test that no status passes: the convention is not what it seems.
        (None, []) => state.exceptions.blur(),
        (Some(failure), []) => {
            state.resolve_status(call.range, Some(Value::Number(failure)));
            state.exceptions.failed(call);
        }
        (None, [only]) => {
            state.resolve_status(call.range, (*only != Interval::ANY).then_some(Value::Number(*only)));
            state.exceptions.succeeded(call.range);
        }
        (None, _) => {
            state.resolve_status(call.range, None);
            state.exceptions.succeeded(call.range);
        }
        (Some(_), _) => {}
    }
}

/// Two operands are compared: whatever they are, a status among them is tested now.
pub(super) fn read(state: &mut State, left: &Operand, right: &Operand) {
    for operand in [left, right] {
        if let Some(Value::Status(range)) = evaluate(state, operand) {
            state.exceptions.read(range);
        }
    }
}

/// What computes with a status, or passes it on, may be a test of it.
pub(super) fn read_statuses(state: &mut State, instruction: &InstructionKind) {
    if !state.exceptions.has_undecided() {
        return;
    }
    match instruction {
        InstructionKind::Compute { left, right, .. } => read(state, left, right),
        InstructionKind::Store { source, .. } | InstructionKind::Escape(source) => read(state, source, source),
        InstructionKind::Step { target, .. } => {
            let target = Operand::Variable(*target);
            read(state, &target, &target);
        }
        _ => {}
    }
}

/// A call that is given a status may be a test of it.
pub(super) fn read_arguments(state: &mut State, callee: &Callee, arguments: &[Argument]) {
    if !state.exceptions.has_undecided() {
        return;
    }
    let is_predicate = match callee {
        Callee::Named(name) => !symbol(name).is_some_and(Symbol::can_fail),
        Callee::Unknown => true,
    };
    for argument in arguments {
        match argument.operand {
            Operand::Address(variable) => read(state, &Operand::Variable(variable), &Operand::Unknown),
            ref operand if is_predicate => read(state, operand, operand),
            _ => {}
        }
    }
}
