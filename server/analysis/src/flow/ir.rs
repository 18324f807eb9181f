//! The intermediate representation: basic blocks of simple instructions over variables.
//!
//! Locals, parameters, temporaries and memory paths such as `self->cache` are all variables. Short-circuit operators,
//! conditional expressions, loops and hidden returns have become branches.

use std::collections::BTreeMap;

use crate::text::TextRange;

/// Index of a variable in [`Flow::variables`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VariableId(pub u32);

impl VariableId {
    /// As an index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Index of a block in [`Flow::blocks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockId(pub u32);

impl BlockId {
    /// As an index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The control-flow graph of one function.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    /// Everything that can hold a value.
    pub variables: Vec<Variable>,
    /// The paths that are elements of an array, such as `ops[0]` and `*out`.
    pub elements: BTreeMap<VariableId, Element>,
    /// The blocks; the first is the entry.
    pub blocks: Vec<Block>,
    /// The conditions that occur more than once.
    pub keys: Vec<ConditionKey>,
    /// Whether the function returns a pointer.
    pub returns_pointer: bool,
    /// Whether what it points to is an object of Python.
    pub returns_object: bool,
    /// Whether the function returns nothing.
    pub returns_void: bool,
    /// The parameters that point to pointers, such as `PyObject **result`: `*result` is a path of its own.
    pub double_pointers: Vec<VariableId>,
}

/// Something that can hold a value.
#[derive(Clone, Debug)]
pub struct Variable {
    /// The name, or the path as written; empty for temporaries.
    pub name: String,
    /// What it is.
    pub kind: VariableKind,
    /// Whether it can hold a reference to an object: a pointer, or a type that is deduced.
    pub is_pointer: bool,
    /// The declaration; of a path its first use; of a temporary its expression.
    pub range: TextRange,
    /// For a path: the variable that it starts from.
    pub base: Option<VariableId>,
    /// The C type as written, without the declarator; empty where unknown.
    pub type_text: String,
    /// The position among the parameters.
    pub parameter_index: Option<usize>,
}

impl Variable {
    /// Whether it points to a dtype. Functions of NumPy's kind own the dtypes that they are given.
    pub fn is_dtype(&self) -> bool {
        self.type_text.contains("PyArray_Descr")
    }
}

/// Which element of an array a path stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// The index, where it is a constant; `*p` has index 0.
    pub index: Option<i64>,
    /// The variables that the index depends on. The path stands for another element once one of them changes.
    pub index_variables: Vec<VariableId>,
}

impl Flow {
    /// Whether a path stands for another place once a variable changes.
    pub fn depends_on(&self, path: VariableId, variable: VariableId) -> bool {
        self.variables[path.index()].base == Some(variable)
            || self.elements.get(&path).is_some_and(|element| element.index_variables.contains(&variable))
    }

    /// The first block from here on in which anything happens.
    pub fn past_empty(&self, from: BlockId) -> BlockId {
        let mut block = from;
        for _ in 0..self.blocks.len() {
            match self.blocks.get(block.index()) {
                Some(Block { instructions, terminator: Terminator::Goto(next) }) if instructions.is_empty() => {
                    block = *next;
                }
                _ => break,
            }
        }
        block
    }

    /// Whether two elements of one array can be the same one.
    pub fn may_be_same_element(&self, left: VariableId, right: VariableId) -> bool {
        let (Some(first), Some(second)) = (self.elements.get(&left), self.elements.get(&right)) else { return false };
        let has_one_base = self.variables[left.index()].base == self.variables[right.index()].base;
        let is_other = matches!((first.index, second.index), (Some(first), Some(second)) if first != second);
        has_one_base && !is_other
    }
}

/// What a variable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariableKind {
    /// A parameter of the function.
    Parameter,
    /// A local variable with automatic storage.
    Local,
    /// The value of an expression.
    Temporary,
    /// A field that is reached from another variable.
    Path,
}

/// A condition whose text occurs more than once, so that its outcome is worth remembering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionKey {
    /// The condition without white space, in its positive form.
    pub text: String,
    /// The variables it depends on.
    pub variables: Vec<VariableId>,
}

/// A basic block.
#[derive(Clone, Debug)]
pub struct Block {
    /// What happens, in order.
    pub instructions: Vec<Instruction>,
    /// Where it goes on.
    pub terminator: Terminator,
}

/// One step.
#[derive(Clone, Debug)]
pub struct Instruction {
    /// The text it comes from.
    pub range: TextRange,
    /// What it does.
    pub kind: InstructionKind,
}

/// What an instruction does.
#[derive(Clone, Debug)]
pub enum InstructionKind {
    /// A variable comes into being without a value.
    Declare(VariableId),
    /// A variable takes a value.
    Assign {
        /// The variable.
        target: VariableId,
        /// The value.
        source: Operand,
    },
    /// A value goes into memory that outlives the statement: a field, an element, a global.
    Store {
        /// The path, where it is one that is tracked.
        path: Option<VariableId>,
        /// The value.
        source: Operand,
        /// The field or global variable that is written; empty where it has no name.
        name: String,
    },
    /// A number changes by a step.
    Step {
        /// The variable.
        target: VariableId,
        /// By how much.
        delta: i64,
    },
    /// The scope of a variable ends.
    ScopeEnd(VariableId),
    /// A number is computed from two others.
    Compute {
        /// The variable.
        target: VariableId,
        /// The operator as written.
        operator: String,
        /// The left side.
        left: Operand,
        /// The right side.
        right: Operand,
    },
    /// A variable takes a value that nothing is known of.
    Forget(VariableId),
    /// A call.
    Call {
        /// Receives the result.
        result: VariableId,
        /// What is called.
        callee: Callee,
        /// The arguments in order.
        arguments: Vec<Argument>,
        /// For an accessor that gives the same object each time: the variable that stands for it.
        remembered: Option<VariableId>,
        /// Whether the statement is nothing but this call, so that nobody looks at its result.
        is_discarded: bool,
    },
    /// Memory is read or written through a pointer, which must not be NULL.
    Dereference(Operand),
    /// A value goes where it is not followed.
    Escape(Operand),
    /// Anything may have happened to any local: an unknown statement macro, a lambda.
    Barrier,
    /// A macro sets an exception, or may do something to the indicator that is not known.
    Raise {
        /// Whether it is known that an exception is set.
        is_certain: bool,
    },
    /// The full expression ends: temporaries die.
    EndOfStatement,
}

/// What is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Callee {
    /// A function or macro by name.
    Named(String),
    /// Something else: a function pointer, a method.
    Unknown,
}

/// An argument of a call.
#[derive(Clone, Debug)]
pub struct Argument {
    /// Its value.
    pub operand: Operand,
    /// Its text.
    pub range: TextRange,
}

/// A value as it stands in an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// What a variable holds.
    Variable(VariableId),
    /// The null pointer.
    Null,
    /// A number.
    Integer(i64),
    /// The content of a string literal.
    Text(String),
    /// The address of a variable.
    Address(VariableId),
    /// A global by name: an object, a function, a constant without a known value.
    Global(String),
    /// A new reference to something that is not followed, such as `None`.
    NewReference,
    /// Anything else.
    Unknown,
}

/// How a block ends.
#[derive(Clone, Debug)]
pub enum Terminator {
    /// Goes on in another block.
    Goto(BlockId),
    /// Goes one of two ways.
    Branch {
        /// What decides.
        condition: Condition,
        /// Where it goes if the condition holds.
        then: BlockId,
        /// Where it goes otherwise.
        otherwise: BlockId,
    },
    /// Goes one of many ways.
    Switch {
        /// What decides.
        operand: Operand,
        /// The cases.
        cases: Vec<Case>,
        /// Where it goes if no case fits; `None` where the cases count as complete.
        default: Option<BlockId>,
        /// The text that decides.
        range: TextRange,
    },
    /// Leaves the function.
    Return {
        /// What is handed back.
        value: Option<Operand>,
        /// The statement; of a function's end its closing brace.
        range: TextRange,
    },
    /// Never gets further.
    Stop,
}

/// A case of a switch.
#[derive(Clone, Debug)]
pub struct Case {
    /// The value, where it is a known number.
    pub value: Option<i64>,
    /// The label's expression.
    pub range: TextRange,
    /// Where it leads.
    pub block: BlockId,
    /// The key of the condition that says the same: `x == LABEL`.
    pub key: Option<usize>,
}

/// A condition of a branch.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The left side.
    pub left: Operand,
    /// How the sides are compared.
    pub comparison: Comparison,
    /// The right side.
    pub right: Operand,
    /// The text of the condition.
    pub range: TextRange,
    /// Its key among [`Flow::keys`], and whether the key's text is this condition negated.
    pub key: Option<(usize, bool)>,
    /// Whether nothing is known about the outcome and no text says so: hidden tests of macros.
    pub hidden: bool,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// The comparison that holds when this one does not.
    #[must_use]
    pub const fn negated(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
        }
    }

    /// The comparison with its sides exchanged.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            Self::Equal | Self::NotEqual => self,
        }
    }
}

impl Terminator {
    /// The blocks that can come next.
    pub fn successors(&self) -> Vec<BlockId> {
        match self {
            Self::Goto(block) => vec![*block],
            Self::Branch { then, otherwise, .. } => vec![*then, *otherwise],
            Self::Switch { cases, default, .. } => cases.iter().map(|case| case.block).chain(*default).collect(),
            Self::Return { .. } | Self::Stop => Vec::new(),
        }
    }
}
