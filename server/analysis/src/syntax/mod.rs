//! From text to syntax tree.

mod annotations;
mod bare_macros;
mod clauses;
mod conditions;
mod declarator;
mod file_macros;
mod functions;
mod grammar;
mod language;
mod macro_functions;
mod prepass;
mod rewrites;
pub mod scan;
mod source_file;
pub mod template;

pub use annotations::{Annotation, COMMENT_MARK, annotations};
pub use declarator::Declarator;
pub use file_macros::{FileMacro, FileMacros};
pub use functions::{Function, function_at, functions};
pub use grammar::{Fields, Grammar, Kind, named_children};
pub use language::Language;
pub use macro_functions::{MacroFunctions, macro_functions};
pub use source_file::SourceFile;
