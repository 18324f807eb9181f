//! The rules and their manual pages.

use std::sync::Arc;

use numpy_capi_analysis::{Rule, rules};
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};

use super::{Arguments, page};
use crate::lsp::server::Server;
use crate::rule_page;

/// The manual page of a rule.
pub(super) fn explain(server: &Arc<Server>, arguments: &Arguments<'_>) -> Result<Value> {
    let name = arguments.text(0, "the code or name of a rule")?;
    let rule = rule_page::find(name)
        .ok_or_else(|| Error::invalid_params(format!("no rule `{name}`; give a code such as NPC203, or a name")))?;
    let text = rule_page::markdown(rule);
    if arguments.wants_show(1) {
        page::show(server, rule.code, &text);
    }
    Ok(text.into())
}

/// All rules.
pub(super) fn list(_: &Arc<Server>) -> Value {
    rules::all().iter().map(|rule| listed(rule)).collect()
}

fn listed(rule: &Rule) -> Value {
    json!({
        "code": rule.code,
        "name": rule.name,
        "group": rule.group,
        "summary": rule.summary,
        "severity": rule.severity.word(),
        "default": rule.default,
        "fix": rule.fix.word(),
        "url": rule.url(),
    })
}
