//! Repairs: edits that make a finding go away.
//!
//! A candidate is only offered after it has been applied to a copy and the copy has been analysed: the finding is gone,
//! no other has come, and the text still parses.

mod exits;
mod goto_fail;
mod layout;
mod nested;
mod release;
mod statements;

use std::collections::HashMap;

use tree_sitter::Node;

use crate::check::check;
use crate::flow::{FileMacros, Flow, lower};
use crate::ownership::{Defect, Exploration, explore};
use crate::rules::ledger::FunctionAnalysis;
use crate::rules::{Finding, Fix};
use crate::settings::Settings;
use crate::syntax::{Function, Grammar, SourceFile, functions};
use crate::text::{TextEdit, TextRange};

use goto_fail::goto_fail;
pub(crate) use nested::take_out;
pub(crate) use release::{
    delete_release, hand_over, initialise_with_null, insert_null_test, insert_retain, release_before_assignment, release_before_exit,
    settle_write_back,
};

/// A function with all that repairs look at.
pub(crate) struct FunctionContext<'a> {
    pub file: &'a SourceFile,
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
    let candidates = with_context(file, finding.range, |context| {
        let analysis = FunctionAnalysis {
            file,
            function: context.function,
            flow: context.flow,
            defects: &context.exploration.defects,
        };
        let defect = defect_of(&analysis, finding)?;
        Some(finding.rule.repairs.iter().filter_map(|repair| repair(context, defect)).collect::<Vec<Fix>>())
    });
    let candidates = candidates.flatten().unwrap_or_default();
    if candidates.is_empty() {
        return candidates;
    }
    let before = check(file, settings);
    candidates.into_iter().filter(|fix| is_repaired(file, &before.findings, Some(finding), &fix.edits, settings)).collect()
}

/// The clean-up of the function around an offset, where it has an effect and leaves nothing to find of its kind.
pub(crate) fn clean_up(file: &SourceFile, at: TextRange, settings: &Settings) -> Option<Fix> {
    let fix = with_context(file, at, |context| goto_fail(context))??;
    let before = check(file, settings);
    is_repaired(file, &before.findings, None, &fix.edits, settings).then_some(fix)
}

/// Runs something on the function that holds a range.
fn with_context<T>(file: &SourceFile, range: TextRange, run: impl FnOnce(&FunctionContext<'_>) -> T) -> Option<T> {
    let function = functions(file).into_iter().find(|function| function.range.contains(range))?;
    let flow = lower(file, &FileMacros::of_text(file.text()), &function).ok()?;
    let exploration = explore(&flow);
    let context =
        FunctionContext { file, grammar: file.grammar(), function: &function, flow: &flow, exploration: &exploration };
    Some(run(&context))
}

/// The defect that a finding was made of.
fn defect_of<'a>(analysis: &FunctionAnalysis<'a>, finding: &Finding) -> Option<&'a Defect> {
    analysis.defects.iter().find(|defect| {
        let alone = FunctionAnalysis { defects: std::slice::from_ref(*defect), ..*analysis };
        (finding.rule.check)(&alone).iter().any(|found| found.range == finding.range && found.message == finding.message)
    })
}

/// Whether edits remove a finding (or any of its function), bring no other, and leave a text that parses as well.
fn is_repaired(
    file: &SourceFile,
    before: &[Finding],
    finding: Option<&Finding>,
    edits: &[TextEdit],
    settings: &Settings,
) -> bool {
    let Some(edited) = file.edited(edits) else { return false };
    let errors = |file: &SourceFile| file.root().is_none_or(|root| root.has_error());
    if errors(&edited) && !errors(file) {
        return false;
    }
    let after = check(&edited, settings);
    if after.not_analysed.len() > check(file, settings).not_analysed.len() {
        return false;
    }
    let (before, after) = (counts(before), counts(&after.findings));
    let is_no_worse = after.iter().all(|(key, count)| before.get(key).is_some_and(|known| count <= known));
    let is_better = match finding {
        Some(finding) => {
            let key = key(finding);
            after.get(&key).copied().unwrap_or(0) < before.get(&key).copied().unwrap_or(0)
        }
        None => true,
    };
    is_no_worse && is_better
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

/// The clean-up of the whole function as the repair of a defect.
pub(crate) fn clean_up_function(context: &FunctionContext<'_>, _defect: &Defect) -> Option<Fix> {
    goto_fail(context)
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
    use crate::rules;
    use crate::syntax::Language;
    use crate::text::apply_edits;

    /// Every repair that a rule promises must remove the finding of its wrong example and bring no other.
    #[test]
    fn every_rule_repairs_its_wrong_example() {
        let settings = Settings::default();
        for rule in rules::all() {
            let file = SourceFile::new(rule.bad, Language::C);
            let findings = check(&file, &settings).findings;
            let codes: Vec<&str> = findings.iter().map(|finding| finding.rule.code).collect();
            assert_eq!(codes, [rule.code], "{} finds its wrong example", rule.code);
            let fixes = fixes(&file, &findings[0], &settings);
            assert!(!fixes.is_empty(), "{} repairs its wrong example", rule.code);
            for fix in fixes {
                let text = apply_edits(rule.bad, &fix.edits).unwrap();
                let left = check(&SourceFile::new(&text, Language::C), &settings).findings;
                assert_eq!(left, [], "{}: {} leaves nothing in\n{text}", rule.code, fix.title);
            }
            assert_eq!(check(&SourceFile::new(rule.good, Language::C), &settings).findings, [], "{}", rule.code);
        }
    }
}
