//! What the rules on NumPy's function tables share: whether a file fetches a table that it uses.

use memchr::memmem;
use numpy_capi_db::{Kind as SymbolKind, Library, Symbol, symbol};

use super::{Applicability, FileAnalysis, Finding, Fix, Related, Rule};
use crate::syntax::{Function, Kind, SourceFile, named_children};
use crate::text::{TextEdit, TextRange};
use crate::usage::{Call, Directive, Words, directives_read};

/// One of NumPy's function tables.
pub(super) struct FunctionTable {
    /// The headers that bring it, the one of its entries in the database first.
    pub headers: &'static [&'static str],
    /// The variable that holds it.
    pub variable: &'static str,
    /// The macro that fetches it.
    pub import: &'static str,
}

/// A module that uses a table and never fetches it.
///
/// The table is a static variable of the file, so only the file itself can fetch it. Where a header of the project could
/// make it a shared one, or could bring code that fetches it, nothing is found.
pub(super) fn missing_import(
    analysis: &FileAnalysis<'_>,
    table: &FunctionTable,
    rule: &'static Rule,
) -> Option<Finding> {
    let (_, start) = analysis.functions().find(|(_, function)| function.name.starts_with("PyInit_"))?;
    let directives = directives_read(analysis.file);
    let is_own = |directive: &Directive<'_>| directive.header().is_some_and(|header| table.headers.contains(&header));
    let included = directives.iter().find(|directive| is_own(directive))?;
    let is_project = |directive: &&Directive<'_>| directive.name == "include" && is_of_project(directive);
    let project: Vec<&Directive<'_>> = directives.iter().filter(is_project).collect();
    if project.iter().any(|directive| directive.range.start < included.range.start) {
        return None;
    }
    let (used, name) = first_use(analysis, table)?;
    if is_fetched_or_shared(analysis.file, table) || (!project.is_empty() && calls_unknown(analysis, start)) {
        return None;
    }
    let message = format!(
        "`{name}` is reached through NumPy's function table, which this module never fetches: `{}()` is missing",
        table.import
    );
    let name_range = TextRange::new(start.declarator.start_byte(), start.declarator.start_byte() + start.name.len());
    let related = Related { range: used, message: format!("`{name}` is called through a NULL table here") };
    let finding = Finding { related: vec![related], ..analysis.finding(rule, name_range, message) };
    Some(finding.suggesting(insert_import(analysis, table, start)))
}

/// The first use of a table that can only be the file's own and that nothing in the file fetches, with the name of what is
/// called. A header of the project could share the table, or bring code that fetches it.
pub(super) fn table_of_its_own<'a>(
    analysis: &'a FileAnalysis<'_>,
    table: &FunctionTable,
) -> Option<(TextRange, &'a str)> {
    let directives = directives_read(analysis.file);
    let brings = |directive: &Directive<'_>| directive.header().is_some_and(|header| table.headers.contains(&header));
    let is_project = |directive: &Directive<'_>| directive.name == "include" && is_of_project(directive);
    let is_own = directives.iter().any(brings) && !directives.iter().any(is_project);
    (is_own && !is_fetched_or_shared(analysis.file, table)).then(|| first_use(analysis, table))?
}

/// A table that the file shares with others of its package, none of which fetches it.
pub(super) fn unfetched_shared_table(
    analysis: &FileAnalysis<'_>,
    table: &FunctionTable,
    rule: &'static Rule,
) -> Option<Finding> {
    let shared_as = analysis.neighbours?.unfetched_table()?;
    let (used, name) = first_use(analysis, table)?;
    let directives = directives_read(analysis.file);
    let define = directives.iter().find(|directive| directive.defined() == Some("PY_ARRAY_UNIQUE_SYMBOL"))?;
    let message = format!(
        "`{name}` is reached through the function table `{shared_as}`, which no file of the project fetches: \
         `{}()` has to run in a file that shares it",
        table.import
    );
    let related = Related { range: define.range, message: "the table is shared under this name".to_owned() };
    Some(Finding { related: vec![related], ..analysis.finding(rule, used, message) })
}

/// Whether a header belongs to the project: neither the system's, nor Python's or NumPy's.
fn is_of_project(directive: &Directive<'_>) -> bool {
    let header = directive.header().unwrap_or_default();
    let is_known = header.starts_with("numpy/") || matches!(header, "Python.h" | "structmember.h" | "datetime.h");
    directive.rest.starts_with('"') && !is_known && !is_of_c(header)
}

/// Whether a header is one of C's own, which some include in quotes.
fn is_of_c(header: &str) -> bool {
    matches!(header, "stdio.h" | "stdlib.h" | "string.h" | "math.h" | "assert.h" | "stdint.h" | "limits.h" | "float.h")
}

/// The first call that goes through the table, with its name.
fn first_use<'a>(analysis: &'a FileAnalysis<'_>, table: &FunctionTable) -> Option<(TextRange, &'a str)> {
    let header = table.headers.first()?;
    let is_entry = |known: &&'static Symbol| {
        let is_function = known.kind == SymbolKind::Function && !known.is_inline;
        known.library == Library::NumPy && is_function && known.header.as_str() == *header
    };
    analysis.functions().find_map(|(index, _)| {
        let calls = &analysis.stretch(index).usage.calls;
        let found = calls.iter().find(|call| call.symbol.as_ref().is_some_and(is_entry))?;
        Some((found.name_range, found.symbol?.name))
    })
}

/// Whether anything in the file fetches the table, or says that it is shared with other files. What stands in the arms
/// of `#if` groups that are not read, as for Python 2, does not count.
fn is_fetched_or_shared(file: &SourceFile, table: &FunctionTable) -> bool {
    // Most files that need a table call its import by name, and that is quickly found.
    let imports = || is_named(file, table.import) && fetches(table, table.import);
    imports() || Words::of(&String::from_utf8_lossy(file.prepared())).any(|word| fetches(table, word))
}

/// Whether a name stands in the code.
fn is_named(file: &SourceFile, name: &str) -> bool {
    let Some(root) = file.root() else { return false };
    memmem::find_iter(file.prepared(), name).any(|at| {
        let node = root.descendant_for_byte_range(at, at + name.len());
        node.is_some_and(|node| {
            file.grammar().kind(node) == Kind::Identifier && node.byte_range() == (at..at + name.len())
        })
    })
}

/// Whether a word fetches the table, or says whose it is.
fn fetches(table: &FunctionTable, word: &str) -> bool {
    let Some(import) = symbol(table.import) else { return false };
    match symbol(word).filter(|known| known.chapter == import.chapter) {
        Some(known) => {
            let speaks_of_it = match known.kind {
                SymbolKind::Macro => true,
                SymbolKind::Function => known.runs_python,
                SymbolKind::ControlMacro => word.contains("IMPORT") || word.contains("UNIQUE_SYMBOL"),
                _ => word == table.variable,
            };
            speaks_of_it && known.header == import.header
        }
        // A wrapper of the project's own.
        None => word.to_ascii_lowercase().contains("import_"),
    }
}

/// Whether the module's start, or what it calls within the file, calls something whose text is not seen.
fn calls_unknown(analysis: &FileAnalysis<'_>, start: &Function<'_>) -> bool {
    let mut names: Vec<&str> = vec![start.name];
    let slots = analysis.outline.tables.iter().filter(|table| table.type_name == "PyModuleDef_Slot");
    for row in slots.flat_map(|table| &table.rows) {
        names.extend(
            row.cells.last().map(|cell| analysis.scope(None).text(analysis.scope(None).without_casts(cell.value))),
        );
    }
    let mut position = 0;
    while let Some(name) = names.get(position).copied() {
        position += 1;
        let Some((index, _)) = analysis.functions().find(|(_, function)| function.name == name) else { continue };
        for call in &analysis.stretch(index).usage.calls {
            if is_unknown(analysis, call) {
                return true;
            }
            if call.symbol.is_none() && !names.contains(&call.name) {
                names.push(call.name);
            }
        }
    }
    false
}

fn is_unknown(analysis: &FileAnalysis<'_>, call: &Call<'_>) -> bool {
    call.symbol.is_none()
        && numpy_capi_db::callee(call.name).is_none()
        && !analysis.file.macros().defines(call.name)
        && !analysis.functions().any(|(_, function)| function.name == call.name)
}

/// Fetches the table first of all.
fn insert_import(analysis: &FileAnalysis<'_>, table: &FunctionTable, start: &Function<'_>) -> Fix {
    let body = named_children(analysis.file.grammar(), start.body);
    let text = analysis.file.text();
    let earlier = body.iter().find(|statement| analysis.file.text_of(**statement).starts_with("import_array"));
    let (at, before) = match (earlier, body.first()) {
        // The arrays' table comes first.
        (Some(statement), _) => (statement.end_byte(), Some(*statement)),
        (None, first) => (start.body.start_byte() + 1, first.copied()),
    };
    let line = before.map_or(0, |node| analysis.file.lines().line_start(analysis.file.lines().line(node.start_byte())));
    let indentation = before.map_or("    ", |node| TextRange::new(line, node.start_byte()).of(text));
    let indentation = if indentation.trim().is_empty() && !indentation.is_empty() { indentation } else { "    " };
    Fix {
        title: format!("Insert {}()", table.import),
        applicability: Applicability::Safe,
        edits: vec![TextEdit::insert(at, format!("\n{indentation}{}();", table.import))],
    }
}
