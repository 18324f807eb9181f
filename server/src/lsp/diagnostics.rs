//! Analysing in the background and publishing what is found.

use std::sync::Arc;

use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::sync::watch;
use tower_lsp::Client;
use tower_lsp::ls_types::{Diagnostic, MessageType, Uri};

use super::convert;
use super::documents::{DocKey, Snapshot};
use super::server::Server;
use super::snapshot::{View, on_worker};

/// Messages for the user on their way to the client, in order. Queueing never waits.
pub(super) struct Outbox {
    queue: UnboundedSender<Item>,
}

enum Item {
    Diagnostics(Uri, Option<i32>, Vec<Diagnostic>),
    Message(String),
}

impl Outbox {
    /// Starts the task that sends. Has to be called within the runtime.
    pub(super) fn start(client: Client) -> Self {
        let (queue, mut items) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Some(item) = items.recv().await {
                match item {
                    Item::Diagnostics(uri, version, diagnostics) => {
                        client.publish_diagnostics(uri, diagnostics, version).await;
                    }
                    Item::Message(message) => client.show_message(MessageType::WARNING, message).await,
                }
            }
        });
        Self { queue }
    }

    /// Queues all diagnostics of a document.
    pub(super) fn publish(&self, uri: Uri, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        // The sending task ends only with the process.
        let _ = self.queue.send(Item::Diagnostics(uri, version, diagnostics));
    }

    /// Queues a warning that the client shows.
    pub(super) fn show(&self, message: String) {
        let _ = self.queue.send(Item::Message(message));
    }
}

/// Starts the analysis of an open document: now and after every change, always of the latest text. Ends when the
/// document is closed.
pub(super) fn watch(server: Arc<Server>, key: DocKey, mut awakened: watch::Receiver<()>) {
    tokio::spawn(async move {
        loop {
            analyse(&server, &key, &awakened).await;
            if awakened.changed().await.is_err() {
                return;
            }
        }
    });
}

async fn analyse(server: &Arc<Server>, key: &DocKey, awakened: &watch::Receiver<()>) {
    let Ok(_permit) = server.analyses.acquire().await else { return };
    let Some(snapshot) = server.documents.snapshot(key) else { return };
    let worker = Arc::clone(server);
    let found = on_worker(move || {
        let diagnostics = current(&worker, &snapshot);
        (snapshot, diagnostics)
    });
    // A failure has been logged; the next change tries again.
    let Ok((snapshot, diagnostics)) = found.await else { return };
    let is_stale = awakened.has_changed().unwrap_or(true);
    if !is_stale {
        server.documents.publish(&snapshot, diagnostics, |uri, version, diagnostics| {
            server.outbox.publish(uri, Some(version), diagnostics);
        });
    }
}

/// The diagnostics of a document as the settings want them. Takes time.
pub(super) fn current(server: &Arc<Server>, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let view = View { server: Arc::clone(server), snapshot: snapshot.clone() };
    let resolved = view.resolved();
    server.configuration.problems.report(&resolved, server);
    convert::diagnostics(&view.findings(&resolved), &snapshot.uri, view.positions(), &server.abilities())
}
