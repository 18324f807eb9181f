"""Code actions beside the repair of one finding."""

from __future__ import annotations

import pytest

from samples import LEAK, LEAKING, place_of

URI = "untitled:actions.c"
RESOLVING = {
    "codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}},
    "dataSupport": True,
    "resolveSupport": {"properties": ["edit"]},
}
TWICE = LEAKING + LEAKING.replace("total(", "second(").replace("#include", "//")


def applied(text: str, action: dict) -> str:
    lines = text.split("\n")

    def offset(place: dict) -> int:
        return sum(len(line) + 1 for line in lines[: place["line"]]) + place["character"]

    edits = action["edit"]["changes"][URI]
    for edit in sorted(edits, key=lambda edit: offset(edit["range"]["start"]), reverse=True):
        text = text[: offset(edit["range"]["start"])] + edit["newText"] + text[offset(edit["range"]["end"]) :]
    return text


def actions(wire, diagnostics: list[dict], place: dict, **context) -> list[dict]:
    params = {"textDocument": {"uri": URI}, "range": place, "context": {"diagnostics": diagnostics, **context}}
    return wire.request("textDocument/codeAction", params) or []


@pytest.mark.parametrize("resolves", [True, False])
def test_all_safe_repairs_at_once(wire, resolves):
    action = RESOLVING if resolves else {"codeActionLiteralSupport": RESOLVING["codeActionLiteralSupport"]}
    offered = wire.initialize(capabilities={"textDocument": {"codeAction": action}})["capabilities"]
    assert "source.fixAll.numpy-capi" in offered["codeActionProvider"]["codeActionKinds"]
    wire.open(URI, TWICE)
    found = wire.published(URI)["diagnostics"]
    assert [diagnostic["code"] for diagnostic in found] == [LEAK, LEAK]
    anywhere = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
    for only in (["source.fixAll.numpy-capi"], ["source.fixAll"], ["source"]):
        (fix,) = actions(wire, [], anywhere, only=only)
        assert fix["kind"] == "source.fixAll.numpy-capi"
        assert ("edit" in fix) is not resolves
    if resolves:
        fix = wire.request("codeAction/resolve", fix)
    wire.change(URI, 2, {"text": applied(TWICE, fix)})
    assert wire.published(URI, version=2)["diagnostics"] == []
    assert actions(wire, [], anywhere, only=["source.fixAll"]) == []


def test_a_rule_is_explained(wire):
    wire.initialize(capabilities={"textDocument": {"codeAction": RESOLVING}})
    wire.open(URI, LEAKING)
    (leak,) = wire.published(URI)["diagnostics"]
    (explanation,) = [action for action in actions(wire, [leak], leak["range"]) if "command" in action]
    assert explanation["title"] == "Explain NPC203 (early-return-leak)"
    command = explanation["command"]
    page = wire.request("workspace/executeCommand", {"command": command["command"], "arguments": command["arguments"]})
    assert page.startswith("# early-return-leak (NPC203)")
    assert wire.wait_for(lambda message: message.get("method") == "window/showMessage")


def test_a_cursor_that_moves_is_offered_no_rewriting(wire):
    wire.initialize(capabilities={"textDocument": {"codeAction": RESOLVING}})
    text = LEAKING.replace('ValueError, "one dimension expected");\n', 'ValueError, "one");\n        Py_DECREF(array);\n')
    wire.open(URI, text)
    assert wire.published(URI)["diagnostics"] == []
    start = place_of(text, "double sum")
    place = {"start": start, "end": start}
    asked = actions(wire, [], place, triggerKind=1)
    assert [action["kind"] for action in asked] == ["refactor.rewrite"]
    assert actions(wire, [], place, triggerKind=2) == []
    assert actions(wire, [], place, triggerKind=2, only=["refactor"]) != []


def test_nothing_is_offered_where_findings_are_switched_off(wire):
    wire.initialize(capabilities={"textDocument": {"codeAction": RESOLVING}}, initializationOptions={"lint": False})
    wire.open(URI, LEAKING)
    start = place_of(LEAKING, "PyErr_SetString")
    kinds = [action["kind"] for action in actions(wire, [], {"start": start, "end": start})]
    assert "quickfix" not in kinds and "source.fixAll.numpy-capi" not in kinds


@pytest.mark.parametrize("resolves", [True, False])
def test_a_finding_is_suppressed_by_a_comment(wire, resolves):
    action = RESOLVING if resolves else {"codeActionLiteralSupport": RESOLVING["codeActionLiteralSupport"]}
    wire.initialize(capabilities={"textDocument": {"codeAction": action}})
    wire.open(URI, LEAKING)
    (leak,) = wire.published(URI)["diagnostics"]
    offers = {action["title"]: action for action in actions(wire, [leak], leak["range"])}
    titles = [title for title in offers if not title.startswith("Apply all")]
    assert titles[-2:] == ["Explain NPC203 (early-return-leak)", "Suppress NPC203 here"], "behind what repairs"
    suppress = offers["Suppress NPC203 here"]
    assert suppress["diagnostics"] == [leak] and "isPreferred" not in suppress
    if resolves:
        suppress = wire.request("codeAction/resolve", suppress)
    text = applied(LEAKING, suppress)
    assert len(text.splitlines()) == len(LEAKING.splitlines()) + 1
    assert "        /* numpy-capi: ignore[NPC203] */\n        return NULL;\n" in text
    wire.change(URI, 2, {"text": text})
    assert wire.published(URI, version=2)["diagnostics"] == []
