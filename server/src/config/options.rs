//! The choices of one layer of the configuration.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use numpy_capi_analysis::ide::CompletionScope;
use numpy_capi_analysis::{Annotation, RuleSelection, Version, rules};

use super::patterns::Patterns;
use super::problem::ConfigProblem;

/// What one layer chooses; `None` leaves the choice to the layer below.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The rules that report, as selectors.
    pub select: Option<Vec<String>>,
    /// Rules on top of those.
    pub extend_select: Option<Vec<String>>,
    /// Rules that do not report.
    pub ignore: Option<Vec<String>>,
    /// Rules that do not report in some files.
    pub per_file_ignores: Option<Vec<PerFileIgnore>>,
    /// The oldest release of the library that the code has to run with.
    pub target_numpy: Option<Version>,
    /// What functions do with references, by name.
    pub functions: Option<BTreeMap<String, StatedFunction>>,
    /// Files to leave out.
    pub exclude: Option<Patterns>,
    /// The file with the findings that are known.
    pub baseline: Option<PathBuf>,
    /// Whether findings are reported.
    pub lint: Option<bool>,
    /// Where completion offers names.
    pub completion_scope: Option<CompletionScope>,
    /// Whether signature help answers.
    pub signature_help: Option<bool>,
    /// Whether calls show who owns what.
    pub inlay_hints: Option<bool>,
    /// Whether files that are not open are analysed for the editor.
    pub workspace_diagnostics: Option<bool>,
}

/// Rules that do not report in some files.
#[derive(Clone, Debug)]
pub struct PerFileIgnore {
    /// The files.
    pub patterns: Patterns,
    /// The rules.
    pub selectors: Vec<String>,
}

/// What a function does with references.
#[derive(Clone, Debug)]
pub struct StatedFunction {
    /// As it is written.
    pub clauses: String,
    /// As it is meant.
    pub annotation: Annotation,
}

/// Where a layer comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The settings of an editor.
    Client,
    /// A configuration file.
    File(PathBuf),
    /// What a project asks for in its `pyproject.toml`, where no configuration says it.
    Requirement(PathBuf),
    /// The command line.
    CommandLine,
}

impl Origin {
    /// The configuration file, where it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Client | Self::Requirement(_) | Self::CommandLine => None,
        }
    }
}

/// The choices of one source, with what is wrong in it.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Where it comes from.
    pub origin: Origin,
    /// What it chooses.
    pub options: Options,
    /// The keys that it sets, with their line from 1, or 0 where there are no lines.
    pub lines: BTreeMap<&'static str, usize>,
    /// What is wrong in it.
    pub problems: Vec<ConfigProblem>,
}

impl Layer {
    /// This layer's choices on top of others.
    pub fn over(&self, below: Options) -> Options {
        let own = self.options.clone();
        let (extend_select, ignore) = if self.origin == Origin::CommandLine {
            // `--select` starts afresh, the other two add to what the project has chosen.
            let inherited = if own.select.is_some() { None } else { below.extend_select };
            (joined(inherited, own.extend_select), joined(below.ignore, own.ignore))
        } else {
            (own.extend_select.or(below.extend_select), own.ignore.or(below.ignore))
        };
        Options {
            select: own.select.or(below.select),
            extend_select,
            ignore,
            per_file_ignores: own.per_file_ignores.or(below.per_file_ignores),
            target_numpy: own.target_numpy.or(below.target_numpy),
            functions: own.functions.or(below.functions),
            exclude: own.exclude.or(below.exclude),
            baseline: own.baseline.or(below.baseline),
            lint: own.lint.or(below.lint),
            completion_scope: own.completion_scope.or(below.completion_scope),
            signature_help: own.signature_help.or(below.signature_help),
            inlay_hints: own.inlay_hints.or(below.inlay_hints),
            workspace_diagnostics: own.workspace_diagnostics.or(below.workspace_diagnostics),
        }
    }
}

fn joined(below: Option<Vec<String>>, above: Option<Vec<String>>) -> Option<Vec<String>> {
    match (below, above) {
        (Some(below), Some(above)) => Some(below.into_iter().chain(above).collect()),
        (below, above) => below.or(above),
    }
}

/// The codes of all rules that the selectors name.
pub fn codes_of(selectors: &[String]) -> impl Iterator<Item = String> {
    let selection = RuleSelection { select: Some(selectors.to_vec()), ..RuleSelection::default() };
    rules::all().iter().filter(move |rule| selection.contains(rule)).map(|rule| rule.code.to_owned())
}
