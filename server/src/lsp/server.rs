//! What all handlers share.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use numpy_capi_analysis::text::PositionEncoding;
use tokio::sync::Semaphore;
use tower_lsp::Client;
use tower_lsp::ls_types::InitializeParams;

use super::ServerOptions;
use super::configuration::Configuration;
use super::diagnostics::Outbox;
use super::documents::{DocKey, Documents};
use super::ending::Endings;
use super::index::Index;
use super::session::{Abilities, Session};
use super::workspace::WorkspaceFindings;
use crate::config::Resolved;

/// What all handlers share.
pub(super) struct Server {
    /// For requests and notifications to the client. Never awaited in a handler.
    pub(super) client: Client,
    /// The open documents.
    pub(super) documents: Documents,
    /// The settings.
    pub(super) configuration: Configuration,
    /// Diagnostics on their way to the client.
    pub(super) outbox: Outbox,
    /// Where the end of the session is announced.
    pub(super) endings: Arc<Endings>,
    /// How many analyses may run at once.
    pub(super) analyses: Semaphore,
    /// Findings of files that are not open.
    pub(super) workspace: WorkspaceFindings,
    /// What the files of projects tell each other.
    pub(super) index: Index,
    session: OnceLock<Session>,
    /// How many tokens were made for progress.
    tokens: AtomicU32,
    /// The folders that the user works in.
    roots: RwLock<Vec<PathBuf>>,
}

impl Server {
    /// A server before its first request. Has to be called within the runtime.
    pub(super) fn new(client: Client, options: ServerOptions, endings: Arc<Endings>, index: Index) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            documents: Documents::default(),
            configuration: Configuration::new(options.config_file),
            outbox: Outbox::start(client.clone()),
            endings,
            analyses: Semaphore::new(processors),
            workspace: WorkspaceFindings::default(),
            index,
            session: OnceLock::new(),
            tokens: AtomicU32::new(0),
            roots: RwLock::default(),
            client,
        }
    }

    /// Keeps what the first request says.
    pub(super) fn begin(&self, params: &InitializeParams) -> &Session {
        let session = self.session.get_or_init(|| Session::new(params));
        self.roots.write().unwrap_or_else(PoisonError::into_inner).clone_from(&session.roots);
        session
    }

    /// The folders that the user works in.
    pub(super) fn roots(&self) -> Vec<PathBuf> {
        self.roots.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The user works in other folders.
    pub(super) fn change_roots(&self, removed: &[PathBuf], added: impl Iterator<Item = PathBuf>) {
        let mut roots = self.roots.write().unwrap_or_else(PoisonError::into_inner);
        roots.retain(|root| !removed.contains(root));
        for root in added {
            if !roots.contains(&root) {
                roots.push(root);
            }
        }
    }

    /// A number that no token for progress has had.
    pub(super) fn next_token(&self) -> u32 {
        self.tokens.fetch_add(1, Ordering::Relaxed)
    }

    /// The unit of columns.
    pub(super) fn encoding(&self) -> PositionEncoding {
        self.session.get().map_or(PositionEncoding::Utf16, |session| session.encoding)
    }

    /// What the client can do.
    pub(super) fn abilities(&self) -> Abilities {
        self.session.get().map(|session| session.client.clone()).unwrap_or_default()
    }

    /// What is configured for a document. Reads files: not for the threads that serve messages.
    pub(super) fn resolved(&self, key: &DocKey) -> Resolved {
        match key.path() {
            Some(path) => self.configuration.resolve(path),
            None => self.project_settings(),
        }
    }

    /// What is configured for a file that does not exist yet, in the first folder that the user works in. Reads files.
    pub(super) fn project_settings(&self) -> Resolved {
        let root = self.roots().into_iter().next();
        let file = root.map_or_else(|| PathBuf::from(UNTITLED), |root| root.join(UNTITLED));
        self.configuration.resolve(&file)
    }
}

/// Stands for a document that has no file.
const UNTITLED: &str = "untitled.c";
