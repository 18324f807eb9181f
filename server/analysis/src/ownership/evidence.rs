//! What other paths say of a call that the database does not know.
//!
//! Such a call may take the references that it is given. But where the function releases, returns or hands over an object
//! after that very call, its author knows that the call took nothing; so another path that went through the same call
//! and leaves without a release loses the object. An owned object that passes through an unknown call stays followed
//! with a note of it, its *passage*, and a loss that rests on passages counts only once evidence has come for each.

use std::collections::{HashMap, HashSet};

use super::defect::{Defect, DefectKind};
use super::explore::Explorer;
use super::state::{Origin, State};
use super::value::ObjectId;
use crate::flow::{Callee, Comparison, Condition, Flow, Operand, VariableId, VariableKind};
use crate::text::TextRange;

/// An object that goes through more unknown calls than this is no longer followed: each keeps paths apart.
const PASSAGE_LIMIT: usize = 8;

/// The position that stands for the result of a call.
const RESULT: usize = usize::MAX;

/// More losses in doubt than this are no longer written down.
const LOSS_LIMIT: usize = 256;

/// That an owned object was an argument of an unknown call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Passage {
    /// Callee and position of the argument, by the number that [`Evidence`] gave them.
    place: usize,
    /// The call.
    call: TextRange,
    /// How the call went, as far as its result was tested.
    result: CallResult,
    /// Whether a later test of the result still speaks of this passage.
    is_open: bool,
    /// Whether the object is what the call handed out, and in doubt is whether a reference came with it.
    is_result: bool,
}

impl Passage {
    /// Whether a test of the result of a call would say how this passage went.
    pub(super) fn waits_for(&self, call: TextRange) -> bool {
        self.call == call && self.is_open && self.result == CallResult::Untested
    }

    /// Whether in doubt is the reference that the call may have handed out.
    pub(super) fn is_result(&self) -> bool {
        self.is_result
    }
}

/// What the tests of a result say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum CallResult {
    /// It was not tested.
    Untested,
    /// A number that is not negative, or a pointer that is not NULL.
    Success,
    /// A negative number, or NULL.
    Failure,
    /// Zero, which one callee means as success and another as failure.
    Zero,
    /// Not zero, likewise.
    NonZero,
}

/// What is known of the unknown calls of a function.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// The numbers of callees by name, or call by place, with the position of the argument.
    places: HashMap<(String, TextRange, usize), usize>,
    /// What the calls left with the function, by their result.
    spared: HashSet<(usize, CallResult)>,
    /// The losses that wait for evidence.
    losses: Vec<Loss>,
}

/// A loss that waits for evidence.
#[derive(Debug)]
struct Loss {
    defect: Defect,
    passages: Vec<Passage>,
    /// Whether the function fails there.
    is_failure: bool,
}

impl Evidence {
    fn place(&mut self, callee: &Callee, call: TextRange, position: usize) -> usize {
        let next = self.places.len();
        let key = match callee {
            Callee::Named(name) => (name.clone(), TextRange::new(0, 0), position),
            Callee::Unknown => (String::new(), call, position),
        };
        *self.places.entry(key).or_insert(next)
    }

    /// The doubt about what a call handed out.
    pub(super) fn result(&mut self, name: Option<&str>, call: TextRange) -> Passage {
        let callee = name.map_or(Callee::Unknown, |name| Callee::Named(name.to_owned()));
        let place = self.place(&callee, call, RESULT);
        Passage { place, call, result: CallResult::Success, is_open: false, is_result: true }
    }

    /// The last reference to an object was released, returned or stolen: no call on the way has taken it.
    pub(super) fn gives_up(&mut self, passages: &[Passage]) {
        for passage in passages {
            // A callee that takes nothing when it succeeds takes nothing when it fails.
            let result = match passage.result {
                CallResult::Untested => CallResult::Success,
                result => result,
            };
            self.spared.insert((passage.place, result));
        }
    }

    /// Writes down a loss that rests on passages.
    pub(super) fn doubt(&mut self, defect: Defect, passages: Vec<Passage>, is_failure: bool) {
        if self.losses.len() < LOSS_LIMIT {
            self.losses.push(Loss { defect, passages, is_failure });
        }
    }

    /// The losses for which evidence has come.
    pub(super) fn confirmed(self) -> Vec<Defect> {
        let Self { spared, losses, .. } = self;
        let is_spared = |passage: &Passage, is_failure: bool| {
            let success = match passage.result {
                // Where the function fails because of it, the other answer is success.
                CallResult::Zero if is_failure => CallResult::NonZero,
                CallResult::NonZero if is_failure => CallResult::Zero,
                _ => CallResult::Success,
            };
            spared.contains(&(passage.place, CallResult::Success))
                || spared.contains(&(passage.place, success))
                || (passage.result != CallResult::Untested && spared.contains(&(passage.place, passage.result)))
        };
        let is_confirmed = |loss: &Loss| loss.passages.iter().all(|passage| is_spared(passage, loss.is_failure));
        losses.into_iter().filter(is_confirmed).map(|loss| loss.defect).collect()
    }
}

/// Whether a defect of an object in doubt is worth writing down: of the other kinds nothing is claimed.
pub(super) fn can_be_confirmed(kind: DefectKind) -> bool {
    matches!(kind, DefectKind::LostAtExit | DefectKind::Overwritten)
}

impl Explorer<'_> {
    /// Whether the function owns no more of an object than the ledger counts. It may have got a pointer of unknown origin
    /// with a reference, as functions of NumPy's kind get dtypes.
    pub(super) fn counts_all_references(&self, state: &State, id: ObjectId) -> bool {
        let object = state.object(id);
        match (object.origin, object.variable) {
            (Origin::New, _) => true,
            (Origin::Given, _) => object.is_presumed(),
            (Origin::Retained, Some(variable)) => {
                let known = &self.flow.variables[variable.index()];
                known.kind == VariableKind::Parameter && !known.is_dtype()
            }
            _ => false,
        }
    }

    /// An operand goes into an unknown call. `false` where it is nothing that stays followed.
    pub(super) fn passes(
        &mut self,
        state: &mut State,
        argument: (&Operand, usize),
        callee: &Callee,
        call: TextRange,
    ) -> bool {
        let (operand, position) = argument;
        let Some(id) = super::transfer::object_of(state, operand) else { return false };
        let object = state.object(id);
        let is_owned = object.is_followed && object.references > 0 && !object.is_resource();
        if !self.weighs_evidence || !is_owned || object.write_back.is_some() {
            return false;
        }
        let object = state.object_mut(id);
        let place = self.evidence.place(callee, call, position);
        let passage = Passage { place, call, result: CallResult::Untested, is_open: true, is_result: false };
        for earlier in object.passages.iter_mut().filter(|earlier| earlier.call == call) {
            earlier.is_open = false;
        }
        if !object.passages.contains(&passage) {
            if object.passages.len() >= PASSAGE_LIMIT {
                return false;
            }
            object.passages.push(passage);
        }
        true
    }

    /// A condition was decided: it may have tested the result of an unknown call.
    pub(super) fn note_test(&self, state: &mut State, condition: &Condition, holds: bool) {
        let (variable, comparison, number) = match (&condition.left, &condition.right) {
            (Operand::Variable(variable), number) => (*variable, condition.comparison, number),
            (number, Operand::Variable(variable)) => (*variable, condition.comparison.mirrored(), number),
            _ => return,
        };
        let Some(call) = state.result_of(variable) else { return };
        let comparison = if holds { comparison } else { comparison.negated() };
        let Some(result) = tested(self.flow, variable, comparison, number) else { return };
        state.change_where(
            |object| object.passages.iter().any(|passage| passage.waits_for(call)),
            |object| {
                let waiting = object.passages.iter_mut().filter(|passage| passage.waits_for(call));
                waiting.for_each(|passage| passage.result = result);
            },
        );
    }
}

/// What a test says of a result; `None` where it says nothing of success.
fn tested(flow: &Flow, variable: VariableId, comparison: Comparison, number: &Operand) -> Option<CallResult> {
    let known = &flow.variables[variable.index()];
    let is_pointer = *number == Operand::Null || (known.is_pointer && known.kind != VariableKind::Temporary);
    let number = match number {
        Operand::Null => 0,
        Operand::Integer(number) => *number,
        _ => return None,
    };
    match (comparison, number) {
        (Comparison::Equal, 0) => Some(if is_pointer { CallResult::Failure } else { CallResult::Zero }),
        (Comparison::NotEqual, 0) => Some(if is_pointer { CallResult::Success } else { CallResult::NonZero }),
        (Comparison::Less, 0) | (Comparison::Equal | Comparison::LessOrEqual, -1) => Some(CallResult::Failure),
        (Comparison::GreaterOrEqual, 0) | (Comparison::NotEqual | Comparison::Greater, -1) => Some(CallResult::Success),
        _ => None,
    }
}
