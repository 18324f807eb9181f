//! The API database: chapters, search, entries.

use std::collections::BTreeMap;
use std::sync::Arc;

use numpy_capi_analysis::Settings;
use numpy_capi_analysis::ide::{self, ApiItem};
use numpy_capi_db::{Library, Symbol, entries, symbols};
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};

use super::{Arguments, page};
use crate::api_json;
use crate::lsp::server::Server;
use crate::suggest::did_you_mean;

/// How many names a search gives unless told.
const MOST_FOUND: usize = 100;

/// The page of an entry.
pub(super) fn show(server: &Arc<Server>, arguments: &Arguments<'_>) -> Result<Value> {
    let name = arguments.text(0, "the name of an API")?;
    let settings = server.project_settings().settings;
    let pages: Vec<String> = found(name)?.iter().map(|symbol| ide::symbol_page(symbol, &settings)).collect();
    let text = pages.join("\n\n---\n\n");
    if arguments.wants_show(1) {
        page::show(server, name, &text);
    }
    Ok(text.into())
}

/// All chapters.
pub(super) fn chapters(_: &Arc<Server>) -> Value {
    let mut counts: BTreeMap<(Library, &str), (usize, usize)> = BTreeMap::new();
    for symbol in symbols() {
        let (all, calls) = counts.entry((symbol.library, symbol.chapter.as_str())).or_default();
        *all += 1;
        *calls += usize::from(symbol.callable);
    }
    let chapters = counts.into_iter().map(|((library, title), (symbols, calls))| {
        json!({"library": library.word(), "title": title, "symbols": symbols, "calls": calls})
    });
    chapters.collect()
}

/// The entries of one chapter.
pub(super) fn chapter(server: &Arc<Server>, arguments: &Arguments<'_>) -> Result<Value> {
    let library = arguments.text(0, "a library, `numpy` or `python`")?;
    let title = arguments.text(1, "the title of a chapter")?;
    let is_member = |symbol: &&Symbol| symbol.library.word() == library && symbol.chapter.as_str() == title;
    let settings = server.project_settings().settings;
    let members: Vec<Value> = symbols().iter().filter(is_member).map(|symbol| item(symbol, &settings)).collect();
    if members.is_empty() {
        return Err(Error::invalid_params(format!("no chapter `{title}` of `{library}`")));
    }
    Ok(members.into())
}

/// The names that words find.
pub(super) fn search(server: &Arc<Server>, arguments: &Arguments<'_>) -> Result<Value> {
    let words = arguments.text(0, "the words to look for")?;
    let most = arguments.count(1)?.unwrap_or(MOST_FOUND);
    let settings = server.project_settings().settings;
    Ok(ide::search(words, most).into_iter().map(|symbol| item(symbol, &settings)).collect())
}

/// The whole entries of a name.
pub(super) fn entry(server: &Arc<Server>, arguments: &Arguments<'_>) -> Result<Value> {
    let settings = server.project_settings().settings;
    let whole = |symbol: &&Symbol| {
        let mut entry = api_json::entry(symbol);
        let item = ide::api_item(symbol, &settings);
        entry["page"] = ide::symbol_page(symbol, &settings).into();
        entry["contract"] = item.contract.into();
        entry["note"] = item.note.into();
        entry
    };
    Ok(found(arguments.text(0, "the name of an API")?)?.iter().map(whole).collect())
}

fn found(name: &str) -> Result<Vec<&'static Symbol>> {
    let found: Vec<_> = entries(name).collect();
    if found.is_empty() {
        let hint = did_you_mean(name, symbols().iter().map(|entry| entry.name));
        let hint = hint.unwrap_or_else(|| "give the exact C name".to_owned());
        return Err(Error::invalid_params(format!("no API `{name}` in the database; {hint}")));
    }
    Ok(found)
}

fn item(symbol: &Symbol, settings: &Settings) -> Value {
    let ApiItem { contract, note, deprecated } = ide::api_item(symbol, settings);
    json!({
        "name": symbol.name,
        "library": symbol.library.word(),
        "kind": symbol.kind.word(),
        "chapter": symbol.chapter.as_str(),
        "summary": symbol.summary.as_str(),
        "contract": contract,
        "note": note,
        "deprecated": deprecated,
    })
}
