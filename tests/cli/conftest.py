"""Runs the program as a user does, with a limit on time and memory."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import subprocess
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("NUMPY_CAPI_LSP") or str(ROOT / "target" / "debug" / "numpy-capi-lsp")

SECONDS_TO_ANSWER = 30


def pytest_configure(config):
    if not pathlib.Path(PROGRAM).exists():
        pytest.exit(f"{PROGRAM} is missing: run `cargo build`, or name the program in NUMPY_CAPI_LSP", returncode=2)


@dataclasses.dataclass(frozen=True)
class Ran:
    """What came of a run."""

    status: int
    out: str
    err: str
    seconds: float

    @property
    def findings(self) -> list[tuple[int, int, str]]:
        """Row, column and code of each finding of a run with JSON output."""
        entries = json.loads(self.out)
        return [(entry["location"]["row"], entry["location"]["column"], entry["code"]) for entry in entries]


@pytest.fixture
def run(tmp_path):
    """A function that runs the program in the test's directory. No run crashes or hangs, whatever its input."""

    def run_one(*arguments: str, stdin: bytes = b"") -> Ran:
        command = [PROGRAM, *map(str, arguments)]
        started = time.monotonic()
        ran = subprocess.run(
            command, cwd=tmp_path, input=stdin, capture_output=True, timeout=SECONDS_TO_ANSWER, check=False
        )
        seconds = time.monotonic() - started
        out, err = ran.stdout.decode(), ran.stderr.decode()
        assert ran.returncode in (0, 1, 2), f"{ran.returncode}\n{err}"
        assert "panicked" not in err, err
        return Ran(ran.returncode, out, err, seconds)

    return run_one


@pytest.fixture
def check(run):
    """The same for `check` with JSON output."""

    def check_one(*arguments: str, stdin: bytes = b"") -> Ran:
        return run("check", "--output-format", "json", *arguments, stdin=stdin)

    return check_one
