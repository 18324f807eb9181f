//! With an analysis of our own, in which every `x` is wrong.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use numpy_capi_analysis::text::TextRange;
use numpy_capi_analysis::{Language, Rule, Severity, rules};

use super::*;

/// Any rule: only its words are used.
fn rule() -> &'static Rule {
    rules::find("NPC203").unwrap()
}

fn finding(range: TextRange, function: &str) -> Finding {
    let function = function.to_owned();
    Finding {
        rule: rule(),
        severity: Severity::Error,
        range,
        message: "x".to_owned(),
        function,
        related: Vec::new(),
        suggestion: None,
    }
}

/// A finding per `x`, each in a function named by its line.
fn findings(file: &SourceFile) -> Report {
    let places = file.text().match_indices('x').map(|(at, _)| at);
    let found = places.map(|at| finding(TextRange::new(at, at + 1), &file.lines().line(at).to_string()));
    Report { findings: found.collect(), ..Report::default() }
}

fn fix(applicability: Applicability, range: TextRange, content: &str) -> Vec<Fix> {
    vec![Fix { title: "mend it".to_owned(), applicability, edits: vec![TextEdit::replace(range, content)] }]
}

/// Mends a finding somehow.
type Mend<'a> = &'a dyn Fn(&SourceFile, &Finding) -> Vec<Fix>;

struct OfOurOwn<'a> {
    mend: Mend<'a>,
    settings: Settings,
}

impl Analyser for OfOurOwn<'_> {
    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn check(&self, file: &SourceFile) -> Report {
        findings(file)
    }

    fn best<'a>(&'a self, file: &'a SourceFile) -> Best<'a> {
        Box::new(|finding, accepts| (self.mend)(file, finding).into_iter().find(|fix| accepts(fix)))
    }

    fn batch(&self, _: &SourceFile, _: &[Finding], _: &Accepts<'_>) -> Vec<TextEdit> {
        Vec::new()
    }
}

fn repaired(text: &str, with_unsafe: bool, mend: Mend<'_>) -> (String, usize) {
    let file = SourceFile::new(text, Language::C);
    let report = findings(&file);
    let analyser = OfOurOwn { mend, settings: Settings::default() };
    let repaired = repair(file, report, &analyser, with_unsafe);
    (repaired.file.text().to_owned(), repaired.fixed)
}

#[test]
fn mends_everything_over_several_rounds() {
    let mend = |_: &SourceFile, finding: &Finding| fix(Applicability::Safe, finding.range, "o");
    assert_eq!(repaired("x x x\nx\n", false, &mend), ("o o o\no\n".to_owned(), 4));
}

#[test]
fn unsafe_fixes_wait_for_permission() {
    let mend = |_: &SourceFile, finding: &Finding| fix(Applicability::Unsafe, finding.range, "o");
    assert_eq!(repaired("x\n", false, &mend), ("x\n".to_owned(), 0));
    assert_eq!(repaired("x\n", true, &mend), ("o\n".to_owned(), 1));
}

#[test]
fn fixes_that_bring_new_findings_are_taken_back() {
    let worsen = |_: &SourceFile, finding: &Finding| fix(Applicability::Safe, finding.range, "xx");
    assert_eq!(repaired("x\nx\n", false, &worsen), ("x\nx\n".to_owned(), 0));
}

#[test]
fn one_bad_fix_does_not_stop_the_others() {
    let mend = |file: &SourceFile, finding: &Finding| {
        let content = if file.lines().line(finding.range.start) == 0 { "xxx" } else { "o" };
        fix(Applicability::Safe, finding.range, content)
    };
    assert_eq!(repaired("x\nx\nx\n", false, &mend), ("x\no\no\n".to_owned(), 2));
}

#[test]
fn fixes_that_overlap_go_in_different_rounds() {
    let whole_text = |file: &SourceFile, _: &Finding| {
        let text = file.text().replacen('x', "o", 1);
        fix(Applicability::Safe, TextRange::new(0, file.text().len()), &text)
    };
    assert_eq!(repaired("x\nx\n", false, &whole_text), ("o\no\n".to_owned(), 2));
}

#[test]
fn new_lines_end_as_the_file_does() {
    let mend = |_: &SourceFile, finding: &Finding| fix(Applicability::Safe, finding.range, "a\nb\r\nc");
    assert_eq!(repaired("x\r\n", false, &mend).0, "a\r\nb\r\nc\r\n");
    assert_eq!(repaired("x\n", false, &mend).0, "a\nb\r\nc\n");
}
