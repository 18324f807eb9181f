//! Capabilities that are registered after the session has begun.

use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};
use tower_lsp::ls_types::{Registration, Unregistration};
use tracing::info;

use super::SECTION;
use super::exchange::within_patience;
use crate::baseline;
use crate::config::FILE_NAMES;
use crate::lsp::capabilities;
use crate::lsp::server::Server;

const SIGNATURE_HELP: &str = "textDocument/signatureHelp";
/// What tells that a document is a template.
const TEMPLATES: [(&str, &str); 2] = [("language", "numpy-c-template"), ("pattern", "**/*.src")];

/// The endings of source files.
const SOURCES: &str = "c,h,cc,cpp,cxx,c++,C,hh,hpp,hxx,h++,cu";

const SIGNATURE_HELP_ID: &str = "numpyCapi.signatureHelp";

/// How signature help stands with the client.
#[derive(Default)]
pub(super) struct SignatureRegistration {
    offered: Mutex<Offer>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Offer {
    #[default]
    None,
    /// In the first answer: it cannot be taken back, only left unanswered.
    FromTheStart,
    Registered,
}

impl SignatureRegistration {
    /// Notes that signature help was offered in the first answer.
    pub(super) fn offered_from_the_start(&self) {
        *self.offered.lock().unwrap_or_else(PoisonError::into_inner) = Offer::FromTheStart;
    }

    /// Notes the new state. Gives the one before where the client has to be told.
    fn turn(&self, wanted: bool) -> Option<Offer> {
        let mut offered = self.offered.lock().unwrap_or_else(PoisonError::into_inner);
        let before = *offered;
        *offered = match (before, wanted) {
            (Offer::None, true) => Offer::Registered,
            (Offer::Registered, false) => Offer::None,
            _ => return None,
        };
        Some(before)
    }
}

/// Asks to hear of changed settings and changed configuration files, and registers what is for templates alone.
pub(super) async fn register(server: &Server) {
    let client = server.abilities();
    let mut registrations = Vec::new();
    if client.watches_files {
        let names = FILE_NAMES.iter().chain([&baseline::FILE_NAME]);
        let sources = [format!("*.{{{SOURCES}}}"), format!("*.{{{SOURCES}}}.src")];
        let names = names.map(ToString::to_string).chain(sources);
        let watchers: Vec<Value> = names.map(|name| json!({"globPattern": format!("**/{name}")})).collect();
        registrations.push(registration("workspace/didChangeWatchedFiles", json!({"watchers": watchers})));
    }
    if client.registers_configuration {
        registrations.push(registration("workspace/didChangeConfiguration", json!({"section": SECTION})));
    }
    if client.registers_templates {
        let selector = json!({"documentSelector": TEMPLATES.map(|(key, value)| json!({(key): value}))});
        registrations.push(registration("textDocument/documentSymbol", selector.clone()));
        registrations.push(registration("textDocument/definition", selector));
    }
    if !registrations.is_empty() {
        within_patience("client/registerCapability", server.client.register_capability(registrations)).await;
    }
}

/// Registers signature help where the settings now want it, and takes it back where they no longer do.
pub(super) async fn follow_signature_help(server: &Server, wanted: bool) {
    if !server.abilities().registers_signature_help {
        return;
    }
    match server.configuration.signature_help.turn(wanted) {
        None => {}
        Some(Offer::Registered) => {
            let taken = Unregistration { id: SIGNATURE_HELP_ID.to_owned(), method: SIGNATURE_HELP.to_owned() };
            let request = server.client.unregister_capability(vec![taken]);
            within_patience("client/unregisterCapability", request).await;
        }
        Some(Offer::None | Offer::FromTheStart) => {
            info!("signature help is switched on");
            let mut options = serde_json::to_value(capabilities::signature_help()).unwrap_or_default();
            if let Some(options) = options.as_object_mut() {
                options.insert("documentSelector".to_owned(), json!([{"language": "c"}, {"language": "cpp"}]));
            }
            let new = Registration {
                id: SIGNATURE_HELP_ID.to_owned(),
                method: SIGNATURE_HELP.to_owned(),
                register_options: Some(options),
            };
            within_patience("client/registerCapability", server.client.register_capability(vec![new])).await;
        }
    }
}

fn registration(method: &str, options: Value) -> Registration {
    Registration { id: format!("{SECTION}.{method}"), method: method.to_owned(), register_options: Some(options) }
}

#[cfg(test)]
mod tests {
    use numpy_capi_analysis::Language;

    use super::*;

    #[test]
    fn what_is_watched_is_read() {
        assert!(SOURCES.split(',').all(|ending| Language::of_path(&format!("a.{ending}")).is_some()));
    }

    #[test]
    fn the_client_is_told_only_what_is_new() {
        let registration = SignatureRegistration::default();
        assert!(registration.turn(false).is_none());
        assert!(registration.turn(true).is_some_and(|before| before == Offer::None));
        assert!(registration.turn(true).is_none());
        assert!(registration.turn(false).is_some_and(|before| before == Offer::Registered));
        registration.offered_from_the_start();
        assert!(registration.turn(true).is_none() && registration.turn(false).is_none());
    }
}
