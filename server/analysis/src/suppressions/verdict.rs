//! What is to be said of the comments themselves.

use super::directive::{Scope, Selector, Suppression};
use super::removal;
use crate::check::Report;
use crate::rules::{
    self, Applicability, Finding, Fix, Rule, SUPPRESSION_WITHOUT_REASON, UNKNOWN_SUPPRESSED_RULE, UNUSED_SUPPRESSION,
};
use crate::settings::{Settings, selects};
use crate::syntax::{SourceFile, function_at};
use crate::text::TextRange;

/// What the rules on suppressions find; `used` says of each selector whether it has silenced something.
pub(super) fn findings(
    file: &SourceFile,
    report: &Report,
    settings: &Settings,
    suppressions: &[Suppression],
    used: &[Vec<bool>],
) -> Vec<Finding> {
    let judge = Judge { file, report, settings };
    suppressions.iter().zip(used).flat_map(|(suppression, used)| judge.findings(suppression, used)).collect()
}

struct Judge<'a> {
    file: &'a SourceFile,
    report: &'a Report,
    settings: &'a Settings,
}

impl Judge<'_> {
    fn findings(&self, suppression: &Suppression, used: &[bool]) -> Vec<Finding> {
        let found = [self.unused(suppression, used), self.malformed(suppression), self.without_reason(suppression)];
        let unknown = suppression.selectors.iter().filter(|selector| !is_known(selector));
        let unknown = unknown.map(|selector| self.unknown(suppression, selector));
        found.into_iter().flatten().chain(unknown).filter(|found| self.settings.rules.contains(found.rule)).collect()
    }

    fn unused(&self, suppression: &Suppression, used: &[bool]) -> Option<Finding> {
        if !self.is_read(suppression) {
            return None;
        }
        let unused: Vec<&Selector> = suppression
            .selectors
            .iter()
            .zip(used)
            .filter(|(selector, used)| !**used && is_known(selector) && self.is_decided(selector))
            .map(|(selector, _)| selector)
            .collect();
        if unused.is_empty() {
            return None;
        }
        let names: Vec<String> = unused.iter().map(|selector| format!("`{}`", selector.text)).collect();
        let verb = if names.len() == 1 { "finds" } else { "find" };
        let (names, scope) = (names.join(", "), suppression.scope.word());
        let message = format!("{names} {verb} nothing in this {scope}: the suppression is not needed");
        let fix = Fix {
            title: format!("Stop suppressing {names}"),
            applicability: Applicability::Safe,
            edits: removal::without(self.file, suppression, &unused),
        };
        Some(self.finding(&UNUSED_SUPPRESSION, suppression.comment, message, Some(fix)))
    }

    /// Whether every rule that a selector stands for has had its say, those left aside that are off by default.
    fn is_decided(&self, selector: &Selector) -> bool {
        let named: Vec<&Rule> = rules::all().iter().copied().filter(|rule| selects(&selector.text, rule)).collect();
        let has_default = named.iter().any(|rule| rule.default);
        named.iter().filter(|rule| rule.default || !has_default).all(|rule| self.settings.rules.contains(rule))
    }

    /// Whether all that the comment holds for was analysed.
    fn is_read(&self, suppression: &Suppression) -> bool {
        let missing = || self.report.not_analysed.iter().map(|missing| missing.body);
        let is_silent_there = match suppression.scope {
            Scope::File => missing().next().is_some(),
            Scope::Statement | Scope::Function => missing().any(|body| body.meets(suppression.covered)),
        };
        !is_silent_there && !self.is_in_a_blanked_arm(suppression.comment) && !self.may_be_misread(suppression)
    }

    /// Whether the comment stands in an `#if` arm that is not read.
    fn is_in_a_blanked_arm(&self, comment: TextRange) -> bool {
        let prepared = self.file.prepared().get(comment.start..comment.end).unwrap_or_default();
        prepared.iter().all(u8::is_ascii_whitespace)
    }

    /// Whether the text around the functions, which is not counted among what was not analysed, has errors.
    fn may_be_misread(&self, suppression: &Suppression) -> bool {
        let is_inside = self.report.analysed_bodies.iter().any(|body| body.contains(suppression.comment));
        let is_whole = || self.file.root().is_some_and(|root| !root.has_error());
        !is_inside && suppression.scope != Scope::Function && !is_whole()
    }

    fn unknown(&self, suppression: &Suppression, selector: &Selector) -> Finding {
        let message = format!("`{}` is no rule, group or beginning of codes: it suppresses nothing", selector.text);
        let fix = Fix {
            title: format!("Take `{}` out", selector.text),
            applicability: Applicability::Unsafe,
            edits: removal::without(self.file, suppression, &[selector]),
        };
        self.finding(&UNKNOWN_SUPPRESSED_RULE, selector.range, message, Some(fix))
    }

    fn malformed(&self, suppression: &Suppression) -> Option<Finding> {
        let message = "this names no rule and suppresses nothing; write `ignore[NPC203]`".to_owned();
        suppression
            .selectors
            .is_empty()
            .then(|| self.finding(&UNKNOWN_SUPPRESSED_RULE, suppression.comment, message, None))
    }

    fn without_reason(&self, suppression: &Suppression) -> Option<Finding> {
        let message = "this suppression does not say why".to_owned();
        let lacks = suppression.reason.is_empty() && !suppression.selectors.is_empty();
        lacks.then(|| self.finding(&SUPPRESSION_WITHOUT_REASON, suppression.comment, message, None))
    }

    fn finding(&self, rule: &'static Rule, range: TextRange, message: String, suggestion: Option<Fix>) -> Finding {
        let function = function_at(self.file, range).map_or("", |function| function.name).to_owned();
        Finding { rule, severity: rule.severity, range, message, function, related: Vec::new(), suggestion }
    }
}

fn is_known(selector: &Selector) -> bool {
    rules::all().iter().any(|rule| selects(&selector.text, rule))
}
