//! Counts: the last lines of `full`, and all that `--statistics` prints.

use std::collections::BTreeMap;
use std::time::Duration;

use numpy_capi_analysis::{Severity, rules};
use serde::Serialize;

use crate::cli::check::{Missing, Tally};

/// A count with its noun.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// What was found, in one or two lines.
pub fn summary(tally: &Tally) -> String {
    let files = counted(tally.files, "file");
    if tally.files == 0 {
        return "No files checked.\n".to_owned();
    }
    if tally.total() == 0 {
        return format!("No findings in {files}.\n") + &known(tally);
    }
    let kinds: Vec<String> =
        tally.severities.iter().map(|(severity, &count)| severity_count(*severity, count)).collect();
    let findings = counted(tally.total(), "finding");
    let (kinds, with) = (kinds.join(", "), tally.with_findings);
    let mut lines = format!("Found {findings} ({kinds}) in {with} of {files}.\n");
    lines.push_str(&fixable(tally));
    lines.push_str(&known(tally));
    lines
}

/// What the baseline knows.
fn known(tally: &Tally) -> String {
    let mut lines = String::new();
    if tally.known.there > 0 {
        lines.push_str(&format!("{} more in the baseline.\n", tally.known.there));
    }
    if tally.known.gone > 0 {
        let findings = counted(tally.known.gone, "finding");
        lines.push_str(&format!("{findings} of the baseline gone; --write-baseline updates it.\n"));
    }
    lines
}

fn severity_count(severity: Severity, count: usize) -> String {
    match severity {
        Severity::Info => format!("{count} info"),
        _ => counted(count, severity.word()),
    }
}

fn fixable(tally: &Tally) -> String {
    match (tally.safely_fixable, tally.unsafely_fixable) {
        (0, 0) => String::new(),
        (safe, 0) => format!("{safe} can be fixed with --fix.\n"),
        (0, more) => format!("{more} can be fixed with --fix --unsafe-fixes.\n"),
        (safe, more) => format!("{safe} can be fixed with --fix, {more} more with --unsafe-fixes.\n"),
    }
}

/// The counts as a table for reading.
pub fn text(tally: &Tally, time: Duration) -> String {
    let name = |code: &str| rules::find(code).map_or("", |rule| rule.name);
    let mut lines: Vec<String> =
        by_count(&tally.findings).map(|(code, count)| format!("{count:>7}  {code}  {}", name(code))).collect();
    lines.push(format!("{:>7}  findings in all", tally.total()));
    lines.push(String::new());
    lines.push(format!("{:>7}  functions analysed", tally.analysed));
    lines.push(format!("{:>7}  functions not analysed", tally.not_analysed.values().sum::<usize>()));
    lines.extend(by_count(&tally.not_analysed).map(|(reason, count)| format!("{count:>9}  {reason}")));
    lines.extend(tally.missing.iter().map(|missing| {
        let Missing { filename, row, function, reason } = missing;
        format!("           {filename}:{row}: {function}: {reason}")
    }));
    lines.push(String::new());
    lines.push(format!("{:>7}  files checked", tally.files));
    lines.push(format!("{:>7}  files skipped", tally.skipped));
    lines.push(format!("{:>7.3}  seconds", time.as_secs_f64()));
    lines.join("\n") + "\n"
}

/// The counts as JSON.
///
/// # Errors
///
/// None in practice: there are only strings and numbers.
pub fn json(tally: &Tally, time: Duration) -> serde_json::Result<String> {
    let rules = by_count(&tally.findings);
    let statistics = Statistics {
        findings: tally.total(),
        rules: rules.map(|(code, count)| RuleCount { code, count }).collect(),
        functions_analysed: tally.analysed,
        functions_not_analysed: by_count(&tally.not_analysed)
            .map(|(reason, count)| ReasonCount { reason, count })
            .collect(),
        not_analysed: &tally.missing,
        files_checked: tally.files,
        files_skipped: tally.skipped,
        seconds: time.as_secs_f64(),
    };
    serde_json::to_string_pretty(&statistics).map(|json| json + "\n")
}

#[derive(Serialize)]
struct Statistics<'a> {
    findings: usize,
    rules: Vec<RuleCount>,
    functions_analysed: usize,
    functions_not_analysed: Vec<ReasonCount>,
    not_analysed: &'a [Missing],
    files_checked: usize,
    files_skipped: usize,
    seconds: f64,
}

#[derive(Serialize)]
struct RuleCount {
    code: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct ReasonCount {
    reason: &'static str,
    count: usize,
}

/// The larger counts first, by name where they are equal.
fn by_count(counts: &BTreeMap<&'static str, usize>) -> impl Iterator<Item = (&'static str, usize)> {
    let mut ordered: Vec<(&'static str, usize)> = counts.iter().map(|(&key, &count)| (key, count)).collect();
    ordered.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    ordered.into_iter()
}
