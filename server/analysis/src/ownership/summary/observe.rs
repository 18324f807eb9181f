//! From the paths of a function to its summary.
//!
//! Each pointer parameter becomes an object with a credit of references, held by a variable that no code can change.
//! What is left of the credit where the function is left tells what the function did with the argument.

use std::collections::HashSet;

use numpy_capi_db::ResultOwnership;

use super::super::explore::{Explorer, explore_with};
use super::super::state::{Nullness, Origin, ParameterObject, State};
use super::super::transfer::evaluate;
use super::super::value::{Interval, ObjectId, Value};
use super::{Case, CaseOwnership, CaseResult, Effect, Received, ResultNullness, Summaries, Summary};
use crate::flow::{Flow, Operand, Variable, VariableId, VariableKind};

/// The references that each argument starts with; more than any function releases.
pub(in super::super) const CREDIT: i32 = 1000;

/// More different exits than this, and nothing is claimed.
const EXIT_LIMIT: usize = 512;

/// Watches the exits of a function.
#[derive(Debug)]
pub(in super::super) struct Observer {
    /// The parameters that are followed, by position.
    parameters: Vec<(usize, Watched)>,
    exits: HashSet<Exit>,
}

/// A parameter that is followed.
#[derive(Clone, Copy, Debug)]
enum Watched {
    /// A pointer to an object: the variable that keeps it.
    Object(VariableId),
    /// A pointer to a pointer: the variable behind it.
    Pointee(VariableId),
}

/// What one path leaves behind.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Exit {
    result: Given,
    arguments: Vec<Effect>,
    /// Whether a call has failed on the path.
    has_failed: bool,
}

/// What one path returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Given {
    Unknown,
    Number(Interval),
    Object { ownership: CaseOwnership, nullness: ResultNullness, has_write_back: bool },
}

/// What callers may rely on; `None` where not every path was followed.
pub fn summarise(name: &str, flow: &Flow, summaries: &Summaries) -> Option<Summary> {
    let mut flow = flow.clone();
    let observer = Observer::new(&mut flow);
    let observer = explore_with(&flow, summaries, observer)?;
    let returns_pointer = flow.returns_pointer;
    observer.summary(name, returns_pointer)
}

impl Observer {
    /// Adds the variables that keep the arguments to a flow.
    fn new(flow: &mut Flow) -> Self {
        let mut parameters = Vec::new();
        for index in 0..flow.variables.len() {
            let variable = VariableId(index as u32);
            let (Some(position), true) = (flow.variables[index].parameter_index, flow.variables[index].is_pointer)
            else {
                continue;
            };
            let watched = if flow.double_pointers.contains(&variable) {
                Watched::Pointee(pointee(flow, variable))
            } else {
                Watched::Object(add(flow, variable, VariableKind::Parameter, String::new()))
            };
            parameters.push((position, watched));
        }
        Self { parameters, exits: HashSet::new() }
    }

    /// The variables whose values matter to the end.
    pub(in super::super) fn kept(&self) -> impl Iterator<Item = VariableId> {
        self.parameters.iter().map(|(_, watched)| match watched {
            Watched::Object(variable) | Watched::Pointee(variable) => *variable,
        })
    }

    /// Whether a variable is what a parameter points to.
    pub(in super::super) fn is_pointee(&self, variable: VariableId) -> bool {
        self.parameters.iter().any(|(_, watched)| matches!(watched, Watched::Pointee(known) if *known == variable))
    }

    /// The ledger where the function begins.
    pub(in super::super) fn entry(&self, flow: &Flow) -> State {
        let mut state = State::without_exceptions();
        state.failed = Some(false);
        for (position, watched) in &self.parameters {
            let parameter = flow.variables.iter().position(|known| known.parameter_index == Some(*position));
            let Some(parameter) = parameter.map(|index| VariableId(index as u32)) else { continue };
            let mut object = Explorer::unknown_object(flow.variables[parameter.index()].range);
            object.references = CREDIT;
            match *watched {
                Watched::Object(keeper) => {
                    object.parameter = Some(ParameterObject::Argument(*position));
                    let id = state.add(object);
                    state.set(parameter, Some(Value::Object(id)));
                    state.set(keeper, Some(Value::Object(id)));
                }
                Watched::Pointee(pointee) => {
                    object.parameter = Some(ParameterObject::Behind(*position));
                    let id = state.add(object);
                    state.set(pointee, Some(Value::Object(id)));
                    state.set(parameter, Some(Value::Address(pointee)));
                }
            }
        }
        state
    }

    /// A path ends.
    pub(in super::super) fn leave(&mut self, state: &State, value: Option<&Operand>) {
        if self.exits.len() >= EXIT_LIMIT {
            return;
        }
        let end = self.parameters.iter().map(|(position, _)| position + 1).max().unwrap_or(0);
        let mut handed_out = HandedOut { references: vec![0; end], is_unclear: vec![false; end] };
        let mut arguments = vec![Effect::Unknown; end];
        let result = given(state, value);
        let mut returned = None;
        if let Given::Object { ownership, .. } = result {
            match ownership {
                CaseOwnership::NewOf(position) => handed_out.references[position] += 1,
                CaseOwnership::SameAs(position) => returned = Some(position),
                _ => {}
            }
        }
        for (position, watched) in &self.parameters {
            if let Watched::Pointee(pointee) = *watched {
                arguments[*position] = pointee_effect(state, pointee, *position, &mut handed_out);
            }
        }
        for (position, watched) in &self.parameters {
            if let Watched::Object(keeper) = *watched {
                let effect = object_effect(state, keeper, handed_out.references[*position]);
                arguments[*position] = match effect {
                    _ if handed_out.is_unclear[*position] => Effect::Unknown,
                    Effect::Borrowed if returned == Some(*position) => Effect::Returned,
                    _ if returned == Some(*position) => Effect::Unknown,
                    effect => effect,
                };
            }
        }
        self.exits.insert(Exit { result, arguments, has_failed: state.failed == Some(true) });
    }

    fn summary(self, name: &str, returns_pointer: bool) -> Option<Summary> {
        if self.exits.len() >= EXIT_LIMIT {
            return None;
        }
        let (mut cases, result) = if returns_pointer { pointer_cases(&self.exits) } else { number_cases(&self.exits) };
        for case in &mut cases {
            let kept = match case.result {
                CaseResult::Object {
                    ownership: CaseOwnership::SameAs(position),
                    nullness: ResultNullness::NonNull,
                    ..
                } => Some(position),
                _ => None,
            };
            for (position, effect) in case.arguments.iter_mut().enumerate() {
                if *effect == Effect::Returned && kept != Some(position) {
                    *effect = Effect::Unknown;
                }
            }
        }
        Some(Summary { name: name.into(), cases, result })
    }
}

/// What leaves the function by its result or an out-parameter, by the parameter that it came from.
struct HandedOut {
    references: Vec<i32>,
    /// Whether the object went out without a reference of its own.
    is_unclear: Vec<bool>,
}

fn add(flow: &mut Flow, parameter: VariableId, kind: VariableKind, name: String) -> VariableId {
    let range = flow.variables[parameter.index()].range;
    flow.variables.push(Variable {
        name,
        kind,
        is_pointer: true,
        range,
        base: (kind == VariableKind::Path).then_some(parameter),
        type_text: String::new(),
        parameter_index: None,
    });
    VariableId(flow.variables.len() as u32 - 1)
}

/// The variable behind a parameter that points to a pointer.
fn pointee(flow: &mut Flow, parameter: VariableId) -> VariableId {
    let name = format!("*{}", flow.variables[parameter.index()].name);
    let known = flow.variables.iter().position(|known| known.base == Some(parameter) && known.name == name);
    match known {
        Some(index) => VariableId(index as u32),
        None => add(flow, parameter, VariableKind::Path, name),
    }
}

fn object_effect(state: &State, keeper: VariableId, handed_out: i32) -> Effect {
    match state.value(keeper) {
        Some(Value::Number(number)) if number.is_zero() => Effect::IsNull,
        Some(Value::Object(id)) if state.object(id).is_followed => {
            let object = state.object(id);
            // Memory that took the object keeps a reference that the function took before.
            match (object.references - CREDIT - handed_out, object.stores) {
                (0, 0) => Effect::Borrowed,
                (-1, 0) => Effect::Stolen,
                (taken, stores) if stores > 0 && taken == stores => Effect::Borrowed,
                _ => Effect::Unknown,
            }
        }
        _ => Effect::Unknown,
    }
}

fn pointee_effect(state: &State, pointee: VariableId, position: usize, handed_out: &mut HandedOut) -> Effect {
    let id = match state.value(pointee) {
        Some(Value::Number(number)) if number.is_zero() => return Effect::Receives(Received::Null),
        Some(Value::Object(id)) => id,
        _ => return Effect::Unknown,
    };
    let object = state.object(id);
    match object.parameter {
        Some(ParameterObject::Behind(own)) if own == position => {
            let is_untouched = object.is_followed && object.references == CREDIT && object.stores == 0;
            if is_untouched { Effect::Receives(Received::Untouched) } else { Effect::Unknown }
        }
        Some(ParameterObject::Argument(argument)) => {
            if object.is_followed && object.references - CREDIT > handed_out.references[argument] {
                handed_out.references[argument] += 1;
                return Effect::Receives(Received::New { has_write_back: false });
            }
            handed_out.is_unclear[argument] = true;
            Effect::Unknown
        }
        Some(ParameterObject::Behind(_)) => Effect::Unknown,
        None => match ownership(state, id) {
            CaseOwnership::New if object.nullness == Nullness::NonNull => {
                Effect::Receives(Received::New { has_write_back: object.write_back.is_some() })
            }
            CaseOwnership::Borrowed if object.nullness == Nullness::NonNull => Effect::Receives(Received::Borrowed),
            _ => Effect::Unknown,
        },
    }
}

fn given(state: &State, value: Option<&Operand>) -> Given {
    let Some(value) = value else { return Given::Unknown };
    if *value == Operand::NewReference {
        return Given::Object {
            ownership: CaseOwnership::New,
            nullness: ResultNullness::NonNull,
            has_write_back: false,
        };
    }
    match evaluate(state, value) {
        Some(Value::Number(number)) => Given::Number(number),
        Some(Value::Object(id)) => {
            let object = state.object(id);
            let nullness = match object.nullness {
                Nullness::NonNull => ResultNullness::NonNull,
                Nullness::MayHaveFailed => ResultNullness::MayFail,
                Nullness::Unknown | Nullness::Failed => ResultNullness::Unknown,
            };
            Given::Object { ownership: ownership(state, id), nullness, has_write_back: object.write_back.is_some() }
        }
        _ => Given::Unknown,
    }
}

/// Who owns an object that is handed out, with the references that the function owns of it.
fn ownership(state: &State, id: ObjectId) -> CaseOwnership {
    let object = state.object(id);
    let references = object.references;
    if !object.is_followed || object.stores > 0 {
        return CaseOwnership::Unknown;
    }
    if let Some(parameter) = object.parameter {
        let ParameterObject::Argument(position) = parameter else { return CaseOwnership::Unknown };
        return match references - CREDIT {
            0 => CaseOwnership::SameAs(position),
            1 => CaseOwnership::NewOf(position),
            _ => CaseOwnership::Unknown,
        };
    }
    let is_object = object.acquired.symbol.is_none_or(|symbol| {
        matches!(symbol.returns.ownership, ResultOwnership::New | ResultOwnership::Borrowed | ResultOwnership::None)
    });
    match (object.origin, references) {
        _ if !is_object || object.is_resource() => CaseOwnership::Unknown,
        (_, 1) => CaseOwnership::New,
        (Origin::Borrowed, 0) => CaseOwnership::Borrowed,
        _ => CaseOwnership::Unknown,
    }
}

/// The cases of a function that returns a pointer: an object comes back, or NULL does.
fn pointer_cases(exits: &HashSet<Exit>) -> (Vec<Case>, CaseResult) {
    let is_open = exits.iter().any(|exit| match exit.result {
        Given::Object { nullness, .. } => nullness == ResultNullness::Unknown,
        Given::Number(number) => !number.is_zero() && !number.without_zero,
        Given::Unknown => true,
    });
    let (null, other): (Vec<&Exit>, Vec<&Exit>) =
        exits.iter().partition(|exit| matches!(exit.result, Given::Number(number) if number.is_zero()));
    let owners = other.iter().map(|exit| match exit.result {
        Given::Object { ownership, has_write_back, .. } => (ownership, has_write_back),
        _ => (CaseOwnership::Unknown, false),
    });
    let (ownership, has_write_back) = owners.reduce(common_ownership).unwrap_or((CaseOwnership::Unknown, false));
    let object = |nullness| CaseResult::Object { ownership, nullness, has_write_back };
    let may_fail = |exit: &&&Exit| matches!(exit.result, Given::Object { nullness: ResultNullness::MayFail, .. });
    let failing: Vec<&Exit> = other.iter().filter(may_fail).copied().collect();
    let result = if !failing.is_empty() || null.iter().any(|exit| exit.has_failed) {
        object(ResultNullness::MayFail)
    } else if is_open || !null.is_empty() {
        object(ResultNullness::Unknown)
    } else {
        object(ResultNullness::NonNull)
    };
    if is_open {
        // What comes back does not tell the paths apart.
        let cases = vec![Case { result, arguments: common(exits.iter()) }];
        return (cases, result);
    }
    let mut cases = Vec::new();
    if !other.is_empty() {
        let arguments = common(other.iter().copied());
        cases.push(Case { result: object(ResultNullness::NonNull), arguments });
    }
    if !null.is_empty() || !failing.is_empty() {
        let arguments = common(null.into_iter().chain(failing));
        cases.push(Case { result: CaseResult::Null, arguments });
    }
    (cases, result)
}

/// The cases of a function that returns a number: it is negative, zero or positive.
fn number_cases(exits: &HashSet<Exit>) -> (Vec<Case>, CaseResult) {
    let numbers: Option<Vec<(&Exit, Interval)>> = exits
        .iter()
        .map(|exit| match exit.result {
            Given::Number(number) if number != Interval::ANY => Some((exit, number)),
            _ => None,
        })
        .collect();
    let Some(numbers) = numbers else {
        let cases = vec![Case { result: CaseResult::Unknown, arguments: common(exits.iter()) }];
        return (cases, CaseResult::Unknown);
    };
    let mut cases = Vec::new();
    for class in [Interval::NEGATIVE, Interval::exactly(0), Interval::POSITIVE] {
        let members: Vec<(&Exit, Interval)> =
            numbers.iter().filter_map(|(exit, number)| Some((*exit, number.common(class)?))).collect();
        let Some(interval) = members.iter().map(|(_, interval)| *interval).reduce(Interval::hull) else { continue };
        let arguments = common(members.iter().map(|(exit, _)| *exit));
        cases.push(Case { result: CaseResult::Number(interval), arguments });
    }
    let result = numbers.into_iter().map(|(_, number)| number).reduce(Interval::hull);
    (cases, result.map_or(CaseResult::Unknown, CaseResult::Number))
}

/// What all exits do to the arguments.
fn common<'a>(exits: impl Iterator<Item = &'a Exit>) -> Vec<Effect> {
    exits
        .map(|exit| exit.arguments.clone())
        .reduce(|left, right| {
            left.into_iter().zip(right).map(|(left, right)| joined(left, right).unwrap_or(Effect::Unknown)).collect()
        })
        .unwrap_or_default()
}

/// What two paths do to an argument; `None` where they disagree.
pub(in super::super) fn joined(left: Effect, right: Effect) -> Option<Effect> {
    match (left, right) {
        (Effect::IsNull, other) | (other, Effect::IsNull) => Some(other),
        _ if left == right => Some(left),
        _ => None,
    }
}

fn common_ownership(left: (CaseOwnership, bool), right: (CaseOwnership, bool)) -> (CaseOwnership, bool) {
    use CaseOwnership::{New, NewOf, Unknown};
    let ownership = match (left.0, right.0) {
        (left, right) if left == right => left,
        (New, NewOf(_)) | (NewOf(_), New | NewOf(_)) => New,
        _ => Unknown,
    };
    // A write-back that only some paths request is not claimed.
    (ownership, left.1 && right.1)
}
