//! C text in, findings and facts about the use of the NumPy and CPython C-APIs out.
//!
//! A pure function of text and settings: no files, no threads, no protocol types. Nothing here fails on bad input; what
//! could not be analysed is said in the [`Report`]. Every position is a byte offset of the text as the user sees it.

pub mod flow;
pub mod ide;
pub mod ownership;
pub mod rules;
pub mod suppressions;
pub mod syntax;
pub mod text;

mod check;
mod contracts;
mod fingerprint;
mod formats;
mod memory;
mod package;
mod program;
mod reading;
mod repairs;
mod settings;
mod typing;
mod usage;
mod versions;

pub use check::{Report, check};
pub use package::{Exports, Neighbours, Package, exports};
pub use rules::{Applicability, Finding, Fix, FixAvailability, Related, Rule, Severity};
pub use settings::{RuleSelection, Settings, Version};
pub use syntax::{Annotation, Language, SourceFile};
pub use typing::Shown;
