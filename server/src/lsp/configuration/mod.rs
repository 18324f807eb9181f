//! The settings: files above a document, and what the client says.

mod exchange;
mod problems;
mod registration;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

use serde_json::Value;
use tracing::warn;

pub(super) use self::exchange::{adopt, changed, pull, refresh_diagnostics, reload, start, within_patience};
use self::problems::ProblemReports;
use self::registration::SignatureRegistration;
use crate::config::{self, Resolved};

/// The section of an editor's settings that is ours.
const SECTION: &str = "numpyCapi";

/// The settings of a session.
pub(super) struct Configuration {
    config_file: Option<PathBuf>,
    client: RwLock<ClientSettings>,
    /// What the user has been told about mistakes in the settings.
    pub(super) problems: ProblemReports,
    signature_help: SignatureRegistration,
    /// Whether inlay hints were wanted when the client was last told.
    inlay_hints: AtomicBool,
}

#[derive(Default)]
struct ClientSettings {
    initial: Value,
    current: Value,
    /// Of the folders that the user works in, where there are several.
    folders: Vec<(PathBuf, Value)>,
}

impl Configuration {
    /// The settings before the client has said anything. `config_file` holds in place of the files above a document,
    /// while it can be read.
    pub(super) fn new(config_file: Option<PathBuf>) -> Self {
        if let Some(Err(reason)) = config_file.as_deref().map(config::load) {
            warn!("{reason}; until then the files above each document hold");
        }
        Self {
            config_file,
            client: RwLock::default(),
            problems: ProblemReports::default(),
            signature_help: SignatureRegistration::default(),
            inlay_hints: AtomicBool::default(),
        }
    }

    /// Keeps what came with the first request.
    pub(super) fn set_initial(&self, settings: Option<&Value>) {
        let section = settings.map(section).cloned().unwrap_or_default();
        self.client.write().unwrap_or_else(PoisonError::into_inner).initial = section;
    }

    /// Notes that signature help was offered in the first answer.
    pub(super) fn signature_help_offered(&self) {
        self.signature_help.offered_from_the_start();
    }

    /// Notes whether inlay hints are wanted. Whether that is new.
    fn turn_inlay_hints(&self, wanted: bool) -> bool {
        self.inlay_hints.swap(wanted, Ordering::Relaxed) != wanted
    }

    /// Keeps what came later; it goes before what came first. Whether that changes anything.
    fn set_current(&self, settings: &Value) -> bool {
        let mut client = self.client.write().unwrap_or_else(PoisonError::into_inner);
        let before = client.merged();
        client.current = section(settings).clone();
        client.merged() != before
    }

    /// Keeps the settings of folders; they go before those of the client as a whole. Whether that changes anything.
    fn set_folders(&self, folders: Vec<(PathBuf, Value)>) -> bool {
        let mut client = self.client.write().unwrap_or_else(PoisonError::into_inner);
        let is_new = client.folders != folders;
        client.folders = folders;
        is_new
    }

    /// What holds for a file. Reads files.
    pub(super) fn resolve(&self, file: &Path) -> Resolved {
        let client = self.client.read().unwrap_or_else(PoisonError::into_inner).merged_for(file);
        let named = self.config_file.as_ref().and_then(|path| config::load(path).ok());
        let resolved = named.map_or_else(|| config::resolve(file), |layer| config::resolve_with(layer, file));
        resolved.overlaid_with(&client)
    }
}

impl ClientSettings {
    /// With those of the innermost folder that the file lies in.
    fn merged_for(&self, file: &Path) -> Value {
        let around = self.folders.iter().filter(|(folder, _)| file.starts_with(folder));
        let folder = around.max_by_key(|(folder, _)| folder.components().count());
        folder.map_or_else(|| self.merged(), |(_, settings)| merged(&self.merged(), section(settings)))
    }

    fn merged(&self) -> Value {
        merged(&self.initial, &self.current)
    }
}

/// Our part of an editor's settings, which may come alone or among others.
fn section(settings: &Value) -> &Value {
    settings.get(SECTION).unwrap_or(settings)
}

/// One value on top of another; objects member by member. Null says nothing.
fn merged(below: &Value, above: &Value) -> Value {
    match (below, above) {
        (_, Value::Null) => below.clone(),
        (Value::Object(below), Value::Object(above)) => {
            let mut result = below.clone();
            for (name, value) in above {
                let member = result.entry(name).or_insert(Value::Null);
                *member = merged(member, value);
            }
            Value::Object(result)
        }
        _ => above.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn later_settings_go_on_top() {
        let below = json!({"a": {"x": 1, "y": 2}, "b": [1]});
        let above = json!({"a": {"y": 3, "x": null}, "b": [2]});
        assert_eq!(merged(&below, &above), json!({"a": {"x": 1, "y": 3}, "b": [2]}));
        assert_eq!(merged(&below, &Value::Null), below);
        assert_eq!(merged(&Value::Null, &above), above);
    }

    #[test]
    fn the_innermost_folder_counts() {
        let configuration = Configuration::new(None);
        configuration.set_current(&json!({"lint": true, "targetNumpy": "1.20"}));
        let folders = vec![("/a".into(), json!({"targetNumpy": "1.21"})), ("/a/b".into(), json!({"lint": false}))];
        assert!(configuration.set_folders(folders.clone()) && !configuration.set_folders(folders));
        let of = |path: &str| {
            let resolved = configuration.resolve(Path::new(path));
            (resolved.lint_enabled, resolved.settings.target_numpy.map(|version| version.to_string()))
        };
        assert_eq!(of("/c/x.c"), (true, Some("1.20".to_owned())));
        assert_eq!(of("/a/x.c"), (true, Some("1.21".to_owned())));
        assert_eq!(of("/a/b/x.c"), (false, Some("1.20".to_owned())));
    }

    #[test]
    fn only_a_change_counts_as_one() {
        let configuration = Configuration::new(None);
        configuration.set_initial(Some(&json!({"numpyCapi": {"ignore": ["NPC1"]}})));
        assert!(!configuration.set_current(&Value::Null));
        assert!(!configuration.set_current(&json!({"ignore": ["NPC1"]})));
        assert!(configuration.set_current(&json!({"numpyCapi": {"ignore": []}})));
    }
}
