//! Showing a page of Markdown to the user.

use std::path::PathBuf;
use std::sync::Arc;
use std::{env, fs, io};

use tower_lsp::ls_types::{MessageType, ShowDocumentParams, Uri};
use tracing::warn;

use crate::lsp::configuration::within_patience;
use crate::lsp::server::Server;

/// The directory of pages, below the one for temporary files.
const DIRECTORY: &str = "numpy-capi-lsp-pages";

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
    let directory = env::temp_dir().join(DIRECTORY);
    fs::create_dir_all(&directory)?;
    let path: PathBuf = directory.join(format!("{name}.md"));
    fs::write(&path, markdown)?;
    Ok(Uri::from_file_path(&path))
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
