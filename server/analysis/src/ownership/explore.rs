//! Walking the paths of a function.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use super::call::Site;
use super::claim::{self, Premises};
use super::defect::{Acquisition, Defect, DefectKind, Outcome, Owner, Station};
use super::evidence::Evidence;
use super::exceptions::Exceptions;
use super::exits::Exits;
use super::holdings::{Holding, Watch};
use super::lifetime::Lifetime;
use super::presumed::given_up;
use super::state::{Nullness, Object, Origin, State};
use super::status::read;
use super::summary::{Observer, Summaries};
use super::value::ObjectId;
use crate::fingerprint::BuildFingerprint;
use crate::flow::{BlockId, Case, Flow, Liveness, Operand, Terminator, VariableId, VariableKind, liveness};
use crate::text::TextRange;

/// How many blocks a function's paths may visit before it counts as not analysed.
const VISIT_LIMIT: usize = 20_000;

/// The same for a look at more than references, after which a function is explored again for those alone.
const FULL_VISIT_LIMIT: usize = 4_000;

/// The same for a summary, which is worth less.
const SUMMARY_VISIT_LIMIT: usize = 1_500;

/// How much work a function's paths may be, all attempts together. A unit takes some 40 nanoseconds, so that no function
/// takes much longer than 50 milliseconds.
const WORK_LIMIT: usize = 1_500_000;

/// How many variables times blocks a function may have.
const SIZE_LIMIT: usize = 4_000_000;

/// What the paths of a function show.
#[derive(Debug)]
pub struct Exploration {
    /// The defects, ordered by place.
    pub defects: Vec<Defect>,
    /// The variables that own references, in the order in which they take them in the text.
    pub owners: Vec<Owner>,
    /// Whether every path was followed. If not, nothing is claimed.
    pub is_complete: bool,
}

/// Explores a function, with what is known of its arguments and of the functions that it calls.
pub fn explore(flow: &Flow, premises: Premises<'_>) -> Exploration {
    let mut exploration = Exploration { defects: Vec::new(), owners: Vec::new(), is_complete: false };
    if is_too_large(flow) {
        return exploration;
    }
    let liveness = Rc::new(liveness(flow));
    let mut spent = Spent::default();
    // Exceptions and unknown calls keep paths apart that would be one if nobody looked.
    for attempt in [Attempt::Full, Attempt::ReferencesAlone, Attempt::WithoutExceptions] {
        let found = attempt.run(flow, premises, &liveness, &mut spent);
        let is_last = match attempt {
            Attempt::Full => found.is_complete,
            // Where references alone have that many paths, there are no fewer with unknown calls.
            Attempt::ReferencesAlone => spent.visits > FULL_VISIT_LIMIT,
            Attempt::WithoutExceptions => true,
        };
        if found.is_complete {
            exploration = found;
        }
        if is_last {
            break;
        }
    }
    exploration
}

/// How much a look at a function's paths takes in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Attempt {
    /// Exceptions, and what becomes of objects in unknown calls.
    Full,
    /// No exceptions.
    WithoutExceptions,
    /// Neither.
    ReferencesAlone,
}

/// What was spent on the paths of a function.
#[derive(Default)]
struct Spent {
    /// In units of [`WORK_LIMIT`], all attempts together.
    work: usize,
    /// Blocks visited in the last attempt.
    visits: usize,
}

impl Attempt {
    fn run(self, flow: &Flow, premises: Premises<'_>, liveness: &Rc<Liveness>, spent: &mut Spent) -> Exploration {
        let (start, limit) = match self {
            Self::Full => (State::default(), FULL_VISIT_LIMIT),
            Self::WithoutExceptions => (State::without_exceptions(), FULL_VISIT_LIMIT),
            Self::ReferencesAlone => (State::without_exceptions(), VISIT_LIMIT),
        };
        let mut explorer = Explorer::new(flow, premises.summaries, Rc::clone(liveness));
        explorer.weighs_evidence = self != Self::ReferencesAlone;
        if explorer.weighs_evidence {
            explorer.presumable = given_up(flow);
        }
        explorer.work = spent.work;
        let (exploration, now) = explorer.run(claim::entry(start, flow, premises.claims), limit);
        *spent = now;
        exploration
    }
}

/// Explores a function for its summary; `None` where not every path was followed.
pub(super) fn explore_with(flow: &Flow, summaries: &Summaries, observer: Observer) -> Option<Observer> {
    if is_too_large(flow) {
        return None;
    }
    let mut explorer = Explorer::new(flow, summaries, Rc::new(liveness(flow)));
    let kept = Rc::make_mut(&mut explorer.liveness);
    observer.kept().for_each(|variable| kept.keep(variable));
    let mut entry = observer.entry(flow);
    entry.exceptions = Exceptions::off();
    explorer.observer = Some(observer);
    let is_complete = explorer.walk(entry, SUMMARY_VISIT_LIMIT);
    explorer.observer.filter(|_| is_complete)
}

pub(super) struct Explorer<'a> {
    pub flow: &'a Flow,
    pub summaries: &'a Summaries,
    /// Watches the exits while the function is summarised.
    pub observer: Option<Observer>,
    /// Watches one place for the editor.
    watch: Option<Watch>,
    liveness: Rc<Liveness>,
    pub defects: HashMap<(DefectKind, TextRange, TextRange), Defect>,
    /// Where objects were acquired that some path gives up.
    pub given_up: HashSet<TextRange>,
    owners: BTreeMap<VariableId, Owner>,
    /// The block that is being run.
    pub block: BlockId,
    /// The blocks that decide whether a block is reached, for those that were asked about.
    pub deciders: HashMap<BlockId, Vec<BlockId>>,
    pub exits: Exits,
    /// Whether objects stay followed through unknown calls.
    pub weighs_evidence: bool,
    pub evidence: Evidence,
    /// The variables whose values may turn out to be owned.
    pub presumable: HashSet<VariableId>,
    /// Whether the function is being left with what says that it has failed.
    pub is_failing: bool,
    /// The work so far, in units of [`WORK_LIMIT`].
    work: usize,
    /// The blocks visited so far.
    visits: usize,
}

impl<'a> Explorer<'a> {
    fn new(flow: &'a Flow, summaries: &'a Summaries, liveness: Rc<Liveness>) -> Self {
        Self {
            flow,
            summaries,
            observer: None,
            watch: None,
            liveness,
            defects: HashMap::new(),
            given_up: HashSet::new(),
            owners: BTreeMap::new(),
            exits: Exits::default(),
            block: BlockId(0),
            deciders: HashMap::new(),
            weighs_evidence: false,
            evidence: Evidence::default(),
            presumable: HashSet::new(),
            is_failing: false,
            work: 0,
            visits: 0,
        }
    }
}

impl<'a> Explorer<'a> {
    /// One that watches a place.
    pub(super) fn watching(flow: &'a Flow, summaries: &'a Summaries, watch: Watch) -> Self {
        let mut explorer = Self::new(flow, summaries, Rc::new(liveness(flow)));
        Rc::make_mut(&mut explorer.liveness).keep(watch.question.variable);
        explorer.watch = Some(watch);
        explorer
    }

    /// What was seen at the place; `None` where there are too many paths.
    pub(super) fn watch(mut self, entry: State, limit: usize) -> Option<Vec<Holding>> {
        let is_complete = self.walk(entry, limit);
        self.watch.filter(|_| is_complete).map(|watch| watch.seen)
    }
}

impl Explorer<'_> {
    /// Follows every path from the entry on; `false` where there are too many.
    fn walk(&mut self, entry: State, limit: usize) -> bool {
        let mut seen: HashSet<(BlockId, u64), BuildFingerprint> = HashSet::default();
        let mut open = vec![(BlockId(0), entry)];
        while let Some((block, mut state)) = open.pop() {
            state.prune(&self.liveness, block.index());
            if !seen.insert((block, state.fingerprint())) {
                continue;
            }
            self.visits += 1;
            self.work += work(self.flow.blocks[block.index()].instructions.len(), state.size());
            if self.visits > limit || self.work > WORK_LIMIT {
                return false;
            }
            self.block(block, state, &mut open);
        }
        true
    }

    /// What the paths show, and what that took.
    fn run(mut self, mut entry: State, limit: usize) -> (Exploration, Spent) {
        self.initial_doubts(&mut entry);
        let is_complete = self.walk(entry, limit);
        let spent = Spent { work: self.work, visits: self.visits };
        if !is_complete {
            return (Exploration { defects: Vec::new(), owners: Vec::new(), is_complete }, spent);
        }
        for defect in self.evidence.confirmed() {
            self.defects.entry((defect.kind, defect.acquired.range, defect.at)).or_insert(defect);
        }
        let given_up = self.given_up;
        let mut defects: Vec<Defect> = self.defects.into_values().chain(self.exits.defects(self.flow)).collect();
        for defect in &mut defects {
            defect.given_up_elsewhere = given_up.contains(&defect.acquired.range);
        }
        defects.sort_by_key(|defect| (defect.at, defect.kind, defect.acquired.range));
        let mut owners: Vec<Owner> = self.owners.into_values().collect();
        owners.sort_by_key(|owner| owner.acquired);
        (Exploration { defects, owners, is_complete }, spent)
    }

    /// Notes that a local variable owns a reference or a resource now.
    pub(super) fn owns(&mut self, state: &State, variable: VariableId, id: ObjectId) {
        let object = state.object(id);
        let declared = &self.flow.variables[variable.index()];
        // The element of a local array has no declaration of its own.
        let is_local = declared.kind == VariableKind::Local && declared.base.is_none();
        let is_owned = object.references > 0 && object.is_followed && !object.is_presumed();
        // A pointer that walks through memory is not what it is freed by.
        let is_walking = object.is_resource() && object.variable != Some(variable);
        if !is_local || !is_owned || is_walking {
            return;
        }
        let acquired = object.acquired.range;
        let (released_by, has_write_back) = (object.released_by, object.write_back.is_some());
        let new = Owner { variable, acquired, released_by, is_mixed: false, has_write_back };
        let owner = self.owners.entry(variable).or_insert(new);
        owner.is_mixed |= owner.released_by != released_by;
        owner.acquired = owner.acquired.min(acquired);
        owner.has_write_back |= new.has_write_back;
    }

    fn block(&mut self, block: BlockId, state: State, open: &mut Vec<(BlockId, State)>) {
        let flow = self.flow;
        self.block = block;
        let body = &flow.blocks[block.index()];
        let mut states = vec![state];
        let mut next = Vec::with_capacity(1);
        for (position, instruction) in body.instructions.iter().enumerate() {
            self.look(&states, position, Watch::before);
            if let Some(site) = Site::of(instruction) {
                for state in states.drain(..) {
                    next.extend(self.call(state, &site));
                }
                std::mem::swap(&mut states, &mut next);
            } else {
                for state in &mut states {
                    self.instruction(state, instruction);
                }
            }
            self.look(&states, position, Watch::after);
        }
        self.look(&states, body.instructions.len(), Watch::before);
        for state in states {
            self.terminator(state, &body.terminator, open);
        }
    }

    fn look(&mut self, states: &[State], position: usize, see: fn(&mut Watch, BlockId, usize, &State)) {
        if let Some(watch) = &mut self.watch {
            for state in states {
                see(watch, self.block, position, state);
            }
        }
    }

    fn terminator(&mut self, mut state: State, terminator: &Terminator, open: &mut Vec<(BlockId, State)>) {
        match terminator {
            Terminator::Goto(next) => open.push((*next, state)),
            Terminator::Branch { condition, then, otherwise } => {
                let (holds, fails) = self.branch(state, condition);
                open.extend(fails.map(|state| (*otherwise, state)));
                open.extend(holds.map(|state| (*then, state)));
            }
            Terminator::Switch { operand, cases, default, range } => {
                read(&mut state, operand, operand);
                Self::switch(&state, operand, cases, (*default, *range), open);
            }
            Terminator::Return { value, range } => self.leave(&mut state, value.as_ref(), *range),
            Terminator::Stop => {}
        }
    }

    fn switch(
        state: &State,
        operand: &Operand,
        cases: &[Case],
        (default, range): (Option<BlockId>, TextRange),
        open: &mut Vec<(BlockId, State)>,
    ) {
        let known = match super::transfer::evaluate(state, operand) {
            Some(super::value::Value::Number(number)) if number.low == number.high => Some(number.low),
            _ => None,
        };
        let outcome = |case: &Case| match (known, case.value, case.key) {
            (Some(known), Some(value), _) => Some(known == value),
            (_, _, Some(key)) => state.assumption(key),
            _ => None,
        };
        let certain = cases.iter().find(|case| outcome(case) == Some(true));
        let possible: Vec<&Case> = match certain {
            Some(case) => vec![case],
            None => cases.iter().filter(|case| outcome(case).is_none()).collect(),
        };
        for case in possible {
            let mut taken = state.clone();
            if let Some(key) = case.key {
                taken.assume(key, true);
            }
            taken.decide(Station { range: case.range, outcome: Outcome::Case });
            open.push((case.block, taken));
        }
        if let Some(default) = default.filter(|_| certain.is_none()) {
            let mut taken = state.clone();
            for key in cases.iter().filter_map(|case| case.key) {
                taken.assume(key, false);
            }
            taken.decide(Station { range, outcome: Outcome::Case });
            open.push((default, taken));
        }
    }

    /// An object of which nothing is known but that it is there.
    pub(super) fn unknown_object(range: TextRange) -> Object {
        Object {
            acquired: Acquisition { range, symbol: None },
            origin: Origin::Retained,
            released_by: "",
            references: 0,
            nullness: Nullness::Unknown,
            is_followed: true,
            stolen: None,
            released: None,
            write_back: None,
            built: None,
            lent: None,
            giver: None,
            parameter: None,
            stores: 0,
            variable: None,
            is_refused: false,
            is_in_memory: false,
            passages: Vec::new(),
            lifetime: Lifetime::default(),
            decisions: 0,
        }
    }
}

fn is_too_large(flow: &Flow) -> bool {
    flow.blocks.len().saturating_mul(flow.variables.len()) > SIZE_LIMIT
}

/// The work of a block: instructions look through what the state holds, which grows with them until the block ends.
fn work(instructions: usize, held: usize) -> usize {
    1 + instructions * (1 + (held + instructions / 4) / 16)
}
