//! The command line as its users see it: the real program, its output and its exit status.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// A directory of its own that is gone after the test.
struct Project(PathBuf);

impl Project {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("numpy-capi-cli-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        run_in(&self.0, arguments, b"")
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What came of a run.
struct Ran {
    status: Option<i32>,
    stdout: Vec<u8>,
    stderr: String,
}

impl Ran {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.stdout).unwrap()
    }
}

fn command(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_numpy-capi-lsp"));
    command.current_dir(directory).args(arguments).env_remove("CLICOLOR_FORCE");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run_in(directory: &Path, arguments: &[&str], input: &[u8]) -> Ran {
    let mut child = command(directory, arguments).spawn().unwrap();
    // A program that does not read its input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    Ran { status: output.status.code(), stdout: output.stdout, stderr }
}

fn run(arguments: &[&str]) -> Ran {
    run_in(&std::env::temp_dir(), arguments, b"")
}

const CLEAN: &str = "#include <Python.h>\nint answer(void) { return 42; }\n";

#[test]
fn says_its_version() {
    let expected = format!("numpy-capi-lsp {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(run(&["version"]).text(), expected);
    assert_eq!(run(&["--version"]).text(), expected);
}

#[test]
fn a_clean_file_is_clean_in_every_format() {
    let project = Project::new("clean");
    project.write("x.c", CLEAN);
    for (format, expected) in [("full", "No findings in 1 file.\n"), ("concise", ""), ("json", "[]\n")] {
        let ran = project.run(&["check", "--output-format", format]);
        assert_eq!((ran.status, ran.text().as_str(), ran.stderr.as_str()), (Some(0), expected, ""));
    }
}

#[test]
fn a_missing_path_is_an_error_and_the_others_are_checked() {
    let project = Project::new("missing");
    project.write("x.c", CLEAN);
    let ran = project.run(&["check", "nowhere.c", "x.c"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.starts_with("error: nowhere.c: cannot be read: "), "{}", ran.stderr);
    assert_eq!(ran.text(), "No findings in 1 file.\n");
}

#[test]
fn a_directory_without_c_says_so() {
    let project = Project::new("no-c");
    let ran = project.write("readme.md", "text").run(&["check"]);
    assert_eq!(ran.status, Some(0));
    assert!(ran.stderr.contains("no C or C++ files here"), "{}", ran.stderr);
}

#[test]
fn strange_files_do_no_harm() {
    let project = Project::new("strange");
    project
        .write("binary.c", b"#include <Python.h>\n\0\xff")
        .write("empty.c", "")
        .write("crlf.c", CLEAN.replace('\n', "\r\n"));
    project.write("huge.c", vec![b' '; 50 * 1024 * 1024]).write("latin.c", b"#include <Python.h>\n/* caf\xe9 */\n");
    project.write("half.c", "#include <Python.h>\nint f(").write("bom.c", format!("\u{feff}{CLEAN}"));
    let ran = project.run(&["check"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert_eq!(
        ran.stderr,
        "warning: binary.c: a binary file (it holds NUL bytes), so it is not checked\n\
         warning: huge.c: larger than 10 MB, so it is not checked\n"
    );
    assert_eq!(ran.text(), "No findings in 5 files.\n");
}

#[test]
fn show_files_follows_gitignore_and_exclude_but_not_for_named_files() {
    let project = Project::new("files");
    for name in ["b.c", "a/z.cpp", "a/x.h", "build/gen.c", "vendor/v.c", "notes.txt", "main.py"] {
        project.write(name, "");
    }
    project.write(".gitignore", "build/\n").write("numpy-capi.toml", "exclude = [\"vendor\"]\n");
    assert_eq!(
        project.run(&["check", "--show-files"]).text(),
        "a/x.h\na/z.cpp\nb.c\n".replace('/', std::path::MAIN_SEPARATOR_STR)
    );
    let named = project.run(&["check", "--show-files", "vendor/v.c", "build/gen.c", "notes.txt"]);
    assert_eq!(named.text(), "build/gen.c\nnotes.txt\nvendor/v.c\n");
}

#[test]
fn mistakes_on_the_command_line_are_errors() {
    let ran = run(&["check", "--select", "NPC999999", "."]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("--select: `NPC999999` names no rule; "), "{}", ran.stderr);
    let ran = run(&["check", "--target-numpy", "two"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("MAJOR.MINOR, such as 2.0"), "{}", ran.stderr);
    let ran = run(&["check", "--config", "nowhere.toml"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("nowhere.toml: cannot be read: "), "{}", ran.stderr);
}

#[test]
fn mistakes_in_the_configuration_are_warnings() {
    let project = Project::new("config");
    project.write("a.c", CLEAN).write("b.c", CLEAN);
    project.write("pyproject.toml", "[tool.numpy-capi]\nlint = true\nignor = []\n");
    let ran = project.run(&["check"]);
    assert_eq!(ran.status, Some(0));
    assert_eq!(ran.stderr.matches("unknown key `ignor`; did you mean `ignore`?").count(), 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("pyproject.toml:3:1: "), "{}", ran.stderr);
}

#[test]
fn a_named_configuration_takes_the_place_of_the_nearest() {
    let project = Project::new("named-config");
    project.write("a.c", CLEAN).write("numpy-capi.toml", "").write("other.toml", "lint = false\n");
    assert_eq!(project.run(&["check", "--config", "other.toml"]).text(), "No files checked.\n");
    assert_eq!(project.run(&["check"]).text(), "No findings in 1 file.\n");
}

#[test]
fn standard_input_has_the_configuration_of_its_name() {
    let project = Project::new("stdin");
    project.write("numpy-capi.toml", "exclud = []\n");
    let ran = run_in(&project.0, &["check", "--stdin-filename", "new.c"], CLEAN.as_bytes());
    assert_eq!((ran.status, ran.text().as_str()), (Some(0), "No findings in 1 file.\n"));
    assert!(ran.stderr.contains("did you mean `exclude`?"), "{}", ran.stderr);
}

#[test]
fn a_filter_passes_on_what_it_does_not_change() {
    let project = Project::new("filter");
    let text = b"#include <Python.h>\r\n/* caf\xe9 */\r\n";
    assert_eq!(run_in(&project.0, &["check", "--fix", "-"], text).stdout, text);
    project.write("numpy-capi.toml", "lint = false\n");
    assert_eq!(run_in(&project.0, &["check", "--fix", "-"], text).stdout, text);
    let binary = run_in(&project.0, &["check", "--fix", "-"], b"\0");
    assert_eq!((binary.status, binary.stdout.len()), (Some(2), 0));
}

#[test]
fn statistics_count() {
    let project = Project::new("statistics");
    project.write("x.c", CLEAN).write("binary.c", b"\0");
    let json = project.run(&["check", "--statistics", "--output-format", "json"]).json();
    assert_eq!((&json["files_checked"], &json["files_skipped"], &json["findings"]), (&1.into(), &1.into(), &0.into()));
    assert!(json["seconds"].as_f64().unwrap() > 0.0);
    let text = project.run(&["check", "--statistics"]).text();
    assert!(text.contains("      1  files checked\n") && text.contains("functions analysed\n"), "{text}");
}

#[test]
fn statistics_name_what_is_not_analysed() {
    let project = Project::new("statistics-missing");
    project.write("x.c", "#include <Python.h>\n\nstatic int\nbroken(void)\n{\n    int x = = 1;\n    return x;\n}\n");
    let json = project.run(&["check", "--statistics", "--output-format", "json"]).json();
    let missing = serde_json::json!([
        {"filename": "x.c", "row": 5, "function": "broken", "reason": "the text does not parse"}
    ]);
    assert_eq!(json["not_analysed"], missing);
    let text = project.run(&["check", "--statistics"]).text();
    assert!(text.contains("x.c:5: broken: the text does not parse\n"), "{text}");
}

#[test]
fn api_knows_who_owns_what() {
    let ran = run(&["api", "PyArray_NewLikeArray", "--output-format", "json"]);
    let json = ran.json();
    let entry = &json[0];
    assert_eq!(entry["name"], "PyArray_NewLikeArray");
    assert_eq!(entry["library"], "numpy");
    assert_eq!(entry["kind"], "function");
    assert_eq!(entry["steals"], serde_json::json!([2]));
    assert_eq!(entry["params"][2]["ownership"], "stolen");
    assert_eq!(entry["params"][2]["type"], "PyArray_Descr *");
    assert_eq!(entry["returns_ref"], "new");
    assert_eq!(entry["can_return_null"], true);
    assert_eq!(entry["error_value"], "NULL");
    assert_eq!(entry["url"], "https://numpy.org/doc/stable/reference/c-api/array.html#c.PyArray_NewLikeArray");
    assert!(run(&["api", "PyArray_NewLikeArray"]).text().contains("PyArray_NewLikeArray"));
}

#[test]
fn api_suggests_a_near_name() {
    let ran = run(&["api", "PyArray_NewLikeAray"]);
    assert_eq!(ran.status, Some(2));
    assert_eq!(ran.stderr, "error: the database has no `PyArray_NewLikeAray`; did you mean `PyArray_NewLikeArray`?\n");
}

#[test]
fn api_lists_everything_in_both_formats() {
    let ran = run(&["api", "--all", "--output-format", "json"]);
    let json = ran.json();
    let entries = json.as_array().unwrap();
    assert!(entries.len() > 1000, "{}", entries.len());
    assert_eq!(run(&["api", "--all"]).text().lines().count(), entries.len());
    for entry in entries {
        let params = entry["params"].as_array().unwrap();
        let stolen: Vec<usize> = (0..params.len())
            .filter(|&index| params[index]["ownership"].as_str().unwrap().starts_with("stolen"))
            .collect();
        assert_eq!(entry["steals"], serde_json::json!(stolen), "{}", entry["name"]);
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let mut child = command(&std::env::temp_dir(), &["api", "--all", "--output-format", "json"]).spawn().unwrap();
    let mut start = [0; 16];
    child.stdout.take().unwrap().read_exact(&mut start).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn an_unknown_rule_is_an_error() {
    let ran = run(&["rule", "no-such-rule-at-all"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.starts_with("error: `no-such-rule-at-all` names no rule; "), "{}", ran.stderr);
}

#[test]
fn doctor_says_where_each_value_comes_from() {
    let project = Project::new("doctor");
    project.write("src/x.c", "#include <stdio.h>\n").write("numpy-capi.toml", "\ntarget-numpy = \"2.0\"\nlnt = 1\n");
    let ran = project.run(&["doctor", "src/x.c"]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let text = ran.text();
    let line =
        |start: &str| text.lines().find(|line| line.trim_start().starts_with(start)).unwrap_or_default().to_owned();
    assert!(line("target-numpy").ends_with("(numpy-capi.toml:2)"), "{text}");
    assert!(line("signature-help").ends_with("(default)"), "{text}");
    assert!(line("wrong").contains("numpy-capi.toml:3:1: unknown key `lnt`; did you mean `lint`?"), "{text}");
    assert!(line("includes").ends_with("stdio.h (line 1)"), "{text}");
    assert!(line("silent because").ends_with("it includes neither Python.h nor a header of NumPy"), "{text}");
}

#[test]
fn doctor_needs_no_file() {
    let project = Project::new("doctor-directory");
    assert_eq!(project.run(&["doctor"]).status, Some(0));
    let ran = project.run(&["doctor", "nowhere.c"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("nowhere.c: cannot be read"), "{}", ran.stderr);
}

mod examples;
