//! `workspace/executeCommand`.

use numpy_capi_analysis::{Settings, ide};
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{ExecuteCommandParams, LSPAny};

use crate::lsp::snapshot::on_worker;
use crate::rule_page;

/// Takes the code or name of a rule, gives its page as Markdown.
const EXPLAIN_RULE: &str = "numpyCapi.explainRule";

/// Takes the name of an API, gives its entry as Markdown.
const SHOW_ENTRY: &str = "numpyCapi.showEntry";

/// All commands.
pub(in crate::lsp) const COMMANDS: &[&str] = &[EXPLAIN_RULE, SHOW_ENTRY];

/// Runs a command.
pub(in crate::lsp) async fn handle(params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
    on_worker(move || run(&params)).await?.map(|page| Some(page.into()))
}

fn run(params: &ExecuteCommandParams) -> Result<String> {
    match params.command.as_str() {
        EXPLAIN_RULE => explain_rule(argument(params)?),
        SHOW_ENTRY => show_entry(argument(params)?),
        other => Err(Error::invalid_params(format!("no command `{other}`; there are {}", COMMANDS.join(" and ")))),
    }
}

fn argument(params: &ExecuteCommandParams) -> Result<&str> {
    params
        .arguments
        .first()
        .and_then(Value::as_str)
        .ok_or_else(|| Error::invalid_params(format!("`{}` takes one argument, the name as a string", params.command)))
}

fn explain_rule(name: &str) -> Result<String> {
    rule_page::find(name)
        .map(rule_page::markdown)
        .ok_or_else(|| Error::invalid_params(format!("no rule `{name}`; give a code such as NPC203, or a name")))
}

fn show_entry(name: &str) -> Result<String> {
    match numpy_capi_db::symbol(name) {
        Some(symbol) => Ok(ide::symbol_page(symbol, &Settings::default())),
        None => Err(Error::invalid_params(format!("no API `{name}` in the database; give the exact C name"))),
    }
}

#[cfg(test)]
mod tests {
    use numpy_capi_analysis::rules;
    use serde_json::json;

    use super::*;

    fn ran(command: &str, arguments: &Value) -> Result<String> {
        run(&serde_json::from_value(json!({"command": command, "arguments": arguments})).unwrap())
    }

    #[test]
    fn entries_and_rules_have_pages() {
        assert!(ran(SHOW_ENTRY, &json!(["PyArray_FROM_OTF"])).unwrap().contains("PyArray_FROM_OTF"));
        for rule in rules::all() {
            assert!(ran(EXPLAIN_RULE, &json!([rule.code.to_lowercase()])).unwrap().contains(rule.name));
        }
    }

    #[test]
    fn mistakes_say_what_to_give() {
        for (command, arguments) in
            [("x", json!([])), (SHOW_ENTRY, json!([])), (SHOW_ENTRY, json!(["no"])), (EXPLAIN_RULE, json!([3]))]
        {
            let error = ran(command, &arguments).unwrap_err();
            assert_eq!(error.code.code(), -32602, "{command}: {}", error.message);
        }
    }
}
