//! Suggestions of rules that need no ledger, tried together: a file that uses an old API a hundred times is repaired at
//! the price of one analysis and not of a hundred.

use std::collections::HashMap;

use super::{counts, key};
use crate::check::check;
use crate::rules::{Finding, Fix};
use crate::settings::Settings;
use crate::syntax::{SourceFile, template};
use crate::text::TextEdit;

/// Suggestions that have been proven together.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// The positions of the findings that they repair.
    pub findings: Vec<usize>,
    /// Their edits, each once.
    pub edits: Vec<TextEdit>,
}

/// The acceptable suggestions of findings of a file that do not touch each other, where all of their findings are gone
/// after them and no other has come. Where they do not hold together, those of one rule.
pub(crate) fn batch(
    file: &SourceFile,
    findings: &[Finding],
    settings: &Settings,
    accepts: &dyn Fn(&Fix) -> bool,
) -> Option<Batch> {
    if template::is_template(file.text()) {
        return None;
    }
    let suggested = |code: Option<&str>| {
        let mut batch = Batch::default();
        for (position, finding) in findings.iter().enumerate() {
            let is_wanted = code.is_none_or(|code| finding.rule.code == code);
            if let Some(fix) = finding.suggestion.as_ref().filter(|fix| is_wanted && accepts(fix)) {
                batch.add(position, fix);
            }
        }
        batch
    };
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.rule.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let attempts = std::iter::once(None).chain(codes.into_iter().map(Some));
    attempts.map(suggested).find(|batch| batch.findings.len() > 1 && batch.holds(file, findings, settings))
}

impl Batch {
    /// Takes a suggestion in, where it does not touch another; the same edit twice is one.
    fn add(&mut self, position: usize, fix: &Fix) {
        let new: Vec<&TextEdit> = fix.edits.iter().filter(|edit| !self.edits.contains(edit)).collect();
        let is_free = |edit: &&TextEdit| !self.edits.iter().any(|known| known.range.meets(edit.range));
        if !new.is_empty() && new.iter().all(is_free) {
            self.edits.extend(new.into_iter().cloned());
            self.findings.push(position);
        }
    }

    fn holds(&self, file: &SourceFile, findings: &[Finding], settings: &Settings) -> bool {
        let Some(edited) = file.edited(&self.edits) else { return false };
        let errors = |file: &SourceFile| file.root().is_none_or(|root| root.has_error());
        if errors(&edited) && !errors(file) {
            return false;
        }
        let before = counts(findings);
        let mut allowed: HashMap<_, _> = before;
        for finding in self.findings.iter().filter_map(|position| findings.get(*position)) {
            allowed.entry(key(finding)).and_modify(|count| *count -= 1);
        }
        let after = counts(&check(&edited, settings).findings);
        after.iter().all(|(key, count)| *count <= allowed.get(key).copied().unwrap_or(0))
    }
}
