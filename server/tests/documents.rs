//! The documents say what the program does: tables, maps, examples and sessions are compared with it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ignore::WalkBuilder;
use serde_json::Value;

/// The directory of the whole repository.
fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn document(name: &str) -> String {
    fs::read_to_string(repository().join(name)).unwrap().replace("\r\n", "\n")
}

/// What the program writes to both outputs.
fn run(directory: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_numpy-capi-lsp"));
    let output = command.current_dir(directory).args(arguments).env_remove("CLICOLOR_FORCE").output().unwrap();
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

/// What stands between fences that open with a line.
fn fenced<'a>(text: &'a str, fence: &str) -> Vec<&'a str> {
    text.split(&format!("\n{fence}\n")).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

#[test]
fn the_readme_lists_every_rule() {
    let rules: Value = serde_json::from_str(&run(repository(), &["rule", "--all", "--output-format", "json"])).unwrap();
    let row = |rule: &Value| {
        let field = |name: &str| rule[name].as_str().unwrap().to_owned();
        let off = if rule["default"] == true { "" } else { " (*off*)" };
        format!("| {} | `{}`{off} | {} | {} |", field("code"), field("name"), field("fix"), field("summary"))
    };
    let expected: Vec<String> = rules.as_array().unwrap().iter().map(row).collect();
    let readme = document("README.md");
    let listed: Vec<&str> = readme.lines().filter(|line| line.starts_with("| NPC")).collect();
    assert_eq!(listed, expected, "bring the table in README.md up to date");
}

#[test]
fn the_sessions_in_the_readme_are_what_the_program_says() {
    let readme = document("README.md");
    let sessions: Vec<&str> = readme.split("\n    $ numpy-capi-lsp ").skip(1).collect();
    assert!(!sessions.is_empty());
    for session in sessions {
        let (arguments, rest) = session.split_once('\n').unwrap();
        let shown: Vec<&str> = rest.lines().take_while(|line| line.is_empty() || line.starts_with("    ")).collect();
        let shown: Vec<&str> = shown.iter().map(|line| line.strip_prefix("    ").unwrap_or_default()).collect();
        let said = run(repository(), &arguments.split_whitespace().collect::<Vec<_>>());
        let said: Vec<&str> = said.lines().map(str::trim_end).collect();
        for part in shown.join("\n").split("[two more like it]") {
            assert!(said.join("\n").contains(part.trim()), "`{arguments}` no longer says\n{part}");
        }
    }
}

#[test]
fn the_manual_of_the_configuration_has_every_key_and_no_other() {
    let directory = Directory::new("keys");
    fs::write(directory.0.join("numpy-capi.toml"), "q = 1\n").unwrap();
    let said = run(&directory.0, &["doctor"]);
    let keys = said.split("the keys are ").nth(1).and_then(|rest| rest.lines().next()).unwrap();
    let manual = document("docs/configuration.md");
    let table = manual.split("| Key |").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap();
    let listed: Vec<&str> = table.lines().filter_map(|row| row.strip_prefix("| `")?.split('`').next()).collect();
    assert_eq!(listed, keys.split(", ").collect::<Vec<_>>());
}

#[test]
fn the_examples_of_the_configuration_are_right() {
    let documents = ["README.md", "docs/configuration.md"].map(document);
    let examples: Vec<&str> = documents.iter().flat_map(|text| fenced(text, "```toml")).collect();
    assert!(examples.len() >= 3, "there are {}", examples.len());
    for (number, example) in examples.iter().enumerate() {
        let directory = Directory::new(&format!("example-{number}"));
        fs::write(directory.0.join("numpy-capi.toml"), example).unwrap();
        let said = run(&directory.0, &["doctor"]);
        assert!(said.contains("(numpy-capi.toml:") && !said.contains("  wrong "), "{example}\n{said}");
    }
}

#[test]
fn the_map_of_the_rooms_is_the_tree() {
    let mapped = mapped_directories(fenced(&document("ARCHITECTURE.md"), "```").first().unwrap());
    let missing: Vec<&String> = mapped.iter().filter(|path| !repository().join(path).is_dir()).collect();
    assert!(missing.is_empty(), "on the map and not there: {missing:?}");
    let unmapped: Vec<String> = directories().difference(&mapped).cloned().collect();
    assert!(unmapped.is_empty(), "there and not on the map of ARCHITECTURE.md: {unmapped:?}");
}

/// The paths of an indented list of directories, each line with two blanks more than the directory that it lies in.
fn mapped_directories(map: &str) -> BTreeSet<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut paths = BTreeSet::new();
    for line in map.lines() {
        let name = line.split_whitespace().next().unwrap_or_default();
        let Some(name) = name.strip_suffix('/') else { continue };
        open.truncate((line.len() - line.trim_start().len()) / 2);
        open.push(name);
        paths.insert(open.join("/"));
    }
    paths
}

/// The directories that belong on the map: of the crates all, elsewhere the upper two levels.
fn directories() -> BTreeSet<String> {
    let walk = WalkBuilder::new(repository()).require_git(false).build();
    let found = walk.filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|kind| kind.is_dir()));
    let relative = found.filter_map(|entry| Some(entry.path().strip_prefix(repository()).ok()?.to_owned()));
    let names = relative.map(|path| path.to_string_lossy().replace('\\', "/"));
    names.filter(|name| !name.is_empty() && (is_in_crate(name) || name.matches('/').count() < 2)).collect()
}

fn is_in_crate(name: &str) -> bool {
    name.starts_with("api-db/") || name.starts_with("server/")
}

/// A directory of its own that is gone after the test.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("numpy-capi-documents-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
