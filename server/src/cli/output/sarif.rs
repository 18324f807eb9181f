//! SARIF 2.1.0, which code scanning services take in.

use std::collections::BTreeSet;
use std::path::Path;

use numpy_capi_analysis::rules;
use serde_json::{Value, json};

use super::Location;
use super::fingerprint::fingerprints;
use super::json::{JsonFinding, JsonFix};
use crate::rule_page;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const HOME: &str = env!("CARGO_PKG_REPOSITORY");

/// The name under which relative paths start at the root of the sources.
const ROOT: &str = "%SRCROOT%";

/// The log of one run.
///
/// # Errors
///
/// None in practice: there are only strings and numbers.
pub fn render(findings: &[&JsonFinding]) -> serde_json::Result<String> {
    let codes: BTreeSet<&str> = findings.iter().map(|finding| finding.code).collect();
    let named: Vec<&'static rules::Rule> =
        rules::all().iter().copied().filter(|rule| codes.contains(rule.code)).collect();
    let index = |code: &str| named.iter().position(|rule| rule.code == code);
    let results: Vec<Value> = findings
        .iter()
        .zip(fingerprints(findings))
        .map(|(finding, fingerprint)| result(finding, &fingerprint, index(finding.code)))
        .collect();
    let driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "informationUri": HOME,
        "rules": named.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
    });
    let run = json!({ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results });
    let log = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] });
    serde_json::to_string_pretty(&log).map(|json| json + "\n")
}

fn descriptor(rule: &rules::Rule) -> Value {
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.summary },
        "help": { "text": rule_page::markdown(rule), "markdown": rule_page::markdown(rule) },
        "helpUri": rule.url(),
        "defaultConfiguration": { "enabled": rule.default, "level": level(rule.severity.word()) },
        "properties": { "tags": [rule.group], "precision": "high" },
    })
}

fn level(severity: &str) -> &str {
    match severity {
        "error" | "warning" => severity,
        _ => "note",
    }
}

fn result(finding: &JsonFinding, fingerprint: &str, rule: Option<usize>) -> Value {
    let physical =
        |start, end| json!({ "artifactLocation": artifact(&finding.filename), "region": region(start, end) });
    let mut place = json!({ "physicalLocation": physical(finding.location, Some(finding.end_location)) });
    if let Some(function) = &finding.function {
        place["logicalLocations"] = json!([{ "name": function, "kind": "function" }]);
    }
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.severity),
        "message": { "text": finding.message },
        "locations": [place],
        "partialFingerprints": { "numpyCapi/v1": fingerprint },
    });
    if let Some(rule) = rule {
        result["ruleIndex"] = json!(rule);
    }
    let stations = || finding.related.iter().enumerate();
    if !finding.related.is_empty() {
        let related = stations().map(|(id, station)| {
            let place = physical(station.location, None);
            json!({ "id": id, "message": { "text": station.message }, "physicalLocation": place })
        });
        result["relatedLocations"] = related.collect();
        let steps = stations().map(|(_, station)| {
            let place = physical(station.location, None);
            json!({ "location": { "message": { "text": station.message }, "physicalLocation": place } })
        });
        let steps: Vec<Value> = steps.collect();
        result["codeFlows"] = json!([{ "threadFlows": [{ "locations": steps }] }]);
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([change(&finding.filename, fix)]);
    }
    result
}

fn change(filename: &str, fix: &JsonFix) -> Value {
    let replacements: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            let region = region(edit.location, Some(edit.end_location));
            json!({ "deletedRegion": region, "insertedContent": { "text": edit.content } })
        })
        .collect();
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{ "artifactLocation": artifact(filename), "replacements": replacements }],
    })
}

fn region(start: Location, end: Option<Location>) -> Value {
    let mut region = json!({ "startLine": start.row, "startColumn": start.column });
    if let Some(end) = end {
        region["endLine"] = json!(end.row);
        region["endColumn"] = json!(end.column);
    }
    region
}

fn artifact(filename: &str) -> Value {
    let path = encoded(&filename.replace('\\', "/"));
    if Path::new(filename).is_absolute() {
        let slash = if path.starts_with('/') { "" } else { "/" };
        return json!({ "uri": format!("file://{slash}{path}") });
    }
    json!({ "uri": path.strip_prefix("./").unwrap_or(&path), "uriBaseId": ROOT })
}

/// A path as part of a URI.
fn encoded(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte.into()),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
