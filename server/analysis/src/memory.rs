//! What earlier checks of a file found out about its functions.
//!
//! What the ledger finds in a function depends on its own text, on the macros of the file, and on what is known of the
//! functions that it calls; what the other rules find depends on what lies around the functions (declarations, tables,
//! directives) too. All of that makes a key; under the same key the same is found. So after an edit inside one function,
//! that function is analysed anew, with those whose callees now do something else. Results never depend on what is
//! remembered, only the time that they take does.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use memchr::memmem;

use crate::check::AnalysisResult;
use crate::fingerprint::{Fingerprint, key_of};
use crate::ownership::Summary;
use crate::rules::Finding;
use crate::syntax::scan::{Scanner, TokenKind};
use crate::syntax::{COMMENT_MARK, FileMacros, Function, SourceFile};
use crate::text::TextRange;

/// After how many checks without being asked for, a result is dropped. More than one, for the sake of undoing.
const LIFETIME: u32 = 8;

/// What is remembered of the texts that a file had. Cheap to share.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    shelves: Mutex<Shelves>,
}

#[derive(Debug, Default)]
struct Shelves {
    /// The number of checks so far.
    checks: u32,
    names: Shelf<Arc<[String]>>,
    summaries: Shelf<Option<Summary>>,
    /// With ranges that count from the start of the function.
    results: Shelf<AnalysisResult>,
}

/// Results by key, with the check that last asked for them.
#[derive(Debug)]
struct Shelf<T> {
    entries: HashMap<u64, (u32, T)>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { entries: HashMap::new() }
    }
}

impl<T: Clone> Shelf<T> {
    fn get(&mut self, key: u64, check: u32) -> Option<T> {
        let entry = self.entries.get_mut(&key)?;
        entry.0 = check;
        Some(entry.1.clone())
    }

    fn drop_unused(&mut self, check: u32) {
        self.entries.retain(|_, (last, _)| check - *last < LIFETIME);
    }
}

impl Memory {
    /// Begins a check; what many checks have not asked for is dropped.
    pub(crate) fn begin_check(&self) {
        let mut shelves = self.shelves();
        shelves.checks += 1;
        let check = shelves.checks;
        shelves.names.drop_unused(check);
        shelves.summaries.drop_unused(check);
        shelves.results.drop_unused(check);
    }

    /// The names that a function calls or hands on.
    pub(crate) fn names(&self, key: u64, find: impl FnOnce() -> Arc<[String]>) -> Arc<[String]> {
        self.recall(key, |shelves| &mut shelves.names, find)
    }

    /// What callers of a function may rely on.
    pub(crate) fn summary(&self, key: u64, find: impl FnOnce() -> Option<Summary>) -> Option<Summary> {
        self.recall(key, |shelves| &mut shelves.summaries, find)
    }

    /// What is found in the function that stands at a range.
    pub(crate) fn result(
        &self,
        key: u64,
        function: TextRange,
        find: impl FnOnce() -> AnalysisResult,
    ) -> AnalysisResult {
        let known = {
            let shelves = &mut *self.shelves();
            shelves.results.get(key, shelves.checks)
        };
        if let Some(known) = known {
            let outward = |range: TextRange| TextRange::new(range.start + function.start, range.end + function.start);
            return known.map(|findings| findings.into_iter().map(|finding| finding.moved(outward)).collect());
        }
        let found = find();
        // A finding that points to another place, as into the text of a macro, does not move with the function.
        let stays = |findings: &Vec<Finding>| findings.iter().all(|finding| finding.is_within(function));
        if found.as_ref().map_or(true, stays) {
            let inward = |range: TextRange| TextRange::new(range.start - function.start, range.end - function.start);
            let kept =
                found.clone().map(|findings| findings.into_iter().map(|finding| finding.moved(inward)).collect());
            let shelves = &mut *self.shelves();
            shelves.results.entries.insert(key, (shelves.checks, kept));
        }
        found
    }

    fn recall<T: Clone>(&self, key: u64, of: fn(&mut Shelves) -> &mut Shelf<T>, find: impl FnOnce() -> T) -> T {
        let known = {
            let shelves = &mut *self.shelves();
            let check = shelves.checks;
            of(shelves).get(key, check)
        };
        known.unwrap_or_else(|| {
            let found = find();
            let shelves = &mut *self.shelves();
            let check = shelves.checks;
            of(shelves).entries.insert(key, (check, found.clone()));
            found
        })
    }

    fn shelves(&self) -> MutexGuard<'_, Shelves> {
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The keys of the functions of a text, in their order: what their own texts and the macros of the file tell.
pub(crate) fn function_keys(file: &SourceFile, macros: &FileMacros, functions: &[Function<'_>]) -> Vec<u64> {
    let common = key_of(&(file.language(), macros.fingerprint()));
    let key = |function: &Function<'_>| {
        let range = function.range.start..function.range.end;
        let (text, prepared) = (file.text().as_bytes().get(range.clone()), file.prepared().get(range));
        key_of(&(
            common,
            text,
            // Most of a text reads as it is written.
            prepared.filter(|prepared| text != Some(*prepared)),
            function.body.byte_range().len(),
            function.body.has_error() || function.declarator.has_error(),
        ))
    };
    functions.iter().map(key).collect()
}

/// A key for what stands around the functions of a text, white space and comments left out, and for what the
/// preprocessor is told inside them.
pub(crate) fn surroundings(file: &SourceFile, functions: &[Function<'_>]) -> u64 {
    let mut fingerprint = Fingerprint::default();
    let mut directives = file.directives().iter().peekable();
    let mut end = 0;
    for function in functions {
        take_in_between(file, end..function.range.start, &mut fingerprint);
        end = end.max(function.range.end);
        while let Some(directive) = directives.next_if(|directive| directive.start < end) {
            if function.range.contains(*directive) {
                directive.of(file.text()).hash(&mut fingerprint);
            }
        }
        // What is called like a macro may be one, unless it is a function.
        if !function.name.contains(char::is_lowercase) || file.macros().defines(function.name) {
            function.name.hash(&mut fingerprint);
        }
    }
    take_in_between(file, end..file.text().len(), &mut fingerprint);
    fingerprint.finish()
}

fn take_in_between(file: &SourceFile, range: Range<usize>, fingerprint: &mut Fingerprint) {
    let written = file.text().as_bytes().get(range.clone()).unwrap_or_default();
    let read = file.prepared().get(range).unwrap_or_default();
    take_in_tokens(written, fingerprint);
    // Most of a text reads as it is written.
    if read != written {
        take_in_tokens(read, fingerprint);
    }
    fingerprint.write_u8(0);
}

/// Takes in the tokens of a text without comments, those left that are meant for this program.
fn take_in_tokens(text: &[u8], fingerprint: &mut Fingerprint) {
    for token in Scanner::new(text) {
        let token_text = text.get(token.start..token.end).unwrap_or_default();
        if token.kind != TokenKind::Comment || memmem::find(token_text, COMMENT_MARK.as_bytes()).is_some() {
            token_text.hash(fingerprint);
        }
    }
    fingerprint.write_u8(0);
}

#[cfg(test)]
mod tests {
    use crate::check::check;
    use crate::settings::Settings;
    use crate::syntax::{Language, SourceFile};
    use crate::text::{TextEdit, TextRange};

    const TEXT: &str = "#include <Python.h>\n\
        static PyObject *make(void) { return PyList_New(0); }\n\
        static int a(void) { PyObject *list = make(); if (!list) return -1; return 0; }\n\
        static int b(void) { PyObject *one = PyLong_FromLong(1); if (!one) return -1; return 0; }\n";

    /// After each edit the same is found as in a text that nothing is remembered of.
    #[test]
    fn what_is_remembered_changes_nothing() {
        let edits = [
            ("return 0; }\n", "Py_DECREF(list); return 0; }\n"),
            ("#include", "\n\n#include"),
            ("PyList_New(0)", "PyDict_GetItem(0, 0)"),
            ("static int b", "#define PyLong_FromLong(x) 0\nstatic int b"),
            ("if (!one)", "if (!one"),
            ("#define PyLong_FromLong(x) 0\n", ""),
            ("if (!one", "if (!one)"),
        ];
        let settings = Settings::default();
        let mut file = SourceFile::new(TEXT, Language::C);
        let mut seen = Vec::new();
        seen.push(check(&file, &settings).findings.len());
        for (old, new) in edits {
            let at = file.text().find(old).unwrap();
            file = file.edited(&[TextEdit::replace(TextRange::new(at, at + old.len()), new)]).unwrap();
            let fresh = check(&SourceFile::new(file.text(), Language::C), &settings);
            let again = check(&file, &settings);
            assert_eq!(again.findings, fresh.findings, "after {new:?}");
            assert_eq!((again.analysed, &again.not_analysed), (fresh.analysed, &fresh.not_analysed), "after {new:?}");
            seen.push(fresh.findings.len());
        }
        assert!(seen.iter().any(|count| *count != seen[0]), "the edits matter: {seen:?}");
    }
}
