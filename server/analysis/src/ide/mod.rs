//! What an editor asks: text and an offset in, plain data with byte offsets out.

mod availability;
mod code_action;
mod completion;
mod context;
mod contract;
mod flag_expression;
mod flag_set;
mod hover;
mod lexer;
mod links;
mod markdown;
mod member;
mod page;
mod reading_start;
mod search;
mod signature_help;
mod statement;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod robustness;

pub use code_action::{CodeAction, CodeActionKind, code_actions, resolve_code_action};
pub use completion::{Completion, CompletionKind, CompletionScope, completion_documentation, completions};
pub use hover::{Hover, hover, symbol_page};
pub use links::manual_url;
pub use search::{ApiItem, api_item, search};
pub use signature_help::{SignatureHelp, signature_help};
