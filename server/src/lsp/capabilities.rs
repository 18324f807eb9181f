//! What the server offers.
//!
//! clangd owns navigation, formatting and renaming of C: offering those too would only double its answers.

use tower_lsp::ls_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions, DiagnosticOptions,
    DiagnosticServerCapabilities, ExecuteCommandOptions, HoverProviderCapability, OneOf, SaveOptions,
    ServerCapabilities, SignatureHelpOptions, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};

use super::commands;
use super::convert::{SOURCE, to_lsp_encoding};
use super::session::Session;
use crate::config::Resolved;

/// The characters behind which an argument, a flag, a format or a value of a struct begins.
const COMPLETION_TRIGGERS: &[&str] = &["(", ",", "|", "\"", "&", "{"];

/// The characters at which the signature on display changes.
const SIGNATURE_TRIGGERS: &[&str] = &["(", ","];

/// All safe repairs of a file; editors can be told to apply them when a file is saved.
pub(super) const FIX_ALL: &str = "source.fixAll.numpy-capi";

/// What the server offers to the client of a session. Signature help only where it is wanted from the start; it can be
/// registered later, as can what is for templates alone.
pub(super) fn server_capabilities(session: &Session, resolved: &Resolved) -> ServerCapabilities {
    let for_all = !session.client.registers_templates;
    ServerCapabilities {
        position_encoding: Some(to_lsp_encoding(session.encoding)),
        text_document_sync: Some(TextDocumentSyncCapability::Options(synchronization())),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(completion()),
        signature_help_provider: resolved.signature_help.then(signature_help),
        code_action_provider: Some(CodeActionProviderCapability::Options(code_action())),
        diagnostic_provider: session
            .client
            .pulls_diagnostics
            .then(|| DiagnosticServerCapabilities::Options(pulled_diagnostics(resolved.workspace_diagnostics))),
        inlay_hint_provider: Some(OneOf::Left(true)),
        document_symbol_provider: for_all.then_some(OneOf::Left(true)),
        definition_provider: for_all.then_some(OneOf::Left(true)),
        workspace: Some(workspace()),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: commands::names(),
            ..ExecuteCommandOptions::default()
        }),
        ..ServerCapabilities::default()
    }
}

/// How signature help is offered.
pub(super) fn signature_help() -> SignatureHelpOptions {
    SignatureHelpOptions { trigger_characters: Some(owned(SIGNATURE_TRIGGERS)), ..SignatureHelpOptions::default() }
}

fn synchronization() -> TextDocumentSyncOptions {
    TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
        ..TextDocumentSyncOptions::default()
    }
}

fn completion() -> CompletionOptions {
    CompletionOptions {
        resolve_provider: Some(true),
        trigger_characters: Some(owned(COMPLETION_TRIGGERS)),
        ..CompletionOptions::default()
    }
}

fn code_action() -> CodeActionOptions {
    CodeActionOptions {
        code_action_kinds: Some(vec![
            CodeActionKind::QUICKFIX,
            CodeActionKind::REFACTOR_REWRITE,
            CodeActionKind::new(FIX_ALL),
        ]),
        resolve_provider: Some(true),
        ..CodeActionOptions::default()
    }
}

fn pulled_diagnostics(workspace_diagnostics: bool) -> DiagnosticOptions {
    DiagnosticOptions { identifier: Some(SOURCE.to_owned()), workspace_diagnostics, ..DiagnosticOptions::default() }
}

fn workspace() -> WorkspaceServerCapabilities {
    let folders =
        WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(OneOf::Left(true)) };
    WorkspaceServerCapabilities { workspace_folders: Some(folders), ..WorkspaceServerCapabilities::default() }
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}
