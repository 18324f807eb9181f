//! The control-flow graph of a function: a small intermediate representation, and its lowering from the syntax tree.

mod dependence;
mod ir;
mod liveness;
mod lower;

pub use dependence::deciding_blocks;
pub use ir::{
    Argument, Block, BlockId, Callee, Case, Comparison, Condition, ConditionKey, Flow, Instruction, InstructionKind,
    Operand, Terminator, Variable, VariableId, VariableKind,
};
pub use liveness::{Live, Liveness, liveness};
pub(crate) use lower::expression::fold;
pub use lower::{DOES_NOT_PARSE, LoweringFailure, lower};
