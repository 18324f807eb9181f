"""Runs the checks of an editor one after the other and counts; what the saved file has to be."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys

INCLUDES = [directory for directory in os.environ.get("NUMPY_CAPI_INCLUDES", "").split(":") if directory]


def run(checks):
    """Each check is a name and a function, whose result is a remark. Ends the program with the count."""
    passed = failed = 0
    for name, check in checks:
        try:
            remark = check()
            passed += 1
            print(f"ok   {name}" + (f": {remark}" if remark else ""), flush=True)
        except Exception as error:
            failed += 1
            print(f"FAIL {name}: {error}", flush=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


def check_repaired(file: pathlib.Path):
    """The saved file has the goto-fail clean-up and compiles."""
    text = file.read_text(encoding="utf-8")
    assert re.search(r"^\s*fail:", text, re.MULTILINE), "no label fail:"
    assert re.search(r"Py_XDECREF\(\s*factors\s*\)", text), "no Py_XDECREF of factors"
    if INCLUDES:
        includes = [f"-I{directory}" for directory in INCLUDES]
        command = ["gcc", "-fsyntax-only", "-Wall", "-Werror", *includes, str(file)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
