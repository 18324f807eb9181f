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
mod inlay_hints;
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
mod suppress_action;
mod template;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod robustness;

pub use code_action::{CodeAction, CodeActionKind, CodeActionWish, code_actions, is_offered_at, resolve_code_action};
pub use completion::{Completion, CompletionKind, CompletionScope, completion_documentation, completions};
pub use hover::{Hover, hover, symbol_page};
pub use inlay_hints::{InlayHint, inlay_hints};
pub use links::manual_url;
pub use search::{ApiItem, api_item, search};
pub use signature_help::{SignatureHelp, signature_help};
pub use suppress_action::suppress_actions;
pub use template::{TemplatePart, TemplatePartKind, template_definition, template_outline};
