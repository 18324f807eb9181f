//! What a variable holds at one place, over all paths that lead there.

use numpy_capi_db::Symbol;

use super::claim::{self, Premises};
use super::explore::Explorer;
use super::state::{Nullness, Object, Origin, State};
use super::value::Value;
use crate::flow::{BlockId, Flow, Instruction, InstructionKind, Terminator, VariableId};
use crate::text::TextRange;

/// How many blocks the paths may visit; a question of the editor must not take long.
const VISIT_LIMIT: usize = 4_000;

/// What a variable holds on one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Who owns it.
    pub held: Held,
    /// The API that handed it out, where one did.
    pub from: Option<&'static Symbol>,
    /// Where it was acquired.
    pub acquired: TextRange,
    /// Whether the call that gave it may have failed and nobody has looked yet.
    pub is_untested: bool,
}

/// Who owns what a variable holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// The function owns so many references.
    Owned(i32),
    /// The function took a reference of its own; it owns so many.
    Retained(i32),
    /// A resource that this function ends.
    Resource(&'static str),
    /// Somebody else.
    Borrowed,
    /// A call has stolen it there.
    Stolen(TextRange),
    /// The function has given it up there.
    Released(TextRange),
    /// The null pointer.
    Null,
    /// No value yet.
    Uninitialised,
    /// Nothing is known.
    Unknown,
}

/// Which place is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The variable.
    pub variable: VariableId,
    /// Where it is named.
    pub place: TextRange,
    /// Whether it takes a value there; then what it holds afterwards counts, else what it holds before.
    pub takes_value: bool,
}

/// What a variable holds at a place, each state once; `None` where nothing is done with it there or not every path could
/// be followed.
pub fn holdings(flow: &Flow, premises: Premises<'_>, question: Question) -> Option<Vec<Holding>> {
    let points = points(flow, question);
    if points.is_empty() {
        return None;
    }
    let watch = Watch { question, points, seen: Vec::new() };
    Explorer::watching(flow, premises.summaries, watch)
        .watch(claim::entry(State::without_exceptions(), flow, premises.claims), VISIT_LIMIT)
}

/// Watches one place while the paths are walked.
#[derive(Debug)]
pub(super) struct Watch {
    pub question: Question,
    /// The blocks with the position of the instruction; that behind the last one is the terminator.
    points: Vec<(BlockId, usize)>,
    pub seen: Vec<Holding>,
}

impl Watch {
    /// Looks at the state before an instruction of a block.
    pub fn before(&mut self, block: BlockId, position: usize, state: &State) {
        if !self.question.takes_value && self.points.contains(&(block, position)) {
            self.note(state);
        }
    }

    /// Looks at the state after an instruction of a block.
    pub fn after(&mut self, block: BlockId, position: usize, state: &State) {
        if self.question.takes_value && self.points.contains(&(block, position)) {
            self.note(state);
        }
    }

    fn note(&mut self, state: &State) {
        let holding = held(state, self.question.variable);
        if !self.seen.contains(&holding) {
            self.seen.push(holding);
        }
    }
}

fn held(state: &State, variable: VariableId) -> Holding {
    let plain = |held| Holding { held, from: None, acquired: TextRange::empty(0), is_untested: false };
    match state.value(variable) {
        Some(Value::Object(id)) => of_object(state.object(id)),
        Some(Value::Number(number)) if number.is_zero() => plain(Held::Null),
        Some(Value::Uninitialised) => plain(Held::Uninitialised),
        _ => plain(Held::Unknown),
    }
}

fn of_object(object: &Object) -> Holding {
    let held = match object {
        _ if !object.is_followed => Held::Unknown,
        Object { references: 1.., .. } if object.is_resource() => Held::Resource(object.released_by),
        Object { references: 1.., origin: Origin::Retained, .. } => Held::Retained(object.references),
        Object { references: 1.., .. } => Held::Owned(object.references),
        Object { stolen: Some(at), .. } => Held::Stolen(*at),
        Object { released: Some(at), .. } => Held::Released(*at),
        Object { origin: Origin::Borrowed, .. } => Held::Borrowed,
        _ => Held::Unknown,
    };
    let is_untested = object.nullness == Nullness::MayHaveFailed && held != Held::Unknown;
    Holding { held, from: object.acquired.symbol, acquired: object.acquired.range, is_untested }
}

/// The points of the graph that the place stands for: of all that come from text around it those of the least text, and
/// of these the first in each block.
fn points(flow: &Flow, question: Question) -> Vec<(BlockId, usize)> {
    let mut found: Vec<(usize, BlockId, usize)> = Vec::new();
    for (index, block) in flow.blocks.iter().enumerate() {
        let id = BlockId(index as u32);
        let instructions = block.instructions.iter().enumerate();
        let places = instructions.filter(|(_, instruction)| is_about(instruction, question));
        found.extend(places.map(|(position, instruction)| (length(instruction.range), id, position)));
        if let Some(range) = range_of(&block.terminator)
            && !question.takes_value
            && range.contains(question.place)
        {
            found.push((length(range), id, block.instructions.len()));
        }
    }
    let least = found.iter().map(|(length, ..)| *length).min();
    found.retain(|(length, ..)| Some(*length) == least);
    found.dedup_by_key(|(_, block, _)| *block);
    found.into_iter().map(|(_, block, position)| (block, position)).collect()
}

fn is_about(instruction: &Instruction, question: Question) -> bool {
    let is_kind = match &instruction.kind {
        InstructionKind::Assign { target, .. } | InstructionKind::Forget(target) if question.takes_value => {
            *target == question.variable
        }
        InstructionKind::EndOfStatement | InstructionKind::ScopeEnd(_) | InstructionKind::Declare(_) => false,
        _ => !question.takes_value,
    };
    is_kind && instruction.range.contains(question.place)
}

fn range_of(terminator: &Terminator) -> Option<TextRange> {
    match terminator {
        Terminator::Branch { condition, .. } => Some(condition.range),
        Terminator::Switch { range, .. } | Terminator::Return { range, .. } => Some(*range),
        Terminator::Goto(_) | Terminator::Stop => None,
    }
}

fn length(range: TextRange) -> usize {
    range.end.saturating_sub(range.start)
}
