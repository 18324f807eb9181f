//! The ledger of one path at one point.

use std::hash::{Hash, Hasher};
use std::rc::Rc;
use std::sync::Arc;

use numpy_capi_db::{ExceptionOnFailure, Symbol};

use super::defect::{Acquisition, Station};
use super::doubt::{Cause, Doubt};
use super::evidence::Passage;
use super::exceptions::{Caller, Exceptions, Outlook};
use super::lifetime::{Lifetime, is_out_of_sight, loses_sight};
use super::shared_object::SharedObject;
use super::value::{Interval, ObjectId, Value};
use crate::fingerprint::Fingerprint;
use crate::flow::{BlockId, Flow, Live, Variable, VariableId, VariableKind};
use crate::text::TextRange;

/// What is known at one point of one path.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    /// The values by variable, ordered; a variable that is missing holds something unknown.
    values: Vec<(VariableId, Value)>,
    /// Shared by the states that descend from one another, until one of them changes an object.
    objects: Vec<SharedObject>,
    /// The outcomes of conditions that occur again, ordered by key.
    assumptions: Vec<(usize, bool)>,
    /// The pointers that can be NULL for a known reason.
    doubts: Vec<Doubt>,
    /// The last call that can fail or of which nothing is known.
    pub last_fallible: Option<TextRange>,
    /// Whether something was released since the last call that can fail: the function is cleaning up.
    pub is_cleaning_up: bool,
    /// While the function is summarised: whether a call has failed on the path.
    pub failed: Option<bool>,
    /// What is known of the exception indicator.
    pub exceptions: Exceptions,
    /// The variables that hold the result of a call of which nothing is known, each with that call.
    results: Vec<(VariableId, TextRange)>,
    trail: Option<Rc<Step>>,
}

/// An object that the path knows of.
#[derive(Clone, Debug)]
pub(super) struct Object {
    pub acquired: Acquisition,
    pub origin: Origin,
    /// For memory and other resources: the function that ends them. Empty for objects with references.
    pub released_by: &'static str,
    /// The references that the function owns; of a resource one until it is ended.
    pub references: i32,
    pub nullness: Nullness,
    /// Whether all that happens to the object is seen. Once it has gone where it is not followed, nothing is claimed.
    pub is_followed: bool,
    /// Where a call stole a reference last.
    pub stolen: Option<TextRange>,
    /// Where the function released its last reference.
    pub released: Option<TextRange>,
    /// Where a write-back was requested that is still pending.
    pub write_back: Option<TextRange>,
    /// Where `Py_BuildValue` took it without stealing.
    pub built: Option<TextRange>,
    /// The last call that took it without stealing.
    pub lent: Option<(TextRange, &'static Symbol)>,
    /// Whether a call that steals on success has failed and left it here.
    pub is_refused: bool,
    /// Whether memory that is not followed holds it too.
    pub is_in_memory: bool,
    /// The function that handed it out, where it is none of the database; empty where the call names none.
    pub giver: Option<Arc<str>>,
    /// The parameter that it came by, where it is followed from the beginning.
    pub parameter: Option<ParameterObject>,
    /// How often it was stored in memory, while the function is summarised.
    pub stores: i32,
    /// Who keeps it alive.
    pub lifetime: Lifetime,
    /// The variable that held it first.
    pub variable: Option<VariableId>,
    /// The unknown calls that it was an argument of while the function owned it.
    pub passages: Vec<Passage>,
    /// The number of decisions before it was acquired.
    pub decisions: usize,
}

/// How the function came by an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Origin {
    /// An API handed out a new reference.
    New,
    /// An API handed out a borrowed reference.
    Borrowed,
    /// The ledger does not see where it comes from; the function owns one reference at most.
    Given,
    /// The function took a reference of its own to something it was given.
    Retained,
}

/// How an object came by a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum ParameterObject {
    /// It is the argument.
    Argument(usize),
    /// The argument points to a variable that held it.
    Behind(usize),
}

/// Whether a pointer can be NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Nullness {
    /// It is not.
    NonNull,
    /// It is the result of a call that can fail, and has not been tested.
    MayHaveFailed,
    /// It can be for other reasons, or nothing is known.
    Unknown,
    /// It is: the call has failed on this path, and nobody has looked yet.
    Failed,
}

/// What can still be looked at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reach {
    /// What the variables hold.
    Variables,
    /// At an exit: what is handed back.
    Result(Option<Value>),
}

/// A decision with those before it.
#[derive(Debug)]
struct Step {
    station: Station,
    before: Option<Rc<Step>>,
    /// How many there are with this one.
    count: usize,
}

impl Object {
    /// Whether the call that gave it may have failed, and would have set an exception then.
    pub fn raises_on_failure(&self) -> bool {
        let is_silent = |symbol: &Symbol| symbol.returns.exception == ExceptionOnFailure::Never;
        self.nullness == Nullness::MayHaveFailed && !self.acquired.symbol.is_some_and(is_silent)
    }

    /// Whether pointers can lead into this: a resource, or an argument that may be one.
    pub fn is_plain_memory(&self) -> bool {
        self.is_resource() || self.parameter.is_some()
    }

    /// What tells two objects apart; the way that led to them does not count.
    pub fn hash_into(&self, hasher: &mut impl Hasher) {
        self.acquired.range.hash(hasher);
        self.references.hash(hasher);
        self.nullness.hash(hasher);
        self.is_followed.hash(hasher);
        self.stolen.is_some().hash(hasher);
        self.released.is_some().hash(hasher);
        self.write_back.is_some().hash(hasher);
        self.built.is_some().hash(hasher);
        self.is_refused.hash(hasher);
        self.is_in_memory.hash(hasher);
        self.parameter.hash(hasher);
        self.stores.hash(hasher);
        self.passages.hash(hasher);
        self.lifetime.hash(hasher);
    }

    /// Whether this is memory or another resource rather than an object with references.
    pub fn is_resource(&self) -> bool {
        !self.released_by.is_empty()
    }
}

impl State {
    /// The state at the entry of a function whose exceptions are not followed.
    pub fn without_exceptions() -> Self {
        Self { exceptions: Exceptions::off(), ..Self::default() }
    }

    pub fn value(&self, variable: VariableId) -> Option<Value> {
        let found = self.values.binary_search_by_key(&variable, |(known, _)| *known).ok()?;
        self.values.get(found).map(|(_, value)| *value)
    }

    pub fn set(&mut self, variable: VariableId, value: Option<Value>) {
        self.settle(variable);
        match (self.values.binary_search_by_key(&variable, |(known, _)| *known), value) {
            (Ok(at), Some(value)) => self.values[at].1 = value,
            (Ok(at), None) => {
                self.values.remove(at);
            }
            (Err(at), Some(value)) => self.values.insert(at, (variable, value)),
            (Err(_), None) => {}
        }
    }

    /// From here on a pointer can be NULL, for this reason.
    pub fn doubt(&mut self, variable: VariableId, cause: Cause, acquired: Acquisition, block: Option<BlockId>) {
        self.settle(variable);
        let decisions = self.decision_count();
        self.doubts.push(Doubt { variable, cause, acquired, decisions, block });
    }

    pub fn doubt_about(&self, variable: VariableId) -> Option<Doubt> {
        self.doubts.iter().copied().find(|doubt| doubt.variable == variable)
    }

    /// Nothing is in doubt about a variable any more.
    pub fn settle(&mut self, variable: VariableId) {
        self.doubts.retain(|doubt| doubt.variable != variable);
    }

    /// What a test has said may have had consequences that are not seen.
    pub fn settle_tested(&mut self) {
        self.doubts.retain(|doubt| doubt.cause != Cause::Tested);
    }

    /// The unknown call whose result a variable holds.
    pub fn result_of(&self, variable: VariableId) -> Option<TextRange> {
        self.results.iter().find(|(known, _)| *known == variable).map(|(_, call)| *call)
    }

    /// A variable receives the result of an unknown call, or no longer holds one.
    pub fn set_result(&mut self, variable: VariableId, call: Option<TextRange>) {
        self.results.retain(|(known, _)| *known != variable);
        self.results.extend(call.map(|call| (variable, call)));
    }

    pub fn object(&self, id: ObjectId) -> &Object {
        &self.objects[id.0 as usize]
    }

    pub fn object_mut(&mut self, id: ObjectId) -> &mut Object {
        self.objects[id.0 as usize].change()
    }

    pub fn add(&mut self, object: Object) -> ObjectId {
        self.objects.push(SharedObject::new(object));
        ObjectId(self.objects.len() as u32 - 1)
    }

    /// How much it holds.
    pub fn size(&self) -> usize {
        self.values.len() + self.objects.len()
    }

    /// The variables that hold an object.
    pub fn holders(&self, id: ObjectId) -> impl Iterator<Item = VariableId> {
        self.values.iter().filter(move |(_, value)| *value == Value::Object(id)).map(|(variable, _)| *variable)
    }

    pub fn values(&self) -> impl Iterator<Item = (VariableId, Value)> {
        self.values.iter().copied()
    }

    /// The objects that only this one keeps alive.
    pub fn kept_alive_by(&self, keeper: ObjectId) -> Vec<ObjectId> {
        let is_kept = |object: &Object| {
            let lifetime = &object.lifetime;
            lifetime.kept_by == Some(keeper)
                && lifetime.end.is_none()
                && !lifetime.has_other_owner
                && object.references <= 0
        };
        (0..self.objects.len() as u32).map(ObjectId).filter(|id| is_kept(self.object(*id))).collect()
    }

    /// The objects of which the function owns references that are followed.
    pub fn owned(&self) -> Vec<ObjectId> {
        (0..self.objects.len() as u32)
            .map(ObjectId)
            .filter(|id| self.object(*id).references > 0 && self.object(*id).is_followed)
            .collect()
    }

    /// Memory that is not followed is tested for NULL: it may hold any object that was stored where nobody follows.
    pub fn test_memory(&mut self) {
        self.change_where(
            |object| object.is_in_memory && object.nullness == Nullness::MayHaveFailed,
            |object| object.nullness = Nullness::Unknown,
        );
    }

    /// The object that a call handed out.
    pub fn acquired_at(&self, range: TextRange) -> Option<ObjectId> {
        let position = self.objects.iter().position(|object| object.acquired.range == range)?;
        Some(ObjectId(position as u32))
    }

    /// Changes the objects for which something holds; the others stay shared with other states.
    pub fn change_where(&mut self, is_such: impl Fn(&Object) -> bool, change: impl Fn(&mut Object)) {
        self.objects.iter_mut().filter(|object| is_such(object)).for_each(|object| change(object.change()));
    }

    /// An object goes where it is not followed.
    pub fn lose_sight(&mut self, id: ObjectId) {
        if !is_out_of_sight(self.object(id)) {
            loses_sight(self.object_mut(id));
        }
    }

    /// The object turns out to be NULL.
    pub fn make_null(&mut self, id: ObjectId) {
        if let Acquisition { range, symbol: Some(symbol) } = self.object(id).acquired
            && symbol.can_return_null()
        {
            self.exceptions.failed(Caller { range, symbol });
        }
        for (_, value) in &mut self.values {
            if *value == Value::Object(id) {
                *value = Value::Number(Interval::exactly(0));
            }
        }
        if self.object(id).nullness == Nullness::MayHaveFailed {
            self.note_failure();
        }
        let object = self.object_mut(id);
        object.references = 0;
        object.is_followed = false;
    }

    /// A call has failed.
    pub fn note_failure(&mut self) {
        self.failed = self.failed.map(|_| true);
    }

    /// From here on, nothing is known of any variable.
    pub fn forget_all(&mut self) {
        self.values.clear();
        self.doubts.clear();
        self.assumptions.clear();
        self.results.clear();
        self.objects.clear();
        self.exceptions.blur();
    }

    /// Settles the calls whose outcome nothing looks at any more.
    pub fn settle_exceptions(&mut self, reach: Reach) {
        let (values, objects) = (&self.values, &self.objects);
        self.exceptions.settle(|range| {
            let object = objects.iter().position(|object| object.acquired.range == range);
            if object.is_some_and(|at| objects[at].nullness == Nullness::NonNull) {
                return Outlook::Succeeded;
            }
            let is_result = |value: Value| {
                value == Value::Status(range)
                    || matches!((value, object), (Value::Object(id), Some(at)) if id.0 as usize == at)
            };
            let is_open = match reach {
                Reach::Result(value) => value.is_some_and(is_result),
                Reach::Variables => values.iter().any(|(_, value)| is_result(*value)),
            };
            if is_open { Outlook::Open } else { Outlook::Gone }
        });
    }

    /// The status of a call becomes a number, or nothing more is known of it.
    pub fn resolve_status(&mut self, range: TextRange, value: Option<Value>) {
        let holders: Vec<VariableId> = self
            .values
            .iter()
            .filter(|(_, held)| *held == Value::Status(range))
            .map(|(variable, _)| *variable)
            .collect();
        for holder in holders {
            self.set(holder, value);
        }
    }

    /// Forgets what is known of the paths that start from a variable, or of all paths.
    pub fn forget_paths(&mut self, flow: &Flow, base: Option<VariableId>) {
        // A caller's variable, whose address is an argument, changes only through it.
        let is_private = |known: &Variable| {
            self.failed.is_some()
                && known.name.starts_with('*')
                && known.base.is_some_and(|base| flow.double_pointers.contains(&base))
        };
        let is_gone = |variable: VariableId| {
            let known = &flow.variables[variable.index()];
            let is_path = known.kind == VariableKind::Path;
            let Some(base) = base else { return is_path && !is_private(known) };
            let mut step = is_path.then_some(variable);
            while let Some(path) = step {
                if flow.depends_on(path, base) {
                    return true;
                }
                step = flow.variables[path.index()].base;
            }
            false
        };
        let gone: Vec<VariableId> = self.values.iter().map(|(variable, _)| *variable).filter(|v| is_gone(*v)).collect();
        for path in gone {
            self.set(path, None);
        }
    }

    /// Forgets what the accessors of a variable's object gave.
    pub fn forget_accessors(&mut self, flow: &Flow, base: Option<VariableId>) {
        self.values.retain(|(variable, _)| {
            let known = &flow.variables[variable.index()];
            known.base != base || base.is_none() || !known.name.contains('(')
        });
    }

    pub fn assumption(&self, key: usize) -> Option<bool> {
        let found = self.assumptions.binary_search_by_key(&key, |(known, _)| *known).ok()?;
        self.assumptions.get(found).map(|(_, outcome)| *outcome)
    }

    pub fn assume(&mut self, key: usize, outcome: bool) {
        match self.assumptions.binary_search_by_key(&key, |(known, _)| *known) {
            Ok(at) => self.assumptions[at].1 = outcome,
            Err(at) => self.assumptions.insert(at, (key, outcome)),
        }
    }

    /// Forgets the outcomes that depend on a variable.
    pub fn forget_assumptions(&mut self, flow: &Flow, variable: VariableId) {
        self.assumptions.retain(|(key, _)| !flow.keys[*key].variables.contains(&variable));
    }

    /// Forgets the outcomes of conditions that read a field or a global variable with a name.
    pub fn forget_assumptions_on(&mut self, flow: &Flow, name: &str) {
        let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
        let reads = |key: usize| {
            let text = &flow.keys[key].text;
            let is_element = name.ends_with(']');
            if is_element { text.contains(name) } else { text.split(|next| !is_word(next)).any(|word| word == name) }
        };
        self.assumptions.retain(|(key, _)| name.is_empty() || !reads(*key));
    }

    pub fn decide(&mut self, station: Station) {
        let count = self.decision_count() + 1;
        self.trail = Some(Rc::new(Step { station, before: self.trail.take(), count }));
    }

    /// The number of decisions so far.
    pub fn decision_count(&self) -> usize {
        self.trail.as_ref().map_or(0, |step| step.count)
    }

    /// The decisions so far, in order.
    pub fn path(&self) -> Vec<Station> {
        let mut stations = Vec::new();
        let mut step = self.trail.as_ref();
        while let Some(current) = step {
            stations.push(current.station);
            step = current.before.as_ref();
        }
        stations.reverse();
        stations
    }

    /// Drops what the code from a block on cannot look at any more, and numbers the objects by the variables that hold
    /// them, so that equal ledgers look equal.
    pub fn prune(&mut self, live: Live<'_>) {
        let objects = &self.objects;
        self.values.retain(|(variable, value)| match value {
            Value::Object(id) => {
                let object = &objects[id.0 as usize];
                let is_owner = object.references > 0 && object.is_followed;
                is_owner || live.variable(*variable)
            }
            _ => live.variable(*variable),
        });
        self.assumptions.retain(|(key, _)| live.condition(*key));
        self.doubts.retain(|doubt| live.pointer(doubt.variable));
        let waits = |call| objects.iter().any(|object| object.passages.iter().any(|passage| passage.waits_for(call)));
        self.results.retain(|(variable, call)| live.variable(*variable) && waits(*call));
        self.results.sort_unstable();
        self.settle_exceptions(Reach::Variables);
        self.objects.iter_mut().for_each(SharedObject::come_to_rest);
        self.number_objects();
    }

    /// Whether the objects are numbered by the variables that hold them, and each is held by one.
    fn is_numbered(&self) -> bool {
        let mut next = 0;
        let in_order = self.values.iter().all(|(_, value)| match value {
            Value::Object(id) => {
                next += u32::from(id.0 == next);
                id.0 < next
            }
            _ => true,
        });
        in_order && next as usize == self.objects.len()
    }

    /// Numbers the objects by the variables that hold them, and drops those that none holds.
    fn number_objects(&mut self) {
        if self.is_numbered() {
            return;
        }
        let mut order: Vec<Option<u32>> = vec![None; self.objects.len()];
        let mut kept: Vec<SharedObject> = Vec::with_capacity(self.objects.len());
        for (_, value) in &mut self.values {
            if let Value::Object(id) = value {
                let old = id.0 as usize;
                let new = *order[old].get_or_insert_with(|| {
                    kept.push(self.objects[old].clone());
                    kept.len() as u32 - 1
                });
                *id = ObjectId(new);
            }
        }
        for object in &mut kept {
            let keeper = object.lifetime.kept_by;
            let renumbered = keeper.and_then(|old| order.get(old.0 as usize).copied().flatten()).map(ObjectId);
            if keeper != renumbered {
                object.change().lifetime.kept_by = renumbered;
            }
        }
        self.objects = kept;
    }

    /// A number that equal ledgers share; the way that led there does not count.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = Fingerprint::default();
        self.values.len().hash(&mut hasher);
        for (variable, value) in &self.values {
            value.hash_into(*variable, &mut hasher);
        }
        self.assumptions.hash(&mut hasher);
        self.is_cleaning_up.hash(&mut hasher);
        self.failed.hash(&mut hasher);
        for doubt in &self.doubts {
            (doubt.variable, doubt.cause, doubt.block).hash(&mut hasher);
        }
        self.exceptions.hash_into(&mut hasher);
        self.results.hash(&mut hasher);
        for object in &self.objects {
            object.fingerprint().hash(&mut hasher);
        }
        hasher.finish()
    }
}
