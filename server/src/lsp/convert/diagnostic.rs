//! Findings as diagnostics.

use std::fmt::Write;
use std::str::FromStr;

use numpy_capi_analysis::{Finding, Severity};
use tower_lsp::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Uri,
};

use super::SOURCE;
use super::position::Positions;
use crate::lsp::session::Abilities;

/// All findings of a document.
pub(in crate::lsp) fn diagnostics(
    findings: &[Finding],
    uri: &Uri,
    positions: Positions<'_>,
    client: &Abilities,
) -> Vec<Diagnostic> {
    findings.iter().map(|finding| diagnostic(finding, uri, positions, client)).collect()
}

/// A finding, with the path that leads to it. A client that cannot show places of their own gets the path as text.
pub(in crate::lsp) fn diagnostic(
    finding: &Finding,
    uri: &Uri,
    positions: Positions<'_>,
    client: &Abilities,
) -> Diagnostic {
    let has_places = client.related_information && !finding.related.is_empty();
    Diagnostic {
        range: positions.range(finding.range),
        severity: Some(severity(finding.severity)),
        code: Some(NumberOrString::String(finding.rule.code.to_owned())),
        code_description: if client.code_description { code_description(finding) } else { None },
        source: Some(SOURCE.to_owned()),
        message: if has_places { finding.message.clone() } else { message_with_path(finding, positions) },
        related_information: has_places.then(|| related_information(finding, uri, positions)),
        tags: None,
        data: None,
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}

fn code_description(finding: &Finding) -> Option<CodeDescription> {
    Some(CodeDescription { href: Uri::from_str(&finding.rule.url()).ok()? })
}

fn related_information(finding: &Finding, uri: &Uri, positions: Positions<'_>) -> Vec<DiagnosticRelatedInformation> {
    let stations = finding.related.iter().map(|related| DiagnosticRelatedInformation {
        location: Location::new(uri.clone(), positions.range(related.range)),
        message: related.message.clone(),
    });
    stations.collect()
}

fn message_with_path(finding: &Finding, positions: Positions<'_>) -> String {
    let mut message = finding.message.clone();
    for related in &finding.related {
        let line = positions.position(related.range.start).line + 1;
        // Writing to a string cannot fail.
        let _ = write!(message, "\nline {line}: {}", related.message);
    }
    message
}

#[cfg(test)]
mod tests {
    use numpy_capi_analysis::text::{LineIndex, PositionEncoding, TextRange};
    use numpy_capi_analysis::{Related, Rule, rules};

    use super::*;

    fn rule() -> &'static Rule {
        rules::all().first().unwrap()
    }

    fn converted(client: &Abilities) -> Diagnostic {
        let text = "/*😀*/ a;\nb;\n";
        let at = |name: &str| TextRange::new(text.find(name).unwrap(), text.find(name).unwrap() + 1);
        let finding = Finding {
            rule: rule(),
            severity: Severity::Warning,
            range: at("a"),
            message: "`a` leaks".to_owned(),
            function: String::new(),
            related: vec![Related { range: at("b"), message: "here".to_owned() }],
            suggestion: None,
        };
        let lines = LineIndex::new(text);
        let positions = Positions { text, lines: &lines, encoding: PositionEncoding::Utf16 };
        diagnostic(&finding, &Uri::from_str("file:///a.c").unwrap(), positions, client)
    }

    #[test]
    fn a_modern_client_gets_places_and_a_link() {
        let client = Abilities { related_information: true, code_description: true, ..Abilities::default() };
        let converted = serde_json::to_value(converted(&client)).unwrap();
        let place = |line: u32, from: u32| serde_json::json!({"start": {"line": line, "character": from}, "end": {"line": line, "character": from + 1}});
        let expected = serde_json::json!({
            "range": place(0, 7),
            "severity": 2,
            "code": rule().code,
            "codeDescription": {"href": rule().url()},
            "source": "numpy-capi",
            "message": "`a` leaks",
            "relatedInformation": [{"location": {"uri": "file:///a.c", "range": place(1, 0)}, "message": "here"}],
        });
        assert_eq!(converted, expected);
    }

    #[test]
    fn an_old_client_gets_the_path_as_text() {
        let converted = converted(&Abilities::default());
        assert_eq!(converted.message, "`a` leaks\nline 2: here");
        assert_eq!((converted.related_information, converted.code_description), (None, None));
    }
}
