//! Showing a page of Markdown to the user.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::{env, fs, io, process};

use tower_lsp::ls_types::{MessageType, ShowDocumentParams, Uri};
use tracing::warn;

use crate::lsp::configuration::within_patience;
use crate::lsp::server::Server;

/// What the names of directories of pages begin with, below the one for temporary files.
const PREFIX: &str = "numpy-capi-lsp-pages-";

/// How many names are tried for it.
const MOST_ATTEMPTS: u32 = 20;

/// Asks the client to open a page; a client that cannot gets its first lines as a message. Returns at once.
pub(super) fn show(server: &Arc<Server>, name: &str, markdown: &str) {
    let written = if server.abilities().shows_documents { write(name, markdown) } else { Ok(None) };
    let uri = written.unwrap_or_else(|error| {
        warn!("the page {name} cannot be written: {error}");
        None
    });
    let server = Arc::clone(server);
    let message = beginning(markdown);
    tokio::spawn(async move {
        let Some(uri) = uri else { return server.client.show_message(MessageType::INFO, message).await };
        let params = ShowDocumentParams { uri, external: Some(false), take_focus: Some(true), selection: None };
        within_patience("window/showDocument", server.client.show_document(params)).await;
    });
}

fn write(name: &str, markdown: &str) -> io::Result<Option<Uri>> {
    let Some(directory) = directory() else { return Ok(None) };
    let path = directory.join(format!("{name}.md"));
    fs::write(&path, markdown)?;
    Ok(Uri::from_file_path(&path))
}

/// The directory of this process. It has to be new: in one that is there already somebody else may have laid links.
fn directory() -> Option<&'static Path> {
    static DIRECTORY: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
        let name = |attempt: u32| format!("{PREFIX}{}-{attempt}", process::id());
        let paths = (0..MOST_ATTEMPTS).map(|attempt| env::temp_dir().join(name(attempt)));
        paths.into_iter().find(|path| fs::create_dir(path).is_ok())
    });
    DIRECTORY.as_deref()
}

/// The first two paragraphs, without the marks of a heading.
fn beginning(markdown: &str) -> String {
    let paragraphs: Vec<&str> = markdown.split("\n\n").take(2).collect();
    paragraphs.join("\n").trim_start_matches(['#', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_title_and_summary() {
        assert_eq!(beginning("# leak (NPC203)\n\nLost.\n\nMore."), "leak (NPC203)\nLost.");
    }
}
