//! The examples of every rule: the bad one fails its rule only, the good one is silent, and every repair that is offered
//! for the bad one compiles and leaves nothing to find.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use numpy_capi_analysis::rules::{self, fixes};
use numpy_capi_analysis::text::apply_edits;
use numpy_capi_analysis::{Finding, Fix, FixAvailability, Language, Rule, RuleSelection, Settings, SourceFile, check};
use numpy_capi_tests::Compiler;

/// The rules that ask every file, or every module, for a line: the examples of others do without.
const ASK_EVERY_FILE: [&str; 3] = ["NPC102", "NPC504", "NPC1101"];

fn settings_without(ignored: &[&str]) -> Settings {
    let ignore = ignored.iter().map(|code| (*code).to_owned()).collect();
    let rules = RuleSelection { select: Some(vec!["ALL".to_owned()]), ignore, ..RuleSelection::default() };
    Settings { rules, ..Settings::default() }
}

/// Every rule reports, also those that are silent unless asked for.
fn settings_for(rule: &Rule) -> Settings {
    let others = ASK_EVERY_FILE.iter().copied().filter(|code| *code != rule.code);
    settings_without(&others.collect::<Vec<_>>())
}

fn read(text: &str) -> SourceFile {
    SourceFile::new(text, Language::C)
}

fn findings(rule: &Rule, text: &str) -> Vec<Finding> {
    let report = check(&read(text), &settings_for(rule));
    assert_eq!(report.not_analysed, [], "in\n{text}");
    report.findings
}

/// The codes with their messages, for a failing test.
fn shown(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| format!("{} {}", finding.rule.code, finding.message)).collect()
}

/// Runs a test on every rule, so that one failure does not hide another.
fn for_every_rule(test: impl Fn(&'static Rule) -> Result<(), String>) {
    assert!(!rules::all().is_empty(), "there are no rules");
    let failures: Vec<String> = rules::all()
        .iter()
        .filter_map(|rule| test(rule).err().map(|failure| format!("{} {}: {failure}", rule.code, rule.name)))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_bad_example_fails_its_rule_only() {
    for_every_rule(|rule| {
        let found = findings(rule, rule.bad);
        let is_alone = !found.is_empty() && found.iter().all(|finding| finding.rule == rule);
        if is_alone { Ok(()) } else { Err(format!("the bad example yields {:#?}", shown(&found))) }
    });
}

#[test]
fn the_good_example_is_silent() {
    for_every_rule(|rule| {
        let found = findings(rule, rule.good);
        if found.is_empty() { Ok(()) } else { Err(format!("the good example yields {:#?}", shown(&found))) }
    });
}

#[test]
fn both_examples_compile() {
    let Some(compiler) = Compiler::find("rule_examples.rs") else { return };
    for_every_rule(|rule| {
        // What the newest NumPy, or Python 3, took away need not compile; its repair has to.
        let bad = (rule.group != "migration" && rule.code != "NPC506").then_some(("bad", rule.bad));
        for (name, text) in bad.into_iter().chain([("good", rule.good)]) {
            let refused = |error| format!("the {name} example does not compile:\n{error}");
            compiler.accepts(text, Language::C).map_err(refused)?;
        }
        Ok(())
    });
}

#[test]
fn a_rule_that_promises_a_repair_offers_one_for_its_bad_example() {
    for_every_rule(|rule| {
        let file = read(rule.bad);
        let promises = rule.fix != FixAvailability::None;
        for finding in check(&file, &settings_for(rule)).findings {
            let offers = !fixes(&file, &finding, &settings_for(rule)).is_empty();
            if offers != promises {
                return Err(format!("the page says `{}`, and a repair is offered: {offers}", rule.fix.word()));
            }
        }
        Ok(())
    });
}

#[test]
fn every_repair_removes_its_finding_and_brings_no_other() {
    for_every_rule(|rule| {
        for_every_repair(rule, |before, _, fixed| {
            let after = findings(rule, fixed);
            let is_less = after.len() < before.len() && after.iter().all(|finding| finding.rule == rule);
            if is_less { Ok(()) } else { Err(format!("leaves {:#?}", shown(&after))) }
        })
    });
}

#[test]
fn every_repair_compiles() {
    let Some(compiler) = Compiler::find("rule_examples.rs") else { return };
    for_every_rule(|rule| {
        for_every_repair(rule, |_, _, fixed| {
            compiler.accepts(fixed, Language::C).map_err(|error| format!("does not compile:\n{error}"))
        })
    });
}

#[test]
fn examples_and_repairs_compile_with_other_releases() {
    for (release, compiler) in Compiler::of_releases("rule_examples.rs") {
        let accepts = |what: &str, text: &str| {
            if is_newer(text, &release) {
                return Ok(());
            }
            let refused = |error| format!("{what} does not compile with NumPy {release}:\n{error}\n{text}");
            compiler.accepts(text, Language::C).map_err(refused)
        };
        for_every_rule(|rule| {
            if rule.group != "migration" && rule.code != "NPC506" {
                accepts("the bad example", rule.bad)?;
            }
            accepts("the good example", rule.good)?;
            for_every_repair(rule, |_, _, fixed| accepts("it", fixed))
        });
    }
}

/// Whether a text uses a name that a release does not have yet, or shows what is to be done where it lacks one.
fn is_newer(text: &str, release: &str) -> bool {
    let number = |version: &str| {
        let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
        (parts.next(), parts.next())
    };
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split(|c| !is_word(c))
        .filter_map(numpy_capi_db::symbol)
        .any(|known| known.library == numpy_capi_db::Library::NumPy && number(known.added.as_str()) > number(release))
}

/// Runs a test on every repair of a rule's bad example: the findings before, the repair, and the repaired text.
fn for_every_repair(rule: &Rule, test: impl Fn(&[Finding], &Fix, &str) -> Result<(), String>) -> Result<(), String> {
    let file = read(rule.bad);
    let before = check(&file, &settings_for(rule)).findings;
    for finding in &before {
        for fix in fixes(&file, finding, &settings_for(rule)) {
            let fixed = apply_edits(rule.bad, &fix.edits).ok_or(format!("`{}`: the edits do not fit", fix.title))?;
            test(&before, &fix, &fixed).map_err(|failure| format!("`{}` {failure}\n{fixed}", fix.title))?;
        }
    }
    Ok(())
}
