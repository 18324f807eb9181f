"""Helix beside clangd, used by its keys. Started by run.sh with the command that starts Helix."""

from __future__ import annotations

import os
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from checks import INCLUDES, check_repaired, run
from terminal import Terminal

directory = pathlib.Path(tempfile.mkdtemp())
file = directory / "leak.c"
shutil.copy(os.environ["NUMPY_CAPI_FIXTURE"], file)
# What clangd needs to know of the compiler's command; this server needs nothing.
(directory / "compile_flags.txt").write_text("".join(f"-I{include}\n" for include in INCLUDES))
(directory / ".git").mkdir()
lines = file.read_text().splitlines()


def line_with(text):
    """The number, from 1, of the first line that holds a text."""
    return next(number for number, line in enumerate(lines, 1) if text in line)


leak_line = line_with("if (values == NULL)") + 1
flags_line = line_with("NPY_ARRAY_IN_ARRAY")
function_line = line_with("axpy(PyObject")
table_line = line_with('{"axpy"')
helix = Terminal(
    [*sys.argv[1:], "leak.c"],
    {
        "PATH": os.environ["PATH"],
        "HOME": directory,
        "XDG_CONFIG_HOME": os.environ["XDG_CONFIG_HOME"],
        "TERM": "screen-256color",
    },
    directory,
)


def go_to(line):
    helix.keys("Escape")
    helix.type(f"{line}gg")
    helix.keys("g", "s")


def findings():
    helix.wait("axpy")
    helix.keys("Space", "d")
    screen = helix.wait("NPC203")
    helix.keys("Escape")
    return " ".join(screen[screen.index("NPC203"):].split())[:24]


def clangd_answers():
    """clangd leads from the table of methods to the function; ours has no definitions."""
    if not shutil.which("clangd") or not INCLUDES:
        return "not asked: there is no clangd here, or no headers for it"
    go_to(table_line)
    helix.command("/axpy,")
    helix.keys("g", "d")
    helix.wait(rf"\b{function_line}:\d+\b")
    return None


def hover():
    go_to(flags_line)
    helix.command("/PyArray_FROM_OTF")
    helix.keys("Space", "k")
    helix.wait("returns new reference")
    helix.keys("Escape", "Escape")


def completion():
    go_to(flags_line)
    helix.command("/NPY_ARRAY_IN_ARRAY")
    helix.keys("a")
    # Helix up to 25.01 may send changes in another order where keys come faster than anybody types.
    helix.type(" | NPY_ARRAY_ENS", pause=0.08)
    helix.wait("NPY_ARRAY_ENSURECOPY")
    helix.keys("Escape", "Escape", "u")
    helix.wait("ARRAY_ENS", gone=True)


def code_action():
    go_to(leak_line)
    helix.keys("Space", "a")
    helix.wait("Insert goto-fail clean-up")
    helix.keys("Enter")
    helix.wait("goto fail;")


def finding_gone():
    helix.keys("Space", "d")
    helix.wait("NPC203", gone=True)
    helix.keys("Escape")


def saved():
    before = file.read_text()
    helix.keys("Escape")
    helix.command(":write")
    helix.wait("written")
    assert file.read_text() != before
    check_repaired(file)


try:
    run([
        ("the finding in the list of diagnostics", findings),
        ("clangd answers beside it", clangd_answers),
        ("hover over PyArray_FROM_OTF", hover),
        ("completion of flags", completion),
        ("the code action goto-fail", code_action),
        ("the finding is gone", finding_gone),
        ("the saved file has the clean-up and compiles", saved),
    ])
finally:
    helix.close()
    shutil.rmtree(directory, ignore_errors=True)
