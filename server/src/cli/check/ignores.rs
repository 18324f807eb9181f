//! `--add-ignore`: comments that silence what is found.

use numpy_capi_analysis::text::apply_edits;
use numpy_capi_analysis::{Finding, Report, SourceFile, suppressions};

use super::repair::with_line_ends_of;

/// More rounds than any file needs: where two comments get in each other's way, the second round settles it.
const MOST_ROUNDS: usize = 4;

/// A file with comments for what was found in it.
#[derive(Debug)]
pub struct Silenced {
    /// The file with its comments.
    pub file: SourceFile,
    /// What is still found: what no comment reaches.
    pub report: Report,
    /// The number of findings that comments silence now.
    pub count: usize,
}

/// Writes comments, with a reason where it is not empty. A text that has more findings than before is not kept.
pub fn add_ignores(file: SourceFile, report: Report, check: impl Fn(&SourceFile) -> Report, reason: &str) -> Silenced {
    let at_first = report.findings.len();
    let (mut file, mut report) = (file, report);
    for _ in 0..MOST_ROUNDS {
        let findings: Vec<&Finding> = report.findings.iter().collect();
        let edits = suppressions::suppress(&file, &report, &findings, reason);
        let edits = with_line_ends_of(file.text(), edits);
        let text = apply_edits(file.text(), &edits).filter(|_| !edits.is_empty());
        let Some(next) = text.map(|text| file.rewritten(&text)) else { break };
        let next_report = check(&next);
        if next_report.findings.len() >= report.findings.len() {
            break;
        }
        (file, report) = (next, next_report);
    }
    let count = at_first.saturating_sub(report.findings.len());
    Silenced { file, report, count }
}
