//! What the files of a package tell each other about their functions, and about the table of NumPy's that they share.
//!
//! Each file gives away what is known of the functions that others can call, and what it says of functions in words
//! ([`Exports`]). A [`Package`] puts all of that together, and what one file learns from it is its [`Neighbours`]. Only
//! what is certain is passed on: of a name that two files define in different ways, nothing is known.

mod exports;
mod neighbours;
mod outside;
mod table;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

pub use exports::{Exports, exports};
pub use neighbours::Neighbours;
pub(crate) use outside::Outside;
pub use table::unfetched_tables;

use crate::fingerprint::key_of;
use exports::Exported;
use neighbours::Known;

/// The files of a package by what they give away.
#[derive(Clone, Debug, Default)]
pub struct Package {
    /// What every file of the package can call.
    shared: Arc<Known>,
    /// What only those files can call that include the file: by the last part of its name.
    included: BTreeMap<String, Known>,
    /// The files that a file includes, as far as they are of the package: by the last part of its name.
    includes: HashMap<String, HashSet<String>>,
    /// The names of shared tables that no file of the package fetches.
    unfetched: BTreeSet<String>,
}

impl Package {
    /// Puts together what the files of a package give away.
    pub fn new<'a>(files: impl IntoIterator<Item = &'a Exports>) -> Self {
        let mut package = Self::default();
        let mut shared = Known::default();
        let files: Vec<&Exports> = files.into_iter().collect();
        for file in &files {
            let includes = package.includes.entry(file.name.clone()).or_default();
            includes.extend(file.includes.iter().cloned());
            for (name, Exported { is_static, summary }) in &file.functions {
                let known =
                    if *is_static { package.included.entry(file.name.clone()).or_default() } else { &mut shared };
                known.define(name, summary.as_ref());
            }
        }
        for (name, annotation) in files.iter().flat_map(|file| &file.annotations) {
            shared.annotate(name, annotation);
        }
        package.shared = Arc::new(shared);
        package
    }

    /// The same, where no file fetches some tables that files of it share.
    #[must_use]
    pub fn without_tables(self, unfetched: BTreeSet<String>) -> Self {
        Self { unfetched, ..self }
    }

    /// What a file learns that gives away `own`.
    pub fn neighbours_of(&self, own: &Exports) -> Neighbours {
        let mut included = Known::default();
        let mut open: Vec<&String> = own.includes.iter().collect();
        let mut seen: HashSet<&String> = open.iter().copied().collect();
        while let Some(name) = open.pop() {
            if let Some(known) = self.included.get(name) {
                included.add(known);
            }
            open.extend(self.includes.get(name).into_iter().flatten().filter(|name| seen.insert(name)));
        }
        let table = own.table.shared_as().filter(|name| self.unfetched.contains(*name));
        Neighbours::new(Arc::clone(&self.shared), included, table.map(str::to_owned))
    }

    /// A fingerprint of what a file hears from the others as far as it can change what the file gives away.
    pub fn heard_by(&self, file: &Exports) -> u64 {
        let neighbours = self.neighbours_of(file);
        let called = file.asks_for.iter().map(|name| (neighbours.function(name), neighbours.annotation(name)));
        let own = file.functions.keys().map(|name| neighbours.annotation(name));
        key_of(&(called.collect::<Vec<_>>(), own.collect::<Vec<_>>()))
    }

    /// Whether a file would give away more if it knew the others: it calls what others define.
    pub fn adds_to(&self, file: &Exports) -> bool {
        let neighbours = self.neighbours_of(file);
        file.asks_for.iter().any(|name| neighbours.function(name).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;
    use crate::syntax::{Language, SourceFile};

    fn given(name: &str, text: &str) -> Exports {
        exports(&SourceFile::new(&format!("#include <Python.h>\n{text}"), Language::C), name, &Settings::default())
    }

    const TWIN: &str = "PyObject *twin(void) { return made(); }\n";

    #[test]
    fn only_what_a_file_calls_can_change_what_it_gives_away() {
        let twin = given("twin.c", TWIN);
        let heard = |others: &[&str]| {
            let others: Vec<Exports> = others.iter().map(|text| given("other.c", text)).collect();
            Package::new(others.iter().chain([&twin])).heard_by(&twin)
        };
        let made = "PyObject *made(void) { return PyList_New(0); }\n";
        let nothing = heard(&[]);
        assert_eq!(nothing, heard(&["PyObject *other(void) { return PyList_New(0); }\n"]));
        assert_ne!(nothing, heard(&[made]));
        assert_eq!(heard(&[made]), heard(&[made, "int other(void) { return 1; }\n"]));
        assert_ne!(heard(&[made]), heard(&["/* numpy-capi: returns borrowed */\nPyObject *made(void);\n"]));
        assert_ne!(nothing, heard(&["/* numpy-capi: returns borrowed */\nPyObject *twin(void);\n"]));
    }

    #[test]
    fn a_file_in_which_less_parses_is_half_typed() {
        let whole = given("twin.c", TWIN);
        let half = given("twin.c", "PyObject *twin(void) { if ( return made(); }\n");
        assert!(half.is_half_typed(&whole) && !whole.is_half_typed(&half) && !whole.is_half_typed(&whole));
        assert!(!given("twin.c", "").is_half_typed(&whole), "what is deleted is gone");
        let broken = "int strange(void) { if ( }\n";
        let before = given("twin.c", &format!("{broken}{TWIN}"));
        assert!(!given("twin.c", broken).is_half_typed(&before), "also from a file that never parses whole");
        assert!(given("twin.c", &format!("{broken}{}", TWIN.replace("return", "if ( return"))).is_half_typed(&before));
        assert!(
            given("twin.c", &format!("int half(void) {{ if (\n{TWIN}")).is_half_typed(&whole),
            "an error that swallows it"
        );
    }
}
