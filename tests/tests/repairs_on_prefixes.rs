//! A file that ends anywhere, as while it is being typed: whatever edit is offered there leaves a tree without new errors.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use numpy_capi_analysis::ide::{CodeActionWish, code_actions, resolve_code_action};
use numpy_capi_analysis::rules::Repairs;
use numpy_capi_analysis::suppressions::suppress;
use numpy_capi_analysis::text::{TextEdit, TextRange};
use numpy_capi_analysis::{Finding, Language, Settings, SourceFile, check};
use numpy_capi_tests::{files_below, ui_directory};

/// How many places of each file are tried.
const CUTS: usize = 12;

/// Names the folder with the real packages; `tests/corpus` sets it, since it fetches them.
const CORPUS: &str = "NUMPY_CAPI_CORPUS";

/// How many prefixes of real files are tried.
const REAL_PREFIXES: usize = 1200;

/// Longer prefixes take long and show nothing that shorter ones do not, in bytes.
const LONGEST_PREFIX: usize = 60_000;

/// Where the drawing of prefixes begins: the same every time.
const SEED: u64 = 20_261_120;

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
    let repairs = Repairs::new(file, settings);
    let mut offers = Vec::new();
    for finding in &report.findings {
        offers.extend(repairs.of(finding).into_iter().map(|fix| (fix.title, fix.edits)));
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

/// Tries every offer for a text and says how many there are. Panics where one breaks what parses.
fn try_offers(path: &Path, text: &str, language: Language, settings: &Settings) -> usize {
    let file = SourceFile::new(text, language);
    let before = errors(&file);
    let offers = offers(&file, settings);
    for (title, edits) in &offers {
        let edited = file.edited(edits).unwrap_or_else(|| panic!("{}: {title}: edits overlap", path.display()));
        let after = errors(&SourceFile::new(edited.text(), language));
        let shown = path.display();
        assert!(after <= before, "{shown}: {title}: {before} errors, then {after}\n{}", edited.text());
    }
    offers.len()
}

#[test]
fn no_offered_edit_breaks_what_parses() {
    let settings = Settings::default();
    let mut tried = 0;
    for path in files() {
        let text = fs::read_to_string(&path).unwrap();
        let language = Language::of_file(&path.to_string_lossy(), &text).unwrap();
        tried += prefixes(&text).map(|prefix| try_offers(&path, prefix, language, &settings)).sum::<usize>();
    }
    assert!(tried > 1000, "only {tried} edits were offered");
}

#[test]
fn no_offered_edit_breaks_what_parses_of_real_files() {
    let Some(folder) = env::var_os(CORPUS) else {
        // Nobody reads it: no reason to fail.
        let _ = writeln!(std::io::stderr(), "skipped: real files are tried where {CORPUS} names their folder");
        return;
    };
    let files = sources_below(Path::new(&folder));
    assert!(!files.is_empty(), "no file in {}", folder.display());
    let settings = Settings::default();
    let mut draw = Draw(SEED);
    let mut tried = 0;
    for _ in 0..REAL_PREFIXES {
        let path = &files[draw.below(files.len())];
        let Ok(text) = fs::read_to_string(path) else { continue };
        let Some(language) = Language::of_file(&path.to_string_lossy(), &text) else { continue };
        let end = draw.below(text.len().min(LONGEST_PREFIX) + 1);
        let end = (end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
        tried += try_offers(path, &text[..end], language, &settings);
    }
    assert!(tried > REAL_PREFIXES, "only {tried} edits were offered");
}

/// The C and C++ files below a folder, in a fixed order.
fn sources_below(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let is_source = |path: &Path| Language::of_path(&path.to_string_lossy()).is_some();
    let below = |path: PathBuf| if path.is_dir() { sources_below(&path) } else { vec![path] };
    entries.into_iter().flat_map(below).filter(|path| is_source(path)).collect()
}

/// Numbers that look random and are the same every time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}
