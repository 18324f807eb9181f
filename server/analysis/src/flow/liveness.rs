//! Which variables and remembered conditions a block's future still looks at.

use numpy_capi_db::symbol;

use super::ir::{Callee, Flow, InstructionKind, Operand, Terminator, VariableId};

/// The live variables and conditions at the entry of each block.
#[derive(Clone, Debug)]
pub struct Liveness {
    /// One set per block: variables first, conditions behind them, then the variables that will be used as pointers.
    live_in: Vec<BitSet>,
    variable_count: usize,
    key_count: usize,
}

impl Liveness {
    /// What is live at the entry of a block.
    pub fn at(&self, block: usize) -> Live<'_> {
        Live {
            words: self.live_in.get(block).map_or(&[], |set| set.words.as_slice()),
            variable_count: self.variable_count,
            key_count: self.key_count,
        }
    }

    /// Lets a variable matter everywhere.
    pub fn keep(&mut self, variable: VariableId) {
        self.live_in.iter_mut().for_each(|set| set.add(variable.index()));
    }
}

/// What is live at the entry of one block.
#[derive(Clone, Copy, Debug)]
pub struct Live<'a> {
    words: &'a [u64],
    variable_count: usize,
    key_count: usize,
}

impl Live<'_> {
    /// Whether a variable's value matters from here on.
    pub fn variable(self, variable: VariableId) -> bool {
        contains(self.words, variable.index())
    }

    /// Whether a variable is used from here on where it must point to something.
    pub fn pointer(self, variable: VariableId) -> bool {
        contains(self.words, self.variable_count + self.key_count + variable.index())
    }

    /// Whether a condition's outcome matters from here on.
    pub fn condition(self, key: usize) -> bool {
        contains(self.words, self.variable_count + key)
    }
}

/// Computes liveness by iterating backwards to a fixed point. A variable counts as used wherever it is mentioned, so
/// that the answer errs towards live.
pub fn liveness(flow: &Flow) -> Liveness {
    let variable_count = flow.variables.len();
    let size = 2 * variable_count + flow.keys.len();
    let effects: Vec<(BitSet, BitSet)> =
        (0..flow.blocks.len()).map(|block| uses_and_definitions(flow, block, size)).collect();
    let mut live_in = vec![BitSet::new(size); flow.blocks.len()];
    let mut changed = true;
    while changed {
        changed = false;
        for block in (0..flow.blocks.len()).rev() {
            let mut live = BitSet::new(size);
            for successor in flow.blocks[block].terminator.successors() {
                live.add_all(&live_in[successor.index()]);
            }
            let (used, defined) = &effects[block];
            live.remove_all(defined);
            live.add_all(used);
            if live != live_in[block] {
                live_in[block] = live;
                changed = true;
            }
        }
    }
    Liveness { live_in, variable_count, key_count: flow.keys.len() }
}

/// What a block uses before it defines it, and what it defines.
fn uses_and_definitions(flow: &Flow, block: usize, size: usize) -> (BitSet, BitSet) {
    let mut used = BitSet::new(size);
    let mut pointed = BitSet::new(size);
    let mut defined = BitSet::new(size);
    let mut note = |operand: &Operand, defined: &BitSet| {
        if let Operand::Variable(variable) | Operand::Address(variable) = operand {
            let mut next = Some(*variable);
            while let Some(variable) = next {
                if !defined.contains(variable.index()) {
                    used.add(variable.index());
                }
                next = flow.variables[variable.index()].base;
            }
        }
    };
    let pointers = flow.variables.len() + flow.keys.len();
    let body = &flow.blocks[block];
    for instruction in &body.instructions {
        for variable in pointers_needed(&instruction.kind) {
            let position = pointers + variable.index();
            if !defined.contains(variable.index()) {
                pointed.add(position);
            }
        }
        match &instruction.kind {
            InstructionKind::Assign { target, source } => {
                note(source, &defined);
                defined.add(target.index());
            }
            InstructionKind::Store { path, source, .. } => {
                note(source, &defined);
                if let Some(path) = path {
                    note(&Operand::Variable(*path), &defined);
                }
            }
            InstructionKind::Step { target, .. } => note(&Operand::Variable(*target), &defined),
            InstructionKind::Call { arguments, result, remembered, .. } => {
                if let Some(remembered) = remembered {
                    note(&Operand::Variable(*remembered), &defined);
                }
                for argument in arguments {
                    note(&argument.operand, &defined);
                }
                defined.add(result.index());
            }
            InstructionKind::Dereference(operand) | InstructionKind::Escape(operand) => note(operand, &defined),
            InstructionKind::Compute { target, left, right, .. } => {
                note(left, &defined);
                note(right, &defined);
                defined.add(target.index());
            }
            InstructionKind::ScopeEnd(variable) => defined.add(variable.index()),
            InstructionKind::Declare(target) | InstructionKind::Forget(target) => defined.add(target.index()),
            InstructionKind::Barrier | InstructionKind::Raise { .. } | InstructionKind::EndOfStatement => {}
        }
    }
    match &body.terminator {
        Terminator::Branch { condition, .. } => {
            note(&condition.left, &defined);
            note(&condition.right, &defined);
            if let Some((key, _)) = condition.key {
                used.add(flow.variables.len() + key);
            }
        }
        Terminator::Switch { operand, cases, .. } => {
            note(operand, &defined);
            for key in cases.iter().filter_map(|case| case.key) {
                used.add(flow.variables.len() + key);
            }
        }
        Terminator::Return { value: Some(value), .. } => note(value, &defined),
        Terminator::Return { value: None, .. } | Terminator::Goto(_) | Terminator::Stop => {}
    }
    used.add_all(&pointed);
    for variable in defined.members() {
        defined.add(pointers + variable);
    }
    (used, defined)
}

/// The variables that an instruction uses where they must point to something.
fn pointers_needed(kind: &InstructionKind) -> Vec<VariableId> {
    let variable = |operand: &Operand| match operand {
        Operand::Variable(variable) => Some(*variable),
        _ => None,
    };
    match kind {
        InstructionKind::Dereference(operand) => variable(operand).into_iter().collect(),
        InstructionKind::Call { callee: Callee::Named(name), arguments, .. } => {
            let Some(symbol) = symbol(name) else { return Vec::new() };
            let needed = arguments.iter().enumerate().filter(|(position, _)| {
                symbol.param(*position).is_some_and(|param| !param.may_be_null && param.ownership.takes_object())
            });
            needed.filter_map(|(_, argument)| variable(&argument.operand)).collect()
        }
        _ => Vec::new(),
    }
}

#[inline]
fn contains(words: &[u64], index: usize) -> bool {
    words.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct BitSet {
    words: Vec<u64>,
}

impl BitSet {
    fn new(size: usize) -> Self {
        Self { words: vec![0; size.div_ceil(64)] }
    }

    fn contains(&self, index: usize) -> bool {
        contains(&self.words, index)
    }

    fn add(&mut self, index: usize) {
        if let Some(word) = self.words.get_mut(index / 64) {
            *word |= 1 << (index % 64);
        }
    }

    /// The members in order.
    fn members(&self) -> Vec<usize> {
        let of_word = |(index, word): (usize, &u64)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros() as usize;
                rest &= rest.checked_sub(1)?;
                Some(index * 64 + bit)
            })
        };
        self.words.iter().enumerate().flat_map(of_word).collect()
    }

    fn add_all(&mut self, other: &Self) {
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            *word |= more;
        }
    }

    fn remove_all(&mut self, other: &Self) {
        for (word, less) in self.words.iter_mut().zip(&other.words) {
            *word &= !less;
        }
    }
}
