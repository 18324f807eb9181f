//! TOML and JSON as one kind of value, so that both are read by the same code.

use numpy_capi_analysis::text::TextRange;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value and where it stands, in byte offsets; JSON has no places.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands.
    pub range: Option<TextRange>,
    /// What it is.
    pub value: Value,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// True or false.
    Boolean(bool),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A table, in the order of its text.
    Table(Vec<Entry>),
    /// Anything that no key takes.
    Other {
        /// What it is, with its article.
        word: &'static str,
    },
}

/// One key of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_range: Option<TextRange>,
    /// What it is set to.
    pub node: Node,
}

impl Value {
    /// What it is, with its article, for messages.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Boolean(_) => "a boolean",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Other { word } => word,
        }
    }
}

/// The entries of a TOML table.
pub fn of_toml_table(table: &DeTable<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_range: Some(key.span().into()),
            node: of_toml(value),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_range);
    entries
}

fn of_toml(node: &Spanned<DeValue<'_>>) -> Node {
    let value = match node.get_ref() {
        DeValue::Boolean(value) => Value::Boolean(*value),
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(of_toml).collect()),
        DeValue::Table(table) => Value::Table(of_toml_table(table)),
        DeValue::Integer(_) | DeValue::Float(_) => Value::Other { word: "a number" },
        DeValue::Datetime(_) => Value::Other { word: "a date" },
    };
    Node { range: Some(node.span().into()), value }
}

/// The entries of a JSON object; a key set to `null` counts as absent. Empty for anything but an object.
pub fn of_json_object(json: &serde_json::Value) -> Vec<Entry> {
    let fields = json.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    fields.map(|(key, value)| Entry { key: key.clone(), key_range: None, node: of_json(value) }).collect()
}

fn of_json(json: &serde_json::Value) -> Node {
    let value = match json {
        serde_json::Value::Bool(value) => Value::Boolean(*value),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Array(items) => Value::List(items.iter().map(of_json).collect()),
        serde_json::Value::Object(_) => Value::Table(of_json_object(json)),
        serde_json::Value::Number(_) => Value::Other { word: "a number" },
        serde_json::Value::Null => Value::Other { word: "null" },
    };
    Node { range: None, value }
}
