//! One function as a text of its own, so that a repair costs what its function costs and not what the file does.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use super::clean_up::CleanUp;
use super::proof::{Found, counts, key};
use super::surroundings::Surroundings;
use super::{FunctionContext, with_context};
use crate::flow::{Flow, lower};
use crate::ownership::{Claims, DefectKind, Exploration, Premises, Summaries, explore};
use crate::rules::ledger::FunctionAnalysis;
use crate::rules::{self, Finding, Fix};
use crate::settings::Settings;
use crate::syntax::{FileMacros, SourceFile, function_at, functions};
use crate::text::{TextEdit, TextRange};

/// Edits with what is found after them.
type Trial = (Vec<TextEdit>, Option<Rc<Found>>);

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
    /// Where the function begins in that file.
    start: usize,
    /// What its paths show, once somebody has asked.
    explored: OnceCell<Option<(Flow, Exploration)>>,
    /// The clean-up of all that it loses, once somebody has asked.
    clean_up: OnceCell<Option<CleanUp>>,
    /// What is found after edits that were tried.
    tried: RefCell<Vec<Trial>>,
    /// What is found in it, once somebody has asked.
    found: OnceCell<Option<Found>>,
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
        Some(Self {
            file: SourceFile::new(text, file.language()),
            macros: file.macros(),
            summaries,
            claims,
            start,
            explored: OnceCell::new(),
            clean_up: OnceCell::new(),
            tried: RefCell::default(),
            found: OnceCell::new(),
        })
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
        let function = functions(&self.file).into_iter().next()?;
        let explored = self.explored.get_or_init(|| {
            let flow = lower(&self.file, self.macros, &function).ok()?;
            let exploration = explore(&flow, self.premises());
            Some((flow, exploration))
        });
        let (flow, exploration) = explored.as_ref()?;
        Some(run(&FunctionContext {
            file: &self.file,
            macros: self.macros,
            premises: self.premises(),
            grammar: self.file.grammar(),
            function: &function,
            flow,
            exploration,
            clean_up: &self.clean_up,
        }))
    }

    /// Whether a range of the file lies in the function.
    pub(super) fn holds(&self, range: TextRange) -> bool {
        self.start <= range.start && range.end <= self.start + self.file.text().len()
    }

    /// What is found in the function as it is; `None` where it cannot be analysed. The settings are those of the first who
    /// asks.
    pub(super) fn found(&self, settings: &Settings) -> Option<&Found> {
        let found = || self.with_context(|context| self.found_by(context, settings)).filter(|found| found.is_complete);
        self.found.get_or_init(found).as_ref()
    }

    /// What its exploration starts from.
    pub(crate) fn premises(&self) -> Premises<'_> {
        Premises { summaries: &self.summaries, claims: &self.claims }
    }

    /// What is found after edits; `None` where they do not fit, where they break what parses, and where the result cannot
    /// be analysed. Findings of one function often have one repair, which is tried once.
    pub(super) fn found_after(&self, edits: &[TextEdit], settings: &Settings) -> Option<Rc<Found>> {
        let known = self.tried.borrow().iter().find(|(known, _)| known == edits).map(|(_, found)| found.clone());
        known.unwrap_or_else(|| {
            let found = self.try_out(edits, settings).map(Rc::new);
            self.tried.borrow_mut().push((edits.to_vec(), found.clone()));
            found
        })
    }

    fn try_out(&self, edits: &[TextEdit], settings: &Settings) -> Option<Found> {
        let edited = self.file.edited(edits)?;
        let errors = |file: &SourceFile| file.root().is_none_or(|root| root.has_error());
        if errors(&edited) && !errors(&self.file) {
            return None;
        }
        self.found_in(&edited, settings)
    }

    /// What is found in the only function of a text that replaces it; `None` where it cannot be analysed.
    fn found_in(&self, file: &SourceFile, settings: &Settings) -> Option<Found> {
        let found = with_context(file, self.macros, self.premises(), |context| self.found_by(context, settings));
        found.filter(|found| found.is_complete)
    }

    fn found_by(&self, context: &FunctionContext<'_>, settings: &Settings) -> Found {
        let (text, defects) = (context.file.text(), &context.exploration.defects);
        let analysis = FunctionAnalysis { file: context.file, function: context.function, defects };
        let mut findings = rules::findings(&analysis, settings);
        rules::retain_confirmed(&mut findings, text, context.function.name, &self.claims);
        let places = findings.iter().map(|finding| (key(finding), finding.range.of(text).to_owned()));
        Found {
            counts: counts(&findings),
            places: places.collect(),
            null_releases: defects.iter().filter(|defect| defect.kind == DefectKind::ReleasedNull).count(),
            is_complete: context.exploration.is_complete,
        }
    }
}
