"""Files of one project know of each other: what the editor shows of a file is what `check` finds of the project."""

from __future__ import annotations

import json
import pathlib
import shutil
import subprocess
import time

import pytest

from wire import ROOT, SERVER, Wire

MAKER = "#include <Python.h>\nPyObject *made(void)\n{\n    return PyList_New(0);\n}\n"
LENDER = "#include <Python.h>\nstatic PyObject *kept;\nPyObject *made(void)\n{\n    return kept;\n}\n"
CALLER = """\
#include <Python.h>
PyObject *made(void);
int
call(void)
{
    PyObject *one = made();
    if (one == NULL) {
        return -1;
    }
    return 0;
}
"""
LOST = "NPC204"
PULLS = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}
WATCHES = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
PACKAGES = sorted(path for path in (ROOT / "tests" / "packages").iterdir() if path.is_dir())


@pytest.fixture
def project(tmp_path):
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "a.c").write_text(CALLER)
    (tmp_path / "b.c").write_text(MAKER)
    return tmp_path


def codes(published: dict) -> list[str]:
    return [diagnostic["code"] for diagnostic in published["diagnostics"]]


def shown(wire: Wire, uri: str, expected: list[str]):
    """Waits until a document's marks are the expected ones."""
    while codes(wire.published(uri)) != expected:
        pass


def silent(wire: Wire, uri: str, seconds: float = 0.5) -> bool:
    """Whether nothing is published for a document for a while."""
    time.sleep(seconds)
    wire.request("numpyCapi/serverInfo")
    return not [kept for kept in wire.waiting if (kept.get("params") or {}).get("uri") == uri]


def open_file(wire: Wire, path: pathlib.Path, text: str | None = None) -> str:
    wire.open(path.as_uri(), path.read_text() if text is None else text)
    return path.as_uri()


def saved(wire: Wire, path: pathlib.Path, text: str):
    path.write_text(text)
    wire.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": path.as_uri(), "type": 2}]})


def test_a_helper_in_a_file_that_is_not_open(wire, project):
    wire.initialize(rootUri=project.as_uri(), capabilities=WATCHES)
    caller = open_file(wire, project / "a.c")
    shown(wire, caller, [LOST])
    saved(wire, project / "b.c", LENDER)
    shown(wire, caller, [])
    saved(wire, project / "b.c", MAKER)
    shown(wire, caller, [LOST])
    (project / "b.c").unlink()
    wire.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": (project / "b.c").as_uri(), "type": 3}]})
    shown(wire, caller, [])


def test_a_helper_that_is_being_edited(wire, project):
    wire.initialize(rootUri=project.as_uri())
    caller, helper = open_file(wire, project / "a.c"), open_file(wire, project / "b.c")
    shown(wire, caller, [LOST])
    wire.change(helper, 2, {"text": LENDER})
    shown(wire, caller, [])
    wire.change(helper, 3, {"text": MAKER})
    shown(wire, caller, [LOST])
    wire.change(helper, 4, {"text": LENDER})
    shown(wire, caller, [])
    wire.close(helper)
    shown(wire, caller, [LOST])


def test_nothing_flickers_while_a_helper_is_typed(wire, project):
    wire.initialize(rootUri=project.as_uri())
    caller, helper = open_file(wire, project / "a.c"), open_file(wire, project / "b.c")
    shown(wire, caller, [LOST])
    for version in range(2, 12):
        typed = "if (PyErr_Occurred("[: 2 * version]
        wire.change(helper, version, {"text": MAKER.replace("    return", f"    {typed}\n    return")})
        time.sleep(0.06)
    assert silent(wire, caller)


def test_what_is_known_is_shown_at_once(wire, project):
    wire.initialize(rootUri=project.as_uri())
    caller = open_file(wire, project / "a.c")
    shown(wire, caller, [LOST])
    wire.close(caller)
    assert codes(wire.published(caller)) == []
    wire.open(caller, CALLER, version=7)
    assert codes(wire.published(caller)) == [LOST]
    assert silent(wire, caller)


def test_a_client_that_pulls_is_told(wire, project):
    wire.initialize(rootUri=project.as_uri(), capabilities=PULLS)
    caller = open_file(wire, project / "a.c")
    question = wire.wait_for(lambda message: message.get("method") == "workspace/diagnostic/refresh")
    wire.send(id=question["id"], result=None)
    while [found["code"] for found in wire.pulled(caller)] != [LOST]:
        question = wire.wait_for(lambda message: message.get("method") == "workspace/diagnostic/refresh")
        wire.send(id=question["id"], result=None)


def test_files_that_are_not_open(wire, project):
    capabilities = {"textDocument": {"diagnostic": {}}}
    wire.initialize(
        rootUri=project.as_uri(), capabilities=capabilities, initializationOptions={"workspaceDiagnostics": True}
    )

    def found() -> dict:
        report = wire.request("workspace/diagnostic", {"previousResultIds": []})
        return {item["uri"].rsplit("/", 1)[-1]: [one["code"] for one in item["items"]] for item in report["items"]}

    assert found() == {"a.c": [LOST], "b.c": []}
    (project / "b.c").write_text(LENDER)
    assert found() == {"a.c": [], "b.c": []}


def test_projects_do_not_mix(wire, project):
    inner = project / "inner"
    inner.mkdir()
    (inner / "setup.py").write_text("")
    (project / "b.c").rename(inner / "b.c")
    (inner / "c.c").write_text(CALLER)
    wire.initialize(rootUri=project.as_uri())
    outside, inside = open_file(wire, project / "a.c"), open_file(wire, inner / "c.c")
    shown(wire, inside, [LOST])
    assert codes(wire.published(outside)) == []
    assert silent(wire, outside)


def test_what_the_settings_leave_out_tells_nothing(wire, project):
    (project / "numpy-capi.toml").write_text('exclude = ["b.c"]\n')
    wire.initialize(rootUri=project.as_uri(), capabilities=WATCHES)
    caller = open_file(wire, project / "a.c")
    assert codes(wire.published(caller)) == []
    assert silent(wire, caller)
    (project / "numpy-capi.toml").write_text("")
    uri = (project / "numpy-capi.toml").as_uri()
    wire.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 2}]})
    shown(wire, caller, [LOST])


def test_a_project_that_is_too_large_is_left_alone(wire, project):
    for number in range(5_001):
        (project / f"more{number}.c").write_text("")
    wire.initialize(rootUri=project.as_uri())
    caller, helper = open_file(wire, project / "a.c"), open_file(wire, project / "b.c")
    assert codes(wire.published(caller)) == codes(wire.published(helper)) == []
    assert silent(wire, caller, seconds=2)


def test_the_end_waits_for_no_index(wire, project):
    for number in range(1_000):
        (project / f"more{number}.c").write_text(CALLER.replace("call(", f"call_{number}(") * 5)
    wire.initialize(rootUri=project.as_uri())
    caller = open_file(wire, project / "a.c")
    wire.published(caller)
    started = time.monotonic()
    wire.request("shutdown")
    wire.notify("exit")
    assert wire.exit_code() == 0
    assert time.monotonic() - started < 1


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
@pytest.mark.parametrize("mark", ["pyproject.toml", None])
def test_the_editor_shows_what_check_finds(start, tmp_path, package, mark):
    shutil.copytree(package, tmp_path, dirs_exist_ok=True)
    if mark:
        (tmp_path / mark).write_text("")
    ran = subprocess.run(
        [SERVER, "check", "--output-format", "json", "."], cwd=tmp_path, capture_output=True, check=False
    )
    expected = {path.name: [] for path in tmp_path.iterdir() if path.suffix in (".c", ".h")}
    for entry in json.loads(ran.stdout):
        expected[entry["filename"]].append((entry["location"]["row"] - 1, entry["code"]))
    wire = start()
    wire.initialize(rootUri=tmp_path.as_uri(), capabilities={"textDocument": {"diagnostic": {}}})
    uris = {name: open_file(wire, tmp_path / name) for name in expected}

    def found() -> dict:
        pulled = {name: wire.pulled(uri) for name, uri in uris.items()}
        return {name: [(one["range"]["start"]["line"], one["code"]) for one in ones] for name, ones in pulled.items()}

    deadline = time.monotonic() + 10
    while (now := found()) != expected and time.monotonic() < deadline:
        time.sleep(0.05)
    assert now == expected
