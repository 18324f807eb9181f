//! The findings of each file under its name.

use std::fmt::Write;

use super::{Checked, location};

/// The findings of a file, with an empty line behind them; nothing for a file without any.
pub fn render(checked: &Checked<'_>) -> String {
    let places: Vec<_> =
        checked.report.findings.iter().map(|finding| location(checked.file, finding.range.start)).collect();
    let width = places.iter().map(|place| place.row.to_string().len()).max().unwrap_or_default();
    let mut lines = String::new();
    if !places.is_empty() {
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "{}:", checked.shown);
    }
    for (finding, place) in checked.report.findings.iter().zip(&places) {
        let message = finding.message.replace(['\r', '\n'], " ");
        let (row, column) = (place.row, place.column);
        let _ = writeln!(lines, "  {row:>width$}:{column:<3} {} {message}", finding.rule.code);
    }
    if !places.is_empty() {
        lines.push('\n');
    }
    lines
}
