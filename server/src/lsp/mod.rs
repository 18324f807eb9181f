//! The language server: the protocol on standard input and output.
//!
//! A message passes [`transport`], then the framework, then [`backend`], which hands it to its file in [`requests`] or
//! [`notifications`]. Notifications change the [`documents`] before their first await; requests take a snapshot before
//! theirs and compute on a thread for blocking work. No handler awaits the client.

mod backend;
mod capabilities;
mod commands;
mod configuration;
mod convert;
mod diagnostics;
mod disk;
mod documents;
mod ending;
mod fix_all;
mod index;
mod known;
mod notifications;
mod parent;
mod progress;
mod requests;
mod server;
mod session;
mod snapshot;
mod transport;
mod workspace;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{self, Runtime};
use tower_lsp::{LspService, Server as Framework};
use tracing::{error, info};
use tracing_subscriber::EnvFilter;

use self::backend::Backend;
use self::ending::Endings;

/// What the command line says about the server.
#[derive(Clone, Debug, Default)]
pub(crate) struct ServerOptions {
    /// A configuration file that holds for every document in place of those found above it.
    pub(crate) config_file: Option<PathBuf>,
}

/// The variable whose value filters the log, such as `debug` or `numpy_capi_lsp=trace`.
const LOG_VARIABLE: &str = "NUMPY_CAPI_LOG";

/// Requests that may be under way at once. Each only waits for its thread, so this costs next to nothing.
const CONCURRENT_REQUESTS: usize = 32;

/// How long requests under way may take to finish after the end was announced, and how long writing may take then.
const GRACE: Duration = Duration::from_secs(1);

/// How many documents are analysed at a time; more threads would only hold on to memory.
const ANALYSIS_THREADS: usize = 4;

/// Deeply nested code needs a deep stack.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Serves one client until it says `exit`, goes away or loses its parent process. The exit code is 0 after a
/// `shutdown` request, 1 without one, and 2 where the server cannot start.
pub(crate) fn run(options: ServerOptions) -> ExitCode {
    start_log();
    let served = start_runtime().and_then(|runtime| {
        let code = runtime.block_on(serve(options));
        // Analyses under way must not delay the end.
        runtime.shutdown_background();
        code
    });
    served.unwrap_or_else(|reason| {
        error!("the server cannot start: {reason}");
        ExitCode::from(2)
    })
}

async fn serve(options: ServerOptions) -> io::Result<ExitCode> {
    let endings = Arc::new(Endings::new());
    let connection = transport::connect(&endings)?;
    let (service, socket) = LspService::build(|client| Backend::new(client, options, Arc::clone(&endings)))
        .custom_method("numpyCapi/serverInfo", Backend::server_info)
        .finish();
    let framework = Framework::new(connection.input, connection.output.clone(), socket);
    let mut serving = std::pin::pin!(framework.concurrency_level(CONCURRENT_REQUESTS).serve(service));
    tokio::select! {
        () = &mut serving => {}
        ending = endings.wait() => {
            info!(?ending, "the session ends");
            if ending.has_listener() {
                let _ = tokio::time::timeout(GRACE, serving).await;
            }
        }
    }
    connection.output.flush_within(GRACE);
    Ok(endings.exit_code())
}

fn start_runtime() -> io::Result<Runtime> {
    runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(ANALYSIS_THREADS)
        .enable_all()
        .thread_stack_size(STACK_BYTES)
        .build()
}

fn start_log() {
    let filter = EnvFilter::try_from_env(LOG_VARIABLE).unwrap_or_else(|_| EnvFilter::new("warn"));
    // Somebody else may have started the log already: then theirs holds.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(false).try_init();
}
