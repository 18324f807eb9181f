//! Where a function is left, with what, and whether an exception is set then: the conventions that callers rely on.

use std::collections::BTreeMap;

use numpy_capi_db::{ExceptionOnFailure, Format, Kind, ResultOwnership, Symbol, symbol};

use super::defect::{Acquisition, Defect, DefectKind, Station};
use super::exceptions::{Caller, Indicator, Raised, Raiser};
use super::state::{Nullness, State};
use super::transfer::evaluate;
use super::value::Value;
use crate::flow::{Callee, Flow, InstructionKind, Operand, VariableKind};
use crate::text::TextRange;

/// What a function hands back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Handed {
    /// The null pointer, or zero.
    Zero,
    /// -1.
    MinusOne,
    /// A pointer to an object, or the result of a call that can give one.
    Object,
    /// Something else, or nothing.
    Other,
}

/// One way out of the function.
#[derive(Clone, Debug)]
pub(super) struct Exit {
    range: TextRange,
    handed: Handed,
    indicator: Indicator,
    silent_failure: Option<Caller>,
    ignored: Option<Caller>,
    /// Whether what is handed back is the result of a call that may have failed, with the exception of that call.
    hands_failure_on: bool,
    path: Vec<Station>,
}

impl Exit {
    /// Whether the cause is memory that was not to be had. What a look-up does not find may be no failure.
    fn has_failed_allocation(&self) -> bool {
        self.silent_failure.is_some_and(|call| call.symbol.returns.ownership == ResultOwnership::Resource)
    }
}

/// The ways out, one for each difference that matters.
#[derive(Debug, Default)]
pub(super) struct Exits {
    found: BTreeMap<Difference, Exit>,
}

/// What tells ways out apart: the place, the value, the indicator, the call that failed silently, the ignored one.
type Difference = (TextRange, Handed, u8, Option<TextRange>, Option<TextRange>);

impl Exits {
    /// Notes that a path leaves the function.
    pub fn note(&mut self, state: &State, value: Option<&Operand>, range: TextRange) {
        let exceptions = &state.exceptions;
        let handed = value.map_or(Handed::Other, |value| handed(state, value));
        let kind = match exceptions.indicator {
            Indicator::Clear => 0,
            Indicator::Unknown => 1,
            Indicator::Set(Raised { by: Raiser::Code, .. }) => 2,
            Indicator::Set(Raised { by: Raiser::Failure, .. }) => 3,
            Indicator::Set(Raised { by: Raiser::Earlier, .. }) => 4,
        };
        let silent = exceptions.silent_failure.map(|call| call.range);
        let ignored = exceptions.ignored.map(|call| call.range);
        let hands_failure_on = value.is_some_and(|value| hands_failure_on(state, value));
        let exit = self.found.entry((range, handed, kind, silent, ignored)).or_insert_with(|| Exit {
            range,
            handed,
            indicator: exceptions.indicator,
            silent_failure: exceptions.silent_failure,
            ignored: exceptions.ignored,
            hands_failure_on,
            path: state.path(),
        });
        exit.hands_failure_on |= hands_failure_on;
    }

    /// What the ways out say about each other.
    pub fn defects(&self, flow: &Flow) -> Vec<Defect> {
        let convention = Convention::of(self, flow);
        self.found.values().filter_map(|exit| convention.defect(exit)).collect()
    }
}

/// What a function hands back, as its type and its other ways out tell.
struct Convention {
    failure: Handed,
    /// What success looks like, where that is certain.
    success: Option<Handed>,
    /// Whether Python calls the function, so that it has to keep the convention.
    is_called_by_python: bool,
    /// Whether failure comes with an exception, as far as can be seen.
    raises: bool,
    /// Whether some way out hands back an object without an exception. A function that raises on all of them is there to
    /// raise, and hands back what it has raised.
    gives_in_peace: bool,
}

impl Convention {
    fn of(exits: &Exits, flow: &Flow) -> Self {
        let failure = if flow.returns_pointer { Handed::Zero } else { Handed::MinusOne };
        let any = |test: &dyn Fn(&Exit) -> bool| exits.found.values().any(test);
        let is_set = |exit: &Exit| matches!(exit.indicator, Indicator::Set(_));
        let raises_somewhere = any(&|exit| (exit.handed == failure && is_set(exit)) || exit.hands_failure_on);
        let fails_quietly =
            any(&|exit| exit.handed == failure && exit.indicator == Indicator::Clear && !exit.has_failed_allocation());
        let raises = raises_somewhere && !fails_quietly;
        let returns_zero_in_peace = || any(&|exit| exit.handed == Handed::Zero && !is_set(exit));
        let success = if flow.returns_pointer {
            flow.returns_object.then_some(Handed::Object)
        } else {
            (raises && returns_zero_in_peace()).then_some(Handed::Zero)
        };
        let gives_in_peace = any(&|exit| exit.handed == Handed::Object && !is_set(exit));
        let keeps_convention = flow.returns_object || !flow.returns_pointer;
        let is_called_by_python = keeps_convention && is_called_by_python(flow);
        Self { failure, success, is_called_by_python, raises, gives_in_peace }
    }

    fn defect(&self, exit: &Exit) -> Option<Defect> {
        let is_success = self.success == Some(exit.handed);
        match exit.indicator {
            Indicator::Set(Raised { at, by }) if is_success => {
                let kind = match by {
                    Raiser::Code if exit.handed == Handed::Object && !self.gives_in_peace => return None,
                    Raiser::Code => DefectKind::SuccessAfterRaising,
                    Raiser::Failure => DefectKind::SuccessAfterFailure,
                    Raiser::Earlier => return None,
                };
                Some(defect(kind, exit, at, None))
            }
            Indicator::Set(_) => None,
            Indicator::Clear | Indicator::Unknown if exit.handed == self.failure => self.without_exception(exit),
            Indicator::Clear | Indicator::Unknown => {
                let ignored = exit.ignored.filter(|_| is_success)?;
                let kind = match ignored.symbol.returns.exception {
                    ExceptionOnFailure::Ambiguous => DefectKind::AmbiguousUnchecked,
                    _ => DefectKind::StatusIgnored,
                };
                Some(defect(kind, exit, ignored.range, Some(ignored.symbol)))
            }
        }
    }

    fn without_exception(&self, exit: &Exit) -> Option<Defect> {
        if let Some(call) = exit.silent_failure {
            let is_wrong = self.is_called_by_python || (self.raises && exit.has_failed_allocation());
            return is_wrong.then(|| defect(DefectKind::FailureWithoutException, exit, call.range, Some(call.symbol)));
        }
        let is_wrong = self.is_called_by_python && exit.indicator == Indicator::Clear;
        is_wrong.then(|| defect(DefectKind::FailureWithoutException, exit, exit.range, None))
    }
}

fn defect(kind: DefectKind, exit: &Exit, cause: TextRange, symbol: Option<&'static Symbol>) -> Defect {
    Defect {
        is_argument: false,
        is_taken_over: false,
        is_retained: false,
        kind,
        at: exit.range,
        acquired: Acquisition { range: cause, symbol },
        variable: String::new(),
        holder: None,
        may_be_null: false,
        api: symbol,
        is_refused: false,
        giver: None,
        released_by: "",
        earlier: None,
        path: exit.path.clone(),
        given_up_elsewhere: false,
    }
}

fn handed(state: &State, value: &Operand) -> Handed {
    if let Operand::Global(name) = value {
        let is_object = symbol(name).is_some_and(|symbol| symbol.kind == Kind::Global);
        return if is_object { Handed::Object } else { Handed::Other };
    }
    if *value == Operand::NewReference {
        return Handed::Object;
    }
    match evaluate(state, value) {
        Some(Value::Number(number)) if number.is_zero() => Handed::Zero,
        Some(Value::Number(number)) if number.low == -1 && number.high == -1 => Handed::MinusOne,
        Some(Value::Object(id)) => match state.object(id).nullness {
            Nullness::NonNull | Nullness::MayHaveFailed => Handed::Object,
            Nullness::Failed => Handed::Zero,
            Nullness::Unknown => Handed::Other,
        },
        _ => Handed::Other,
    }
}

/// Whether a result goes back untested that is NULL with an exception where its call has failed.
fn hands_failure_on(state: &State, value: &Operand) -> bool {
    let Some(Value::Object(id)) = evaluate(state, value) else { return false };
    let object = state.object(id);
    let raises = |symbol: &Symbol| symbol.returns.exception == ExceptionOnFailure::Always;
    object.nullness == Nullness::MayHaveFailed && object.acquired.symbol.is_some_and(raises)
}

/// Whether the function takes a tuple of arguments apart that it was given: so does what Python calls.
fn is_called_by_python(flow: &Flow) -> bool {
    let is_parameter = |operand: &Operand| match operand {
        Operand::Variable(variable) => flow.variables[variable.index()].kind == VariableKind::Parameter,
        _ => false,
    };
    flow.blocks.iter().flat_map(|block| &block.instructions).any(|instruction| match &instruction.kind {
        InstructionKind::Call { callee: Callee::Named(name), arguments, .. } => {
            let parses = symbol(name)
                .is_some_and(|symbol| symbol.params.iter().any(|param| param.format == Some(Format::Parse)));
            parses && arguments.first().is_some_and(|argument| is_parameter(&argument.operand))
        }
        _ => false,
    })
}
