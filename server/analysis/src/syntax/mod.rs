//! From text to syntax tree.

mod conditions;
mod functions;
mod grammar;
mod prepass;
pub mod scan;
mod source_file;

pub use functions::{Function, functions};
pub use grammar::{Fields, Grammar, Kind, named_children};
pub use source_file::{Language, SourceFile};
