//! What was agreed with the client when the session began.

use std::path::PathBuf;

use numpy_capi_analysis::text::PositionEncoding;
use tower_lsp::ls_types::{
    ClientCapabilities, CodeActionClientCapabilities, InitializeParams, MarkupKind, PositionEncodingKind,
    PublishDiagnosticsClientCapabilities, SignatureHelpClientCapabilities, TextDocumentClientCapabilities,
    WorkspaceClientCapabilities,
};

use super::documents::file_path;

/// What was agreed with the client when the session began.
#[derive(Clone, Debug)]
pub(super) struct Session {
    /// The unit of every column in this session.
    pub(super) encoding: PositionEncoding,
    /// What the client can do.
    pub(super) client: Abilities,
    /// The folders that the user works in at first.
    pub(super) roots: Vec<PathBuf>,
}

/// What the client can do, as far as it changes what the server does.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent statement of the client")]
pub(super) struct Abilities {
    /// It asks for diagnostics, so none are pushed.
    pub(super) pulls_diagnostics: bool,
    /// It asks again for diagnostics when told to.
    pub(super) refreshes_diagnostics: bool,
    /// It shows places that belong to a diagnostic.
    pub(super) related_information: bool,
    /// It shows a link with a diagnostic's code.
    pub(super) code_description: bool,
    /// It understands code actions and not only commands.
    pub(super) code_action_literals: bool,
    /// It asks for the edit of a code action when the user chooses it.
    pub(super) resolves_code_actions: bool,
    /// It marks the preferred code action.
    pub(super) preferred_code_actions: bool,
    /// It takes edits that name the version of the document they are for.
    pub(super) versioned_edits: bool,
    /// It renders Markdown in a hover.
    pub(super) hover_markdown: bool,
    /// It renders Markdown in the documentation of a completion.
    pub(super) completion_markdown: bool,
    /// It knows a tag for deprecated completions.
    pub(super) completion_tags: bool,
    /// It knows a member for deprecated completions.
    pub(super) completion_deprecated: bool,
    /// It renders Markdown in signature help.
    pub(super) signature_markdown: bool,
    /// It takes offsets as labels of parameters.
    pub(super) label_offsets: bool,
    /// Signature help can be registered later.
    pub(super) registers_signature_help: bool,
    /// It answers questions for settings.
    pub(super) configuration: bool,
    /// Notifications of changed settings can be registered.
    pub(super) registers_configuration: bool,
    /// It shows an outline as a tree.
    pub(super) nested_symbols: bool,
    /// Outlines and definitions can be registered for some languages only.
    pub(super) registers_templates: bool,
    /// It asks again for inlay hints when told to.
    pub(super) refreshes_inlay_hints: bool,
    /// It opens a document when asked.
    pub(super) shows_documents: bool,
    /// It shows how far work is that it has not asked for.
    pub(super) shows_progress: bool,
    /// It can watch files.
    pub(super) watches_files: bool,
}

impl Session {
    /// Reads the first request.
    pub(super) fn new(params: &InitializeParams) -> Self {
        Self {
            encoding: negotiated_encoding(&params.capabilities),
            client: Abilities::new(&params.capabilities),
            roots: roots(params),
        }
    }
}

/// The first encoding of the client's list that we know, as clangd chooses, so that both servers agree on the columns
/// of one buffer. Without a list UTF-16.
fn negotiated_encoding(client: &ClientCapabilities) -> PositionEncoding {
    let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_ref());
    offered.into_iter().flatten().find_map(encoding_of).unwrap_or(PositionEncoding::Utf16)
}

fn encoding_of(kind: &PositionEncodingKind) -> Option<PositionEncoding> {
    match kind.as_str() {
        "utf-8" => Some(PositionEncoding::Utf8),
        "utf-16" => Some(PositionEncoding::Utf16),
        "utf-32" => Some(PositionEncoding::Utf32),
        _ => None,
    }
}

impl Abilities {
    fn new(client: &ClientCapabilities) -> Self {
        let mut abilities = Self::default();
        if let Some(workspace) = &client.workspace {
            abilities.read_workspace(workspace);
        }
        let window = client.window.as_ref();
        abilities.shows_documents = window.and_then(|it| it.show_document.as_ref()).is_some_and(|it| it.support);
        abilities.shows_progress = is(window.and_then(|it| it.work_done_progress));
        if let Some(document) = &client.text_document {
            abilities.read_document(document);
        }
        abilities
    }

    fn read_workspace(&mut self, client: &WorkspaceClientCapabilities) {
        let diagnostics = client.diagnostics.as_ref();
        self.refreshes_diagnostics = is(diagnostics.and_then(|it| it.refresh_support));
        self.versioned_edits = is(client.workspace_edit.as_ref().and_then(|it| it.document_changes));
        self.refreshes_inlay_hints = is(client.inlay_hint.as_ref().and_then(|it| it.refresh_support));
        self.configuration = is(client.configuration);
        self.registers_configuration =
            is(client.did_change_configuration.as_ref().and_then(|it| it.dynamic_registration));
        self.watches_files = is(client.did_change_watched_files.as_ref().and_then(|it| it.dynamic_registration));
    }

    fn read_document(&mut self, client: &TextDocumentClientCapabilities) {
        if let Some(diagnostics) = &client.diagnostic {
            self.pulls_diagnostics = true;
            self.related_information = is(diagnostics.related_information);
            self.code_description = is(diagnostics.code_description_support);
        }
        self.hover_markdown = takes_markdown(client.hover.as_ref().and_then(|it| it.content_format.as_deref()));
        if let Some(diagnostics) = &client.publish_diagnostics {
            self.read_diagnostics(diagnostics);
        }
        if let Some(symbol) = &client.document_symbol {
            let definition = client.definition.as_ref().and_then(|it| it.dynamic_registration);
            self.nested_symbols = is(symbol.hierarchical_document_symbol_support);
            self.registers_templates = is(symbol.dynamic_registration) && is(definition);
        }
        if let Some(code_action) = &client.code_action {
            self.read_code_action(code_action);
        }
        if let Some(item) = client.completion.as_ref().and_then(|it| it.completion_item.as_ref()) {
            self.completion_markdown = takes_markdown(item.documentation_format.as_deref());
            self.completion_tags = item.tag_support.is_some();
            self.completion_deprecated = is(item.deprecated_support);
        }
        if let Some(signature) = &client.signature_help {
            self.read_signature(signature);
        }
    }

    fn read_diagnostics(&mut self, client: &PublishDiagnosticsClientCapabilities) {
        // A client that pulls may state these here, as all did before pulling was possible.
        self.related_information |= is(client.related_information);
        self.code_description |= is(client.code_description_support);
    }

    fn read_code_action(&mut self, client: &CodeActionClientCapabilities) {
        let resolved = client.resolve_support.iter().flat_map(|it| &it.properties);
        self.code_action_literals = client.code_action_literal_support.is_some();
        self.resolves_code_actions = is(client.data_support) && resolved.into_iter().any(|property| property == "edit");
        self.preferred_code_actions = is(client.is_preferred_support);
    }

    fn read_signature(&mut self, client: &SignatureHelpClientCapabilities) {
        self.registers_signature_help = is(client.dynamic_registration);
        if let Some(signature) = &client.signature_information {
            self.signature_markdown = takes_markdown(signature.documentation_format.as_deref());
            self.label_offsets = is(signature.parameter_information.as_ref().and_then(|it| it.label_offset_support));
        }
    }
}

fn is(ability: Option<bool>) -> bool {
    ability.unwrap_or(false)
}

/// Whether Markdown is in a client's list of formats. Without a list the protocol's default holds, plain text.
fn takes_markdown(formats: Option<&[MarkupKind]>) -> bool {
    formats.is_some_and(|formats| formats.contains(&MarkupKind::Markdown))
}

#[expect(deprecated, reason = "clients older than workspace folders send only the root")]
fn roots(params: &InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    let folders: Vec<PathBuf> = folders.filter_map(file_path).collect();
    if folders.is_empty() { params.root_uri.as_ref().and_then(file_path).into_iter().collect() } else { folders }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn session(capabilities: &Value) -> Session {
        let params = json!({"processId": null, "rootUri": null, "capabilities": capabilities});
        Session::new(&serde_json::from_value(params).unwrap())
    }

    #[test]
    fn the_encoding_is_the_first_known_of_the_client() {
        let encoding = |offered: &[&str]| session(&json!({"general": {"positionEncodings": offered}})).encoding;
        assert_eq!(encoding(&["utf-32", "utf-8", "utf-16"]), PositionEncoding::Utf32);
        assert_eq!(encoding(&["utf-7", "utf-8"]), PositionEncoding::Utf8);
        assert_eq!(encoding(&["utf-7"]), PositionEncoding::Utf16);
        assert_eq!(session(&json!({})).encoding, PositionEncoding::Utf16);
    }

    #[test]
    fn actions_are_resolved_only_by_a_client_that_keeps_their_data() {
        let resolves = |data: bool| {
            let action = json!({"dataSupport": data, "resolveSupport": {"properties": ["edit"]}});
            session(&json!({"textDocument": {"codeAction": action}})).client.resolves_code_actions
        };
        assert!(resolves(true) && !resolves(false));
    }

    #[test]
    fn markdown_only_where_the_client_renders_it() {
        let markdown = |hover: Value| session(&json!({"textDocument": {"hover": hover}})).client.hover_markdown;
        assert!(markdown(json!({"contentFormat": ["plaintext", "markdown"]})));
        assert!(!markdown(json!({"contentFormat": ["plaintext"]})) && !markdown(json!({})));
    }
}
