//! The whole entry of a symbol as a page of Markdown.

use numpy_capi_db::{Evidence, Kind, Param, Symbol, constant_set, symbols};

use super::availability::{replacement_line, versions_line};
use super::contract::{contract_line, param_phrase};
use super::flag_set::leaves;
use super::links::manual_url;
use super::markdown::{bold, c_block, capitalised, code, code_list, headed_list, sentence};
use crate::settings::Settings;

/// Sets with more members than this are not listed on the page of a function that takes them.
const MOST_LISTED_MEMBERS: usize = 6;

/// The whole entry of a symbol as Markdown: signature, contract, versions, prose.
pub fn symbol_page(symbol: &Symbol, settings: &Settings) -> String {
    let blocks = [
        declaration(symbol),
        contract_line(symbol),
        value_line(symbol),
        versions_line(symbol, settings).map(|line| capitalised(&line)),
        replacement_line(symbol),
        Some(symbol.summary.to_string()),
        guarantee_line(symbol),
        obligation_line(symbol.obliges_write_back),
        headed_list("Parameters", symbol.params.iter().map(|param| param_item(symbol, param))),
        headed_text("Returns", &symbol.returns.meaning),
        headed_text("On failure", &symbol.on_failure),
        Some(symbol.details.trim().to_owned()),
        headed_list("Beware", symbol.traps.iter().map(ToString::to_string)),
        headed_list("Changes", symbol.changed.iter().map(|change| format!("{}: {}", change.version, change.note))),
        ignored_line(symbol),
        (!symbol.example.trim().is_empty()).then(|| c_block(&symbol.example)),
        see_also_line(symbol),
        Some(footer(symbol, settings)),
    ];
    let blocks: Vec<String> = blocks.into_iter().flatten().filter(|block| !block.is_empty()).collect();
    blocks.join("\n\n")
}

fn declaration(symbol: &Symbol) -> Option<String> {
    (!symbol.signature.is_empty()).then(|| c_block(&symbol.signature))
}

/// Value and parts of a constant, and the struct of a field.
fn value_line(symbol: &Symbol) -> Option<String> {
    if symbol.kind == Kind::Field {
        return Some(format!("Member of {}.", code(&symbol.owner_struct)));
    }
    let name = code(symbol.name);
    let parts = leaves(symbol).join(" | ");
    match (symbol.value.as_str(), parts.as_str()) {
        ("", "") => None,
        (value, "") => Some(format!("{name} = {}", code(value))),
        ("", parts) => Some(format!("{name} = {}", code(parts))),
        (value, parts) => Some(format!("{name} = {} = {}", code(value), code(parts))),
    }
}

fn guarantee_line(symbol: &Symbol) -> Option<String> {
    (!symbol.guarantees.is_empty()).then(|| sentence(&format!("As a request: the result {}", symbol.guarantees)))
}

/// What the caller has to do about a write-back; `None` where nothing is owed.
pub(super) fn obligation_line(obliges_write_back: bool) -> Option<String> {
    if !obliges_write_back {
        return None;
    }
    let functions = code_list(write_back_enders());
    Some(format!(
        "{} a write-back has to be ended before the array is released: {functions}.",
        bold("Owed by the caller:")
    ))
}

/// The functions that end a write-back and do nothing else.
fn write_back_enders() -> impl Iterator<Item = &'static str> {
    let ends = |symbol: &&Symbol| {
        let is_current = symbol.deprecated.is_empty() && symbol.removed.is_empty();
        let is_ending = |param: &Param| {
            let keeps = param.ownership == numpy_capi_db::Ownership::Borrowed;
            keeps && param.write_back.is_some_and(|effect| effect != numpy_capi_db::WriteBack::Opened)
        };
        is_current && symbol.params.iter().any(is_ending)
    };
    symbols().iter().filter(ends).map(|symbol| symbol.name)
}

fn param_item(symbol: &Symbol, param: &Param) -> String {
    format!("{}: {}", code(param.name), param_text(symbol, param))
}

/// What a parameter is and does, without its name.
pub(super) fn param_text(symbol: &Symbol, param: &Param) -> String {
    let phrase = param_phrase(symbol, param);
    let phrase = if phrase.is_empty() { phrase } else { format!("{phrase}. ") };
    format!("{phrase}{}{}", param.meaning, members_phrase(param)).trim_end().to_owned()
}

/// The members of a small constant set.
fn members_phrase(param: &Param) -> String {
    let current = |symbol: &&Symbol| symbol.deprecated.is_empty() && symbol.removed.is_empty();
    let mut members: Vec<&Symbol> = constant_set(param.constant_set).filter(current).collect();
    if param.constant_set.is_empty() || members.is_empty() || members.len() > MOST_LISTED_MEMBERS {
        return String::new();
    }
    members.sort_by_key(|member| member.number);
    format!(" One of {}.", code_list(members.iter().map(|member| member.name)))
}

fn headed_text(heading: &str, text: &str) -> Option<String> {
    (!text.is_empty()).then(|| format!("{} {text}", bold(&format!("{heading}:"))))
}

fn ignored_line(symbol: &Symbol) -> Option<String> {
    let callers = symbol.ignored_by;
    (!callers.is_empty()).then(|| format!("{} {}.", bold("Ignored by:"), code_list(callers.iter().copied())))
}

fn see_also_line(symbol: &Symbol) -> Option<String> {
    let names = symbol.see_also;
    (!names.is_empty()).then(|| format!("{} {}", bold("See also:"), code_list(names.iter().map(|name| name.as_str()))))
}

/// Where it comes from and what the facts rest on.
fn footer(symbol: &Symbol, settings: &Settings) -> String {
    let mut parts = Vec::new();
    parts.extend(manual_url(symbol, settings).map(|url| format!("[Manual]({url})")));
    if !symbol.header.is_empty() {
        parts.push(code(&symbol.header));
    }
    if symbol.callable {
        let evidence = match symbol.evidence {
            Evidence::Measured => "ownership measured on a running interpreter",
            Evidence::Annotation => "ownership as annotated in the library",
            Evidence::Read => "ownership read from the source",
        };
        parts.push(evidence.to_owned());
    }
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use numpy_capi_db::symbol;

    use super::*;

    #[test]
    fn a_page_leads_with_signature_contract_and_versions() {
        let page = symbol_page(symbol("PyDataMem_SetHandler").expect("the database has it"), &Settings::default());
        insta::assert_snapshot!(page, @r"
        ```c
        PyObject *PyDataMem_SetHandler(PyObject *handler)
        ```

        returns **new** reference · NULL + exception on failure · needs the GIL

        Since NumPy 1.22 · visible with `NPY_TARGET_VERSION` 1.22 or newer

        Sets the memory handler for arrays created from now on in this context; gives the old one back.

        **Parameters**

        - `handler`: borrowed, may be NULL. Capsule named `mem_handler`; NULL for the default handler.

        **Returns:** The handler that was set before.

        **On failure:** The handler in force stays.

        **Beware**

        - The manual does not say that the caller owns the result.
        - The setting belongs to the context variables: another thread or task has its own.
        - The struct in the capsule must outlive every array made with it.

        ```c
        PyObject *old = PyDataMem_SetHandler(handler);
        if (old == NULL) {
            return NULL;
        }
        Py_DECREF(old);
        ```

        **See also:** `PyDataMem_GetHandler`, `PyDataMem_Handler`

        [Manual](https://numpy.org/doc/stable/reference/c-api/data_memory.html#c.PyDataMem_SetHandler) · `numpy/arrayobject.h` · ownership measured on a running interpreter
        ");
    }

    #[test]
    fn a_flag_page_tells_value_parts_and_promise() {
        let flag = symbol("NPY_ARRAY_IN_ARRAY").expect("the database has the flag");
        let page = symbol_page(flag, &Settings::default());
        assert!(
            page.starts_with("`NPY_ARRAY_IN_ARRAY` = `0x0101` = `NPY_ARRAY_C_CONTIGUOUS | NPY_ARRAY_ALIGNED`"),
            "{page}"
        );
        assert!(page.contains("As a request: the result is C-contiguous and aligned"), "{page}");
    }

    #[test]
    fn every_page_is_whole() {
        for symbol in symbols() {
            let page = symbol_page(symbol, &Settings::default());
            assert!(page.contains(symbol.summary.as_str()), "{}", symbol.name);
            assert_eq!(page.matches("```").count() % 2, 0, "{}", symbol.name);
            assert!(!page.contains("\n\n\n") || symbol.example.contains("\n\n\n"), "{}", symbol.name);
        }
    }
}
