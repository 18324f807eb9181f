//! Headers and bodies of the base protocol.

use std::io::{self, BufRead, Read};

/// Longer bodies are refused: no editor sends them, and a mistaken length must not exhaust the memory.
const LONGEST_BODY: u64 = 256 * 1024 * 1024;

/// A header line never needs more bytes.
const LONGEST_HEADER_LINE: u64 = 4096;

const LENGTH_FIELD: &str = "content-length:";

/// What came in.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Incoming {
    /// The body of a message.
    Body(Vec<u8>),
    /// Something that is no message; reading can go on. Says what was wrong.
    Malformed(String),
}

/// Waits for the next message; `None` at the end of the stream, also in the middle of a message.
///
/// # Errors
///
/// Passes on the errors of the stream.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let length = match read_headers(input)? {
        None => return Ok(None),
        Some(Err(reason)) => return Ok(Some(Incoming::Malformed(reason))),
        Some(Ok(length)) => length,
    };
    if length > LONGEST_BODY {
        io::copy(&mut input.take(length), &mut io::sink())?;
        return Ok(Some(Incoming::Malformed(format!("a body of {length} bytes is too long"))));
    }
    let mut body = Vec::new();
    input.take(length).read_to_end(&mut body)?;
    Ok((body.len() as u64 == length).then_some(Incoming::Body(body)))
}

/// A message with its header.
pub(super) fn encode(body: &[u8]) -> Vec<u8> {
    let mut framed = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    framed.extend_from_slice(body);
    framed
}

/// The length that the next header block states. Returns at the first line that is no header, so that the search for
/// the next message starts behind it.
fn read_headers(input: &mut impl BufRead) -> io::Result<Option<Result<u64, String>>> {
    let mut length = None;
    let mut other_fields = false;
    loop {
        let Some(line) = read_line(input)? else { return Ok(None) };
        let line = line.trim();
        match field(line) {
            Field::Length(value) => length = Some(value),
            Field::Other => other_fields = true,
            Field::End if length.is_some() => return Ok(length),
            Field::End if other_fields => return Ok(Some(Err("the header has no Content-Length".to_owned()))),
            // A stray blank line between two messages does no harm.
            Field::End => {}
            Field::Garbage => return Ok(Some(Err("a line before the body is no header field".to_owned()))),
        }
    }
}

enum Field {
    Length(Result<u64, String>),
    Other,
    End,
    Garbage,
}

fn field(line: &str) -> Field {
    if line.is_empty() {
        return Field::End;
    }
    // Looked for anywhere in the line, because what a broken message left behind may stand before it.
    if let Some(at) = line.to_ascii_lowercase().find(LENGTH_FIELD) {
        let value = line.get(at + LENGTH_FIELD.len()..).unwrap_or_default().trim();
        return Field::Length(value.parse().map_err(|_| format!("Content-Length is no number: {value:?}")));
    }
    let is_token =
        |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    match line.split_once(':') {
        Some((name, _)) if is_token(name) => Field::Other,
        _ => Field::Garbage,
    }
}

fn read_line(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    input.take(LONGEST_HEADER_LINE).read_until(b'\n', &mut line)?;
    Ok((!line.is_empty()).then(|| String::from_utf8_lossy(&line).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut input: &[u8]) -> Vec<Incoming> {
        std::iter::from_fn(|| read(&mut input).unwrap()).collect()
    }

    fn body(text: &str) -> Incoming {
        Incoming::Body(text.as_bytes().to_vec())
    }

    #[test]
    fn reads_what_it_writes() {
        let stream = [encode(b"{}"), encode("\"ä\"".as_bytes()), encode(b"")].concat();
        assert_eq!(all(&stream), [body("{}"), body("\"ä\""), body("")]);
    }

    #[test]
    fn accepts_other_fields_and_letter_cases() {
        let stream = b"Content-Type: application/vscode-jsonrpc; charset=utf8\r\ncontent-length: 2\r\n\r\n{}";
        assert_eq!(all(stream), [body("{}")]);
    }

    #[test]
    fn finds_the_next_message_behind_garbage() {
        for garbage in
            ["hello\r\n", "Content-Length: many\r\n\r\n", "Content-Type: x\r\n\r\n", "Content-Length: -1\r\n\r\n"]
        {
            let stream = [garbage.as_bytes(), &encode(b"{}")].concat();
            let incoming = all(&stream);
            assert!(matches!(incoming.first(), Some(Incoming::Malformed(_))), "{garbage:?}: {incoming:?}");
            assert_eq!(incoming.last(), Some(&body("{}")), "{garbage:?}");
        }
    }

    #[test]
    fn a_broken_off_message_is_the_end() {
        assert_eq!(all(b"Content-Length: 10\r\n\r\n{}"), []);
        assert_eq!(all(b"Content-Len"), [Incoming::Malformed("a line before the body is no header field".to_owned())]);
    }
}
