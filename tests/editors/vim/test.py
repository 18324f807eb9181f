"""Vim with ALE, used through the commands that users' keys are bound to. Started by run.sh with a vimrc."""

from __future__ import annotations

import os
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from checks import check_repaired, run
from terminal import Terminal

directory = pathlib.Path(tempfile.mkdtemp())
file = directory / "leak.c"
shutil.copy(os.environ["NUMPY_CAPI_FIXTURE"], file)
leak_line = file.read_text().splitlines().index("    if (values == NULL) {") + 2
vim = Terminal(
    ["vim", "-u", sys.argv[1], "-i", "NONE", "-n", "leak.c"],
    {"PATH": os.environ["PATH"], "HOME": directory, "TERM": "screen-256color"},
    directory,
)


def findings():
    vim.wait("axpy")
    vim.command(f":{leak_line}")
    # The sign in the margin, and the message on the line of the cursor.
    return " ".join(vim.wait("`factors` still owns").split("`factors`")[1].split())[:70]


def hover():
    vim.command(r":call search('PyArray_FROM_OTF', 'w')")
    vim.command(":ALEHover")
    vim.wait("returns (\\*\\*)?new(\\*\\*)? reference")
    vim.command(":pclose")


def completion():
    vim.command(r":call search('NPY_ARRAY_IN_ARRAY', 'w')")
    vim.type("ea | NPY_ARRAY_ENS")
    vim.keys("C-x", "C-o")
    vim.wait("NPY_ARRAY_ENSURECOPY")
    vim.keys("C-e", "Escape")
    vim.command(":undo")


def code_action():
    vim.command(f":{leak_line}")
    vim.type("^")
    vim.command(":ALECodeAction")
    screen = vim.wait(r"\d[:.)] *Insert goto-fail clean-up")
    number = screen.split("Insert goto-fail")[0].split("\n")[-1].strip()[0]
    vim.command(number)
    vim.wait("goto fail;")


def finding_gone():
    vim.command(f":{leak_line}")
    vim.wait("`factors` still owns", gone=True)


def saved():
    vim.command(":write")
    vim.wait("written")
    check_repaired(file)


try:
    run([
        ("the finding on its line", findings),
        ("hover over PyArray_FROM_OTF", hover),
        ("completion of flags", completion),
        ("the code action goto-fail", code_action),
        ("the finding is gone", finding_gone),
        ("the saved file has the clean-up and compiles", saved),
    ])
finally:
    vim.close()
    shutil.rmtree(directory, ignore_errors=True)
