//! Between standard input and output and the protocol framework.
//!
//! The framework ends the connection at the first message that it cannot decode, drops a notification whose URI is not
//! strictly valid, and stays silent about a few mistakes that the protocol wants answered. So every message passes here
//! first: what goes on is well-formed, what is not gets its error at once.

mod frame;
mod message;
mod output;
mod repair;
mod surrogates;
mod uris;

use std::io;
use std::sync::Arc;
use std::thread;

use tokio::io::{AsyncWriteExt, DuplexStream};
use tokio::runtime::Handle;
use tracing::{debug, warn};

use self::frame::Incoming;
use self::message::Admission;
pub(super) use self::output::Output;
use self::uris::Uris;
use super::ending::{Ending, Endings};

/// How many bytes may wait between the reading thread and the framework.
const PIPE_CAPACITY: usize = 256 * 1024;

/// Both ends of the connection, as the framework wants them.
pub(super) struct Connection {
    /// Well-formed messages from the client; ends with the client's `exit` or with its stream.
    pub(super) input: DuplexStream,
    /// Takes messages for the client.
    pub(super) output: Output,
}

/// Starts a thread that reads standard input and one that writes standard output.
///
/// # Errors
///
/// Fails where the operating system gives no thread.
pub(super) fn connect(endings: &Arc<Endings>) -> io::Result<Connection> {
    let uris = Arc::new(Uris::default());
    let output = Output::start(io::stdout(), Arc::clone(&uris), Arc::clone(endings))?;
    let (mut feed, input) = tokio::io::duplex(PIPE_CAPACITY);
    let runtime = Handle::current();
    let answers = output.clone();
    let endings = Arc::clone(endings);
    thread::Builder::new().name("input".to_owned()).spawn(move || {
        let deliver = |message: Vec<u8>| runtime.block_on(feed.write_all(&frame::encode(&message)));
        let ending = read_all(&mut io::stdin().lock(), &uris, &answers, deliver);
        debug!(?ending, "input ends");
        // The framework sees the end of its input when `feed` goes, and finishes what it has begun.
        drop(feed);
        endings.announce(ending);
    })?;
    Ok(Connection { input, output })
}

/// Admits messages until the stream or the client ends.
fn read_all(
    input: &mut impl io::BufRead,
    uris: &Uris,
    answers: &Output,
    mut deliver: impl FnMut(Vec<u8>) -> io::Result<()>,
) -> Ending {
    loop {
        let body = match frame::read(input) {
            Ok(Some(Incoming::Body(body))) => body,
            Ok(Some(Incoming::Malformed(reason))) => {
                warn!("malformed message header: {reason}");
                answers.send(&message::parse_error(&reason));
                continue;
            }
            Ok(None) => return Ending::InputClosed,
            Err(error) => {
                warn!("standard input cannot be read any more: {error}");
                return Ending::InputClosed;
            }
        };
        match message::admit(&body, uris) {
            Admission::Forward(message) => {
                if deliver(message).is_err() {
                    return Ending::InputClosed;
                }
            }
            Admission::Answer(message) => answers.send(&message),
            Admission::Ignore(reason) => warn!("message ignored: {reason}"),
            Admission::Exit => return Ending::Exit,
        }
    }
}
