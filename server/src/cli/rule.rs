//! `rule`: the manual pages of the rules.

use std::fmt::Write;

use anyhow::bail;
use numpy_capi_analysis::{FixAvailability, Rule, rules};
use serde::Serialize;

use super::args::{RuleArguments, RuleFormat};
use super::{Status, terminal};
use crate::config;

/// Prints a rule, or all.
pub fn run(arguments: &RuleArguments) -> anyhow::Result<Status> {
    let chosen = match arguments.rule.as_deref() {
        None => rules::all().to_vec(),
        Some(name) => vec![find(name)?],
    };
    let text = match arguments.output_format {
        RuleFormat::Json => {
            serde_json::to_string_pretty(&chosen.iter().map(|rule| json(rule)).collect::<Vec<_>>())? + "\n"
        }
        RuleFormat::Markdown => chosen.iter().map(|rule| markdown(rule)).collect::<Vec<_>>().join("\n"),
        RuleFormat::Text if arguments.all => table(&chosen),
        RuleFormat::Text => chosen.iter().map(|rule| markdown(rule)).collect(),
    };
    terminal::print(&text)?;
    Ok(Status::Clean)
}

fn find(name: &str) -> anyhow::Result<&'static Rule> {
    // Codes are shown in capitals, names in small letters, and nobody remembers which.
    if let Some(rule) = [name, &name.to_uppercase(), &name.to_lowercase()].into_iter().find_map(rules::find) {
        return Ok(rule);
    }
    bail!(
        "{}",
        config::unknown_selector(name)
            .unwrap_or_else(|| { format!("`{name}` names several rules; `rule --all` lists them") })
    )
}

/// A rule as JSON shows it.
#[derive(Serialize)]
struct JsonRule {
    code: &'static str,
    name: &'static str,
    group: &'static str,
    summary: &'static str,
    severity: &'static str,
    default: bool,
    fix: &'static str,
    page: String,
    bad: &'static str,
    good: &'static str,
    url: String,
}

fn json(rule: &Rule) -> JsonRule {
    JsonRule {
        code: rule.code,
        name: rule.name,
        group: rule.group,
        summary: rule.summary,
        severity: rule.severity.word(),
        default: rule.default,
        fix: rule.fix.word(),
        page: markdown(rule),
        bad: rule.bad,
        good: rule.good,
        url: rule.url(),
    }
}

fn table(rules: &[&Rule]) -> String {
    let width = |cell: fn(&Rule) -> &str| rules.iter().map(|rule| cell(rule).len()).max().unwrap_or_default();
    let (names, groups) = (width(|rule| rule.name), width(|rule| rule.group));
    let mut lines = String::new();
    for rule in rules {
        let state = if rule.default { "on " } else { "off" };
        let fix = rule.fix.word();
        // Writing to a string cannot fail.
        let _ = writeln!(
            lines,
            "{}  {:names$}  {:groups$}  {:7}  {state}  fix: {fix:6}  {}",
            rule.code,
            rule.name,
            rule.group,
            rule.severity.word(),
            rule.summary
        );
    }
    lines
}

/// The manual page of a rule: the same for the terminal, the web and an editor.
fn markdown(rule: &Rule) -> String {
    let state = if rule.default { "on by default" } else { "off by default" };
    let severity = rule.severity.word();
    let mut page = format!("# {} ({})\n\n{}\n\n", rule.name, rule.code, rule.summary);
    let _ = writeln!(page, "Group `{}`, severity {severity}, {state}. {}\n", rule.group, fix_sentence(rule.fix));
    for (heading, body) in [("", rule.page), ("## Wrong\n\n", &fenced(rule.bad)), ("## Right\n\n", &fenced(rule.good))]
    {
        if !body.trim().is_empty() {
            let _ = writeln!(page, "{heading}{}\n", body.trim());
        }
    }
    page.truncate(page.trim_end().len());
    page + "\n"
}

fn fenced(code: &str) -> String {
    if code.trim().is_empty() { String::new() } else { format!("```c\n{}\n```", code.trim_matches('\n')) }
}

fn fix_sentence(fix: FixAvailability) -> &'static str {
    match fix {
        FixAvailability::Safe => "A safe fix is offered.",
        FixAvailability::Unsafe => "A fix is offered that may want a look.",
        FixAvailability::None => "There is no automatic fix.",
    }
}
