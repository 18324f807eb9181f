"""A baseline in the editor: what the project knows of is not shown, repaired or counted."""

from __future__ import annotations

import subprocess

import pytest

from samples import LEAK, LEAKING, place_of
from wire import SERVER

SECOND = LEAKING + LEAKING.replace("total(", "second(").replace("#include", "//")
PULLS = {"textDocument": {"diagnostic": {}}}


@pytest.fixture
def project(tmp_path):
    """A project whose only finding is known."""
    (tmp_path / "old.c").write_text(LEAKING)
    (tmp_path / "numpy-capi.toml").write_text('baseline = "numpy-capi-baseline.json"\n')
    subprocess.run([SERVER, "check", "--write-baseline", "."], cwd=tmp_path, check=True)
    return tmp_path


def test_only_what_is_new_is_shown_and_repaired(wire, project):
    wire.initialize()
    uri = (project / "old.c").as_uri()
    wire.open(uri, LEAKING)
    assert wire.published(uri)["diagnostics"] == []
    wire.change(uri, 2, {"text": SECOND})
    (new,) = wire.published(uri, version=2)["diagnostics"]
    assert new["code"] == LEAK
    assert new["range"]["start"]["line"] > len(LEAKING.splitlines())
    start = place_of(LEAKING, "return NULL")
    known = {"textDocument": {"uri": uri}, "range": {"start": start, "end": start}, "context": {"diagnostics": []}}
    offered = wire.request("textDocument/codeAction", known) or []
    assert not [action for action in offered if action.get("kind") == "quickfix"]


def test_files_that_are_not_open(wire, project):
    wire.initialize(
        capabilities=PULLS, rootUri=project.as_uri(), initializationOptions={"workspaceDiagnostics": True}
    )

    def found() -> dict:
        report = wire.request("workspace/diagnostic", {"previousResultIds": []})
        return {item["uri"].rsplit("/", 1)[-1]: [one["code"] for one in item["items"]] for item in report["items"]}

    (project / "new.c").write_text(LEAKING)
    assert found() == {"old.c": [], "new.c": [LEAK]}
    (project / "numpy-capi-baseline.json").unlink()
    assert found() == {"old.c": [LEAK], "new.c": [LEAK]}


def test_a_baseline_that_cannot_be_read_is_told_once(wire, project):
    (project / "numpy-capi-baseline.json").write_text("{")
    wire.initialize()
    uri = (project / "old.c").as_uri()
    wire.open(uri, LEAKING)
    assert [found["code"] for found in wire.published(uri)["diagnostics"]] == [LEAK]
    wire.change(uri, 2, {"text": SECOND})
    assert len(wire.published(uri, version=2)["diagnostics"]) == 2
    said = [message for message in wire.waiting if message.get("method") == "window/showMessage"]
    assert ["is no baseline" in message["params"]["message"] for message in said] == [True]
