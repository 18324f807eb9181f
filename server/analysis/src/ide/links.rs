//! Addresses of manual pages.

use numpy_capi_db::{Library, Symbol};

use super::availability::version;
use crate::settings::{Settings, Version};

const NUMPY_MANUAL: &str = "https://numpy.org/doc/";
const PYTHON_MANUAL: &str = "https://docs.python.org/3/";
/// The first release whose manual has the pages under the addresses that the database names.
const FIRST_MANUAL: Version = Version { major: 1, minor: 18 };

/// The address of a symbol's place in the manual: that of the target NumPy where its manual has the name, otherwise of
/// the newest release. `None` where the symbol is not documented.
pub fn manual_url(symbol: &Symbol, settings: &Settings) -> Option<String> {
    if symbol.manual.is_empty() {
        return None;
    }
    let root = match symbol.library {
        Library::C => return None,
        Library::Python => PYTHON_MANUAL.to_owned(),
        Library::NumPy => format!("{NUMPY_MANUAL}{}/", manual_release(symbol, settings)),
    };
    let hash = if symbol.anchor.is_empty() { "" } else { "#" };
    Some(format!("{root}{}{hash}{}", symbol.manual, symbol.anchor))
}

fn manual_release(symbol: &Symbol, settings: &Settings) -> String {
    let target = settings.target_numpy.filter(|&target| target >= FIRST_MANUAL);
    let target = target.filter(|&target| version(&symbol.added).is_none_or(|added| added <= target));
    target.map_or_else(|| "stable".to_owned(), |target| target.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use numpy_capi_db::symbol;

    use crate::ide::fixture::settings_for;

    #[test]
    fn links_to_the_manual_of_the_target() {
        let symbol = symbol("PyDataMem_SetHandler").expect("the database has the function");
        let link = |target: &str| manual_url(symbol, &settings_for(target)).unwrap_or_default();
        assert_eq!(link(""), "https://numpy.org/doc/stable/reference/c-api/data_memory.html#c.PyDataMem_SetHandler");
        assert_eq!(link("2.1"), "https://numpy.org/doc/2.1/reference/c-api/data_memory.html#c.PyDataMem_SetHandler");
        // It came with 1.22: the manual of 1.21 does not have it.
        assert_eq!(link("1.21"), link(""));
        assert_eq!(link("1.7"), link(""));
    }

    #[test]
    fn undocumented_symbols_have_no_link() {
        let symbol = symbol("PyArray_ArrFuncs.getitem").expect("the database has the member");
        assert_eq!(manual_url(symbol, &Settings::default()), None);
    }
}
