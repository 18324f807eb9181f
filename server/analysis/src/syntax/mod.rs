//! From text to syntax tree.

mod conditions;
mod file_macros;
mod functions;
mod grammar;
mod prepass;
pub mod scan;
mod source_file;

pub use file_macros::{FileMacro, FileMacros};
pub use functions::{Function, function_at, functions};
pub use grammar::{Fields, Grammar, Kind, named_children};
pub use source_file::{Language, SourceFile};
