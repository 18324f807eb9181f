"""Mistakes of a client: an error, never a crash, a hang, a wrong position or lost text."""

from __future__ import annotations

import json

import pytest

from samples import LEAKING, place_of
from wire import frame

URI = "untitled:protocol.c"

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
NOT_INITIALIZED = -32002
CONTENT_MODIFIED = -32801
REQUEST_CANCELLED = -32800
SERVER_CANCELLED = -32802


@pytest.fixture
def session(wire):
    wire.initialize()
    yield wire
    # Whatever the test did: the server still serves and ends as it should.
    assert wire.request("numpyCapi/serverInfo")["name"] == "numpy-capi-lsp"
    assert wire.request("shutdown") is None
    wire.notify("exit")
    assert wire.exit_code() == 0
    assert b"panicked" not in wire.log


def text_of(wire, uri: str, lines: int) -> list:
    """What a hover says in every line: a print of the text that the server has."""
    return [wire.hover(uri, line, 30) for line in range(lines)]


@pytest.mark.parametrize(
    ("body", "code", "id_"),
    [
        (b"", PARSE_ERROR, None),
        (b"{", PARSE_ERROR, None),
        (b"\xff\xfe", PARSE_ERROR, None),
        (b"[]", INVALID_REQUEST, None),
        (b"null", INVALID_REQUEST, None),
        (b'{"id": 7, "method": "shutdown"}', INVALID_REQUEST, 7),
        (b'{"jsonrpc": "1.0", "id": 7, "method": "shutdown"}', INVALID_REQUEST, 7),
        (b'{"jsonrpc": "2.0", "id": {}, "method": "shutdown"}', INVALID_REQUEST, None),
        (b'{"jsonrpc": "2.0", "id": 7, "method": 1}', INVALID_REQUEST, 7),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "numpyCapi/serverInfo", "params": 1}', INVALID_REQUEST, 7),
        (b'{"jsonrpc": "2.0", "id": 7}', INVALID_REQUEST, 7),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "no/such"}', METHOD_NOT_FOUND, 7),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "$/no/such"}', METHOD_NOT_FOUND, 7),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "textDocument/rename", "params": {}}', INVALID_PARAMS, 7),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "textDocument/hover"}', INVALID_PARAMS, 7),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "textDocument/hover", "params": {"a": 1}}', INVALID_PARAMS, 7),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "initialize", "params": {"capabilities": {}}}', INVALID_REQUEST, 7),
    ],
)
def test_a_mistaken_message_gets_its_error(session, body, code, id_):
    session.send_bytes(frame(body))
    error = session.wait_for(lambda message: "error" in message)
    assert (error["error"]["code"], error["id"]) == (code, id_)
    assert error["error"]["message"]


@pytest.mark.parametrize(
    "garbage",
    [
        b"hello\r\n",
        b"Content-Length: many\r\n\r\n",
        b"Content-Length: -4\r\n\r\n",
        b"Content-Type: application/json\r\n\r\n",
        b"\x00\xff\xfe\r\n\r\n",
    ],
)
def test_garbage_between_messages_is_reported_and_skipped(session, garbage):
    session.send_bytes(garbage)
    error = session.wait_for(lambda message: "error" in message)
    assert (error["error"]["code"], error["id"]) == (PARSE_ERROR, None)


def test_headers_in_other_forms(session):
    body = json.dumps({"jsonrpc": "2.0", "id": "x", "method": "numpyCapi/serverInfo"}).encode()
    header = b"Content-Type: application/vscode-jsonrpc; charset=utf8\r\ncontent-length: %d\r\n\r\n" % len(body)
    session.send_bytes(header[:30])
    session.send_bytes(header[30:] + body)
    assert session.answer("x")["result"]["name"] == "numpy-capi-lsp"


def test_unknown_notifications_are_ignored(session):
    session.notify("no/such")
    session.notify("$/setTrace", {"value": "verbose"})
    session.notify("textDocument/hover", {"a": 1})
    session.send(method="textDocument/didOpen", params=[1])


def test_answers_to_nothing_are_ignored(session):
    session.send(id=4711, result=None)
    session.send(id="x", error={"code": 1, "message": "no"})
    session.send(id=None, error={"code": 1, "message": "no"})


@pytest.mark.parametrize("method", ["textDocument/hover", "shutdown", "numpyCapi/serverInfo"])
def test_requests_before_initialize(wire, method):
    assert wire.fails(method) == NOT_INITIALIZED
    wire.notify("textDocument/didOpen", {"textDocument": {"uri": URI, "languageId": "c", "version": 1, "text": ""}})
    assert "capabilities" in wire.initialize()


@pytest.mark.parametrize("method", ["textDocument/hover", "shutdown", "initialize", "no/such"])
def test_requests_after_shutdown(wire, method):
    wire.initialize()
    wire.open(URI, LEAKING)
    wire.request("shutdown")
    assert wire.fails(method, {}) in (INVALID_REQUEST, METHOD_NOT_FOUND)
    wire.change(URI, 2, {"text": ""})
    wire.notify("exit")
    assert wire.exit_code() == 0


@pytest.mark.parametrize("position", [(0, 2**31 - 1), (2**31 - 1, 0), (10**6, 10**6), (2**53, 2**53), (-1, -1)])
def test_positions_outside_the_text(session, position):
    session.open(URI, LEAKING)
    line, character = position
    place = {"textDocument": {"uri": URI}, "position": {"line": line, "character": character}}
    for method in ("textDocument/hover", "textDocument/completion", "textDocument/signatureHelp"):
        session.request(method, place)
    whole = {"start": {"line": 0, "character": 0}, "end": place["position"]}
    context = {"diagnostics": []}
    session.request("textDocument/codeAction", {**place, "range": whole, "context": context})


def test_changes_outside_the_text_mean_its_end(session):
    session.open(URI, "")
    everything = {"start": {"line": 0, "character": 0}, "end": {"line": 2**31 - 1, "character": 2**53}}
    session.change(URI, 2, {"range": everything, "text": LEAKING})
    place = place_of(LEAKING, "PyArray_FROM_OTF")
    assert session.hover(URI, place["line"], place["character"]) is not None
    session.change(URI, 3, {"range": everything, "text": "\n" + LEAKING})
    assert session.hover(URI, place["line"] + 1, place["character"]) is not None


def test_a_range_from_end_to_start_is_the_range(session):
    session.open(URI, "xx" + LEAKING)
    session.change(URI, 2, {"range": {"start": {"line": 0, "character": 2}, "end": {"line": 0, "character": 0}}, "text": ""})
    session.open("untitled:same.c", LEAKING)
    lines = LEAKING.count("\n")
    assert text_of(session, URI, lines) == text_of(session, "untitled:same.c", lines)


def test_half_an_emoji_keeps_text_and_columns(session):
    """An editor that counts in UTF-16 can delete half of a character."""
    place = place_of(LEAKING, "PyArray_FROM_OTF")
    line = place["line"]
    emoji = {"start": {"line": line, "character": 0}, "end": {"line": line, "character": 0}}
    half = {"start": {"line": line, "character": 2}, "end": {"line": line, "character": 3}}
    session.open(URI, LEAKING)
    session.change(URI, 2, {"range": emoji, "text": "/*😀*/"}, {"range": half, "text": ""})
    found = session.hover(URI, line, place["character"] + 5)
    assert found["range"]["start"]["character"] == place["character"] + 5
    # The other way: a lone half arrives, as JavaScript writes it.
    message = {
        "jsonrpc": "2.0",
        "method": "textDocument/didChange",
        "params": {"textDocument": {"uri": URI, "version": 3}, "contentChanges": [{"range": emoji, "text": "/*?*/"}]},
    }
    session.send_bytes(frame(json.dumps(message).replace("?", "\\ud83d").encode()))
    found = session.hover(URI, line, place["character"] + 10)
    assert found["range"]["start"]["character"] == place["character"] + 10


def test_documents_that_are_not_open(session):
    place = {"textDocument": {"uri": "file:///not/open.c"}, "position": {"line": 0, "character": 0}}
    assert session.request("textDocument/hover", place) is None
    session.change("file:///not/open.c", 2, {"text": "x"})
    session.close("file:///not/open.c")
    assert session.pulled("file:///not/open.c") == []


@pytest.mark.parametrize(
    "uri",
    [
        "file:///tmp/with blank/ä[1].c",
        "file:///tmp/100%.c",
        "untitled:Untitled-1",
        "git:/tmp/a.c?%7B%22ref%22%3A%22~%22%7D",
        "file:///c%3A/src/a.c",
        "vscode-notebook-cell:/a.c#W0sZmlsZQ",
    ],
)
def test_every_uri_works_and_comes_back_as_it_was(session, uri):
    session.open(uri, LEAKING)
    assert session.published(uri)["uri"] == uri
    place = place_of(LEAKING, "PyArray_FROM_OTF")
    assert session.hover(uri, place["line"], place["character"]) is not None
    session.close(uri)
    assert session.published(uri)["diagnostics"] == []


def test_two_spellings_are_one_document(session):
    session.open("file:///tmp/a+b.c", LEAKING)
    session.change("file:///tmp/a%2Bb.c", 2, {"text": "\n" + LEAKING})
    place = place_of(LEAKING, "PyArray_FROM_OTF")
    assert session.hover("file:///tmp/a+b.c", place["line"] + 1, place["character"]) is not None


def test_an_uri_that_is_none(session):
    session.open("no uri", LEAKING)
    place = {"textDocument": {"uri": "no uri"}, "position": {"line": 0, "character": 0}}
    assert session.fails("textDocument/hover", place) == INVALID_PARAMS


@pytest.mark.parametrize("language", ["c", "cpp", "cuda-cpp", "", "numpy-c-template"])
def test_languages(session, language):
    session.open(URI, LEAKING, language=language)
    place = place_of(LEAKING, "PyArray_FROM_OTF")
    assert session.hover(URI, place["line"], place["character"]) is not None


def test_other_languages_get_no_answers(session):
    session.open("untitled:a.py", LEAKING, language="python")
    place = place_of(LEAKING, "PyArray_FROM_OTF")
    assert session.hover("untitled:a.py", place["line"], place["character"]) is None
    assert session.published("untitled:a.py")["diagnostics"] == []


def test_a_version_that_is_null(session):
    session.open(URI, "")
    session.change(URI, None, {"text": LEAKING})
    place = place_of(LEAKING, "PyArray_FROM_OTF")
    assert session.hover(URI, place["line"], place["character"]) is not None


def test_requests_see_exactly_the_changes_before_them(session):
    """Nothing waits for an answer here: order alone decides what each hover sees."""
    place = place_of(LEAKING, "PyArray_FROM_OTF")
    session.open(URI, LEAKING)
    asked = []
    for number in range(1, 200):
        above = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
        session.change(URI, number + 1, {"range": above, "text": "\n"})
        position = {"line": place["line"] + number, "character": place["character"]}
        asked.append((session.ask("textDocument/hover", {"textDocument": {"uri": URI}, "position": position}), position))
    for request, position in asked:
        answer = session.answer(request)
        if "error" in answer:
            assert answer["error"]["code"] == CONTENT_MODIFIED
        else:
            assert answer["result"]["range"]["start"] == position
    assert "result" in answer, "nothing came after the last one"


def test_a_client_that_answers_nothing(wire):
    """Questions of the server stay unanswered, and everything works nevertheless."""
    capabilities = {
        "workspace": {
            "configuration": True,
            "didChangeConfiguration": {"dynamicRegistration": True},
            "didChangeWatchedFiles": {"dynamicRegistration": True},
        }
    }
    wire.initialize(capabilities=capabilities)
    assert wire.wait_for(lambda message: message.get("method") == "client/registerCapability")
    for number in range(300):
        wire.notify("workspace/didChangeConfiguration", {"settings": {"numpyCapi": {"ignore": [f"NPC{number}"]}}})
    wire.open(URI, LEAKING)
    wire.published(URI)
    place = place_of(LEAKING, "PyArray_FROM_OTF")
    assert wire.hover(URI, place["line"], place["character"]) is not None
    wire.request("shutdown")
    wire.notify("exit")
    assert wire.exit_code() == 0


def test_many_requests_at_once(session):
    session.open(URI, LEAKING)
    place = {"textDocument": {"uri": URI}, "position": place_of(LEAKING, "PyArray_FROM_OTF")}
    asked = [session.ask("textDocument/hover", place) for _ in range(500)]
    for request in asked:
        session.notify("$/cancelRequest", {"id": request})
    answers = [session.answer(request) for request in asked]
    codes = {answer["error"]["code"] for answer in answers if "error" in answer}
    assert codes <= {REQUEST_CANCELLED}


def test_an_id_in_use(session):
    session.open(URI, LEAKING * 50)
    params = {"textDocument": {"uri": URI}}
    for _ in range(2):
        session.send(id=900, method="textDocument/diagnostic", params=params)
    answers = [session.answer(900), session.answer(900)]
    assert any("result" in answer for answer in answers)
