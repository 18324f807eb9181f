//! Applying fixes until none is left.

use std::collections::BTreeSet;

use numpy_capi_analysis::rules::{self, Repairs, SUPPRESSION_GROUP};
use numpy_capi_analysis::text::{TextEdit, apply_edits};
use numpy_capi_analysis::{Applicability, Finding, Fix, Report, Settings, SourceFile};

/// More rounds than any file needs: it bounds fixes that undo each other.
const MOST_ROUNDS: usize = 100;

/// Whether a fix may be applied.
pub type Accepts<'a> = dyn Fn(&Fix) -> bool + 'a;

/// The best fix of a finding of one file, among those that are accepted.
pub type Best<'a> = Box<dyn Fn(&Finding, &Accepts<'_>) -> Option<Fix> + 'a>;

/// The analysis under the settings of one file.
pub trait Analyser {
    /// What the analysis follows.
    fn settings(&self) -> &Settings;

    /// Finds what is wrong.
    fn check(&self, file: &SourceFile) -> Report;

    /// The best fixes of a file's findings.
    fn best<'a>(&'a self, file: &'a SourceFile) -> Best<'a> {
        let repairs = Repairs::new(file, self.settings());
        Box::new(move |finding, accepts| repairs.best(finding, accepts))
    }

    /// The edits of many fixes at once, of those that are accepted; empty where there are not several.
    fn batch(&self, file: &SourceFile, findings: &[Finding], accepts: &Accepts<'_>) -> Vec<TextEdit> {
        rules::batch(file, findings, self.settings(), accepts).map(|batch| batch.edits).unwrap_or_default()
    }
}

/// A file after its repair.
#[derive(Debug)]
pub struct Repaired {
    /// The file with every fix applied.
    pub file: SourceFile,
    /// What is still found.
    pub report: Report,
    /// The number of findings that are gone.
    pub fixed: usize,
}

/// Applies fixes in rounds: first many at once, where they hold together. Then in one round a function gets one fix, and
/// fixes do not touch each other; a round that leaves as many findings as before is taken back.
pub fn repair(file: SourceFile, report: Report, analyser: &dyn Analyser, with_unsafe: bool) -> Repaired {
    let at_first = report.findings.len();
    let (mut file, mut report) = (file, report);
    for _ in 0..MOST_ROUNDS {
        let accepts = |fix: &Fix| with_unsafe || fix.applicability == Applicability::Safe;
        let many = analyser.batch(&file, &report.findings, &accepts);
        let next = fewer(&file, &report, analyser, many).or_else(|| {
            let fixes = one_round(&file, &report, analyser, with_unsafe);
            applied(&file, &report, analyser, &fixes)
        });
        let Some((next, next_report)) = next else { break };
        (file, report) = (next, next_report);
    }
    let fixed = at_first.saturating_sub(report.findings.len());
    Repaired { file, report, fixed }
}

/// The file after all fixes or, where these get in each other's way, after the first that helps.
fn applied(file: &SourceFile, report: &Report, analyser: &dyn Analyser, fixes: &[Fix]) -> Option<(SourceFile, Report)> {
    let attempt =
        |fixes: &[Fix]| fewer(file, report, analyser, fixes.iter().flat_map(|fix| fix.edits.iter().cloned()).collect());
    if fixes.is_empty() {
        return None;
    }
    attempt(fixes).or_else(|| fixes.iter().find_map(|fix| attempt(std::slice::from_ref(fix))))
}

/// How much there is to mend. A repair that makes a suppression needless is progress.
fn weight(report: &Report) -> (usize, usize) {
    let total = report.findings.len();
    let on_comments = report.findings.iter().filter(|finding| finding.rule.group == SUPPRESSION_GROUP).count();
    (total - on_comments, total)
}

/// The file after edits, where fewer findings are left.
fn fewer(
    file: &SourceFile,
    report: &Report,
    analyser: &dyn Analyser,
    edits: Vec<TextEdit>,
) -> Option<(SourceFile, Report)> {
    if edits.is_empty() {
        return None;
    }
    let text = apply_edits(file.text(), &with_line_ends_of(file.text(), edits))?;
    let next = file.rewritten(&text);
    let next_report = analyser.check(&next);
    (weight(&next_report) < weight(report)).then_some((next, next_report))
}

fn one_round(file: &SourceFile, report: &Report, analyser: &dyn Analyser, with_unsafe: bool) -> Vec<Fix> {
    let mut chosen: Vec<Fix> = Vec::new();
    let mut functions = BTreeSet::new();
    let best = analyser.best(file);
    let may_apply = |fix: &Fix| (with_unsafe || fix.applicability == Applicability::Safe) && !fix.edits.is_empty();
    for finding in &report.findings {
        if functions.contains(finding.function.as_str()) {
            continue;
        }
        let Some(fix) = best(finding, &may_apply) else { continue };
        if chosen.iter().any(|other| touch(other, &fix)) {
            continue;
        }
        if !finding.function.is_empty() {
            functions.insert(finding.function.as_str());
        }
        chosen.push(fix);
    }
    chosen
}

fn touch(one: &Fix, other: &Fix) -> bool {
    one.edits.iter().any(|edit| other.edits.iter().any(|second| edit.range.meets(second.range)))
}

/// Edits whose lines end as those of the file do.
pub fn with_line_ends_of(text: &str, edits: Vec<TextEdit>) -> Vec<TextEdit> {
    if !text.contains("\r\n") {
        return edits;
    }
    let converted = |content: &str| content.replace("\r\n", "\n").replace('\n', "\r\n");
    edits.into_iter().map(|edit| TextEdit { content: converted(&edit.content), ..edit }).collect()
}

#[cfg(test)]
mod tests;
