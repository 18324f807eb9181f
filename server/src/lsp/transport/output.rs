//! Writing to the client.

use std::io::{self, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use tokio::io::AsyncWrite;
use tracing::info;

use super::super::ending::{Ending, Endings};
use super::frame;
use super::uris::Uris;

/// Takes whole messages and writes them in a thread of its own, so that a client that does not read holds up nothing
/// but itself.
#[derive(Clone)]
pub(in crate::lsp) struct Output {
    queue: Sender<Item>,
}

enum Item {
    /// Whole messages with their headers.
    Messages(Vec<u8>),
    /// Asks for a sign when all that was queued before has been written.
    Flush(Sender<()>),
}

impl Output {
    /// Starts the writing thread. It announces the ending when the client no longer takes anything.
    pub(super) fn start(
        mut target: impl Write + Send + 'static,
        uris: Arc<Uris>,
        endings: Arc<Endings>,
    ) -> io::Result<Self> {
        let (queue, items) = mpsc::channel();
        thread::Builder::new().name("output".to_owned()).spawn(move || {
            if let Err(error) = write_all(&mut target, &items, &uris) {
                info!("the client is gone: {error}");
                endings.announce(Ending::OutputClosed);
            }
        })?;
        Ok(Self { queue })
    }

    /// Queues one message, given without its header.
    pub(super) fn send(&self, message: &[u8]) {
        // Where the thread has ended, so has the client.
        let _ = self.queue.send(Item::Messages(frame::encode(message)));
    }

    /// Waits until all that was queued has been written, or the time is over.
    pub(in crate::lsp) fn flush_within(&self, time: Duration) {
        let (done, wait) = mpsc::channel();
        if self.queue.send(Item::Flush(done)).is_ok() {
            let _ = wait.recv_timeout(time);
        }
    }
}

fn write_all(target: &mut impl Write, items: &Receiver<Item>, uris: &Uris) -> io::Result<()> {
    for item in items {
        match item {
            Item::Messages(messages) => {
                target.write_all(uris.restore(&messages).as_deref().unwrap_or(&messages))?;
                target.flush()?;
            }
            Item::Flush(done) => drop(done.send(())),
        }
    }
    Ok(())
}

/// The framework encodes messages whole into its buffer and hands over the buffer whole, since all of it is always
/// taken: each call brings one or more complete messages.
impl AsyncWrite for Output {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let sent = self.queue.send(Item::Messages(bytes.to_vec()));
        Poll::Ready(sent.map(|()| bytes.len()).map_err(|_| io::ErrorKind::BrokenPipe.into()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
