"""The hooks, run by pre-commit itself."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys

import pytest

from conftest import PROGRAM, ROOT

pytest.importorskip("pre_commit")

LEAK = """\
#include <Python.h>

static int
fill(PyObject *list)
{
    return PyList_Append(list, PyLong_FromLong(3));
}
"""


def git(folder: pathlib.Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def committed(folder: pathlib.Path) -> None:
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "x", "--no-verify")


@pytest.fixture
def hook(tmp_path):
    """A function that runs a hook over all files of a project."""
    hooks, project, path = tmp_path / "hooks", tmp_path / "project", tmp_path / "path"
    for folder in (hooks, project, path):
        folder.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
    committed(hooks)
    (project / "module.c").write_text(LEAK)
    (project / "left_out.c").write_text(LEAK)
    (project / "notes.txt").write_text(LEAK)
    (project / "numpy-capi.toml").write_text('exclude = ["left_out.c"]\n')
    committed(project)
    (path / "numpy-capi-lsp").symlink_to(PROGRAM)
    environment = os.environ | {
        "PATH": f"{path}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
    }

    def run(name: str):
        command = [sys.executable, "-m", "pre_commit", "try-repo", str(hooks), name, "--all-files"]
        ran = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, timeout=120)
        return project, ran

    return run


@pytest.mark.skipif(not shutil.which("git"), reason="no git")
def test_the_hook_fails_on_a_finding(hook):
    _, ran = hook("numpy-capi-lsp")
    assert ran.returncode == 1, ran.stderr
    assert "module.c:6:" in ran.stdout and "left_out.c" not in ran.stdout and "notes.txt" not in ran.stdout


@pytest.mark.skipif(not shutil.which("git"), reason="no git")
def test_the_other_hook_repairs(hook):
    project, ran = hook("numpy-capi-lsp-fix")
    assert ran.returncode == 1 and "files were modified by this hook" in ran.stdout, ran.stdout + ran.stderr
    assert "Py_DECREF" in (project / "module.c").read_text()
    assert (project / "left_out.c").read_text() == LEAK
