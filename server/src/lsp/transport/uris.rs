//! URIs that are not strictly valid.
//!
//! The framework refuses a URI with a blank, a bracket or a letter of another script in it. Such a URI is encoded on its
//! way in and given back to the client as it came, since clients compare them as strings.

use std::collections::HashMap;
use std::fmt::Write;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;
use tower_lsp::ls_types::Uri;

use super::frame::{self, Incoming};

/// The URIs that were encoded.
#[derive(Default)]
pub(super) struct Uris {
    /// The client's own spelling by encoded URI; both as JSON strings with their quotes.
    raw: Mutex<HashMap<String, String>>,
}

impl Uris {
    /// The valid form of a URI; `None` where it is valid as it is, or cannot be made so.
    pub(super) fn encode(&self, raw: &str) -> Option<String> {
        if Uri::from_str(raw).is_ok() {
            return None;
        }
        let encoded = percent_encoded(raw);
        Uri::from_str(&encoded).ok()?;
        let mut known = self.raw.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(quoted(&encoded), quoted(raw));
        Some(encoded)
    }

    /// Whole messages with the client's own spelling put back; `None` where nothing changes.
    pub(super) fn restore(&self, messages: &[u8]) -> Option<Vec<u8>> {
        let known = self.raw.lock().unwrap_or_else(PoisonError::into_inner);
        if known.is_empty() {
            return None;
        }
        let mut rest = messages;
        let mut result = Vec::with_capacity(messages.len());
        while let Ok(Some(Incoming::Body(body))) = frame::read(&mut rest) {
            let mut text = String::from_utf8(body).ok()?;
            for (encoded, raw) in &*known {
                if text.contains(encoded) {
                    text = text.replace(encoded, raw);
                }
            }
            result.extend(frame::encode(text.as_bytes()));
        }
        Some(result)
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn percent_encoded(raw: &str) -> String {
    let mut encoded = String::with_capacity(raw.len() + 16);
    for (at, character) in raw.char_indices() {
        if is_allowed(character) || (character == '%' && is_escape(raw.get(at + 1..at + 3))) {
            encoded.push(character);
        } else {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

fn is_escape(digits: Option<&str>) -> bool {
    digits.is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

fn is_allowed(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_and_hopeless_uris_stay() {
        let uris = Uris::default();
        assert_eq!(uris.encode("file:///a%20b.c"), None);
        assert_eq!(uris.encode("no scheme"), None);
        assert_eq!(uris.restore(b"Content-Length: 2\r\n\r\n{}"), None);
    }

    #[test]
    fn the_client_gets_its_own_spelling_back() {
        let uris = Uris::default();
        let raw = "file:///ä b[1]%zz%20.c";
        let encoded = uris.encode(raw).unwrap();
        assert_eq!(encoded, "file:///%C3%A4%20b%5B1%5D%25zz%20.c");
        let message = |uri: &str| frame::encode(format!(r#"{{"uri":"{uri}"}}"#).as_bytes());
        let both = [message(&encoded), message("untitled:x")].concat();
        assert_eq!(uris.restore(&both), Some([message(raw), message("untitled:x")].concat()));
    }
}
