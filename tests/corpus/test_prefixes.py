"""Real files that end anywhere, as while they are typed: no offered edit breaks what parses.

The edits are compared with trees of the parser, so the test is written in Rust; the packages are fetched here.
"""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from checker import ROOT
from fetch import FetchError, ensure
from packages import all_packages, cache_directory

TEST = "no_offered_edit_breaks_what_parses_of_real_files"
# Most of it is the build, where nothing is built yet.
SECONDS = 1200


def test_no_offered_edit_breaks_what_parses_of_real_files():
    if not shutil.which("cargo"):
        pytest.skip("cargo is missing")
    try:
        for package in all_packages():
            ensure(package)
    except FetchError as error:
        pytest.skip(str(error))
    command = ["cargo", "test", "--quiet", "--locked", "--package", "numpy-capi-tests"]
    command += ["--test", "repairs_on_prefixes", "--", "--exact", TEST]
    environment = {**os.environ, "NUMPY_CAPI_CORPUS": str(cache_directory())}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=SECONDS, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "1 passed" in ran.stdout
