//! What rules look at that need no ledger: how the file and its functions use the API.

use std::cell::OnceCell;

use numpy_capi_db::Symbol;

use super::{Finding, Fix, Rule};
use crate::package::Neighbours;
use crate::settings::Settings;
use crate::syntax::{Function, SourceFile};
use crate::text::TextRange;
use crate::usage::{Scope, Usage, of_file, of_function};
use crate::versions::{Versions, Word, words};

/// A file with all that it uses.
pub(crate) struct FileAnalysis<'a> {
    pub file: &'a SourceFile,
    pub settings: &'a Settings,
    /// What the other files of its package tell it.
    pub neighbours: Option<&'a Neighbours>,
    /// What lies between the functions.
    pub outline: Usage<'a>,
    /// What the file says about releases of NumPy.
    pub versions: Versions<'a>,
    /// Every function, in the order of the text, with what it uses, which is looked for when a rule asks.
    functions: Vec<(Function<'a>, OnceCell<Usage<'a>>)>,
    /// The names that look like NumPy's, looked for when a rule asks.
    words: OnceCell<Vec<Word<'a>>>,
    /// Those of them that some release lacks or advises against, with their entries.
    outdated: OnceCell<Vec<(Word<'a>, &'static Symbol)>>,
}

/// One stretch of a file: a function, or all that lies between the functions.
pub(crate) struct UsageAnalysis<'u> {
    /// What the stretch uses.
    pub usage: &'u Usage<'u>,
    /// Where its names are looked up.
    pub scope: Scope<'u, 'u>,
    /// What the file says about releases of NumPy.
    pub versions: &'u Versions<'u>,
    /// The function, where it is one.
    pub function: Option<&'u Function<'u>>,
}

impl<'a> FileAnalysis<'a> {
    pub(crate) fn new(
        file: &'a SourceFile,
        functions: &[Function<'a>],
        settings: &'a Settings,
        neighbours: Option<&'a Neighbours>,
    ) -> Self {
        let outline = of_file(file);
        let functions = functions.iter().map(|function| (function.clone(), OnceCell::new())).collect();
        Self {
            file,
            settings,
            neighbours,
            outline,
            versions: Versions::new(file, settings),
            functions,
            words: OnceCell::new(),
            outdated: OnceCell::new(),
        }
    }

    /// What lies between the functions.
    pub(crate) fn outside(&self) -> UsageAnalysis<'_> {
        UsageAnalysis { usage: &self.outline, scope: self.scope(None), versions: &self.versions, function: None }
    }

    /// A function, by its position.
    pub(crate) fn stretch(&self, index: usize) -> UsageAnalysis<'_> {
        let (function, usage) = &self.functions[index];
        let usage = usage.get_or_init(|| of_function(self.file, &self.outline, function));
        UsageAnalysis { usage, scope: self.scope(Some(usage)), versions: &self.versions, function: Some(function) }
    }

    /// Everything: what lies between the functions, then each of them.
    pub(crate) fn stretches(&self) -> impl Iterator<Item = UsageAnalysis<'_>> {
        std::iter::once(self.outside()).chain((0..self.functions.len()).map(|index| self.stretch(index)))
    }

    /// The names in the code that look like NumPy's, in the order of the text.
    pub(crate) fn words(&self) -> &[Word<'a>] {
        self.words.get_or_init(|| words(self.file))
    }

    /// The names that some release of NumPy lacks or advises against, looked for with `find` when first asked for.
    pub(crate) fn outdated(
        &self,
        find: impl FnOnce(&Self) -> Vec<(Word<'a>, &'static Symbol)>,
    ) -> &[(Word<'a>, &'static Symbol)] {
        self.outdated.get_or_init(|| find(self))
    }

    /// The functions, each with its position.
    pub(crate) fn functions(&self) -> impl Iterator<Item = (usize, &Function<'a>)> {
        self.functions.iter().enumerate().map(|(index, (function, _))| (index, function))
    }

    /// The one function with a name; `None` where there are none or several.
    pub(crate) fn function_named(&self, name: &str) -> Option<&Function<'a>> {
        let mut found = self.functions.iter().map(|(function, _)| function).filter(|function| function.name == name);
        found.next().filter(|_| found.next().is_none())
    }

    /// Where names are looked up in a function, or between the functions.
    pub(crate) fn scope<'u>(&'u self, function: Option<&'u Usage<'a>>) -> Scope<'u, 'u> {
        Scope { file: self.file, outline: &self.outline, function }
    }

    /// A finding at a place of the file.
    pub(crate) fn finding(&self, rule: &'static Rule, range: TextRange, message: String) -> Finding {
        let holds = |function: &Function<'_>| function.range.start <= range.start && range.end <= function.range.end;
        let function = self.functions.iter().map(|(function, _)| function).find(|function| holds(function));
        finding(rule, range, message, function)
    }
}

impl UsageAnalysis<'_> {
    /// A finding at a place of the stretch.
    pub(crate) fn finding(&self, rule: &'static Rule, range: TextRange, message: String) -> Finding {
        finding(rule, range, message, self.function)
    }
}

impl Finding {
    /// The same at other places.
    #[must_use]
    pub(crate) fn moved(mut self, to: impl Fn(TextRange) -> TextRange) -> Self {
        self.range = to(self.range);
        self.related.iter_mut().for_each(|related| related.range = to(related.range));
        for edit in self.suggestion.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.range = to(edit.range);
        }
        self
    }

    /// Whether it speaks of nothing outside a range.
    pub(crate) fn is_within(&self, range: TextRange) -> bool {
        let edits = self.suggestion.iter().flat_map(|fix| &fix.edits);
        range.contains(self.range)
            && self.related.iter().all(|related| range.contains(related.range))
            && edits.into_iter().all(|edit| range.contains(edit.range))
    }

    /// The same with a repair to offer.
    #[must_use]
    pub(crate) fn suggesting(self, fix: Fix) -> Self {
        Self { suggestion: Some(fix), ..self }
    }
}

fn finding(rule: &'static Rule, range: TextRange, message: String, function: Option<&Function<'_>>) -> Finding {
    Finding {
        rule,
        severity: rule.severity,
        range,
        message,
        function: function.map_or_else(String::new, |function| function.name.to_owned()),
        related: Vec::new(),
        suggestion: None,
    }
}
