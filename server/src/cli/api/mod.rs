//! `api`: what the database knows.

use anyhow::bail;
use numpy_capi_analysis::{Settings, ide};
use numpy_capi_db::{Symbol, entries, symbols};

use super::args::{ApiArguments, ApiFormat};
use super::{Status, terminal};
use crate::api_json;
use crate::suggest::did_you_mean;

/// Prints the entries of a name, or all.
pub fn run(arguments: &ApiArguments) -> anyhow::Result<Status> {
    let chosen: Vec<&Symbol> = match arguments.name.as_deref() {
        None => symbols().iter().collect(),
        Some(name) => find(name)?,
    };
    let text = match arguments.output_format {
        ApiFormat::Json => api_json::render(&chosen)?,
        ApiFormat::Text if arguments.all => table(&chosen),
        ApiFormat::Text => pages(&chosen),
    };
    terminal::print(&text)?;
    Ok(Status::Clean)
}

/// The entries of a name: one per library that has it.
fn find(name: &str) -> anyhow::Result<Vec<&'static Symbol>> {
    let name = name.trim().trim_end_matches("()");
    let found: Vec<&'static Symbol> = entries(name).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let hint = did_you_mean(name, symbols().iter().map(|entry| entry.name))
        .unwrap_or_else(|| "`api --all` lists the names".to_owned());
    bail!("the database has no `{name}`; {hint}")
}

fn pages(symbols: &[&Symbol]) -> String {
    let settings = Settings::default();
    let pages = symbols.iter().map(|symbol| ide::symbol_page(symbol, &settings).trim_end().to_owned() + "\n");
    pages.collect::<Vec<_>>().join("\n---\n\n")
}

fn table(symbols: &[&Symbol]) -> String {
    let width = symbols.iter().map(|symbol| symbol.name.len()).max().unwrap_or_default();
    let lines = symbols.iter().map(|symbol| {
        let (library, kind) = (symbol.library.word(), symbol.kind.word());
        format!("{:width$}  {library:6}  {kind:13}  {}\n", symbol.name, symbol.summary)
    });
    lines.collect()
}
