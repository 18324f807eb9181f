//! What the client asks, one file per kind.

pub(super) mod code_action;
pub(super) mod code_action_resolve;
pub(super) mod completion;
pub(super) mod completion_resolve;
pub(super) mod definition;
pub(super) mod diagnostic;
pub(super) mod document_symbol;
pub(super) mod execute_command;
pub(super) mod hover;
pub(super) mod initialize;
pub(super) mod inlay_hint;
pub(super) mod server_info;
pub(super) mod shutdown;
pub(super) mod signature_help;
pub(super) mod workspace_diagnostic;
