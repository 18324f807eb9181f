//! One resolver of the configuration for the command line and the server.
//!
//! The nearest `numpy-capi.toml`, or `pyproject.toml` with a table `[tool.numpy-capi]`, above a file decides. What an
//! editor sends lies below it, what the command line says above it. A mistake is a [`ConfigProblem`] and the default of
//! its key goes on: nothing here fails.

mod file;
mod functions;
mod key;
mod options;
mod patterns;
mod problem;
mod read;
mod requirement;
mod value;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use numpy_capi_analysis::ide::CompletionScope;
use numpy_capi_analysis::{RuleSelection, Settings};

pub use file::{FILE_NAMES, load};
pub use key::{KEYS, Key};
pub use options::{Layer, Options, Origin};
pub use problem::ConfigProblem;
pub use read::unknown_selector;

/// What holds for one file.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// What the analysis follows; `per-file-ignores` are worked in.
    pub settings: Settings,
    /// Where completion offers names.
    pub completion_scope: CompletionScope,
    /// Whether signature help answers.
    pub signature_help: bool,
    /// The file with the findings that are known and stay silent.
    pub baseline: Option<PathBuf>,
    /// Whether calls show who owns what.
    pub inlay_hints: bool,
    /// Whether files that are not open are analysed for the editor.
    pub workspace_diagnostics: bool,
    /// Whether findings are reported at all.
    pub lint_enabled: bool,
    /// Whether `exclude` names the file: no findings then, unless the user names the file on the command line.
    pub excluded: bool,
    /// The configuration file in force.
    pub source: Option<PathBuf>,
    /// What is wrong in the configuration, each layer's in the order of its text.
    pub problems: Vec<ConfigProblem>,
    /// The layers, weakest first.
    layers: Vec<Arc<Layer>>,
    /// The file that the choices are for, as an absolute path.
    file: PathBuf,
}

/// What holds for a file, by the configuration files above it. Reads at most a few files and remembers them by their
/// modification time, so it can be asked at every request. The file itself need not exist.
pub fn resolve(file: &Path) -> Resolved {
    Resolved::from_layers(file, requirement::nearest(file).into_iter().chain(file::nearest(file)).collect())
}

/// What holds for a file by a configuration file that the user names, as [`load`] has read it.
pub fn resolve_with(config_file: Arc<Layer>, file: &Path) -> Resolved {
    Resolved::from_layers(file, requirement::nearest(file).into_iter().chain([config_file]).collect())
}

impl Resolved {
    /// The same with the settings of an editor, in `camelCase`, underneath: the configuration file overrides them.
    /// Both the section itself and an object that holds it as `numpyCapi` are understood.
    #[must_use]
    pub fn overlaid_with(&self, client: &serde_json::Value) -> Self {
        let layer = Arc::new(read::client_layer(client));
        let is_requirement = |layer: &Arc<Layer>| matches!(layer.origin, Origin::Requirement(_));
        let (requirements, chosen): (Vec<_>, Vec<_>) = self.layers.iter().cloned().partition(is_requirement);
        let layers = requirements.into_iter().chain([layer]).chain(chosen).collect();
        Self::from_layers(&self.file, layers)
    }

    /// The same with the options of the command line on top.
    #[must_use]
    pub fn topped_with(&self, command_line: Arc<Layer>) -> Self {
        let layers = self.layers.iter().cloned().chain([command_line]).collect();
        Self::from_layers(&self.file, layers)
    }

    /// The strongest layer that sets a key; `None` where the default holds.
    pub fn layer_of(&self, key: &Key) -> Option<&Layer> {
        self.layers.iter().rev().map(AsRef::as_ref).find(|layer| layer.lines.contains_key(key.name))
    }

    /// All layers as one.
    pub fn options(&self) -> Options {
        self.layers.iter().fold(Options::default(), |below, layer| layer.over(below))
    }

    fn from_layers(file: &Path, layers: Vec<Arc<Layer>>) -> Self {
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let options = layers.iter().fold(Options::default(), |below, layer| layer.over(below));
        Self {
            settings: settings(&options, &file),
            completion_scope: options.completion_scope.unwrap_or_default(),
            signature_help: options.signature_help.unwrap_or(false),
            baseline: options.baseline.clone(),
            inlay_hints: options.inlay_hints.unwrap_or(false),
            workspace_diagnostics: options.workspace_diagnostics.unwrap_or(false),
            lint_enabled: options.lint.unwrap_or(true),
            excluded: options.exclude.as_ref().is_some_and(|patterns| patterns.matches(&file)),
            source: layers.iter().find_map(|layer| layer.origin.file().map(Path::to_owned)),
            problems: layers.iter().flat_map(|layer| layer.problems.iter().cloned()).collect(),
            layers,
            file,
        }
    }
}

fn settings(options: &Options, file: &Path) -> Settings {
    let mut ignore = options.ignore.clone().unwrap_or_default();
    for per_file in options.per_file_ignores.iter().flatten() {
        if per_file.patterns.matches(file) {
            // Whole codes, because the longer selector wins and these must win over any `select`.
            ignore.extend(options::codes_of(&per_file.selectors));
        }
    }
    let rules = RuleSelection {
        select: options.select.clone(),
        extend_select: options.extend_select.clone().unwrap_or_default(),
        ignore,
    };
    let functions = options.functions.iter().flatten();
    Settings {
        rules,
        target_numpy: options.target_numpy,
        functions: functions.map(|(name, stated)| (name.clone(), stated.annotation.clone())).collect(),
    }
}

#[cfg(test)]
mod tests;
