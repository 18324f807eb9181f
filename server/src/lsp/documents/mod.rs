//! The open documents.

mod changes;
mod key;
mod source;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use dashmap::DashMap;
use numpy_capi_analysis::text::PositionEncoding;
use numpy_capi_analysis::{Language, Neighbours};
use tokio::sync::watch;
use tower_lsp::ls_types::{Diagnostic, TextDocumentContentChangeEvent, TextDocumentItem, Uri};

pub(super) use self::key::{DocKey, file_path};
pub(super) use self::source::Source;

/// A document that the client has open.
pub(super) struct Document {
    /// As the client spells it, for answers.
    uri: Uri,
    /// As the client counts it.
    version: i32,
    /// Grows with every change, over all documents, and so tells a document from its predecessor of the same name.
    revision: u64,
    source: Arc<Source>,
    /// Wakes the background analysis; the analysis ends when this goes.
    wake: watch::Sender<()>,
    /// What was published last, and for which version.
    published: Option<(i32, Vec<Diagnostic>)>,
}

/// A document as it was at one moment.
#[derive(Clone)]
pub(super) struct Snapshot {
    /// Under which name it is kept.
    pub(super) key: DocKey,
    /// As the client spells it, for answers.
    pub(super) uri: Uri,
    /// As the client counts it.
    pub(super) version: i32,
    /// The text and what is derived from it.
    pub(super) source: Arc<Source>,
    revision: u64,
}

impl Snapshot {
    /// The state of the document as the server counts it: no two texts of a session share a number.
    pub(super) fn revision(&self) -> u64 {
        self.revision
    }
}

/// All open documents.
#[derive(Default)]
pub(super) struct Documents {
    by_key: DashMap<DocKey, Document>,
    revisions: std::sync::atomic::AtomicU64,
}

impl Documents {
    /// Takes a document in, which learns from other files what `neighbours` knows of its path. The receiver wakes with every later change, and ends when the document is closed.
    pub(super) fn open(
        &self,
        item: TextDocumentItem,
        neighbours: impl FnOnce(&Path) -> Option<Arc<Neighbours>>,
    ) -> (DocKey, watch::Receiver<()>) {
        let key = DocKey::of(&item.uri);
        let (wake, awakened) = watch::channel(());
        let language = language_of(&item.language_id, &key, &item.text);
        let source = Source::new(item.text, language);
        let source = source.among(key.path().and_then(neighbours)).unwrap_or(source);
        let document = Document {
            version: item.version,
            revision: self.next_revision(),
            source: Arc::new(source),
            wake,
            published: None,
            uri: item.uri,
        };
        self.by_key.insert(key.clone(), document);
        (key, awakened)
    }

    /// Applies changes in their order and wakes the analysis. Whether the document is open.
    pub(super) fn change(
        &self,
        uri: &Uri,
        version: i32,
        changes: &[TextDocumentContentChangeEvent],
        encoding: PositionEncoding,
    ) -> bool {
        let Some(mut document) = self.by_key.get_mut(&DocKey::of(uri)) else { return false };
        let text = changes::apply(document.source.text(), changes, encoding);
        document.source = Arc::new(document.source.succeeded_by(text));
        document.version = version;
        document.revision = self.next_revision();
        document.wake.send_replace(());
        true
    }

    /// Gives a document what the other files of its project tell it, and wakes the analysis where that is new. The document
    /// before and after, where it is.
    pub(super) fn introduce(&self, key: &DocKey, neighbours: Option<Arc<Neighbours>>) -> Option<(Snapshot, Snapshot)> {
        let before = self.snapshot(key)?;
        {
            let mut document = self.by_key.get_mut(key)?;
            document.source = Arc::new(document.source.among(neighbours)?);
            document.wake.send_replace(());
        }
        Some((before, self.snapshot(key)?))
    }

    /// The files that are open.
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        self.by_key.iter().filter_map(|document| document.key().path().map(Path::to_owned)).collect()
    }

    /// Forgets what was derived from the texts, as if every document had been opened anew.
    pub(super) fn forget_derived(&self) {
        for mut document in self.by_key.iter_mut() {
            document.source = Arc::new(document.source.afresh());
            document.revision = self.next_revision();
        }
    }

    /// Lets a document go. Gives its URI where something is published for it.
    pub(super) fn close(&self, uri: &Uri) -> Option<Uri> {
        let (_, document) = self.by_key.remove(&DocKey::of(uri))?;
        document.published.map(|_| document.uri)
    }

    /// The document as it is now.
    pub(super) fn snapshot(&self, key: &DocKey) -> Option<Snapshot> {
        let document = self.by_key.get(key)?;
        Some(Snapshot {
            key: key.clone(),
            uri: document.uri.clone(),
            version: document.version,
            source: Arc::clone(&document.source),
            revision: document.revision,
        })
    }

    /// Whether a snapshot still shows its document as it is.
    pub(super) fn is_current(&self, snapshot: &Snapshot) -> bool {
        self.by_key.get(&snapshot.key).is_some_and(|document| document.revision == snapshot.revision)
    }

    /// Notes what is about to be published for a snapshot and passes it to `send`, unless the snapshot is stale or the
    /// client has it already. While `send` runs the document can neither change nor be closed, so what it queues comes
    /// before whatever closing queues; it must not wait.
    pub(super) fn publish(
        &self,
        snapshot: &Snapshot,
        diagnostics: Vec<Diagnostic>,
        send: impl FnOnce(Uri, i32, Vec<Diagnostic>),
    ) {
        let Some(mut document) = self.by_key.get_mut(&snapshot.key) else { return };
        if document.revision != snapshot.revision {
            return;
        }
        // An editor moves or drops marks while the user types, so the same marks are sent again for a new version.
        let is_known = document.published.as_ref().is_some_and(|(version, known)| {
            *known == diagnostics && (known.is_empty() || *version == snapshot.version)
        });
        if !is_known {
            send(document.uri.clone(), snapshot.version, diagnostics.clone());
            document.published = Some((snapshot.version, diagnostics));
        }
    }

    /// Wakes the analysis of every document, as when the settings have changed.
    pub(super) fn wake_all(&self) {
        for document in &self.by_key {
            document.wake.send_replace(());
        }
    }

    /// The number of open documents.
    pub(super) fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Lets all documents go, and with them their analyses.
    pub(super) fn clear(&self) {
        self.by_key.clear();
    }

    fn next_revision(&self) -> u64 {
        self.revisions.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
    }
}

/// The language that the client names, else the one that the file's name tells.
fn language_of(language_id: &str, key: &DocKey, text: &str) -> Option<Language> {
    match language_id.to_ascii_lowercase().as_str() {
        // Editors that know no better call every header C.
        "c" if key.name().ends_with(".h") => Language::of_file(&key.name(), text),
        "c" | "numpy-c-template" => Some(Language::C),
        "cpp" | "c++" | "cuda-cpp" | "cuda" => Some(Language::Cpp),
        _ => Language::of_file(&key.name(), text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(uri: &str, language_id: &str, text: &str) -> TextDocumentItem {
        TextDocumentItem::new(uri.parse().unwrap(), language_id.to_owned(), 1, text.to_owned())
    }

    fn change(text: &str) -> Vec<TextDocumentContentChangeEvent> {
        vec![TextDocumentContentChangeEvent { range: None, range_length: None, text: text.to_owned() }]
    }

    fn diagnostic() -> Diagnostic {
        Diagnostic { message: "m".to_owned(), ..Diagnostic::default() }
    }

    fn published(documents: &Documents, snapshot: &Snapshot, diagnostics: Vec<Diagnostic>) -> Option<i32> {
        let mut sent = None;
        documents.publish(snapshot, diagnostics, |_, version, _| sent = Some(version));
        sent
    }

    #[test]
    fn two_spellings_of_a_uri_are_one_document() {
        let documents = Documents::default();
        documents.open(item("file:///p/a+b.c", "c", "one"), |_| None);
        let other = "file:///p/a%2Bb.c".parse().unwrap();
        assert!(documents.change(&other, 2, &change("two"), PositionEncoding::Utf16));
        let snapshot = documents.snapshot(&DocKey::of(&other)).unwrap();
        assert_eq!((snapshot.source.text(), snapshot.uri.as_str()), ("two", "file:///p/a+b.c"));
        assert_eq!(documents.len(), 1);
    }

    #[test]
    fn the_language_comes_from_the_client_then_from_the_name() {
        let language = |id, uri: &str| language_of(id, &DocKey::of(&uri.parse().unwrap()), "");
        assert_eq!(language("cpp", "untitled:Untitled-1"), Some(Language::Cpp));
        assert_eq!(language("plaintext", "file:///a.cc"), Some(Language::Cpp));
        assert_eq!(language("", "untitled:x.h"), Some(Language::C));
        assert_eq!(language("python", "file:///a.py"), None);
    }

    #[test]
    fn nothing_stale_or_known_is_published() {
        let documents = Documents::default();
        let (key, _wake) = documents.open(item("file:///a.c", "c", ""), |_| None);
        let first = documents.snapshot(&key).unwrap();
        assert_eq!(published(&documents, &first, vec![]), Some(1));
        assert_eq!(published(&documents, &first, vec![]), None);
        documents.change(&first.uri, 2, &change("x"), PositionEncoding::Utf16);
        assert_eq!(published(&documents, &first, vec![diagnostic()]), None);
        let second = documents.snapshot(&key).unwrap();
        assert!(documents.is_current(&second) && !documents.is_current(&first));
        assert_eq!(published(&documents, &second, vec![]), None, "still nothing wrong");
        assert_eq!(published(&documents, &second, vec![diagnostic()]), Some(2));
        documents.change(&first.uri, 3, &change("y"), PositionEncoding::Utf16);
        let third = documents.snapshot(&key).unwrap();
        assert_eq!(published(&documents, &third, vec![diagnostic()]), Some(3), "a new version");
        assert_eq!(documents.close(&first.uri), Some(first.uri.clone()));
        assert_eq!(published(&documents, &third, vec![]), None);
    }

    #[test]
    fn a_change_wakes_and_closing_ends_the_analysis() {
        let documents = Documents::default();
        let (key, wake) = documents.open(item("file:///a.c", "c", ""), |_| None);
        let uri = documents.snapshot(&key).unwrap().uri;
        assert!(!wake.has_changed().unwrap());
        documents.change(&uri, 2, &change("x"), PositionEncoding::Utf16);
        assert!(wake.has_changed().unwrap());
        documents.close(&uri);
        assert!(wake.has_changed().is_err());
        assert!(!documents.change(&uri, 3, &change("y"), PositionEncoding::Utf16));
    }
}
