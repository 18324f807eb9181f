//! Repairs: edits that make a finding go away.
//!
//! A candidate is only offered after it has been applied to a copy and the copy has been analysed: the finding is gone,
//! no other has come, and the text still parses.

mod batch;
mod declaration;
mod exits;
mod goto_fail;
mod hunks;
mod jump;
mod label;
mod last_use;
mod layout;
mod nested;
mod release;
mod statements;

use std::collections::HashMap;

use tree_sitter::Node;

use crate::check::check;
use crate::contracts::Contracts;
use crate::flow::{Flow, lower};
use crate::ownership::{Claim, Defect, DefectKind, Exploration, Premises, Summaries, explore};
use crate::program::Program;
use crate::rules::ledger::FunctionAnalysis;
use crate::rules::{self, Finding, Fix};
use crate::settings::{RuleSelection, Settings};
use crate::syntax::scan::{Scanner, TokenKind};
use crate::syntax::{FileMacros, Function, Grammar, SourceFile, function_at, functions, template};
use crate::text::{TextEdit, TextRange};

pub use batch::Batch;
pub(crate) use batch::batch;
use goto_fail::{Scope, goto_fail};
pub(crate) use goto_fail::{clean_up_few, clean_up_many};
pub(crate) use jump::release_before_jump;
pub(crate) use last_use::release_after_last_use;
pub(crate) use nested::take_out;
pub(crate) use release::{
    accept_null, delete_earlier_release, delete_release, delete_retain, hand_over, initialise_with_null,
    insert_null_test, insert_retain, keep_until_tested, release_before_assignment, release_before_exit,
    resolve_write_back, settle_write_back, use_right_release,
};

/// A function with all that repairs look at.
pub(crate) struct FunctionContext<'a> {
    pub file: &'a SourceFile,
    pub macros: &'a FileMacros,
    pub premises: Premises<'a>,
    pub grammar: &'static Grammar,
    pub function: &'a Function<'a>,
    pub flow: &'a Flow,
    pub exploration: &'a Exploration,
}

impl<'a> FunctionContext<'a> {
    /// The name of a variable.
    pub(crate) fn name(&self, variable: crate::flow::VariableId) -> &'a str {
        &self.flow.variables[variable.index()].name
    }

    /// The text of a node.
    pub(crate) fn text(&self, node: Node<'_>) -> &'a str {
        self.file.text_of(node)
    }
}

/// The repairs of a finding of the same file, best first.
pub(crate) fn fixes(file: &SourceFile, finding: &Finding, settings: &Settings) -> Vec<Fix> {
    let settings = &with_default_rules(settings);
    // What mends one iteration of a template's loop can spoil another.
    if template::is_template(file.text()) {
        return Vec::new();
    }
    if let Some(suggestion) = &finding.suggestion {
        return proven(file, finding, suggestion, settings).into_iter().collect();
    }
    let Some(alone) = Alone::new(file, finding.range) else { return Vec::new() };
    let Some(proof) = Proof::new(&alone, settings) else { return Vec::new() };
    let finding = alone.moved_in(finding);
    let candidates = alone.with_context(|context| {
        let analysis =
            FunctionAnalysis { file: context.file, function: context.function, defects: &context.exploration.defects };
        let defect = defect_of(&analysis, &finding)?;
        Some(finding.rule.repairs.iter().filter_map(|repair| repair(context, defect)).collect::<Vec<Fix>>())
    });
    let candidates = candidates.flatten().unwrap_or_default();
    let mut offered: Vec<Fix> = Vec::new();
    for fix in candidates {
        let is_new = offered.iter().all(|known| known.title != fix.title);
        if is_new && proof.holds(Some(&finding), &fix.edits) {
            offered.push(fix);
        }
    }
    offered.into_iter().map(|fix| alone.moved_out(fix)).collect()
}

/// The settings for a proof: what a repair must not bring are the findings of all default rules, also where the user has
/// asked for one rule only.
fn with_default_rules(settings: &Settings) -> Settings {
    let chosen = settings.rules.select.iter().flatten().chain(&settings.rules.extend_select).cloned().collect();
    let rules = RuleSelection { select: None, extend_select: chosen, ignore: Vec::new() };
    Settings { rules, ..settings.clone() }
}

/// A suggestion, where the file has one finding less after it and none that it did not have before.
fn proven(file: &SourceFile, finding: &Finding, suggestion: &Fix, settings: &Settings) -> Option<Fix> {
    let edited = file.edited(&suggestion.edits)?;
    let errors = |file: &SourceFile| file.root().is_none_or(|root| root.has_error());
    if errors(&edited) && !errors(file) {
        return None;
    }
    let before = counts(&check(file, settings).findings);
    let after = counts(&check(&edited, settings).findings);
    let count = |counts: &HashMap<FindingKey, usize>, key: &FindingKey| counts.get(key).copied().unwrap_or(0);
    let is_no_worse = after.iter().all(|(key, found)| *found <= count(&before, key));
    let key = key(finding);
    (is_no_worse && count(&after, &key) < count(&before, &key)).then(|| suggestion.clone())
}

/// The clean-up of the function around an offset, where it has an effect and leaves nothing to find of its kind.
pub(crate) fn clean_up(file: &SourceFile, at: TextRange, settings: &Settings) -> Option<Fix> {
    if template::is_template(file.text()) {
        return None;
    }
    let alone = Alone::new(file, at)?;
    let fix = alone.with_context(|context| goto_fail(context, Scope::Owned))??;
    Proof::new(&alone, &with_default_rules(settings))?.holds(None, &fix.edits).then(|| alone.moved_out(fix))
}

/// One function as a text of its own, so that a repair costs what its function costs and not what the file does.
pub(crate) struct Alone<'a> {
    /// The function's text.
    pub file: SourceFile,
    /// The macros of the file that it comes from.
    pub macros: &'a FileMacros,
    /// What is known of the functions of that file that it calls.
    summaries: Summaries,
    /// What that file says of its arguments.
    claims: Vec<(usize, Claim)>,
    /// Where it begins in that file.
    start: usize,
}

/// What is known of the functions that a function calls; the file is only read for it where it calls one of them.
fn summaries_for(file: &SourceFile, function: &Function<'_>) -> Summaries {
    let names = file.function_names();
    let text = function.range.of(file.text());
    let names_own = Scanner::new(text.as_bytes()).filter(|token| token.kind == TokenKind::Word).any(|token| {
        let word = text.get(token.start..token.end).unwrap_or_default();
        word != function.name && names.contains(word)
    });
    if !names_own {
        return Summaries::default();
    }
    let program = Program::new(file);
    let index = program.functions().iter().position(|known| known.range == function.range);
    program.summaries_from(index)
}

impl<'a> Alone<'a> {
    /// The function around a range.
    pub(crate) fn new(file: &'a SourceFile, range: TextRange) -> Option<Self> {
        let function = function_at(file, range)?;
        // The line's indentation belongs to the layout.
        let start = file.lines().line_start(file.lines().line(function.range.start));
        let text = TextRange::new(start, function.range.end).of(file.text());
        let summaries = summaries_for(file, &function);
        let claims = Contracts::of(file).claims(file, &function);
        Some(Self { file: SourceFile::new(text, file.language()), macros: file.macros(), summaries, claims, start })
    }

    fn moved_in(&self, finding: &Finding) -> Finding {
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

    fn moved_out(&self, mut fix: Fix) -> Fix {
        for edit in &mut fix.edits {
            edit.range = self.moved_back(edit.range);
        }
        fix
    }

    fn with_context<T>(&self, run: impl FnOnce(&FunctionContext<'_>) -> T) -> Option<T> {
        with_context(&self.file, self.macros, self.premises(), run)
    }

    /// What its exploration starts from.
    pub(crate) fn premises(&self) -> Premises<'_> {
        Premises { summaries: &self.summaries, claims: &self.claims }
    }

    /// What is found in the only function of a text that replaces it; `None` where it cannot be analysed.
    fn found_in(&self, file: &SourceFile, settings: &Settings) -> Option<Found> {
        let found = with_context(file, self.macros, self.premises(), |context| {
            let defects = &context.exploration.defects;
            let analysis = FunctionAnalysis { file, function: context.function, defects };
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

/// What the analysis says of a function.
struct Found {
    counts: HashMap<FindingKey, usize>,
    /// The findings with the text that they are at.
    places: Vec<(FindingKey, String)>,
    /// How often a release that needs an object is given NULL on some path.
    null_releases: usize,
    is_complete: bool,
}

impl Found {
    fn count_at(&self, place: &(FindingKey, String)) -> usize {
        self.places.iter().filter(|known| *known == place).count()
    }
}

/// Runs something on the first function of a text.
fn with_context<T>(
    file: &SourceFile,
    macros: &FileMacros,
    premises: Premises<'_>,
    run: impl FnOnce(&FunctionContext<'_>) -> T,
) -> Option<T> {
    let function = functions(file).into_iter().next()?;
    let flow = lower(file, macros, &function).ok()?;
    let exploration = explore(&flow, premises);
    let context = FunctionContext {
        file,
        macros,
        premises,
        grammar: file.grammar(),
        function: &function,
        flow: &flow,
        exploration: &exploration,
    };
    Some(run(&context))
}

/// The defect that a finding was made of.
fn defect_of<'a>(analysis: &FunctionAnalysis<'a>, finding: &Finding) -> Option<&'a Defect> {
    analysis.defects.iter().find(|defect| {
        let alone = FunctionAnalysis { defects: std::slice::from_ref(*defect), ..*analysis };
        finding
            .rule
            .of_ledger(&alone)
            .iter()
            .any(|found| found.range == finding.range && found.message == finding.message)
    })
}

/// What has to hold after a repair: what was found before.
struct Proof<'a> {
    alone: &'a Alone<'a>,
    settings: &'a Settings,
    before: Found,
}

impl<'a> Proof<'a> {
    fn new(alone: &'a Alone<'a>, settings: &'a Settings) -> Option<Self> {
        let before = alone.found_in(&alone.file, settings)?;
        Some(Self { alone, settings, before })
    }

    /// Whether edits remove a finding, bring no other, and leave a text that parses as well.
    fn holds(&self, finding: Option<&Finding>, edits: &[TextEdit]) -> bool {
        let Some(edited) = self.alone.file.edited(edits) else { return false };
        let errors = |file: &SourceFile| file.root().is_none_or(|root| root.has_error());
        if errors(&edited) && !errors(&self.alone.file) {
            return false;
        }
        let Some(after) = self.alone.found_in(&edited, self.settings) else { return false };
        let count = |found: &Found, key: &FindingKey| found.counts.get(key).copied().unwrap_or(0);
        let is_no_worse = after.counts.iter().all(|(key, found)| *found <= count(&self.before, key))
            && after.null_releases <= self.before.null_releases;
        let is_gone = finding.is_none_or(|finding| {
            // Of findings that read the same, the one at this text has to be gone, and not another.
            let place = (key(finding), finding.range.of(self.alone.file.text()).to_owned());
            after.count_at(&place) < self.before.count_at(&place)
                && count(&after, &place.0) < count(&self.before, &place.0)
        });
        is_no_worse && is_gone
    }
}

type FindingKey = (&'static str, String, String);

/// What identifies a finding across edits, which move ranges.
fn key(finding: &Finding) -> FindingKey {
    (finding.rule.code, finding.function.clone(), finding.message.clone())
}

fn counts(findings: &[Finding]) -> HashMap<FindingKey, usize> {
    let mut counts = HashMap::new();
    for finding in findings {
        *counts.entry(key(finding)).or_insert(0) += 1;
    }
    counts
}

/// Makes an edit list that changes nothing twice.
fn without_repetition(mut edits: Vec<TextEdit>) -> Vec<TextEdit> {
    edits.sort();
    edits.dedup();
    edits
}

/// Every rule's repair: what it would change for a defect.
pub(crate) type Repair = fn(&FunctionContext<'_>, &Defect) -> Option<Fix>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::rules::FixAvailability;
    use crate::syntax::Language;
    use crate::text::apply_edits;

    /// Every repair that a rule promises must remove the finding of its wrong example and bring no other.
    #[test]
    fn every_rule_repairs_its_wrong_example() {
        for rule in rules::all() {
            let select = RuleSelection { extend_select: vec![rule.code.to_owned()], ..RuleSelection::default() };
            let settings = Settings { rules: select, ..Settings::default() };
            let file = SourceFile::new(rule.bad, Language::C);
            let findings = check(&file, &settings).findings;
            let codes: Vec<&str> = findings.iter().map(|finding| finding.rule.code).collect();
            assert_eq!(codes, [rule.code], "{} finds its wrong example", rule.code);
            let fixes = fixes(&file, &findings[0], &settings);
            assert_eq!(fixes.is_empty(), rule.fix == FixAvailability::None, "{} keeps its promise", rule.code);
            for fix in fixes {
                let text = apply_edits(rule.bad, &fix.edits).unwrap();
                let left = check(&SourceFile::new(&text, Language::C), &settings).findings;
                assert_eq!(left, [], "{}: {} leaves nothing in\n{text}", rule.code, fix.title);
            }
            assert_eq!(check(&SourceFile::new(rule.good, Language::C), &settings).findings, [], "{}", rule.code);
        }
    }
}
