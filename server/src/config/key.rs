//! The keys of the configuration, as data: how each is read and shown.

use numpy_capi_analysis::ide::CompletionScope;

use super::Resolved;
use super::options::{Options, PerFileIgnore};
use super::patterns::Patterns;
use super::read::Reader;
use super::value::Node;

/// One key.
#[derive(Debug)]
pub struct Key {
    /// The name in TOML; editors write it in `camelCase`.
    pub name: &'static str,
    /// Reads its value; whether the value was right.
    pub(super) read: fn(&mut Options, &mut Reader<'_>, &Node) -> bool,
    /// The value in force, as TOML.
    pub show: fn(&Resolved) -> String,
}

impl Key {
    /// The name as editors write it.
    pub fn camel_case(&self) -> String {
        let mut words = self.name.split('-');
        let first = words.next().unwrap_or_default().to_owned();
        words.fold(first, |name, word| {
            let (head, tail) = word.split_at(word.len().min(1));
            name + &head.to_uppercase() + tail
        })
    }
}

/// Every key, in the order of the manual.
pub const KEYS: &[Key] = &[
    Key {
        name: "select",
        read: |options, reader, node| set(&mut options.select, reader.selectors(node)),
        show: |resolved| match &resolved.settings.rules.select {
            Some(selectors) => list(selectors),
            None => "the default rules".to_owned(),
        },
    },
    Key {
        name: "extend-select",
        read: |options, reader, node| set(&mut options.extend_select, reader.selectors(node)),
        show: |resolved| list(&resolved.settings.rules.extend_select),
    },
    Key {
        name: "ignore",
        read: |options, reader, node| set(&mut options.ignore, reader.selectors(node)),
        show: |resolved| list(&resolved.options().ignore.unwrap_or_default()),
    },
    Key {
        name: "per-file-ignores",
        read: |options, reader, node| set(&mut options.per_file_ignores, reader.per_file_ignores(node)),
        show: |resolved| table(&resolved.options().per_file_ignores.unwrap_or_default()),
    },
    Key {
        name: "target-numpy",
        read: |options, reader, node| set(&mut options.target_numpy, reader.version(node)),
        show: |resolved| match resolved.settings.target_numpy {
            Some(version) => format!("\"{version}\""),
            None => "not set".to_owned(),
        },
    },
    Key {
        name: "functions",
        read: |options, reader, node| set(&mut options.functions, reader.functions(node)),
        show: |resolved| {
            let functions = resolved.options().functions.unwrap_or_default();
            let pairs = functions.iter().map(|(name, stated)| format!("{name:?} = {:?}", stated.clauses));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        },
    },
    Key {
        name: "exclude",
        read: |options, reader, node| set(&mut options.exclude, reader.patterns(node)),
        show: |resolved| list(resolved.options().exclude.as_ref().map(Patterns::globs).unwrap_or_default()),
    },
    Key {
        name: "baseline",
        read: |options, reader, node| set(&mut options.baseline, reader.path(node)),
        show: |resolved| match &resolved.baseline {
            Some(path) => format!("{:?}", path.display().to_string()),
            None => "none".to_owned(),
        },
    },
    Key {
        name: "lint",
        read: |options, reader, node| set(&mut options.lint, reader.boolean(node)),
        show: |resolved| resolved.lint_enabled.to_string(),
    },
    Key {
        name: "completion-scope",
        read: |options, reader, node| set(&mut options.completion_scope, reader.word(node, COMPLETION_SCOPES)),
        show: |resolved| {
            let word = COMPLETION_SCOPES.iter().find(|(_, scope)| *scope == resolved.completion_scope);
            format!("\"{}\"", word.map_or("context", |(word, _)| word))
        },
    },
    Key {
        name: "signature-help",
        read: |options, reader, node| set(&mut options.signature_help, reader.boolean(node)),
        show: |resolved| resolved.signature_help.to_string(),
    },
    Key {
        name: "inlay-hints",
        read: |options, reader, node| set(&mut options.inlay_hints, reader.boolean(node)),
        show: |resolved| resolved.inlay_hints.to_string(),
    },
    Key {
        name: "workspace-diagnostics",
        read: |options, reader, node| set(&mut options.workspace_diagnostics, reader.boolean(node)),
        show: |resolved| resolved.workspace_diagnostics.to_string(),
    },
];

const COMPLETION_SCOPES: &[(&str, CompletionScope)] =
    &[("context", CompletionScope::Context), ("all", CompletionScope::All)];

/// Keeps the value where there is one; whether there was.
fn set<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    let is_right = value.is_some();
    *slot = value.or(slot.take());
    is_right
}

fn list(items: &[String]) -> String {
    let quoted: Vec<String> = items.iter().map(|item| format!("{item:?}")).collect();
    format!("[{}]", quoted.join(", "))
}

fn table(entries: &[PerFileIgnore]) -> String {
    let pairs = entries
        .iter()
        .flat_map(|entry| entry.patterns.globs().iter().map(|glob| format!("{glob:?} = {}", list(&entry.selectors))));
    format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
}
