//! Workflow commands of GitHub: each finding becomes an annotation beside the code.

use std::fmt::Write;

use super::json::JsonFinding;

/// One command per finding.
pub fn render(findings: &[&JsonFinding]) -> String {
    let mut lines = String::new();
    for finding in findings {
        let level = match finding.severity {
            "error" | "warning" => finding.severity,
            _ => "notice",
        };
        let (start, end) = (finding.location, finding.end_location);
        let file = property(&finding.filename);
        // Columns only count where an annotation stays on one line.
        let columns = if start.row == end.row {
            format!(",col={},endColumn={}", start.column, end.column)
        } else {
            String::new()
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            lines,
            "::{level} title={} ({}),file={file},line={},endLine={}{columns}::{}",
            finding.code,
            finding.name,
            start.row,
            end.row,
            data(&finding.message)
        );
    }
    lines
}

/// A message as the command takes it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property's value as the command takes it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
