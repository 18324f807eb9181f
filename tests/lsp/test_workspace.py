"""Folders: findings of files that are not open, several folders, templates, inlay hints."""

from __future__ import annotations

import pytest

from samples import LEAK, LEAKING, place_of

PULLS = {"textDocument": {"diagnostic": {}}}
WANTED = {"workspaceDiagnostics": True}
TEMPLATE = """\
#include <Python.h>
/**begin repeat
 * #type = npy_byte, npy_short#
 * #TYPE = BYTE, SHORT#
 */
static void
@TYPE@_add(char **args)
{
    @type@ x;
}
/**end repeat**/
"""


def folder(uri: str) -> dict:
    return {"uri": uri, "name": uri.rsplit("/", 1)[-1]}


@pytest.fixture
def project(tmp_path):
    (tmp_path / "leaks.c").write_text(LEAKING)
    (tmp_path / "fine.c").write_text("#include <Python.h>\nint x;\n")
    (tmp_path / "ignored.c").write_text(LEAKING)
    (tmp_path / ".gitignore").write_text("ignored.c\n")
    (tmp_path / "notes.txt").write_text("nothing")
    return tmp_path


def items_of(wire, **params) -> dict:
    report = wire.request("workspace/diagnostic", {"previousResultIds": [], **params})
    return {item["uri"].rsplit("/", 1)[-1]: item for item in report["items"]}


def test_findings_of_files_that_are_not_open(wire, project):
    result = wire.initialize(capabilities=PULLS, rootUri=project.as_uri(), initializationOptions=WANTED)
    assert result["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"] is True
    first = items_of(wire)
    assert sorted(first) == ["fine.c", "leaks.c"]
    assert [found["code"] for found in first["leaks.c"]["items"]] == [LEAK]
    known = [{"uri": item["uri"], "value": item["resultId"]} for item in first.values()]
    assert {item["kind"] for item in items_of(wire, previousResultIds=known).values()} == {"unchanged"}
    (project / "leaks.c").write_text("#include <Python.h>\nint y;\n\n")
    again = items_of(wire, previousResultIds=known)
    assert (again["leaks.c"]["kind"], again["leaks.c"]["items"]) == ("full", [])
    wire.open((project / "leaks.c").as_uri(), LEAKING)
    assert sorted(items_of(wire)) == ["fine.c"]


def test_nothing_is_scanned_unless_it_is_wanted(wire, project):
    result = wire.initialize(capabilities=PULLS, rootUri=project.as_uri())
    assert not result["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"]
    assert items_of(wire) == {}


def test_progress(wire, project):
    for number in range(50):
        (project / f"more{number}.c").write_text(LEAKING)
    wire.initialize(capabilities=PULLS, rootUri=project.as_uri(), initializationOptions=WANTED)
    assert len(items_of(wire, workDoneToken="w")) == 52

    def value():
        message = wire.wait_for(lambda message: message.get("method") == "$/progress")
        assert message["params"]["token"] == "w"
        return message["params"]["value"]

    values = [value() for _ in range(5)]
    assert [value["kind"] for value in values] == ["begin", "report", "report", "report", "end"]
    assert [value.get("percentage") for value in values] == [0, 38, 76, 100, None]


def test_a_long_answer_can_be_cancelled(wire, project):
    for number in range(400):
        (project / f"more{number}.c").write_text(LEAKING * 5)
    wire.initialize(capabilities=PULLS, rootUri=project.as_uri(), initializationOptions=WANTED)
    request = wire.ask("workspace/diagnostic", {"previousResultIds": []})
    wire.notify("$/cancelRequest", {"id": request})
    assert wire.answer(request)["error"]["code"] == -32800
    wire.open("untitled:now.c", LEAKING)
    assert [found["code"] for found in wire.pulled("untitled:now.c")] == [LEAK]


def test_each_folder_has_its_settings(wire, tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    for directory in (one, other):
        directory.mkdir()
    folders = [folder(one.as_uri()), folder(other.as_uri())]
    result = wire.initialize(capabilities={"workspace": {"configuration": True}}, workspaceFolders=folders)
    assert result["capabilities"]["workspace"]["workspaceFolders"] == {"supported": True, "changeNotifications": True}

    def answer(expected: list, *sections):
        question = wire.wait_for(lambda message: message.get("method") == "workspace/configuration")
        assert [item.get("scopeUri") for item in question["params"]["items"]] == expected
        wire.send(id=question["id"], result=list(sections))

    answer([None, one.as_uri(), other.as_uri()], {}, {"ignore": [LEAK]}, {})
    ours, theirs = (one / "a.c").as_uri(), (other / "a.c").as_uri()
    wire.open(theirs, LEAKING)
    assert [found["code"] for found in wire.published(theirs)["diagnostics"]] == [LEAK]
    wire.open(ours, LEAKING)
    while wire.published(ours)["diagnostics"]:
        pass
    wire.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [folder(one.as_uri())]}})
    answer([None], {})
    assert [found["code"] for found in wire.published(ours)["diagnostics"]] == [LEAK]


def test_templates_have_an_outline_and_definitions(wire, tmp_path):
    wire.initialize(capabilities={"textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}}})
    uri = (tmp_path / "loops.c.src").as_uri()
    wire.open(uri, TEMPLATE, language="numpy-c-template")
    (loop,) = wire.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert (loop["name"], loop["detail"]) == ("repeat", "type, TYPE")
    assert [child["name"] for child in loop["children"]] == ["type", "TYPE", "@TYPE@_add"]
    place = place_of(TEMPLATE, "@TYPE@_add", after=2)
    target = wire.request("textDocument/definition", {"textDocument": {"uri": uri}, "position": place})
    assert target["range"]["start"] == place_of(TEMPLATE, "TYPE = BYTE")
    assert "BYTE, SHORT" in wire.hover(uri, place["line"], place["character"])["contents"]["value"]
    wire.open("untitled:plain.c", LEAKING)
    assert wire.request("textDocument/documentSymbol", {"textDocument": {"uri": "untitled:plain.c"}}) is None


def test_outlines_are_registered_for_templates_alone(wire):
    registers = {"dynamicRegistration": True}
    offered = wire.initialize(capabilities={"textDocument": {"documentSymbol": registers, "definition": registers}})
    assert not {"documentSymbolProvider", "definitionProvider"} & set(offered["capabilities"])
    question = wire.wait_for(lambda message: message.get("method") == "client/registerCapability")
    registered = {item["method"]: item["registerOptions"] for item in question["params"]["registrations"]}
    assert set(registered) == {"textDocument/documentSymbol", "textDocument/definition"}
    for options in registered.values():
        assert options["documentSelector"] == [{"language": "numpy-c-template"}, {"pattern": "**/*.src"}]


def test_inlay_hints_only_where_they_are_wanted(start):
    uri = "untitled:hints.c"
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
    params = {"textDocument": {"uri": uri}, "range": whole}
    silent = start()
    silent.initialize()
    silent.open(uri, LEAKING)
    assert silent.request("textDocument/inlayHint", params) is None
    wanted = start()
    wanted.initialize(initializationOptions={"inlayHints": True})
    wanted.open(uri, LEAKING)
    hints = {(hint["position"]["line"], hint["label"]) for hint in wanted.request("textDocument/inlayHint", params)}
    line = place_of(LEAKING, "PyArray_FROM_OTF")["line"]
    assert (line, "new:") in hints
    assert (place_of(LEAKING, "&input")["line"], "borrowed:") in hints
    wanted.notify("workspace/didChangeConfiguration", {"settings": {"inlayHints": False}})
    assert wanted.request("textDocument/inlayHint", params) is None
