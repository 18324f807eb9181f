//! What `workspace/executeCommand` runs; `docs/protocol.md` describes it.

mod api;
mod page;
mod rules;
mod session;

use std::sync::Arc;

use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};

use super::server::Server;

/// A command of the server.
struct Command {
    name: &'static str,
    run: Run,
}

enum Run {
    /// Takes no arguments and cannot fail.
    Plain(fn(&Arc<Server>) -> Value),
    WithArguments(fn(&Arc<Server>, &Arguments<'_>) -> Result<Value>),
}

const ALL: &[Command] = &[
    Command { name: EXPLAIN_RULE, run: Run::WithArguments(rules::explain) },
    Command { name: "numpyCapi.showEntry", run: Run::WithArguments(api::show) },
    Command { name: "numpyCapi.listRules", run: Run::Plain(rules::list) },
    Command { name: "numpyCapi.apiChapters", run: Run::Plain(api::chapters) },
    Command { name: "numpyCapi.apiChapter", run: Run::WithArguments(api::chapter) },
    Command { name: "numpyCapi.searchApi", run: Run::WithArguments(api::search) },
    Command { name: "numpyCapi.apiEntry", run: Run::WithArguments(api::entry) },
    Command { name: "numpyCapi.serverInfo", run: Run::Plain(session::info) },
    Command { name: "numpyCapi.reload", run: Run::Plain(session::reload) },
];

/// Takes the code or name of a rule, gives its page as Markdown.
pub(in crate::lsp) const EXPLAIN_RULE: &str = "numpyCapi.explainRule";

/// The names of all commands.
pub(in crate::lsp) fn names() -> Vec<String> {
    ALL.iter().map(|command| command.name.to_owned()).collect()
}

/// Runs a command. Takes time.
pub(in crate::lsp) fn run(server: &Arc<Server>, name: &str, arguments: &[Value]) -> Result<Value> {
    let command = ALL.iter().find(|command| command.name == name).ok_or_else(|| {
        Error::invalid_params(format!("no command `{name}`; the commands are {}", names().join(", ")))
    })?;
    match command.run {
        Run::Plain(run) => Ok(run(server)),
        Run::WithArguments(run) => run(server, &Arguments { command: command.name, values: arguments }),
    }
}

/// The arguments of a command.
struct Arguments<'a> {
    command: &'static str,
    values: &'a [Value],
}

impl Arguments<'_> {
    /// The string at a position; `what` names it in the message of the error.
    fn text(&self, position: usize, what: &str) -> Result<&str> {
        let found = self.values.get(position).and_then(Value::as_str);
        found.ok_or_else(|| self.refused(&format!("argument {} to be {what}, as a string", position + 1)))
    }

    /// The number at a position, where there is one.
    fn count(&self, position: usize) -> Result<Option<usize>> {
        match self.values.get(position) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
                number.map(Some).ok_or_else(|| self.refused(&format!("argument {} to be a count", position + 1)))
            }
        }
    }

    /// Whether the member `show` of the object at a position is true.
    fn wants_show(&self, position: usize) -> bool {
        self.values.get(position).and_then(|options| options.get("show")).and_then(Value::as_bool).unwrap_or(false)
    }

    fn refused(&self, wanted: &str) -> Error {
        Error::invalid_params(format!("`{}` wants {wanted}", self.command))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_names_every_command_and_no_other() {
        let manual = include_str!("../../../../docs/protocol.md");
        let rows = manual.lines().filter_map(|line| line.strip_prefix("| `numpyCapi.")?.split('`').next());
        let listed: Vec<String> = rows.map(|name| format!("numpyCapi.{name}")).collect();
        assert_eq!(listed, names());
    }

    #[test]
    fn arguments_are_checked() {
        let values = [Value::from("x"), Value::from(3), serde_json::json!({"show": true})];
        let arguments = Arguments { command: "c", values: &values };
        assert_eq!(arguments.text(0, "a name").as_deref(), Ok("x"));
        assert!(
            arguments.text(1, "a name").is_err_and(|error| error.message.contains("`c` wants argument 2 to be a name"))
        );
        assert_eq!((arguments.count(1), arguments.count(7)), (Ok(Some(3)), Ok(None)));
        assert!(arguments.count(0).is_err());
        assert!(arguments.wants_show(2) && !arguments.wants_show(0) && !arguments.wants_show(5));
    }
}
