//! The code quality report of GitLab.

use serde::Serialize;

use super::fingerprint::fingerprints;
use super::json::JsonFinding;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Place<'a>,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

/// The report.
///
/// # Errors
///
/// None in practice: there are only strings and numbers.
pub fn render(findings: &[&JsonFinding]) -> serde_json::Result<String> {
    let issues: Vec<Issue<'_>> =
        findings.iter().zip(fingerprints(findings)).map(|(finding, fingerprint)| issue(finding, fingerprint)).collect();
    serde_json::to_string_pretty(&issues).map(|json| json + "\n")
}

fn issue(finding: &JsonFinding, fingerprint: String) -> Issue<'_> {
    let position = |place: super::Location| Position { line: place.row, column: place.column };
    Issue {
        description: format!("{} {}", finding.code, finding.message),
        check_name: finding.code,
        fingerprint,
        severity: match finding.severity {
            "error" => "major",
            "warning" => "minor",
            _ => "info",
        },
        location: Place {
            path: finding.filename.strip_prefix("./").unwrap_or(&finding.filename),
            positions: Positions { begin: position(finding.location), end: position(finding.end_location) },
        },
    }
}
