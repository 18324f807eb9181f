"""The commands of docs/protocol.md."""

from __future__ import annotations

import pathlib
import re
import urllib.parse
import urllib.request

import pytest

from samples import LEAK, LEAKING

URI = "untitled:commands.c"
INVALID_PARAMS = -32602
MANUAL = pathlib.Path(__file__).resolve().parents[2] / "docs" / "protocol.md"


def run(wire, name: str, *arguments):
    return wire.request("workspace/executeCommand", {"command": f"numpyCapi.{name}", "arguments": list(arguments)})


@pytest.fixture
def session(wire):
    wire.offered = wire.initialize(initializationOptions={"targetNumpy": "1.20"})["capabilities"]
    return wire


def test_the_manual_lists_what_the_server_offers(session):
    listed = re.findall(r"^\| `(numpyCapi\.\w+)`", MANUAL.read_text(), re.MULTILINE)
    assert session.offered["executeCommandProvider"]["commands"] == listed


def test_rules(session):
    rules = run(session, "listRules")
    (leak,) = [rule for rule in rules if rule["code"] == LEAK]
    assert (leak["name"], leak["severity"], leak["fix"]) == ("early-return-leak", "error", "safe")
    for rule in rules:
        assert rule["url"].startswith("https://")
        assert run(session, "explainRule", rule["code"].lower()).startswith(f"# {rule['name']} ({rule['code']})")


def test_every_symbol_stands_in_a_chapter(session):
    chapters = run(session, "apiChapters")
    assert [chapter["library"] for chapter in chapters] == sorted(chapter["library"] for chapter in chapters)
    total = 0
    for chapter in chapters:
        items = run(session, "apiChapter", chapter["library"], chapter["title"])
        assert len(items) == chapter["symbols"]
        assert all(item["summary"] and item["chapter"] == chapter["title"] for item in items)
        total += len(items)
    assert total == run(session, "serverInfo")["entries"] > 100


def test_search(session):
    found = run(session, "searchApi", "from otf")
    assert found[0]["name"] == "PyArray_FROM_OTF"
    assert "new reference" in found[0]["contract"]
    assert len(run(session, "searchApi", "array", 5)) == 5
    (flag,) = [item for item in run(session, "searchApi", "ENSURENOCOPY") if item["name"] == "NPY_ARRAY_ENSURENOCOPY"]
    assert (flag["note"], flag["contract"], flag["deprecated"]) == ("needs NumPy 1.22", None, False)
    assert run(session, "searchApi", "no such thing at all") == []


def test_entries(session):
    (entry,) = run(session, "apiEntry", "PyArray_NewFromDescr")
    assert entry["params"][1]["ownership"] == "stolen"
    assert entry["page"] == run(session, "showEntry", "PyArray_NewFromDescr")
    assert entry["contract"].startswith("returns new reference")


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("showEntry", [], "argument 1"),
        ("showEntry", ["PyArray_FromArry"], "did you mean `PyArray_FromArray`"),
        ("explainRule", [3], "argument 1"),
        ("explainRule", ["NPC0"], "NPC203"),
        ("apiChapter", ["numpy"], "argument 2"),
        ("apiChapter", ["numpy", "no such"], "no chapter"),
        ("searchApi", ["a", "b"], "argument 2"),
        ("noSuch", [], "numpyCapi.reload"),
    ],
)
def test_mistakes_say_what_is_taken(session, name, arguments, said):
    request = session.ask("workspace/executeCommand", {"command": f"numpyCapi.{name}", "arguments": arguments})
    error = session.answer(request)["error"]
    assert error["code"] == INVALID_PARAMS
    assert said in error["message"]


def test_a_page_is_opened_by_a_client_that_can(wire):
    wire.initialize(capabilities={"window": {"showDocument": {"support": True}}})
    page = run(wire, "explainRule", LEAK, {"show": True})
    question = wire.wait_for(lambda message: message.get("method") == "window/showDocument")
    path = urllib.request.url2pathname(urllib.parse.urlparse(question["params"]["uri"]).path)
    assert pathlib.Path(path).read_text() == page
    wire.send(id=question["id"], result={"success": True})


def test_a_page_is_a_message_for_a_client_that_cannot(session):
    run(session, "showEntry", "PyArray_DATA", {"show": True})
    message = session.wait_for(lambda message: message.get("method") == "window/showMessage")
    assert "PyArray_DATA" in message["params"]["message"]


def test_reload_analyses_anew(wire, tmp_path):
    source, settings = tmp_path / "a.c", tmp_path / "numpy-capi.toml"
    wire.initialize(rootUri=tmp_path.as_uri())
    wire.open(source.as_uri(), LEAKING)
    assert wire.published(source.as_uri())["diagnostics"]
    settings.write_text(f'ignore = ["{LEAK}"]\n')
    assert run(wire, "reload") is None
    assert wire.published(source.as_uri())["diagnostics"] == []
