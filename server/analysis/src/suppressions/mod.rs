//! Comments that silence findings: `numpy-capi: ignore[NPC203] reason`.
//!
//! A comment beside code holds for its line, one on a line of its own for the next statement, one at the head of a
//! function for the function, and `ignore-file[…]` for the file. What silences nothing is itself reported, so that no
//! comment outlives its cause.

mod directive;
mod removal;
mod scope;
mod verdict;
mod write;

pub use directive::{Scope, Selector, Suppression};
pub use write::suppress;

use crate::check::Report;
use crate::rules::SUPPRESSION_GROUP;
use crate::settings::{Settings, selects};
use crate::syntax::{COMMENT_MARK, SourceFile};

/// The comments of a file that silence findings, in the order of the text; the report tells where functions stand.
pub fn suppressions(file: &SourceFile, report: &Report) -> Vec<Suppression> {
    if !file.text().contains(COMMENT_MARK) {
        return Vec::new();
    }
    let bodies = report.bodies().collect();
    scope::suppressions(file, bodies)
}

/// Takes the findings out of a report that comments silence, and puts those in that such comments deserve.
pub(crate) fn apply(file: &SourceFile, report: &mut Report, settings: &Settings) {
    let known = suppressions(file, report);
    if known.is_empty() {
        return;
    }
    let mut used: Vec<Vec<bool>> = known.iter().map(|suppression| vec![false; suppression.selectors.len()]).collect();
    let (mut shown, mut silenced) = (Vec::new(), Vec::new());
    for finding in std::mem::take(&mut report.findings) {
        let mut is_silenced = false;
        for (suppression, used) in known.iter().zip(&mut used).filter(|(known, _)| known.covers(&finding)) {
            for (selector, used) in suppression.selectors.iter().zip(used) {
                if finding.rule.group != SUPPRESSION_GROUP && selects(&selector.text, finding.rule) {
                    (*used, is_silenced) = (true, true);
                }
            }
        }
        if is_silenced { silenced.push(finding) } else { shown.push(finding) }
    }
    shown.extend(verdict::findings(file, report, settings, &known, &used));
    report.findings = shown;
    report.suppressed = silenced;
}

#[cfg(test)]
mod tests;
