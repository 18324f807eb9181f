"""The snippets of the VS Code extension as C: with what the placeholders stand for, a compiler, and a module of all of them."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("NUMPY_CAPI_LSP") or str(ROOT / "target" / "debug" / "numpy-capi-lsp")
INCLUDES = [directory for directory in os.environ.get("NUMPY_CAPI_INCLUDES", "").split(":") if directory]

SNIPPETS = sorted((ROOT / "vscode-extension" / "snippets").glob("*.c"))

# What a part of a module finds above it in a file that it is inserted into.
PREAMBLE = """\
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

"""

STRICT = ["-Wall", "-Wextra", "-Werror", "-Wno-unused-function"]


def pytest_configure(config):
    if not pathlib.Path(PROGRAM).exists():
        pytest.exit(f"{PROGRAM} is missing: run `cargo build`, or name the program in NUMPY_CAPI_LSP", returncode=2)


def inserted(snippet: pathlib.Path) -> str:
    """What stands in the editor when a snippet was inserted and no placeholder was changed."""
    lines = snippet.read_text(encoding="utf-8").splitlines(keepends=True)
    body = "".join(line for line in lines if not re.match(r"// (prefix|title|description): ", line))
    body = re.sub(r"\$\{\d+:([^{}]*)\}", r"\1", body)
    body = re.sub(r"^ *\$\d+\n", "", body, flags=re.MULTILINE)
    assert "$" not in body, f"{snippet.name}: a placeholder without a text to begin with"
    return body


def as_file(snippet: pathlib.Path) -> str:
    """The snippet as a file that compiles."""
    body = inserted(snippet)
    return body if "#include <Python.h>" in body else PREAMBLE + body


def compile_c(source: pathlib.Path, *options: str) -> None:
    """Compiles a C or C++ file; fails with what the compiler says."""
    if not INCLUDES:
        pytest.skip("no NumPy headers: set NUMPY_CAPI_INCLUDES")
    compiler = "c++" if source.suffix == ".cpp" else "cc"
    includes = [option for directory in INCLUDES for option in ("-isystem", directory)]
    command = [compiler, *STRICT, *includes, *options, str(source)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
