//! Which messages go on to the framework.

use serde_json::{Map, Value, json};

use super::repair;
use super::surrogates::without_lone_surrogates;
use super::uris::Uris;

const PARSE_ERROR: i64 = -32700;
const INVALID_REQUEST: i64 = -32600;
const METHOD_NOT_FOUND: i64 = -32601;
const INTERNAL_ERROR: i64 = -32603;

/// What becomes of a message.
#[derive(Debug, PartialEq)]
pub(super) enum Admission {
    /// It goes on, mended where that was needed.
    Forward(Vec<u8>),
    /// It is answered with this.
    Answer(Vec<u8>),
    /// It has no effect, for this reason.
    Ignore(&'static str),
    /// The client asks the process to end.
    Exit,
}

/// Judges the body of a message.
pub(super) fn admit(body: &[u8], uris: &Uris) -> Admission {
    let message = match parse(body) {
        Ok(Value::Object(message)) => message,
        Ok(Value::Array(_)) => return refuse(&Value::Null, INVALID_REQUEST, "the protocol has no batches"),
        Ok(_) => return refuse(&Value::Null, INVALID_REQUEST, "a message is an object"),
        Err(reason) => return Admission::Answer(parse_error(&reason)),
    };
    let id = message.get("id").cloned();
    if id.as_ref().is_some_and(|id| !is_id(id)) && message.contains_key("method") {
        return refuse(&Value::Null, INVALID_REQUEST, "an id is an integer or a string");
    }
    if message.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return refuse(
            &id.filter(is_id).unwrap_or_default(),
            INVALID_REQUEST,
            "the member `jsonrpc` has to be \"2.0\"",
        );
    }
    match message.get("method") {
        None => admit_response(&message),
        Some(Value::String(method)) => admit_call(&method.clone(), id.as_ref(), message, uris),
        Some(_) => refuse(&id.unwrap_or_default(), INVALID_REQUEST, "a method is a string"),
    }
}

/// The answer to something that is no JSON.
pub(super) fn parse_error(reason: &str) -> Vec<u8> {
    error(&Value::Null, PARSE_ERROR, &format!("Parse error: {reason}"))
}

fn parse(body: &[u8]) -> Result<Value, String> {
    let text = std::str::from_utf8(body).map_err(|error| format!("the message is not UTF-8: {error}"))?;
    serde_json::from_str(text).or_else(|error| {
        let mended = without_lone_surrogates(text).ok_or_else(|| error.to_string())?;
        serde_json::from_str(&mended).map_err(|error| error.to_string())
    })
}

/// A request or a notification.
fn admit_call(method: &str, id: Option<&Value>, mut message: Map<String, Value>, uris: &Uris) -> Admission {
    if method == "exit" {
        return Admission::Exit;
    }
    if let Some(id) = id
        && method.starts_with("$/")
    {
        return refuse(id, METHOD_NOT_FOUND, &format!("Method not found: {method}"));
    }
    match message.get_mut("params") {
        None | Some(Value::Null) => {}
        // Takes none, but some clients send an empty object.
        Some(_) if method == "shutdown" => drop(message.remove("params")),
        Some(params @ (Value::Object(_) | Value::Array(_))) => repair::params(params, uris),
        Some(_) => {
            let reason = "the member `params` is an object or an array";
            return id.map_or(Admission::Ignore(reason), |id| refuse(id, INVALID_REQUEST, reason));
        }
    }
    forward(message)
}

/// The answer to a request of ours. The framework waits for it, so a mistaken one goes on as an error.
fn admit_response(message: &Map<String, Value>) -> Admission {
    let id = match message.get("id") {
        Some(id) if is_id(id) => id,
        Some(Value::Null) if message.contains_key("error") => return Admission::Ignore("an error without a request"),
        _ => return refuse(&Value::Null, INVALID_REQUEST, "a message has a method or answers a request"),
    };
    match (message.get("result"), message.get("error")) {
        (Some(result), None | Some(Value::Null)) => forward(json!({"jsonrpc": "2.0", "id": id, "result": result})),
        (None | Some(Value::Null), Some(error)) => {
            let code = error.get("code").and_then(Value::as_i64).unwrap_or(INTERNAL_ERROR);
            let text = error.get("message").and_then(Value::as_str).unwrap_or("an error without a message");
            forward(json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": text}}))
        }
        _ => refuse(id, INVALID_REQUEST, "a message has a method, a result or an error"),
    }
}

fn is_id(id: &Value) -> bool {
    id.is_i64() || id.is_string()
}

fn forward(message: impl Into<Value>) -> Admission {
    Admission::Forward(message.into().to_string().into_bytes())
}

fn refuse(id: &Value, code: i64, reason: &str) -> Admission {
    Admission::Answer(error(id, code, reason))
}

fn error(id: &Value, code: i64, message: &str) -> Vec<u8> {
    json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}}).to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(text: &str) -> Admission {
        admit(text.as_bytes(), &Uris::default())
    }

    fn forwarded(text: &str) -> Value {
        match admitted(text) {
            Admission::Forward(message) => serde_json::from_slice(&message).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    fn refused(text: &str) -> (i64, Value) {
        match admitted(text) {
            Admission::Answer(message) => {
                let message: Value = serde_json::from_slice(&message).unwrap();
                (message["error"]["code"].as_i64().unwrap(), message["id"].clone())
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn well_formed_messages_go_on_unchanged() {
        for text in [
            r#"{"jsonrpc":"2.0","id":1,"method":"textDocument/hover","params":{"a":[1]}}"#,
            r#"{"jsonrpc":"2.0","id":"a","method":"shutdown"}"#,
            r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#,
            r#"{"jsonrpc":"2.0","id":1,"result":null}"#,
            r#"{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"no"}}"#,
        ] {
            assert_eq!(forwarded(text), serde_json::from_str::<Value>(text).unwrap());
        }
    }

    #[test]
    fn malformed_messages_get_the_error_that_json_rpc_names() {
        assert_eq!(refused("{"), (PARSE_ERROR, Value::Null));
        assert_eq!(refused(""), (PARSE_ERROR, Value::Null));
        assert_eq!(refused("[]"), (INVALID_REQUEST, Value::Null));
        assert_eq!(refused("1"), (INVALID_REQUEST, Value::Null));
        assert_eq!(refused(r#"{"id":1,"method":"a"}"#), (INVALID_REQUEST, json!(1)));
        assert_eq!(refused(r#"{"jsonrpc":"2.0","id":1.5,"method":"a"}"#), (INVALID_REQUEST, Value::Null));
        assert_eq!(refused(r#"{"jsonrpc":"2.0","id":1,"method":2}"#), (INVALID_REQUEST, json!(1)));
        assert_eq!(refused(r#"{"jsonrpc":"2.0","id":1,"method":"a","params":3}"#), (INVALID_REQUEST, json!(1)));
        assert_eq!(refused(r#"{"jsonrpc":"2.0","id":1}"#), (INVALID_REQUEST, json!(1)));
        assert_eq!(refused(r#"{"jsonrpc":"2.0","id":1,"method":"$/a"}"#), (METHOD_NOT_FOUND, json!(1)));
        assert!(matches!(admit(b"\"\xff\"", &Uris::default()), Admission::Answer(_)));
    }

    #[test]
    fn exit_ends_and_shutdown_loses_its_params() {
        assert_eq!(admitted(r#"{"jsonrpc":"2.0","method":"exit"}"#), Admission::Exit);
        let shutdown = forwarded(r#"{"jsonrpc":"2.0","id":1,"method":"shutdown","params":{}}"#);
        assert_eq!(shutdown, json!({"jsonrpc": "2.0", "id": 1, "method": "shutdown"}));
    }

    #[test]
    fn a_broken_answer_still_ends_the_waiting() {
        let answer = forwarded(r#"{"jsonrpc":"2.0","id":1,"error":{"extra":1}}"#);
        assert_eq!(answer["error"]["code"], INTERNAL_ERROR);
    }

    #[test]
    fn half_an_emoji_does_not_lose_the_message() {
        let message = forwarded(r#"{"jsonrpc":"2.0","method":"a","params":{"text":"\ud83d\ude00\ud83dx"}}"#);
        assert_eq!(message["params"]["text"], "😀\u{fffd}x");
    }
}
