//! The exception indicator along one path, and the calls whose outcome nobody has looked at yet.

use std::hash::{Hash, Hasher};

use numpy_capi_db::{ErrorIndicator, ExceptionOnFailure, ResultOwnership, Symbol, symbol};

use super::defect::Acquisition;
use super::explore::Explorer;
use super::state::{Object, Origin, State};
use super::value::Value;
use crate::flow::Operand;
use crate::text::TextRange;

/// Whether an exception is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Indicator {
    /// None is set, if none was at the entry.
    #[default]
    Clear,
    /// One is set.
    Set(Raised),
    /// Nothing is known.
    Unknown,
}

/// How an exception came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Raised {
    pub at: TextRange,
    pub by: Raiser,
}

/// What set an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Raiser {
    /// The code itself, by `PyErr_SetString` and its kin.
    Code,
    /// A call that failed.
    Failure,
    /// Something before: `PyErr_Occurred` says that there is one.
    Earlier,
}

/// A call by its place, with what the database says of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caller {
    pub range: TextRange,
    pub symbol: &'static Symbol,
}

/// A call that can fail and whose outcome is not known.
#[derive(Clone, Copy, Debug)]
struct Undecided {
    call: Caller,
    /// Whether nobody can look at the result any more: it was discarded where it was made.
    is_discarded: bool,
    /// Whether a variable received the status.
    is_named: bool,
    /// Whether something depends on the result that may be a test of it.
    is_read: bool,
}

/// What a path knows about exceptions.
#[derive(Clone, Debug, Default)]
pub(super) struct Exceptions {
    pub indicator: Indicator,
    /// The last call that has failed without leaving an exception, while nothing has set one since.
    pub silent_failure: Option<Caller>,
    /// The first call whose failure nobody can notice any more, while nothing has asked for an exception since.
    pub ignored: Option<Caller>,
    /// A status that a loop makes again counts once.
    undecided: Vec<Undecided>,
    /// Whether nothing is followed: the function has too many paths for it.
    is_off: bool,
}

impl Exceptions {
    /// Knows nothing, and learns nothing.
    pub fn off() -> Self {
        Self { indicator: Indicator::Unknown, is_off: true, ..Self::default() }
    }

    /// Whether statuses are worth remembering.
    pub fn is_on(&self) -> bool {
        !self.is_off
    }

    /// Whether an exception is set for certain.
    pub fn is_set(&self) -> bool {
        matches!(self.indicator, Indicator::Set(_))
    }

    /// Starts again with nothing but an indicator.
    fn reset(&mut self, indicator: Indicator) {
        if !self.is_off {
            *self = Self { indicator, ..Self::default() };
        }
    }

    /// A call was made whose outcome shows later, or never.
    pub fn called(&mut self, call: Caller, is_discarded: bool) {
        self.undecided.retain(|known| known.call.range != call.range);
        if !self.is_off {
            self.undecided.push(Undecided { call, is_discarded, is_named: false, is_read: false });
        }
    }

    /// The call of that name at that place whose outcome is open.
    pub fn undecided(&self, range: TextRange) -> Option<&'static Symbol> {
        self.undecided.iter().find(|known| known.call.range == range).map(|known| known.call.symbol)
    }

    /// Whether the outcome of any call is open.
    pub fn has_undecided(&self) -> bool {
        !self.undecided.is_empty()
    }

    /// A variable received a status.
    pub fn name(&mut self, range: TextRange) {
        self.undecided.iter_mut().filter(|known| known.call.range == range).for_each(|known| known.is_named = true);
    }

    /// Something depends on a status.
    pub fn read(&mut self, range: TextRange) {
        self.undecided.iter_mut().filter(|known| known.call.range == range).for_each(|known| known.is_read = true);
    }

    /// A call turns out to have failed.
    pub fn failed(&mut self, call: Caller) {
        let was_open = self.undecided(call.range).is_some();
        self.succeeded(call.range);
        match call.symbol.returns.exception {
            ExceptionOnFailure::Always if was_open => self.fail_with_exception(call.range),
            ExceptionOnFailure::Never => self.fail_silently(call),
            ExceptionOnFailure::Always | ExceptionOnFailure::Ambiguous | ExceptionOnFailure::Sometimes => {
                self.blur();
            }
        }
    }

    /// A call fails here and now.
    pub fn fails(&mut self, call: Caller) {
        match call.symbol.returns.exception {
            ExceptionOnFailure::Always | ExceptionOnFailure::Ambiguous => self.fail_with_exception(call.range),
            ExceptionOnFailure::Never => self.fail_silently(call),
            ExceptionOnFailure::Sometimes => self.blur(),
        }
    }

    /// A call fails, and nobody can notice.
    pub fn fails_unseen(&mut self, call: Caller) {
        if has_exception_with_failure(call.symbol) && !self.is_off {
            self.ignored.get_or_insert(call);
        }
        if self.indicator == Indicator::Clear {
            self.indicator = Indicator::Unknown;
        }
    }

    fn fail_with_exception(&mut self, at: TextRange) {
        self.silent_failure = None;
        // The first failure is the cause of the others.
        if !matches!(self.indicator, Indicator::Set(_)) && !self.is_off {
            self.indicator = Indicator::Set(Raised { at, by: Raiser::Failure });
        }
    }

    fn fail_silently(&mut self, call: Caller) {
        if !matches!(self.indicator, Indicator::Set(_)) && !self.is_off {
            self.silent_failure = Some(call);
        }
    }

    /// A call turns out to have done what it is for.
    pub fn succeeded(&mut self, range: TextRange) {
        self.undecided.retain(|known| known.call.range != range);
    }

    /// Code that is not known may have set or cleared an exception, or looked for one.
    pub fn blur(&mut self) {
        self.reset(Indicator::Unknown);
    }

    /// A macro of the database leaves the function with an exception.
    pub fn raise(&mut self, at: TextRange) {
        self.reset(Indicator::Set(Raised { at, by: Raiser::Failure }));
    }

    /// A call that is about the indicator itself.
    pub fn handle(&mut self, effect: ErrorIndicator, at: TextRange) {
        match effect {
            ErrorIndicator::Set if self.is_off => {}
            ErrorIndicator::Set => {
                self.silent_failure = None;
                self.indicator = Indicator::Set(Raised { at, by: Raiser::Code });
            }
            ErrorIndicator::Clear | ErrorIndicator::Fetch => self.reset(Indicator::Clear),
            ErrorIndicator::Restore => self.blur(),
            ErrorIndicator::Read => {}
        }
    }

    /// `PyErr_Occurred` was asked; `false` where it cannot have given that answer.
    pub fn answered(&mut self, is_set: bool, at: TextRange) -> bool {
        match (self.indicator, is_set) {
            (Indicator::Set(_), true) => {}
            (Indicator::Set(_), false) => return false,
            (_, true) => self.reset(Indicator::Set(Raised { at, by: Raiser::Earlier })),
            // What code that is not known does when it fails, nobody knows either.
            (indicator, false) => {
                let silent_failure = self.silent_failure;
                self.reset(indicator);
                self.silent_failure = silent_failure;
            }
        }
        true
    }

    /// Drops the calls whose outcome is known from elsewhere, or that nobody can look at any more.
    pub fn settle(&mut self, outlook: impl Fn(TextRange) -> Outlook) {
        let mut expired = Vec::new();
        self.undecided.retain(|known| match outlook(known.call.range) {
            Outlook::Open => true,
            Outlook::Succeeded => false,
            Outlook::Gone => {
                expired.push(*known);
                false
            }
        });
        for known in expired {
            let is_status = known.call.symbol.returns.ownership == ResultOwnership::None;
            let raises = known.call.symbol.returns.exception != ExceptionOnFailure::Never;
            let is_ignored = known.is_discarded || (known.is_named && !known.is_read);
            if is_status && is_ignored && has_exception_with_failure(known.call.symbol) {
                self.ignored.get_or_insert(known.call);
            }
            if raises && self.indicator == Indicator::Clear {
                self.indicator = Indicator::Unknown;
            }
        }
    }

    /// What tells two ledgers apart.
    pub fn hash_into(&self, hasher: &mut impl Hasher) {
        match self.indicator {
            Indicator::Clear => 0_u8.hash(hasher),
            Indicator::Set(raised) => (1_u8, raised.by).hash(hasher),
            Indicator::Unknown => 2_u8.hash(hasher),
        }
        self.silent_failure.map(|call| call.range).hash(hasher);
        self.ignored.map(|call| call.range).hash(hasher);
        for known in &self.undecided {
            (known.call.range, known.is_named, known.is_read).hash(hasher);
        }
    }
}

impl Explorer<'_> {
    /// A variable that holds the answer of `PyErr_Occurred` is used as an object: a borrowed reference like any other.
    pub(super) fn know_exception(&self, state: &mut State, operand: &Operand) {
        let Operand::Variable(variable) = *operand else { return };
        let Some(Value::ErrorIndicator(range)) = state.value(variable) else { return };
        let object = Object {
            acquired: Acquisition { range, symbol: self.callee_at(range).and_then(symbol) },
            origin: Origin::Borrowed,
            variable: Some(variable),
            decisions: state.decision_count(),
            ..Self::unknown_object(range)
        };
        let id = state.add(object);
        state.set(variable, Some(Value::Object(id)));
    }
}

/// Whether failure of a call always leaves an exception.
fn has_exception_with_failure(symbol: &Symbol) -> bool {
    matches!(symbol.returns.exception, ExceptionOnFailure::Always | ExceptionOnFailure::Ambiguous)
}

/// Who can still look at the outcome of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outlook {
    /// A variable holds the result, and it has not been tested.
    Open,
    /// The call gave an object.
    Succeeded,
    /// Nobody.
    Gone,
}
