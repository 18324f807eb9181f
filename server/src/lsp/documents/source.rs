//! A text and what is derived from it on demand.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};

use numpy_capi_analysis::text::{LineIndex, TextEdit, TextRange};
use numpy_capi_analysis::{Language, Neighbours, Settings, Shown, SourceFile, check};

/// A text with its lines, its syntax tree and its findings. The last two are made when first asked for, away from the
/// threads that serve messages, and kept.
pub(in crate::lsp) struct Source {
    text: String,
    language: Option<Language>,
    lines: OnceLock<LineIndex>,
    parsed: OnceLock<SourceFile>,
    /// An earlier state of the document, whose tree saves work.
    base: Mutex<Option<SourceFile>>,
    shown: Mutex<Option<Analysed>>,
    /// What was shown of an earlier state.
    shown_before: Mutex<Option<Analysed>>,
    /// What the other files of the project tell this one.
    neighbours: Option<Arc<Neighbours>>,
}

/// What is shown of a text under some settings.
type Analysed = (Settings, Arc<Shown>);

impl Source {
    /// A text; `language` is `None` where it is neither C nor C++.
    pub(super) fn new(text: String, language: Option<Language>) -> Self {
        Self {
            text,
            language,
            lines: OnceLock::new(),
            parsed: OnceLock::new(),
            base: Mutex::new(None),
            shown: Mutex::new(None),
            shown_before: Mutex::new(None),
            neighbours: None,
        }
    }

    /// The same text with what the other files of the project tell it; `None` where that is what it has heard already.
    pub(super) fn among(&self, neighbours: Option<Arc<Neighbours>>) -> Option<Self> {
        (self.neighbours != neighbours).then(|| Self { neighbours, ..self.succeeded_by(self.text.clone()) })
    }

    /// The same text with nothing known of it.
    pub(super) fn afresh(&self) -> Self {
        Self { neighbours: self.neighbours.clone(), ..Self::new(self.text.clone(), self.language) }
    }

    /// The same document with another text.
    pub(super) fn succeeded_by(&self, text: String) -> Self {
        let base = self.parsed.get().cloned().or_else(|| self.locked_base().clone());
        let shown = self.shown_if_known().or_else(|| locked(&self.shown_before).clone());
        Self {
            base: Mutex::new(base),
            shown_before: Mutex::new(shown),
            neighbours: self.neighbours.clone(),
            ..Self::new(text, self.language)
        }
    }

    /// The text as the client has it.
    pub(in crate::lsp) fn text(&self) -> &str {
        &self.text
    }

    /// Its lines.
    pub(in crate::lsp) fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// The parsed text; `None` where it is neither C nor C++. Parses at the first call.
    pub(in crate::lsp) fn file(&self) -> Option<&SourceFile> {
        let language = self.language?;
        Some(self.parsed.get_or_init(|| {
            let base = self.locked_base().take();
            let derived = base.and_then(|base| self.derived_from(&base));
            derived.unwrap_or_else(|| SourceFile::new(&self.text, language)).among(self.neighbours.clone())
        }))
    }

    /// What is to be shown under some settings. Analyses at the first call with these settings; callers in other threads
    /// wait rather than do the same work.
    pub(in crate::lsp) fn shown(&self, settings: &Settings) -> Option<Arc<Shown>> {
        let file = self.file()?;
        let mut known = locked(&self.shown);
        if let Some((of, shown)) = &*known
            && of == settings
        {
            return Some(Arc::clone(shown));
        }
        let report = check(file, settings);
        let before = locked(&self.shown_before).clone().filter(|(of, _)| of == settings);
        let shown = Arc::new(match before {
            Some((_, before)) => before.next(file, &report),
            None => Shown::first(file, &report),
        });
        *known = Some((settings.clone(), Arc::clone(&shown)));
        Some(shown)
    }

    /// What is shown, unless it is not known yet: whoever asks here does not wait for an analysis.
    fn shown_if_known(&self) -> Option<Analysed> {
        match self.shown.try_lock() {
            Ok(known) => known.clone(),
            Err(TryLockError::Poisoned(known)) => known.into_inner().clone(),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    fn derived_from(&self, base: &SourceFile) -> Option<SourceFile> {
        if base.text() == self.text {
            return Some(base.clone());
        }
        let file = base.edited(&[difference(base.text(), &self.text)])?;
        (file.text() == self.text).then_some(file)
    }

    fn locked_base(&self) -> MutexGuard<'_, Option<SourceFile>> {
        locked(&self.base)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One edit that turns `old` into `new`, leaving out what they share at both ends.
fn difference(old: &str, new: &str) -> TextEdit {
    let shared = |pairs: &mut dyn Iterator<Item = (u8, u8)>| pairs.take_while(|(left, right)| left == right).count();
    let mut start = shared(&mut old.bytes().zip(new.bytes()));
    while !old.is_char_boundary(start) || !new.is_char_boundary(start) {
        start -= 1;
    }
    let (old_rest, new_rest) = (old.get(start..).unwrap_or_default(), new.get(start..).unwrap_or_default());
    let mut tail = shared(&mut old_rest.bytes().rev().zip(new_rest.bytes().rev()));
    while !old.is_char_boundary(old.len() - tail) || !new.is_char_boundary(new.len() - tail) {
        tail -= 1;
    }
    let content = new.get(start..new.len() - tail).unwrap_or_default();
    TextEdit::replace(TextRange::new(start, old.len() - tail), content)
}

#[cfg(test)]
mod tests {
    use numpy_capi_analysis::text::apply_edits;

    use super::*;

    #[test]
    fn the_difference_leads_from_old_to_new() {
        for (old, new) in
            [("", ""), ("abc", "abxc"), ("aaa", "aa"), ("é", "è"), ("x😀y", "x😁y"), ("ab", ""), ("", "ab")]
        {
            let edit = difference(old, new);
            assert_eq!(apply_edits(old, &[edit]).as_deref(), Some(new), "{old:?} to {new:?}");
        }
        assert_eq!(difference("abc", "abxc"), TextEdit::insert(2, "x"));
    }

    #[test]
    fn a_successor_parses_its_own_text() {
        let first = Source::new("int a;".to_owned(), Some(Language::C));
        assert_eq!(first.file().map(SourceFile::text), Some("int a;"));
        let third = first.succeeded_by("int b;".to_owned()).succeeded_by("int bc;".to_owned());
        assert_eq!(third.file().map(SourceFile::text), Some("int bc;"));
        assert!(Source::new("x".to_owned(), None).file().is_none());
    }

    #[test]
    fn only_news_makes_another_source() {
        let alone = Source::new("int a;".to_owned(), Some(Language::C));
        assert!(alone.among(None).is_none());
        let neighbours = Arc::new(Neighbours::default());
        let among = alone.among(Some(Arc::clone(&neighbours))).unwrap();
        assert_eq!(among.text(), alone.text());
        assert!(among.among(Some(neighbours)).is_none());
        assert!(among.succeeded_by("int b;".to_owned()).among(None).is_some(), "an edit forgets nothing");
    }
}
