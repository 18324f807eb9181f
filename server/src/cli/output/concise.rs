//! One line per finding: `path:row:column: CODE message`.

use std::fmt::Write;

use super::{Checked, location};

/// The lines of a file's findings.
pub fn render(checked: &Checked<'_>) -> String {
    let mut lines = String::new();
    for finding in &checked.report.findings {
        let place = location(checked.file, finding.range.start);
        let message = finding.message.replace(['\r', '\n'], " ");
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "{}:{}:{}: {} {message}", checked.shown, place.row, place.column, finding.rule.code);
    }
    lines
}
