//! Checking one file.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use numpy_capi_analysis::rules::{self, Repairs};
use numpy_capi_analysis::text::Decoded;
use numpy_capi_analysis::{Finding, Fix, Report, Settings, SourceFile};
use similar::TextDiff;

use super::ignores::add_ignores;
use super::inputs::Input;
use super::known::Checker;
use super::repair::{Repaired, repair};
use super::source::{self, NoText};
use super::tally::Tally;
use crate::baseline::{self, Mark};
use crate::cli::args::CheckFormat;
use crate::cli::output::json::JsonFinding;
use crate::cli::output::{Checked, concise, full, grouped, json};
use crate::config::{self, ConfigProblem, Layer, Resolved};

/// What is done with every file.
#[derive(Clone, Debug)]
pub struct Job {
    /// How findings are printed; `None` where only counts are wanted.
    pub format: Option<CheckFormat>,
    /// What happens to fixes.
    pub mode: Mode,
    /// Whether fixes that want a look count.
    pub with_unsafe: bool,
    /// Whether `exclude` also holds for files that the user names.
    pub forces_exclude: bool,
    /// Whether output has colours.
    pub has_colours: bool,
    /// The configuration file that the user names instead of the nearest.
    pub config_file: Option<Arc<Layer>>,
    /// The choices of the command line.
    pub command_line: Arc<Layer>,
}

/// What happens to fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// They are offered.
    Report,
    /// They are shown as a difference.
    Diff,
    /// They are applied to the files.
    Fix,
    /// They do not matter: findings are silenced by comments with this reason.
    AddIgnore(String),
    /// They do not matter: findings become the known ones.
    WriteBaseline,
}

/// A file that was read.
#[derive(Debug)]
pub struct Ready {
    /// Its text as it stands in the file.
    pub old: Decoded,
    /// The text as the analysis sees it.
    pub file: SourceFile,
    /// What is configured for it.
    pub resolved: Resolved,
}

/// What came of one file.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What to print, but for JSON and differences.
    pub text: String,
    /// The difference that fixes would make, in the encoding of the file so that it can be applied.
    pub difference: Vec<u8>,
    /// The file as output shows it, where it was checked.
    pub checked: Option<String>,
    /// The findings, for formats that want them all at once.
    pub findings: Vec<JsonFinding>,
    /// The findings for a new baseline.
    pub marks: Option<Vec<Mark>>,
    /// For standard input under `--fix`: what comes out of the filter.
    pub fixed_stdin: Option<Vec<u8>>,
    /// The counts.
    pub tally: Tally,
    /// Lines for standard error.
    pub messages: Vec<String>,
    /// What is wrong in its configuration.
    pub config_problems: Vec<ConfigProblem>,
    /// Whether the file, which the user named, could not be done.
    pub has_failed: bool,
}

impl Job {
    /// What holds for a file.
    pub fn resolve(&self, input: &Input) -> Resolved {
        let found = match &self.config_file {
            Some(layer) => config::resolve_with(Arc::clone(layer), &input.path),
            None => config::resolve(&input.path),
        };
        found.topped_with(Arc::clone(&self.command_line))
    }

    /// Whether the configuration wants a file checked; `exclude` does not hold for files that the user names, unless he
    /// says so.
    pub fn wants(&self, input: &Input, resolved: &Resolved) -> bool {
        resolved.lint_enabled && (!resolved.excluded || (input.is_explicit && !self.forces_exclude))
    }

    /// Reads one file. What has to be said of one that is not checked is known then.
    pub fn read(&self, input: &Input) -> Result<Ready, Box<Outcome>> {
        let resolved = self.resolve(input);
        let is_filter = matches!(self.mode, Mode::Fix | Mode::AddIgnore(_)) && input.is_stdin;
        let wants = self.wants(input, &resolved);
        // What the configuration leaves out still has to come out at the other end of a filter.
        let outcome = match (wants || is_filter).then(|| source::read(input)) {
            None => Outcome::default(),
            Some(Ok(old)) if wants => {
                let file = SourceFile::new(&old.text, input.language(&old.text));
                return Ok(Ready { old, file, resolved });
            }
            Some(Ok(old)) => Outcome { fixed_stdin: source::bytes_of(&old.text, &old).ok(), ..Outcome::default() },
            Some(Err(reason)) => without_text(input, &reason, is_filter),
        };
        Err(Box::new(Outcome { config_problems: resolved.problems, ..outcome }))
    }

    /// Checks one file. A fault of our own is contained here, so that the other files are still checked.
    pub fn run(&self, input: &Input, ready: Ready) -> Outcome {
        catch_unwind(AssertUnwindSafe(|| {
            let outcome = self.check(input, &ready.old, ready.file, &ready.resolved);
            Outcome { config_problems: ready.resolved.problems, ..outcome }
        }))
        .unwrap_or_else(|_| {
            let message = format!("error: {}: the checker itself failed; please report this file", input.shown());
            Outcome { messages: vec![message], has_failed: true, ..Outcome::default() }
        })
    }

    fn check(&self, input: &Input, old: &Decoded, file: SourceFile, resolved: &Resolved) -> Outcome {
        let settings = &resolved.settings;
        let mut checker = Checker { path: &input.path, settings, baseline: None };
        if self.mode == Mode::WriteBaseline {
            return recorded(&file, &checker);
        }
        match resolved.baseline.as_deref().map(baseline::remembered).transpose() {
            Ok(known) => checker.baseline = known,
            Err(problem) => {
                return Outcome { messages: vec![format!("error: {problem}")], has_failed: true, ..Outcome::default() };
            }
        }
        let (report, known) = checker.check_and_count(&file);
        let mut outcome = match &self.mode {
            Mode::Report | Mode::WriteBaseline => self.reported(input, &file, &report, settings),
            Mode::Diff => self.compared(input, old, &file, &report, &checker),
            Mode::Fix => self.fixed(input, old, file, report, &checker),
            Mode::AddIgnore(reason) => self.silenced(input, old, file, report, &checker, reason),
        };
        outcome.tally.known = known;
        outcome.checked = Some(input.shown());
        outcome
    }

    fn reported(&self, input: &Input, file: &SourceFile, report: &Report, settings: &Settings) -> Outcome {
        let shows_fixes = matches!(self.format, Some(CheckFormat::Full | CheckFormat::Json | CheckFormat::Sarif));
        let fixes = if shows_fixes { first_fixes(file, report, settings) } else { Vec::new() };
        let mut outcome = Outcome { tally: Tally::of_file(report, &fixes), ..Outcome::default() };
        let shown = input.shown();
        outcome.tally.name_missing(&shown, file, report);
        let checked = Checked { shown: &shown, file, report, fixes: &fixes };
        match self.format {
            Some(CheckFormat::Full) => outcome.text = full::render(&checked, self.has_colours),
            Some(CheckFormat::Concise) => outcome.text = concise::render(&checked),
            Some(CheckFormat::Grouped) => outcome.text = grouped::render(&checked),
            Some(_) => outcome.findings = json::findings(&checked),
            None => {}
        }
        outcome
    }

    fn repaired(&self, file: SourceFile, report: Report, checker: &Checker<'_>) -> Repaired {
        repair(file, report, checker, self.with_unsafe)
    }

    fn compared(
        &self,
        input: &Input,
        old: &Decoded,
        file: &SourceFile,
        report: &Report,
        checker: &Checker<'_>,
    ) -> Outcome {
        let mut tally = Tally::of_file(report, &[]);
        let repaired = self.repaired(file.clone(), report.clone(), checker);
        tally.count_fixed(&repaired);
        let difference = difference(&input.shown(), old, repaired.file.text());
        Outcome { difference, tally, ..Outcome::default() }
    }

    fn fixed(&self, input: &Input, old: &Decoded, file: SourceFile, report: Report, checker: &Checker<'_>) -> Outcome {
        let unfixed = (file.clone(), report.clone());
        let repaired = self.repaired(file, report, checker);
        match keep(input, old, repaired.file.text(), repaired.fixed > 0) {
            Ok(fixed_stdin) => {
                let mut outcome = self.reported(input, &repaired.file, &repaired.report, checker.settings);
                outcome.tally.count_fixed(&repaired);
                Outcome { fixed_stdin, ..outcome }
            }
            Err(message) => self.unchanged(input, old, &unfixed, &message, checker.settings),
        }
    }

    fn silenced(
        &self,
        input: &Input,
        old: &Decoded,
        file: SourceFile,
        report: Report,
        checker: &Checker<'_>,
        reason: &str,
    ) -> Outcome {
        let before = (file.clone(), report.clone());
        let silenced = add_ignores(file, report, |file| checker.check(file), reason);
        match keep(input, old, silenced.file.text(), silenced.count > 0) {
            Ok(fixed_stdin) => {
                let mut outcome = self.reported(input, &silenced.file, &silenced.report, checker.settings);
                outcome.tally.count_silenced(silenced.count);
                Outcome { fixed_stdin, ..outcome }
            }
            Err(message) => self.unchanged(input, old, &before, &message, checker.settings),
        }
    }

    /// What is said of a file that could not be written.
    fn unchanged(
        &self,
        input: &Input,
        old: &Decoded,
        (file, report): &(SourceFile, Report),
        problem: &str,
        settings: &Settings,
    ) -> Outcome {
        let mut outcome = self.reported(input, file, report, settings);
        outcome.messages.push(format!("error: {problem}"));
        let unchanged = if input.is_stdin { source::bytes_of(&old.text, old).ok() } else { None };
        Outcome { has_failed: true, fixed_stdin: unchanged, ..outcome }
    }
}

/// The best fix of every finding.
fn first_fixes(file: &SourceFile, report: &Report, settings: &Settings) -> Vec<Option<Fix>> {
    let proven = rules::batch(file, &report.findings, settings, &|_| true).unwrap_or_default().findings;
    let repairs = Repairs::new(file, settings);
    let of_finding = |(position, finding): (usize, &Finding)| {
        let is_proven = proven.binary_search(&position).is_ok();
        let known = finding.suggestion.clone().filter(|_| is_proven);
        known.or_else(|| repairs.best(finding, &|_| true))
    };
    report.findings.iter().enumerate().map(of_finding).collect()
}

/// What a new baseline says of a file.
fn recorded(file: &SourceFile, checker: &Checker<'_>) -> Outcome {
    let report = checker.check(file);
    let marks = report.findings.iter().map(|finding| Mark::of(file, finding)).collect();
    Outcome { marks: Some(marks), tally: Tally { files: 1, ..Tally::default() }, ..Outcome::default() }
}

/// Writes a file back that has changed; the bytes where they are for standard output.
fn keep(input: &Input, old: &Decoded, text: &str, has_changed: bool) -> Result<Option<Vec<u8>>, String> {
    if input.is_stdin {
        return source::bytes_of(text, old).map(Some);
    }
    if has_changed {
        source::write(&input.path, text, old)?;
    }
    Ok(None)
}

fn difference(shown: &str, old: &Decoded, new: &str) -> Vec<u8> {
    if old.text == new {
        return Vec::new();
    }
    let difference = TextDiff::from_lines(old.text.as_str(), new).unified_diff().header(shown, shown).to_string();
    source::bytes_of(&difference, old).unwrap_or_else(|_| difference.into_bytes())
}

/// A filter that passes nothing on has failed.
fn without_text(input: &Input, reason: &NoText, is_filter: bool) -> Outcome {
    let shown = input.shown();
    let (message, has_failed) = match reason {
        NoText::Skipped(reason) => (format!("warning: {shown}: {reason}"), is_filter),
        NoText::Unreadable(error) if input.is_explicit => (format!("error: {shown}: cannot be read: {error}"), true),
        NoText::Unreadable(error) => (format!("warning: {shown}: cannot be read: {error}"), false),
    };
    let tally = Tally { skipped: 1, ..Tally::default() };
    let fixed_stdin = is_filter.then(Vec::new);
    Outcome { messages: vec![message], has_failed, fixed_stdin, tally, ..Outcome::default() }
}
