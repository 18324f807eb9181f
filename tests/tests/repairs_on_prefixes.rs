//! A file that ends anywhere, as while it is being typed: whatever edit is offered there leaves a tree without new errors.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::PathBuf;

use numpy_capi_analysis::ide::{CodeActionWish, code_actions, resolve_code_action};
use numpy_capi_analysis::rules::fixes;
use numpy_capi_analysis::suppressions::suppress;
use numpy_capi_analysis::text::{TextEdit, TextRange};
use numpy_capi_analysis::{Finding, Language, Settings, SourceFile, check};
use numpy_capi_tests::{files_below, ui_directory};

/// How many places of each file are tried.
const CUTS: usize = 12;

/// The number of places where a tree does not parse.
fn errors(file: &SourceFile) -> usize {
    let Some(root) = file.root() else { return usize::MAX };
    let mut open = vec![root];
    let mut count = 0;
    while let Some(node) = open.pop() {
        if node.is_error() || node.is_missing() {
            count += 1;
        } else if node.has_error() {
            open.extend((0..node.child_count()).filter_map(|child| node.child(child)));
        }
    }
    count
}

fn files() -> Vec<PathBuf> {
    let tests = ui_directory().parent().unwrap().to_owned();
    let mut files = files_below(&ui_directory()).unwrap();
    files.extend([tests.join("demo/wrapper_with_bugs.c"), tests.join("wrapper/blend.c")]);
    files
}

/// Ends of a text: spread over it, inside words and behind lines.
fn prefixes(text: &str) -> impl Iterator<Item = &str> {
    let step = (text.len() / CUTS).max(1);
    (1..=CUTS).filter_map(move |cut| {
        let at = text.len().min(cut * step + cut);
        let at = if cut % 2 == 0 { text.get(at..)?.find('\n').map_or(text.len(), |end| at + end + 1) } else { at };
        text.get(..at)
    })
}

/// Every edit that anybody offers for a file, with its title.
fn offers(file: &SourceFile, settings: &Settings) -> Vec<(String, Vec<TextEdit>)> {
    let report = check(file, settings);
    let mut offers = Vec::new();
    for finding in &report.findings {
        offers.extend(fixes(file, finding, settings).into_iter().map(|fix| (fix.title, fix.edits)));
    }
    let findings: Vec<&Finding> = report.findings.iter().collect();
    offers.push(("suppress".to_owned(), suppress(file, &report, &findings, "why")));
    let at = report.analysed_bodies.last().map_or(0, |body| body.start + 1);
    let wish = CodeActionWish { repairs: true, rewritings: true };
    for action in code_actions(file, &report.findings, TextRange::empty(at), wish, settings) {
        let edits = resolve_code_action(file, &report.findings, &action.id, settings);
        offers.extend(edits.map(|edits| (action.title, edits)));
    }
    offers
}

#[test]
fn no_offered_edit_breaks_what_parses() {
    let settings = Settings::default();
    let mut tried = 0;
    for path in files() {
        let text = fs::read_to_string(&path).unwrap();
        let language = Language::of_file(&path.to_string_lossy(), &text).unwrap();
        for prefix in prefixes(&text) {
            let file = SourceFile::new(prefix, language);
            let before = errors(&file);
            for (title, edits) in offers(&file, &settings) {
                let edited =
                    file.edited(&edits).unwrap_or_else(|| panic!("{}: {title}: edits overlap", path.display()));
                let after = errors(&SourceFile::new(edited.text(), language));
                assert!(
                    after <= before,
                    "{}: {title}: {before} errors, then {after}\n{}",
                    path.display(),
                    edited.text()
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 1000, "only {tried} edits were offered");
}
