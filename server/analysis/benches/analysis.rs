//! What the analysis takes beside the parser alone: `cargo bench -p numpy-capi-analysis`.
//!
//! The text is made of the annotated files below `tests/ui`, one after the other, as long as a case needs it. Figures
//! per byte that stay the same from case to case show that the time grows as the text does.

#![allow(missing_docs, reason = "criterion writes a public function without documentation")]

use std::cell::Cell;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use numpy_capi_analysis::text::TextEdit;
use numpy_capi_analysis::{Language, Settings, SourceFile, check};

/// The lines of the texts.
const LENGTHS: [usize; 3] = [1_250, 5_000, 20_000];
/// How many places of a text are edited in turn.
const PLACES: usize = 20;

fn whole_file(criterion: &mut Criterion) {
    let settings = Settings::default();
    for lines in LENGTHS {
        let text = text_of(lines);
        let prepared = SourceFile::new(&text, Language::C).prepared().to_vec();
        let mut group = criterion.benchmark_group(format!("{lines} lines"));
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("parse alone", |bencher| bencher.iter(|| parse(black_box(&prepared))));
        group.bench_function("check", |bencher| {
            bencher.iter(|| check(&SourceFile::new(black_box(&text), Language::C), &settings));
        });
        let file = SourceFile::new(&text, Language::C);
        check(&file, &settings);
        let places = places(&text);
        let turn = Cell::new(0);
        group.bench_function("check after one more letter", |bencher| {
            let next = || {
                turn.set((turn.get() + 1) % places.len());
                TextEdit::insert(places[turn.get()], "x")
            };
            let run = |edit| file.edited(&[edit]).map(|edited| check(&edited, &settings));
            bencher.iter_batched(next, run, BatchSize::SmallInput);
        });
        group.finish();
    }
}

/// Single functions that have much of one thing. None may take more than 50 milliseconds.
fn large_functions(criterion: &mut Criterion) {
    let settings = Settings::default();
    let mut group = criterion.benchmark_group("large functions");
    for (name, text) in [
        ("400 nested blocks", nested(400)),
        ("3000 statements", repeated(3_000, |at| format!("    list = PyList_New({at});\n    Py_XDECREF(list);\n"))),
        ("300 tests in a row", repeated(300, |at| format!("    if (flags & {at}) {{ list = PyList_New(0); }}\n"))),
        ("40 owners", owners(40)),
        ("1000 cases", cases(1_000)),
        ("500 uses of a macro", repeated(500, |_| "    CHECKED(list = PyList_New(0));\n".to_owned())),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| check(&SourceFile::new(black_box(&text), Language::C), &settings));
        });
    }
    group.finish();
}

const HEAD: &str = "#include <Python.h>\n\
    #define CHECKED(x) do { x; if (list == NULL) { goto fail; } } while (0)\n\
    PyObject *f(PyObject *arg, int flags)\n{\n    PyObject *list = NULL;\n";
const TAIL: &str = "    return list;\nfail:\n    Py_XDECREF(list);\n    return NULL;\n}\n";

fn repeated(count: usize, statement: impl Fn(usize) -> String) -> String {
    let body: String = (0..count).map(statement).collect();
    format!("{HEAD}{body}{TAIL}")
}

fn nested(depth: usize) -> String {
    let open: String = (0..depth).map(|at| format!("if (flags > {at}) {{ list = PyList_New({at});\n")).collect();
    format!("{HEAD}{open}{}{TAIL}", "}".repeat(depth))
}

fn owners(count: usize) -> String {
    let each = |at| format!("    PyObject *o{at} = PyList_New({at});\n    if (flags & {at}) {{ Py_CLEAR(o{at}); }}\n");
    let body: String = (0..count).map(each).collect();
    format!("{HEAD}{body}{TAIL}")
}

fn cases(count: usize) -> String {
    let each = |at| format!("    case {at}:\n        list = PyList_New({at});\n        break;\n");
    let body: String = (0..count).map(each).collect();
    format!("{HEAD}    switch (flags) {{\n{body}    }}\n{TAIL}")
}

/// The parser alone, on the text that the analysis gives to it.
fn parse(text: &[u8]) -> Option<tree_sitter::Tree> {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_c::LANGUAGE.into()).ok()?;
    parser.parse(text, None)
}

/// Places all over a text where a letter can be put behind another.
fn places(text: &str) -> Vec<usize> {
    let place = |number: usize| {
        let from = text.len() * (2 * number + 1) / (2 * PLACES);
        let found = text.bytes().enumerate().skip(from).find(|(_, byte)| byte.is_ascii_lowercase());
        found.map(|(at, _)| at + 1)
    };
    (0..PLACES).filter_map(place).collect()
}

/// Annotated files, one after the other; each time with other names, so that each function is the only one of its name.
fn text_of(lines: usize) -> String {
    let mut paths = Vec::new();
    c_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/ui"), &mut paths);
    paths.sort();
    let texts: Vec<String> = paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    let mut whole = String::new();
    let mut count = 0;
    for (number, text) in texts.iter().cycle().enumerate() {
        count += text.lines().count();
        if count > lines {
            break;
        }
        whole.push_str(
            &text.replace(" wrong", &format!(" wrong{number}")).replace(" right", &format!(" right{number}")),
        );
    }
    whole
}

fn c_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            c_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "c") {
            found.push(path);
        }
    }
}

/// Short runs: the figures are asked for in their order of magnitude.
fn settings() -> Criterion {
    Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(2))
}

criterion_group! { name = analysis; config = settings(); targets = whole_file, large_functions }
criterion_main!(analysis);
