#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::PathBuf;

use serde_json::json;

use super::*;

/// A directory of its own that is gone after the test.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("numpy-capi-config-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn messages(resolved: &Resolved) -> Vec<String> {
    resolved.problems.iter().map(|problem| problem.message.clone()).collect()
}

#[test]
fn the_nearest_file_with_a_table_decides() {
    let directory = Directory::new("nearest");
    let outer = directory.write("numpy-capi.toml", "target-numpy = \"1.22\"\n");
    let file = directory.write("a/b/x.c", "");
    directory.write("a/pyproject.toml", "[project]\nname = \"x\"\n");
    assert_eq!(resolve(&file).source, Some(outer));

    let inner = directory.write("a/pyproject.toml", "[tool.numpy-capi]\ntarget-numpy = \"2.0\"\n");
    let resolved = resolve(&file);
    assert_eq!(resolved.source, Some(inner));
    assert_eq!(resolved.settings.target_numpy.map(|version| version.to_string()).as_deref(), Some("2.0"));

    let stronger = directory.write("a/numpy-capi.toml", "");
    assert_eq!(resolve(&file).source, Some(stronger));
}

#[test]
fn a_changed_file_is_read_again() {
    let directory = Directory::new("changed");
    let file = directory.0.join("x.c");
    directory.write("numpy-capi.toml", "lint = false\n");
    assert!(!resolve(&file).lint_enabled);
    directory.write("numpy-capi.toml", "lint = true\n\n");
    assert!(resolve(&file).lint_enabled);
    fs::remove_file(directory.0.join("numpy-capi.toml")).unwrap();
    assert_eq!(resolve(&file).source.filter(|source| source.starts_with(&directory.0)), None);
}

#[test]
fn mistakes_are_reported_with_their_place_and_defaults_go_on() {
    let directory = Directory::new("mistakes");
    let text =
        "selct = [\"ALL\"]\nlint = \"no\"\ntarget-numpy = 2.0\nignore = [1]\ncompletion-scope = \"everything\"\n";
    let path = directory.write("numpy-capi.toml", text);
    let resolved = resolve(&directory.0.join("x.c"));
    assert_eq!(
        messages(&resolved),
        [
            "unknown key `selct`; did you mean `select`?",
            "this takes true or false, not a string",
            "this takes a version in quotes, such as \"2.0\", not a number",
            "this takes a string, not a number",
            "this takes \"context\" or \"all\", not \"everything\"",
        ]
    );
    assert_eq!(resolved.problems[1].place(), Some((2, 8)));
    assert_eq!(resolved.problems[0].to_string(), format!("{}:1:1: {}", path.display(), messages(&resolved)[0]));
    assert!(resolved.lint_enabled);
    assert_eq!(resolved.settings.target_numpy, None);
    assert_eq!(resolved.completion_scope, CompletionScope::Context);
}

#[test]
fn broken_toml_is_one_problem() {
    let directory = Directory::new("broken");
    directory.write("numpy-capi.toml", "lint = false\nselect = [\n");
    let resolved = resolve(&directory.0.join("x.c"));
    assert!(resolved.lint_enabled);
    assert_eq!(resolved.problems.len(), 1);
    assert!(resolved.problems[0].message.starts_with("this is not valid TOML: "), "{:?}", resolved.problems);
    assert!(resolved.problems[0].range.is_some());
}

#[test]
fn the_file_overrides_the_editor() {
    let directory = Directory::new("editor");
    directory.write("numpy-capi.toml", "lint = false\n");
    let client = json!({ "numpyCapi": {
        "lint": true, "completionScope": "all", "signatureHelp": true, "targetNumpy": null, "trace": { "server": "off" },
    } });
    let resolved = resolve(&directory.0.join("x.c")).overlaid_with(&client);
    assert!(!resolved.lint_enabled);
    assert_eq!(resolved.completion_scope, CompletionScope::All);
    assert!(resolved.signature_help);
    assert_eq!(messages(&resolved), [""; 0]);

    let wrong = resolve(&directory.0.join("x.c")).overlaid_with(&json!({ "completionScop": "all" }));
    assert_eq!(messages(&wrong), ["unknown key `completionScop`; did you mean `completionScope`?"]);
    assert_eq!(wrong.problems[0].path, None);
}

#[test]
fn settings_of_any_shape_do_no_harm() {
    for client in [json!(null), json!([1]), json!("x"), json!({ "numpyCapi": 3 })] {
        assert_eq!(messages(&resolve(Path::new("/x.c")).overlaid_with(&client)), [""; 0]);
    }
}

#[test]
fn exclude_is_relative_to_its_file() {
    let directory = Directory::new("exclude");
    directory.write("numpy-capi.toml", "exclude = [\"vendor/\", \"src/old_*.c\"]\n");
    let is_excluded = |name: &str| resolve(&directory.0.join(name)).excluded;
    assert!(is_excluded("vendor/deep/x.c"));
    assert!(is_excluded("src/old_x.c"));
    assert!(!is_excluded("src/x.c"));
}

#[test]
fn every_key_has_a_name_in_camel_case_and_a_value_to_show() {
    let resolved = resolve(Path::new("/nowhere/x.c"));
    assert!(KEYS.iter().all(|key| !(key.show)(&resolved).is_empty()));
    let names: Vec<String> = KEYS.iter().map(Key::camel_case).collect();
    assert!(names.contains(&"perFileIgnores".to_owned()) && names.contains(&"lint".to_owned()), "{names:?}");
}

fn reports(resolved: &Resolved, code: &str) -> bool {
    resolved.settings.rules.contains(numpy_capi_analysis::rules::find(code).unwrap())
}

#[test]
fn per_file_ignores_win_over_any_selection() {
    let directory = Directory::new("per-file");
    directory.write("numpy-capi.toml", "select = [\"NPC203\"]\n[per-file-ignores]\n\"tests/*.c\" = [\"NPC2\"]\n");
    assert!(reports(&resolve(&directory.0.join("src/x.c")), "NPC203"));
    assert!(!reports(&resolve(&directory.0.join("tests/x.c")), "NPC203"));
}

#[test]
fn the_command_line_selects_afresh_and_adds_the_rest() {
    let directory = Directory::new("command-line");
    directory.write("numpy-capi.toml", "extend-select = [\"NPC301\"]\nignore = [\"NPC202\"]\n");
    let one = |code: &str| Some(vec![code.to_owned()]);
    let options = Options { select: one("NPC2"), ignore: one("NPC201"), ..Options::default() };
    let layer = Layer { origin: Origin::CommandLine, options, lines: [("select", 0)].into(), problems: Vec::new() };
    let resolved = resolve(&directory.0.join("x.c")).topped_with(Arc::new(layer));
    let reporting: Vec<bool> = ["NPC201", "NPC202", "NPC203", "NPC301"].map(|code| reports(&resolved, code)).to_vec();
    assert_eq!(reporting, [false, false, true, false]);
    let origin = |name| resolved.layer_of(KEYS.iter().find(|key| key.name == name).unwrap()).map(|layer| &layer.origin);
    assert_eq!(origin("select"), Some(&Origin::CommandLine));
    assert_eq!(origin("ignore").and_then(Origin::file), resolved.source.as_deref());
}

#[test]
fn unknown_rules_are_named_and_left_out() {
    let directory = Directory::new("unknown-rule");
    directory.write("numpy-capi.toml", "select = [\"NPC203\", \"early-return-leek\"]\n");
    let resolved = resolve(&directory.0.join("x.c"));
    assert_eq!(messages(&resolved), ["`early-return-leek` names no rule; did you mean `early-return-leak`?"]);
    assert_eq!(resolved.problems[0].place(), Some((1, 21)));
    assert!(reports(&resolved, "NPC203"));
}

#[test]
fn functions_are_stated_by_name() {
    let directory = Directory::new("functions");
    let text = "[functions]\nqueue_put = \"steals 2; returns new\"\nPyList_New = \"returns new\"\n\"a b\" = \"steals 1\"\n\
                find = \"return borrowed\"\nkeep = 2\nlast = \"steals list\"\n";
    directory.write("numpy-capi.toml", text);
    let resolved = resolve(&directory.0.join("x.c"));
    let stated = numpy_capi_analysis::Annotation { is_result_new: Some(true), arguments: vec![(1, true)] };
    assert_eq!(resolved.settings.functions, [("queue_put".to_owned(), stated)].into());
    let said = messages(&resolved);
    let expected = [
        "`PyList_New` belongs to the API",
        "`a b` is not the name of a function",
        "`return borrowed` is no clause; write `returns new`",
        "this takes a text such as \"returns borrowed; steals 2\", not a number",
        "`list` is no argument; write its number",
    ];
    assert!(said.iter().zip(expected).all(|(said, start)| said.starts_with(start)), "{said:?}");
    assert_eq!(said.len(), expected.len());
    assert_eq!(resolved.problems[2].place(), Some((5, 8)));
}
