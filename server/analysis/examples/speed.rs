//! How fast files are analysed, beside the parser alone: `cargo run --release --example speed -- PATH...`.
//!
//! Everything is measured in one run and on one thread, file by file in turn, in the processor's time of that thread, and
//! of several rounds the fastest counts, so that a busy machine changes little. An edit is one letter typed into the
//! text, to the new findings.

#![allow(clippy::print_stdout, reason = "The figures are what it is for.")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use numpy_capi_analysis::text::TextEdit;
use numpy_capi_analysis::{Language, Settings, SourceFile, check};
use rustix::time::{ClockId, clock_gettime};

/// How often parse and check are repeated.
const ROUNDS: usize = 3;
/// How many places of a file are edited.
const EDITS: usize = 10;

/// What one file took.
struct Measured {
    path: PathBuf,
    bytes: usize,
    lines: usize,
    functions: usize,
    not_analysed: usize,
    parse: Duration,
    check: Duration,
    edits: Vec<Duration>,
}

fn main() {
    let mut files = Vec::new();
    for argument in std::env::args().skip(1) {
        collect(Path::new(&argument), &mut files);
    }
    files.sort();
    let mut measured: Vec<Measured> = files.iter().filter_map(|path| measure(path)).collect();
    let parse: Duration = measured.iter().map(|file| file.parse).sum();
    let check: Duration = measured.iter().map(|file| file.check).sum();
    let functions: usize = measured.iter().map(|file| file.functions).sum();
    let not_analysed: usize = measured.iter().map(|file| file.not_analysed).sum();
    let bytes: usize = measured.iter().map(|file| file.bytes).sum();
    println!("{} files, {bytes} bytes, {functions} functions, {not_analysed} of them not analysed", measured.len());
    println!("parse {parse:.1?}, check {check:.1?}: {:.2} times", check.as_secs_f64() / parse.as_secs_f64());
    let long = measured.iter().filter(|file| (3000..7000).contains(&file.lines));
    let mut edits: Vec<Duration> = long.flat_map(|file| file.edits.iter().copied()).collect();
    edits.sort_unstable();
    if let (Some(median), Some(most)) = (edits.get(edits.len() / 2), edits.get(edits.len() * 95 / 100)) {
        println!("{} edits in files of 3000 to 7000 lines: median {median:.1?}, 95 % below {most:.1?}", edits.len());
    }
    println!("the slowest:");
    measured.sort_by_key(|file| std::cmp::Reverse(file.check));
    for file in measured.iter().take(12) {
        let times = file.check.as_secs_f64() / file.parse.as_secs_f64();
        println!("{:8.1} ms  {times:6.1} times  {}", file.check.as_secs_f64() * 1000.0, file.path.display());
    }
}

/// Files of C and C++ below a path, in no order.
fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if let Ok(entries) = std::fs::read_dir(path) {
        entries.flatten().for_each(|entry| collect(&entry.path(), files));
    } else if Language::of_path(&path.to_string_lossy()).is_some() {
        files.push(path.to_owned());
    }
}

/// Times a file; `None` where it cannot be read or has nothing to do with Python.
fn measure(path: &Path) -> Option<Measured> {
    let text = String::from_utf8(std::fs::read(path).ok()?).ok()?;
    let language = Language::of_path(&path.to_string_lossy())?;
    let file = SourceFile::new(&text, language);
    if !file.uses_python() {
        return None;
    }
    let settings = Settings::default();
    let prepared = String::from_utf8_lossy(file.prepared()).into_owned();
    let parse = fastest(|| drop(parse(&prepared, language)));
    let check_time = fastest(|| drop(check(&SourceFile::new(&text, language), &settings)));
    let report = check(&file, &settings);
    Some(Measured {
        path: path.to_owned(),
        bytes: text.len(),
        lines: text.lines().count(),
        functions: report.analysed + report.not_analysed.len(),
        not_analysed: report.not_analysed.len(),
        parse,
        check: check_time,
        edits: edits(&file, &settings),
    })
}

/// The time that this thread has had of a processor.
fn processor_time() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap_or_default()
}

fn fastest(run: impl Fn()) -> Duration {
    let time = || {
        let start = processor_time();
        run();
        processor_time().saturating_sub(start)
    };
    (0..ROUNDS).map(|_| time()).min().unwrap_or_default()
}

/// Times edits at places all over a file that was checked before.
fn edits(file: &SourceFile, settings: &Settings) -> Vec<Duration> {
    let text = file.text();
    let place = |number: usize| {
        let from = text.len() * (2 * number + 1) / (2 * EDITS);
        let found = text.bytes().enumerate().skip(from).find(|(_, byte)| byte.is_ascii_lowercase());
        found.map(|(at, _)| at)
    };
    let time = |at: usize| {
        let start = processor_time();
        let edited = file.edited(&[TextEdit::insert(at, "x")])?;
        check(&edited, settings);
        Some(processor_time().saturating_sub(start))
    };
    (0..EDITS).filter_map(|number| time(place(number)?)).collect()
}

/// The parser alone, on the text as it is.
fn parse(text: &str, language: Language) -> Option<tree_sitter::Tree> {
    let grammar = match language {
        Language::C => tree_sitter_c::LANGUAGE,
        Language::Cpp => tree_sitter_cpp::LANGUAGE,
    };
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&grammar.into()).ok()?;
    parser.parse(text, None)
}
