//! Annotated files: the checker finds what their comments say on that line, and nothing else.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

use numpy_capi_analysis::rules::fixes;
use numpy_capi_analysis::syntax::template;
use numpy_capi_analysis::text::apply_edits;
use numpy_capi_analysis::{Language, SourceFile, check};
use numpy_capi_tests::{Compiler, expected, files_below, reported, settings_of, ui_directory};

/// Fewer means that the files are not where this test looks for them.
const FEWEST_FILES: usize = 60;

#[test]
fn findings_are_those_that_the_comments_expect() {
    let files = ui_files();
    let wrong: Vec<String> = files.iter().filter_map(|path| difference(path)).collect();
    assert!(wrong.is_empty(), "{} of {} files differ:\n{}", wrong.len(), files.len(), wrong.join("\n"));
}

#[test]
fn every_file_shows_a_wrong_and_a_right_variant() {
    for path in ui_files() {
        let text = fs::read_to_string(&path).unwrap();
        let has_both = text.contains("wrong(") && text.contains("right(");
        assert!(has_both, "{}: name one function `wrong` and one `right`", path.display());
        let expected = expected(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(!expected.is_empty(), "{}: nothing is expected in the wrong variant", path.display());
    }
}

#[test]
fn every_file_compiles() {
    let Some(compiler) = Compiler::find("ui.rs") else { return };
    let refusals: Vec<String> = ui_files()
        .iter()
        .filter_map(|path| {
            let text = fs::read_to_string(path).unwrap();
            let expansion = template::is_template(&text).then(|| template::expand(&text));
            let text = expansion.as_ref().map_or(text, |expansion| expansion.text().to_owned());
            let text = if is_for_older_numpy(path) { repaired_whole(&text, language(path)) } else { text };
            let error = compiler.accepts(&text, language(path)).err()?;
            Some(format!("{}:\n{error}", path.display()))
        })
        .collect();
    assert!(refusals.is_empty(), "{}", refusals.join("\n"));
}

#[test]
fn every_repair_removes_its_finding_and_brings_no_other() {
    for_every_repair(|repaired| {
        let before = check(&repaired.file, &settings_of(&repaired.text)).findings.len();
        let fixed = SourceFile::new(&repaired.text, repaired.file.language());
        let report = check(&fixed, &settings_of(&repaired.text));
        let left: Vec<&str> = report.findings.iter().map(|finding| finding.message.as_str()).collect();
        if left.len() < before { Ok(()) } else { Err(format!("leaves {left:#?}")) }
    });
}

#[test]
fn every_repair_compiles() {
    let Some(compiler) = Compiler::find("ui.rs") else { return };
    for_every_repair(|repaired| {
        if repaired.is_for_older_numpy {
            return Ok(());
        }
        compiler
            .accepts(&repaired.text, repaired.file.language())
            .map_err(|error| format!("does not compile:\n{error}"))
    });
}

/// The first repairs that are offered make of each wrong function in this folder, line by line, the right one.
#[test]
fn repairs_are_what_an_author_would_write() {
    let files = files_below(&ui_directory().join("repairs")).unwrap();
    assert!(!files.is_empty());
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let repaired = repaired_whole(&text, language(&path));
        let is_mark = |line: &str| line.split(" // expect:").next().unwrap_or_default().to_owned();
        let lines: Vec<String> = function_text(&repaired, "wrong").lines().map(is_mark).collect();
        let right: Vec<&str> = function_text(&text, "right").lines().collect();
        assert_eq!(lines.join("\n"), right.join("\n"), "{}", path.display());
    }
}

/// A function's parameters and body.
fn function_text<'a>(text: &'a str, name: &str) -> &'a str {
    let start = text.find(&format!("\n{name}(")).unwrap() + 1 + name.len();
    let length = text[start..].find("\n}").unwrap();
    &text[start..start + length]
}

/// Whether a file shows what the newest NumPy no longer compiles; then it has to compile once it is repaired.
fn is_for_older_numpy(path: &Path) -> bool {
    path.parent().is_some_and(|folder| folder.ends_with("migration"))
}

/// A text after every repair that is offered, one after the other.
fn repaired_whole(text: &str, language: Language) -> String {
    let mut file = SourceFile::new(text, language);
    let settings = settings_of(text);
    loop {
        let report = check(&file, &settings);
        let fix = report.findings.iter().find_map(|finding| fixes(&file, finding, &settings).into_iter().next());
        match fix {
            Some(fix) => file = SourceFile::new(&apply_edits(file.text(), &fix.edits).unwrap(), language),
            None => return file.text().to_owned(),
        }
    }
}

/// A file with one repair applied.
struct Repaired {
    file: SourceFile,
    text: String,
    /// What else is in the file may not compile.
    is_for_older_numpy: bool,
}

/// Judges every repair that is offered for a finding of the files, so that one failure does not hide another.
fn for_every_repair(judge: impl Fn(Repaired) -> Result<(), String>) {
    let mut failures = Vec::new();
    let mut count = 0_usize;
    for path in ui_files() {
        let file = SourceFile::new(&fs::read_to_string(&path).unwrap(), language(&path));
        let settings = settings_of(file.text());
        for finding in check(&file, &settings).findings {
            for fix in fixes(&file, &finding, &settings) {
                count += 1;
                let text = apply_edits(file.text(), &fix.edits).unwrap();
                let outcome = judge(Repaired {
                    file: file.clone(),
                    text: text.clone(),
                    is_for_older_numpy: is_for_older_numpy(&path),
                });
                failures.extend(outcome.err().map(|it| format!("{}: `{}` {it}\n{text}", path.display(), fix.title)));
            }
        }
    }
    assert!(count > 0, "no repair is offered at all");
    assert!(failures.is_empty(), "{} of {count} repairs fail:\n{}", failures.len(), failures.join("\n"));
}

fn ui_files() -> Vec<PathBuf> {
    let files = files_below(&ui_directory()).unwrap();
    assert!(files.len() >= FEWEST_FILES, "{} files in {}", files.len(), ui_directory().display());
    files
}

fn language(path: &Path) -> Language {
    Language::of_path(&path.to_string_lossy()).unwrap_or_else(|| panic!("{} is not C or C++", path.display()))
}

/// What is missing and what is too much, where anything is.
fn difference(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).unwrap();
    let file = SourceFile::new(&text, language(path));
    let report = check(&file, &settings_of(&text));
    let reported = reported(&file, &report.findings);
    let expected = expected(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let missing = expected.iter().filter(|entry| !reported.contains(entry)).map(|entry| format!("  missing {entry}"));
    let extra = reported.iter().filter(|entry| !expected.contains(entry)).map(|entry| format!("  extra {entry}"));
    let not_analysed =
        report.not_analysed.iter().map(|entry| format!("  not analysed: {}: {}", entry.function, entry.reason));
    let mut lines: Vec<String> = missing.chain(extra).chain(not_analysed).collect();
    if lines.is_empty() && reported.len() != expected.len() {
        lines.push("  something is reported twice".to_owned());
    }
    let shown = path.strip_prefix(ui_directory()).unwrap_or(path).display();
    (!lines.is_empty()).then(|| format!("{shown}\n{}", lines.join("\n")))
}
