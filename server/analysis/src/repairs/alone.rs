//! One function as a text of its own, so that a repair costs what its function costs and not what the file does.

use super::proof::{Found, counts, key};
use super::surroundings::Surroundings;
use super::{FunctionContext, with_context};
use crate::ownership::{Claims, DefectKind, Premises, Summaries};
use crate::rules::ledger::FunctionAnalysis;
use crate::rules::{self, Finding, Fix};
use crate::settings::Settings;
use crate::syntax::{FileMacros, SourceFile, function_at};
use crate::text::TextRange;

/// One function as a text of its own.
pub(crate) struct Alone<'a> {
    /// The function's text.
    pub file: SourceFile,
    /// The macros of the file that it comes from.
    pub macros: &'a FileMacros,
    /// What is known of the functions of that file that it calls.
    summaries: Summaries,
    /// What that file says of its arguments.
    claims: Claims,
    /// Where it begins in that file.
    start: usize,
}

impl<'a> Alone<'a> {
    /// The function around a range.
    pub(crate) fn new(surroundings: &Surroundings<'a>, range: TextRange) -> Option<Self> {
        let file = surroundings.file;
        let function = function_at(file, range)?;
        // The line's indentation belongs to the layout.
        let start = file.lines().line_start(file.lines().line(function.range.start));
        let text = TextRange::new(start, function.range.end).of(file.text());
        let summaries = surroundings.summaries(&function);
        let claims = surroundings.claims(&function);
        Some(Self { file: SourceFile::new(text, file.language()), macros: file.macros(), summaries, claims, start })
    }

    /// A finding of the file as one of the function's text.
    pub(super) fn moved_in(&self, finding: &Finding) -> Finding {
        Finding { range: self.moved_into(finding.range), ..finding.clone() }
    }

    /// A range of the file as one of the function's text.
    pub(crate) fn moved_into(&self, range: TextRange) -> TextRange {
        TextRange::new(range.start.saturating_sub(self.start), range.end.saturating_sub(self.start))
    }

    /// A range of the function's text as one of the file.
    pub(crate) fn moved_back(&self, range: TextRange) -> TextRange {
        TextRange::new(range.start + self.start, range.end + self.start)
    }

    /// A repair of the function's text as one of the file.
    pub(super) fn moved_out(&self, mut fix: Fix) -> Fix {
        for edit in &mut fix.edits {
            edit.range = self.moved_back(edit.range);
        }
        fix
    }

    /// Runs something on the function.
    pub(super) fn with_context<T>(&self, run: impl FnOnce(&FunctionContext<'_>) -> T) -> Option<T> {
        with_context(&self.file, self.macros, self.premises(), run)
    }

    /// What its exploration starts from.
    pub(crate) fn premises(&self) -> Premises<'_> {
        Premises { summaries: &self.summaries, claims: &self.claims }
    }

    /// What is found in the only function of a text that replaces it; `None` where it cannot be analysed.
    pub(super) fn found_in(&self, file: &SourceFile, settings: &Settings) -> Option<Found> {
        let found = with_context(file, self.macros, self.premises(), |context| {
            let defects = &context.exploration.defects;
            let analysis = FunctionAnalysis { file, function: context.function, claims: &self.claims, defects };
            let findings = rules::findings(&analysis, settings);
            let places = findings.iter().map(|finding| (key(finding), finding.range.of(file.text()).to_owned()));
            Found {
                counts: counts(&findings),
                places: places.collect(),
                null_releases: defects.iter().filter(|defect| defect.kind == DefectKind::ReleasedNull).count(),
                is_complete: context.exploration.is_complete,
            }
        });
        found.filter(|found| found.is_complete)
    }
}
