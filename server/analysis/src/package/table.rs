//! How the files of a package get at NumPy's function table: which share one, and whether any of them fetches it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::Exports;
use super::exports::is_header;
use crate::syntax::SourceFile;
use crate::usage::{Directive, Words, directives};

/// Names the table that files share.
const NAMING_MACRO: &str = "PY_ARRAY_UNIQUE_SYMBOL";

/// Tells that another file fetches the table.
const LEAVING_MACROS: [&str; 2] = ["NO_IMPORT_ARRAY", "NO_IMPORT_UFUNC"];

/// The headers that bring the table.
const TABLE_HEADERS: [&str; 2] = ["numpy/arrayobject.h", "numpy/ndarrayobject.h"];

/// What a file says of NumPy's function table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TableUse {
    naming: Naming,
    /// Whether anything in it may fetch the table.
    may_fetch: bool,
    /// The last parts of the names of the headers that may be the project's own.
    headers: BTreeSet<String>,
}

/// What a file says of the name of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Naming {
    /// Nothing.
    #[default]
    None,
    /// It gives a name, once and for all that it includes later.
    Name(String),
    /// More than can be followed.
    Unclear,
}

impl TableUse {
    /// What a file says.
    pub(super) fn of(file: &SourceFile) -> Self {
        let text = file.text();
        let mut found = Self::default();
        if text.contains("include") {
            let directives = directives(file);
            found.headers = directives.iter().filter_map(own_header).collect();
            found.naming = naming(text, &directives);
        } else if text.contains(NAMING_MACRO) {
            found.naming = Naming::Unclear;
        }
        let may_name = text.contains("mport") || text.contains("MPORT") || text.contains("PyArray_API");
        found.may_fetch = may_name && Words::of(text).any(may_fetch);
        found
    }

    /// The name under which the file shares the table.
    pub(super) fn shared_as(&self) -> Option<&str> {
        match &self.naming {
            Naming::Name(name) => Some(name),
            Naming::None | Naming::Unclear => None,
        }
    }
}

fn naming(text: &str, directives: &[Directive<'_>]) -> Naming {
    if !text.contains(NAMING_MACRO) {
        return Naming::None;
    }
    let is_table_header =
        |directive: &&Directive<'_>| directive.header().is_some_and(|header| TABLE_HEADERS.contains(&header));
    let include = directives.iter().find(is_table_header);
    let define = directives.iter().find(|directive| directive.defined() == Some(NAMING_MACRO));
    let once = |name: &str| Words::of(text).filter(|word| *word == name).count() == 1;
    let Some((define, include)) = define.zip(include) else { return Naming::Unclear };
    let name = define.rest.trim_start_matches(NAMING_MACRO).split("/*").next().unwrap_or_default();
    let name = name.split("//").next().unwrap_or_default().trim();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let is_clear = is_name && define.holds_where(include) && define.range.start < include.range.start;
    if is_clear && once(NAMING_MACRO) && once(name) { Naming::Name(name.to_owned()) } else { Naming::Unclear }
}

/// Whether a word may belong to code that fetches the table: NumPy's macros, or a wrapper of the project's own.
fn may_fetch(word: &str) -> bool {
    let is_import = word.to_ascii_lowercase().contains("import");
    word == "PyArray_API" || is_import && !word.starts_with("PyImport_") && !LEAVING_MACROS.contains(&word)
}

/// The last part of the name of a header that is neither the system's, nor Python's or NumPy's.
fn own_header(directive: &Directive<'_>) -> Option<String> {
    let header = directive.header()?;
    let is_of_cpp = directive.rest.starts_with('<') && !header.contains(['.', '/']);
    let is_known = header.starts_with("numpy/")
        || ["Python.h", "structmember.h", "datetime.h"].contains(&header)
        || C_HEADERS.contains(&header)
        || is_of_cpp;
    (!is_known).then(|| header.rsplit('/').next().unwrap_or(header).to_owned())
}

/// Headers of C.
const C_HEADERS: [&str; 20] = [
    "assert.h",
    "complex.h",
    "ctype.h",
    "errno.h",
    "float.h",
    "inttypes.h",
    "limits.h",
    "locale.h",
    "math.h",
    "setjmp.h",
    "signal.h",
    "stdarg.h",
    "stdbool.h",
    "stddef.h",
    "stdint.h",
    "stdio.h",
    "stdlib.h",
    "string.h",
    "time.h",
    "wchar.h",
];

/// The names of shared tables that none of some files fetches, which have to be all that can be compiled into the same
/// extension. Silent where a file includes what is not among them.
pub fn unfetched_tables<'a>(files: impl IntoIterator<Item = &'a Exports>) -> BTreeSet<String> {
    let files: Vec<&Exports> = files.into_iter().collect();
    let mut headers: HashMap<&str, Vec<&Exports>> = HashMap::new();
    for file in &files {
        headers.entry(file.name.as_str()).or_default().push(file);
    }
    // By name, whether every file that shares it can be followed.
    let mut shared: BTreeMap<&str, bool> = BTreeMap::new();
    let mut fetched = HashSet::new();
    for file in files.iter().filter(|file| !is_header(&file.name)) {
        let whole = with_headers(file, &headers);
        if let Some(name) = file.table.shared_as() {
            *shared.entry(name).or_insert(true) &= whole.is_some();
        }
        let parts = whole.as_deref().unwrap_or(std::slice::from_ref(file));
        if !parts.iter().any(|part| part.table.may_fetch) {
            continue;
        }
        if whole.is_none() || parts.iter().any(|part| part.table.naming == Naming::Unclear) {
            // It may fetch the table under any name.
            return BTreeSet::new();
        }
        fetched.extend(parts.iter().filter_map(|part| part.table.shared_as()));
    }
    let lost = shared.into_iter().filter(|(name, is_followed)| *is_followed && !fetched.contains(name));
    lost.map(|(name, _)| name.to_owned()).collect()
}

/// A file with all headers that it includes, directly or by way of others; `None` where some of them are not known.
fn with_headers<'a>(file: &'a Exports, headers: &HashMap<&str, Vec<&'a Exports>>) -> Option<Vec<&'a Exports>> {
    let mut whole = vec![file];
    let mut seen = HashSet::new();
    let mut position = 0;
    while let Some(part) = whole.get(position).copied() {
        position += 1;
        for header in part.table.headers.iter().filter(|header| seen.insert(header.as_str())) {
            whole.extend(headers.get(header.as_str())?);
        }
    }
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::exports;
    use crate::settings::Settings;
    use crate::syntax::{Language, SourceFile};

    const USER: &str = "#include <Python.h>\n#define PY_ARRAY_UNIQUE_SYMBOL example_API\n#define NO_IMPORT_ARRAY\n\
        #include <numpy/arrayobject.h>\nPyObject *f(void) { return PyArray_Arange(0, 1, 1, NPY_INT); }\n";
    const ALONE: &str = "#include <numpy/arrayobject.h>\nint start(void) { import_array1(-1); return 0; }\n";

    fn unfetched(files: &[(&str, &str)]) -> Vec<String> {
        let given: Vec<Exports> = files
            .iter()
            .map(|(name, text)| exports(&SourceFile::new(text, Language::C), name, &Settings::default()))
            .collect();
        unfetched_tables(&given).into_iter().collect()
    }

    #[test]
    fn a_table_that_nobody_fetches_is_found() {
        assert_eq!(unfetched(&[("user.c", USER)]), ["example_API"]);
        assert_eq!(unfetched(&[("user.c", USER), ("main.c", ALONE)]), ["example_API"]);
        let other = format!("#define PY_ARRAY_UNIQUE_SYMBOL other_API /* ours */\n{ALONE}");
        assert_eq!(unfetched(&[("user.c", USER), ("main.c", &other)]), ["example_API"]);
        let with_header = format!("#include \"plain.h\"\n{ALONE}");
        assert_eq!(unfetched(&[("user.c", USER), ("main.c", &with_header), ("plain.h", "int x;\n")]), ["example_API"]);
    }

    #[test]
    fn what_may_fetch_it_is_believed() {
        let main = |text: &str| unfetched(&[("user.c", USER), ("main.c", text)]);
        assert_eq!(main(&format!("#define PY_ARRAY_UNIQUE_SYMBOL example_API\n{ALONE}")), [""; 0]);
        assert_eq!(main(&format!("#ifdef A\n#define PY_ARRAY_UNIQUE_SYMBOL example_API\n#endif\n{ALONE}")), [""; 0]);
        assert_eq!(main(&format!("#define PY_ARRAY_UNIQUE_SYMBOL NAME(example)\n{ALONE}")), [""; 0]);
        assert_eq!(main(&format!("#include \"elsewhere.h\"\n{ALONE}")), [""; 0]);
        assert_eq!(main(&format!("#include <library/numpy.hpp>\n{ALONE}")), [""; 0]);
        let names = "#define PY_ARRAY_UNIQUE_SYMBOL example_API\n#include <numpy/arrayobject.h>\n";
        let included = format!("#include \"names.h\"\n{ALONE}");
        assert_eq!(unfetched(&[("user.c", USER), ("main.c", &included), ("names.h", names)]), [""; 0]);
        let fetching = "static int start(void) { import_array1(-1); return 0; }\n";
        let user = format!("{USER}#include \"start.h\"\n");
        assert_eq!(unfetched(&[("user.c", &user), ("start.h", fetching)]), [""; 0]);
        let user = format!("{USER}#include \"elsewhere.h\"\n");
        assert_eq!(unfetched(&[("user.c", &user)]), [""; 0]);
        let user = USER.replace("NO_IMPORT_ARRAY", "WITH_OURS");
        assert_eq!(unfetched(&[("user.c", &format!("{user}int my_import(void);\n"))]), [""; 0]);
    }
}
