//! Repairs: edits that make a finding go away.
//!
//! A candidate is only offered after it has been applied to a copy and the copy has been analysed: the finding is gone,
//! no other has come, and the text still parses.

mod add_object;
mod alone;
mod assignment;
mod batch;
mod clean_up;
mod declaration;
mod exception;
mod exits;
mod hand_over;
mod held;
mod hunks;
mod import;
mod jump;
mod label;
mod last_use;
mod layout;
mod longer_life;
mod nested;
mod null_test;
mod pointers;
mod proof;
mod release;
mod releases;
mod removal;
mod statements;
mod surroundings;
mod ways_out;
mod write_back;

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use tree_sitter::Node;

use crate::check::check;
use crate::flow::{Flow, lower};
use crate::ownership::{Defect, Exploration, Premises, explore};
use crate::rules::ledger::FunctionAnalysis;
use crate::rules::{self, Finding, Fix};
use crate::settings::{RuleSelection, Settings};
use crate::syntax::{FileMacros, Function, Grammar, SourceFile, functions, template};
use crate::text::{TextEdit, TextRange};

pub(crate) use add_object::add_reference;
pub(crate) use alone::Alone;
pub(crate) use assignment::{keep_until_tested, release_before_assignment};
pub use batch::Batch;
pub(crate) use batch::batch;
use clean_up::{CleanUp, Scope, clean_up_of};
pub(crate) use clean_up::{clean_up_few, clean_up_many};
pub(crate) use exception::set_exception;
pub(crate) use hand_over::{hand_over, insert_retain};
pub(crate) use import::import_first;
pub(crate) use jump::release_before_jump;
pub(crate) use last_use::release_after_last_use;
pub(crate) use longer_life::{release_later, retain_before_theft, retain_until_used};
pub(crate) use nested::take_out;
pub(crate) use null_test::{accept_null, initialise_with_null, insert_null_test};
use proof::{FindingKey, Proof, counts, key};
pub(crate) use release::release_before_exit;
pub(crate) use removal::{delete_earlier_release, delete_release, delete_retain, use_right_release};
pub(crate) use surroundings::Surroundings;
pub(crate) use write_back::{resolve_write_back, settle_write_back};

/// A function with all that repairs look at.
pub(crate) struct FunctionContext<'a> {
    pub file: &'a SourceFile,
    pub macros: &'a FileMacros,
    pub premises: Premises<'a>,
    pub grammar: &'static Grammar,
    pub function: &'a Function<'a>,
    pub flow: &'a Flow,
    pub exploration: &'a Exploration,
    /// The clean-up of all that it loses, once somebody has asked.
    pub clean_up: &'a OnceCell<Option<CleanUp>>,
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

/// Finds the repairs of a file's findings. What is the same for all of them is read once.
pub struct Repairs<'a> {
    file: &'a SourceFile,
    /// The settings of the proofs.
    settings: Settings,
    surroundings: Surroundings<'a>,
    /// How often each finding of the file is made.
    before: OnceCell<HashMap<FindingKey, usize>>,
    /// The function that was looked at last.
    last: RefCell<Option<Rc<Alone<'a>>>>,
    /// What mends one iteration of a template's loop can spoil another.
    is_template: bool,
}

impl<'a> Repairs<'a> {
    /// Those of a file; nothing is read yet.
    pub fn new(file: &'a SourceFile, settings: &'a Settings) -> Self {
        Self {
            file,
            settings: with_default_rules(settings),
            surroundings: Surroundings::new(file, settings),
            before: OnceCell::new(),
            last: RefCell::new(None),
            is_template: template::is_template(file.text()),
        }
    }

    /// The repairs of a finding of [`crate::check`] on the file, best first. Every one has been applied to a copy and
    /// checked: the finding is gone and no other has come.
    pub fn of(&self, finding: &Finding) -> Vec<Fix> {
        self.first(finding, usize::MAX, &|_| true)
    }

    /// The best repair of a finding among those that are accepted; the others are not tried.
    pub fn best(&self, finding: &Finding, accepts: &dyn Fn(&Fix) -> bool) -> Option<Fix> {
        self.first(finding, 1, accepts).pop()
    }

    fn first(&self, finding: &Finding, count: usize, accepts: &dyn Fn(&Fix) -> bool) -> Vec<Fix> {
        if self.is_template {
            return Vec::new();
        }
        match &finding.suggestion {
            Some(fix) => accepts(fix).then(|| self.proven(finding, fix)).flatten().into_iter().collect(),
            None => self.of_ledger(finding, count, accepts).unwrap_or_default(),
        }
    }

    fn of_ledger(&self, finding: &Finding, count: usize, accepts: &dyn Fn(&Fix) -> bool) -> Option<Vec<Fix>> {
        let alone = self.alone(finding.range)?;
        let proof = Proof::new(&alone, &self.settings)?;
        let finding = alone.moved_in(finding);
        let offered = alone.with_context(|context| {
            let defects = &context.exploration.defects;
            let analysis = FunctionAnalysis { file: context.file, function: context.function, defects };
            let defect = defect_of(&analysis, &finding)?;
            let mut offered: Vec<Fix> = Vec::new();
            for fix in finding.rule.repairs.iter().filter_map(|repair| repair(context, defect)) {
                let is_new = offered.iter().all(|known| known.title != fix.title);
                if is_new && accepts(&fix) && proof.holds(Some(&finding), &fix.edits) {
                    offered.push(fix);
                }
                if offered.len() >= count {
                    break;
                }
            }
            Some(offered)
        })??;
        Some(offered.into_iter().map(|fix| alone.moved_out(fix)).collect())
    }

    /// The function around a range. The last one is kept: findings come by function.
    fn alone(&self, range: TextRange) -> Option<Rc<Alone<'a>>> {
        let mut last = self.last.borrow_mut();
        if !last.as_ref().is_some_and(|alone| alone.holds(range)) {
            *last = Alone::new(&self.surroundings, range).map(Rc::new);
        }
        last.clone()
    }

    /// A suggestion, where the file has one finding less after it and none that it did not have before.
    fn proven(&self, finding: &Finding, suggestion: &Fix) -> Option<Fix> {
        let edited = self.file.edited(&suggestion.edits)?;
        let errors = |file: &SourceFile| file.root().is_none_or(|root| root.has_error());
        if errors(&edited) && !errors(self.file) {
            return None;
        }
        let before = self.before.get_or_init(|| counts(&check(self.file, &self.settings).findings));
        let after = counts(&check(&edited, &self.settings).findings);
        let count = |counts: &HashMap<FindingKey, usize>, key: &FindingKey| counts.get(key).copied().unwrap_or(0);
        let is_no_worse = after.iter().all(|(key, found)| *found <= count(before, key));
        let key = key(finding);
        (is_no_worse && count(&after, &key) < count(before, &key)).then(|| suggestion.clone())
    }
}

/// The settings for a proof: what a repair must not bring are the findings of all default rules, also where the user has
/// asked for one rule only, and of the others that the user wants.
fn with_default_rules(settings: &Settings) -> Settings {
    let chosen = settings.rules.select.iter().flatten().chain(&settings.rules.extend_select).cloned().collect();
    let is_optional = |code: &&String| rules::find(code).is_some_and(|rule| !rule.default);
    let ignore = settings.rules.ignore.iter().filter(is_optional).cloned().collect();
    let rules = RuleSelection { select: None, extend_select: chosen, ignore };
    Settings { rules, ..settings.clone() }
}

/// The clean-up of the function around an offset, where it has an effect and leaves nothing to find of its kind.
pub(crate) fn clean_up(file: &SourceFile, at: TextRange, settings: &Settings) -> Option<Fix> {
    if template::is_template(file.text()) {
        return None;
    }
    let alone = Alone::new(&Surroundings::new(file, settings), at)?;
    let fix = alone.with_context(|context| clean_up_of(context, Scope::Owned))??;
    Proof::new(&alone, &with_default_rules(settings))?.holds(None, &fix.edits).then(|| alone.moved_out(fix))
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
        clean_up: &OnceCell::new(),
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
            let fixes = Repairs::new(&file, &settings).of(&findings[0]);
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
