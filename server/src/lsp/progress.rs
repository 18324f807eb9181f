//! Telling the client how far a long piece of work is.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::time::timeout;
use tower_lsp::ls_types::notification::Notification;
use tower_lsp::ls_types::request::WorkDoneProgressCreate;
use tower_lsp::ls_types::{NumberOrString, WorkDoneProgressCreateParams};

use super::server::Server;

/// Work that nobody has asked for is spoken of only if it takes longer.
const LONG: Duration = Duration::from_secs(1);

/// How long the client may take to allow it.
const PATIENCE: Duration = Duration::from_secs(1);

/// `$/progress` with a plain value. There are no partial results: the framework may send a notification after the answer
/// that it has to come before.
enum AnyProgress {}

impl Notification for AnyProgress {
    type Params = Value;
    const METHOD: &'static str = "$/progress";
}

/// Tells a client that has given a token how far the work is.
pub(super) struct Progress<'a> {
    server: &'a Server,
    token: Option<NumberOrString>,
}

impl<'a> Progress<'a> {
    /// Work for a request that came with a token.
    pub(super) fn new(server: &'a Server, token: Option<NumberOrString>) -> Self {
        Self { server, token }
    }

    /// The work begins.
    pub(super) async fn begin(&self, title: &str, cancellable: bool) {
        self.send(json!({"kind": "begin", "title": title, "cancellable": cancellable, "percentage": 0})).await;
    }

    /// Some of the files are done.
    pub(super) async fn report(&self, done: usize, files: usize) {
        let done = done.min(files);
        let percentage = done * 100 / files.max(1);
        self.send(json!({"kind": "report", "message": format!("{done}/{files}"), "percentage": percentage})).await;
    }

    /// The work is done.
    pub(super) async fn end(&self) {
        self.send(json!({"kind": "end"})).await;
    }

    async fn send(&self, value: Value) {
        if let Some(token) = &self.token {
            self.server.client.send_notification::<AnyProgress>(json!({"token": token, "value": value})).await;
        }
    }
}

/// Progress of work that the server does by itself. Nothing is said of it where it is short.
pub(super) struct OwnProgress<'a> {
    shown: Progress<'a>,
    title: &'static str,
    started: Instant,
    is_settled: bool,
}

impl<'a> OwnProgress<'a> {
    /// The work begins now.
    pub(super) fn start(server: &'a Server, title: &'static str) -> Self {
        Self { shown: Progress::new(server, None), title, started: Instant::now(), is_settled: false }
    }

    /// Some of the files are done.
    pub(super) async fn report(&mut self, done: usize, files: usize) {
        if !self.is_settled && done < files && self.started.elapsed() > LONG {
            self.is_settled = true;
            self.shown.token = allowed_token(self.shown.server).await;
            self.shown.begin(self.title, false).await;
        }
        self.shown.report(done, files).await;
    }

    /// The work is done.
    pub(super) async fn end(self) {
        self.shown.end().await;
    }
}

/// A token that the client has taken; `None` where it shows no progress.
async fn allowed_token(server: &Server) -> Option<NumberOrString> {
    if !server.abilities().shows_progress {
        return None;
    }
    let token = NumberOrString::String(format!("numpyCapi.index.{}", server.next_token()));
    let params = WorkDoneProgressCreateParams { token: token.clone() };
    let allowed = timeout(PATIENCE, server.client.send_request::<WorkDoneProgressCreate>(params)).await;
    matches!(allowed, Ok(Ok(()))).then_some(token)
}
