//! Conditions: which ways are open, and what is known on each.

use super::call::note_test_of_field;
use super::defect::{Acquisition, Outcome, Station};
use super::doubt::Cause;
use super::explore::Explorer;
use super::lifetime::{is_out_of_sight, loses_sight};
use super::state::{Nullness, Object, Origin, State};
use super::status::read;
use super::transfer::{evaluate, object_of};
use super::value::{Interval, ObjectId, Value};
use crate::flow::{Comparison, Condition, Operand, VariableKind};

/// What is known on each way: condition holds, condition does not hold. `None` where the way is closed.
pub(super) type Ways = (Option<State>, Option<State>);

impl Explorer<'_> {
    pub(super) fn branch(&mut self, state: State, condition: &Condition) -> Ways {
        if let Some((key, negated)) = condition.key
            && let Some(outcome) = state.assumption(key)
        {
            // The same text had this outcome before, and nothing that it depends on has changed.
            let (then, otherwise) = self.decided(state, condition);
            return if outcome == negated { (None, otherwise) } else { (then, None) };
        }
        let (mut then, mut otherwise) = self.decided(state, condition);
        for (state, holds) in [(&mut then, true), (&mut otherwise, false)] {
            if let Some(state) = state {
                self.note_test(state, condition, holds);
            }
        }
        if let (Some(then), Some(otherwise)) = (&mut then, &mut otherwise) {
            if let Some((key, negated)) = condition.key {
                then.assume(key, !negated);
                otherwise.assume(key, negated);
            }
            if !condition.hidden {
                then.decide(Station { range: condition.range, outcome: Outcome::Condition(true) });
                otherwise.decide(Station { range: condition.range, outcome: Outcome::Condition(false) });
            }
        }
        (then, otherwise)
    }

    fn decided(&self, state: State, condition: &Condition) -> Ways {
        let mut ways = self.split(state, condition);
        note_test_of_field(self, &mut ways, condition);
        ways
    }

    fn split(&self, mut state: State, condition: &Condition) -> Ways {
        read(&mut state, &condition.left, &condition.right);
        let right = evaluate(&state, &condition.right);
        if let Some(Value::Number(number)) = right
            && number.low == number.high
        {
            return self.against_number(state, &condition.left, condition.comparison, number.low);
        }
        let left = evaluate(&state, &condition.left);
        if let Some(Value::Number(number)) = left
            && number.low == number.high
        {
            return self.against_number(state, &condition.right, condition.comparison.mirrored(), number.low);
        }
        Self::against_pointer(state, condition)
    }

    /// Two pointers are compared.
    fn against_pointer(state: State, condition: &Condition) -> Ways {
        let (left, right) = (object_of(&state, &condition.left), object_of(&state, &condition.right));
        let mut equal = state.clone();
        let different = state;
        if let (Some(left), Some(right)) = (left, right)
            && left == right
        {
            return match condition.comparison {
                Comparison::Equal => (Some(equal), None),
                Comparison::NotEqual => (None, Some(equal)),
                _ => (Some(equal), Some(different)),
            };
        }
        // If they are equal, they are one object that is known by two names: not followed.
        let is_singleton = |operand: &Operand| matches!(operand, Operand::Global(_));
        let is_singleton_compared = is_singleton(&condition.left) || is_singleton(&condition.right);
        for id in [left, right].into_iter().flatten() {
            if !(is_singleton_compared && is_itself(equal.object(id), condition)) {
                equal.lose_sight(id);
            }
        }
        match condition.comparison {
            Comparison::Equal => (Some(equal), Some(different)),
            Comparison::NotEqual => (Some(different), Some(equal)),
            _ => (Some(different.clone()), Some(different)),
        }
    }

    fn against_number(&self, state: State, operand: &Operand, comparison: Comparison, number: i64) -> Ways {
        match evaluate(&state, operand) {
            Some(Value::Object(id)) if number == 0 => Self::against_null(state, id, comparison),
            Some(Value::Number(interval)) => self.against_interval(state, operand, interval, comparison, number),
            Some(Value::Address(_)) if number == 0 => match comparison {
                Comparison::Equal => (None, Some(state)),
                Comparison::NotEqual => (Some(state), None),
                _ => (Some(state.clone()), Some(state)),
            },
            Some(Value::ErrorIndicator(_)) if number == 0 => {
                let mut clear = state.clone();
                let mut set = state;
                if set.is_cleaning_up && !set.exceptions.is_set() {
                    // The question is which of the ways here was taken, and the ledger does not know.
                    set.change_where(|object| !is_out_of_sight(object), loses_sight);
                    clear.change_where(
                        |object| !object.lifetime.has_other_owner || object.lifetime.end.is_some(),
                        |object| {
                            object.lifetime.has_other_owner = true;
                            object.lifetime.end = None;
                        },
                    );
                }
                clear.settle_tested();
                // No exception: no call on the way has failed.
                clear.change_where(Object::raises_on_failure, |object| object.nullness = Nullness::NonNull);
                // Where the exception is known, it says nothing about the last call.
                let set = if set.exceptions.is_set() { Some(set) } else { Self::with_exception(set) };
                let set = set.and_then(|set| Self::answered(set, true));
                let clear = Self::answered(clear, false);
                match comparison {
                    Comparison::Equal => (clear, set),
                    _ => (set, clear),
                }
            }
            Some(Value::Status(range)) => self.against_status(state, operand, range, comparison, number),
            None => {
                let mut state = state;
                if number == 0 && self.is_other_memory(operand) {
                    state.test_memory();
                }
                self.against_interval(state, operand, Interval::ANY, comparison, number)
            }
            Some(_) => (Some(state.clone()), Some(state)),
        }
    }

    /// An exception is set: if the last call that can fail handed out an object, it has failed after all. `None` where
    /// the object is known to be there, and so the exception cannot be.
    fn with_exception(mut state: State) -> Option<State> {
        let last = state.last_fallible.and_then(|range| state.acquired_at(range));
        if let Some(id) = last {
            match state.object(id).nullness {
                Nullness::NonNull => return None,
                Nullness::MayHaveFailed => state.make_null(id),
                Nullness::Unknown | Nullness::Failed => {}
            }
        }
        Some(state)
    }

    fn against_null(state: State, id: ObjectId, comparison: Comparison) -> Ways {
        if state.object(id).nullness == Nullness::Failed {
            let mut null = state;
            null.make_null(id);
            return match comparison {
                Comparison::Equal | Comparison::LessOrEqual | Comparison::GreaterOrEqual => (Some(null), None),
                Comparison::NotEqual | Comparison::Less | Comparison::Greater => (None, Some(null)),
            };
        }
        // No pointer is less than NULL: such a test tells nothing.
        match comparison {
            Comparison::Less => return (None, Some(state)),
            Comparison::GreaterOrEqual => return (Some(state), None),
            _ => {}
        }
        let mut non_null = state.clone();
        let is_known = non_null.object(id).nullness == Nullness::NonNull;
        if !is_known {
            non_null.object_mut(id).nullness = Nullness::NonNull;
        }
        let holders: Vec<_> = state.holders(id).collect();
        for holder in &holders {
            non_null.settle(*holder);
        }
        let null = if is_known {
            None
        } else {
            let mut null = state;
            let acquired = null.object(id).acquired;
            null.make_null(id);
            for holder in holders {
                null.doubt(holder, Cause::Tested, acquired, None);
            }
            Some(null)
        };
        match comparison {
            Comparison::Equal | Comparison::LessOrEqual => (null, Some(non_null)),
            _ => (Some(non_null), null),
        }
    }

    pub(super) fn against_interval(
        &self,
        state: State,
        operand: &Operand,
        interval: Interval,
        comparison: Comparison,
        number: i64,
    ) -> Ways {
        let narrow = |mut state: State, interval: Interval| {
            if let Operand::Variable(variable) = operand
                && self.is_worth_knowing(*variable)
            {
                state.set(*variable, (interval != Interval::ANY).then_some(Value::Number(interval)));
                let declared = &self.flow.variables[variable.index()];
                if interval.is_zero() && declared.is_pointer && declared.kind != VariableKind::Path {
                    let acquired = Acquisition { range: declared.range, symbol: None };
                    state.doubt(*variable, Cause::Tested, acquired, None);
                }
            }
            state
        };
        let refined = |comparison: Comparison| interval.refined(comparison, number);
        match (refined(comparison), refined(comparison.negated())) {
            (Some(holds), Some(fails)) => (Some(narrow(state.clone(), holds)), Some(narrow(state, fails))),
            (holds, None) => (holds.map(|interval| narrow(state, interval)), None),
            (None, fails) => (None, fails.map(|interval| narrow(state, interval))),
        }
    }

    /// Whether an operand reads memory that is not followed.
    fn is_other_memory(&self, operand: &Operand) -> bool {
        match operand {
            Operand::Unknown => true,
            Operand::Variable(variable) => self.flow.elements.contains_key(variable),
            _ => false,
        }
    }

    /// Whether what a test says of a variable is kept. Temporaries are tested once; elements change in many ways.
    fn is_worth_knowing(&self, variable: crate::flow::VariableId) -> bool {
        let is_temporary = self.flow.variables[variable.index()].kind == VariableKind::Temporary;
        !is_temporary && !self.flow.elements.contains_key(&variable)
    }
}

/// Whether an object that turns out to be a constant such as `Py_None` is followed on: an argument is still the argument,
/// and a reference that a call has handed out is still owned, unless the call gives that constant without one.
fn is_itself(object: &Object, condition: &Condition) -> bool {
    if object.parameter.is_some() {
        return true;
    }
    let Some(symbol) = object.acquired.symbol else { return false };
    let is_nothing = |operand: &Operand| matches!(operand, Operand::Global(name) if name == symbol.returns.nothing);
    let is_owned = object.origin == Origin::New && object.references > 0;
    is_owned && !is_nothing(&condition.left) && !is_nothing(&condition.right)
}
