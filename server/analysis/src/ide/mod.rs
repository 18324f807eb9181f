//! What an editor asks: text and an offset in, plain data with byte offsets out.

mod arguments;
mod availability;
mod code_action;
mod comment_hover;
mod completion;
mod context;
mod contract;
mod flag_expression;
mod flag_set;
mod format_call;
mod format_completion;
mod format_hover;
mod hover;
mod initialiser;
mod lexer;
mod links;
mod locals;
mod markdown;
mod member;
mod ownership_hover;
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
