//! A JSON list, the same for every version of one major release.

use numpy_capi_analysis::text::{TextEdit, TextRange};
use numpy_capi_analysis::{Finding, Fix, SourceFile};
use serde::Serialize;

use super::{Checked, Location, location};
use crate::baseline::source_line;

/// A finding.
#[derive(Debug, Serialize)]
pub struct JsonFinding {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) severity: &'static str,
    pub(super) message: String,
    pub(super) filename: String,
    pub(super) location: Location,
    pub(super) end_location: Location,
    /// `null` at file level.
    pub(super) function: Option<String>,
    pub(super) related: Vec<JsonRelated>,
    pub(super) fix: Option<JsonFix>,
    url: String,
    /// The line that it starts on, white space squeezed.
    #[serde(skip)]
    pub(super) source: String,
}

#[derive(Debug, Serialize)]
pub(super) struct JsonRelated {
    pub(super) message: String,
    pub(super) filename: String,
    pub(super) location: Location,
}

#[derive(Debug, Serialize)]
pub(super) struct JsonFix {
    pub(super) title: String,
    applicability: &'static str,
    pub(super) edits: Vec<JsonEdit>,
}

#[derive(Debug, Serialize)]
pub(super) struct JsonEdit {
    pub(super) content: String,
    pub(super) location: Location,
    pub(super) end_location: Location,
}

/// A file's findings.
pub fn findings(checked: &Checked<'_>) -> Vec<JsonFinding> {
    let fixes = checked.fixes.iter().map(Option::as_ref).chain(std::iter::repeat(None));
    checked.report.findings.iter().zip(fixes).map(|(finding, fix)| json_finding(checked, finding, fix)).collect()
}

/// All findings as one list.
///
/// # Errors
///
/// None in practice: there are only strings and numbers.
pub fn render(findings: &[&JsonFinding]) -> serde_json::Result<String> {
    serde_json::to_string_pretty(findings).map(|json| json + "\n")
}

fn json_finding(checked: &Checked<'_>, finding: &Finding, fix: Option<&Fix>) -> JsonFinding {
    let (location, end_location) = ends(checked.file, finding.range);
    JsonFinding {
        code: finding.rule.code,
        name: finding.rule.name,
        severity: finding.severity.word(),
        message: finding.message.clone(),
        filename: checked.shown.to_owned(),
        location,
        end_location,
        function: Some(finding.function.clone()).filter(|name| !name.is_empty()),
        related: related(checked, finding),
        fix: fix.map(|fix| json_fix(checked.file, fix)),
        url: finding.rule.url(),
        source: source_line(checked.file, finding.range.start),
    }
}

fn related(checked: &Checked<'_>, finding: &Finding) -> Vec<JsonRelated> {
    let stations = finding.related.iter().map(|station| JsonRelated {
        message: station.message.clone(),
        filename: checked.shown.to_owned(),
        location: location(checked.file, station.range.start),
    });
    stations.collect()
}

fn json_fix(file: &SourceFile, fix: &Fix) -> JsonFix {
    JsonFix {
        title: fix.title.clone(),
        applicability: fix.applicability.word(),
        edits: fix.edits.iter().map(|edit| json_edit(file, edit)).collect(),
    }
}

fn json_edit(file: &SourceFile, edit: &TextEdit) -> JsonEdit {
    let (location, end_location) = ends(file, edit.range);
    JsonEdit { content: edit.content.clone(), location, end_location }
}

fn ends(file: &SourceFile, range: TextRange) -> (Location, Location) {
    (location(file, range.start), location(file, range.end))
}
