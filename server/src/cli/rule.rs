//! `rule`: the manual pages of the rules.

use std::fmt::Write;

use anyhow::bail;
use numpy_capi_analysis::{Rule, rules};
use serde::Serialize;

use super::args::{RuleArguments, RuleFormat};
use super::{Status, terminal};
use crate::config;
use crate::rule_page;

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
        RuleFormat::Markdown => chosen.iter().map(|rule| rule_page::markdown(rule)).collect::<Vec<_>>().join("\n"),
        RuleFormat::Text if arguments.all => table(&chosen),
        RuleFormat::Text => chosen.iter().map(|rule| rule_page::markdown(rule)).collect(),
    };
    terminal::print(&text)?;
    Ok(Status::Clean)
}

fn find(name: &str) -> anyhow::Result<&'static Rule> {
    if let Some(rule) = rule_page::find(name) {
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
        page: rule_page::markdown(rule),
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
