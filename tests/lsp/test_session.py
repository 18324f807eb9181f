"""What depends on the client's capabilities and settings."""

from __future__ import annotations

import pytest

from samples import LEAK, LEAKING, place_of

URI = "untitled:session.c"


def codes(diagnostics: list[dict]) -> list[str]:
    return [diagnostic["code"] for diagnostic in diagnostics]


@pytest.mark.parametrize(
    ("offered", "agreed"),
    [
        (None, "utf-16"),
        ([], "utf-16"),
        (["utf-8", "utf-16"], "utf-8"),
        (["utf-16", "utf-8"], "utf-16"),
        (["utf-32", "utf-8", "utf-16"], "utf-32"),
        (["utf-7", "utf-8"], "utf-8"),
        (["utf-7"], "utf-16"),
    ],
)
def test_the_encoding_is_the_first_that_both_know(wire, offered, agreed):
    general = {} if offered is None else {"positionEncodings": offered}
    assert wire.initialize(capabilities={"general": general})["capabilities"]["positionEncoding"] == agreed
    text = LEAKING.replace("    PyArrayObject *array", "    /* 😀é𝛑 */ PyArrayObject *array")
    wire.open(URI, text)
    place = place_of(text, "PyArray_FROM_OTF", agreed)
    last = place_of(text, "PyArray_FROM_OTF", agreed, len("PyArray_FROM_OTF") - 1)
    for asked in (place, last):
        found = wire.hover(URI, asked["line"], asked["character"])
        assert found["range"]["start"] == place


def test_diagnostics_are_pushed_to_a_client_that_does_not_pull(wire):
    assert "diagnosticProvider" not in wire.initialize()["capabilities"]
    wire.open(URI, LEAKING, version=7)
    published = wire.published(URI)
    assert (published["version"], codes(published["diagnostics"])) == (7, [LEAK])
    wire.change(URI, 8, {"text": ""})
    published = wire.published(URI)
    assert (published["version"], published["diagnostics"]) == (8, [])
    wire.close(URI)
    assert wire.published(URI)["diagnostics"] == []


def test_diagnostics_are_not_pushed_to_a_client_that_pulls(wire):
    result = wire.initialize(capabilities={"textDocument": {"diagnostic": {}}})
    assert result["capabilities"]["diagnosticProvider"]["identifier"] == "numpy-capi"
    wire.open(URI, LEAKING)
    params = {"textDocument": {"uri": URI}}
    first = wire.request("textDocument/diagnostic", params)
    assert (first["kind"], codes(first["items"])) == ("full", [LEAK])
    params["previousResultId"] = first["resultId"]
    again = wire.request("textDocument/diagnostic", params)
    assert again == {"kind": "unchanged", "resultId": first["resultId"]}
    wire.change(URI, 2, {"text": ""})
    assert wire.request("textDocument/diagnostic", params)["items"] == []
    wire.close(URI)
    wire.request("shutdown")
    wire.notify("exit")
    while (message := wire.next_message()) is not None:
        wire.waiting.append(message)
    assert not [message for message in wire.waiting if message.get("method") == "textDocument/publishDiagnostics"]


def test_nothing_is_published_twice(wire):
    wire.initialize()
    wire.open(URI, "int a;\n")
    assert wire.published(URI)["diagnostics"] == []
    for version in range(2, 30):
        wire.change(URI, version, {"text": f"int a{version};\n"})
        wire.hover(URI, 0, 0)
    wire.change(URI, 30, {"text": LEAKING})
    assert wire.published(URI)["version"] == 30


def test_only_the_latest_version_counts(wire):
    wire.initialize()
    wire.open(URI, LEAKING * 5)
    for version in range(2, 40):
        wire.change(URI, version, {"text": LEAKING * 5 + "\n" * version})
    wire.change(URI, 40, {"text": LEAKING})
    assert codes(wire.published(URI, version=40)["diagnostics"]) == [LEAK]


def test_an_offer_of_an_older_text_is_refused(wire):
    action = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}, "dataSupport": True}
    action["resolveSupport"] = {"properties": ["edit"]}
    wire.initialize(capabilities={"textDocument": {"codeAction": action}})
    wire.open(URI, LEAKING)
    (leak,) = wire.published(URI)["diagnostics"]
    params = {"textDocument": {"uri": URI}, "range": leak["range"], "context": {"diagnostics": [leak]}}
    offer = wire.request("textDocument/codeAction", params)[0]
    assert "edit" not in offer
    assert "changes" in wire.request("codeAction/resolve", offer)["edit"]
    wire.change(URI, 2, {"text": "\n" + LEAKING})
    assert wire.fails("codeAction/resolve", offer) == -32801
    assert wire.fails("codeAction/resolve", {**offer, "data": {"x": 1}}) == -32602


def test_a_client_that_cannot_resolve_gets_the_edit_at_once(wire):
    action = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}
    wire.initialize(capabilities={"textDocument": {"codeAction": action}})
    wire.open(URI, LEAKING)
    (leak,) = wire.published(URI)["diagnostics"]
    params = {"textDocument": {"uri": URI}, "range": leak["range"], "context": {"diagnostics": [leak]}}
    assert wire.request("textDocument/codeAction", params)[0]["edit"]["changes"][URI]


def test_signature_help_only_where_it_is_wanted(start):
    place = {"textDocument": {"uri": URI}, "position": place_of(LEAKING, "NPY_ARRAY_IN_ARRAY")}
    silent = start()
    assert "signatureHelpProvider" not in silent.initialize()["capabilities"]
    silent.open(URI, LEAKING)
    assert silent.request("textDocument/signatureHelp", place) is None
    wanted = start()
    options = {"signatureHelp": True}
    assert "signatureHelpProvider" in wanted.initialize(initializationOptions=options)["capabilities"]
    wanted.open(URI, LEAKING)
    (signature,) = wanted.request("textDocument/signatureHelp", place)["signatures"]
    assert "PyArray_FROM_OTF" in signature["label"]
    assert signature["activeParameter"] == 2


def test_settings_of_the_first_message(wire):
    wire.initialize(initializationOptions={"ignore": [LEAK]})
    wire.open(URI, LEAKING)
    assert wire.published(URI)["diagnostics"] == []


def test_functions_that_the_settings_state(wire):
    text = "#include <Python.h>\nPyObject *made(void);\nint f(void) { PyObject *one = made(); return one ? 0 : -1; }\n"
    wire.initialize()
    wire.open(URI, text)
    assert wire.published(URI)["diagnostics"] == []
    wire.notify("workspace/didChangeConfiguration", {"settings": {"functions": {"made": "returns new"}}})
    assert codes(wire.published(URI)["diagnostics"]) == ["NPC204"]


def test_settings_that_the_client_sends(wire):
    wire.initialize()
    wire.open(URI, LEAKING)
    assert codes(wire.published(URI)["diagnostics"]) == [LEAK]
    wire.notify("workspace/didChangeConfiguration", {"settings": {"numpyCapi": {"ignore": [LEAK]}}})
    assert wire.published(URI)["diagnostics"] == []


def test_settings_that_the_client_is_asked_for(wire):
    wire.initialize(capabilities={"workspace": {"configuration": True}})

    def answer(settings):
        question = wire.wait_for(lambda message: message.get("method") == "workspace/configuration")
        assert question["params"]["items"] == [{"section": "numpyCapi"}]
        wire.send(id=question["id"], result=[settings])

    wire.open(URI, LEAKING)
    assert codes(wire.published(URI)["diagnostics"]) == [LEAK]
    answer({"ignore": [LEAK]})
    assert wire.published(URI)["diagnostics"] == []
    wire.notify("workspace/didChangeConfiguration", {"settings": None})
    answer(None)
    assert codes(wire.published(URI)["diagnostics"]) == [LEAK]


def test_a_pulling_client_is_told_of_new_settings(wire):
    capabilities = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}
    wire.initialize(capabilities=capabilities)
    wire.open(URI, LEAKING)
    assert codes(wire.pulled(URI)) == [LEAK]
    wire.notify("workspace/didChangeConfiguration", {"settings": {"ignore": [LEAK]}})
    wire.wait_for(lambda message: message.get("method") == "workspace/diagnostic/refresh")
    assert wire.pulled(URI) == []


def test_configuration_files(wire, tmp_path):
    source, settings = tmp_path / "a.c", tmp_path / "numpy-capi.toml"
    wire.initialize(
        rootUri=tmp_path.as_uri(),
        capabilities={"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}},
    )
    question = wire.wait_for(lambda message: message.get("method") == "client/registerCapability")
    (registration,) = question["params"]["registrations"]
    watched = [watcher["globPattern"] for watcher in registration["registerOptions"]["watchers"]]
    assert watched == ["**/numpy-capi.toml", "**/pyproject.toml", "**/numpy-capi-baseline.json"]
    wire.send(id=question["id"], result=None)
    wire.open(source.as_uri(), LEAKING)
    assert codes(wire.published(source.as_uri())["diagnostics"]) == [LEAK]

    def write(text: str):
        settings.write_text(text)
        changes = [{"uri": settings.as_uri(), "type": 2}]
        wire.notify("workspace/didChangeWatchedFiles", {"changes": changes})

    write(f'ignore = ["{LEAK}"]\n')
    assert wire.published(source.as_uri())["diagnostics"] == []
    write('ignore = ["NPC203"]\nno-such-key = 1\n')
    (problem,) = wire.published(settings.as_uri())["diagnostics"]
    assert (problem["source"], problem["range"]["start"]["line"]) == ("numpy-capi", 1)
    write("")
    assert wire.published(settings.as_uri())["diagnostics"] == []
    assert codes(wire.published(source.as_uri())["diagnostics"]) == [LEAK]


def test_mistakes_in_the_settings_of_the_editor_are_shown_once(wire):
    wire.initialize(initializationOptions={"noSuchSetting": 1})
    for number in range(5):
        wire.open(f"untitled:{number}.c", "")
        wire.published(f"untitled:{number}.c")
    shown = [message for message in wire.waiting if message.get("method") == "window/showMessage"]
    assert len(shown) == 1, shown
    assert "noSuchSetting" in shown[0]["params"]["message"]


def test_server_info(wire):
    wire.initialize()
    info = wire.request("numpyCapi/serverInfo")
    assert info["entries"] > 100
    assert info["rules"] > 0
    assert info["positionEncoding"] == "utf-16"
    assert info["processId"] == wire.process.pid
