//! What instructions do to the ledger.

use super::defect::{Defect, DefectKind};
use super::evidence::can_be_confirmed;
use super::explore::Explorer;
use super::lifetime::is_certainly_borrowed;
use super::state::{Nullness, Origin, Reach, State};
use super::status::read_statuses;
use super::value::{Interval, ObjectId, Value};
use crate::flow::{Instruction, InstructionKind, Operand, VariableId, VariableKind, fold};
use crate::text::TextRange;

impl Explorer<'_> {
    /// Runs one instruction that is no call.
    pub(super) fn instruction(&mut self, state: &mut State, instruction: &Instruction) {
        let range = instruction.range;
        read_statuses(state, &instruction.kind);
        match &instruction.kind {
            InstructionKind::Declare(target) => {
                self.vacate(state, *target, None, range);
                state.set(*target, Some(Value::Uninitialised));
            }
            InstructionKind::Assign { target, source } => self.assign(state, *target, source, range),
            InstructionKind::Store { path, source, name } => {
                state.forget_assumptions_on(self.flow, name);
                self.store(state, *path, source);
            }
            InstructionKind::Step { target, delta } => {
                let stepped = match state.value(*target) {
                    Some(Value::Number(interval)) => Some(Value::Number(interval.stepped(*delta))),
                    // A pointer that walks through memory still points into it.
                    Some(Value::Object(id)) if state.object(id).is_plain_memory() => Some(Value::Object(id)),
                    _ => None,
                };
                self.changed(state, *target);
                state.set(*target, stepped);
            }
            InstructionKind::ScopeEnd(variable) => self.end_scope(state, *variable, range),
            InstructionKind::Compute { target, operator, left, right } => {
                let number = |operand| match evaluate(state, operand) {
                    Some(Value::Number(number)) if number.low == number.high => Some(number.low),
                    _ => None,
                };
                let result = number(left).zip(number(right)).and_then(|(left, right)| fold(operator, left, right));
                let is_zero = |operand| operator == "*" && number(operand) == Some(0);
                let result = result.or_else(|| (is_zero(left) || is_zero(right)).then_some(0));
                let number = result.map(|value| Value::Number(Interval::exactly(value)));
                let pointer = pointer_arithmetic(state, operator, left, right);
                state.set(*target, number.or(pointer));
            }
            InstructionKind::Forget(target) => {
                Self::unfollow(state, *target);
                self.changed(state, *target);
                self.set_unfollowed(state, *target);
            }
            InstructionKind::Dereference(operand) => {
                self.use_in_doubt(state, operand, range, None);
                self.uses(state, operand, range, None);
                if let Some(id) = object_of(state, operand) {
                    self.needs_non_null(state, id, range, None);
                }
            }
            InstructionKind::Escape(operand) => self.hand_over(state, operand),
            InstructionKind::Barrier => state.forget_all(),
            InstructionKind::Raise { is_certain: true } => state.exceptions.raise(range),
            InstructionKind::Raise { is_certain: false } => state.exceptions.blur(),
            InstructionKind::EndOfStatement => self.end_of_statement(state),
            InstructionKind::Call { .. } => {}
        }
    }

    pub(super) fn assign(&mut self, state: &mut State, target: VariableId, source: &Operand, range: TextRange) {
        let value = self.presume(state, target, source).or_else(|| evaluate(state, source));
        self.vacate(state, target, value, range);
        if let Some(Value::Object(id)) = value
            && self.is_class_value(target)
        {
            state.lose_sight(id);
            self.changed(state, target);
            return state.set(target, None);
        }
        self.changed(state, target);
        state.set(target, value);
        if let Operand::Variable(source) = source {
            state.set_result(target, state.result_of(*source));
        }
        if let Some(Value::Object(id)) = value {
            let kind = self.flow.variables[target.index()].kind;
            if state.object(id).variable.is_none() && kind != VariableKind::Temporary {
                state.object_mut(id).variable = Some(target);
            }
            self.owns(state, target, id);
        } else if let Some(Value::Status(range)) = value {
            if self.flow.variables[target.index()].kind != VariableKind::Temporary {
                state.exceptions.name(range);
            }
            if self.flow.variables[target.index()].is_pointer
                && let Operand::Variable(source) = source
                && self.flow.variables[source.index()].is_pointer
            {
                self.share(state, *source, target);
            }
        } else if let Operand::Variable(source) = source
            && value.is_none()
            && self.flow.variables[target.index()].is_pointer
            && self.flow.variables[source.index()].is_pointer
        {
            self.share(state, *source, target);
        }
    }

    /// Whether a variable is declared as a value of some type and not as a pointer: an object that goes there is in the
    /// hands of a class of C++.
    fn is_class_value(&self, target: VariableId) -> bool {
        let declared = &self.flow.variables[target.index()];
        let is_named = matches!(declared.kind, VariableKind::Local | VariableKind::Parameter);
        is_named && !declared.is_pointer && declared.base.is_none()
    }

    /// Two variables hold the same unknown pointer: what happens to the one happens to the other.
    fn share(&mut self, state: &mut State, source: VariableId, target: VariableId) {
        if self.flow.variables[source.index()].kind == VariableKind::Temporary {
            return;
        }
        let id = state.add(Self::unknown_object(self.flow.variables[source.index()].range));
        state.set(source, Some(Value::Object(id)));
        state.set(target, Some(Value::Object(id)));
    }

    /// A variable is about to hold something else. If it is the last to hold an owned object, that is lost.
    fn vacate(&mut self, state: &mut State, target: VariableId, coming: Option<Value>, range: TextRange) {
        let Some(Value::Object(id)) = state.value(target) else { return };
        if coming == Some(Value::Object(id)) || state.holders(id).any(|holder| holder != target) {
            return;
        }
        let object = state.object(id);
        if object.references > 0 && object.is_followed {
            self.report(state, DefectKind::Overwritten, range, id, None, None);
            state.object_mut(id).is_followed = false;
        }
    }

    /// A variable goes out of scope. If it is the last to hold an owned object, that is lost.
    fn end_scope(&mut self, state: &mut State, variable: VariableId, range: TextRange) {
        if let Some(Value::Object(id)) = state.value(variable)
            && state.holders(id).all(|holder| holder == variable)
        {
            let object = state.object(id);
            if object.references > 0 && object.is_followed {
                let built = object.built;
                let kind = if built.is_some() { DefectKind::LostInBuildValue } else { DefectKind::LostAtExit };
                self.report(state, kind, range, id, None, built);
                state.object_mut(id).is_followed = false;
            }
        }
        self.changed(state, variable);
        state.set(variable, None);
    }

    /// The value of a variable changes: what was known through it is no longer so.
    pub(super) fn changed(&self, state: &mut State, variable: VariableId) {
        state.forget_paths(self.flow, Some(variable));
        state.forget_assumptions(self.flow, variable);
        state.set_result(variable, None);
    }

    fn store(&mut self, state: &mut State, path: Option<VariableId>, source: &Operand) {
        if let Some(path) = path
            && self.observer.as_ref().is_some_and(|observer| observer.is_pointee(path))
        {
            // The caller's variable, which is followed to the end.
            let value = evaluate(state, source);
            self.changed(state, path);
            return state.set(path, value);
        }
        if let Some(id) = object_of(state, source)
            && state.object(id).parameter.is_some()
            && self.observer.is_some()
        {
            state.object_mut(id).stores += 1;
            if let Some(path) = path {
                self.changed(state, path);
                state.set(path, None);
            }
            return;
        }
        let before = evaluate(state, source);
        self.hand_over(state, source);
        let value = match before {
            Some(Value::Status(_)) => before,
            _ => evaluate(state, source),
        };
        if let Some(Value::Object(id)) = value {
            self.given_up(state, id);
            state.object_mut(id).is_in_memory |= path.is_none_or(|path| self.flow.elements.contains_key(&path));
        }
        if let Some(path) = path.filter(|path| self.flow.elements.contains_key(path)) {
            self.store_element(state, path, source, value);
        } else if let Some(path) = path {
            // `a->descr = d` changes what `PyArray_DESCR(a)` gives.
            state.forget_accessors(self.flow, self.flow.variables[path.index()].base);
            self.changed(state, path);
            state.set(path, value);
        }
    }

    /// A value goes into memory. References that are taken to it from here on may be meant for that memory.
    pub(super) fn hand_over(&self, state: &mut State, operand: &Operand) {
        self.escape_bases(state, operand);
        match operand {
            Operand::Variable(variable) if is_unknown_pointer(state.value(*variable)) => {
                self.set_unfollowed(state, *variable);
            }
            _ => escape(state, operand),
        }
    }

    /// The address of a field goes where it is not followed, and with it the memory that the field is in.
    pub(super) fn escape_bases(&self, state: &mut State, operand: &Operand) {
        let Operand::Address(variable) = operand else { return };
        let mut base = self.flow.variables[variable.index()].base;
        while let Some(variable) = base {
            Self::unfollow(state, variable);
            base = self.flow.variables[variable.index()].base;
        }
    }

    /// A variable points to something that is not followed.
    pub(super) fn set_unfollowed(&self, state: &mut State, variable: VariableId) {
        let declared = &self.flow.variables[variable.index()];
        if !declared.is_pointer || declared.kind == VariableKind::Temporary {
            return state.set(variable, None);
        }
        let mut object = Self::unknown_object(declared.range);
        object.is_followed = false;
        let id = state.add(object);
        state.set(variable, Some(Value::Object(id)));
    }

    /// The object in a variable goes where it is not followed.
    pub(super) fn unfollow(state: &mut State, variable: VariableId) {
        if let Some(Value::Object(id)) = state.value(variable) {
            state.lose_sight(id);
        }
    }

    /// Temporaries die with their statement, and what only they held is lost.
    fn end_of_statement(&mut self, state: &mut State) {
        let dying: Vec<VariableId> = state
            .values()
            .map(|(variable, _)| variable)
            .filter(|variable| self.flow.variables[variable.index()].kind == VariableKind::Temporary)
            .collect();
        for variable in dying {
            if let Some(Value::Object(id)) = state.value(variable)
                && state.holders(id).count() == 1
            {
                self.lose(state, id);
            }
            state.set(variable, None);
        }
    }

    /// The last pointer to an object goes away with its statement.
    fn lose(&mut self, state: &mut State, id: ObjectId) {
        let object = state.object(id);
        if object.references <= 0 || !object.is_followed {
            return;
        }
        let at = object.acquired.range;
        let kind = if object.built.is_some() { DefectKind::LostInBuildValue } else { DefectKind::LostTemporary };
        let api = object.lent.map(|(_, symbol)| symbol);
        let earlier = object.built.or(object.lent.map(|(range, _)| range));
        self.report(state, kind, at, id, api, earlier);
        state.object_mut(id).is_followed = false;
    }

    /// A pointer is used where it must not be NULL.
    pub(super) fn needs_non_null(
        &mut self,
        state: &mut State,
        id: ObjectId,
        range: TextRange,
        api: Option<&'static numpy_capi_db::Symbol>,
    ) {
        if matches!(state.object(id).nullness, Nullness::MayHaveFailed | Nullness::Failed) {
            self.report(state, DefectKind::UsedWithoutNullTest, range, id, api, None);
        }
        if state.object(id).nullness != Nullness::NonNull {
            state.object_mut(id).nullness = Nullness::NonNull;
        }
    }

    /// The function is left: what is owned and not handed back is lost.
    pub(super) fn leave(&mut self, state: &mut State, value: Option<&Operand>, range: TextRange) {
        if let Some(observer) = &mut self.observer {
            return observer.leave(state, value);
        }
        if let Some(operand) = value {
            self.hands_back(state, operand, range);
            self.lends_field(state, operand, range);
        }
        let handed_back = value.and_then(|operand| evaluate(state, operand));
        state.settle_exceptions(Reach::Result(handed_back));
        self.exits.note(state, value, range);
        let returned = value.and_then(|operand| object_of(state, operand));
        if let Some(operand) = value {
            self.escape_bases(state, operand);
        }
        if let Some(id) = returned {
            if is_certainly_borrowed(state.object(id)) && self.flow.returns_pointer {
                self.report(state, DefectKind::ReturnedBorrowed, range, id, None, None);
            }
            state.object_mut(id).references -= 1;
            self.given_up(state, id);
            // To hand a result on says nothing about who owns it.
            if !state.object(id).is_presumed() {
                self.spared(state, id);
            }
        }
        self.is_failing = match handed_back {
            Some(Value::Number(number)) if self.flow.returns_pointer => number.is_zero(),
            Some(Value::Number(number)) => number.high < 0,
            _ => false,
        };
        for id in state.owned() {
            let object = state.object(id);
            let is_temporary =
                state.holders(id).all(|v| self.flow.variables[v.index()].kind == VariableKind::Temporary);
            if is_temporary {
                self.lose(state, id);
                continue;
            }
            let built = object.built;
            let kind = if built.is_some() { DefectKind::LostInBuildValue } else { DefectKind::LostAtExit };
            self.report(state, kind, range, id, None, built);
        }
        self.is_failing = false;
    }

    /// Notes that some path gives an object up, for telling "never released" from "lost on this path".
    pub(super) fn given_up(&mut self, state: &State, id: ObjectId) {
        self.given_up.insert(state.object(id).acquired.range);
    }

    /// A reference was given up: if it was the last, no call on the way has taken one.
    pub(super) fn spared(&mut self, state: &mut State, id: ObjectId) {
        let is_proof = !state.object(id).is_presumed() || !self.is_guarded(state, id);
        let is_counted = is_proof && self.counts_all_references(state, id);
        let object = state.object_mut(id);
        if object.references == 0 && object.is_followed {
            let passages = std::mem::take(&mut object.passages);
            if is_counted {
                self.evidence.gives_up(&passages);
            }
        }
    }

    /// The variable by which the user knows an object: a local rather than a field, and never an accessor's result.
    fn name_giver(&self, state: &State, id: ObjectId) -> Option<VariableId> {
        let rank = |variable: &VariableId| match &self.flow.variables[variable.index()] {
            known if known.name.contains('(') => None,
            // An argument that a local took over is the caller's; the reference belongs to the local.
            known => match known.kind {
                VariableKind::Local => Some(0),
                VariableKind::Parameter => Some(1),
                VariableKind::Path => Some(2),
                VariableKind::Temporary => None,
            },
        };
        state.holders(id).filter(|variable| rank(variable).is_some()).min_by_key(rank)
    }

    pub(super) fn report(
        &mut self,
        state: &State,
        kind: DefectKind,
        at: TextRange,
        id: ObjectId,
        api: Option<&'static numpy_capi_db::Symbol>,
        earlier: Option<TextRange>,
    ) {
        let object = state.object(id);
        let key = (kind, object.acquired.range, at);
        let is_in_doubt = !object.passages.is_empty() && kind != DefectKind::UsedWithoutNullTest;
        let is_known = self.observer.is_some() || self.defects.contains_key(&key);
        if is_known || (is_in_doubt && !(can_be_confirmed(kind) && object.is_certainly_there())) {
            return;
        }
        let holder = self.name_giver(state, id).or(object.variable);
        let variable = holder.map_or_else(String::new, |v| self.flow.variables[v.index()].name.clone());
        let path = state.path().into_iter().skip(object.decisions).collect();
        let acquired = object.acquired;
        let may_be_null = object.nullness != Nullness::NonNull;
        let defect = Defect {
            is_refused: object.is_refused,
            giver: object.giver.clone(),
            is_argument: object.parameter.is_some(),
            is_taken_over: object.parameter.is_some() && object.origin == Origin::New,
            is_retained: object.origin == Origin::Retained,
            kind,
            at,
            acquired,
            variable,
            holder,
            may_be_null,
            released_by: object.released_by,
            api,
            earlier,
            path,
            given_up_elsewhere: false,
        };
        if is_in_doubt {
            return self.evidence.doubt(defect, object.passages.clone(), self.is_failing);
        }
        self.defects.insert(key, defect);
    }
}

impl Explorer<'_> {
    /// A variable is released that holds no object: it has no value, or is NULL.
    pub(super) fn report_variable(
        &mut self,
        state: &State,
        kind: DefectKind,
        variable: VariableId,
        at: TextRange,
        api: &'static numpy_capi_db::Symbol,
    ) {
        let declared = &self.flow.variables[variable.index()];
        let defect = Defect {
            kind,
            at,
            acquired: super::defect::Acquisition { range: declared.range, symbol: None },
            variable: declared.name.clone(),
            holder: Some(variable),
            may_be_null: true,
            released_by: "",
            api: Some(api),
            is_refused: false,
            giver: None,
            is_argument: false,
            is_taken_over: false,
            is_retained: false,
            earlier: None,
            path: state.path(),
            given_up_elsewhere: false,
        };
        self.defects.entry((defect.kind, declared.range, at)).or_insert(defect);
    }
}

/// What an operand is on this path; `None` where it is unknown.
pub(super) fn evaluate(state: &State, operand: &Operand) -> Option<Value> {
    match operand {
        Operand::Variable(variable) => state.value(*variable),
        Operand::Null => Some(Value::Number(Interval::exactly(0))),
        Operand::Integer(value) => Some(Value::Number(Interval::exactly(*value))),
        Operand::Address(variable) => Some(Value::Address(*variable)),
        Operand::Text(_) | Operand::NewReference => Some(Value::Number(Interval::NON_ZERO)),
        Operand::Global(_) | Operand::Unknown => None,
    }
}

/// The variable whose address an operand is.
pub(super) fn address_of(state: &State, operand: &Operand) -> Option<VariableId> {
    match evaluate(state, operand) {
        Some(Value::Address(variable)) => Some(variable),
        _ => None,
    }
}

/// The object that an operand points to.
pub(super) fn object_of(state: &State, operand: &Operand) -> Option<ObjectId> {
    match evaluate(state, operand) {
        Some(Value::Object(id)) => Some(id),
        _ => None,
    }
}

/// An operand goes where it is not followed: the object it points to, or the variable whose address it is.
pub(super) fn escape(state: &mut State, operand: &Operand) {
    match evaluate(state, operand) {
        Some(Value::Object(id)) => state.lose_sight(id),
        Some(Value::Address(variable)) => {
            if let Some(Value::Object(id)) = state.value(variable) {
                state.lose_sight(id);
            }
            state.set(variable, None);
        }
        _ => {}
    }
}

/// A pointer into memory that is moved still points into it. What else is computed from it is not followed.
fn pointer_arithmetic(state: &mut State, operator: &str, left: &Operand, right: &Operand) -> Option<Value> {
    let resource = |operand| object_of(state, operand).filter(|id| state.object(*id).is_plain_memory());
    let (left, right) = (resource(left), resource(right));
    match (operator, left, right) {
        ("+" | "-", Some(id), None) | ("+", None, Some(id)) => Some(Value::Object(id)),
        ("-", Some(_), Some(_)) => None,
        _ => {
            for id in [left, right].into_iter().flatten() {
                state.object_mut(id).is_followed = false;
            }
            None
        }
    }
}

/// A callee that nothing is known of gets an argument. What the function does not own of it, it cannot lose there; but
/// the callee may have taken a reference on its behalf.
pub(super) fn pass_on(state: &mut State, operand: &Operand) {
    match object_of(state, operand) {
        Some(id) if state.object(id).parameter.is_some() && state.object(id).references <= 0 => {
            state.object_mut(id).origin = Origin::Retained;
        }
        _ => escape(state, operand),
    }
}

/// Whether a value may be a pointer to an object that the path has not met yet.
pub(super) fn is_unknown_pointer(value: Option<Value>) -> bool {
    match value {
        None | Some(Value::Uninitialised | Value::Status(_)) => true,
        Some(Value::Number(number)) => number.low != number.high,
        Some(_) => false,
    }
}
