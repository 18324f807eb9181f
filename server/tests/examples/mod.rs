//! Every rule's own examples, through the program.

use std::fs;

use serde_json::Value;

use super::{Project, run};

const HEADERS: &str = "#include <Python.h>\n#include <numpy/arrayobject.h>\n";

fn rules() -> Vec<Value> {
    let rules = run(&["rule", "--all", "--output-format", "json"]).json();
    let rules = rules.as_array().unwrap().clone();
    assert!(!rules.is_empty(), "there are no rules");
    rules
}

fn text<'a>(rule: &'a Value, field: &str) -> &'a str {
    rule[field].as_str().unwrap()
}

/// An example as a file: some are a function without its headers.
fn file(example: &str) -> String {
    if example.contains("#include") { example.to_owned() } else { format!("{HEADERS}{example}") }
}

/// The option that makes a rule report. A comment is only found needless where the rules are on that it silences.
fn option(rule: &Value) -> &'static str {
    if text(rule, "group") == "suppressions" { "--extend-select" } else { "--select" }
}

#[test]
fn the_wrong_example_of_every_rule_is_found_and_the_right_one_is_not() {
    let project = Project::new("examples");
    for rule in rules() {
        let code = text(&rule, "code");
        project.write("bad.c", file(text(&rule, "bad"))).write("good.c", file(text(&rule, "good")));
        let options = [option(&rule), code, "--output-format", "json"];
        let bad = project.run(&[&["check", "bad.c"], &options[..]].concat());
        assert_eq!(bad.status, Some(1), "{code}: {}{}", bad.text(), bad.stderr);
        assert!(bad.json().as_array().unwrap().iter().all(|finding| finding["code"] == code), "{}", bad.text());
        let good = project.run(&[&["check", "good.c"], &options[..]].concat());
        assert_eq!(good.status, Some(0), "{code}: {}{}", good.text(), good.stderr);
    }
}

#[test]
fn every_rule_has_a_page_and_a_line_in_the_list() {
    let list = run(&["rule", "--all"]).text();
    for rule in rules() {
        let (code, name) = (text(&rule, "code"), text(&rule, "name"));
        assert!(list.lines().any(|line| line.starts_with(code) && line.contains(name)), "{code}");
        let page = run(&["rule", name]).text();
        assert!(page.starts_with(&format!("# {name} ({code})")) && page.contains("## Wrong"), "{page}");
        assert_eq!(page, run(&["rule", &code.to_lowercase()]).text());
        assert_eq!(page, text(&rule, "page"));
    }
}

#[test]
fn fixes_keep_the_encoding_and_the_line_ends() {
    let project = Project::new("fixes");
    let fixable: Vec<Value> = rules().into_iter().filter(|rule| text(rule, "fix") != "none").collect();
    assert!(!fixable.is_empty());
    for rule in fixable {
        let code = text(&rule, "code");
        let lines = file(text(&rule, "bad")).replace('\n', "\r\n");
        let bytes = [b"/* caf\xe9 */\r\n", lines.as_bytes()].concat();
        project.write("x.c", &bytes);
        let check = ["check", "x.c", option(&rule), code, "--unsafe-fixes"];
        let difference = project.run(&[&check[..], &["--diff"]].concat());
        assert_eq!(fs::read(project.0.join("x.c")).unwrap(), bytes, "--diff changes nothing");
        let ran = project.run(&[&check[..], &["--fix"]].concat());
        let fixed = fs::read(project.0.join("x.c")).unwrap();
        // Some rules mend only some of what they find, so the example may stay; but then the two must agree.
        assert_eq!(difference.stdout.is_empty(), fixed == bytes, "{code}: {}", ran.stderr);
        assert!(fixed.starts_with(b"/* caf\xe9 */\r\n"), "{code}");
        let lone = fixed.iter().enumerate().filter(|&(at, &byte)| byte == b'\n' && fixed[at - 1] != b'\r').count();
        assert_eq!(lone, 0, "{code}: {}", String::from_utf8_lossy(&fixed));
        if text(&rule, "fix") == "safe" {
            assert_eq!((ran.status, fixed == bytes), (Some(0), false), "{code}: {}{}", ran.text(), ran.stderr);
        }
    }
}
