//! Members that well-meaning clients send in a form that the framework refuses.

use serde_json::{Map, Value};

use super::uris::Uris;

/// The largest `uinteger` of the protocol.
const LARGEST: i32 = i32::MAX;

/// Mends the parameters of a call in place.
pub(super) fn params(value: &mut Value, uris: &Uris) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| params(item, uris)),
        Value::Object(members) => {
            if let Some(Value::Object(document)) = members.get_mut("textDocument") {
                version(document);
            }
            for (name, member) in members {
                match name.as_str() {
                    "uri" | "rootUri" | "oldUri" | "newUri" | "href" => uri(member, uris),
                    "line" | "character" => coordinate(member),
                    _ => params(member, uris),
                }
            }
        }
        _ => {}
    }
}

/// A URI with blanks or letters of other scripts as they are.
fn uri(member: &mut Value, uris: &Uris) {
    if let Value::String(raw) = member
        && let Some(encoded) = uris.encode(raw)
    {
        *raw = encoded;
    }
}

/// "The end of the line" as the largest number that the client has.
fn coordinate(member: &mut Value) {
    if member.as_u64().is_some_and(|number| i32::try_from(number).is_ok()) {
        return;
    }
    if let Some(number) = member.as_f64() {
        // Rounded towards zero and exact, since the bounds fit the type.
        #[expect(clippy::cast_sign_loss, reason = "clamped to a range without signs")]
        let clamped = number.clamp(0.0, f64::from(LARGEST)) as u32;
        *member = clamped.into();
    }
}

/// No version, which the protocol once allowed, or one that counts too high.
fn version(document: &mut Map<String, Value>) {
    if let Some(version) = document.get_mut("version")
        && version.as_i64().is_none_or(|number| i32::try_from(number).is_err())
    {
        *version = 0.into();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_come_within_bounds() {
        let mut message =
            json!({"position": {"line": -1, "character": 9_007_199_254_740_991_u64}, "x": [{"line": 2.0}]});
        params(&mut message, &Uris::default());
        assert_eq!(message, json!({"position": {"line": 0, "character": LARGEST}, "x": [{"line": 2}]}));
    }

    #[test]
    fn a_null_version_and_a_raw_uri_are_understood() {
        let mut message = json!({"textDocument": {"uri": "file:///a b.c", "version": null}});
        params(&mut message, &Uris::default());
        assert_eq!(message, json!({"textDocument": {"uri": "file:///a%20b.c", "version": 0}}));
    }

    #[test]
    fn the_text_of_a_document_stays() {
        let original = json!({"textDocument": {"uri": "untitled:a", "version": 1, "text": "\"line\": -1"}});
        let mut message = original.clone();
        params(&mut message, &Uris::default());
        assert_eq!(message, original);
    }
}
